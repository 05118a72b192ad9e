# SPDX-License-Identifier: MIT
#
# One version of one record, as git-postmortem(1) FILES describes it, for what
# Generate.pm writes: front matter with values on one line, and sections of
# the second level. Compares two versions, field by field.
package Record;
use strict;
use warnings;

use Exporter 'import';
our @EXPORT_OK = qw(record_of_path read_record compare_records state_of
	status_of is_promise is_open is_day day_number same_text FIELDS);

# In the order in which every command tells them.
use constant FIELDS => qw(title status state severity owner lead team teams
	services incident started detected mitigated resolved type priority
	due ticket evidence reason);

my %OF = (
	'post-mortem' => { map { $_ => 1 } qw(title status severity owner lead
		teams services incident started detected mitigated resolved) },
	'action' => { map { $_ => 1 } qw(title state owner team type priority
		due ticket evidence reason) },
);
my %IS_LIST = (teams => 1, services => 1);

# (id, kind) of a path; nothing when it is no record's.
sub record_of_path {
	my ($path) = @_;

	return ($1, 'post-mortem')
		if $path =~ m{^postmortems/([^/]+)/README\.md$};
	return ("$1/$2", 'action')
		if $path =~ m{^postmortems/([^/]+)/actions/([^/]+)\.md$};
	return;
}

sub read_record {
	my ($path, $text) = @_;
	my ($id, $kind) = record_of_path($path);
	my $record = { path => $path, id => $id, kind => $kind, field => {},
		list => {}, text => $text, sections => [], section => {} };
	my ($front, $body) = $text =~ /\A---\n(.*?)^---\n(.*)\z/ms;

	if (!defined $front) {
		($front, $body) = ('', $text);
		$record->{unreadable} = 1;
	}
	for my $line (split /\n/, $front) {
		next if $line =~ /^#/;
		my ($key, $value) = $line =~ /^([a-z]+): (.*)$/ or next;

		# A list that never ends: nothing after it can be relied on.
		$record->{unreadable} = 1
			if $value =~ /^\[/ && $value !~ /\]$/;
		next unless $OF{$kind}{$key};
		if ($IS_LIST{$key} && $value =~ /^\[(.*)\]$/) {
			$record->{list}{$key} = [split /, /, $1];
			$value = $1;
		}
		$record->{field}{$key} = $value;
	}
	$record->{field} = $record->{list} = {} if $record->{unreadable};
	($record->{preamble}, my @rest) = split /^##? (.*)\n/m, $body;
	($record->{preamble}, @rest) = ($body) if $kind eq 'action';
	while (my ($name, $own) = splice @rest, 0, 2) {
		push @{$record->{sections}}, $name;
		$record->{section}{$name} = $own;
	}
	return $record;
}

sub state_of {
	my ($item) = @_;
	return $item->{unreadable} ? '?' : $item->{field}{state} // 'proposed';
}

sub status_of {
	my ($document) = @_;
	return $document->{unreadable} ? '?' :
		$document->{field}{status} // 'draft';
}

sub is_promise { return $_[0] eq 'accepted' || $_[0] eq 'in-progress' }
sub is_open { return $_[0] ne 'done' && $_[0] ne 'declined' }

# Days since 1970, by the calendar's own rules, or undef.
sub day_number {
	my ($y, $m, $d) = ($_[0] // '') =~ /^(\d{4})-(\d\d)-(\d\d)$/ or return;
	my $before = $m > 2 ? $y : $y - 1;

	return 365 * $before + int($before / 4) - int($before / 100) +
		int($before / 400) + int((153 * (($m + 9) % 12) + 2) / 5) +
		$d - 1 - 719_468;
}

sub is_day { return defined day_number($_[0]) }

sub same_text {
	my ($x, $y) = @_;
	return defined $x && defined $y ? $x eq $y : !defined $x && !defined $y;
}

# The changes from one version to another; either may be undef. Those of the
# kinds "added" and "removed" are not shown, but of a merge they count.
sub compare_records {
	my ($old, $new) = @_;
	my @changes;

	push @changes, { kind => 'added' } unless $old;
	push @changes, { kind => 'removed' } unless $new;
	push @changes, { kind => 'moved', field => 'path',
		before => $old->{path}, after => $new->{path} }
		if $old && $new && $old->{path} ne $new->{path};
	if (($old && $old->{unreadable}) || ($new && $new->{unreadable})) {
		push @changes, { kind => 'unreadable' };
	} elsif ($new) {
		for my $key (FIELDS) {
			my ($x, $y) = ($old ? $old->{field}{$key} : undef,
				$new->{field}{$key});

			push @changes, { kind => 'field', field => $key,
				before => $x, after => $y }
				unless same_text($x, $y);
		}
	}
	return \@changes unless $old && $new;
	push @changes, { kind => 'body' }
		if $old->{preamble} ne $new->{preamble};
	for my $name (@{$new->{sections}}) {
		my $was = $old->{section}{$name};

		push @changes, { kind => 'section', section => $name,
			before => defined $was ? $name : undef,
			after => $name }
			unless same_text($was, $new->{section}{$name});
	}
	for my $name (@{$old->{sections}}) {
		push @changes, { kind => 'section', section => $name,
			before => $name, after => undef }
			unless defined $new->{section}{$name};
	}
	return \@changes;
}
1;

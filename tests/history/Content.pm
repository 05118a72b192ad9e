# SPDX-License-Identifier: MIT
#
# Random post-mortems and action items, and random edits of them. A history
# being made is a hash; here its clock, what it has and the reason of the next
# commit matter. All chance is drawn here.
package Content;
use strict;
use warnings;

use Exporter 'import';
our @EXPORT_OK = qw(pick chance between words shuffle day_text render copy
	new_item new_document edit DAY);

use constant DAY => 86_400;

my @PEOPLE = qw(alice bob carol dan);
my @STATES = qw(proposed accepted in-progress done declined);
my @STATUSES = qw(draft in-review reviewed closed);
my @SEVERITIES = qw(critical major minor);
my @TYPES = qw(prevent detect mitigate process investigate);
my @PRIORITIES = qw(high medium low);
my @TEAMS = qw(web payments storage platform);
my @SECTIONS = ('Summary', 'Impact', 'Timeline', 'Response',
	'Lessons learned', 'Open questions');
my @WORDS = qw(ample brief cable delta early fresh giant humid ideal joint
	knock lemon minor noble ocean paper quiet rapid solar table under
	vivid waste young zebra amber blank crisp ditch eagle flame grain);

# --- chance ---

sub pick { return $_[rand @_] }
sub chance { return rand(100) < $_[0] }
sub between {
	my ($least, $most) = @_;
	return $least + int(rand($most - $least + 1));
}

sub words { return join ' ', map { pick(@WORDS) } 1 .. $_[0] }

sub shuffle {
	my @list = @_;
	for (my $i = @list; --$i > 0;) {
		my $j = int rand($i + 1);
		@list[$i, $j] = @list[$j, $i];
	}
	return @list;
}

sub day_text {
	my (undef, undef, undef, $d, $m, $y) = gmtime $_[0];
	return sprintf '%04d-%02d-%02d', $y + 1900, $m + 1, $d;
}

# --- records ---

# A record is a hash: kind, field, text, and how its file is odd.
my %ORDER = (
	item => [qw(title state owner team type priority due ticket evidence
		reason)],
	document => [qw(title status severity owner lead teams services
		started resolved)],
);

sub render {
	my ($record) = @_;
	my @lines = ('---');

	for my $key (@{$ORDER{$record->{kind}}}) {
		push @lines, "$key: $record->{field}{$key}"
			if defined $record->{field}{$key};
	}
	push @lines, "# $record->{comment}" if $record->{comment};
	push @lines, 'incident: [never closed' if $record->{broken};
	push @lines, '---', '';
	if ($record->{kind} eq 'item') {
		push @lines, @{$record->{text}};
	} else {
		push @lines, "# $record->{heading}", '';
		push @lines, "## $_", '', $record->{section}{$_}, ''
			for @{$record->{sections}};
	}
	return join("\n", @lines) . "\n";
}

sub copy {
	my ($record) = @_;
	my %new = %$record;

	$new{field} = {%{$new{field}}};
	$new{text} = [@{$new{text}}] if $new{text};
	$new{sections} = [@{$new{sections}}] if $new{sections};
	$new{section} = {%{$new{section}}} if $new{section};
	delete $new{bytes};
	return \%new;
}

sub new_item {
	my ($g) = @_;
	my $state = chance(50) ? 'proposed' : pick(@STATES);
	my %field = (title => ucfirst words(3), state => $state);

	$field{owner} = pick(@PEOPLE) if chance(80);
	$field{due} = due_day($g) if chance(70);
	$field{team} = pick(@TEAMS) if chance(30);
	$field{priority} = pick(@PRIORITIES) if chance(30);
	$field{type} = pick(@TYPES) if chance(30);
	delete $field{state} if $state eq 'proposed' && chance(20);
	# Some descriptions are alike: then more than one file may be the one
	# that was renamed.
	return { kind => 'item', field => \%field,
		text => chance(25) ? [map { "the same line number $_" } 1 .. 5]
			: [map { words(5) } 1 .. between(3, 6)] };
}

sub new_document {
	my %field = (title => ucfirst words(4), status => pick(@STATUSES),
		severity => pick(@SEVERITIES), owner => pick(@PEOPLE));
	my @sections = grep { chance(70) } @SECTIONS;

	$field{teams} = '[' . join(', ', grep { chance(50) } @TEAMS) . ']'
		if chance(40);
	delete $field{teams} if ($field{teams} // '') eq '[]';
	$field{lead} = pick(@PEOPLE) if chance(30);
	return { kind => 'document', field => \%field,
		heading => ucfirst words(2), sections => \@sections,
		section => { map { $_ => words(8) } @sections } };
}

sub due_day {
	my ($g) = @_;
	return 'next week' if chance(3);
	return day_text($g->{clock} + between(-5, 40) * DAY);
}

# --- one edit of one record ---

sub set_or_remove {
	my ($record, $key, $value) = @_;

	if (chance(15) && $key ne 'title') {
		delete $record->{field}{$key};
	} else {
		$record->{field}{$key} = $value;
	}
}

sub move_state {
	my ($g, $record) = @_;
	my $state = $record->{field}{state} // 'proposed';
	my %next = ('proposed' => 'accepted', 'accepted' => 'in-progress',
		'in-progress' => 'done', 'done' => 'accepted',
		'declined' => 'accepted');

	$state = chance(70) ? $next{$state} // 'proposed' : pick(@STATES);
	$record->{field}{state} = $state;
	$record->{field}{due} //= due_day($g) if $state eq 'accepted';
	$record->{field}{evidence} = 'https://example.com/' . pick(@WORDS)
		if $state eq 'done';
	$record->{field}{reason} = words(3) if $state eq 'declined';
	return "Move to $state";
}

sub edit_item {
	my ($g, $record) = @_;
	my $roll = int rand 100;
	my $field = $record->{field};

	return move_state($g, $record) if $roll < 35;
	if ($roll < 65) {
		set_or_remove($record, 'due', due_day($g));
		$g->{reason} = words(4) if chance(50);
		return 'Move the day';
	}
	if ($roll < 75) {
		set_or_remove($record, 'owner', pick(@PEOPLE));
		return 'Hand over';
	}
	if ($roll < 85) {
		push @{$record->{text}}, words(4) if chance(60);
		$record->{text}[0] = words(5);
		return 'Describe';
	}
	set_or_remove($record, 'title', ucfirst words(3)) if chance(30);
	set_or_remove($record, 'priority', pick(@PRIORITIES)) if chance(50);
	set_or_remove($record, 'type', pick(@TYPES)) if chance(30);
	set_or_remove($record, 'team', pick(@TEAMS));
	return 'Sort';
}

sub edit_document {
	my ($g, $record) = @_;
	my $roll = int rand 100;

	if ($roll < 30) {
		set_or_remove($record, 'status', pick(@STATUSES));
	} elsif ($roll < 45) {
		set_or_remove($record, 'owner', pick(@PEOPLE));
	} elsif ($roll < 55) {
		set_or_remove($record, 'severity', pick(@SEVERITIES));
	} elsif ($roll == 64) {
		set_or_remove($record, 'started',
			day_text($g->{clock}) . 'T10:00:00+01:00');
	} elsif ($roll < 75) {
		set_or_remove($record, 'services', '[' . pick(@TEAMS) . ']');
	} elsif (chance(40)) {
		my ($new) = grep { !defined $record->{section}{$_} }
			shuffle(@SECTIONS);
		if (defined $new) {
			push @{$record->{sections}}, $new;
			$record->{section}{$new} = words(6);
		}
	} elsif (@{$record->{sections}} && chance(30)) {
		my $old = pick(@{$record->{sections}});
		$record->{sections} =
			[grep { $_ ne $old } @{$record->{sections}}];
		delete $record->{section}{$old};
	} elsif (@{$record->{sections}} && chance(70)) {
		$record->{section}{pick(@{$record->{sections}})} = words(7);
	} else {
		$record->{heading} = ucfirst words(2);
	}
	return 'Write up';
}

sub edit {
	my ($g, $record) = @_;
	my $has = $g->{has};

	if ($has->{broken} && ($record->{broken} ? chance(60) : chance(12))) {
		$record->{broken} = !$record->{broken};
		# Sometimes something else changes with it.
		return 'Break or mend' if chance(50);
	}
	if ($has->{layout} && chance(25)) {
		$record->{comment} = words(2);
		return 'Comment';
	}
	return $record->{kind} eq 'item' ? edit_item($g, $record) :
		edit_document($g, $record);
}
1;

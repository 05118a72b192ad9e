# SPDX-License-Identifier: MIT
#
# The sums of a report: what is so at a commit, and, of a line of commits in
# which nothing was merged or renamed, what became of promises and proposals.
package Report;
use strict;
use warnings;

use Record qw(record_of_path state_of status_of is_promise is_day);

# Counts by what an item's or a document's state is called.
sub counts {
	my ($snapshot, $today) = @_;
	my %count = (promised => 0, overdue => 0, proposed => 0);

	$count{$_} = 0 for map { "actions $_" } qw(proposed accepted
		in-progress done declined);
	$count{$_} = 0 for map { "post-mortems $_" } qw(draft in-review
		reviewed closed);
	for my $folder (values %{$snapshot->{folder}}) {
		my $document = $folder->{document};

		$count{'post-mortems ' . status_of($document)}++
			if $document && !$document->{unreadable};
	}
	for my $item (@{$snapshot->items($today)}) {
		my $state = $item->{state} // next;

		$count{"actions $state"}++;
		$count{promised}++ if is_promise($state);
		$count{proposed}++ if $state eq 'proposed';
		$count{overdue}++ if $item->{overdue} eq 'true';
	}
	return \%count;
}

# --- lives ---

# Commits from the first to the tip, or nothing when this is no line without
# merges and renames.
sub line {
	my ($repo, $tip) = @_;
	my @line;

	for (my $at = $tip; defined $at;) {
		my $commit = $repo->{commit}{$at};
		my ($parent, @others) = @{$commit->{parents}};

		return if @others;
		return if defined $parent && grep {
			defined $_->[0] && defined $_->[1] && $_->[0] ne $_->[1]
		} @{$repo->pairs($parent, $at)};
		unshift @line, $at;
		$at = $parent;
	}
	return @line;
}

# Each life of an item: its versions, and at the end undef if it was removed.
# Those that could not be read are left out.
sub lives_of_item {
	my ($repo, $path, @line) = @_;
	my (@lives, $is_there);

	for my $at (@line) {
		my $record = $repo->version($at, $path);

		push @lives, [] if $record && !$is_there;
		push @{$lives[-1]}, $record if $is_there || $record;
		$is_there = defined $record;
	}
	return map { [grep { !$_ || !$_->{unreadable} } @$_] } @lives;
}

sub live {
	my ($sum, @versions) = @_;
	my ($promised, $day, $proposed, $answered);
	my $is_first = 1;

	for my $version (@versions) {
		my $state = $version ? state_of($version) : 'removed';
		my $due = $version ? $version->{field}{due} : undef;

		undef $due unless is_day($due);
		if ($promised && defined $day && defined $due && $day ne $due) {
			$sum->{moves}++;
			$sum->{later}++ if $due gt $day;
		}
		if (is_promise($state)) {
			$day = undef unless $promised;
			$day = $due // $day;
			$sum->{made}++ unless $promised;
			$promised = 1;
		} elsif ($promised) {
			$sum->{$state eq 'proposed' ? 'withdrawn' : $state}++;
			$promised = 0;
		}
		next unless $version;
		$proposed = $state eq 'proposed' if $is_first;
		$answered //= is_promise($state) ? 'accepted' : $state
			if $proposed && $state ne 'proposed';
		$is_first = 0;
	}
	$sum->{open}++ if $promised;
	return unless $proposed;
	$sum->{'proposals made'}++;
	$sum->{'proposals ' . ($answered //
		($versions[-1] ? 'waiting' : 'removed'))}++;
}

sub lives {
	my ($repo, $tip) = @_;
	my @line = line($repo, $tip) or return undef;
	my %sum = map { $_ => 0 } qw(moves later made open done declined
		withdrawn removed), map { "proposals $_" } qw(made accepted
		done declined removed waiting);
	my %paths;

	for my $at (@line) {
		m{/actions/} and $paths{$_} = 1
			for keys %{$repo->{commit}{$at}{records}};
	}
	for my $path (keys %paths) {
		live(\%sum, @$_) for lives_of_item($repo, $path, @line);
	}
	return \%sum;
}

# The same, from what the program answered.
sub counts_of {
	my ($json) = @_;
	my %count = %{$json->{open}}{qw(promised overdue proposed)};

	for my $kind (qw(actions post-mortems)) {
		$count{"$kind $_"} = $json->{$kind}{$_}
			for keys %{$json->{$kind}};
	}
	return \%count;
}

sub lives_of {
	my ($json) = @_;
	my ($slips, $promises, $proposals) = @$json{qw(slips promises
		proposals)};

	return { %$slips{qw(moves later)},
		%$promises{qw(made open done declined withdrawn removed)},
		map { ("proposals $_" => $proposals->{$_}) }
			qw(made accepted done declined removed waiting) };
}
1;

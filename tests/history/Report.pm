# SPDX-License-Identifier: MIT
#
# The sums of a report: what is so at a commit, and what became of promises and
# proposals.
package Report;
use strict;
use warnings;

use Record qw(record_of_path state_of status_of is_promise is_day
	day_number);

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

# --- lives: the definition's 8 and 9 ---

# Every commit that gave a field a value, from the one that stands back to the
# beginning: [node, path, the record as it could be read there].
sub setters {
	my ($history, $field, @at) = @_;
	my @setters;

	while (@at) {
		my $setter = $history->setter(@at, $field);
		my ($line) = $history->lines(@$setter);

		push @setters, [@$setter, $history->readable(@$setter)];
		@at = $line ? @$line : ();
	}
	return @setters;
}

# The versions of the life that an item has at a commit, oldest first, and its
# birth.
sub life {
	my ($history, $id, $tip) = @_;
	my @at = ($history->near($tip), History::paths_of($id));
	my (%setters, @versions, %turn);

	$history->begin_order(@at);
	$setters{$_} = [setters($history, $_, @at)] for qw(state due owner);
	my $birth = $setters{state}[-1];
	my $key = "$birth->[0] $birth->[1]";

	return ([], $key) if $history->readable(@at)->{never};
	for my $setter (map { @$_ } values %setters) {
		$turn{$setter->[0]} = $history->turn($setter->[0])
			unless $history->turn($setter->[0]) >
			$history->turn($birth->[0]);
	}
	for my $node (sort { $turn{$b} <=> $turn{$a} } keys %turn) {
		push @versions, {
			field => { map { $_ => value_at($history, $_,
				$turn{$node}, @{$setters{$_}}) } keys %setters },
			time => $history->{commit}{$node}{authored},
		};
	}
	return (\@versions, $key);
}

# The value that a field has at a turn.
sub value_at {
	my ($history, $field, $turn, @setters) = @_;
	my @read = grep { !$_->[2]{never} } @setters;
	my ($last) = grep { $history->turn($_->[0]) >= $turn } @read;

	$last //= $read[-1];
	return $last ? $last->[2]{field}{$field} : undef;
}

# [id, parent that has it] of each item that all parents of a node have, and
# itself not any longer under any name.
sub removals {
	my ($history, $node) = @_;
	my $repo = $history->{repo};
	my @parents = grep { defined $history->near($_) }
		@{$repo->{commit}{$node}{parents}};
	my @removals;

	for my $path (@parents ? sort keys
		%{$repo->{commit}{$parents[0]}{records}} : ()) {
		my ($id, $kind) = record_of_path($path) or next;

		push @removals, [$id, $parents[0]] if $kind eq 'action' &&
			@parents == grep { $history->pair_in($_, $node,
				[$path, undef]) } @parents;
	}
	return @removals;
}

sub day_of { return int $_[0]{time} / 86_400 }

sub month_of {
	my (undef, undef, undef, undef, $month, $year) = gmtime $_[0]{time};
	return sprintf '%04d-%02d', $year + 1900, $month + 1;
}

# A promise that ended, and when it was kept.
sub end_promise {
	my ($sum, $made, $version) = @_;
	my $state = $version->{is_gone} ? 'removed' : state_of($version);
	my $end = $state eq 'proposed' ? 'withdrawn' : $state;
	my $days = day_of($version) - day_of($made);

	$sum->{$end}++;
	$sum->{month_of($made) . " $end"}++;
	return if $end ne 'done';
	$_ >= $days and $sum->{month_of($made) . " within $_"}++
		for 30, 60, 90;
}

# A day that was taken out of a promise stands until there is another.
sub promises {
	my ($sum, @versions) = @_;
	my ($made, $day);

	for my $version (@versions) {
		my $due = $version->{is_gone} ? undef : $version->{field}{due};

		undef $due unless is_day($due);
		if ($made && defined $day && defined $due && $day ne $due) {
			$sum->{moves}++;
			$sum->{later}++ if $due gt $day;
		}
		if (!$version->{is_gone} && is_promise(state_of($version))) {
			$day = $due // ($made ? $day : undef);
			$sum->{made}++ unless $made;
			$made //= $version;
		} elsif ($made) {
			end_promise($sum, $made, $version);
			undef $made;
		}
	}
	$sum->{open}++ if $made;
	$sum->{month_of($made) . ' open'}++ if $made;
}

sub proposal {
	my ($sum, $today, @versions) = @_;
	my ($first, @later) = grep { !$_->{is_gone} } @versions;

	return unless $first && state_of($first) eq 'proposed';
	my ($answer) = grep { state_of($_) ne 'proposed' } @later;
	$sum->{'proposals made'}++;
	if ($answer) {
		my $state = state_of($answer);
		my $days = day_of($answer) - day_of($first);

		$sum->{'proposals ' . (is_promise($state) ? 'accepted' :
			$state)}++;
		$sum->{'proposals answered'}++;
		$sum->{'longest answer'} = $days
			if $days > ($sum->{'longest answer'} // 0);
	} elsif ($versions[-1]{is_gone}) {
		$sum->{'proposals removed'}++;
	} else {
		$sum->{'proposals waiting'}++;
		$sum->{'proposals forgotten'}++
			if day_number($today) - day_of($first) > 30;
	}
}

# What became of promises and proposals; what there was none of is left out.
sub lives {
	my ($history, $tip, $today) = @_;
	my $repo = $history->{repo};
	my (%sum, %known);

	for my $path (sort keys %{$repo->{commit}{$tip}{records}}) {
		my ($id, $kind) = record_of_path($path) or next;
		next if $kind ne 'action';
		my ($versions, $birth) = life($history, $id, $tip);

		$known{$birth} = 1;
		promises(\%sum, @$versions);
		proposal(\%sum, $today, @$versions);
	}
	for my $node ($history->nodes($tip)) {
		my $gone = { is_gone => 1,
			time => $history->{commit}{$node}{authored} };

		for my $removal (removals($history, $node)) {
			my ($versions, $birth) = life($history, @$removal);

			next if $known{$birth}++;
			promises(\%sum, @$versions, $gone);
			proposal(\%sum, $today, @$versions, $gone);
		}
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
	my @ends = qw(open done declined withdrawn removed);
	my $days = $proposals->{'days-to-answer'};
	my %sum = (%$slips{qw(moves later)}, %$promises{'made', @ends},
		(map { ("proposals $_" => $proposals->{$_}) } qw(made accepted
			done declined removed waiting forgotten)),
		'proposals answered' => $days->{count},
		'longest answer' => $days->{longest} // 0);

	for my $month (@{$promises->{'by-month'}}) {
		$sum{"$month->{month} $_"} = $month->{$_} for @ends;
		$sum{"$month->{month} within $_->{days}"} = $_->{kept}
			for @{$month->{within}};
	}
	return { map { $sum{$_} ? ($_ => $sum{$_}) : () } keys %sum };
}
1;

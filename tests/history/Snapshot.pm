# SPDX-License-Identifier: MIT
#
# Lists, and what differs between two snapshots, as git-postmortem(1) says it.
package Snapshot;
use strict;
use warnings;

use Record qw(record_of_path compare_records state_of status_of is_promise
	is_open is_day day_number same_text FIELDS);

# In the order in which a team asks.
my @OUTCOMES = qw(opened accepted started postponed brought-forward reassigned
	done declined reopened removed renamed advanced moved-back edited
	unreadable);
my %RANK = map { $OUTCOMES[$_] => $_ } 0 .. $#OUTCOMES;

# Post-mortems by id, each with its document (or none) and its items by name.
sub new {
	my ($class, $repo, $commit) = @_;
	my %folder;

	for my $path (sort keys %{$repo->{commit}{$commit}{records}}) {
		my ($id) = record_of_path($path) or next;
		my $record = $repo->version($commit, $path);
		my ($folder, $name) = split m{/}, $id;

		$folder{$folder} //= { id => $folder, item => {} };
		if (defined $name) {
			$folder{$folder}{item}{$name} = $record;
		} else {
			$folder{$folder}{document} = $record;
		}
	}
	return bless { folder => \%folder }, $class;
}

# --- lists ---

# A record as JSON has it.
sub as_listed {
	my ($record) = @_;
	my %listed = (id => $record->{id}, kind => $record->{kind},
		path => $record->{path});

	return \%listed if $record->{unreadable};
	for my $field (FIELDS) {
		$listed{$field} = $record->{list}{$field} //
			$record->{field}{$field};
	}
	$listed{state} = state_of($record) if $record->{kind} eq 'action';
	$listed{status} = status_of($record) if $record->{kind} ne 'action';
	return \%listed;
}

sub list {
	my ($self) = @_;
	my @list;

	for my $folder (map { $self->{folder}{$_} }
		sort keys %{$self->{folder}}) {
		my @items = values %{$folder->{item}};

		next unless $folder->{document};
		push @list, { %{as_listed($folder->{document})},
			actions => scalar @items,
			open => scalar grep { is_open(state_of($_)) } @items };
	}
	return \@list;
}

sub items {
	my ($self, $today) = @_;
	my @list;

	for my $folder (map { $self->{folder}{$_} }
		sort keys %{$self->{folder}}) {
		for my $item (map { $folder->{item}{$_} }
			sort keys %{$folder->{item}}) {
			my $due = $item->{field}{due};

			push @list, { %{as_listed($item)}, overdue =>
				is_promise(state_of($item)) && is_day($due) &&
				$due lt $today ? 'true' : 'false' };
		}
	}
	return \@list;
}

# --- which is which ---

# Take from `old` what is like something in `new`: [old, new] pairs.
sub pair_up {
	my ($pairs, $old, $is_like) = @_;

	for my $pair (grep { !$_->[0] } @$pairs) {
		for my $i (0 .. $#$old) {
			next unless $is_like->($old->[$i], $pair->[1]);
			($pair->[0]) = splice @$old, $i, 1;
			last;
		}
	}
}

sub same_bytes { return $_[0] && $_[1] && $_[0]{text} eq $_[1]{text} }

sub same_title {
	my ($x, $y) = @_;

	return $x && $y && defined $x->{field}{title} &&
		same_text($x->{field}{title}, $y->{field}{title});
}

sub shares_item {
	my ($x, $y) = @_;

	for my $name (keys %{$x->{item}}) {
		return 1 if same_bytes($x->{item}{$name}, $y->{item}{$name});
	}
	return 0;
}

sub pair_folders {
	my ($x, $y) = @_;
	my @pairs = map { [$x->{$_}, $y->{$_}] } sort keys %$y;
	my @old = map { $x->{$_} } grep { !$y->{$_} } sort keys %$x;

	pair_up(\@pairs, \@old, sub {
		same_bytes($_[0]{document}, $_[1]{document}) });
	pair_up(\@pairs, \@old, sub {
		same_title($_[0]{document}, $_[1]{document}) });
	pair_up(\@pairs, \@old, \&shares_item);
	return (@pairs, map { [$_, undef] } @old);
}

sub pair_items {
	my ($x, $y) = map { $_ ? $_->{item} : {} } @_;
	my @pairs = map { [$x->{$_}, $y->{$_}] } sort keys %$y;
	my @old = map { $x->{$_} } grep { !$y->{$_} } sort keys %$x;

	pair_up(\@pairs, \@old, \&same_bytes);
	pair_up(\@pairs, \@old, \&same_title);
	return (@pairs, map { [$_, undef] } @old);
}

# Lines that are not empty: whether most of either are in the other.
sub mostly_same {
	my ($x, $y) = @_;
	my ($old, $new) = map { [grep { length } split /[\r\n]+/,
		$_->{text}] } $x, $y;
	my %is = map { $_ => 1 } @$new;
	my $most = @$old > @$new ? @$old : @$new;

	return (split m{/}, $x->{id})[1] eq (split m{/}, $y->{id})[1] &&
		2 * (grep { $is{$_} } @$old) > $most;
}

# Items that have left one post-mortem for another: what stands alone on either
# side is put together in the pairs of the new place.
sub move_items {
	my @all = map { @$_ } @_;
	my @gone = grep { $_->[0] && !$_->[1] } @all;
	my @new = grep { $_->[1] && !$_->[0] } @all;

	for my $is_like (\&same_bytes, \&same_title, \&mostly_same) {
		for my $new (grep { !$_->[0] } @new) {
			my ($old) = grep { $_->[0] &&
				$is_like->($_->[0], $new->[1]) } @gone;
			next unless $old;
			@$new[0, 2] = ($old->[0], 'moved');
			$old->[0] = undef;
		}
	}
}

# --- what it comes to ---

my %AHEAD = (draft => 0, 'in-review' => 1, reviewed => 2, closed => 3);

# What reaching another state or status is called; undef when nothing.
sub outcome_of_place {
	my ($old, $new) = @_;
	my ($from, $to) = $new->{kind} eq 'action' ?
		($old ? state_of($old) : 'proposed', state_of($new)) :
		($old ? status_of($old) : 'draft', status_of($new));
	my $settled = $from eq 'done' || $from eq 'declined';

	return undef if $from eq $to || $from eq '?' || $to eq '?';
	if ($new->{kind} ne 'action') {
		return 'advanced' if $AHEAD{$from} < $AHEAD{$to};
		return $from eq 'closed' ? 'reopened' : 'moved-back';
	}
	return 'reopened' if $settled && is_open($to);
	return $from eq 'in-progress' ? undef : 'accepted'
		if $to eq 'accepted';
	return { 'in-progress' => 'started', done => 'done',
		declined => 'declined' }->{$to};
}

# What one changed field is called, and by how many days; nothing when its
# state's outcome tells it.
sub outcome_of_field {
	my ($old, $new, $change, $place) = @_;
	my $field = $change->{field};
	my $is_item = $new->{kind} eq 'action';
	my $was_promise = $is_item && $old && is_promise(state_of($old));
	my $new_promise = $is_item && !$was_promise &&
		is_promise(state_of($new));
	my $to = $place // '';

	return $place if ($field eq 'state' || $field eq 'status') && $place;
	return unless $old;
	if ($field eq 'due') {
		return if $new_promise || ($to eq 'done' && !$was_promise);
		return 'edited' unless $was_promise &&
			is_day($change->{before}) && is_day($change->{after});
		my $days = day_number($change->{after}) -
			day_number($change->{before});
		return $days > 0 ? ('postponed', $days) :
			('brought-forward', -$days);
	}
	if ($field eq 'owner') {
		return if $new_promise && !defined $change->{before};
		return 'reassigned';
	}
	return if $field eq 'evidence' && ($to eq 'done' || $to eq 'reopened');
	return if $field eq 'reason' &&
		($to eq 'declined' || $to eq 'reopened');
	return 'edited';
}

# Kinds and days, each kind once, in the order of the kinds.
sub outcomes {
	my ($old, $new, $changes) = @_;
	my $place = $new ? outcome_of_place($old, $new) : undef;
	my %is = (added => 'opened', removed => 'removed', moved => 'renamed',
		section => 'edited', body => 'edited');
	my %days;

	for my $change (@$changes) {
		my ($kind, $days) = $change->{kind} eq 'field' ?
			outcome_of_field($old, $new, $change, $place) :
			$change->{kind} eq 'unreadable' ?
			($new ? 'unreadable' : ()) : $is{$change->{kind}};

		$days{$kind} //= $days // 0 if defined $kind;
	}
	$days{edited} = 0 unless @$changes;
	return [map { { kind => $_, days => $days{$_} || undef } }
		sort { $RANK{$a} <=> $RANK{$b} } keys %days];
}

sub difference {
	my ($old, $new, $moved) = @_;
	my $last = $new // $old;
	my ($changes, $was);

	return unless $last;
	return if $old && $new && $old->{path} eq $new->{path} &&
		$old->{blob} eq $new->{blob};
	$changes = compare_records($old, $new);
	$was = $old->{id} if $old && $new && $old->{id} ne $new->{id};
	# An item that went with its folder is not renamed itself.
	$changes = [grep { $_->{kind} ne 'moved' } @$changes]
		if defined $was && $last->{kind} eq 'action' && !$moved &&
		(split m{/}, $was)[1] eq (split m{/}, $new->{id})[1];
	return if $old && $new && !@$changes && same_bytes($old, $new);
	return {
		id => $last->{id}, was => $was, kind => $last->{kind},
		path => $last->{path}, title => $last->{field}{title},
		change => !$old ? 'added' : !$new ? 'removed' : 'changed',
		outcomes => outcomes($old, $new, $changes),
		changes => [grep { $_->{kind} !~ /^(?:added|removed)$/ }
			@$changes],
	};
}

sub diff {
	my ($before, $after) = @_;
	my (@records, %sum);
	my @pairs = pair_folders($before->{folder}, $after->{folder});
	my @items = map { [pair_items(@$_)] } @pairs;

	move_items(@items);
	for my $i (0 .. $#pairs) {
		my ($x, $y) = @{$pairs[$i]};
		my @told = difference($x && $x->{document},
			$y && $y->{document});

		push @told, difference(@$_) for @{$items[$i]};
		push @records, [($y // $x)->{id}, $_] for @told;
	}
	@records = map { $_->[1] } sort {
		$a->[0] cmp $b->[0] || $b->[1]{kind} cmp $a->[1]{kind} ||
		$a->[1]{id} cmp $b->[1]{id} } @records;
	$sum{$_->{kind}}++ for map { @{$_->{outcomes}} } @records;
	return { records => \@records, sum => \%sum };
}

# --- places ---

# The branch as it was at the end of a day (UTC), or undef.
sub at_day {
	my ($repo, $tip, $day) = @_;
	my $end = (day_number($day) + 1) * 86_400;

	for (my $at = $tip; defined $at;
		$at = $repo->{commit}{$at}{parents}[0]) {
		return $at if $repo->{commit}{$at}{date} < $end;
	}
	return undef;
}
1;

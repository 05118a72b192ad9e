# SPDX-License-Identifier: MIT
#
# Log and annotate by their definition; see README.md, "The definition". Every
# commit is looked at, and nothing is remembered between two questions but
# what depends on a commit alone.
package History;
use strict;
use warnings;

use Record qw(record_of_path compare_records state_of is_promise is_day
	day_number same_text FIELDS);

sub new {
	my ($class, $repo) = @_;
	return bless { repo => $repo, commit => $repo->{commit} }, $class;
}

# --- 1. the simplified graph ---

sub same_files {
	my ($x, $y) = @_;

	return 0 if keys %$x != keys %$y;
	for my $path (keys %$x) {
		return 0 unless $y->{$path} &&
			"@{$x->{$path}}" eq "@{$y->{$path}}";
	}
	return 1;
}

# The commit that stands for this one, or undef.
sub near {
	my ($self, $id) = @_;
	my $commit = $self->{commit}{$id};

	return $self->{near}{$id} if exists $self->{near}{$id};
	my $near = $id;
	if (!@{$commit->{parents}}) {
		$near = %{$commit->{records}} ? $id : undef;
	} else {
		for my $parent (@{$commit->{parents}}) {
			next unless same_files($commit->{records},
				$self->{commit}{$parent}{records});
			$near = $self->near($parent);
			last;
		}
	}
	return $self->{near}{$id} = $near;
}

sub parents {
	my ($self, $node) = @_;
	my %seen;

	return grep { defined && !$seen{$_}++ }
		map { $self->near($_) } @{$self->{commit}{$node}{parents}};
}

# --- 2. which commits are told ---

# Those of a commit's files that are among the paths. A path that ends with a
# slash is a folder.
sub among {
	my ($paths, $path) = @_;

	return 1 if $paths->{$path};
	for my $folder (grep { m{/$} } keys %$paths) {
		return 1 if index($path, $folder) == 0;
	}
	return 0;
}

sub part {
	my ($self, $id, $paths) = @_;
	my $records = $self->{commit}{$id}{records};

	return { map { $_ => $records->{$_} }
		grep { among($paths, $_) } keys %$records };
}

# (whether the node is told, the nodes to go on with)
sub step {
	my ($self, $node, $paths) = @_;
	my @parents = $self->parents($node);
	my $here = $self->part($node, $paths);

	return (scalar %$here) unless @parents;
	for my $parent (@parents) {
		return (0, $parent)
			if same_files($here, $self->part($parent, $paths));
	}
	return (1, @parents);
}

# The first node from here on that is told, or undef.
sub next_told {
	my ($self, $node, $paths) = @_;

	while (defined $node) {
		my ($is_told, @next) = $self->step($node, $paths);

		return $node if $is_told;
		($node) = @next;
	}
	return undef;
}

# --- 4. what is told of a commit ---

sub kind_of_change {
	my ($change) = @_;
	return $change->{kind} eq 'field' ? "field $change->{field}" :
		$change->{kind} eq 'section' ? "section $change->{section}" :
		$change->{kind};
}

# What one parent makes of a file: its pair there, or undef when the file is
# as it was in it.
sub pair_in {
	my ($self, $parent, $commit, $pair) = @_;
	my ($old, $new) = @$pair;

	for my $other (@{$self->{repo}->pairs($parent, $commit)}) {
		return $other if defined $new ?
			defined $other->[1] && $other->[1] eq $new :
			!defined $other->[1] && $other->[0] eq $old;
	}
	return;
}

# That what comes or goes cannot be read is no news.
sub compare {
	my ($old, $new) = @_;
	my $changes = compare_records($old, $new);

	return $changes if $old && $new;
	return [grep { $_->{kind} ne 'unreadable' } @$changes];
}

# Of a merge, a parent whose version cannot be read has none of its values.
sub compare_parent {
	my ($old, $new) = @_;
	my $changes = compare($old, $new);

	return $changes unless $old && $new && $old->{unreadable} &&
		!$new->{unreadable};
	return [@$changes, grep { $_->{kind} eq 'field' }
		@{compare(undef, $new)}];
}

# One record that a commit changed: what none of its parents has, as it
# differs from the first of them that has the record.
sub tell_record {
	my ($self, $id, $pair) = @_;
	my $repo = $self->{repo};
	my @parents = @{$self->{commit}{$id}{parents}};
	my $new = $repo->version($id, $pair->[1]);
	my (@pairs, @before, $base, %common);

	for my $parent (@parents) {
		my $other = $self->pair_in($parent, $id, $pair) or return;

		push @pairs, $other;
		push @before, $repo->version($parent, $other->[0]);
	}
	@pairs = ([undef, $pair->[1]]) unless @parents;
	return unless $new || grep { defined } @before;
	($base) = ((grep { $_ && !$_->{unreadable} } @before),
		grep { $_ } @before);
	for my $before (@parents > 1 ? @before : ()) {
		$common{kind_of_change($_)}++
			for @{compare_parent($before, $new)};
	}
	my @told = grep { @parents < 2 ||
		($common{kind_of_change($_)} // 0) == @parents }
		@{compare($base, $new)};
	my $is_told = @told || (@parents < 2 && !($base && $new &&
		$base->{blob} eq $new->{blob}));
	return {
		record => !$is_told ? undef : {
			id => ($new // $base)->{id},
			kind => ($new // $base)->{kind},
			path => ($new // $base)->{path},
			change => !$new ? 'removed' :
				$base ? 'changed' : 'added',
			changes => [grep { $_->{kind} !~ /^(?:added|removed)$/ }
				@told],
		},
		# By parent, where the file was another.
		from => [map { defined $_->[0] && defined $_->[1] &&
			$_->[0] ne $_->[1] ? $_->[0] : undef } @pairs],
		path => ($new // $base)->{path},
	};
}

# Every record that a commit changed.
sub tell {
	my ($self, $id) = @_;
	my ($first) = @{$self->{commit}{$id}{parents}};
	my $pairs = defined $first ? $self->{repo}->pairs($first, $id) :
		[map { [undef, $_] } sort keys
			%{$self->{commit}{$id}{records}}];

	return @{$self->{told}{$id} //= [
		grep { defined } map { $self->tell_record($id, $_) }
		grep { record_of_path($_->[1] // $_->[0]) } @$pairs]};
}

# --- log ---

sub paths_of {
	my ($id, $alone) = @_;

	return 'postmortems/' unless defined $id;
	return "postmortems/$1/actions/$2.md" if $id =~ m{^(.*)/(.*)$};
	return "postmortems/$id/" . ($alone ? 'README.md' : '');
}

# Where the records of a commit came from that are told: by parent, paths.
sub origins {
	my ($self, $paths, $folders, @told) = @_;
	my @origins;

	for my $told (@told) {
		for my $i (0 .. $#{$told->{from}}) {
			my $old = $told->{from}[$i];

			next if !defined $old || among($paths, $old) ||
				!among($paths, $told->{path});
			$old = $1 if $folders &&
				$old =~ m{^(postmortems/[^/]+/)README\.md$};
			$origins[$i]{$old} = 1;
		}
	}
	return @origins;
}

# Whether a changed record is one of the paths, or was until it got another.
sub is_of {
	my ($changed, $paths) = @_;
	my @from = @{$changed->{from}};

	return 1 if among($paths, $changed->{path});
	return @from && !grep { !defined || !among($paths, $_) } @from;
}

# 3. The newest commit first; of equal ones, the one that was met first.
sub take_newest {
	my ($self, $queue) = @_;
	my $best = 0;

	for my $i (1 .. $#$queue) {
		$best = $i if $self->{commit}{$queue->[$i]{node}}{date} >
			$self->{commit}{$queue->[$best]{node}}{date};
	}
	return splice @$queue, $best, 1;
}

# All nodes that led to a tip, in the order of the log of everything.
sub nodes {
	my ($self, $tip) = @_;
	my %seen;
	my @queue = map { { node => $_ } } grep { defined } $self->near($tip);
	my @nodes;

	while (my $at = $self->take_newest(\@queue)) {
		push @nodes, $at->{node};
		push @queue, map { { node => $_ } }
			grep { !$seen{$_}++ } $self->parents($at->{node});
	}
	return @nodes;
}

sub entry {
	my ($self, $node, $records) = @_;

	return { %{$self->{commit}{$node}{told}},
		records => [map { $records->{$_} } sort keys %$records] };
}

# Walks begin at the tip and wherever a record came from another path.
# Options: alone (a post-mortem without its items), gone (it is not at the tip:
# nothing is simplified away).
sub log {
	my ($self, $id, $tip, %options) = @_;
	my $folders = defined $id && $id !~ m{/} && !$options{alone};
	my (%seen, %entry, @order, @queue);
	my $push = sub {
		my ($node, $paths) = @_;

		$node = $self->next_told($node, $paths)
			unless $options{gone};
		my $key = join "\0", sort keys %$paths;

		push @queue, { node => $node, paths => $paths }
			if defined $node && !$seen{"$node\0$key"}++;
	};

	$self->{followed} = 0;
	$push->($self->near($tip), { paths_of($id, $options{alone}) => 1 });
	while (my $at = $self->take_newest(\@queue)) {
		my ($node, $paths) = @$at{qw(node paths)};

		$push->($_, $paths) for $self->parents($node);
		my @here = grep { is_of($_, $paths) } $self->tell($node);
		my @told = map { $_->{record} // () } @here;

		push @order, $node if @told && !$entry{$node};
		$entry{$node}{$_->{path}} = $_ for @told;
		next unless defined $id;
		my @origins = $self->origins($paths, $folders, @here);
		for my $i (grep { $origins[$_] } 0 .. $#origins) {
			$push->($self->near(
				$self->{commit}{$node}{parents}[$i]),
				$origins[$i]);
			$self->{followed}++;
		}
	}
	return [map { $self->entry($_, $entry{$_}) } @order];
}

# --- annotate ---

# By parent: the node that stands for it, and the record's path there.
sub lines {
	my ($self, $node, $path) = @_;
	my @lines;

	for my $parent (@{$self->{commit}{$node}{parents}}) {
		my $near = $self->near($parent) // next;
		my $pair = $self->pair_in($parent, $node, [$path, $path]);
		my $old = $pair ? $pair->[0] : $path;

		push @lines, [$near, $old]
			if $self->{repo}->version($near, $old);
	}
	return @lines;
}

# The record as it could be read last: what is broken for a while is seen
# through.
sub readable {
	my ($self, $node, $path) = @_;
	my $record = $self->{repo}->version($node, $path);

	return $record unless $record->{unreadable};
	for my $line ($self->lines($self->maker($node, $path), $path)) {
		return $self->readable(@$line);
	}
	return { %$record, unreadable => 0, never => 1, field => {} };
}

sub some_can_be_read {
	my ($self, @lines) = @_;
	return grep { !$self->{repo}->version(@$_)->{unreadable} } @lines;
}

# [node, path there]: the commit that gave the field the value that it has.
sub setter {
	my ($self, $node, $path, $field) = @_;
	my $value = $self->readable($node, $path)->{field}{$field};
	my @lines;

	$node = $self->maker($node, $path);
	@lines = $self->lines($node, $path);
	my @same = grep {
		same_text($self->readable(@$_)->{field}{$field}, $value)
	} @lines;
	my $newest;

	# Where branches meet, one that can be read has to have it.
	@same = () if @lines > 1 && $self->some_can_be_read(@lines) &&
		!$self->some_can_be_read(@same);
	for my $line (@same) {
		my $setter = $self->setter(@$line, $field);

		$newest = $setter if !$newest ||
			$self->is_newer($setter->[0], $newest->[0]);
	}
	return $newest // [$node, $path];
}

# The node that made what is at a path: down the parents that have the same.
sub maker {
	my ($self, $node, $path) = @_;

	while (1) {
		my ($same) = grep {
			same_files($self->part($node, { $path => 1 }),
				$self->part($_, { $path => 1 }))
		} $self->parents($node);

		return $node unless defined $same;
		$node = $same;
	}
}

# The order of a record's versions: from the one at a node on down, the newest
# commit first.
sub begin_order {
	my ($self, $node, $path) = @_;
	my @queue = { node => $self->maker($node, $path), path => $path };
	my %met;

	$self->{order} = {};
	while (my $at = $self->take_newest(\@queue)) {
		$self->{order}{$at->{node}} //= keys %{$self->{order}};
		for my $line ($self->lines(@$at{qw(node path)})) {
			my ($parent, $old) = @$line;
			my $made = $self->maker($parent, $old);

			push @queue, { node => $made, path => $old }
				unless $met{"$made $old"}++;
		}
	}
}

sub turn {
	my ($self, $node) = @_;
	return $self->{order}{$node} // 'inf';
}

# Which of two counts: the one that comes first in this order.
sub is_newer {
	my ($self, $x, $y) = @_;
	return $self->turn($x) < $self->turn($y);
}

# Every commit that gave `due` a value, from the one that stands back to the
# birth of the record; oldest first.
sub chain {
	my ($self, $node, $path) = @_;
	my @chain;

	while (1) {
		my $setter = $self->setter($node, $path, 'due');
		my ($line) = $self->lines(@$setter);
		my $before = $line && $self->readable(@$line);

		unshift @chain, {
			commit => $setter->[0],
			to => $self->readable(@$setter)->{field}{due},
			from => $before ? $before->{field}{due} : undef,
			was_promise => $before &&
				is_promise(state_of($before)),
		};
		return @chain unless $line;
		($node, $path) = @$line;
	}
}

# How a promise moved. A day that was taken out stands until there is another.
sub slips {
	my ($self, $node, $path) = @_;
	my ($promised, @moves);
	my $days = 0;

	for my $link ($self->chain($node, $path)) {
		$promised = !$link->{was_promise} ? undef :
			$link->{from} // $promised;
		if (is_day($promised) && is_day($link->{to}) &&
			$promised ne $link->{to}) {
			my $by = day_number($link->{to}) -
				day_number($promised);

			push @moves, { from => $promised, to => $link->{to},
				days => $by,
				%{$self->{commit}{$link->{commit}}{told}} };
			$days += $by;
		}
		$promised = $link->{to} // $promised;
	}
	return undef unless @moves;
	return { first => $moves[0]{from}, days => $days, moves => \@moves };
}

# undef when it is not there or cannot be read.
sub annotate {
	my ($self, $id, $tip) = @_;
	my $path = paths_of($id, 1);
	my $node = $self->near($tip) // return;
	my $record = $self->{repo}->version($node, $path);
	my @fields;

	return if !$record || $record->{unreadable};
	$self->begin_order($node, $path);
	for my $field (grep { defined $record->{field}{$_} } FIELDS) {
		my $setter = $self->setter($node, $path, $field);

		push @fields, { field => $field, value =>
				$record->{list}{$field} //
				$record->{field}{$field},
			%{$self->{commit}{$setter->[0]}{told}} };
	}
	return { id => $id, kind => $record->{kind}, path => $path,
		fields => \@fields,
		slips => scalar($record->{kind} eq 'action' &&
			defined $record->{field}{due} ?
			$self->slips($node, $path) : undef) };
}
1;

# SPDX-License-Identifier: MIT
#
# A random history, as a stream for "git fast-import".
#
# The same seed makes the same history everywhere. Each history is small (5 to
# 60 commits) and odd: what teams do in years, and what tools do to
# repositories, happens within a few commits. A seed also chooses which of
# the oddities its history has, so that many have only one or two of them.
package Generate;
use strict;
use warnings;

use Content qw(pick chance between words shuffle day_text render copy new_item
	new_document edit DAY);

use constant BEGINNING => 1_767_225_600; # 2026-01-01T00:00:00Z
use constant MAX_COMMITS => 60;

my @FOLDERS = qw(2026-01-05-checkout 2026-01-19-certificate 2026-02-02-backup
	2026-02-16-database 2026-03-02-router 2026-03-16-login);
my @NEW_FOLDERS = qw(2026-01-05-basket 2026-01-19-expiry 2026-02-02-restore
	2026-02-16-storage 2026-03-02-network 2026-03-16-session);
my @ITEMS = qw(alarm budget canary drill export freeze gauge hotline);
my @NEW_ITEMS = qw(siren quota rollout exercise dump pause meter phone);
my @ZONES = qw(+0000 +0100 -0500 +0530 -0930 +1300);

# What a history may have besides the ordinary.
my @ODDITIES = qw(merges merges octopus criss-cross roots skew broken renames
	folders removals equal-dates layout modes mailmap author-dates bulk);

# --- trees: path -> record, or the text of another file ---

sub documents {
	my ($tree) = @_;
	return sort grep { m{^postmortems/[^/]+/README\.md$} } keys %$tree;
}

sub items {
	my ($tree) = @_;
	return sort grep { m{/actions/} } keys %$tree;
}

sub records { return (documents(@_), items(@_)) }

sub folders {
	my %seen;
	m{^postmortems/([^/]+)/} and $seen{$1} = 1 for keys %{$_[0]};
	return sort keys %seen;
}

sub add_document {
	my ($g, $tree) = @_;
	my $folder = pick(@FOLDERS);

	$tree->{"postmortems/$folder/README.md"} //= new_document();
	for my $name ((shuffle(@ITEMS))[0 .. between(0, 2)]) {
		$tree->{"postmortems/$folder/actions/$name.md"} //=
			new_item($g) if chance(70);
	}
	return 'Write a post-mortem';
}

sub add_item {
	my ($g, $tree) = @_;
	my @in = folders($tree);
	my $path;

	return add_document($g, $tree) unless @in;
	$path = 'postmortems/' . pick(@in) . '/actions/' .
		pick(@ITEMS, @NEW_ITEMS) . '.md';
	$tree->{$path} //= new_item($g);
	return 'Propose';
}

sub rename_item {
	my ($g, $tree) = @_;
	my @items = items($tree);
	my $old = @items ? pick(@items) : return add_item($g, $tree);
	my $folder = $old =~ m{^(postmortems/[^/]+)/} ? $1 : die;
	my $new;

	$folder = 'postmortems/' . pick(folders($tree)) if chance(20);
	$new = "$folder/actions/" . pick(@ITEMS, @NEW_ITEMS) . '.md';
	# Two that take each other's place: git sees no rename.
	@$tree{$old, $new} = @$tree{$new, $old}, return 'Swap'
		if $tree->{$new} && chance(30);
	return 'Rename nothing' if $tree->{$new};
	$tree->{$new} = delete $tree->{$old};
	if (chance(40)) {
		$tree->{$new} = copy($tree->{$new});
		edit($g, $tree->{$new});
	}
	return 'Rename an item';
}

sub rename_folder {
	my ($g, $tree) = @_;
	my @in = folders($tree);
	my $old = @in ? pick(@in) : return add_item($g, $tree);
	my $new = pick(@FOLDERS, @NEW_FOLDERS);

	return 'Rename nothing'
		if grep { m{^postmortems/\Q$new\E/} } keys %$tree;
	for my $path (sort keys %$tree) {
		my $to = $path;

		next unless $to =~ s{^postmortems/\Q$old\E/}{postmortems/$new/};
		$tree->{$to} = delete $tree->{$path};
		if (ref $tree->{$to} && chance(20)) {
			$tree->{$to} = copy($tree->{$to});
			edit($g, $tree->{$to});
		}
	}
	return 'Rename a folder';
}

sub remove {
	my ($g, $tree) = @_;
	my @records = records($tree);
	my $path = @records ? pick(@records) : return add_item($g, $tree);

	$g->{gone}{$path} = $tree->{$path};
	if (chance(20) && $path =~ m{^postmortems/([^/]+)/}) {
		delete @$tree{grep { m{^postmortems/\Q$1\E/} } keys %$tree};
		return 'Remove a post-mortem';
	}
	if ($g->{has}{bulk} && chance(15)) {
		delete @$tree{grep { m{^postmortems/} } keys %$tree};
		return 'Remove everything';
	}
	delete $tree->{$path};
	return 'Remove';
}

sub add_again {
	my ($g, $tree) = @_;
	my @paths = grep { !$tree->{$_} } sort keys %{$g->{gone}};
	my $path = @paths ? pick(@paths) : return remove($g, $tree);

	$tree->{$path} = chance(60) ? copy($g->{gone}{$path}) :
		$path =~ m{/actions/} ? new_item($g) : new_document();
	edit($g, $tree->{$path}) if chance(30);
	return 'Add again';
}

sub edit_some {
	my ($g, $tree) = @_;
	my @records = records($tree);
	my $said;

	return add_document($g, $tree) unless @records;
	@records = items($tree) if chance(60) && items($tree);
	for (1 .. ($g->{has}{bulk} && chance(30) ? 4 : chance(20) ? 2 : 1)) {
		my $path = pick(@records);
		my $new = copy($tree->{$path});

		$said = edit($g, $new);
		$tree->{$path} = $new;
	}
	return $said;
}

sub change_other {
	my ($g, $tree) = @_;

	if (chance(30) && folders($tree)) {
		$tree->{'postmortems/' . pick(folders($tree)) . '/graph.csv'} =
			join("\n", map { int rand 1e9 } 1 .. 6) . "\n";
		return 'Attach';
	}
	$tree->{'src/' . pick(qw(main lib test)) . '.c'} =
		join("\n", map { 'int x' . int(rand 1e9) . ';' } 1 .. 6) . "\n";
	return 'Work on something else';
}

# --- commits ---

# The bytes and the mode of a tree's entry.
sub entry {
	my ($value) = @_;

	return ('100644', $value) unless ref $value;
	$value->{bytes} //= render($value);
	return ($value->{exec} ? '100755' : '100644', $value->{bytes});
}

sub same {
	my ($x, $y) = @_;
	my (@x, @y);

	return !defined $x && !defined $y unless defined $x && defined $y;
	return 1 if ref $x && ref $y && $x == $y;
	@x = entry($x);
	@y = entry($y);
	return $x[0] eq $y[0] && $x[1] eq $y[1];
}

sub tick {
	my ($g) = @_;

	$g->{clock} += $g->{has}{'equal-dates'} && chance(50) ? 0 :
		between(1, 4 * DAY);
	return $g->{clock} - ($g->{has}{skew} && chance(25) ?
		between(1, 30 * DAY) : 0);
}

# A mailmap knows addresses in any case.
my $CAROL = 'Carol@' . ucfirst 'example.com';
my @AUTHORS = (
	'Alice Example <alice@example.com>', 'alice <alice@home.example.com>',
	'Bob Example <bob@example.com>', "Carol <$CAROL>",
	'Dan Example <dan@example.com>',
);

use constant MAILMAP => <<'END';
# Who is who.
Alice Example <alice@example.com> <alice@home.example.com>
Carol Example <carol@example.com> Carol <CAROL@example.com>
Robert Example <bob@example.com>
END

sub message {
	my ($g, $subject) = @_;
	my $text = "$subject\n";

	$text .= 'and on the second line' . "\n" if chance(4);
	$text .= "\n" . words(6) . ".\n" if chance(15);
	$text .= "\nPostmortem-Reason: $g->{reason}\n" if defined $g->{reason};
	$text .= "Reviewed-by: Dan Example <dan\@example.com>\n"
		if defined $g->{reason} && chance(15);
	# As a hook does, or a forge that joins messages.
	$text .= "\n[JIRA-" . between(1, 99) . "]\n" if chance(10);
	$text .= "\n* " . words(3) . "\n\nPostmortem-Reason: " . words(2) .
		"\n\nCo-authored-by: Dan Example <dan\@example.com>\n"
		if defined $g->{reason} && chance(10);
	$text .= "\n" . words(3) . "\nPostmortem-Reason: in prose\n"
		if chance(5);
	$g->{reason} = undef;
	return $text;
}

# Write what differs from the first parent; 1-based number of the commit.
sub commit {
	my ($g, $parents, $tree, $subject) = @_;
	my $date = tick($g);
	my $written = $g->{has}{'author-dates'} && chance(40) ?
		$date - between(0, 20 * DAY) : $date;
	my $message = message($g, $subject);
	my $before = @$parents ? $g->{commit}[$parents->[0]]{tree} : {};
	my $number = @{$g->{commit}};
	my $out = '';

	$tree->{'.mailmap'} = MAILMAP if $g->{has}{mailmap};
	$out .= "reset refs/heads/work\n" unless @$parents;
	$out .= "commit refs/heads/work\nmark :$number\n";
	$out .= sprintf "author %s %d %s\n", pick(@AUTHORS), $written,
		pick(@ZONES);
	$out .= sprintf "committer %s %d %s\n", $AUTHORS[0], $date,
		pick(@ZONES);
	$out .= sprintf "data %d\n%s", length $message, $message;
	for my $i (0 .. $#$parents) {
		$out .= ($i ? 'merge' : 'from') . " :$parents->[$i]\n";
	}
	for my $path (sort keys %$before) {
		$out .= "D $path\n" unless defined $tree->{$path};
	}
	for my $path (sort keys %$tree) {
		next if same($before->{$path}, $tree->{$path});
		my ($mode, $bytes) = entry($tree->{$path});
		$out .= sprintf "M %s inline %s\ndata %d\n%s\n", $mode, $path,
			length $bytes, $bytes;
	}
	$g->{out} .= "$out\n";
	push @{$g->{commit}}, { parents => $parents, tree => $tree };
	return $number;
}

# Do to a tree what commit `number` did, or with `undo` the opposite.
sub replay {
	my ($g, $tree, $number, $undo) = @_;
	my $commit = $g->{commit}[$number];
	my $before = @{$commit->{parents}} ?
		$g->{commit}[$commit->{parents}[0]]{tree} : {};
	my $after = $commit->{tree};
	my %paths = (%$before, %$after);

	($before, $after) = ($after, $before) if $undo;
	for my $path (keys %paths) {
		next if same($before->{$path}, $after->{$path});
		if (defined $after->{$path}) {
			$tree->{$path} = $after->{$path};
		} else {
			delete $tree->{$path};
		}
	}
	return $undo ? 'Revert' : 'Cherry-pick';
}

# One ordinary commit on a head; what it does, by chance.
sub step {
	my ($g, $head) = @_;
	my %tree = %{$g->{commit}[$head]{tree}};
	my $has = $g->{has};
	my $roll = int rand 100;
	my $said;

	if ($roll < 8) {
		$said = change_other($g, \%tree);
	} elsif ($roll < 20) {
		$said = add_item($g, \%tree);
	} elsif ($roll < 25) {
		$said = add_document($g, \%tree);
	} elsif ($roll < 32 && $#{$g->{commit}} > 1) {
		# Latest changes are undone most, and taken over most.
		my $number = $#{$g->{commit}} - int rand 8;
		$number = 1 if $number < 1;
		$said = replay($g, \%tree, $number, chance(60));
	} elsif ($roll < 42 && $has->{renames}) {
		$said = rename_item($g, \%tree);
	} elsif ($roll < 49 && $has->{folders}) {
		$said = rename_folder($g, \%tree);
	} elsif ($roll < 55 && $has->{removals}) {
		$said = remove($g, \%tree);
	} elsif ($roll < 61 && $has->{removals}) {
		$said = add_again($g, \%tree);
	} elsif ($roll < 64 && $has->{modes} && records(\%tree)) {
		my $path = pick(records(\%tree));
		$tree{$path} = copy($tree{$path});
		$tree{$path}{exec} = !$tree{$path}{exec};
		$said = 'Change a mode';
	} elsif ($roll == 64) {
		$said = 'Change nothing';
	} else {
		$said = edit_some($g, \%tree);
	}
	return commit($g, [$head], \%tree, $said);
}

# --- merges ---

sub ancestors {
	my ($g, $number) = @_;
	my %seen;
	my @todo = ($number);

	while (@todo) {
		my $n = pop @todo;
		push @todo, @{$g->{commit}[$n]{parents}} unless $seen{$n}++;
	}
	return \%seen;
}

# The tree of where two parted: the newest commit that both have.
sub parting {
	my ($g, $x, $y) = @_;
	my $of_x = ancestors($g, $x);
	my $of_y = ancestors($g, $y);
	my ($base) = sort { $b <=> $a } grep { $of_y->{$_} } keys %$of_x;

	return defined $base ? $g->{commit}[$base]{tree} : {};
}

# Of two versions of a record that both changed: each field from one of them.
sub blend {
	my ($x, $y) = @_;
	my $new = copy($x);
	my %keys = (%{$x->{field}}, %{$y->{field}});

	for my $key (sort keys %keys) {
		my $from = pick($x, $y)->{field}{$key};
		if (defined $from) {
			$new->{field}{$key} = $from;
		} else {
			delete $new->{field}{$key};
		}
	}
	return $new;
}

sub merge_two {
	my ($base, $ours, $theirs) = @_;
	my %all = (%$ours, %$theirs);
	my %tree;

	for my $path (sort keys %all) {
		my ($o, $x, $y) = ($base->{$path}, $ours->{$path},
			$theirs->{$path});
		my $value = same($x, $y) || same($o, $y) ? $x :
			same($o, $x) ? $y :
			ref $x && ref $y && chance(60) ? blend($x, $y) :
			pick($x, $y);
		$tree{$path} = $value if defined $value;
	}
	return \%tree;
}

sub merge {
	my ($g, @heads) = @_;
	my @trees = map { $g->{commit}[$_]{tree} } @heads;
	my $roll = int rand 100;
	my $tree = {%{$trees[0]}};
	my $said = 'Merge';

	if ($roll < 8) {
		$said = 'Merge, keep ours';
	} elsif ($roll < 16) {
		$tree = {%{$trees[-1]}};
		$said = 'Merge, keep theirs';
	} elsif ($roll < 26) {
		my %all = map { %$_ } @trees;
		$tree = {};
		for my $path (sort keys %all) {
			my $value = pick(@trees)->{$path};
			$tree->{$path} = $value if defined $value;
		}
		$said = 'Merge file by file';
	} else {
		for my $i (1 .. $#heads) {
			$tree = merge_two(parting($g, $heads[0], $heads[$i]),
				$tree, $trees[$i]);
		}
	}
	if (chance(20)) {
		my $more = chance(70) ? edit_some($g, $tree) :
			$g->{has}{renames} ? rename_item($g, $tree) :
			$g->{has}{removals} ? remove($g, $tree) :
			add_item($g, $tree);
		$said .= ' and ' . lcfirst $more;
	}
	$g->{reason} = words(3) if chance(10);
	return commit($g, \@heads, $tree, $said);
}

sub distinct {
	my %seen;
	return grep { !$seen{$_}++ } @_;
}

# --- the whole ---

# Two branches that do the same.
sub twin {
	my ($g, $heads) = @_;
	my ($one, $two) = map { int rand @$heads } 1 .. 2;
	my $number = $heads->[$one] = step($g, $heads->[$one]);
	my %tree = %{$g->{commit}[$heads->[$two]]{tree}};

	return if $one == $two;
	replay($g, \%tree, $number, 0);
	$heads->[$two] = commit($g, [$heads->[$two]], \%tree, 'The same');
}

sub criss_cross {
	my ($g, $heads) = @_;
	my ($x, $y) = (shuffle(0 .. $#$heads))[0, 1];
	my ($p, $q) = @$heads[$x, $y];

	return if $p == $q;
	$heads->[$x] = merge($g, $p, $q);
	$heads->[$y] = merge($g, $q, $p);
}

sub move_heads {
	my ($g, $heads) = @_;
	my $has = $g->{has};
	my $which = int rand @$heads;

	if ($has->{merges} && chance(18)) {
		push @$heads, pick(@$heads) if @$heads < 4;
		return twin($g, $heads) if chance(25);
	}
	if ($has->{roots} && chance(6)) {
		my %tree;
		my $said = chance(40) ? change_other($g, \%tree) :
			add_document($g, \%tree);
		return push @$heads, commit($g, [], \%tree, $said);
	}
	if (@$heads > 1 && chance(20)) {
		return criss_cross($g, $heads)
			if $has->{'criss-cross'} && chance(50);
		my $most = $has->{octopus} ? between(2, 4) : 2;
		my @some = distinct($heads->[$which],
			map { pick(@$heads) } 2 .. $most);
		return $heads->[$which] = merge($g, @some) if @some > 1;
	}
	$heads->[$which] = step($g, $heads->[$which]);
}

# Returns the stream, and what the history has. The branch is main.
sub history {
	my ($seed) = @_;
	my %has;
	my $g = { has => \%has, clock => BEGINNING, commit => [undef],
		out => '', gone => {} };
	my ($most, @heads, %first);

	srand $seed;
	$has{$_} = 1 for grep { chance(40) } @ODDITIES;
	# A part of them is a line, so that the ordinary is not forgotten.
	delete @has{qw(merges octopus criss-cross roots)} if chance(15);
	$most = between(5, chance(70) ? 30 : MAX_COMMITS);
	my $said = chance(20) ? change_other($g, \%first) :
		add_document($g, \%first);
	@heads = commit($g, [], \%first, $said);
	move_heads($g, \@heads) while $#{$g->{commit}} < $most;
	@heads = distinct(@heads);
	while (@heads > 1 && chance(80)) {
		my @last = splice @heads, 0, $has{octopus} ? between(2, 4) : 2;
		unshift @heads, merge($g, shuffle(@last));
	}
	$heads[0] = step($g, $heads[0]) if chance(50);
	$g->{out} .= "reset refs/heads/main\nfrom :$heads[0]\n\n";
	$g->{out} .= "reset refs/heads/side$_\nfrom :$heads[$_]\n\n"
		for 1 .. $#heads;
	$g->{out} .= "reset refs/heads/work\nfrom " . '0' x 40 . "\n\ndone\n";
	return ($g->{out}, join(' ', sort keys %has));
}

1;

# SPDX-License-Identifier: MIT
#
# One random story: a post-mortem in a pull request, its items proposed,
# accepted, moved, handed over, done, declined and taken up again, each by whom
# it concerns, day by day; and what went on at main meanwhile.
package Story;
use strict;
use warnings;

my @PEOPLE = qw(Alice Bob Carol);
my @REASONS = (
	'the vendor is late, again: see #12',
	'"not now", said @bob; it is `half, done`',
	"\x{969c}\x{5bb3}\x{304c}\x{7d9a}\x{3044}\x{305f}\x{305f}\x{3081}",
	'we learned more: {x}, [y], *z* and _w_',
);
my $POLICY = <<'END';
soak-days: 2
people:
  alice: {name: Alice Example, email: alice@example.com, forge: "@alice"}
  bob: {name: Bob Example, email: bob@example.com, forge: "@bob"}
  carol: {name: Carol Example, email: carol@example.com, forge: "@carol"}
END

sub environment {
	my ($top) = @_;

	delete @ENV{grep { /^GIT_|^PM_(?!BUILD)/ } keys %ENV};
	$ENV{HOME} = "$top/home";
	$ENV{TZ} = 'UTC';
	$ENV{GIT_CONFIG_NOSYSTEM} = 1;
	mkdir $ENV{HOME};
	open my $config, '>', "$ENV{HOME}/.gitconfig" or die "$top: $!";
	print {$config} "[init]\n\tdefaultBranch = main\n[user]\n",
		"\tuseConfigOnly = true\n[postmortem]\n\thints = false\n",
		"[core]\n\tfsync = none\n[gc]\n\tauto = 0\n";
	close $config;
}

sub new {
	my ($class, $dir, $seed, $verbose) = @_;

	mkdir $dir or die "$dir: $!";
	srand $seed;
	return bless { dir => $dir, day => 0, verbose => $verbose, item => [],
		commits => [] }, $class;
}

# --- commands ---

sub run {
	my ($self, @words) = @_;
	my $pid = open my $from, '-|';

	die "fork: $!" unless defined $pid;
	if (!$pid) {
		chdir $self->{dir} or die "$self->{dir}: $!";
		open STDERR, '>', "$self->{dir}/.git/stderr" or
			open STDERR, '>', '/dev/null';
		exec @words or die "$words[0]: $!";
	}
	local $/;
	my $said = <$from>;
	close $from;
	print STDERR "# @words\n" if $self->{verbose};
	return ($? >> 8, $said);
}

sub errors {
	my ($self) = @_;

	open my $in, '<', "$self->{dir}/.git/stderr" or return '';
	local $/;
	return scalar <$in>;
}

sub must {
	my ($self, @words) = @_;
	my ($status, $said) = $self->run(@words);

	die "@words: exit $status\n", $self->errors if $status;
	return $said;
}

sub git { my ($self, @words) = @_; return $self->must('git', @words) }
sub ask {
	my ($self, @words) = @_;
	return $self->run(qw(git postmortem), @words);
}

sub today {
	my ($self) = @_;
	my @t = gmtime 1767225600 + 86400 * $self->{day};

	return sprintf '%d-%02d-%02d', $t[5] + 1900, $t[4] + 1, $t[3];
}

sub as {
	my ($self, $who, $day) = @_;

	$ENV{"GIT_${_}_NAME"} = "$who Example",
	$ENV{"GIT_${_}_EMAIL"} = lc "$who\@example.com",
	$ENV{"GIT_${_}_DATE"} = "${day}T12:00:00Z" for qw(AUTHOR COMMITTER);
	$ENV{GIT_POSTMORTEM_NOW} = "${day}T12:00:00Z";
}

sub write_file {
	my ($self, $name, $text) = @_;

	open my $out, '>', "$self->{dir}/$name" or die "$name: $!";
	print {$out} $text;
	close $out;
	$self->git('add', $name);
}

# One command of ours, committed; what the forge will be told of it.
sub act {
	my ($self, $who, @words) = @_;

	$self->as($who, $self->today);
	utf8::encode($_) for @words;
	$self->must(qw(git postmortem), @words, '--commit');
}

sub any { return $_[rand @_] }

# --- what happens ---

sub accept {
	my ($self, $item) = @_;
	my $who = $item->{owner};

	$self->act($who, qw(action accept), $item->{name}, '--due',
		'+' . (10 + int rand 50) . 'd');
	$item->{state} = 'accepted';
}

sub move {
	my ($self, $item) = @_;

	$self->act($item->{owner}, qw(action set), $item->{name}, '--due',
		'+' . (20 + int rand 90) . 'd', '--reason', any(@REASONS));
}

sub start {
	my ($self, $item) = @_;

	$self->act($item->{owner}, qw(action start), $item->{name});
	$item->{state} = 'in-progress';
}

sub finish {
	my ($self, $item) = @_;

	$self->act($item->{owner}, qw(action done), $item->{name},
		'--evidence', 'https://example.com/change/' . int rand 100);
	$item->{state} = 'done';
}

sub decline {
	my ($self, $item) = @_;

	$self->act($item->{owner}, qw(action decline), $item->{name},
		'--reason', any(@REASONS));
	$item->{state} = 'declined';
}

sub reopen {
	my ($self, $item) = @_;

	$self->act($item->{owner}, qw(action reopen), $item->{name},
		'--due', '+30d', '--reason', any(@REASONS));
	$item->{state} = 'accepted';
}

sub hand_over {
	my ($self, $item) = @_;

	# Who takes it says so.
	$item->{owner} = any(grep { $_ ne $item->{owner} } @PEOPLE);
	$self->act($item->{owner}, qw(action set), $item->{name}, '--owner',
		lc $item->{owner}, '--reason', any(@REASONS));
}

sub weigh {
	my ($self, $item) = @_;

	$self->act(any(@PEOPLE), qw(action set), $item->{name}, '--priority',
		any(qw(high medium low)), '--team', any(qw(web ops)));
}

sub describe {
	my ($self, $item) = @_;
	my $path = $item->{path};

	$self->as(any(@PEOPLE), $self->today);
	open my $in, '<', "$self->{dir}/$path" or die "$path: $!";
	local $/;
	my $text = <$in>;
	close $in;
	$text =~ s/\n## /\nMore on it on @{[$self->today]}.\n\n## /;
	$self->write_file($path, $text);
	$self->git('commit', '-q', '-m', "Say more on $item->{name}");
}

sub work {
	my ($self) = @_;

	$self->as(any(@PEOPLE), $self->today);
	$self->write_file('f' . int rand 5, "work number @{[++$self->{work}]}\n");
	$self->git('commit', '-q', '-m', 'Work');
}

my %STEPS = (
	proposed => [qw(accept accept decline weigh describe)],
	accepted => [qw(move move start finish decline hand_over weigh
		describe)],
	'in-progress' => [qw(move finish finish decline hand_over)],
	done => [qw(reopen)],
	declined => [qw(reopen)],
);

sub add {
	my ($self, $folder) = @_;
	my $nr = @{$self->{item}} + 1;
	my $who = any(@PEOPLE);
	my $owner = any(@PEOPLE);

	$self->act($who, qw(action add), $folder, "Item number $nr",
		'--owner', lc $owner, '-m', "What item $nr is about.");
	push @{$self->{item}}, { name => "item-number-$nr", owner => $owner,
		state => 'proposed',
		path => "postmortems/$folder/actions/item-number-$nr.md" };
}

sub step {
	my ($self, @items) = @_;
	my $item = any(@items);
	my $step = any(@{$STEPS{$item->{state}}});

	$self->$step($item);
	$self->{day} += int rand 6;
}

sub tell {
	my ($self) = @_;
	my $before = '2026-01-01-before';

	$self->as('Alice', $self->today);
	$self->git(qw(init -q));
	$self->git(qw(postmortem init --skip-hooks));
	$self->write_file('.postmortem/policy.yaml', $POLICY);
	$self->git(qw(commit -q -m Begin));
	$self->act('Alice', qw(new Before -s minor --date 2026-01-01));
	$self->add($before) for 1 .. 2;
	$self->step(@{$self->{item}}) for 1 .. int rand 5;
	my @old = @{$self->{item}};
	my ($kept) = shift @old;

	$self->git(qw(checkout -q -b topic));
	$self->act('Alice', qw(new Outage -s minor --date 2026-01-02));
	$self->add('2026-01-02-outage') for 1 .. 1 + int rand 3;
	for (1 .. 3 + int rand 12) {
		rand(6) < 1 ? $self->work :
			$self->step(grep { $_ != $kept } @{$self->{item}});
	}
	$self->{commits} = [map {
		my ($name, $mail, $message) = split /\0/, $_, 3;
		{ author => "$name <$mail>", message => $message }
	} map { s/^\s+//r } grep { /\S/ } split /\x01/, $self->git(qw(log --reverse main..topic
		--format=%an%x00%ae%x00%B%x01))];
	$self->git(qw(checkout -q main));
	$self->step($kept) for 1 .. int rand 3;
	$self->{day} += 1;
}

# --- what is told of it ---

sub commits { return @{$_[0]{commits}} }

sub records {
	my ($self) = @_;
	return ('2026-01-02-outage', map { $_->{name} } @{$self->{item}});
}

sub sum {
	my ($self) = @_;
	my %state;

	$state{$_->{state}}++ for @{$self->{item}};
	return @{$self->{commits}} . ' commits, ' .
		join ', ', map { "$state{$_} $_" } sort keys %state;
}
1;

#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# The same questions about random histories to git-postmortem and to the
# reference. One test for each history, as TAP.
# usage: compare.pl [-j JOBS] [-f FAILURES] [-k] [-v] [SEED[-SEED]...]
#
#	-j  so many at a time (PM_JOBS)
#	-f  give up after so many failures (10)
#	-k  keep the repositories that differ
#	-v  print every question
#
# Without a seed it is PM_SEEDS. git-postmortem is the one in PM_BUILD, else
# the one on PATH.
use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Path qw(remove_tree);
use File::Temp qw(tempdir);
use Getopt::Long qw(:config bundling);
use lib dirname(abs_path(__FILE__));

use Content qw(chance shuffle day_text DAY);
use Generate;
use History;
use Json qw(read_json normal);
use Repository;
use Snapshot;

use constant TODAY => '2026-02-01';

my %option = (jobs => $ENV{PM_JOBS} // 1, failures => 10);

# --- a repository ---

# As "git init --bare" makes it, without its process.
sub make_repository {
	my ($dir) = @_;
	my %file = (HEAD => "ref: refs/heads/main\n", config => <<'END');
[core]
	repositoryformatversion = 0
	bare = true
[fastimport]
	unpackLimit = 0
[gc]
	auto = 0
END
	mkdir "$dir/$_" or die "$dir/$_: $!"
		for '', qw(objects refs refs/heads);
	for my $name (keys %file) {
		open my $to, '>', "$dir/$name" or die "$dir/$name: $!";
		print {$to} $file{$name};
		close $to or die "$dir/$name: $!";
	}
}

sub import_history {
	my ($dir, $stream) = @_;

	make_repository($dir);
	open my $to, '|-', 'git', '-C', $dir, 'fast-import', '--quiet',
		'--done' or die "git: $!";
	print {$to} $stream;
	close $to or die "git fast-import failed in $dir\n";
}

# (exit status, what it printed, what it complained of)
sub ask {
	my ($dir, @words) = @_;
	my $pid = open my $from, '-|';

	die "fork: $!" unless defined $pid;
	if (!$pid) {
		chdir $dir or die "$dir: $!";
		open STDERR, '>', "$dir/stderr" or die "$dir/stderr: $!";
		exec 'git', 'postmortem', @words or die "git: $!";
	}
	local $/;
	my $said = <$from>;
	close $from;
	my $status = $?;
	open my $errors, '<', "$dir/stderr" or die "$dir/stderr: $!";
	return ($status, $said, scalar <$errors>);
}

# --- what the program answered, as lines in normal form ---

# How long an abbreviation is, is git's affair.
sub check_abbreviations {
	for my $told (@_) {
		my $abbrev = delete $told->{abbrev} // next;

		die "$abbrev is no abbreviation of $told->{commit}\n"
			if index($told->{commit}, $abbrev) != 0;
	}
}

sub lines_of_log {
	my ($json) = @_;

	check_abbreviations(@{$json->{entries}});
	return [map { normal($_) } @{$json->{entries}}];
}

sub lines_of_annotate {
	my ($json) = @_;
	my ($fields, $slips) = @$json{qw(fields slips)};

	check_abbreviations(@$fields, @{$slips ? $slips->{moves} : []});
	for (@$fields) {
		die "$_->{field} is not committed\n"
			unless delete $_->{committed} eq 'true';
	}
	return [(map { normal($_) } @$fields), normal($slips)];
}

sub lines_of_diff {
	my ($json) = @_;
	return [(map { normal($_) } @{$json->{records}}),
		normal($json->{sum})];
}

sub lines_of_list {
	my ($json) = @_;
	my $list = $json->{'post-mortems'} // $json->{actions};

	delete $_->{problems} for @$list;
	return [map { normal($_) } @$list];
}

# --- questions: [words of the command, a reader of the program's answer, the
# reference's answer or undef] ---

# Sorted: where dates are equal, or run backwards while a record is gone or is
# followed on several paths, more than one order is the right one.
sub sorted {
	my ($read) = @_;
	return sub { my $lines = $read->(@_); [sort @$lines] };
}

# Ids of records at a commit, and of those that once were.
sub ids {
	my ($repo, $tip) = @_;
	my (%ever, %here);

	for my $commit (keys %{$repo->{commit}}) {
		for my $path (keys %{$repo->{commit}{$commit}{records}}) {
			my ($id) = Record::record_of_path($path) or next;

			$ever{$id} = 1;
			next unless $commit eq $tip;
			# A folder without its document is still there.
			$here{$_} = 1 for $id, $id =~ s{/.*}{}r;
		}
	}
	return ([sort keys %here], [grep { !$here{$_} } sort keys %ever]);
}

sub some {
	my ($most, @list) = @_;
	my @chosen = shuffle(@list);

	return @chosen > $most ? @chosen[0 .. $most - 1] : @chosen;
}

sub log_question {
	my ($history, $id, $tip, %options) = @_;
	my $at = $options{at} //
		($tip eq $history->{repo}{head} ? undef : $tip);
	my @words = ('log', $id // (), defined $at ? "--at=$at" : ());
	my $log = $history->log($id, $tip, %options);
	my $repo = $history->{repo};
	my $lines = sub { [map { normal($_) } @$log] };

	return [\@words, sorted(\&lines_of_log), sorted($lines)]
		if !$repo->{dates_differ} || (!$repo->{dates_fall} &&
		($history->{followed} || $options{gone}));
	return [\@words, \&lines_of_log, $lines];
}

sub annotate_question {
	my ($history, $id, $tip) = @_;

	return [['annotate', $id, $tip eq $history->{repo}{head} ? () :
			"--at=$tip"], \&lines_of_annotate, sub {
		my $annotate = $history->annotate($id, $tip) // return;
		[(map { normal($_) } @{$annotate->{fields}}),
			normal($annotate->{slips})] }];
}

sub diff_question {
	my ($repo, $x, $y) = @_;

	return [['diff', "$x..$y"], \&lines_of_diff, sub {
		my $diff = Snapshot::diff(map { Snapshot->new($repo, $_) }
			$x, $y);
		[(map { normal($_) } @{$diff->{records}}),
			normal($diff->{sum})] }];
}

sub list_questions {
	my ($repo, $at, $commit) = @_;
	# What stood on a day is late by that day.
	my $today = $at =~ /^\d{4}-\d\d-\d\d$/ ? $at : TODAY;
	my $snapshot = $commit && Snapshot->new($repo, $commit);

	return ([['list', '--sort=id', "--at=$at"], \&lines_of_list, sub {
			$snapshot && [map { normal($_) } @{$snapshot->list}] }],
		[[qw(action list --all --sort=id), "--at=$at"],
			\&lines_of_list, sub {
			$snapshot && [map { normal($_) }
				@{$snapshot->items($today)}] }]);
}

# Some of all that could be asked about one history.
sub questions {
	my ($repo, $seed) = @_;
	my $history = History->new($repo);
	my $tip = $repo->{head};
	my @commits = sort keys %{$repo->{commit}};
	my ($here, $gone) = ids($repo, $tip);
	my ($at) = some(1, @commits);
	my ($there) = ids($repo, $at);
	my @q;

	srand $seed;
	push @q, log_question($history, undef, $tip);
	push @q, log_question($history, $_, $tip) for some(3, @$here);
	push @q, log_question($history, $_, $tip, gone => 1)
		for grep { reached($history, $_, $tip) } some(1, @$gone);
	push @q, log_question($history, $_, $at) for some(1, @$there);
	push @q, annotate_question($history, $_, $tip) for some(4, @$here);
	push @q, annotate_question($history, $_, $at) for some(1, @$there);
	push @q, diff_question($repo, some(2, @commits)) if @commits > 1;
	push @q, list_questions($repo, $at, $at) if chance(50);
	if (chance(60)) {
		my $day = day_text(Generate::BEGINNING +
			DAY * (-5 + int rand 120));
		my $commit = Snapshot::at_day($repo, $tip, $day);

		push @q, some(1, list_questions($repo, $day, $commit));
		push @q, log_question($history, undef, $commit, at => $day)
			if $commit;
	}
	return @q;
}

# Whether a record was there in what led to the tip.
sub reached {
	my ($history, $id, $tip) = @_;
	return @{$history->log($id, $tip, gone => 1)} > 0;
}

# --- answers ---

# What to print of two answers that differ.
sub explain {
	my ($ours, $theirs) = @_;
	my %left = map { $_ => 1 } @$ours;
	my %right = map { $_ => 1 } @$theirs;
	my @said = ((map { "program:   $_" } grep { !$right{$_} } @$ours),
		(map { "reference: $_" } grep { !$left{$_} } @$theirs));

	return @said ? @said : ('the same, in another order:',
		(map { "program:   " . substr $_, 0, 300 } @$ours),
		(map { "reference: " . substr $_, 0, 300 } @$theirs));
}

sub compare_one {
	my ($dir, $question) = @_;
	my ($words, $read, $reference) = @$question;
	my @words = (@$words, '--format=json');
	my $theirs = $reference->();
	my ($status, $said, $errors) = ask($dir, @words);
	my $ours = eval { $status ? undef : $read->(read_json($said)) };

	if (!defined $ours) {
		return unless defined $theirs || !($status >> 8 == 128);
		return ("exit status " . ($status >> 8), split(/\n/, $errors),
			$@ ? $@ : (), defined $theirs ? explain([], $theirs) :
			'the reference has no answer');
	}
	return explain($ours, []), 'the reference has no answer'
		unless defined $theirs;
	return if "@$ours" eq "@$theirs";
	return explain($ours, $theirs);
}

# The lines of one test.
sub test_seed {
	my ($top, $seed) = @_;
	my $dir = "$top/$seed";
	my ($stream, $has) = Generate::history($seed);
	my ($asked, @failed) = (0);

	import_history($dir, $stream);
	my $repo = Repository->new($dir);
	$repo->{head} = $repo->git('rev-parse', 'main');
	chomp $repo->{head};
	for my $question (questions($repo, $seed)) {
		my @words = @{$question->[0]};
		my @said = compare_one($dir, $question);

		$asked++;
		print STDERR "# @words\n" if $option{verbose};
		push @failed, "git postmortem @words --format=json",
			map { "  $_" } map { split /\n/ } @said if @said;
	}
	my $commits = keys %{$repo->{commit}};
	$repo->close;
	remove_tree($dir) unless @failed && $option{keep};
	my $what = "seed $seed: $asked questions on $commits commits" .
		($has ? " with $has" : '');
	return "ok - $what" unless @failed;
	return join "\n", "not ok - $what", map({ "# $_" } @failed,
		$option{keep} ? "the repository: $dir" :
		"again: perl tests/history/compare.pl -k $seed");
}

# --- the run ---

sub clean_environment {
	delete @ENV{grep { /^GIT_/ && !/^GIT_POSTMORTEM_OBJECTS$/ } keys %ENV};
	delete @ENV{qw(PAGER EDITOR VISUAL EMAIL NO_COLOR XDG_CONFIG_HOME
		XDG_CACHE_HOME)};
	$ENV{GIT_CONFIG_GLOBAL} = '/dev/null';
	$ENV{GIT_CONFIG_NOSYSTEM} = 1;
	$ENV{GIT_POSTMORTEM_NOW} = TODAY . 'T12:00:00Z';
	$ENV{TZ} = 'UTC';
	$ENV{LC_ALL} = 'C';
	$ENV{PATH} = "$ENV{PM_BUILD}:$ENV{PATH}" if $ENV{PM_BUILD};
}

sub main {
	my (@seeds, @pipes);
	my ($number, $failures) = (0, 0);

	GetOptions(\%option, 'jobs|j=i', 'keep|k', 'verbose|v',
		'failures|f=i') && (@ARGV || $ENV{PM_SEEDS}) or
		die "usage: $0 [-j JOBS] [-f FAILURES] [-k] [-v] " .
			"[SEED[-SEED]...]\n";
	my $top = tempdir('postmortem-history.XXXXXX', TMPDIR => 1);
	for (@ARGV ? @ARGV : split ' ', $ENV{PM_SEEDS}) {
		/^(\d+)(?:-(\d+))?$/ or die "\"$_\" is not a seed, nor " .
			"seeds as in 1-300\n";
		push @seeds, $1 .. $2 // $1;
	}
	clean_environment();
	for my $job (0 .. $option{jobs} - 1) {
		my $pid = open $pipes[$job], '-|';

		die "fork: $!" unless defined $pid;
		next if $pid;
		# Held open here, an earlier pipe would never break.
		close $_ for grep { defined && fileno $_ } @pipes;
		$| = 1;
		for (my $i = $job; $i < @seeds; $i += $option{jobs}) {
			my $said = eval { test_seed($top, $seeds[$i]) } //
				"not ok - seed $seeds[$i]: " .
				($@ =~ s/\n/ /gr);
			print "$said\n\0";
		}
		exit 0;
	}
	$| = 1;
	for my $i (0 .. $#seeds) {
		local $/ = "\0";
		my $said = readline($pipes[$i % $option{jobs}]) // last;

		chomp $said;
		$number++;
		$failures++ if $said =~ /^not ok/;
		$said =~ s/^((?:not )?ok) /$1 $number /;
		print $said;
		print("# enough failures\n"), last
			if $failures >= $option{failures};
	}
	print "1..$number\n";
	close $_ for @pipes;
	$option{keep} ? rmdir $top : remove_tree($top);
	exit($failures || $number < @seeds ? 1 : 0);
}

main();

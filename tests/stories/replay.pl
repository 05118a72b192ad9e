#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# Random stories of one pull request, brought to the main branch as forges do:
# by a merge, a squash with each forge's message, a rebase, cherry-picks. What
# people ask of the records has one answer whatever way it was. One test for
# each story, as TAP.
# usage: replay.pl [-j JOBS] [-k] [-v] [SEED[-SEED]...]
#
#	-j  so many at a time (PM_JOBS)
#	-k  keep the repositories that differ
#	-v  print every command
#
# Without a seed it is PM_STORIES. git-postmortem is the one in PM_BUILD, else
# the one on PATH.
use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Path qw(remove_tree);
use File::Temp qw(tempdir);
use Getopt::Long qw(:config bundling);
use lib dirname(abs_path(__FILE__)) . '/../history', dirname(abs_path(__FILE__));

use Json qw(read_json normal);
use Story;

my %option = (jobs => $ENV{PM_JOBS} // 1);

# --- the ways to main ---

# What a forge writes into a squash: its subject, what the commits said, and
# who wrote them.
sub squash_message {
	my ($forge, $story) = @_;
	my @commits = $story->commits;
	my %author = map { $_->{author} => 1 } @commits;
	my @others = grep { !/^Alice / } sort keys %author;
	my $together = join '', map { "Co-authored-by: $_\n" } @others;
	my %message = (
		github => "Outage (#12)\n\n" . join("\n", map {
			my ($subject, $body) = split /\n+/, $_->{message}, 2;
			"* $subject\n" . ($body ? "\n$body" : '')
		} @commits) . "\n---------\n\n$together",
		gitlab => "Outage\n\n" . join('', map {
			(split /\n/, $_->{message})[0] . "\n" } @commits) .
			"\nSee merge request shop/site!12\n\n$together",
		gitea => "Outage (#12)\n\n" . join('', map {
			'* ' . (split /\n/, $_->{message})[0] . "\n" }
			@commits) . "\nReviewed-on: " .
			"https://git.example.com/shop/site/pulls/12\n$together",
		bitbucket => "Merged in outage (pull request #12)\n\nOutage\n\n" .
			join('', map {
			'* ' . (split /\n/, $_->{message})[0] . "\n" }
			@commits) . "\nApproved-by: Bob Example\n",
	);
	return $message{$forge};
}

my @WAYS = ('merge', (map { "squash-$_" } qw(github gitlab gitea bitbucket)),
	'rebase', 'cherry-pick');

sub bring {
	my ($story, $way) = @_;

	$story->as('Alice', $story->today);
	$story->git('checkout', '-q', '-B', $way, 'main');
	if ($way eq 'merge') {
		$story->git('merge', '-q', '--no-ff', '-m',
			"Merge pull request #12 from alice/outage", 'topic');
	} elsif ($way =~ /^squash-(.*)/) {
		$story->git('merge', '-q', '--squash', 'topic');
		$story->git('commit', '-q', '-m', squash_message($1, $story));
	} elsif ($way eq 'rebase') {
		$story->git('checkout', '-q', '-B', $way, 'topic');
		$story->git('rebase', '-q', 'main');
	} else {
		$story->git('cherry-pick', 'main..topic');
	}
}

# --- the answers ---

# Ids of commits and whose commit it was are another way's own.
sub without_commits {
	my ($x) = @_;

	if (ref $x eq 'HASH') {
		delete @$x{qw(commit abbrev at mentions commits evidence_commit)};
		without_commits($_) for values %$x;
	} elsif (ref $x eq 'ARRAY') {
		without_commits($_) for @$x;
	}
	return $x;
}

sub answer {
	my ($story, @words) = @_;
	my ($status, $said) = $story->ask(@words, '--format=json');

	die "git postmortem @words: exit $status\n" if $status > 1;
	return normal(without_commits(read_json($said)));
}

# Rule, path and part: lines and words name commits. Whose promise it was is
# told by the authors of commits, and those a squash drops.
sub findings {
	my ($story, $range) = @_;
	my ($status, $said) = $story->ask('check', $range, '--format=json');

	die "git postmortem check $range: exit $status\n" if $status > 1;
	return join "\n", sort map {
		join ' ', @$_{qw(rule path level)}, $_->{subject} // ''
	} grep { $_->{rule} ne 'promise-by-other' }
		@{read_json($said)->{findings}};
}

sub answers {
	my ($story, $way) = @_;
	my %said = (check => findings($story, "main..$way"));

	$said{report} = answer($story, 'report', "--at=$way");
	$said{'action list'} = answer($story, qw(action list --all),
		"--at=$way");
	$said{"show $_"} = answer($story, 'show', $_, "--at=$way")
		for $story->records;
	return \%said;
}

# A text from shortly before it differs from another one.
sub where_other {
	my ($x, $y) = @_;
	my $same = ($x ^ $y) =~ /^(\0*)/ ? length $1 : 0;

	return join ' | ', split /\n/, ($same > 100 ? '...' : '') .
		substr $x, $same > 100 ? $same - 100 : 0, 300;
}

# The lines of one test.
sub test_story {
	my ($top, $seed) = @_;
	my $story = Story->new("$top/$seed", $seed, $option{verbose});
	my (@failed, $first, $of);

	$story->tell;
	for my $way (@WAYS) {
		bring($story, $way);
		my $said = answers($story, $way);

		if (!$first) {
			($first, $of) = ($said, $way);
			next;
		}
		for my $what (sort keys %$first) {
			my ($x, $y) = ($first->{$what}, $said->{$what} // '');

			next if $x eq $y;
			push @failed, "$what differs:", "  $of: " .
				where_other($x, $y), "  $way: " .
				where_other($y, $x);
		}
	}
	remove_tree("$top/$seed") unless @failed && $option{keep};
	return (@failed ? 'not ok' : 'ok') . " SEED - " . $story->sum . "\n",
		map { "# $_\n" } @failed;
}

# --- all of them ---

sub seeds {
	return map {
		/^(\d+)(?:-(\d+))?$/ or die "not a seed: $_\n";
		($1 .. $2 // $1);
	} map { split /\s+/ } @_;
}

sub run_part {
	my ($top, $part, @seeds) = @_;

	for (my $i = $part; $i < @seeds; $i += $option{jobs}) {
		my @lines = eval { test_story($top, $seeds[$i]) };

		@lines = ("not ok SEED - could not be told\n",
			map { "# $_\n" } split /\n/, $@) if $@;
		open my $out, '>', "$top/$seeds[$i].tap" or die "$top: $!";
		print {$out} @lines;
		close $out;
	}
}

GetOptions('j=i' => \$option{jobs}, 'k' => \$option{keep},
	'v' => \$option{verbose}) or exit 2;
my @seeds = seeds(@ARGV ? @ARGV : $ENV{PM_STORIES} || '1-10');
my $top = tempdir('pm-stories-XXXXXX', TMPDIR => 1, CLEANUP => !$option{keep});
$ENV{PATH} = "$ENV{PM_BUILD}:$ENV{PATH}" if $ENV{PM_BUILD};
Story::environment($top);
for my $part (0 .. $option{jobs} - 1) {
	my $pid = fork // die "fork: $!";

	next if $pid;
	run_part($top, $part, @seeds);
	# The folder is the parent's to remove.
	require POSIX;
	POSIX::_exit(0);
}
1 while wait != -1;
my ($nr, $failed) = (0, 0);
print '1..', scalar @seeds, "\n";
for my $seed (@seeds) {
	my @lines = ("not ok SEED - was not told\n");

	$nr++;
	if (open my $in, '<', "$top/$seed.tap") {
		@lines = <$in>;
	}
	$lines[0] =~ s/SEED/"$nr - story $seed:"/e;
	$lines[0] =~ s/: - /: /;
	$failed++ if $lines[0] =~ /^not/;
	print @lines;
}
print "# kept in $top\n" if $option{keep};
exit($failed ? 1 : 0);

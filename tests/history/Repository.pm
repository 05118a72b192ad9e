# SPDX-License-Identifier: MIT
#
# All of a repository in memory: every commit, the records below its root as
# path -> [mode, blob], and which of them git says were renamed. Nothing is
# left out and nothing is clever.
package Repository;
use strict;
use warnings;

use IPC::Open2;
use Record qw(record_of_path read_record);

use constant ROOT => 'postmortems/';

# Run git and return what it says.
sub git {
	my ($self, @words) = @_;
	local $/;

	open my $from, '-|', 'git', '-C', $self->{dir}, @words or die "git: $!";
	my $said = <$from>;
	close $from or die "git @words: failed";
	return $said;
}

# An object's bytes, by one "git cat-file --batch".
sub object {
	my ($self, $name) = @_;
	my ($in, $out) = @$self{qw(to_objects from_objects)};
	my $bytes = '';

	return $self->{object}{$name} if defined $self->{object}{$name};
	print {$in} "$name\n";
	my $line = <$out> // die 'git cat-file ended';
	my ($size) = $line =~ /^[0-9a-f]+ \w+ (\d+)$/ or return;
	read($out, $bytes, $size + 1) == $size + 1 or die 'git cat-file ended';
	return $self->{object}{$name} = substr $bytes, 0, $size;
}

# path => [mode, blob] of every file below a tree.
sub files {
	my ($self, $tree, $below) = @_;
	my $bytes = $self->object($tree);
	my %files;

	while ($bytes =~ /\G([0-7]+) ([^\0]+)\0(.{20})/gs) {
		my ($mode, $path, $id) = ($1, $below . $2, unpack 'H*', $3);

		if ($mode eq '40000') {
			my $inside = $self->files($id, "$path/");
			@files{keys %$inside} = values %$inside;
		} else {
			$files{$path} = [$mode, $id];
		}
	}
	return \%files;
}

# --- people ---

# Lines of a mailmap: by name and address, and by address alone.
sub read_mailmap {
	my ($self) = @_;
	my $text = $self->object('HEAD:.mailmap') // '';

	for (split /\n/, $text) {
		next if /^#/;
		my ($name, $mail, $old_name, $old_mail) =
			/^\s*(.*?)\s*<(.*?)>(?:\s*(.*?)\s*<(.*?)>)?/ or next;

		($old_name, $old_mail, $mail) = ('', $mail, undef)
			unless defined $old_mail;
		$self->{mailmap}{lc "$old_name\0$old_mail"} = [$name, $mail];
	}
}

sub person {
	my ($self, $name, $mail) = @_;
	my $map = $self->{mailmap};
	my $is = $map->{lc "$name\0$mail"} // $map->{lc "\0$mail"};

	return { name => $is && $is->[0] ne '' ? $is->[0] : $name,
		email => $is && defined $is->[1] ? $is->[1] : $mail };
}

# --- commits ---

sub rfc3339 {
	my ($epoch, $zone) = @_;
	my ($sign, $h, $m) = $zone =~ /^([-+])(\d\d)(\d\d)$/ or die;
	my $offset = ($h * 60 + $m) * 60 * ($sign eq '-' ? -1 : 1);
	my @t = gmtime($epoch + $offset);
	my $text = sprintf '%04d-%02d-%02dT%02d:%02d:%02d', $t[5] + 1900,
		$t[4] + 1, @t[3, 2, 1, 0];

	return $text . ($offset ? "$sign$h:$m" : 'Z');
}

# The trailers that say why: in any paragraph but the first that holds nothing
# but trailers.
sub reason_of {
	my ($message) = @_;
	my (undef, @paragraphs) = split /\n\n+/, $message;
	my @reasons = map { /^Postmortem-Reason: (.*)$/mg }
		grep { !grep { !/^[-A-Za-z0-9]+:/ } split /\n/ } @paragraphs;

	return @reasons ? join '; ', @reasons : undef;
}

sub read_commit {
	my ($self, $id) = @_;
	my ($head, $message) = split /\n\n/, $self->object($id), 2;
	my ($tree) = $head =~ /^tree (.*)$/m;
	my ($name, $mail, $epoch, $zone) =
		$head =~ /^author (.*) <(.*)> (\d+) (\S+)$/m or die $head;
	my ($date) = $head =~ /^committer .*> (\d+) \S+$/m;
	my ($subject) = split /\n\n/, $message;
	my $files = $self->files($tree, '');
	my $root = ROOT;

	$subject =~ s/\s*\n/ /g;
	$subject =~ s/\s+$//;
	$self->{commit}{$id} = {
		id => $id, tree => $tree, date => $date, authored => $epoch,
		parents => [$head =~ /^parent (.*)$/mg],
		records => { map { $_ => $files->{$_} }
			grep { /^$root/ } keys %$files },
		told => { commit => $id, author => $self->person($name, $mail),
			date => rfc3339($epoch, $zone), subject => $subject,
			reason => reason_of($message) },
	};
}

# --- what differs between a commit and one of its parents ---

# Where files came and others went, git says which were renamed.
sub ask_for_renames {
	my ($self) = @_;
	my (%wanted, $tree);

	for my $commit (values %{$self->{commit}}) {
		for my $parent (map { $self->{commit}{$_} }
			@{$commit->{parents}}) {
			my ($x, $y) = ($parent->{records}, $commit->{records});

			$wanted{"$parent->{tree} $commit->{tree}"} = 1
				if (grep { !$x->{$_} } keys %$y) &&
				(grep { !$y->{$_} } keys %$x);
		}
	}
	return unless %wanted;
	my $pid = open2(my $from, my $to, 'git', '-C', $self->{dir},
		qw(diff-tree --stdin -r -M --raw --no-abbrev --), ROOT);
	# So few that the pipe holds them all.
	print {$to} "$_\n" for sort keys %wanted;
	close $to;
	while (<$from>) {
		chomp;
		$tree = $_ if /^[0-9a-f]+ [0-9a-f]+$/;
		$self->{renames}{$tree}{$3} = $2
			if /^:.* R(\d+)\t(.*)\t(.*)$/;
	}
	close $from;
	waitpid $pid, 0;
}

# [old path, new path] of every file that differs from a parent; undef where
# it was not or is no longer.
sub pairs {
	my ($self, $parent, $commit) = @_;
	my ($x, $y) = ($self->{commit}{$parent}, $self->{commit}{$commit});
	my %from = %{$self->{renames}{"$x->{tree} $y->{tree}"} // {}};
	my %left = reverse %from;
	my @pairs;

	return $self->{pairs}{"$parent $commit"}
		if $self->{pairs}{"$parent $commit"};
	for my $path (sort keys %{$y->{records}}) {
		my $old = $from{$path} //
			($x->{records}{$path} ? $path : undef);

		next if defined $old && $old eq $path &&
			"@{$x->{records}{$path}}" eq "@{$y->{records}{$path}}";
		push @pairs, [$old, $path];
	}
	for my $path (sort keys %{$x->{records}}) {
		push @pairs, [$path, undef]
			unless $y->{records}{$path} || defined $left{$path};
	}
	return $self->{pairs}{"$parent $commit"} = \@pairs;
}

# The version of a record in a commit; undef when it is not there.
sub version {
	my ($self, $commit, $path) = @_;
	my $file = defined $path ?
		$self->{commit}{$commit}{records}{$path} : undef;

	return undef unless $file && record_of_path($path);
	return $self->{version}{"$file->[1] $path"} //=
		{ %{read_record($path, $self->object($file->[1]))},
			blob => $file->[1] };
}

# Whether every commit is newer than all of its parents.
sub dates_fall {
	my ($self) = @_;

	for my $commit (values %{$self->{commit}}) {
		for my $parent (@{$commit->{parents}}) {
			return 0 if $self->{commit}{$parent}{date} >=
				$commit->{date};
		}
	}
	return 1;
}

sub dates_differ {
	my ($self) = @_;
	my %dates = map { $_->{date} => 1 } values %{$self->{commit}};

	return keys %dates == keys %{$self->{commit}};
}

sub new {
	my ($class, $dir) = @_;
	my $self = bless { dir => $dir }, $class;
	my ($to, $from);

	$self->{pid} = open2($from, $to, 'git', '-C', $dir, 'cat-file',
		'--batch');
	@$self{qw(to_objects from_objects)} = ($to, $from);
	$self->read_mailmap;
	$self->read_commit($_)
		for split /\n/, $self->git('rev-list', '--all');
	$self->ask_for_renames;
	$self->{dates_fall} = $self->dates_fall;
	$self->{dates_differ} = $self->dates_differ;
	return $self;
}

sub close {
	my ($self) = @_;
	close $self->{to_objects};
	close $self->{from_objects};
	waitpid $self->{pid}, 0;
}
1;

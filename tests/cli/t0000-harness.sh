#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The harness itself: a test that should fail does fail.

. "${0%/*}/lib.sh"

# Run the lines of standard input as a script of its own; its TAP in "tap".
inner() {
	mkdir -p "$PM_TRASH/inner/tests/cli"
	cp "$PM_SOURCE/tests/cli/lib.sh" "$PM_TRASH/inner/tests/cli/"
	{
		# shellcheck disable=SC2016
		echo '. "${0%/*}/lib.sh"'
		cat
		echo 'done_testing'
	} >"$PM_TRASH/inner/tests/cli/t.sh"
	PM_VALGRIND='' sh "$PM_TRASH/inner/tests/cli/t.sh" >tap 2>&1
}

begin 'a passing test is ok and the plan is printed last'
(
	set -e
	inner <<-'END'
	begin 'fine'
	( set -e; true )
	end
	END
	printf '%s\n' 'ok 1 - fine' '1..1' | same tap -
)
end

begin 'a command that fails in the middle fails the test and shows its log'
(
	set -e
	fails_with 1 inner <<-'END'
	begin 'broken'
	(
		set -e
		echo seen >&2
		false
		true
	)
	end
	END
	contains tap 'not ok 1 - broken'
	contains tap '# seen'
)
end

begin 'fails_with wants the very exit code'
(
	set -e
	fails_with 3 sh -c 'exit 3'
	if (fails_with 1 sh -c 'exit 0') || (fails_with 1 sh -c 'exit 139')
	then
		complain 'another exit code was taken for 1'
	fi
)
end

begin 'contains, lacks, count and same tell the difference'
(
	set -e
	printf 'one\ntwo\ntwo\n' >file
	contains file 'wo'
	lacks file 'three'
	count 2 file 'two'
	printf 'one\ntwo\ntwo\n' | same file -
	if (contains file 't.o') || (lacks file 'one') || (lacks none 'x') ||
		(count 1 file 'two') || (echo one | same file -)
	then
		complain 'a difference went unseen'
	fi
)
end

begin 'a report of a sanitizer fails a test that expects a failure'
(
	set -e
	fails_with 1 inner <<-'END'
	begin 'crash in a hook'
	(
		set -e
		fails_with 1 sh -c 'echo report >$PM_TRASH/crashes/asan.1; exit 1'
	)
	end
	END
	contains tap '# the program crashed'
	contains tap '# report'
)
end

begin "the developer's configuration is out of reach"
(
	set -e
	[ "$(git config --list --show-scope | grep -c -v '^local')" = 1 ]
	[ "$(git config init.defaultBranch)" = main ]
	[ -z "${GIT_DIR-}" ]
	case $HOME in "$PM_TRASH"/*) ;; *) false ;; esac
)
end

begin 'commits are the same in every run'
(
	set -e
	git init -q -b main --object-format=sha1 one
	cd one
	echo text >file
	commit_all 'first'
	git log -1 --format='%an %ae %at %H' >actual
	same actual - <<-'END'
	Alice Example alice@example.com 1796212920 81651908e0571bb912fce92450d3a18943db3ec4
	END
	head_is main
)
end

begin 'a test starts in a repository without a commit'
(
	set -e
	fails_with 1 git rev-parse --verify -q HEAD
	[ "$(git symbolic-ref HEAD)" = refs/heads/main ]
	[ "$(ls -A)" = .git ]
)
end

done_testing

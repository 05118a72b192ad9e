#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What fails beneath the program is a failure of the program: memory that is
# not there, a read that gives less, a child that cannot be talked to. And
# what is done is done, whether or not anybody reads about it.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/bad.sh"

id=2026-11-21-bad
file=postmortems/$id/README.md
good=2026-11-20-good
item=postmortems/$good/actions/keep.md
export id file good

program=$PM_BUILD/git-postmortem
faults=$PM_TRASH/faults.so

# nobody CMD...: its output and errors go to a pipe that nobody reads.
nobody() {
	rm -f ../gone ../status
	{
		until [ -e ../gone ]
		do
			:
		done
		status=0
		"$@" 2>&1 || status=$?
		echo $status >../status
	} | {
		exec <&-
		: >../gone
	}
	until [ -s ../status ]
	do
		:
	done
	[ "$(cat ../status)" = 0 ] || complain "$* ended with $(cat ../status)"
}

begin 'a commit with warnings is made, also when nobody reads them'
(
	set -e
	standing
	git postmortem hook install >/dev/null
	write_incomplete $id
	git commit -q -a --no-verify -m old
	echo more >>$file
	git commit -q -a -m heard 2>../err
	contains ../err 'warning'
	echo more >>$file
	git add .
	nobody git commit -q -m unread
	[ "$(git log -1 --format=%s)" = unread ]
	sed -i 's/^title:.*/title:/' $item
	git add .
	fails_with 1 git commit -q -m refused 2>/dev/null
	(fails_with 1 git commit -q -m refused 2>&-)
	[ "$(git log -1 --format=%s)" = unread ]
)
end

begin 'a write is made and committed, also when nobody reads about it'
(
	set -e
	standing
	git postmortem hook install >/dev/null
	write_item $good late 2026-12-15
	commit_all late
	nobody git postmortem action set keep --team web
	contains $item 'team: web'
	nobody git postmortem action set late --team web --commit
	nobody git postmortem action add $good Warm --commit
	nobody git postmortem new --severity minor Cold --commit
	[ "$(git rev-list --count standing..)" = 4 ]
	for closed in '>&-' '2>&-' '>&- 2>&-' '<&- >&- 2>&-'
	do
		eval "git postmortem action set late --ticket X-1$closed \
			--commit $closed" ||
			complain "closed: $closed"
		git postmortem action set late --ticket Y-1 --commit >/dev/null
	done
	[ "$(git rev-list --count standing..)" = 12 ]
	git fsck --no-dangling >/dev/null 2>&1
)
end

if cc -shared -fPIC -o "$faults" "$PM_SOURCE/tests/cli/faults.c" 2>/dev/null &&
	LD_PRELOAD=$faults "$program" --version >/dev/null 2>&1
then
	begin 'a file that is read in pieces is read to its end'
	(
		set -e
		standing
		git postmortem list --format=json >../whole
		for part in 1 7 100
		do
			PM_FAULT_READ=$part LD_PRELOAD=$faults "$program" \
				list --format=json >../pieces
			same ../pieces ../whole
		done
		cp $item ../before
		PM_FAULT_READ=10 LD_PRELOAD=$faults "$program" action set \
			keep --team web --commit >/dev/null
		git show HEAD:$item >../after
		sed /team:/d ../after >../without
		same ../without ../before
	)
	end

	begin 'without memory it says so, and never that a document is wrong'
	(
		set -e
		standing
		for command in 'list --format=json' check "show $good" report
		do
			# shellcheck disable=SC2086
			"$program" $command >../whole 2>&1
			k=1
			while [ $k -lt 1600 ]
			do
				actual=0
				# shellcheck disable=SC2086
				PM_FAULT_MALLOC=$k LD_PRELOAD=$faults \
					"$program" $command >../out 2>../err ||
					actual=$?
				if [ $actual = 0 ]
				then
					same ../out ../whole
				else
					[ $actual = 128 ] || complain \
						"$command, $k: $actual"
					grep -q -i -e 'out of memory' \
						-e 'cannot allocate memory' \
						../err ||
						complain "$(cat ../err)"
				fi
				k=$((k + 41))
			done
		done
	)
	end
else
	skip 'a file that is read in pieces: nothing can be preloaded here'
	skip 'without memory it says so: nothing can be preloaded here'
fi

if command -v strace >/dev/null 2>&1 &&
	strace -o /dev/null -e inject=write:error=ENOMEM:when=9 true 2>/dev/null
then
	begin 'a child that cannot be asked is not waited for'
	(
		set -e
		standing
		write_item $good late 2026-01-01
		git add .
		for fault in ENOMEM ENOSPC EIO EPIPE
		do
			ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
			export ASAN_OPTIONS
			actual=0
			timeout 20 strace -qq -o /dev/null -e trace=write \
				-e "inject=write:error=$fault:when=1" \
				"$program" hook run pre-commit \
				>../out 2>&1 || actual=$?
			[ $actual = 128 ] || complain "$fault: $actual" ||
				cat ../out
		done
	)
	end
else
	skip 'a child that cannot be asked: there is no strace'
fi

done_testing

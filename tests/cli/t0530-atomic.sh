#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What is written is there whole or not at all: on full disks, in folders
# that cannot be written, when the program is killed at any point, and when
# many run at once.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/bad.sh"

id=2026-11-21-bad
file=postmortems/$id/README.md
good=2026-11-20-good
export id file good

item=postmortems/$good/actions/keep.md

# The program itself, so that what traces it does not trace git.
program=$PM_BUILD/git-postmortem

has() {
	command -v "$1" >/dev/null 2>&1
}

# mounting SCRIPT: run it where it may mount, with this shell's verbs gone.
if has unshare && unshare -m true 2>/dev/null
then
	mounting() {
		unshare -m sh -e -c "$1"
	}
elif has unshare && unshare -r -m true 2>/dev/null
then
	mounting() {
		unshare -r -m sh -e -c "$1"
	}
fi

if has strace && strace -o /dev/null -e inject=fsync:error=EIO true 2>/dev/null
then
	# traced WHAT CMD...; a leak check cannot run under a tracer.
	traced() {
		what=$1
		shift
		ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 \
			strace -o ../trace -e "trace=${what%%:*}" \
			-e "inject=$what" "$@"
	}
fi

if has mounting
then
	begin 'a folder that cannot be written: nothing is'
	(
		set -e
		standing
		# shellcheck disable=SC2016
		untouched fails_with 128 mounting '
			actions=$PWD/postmortems/2026-11-20-good/actions
			mount --bind "$actions" "$actions"
			mount -o remount,bind,ro "$actions"
			git postmortem action set keep --team web' \
			>../out 2>../err
		contains ../err "cannot write beside '$item': Read-only file sy"
		# shellcheck disable=SC2016
		untouched fails_with 128 mounting '
			mount --bind "$PWD" "$PWD"
			mount -o remount,bind,ro "$PWD"
			cd "$PWD"
			git postmortem list >/dev/null
			git postmortem check >/dev/null
			git postmortem log keep >/dev/null
			git postmortem action set keep --team web' \
			>../out 2>../err
		count 1 ../err "cannot write beside '$item': Read-only file sy"
	)
	end

	begin 'a full disk: nothing is written, and no part of it stays'
	(
		set -e
		standing
		cp -r postmortems ../copy
		# shellcheck disable=SC2016
		mounting '
			mount -t tmpfs -o size=64k none postmortems
			cp -r ../copy/. postmortems
			head -c 100000 /dev/zero >postmortems/fill || :
			git ls-files -s >../before
			status=0
			git postmortem action add 2026-11-20-good \
				"Warm it" || status=$?
			[ $status = 128 ]
			status=0
			git postmortem action set keep --team web || status=$?
			[ $status = 128 ]
			git ls-files -s >../after
			rm postmortems/fill
			diff -r ../copy postmortems' >../out 2>../err ||
			complain "$(cat ../out ../err)"
		count 2 ../err 'cannot write '
		count 3 ../err 'No space left on device'
		same ../after ../before
	)
	end
else
	skip 'a folder that cannot be written: nothing may be mounted here'
	skip 'a full disk: nothing may be mounted here'
fi

if [ -c /dev/full ]
then
	begin 'output that nobody can take is a failure'
	(
		set -e
		standing
		for command in list 'action list' '' "show $good" check rules \
			'rules owner' log "log $good" 'list --format=json' \
			doctor -h --version 'list -h'
		do
			# shellcheck disable=SC2086
			fails_with 128 git postmortem $command \
				>/dev/full 2>../err
			contains ../err 'fatal: cannot write the output'
		done
	)
	end

	begin 'what was done is done, also when the disk is full of it'
	(
		set -e
		standing
		for command in 'action set keep --team web' \
			'action set keep --ticket X-1 --commit' \
			"action add $good Warm --commit" 'hook install' \
			'index rebuild'
		do
			# shellcheck disable=SC2086
			run_ok git postmortem $command >/dev/full 2>../err
			contains ../err 'warning: cannot write the output'
			# shellcheck disable=SC2086
			fails_with 129 git postmortem $command --no-such \
				>/dev/full 2>/dev/full
		done
		contains $item 'ticket: X-1'
		[ "$(git rev-list --count standing..)" = 2 ]
	)
	end
else
	skip 'output that nobody can take: there is no /dev/full'
fi

# consistent OLD NEW: the item holds one of the two, what git has is whole,
# and the next command needs no help.
consistent() {
	cmp -s $item "$1" || cmp -s $item "$2" ||
		complain "$item is neither old nor new" || return 1
	git -c postmortem.lockTimeout=10000 postmortem action set keep \
		--team last >../out 2>../err ||
		complain "the next one fails: $(cat ../err)" || return 1
	find . -name '*.tmp.*' -o -name '*.old.*' >../left
	[ ! -s ../left ] || complain "left: $(cat ../left)" || return 1
	git postmortem check >../out || return 1
	git fsck --no-dangling >../out 2>&1 || return 1
	[ "$(git diff --name-only)" = '' ] || complain 'not staged'
}

if has traced
then
	begin 'killed at any point, it leaves the old or the new, and no lock'
	(
		set -e
		standing
		cp $item ../old
		git postmortem action set keep --team web >/dev/null
		cp $item ../new
		points=0
		for call in flock openat openat2 fsync renameat write close \
			wait4 poll exit_group
		do
			k=1
			while :
			do
				restore
				actual=0
				traced "$call:signal=KILL:when=$k" \
					"$program" action set keep --team web \
					>../out 2>../err || actual=$?
				[ $actual = 137 ] || break
				consistent ../old ../new || complain \
					"--- killed at $call number $k"
				points=$((points + 1))
				# The loader's own calls are all alike.
				case $call in
				openat | close) k=$((k + 3)) ;;
				*) k=$((k + 1)) ;;
				esac
			done
		done
		[ $points -gt 20 ] || complain "only $points points"
	)
	end

	begin 'every failing call is a failure, and changes nothing'
	(
		set -e
		standing
		cp $item ../old
		git postmortem action set keep --team web >/dev/null
		cp $item ../new
		for fault in fsync:error=EIO fsync:error=ENOSPC \
			renameat:error=EROFS renameat:error=EDQUOT \
			fchmod:error=EPERM flock:error=ENOLCK
		do
			restore
			untouched fails_with 128 traced "$fault:when=1" \
				"$program" action set keep --team web \
				>../out 2>../err || complain "--- $fault"
			contains ../err 'fatal: cannot '
			consistent ../old ../new
		done
		for fault in write:error=ENOSPC write:error=EIO \
			write:error=EINTR close:error=EIO
		do
			restore
			traced "$fault:when=1" "$program" action set keep \
				--team web >../out 2>../err || :
			consistent ../old ../new || complain "--- $fault"
		done
	)
	end

	begin 'an item that is added is there whole or not at all'
	(
		set -e
		standing
		new=postmortems/$good/actions/warm-it.md
		git postmortem action add $good 'Warm it' >/dev/null
		cp $new ../whole
		for call in fsync renameat wait4
		do
			k=1
			while :
			do
				restore
				actual=0
				traced "$call:signal=KILL:when=$k" "$program" \
					action add $good 'Warm it' \
					>../out 2>../err || actual=$?
				[ $actual = 137 ] || break
				[ ! -e $new ] || cmp $new ../whole
				k=$((k + 1))
			done
		done
		restore
		git postmortem action add $good 'Warm it' >/dev/null
		cmp $new ../whole
	)
	end
else
	skip 'killed at any point: there is no strace, or it may not trace'
	skip 'every failing call: there is no strace, or it may not trace'
	skip 'an item that is added: there is no strace, or it may not trace'
fi

begin 'what a killed process left is swept by the next write of anything'
(
	set -e
	standing
	folder=postmortems/$good/actions
	(exit 0) &
	dead=$!
	wait $dead
	echo half >"$folder/.keep.md.tmp.$dead"
	echo half >"$folder/.keep.md.tmp.$$"
	printf '%s\0' "$folder/.keep.md.tmp.$dead" \
		"$folder/.keep.md.tmp.$$" >.git/postmortem.edit
	run_ok git postmortem check
	git postmortem list >out 2>err
	[ ! -s err ]
	git postmortem new --severity minor Other >../out
	[ ! -e "$folder/.keep.md.tmp.$dead" ]
	[ -e "$folder/.keep.md.tmp.$$" ]
)
end

begin 'sixteen items added at once are sixteen items'
(
	set -e
	standing
	git config postmortem.lockTimeout 60000
	pids=
	for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
	do
		git postmortem action add $good "Warm cache $n" >"../out.$n" \
			2>&1 &
		pids="$pids $!"
	done
	for pid in $pids
	do
		wait "$pid" || complain "$(cat ../out.*)"
	done
	git diff --cached --name-only >../staged
	count 16 ../staged "postmortems/$good/actions/warm-cache-"
	git diff --name-only >../unstaged
	[ ! -s ../unstaged ]
	git postmortem action list >../out
	count 16 ../out 'Warm cache '
)
end

begin 'sixteen fields of one item set at once are all set'
(
	set -e
	standing
	git config postmortem.lockTimeout 60000
	pids=
	for field in team=web type=detect priority=high ticket=WEB-1 \
		evidence=abcdef title=Warm owner=bob reason=later
	do
		git postmortem action set keep "--${field%%=*}" \
			"${field#*=}" >"../out.$field" 2>&1 &
		pids="$pids $!"
		git postmortem action set keep --due "+${#field}d" \
			--reason 'it is late' >"../out.due$field" 2>&1 &
		pids="$pids $!"
	done
	for pid in $pids
	do
		wait "$pid" || complain "$(cat ../out.*)"
	done
	for line in 'team: web' 'type: detect' 'priority: high' \
		'ticket: WEB-1' 'title: Warm' 'owner: bob'
	do
		count 1 $item "$line"
	done
	count 1 $item 'due: 2026-12-1'
	git diff --name-only >../unstaged
	[ ! -s ../unstaged ]
	run_ok git postmortem check >../out
)
end

begin 'eight commits at once are eight commits, each of its own change'
(
	set -e
	standing
	git config postmortem.lockTimeout 60000
	for n in 1 2 3 4 5 6 7 8
	do
		write_item $good "item$n" 2026-12-10
	done
	commit_all 'items'
	git tag before
	pids=
	for n in 1 2 3 4 5 6 7 8
	do
		git postmortem action set "item$n" --team "team$n" --commit \
			>"../out.$n" 2>&1 &
		pids="$pids $!"
	done
	for pid in $pids
	do
		wait "$pid" || complain "$(cat ../out.*)"
	done
	[ "$(git rev-list --count before..HEAD)" = 8 ]
	for commit in $(git rev-list before..HEAD)
	do
		git diff-tree --no-commit-id --name-only -r "$commit" >../names
		[ "$(grep -c . ../names)" = 1 ] || cat ../names
		[ "$(grep -c . ../names)" = 1 ]
	done
	git status --porcelain >../status
	[ ! -s ../status ]
)
end

if has flock
then
	begin 'who waits too long for another is told so, and has changed nothing'
	(
		set -e
		standing
		git postmortem action set keep --team web >/dev/null
		restore
		for command in 'action set keep --team web' \
			"action add $good x" "advance $good" \
			'new --severity minor x' 'action accept keep'
		do
			# shellcheck disable=SC2086
			untouched fails_with 128 flock .git/postmortem.lock \
				git -c postmortem.lockTimeout=20 \
				postmortem $command 2>../err
			contains ../err 'another git-postmortem holds '
			contains ../err 'set postmortem.lockTimeout higher'
		done
		for command in list 'action list' '' "show $good" check log
		do
			# shellcheck disable=SC2086
			run_ok flock .git/postmortem.lock \
				git -c postmortem.lockTimeout=0 \
				postmortem $command >../out
		done
		# Nobody holds it any more.
		run_ok git -c postmortem.lockTimeout=0 postmortem action \
			set keep --team web
	)
	end
else
	skip 'who waits too long for another: there is no flock'
fi

begin 'an index that another git holds: told in time, nothing half done'
(
	set -e
	standing
	: >.git/index.lock
	git config postmortem.lockTimeout 20
	for command in 'action set keep --team web' "action add $good x" \
		"advance $good" 'new --severity minor x' \
		'action set keep --team web --commit' \
		'action decline keep --reason later' init
	do
		# shellcheck disable=SC2086
		untouched fails_with 128 git postmortem $command \
			>../out 2>../err || complain "--- $command"
		count 1 ../err "index.lock' is there: another git command is r"
		contains ../err 'or remove that file if none is'
		[ -e .git/index.lock ]
	done
	for command in list 'action list' '' "show $good" check \
		'check --staged' log
	do
		# shellcheck disable=SC2086
		run_ok git postmortem $command >../out
	done
	# And waited for.
	git -c postmortem.lockTimeout=60000 postmortem action set keep \
		--team web >../out 2>&1 &
	rm .git/index.lock
	wait $! || complain "$(cat ../out)"
	git diff --cached --name-only >../staged
	echo $item | same ../staged -
)
end

begin 'a reader finds whole files while they are written'
(
	set -e
	standing
	git config postmortem.lockTimeout 60000
	(
		for n in 1 2 3 4 5 6 7 8 9 10
		do
			git postmortem action set keep --team "team$n"
		done
	) >../written 2>&1 &
	for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
	do
		run_ok git postmortem action list --all >../out 2>../err
		[ ! -s ../err ] || complain "$(cat ../err)"
		count 1 ../out "$good/keep"
		run_ok git postmortem check --all >../out
	done
	wait $!
)
end

done_testing

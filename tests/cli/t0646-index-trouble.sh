#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What can happen to the index of the history: others at the same time, a
# death in the middle, damage, no room and no right to write. The answer stays
# the same.

. "${0%/*}/lib.sh"
. "${0%/*}/index.sh"

# The program itself, so that what traces it does not trace git.
program=$PM_BUILD/git-postmortem

has() {
	command -v "$1" >/dev/null 2>&1
}

# A history with merges and claims, and the right answers in ../right.
history() {
	item alpha proposed
	step one
	for name in beta gamma delta
	do
		git checkout -q -b $name
		item $name proposed
		step "add $name"
		git checkout -q -
		item alpha accepted "2026-12-2${#name}"
		step "with $name

Postmortem-Action: 2026-11-21-slow/alpha"
		merge $name
	done
	answers main beta >../right
	rm -r .git/postmortem
}

still_right() {
	answers main beta >../now
	same ../now ../right
}

# byte OFFSET OCTAL...: these bytes of the index, anew
byte() {
	offset=$1
	shift
	for value
	do
		# shellcheck disable=SC2059
		printf "\\$value" | dd of="$(index_file)" bs=1 \
			seek="$offset" conv=notrunc 2>/dev/null
		offset=$((offset + 1))
	done
}

# No output on standard error, and the file is used.
used() {
	git postmortem log >../out 2>../err
	[ ! -s ../err ] || cat ../err
	[ ! -s ../err ]
	git postmortem index verify >../out
	contains ../out 'the index holds what git tells'
}

# The next "git log" for the index stops before its output ends, until "go".
held_git() {
	rm -f ../reached ../go
	mkfifo ../reached ../go
	real=$(command -v git)
	cat >"$PM_TRASH/bin/git" <<-END
	#!/bin/sh
	case " \$* " in
	*" log "*" --parents "*)
		if mkdir "$PM_TRASH/once" 2>/dev/null
		then
			"$real" "\$@" >"$PM_TRASH/listed"
			head -c 200 "$PM_TRASH/listed"
			echo >"$PM_TRASH/reached"
			read -r word <"$PM_TRASH/go"
			tail -c +201 "$PM_TRASH/listed"
			exit
		fi
		;;
	esac
	exec "$real" "\$@"
	END
	chmod +x "$PM_TRASH/bin/git"
}

let_go() {
	rm "$PM_TRASH/bin/git"
	rmdir "$PM_TRASH/once"
}

begin 'two commands, and eight, begin it at once'
(
	set -e
	history
	for jobs in '1 2' '1 2 3 4 5 6 7 8' '1 2 3 4 5 6 7 8'
	do
		rm -rf .git/postmortem
		pids=
		for n in $jobs
		do
			answers main beta >"../at.$n" &
			pids="$pids $!"
		done
		for pid in $pids
		do
			wait "$pid"
		done
		for n in $jobs
		do
			same "../at.$n" ../right
		done
		used
	done
)
end

begin 'many write to it while it is made anew again and again'
(
	set -e
	history
	(
		for n in 1 2 3 4 5 6 7 8
		do
			git postmortem index rebuild --all || :
		done
	) >../rebuilt 2>&1 &
	rebuilding=$!
	pids=
	for n in 1 2 3
	do
		{
			answers main beta
			answers main beta
			answers main beta
		} >"../at.$n" &
		pids="$pids $!"
	done
	for pid in $pids
	do
		wait "$pid"
	done
	wait $rebuilding
	cat ../right ../right ../right >../thrice
	for n in 1 2 3
	do
		same "../at.$n" ../thrice
	done
	git postmortem index rebuild
	used
)
end

begin 'one that is reading while another builds it, or makes it anew'
(
	set -e
	history
	held_git
	"$program" log alpha >../slow 2>../err &
	timeout 60 head -n 1 ../reached >/dev/null
	git postmortem log alpha >../quick
	git postmortem index rebuild
	git postmortem log alpha >../out
	timeout 60 sh -c "echo go >../go"
	wait $!
	let_go
	same ../slow ../quick
	same ../out ../quick
	[ ! -s ../err ]
	used
	still_right
)
end

begin 'killed while it reads'
(
	set -e
	history
	held_git
	"$program" log alpha >../slow 2>../err &
	timeout 60 head -n 1 ../reached >/dev/null
	kill -KILL $!
	actual=0
	wait $! || actual=$?
	[ $actual = 137 ]
	timeout 60 sh -c "echo go >../go"
	let_go
	git postmortem index status >../out
	used
	still_right
)
end

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

	begin 'killed at any point of writing'
	(
		set -e
		history
		git postmortem log >/dev/null
		cp .git/postmortem/index.sqlite ../old
		item omega proposed
		step 'the last

Postmortem-Action: 2026-11-21-slow/omega'
		git postmortem log omega >../expected
		points=0
		for start in nothing old
		do
			for call in pwrite64 fdatasync fsync unlink
			do
				k=1
				while :
				do
					rm -rf .git/postmortem
					mkdir .git/postmortem
					[ $start = nothing ] || cp ../old \
						.git/postmortem/index.sqlite
					actual=0
					traced "$call:signal=KILL:when=$k" \
						"$program" log omega \
						>../out 2>../err || actual=$?
					[ $actual = 137 ] || break
					git postmortem log omega >../out \
						2>../err
					same ../out ../expected
					[ ! -s ../err ] || cat ../err
					[ ! -s ../err ]
					git postmortem index verify >../out
					points=$((points + 1))
					# The pages of one transaction are
					# much alike.
					case $call in
					pwrite64) k=$((k + k / 4 + 1)) ;;
					*) k=$((k + 1)) ;;
					esac
				done
			done
		done
		[ $points -gt 20 ] || complain "only $points points"
	)
	end

	begin 'a disk that fills up at any point: the answer, and a word about it'
	(
		set -e
		history
		git postmortem log alpha >../expected
		told=0
		for fault in pwrite64:error=ENOSPC pwrite64:error=EIO \
			fdatasync:error=EIO
		do
			k=1
			while [ $k -lt 60 ]
			do
				rm -rf .git/postmortem
				traced "$fault:when=$k+" "$program" log \
					alpha >../out 2>../err ||
					complain "--- $fault $k $(cat ../err)"
				same ../out ../expected
				[ -s ../err ] || break
				told=$((told + 1))
				count 1 ../err \
					'warning: cannot keep an index of the h'
				[ "$(grep -c . ../err)" = 1 ]
				git postmortem log alpha >../out 2>../err
				same ../out ../expected
				[ ! -s ../err ]
				git postmortem index verify >../out
				k=$((k + k / 4 + 1))
			done
		done
		[ $told -gt 10 ] || complain "only $told points"
	)
	end
else
	skip 'killed at any point: there is no strace, or it may not trace'
	skip 'a disk that fills up: there is no strace, or it may not trace'
fi

begin 'a file that may not grow: the answer, and one warning'
(
	set -e
	history
	(
		# A sanitizer wants to write its log.
		trap '' XFSZ
		ulimit -f 16
		answers main >/dev/null
		git postmortem log
	) >../out 2>../err
	count 1 ../err 'warning: cannot keep an index of the history: '
	git postmortem log >../expected
	same ../out ../expected
	used
	still_right
)
end

begin 'damaged in any way: it is made anew without a word'
(
	set -e
	history
	git postmortem log >../expected
	index=$(index_file)
	cp "$index" ../good
	size=$(wc -c <../good)
	for damage in half page header zero garbage middle empty random
	do
		cp ../good "$index"
		case $damage in
		half) head -c $((size / 2)) ../good >"$index" ;;
		page) head -c 4096 ../good >"$index" ;;
		header) head -c 50 ../good >"$index" ;;
		zero) head -c "$size" /dev/zero >"$index" ;;
		garbage) yes garbage | head -c "$size" >"$index" ;;
		middle)
			yes garbage | head -c 4096 |
				dd of="$index" bs=4096 seek=0 conv=notrunc \
					2>/dev/null
			;;
		empty) : >"$index" ;;
		random) git rev-parse HEAD >"$index" ;;
		esac
		git postmortem index status >../out || complain "$damage"
		git postmortem log >../out 2>../err || complain "--- $damage"
		same ../out ../expected
		[ ! -s ../err ] || complain "--- $damage: $(cat ../err)"
		used
	done
	still_right
)
end

begin 'a page of it that is garbage is no wrong answer'
(
	set -e
	history
	git postmortem log alpha >../expected
	index=$(index_file)
	cp "$index" ../good
	pages=$(($(wc -c <../good) / 4096))
	page=1
	while [ $page -lt $pages ]
	do
		cp ../good "$index"
		yes garbage | head -c 4096 | dd of="$index" bs=4096 \
			seek=$page conv=notrunc 2>/dev/null
		actual=0
		git postmortem log alpha >../out 2>../err || actual=$?
		case $actual in
		0) same ../out ../expected ;;
		*) contains ../err "make a new one with 'git postmortem inde" ;;
		esac
		# It was thrown away.
		git postmortem log alpha >../out 2>../err ||
			complain "page $page"
		same ../out ../expected
		[ ! -s ../err ] || complain "$(cat ../err)"
		page=$((page + 1))
	done
	git postmortem index rebuild
	used
	still_right
)
end

begin 'a folder in its place: the answer, and one warning'
(
	set -e
	history
	mkdir -p .git/postmortem/index.sqlite/keep
	git postmortem log alpha >../out 2>../err
	count 1 ../err 'warning: cannot keep an index of the history: '
	[ "$(grep -c . ../err)" = 1 ]
	[ -d .git/postmortem/index.sqlite/keep ]
	fails_with 128 git postmortem index rebuild 2>../err
	contains ../err 'index.sqlite'
	git postmortem index status >../status
	fails_with 128 git postmortem index verify
	rm -r .git/postmortem
	git postmortem log alpha >../expected
	same ../out ../expected
	rm -r .git/postmortem
	: >.git/postmortem
	git postmortem log alpha >../out 2>../err
	count 1 ../err 'warning: cannot keep an index of the history: '
	same ../out ../expected
	git postmortem index status >../status
	contains ../status 'there is none yet'
	# What compares trees has no use for the folder either.
	git postmortem diff HEAD~1..HEAD >../changes
	[ -s ../changes ]
)
end

# Bytes 60 to 63 of a database are the user's version, 68 to 71 whose it is.
begin 'of an older format, or not ours: it is made anew'
(
	set -e
	history
	git postmortem log >../expected
	for bytes in '60 0 0 0 0' '68 1 2 3 4' '60 0 0 0 7 0 0 0 1 0 0 0 0' \
		'60 0 0 0 0 0 0 0 1 0 0 0 0'
	do
		# shellcheck disable=SC2086
		byte $bytes
		cp "$(index_file)" ../before
		git postmortem log >../out 2>../err
		same ../out ../expected
		[ ! -s ../err ]
		fails_with 1 cmp -s "$(index_file)" ../before
		used
	done
	still_right
)
end

begin 'of a newer format: it is left alone, and one warning'
(
	set -e
	history
	git postmortem log >../expected
	byte 60 0 0 0 143
	cp "$(index_file)" ../before
	git postmortem log >../out 2>../err
	same ../out ../expected
	count 1 ../err 'a newer version of git-postmortem made the one that'
	[ "$(grep -c . ../err)" = 1 ]
	git postmortem index status >../out
	contains ../out 'format  99'
	contains ../out 'made by a newer version'
	git postmortem index status --format=json >../out
	contains ../out '"state": "other-version"'
	fails_with 128 git postmortem index verify 2>../err
	cmp "$(index_file)" ../before
	git postmortem index rebuild
	used
	still_right
)
end

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

if has mounting
then
	begin 'nothing may be written: the answer, and a word when it is needed'
	(
		set -e
		history
		git postmortem log >../expected
		git postmortem log alpha >../alpha
		cp "$(index_file)" ../good
		# shellcheck disable=SC2016
		read_only='
			mount --bind "$PWD" "$PWD"
			mount -o remount,bind,ro "$PWD"
			cd "$PWD"'
		# All that is asked for is there.
		mounting "$read_only
			git postmortem log >../out 2>../err"
		same ../out ../expected
		[ ! -s ../err ]
		# Some of it.
		item omega proposed
		step omega
		mounting "$read_only
			git postmortem log alpha >../out 2>../err
			git postmortem index status >../status
			git postmortem index verify >../verified"
		same ../out ../alpha
		count 1 ../err 'cannot keep an index of the history: '
		[ "$(grep -c . ../err)" = 1 ]
		contains ../status '1 commit is not read yet'
		# None of it, and damaged.
		git reset -q --hard HEAD~1
		for bytes in 0 50 4096 20000
		do
			head -c $bytes ../good >"$(index_file)"
			mounting "$read_only
				git postmortem log >../out 2>../err
				git postmortem index rebuild 2>../no || :"
			same ../out ../expected
			count 1 ../err 'cannot keep an index of the history: '
			[ "$(grep -c . ../err)" = 1 ]
			contains ../no 'Read-only file system'
		done
		rm -r .git/postmortem
		mounting "$read_only
			git postmortem log >../out 2>../err"
		same ../out ../expected
		count 1 ../err 'cannot keep an index of the history: '
		[ ! -e .git/postmortem ]
	)
	end

	begin 'a full disk: the answer, and one warning'
	(
		set -e
		history
		git postmortem log >../expected
		# shellcheck disable=SC2016
		mounting '
			mount -t tmpfs -o size=40k none .git/postmortem
			git postmortem log >../out 2>../err
			umount .git/postmortem'
		same ../out ../expected
		count 1 ../err 'cannot keep an index of the history: '
		[ "$(grep -c . ../err)" = 1 ]
		used
	)
	end
else
	skip 'nothing may be written: nothing may be mounted here'
	skip 'a full disk: nothing may be mounted here'
fi

begin 'a repository that a group shares has an index that it shares'
(
	set -e
	umask 022
	git init -q --shared=group ../shared
	cd ../shared
	item alpha proposed
	step one
	git postmortem log >../out
	# shellcheck disable=SC2012
	ls -ld .git/postmortem .git/postmortem/index.sqlite | cut -c1-7 >../modes
	same ../modes - <<-END
	drwxrws
	-rw-rw-
	END
)
end

if script -qec true /dev/null </dev/null >/dev/null 2>&1
then
	begin 'after a second a terminal shows what is done, and no trace stays'
	(
		set -e
		history
		git postmortem log alpha >../expected
		rm -r .git/postmortem
		held_git
		script -qefc "$program log alpha" ../seen </dev/null \
			>/dev/null &
		timeout 60 head -n 1 ../reached >/dev/null
		until grep -q 'Reading the history of the post-mortems: .*1 s' \
			../seen
		do
			:
		done
		timeout 60 sh -c "echo go >../go"
		wait $!
		# What is overwritten in the end, with blanks alone.
		tr '\r' '\n' <../seen | sed -n '/Reading/,$p' | sed 1d >../rest
		grep -q '^ \{40,\}$' ../rest
		# On a pipe nothing.
		let_go
		rm -r .git/postmortem ../reached ../go
		held_git
		"$program" log alpha >../out 2>../err &
		timeout 60 head -n 1 ../reached >/dev/null
		timeout 60 sh -c "echo go >../go"
		wait $!
		let_go
		same ../out ../expected
		[ ! -s ../err ]
	)
	end
else
	skip 'after a second a terminal shows: there is no script(1)'
fi

done_testing

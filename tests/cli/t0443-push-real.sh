#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Pushes between real repositories: transports, quarantine, two at once, one
# that is killed.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/push.sh"

one= # the commit of begin_server

# usage: bad_then_good SERVER: what is incomplete is refused there, and what is
# complete is not.
bad_then_good() {
	old=$(git -C "$1" rev-parse main)
	write_incomplete 2026-11-22-more 'Another one'
	commit_all 'two'
	refused origin main
	contains err 'postmortems/2026-11-22-more/README.md:1'
	contains err '[owner]'
	at "$1" refs/heads/main "$old"
	write_complete 2026-11-22-more 'Another one'
	git add -A
	git commit -q --amend --no-edit
	run_ok push origin main
	at "$1" refs/heads/main "$(git rev-parse HEAD)"
	whole "$1"
}

# usage: nothing_left SERVER: it has no object of our HEAD.
nothing_left() {
	id=$(git rev-parse HEAD)
	! git -C "$1" cat-file -e "$id" 2>/dev/null ||
		complain "the server kept $id"
}

# GIT_POSTMORTEM_OBJECTS=libgit2 asks for what libgit2 cannot open.
without_libgit2() {
	[ "${GIT_POSTMORTEM_OBJECTS-}" != libgit2 ] ||
		unset GIT_POSTMORTEM_OBJECTS
}

begin 'over file://, objects loose and in a pack'
(
	set -e
	begin_server srv.git
	bad_then_good ../srv.git
	git -C ../srv.git config receive.unpackLimit 1
	write_incomplete 2026-11-23-third 'A third'
	commit_all 'three'
	refused origin main
	nothing_left ../srv.git
	write_complete 2026-11-23-third 'A third'
	git add -A
	git commit -q --amend --no-edit
	run_ok push origin main
	whole ../srv.git
)
end

# What ssh does, without its encryption: a shell somewhere else runs the
# command with an environment of its own.
begin 'over a transport like ssh'
(
	set -e
	begin_server srv.git
	cat >"$PM_TRASH/bin/fake-ssh" <<-'END'
	#!/bin/sh
	[ "$1" = git.example.com ] || exit 255
	cd / && unset GIT_DIR && exec sh -c "$2"
	END
	chmod +x "$PM_TRASH/bin/fake-ssh"
	GIT_SSH_COMMAND=fake-ssh GIT_SSH_VARIANT=simple
	export GIT_SSH_COMMAND GIT_SSH_VARIANT
	git remote set-url origin "ssh://git.example.com$(cd ../srv.git && pwd)"
	bad_then_good ../srv.git
)
end

begin 'in a fork that borrows objects, where the path has colon and quote'
(
	set -e
	without_libgit2
	begin_server srv.git
	cd ..
	git clone -q --bare --shared srv.git 'a:b "c".git'
	(cd 'a:b "c".git' && git postmortem hook install --server)
	cd dev
	git remote set-url origin "file://$(cd .. && pwd)/a:b \"c\".git"
	bad_then_good '../a:b "c".git'
	cd ..
	# And one that borrows from that.
	mkdir 'x:y.git'
	git clone -q --bare --shared 'a:b "c".git' 'x:y.git'
	(cd 'x:y.git' && git postmortem hook install --server)
	cd dev
	git remote set-url origin "file://$(cd .. && pwd)/x:y.git"
	git -C '../x:y.git' config receive.unpackLimit 1
	write_incomplete 2026-11-23-third 'A third'
	commit_all 'three'
	refused origin main
	contains err '[owner]'
)
end

begin 'SHA-256'
(
	set -e
	without_libgit2
	begin_server srv.git --object-format=sha256
	[ ${#one} = 64 ]
	bad_then_good ../srv.git
	git switch -q -c topic
	write_incomplete 2026-11-24-fourth 'A fourth'
	commit_all 'four'
	refused origin topic
	run_ok push origin main:fine
	run_ok push origin :fine
)
end

begin 'into the work tree that follows'
(
	set -e
	git init -q -b main checkout
	git -C checkout config receive.denyCurrentBranch updateInstead
	(cd checkout && git postmortem hook install --server)
	git init -q -b main dev
	cd dev
	git remote add origin "file://$(cd ../checkout && pwd)"
	write_complete 2026-11-21-slow
	commit_all 'one'
	run_ok push origin main
	[ -e ../checkout/postmortems/2026-11-21-slow/README.md ]
	bad_then_good ../checkout
	[ -e ../checkout/postmortems/2026-11-22-more/README.md ]
)
end

begin 'from a shallow clone'
(
	set -e
	begin_server srv.git
	echo x >x
	commit_all 'x'
	push -q origin main
	cd ..
	git clone -q --depth 1 "file://$PWD/srv.git" shallow
	cd shallow
	bad_then_good ../srv.git
)
end

begin 'what was refused leaves nothing, not even in the index of the log'
(
	set -e
	begin_server srv.git
	(cd ../srv.git && git postmortem index rebuild >rebuilt &&
		rm rebuilt && ls -R) >before
	cksum ../srv.git/postmortem/* >sums
	write_incomplete 2026-11-22-more 'Another one'
	write_item 2026-11-22-more cache 2026-12-24
	commit_all 'two'
	refused origin main
	nothing_left ../srv.git
	cksum ../srv.git/postmortem/* | same sums -
	(cd ../srv.git && git postmortem index rebuild >rebuilt &&
		rm rebuilt && ls -R) >after
	same after before
	whole ../srv.git
)
end

# A hook before ours that says it was reached, and waits to be let go on:
# named pipes, so that nobody asks a clock.
gate() {
	cat >"$1/hooks/pre-receive.before-postmortem" <<-'END'
	#!/bin/sh
	cat >/dev/null
	[ "${PM_GATE-}" ] || exit 0
	echo "$PPID $$" >"$PM_GATE.reached"
	read -r word <"$PM_GATE.go"
	END
	chmod +x "$1/hooks/pre-receive.before-postmortem"
}

# usage: open_gate NAME; then start_push NAME ARG..., reached NAME, go NAME
make_gate() {
	mkfifo "$1.reached" "$1.go"
}

start_push() {
	name=$1
	shift
	(
		status=0
		PM_GATE=$name git push "$@" >"$name.out" 2>&1 || status=$?
		echo $status >"$name.status"
	) &
}

# The ids of who waits, in $pids: the shim, then the hook before it.
reached() {
	pids=$(timeout 60 cat "$1.reached")
}

go() {
	echo go >"$1.go"
}

# Two branches to be pushed at once, each through a gate of its own.
left_and_right() {
	begin_server srv.git
	gate ../srv.git
	git switch -q -c left
	write_complete 2026-11-22-left 'The left one'
	commit_all 'left'
	git switch -q -c right main
	write_complete 2026-11-22-right 'The right one'
	commit_all 'right'
	make_gate "$PWD/../a"
	make_gate "$PWD/../b"
}

begin 'two pushes at once to two branches both arrive'
(
	set -e
	left_and_right
	start_push "$PWD/../a" -q origin left
	start_push "$PWD/../b" -q origin right
	reached ../a
	reached ../b
	go ../a
	go ../b
	wait
	same ../a.status - <<-'END'
	0
	END
	same ../b.status - <<-'END'
	0
	END
	at ../srv.git refs/heads/left "$(git rev-parse left)"
	at ../srv.git refs/heads/right "$(git rev-parse right)"
	whole ../srv.git
)
end

begin 'of two pushes at once to one branch one arrives'
(
	set -e
	left_and_right
	start_push "$PWD/../a" -q origin left:main
	start_push "$PWD/../b" -q origin right:main
	reached ../a
	reached ../b
	go ../a
	go ../b
	wait
	case $(cat ../a.status)$(cat ../b.status) in
	01) at ../srv.git refs/heads/main "$(git rev-parse left)" ;;
	10) at ../srv.git refs/heads/main "$(git rev-parse right)" ;;
	*)
		cat ../a.out ../b.out
		exit 1
		;;
	esac
	whole ../srv.git
)
end

# usage: killed WHO: the push ends badly, and nothing has changed
killed() {
	begin_server srv.git
	gate ../srv.git
	write_complete 2026-11-22-more 'Another one'
	commit_all 'two'
	make_gate "$PWD/../a"
	start_push "$PWD/../a" --atomic origin main main:topic main:refs/tags/v1
	reached ../a
	"$1"
	wait
	[ "$(cat ../a.status)" != 0 ]
	# It may say that the hook died of a signal.
	rm ../a.out
	at ../srv.git refs/heads/main "$one"
	at ../srv.git refs/heads/topic ''
	at ../srv.git refs/tags/v1 ''
	nothing_left ../srv.git
	whole ../srv.git
	run_ok push origin main
	whole ../srv.git
}

kill_hook() {
	kill -9 "${pids#* }"
}

kill_shim() {
	kill -9 "${pids% *}"
	go ../a
}

# The parent of the shim is git receive-pack.
kill_server() {
	receiver=$(ps -o ppid= -p "${pids% *}")
	# shellcheck disable=SC2086
	kill -9 $receiver
	go ../a
}

begin 'a push whose hook is killed changes nothing'
(
	set -e
	killed kill_hook
)
end

begin 'a push whose shim is killed changes nothing'
(
	set -e
	killed kill_shim
)
end

begin 'a push whose server is killed changes nothing'
(
	set -e
	killed kill_server
)
end

begin 'a program that dies refuses the push'
(
	set -e
	begin_server srv.git
	mkdir ../bin
	printf '#!/bin/sh\ncat >/dev/null\nkill -9 $$\n' >../bin/git-postmortem
	chmod +x ../bin/git-postmortem
	echo x >x
	commit_all 'x'
	PATH=$PWD/../bin:$PATH refused origin main
	at ../srv.git refs/heads/main "$one"
)
end

test_narrow

done_testing

# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Real pushes for the tests of a server's hooks: sourced after lib.sh and
# records.sh.
#
# begin_server [DIR [OPTION...]]
#                          a server (srv.git) with a complete post-mortem on
#                          main, whose commit is $one, and us in a clone of it
# policy                   the policy in front of us is what stdin says
# server DIR [OPTION...]   a bare repository with our hook, whose default
#                          branch is main; options are those of git init
# developer DIR SERVER     a clone of it without a work tree yet, over file://
# push ARG...              git push, what it says also goes to "err"; every
#                          line of it is remembered for "narrow"
# refused ARG...           the same, and the server must have refused it
# test_narrow              a test, the last of a script: no line of all that
#                          servers said was too wide
# at SERVER REF COMMIT     the ref names that commit, or "" for none

server() {
	dir=$1
	shift
	git init -q --bare -b main "$@" "$dir"
	(cd "$dir" && git postmortem hook install --server >/dev/null)
}

developer() {
	# A clone of an empty repository would not take over its hash.
	git init -q -b main \
		--object-format="$(git -C "$2" rev-parse --show-object-format)" "$1"
	git -C "$1" remote add origin "file://$(cd "$2" && pwd)"
	git -C "$1" fetch -q
}

policy() {
	mkdir -p .postmortem
	cat >.postmortem/policy.yaml
}

begin_server() {
	[ $# -gt 0 ] || set -- srv.git
	server "$@"
	developer dev "$1"
	cd dev || return
	printf 'err\nout\npush.out\n' >.git/info/exclude
	write_complete 2026-11-21-slow
	commit_all 'one'
	push -q origin main
	# shellcheck disable=SC2034
	one=$(git rev-parse HEAD)
}

push() {
	push_status=0
	git push "$@" >push.out 2>err || push_status=$?
	cat err
	sed -n 's/^remote: //p' err >>"$PM_TRASH/said"
	return $push_status
}

refused() {
	if push "$@"
	then
		complain "pushed, though it should be refused: $*"
		return 1
	fi
	grep -F -q 'hook declined' err || complain "not refused by a hook: $*"
}

# Paths, commands that may be copied, and what git says itself stay whole.
narrow() {
	sed -e 's/ *$//' -e '/^error: hook declined/d' \
		-e '/^[^ ]*:[0-9]*$/d' "$PM_TRASH/said" |
		awk 'length($0) > 72 { print; wide = 1 } END { exit wide }'
}

test_narrow() {
	begin 'no line was wider than 72 columns'
	(
		set -e
		[ -s "$PM_TRASH/said" ]
		narrow
	)
	end
}

at() {
	[ "$(git -C "$1" rev-parse -q --verify "$2")" = "$3" ] ||
		complain "$2 is $(git -C "$1" rev-parse -q --verify "$2"), not $3"
}

whole() {
	git -C "$1" fsck --strict --no-dangling
}

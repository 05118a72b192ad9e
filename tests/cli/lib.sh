# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What every script of tests/cli starts with:
#
#	. "${0%/*}/lib.sh"
#
#	begin 'a due date in the past is a finding'
#	(
#		set -e
#		git postmortem init
#		fails_with 1 git postmortem check >out
#		contains out 'action-due'
#	)
#	end
#
#	done_testing
#
# Each "begin" starts in a fresh repository with a branch main and no commit,
# a HOME of its own, a fixed clock and a fixed identity (alice). What the
# test prints goes to a log, which "end" shows when the test failed. Write
# the parentheses and "set -e" as above: sh ignores set -e inside a
# condition, so "if ( set -e; ... )" would pass whatever happens.
#
# run_ok CMD...          exit 0 (with a word about it when it is not)
# fails_with N CMD...    exactly exit N
# contains FILE TEXT     FILE has TEXT (a fixed string); prints FILE if not
# lacks FILE TEXT        FILE has not
# same FILE EXPECTED     the two files are equal; "-" reads EXPECTED from
#                        standard input
# count N FILE TEXT      TEXT stands in exactly N lines of FILE
# test_tick              the clock of the next commit goes on by a minute
# commit_all MESSAGE     stage everything, tick, commit
# head_is REV            HEAD still names the commit REV
# skip REASON            (instead of a test) counted as skipped
# fresh_repo DIR         another repository
# has_libgit2            this build can read objects through libgit2
#
# A crash or a report of a sanitizer or of valgrind always fails the test,
# even inside fails_with. A script with a line "# valgrind" is also run under
# valgrind by make check; use it for a few that reach far. One with a line
# "# once" is run with one object backend only, and not under sanitizers.

set -u

PM_SOURCE=$(cd "${0%/*}/../.." && pwd) || exit 1
PM_BUILD=${PM_BUILD:-$PM_SOURCE/build/release}
# How this build can read objects; see "make check-cli".
PM_BACKENDS=${PM_BACKENDS:-libgit2 cat-file}
PM_TEST=${0##*/}
PM_TEST=${PM_TEST%.sh}
PM_TRASH=$(mktemp -d "${TMPDIR:-/tmp}/postmortem-$PM_TEST.XXXXXX") || exit 1
PM_TRASH=$(cd "$PM_TRASH" && pwd -P) || exit 1
PM_CRASHES=$PM_TRASH/crashes
mkdir "$PM_CRASHES" "$PM_TRASH/bin"
export PM_SOURCE PM_TRASH

# A failed run keeps its directory when PM_KEEP is set.
cleanup() {
	cd / || exit 1
	if [ "${PM_KEEP-}" ] && [ "$test_failed" != 0 ]
	then
		echo "# kept $PM_TRASH"
	else
		chmod -R u+rwX "$PM_TRASH" 2>/dev/null
		rm -rf "$PM_TRASH"
	fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

# --- an environment of our own ---

# Run from a hook, these would point at the developer's repository.
# shellcheck disable=SC2046
unset $(git rev-parse --local-env-vars) GIT_PAGER PAGER GIT_EDITOR VISUAL \
	GIT_POSTMORTEM_PAGER NO_COLOR EMAIL GIT_TRACE GIT_PAGER_IN_USE \
	XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME GIT_EXTERNAL_DIFF \
	GIT_TEMPLATE_DIR GIT_CEILING_DIRECTORIES CDPATH GITHUB_SERVER_URL \
	GITHUB_REPOSITORY CI_PROJECT_URL GITEA_ACTIONS FORGEJO_ACTIONS
HOME=$PM_TRASH/home
GIT_CONFIG_GLOBAL=$HOME/.gitconfig
GIT_CONFIG_NOSYSTEM=1
GIT_ATTR_NOSYSTEM=1
GIT_TERMINAL_PROMPT=0
GIT_EDITOR=:
GIT_PAGER='cat'
TERM=dumb
COLUMNS=80
LC_ALL=C
LANG=C
TZ=UTC
export HOME GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM GIT_ATTR_NOSYSTEM
export GIT_TERMINAL_PROMPT GIT_EDITOR GIT_PAGER TERM COLUMNS LC_ALL LANG TZ
mkdir "$HOME"

GIT_AUTHOR_NAME='Alice Example'
GIT_AUTHOR_EMAIL=alice@example.com
GIT_COMMITTER_NAME='Alice Example'
GIT_COMMITTER_EMAIL=alice@example.com
# The clock: tests happen on Wednesday 2026-12-02, commits from noon on.
GIT_POSTMORTEM_NOW=2026-12-02T12:00:00Z
PM_EPOCH=1796212800
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
export GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_POSTMORTEM_NOW
[ "${GIT_POSTMORTEM_OBJECTS-}" ] && export GIT_POSTMORTEM_OBJECTS

if [ "${PM_VALGRIND-}" = cli ]
then
	cat >"$PM_TRASH/bin/git-postmortem" <<-END
	#!/bin/sh
	exec valgrind -q --error-exitcode=99 --leak-check=full \\
		--errors-for-leak-kinds=definite,indirect \\
		--suppressions="$PM_SOURCE/tests/valgrind.supp" \\
		--log-file="$PM_CRASHES/valgrind.%p" \\
		"$PM_BUILD/git-postmortem" "\$@"
	END
	chmod +x "$PM_TRASH/bin/git-postmortem"
fi
PATH=$PM_TRASH/bin:$PM_BUILD:$PATH
# A hook may swallow what a sanitizer prints, so reports go to files.
ASAN_OPTIONS=${ASAN_OPTIONS-exitcode=99}:log_path=$PM_CRASHES/asan
UBSAN_OPTIONS=${UBSAN_OPTIONS-exitcode=99}:log_path=$PM_CRASHES/ubsan
export PATH ASAN_OPTIONS UBSAN_OPTIONS

# --- verbs ---

complain() {
	printf '%s\n' "$*" >&2
	return 1
}

test_tick() {
	PM_CLOCK=$((PM_CLOCK + 60))
	GIT_AUTHOR_DATE="$PM_CLOCK +0000"
	GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
	export GIT_AUTHOR_DATE GIT_COMMITTER_DATE
}

run_ok() {
	"$@" && return 0
	complain "expected exit 0, got $?: $*"
}

fails_with() {
	expected=$1
	shift
	actual=0
	"$@" || actual=$?
	[ "$actual" = "$expected" ] ||
		complain "expected exit $expected, got $actual: $*"
}

contains() {
	grep -F -q -e "$2" -- "$1" && return 0
	complain "--- $1 lacks: $2" || cat -- "$1" >&2
	return 1
}

lacks() {
	[ -e "$1" ] || complain "--- there is no file $1" || return 1
	grep -F -q -e "$2" -- "$1" || return 0
	complain "--- $1 should not have: $2" || cat -- "$1" >&2
	return 1
}

same() {
	diff -u -- "$2" "$1" >&2
}

count() {
	found=$(grep -F -c -e "$3" -- "$2") || :
	[ "$found" = "$1" ] && return 0
	complain "--- $2 has $found lines, not $1, with: $3" || cat -- "$2" >&2
	return 1
}

head_is() {
	[ "$(git rev-parse HEAD)" = "$(git rev-parse "$1")" ] ||
		complain "HEAD is $(git log -1 --format='%h %s')"
}

commit_all() {
	git add -A && test_tick && git commit -q -m "$1"
}

fresh_repo() {
	git init -q -b main "$1" && git -C "$1" config advice.detachedHead false
}

# --- TAP ---

test_number=0
test_failed=0
test_open=

begin() {
	[ "$test_open" ] && {
		echo "Bail out! begin '$1' without end of '$test_open'"
		exit 1
	}
	test_open=$1
	test_number=$((test_number + 1))
	PM_CLOCK=$PM_EPOCH
	test_tick
	rm -rf "${HOME:?}" "$PM_CRASHES"
	mkdir -p "$HOME" "$PM_CRASHES"
	git config --file "$GIT_CONFIG_GLOBAL" init.defaultBranch main
	work=$PM_TRASH/t$test_number
	fresh_repo "$work" || exit 1
	cd "$work" || exit 1
	log=$PM_TRASH/log
	# The test's own output, until "end".
	exec 3>&1 4>&2 >"$log" 2>&1
}

end() {
	status=$?
	exec 1>&3 2>&4 3>&- 4>&-
	cd "$PM_TRASH" || exit 1
	crashed=
	for report in "$PM_CRASHES"/*
	do
		[ -s "$report" ] || continue
		# valgrind does not know openat2() and says so; errors are
		# between other signs.
		case $report in
		*/valgrind.*) grep -q '^==' "$report" || continue ;;
		esac
		crashed=yes
		sed 's/^/# /' "$report"
	done
	# Where the report went to standard error instead.
	grep -r -q -s -E \
		'(Address|Leak)Sanitizer|runtime error: |died of signal' \
		"$log" "$work" && crashed=yes
	if [ $status = 0 ] && [ -z "$crashed" ]
	then
		echo "ok $test_number - $test_open"
	else
		echo "not ok $test_number - $test_open"
		[ "$crashed" ] && echo "# the program crashed"
		sed 's/^/# /' "$log"
		test_failed=$((test_failed + 1))
	fi
	test_open=
}

skip() {
	test_number=$((test_number + 1))
	echo "ok $test_number # SKIP $*"
}

has_libgit2() {
	case $PM_BACKENDS in
	*libgit2*) return 0 ;;
	esac
	return 1
}

done_testing() {
	[ "$test_open" ] && {
		echo "Bail out! '$test_open' has no end"
		exit 1
	}
	echo "1..$test_number"
	[ $test_failed = 0 ]
	exit
}

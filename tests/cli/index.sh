# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Questions about history for the tests of its index: sourced after lib.sh.
#
# item NAME STATE [DUE]   write an action item
# step MESSAGE            commit everything, with the clock a minute on
# index_file              where the index is
# answers REV...          everything that the log and annotate tell of each
# right REV...            the answers are those of a new index and of a clone,
#                         and the index is what git tells

folder=postmortems/2026-11-21-slow
export folder

item() {
	mkdir -p "$folder/actions"
	printf -- '---\ntitle: %s\nstate: %s\nowner: alice\ndue: %s\n---\n' \
		"$1" "$2" "${3:-2026-12-20}" >"$folder/actions/$1.md"
	printf '\nWhat %s is for, in words of its own: %s %s %s.\n' \
		"$1" "$1" "$1" "$1" >>"$folder/actions/$1.md"
}

step() {
	git add -A && test_tick && git commit -q --allow-empty -m "$1"
}

merge() {
	test_tick
	git merge -q --no-ff -m "merge $*" "$@"
}

index_file() {
	# The path is relative to where we stand, or absolute.
	echo "$(git rev-parse --git-common-dir)/postmortem/index.sqlite"
}

answers() {
	for rev
	do
		echo "== $rev"
		git postmortem log --at "$rev"
		git postmortem log --format=json --at "$rev"
		git ls-tree -r --name-only "$rev" |
			sed -n 's|.*/\([^/]*\)/actions/\(.*\)\.md$|\1/\2|p' |
			while read -r id
			do
				echo "-- $id"
				git postmortem log --at "$rev" "$id"
				git postmortem annotate --at "$rev" "$id"
			done
	done 2>&1
}

right() {
	answers "$@" >"$PM_TRASH/with"
	git postmortem index verify || return 1
	mv "$(index_file)" "$PM_TRASH/grown" || return 1
	answers "$@" >"$PM_TRASH/fresh"
	git postmortem index verify || return 1
	mv "$PM_TRASH/grown" "$(index_file)" || return 1
	same "$PM_TRASH/with" "$PM_TRASH/fresh" || return 1
	rm -rf "$PM_TRASH/clone"
	git clone -q --mirror . "$PM_TRASH/clone" || return 1
	(cd "$PM_TRASH/clone" && answers "$@") >"$PM_TRASH/fresh"
	same "$PM_TRASH/with" "$PM_TRASH/fresh"
}

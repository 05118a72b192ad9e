# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Hook managers as people install them. Sourced before lib.sh, because npm's
# settings are in the user's HOME; records.sh comes after both.
#
# needs_npm       husky and lefthook are on PATH, from $tools, or $missing says
#                 why not
# needs_program NAME PACKAGE   likewise for a program of the distribution
# skip_all        ends the script when something is missing
#
# In a test, after lib.sh:
# standing      a repository with a commit, before anything is installed
# judges        every kind of commit: what is incomplete is refused, what is
#               complete passes, and we are run once for each
# refuses RULE CMD...   CMD commits nothing, and says why
# runs_once HOOK CMD... CMD passes, and has run us once as HOOK

missing=
tools=$(cd "${0%/*}/../.." && pwd)/build/npm

wanted='{
	"private": true,
	"dependencies": { "husky": "9.1.7", "lefthook": "2.2.2" }
}'

has_tools() {
	[ "$(cat "$tools/wanted" 2>/dev/null)" = "$wanted" ]
}

# Installed beside, then renamed: two scripts may want it at once, and the
# next run finds it there. Nothing of the packages is run by this.
needs_npm() {
	if ! command -v npm >/dev/null 2>&1
	then
		missing='npm is not installed'
		return
	fi
	if ! has_tools
	then
		fetched=$tools.$$
		mkdir -p "$fetched"
		printf '%s\n' "$wanted" >"$fetched/package.json"
		if ! (cd "$fetched" && npm install --silent --no-audit --no-fund \
			--ignore-scripts --no-update-notifier \
			--fetch-retries=0 --fetch-timeout=20000) \
			>"$fetched/log" 2>&1 </dev/null
		then
			missing="npm cannot get husky and lefthook"
			rm -rf "$fetched"
			return
		fi
		printf '%s\n' "$wanted" >"$fetched/wanted"
		has_tools || rm -rf "$tools"
		mv -T "$fetched" "$tools" 2>/dev/null || rm -rf "$fetched"
	fi
	PATH=$tools/node_modules/.bin:$PATH
	# The same lefthook, without node in front of it.
	for native in "$tools"/node_modules/lefthook-*/bin
	do
		[ -x "$native/lefthook" ] && PATH=$native:$PATH
	done
}

needs_program() {
	command -v "$1" >/dev/null 2>&1 || missing="$2 is not installed"
}

skip_all() {
	[ "$missing" ] || return 0
	skip "$missing"
	done_testing
}

# --- in a test ---

id=2026-11-21-slow
file=postmortems/$id/README.md

# Our program, with a note of each call.
count_calls() {
	cat >"$PM_TRASH/bin/git-postmortem" <<-END
	#!/bin/sh
	echo "\$*" >>"$PM_TRASH/calls"
	exec "$PM_BUILD/git-postmortem" "\$@"
	END
	chmod +x "$PM_TRASH/bin/git-postmortem"
}

standing() {
	count_calls
	printf '%s\n' out err before theirs >>.git/info/exclude
	printf 'one\ntwo\n' >notes.txt
	git add -A
	test_tick
	git commit -q -m 'standing'
}

refuses() {
	rule=$1
	shift
	head=$(git rev-parse HEAD)
	fails_with 1 "$@" >"$PM_TRASH/said" 2>&1
	contains "$PM_TRASH/said" "$rule"
	count 1 "$PM_TRASH/said" ' refused'
	head_is "$head"
}

runs_once() {
	hook=$1
	shift
	: >"$PM_TRASH/calls"
	test_tick
	run_ok "$@"
	count 1 "$PM_TRASH/calls" "hook run $hook"
}

judges() {
	echo more >>notes.txt
	runs_once pre-commit git commit -q -a -m 'no post-mortem'
	write_incomplete $id
	git add -A
	refuses '[owner]' git commit -q -m 'incomplete'
	# What is staged counts, not what lies in the work tree.
	write_complete $id
	refuses '[owner]' git commit -q -m 'incomplete'
	contains $file 'owner:'
	git add -A
	write_incomplete $id
	run_ok git commit -q -m 'complete'
	lacks $file 'owner:'
	refuses '[owner]' git commit -q -a -m 'incomplete'
	git reset -q --hard
	git rm -q -r postmortems/$id
	refuses '[postmortem-removed]' git commit -q -m 'removed'
	git reset -q --hard
	echo more >>notes.txt
	refuses 'Postmortem-Action' \
		git commit -q -a -m 'closes' -m 'Postmortem-Action: no/such'
	runs_once commit-msg git commit -q -a -m 'closes nothing'
	judges_merges "$@"
}

judges_merges() {
	# What the other branch had was judged there, or was never to be.
	git checkout -q -b side
	write_incomplete 2026-11-22-other
	git add -A
	git commit -q --no-verify -m 'incomplete on the side'
	git checkout -q main
	echo more >>notes.txt
	git commit -q -a -m 'main'
	test_tick
	: >"$PM_TRASH/calls"
	run_ok git merge -q --no-edit side
	count 1 "$PM_TRASH/calls" "hook run ${1-pre-merge-commit}"
	# Far enough apart that git merges them without a word.
	git checkout -q -b other
	sed -i 's/^title: .*/&\nlead: carol@example.com/' $file
	git commit -q -a -m 'other'
	git checkout -q main
	sed -i 's/^owner: .*/&\nlead: bob@example.com/' $file
	git commit -q -a -m 'main'
	refuses '[duplicate-key]' git merge -q --no-edit other
	sed -i '/^lead: bob/d' $file
	git add -A
	run_ok git commit -q -m 'conclude'
}

#!/bin/sh
# SPDX-License-Identifier: MIT
# once
#
# With the real husky: our hooks in those that husky starts.

. "${0%/*}/managers.sh"
needs_npm
. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
skip_all

id=2026-11-21-slow

begin 'husky after our hooks hides them; status says so, install mends it'
(
	set -e
	standing
	git postmortem hook install
	husky
	fails_with 1 git postmortem hook status >out
	count 4 out 'not installed; core.hooksPath hides .git/hooks/'
	git postmortem hook install
	run_ok git postmortem hook status >out
	count 4 out 'installed, started by husky'
	judges
	git postmortem hook uninstall >out
	count 4 out ': removed'
	[ "$(ls .husky)" = _ ]
	[ ! -e .git/hooks/pre-commit ]
	fails_with 1 git postmortem hook status
)
end

begin 'our hooks after husky, with a hook that was there, and husky again'
(
	set -e
	standing
	husky
	printf 'echo theirs\n' >.husky/pre-commit
	cp .husky/pre-commit theirs
	git postmortem hook install
	husky
	run_ok git postmortem hook status
	judges
	contains "$PM_TRASH/said" 'merge refused'
	echo more >>notes.txt
	git commit -a -m 'both run' >out 2>&1
	contains out 'theirs'
	git postmortem hook uninstall
	cmp theirs .husky/pre-commit
	[ ! -e .husky/commit-msg ]
)
end

begin 'lines of the team in what husky starts are seen and left alone'
(
	set -e
	standing
	husky
	for hook in pre-commit pre-merge-commit commit-msg
	do
		printf 'git postmortem hook run %s "$@"\n' $hook >.husky/$hook
	done
	git add -A
	git commit -q -m 'hooks'
	run_ok git postmortem hook status >out
	count 3 out 'runs git postmortem'
	git postmortem hook install >out
	count 3 out 'runs git postmortem by itself'
	# The one that nobody ran yet.
	rm .husky/pre-push
	[ -z "$(git status --short .husky)" ]
	judges
	git postmortem hook uninstall >out
	count 3 out 'was left alone'
	[ -z "$(git status --short .husky)" ]
)
end

begin 'HUSKY=0 is a way past every hook, ours too'
(
	set -e
	standing
	husky
	git postmortem hook install
	write_incomplete $id
	git add -A
	refuses '[owner]' git commit -q -m 'incomplete'
	run_ok env HUSKY=0 git commit -q -m 'incomplete'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# once
#
# The demo's year, brought to main as one pull request: by a squash, a rebase
# and picks its records answer as they did.

. "${0%/*}/lib.sh"

begin 'a year answers the same after a squash, a rebase and picks'
(
	set -e
	mkdir demo
	TMPDIR=$PWD/demo sh "$PM_SOURCE/tests/demo.sh" "$PWD/demo.log" \
		>/dev/null
	cd demo/*/year
	unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE
	export GIT_POSTMORTEM_NOW=2026-01-05T12:00:00Z
	root=$(git rev-list --max-parents=0 main)
	git checkout -q -B squashed "$root"
	git merge -q --squash main >/dev/null
	git commit -q --no-verify -m 'The year (#9)'
	git checkout -q -B rebased main
	git rebase -q --no-ff "$root"
	git checkout -q -B picked "$root"
	git cherry-pick --allow-empty --keep-redundant-commits \
		"$root..rebased" >/dev/null
	for way in main squashed rebased picked
	do
		{
			git postmortem report --at $way |
				sed 's/committed in [0-9a-f]*/committed/'
			git postmortem report --at $way --format=csv
			git postmortem action list --all --at $way --format=json
			for record in $(git ls-tree -r --name-only $way \
				postmortems | grep '\.md$')
			do
				git postmortem show --at $way "$record" \
					--format=json |
					jq 'del(.. | .mentions?, .commits?)'
			done
		} >$way.answers
		# What names a commit is another one's there, and who
		# committed is told apart.
		git postmortem check "$root..$way" --format=json |
			jq -r '.findings[] | "\(.rule) \(.path)"' |
			grep -v -e '^evidence-' -e '^promise-by-other' |
			sort -u >$way.findings || :
	done
	[ "$(wc -l <main.answers)" -gt 500 ]
	for way in squashed rebased picked
	do
		same $way.answers main.answers
		same $way.findings main.findings
	done
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# check <base>..<head> over several commits: what lies between is not seen.

. "${0%/*}/lib.sh"

# An item that was proposed, accepted and done, a commit each.
begin 'steps that were taken one by one are none that was skipped'
(
	set -e
	git postmortem init --skip-hooks --commit
	git postmortem new 'Slow search' --severity minor --commit
	git postmortem action add slow 'Cache the facets' --commit
	base=$(git rev-parse HEAD)
	git postmortem action accept cache --due +1w --commit
	git postmortem action start cache --commit
	git postmortem action 'done' cache --evidence HEAD --commit
	run_ok git postmortem check "$base..HEAD" >out
	lacks out '[state-transition]'
)
end

begin 'a step that one commit skips is told'
(
	set -e
	git postmortem init --skip-hooks --commit
	git postmortem new 'Slow search' --severity minor --commit
	git postmortem action add slow 'Cache the facets' --commit
	item=$(git ls-files '*cache*')
	sed 's/^state: .*/state: done/' "$item" >new
	echo 'evidence: https://example.com/1' >evidence
	awk '/^state/ { print; while ((getline line < "evidence") > 0)
		print line; next } { print }' new >"$item"
	rm new evidence
	git commit -q -a -m 'done at once'
	run_ok git postmortem check HEAD~1..HEAD >out
	contains out '[state-transition]'
)
end

begin 'a proposal again is told over any number of commits'
(
	set -e
	git postmortem init --skip-hooks --commit
	git postmortem new 'Slow search' --severity minor --commit
	git postmortem action add slow 'Cache the facets'
	git postmortem action accept cache --due +1w
	git commit -q -m 'accepted'
	base=$(git rev-parse HEAD)
	git postmortem action start cache --commit
	item=$(git ls-files '*cache*')
	sed 's/^state: .*/state: proposed/' "$item" >new
	cat new >"$item"
	rm new
	git commit -q -a -m 'again'
	fails_with 1 git postmortem check "$base..HEAD" >out
	contains out 'state is proposed, and the last event of it'
	# One without a history.
	sed '/^## History/,$d' "$item" >new
	git checkout -q HEAD~1 "$item"
	sed -i '/^## History/,$d' "$item"
	git commit -q -a -m 'as in 0.1'
	cat new >"$item"
	rm new
	git commit -q -a -m 'again'
	fails_with 1 git postmortem check HEAD~1..HEAD >out
	contains out 'becomes a proposal again'
)
end

begin 'a folder that is renamed together with its title is not removed'
(
	set -e
	git postmortem init --commit
	git postmortem new 'Slow search' --severity minor
	git postmortem action add slow 'Cache the facets'
	git commit -q -m 'begin'
	old=$(git ls-files '*/README.md')
	old=${old%/README.md}
	git mv "$old" postmortems/2026-12-01-search-times-out
	document=postmortems/2026-12-01-search-times-out/README.md
	sed 's/^title: .*/title: Search times out/' "$document" >new
	cat new >"$document"
	rm new
	run_ok git commit -q -a -m 'a better name'
	run_ok git postmortem check HEAD~1..HEAD >out
	lacks out 'removed'
)
end

begin 'a range asks nothing of the index, and so takes a damaged one'
(
	set -e
	git postmortem init --commit
	git postmortem new 'Slow search' --severity minor --commit
	document=$(git ls-files '*/README.md')
	sed 's/^status: draft/status: in-review/' "$document" >new
	mv new "$document"
	git commit -q --no-verify -a -m 'in a hurry'
	echo damaged >.git/index
	fails_with 1 git postmortem check HEAD~1..HEAD >out
	contains out 'section-empty'
)
end

done_testing

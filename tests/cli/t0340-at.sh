#!/bin/sh
# SPDX-License-Identifier: MIT
#
# --at: records as they stood at a revision or on a day.

. "${0%/*}/lib.sh"

# One item that is proposed, accepted and done on three days.
story() {
	git postmortem init --skip-hooks
	export GIT_AUTHOR_DATE='2026-11-02T10:00:00Z'
	export GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
	git add -A
	git commit -q -m 'begin'
	git postmortem new 'Slow search' --severity minor --date 2026-11-03
	git postmortem action add slow 'Cache the facets'
	GIT_COMMITTER_DATE='2026-11-03T10:00:00Z' git commit -q -m 'propose'
	GIT_POSTMORTEM_NOW=2026-11-04 git postmortem action accept cache \
		--due 2026-11-20
	GIT_COMMITTER_DATE='2026-11-10T10:00:00Z' git commit -q -m 'accept'
	git tag accepted
	git postmortem action 'done' cache --evidence https://example.com/7
	GIT_COMMITTER_DATE='2026-11-17T10:00:00Z' git commit -q -m 'done'
}

begin 'action list --at a day shows the states of that day'
(
	set -e
	story
	git postmortem action list -a --at 2026-11-03 >out
	contains out 'proposed'
	git postmortem action list -a --at 2026-11-09 >out
	contains out 'proposed'
	git postmortem action list -a --at 2026-11-10 >out
	contains out 'accepted'
	git postmortem action list -a --at '2 weeks ago' >out
	contains out 'done'
)
end

begin 'what was overdue on a day is told by that day'
(
	set -e
	story
	export GIT_POSTMORTEM_NOW=2027-01-05
	git postmortem action list --overdue --at 2026-11-16 >out
	[ ! -s out ]
	git postmortem show cache --at 2026-11-16 --format=json >out
	contains out '"overdue": false'
	git postmortem --at 2026-11-16 >out
	lacks out 'Overdue'
	# A revision is a place and no day.
	git postmortem action list --overdue --at accepted >out
	contains out cache-the-facets
	git postmortem show cache --at accepted --format=json >out
	contains out '"overdue": true'
)
end

begin 'a day before the branch began is an error, not an empty list'
(
	set -e
	story
	fails_with 128 git postmortem list --at 2026-11-01 2>err
	contains err 'had no commit on 2026-11-01'
)
end

begin 'what was merged later was not there yet'
(
	set -e
	story
	git checkout -q -b side accepted~1
	git postmortem new 'On a side branch' --severity minor --date 2026-11-04
	GIT_COMMITTER_DATE='2026-11-04T10:00:00Z' git commit -q -m 'side'
	git checkout -q main
	GIT_COMMITTER_DATE='2026-11-20T10:00:00Z' \
		git merge -q --no-edit side
	git postmortem list --at 2026-11-18 >out
	lacks out 'side-branch'
	git postmortem list --at 2026-11-20 >out
	contains out 'side-branch'
)
end

begin 'a tag that is called like a day comes first'
(
	set -e
	story
	git tag 2026-11-17 accepted
	git postmortem action list -a --at 2026-11-17 2>err >out
	contains out 'accepted'
)
end

begin 'show, list, check, log and the bare command take a day'
(
	set -e
	story
	git postmortem show cache --at 2026-11-10 >out
	contains out 'accepted'
	git postmortem list --at 2026-11-03 >out
	contains out '1/1'
	git postmortem check --at 2026-11-03 >out
	contains out '1 post-mortem checked'
	git postmortem log cache --at 2026-11-10 >out
	contains out 'proposed → accepted'
	lacks out 'done'
	git postmortem --at 2026-11-03 >out
	contains out 'Proposed'
)
end

begin 'neither a revision nor a day is an error'
(
	set -e
	story
	fails_with 128 git postmortem list --at nonsense 2>err
	contains err "'nonsense' names no single commit"
)
end

begin 'HEAD as evidence becomes the commit that it names'
(
	set -e
	story
	git postmortem action reopen cache
	git postmortem action 'done' cache --evidence HEAD
	contains "$(git ls-files '*cache*')" "evidence: $(git rev-parse HEAD)"
)
end

begin 'an abbreviated commit stays as it was typed'
(
	set -e
	story
	short=$(git rev-parse --short HEAD)
	git postmortem action reopen cache
	git postmortem action 'done' cache --evidence "$short" >out
	contains out "evidence $short (set)"
)
end

begin 'a clock time behind a start of another day is of that day'
(
	set -e
	git postmortem new 'Yesterday' --started 2026-11-30T09:00Z \
		--detected 9:31
	contains "$(git ls-files '*yesterday*')" \
		'detected: 2026-11-30T09:31Z'
)
end

done_testing

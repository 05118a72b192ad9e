#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Days and times that cannot be: a promise for yesterday, an incident of
# tomorrow. What was right when it was written stays right.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
file=postmortems/$id/README.md
item=postmortems/$id/actions/warm.md

refused() {
	git add -A .
	fails_with 1 git commit -q -m 'wrong' 2>err
	contains err "$1"
	git reset -q --hard
}

standing() {
	git postmortem hook install
	write_complete $id
	sed -i 's/^severity/started: 2026-11-21T14:00Z\nseverity/' $file
	write_item $id warm 2026-12-19
	git add -A .
	git commit -q -m 'an incident'
}

begin 'new takes no times that cannot be, and writes nothing'
(
	set -e
	fails_with 128 git postmortem new Slow --started 2026-11-30T09:31Z \
		--detected 2026-11-30T09:12Z 2>err
	contains err 'detected (2026-11-30T09:12Z) is before started'
	contains err 'correct the time or its zone'
	fails_with 128 git postmortem new Slow --started 2027-11-30T09:31Z 2>err
	contains err 'is still to come'
	fails_with 128 git postmortem new Slow --started 2026-11-30T09:31Z \
		--resolved 2026-11-30T09:30Z 2>err
	contains err 'resolved (2026-11-30T09:30Z) is before started'
	fails_with 128 git postmortem new Slow --date 2027-11-30 2>err
	contains err '--date 2027-11-30 is still to come'
	[ ! -e postmortems ]
	run_ok git postmortem new Slow --started 2026-11-30T09:12Z \
		--detected 2026-11-30T09:12Z
	run_ok git postmortem new Now --started now
	mkdir .postmortem
	echo 'rules: {times-order: warning}' >.postmortem/policy.yaml
	run_ok git postmortem new Odd --started 2026-11-30T09:31Z \
		--detected 2026-11-30T09:12Z 2>err
	contains err 'warning: detected (2026-11-30T09:12Z) is before'
)
end

begin 'a commit takes no day that cannot be'
(
	set -e
	standing
	sed -i 's/^due: .*/due: 2026-11-30/' $item
	refused 'it is promised for 2026-11-30, which has passed'
	write_item $id other 2026-12-01
	refused '[due-past]'
	sed -i 's/^started: .*/started: 2026-12-02T23:00Z/' $file
	refused 'started (2026-12-02T23:00Z) is still to come'
	sed -i 's/^started: .*/&\nmitigated: 2027-01-01T00:00Z/' $file
	refused 'mitigated (2027-01-01T00:00Z) is still to come'
	sed -i 's/^started: .*/&\ndetected: 2026-11-21T13:59Z/' $file
	refused 'detected (2026-11-21T13:59Z) is before started'
	sed -i 's/^started: .*/&\ndebrief: {date: 2026-11-20}/' $file
	refused 'the debrief (2026-11-20) is before the incident started'
	sed -i 's/^started: .*/&\ndebrief: {date: 2026-11-21}/' $file
	git add -A .
	run_ok git commit -q -m 'right'
)
end

begin 'what was so before, or is no promise, stands in nobody''s way'
(
	set -e
	standing
	sed -i 's/^started: .*/&\ndebrief: {date: 2026-11-20}/' $file
	sed -i 's/^due: .*/due: 2026-11-30/' $item
	git add -A .
	git commit -q --no-verify -m 'let through'
	sed -i 's/^state: .*/state: in-progress/' $item
	echo 'More.' >>$file
	git add -A .
	run_ok git commit -q -m 'more' 2>err
	lacks err due-past
	write_item $id idea 2026-11-30
	sed -i 's/^state: .*/state: proposed/' \
		postmortems/$id/actions/idea.md
	git add -A .
	run_ok git commit -q -m 'an idea'
)
end

begin 'a promise that was made in time is judged by its day, not by ours'
(
	set -e
	standing
	base=$(git rev-parse HEAD)
	write_item $id other 2026-12-05
	git add -A .
	git commit -q -m 'promise'
	GIT_POSTMORTEM_NOW=2027-01-05
	export GIT_POSTMORTEM_NOW
	run_ok git postmortem check "$base..HEAD" >out
	lacks out due-past
	git checkout -q -b side "$base"
	git commit -q --allow-empty -m 'elsewhere'
	run_ok git merge -q --no-ff -m 'merge' main 2>err
	lacks err due-past
	# But what the merge itself makes of it is its own.
	git reset -q --hard HEAD~
	git merge -q --no-ff --no-commit main
	sed -i 's/^due: .*/due: 2026-12-20/' $item
	git add -A .
	fails_with 1 git commit -q -m 'merge' 2>err
	contains err 'it is promised for 2026-12-20, which has passed'
)
end

done_testing

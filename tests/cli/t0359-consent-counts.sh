#!/bin/sh
# SPDX-License-Identifier: MIT
#
# check --consent: an approval counts for what stood in the commit that was
# approved, and for nothing that came later.

# Variables are those of asking.sh.
# shellcheck disable=SC2030,SC2031,SC2034,SC2086,SC2154

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/asking.sh"

# In alice's pull request stands that bob accepts, in a commit before of which
# nothing stands, the tag "before"; "at" is the one with it.
pull() {
	base_of_alice
	known
	git switch -q -c topic
	echo text >>"$(document $id)"
	by alice 'some text'
	git tag before
	write "$is_accepted" "$proposed" "$accepted"
	by alice 'accept for bob'
	git tag at
}

# later: something else is pushed
later() {
	sed 's/^type/priority: high\n&/' $item >next
	mv next $item
	echo other >>other.txt
	by alice 'something else'
}

begin 'without an approval it is an error, and says what to do'
(
	set -e
	pull
	run_ok check base...HEAD
	contains said 'warning: waits for @rob-gh: "2026-12-02 bob: accepted'
	github
	fails_with 1 check base...HEAD --consent gh.json
	asked 1
	contains flat "$item:14: error: waits for @rob-gh, who has not approved: \"2026-12-02 bob: accepted, due 2027-01-10\""
	contains flat 'fix: let @rob-gh approve the pull request, or commit it themselves'
	# Somebody else's approval is not his, nor is that of who is called so.
	github 'carol-gh APPROVED HEAD' 'bob APPROVED HEAD'
	fails_with 1 check base...HEAD --consent gh.json
	asked 1
)
end

begin 'an approval counts from the commit on that has the event'
(
	set -e
	pull
	github 'rob-gh APPROVED before'
	fails_with 1 check base...HEAD --consent gh.json
	contains flat "waits for @rob-gh, who approved $(git rev-parse before | cut -c 1-12), where this did not stand yet:"
	contains flat 'fix: let @rob-gh approve it as it is now'
	github 'rob-gh APPROVED at'
	run_ok check base...HEAD --consent gh.json
	asked 0
	later
	github 'rob-gh APPROVED HEAD'
	run_ok check base...HEAD --consent gh.json
	asked 0
)
end

begin 'an unrelated push after it takes nothing away, and a later event waits'
(
	set -e
	pull
	later
	github 'rob-gh APPROVED at'
	run_ok check base...HEAD --consent gh.json
	asked 0
	# Its file may even be renamed.
	git mv $item postmortems/$id/actions/alarm.md
	by alice 'rename'
	github 'rob-gh APPROVED at'
	run_ok check base...HEAD --consent gh.json
	asked 0
	git mv postmortems/$id/actions/alarm.md $item
	write "$is_moved" "$proposed" "$accepted" "$moved"
	by alice 'and move it'
	github 'rob-gh APPROVED at'
	fails_with 1 check base...HEAD --consent gh.json
	asked 1
	contains flat '"2026-12-02 bob: due 2027-01-24"'
	lacks said 'more'
	github 'rob-gh APPROVED at' 'rob-gh APPROVED HEAD'
	run_ok check base...HEAD --consent gh.json
	# Other words are another event.
	write "$is_moved" "$proposed" "$accepted" "${moved%%: the*}: I forgot"
	by alice 'reword'
	github 'rob-gh APPROVED at' 'rob-gh APPROVED HEAD~'
	fails_with 1 check base...HEAD --consent gh.json
	asked 1
)
end

begin 'a dismissed approval is none, and a comment after one changes nothing'
(
	set -e
	pull
	github 'rob-gh DISMISSED at'
	fails_with 1 check base...HEAD --consent gh.json
	contains flat 'who has no approval that was not dismissed'
	github 'rob-gh APPROVED at' 'rob-gh COMMENTED HEAD'
	run_ok check base...HEAD --consent gh.json
	asked 0
	github 'rob-gh COMMENTED at'
	fails_with 1 check base...HEAD --consent gh.json
	contains flat 'who commented, and has not approved'
)
end

begin 'changes requested after an approval take it back, until dismissed'
(
	set -e
	pull
	github 'rob-gh APPROVED at' 'rob-gh CHANGES_REQUESTED at'
	fails_with 1 check base...HEAD --consent gh.json
	contains flat 'waits for @rob-gh, who asked for changes:'
	github 'rob-gh APPROVED at' 'rob-gh DISMISSED at'
	run_ok check base...HEAD --consent gh.json
	asked 0
	github 'rob-gh APPROVED at' 'rob-gh CHANGES_REQUESTED at' \
		'rob-gh APPROVED at'
	run_ok check base...HEAD --consent gh.json
	asked 0
)
end

begin 'what was approved and then forced away has to be asked for again'
(
	set -e
	pull
	old=$(git rev-parse at)
	git tag -d at >/dev/null
	git commit -q --amend -m 'accept for bob, again'
	# Here it can still be read.
	github "rob-gh APPROVED $old"
	run_ok check base...HEAD --consent gh.json
	asked 0
	git clone -q "file://$PWD" ../elsewhere
	cp gh.json ../elsewhere
	cd ../elsewhere
	fails_with 1 check origin/main...HEAD --consent gh.json ||
		fails_with 1 check base...HEAD --consent gh.json
	contains flat "waits for @rob-gh, who approved $(echo "$old" | cut -c 1-12), which is not here:"
	contains flat "git fetch origin $old"
	contains flat 'or let @rob-gh approve again'
)
end

begin 'a pull request of a fork is asked like any other'
(
	set -e
	pull
	fork=true github
	fails_with 1 check base...HEAD --consent gh.json
	fork=true github 'rob-gh APPROVED at'
	run_ok check base...HEAD --consent gh.json
	asked 0
)
end

begin 'of GitLab counts what was there when it was approved'
(
	set -e
	pull
	later
	gitlab 2026-12-02T10:00:00.500Z HEAD=2026-12-02T12:00:00.000Z \
		at=2026-12-02T10:00:00.000Z before=2026-12-01T09:00:00.000Z
	asking='--consent mr.json --consent approvals.json --consent versions.json'
	run_ok check base...HEAD $asking
	asked 0
	gitlab 2026-12-02T09:00:00.500Z HEAD=2026-12-02T12:00:00.000Z \
		at=2026-12-02T10:00:00.000Z before=2026-12-01T09:00:00.000Z
	fails_with 1 check base...HEAD $asking
	contains flat 'where this did not stand yet'
)
end

begin 'of GitLab without a time an approval counts only where pushes reset it'
(
	set -e
	pull
	gitlab '' HEAD=2026-12-02T12:00:00.000Z
	asking='--consent mr.json --consent approvals.json --consent versions.json'
	fails_with 1 check base...HEAD $asking
	contains flat 'waits for @rob-gh, who approved, but GitLab does not tell when'
	cp "$PM_SOURCE/tests/data/forge/gitlab-project-approvals.json" project.json
	run_ok check base...HEAD $asking --consent project.json
	asked 0
)
end

begin 'Gitea tells what was approved, and what was dismissed'
(
	set -e
	pull
	gitea 'rob-gh APPROVED at'
	run_ok check base...HEAD --consent pull.json --consent reviews.json
	asked 0
	gitea 'rob-gh APPROVED at true'
	fails_with 1 check base...HEAD --consent pull.json --consent reviews.json
	gitea 'rob-gh APPROVED before'
	fails_with 1 check base...HEAD --consent pull.json --consent reviews.json
	contains flat 'where this did not stand yet'
)
end

begin 'of two persons in one squash each answers for themselves'
(
	set -e
	pull
	owner=carol write "$is_moved" "$proposed" "$accepted" "$moved" \
		'2026-12-02 carol: owner carol'
	git reset -q --soft base
	by alice 'accept, move and hand over (#12)'
	github 'rob-gh APPROVED HEAD'
	fails_with 1 check base...HEAD --consent gh.json
	asked 1
	contains flat 'waits for @carol-gh, who has not approved:'
	github 'carol-gh APPROVED HEAD'
	fails_with 1 check base...HEAD --consent gh.json
	asked 1
	contains flat 'waits for @rob-gh'
	github 'carol-gh APPROVED HEAD' 'rob-gh APPROVED HEAD'
	run_ok check base...HEAD --consent gh.json
	git commit -q --amend -m "accept, move and hand over (#12)

Co-authored-by: Rob <7+rob-gh$private.github.com>"
	github 'carol-gh APPROVED HEAD'
	run_ok check base...HEAD --consent gh.json
	asked 0
)
end

begin 'a private address is a login, and a bot is nobody'
(
	set -e
	owner=7+robbie$private.github.com
	base_of_alice "${proposed%bob}$owner"
	git switch -q -c topic
	write "$is_accepted" "${proposed%bob}$owner" \
		"2026-12-02 $owner: accepted, due 2027-01-10"
	by alice 'accept for robbie'
	github 'robbie APPROVED HEAD'
	run_ok check base...HEAD --consent gh.json
	asked 0
	github 'robbie[bot] APPROVED HEAD'
	fails_with 1 check base...HEAD --consent gh.json
	asked 1
)
end

begin 'who is handed a promise consents by approving it'
(
	set -e
	pull
	owner=carol write "$is_accepted" "$proposed" \
		'2026-12-02 alice: accepted, owner carol, due 2027-01-10'
	by alice 'promise for carol'
	github
	fails_with 1 check base...HEAD --consent gh.json
	asked 1
	contains flat 'waits for @carol-gh, who has not approved: "2026-12-02 alice: accepted, owner carol, due 2027-01-10" promises it for them'
	github 'carol-gh APPROVED HEAD'
	run_ok check base...HEAD --consent gh.json
	asked 0
)
end

begin 'what version 0.1 wrote is consented to as well'
(
	set -e
	pull
	git reset -q --hard base
	write "$is_proposed"
	by alice 'no history'
	git tag -f base >/dev/null
	git switch -q -C topic
	write "$is_accepted"
	by alice 'accept for bob'
	github
	fails_with 1 check base...HEAD --consent gh.json
	asked 1
	github 'rob-gh APPROVED HEAD'
	run_ok check base...HEAD --consent gh.json
	asked 0
)
end

begin 'a policy that does not ask is not overruled, and a waiver holds'
(
	set -e
	pull
	github
	printf 'rules:\n  promise-by-other: off\n' >>.postmortem/policy.yaml
	by alice 'do not ask'
	github
	run_ok check base...HEAD --consent gh.json
	asked 0
	fails_with 1 check base...HEAD --policy-at base --consent gh.json
)
end

begin 'the answers must be of the range'
(
	set -e
	pull
	github 'rob-gh APPROVED at'
	later
	# Newer than the answers: nobody knows of what they are.
	fails_with 128 check base...HEAD --consent gh.json
	contains flat "the answers are of a pull request at $(git rev-parse at | cut -c 1-12), and the range ends at $(git rev-parse HEAD | cut -c 1-12)"
	# Older, as when somebody pushes meanwhile.
	head=HEAD github 'rob-gh APPROVED at'
	run_ok check base...HEAD~ --consent gh.json
	# Its merge, as pipelines check out.
	git switch -q --detach base
	echo main >main.txt
	by alice 'meanwhile'
	test_tick
	git merge -q --no-edit topic >out
	run_ok check HEAD^1...HEAD --consent gh.json
	asked 0
	head=topic
	sed "s/$(git rev-parse topic)/1f0c111111111111111111111111111111111111/g" \
		gh.json >other.json
	fails_with 128 check HEAD^1...HEAD --consent other.json
	contains flat 'at 1f0c11111111, which is not here, and the range ends at'
	git switch -q topic
	gitlab '2026-12-02T10:00:00.500Z'
	fails_with 128 check base...HEAD --consent approvals.json
	contains flat 'no answer tells the newest commit'
)
end

done_testing

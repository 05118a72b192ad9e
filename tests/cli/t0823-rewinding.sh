#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What cherry-pick, revert and rebase leave, which run no hook that refuses.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/merging.sh"

# A complete post-mortem, a proposal, and its life in commits with tags.
live() {
	adopt
	write_body >body
	document 'title: Slow checkout' 'status: draft' 'severity: minor' \
		'owner: alice' 'started: 2026-11-21T14:00:00Z' \
		'detected: 2026-11-21T14:05:00Z' \
		'resolved: 2026-11-21T14:35:00Z'
	sed -i '/^## Summary/,$d' "$DOC"
	cat body >>"$DOC"
	rm body
	commit_all 'write it'
	git tag begun
	for step in accept start 'done --evidence https://example.com/1'
	do
		# shellcheck disable=SC2086
		git postmortem action $step warm >/dev/null
		commit_all "$step"
		git tag "${step%% *}"
	done
}

begin 'an acceptance that is reverted is told, with the way on'
(
	set -e
	live
	git reset -q --hard accept
	run_ok git revert --no-edit HEAD >/dev/null
	contains "$ITEM" 'state: proposed'
	run_ok git postmortem check warm
	run_ok git postmortem check accept..HEAD >out
	contains out '[history-taken-back]'
	lacks out '[state-transition]'
	# One way on,
	run_ok git postmortem check --fix >/dev/null
	contains "$ITEM" ": accepted"
	contains "$ITEM" ': proposed: reverts "accept"'
	commit_all 'told'
	run_ok git postmortem check accept..HEAD >out
	lacks out '[history-'
	# and another.
	git reset -q --hard accept
	git postmortem action decline warm --reason 'too dear' >/dev/null
	commit_all 'decline'
	run_ok git postmortem check accept..HEAD >out
	lacks out state-transition
)
end

begin 'one that no history tells is refused'
(
	set -e
	live
	git reset -q --hard begun
	sed 's/^state: .*/state: accepted\
due: 2026-12-20/' "$ITEM" >accepted
	mv accepted "$ITEM"
	commit_all 'accept by hand'
	git revert --no-edit HEAD >/dev/null
	fails_with 1 git postmortem check HEAD~..HEAD >out
	contains out 'accepted becomes a proposal again [state-transition]'
	contains out 'a revert undoes no promise'
	contains out 'git postmortem action decline'
)
end

begin 'reverting and accepting again comes to nothing'
(
	set -e
	live
	git reset -q --hard accept
	git revert --no-edit HEAD >/dev/null
	git revert --no-edit HEAD >/dev/null
	run_ok git postmortem check accept..HEAD
	git diff --exit-code accept HEAD
)
end

begin 'reverting done reopens it, and reverting an older step conflicts'
(
	set -e
	live
	fails_with 1 git revert --no-edit accept 2>err
	contains err 'conflict in state'
	contains "$ITEM" '<<<<<<<'
	fails_with 1 git postmortem check warm
	git revert --abort
	run_ok git revert --no-edit 'done' >/dev/null
	contains "$ITEM" 'state: in-progress'
	run_ok git postmortem check warm
	run_ok git postmortem check 'done..HEAD' >out
	contains out '[history-taken-back]'
	lacks out '[state-transition]'
)
end

begin 'done, picked onto a branch where it is only proposed, is a conflict'
(
	set -e
	live
	git checkout -q -b release begun
	fails_with 1 git cherry-pick 'done' 2>err
	contains err 'conflict in state'
	fails_with 1 git postmortem check warm
	git cherry-pick --abort
	# With the steps that led there it is none.
	run_ok git cherry-pick begun..done >/dev/null
	run_ok git postmortem check begun..HEAD
	git diff --exit-code 'done' HEAD
)
end

begin 'an item that the branch does not have is git'\''s conflict'
(
	set -e
	live
	git checkout -q -b release begun
	git rm -q "$ITEM"
	commit_all 'not here'
	fails_with 1 git cherry-pick accept >out 2>&1
	contains out 'modify/delete'
	fails_with 128 git commit -q -m 'as it is'
	git cherry-pick --abort
)
end

begin 'a branch of item changes is rebased over others without a word'
(
	set -e
	live
	git checkout -q -b topic begun
	sed -i 's/^type: .*/type: detect/' "$ITEM"
	commit_all type
	sed -i 's/^title: .*/title: Warm it/' "$ITEM"
	commit_all title
	run_ok git rebase -q 'done'
	contains "$ITEM" 'state: done'
	contains "$ITEM" 'type: detect'
	contains "$ITEM" 'title: Warm it'
	run_ok git postmortem check 'done..HEAD'
)
end

done_testing

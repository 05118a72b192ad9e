#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The merge driver and the history of a record: what the commands write, what
# check mends, and where there is no policy, another one, or too much.

. "${0%/*}/lib.sh"
. "${0%/*}/merging.sh"
. "${0%/*}/ledgers.sh"

history() {
	sed '1,/^## /d' "$1" | sed '/^$/d'
}

begin 'what two people did by commands on two branches is told in one history'
(
	set -e
	adopt
	git postmortem action accept warm >/dev/null
	commit_all accept
	git checkout -q -b theirs
	git postmortem action set warm --due 2026-12-30 \
		--reason 'the vendor is late' >/dev/null
	commit_all move
	git checkout -q -b ours main
	git postmortem action start warm >/dev/null
	commit_all start
	run_ok git merge -q -m merge theirs
	history "$ITEM" >out
	count 1 out ': in-progress'
	count 1 out ': due 2026-12-30: the vendor is late'
	contains "$ITEM" 'state: in-progress'
	contains "$ITEM" 'due: 2026-12-30'
	git postmortem check main..HEAD >out || :
	lacks out '[history-'
)
end

begin 'a reverted event that later ones stand on is told by check --fix'
(
	set -e
	given proposed
	on_ours accept hand-over
	git revert --no-edit HEAD^ >/dev/null
	[ "$(outcome)" = 'carol: P A X' ]
	git postmortem check warm >out || :
	contains out 'does not say that state is proposed'
	git postmortem check --fix --commit >out || :
	tail -n 1 "$ITEM" >last
	contains last 'proposed'
	rm last
	git postmortem check >out || :
	lacks out '[history-'
)
end

begin 'what check --fix told of a revert merges with what came meanwhile'
(
	set -e
	given accepted
	on_ours move
	git branch -f theirs
	git revert --no-edit HEAD >/dev/null
	[ "$(outcome)" = 'as it was: P A' ]
	git postmortem check --fix --commit
	contains "$ITEM" 'the vendor is late'
	contains "$ITEM" ': reverts "'
	on_theirs hand-over
	run_ok git merge -q -m merge theirs
	contains "$ITEM" 'due: 2027-01-10'
	contains "$ITEM" 'owner: carol'
	[ "$(letters "$ITEM")" = 'P A M X ?' ]
	git postmortem check theirs..HEAD >out || :
	lacks out '[history-'
)
end

begin 'a post-mortem has a history as well'
(
	set -e
	adopt
	printf '\n## History\n\n- 2026-11-21 alice: draft\n' >>"$DOC"
	commit_all 'a history'
	git checkout -q -b theirs
	sed -i 's/^owner: .*/owner: bob/' "$DOC"
	echo '- 2026-11-23 bob: owner bob' >>"$DOC"
	commit_all owner
	git checkout -q -b ours main
	sed -i 's/^status: .*/status: in-review/' "$DOC"
	echo '- 2026-11-22 alice: in-review' >>"$DOC"
	commit_all status
	run_ok git merge -q -m merge theirs
	tail -n 3 "$DOC" >out
	same out - <<-'END'
	- 2026-11-21 alice: draft
	- 2026-11-22 alice: in-review
	- 2026-11-23 bob: owner bob
	END
	contains "$DOC" 'status: in-review'
	contains "$DOC" 'owner: bob'
)
end

begin 'the policy says what the section is called, and who is who'
(
	set -e
	given accepted
	cat >.postmortem/policy.yaml <<-'END'
	sections:
	  Verlauf: {aliases: [History]}
	people:
	  bob: {name: Bob Example, email: bob@example.com}
	END
	sed -i 's/^## History/## Verlauf/' "$ITEM"
	commit_all 'in German'
	git branch -f ours
	git branch -f theirs
	on_ours start
	on_theirs start move
	git checkout -q theirs
	sed -i 's/12-03 bob:/12-03 bob@example.com:/' "$ITEM"
	commit_all 'an address'
	git checkout -q ours
	run_ok git merge -q -m merge theirs
	contains "$ITEM" 'state: in-progress'
	[ "$(history "$ITEM" | grep -c .)" = 4 ]
	count 1 "$ITEM" 'bob: in-progress'
	count 1 "$ITEM" 'the vendor is late'
)
end

begin 'without a policy, or with one that cannot be read, it is the usual one'
(
	set -e
	given accepted
	on_ours start
	on_theirs move
	tree=$(git merge-tree --write-tree ours theirs)
	for how in no broken folder
	do
		rm -rf .postmortem/policy.yaml
		case $how in
		broken) echo 'rules: [' >.postmortem/policy.yaml ;;
		folder) mkdir .postmortem/policy.yaml ;;
		esac
		[ "$(git merge-tree --write-tree ours theirs)" = "$tree" ]
	done
	git clone -q --bare . ../bare
	driver=$(git config merge.postmortem.driver)
	cd ../bare
	git config merge.postmortem.driver "$driver"
	echo '*.md merge=postmortem' >info/attributes
	[ "$(git merge-tree --write-tree ours theirs)" = "$tree" ]
)
end

begin 'a history of more events than are put side by side merges by text'
(
	set -e
	given accepted
	i=0
	while [ $i -lt 1001 ]
	do
		echo "- 2026-12-02 bob: owner bob: $i"
		i=$((i + 1))
	done >>"$ITEM"
	commit_all many
	git branch -f ours
	git branch -f theirs
	on_ours start
	on_theirs west
	fails_with 1 git merge theirs
	contains "$ITEM" '<<<<<<< ours'
	grep -q '^- .*: in-progress' "$ITEM"
	grep -q 'said in Honolulu' "$ITEM"
	git merge --abort
	git checkout -q -B ours main
	on_ours priority
	run_ok git merge -q -m merge theirs
)
end

begin 'who resolves a conflict is told that the history has a say'
(
	set -e
	given accepted
	on_ours move
	on_theirs move-far
	fails_with 1 git merge theirs 2>"$PM_TRASH/err"
	contains "$PM_TRASH/err" \
		'conflict in due; its history has the events of both'
	git merge --abort
	on_theirs priority
	git checkout -q -B ours main
	field due 2027-01-11
	commit_all 'by hand'
	fails_with 1 git merge theirs 2>"$PM_TRASH/err"
	contains "$PM_TRASH/err" 'conflict in due'
	lacks "$PM_TRASH/err" 'history'
)
end

begin 'two wordings of one reason are a conflict in the history'
(
	set -e
	given accepted
	edit move
	commit_all move
	git branch -f ours
	git branch -f theirs
	on_ours reword
	git checkout -q theirs
	sed -i 's/the vendor is late/they are late/' "$ITEM"
	event '2026-12-05 bob: owner bob: still'
	commit_all 'other words'
	git checkout -q ours
	fails_with 1 git merge theirs 2>err
	contains err 'conflict in history'
	tail -n 6 "$ITEM" >out
	same out - <<-'END'
	<<<<<<< ours
	- 2026-12-04 bob: due 2027-01-24: the vendor was late
	=======
	- 2026-12-04 bob: due 2027-01-24: they are late
	>>>>>>> theirs
	- 2026-12-05 bob: owner bob: still
	END
	fails_with 1 git postmortem check >out
	contains out '[conflict-markers]'
)
end

done_testing

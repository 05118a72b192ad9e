#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What two branches that write the history of one item come to: merged by
# text, as a forge does it, by the driver, and in the eyes of check.
#
# An outcome has the fields that are not as in the base, and the events by
# their letters; the base has P (proposed), and A when it is accepted.

. "${0%/*}/lib.sh"
. "${0%/*}/merging.sh"
. "${0%/*}/ledgers.sh"

# row SENTENCE BASE OURS THEIRS PLAIN DRIVER [TOLD]
row() {
	begin "$1"
	(
		set -e
		given "$2"
		# shellcheck disable=SC2086 # words
		on_ours $3
		# shellcheck disable=SC2086
		on_theirs $4
		merges "$5" "$6" "${7-}"
	)
	end
}

# --- no conflict on a forge ---

row 'accept merges beside another priority' proposed accept priority \
	'accepted 2027-01-10 high: P A' 'accepted 2027-01-10 high: P A'
row 'accept merges beside another team' proposed accept team \
	'accepted 2027-01-10 net: P A' 'accepted 2027-01-10 net: P A'
row 'accept merges beside another description' proposed accept describe \
	'accepted 2027-01-10 text: P A' 'accepted 2027-01-10 text: P A'
row 'accept merges beside a new item' proposed accept other \
	'accepted 2027-01-10: P A' 'accepted 2027-01-10: P A'
row 'what both sides did alike is done once' proposed accept accept \
	'accepted 2027-01-10: P A' 'accepted 2027-01-10: P A'
row 'the same event of one day on both sides is one' accepted west west \
	'as it was: P A W' 'as it was: P A W'
row 'a revert merges beside another priority' accepted 'move revert' \
	priority 'high: P A' 'high: P A'

# --- two events: the driver takes both ---

row 'start and move' accepted start move \
	'conflict in state due history' 'in-progress 2027-01-24: P A S M'
row 'move and start' accepted move start \
	'conflict in state due history' 'in-progress 2027-01-24: P A S M'
row 'move and hand over' accepted move hand-over \
	'conflict in due owner history' '2027-01-24 carol: P A M X'
row 'done and moved' accepted 'done' move \
	'conflict in state due evidence history' \
	'done 2027-01-24 PR-7: P A M D'
row 'the same event, and one that only theirs has' accepted move \
	'move start' 'conflict in state history' \
	'in-progress 2027-01-24: P A M S'
row 'two equal events on one day, and one of them' accepted 'west west' west \
	'conflict in history' 'as it was: P A W W'
row 'one, and two equal events on one day' accepted west 'west west' \
	'conflict in history' 'as it was: P A W W'
row 'a day that was earlier where it was written' accepted \
	start west 'conflict in history' 'in-progress: P A W S'
row 'the same the other way round' accepted west start \
	'conflict in history' 'in-progress: P A W S'
row 'what has won stands last' accepted 'move-far' 'move back' \
	'conflict in history' '2027-02-01: P A M E F'
row 'other words for a reason that the other side does not have' accepted \
	'move reword' start 'conflict in state due history' \
	'in-progress 2027-01-24: P A S N'

# --- one side knew of the other ---

row 'a branch that goes on from what ours has' proposed accept \
	'accept move' 'conflict in due history' 'accepted 2027-01-24: P A M'
row 'ours that went on from what the branch has' accepted 'start done' start \
	'conflict in state history' 'done PR-7: P A S D'
row 'both that went on from what both have' proposed 'accept hand-over' \
	'accept move' 'conflict in due owner history' \
	'accepted 2027-01-24 carol: P A M X'

# --- what contradicts each other ---

row 'accept and hand over' proposed accept hand-over \
	'conflict in state due owner history' \
	'conflict in state due owner'
row 'two moves' accepted move move-far \
	'conflict in due history' 'conflict in due'
row 'done and declined' accepted 'done' decline \
	'conflict in state due evidence reason history' \
	'conflict in state evidence reason'

# --- formatters, and a file that was cut ---

row 'other bullets on ours' accepted bullets move \
	'conflict in history' '2027-01-24: P A M'
row 'other bullets on theirs' accepted move bullets \
	'conflict in history' '2027-01-24: P A M'
row 'other line breaks on ours' accepted wrap move \
	'conflict in history' '2027-01-24: P A M'
row 'other line breaks on theirs' accepted move wrap \
	'conflict in history' '2027-01-24: P A M'
row 'a history cut on ours' accepted cut priority \
	'high: P ?' 'high: P ?' 'history-behind history-form'
row 'a history cut on ours, and an event' accepted cut move \
	'conflict in history' '2027-01-24: P M ?' \
	'history-behind history-form'
row 'a history cut on theirs, and an event' accepted move cut \
	'conflict in history' '2027-01-24: P A M ?' history-form

# --- items that moved ---

row 'a copied item has its own history from there' accepted copy move \
	'2027-01-24: P A M' '2027-01-24: P A M'

for folder in "$DIR" postmortems/2026-11-22-slower
do
	begin "an event follows an item that moved to ${folder#postmortems/}"
	(
		set -e
		given accepted
		on_ours "to $folder/actions/heat.md"
		on_theirs move
		other_item heat "$folder"
		merges '2027-01-24: P A M' '2027-01-24: P A M'
	)
	end
done

# --- reverts ---

begin 'a revert of the last event takes it back'
(
	set -e
	given accepted
	on_ours move
	comes_to 'as it was: P A' 'as it was: P A' history-taken-back \
		git revert --no-edit HEAD
)
end

begin 'a revert of an earlier event leaves it, and what came after it'
(
	set -e
	given accepted
	on_ours start move
	comes_to 'conflict in state due history' '2027-01-24: P A S M' \
		history-behind git revert --no-edit HEAD^
)
end

begin 'a revert of a revert brings the event back'
(
	set -e
	given accepted
	on_ours move revert
	comes_to '2027-01-24: P A M' '2027-01-24: P A M' '' \
		git revert --no-edit HEAD
)
end

begin 'what ours has reverted does not come back with a later event'
(
	set -e
	given accepted
	on_ours priority
	git checkout -q theirs
	edits theirs move
	git checkout -q ours
	git merge -q --no-edit theirs
	git revert -m 1 --no-edit HEAD >/dev/null
	on_theirs hand-over
	merges 'conflict in due owner history' 'carol high: P A X' ''
)
end

squash() {
	given proposed
	on_theirs accept move
	git merge -q --squash theirs
	commit_all 'all of it (#12)'
}

begin 'a revert of a squash takes all of it back'
(
	set -e
	squash
	comes_to 'as it was: P' 'as it was: P' history-taken-back \
		git revert --no-edit HEAD
)
end

begin 'a revert of a squash after a later event leaves the events'
(
	set -e
	squash
	on_ours hand-over
	comes_to 'conflict in state due owner history' 'carol: P A M X' \
		history-behind git revert --no-edit HEAD^
)
end

begin 'a revert of a squash conflicts with a later state'
(
	set -e
	squash
	on_ours start
	comes_to 'conflict in state due history' 'conflict in state' '' \
		git revert --no-edit HEAD^
)
end

# --- a branch after its squash, picks, rebases, strategies ---

begin 'a branch goes on after its squash'
(
	set -e
	squash
	on_theirs start
	merges 'conflict in state history' \
		'in-progress 2027-01-24: P A M S'
)
end

begin 'a branch goes on after its squash, and so does ours'
(
	set -e
	squash
	on_theirs start
	on_ours hand-over
	merges 'conflict in state due owner history' \
		'in-progress 2027-01-24 carol: P A M S X'
)
end

begin 'a pick brings its event, and not the one before it'
(
	set -e
	given proposed
	on_theirs accept hand-over
	comes_to 'conflict in state owner due history' 'carol: P X' '' \
		git cherry-pick theirs
	on_theirs start
	comes_to 'conflict in state owner due history' 'conflict in state' \
		'' git cherry-pick theirs
)
end

begin 'what was picked merges with where it came from'
(
	set -e
	given accepted
	on_theirs priority move
	git cherry-pick theirs
	on_ours start
	merges 'conflict in state history' \
		'in-progress 2027-01-24 high: P A M S'
)
end

begin 'a rebase merges the events of each commit'
(
	set -e
	given accepted
	on_ours start
	on_theirs move
	comes_to 'conflict in state due history' \
		'in-progress 2027-01-24: P A S M' '' git rebase -q theirs
)
end

begin 'a merge that takes nothing of theirs loses its events'
(
	set -e
	given accepted
	on_ours start
	on_theirs move
	comes_to 'in-progress: P A S' 'in-progress: P A S' history-lost \
		git merge -q -s ours -m mine theirs
)
end

begin 'a merge of three branches is by text'
(
	set -e
	given accepted
	on_ours start
	on_theirs other
	git checkout -q -b third main
	edits third priority
	comes_to 'in-progress high: P A S' 'in-progress high: P A S' '' \
		git merge -q -m octopus theirs third
	edits third move
	for way in with without
	do
		[ $way = with ] ||
			git config --remove-section merge.postmortem
		if git merge -q -m octopus theirs third
		then
			false
		fi
		git reset -q --hard
	done
)
end

# --- a conflict that a person resolves ---

begin 'both lines, the field, and where neither says it another line'
(
	set -e
	given accepted
	on_ours move
	on_theirs move-far
	git tag start
	git merge theirs >/dev/null 2>&1 || :
	# The day of ours: the history, as it stands, says that of theirs.
	sed -i '/^[<=>]\{7\}/d; /^due: 2027-02/d' "$ITEM"
	[ "$(outcome)" = '2027-01-24: P A M F' ]
	event '2026-12-09 bob: due 2027-01-24: the sooner one'
	commit_all merged
	[ -z "$(findings)" ]
)
end

done_testing

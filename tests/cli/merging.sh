# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# An item, a document and branches that change them: sourced after lib.sh by
# the scripts t08* about merges.
#
# adopt                  what init sets up, and one post-mortem with one item
# item FIELD...          the item with these lines for fields
# document FIELD...      the document likewise
# on BRANCH MESSAGE      commit what is there to that branch, which begins at
#                        main if it is new, and go back to main
# other_item NAME        from here on the item is that one
# has FIELD...           the item has exactly these lines
# $ITEM, "$DOC"            their paths

DIR=postmortems/2026-11-21-slow
ITEM=$DIR/actions/warm.md
DOC=$DIR/README.md
# shellcheck disable=SC2034 # of the scripts
BASE='title: Warm the cache first
state: proposed
owner: alice
type: prevent
due: 2026-12-20'

fields() {
	echo ---
	printf '%s\n' "$@"
	echo ---
}

item() {
	{
		fields "$@"
		printf '\nBefore traffic comes.\n'
	} >"$ITEM"
}

other_item() {
	ITEM=${2:-$DIR}/actions/$1.md
}

document() {
	{
		fields "$@"
		printf '\n## %s\n\nText.\n' Summary Impact Timeline
	} >"$DOC"
}

adopt() {
	git postmortem init >/dev/null 2>&1
	rm .git/hooks/pre-commit .git/hooks/commit-msg
	mkdir -p "$DIR/actions"
	item "$BASE"
	document 'title: Slow checkout' 'status: draft' 'severity: minor' \
		'owner: alice' 'teams: [web]'
	commit_all 'begin'
}

on() {
	git checkout -q "$1" 2>/dev/null || git checkout -q -b "$1"
	commit_all "$2"
	git checkout -q main
}

has() {
	{
		fields "$@"
		printf '\nBefore traffic comes.\n'
	} >"$PM_TRASH/expected"
	same "$ITEM" "$PM_TRASH/expected"
}

# Each side's change of the item by sed, on branches ours (checked out) and
# theirs.
sides() {
	sed -i "$2" "$ITEM"
	on theirs "$2"
	sed -i "$1" "$ITEM"
	on ours "$1"
	git checkout -q ours
}

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A comment has a limit: what is left out of a review is counted, and nothing
# is cut.
# shellcheck disable=SC2016

. "${0%/*}/lib.sh"
. "${0%/*}/review.sh"
shop=2026-11-21-checkout-was-slow search=2026-12-02-search-down

# Characters of a file, whatever the locale.
characters() {
	LC_ALL=C tr -d '\200-\277' <"$1" | wc -c
}

# A post-mortem of each kind of detail.
rich() {
	mainline
	for nr in 1 2 3 4 5 6 7 8
	do
		git postmortem action add search "Item number $nr" --owner bob
	done
	edit postmortems/$search/actions/item-number-8.md 's/^owner:.*/owner:/'
	commit_all 'more'
	topic
	edit postmortems/$search/README.md -e 's/^title:.*/title: Gone/' \
		-e 's/^severity:.*/severity: huge/'
	edit postmortems/$shop/README.md -e 's/^status:.*/status: closed/'
	commit_all 'errors'
} >/dev/null 2>&1

begin 'a review gives up detail in stages, and says so'
(
	set -e
	rich
	git postmortem review main..topic --format=markdown --limit 0 >whole
	lacks whole 'not shown'
	limit=$(characters whole)
	git postmortem review main..topic --format=markdown \
		--limit "$limit" >out
	same out whole
	command="git postmortem review $(git rev-parse --short=12 main)..$(git rev-parse --short=12 topic)"
	: >seen
	while [ "$((limit -= 100))" -ge 2000 ]
	do
		git postmortem review main..topic --format=markdown \
			--limit "$limit" >out
		[ "$(characters out)" -le "$limit" ] ||
			complain "$limit: $(characters out)"
		contains out '3 post-mortems are touched'
		contains out "This was shortened to fit into $limit characters."
		contains out "\`$command --format=markdown --limit=0\`"
		grep -e 'not shown' -e 'only one line' out >>seen
	done
	contains seen '8 items that did not change are not shown'
	contains seen '2 findings older than this change are not shown'
	contains seen 'items are not shown'
	contains seen 'How to do these is not shown'
	contains seen 'more things, not shown'
	contains seen '1 reason why a due date moved is not shown'
	contains seen 'more errors are not shown'
	contains seen 'Of each only one line is shown'
	lacks out '**What changed**'
)
end

begin 'of hundreds of post-mortems as many are told as fit, errors first'
(
	set -e
	git postmortem init --skip-hooks >/dev/null 2>&1
	printf 'rules:\n  section-missing: off\n' >.postmortem/policy.yaml
	commit_all 'begin'
	git checkout -q -b topic
	awk 'BEGIN {
		for (i = 1; i <= 600; i++)
			printf "postmortems/2026-11-%02d-%0100d\n", \
				i % 28 + 1, i
	}' >../folders
	# shellcheck disable=SC2046
	mkdir -p $(cat ../folders)
	while read -r folder
	do
		printf -- '---\ntitle: Slow\nseverity: minor\nowner: a\n---\n' \
			>"$folder/README.md"
	done <../folders
	last=$(sort ../folders | tail -n 1)
	printf -- '---\ntitle: Slow\nseverity: minor\n---\n' \
		>"$last/README.md"
	commit_all 'all at once'
	git postmortem review main..topic --format=markdown \
		--link-base https://example.com/a/b >out
	[ "$(characters out)" -le 65536 ]
	[ "$(characters out)" -gt 60000 ]
	contains out '600 post-mortems are touched'
	shown=$(grep -c '^- `2026' out)
	contains out "$((600 - shown)) more post-mortems are not shown"
	sed -n '/^- `/p' out | head -n 1 >first
	contains first "${last#*/}"
	contains first '**1 error**'
	git postmortem review main..topic --format=markdown --limit 2000 >out
	[ "$(characters out)" -le 2000 ]
	contains out "${last#*/}"
	git postmortem review main..topic --format=json >out
	count 600 out '"removed": false'
)
end

begin 'one long text is cut with a mark'
(
	set -e
	mainline
	git checkout -q -b topic
	long=$(awk 'BEGIN { while (i++ < 5000) printf "word%d ", i }')
	edit postmortems/$search/README.md "s/^title:.*/title: $long/"
	commit_all 'long'
	git postmortem review main..topic --format=markdown >out
	contains out '…'
	lacks out 'word4999'
	[ "$(characters out)" -le 8000 ]
)
end

done_testing

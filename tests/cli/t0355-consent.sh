#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Whose promise it is, and since when it was proposed: the rules
# promise-by-other and accepted-too-soon, in the hook and over a range.

. "${0%/*}/lib.sh"

item=postmortems/2026-11-20-slow/actions/cache.md
rule=.postmortem/policy.yaml

# The next commits are of this day.
on() {
	case $1 in
	2026-11-20) PM_CLOCK=1795168800 ;;
	2026-12-02) PM_CLOCK=1796205600 ;;
	2026-12-04) PM_CLOCK=1796378400 ;;
	esac
	GIT_POSTMORTEM_NOW=$1
	export GIT_POSTMORTEM_NOW PM_CLOCK
	test_tick
}

# cache STATE OWNER [DUE]
cache() {
	printf -- '---\ntitle: Cache the facets\nstate: %s\nowner: %s\n%s---\n\nDo it.\n' \
		"$1" "$2" "${3:+due: $3
}" >$item
}

# by NAME MESSAGE: a commit of everything, and what the hook says of it
by() {
	git add -A
	test_tick
	git commit -q -m "$2" --author="$1 <$1@example.com>" 2>said
}

# A proposal of bob's, an incident long ago, and hooks.
proposal() {
	on 2026-11-20
	git postmortem init --commit >init.out 2>&1
	rm init.out
	echo said >.git/info/exclude
	git postmortem new Slow --severity minor --date 2026-11-20 --commit
	mkdir postmortems/2026-11-20-slow/actions
	cache proposed bob@example.com
	by alice propose
	on 2026-12-02
}

begin 'who hands over, moves or declines the promise of somebody else is told'
(
	set -e
	proposal
	cache accepted bob@example.com 2026-12-20
	by bob accept
	lacks said promise-by-other
	git tag base
	cache accepted carol@example.com 2026-12-20
	by alice 'give it to carol'
	contains said 'carol@example.com is handed this promise, but the commit is by alice <alice@example.com> [promise-by-other]'
	cache accepted carol@example.com 2026-12-10
	by alice 'sooner'
	contains said 'the day that carol@example.com promised is moved by alice <alice@example.com> [promise-by-other]'
	cache declined carol@example.com 2026-12-10
	sed -i 's/^due/reason: the vendor ships it\n&/' $item
	by alice 'never mind'
	contains said 'the promise of carol@example.com is declined by alice <alice@example.com> [promise-by-other]'
	run_ok git postmortem check base..HEAD~1 >out
	contains out 'carol@example.com is handed this promise, but the commit is by alice <alice@example.com>'
	run_ok git postmortem check base..HEAD >out
	contains out 'the promise of bob@example.com is declined by alice <alice@example.com>'
)
end

begin 'the owner of a promise may hand it to nobody, and do everything else'
(
	set -e
	proposal
	cache accepted bob@example.com 2026-12-20
	by bob accept
	git tag base
	cache accepted bob@example.com 2026-12-10
	by bob sooner
	lacks said promise-by-other
	cache accepted carol@example.com 2026-12-10
	by carol 'carol takes it over'
	lacks said promise-by-other
	cache declined carol@example.com 2026-12-10
	sed -i 's/^due/reason: the vendor ships it\n&/' $item
	by carol decline
	lacks said promise-by-other
	run_ok git postmortem check base..HEAD~1 >out
	lacks out promise-by-other
	run_ok git postmortem check base..HEAD~2 >out
	lacks out promise-by-other
)
end

begin 'a policy and a waiver may still say accepted-by-other'
(
	set -e
	proposal
	printf 'rules:\n  accepted-by-other: error\n' >>$rule
	by alice 'be strict'
	cache accepted bob@example.com 2026-12-20
	fails_with 1 by alice accept
	contains said 'error: bob@example.com promises this, but the commit is by alice <alice@example.com> [promise-by-other]'
	sed -i 's/^severity:.*/&\nwaivers:\n  accepted-by-other: bob is on leave and has asked me to/' \
		postmortems/2026-11-20-slow/README.md
	by alice accept
	lacks said promise-by-other
	git postmortem rules accepted-by-other >out
	contains out promise-by-other
)
end

begin 'a range knows who accepted an item that moved, or that a merge changed'
(
	set -e
	proposal
	git tag base
	cache accepted bob@example.com 2026-12-20
	by bob accept
	git mv $item postmortems/2026-11-20-slow/actions/facets.md
	by alice rename
	run_ok git postmortem check base..HEAD >out
	lacks out promise-by-other
	git reset -q --hard base
	git switch -q -c topic
	cache accepted bob@example.com 2026-12-20
	by bob accept
	git switch -q main
	sed -i 's/^owner/team: search\n&/' $item
	by alice team
	git merge -q topic -m merge >merged 2>&1 || {
		cache accepted bob@example.com 2026-12-20
		sed -i 's/^owner/team: search\n&/' $item
		by alice merge
	}
	rm -f merged
	run_ok git postmortem check base..HEAD >out
	lacks out promise-by-other
)
end

begin 'ideas are slept on after they were proposed, not only after the incident'
(
	set -e
	proposal
	cache proposed bob@example.com
	printf -- '---\ntitle: Page earlier\nowner: bob@example.com\n---\n\nDo it.\n' \
		>postmortems/2026-11-20-slow/actions/page.md
	by bob 'one more'
	git tag base
	sed -i 's/^owner/state: accepted\ndue: 2026-12-20\n&/' \
		postmortems/2026-11-20-slow/actions/page.md
	cache accepted bob@example.com 2026-12-20
	by bob 'both'
	contains said 'page.md:3: warning: accepted within 2 working days of its proposal [accepted-too-soon]'
	lacks said 'cache.md'
	for range in HEAD~1..HEAD HEAD~2..HEAD
	do
		run_ok git postmortem check $range >out
		count 1 out 'accepted-too-soon'
	done
	git reset -q --hard base
	on 2026-12-04
	sed -i 's/^owner/state: accepted\ndue: 2026-12-20\n&/' \
		postmortems/2026-11-20-slow/actions/page.md
	by bob 'two days later'
	lacks said accepted-too-soon
)
end

begin 'a folder that is renamed makes no new proposal of an old one'
(
	set -e
	proposal
	git mv postmortems/2026-11-20-slow postmortems/2026-11-20-slow-search
	by bob rename
	git tag base
	sed -i 's/^state.*/state: accepted\ndue: 2026-12-20/' \
		postmortems/2026-11-20-slow-search/actions/cache.md
	by bob accept
	lacks said accepted-too-soon
	run_ok git postmortem check base~1..HEAD >out
	lacks out accepted-too-soon
)
end

begin 'a range asks git as often for twenty promises as for two'
(
	set -e
	proposal
	git tag base
	for nr in 2 20
	do
		git reset -q --hard base
		i=0
		while [ $i -lt $nr ]
		do
			i=$((i + 1))
			cache proposed bob@example.com
			sed "s/facets/facets of $i/" $item \
				>postmortems/2026-11-20-slow/actions/i$i.md
			by bob "propose $i"
			sed -i 's/^state.*/state: accepted/; s/^owner/due: 2026-12-20\n&/' \
				postmortems/2026-11-20-slow/actions/i$i.md
			by bob "accept $i"
		done
		rm -f trace
		GIT_TRACE=$PWD/../trace.$nr git postmortem check base.. >out || :
		grep -c 'built-in: git ' ../trace.$nr >>../asked
	done
	[ "$(sort -u ../asked | wc -l)" = 1 ]
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# review: whose answer is awaited, and what an approval promises.

# Variables are those of asking.sh.
# shellcheck disable=SC2016,SC2086,SC2154

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/asking.sh"

# alice's pull request, where bob promises and carol is handed another item
pull() {
	base_of_alice
	known
	git switch -q -c topic
	write "$is_moved" "$proposed" "$accepted" "$moved"
	by alice 'accept and move for bob'
}

# review ARG...: into "said" and, as one line, into "flat"
review() {
	run_ok git postmortem review base...HEAD "$@" >said
	tr -s ' \n' ' ' <said >flat
}

begin 'a review begins with what an approval promises, in all formats'
(
	set -e
	pull
	review
	contains flat 'Whose answer is awaited [ ] Approving, @rob-gh promises Page before expiry by 2027-01-24'
	review --format=markdown --link-base=
	sed -n '1,/^- \[/p' said >top
	contains top '**Whose answer is awaited**'
	contains top '- [ ] Approving, `@rob-gh` promises `Page before expiry` by `2027-01-24`'
	lacks top '###'
	git postmortem review base...HEAD --format=json >review.json
	jq -c '.awaits[] | [.person, .forge, .id, .what, .due, .given, .why,
		[.events[] | .day, .due]]' review.json >out
	same out - <<-'END'
	["bob","@rob-gh","2026-11-21-slow/page","promise","2027-01-24",false,null,["2026-12-02","2027-01-10","2026-12-02","2027-01-24"]]
	END
)
end

begin 'what has been approved is ticked off, and the rest says what it lacks'
(
	set -e
	pull
	git tag at
	github 'rob-gh APPROVED HEAD'
	review --consent gh.json
	contains flat 'Who has answered [x] Having approved, @rob-gh promises Page'
	lacks said '[promise-by-other]'
	write "$is_done" "$proposed" "$accepted" "$moved" "$done"
	by alice 'and close it'
	github 'rob-gh APPROVED at'
	review --consent gh.json --format=markdown --link-base=
	contains said '- [x] Having approved, `@rob-gh` promises `Page before expiry` by `2027-01-24`'
	contains said '- [ ] Approving, `@rob-gh` says that this is done: `Page before expiry` (who approved'
	fails_with 1 git postmortem review base...HEAD --consent gh.json \
		--exit-code >said
	contains said '[promise-by-other]'
)
end

begin 'moves, declines and what version 0.1 wrote have words of their own'
(
	set -e
	state=$is_accepted base_of_alice "$proposed" "$accepted"
	git switch -q -c topic
	write "$is_moved" "$proposed" "$accepted" "$moved"
	by alice 'move'
	review
	contains flat '[ ] Approving, bob moves Page before expiry to 2027-01-24'
	git reset -q --hard base
	write 'state: declined
due: 2027-01-10' "$proposed" "$accepted" '2026-12-02 bob: declined: no time for it'
	by alice 'decline'
	review
	contains flat '[ ] Approving, bob declines Page before expiry'
	git reset -q --hard base
	write "${is_accepted%10}12" "$proposed" "$accepted"
	by alice 'move by hand'
	review
	contains flat '[ ] Approving, bob moves Page before expiry to 2027-01-12'
)
end

begin 'who is waited for nowhere is in no list'
(
	set -e
	base_of_alice
	git switch -q -c topic
	write "$is_accepted" "$proposed" "$accepted"
	by bob 'accept'
	review
	lacks said 'awaited'
	git postmortem review base...HEAD --format=json >review.json
	[ "$(jq -c .awaits review.json)" = '[]' ]
)
end

begin 'a comment with little room counts what it does not show'
(
	set -e
	base_of_alice
	git switch -q -c topic
	i=0
	while [ $i -lt 40 ]
	do
		i=$((i + 1))
		write "$is_accepted" "$proposed" "$accepted"
		sed "s/expiry/expiry of $i/" $item >postmortems/$id/actions/i$i.md
	done
	by alice 'accept all for bob'
	review --format=markdown --limit=2000
	count 5 said '- [ ] Approving'
	contains said '*36 more answers are not shown.*'
	[ "$(wc -m <said)" -le 2000 ]
)
end

done_testing

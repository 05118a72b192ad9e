#!/bin/sh
# SPDX-License-Identifier: MIT
#
# action list: every filter and every order.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

# item POST-MORTEM NAME STATE OWNER TEAM PRIORITY DUE; - leaves a field out
item() {
	mkdir -p "postmortems/$1/actions"
	{
		printf -- '---\ntitle: The %s\nstate: %s\n' "$2" "$3"
		[ "$4" = - ] || echo "owner: $4"
		[ "$5" = - ] || echo "team: $5"
		[ "$6" = - ] || echo "priority: $6"
		[ "$7" = - ] || echo "due: $7"
		printf -- '---\n'
	} >"postmortems/$1/actions/$2.md"
}

items() {
	write_complete 2026-10-05-search
	write_complete 2026-11-21-checkout
	item 2026-10-05-search a accepted bob web low 2026-12-01
	item 2026-10-05-search b in-progress alice web high 2026-12-02
	item 2026-10-05-search c 'done' alice - - 2026-10-01
	item 2026-10-05-search d proposed carol ops medium -
	item 2026-11-21-checkout e accepted alice ops - 2026-12-09
	item 2026-11-21-checkout f declined bob - - -
	item 2026-11-21-checkout g proposed - - - 2026-11-30
	item 2026-11-21-checkout h accepted Bob Web high 2026-11-30
}

# The names of the items that are listed, in order.
names() {
	git postmortem action list "$@" >out || return
	sed -n 's,.*2026-[^ ]*/\([a-z]\) .*,\1,p' out | tr -d '\n'
}

lists() {
	begin "action list $2"
	(
		set -e
		items
		# shellcheck disable=SC2086
		found=$(names $2)
		[ "$found" = "$1" ] || complain "$found"
	)
	end
}
lists ghabed ''
lists ghabed '--sort due'
lists abdegh '--sort id'
lists beahdg '--sort owner'
lists dgaehb '--sort state'
lists deabhg '--sort team'
lists bhdaeg '--sort priority'
lists cghabedf '--all'
lists ghabed '-s open'
lists gd '--state proposed'
lists hae '-s accepted'
lists b '-s in-progress'
lists cf '-s done -s declined'
lists be '--owner alice'
lists be '-o @ALICE'
lists cbe '--owner alice --all'
lists '' '--owner eve'
lists hab '--team web'
lists ed '-t ops'
lists ghab '--due 2026-12-02'
lists ghabe '-d +1w'
lists gha '--due yesterday'
lists ha '--overdue'
lists h '--overdue --owner bob --team web --due 2026-11-30'
lists cabd '2026-10-05-search'
lists ghef 'checkout'
lists e 'checkout -s accepted -o alice'
lists ghef 'postmortems/2026-11-21-checkout'

begin 'action list shows day, state, owner, id and title'
(
	set -e
	items
	git postmortem action list --due 2026-12-01 --owner bob >out
	same out - <<-'END'
	DUE         STATE     OWNER  ITEM                   TITLE
	2026-11-30  accepted  Bob    2026-11-21-checkout/h  The h
	2026-12-01  accepted  bob    2026-10-05-search/a    The a
	END
)
end

begin 'an item is overdue from the day after its day, if it was promised'
(
	set -e
	items
	[ "$(names --overdue)" = ha ]
	[ "$(GIT_POSTMORTEM_NOW=2026-12-03 names --overdue)" = hab ]
	[ "$(GIT_POSTMORTEM_NOW=2026-11-30 names --overdue)" = '' ]
)
end

begin 'owners compare as the policy knows them; me is whoever works'
(
	set -e
	items
	mkdir .postmortem
	printf 'people:\n  alice: {email: alice@example.com}\n' \
		>.postmortem/policy.yaml
	[ "$(names --owner me)" = be ]
	[ "$(names --owner alice@example.com)" = be ]
	[ "$(git config postmortem.user bob && names --owner me)" = ha ]
)
end

begin 'the JSON has the fields of each, with overdue'
(
	set -e
	items
	git postmortem action list --format=json -o bob --team web >out
	contains out '"version": 1'
	count 2 out '"kind": "action"'
	count 2 out '"overdue": true'
	contains out '"id": "2026-11-21-checkout/h"'
	contains out '"due": "2026-11-30"'
	git postmortem action list --format=json -o eve >out
	contains out '"actions": []'
)
end

begin 'what it cannot filter or sort by is an error, not an empty list'
(
	set -e
	items
	fails_with 128 git postmortem action list --state open-ish 2>err
	contains err 'is not a state'
	fails_with 128 git postmortem action list --due 2026-02-30 2>err
	contains err '--due: '
	fails_with 128 git postmortem action list nothing 2>err
	contains err 'no post-mortem "nothing"'
	fails_with 128 git postmortem action list --at nowhere 2>err
	fails_with 129 git postmortem action list --sort age 2>err
	contains err '"age" is not an order; use due, id, owner, state, team or priority'
	fails_with 129 git postmortem action list --format=csv 2>err
	fails_with 129 git postmortem action list search checkout 2>err
	contains err 'name at most one post-mortem'
)
end

begin 'items whose state cannot be read are shown rather than lost'
(
	set -e
	items
	sed -i 's/^state: .*/state: wip/' \
		postmortems/2026-10-05-search/actions/a.md
	[ "$(names -s proposed 2>err)" = agd ] || names -s proposed
	contains err 'actions/a.md:3: '
)
end

begin 'action list looks at a commit, also in a bare repository'
(
	set -e
	items
	commit_all 'items'
	rm -r postmortems/2026-10-05-search/actions
	[ "$(names)" = ghe ]
	[ "$(names --at HEAD)" = ghabed ]
	git clone -q --bare . bare.git
	cd bare.git
	[ "$(names)" = ghabed ]
)
end

begin 'a thousand items are listed in order, whatever threads do'
(
	set -e
	n=0
	while [ $n -lt 500 ]
	do
		mkdir -p "postmortems/2026-11-21-n$n/actions"
		echo '---
title: One
state: accepted
due: 2026-12-05
---' >"postmortems/2026-11-21-n$n/actions/a.md"
		cp "postmortems/2026-11-21-n$n/actions/a.md" \
			"postmortems/2026-11-21-n$n/actions/b.md"
		n=$((n + 1))
	done
	git postmortem action list 2>/dev/null >one
	count 1001 one ''
	sed '1d; s/.*2026-12-05  accepted  *//' one >ids
	LC_ALL=C sort -c ids
)
end

done_testing

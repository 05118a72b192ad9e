#!/bin/sh
# SPDX-License-Identifier: MIT
#
# advance: one conscious step at a time, refused while something is missing.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
file=postmortems/$id/README.md

# A complete document in this status.
standing() {
	git postmortem init --skip-hooks >/dev/null 2>&1
	write_complete $id
	sed -i "s/^status: .*/status: $1/" $file
	sed -i 's/^owner: .*/&\
started: 2026-11-21T14:02Z\
detected: 2026-11-21T14:10Z\
mitigated: 2026-11-21T14:30Z\
resolved: 2026-11-21T15:00Z/' $file
	commit_all "$1"
}

status_is() {
	[ "$(sed -n 's/^status: //p' $file)" = "$1" ] ||
		complain "$(grep '^status' $file)"
}

step() {
	begin "advance goes from $1 to $2: its line and its event, staged"
	(
		set -e
		standing "$1"
		run_ok git postmortem advance slow >out
		status_is "$2"
		contains out "status $1 → $2"
		git diff --cached -U0 | grep -E '^([+-][^+-]|[+]- )' >out
		cat >../want <<-EOF
			-status: $1
			+status: $2
			+## History
			+- $(date -d "$GIT_POSTMORTEM_NOW" +%F) alice@example.com: $2
		EOF
		same ../want out
		git diff --quiet
	)
	end
}
step draft in-review
step in-review reviewed
step reviewed closed

begin 'advance refuses while a rule of the next status fails, and says all'
(
	set -e
	standing draft
	sed -i 's/^One order.*/TBD/; s/^Checkout answered.*//' $file
	cp $file before
	fails_with 1 git postmortem advance slow >out 2>err
	same $file before
	contains out "$file:16: error: the section \"Impact\" is still empty"
	contains out "$file:12: error: the section \"Summary\" is still empty"
	contains err "$id cannot become in-review: 2 things to do first"
	git diff --cached --quiet
)
end

begin 'what the status that stands is lacking does not matter, only the next'
(
	set -e
	standing draft
	sed -i '/^resolved/d' $file
	run_ok git postmortem advance slow
	fails_with 1 git postmortem advance slow >out
	contains out 'times-missing'
	status_is in-review
)
end

begin 'a warning does not stand in the way'
(
	set -e
	standing draft
	sed -i 's/^The cache was cold/It was human error/' $file
	run_ok git postmortem advance slow >out
	contains out 'blame-wording'
	status_is in-review
)
end

begin 'closing asks for every item to be settled'
(
	set -e
	standing reviewed
	write_item $id warm 2026-12-19
	fails_with 1 git postmortem advance slow >out
	contains out 'action-unsettled'
	contains out 'this item is still accepted; a post-mortem is closed when'
	lacks out 'is closed but'
	git postmortem action 'done' warm --evidence https://example.com/1
	run_ok git postmortem advance slow
	status_is closed
	git postmortem action reopen warm --due 2026-12-20
	fails_with 1 git postmortem check slow >out
	contains out 'the post-mortem is closed but this item is accepted'
)
end

begin 'advance --dry-run answers like advance and writes nothing'
(
	set -e
	standing draft
	run_ok git postmortem advance -n slow
	status_is draft
	sed -i 's/^One order.*/TBD/' $file
	fails_with 1 git postmortem advance --dry-run slow >out
	contains out 'section-empty'
)
end

begin 'advance --to goes back without asking for anything'
(
	set -e
	standing in-review
	sed -i 's/^One order.*/TBD/' $file
	run_ok git postmortem advance slow --to draft
	status_is draft
)
end

refusal() {
	begin "advance refuses: $1 to $2"
	(
		set -e
		standing "$1"
		fails_with 128 git postmortem advance slow --to "$2" 2>err
		contains err "$3"
		status_is "$1"
	)
	end
}
refusal draft reviewed 'one step at a time, to in-review next'
refusal in-review in-review 'is in-review already'
refusal closed draft 'open it as reviewed first'
refusal draft 'done' '"done" is not a status'

begin 'a closed post-mortem is reopened as reviewed'
(
	set -e
	standing closed
	fails_with 128 git postmortem advance slow 2>err
	contains err '--to reviewed opens it again'
	fails_with 128 git postmortem advance slow --to reviewed --reason x \
		2>err
	contains err '"x" says nothing; say why, in words'
	run_ok git postmortem advance slow --to reviewed --commit \
		--reason 'a second wave'
	status_is reviewed
	git log -1 --format=%B >out
	contains out 'slow: '
	contains out 'status closed → reviewed'
	contains out 'Postmortem-Reason: a second wave'
)
end

begin 'advance --commit commits that file only, through the hook'
(
	set -e
	standing draft
	git postmortem hook install >/dev/null
	echo one >mine
	git add mine
	run_ok git postmortem advance slow --commit
	[ "$(git show --format= --name-only)" = $file ]
	[ "$(git diff --cached --name-only)" = mine ]
	git log -1 --format=%B >out
	contains out "$id: advance to in-review"
	contains out 'status draft → in-review'
)
end

begin 'a status that cannot be read is named with its line'
(
	set -e
	standing draft
	sed -i 's/^status: .*/status: ready/' $file
	fails_with 128 git postmortem advance slow 2>err
	contains err "$file:3: \"ready\" is not a status"
	printf 'x' >$file
	fails_with 128 git postmortem advance slow 2>err
	contains err "$file:1: "
)
end

begin 'an imported document is lenient until it is advanced'
(
	set -e
	standing draft
	sed -i 's/^status: .*/&\
imported: draft/; s/^One order.*/TBD/; /^owner/d' $file
	run_ok git postmortem check >out
	contains out 'warning: the post-mortem has no owner'
	fails_with 1 git postmortem advance slow >out
	contains out 'error: the post-mortem has no owner'
	contains out 'error: the section "Impact" is still empty'
)
end

begin 'advance --commit says a warning once'
(
	set -e
	standing draft
	write_item $id vague 2026-12-19
	sed -i 's/^title:.*/title: Investigate the cache/' \
		postmortems/$id/actions/vague.md
	sed -i 's/^\(- \)14:02 the alert fires/- 14:05 it is over\n&/' $file
	commit_all 'An item, and a line'
	git postmortem hook install
	run_ok git postmortem advance slow --commit >out 2>&1
	count 1 out '[timeline-order]'
	count 1 out '[action-vague]'
	lacks out 'stood before'
)
end

begin 'advance names one post-mortem, and not an item'
(
	set -e
	standing draft
	write_item $id warm 2026-12-19
	fails_with 129 git postmortem advance 2>err
	contains err 'name one post-mortem'
	fails_with 129 git postmortem advance slow slow 2>err
	fails_with 128 git postmortem advance warm 2>err
	contains err "no post-mortem \"warm\"; \"$id/warm\" is an action item"
	fails_with 129 git postmortem advance slow in-review 2>err
	contains err 'a status stands behind --to: --to in-review'
	fails_with 128 git postmortem advance slow --to in_review 2>err
	contains err 'did you mean "in-review"?'
)
end

done_testing

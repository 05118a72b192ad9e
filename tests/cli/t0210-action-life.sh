#!/bin/sh
# SPDX-License-Identifier: MIT
#
# accept, start, done, decline, reopen: every step of an item's life, and
# every step that is none.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
file=postmortems/$id/actions/warm.md
url=https://example.com/change/1

# An item in this state, with further LINES of front matter.
standing() {
	state=$1
	shift
	git postmortem init --skip-hooks >/dev/null 2>&1
	write_complete $id
	mkdir -p postmortems/$id/actions
	{
		printf -- '---\ntitle: Warm the cache\nstate: %s\n' "$state"
		printf 'owner: alice@example.com\n'
		[ $# = 0 ] || printf '%s\n' "$@"
		printf -- '---\n\nBefore a release.\n'
	} >$file
	commit_all "$state"
}

act() {
	git postmortem action "$@"
}

field() {
	sed -n "s/^$1: //p" $file
}

is() {
	[ "$(field "$1")" = "$2" ] || complain "$1: $(field "$1")"
}

begin 'the whole life, each step one commit that says it'
(
	set -e
	git postmortem init --commit >/dev/null 2>&1
	write_complete $id
	commit_all 'standing'
	act add slow 'Warm the cache' --commit
	act accept warm --due +14d --commit
	act start warm --commit
	act set warm --due +21d --reason 'the release moved' --commit
	act 'done' warm --evidence $url --commit
	act reopen warm --reason 'it came back' --commit
	act decline warm --reason 'the cache is gone' --commit
	git log --reverse --format=%s -7 >out
	same out - <<-'END'
	warm-the-cache: propose
	warm-the-cache: accept
	warm-the-cache: start
	warm-the-cache: postpone to 2026-12-23
	warm-the-cache: done
	warm-the-cache: reopen
	warm-the-cache: decline
	END
	git log --format='%(trailers:key=Postmortem-Reason,valueonly,separator=)' \
		-7 >out
	contains out 'the release moved'
	contains out 'it came back'
	contains out 'the cache is gone'
	[ -z "$(git status --porcelain -uno)" ]
)
end

begin 'accept takes the day that is given'
(
	set -e
	standing proposed
	act accept warm --due friday >out
	is state accepted
	is due 2026-12-04
	contains out 'state proposed → accepted'
	[ "$(git diff --cached --name-only)" = $file ]
	contains $file 'Before a release.'
)
end

begin 'accept takes no day that has passed'
(
	set -e
	standing proposed
	fails_with 128 git postmortem action accept warm --due 2025-12-10 2>err
	contains err 'warm: due 2025-12-10 has passed already; promise it for a'
	is state proposed
	act set warm --due 2025-12-10 2>err
	contains err 'warning: '
	is due 2025-12-10
)
end

severity_gives() {
	begin "accept without a day: $2 days for $1"
	(
		set -e
		standing proposed
		sed -i "s/^severity: .*/severity: $1/" \
			postmortems/$id/README.md
		act accept warm
		is due "$3"
	)
	end
}
severity_gives critical 15 2026-12-17
severity_gives major 30 2027-01-01
severity_gives minor 60 2027-01-31

begin 'accept keeps a day that was proposed, unless it has passed'
(
	set -e
	standing proposed 'due: 2026-12-10'
	act accept warm
	is due 2026-12-10
	sed -i 's/^state: .*/state: proposed/; s/^due: .*/due: 2026-12-01/' \
		$file
	act accept warm
	is due 2027-01-31
)
end

begin 'accept without a severity needs a day'
(
	set -e
	standing proposed
	sed -i '/^severity/d' postmortems/$id/README.md
	fails_with 128 git postmortem action accept warm 2>err
	contains err 'say --due <day>'
	is state proposed
)
end

begin 'accept shows what the owner has promised already'
(
	set -e
	standing proposed
	write_item $id page 2026-12-01
	write_item $id index 2026-12-24
	sed -i 's/^title: .*/title: Index it/' postmortems/$id/actions/index.md
	act accept warm >out
	contains out 'alice@example.com has already promised 2 items:'
	contains out '2026-12-24  Index it'
)
end

begin 'accept takes an owner, or who is working when there is none'
(
	set -e
	standing proposed
	act accept warm --owner bob 2>err
	is owner bob
	contains err 'you accept for bob'
	sed -i '/^owner/d; s/^state: .*/state: proposed/' $file
	act accept warm 2>err
	is owner alice@example.com
	lacks err 'you accept for'
)
end

begin 'accept --due "" and --owner "" promise nothing without day or owner'
(
	set -e
	standing proposed
	act accept warm --due '' --owner ''
	is due 2027-01-31
	is owner alice@example.com
)
end

begin 'start goes on with what was accepted'
(
	set -e
	standing accepted 'due: 2026-12-10'
	act start warm >out
	is state in-progress
	is due 2026-12-10
	contains out 'state accepted → in-progress'
)
end

for state in accepted in-progress
do
	begin "done settles what is $state, with evidence"
	(
		set -e
		standing $state 'due: 2026-12-10'
		for nothing in '' ' '
		do
			fails_with 128 git postmortem action 'done' warm \
				--evidence "$nothing" 2>err
			contains err 'say --evidence <commit or URL>'
		done
		for nothing in - . x tbd none '<url>' evidence
		do
			fails_with 128 git postmortem action 'done' warm \
				--evidence "$nothing" 2>err
			contains err "\"$nothing\" shows nothing"
		done
		fails_with 128 git postmortem action 'done' warm 2>err
		is state "$state"
		act 'done' warm -e $url
		is state 'done'
		is evidence $url
		run_ok git postmortem check
	)
	end
done

begin 'done is content with evidence that stands there'
(
	set -e
	standing in-progress 'due: 2026-12-10' "evidence: $url"
	run_ok git postmortem action 'done' warm
	is state 'done'
)
end

for state in proposed accepted in-progress
do
	begin "decline settles what is $state, with a reason"
	(
		set -e
		standing $state 'due: 2026-12-10'
		fails_with 128 git postmortem action decline warm \
			--reason '' 2>err
		contains err 'say --reason <text>'
		for nothing in ... x 'TBD by friday' n/a none 42 '{{why}}'
		do
			fails_with 128 git postmortem action decline warm \
				--reason "$nothing" 2>err
			contains err "\"$nothing\" says nothing"
		done
		fails_with 128 git postmortem action decline warm 2>err
		is state "$state"
		act decline warm -r 'Not worth it: "gone" #soon'
		is state declined
		act show warm --format=json >out
		contains out '"reason": "Not worth it: \"gone\" #soon"'
		run_ok git postmortem check
	)
	end
done

begin 'reopen begins a new promise and drops what was said of its end'
(
	set -e
	standing 'done' 'due: 2026-12-10' "evidence: $url"
	act reopen warm --reason 'it came back'
	is state accepted
	is due 2026-12-10
	grep '^evidence' $file && exit 1
	contains $file 'alice@example.com: accepted, no evidence: it came back'
	run_ok git postmortem check
)
end

begin 'reopen takes a day, or the default when the old one has passed'
(
	set -e
	standing declined 'due: 2026-11-30' 'reason: no time'
	act reopen warm
	is due 2027-01-31
	lacks $file reason:
	sed -i 's/^state: .*/state: done/' $file
	act reopen warm --due +1w
	is due 2026-12-09
)
end

refuses() {
	begin "$2 refuses what is $1"
	(
		set -e
		standing "$1" 'due: 2026-12-10' 'evidence: abc1234' \
			'reason: no time'
		fails_with 128 git postmortem action "$2" warm 2>err
		contains err "$id/warm: is $1"
		contains err "$3"
		is state "$1"
		git diff --quiet HEAD
	)
	end
}
first='let its owner accept it first'
again='action reopen" it first'
refuses accepted accept 'is accepted already'
refuses in-progress accept 'action set --due" moves a promise'
refuses 'done' accept "$again"
refuses declined accept "$again"
refuses proposed start "$first"
refuses in-progress start 'is in-progress already'
refuses 'done' start "$again"
refuses declined start "$again"
refuses proposed 'done' "$first"
refuses 'done' 'done' 'is done already'
refuses declined 'done' "$again"
refuses 'done' decline "$again"
refuses declined decline 'is declined already'
refuses proposed reopen 'only a settled item can be reopened'
refuses accepted reopen 'only a settled item can be reopened'
refuses in-progress reopen 'only a settled item can be reopened'

begin 'a state that cannot be read is named with its line'
(
	set -e
	standing wontfix
	fails_with 128 git postmortem action start warm 2>err
	contains err "$file:3: \"wontfix\" is not a state"
)
end

begin 'an item without a state is a proposal'
(
	set -e
	standing proposed
	sed -i '/^state/d' $file
	act accept warm --due +1w >out
	contains out 'state proposed → accepted'
	is state accepted
)
end

begin 'a step keeps comments, order, quoting and line ends of the file'
(
	set -e
	standing proposed
	printf -- '---\r\n# why?\r\nowner:  "alice@example.com"\r\nstate: proposed # idea\r\n\r\ntitle: x\r\n---\r\nBody\r\n' >$file
	act accept warm --due 2026-12-10
	printf -- '---\r\n# why?\r\nowner:  "alice@example.com"\r\nstate: accepted # idea\r\n\r\ntitle: x\r\ndue: 2026-12-10\r\n---\r\nBody\r\n\r\n## History\r\n\r\n- 2026-12-02 alice@example.com: accepted, due 2026-12-10\r\n' >expected
	# Wherever the new line stands, the others are as they were.
	grep -v '^due' $file >found
	grep -v '^due' expected >wanted
	same found wanted
	is due "2026-12-10$(printf '\r')"
)
end

# fields_of FILE: its keys, in their order.
fields_of() {
	sed -n '/^---$/d; s/^\([a-z]*\):.*/\1/p' "$1" | tr '\n' ' '
}

begin 'what a step adds stands below the state; a file of 0.1 keeps its order'
(
	set -e
	write_complete $id
	items=postmortems/$id/actions
	act add slow 'Warm it' -o alice -t web \
		--type prevent -p high --ticket OPS-1 >/dev/null
	act accept warm-it >/dev/null
	act 'done' warm-it --evidence OPS-1 >/dev/null
	[ "$(fields_of $items/warm-it.md)" = \
		'title state due evidence owner team type priority ticket ' ]
	act add slow 'Cool it' --type prevent >/dev/null
	act decline cool-it --reason 'too dear' >/dev/null
	act set cool-it -p low --due 2026-12-24 -t web >/dev/null
	[ "$(fields_of $items/cool-it.md)" = \
		'title state due reason owner team type priority ' ]
	printf '%s\n' --- 'title: Old' 'state: accepted' 'owner: alice' \
		'type: prevent' 'due: 2026-12-20' 'ticket: OPS-2' --- \
		>$items/old.md
	act 'done' old --evidence OPS-2 >/dev/null
	act set old -p low >/dev/null
	[ "$(fields_of $items/old.md)" = \
		'title state owner type priority due evidence ticket ' ]
)
end

begin '--commit takes only the item along, whatever else is staged'
(
	set -e
	standing proposed
	git postmortem hook install >/dev/null
	echo one >mine
	git add mine
	echo two >>postmortems/$id/README.md
	act accept warm --due +1w --commit
	[ "$(git show --format= --name-only)" = $file ]
	[ "$(git diff --cached --name-only)" = mine ]
	[ "$(git diff --name-only)" = postmortems/$id/README.md ]
)
end

begin 'a reason cannot forge a trailer or an event; a hint can be pasted'
(
	set -e
	standing accepted 'due: 2026-12-10'
	act decline warm --commit --reason 'no
Signed-off-by: eve@example.com' 2>err || true
	sed -i 's/^state: .*/state: accepted/' $file
	git commit -q -a -m again
	act set warm --due +30d --reason 'no
Signed-off-by: eve@example.com' --commit
	git log -1 --format='%(trailers:key=Signed-off-by)' >out
	[ -z "$(cat out)" ]
	contains $file ': no Signed-off-by: eve@example.com'
	act set warm --due +31d --reason 'late
- 2026-12-02 bob: done' --commit
	contains $file ': late - 2026-12-02 bob: done'
	act set warm --priority high --reason "it's late" 2>err
	sed -n 's/^hint:   //p' err >hint
	sh -c "$(cat hint) -q -m later"
	git log -1 --format=%B >out
	contains out "Postmortem-Reason: it's late"
)
end

begin 'an item is named by any unique part, from anywhere'
(
	set -e
	standing proposed
	write_item $id warm-up 2026-12-19
	mkdir sub
	cd sub
	run_ok git postmortem action accept warm --due +1w
	fails_with 128 git postmortem action 'done' war --evidence x1 2>err
	contains err "  $id/warm-up"
	run_ok git postmortem action start ../$file
	fails_with 128 git postmortem action start wram 2>err
	contains err 'did you mean "warm"?'
	fails_with 129 git postmortem action start 2>err
	fails_with 128 git postmortem action start ../$file warm-up 2>err
	contains err 'is in-progress already'
	fails_with 129 git postmortem action start warm --due +1w 2>err
	contains err "unknown option \`due'"
)
end

# Items one, two and three, proposed.
three() {
	git postmortem init --skip-hooks >/dev/null 2>&1
	write_complete $id
	commit_all 'standing'
	for title in One Two Three
	do
		act add slow "$title" --owner alice@example.com
	done >/dev/null
	commit_all 'proposed'
}

begin 'a step takes several items at once, in one commit'
(
	set -e
	three
	act accept one two slow/three --due 2026-12-20 --commit >out
	contains out "$id/two"
	count 1 out 'state proposed → accepted' || count 3 out \
		'state proposed → accepted'
	git log -1 --format=%s >out
	contains out '3 action items: accept'
	git log -1 --format=%B >out
	contains out "Postmortem-Action: $id/one"
	contains out "Postmortem-Action: $id/three"
	act start one two --commit >out
	act 'done' one two --evidence $url --commit >out
	act decline three --reason 'not needed' --commit >out
	act reopen one three --reason 'it came back' --commit >out
	git log -5 --format=%s >out
	same out - <<-'END'
	2 action items: reopen
	three: decline
	2 action items: done
	2 action items: start
	3 action items: accept
	END
	git log -1 --format=%B >out
	count 1 out 'Postmortem-Reason: it came back'
	git postmortem log two -n 1 >out
	contains out 'state in-progress → done'
)
end

begin 'of several items all take a step, or none'
(
	set -e
	three
	act accept two --due 2026-12-20 --commit >out
	before=$(git rev-parse HEAD)
	fails_with 128 act accept one two three --commit 2>err
	contains err "$id/two: is accepted already"
	fails_with 128 act accept one nosuch three --commit 2>err
	contains err 'no action item "nosuch"'
	fails_with 128 act accept one three one 2>err
	contains err "$id/one: is named twice"
	fails_with 128 act accept one one 2>err
	contains err "$id/one: is named twice"
	[ "$(git rev-parse HEAD)" = "$before" ]
	[ -z "$(git status --porcelain -- postmortems)" ]
	fails_with 129 act accept 2>err
	contains err 'name the action item'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Postmortem-Action and Postmortem-Closes: log and show list the commits that
# name a record.
# valgrind

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
ITEM=page-before-expiry
DIR=postmortems/$PM/actions

# item NAME STATE [OWNER]
item() {
	mkdir -p "$DIR"
	[ -e "postmortems/$PM/README.md" ] ||
		printf -- '---\ntitle: Slow\nstatus: draft\n---\n' \
			>"postmortems/$PM/README.md"
	printf '%s\n' --- "title: The item $1" "state: $2" \
		"owner: ${3:-alice}" 'due: 2026-12-20' --- >"$DIR/$1.md"
}

# work SUBJECT TRAILER...: a commit in the code
work() {
	subject=$1
	shift
	echo "$subject" >>code
	git add code
	test_tick
	{
		printf '%s\n\n' "$subject"
		[ $# = 0 ] || printf '%s\n' "$@"
	} >message
	git commit -q -F message
}

story() {
	item "$ITEM" accepted
	commit_all 'Promise the alarm'
	work 'Prepare the alarm' "Postmortem-Action: $PM/$ITEM"
	work 'Something else'
	work 'Raise the alarm' "Postmortem-Closes: $PM/$ITEM" \
		'Signed-off-by: Alice Example <alice@example.com>'
}

short() {
	git rev-parse --short "$1"
}

begin 'log lists the commits that name an item, by date'
(
	set -e
	story
	item "$ITEM" 'in-progress'
	commit_all 'Begin'
	git postmortem log "$ITEM" >out
	same out - <<-END
	$(short HEAD) 2026-12-02 Alice Example  Begin
	    state accepted → in-progress
	$(short HEAD~1) 2026-12-02 Alice Example  Raise the alarm
	    claims to close it
	$(short HEAD~3) 2026-12-02 Alice Example  Prepare the alarm
	    works on it
	$(short HEAD~4) 2026-12-02 Alice Example  Promise the alarm
	    added, state accepted, owner alice, due 2026-12-20
	END
)
end

begin 'a post-mortem lists those of its items, and everything those of all'
(
	set -e
	story
	work 'Settle it' "Postmortem-Closes: $PM"
	git postmortem log "$PM" >out
	contains out '    claims to close it'
	contains out "    $ITEM: claims to close it"
	contains out "    $ITEM: works on it"
	git postmortem log >out
	contains out "    $PM: claims to close it"
	contains out "    $PM/$ITEM: works on it"
	git postmortem log "$ITEM" >out
	lacks out 'Settle it'
)
end

begin 'a commit that changes the item and names it is told once'
(
	set -e
	item "$ITEM" proposed
	commit_all 'Propose'
	test_tick
	git postmortem action accept "$ITEM" --due +2w --commit
	git show -s --format=%B >message
	contains message "Postmortem-Action: $PM/$ITEM"
	item "$ITEM" 'in-progress'
	work 'Both at once' "Postmortem-Closes: $PM/$ITEM"
	git add "$DIR"
	git commit -q --amend --no-edit
	git postmortem log "$ITEM" >out
	lacks out 'works on it'
	count 3 out '2026-12-02 '
	sed -n 1,4p out >top
	contains top 'state accepted → in-progress'
	contains top '    claims to close it'
)
end

begin 'dates, authors, owners and numbers choose among them, fields leave them out'
(
	set -e
	story
	item other accepted bob
	commit_all 'Another'
	GIT_AUTHOR_NAME='Bob Example' GIT_AUTHOR_EMAIL=bob@example.com \
		work 'Of Bob' "Postmortem-Action: $PM/other"
	git postmortem log -n 2 "$PM" >out
	count 2 out '2026-12-02 '
	git postmortem log --author=bob@ >out
	count 1 out '2026-12-02 '
	contains out 'Of Bob'
	git postmortem log --owner bob >out
	contains out 'Of Bob'
	contains out 'Another'
	lacks out 'Raise the alarm'
	clock=$(git log -1 --format=%ct HEAD~3)
	git postmortem log --since="@$((clock + 1))" "$PM" >out
	contains out 'Raise the alarm'
	lacks out 'Prepare'
	git postmortem log --until="@$clock" "$PM" >out
	contains out 'Promise'
	lacks out 'Raise the alarm'
	git postmortem log --field state "$ITEM" >out
	count 1 out '2026-12-02 '
	contains out 'Promise the alarm'
)
end

begin 'a revert is told with the claim, a revert of it takes that back'
(
	set -e
	story
	claim=$(git rev-parse HEAD)
	test_tick
	git revert --no-edit HEAD
	git postmortem log "$ITEM" >out
	contains out "    claims to close it, reverted by $(short HEAD)"
	git postmortem show "$ITEM" >out
	contains out "reverted by $(short HEAD)"
	git postmortem log --format=json "$ITEM" >out
	contains out "\"claim\":\"closes\",\"reverted_by\":\"$(git rev-parse HEAD)\""
	test_tick
	git revert --no-edit HEAD
	git postmortem log "$ITEM" >out
	contains out "$(short "$claim")"
	contains out 'claims to close it'
	lacks out 'reverted'
)
end

begin 'the revert of a merge undoes what came in with it'
(
	set -e
	item "$ITEM" accepted
	commit_all 'Promise'
	git checkout -q -b work
	work 'Raise the alarm' "Postmortem-Closes: $ITEM"
	git checkout -q main
	echo more >other
	commit_all 'Meanwhile'
	test_tick
	git merge -q --no-edit work
	git postmortem log "$ITEM" >out
	lacks out 'reverted'
	test_tick
	git revert --no-edit -m 1 HEAD
	git postmortem log "$ITEM" >out
	contains out "claims to close it, reverted by $(short HEAD)"
)
end

begin 'only paragraphs of trailers count, in any case'
(
	set -e
	item "$ITEM" accepted
	commit_all 'Promise'
	work 'Prose' "Postmortem-Closes: $ITEM" 'is what one would write.'
	work 'Folded' 'POSTMORTEM-ACTION:' "  $PM/$ITEM"
	work 'Part' 'postmortem-action: checkout/page'
	work 'No such' 'Postmortem-Action: nothing-like-it'
	git postmortem log "$ITEM" >out
	lacks out 'Prose'
	contains out 'Folded'
	contains out 'Part'
	git postmortem log >out
	lacks out 'No such'
)
end

begin 'a word of the configuration is no trailer, however the log was read'
(
	set -e
	item "$ITEM" accepted
	commit_all 'Promise the alarm'
	git config trailer.act.key Postmortem-Action
	git postmortem index rebuild >out
	work 'By another word' "Act: $PM/$ITEM"
	git commit -q --allow-empty -m 'By git' --trailer "act=$PM/$ITEM"
	git postmortem log "$ITEM" >out
	contains out ' By git'
	lacks out ' By another word'
	git postmortem index verify
	# All of it at once.
	git postmortem index rebuild >/dev/null
	git postmortem log "$ITEM" >now
	same now out
)
end

begin 'former ids lead to the record that they became'
(
	set -e
	story
	git mv "$DIR/$ITEM.md" "$DIR/warn-early.md"
	commit_all 'Call it otherwise'
	work 'Under the new name' 'Postmortem-Action: warn-early'
	git mv "postmortems/$PM" postmortems/2026-11-21-slow
	commit_all 'Rename the folder'
	git postmortem log slow/warn-early >out
	contains out 'Under the new name'
	contains out 'Raise the alarm'
	contains out 'Prepare the alarm'
	git postmortem log >out
	contains out '    2026-11-21-slow/warn-early: claims to close it'
)
end

begin 'what is gone keeps the commits that named it'
(
	set -e
	story
	git rm -q "$DIR/$ITEM.md"
	commit_all 'Remove it'
	git postmortem log "$PM/$ITEM" >out
	contains out 'Raise the alarm'
	git postmortem log >out
	contains out "    $PM/$ITEM: claims to close it"
)
end

begin 'show lists the work, not the keeping of books'
(
	set -e
	story
	test_tick
	git postmortem action start "$ITEM" --commit
	git postmortem show "$ITEM" >out
	sed -n '/^Commits/,/^$/p' out | sed '/^$/d' >commits
	same commits - <<-END
	Commits
	$(short HEAD~1)  2026-12-02  Alice Example  claims to close it  Raise the alarm
	$(short HEAD~3)  2026-12-02  Alice Example  works on it         Prepare the alarm
	END
	git postmortem action show "$ITEM" --format=json >out
	count 1 out '"claim": "closes"'
	count 1 out '"claim": "works-on"'
	contains out "\"commit\": \"$(git rev-parse HEAD~1)\""
	git postmortem show --at HEAD~2 "$ITEM" >out
	lacks out 'Raise the alarm'
	contains out 'Prepare the alarm'
)
end

begin 'Markdown and JSON have them'
(
	set -e
	story
	git postmortem log --format=markdown -n 1 "$PM" >out
	same out - <<-END
	- \`$(short HEAD)\` 2026-12-02, \`Alice Example\`: \`Raise the alarm\`
	  - \`$ITEM\`: claims to close it
	END
	git postmortem log --format=json -n 1 >out
	contains out "\"records\":[],\"mentions\":[{\"id\":\"$PM/$ITEM\",\"kind\":\"action\",\"claim\":\"closes\"}]"
	git postmortem log -p -n 1 "$ITEM" >out
	contains out 'claims to close it'
	lacks out 'diff --git'
)
end

begin 'a shallow clone tells those that are here'
(
	set -e
	story
	git clone -q --depth 1 "file://$PWD" ../shallow
	cd ../shallow
	git postmortem log "$ITEM" >out 2>err
	contains out 'Raise the alarm'
	lacks out 'Prepare'
	git postmortem show "$ITEM" >out
	contains out 'Raise the alarm'
)
end

begin 'an unborn branch has none'
(
	set -e
	item "$ITEM" accepted
	git postmortem show "$ITEM" >out
	lacks out Commits
)
end

begin 'no escape sequence of a commit reaches the terminal'
(
	set -e
	item "$ITEM" accepted
	commit_all 'Promise'
	esc=$(printf '\033')
	work "Sub${esc}[2Jject" "Postmortem-Closes: $ITEM"
	git postmortem log "$ITEM" >out
	lacks out "$esc"
	git postmortem show "$ITEM" >out
	lacks out "$esc"
	contains out 'Sub\x1b[2Jject'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem annotate: which commit set each field, in every shape that a
# history can have; and how a promise moved.
# valgrind

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
DIR=postmortems/$PM
ITEM=$DIR/actions/alarm.md

# record FILE LINE...
record() {
	file=$1
	shift
	mkdir -p "${file%/*}"
	{
		echo ---
		printf '%s\n' "$@"
		# Enough text for git to know it again under another name.
		printf '%s\n' --- '' 'Page two weeks before it expires.' '' \
			'The certificate is renewed by hand, so that somebody' \
			'has to remember; nobody did.'
	} >"$file"
}

# item STATE DUE [OWNER]
item() {
	record "$ITEM" 'title: Alarm' "state: $1" "owner: ${3-alice}" \
		${2:+"due: $2"}
}

on() {
	git checkout -q "$@"
}

merge() {
	test_tick
	git merge -q --no-ff -m "$2" "$1"
}

by_bob() {
	GIT_AUTHOR_NAME='Bob Example' GIT_AUTHOR_EMAIL=bob@example.com \
		commit_all "$1"
}

# set_by FIELD SUBJECT [NAME...]: that commit set the field of the item.
set_by() {
	git postmortem annotate "${3-alarm}" >told
	id=$(awk -v field="$1" '/^[0-9a-f]/ && $5 == field { print $1 }' told)
	[ "$id" ] || complain "--- nobody set $1" || cat told >&2
	subject=$(git log -1 --format=%s "$id")
	[ "$subject" = "$2" ] && return 0
	complain "--- $1 was set by \"$subject\", not \"$2\"" || cat told >&2
	return 1
}

begin 'each field has its value, and the commit, day and author that set it'
(
	set -e
	item proposed ''
	commit_all One
	item accepted 2026-12-05
	by_bob Two
	item accepted 2026-12-05 bob
	commit_all Three
	git postmortem annotate alarm >out
	same out - <<-END
	$(git rev-parse --short HEAD~2)  2026-12-02  Alice Example  title  Alarm
	$(git rev-parse --short HEAD~1)  2026-12-02  Bob Example    state  accepted
	$(git rev-parse --short HEAD)  2026-12-02  Alice Example  owner  bob
	$(git rev-parse --short HEAD~1)  2026-12-02  Bob Example    due    2026-12-05
	END
	cd "$DIR/actions"
	git postmortem annotate alarm.md >../../../path
	same ../../../path ../../../out
)
end

begin 'a post-mortem has its own fields only, nested ones and lists too'
(
	set -e
	record "$DIR/README.md" 'title: T' 'teams: [web]' 'debrief:' \
		'  date: 2026-12-01'
	item proposed ''
	commit_all One
	record "$DIR/README.md" 'title: T' 'teams: [web, db]' 'debrief:' \
		'  date: 2026-12-01'
	item accepted 2026-12-05
	commit_all Two
	git postmortem annotate checkout >out
	same out - <<-END
	$(git rev-parse --short HEAD~1)  2026-12-02  Alice Example  title         T
	$(git rev-parse --short HEAD)  2026-12-02  Alice Example  teams         web, db
	$(git rev-parse --short HEAD~1)  2026-12-02  Alice Example  debrief date  2026-12-01
	END
	git postmortem annotate --format=json checkout >out
	contains out '"field": "debrief.date"'
	sed -n '/"value": \[/,/\]/p' out | tr -d ' \n' >value
	printf '"value":["web","db"],' | same value -
)
end

begin 'what nobody committed says so'
(
	set -e
	item accepted 2026-12-05
	git postmortem annotate alarm >out
	count 4 out '  not committed yet  '
	commit_all One
	item accepted 2026-12-19
	sed 's/^owner:.*/ticket: T-1/' "$ITEM" >new && mv new "$ITEM"
	for staged in no yes
	do
		[ $staged = no ] || git add -A
		git postmortem annotate alarm >out
		same out - <<-END
		$(git rev-parse --short HEAD)  2026-12-02  Alice Example      title   Alarm
		$(git rev-parse --short HEAD)  2026-12-02  Alice Example      state   accepted
		                     not committed yet  due     2026-12-19
		                     not committed yet  ticket  T-1
		END
	done
	git postmortem annotate --format=json alarm >out
	count 2 out '"committed": false'
	count 2 out '"commit": '
	# What stands at a commit is committed.
	git postmortem annotate --at HEAD alarm >out
	lacks out 'not committed'
	count 1 out 'owner  alice'
)
end

begin 'putting an older value back is setting it'
(
	set -e
	item accepted 2026-12-05
	commit_all One
	item accepted 2026-12-19
	commit_all Two
	test_tick
	git revert --no-edit HEAD
	set_by due 'Revert "Two"'
	set_by state One
)
end

begin 'what was removed and added again is of its second life'
(
	set -e
	item accepted 2026-12-05
	commit_all One
	git rm -q "$ITEM"
	commit_all Two
	item accepted 2026-12-05
	commit_all Three
	for field in title state owner due
	do
		set_by $field Three
	done
	# One field alone, too.
	sed '/^due:/d' "$ITEM" >new && mv new "$ITEM"
	commit_all Four
	item accepted 2026-12-05
	commit_all Five
	set_by due Five
	set_by title Three
)
end

begin 'a folder or an item that was renamed keeps who set what'
(
	set -e
	record "$DIR/README.md" 'title: T' 'owner: alice'
	item proposed ''
	commit_all One
	item accepted 2026-12-05
	commit_all Two
	git mv "$DIR" postmortems/2026-11-21-slow
	commit_all Three
	git mv postmortems/2026-11-21-slow/actions/alarm.md \
		postmortems/2026-11-21-slow/actions/siren.md
	sed 's/^owner:.*/owner: bob/' \
		postmortems/2026-11-21-slow/actions/siren.md >new
	mv new postmortems/2026-11-21-slow/actions/siren.md
	commit_all Four
	set_by title One siren
	set_by due Two siren
	set_by owner Four siren
	set_by owner One slow
	lacks told siren
)
end

begin 'a merge without a conflict set nothing'
(
	set -e
	item accepted 2026-12-05
	commit_all Base
	on -b side
	item accepted 2026-12-05 bob
	commit_all Owner
	on main
	record "$ITEM" 'title: Alarm' 'state: in-progress' 'owner: alice' \
		'due: 2026-12-05'
	commit_all State
	echo other >other
	commit_all Other
	fails_with 1 merge side Merge
	item in-progress 2026-12-05 bob
	commit_all Merge
	set_by owner Owner
	set_by state State
	set_by title Base
)
end

begin 'an evil merge set what none of its parents has'
(
	set -e
	item accepted 2026-12-05
	commit_all Base
	on -b side
	item accepted 2026-12-12 bob
	commit_all Side
	on main
	item accepted 2026-12-19
	commit_all Main
	fails_with 1 merge side Merge
	item accepted 2026-12-24 bob
	commit_all Merge
	set_by due Merge
	set_by owner Side
	set_by state Base
	# The branch that lost the due date is the newer one.
	git reset -q --hard HEAD^1
	on side
	echo more >>"$ITEM"
	commit_all 'Side again'
	item accepted 2026-12-13
	commit_all 'Side moves'
	on main
	fails_with 1 merge side Merge
	item accepted 2026-12-19 bob
	commit_all Merge
	set_by due Main
)
end

begin 'a value that a branch set and took back is that of the other branch'
(
	set -e
	item accepted 2026-12-05
	commit_all Base
	on -b side
	item accepted 2026-12-19
	commit_all 'Side there'
	on main
	item accepted 2026-12-19
	commit_all Main
	on side
	item accepted 2026-12-05 bob
	commit_all 'Side back'
	on main
	fails_with 1 merge side Merge
	item accepted 2026-12-19 bob
	commit_all Merge
	set_by due Main
	set_by owner 'Side back'
)
end

begin 'a value that a branch took away and the merge kept is the first one'
(
	set -e
	item accepted 2026-12-05
	commit_all Base
	on -b side
	item accepted 2026-12-19 bob
	commit_all Side
	on main
	item in-progress 2026-12-05
	commit_all Main
	fails_with 1 merge side Merge
	item in-progress 2026-12-05 bob
	commit_all Merge
	set_by due Base
)
end

begin 'both branches set the same: the newer one'
(
	set -e
	item accepted 2026-12-05
	commit_all Base
	on -b side
	item accepted 2026-12-19 bob
	commit_all Side
	on main
	item in-progress 2026-12-19
	commit_all Main
	fails_with 1 merge side Merge
	item in-progress 2026-12-19 bob
	commit_all Merge
	set_by due Main
	set_by owner Side
)
end

begin 'front matter that could not be read for a while is seen through'
(
	set -e
	item accepted 2026-12-05
	commit_all One
	printf -- '---\ntitle: [\n---\n' >"$ITEM"
	commit_all Broken
	item accepted 2026-12-19
	commit_all Mended
	set_by due Mended
	set_by state One
	git postmortem annotate alarm >out
	contains out 'moved once, 14 days later in all'
	git postmortem annotate alarm --at HEAD~1 2>err >out &&
		complain 'an unreadable record was annotated'
	contains err "$ITEM:"
)
end

begin 'a name that another item had before brings nothing of it'
(
	set -e
	other=$DIR/actions/siren.md
	item 'done' 2026-12-05
	record "$other" 'title: Siren' 'state: proposed' 'owner: bob'
	commit_all One
	record "$other" 'title: Siren' 'state: done' 'owner: bob'
	commit_all Two
	record "$other" 'title: Siren' 'state: accepted' 'owner: bob'
	commit_all Three
	git mv "$other" "$DIR/actions/horn.md"
	commit_all Four
	git mv "$ITEM" "$other"
	commit_all Five
	set_by state One siren
	set_by owner One siren
	set_by state Three horn
)
end

begin 'what could not be read when it was added again was set by who mended it'
(
	set -e
	item accepted 2026-12-05
	commit_all One
	printf -- '---\ntitle: [\n---\n' >"$ITEM"
	commit_all Broken
	git rm -q "$ITEM"
	commit_all Removed
	mkdir -p "${ITEM%/*}"
	printf -- '---\ntitle: [\n---\n' >"$ITEM"
	commit_all Again
	item accepted 2026-12-05
	commit_all Mended
	set_by state Mended
	set_by due Mended
)
end

begin 'an imported document: its import set what the front matter says'
(
	set -e
	mkdir docs
	printf '# Checkout was slow\n\nSeverity: major\n\n## Impact\n\n%s\n' \
		'Every tenth order was lost for half an hour.' >docs/slow.md
	commit_all 'Write it'
	git rm -q docs/slow.md
	record "$DIR/README.md" 'title: Checkout was slow' 'severity: major' \
		'formerly: docs/slow.md'
	commit_all 'Import it'
	record "$DIR/README.md" 'title: Checkout was slow' 'severity: minor' \
		'formerly: docs/slow.md'
	commit_all 'Judge it'
	set_by title 'Import it' checkout
	set_by formerly 'Import it' checkout
	set_by severity 'Judge it' checkout
)
end

begin '--at looks at a revision or a day'
(
	set -e
	item proposed ''
	commit_all One
	item accepted 2026-12-05
	GIT_COMMITTER_DATE='2026-12-03T10:00:00Z' git commit -q -a -m Two
	git rm -q "$ITEM"
	GIT_COMMITTER_DATE='2026-12-04T10:00:00Z' git commit -q -m Three
	git postmortem annotate --at HEAD~1 alarm >out
	count 1 out 'due    2026-12-05'
	git postmortem annotate --at 2026-12-02 alarm >out
	count 1 out 'state  proposed'
	lacks out due
	fails_with 128 git postmortem annotate alarm 2>err
	fails_with 128 git postmortem annotate --at nowhere alarm 2>err
	contains err nowhere
)
end

# --- how a promise moved ---

# A proposal that aims for a day, a promise that moves three times.
promise() {
	item proposed 2026-11-30
	commit_all Propose
	item proposed 2026-12-01
	commit_all Aim
	item accepted 2026-12-05
	commit_all Accept
	item accepted 2026-12-19
	by_bob 'Later

Postmortem-Reason: the vendor is late'
	item in-progress 2026-12-12
	commit_all Sooner
	item in-progress 2026-12-26
	by_bob 'Later again

Postmortem-Reason: Bob is ill,
 and nobody else knows it'
}

begin 'a promise that moved says from where, how far, by whom and why'
(
	set -e
	promise
	git postmortem annotate alarm >out
	sed 1,5d out >slips
	same slips - <<-END
	due first promised for 2026-12-05, moved 3 times, 21 days later in all, by Bob Example, Alice Example
	    $(git rev-parse --short HEAD~2) 2026-12-02 Bob Example  due 2026-12-05 → 2026-12-19, 14 days later: the vendor is late
	    $(git rev-parse --short HEAD~1) 2026-12-02 Alice Example  due 2026-12-19 → 2026-12-12, 7 days earlier
	    $(git rev-parse --short HEAD) 2026-12-02 Bob Example  due 2026-12-12 → 2026-12-26, 14 days later: Bob is ill, and nobody else knows it
	END
	set_by due 'Later again'
	git postmortem annotate --at HEAD~3 alarm >out
	lacks out promised
)
end

begin 'slips in JSON'
(
	set -e
	promise
	git postmortem annotate --format=json alarm >out
	sed -n '/"slips": {/,$p' out >slips
	count 1 slips '"first": "2026-12-05"'
	contains slips '    "days": 21,'
	contains slips '        "days": -7,'
	contains slips '"reason": "the vendor is late"'
	contains slips "\"commit\": \"$(git rev-parse HEAD~2)\""
	contains slips '"email": "bob@example.com"'
	git postmortem annotate --format=json --at HEAD~3 alarm >out
	lacks out slips
	contains out '"complete": true'
)
end

begin 'taking the day out of a promise does not hide that it moved'
(
	set -e
	promise
	item in-progress ''
	commit_all 'No day'
	item in-progress 2027-01-02
	commit_all 'Another day'
	git postmortem annotate alarm >out
	contains out 'moved 4 times, 28 days later in all'
	contains out 'due 2026-12-26 → 2027-01-02, 7 days later'
	item 'done' 2027-01-02
	commit_all Done
	item accepted 2027-03-01
	commit_all Reopen
	git postmortem annotate alarm >out
	contains out 'moved 4 times, 28 days later in all'
)
end

begin 'a move on a branch whose day lost is no move'
(
	set -e
	item accepted 2026-12-05
	commit_all Base
	on -b side
	item accepted 2026-12-12 bob
	commit_all Side
	on main
	item accepted 2026-12-19
	commit_all Main
	fails_with 1 merge side Merge
	item accepted 2026-12-19 bob
	commit_all Merge
	git postmortem annotate alarm >out
	contains out 'moved once, 14 days later in all, by Alice Example'
	lacks out 2026-12-12
)
end

begin 'the moves stay while the next one is not committed'
(
	set -e
	promise
	item in-progress 2027-06-01
	git postmortem annotate alarm >out
	contains out 'not committed yet  due    2027-06-01'
	contains out 'moved 3 times, 21 days later in all'
	lacks out '→ 2027-06-01'
)
end

# --- odd places, odd bytes ---

begin 'what the index has is not read from the log again'
(
	set -e
	echo one >other
	commit_all Root
	item accepted 2026-12-05
	commit_all Add
	item accepted 2026-12-19
	commit_all Move
	git postmortem log alarm >expected
	# The root's tree is damaged: whoever goes there fails.
	tree=$(git rev-parse 'HEAD~2^{tree}')
	rm -f ".git/objects/$(echo "$tree" | cut -c1-2)/$(echo "$tree" |
		cut -c3-)"
	set_by due Move
	set_by title Add
	rm -r .git/postmortem
	fails_with 128 git postmortem log alarm
)
end

begin 'a bare repository, and one without a commit'
(
	set -e
	fails_with 128 git postmortem annotate alarm 2>err
	item accepted 2026-12-05
	commit_all One
	git clone -q --bare . ../bare.git
	git postmortem annotate alarm >out
	git -C ../bare.git postmortem annotate alarm >bare
	same bare out
	rm -rf ../bare.git
)
end

begin 'a shallow clone says what it does not know'
(
	set -e
	item accepted 2026-12-05
	commit_all One
	item accepted 2026-12-05 bob
	commit_all Two
	item in-progress 2026-12-05 bob
	commit_all Three
	git clone -q --depth 2 "file://$PWD" ../shallow
	cd ../shallow
	git postmortem annotate alarm >out 2>err
	contains err 'shallow'
	count 1 out "$(git rev-parse --short HEAD)  "
	count 3 out '  before this clone begins  '
	git postmortem annotate --format=json alarm >out 2>err
	contains out '"complete": false'
	cd ..
	rm -rf shallow
)
end

begin 'no escape sequence of a record or a commit reaches the terminal'
(
	set -e
	esc=$(printf '\033')
	item accepted 2026-12-05
	sed "s/^title:.*/title: \"a\\\\e[31mb\"/" "$ITEM" >new && mv new "$ITEM"
	GIT_AUTHOR_NAME="Eve${esc}]0;x" commit_all One
	item accepted 2026-12-19
	sed "s/^title:.*/title: \"a\\\\e[31mb\"/" "$ITEM" >new && mv new "$ITEM"
	GIT_AUTHOR_NAME="Eve${esc}]0;x" commit_all "Two

Postmortem-Reason: because${esc}[2J of it"
	git postmortem annotate alarm >out
	lacks out "$esc"
	contains out 'because\x1b[2J of it'
	contains out 'a\x1b[31mb'
	git postmortem annotate --color=always alarm >out
	contains out "${esc}[33m"
	sed "s/$esc\[[0-9;]*m//g" out >plain
	lacks plain "$esc"
	git postmortem annotate --format=json alarm >out
	lacks out "$esc"
)
end

begin 'its name of once goes on working, and no list has it'
(
	set -e
	item accepted 2026-12-05
	commit_all One
	item accepted 2026-12-19
	commit_all Two
	for format in text json
	do
		git postmortem annotate alarm --format="$format" >expected
		git postmortem --color=never blame alarm --format="$format" \
			>out 2>err
		same out expected
		same err /dev/null
	done
	git postmortem blame -h >out
	contains out 'usage: git postmortem annotate '
	git postmortem -h >out
	contains out annotate
	lacks out blame
	fails_with 129 git postmortem blam alarm 2>err
	lacks err blame
)
end

begin 'wrong usage'
(
	set -e
	fails_with 129 git postmortem annotate 2>err
	fails_with 129 git postmortem annotate a b 2>err
	fails_with 129 git postmortem annotate --format=xml a 2>err
	item accepted 2026-12-05
	commit_all One
	fails_with 128 git postmortem annotate nothing-like-it 2>err
	contains err nothing-like-it
)
end

begin 'after a squash the history of the item says who it was, and why'
(
	set -e
	item proposed ''
	printf '## History\n\n- 2026-11-20 alice: proposed, owner alice\n' \
		>>"$ITEM"
	commit_all One
	on -b branch
	item accepted 2026-12-19
	cat >>"$ITEM" <<-'END'

	## History

	- 2026-11-20 alice: proposed, owner alice
	- 2026-11-21 bob: accepted, due 2026-12-05
	- 2026-11-23 carol: due 2026-12-19: the vendor is late (see #12)
	END
	commit_all Two
	on main
	git merge -q --squash branch
	git commit -q -m 'All of it (#3)'
	commit=$(git rev-parse --short HEAD)
	git postmortem annotate alarm >out
	contains out "$commit  2026-11-21  bob"
	contains out "$commit  2026-11-23  carol"
	contains out 'due first promised for 2026-12-05, moved once, 14 days later in all, by carol'
	contains out '    2026-11-23 carol  due 2026-12-05 → 2026-12-19, 14 days later: the vendor is late (see #12)'
	git postmortem annotate alarm --format=json >json
	contains json '"person": "carol"'
	contains json '"reason": "the vendor is late (see #12)"'
	git postmortem log alarm >out
	contains out '    2026-11-21 bob: accepted, due 2026-12-05'
	contains out '    2026-11-23 carol: due 2026-12-19: the vendor is late (see #12)'
	git postmortem log alarm --field=state >out
	contains out '    2026-11-21 bob: accepted'
	lacks out carol
	git postmortem log alarm --format=markdown >out
	# shellcheck disable=SC2016
	contains out '- `2026-11-21 bob: accepted, due 2026-12-05`'
	git postmortem log alarm --format=json >json
	contains json '"person":"bob"'
	# The same at depth 1, but for the commits.
	git postmortem annotate alarm | sed -n '/^due first/,$p' >slips
	git clone -q --depth 1 "file://$PWD" ../one
	cd ../one
	git postmortem annotate alarm | sed -n '/^due first/,$p' >slips
	same slips "$OLDPWD/slips"
)
end

begin 'what a commit says itself is not said twice'
(
	set -e
	git postmortem init --skip-hooks >/dev/null
	git postmortem new 'Slow' --severity minor --owner alice@example.com \
		--commit
	git postmortem action add slow 'Page before expiry' \
		--owner alice@example.com --commit
	git postmortem action accept page --due 2026-12-05 --commit
	git postmortem action set page --due 2026-12-19 --reason 'frozen' \
		--commit
	git postmortem log page >out
	lacks out 'alice@example.com:'
	count 1 out frozen
	git postmortem annotate page >out
	count 4 out 'Alice Example'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem log: what --owner and --field leave of it, and Markdown for
# a pull request.
# valgrind
# Backticks are Markdown's here.
# shellcheck disable=SC2016

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
DIR=postmortems/$PM
ESC=$(printf '\033')

# item NAME STATE OWNER [LINE...]
item() {
	mkdir -p "$DIR/actions"
	name=$1 state=$2 owner=$3
	shift 3
	{
		printf '%s\n' --- "title: Item $name" "state: $state" \
			"owner: $owner" "$@"
		printf '%s\n' --- '' 'Two weeks before.'
	} >"$DIR/actions/$name.md"
}

story() {
	mkdir -p "$DIR"
	printf '%s\n' --- 'title: T' 'status: draft' 'owner: carol' --- \
		>"$DIR/README.md"
	item one proposed alice
	item two proposed bob 'due: 2026-12-10'
	commit_all Begin
	item one accepted alice 'due: 2026-12-05'
	item two accepted bob 'due: 2026-12-10'
	commit_all Accept
	item one accepted bob 'due: 2026-12-05'
	commit_all 'Hand over'
	item one accepted bob 'due: 2026-12-19'
	commit_all 'Postpone

Postmortem-Reason: the vendor is late'
	sed 's/^Two weeks/Three weeks/' "$DIR/actions/two.md" >new
	mv new "$DIR/actions/two.md"
	commit_all Reword
}

# tells SUBJECT...: the entries in the file "out" are these commits.
tells() {
	printf '%s\n' "$@" >expected.subjects
	sed -n 's/^[0-9a-f]* 2026-12-02 Alice Example  //p' out >told.subjects
	same told.subjects expected.subjects
}

begin '--owner: records that are or were somebody'\''s'
(
	set -e
	story
	git postmortem log --owner alice >out
	tells 'Hand over' Accept Begin
	contains out "    $PM/one: owner alice → bob"
	lacks out "$PM/two"
	git postmortem log --owner carol >out
	tells Begin
	lacks out "$PM/"
	git postmortem log -o bob "$PM" >out
	tells Reword Postpone 'Hand over' Accept Begin
	count 1 out 'one: owner'
	lacks out 'one: added'
	git postmortem log --owner nobody >out 2>err
	same out /dev/null
	same err /dev/null
)
end

begin '--owner knows people by the policy, and "me"'
(
	set -e
	story
	mkdir .postmortem
	printf 'people:\n  alice: {email: alice@example.com}\n' \
		>.postmortem/policy.yaml
	commit_all Policy
	git postmortem log --owner me >out
	tells 'Hand over' Accept Begin
	git postmortem log --owner ALICE@example.com >mail
	same mail out
	git postmortem log --owner @alice >handle
	same handle out
)
end

begin '--field: only changes of that field, also of what is new'
(
	set -e
	story
	git postmortem log --field due >out
	tells Postpone Accept Begin
	same out - <<-END
	$(git rev-parse --short HEAD~1) 2026-12-02 Alice Example  Postpone
	    $PM/one: due 2026-12-05 → 2026-12-19, 14 days later
	    reason: the vendor is late
	$(git rev-parse --short HEAD~3) 2026-12-02 Alice Example  Accept
	    $PM/one: due 2026-12-05 (set)
	$(git rev-parse --short HEAD~4) 2026-12-02 Alice Example  Begin
	    $PM/two: due 2026-12-10 (set)
	END
	git postmortem log --field due --field owner "$PM/one" >out
	tells Postpone 'Hand over' Accept Begin
	git postmortem log --field title "$PM/one" >out
	contains out '    title "Item one" (set)'
	git postmortem log --field ticket >out 2>err
	same out /dev/null
	same err /dev/null
	git postmortem log --field due "$PM/none" >out 2>err || [ $? = 128 ]
)
end

begin '--field debrief is every field of it'
(
	set -e
	mkdir -p "$DIR"
	printf '%s\n' --- 'title: T' 'debrief:' '  date: 2026-12-01' \
		'  facilitator: bob' --- >"$DIR/README.md"
	commit_all One
	git postmortem log --field debrief >out
	contains out "$PM: debrief date 2026-12-01 (set)"
	contains out "$PM: debrief facilitator bob (set)"
	git postmortem log --field debrief.date >out
	lacks out facilitator
)
end

begin 'filters combine, and -n counts what is shown'
(
	set -e
	story
	git postmortem log -n 1 --field state >out
	tells Accept
	git postmortem log -n 2 --owner alice --field due --field state >out
	tells Accept Begin
	lacks out "$PM/two"
	clock=$(git log -1 --format=%ct HEAD~3)
	git postmortem log --owner alice --until="@$clock" >out
	tells Accept Begin
	git postmortem log --field due --since="@$((clock + 1))" >out
	tells Postpone
	git postmortem log --field due --author=bob >out
	same out /dev/null
	git postmortem log -p --owner carol >out
	contains out '+owner: carol'
	lacks out '+owner: bob'
)
end

begin 'filters in JSON'
(
	set -e
	story
	git postmortem log --format=json --field due --owner bob -n 1 >out
	contains out '"changes":[{"kind":"field","field":"due","before":"2026-12-05","after":"2026-12-19"}]'
	git postmortem log --format=json --field due --owner carol >out
	same out - <<-END
	{"version": 1, "complete": true, "entries": []}
	END
)
end

begin 'of an import, too, a filter shows one field'
(
	set -e
	mkdir docs
	printf '# Slow\n\n## Impact\n\nEvery tenth order was lost.\n' \
		>docs/slow.md
	commit_all 'Write it'
	git rm -q docs/slow.md
	mkdir -p "$DIR"
	printf '%s\n' --- 'title: Slow' 'status: draft' \
		'formerly: docs/slow.md' --- '' '# Slow' '' '## Impact' '' \
		'Every tenth order was lost.' >"$DIR/README.md"
	commit_all 'Import it'
	git postmortem log --field title -p "$PM" >out
	tells 'Import it'
	contains out '    title Slow (set)'
	contains out '+title: Slow'
	git postmortem log --field title --format=json "$PM" >out
	contains out '"change":"imported"'
	git postmortem log --format=markdown "$PM" >out
	contains out '  - imported from `docs/slow.md`, status `draft`'
)
end

begin 'a field that does not exist is wrong usage, with the nearest'
(
	set -e
	fails_with 129 git postmortem log --field duee 2>err
	contains err 'did you mean "due"?'
	fails_with 129 git postmortem log --field '' 2>err
	contains err 'is not a field'
	fails_with 129 git postmortem log --field debrief. 2>err
	fails_with 129 git postmortem log --format=html 2>err
	contains err markdown
	git postmortem complete field de >out
	contains out debrief.date
	contains out detected
	lacks out due
	git postmortem complete options log | cut -f1,2 >out
	contains out "--field=	field"
	contains out "--owner=	owner"
)
end

# --- Markdown ---

begin 'Markdown is a list with what comes from files as code'
(
	set -e
	story
	git postmortem log --format=markdown -n 3 >out
	same out - <<-END
	- \`$(git rev-parse --short HEAD)\` 2026-12-02, \`Alice Example\`: \`Reword\`
	  - \`$PM/two\`: rewrote the text
	- \`$(git rev-parse --short HEAD~1)\` 2026-12-02, \`Alice Example\`: \`Postpone\`
	  - \`$PM/one\`: due \`2026-12-05\` → \`2026-12-19\`, 14 days later
	  - reason: \`the vendor is late\`
	- \`$(git rev-parse --short HEAD~2)\` 2026-12-02, \`Alice Example\`: \`Hand over\`
	  - \`$PM/one\`: owner \`alice\` → \`bob\`
	END
	git postmortem log --format=markdown "$PM/one" | tail -n 1 >out
	echo '  - added, state `proposed`, owner `alice`' | same out -
)
end

# What a forge could act on, as it stands outside of code: nothing of it.
# An odd number of backticks would open code that swallows our own words.
outside_of_code() {
	awk '{
		line = $0
		out = ""
		while (match(line, /`+/)) {
			fence = substr(line, RSTART, RLENGTH)
			out = out substr(line, 1, RSTART - 1)
			line = substr(line, RSTART + RLENGTH)
			closed = 0
			while (match(line, /`+/)) {
				run = substr(line, RSTART, RLENGTH)
				line = substr(line, RSTART + RLENGTH)
				if (run == fence) {
					closed = 1
					break
				}
			}
			if (!closed)
				out = out " OPEN "
		}
		print out line
	}' "$1"
}

begin 'no text can make a mention, a link, HTML or an end of its code'
(
	set -e
	mkdir -p "$DIR"
	for evil in '@alice' '#1' '[x](http://evil.example)' '<b>x</b>' \
		'`@alice`' '``` @alice' 'x`' '`' '``' '- [ ] @alice' \
		'http://evil.example' 'www.evil.example' '!7 ~bug $3 %1' \
		':smile:' '<!-- @alice -->' 'a | b' '\`@alice' '&commat;alice'
	do
		item x accepted "'$evil'" "team: '$evil'" "ticket: '$evil'"
		printf '%s\n' --- 'title: T' "teams: ['$evil', 'b']" \
			"waivers: {times-missing: '$evil'}" --- '' \
			"## $evil" '' "$evil" >"$DIR/README.md"
		GIT_AUTHOR_NAME="E $evil" commit_all "Do $evil

Postmortem-Reason: $evil"
	done
	git mv "$DIR/actions/x.md" "$DIR/actions/a\`@b\`.md"
	commit_all 'Move'
	git postmortem log --format=markdown >out
	outside_of_code out >plain
	lacks plain OPEN
	count 19 plain '-  2026-12-02, : '
	sed -E 's/^(-  2026-12-02, : |  - (: |reason: ))//' plain >rest
	fails_with 1 grep -E '[][@#<>!~$%&|\\:]' rest
	fails_with 1 grep -i -E 'evil|alice|smile' rest
)
end

begin 'a patch in Markdown cannot leave its block'
(
	set -e
	item x accepted alice
	printf '%s\n' '```' '@alice' '````' '<b>' >>"$DIR/actions/x.md"
	commit_all One
	git postmortem log --format=markdown -p >out
	count 2 out '  `````'
	contains out '  `````diff'
	sed -n '/`````diff/,/^  `````$/p' out >block
	contains block '  +@alice'
	sed '/`````diff/,/^  `````$/d' out >rest
	lacks rest @alice
	# Every line of it belongs to the item of the list.
	sed 1d block | fails_with 1 grep -E '^ ?[^ ]'
)
end

begin 'Markdown is safe on a terminal, and never coloured'
(
	set -e
	item x accepted alice
	GIT_AUTHOR_NAME="Eve${ESC}]0;x" commit_all "Sub${ESC}[2Jject"
	git postmortem log --format=markdown -p --color=always >out
	lacks out "$ESC"
	contains out '`Sub\x1b[2Jject`'
)
end

done_testing

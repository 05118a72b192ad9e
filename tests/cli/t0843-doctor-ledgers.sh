#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Records from before there were histories get theirs from the log: told by
# doctor, written by doctor --fix.

. "${0%/*}/lib.sh"

FILTER_BRANCH_SQUELCH_WARNING=1
export FILTER_BRANCH_SQUELCH_WARNING

PM=2026-11-21-checkout-latency
DIR=postmortems/$PM
TELLS='--fix writes what the log tells of them'

# at DAY PERSON: who works from here on, and when
at() {
	GIT_POSTMORTEM_NOW=$1T12:00:00Z
	GIT_AUTHOR_DATE="$1T12:00:00+0000"
	GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
	case $2 in
	alice) GIT_AUTHOR_NAME='Alice Example' ;;
	bob) GIT_AUTHOR_NAME='Bob Example' ;;
	esac
	GIT_AUTHOR_EMAIL=$2@example.com
	export GIT_POSTMORTEM_NOW GIT_AUTHOR_DATE GIT_COMMITTER_DATE
	export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
}

pm() {
	git postmortem "$@" >out 2>&1 || {
		cat out
		return 1
	}
	rm out
}

# begin_team: the people, a document, nobody's hooks
begin_team() {
	mkdir -p "$DIR" .postmortem
	printf 'people:\n  %s: {email: %s@example.com}\n  %s: {email: %s@example.com}\n' \
		alice alice bob bob >.postmortem/policy.yaml
	sed -e 's/^status: .*/status: draft/' \
		-e 's/alice@example.com/alice/' \
		"$PM_SOURCE/tests/data/rules/evidence-reverted/good/README.md" \
		>"$DIR/README.md"
	git add postmortems .postmortem
	git commit -q -m 'Begin'
}

# story: half a year of three items, by commands
story() {
	at 2026-11-22 alice
	begin_team
	at 2026-11-23 alice
	pm action add "$PM" 'Page before the cache is cold' \
		--owner bob --type detect --commit
	pm action add "$PM" 'Fill the cache after a release' \
		--type prevent --owner alice --commit
	pm action add "$PM" 'Buy a larger cache' --type prevent \
		--owner alice --commit
	at 2026-11-25 bob
	pm action accept page --due 2026-12-20 --commit
	at 2026-11-26 alice
	pm action accept fill --due 2026-12-10 --commit
	pm action decline larger --reason 'It costs more: #12, says @bob.' \
		--commit
	at 2026-12-08 alice
	pm action set fill --due 2027-01-15 \
		--reason 'The vendor is late, again: see #12' --commit
	pm action start fill --commit
	at 2026-12-15 bob
	pm action 'done' page --evidence https://example.com/7 --commit
	at 2027-01-10 alice
	pm action 'done' fill --evidence https://example.com/8 --commit
	at 2027-01-20 alice
	pm action reopen fill --due 2027-02-20 --reason 'It came back.' --commit
	pm action set fill --owner bob --commit
}

# forget: the same log, as a version that knew no histories made it
forget() {
	git filter-branch -f --tree-filter \
		'find postmortems -name "*.md" -exec sed -i "/^## History/,\$d" {} +' \
		-- HEAD >/dev/null 2>&1
	git reset -q --hard
	lacks "$DIR/README.md" '## History'
}

tells() {
	git postmortem doctor >out || :
	contains out "$TELLS"
}

fix() {
	git postmortem doctor --fix >out 2>err || :
	rm err
}

begin 'what doctor --fix writes is what the commands had written'
(
	set -e
	story
	git tag told
	forget
	git checkout -q -f main
	at 2027-02-01 alice
	tells
	contains out 'of 4 records 4 have no history'
	contains out 'git postmortem doctor --fix'
	rm out
	fix
	contains out 'now written: '
	rm out
	git diff --stat told HEAD -- "$DIR/actions"
	git diff --quiet told HEAD -- "$DIR/actions"
	[ "$(git log -1 --format=%s)" = 'doctor: histories from the log' ]
	[ -z "$(git status --porcelain)" ]
	contains "$DIR/README.md" '- 2026-11-22 alice: draft, owner alice'
)
end

begin 'a second time there is nothing to do, and check is content'
(
	set -e
	story
	forget
	at 2027-02-01 alice
	fix
	git postmortem doctor >out || :
	lacks out 'histor'
	before=$(git rev-parse HEAD)
	fix
	head_is "$before"
	git postmortem check --all >out
	lacks out error
	git postmortem check HEAD~1..HEAD >out
	lacks out error
)
end

begin 'a history that a command began later gets what was before it'
(
	set -e
	at 2026-11-22 alice
	begin_team
	mkdir -p "$DIR/actions"
	printf '%s\n' --- 'title: The page' 'state: proposed' 'owner: bob' \
		'type: detect' --- '' 'Text.' >"$DIR/actions/page.md"
	git add postmortems
	git commit -q -m 'Propose'
	at 2026-11-23 bob
	sed 's/^state: .*/state: accepted\
due: 2026-12-10/' "$DIR/actions/page.md" >new
	mv new "$DIR/actions/page.md"
	git commit -q -a -m 'Accept'
	at 2026-11-24 bob
	pm action set page --due 2026-12-20 --reason 'It is more work.' --commit
	at 2026-12-01 alice
	tells
	contains out '1 has one that begins late'
	rm out
	fix
	sed -n '/^## History/,$p' "$DIR/actions/page.md" >got
	same got - <<-'END'
	## History

	- 2026-11-22 alice: proposed, owner bob
	- 2026-11-23 bob: accepted, due 2026-12-10
	- 2026-11-24 bob: due 2026-12-20: It is more work.
	END
	git postmortem doctor >out || :
	lacks out "$TELLS"
)
end

begin 'born accepted, it is told once and not again'
(
	set -e
	at 2026-11-22 alice
	begin_team
	mkdir -p "$DIR/actions"
	printf '%s\n' --- 'title: The page' 'state: accepted' 'owner: bob' \
		'due: 2026-12-20' 'type: detect' --- '' 'Text.' \
		>"$DIR/actions/page.md"
	git add postmortems
	git commit -q -m 'Accept'
	at 2026-12-01 alice
	fix
	count 1 "$DIR/actions/page.md" '- 2026-11-22 alice: accepted, owner bob'
	before=$(git rev-parse HEAD)
	git postmortem doctor >out || :
	lacks out "$TELLS"
	fix
	head_is "$before"
)
end

begin 'branches that met: the first parent, then what the other brought'
(
	set -e
	story
	forget
	git checkout -q -b side HEAD~2
	at 2027-01-21 bob
	sed 's/^due: .*/due: 2027-03-01/' "$DIR/actions"/page*.md >new
	mv new "$(echo "$DIR/actions"/page*.md)"
	git commit -q -a -m 'Another day' -m 'Since the first one is not enough.'
	git checkout -q main
	git merge -q --no-ff -m 'Merge side' side
	at 2027-02-01 alice
	fix
	contains "$(echo "$DIR/actions"/page*.md)" \
		'- 2027-01-21 bob: due 2027-03-01: Since the first one is not enough.'
	contains "$(echo "$DIR/actions"/fill*.md)" '2027-01-20 alice: owner bob'
	git postmortem check --all >out
	lacks out history-
)
end

# meet DAY: both branches moved the day and changed more; the merge has this day
meet() {
	story
	forget
	page=$(echo "$DIR/actions"/page*.md)
	git checkout -q -b side
	at 2027-01-21 bob
	sed 's/^due: .*/due: 2027-03-01\
team: web/' "$page" >new
	mv new "$page"
	git commit -q -a -m 'Another day'
	git checkout -q main
	at 2027-01-22 alice
	sed 's/^due: .*/due: 2027-03-02\
priority: high/' "$page" >new
	mv new "$page"
	git commit -q -a -m 'Yet another day'
	at 2027-01-23 alice
	git merge -q side >out 2>&1 || :
	rm out
	sed -e '/^[<=>]\{7\}/d' -e '/^due: 2027-03/d' "$page" |
		sed "s/^team:/due: $1\\
team:/" >new
	mv new "$page"
	git commit -q -a -m 'Merge side'
	at 2027-02-01 alice
	fix
	sed -n '/2027-01-2[0-9]/p' "$page" >got
	git postmortem check --all >out
	lacks out history-differs
}

begin 'both moved the day: the side that won has the last word'
(
	set -e
	meet 2027-03-01
	same got - <<-'END'
	- 2027-01-22 alice: due 2027-03-02
	- 2027-01-21 bob: due 2027-03-01
	END
)
end

begin 'the same, and the first parent won'
(
	set -e
	meet 2027-03-02
	same got - <<-'END'
	- 2027-01-21 bob: due 2027-03-01
	- 2027-01-22 alice: due 2027-03-02
	END
)
end

begin 'what a merge chose itself is an event of it'
(
	set -e
	meet 2027-03-03
	same got - <<-'END'
	- 2027-01-22 alice: due 2027-03-02
	- 2027-01-21 bob: due 2027-03-01
	- 2027-01-23 alice: due 2027-03-03
	END
)
end

begin 'not on another branch, not in a shallow clone'
(
	set -e
	story
	forget
	git checkout -q -b topic
	before=$(git rev-parse HEAD)
	fix
	contains out 'only on the default branch, main, so that no two branches'
	head_is "$before"
	rm -rf ../shallow
	git clone -q --depth 2 "file://$PWD" ../shallow
	cd ../shallow
	fix
	contains out 'git fetch --unshallow'
	lacks out 'now written'
	[ "$(git log -1 --format=%s)" != 'doctor: histories from the log' ]
)
rm -rf ../shallow
end

begin 'renamed, and what is imported says so'
(
	set -e
	story
	forget
	git mv "$DIR" postmortems/2026-11-21-slow
	git commit -q -m 'Rename'
	at 2027-01-25 alice
	printf '# Outage of search\n\n## Summary\n\nIt was down on 2026-10-01.\n\n## Action items\n\n- [ ] Watch it (bob)\n' \
		>outage.md
	git add outage.md
	git commit -q -m 'Outage'
	at 2027-01-26 alice
	pm import outage.md --commit
	forget_all=$(git ls-files 'postmortems/*outage*' 'postmortems/*search*')
	git filter-branch -f --tree-filter \
		'find postmortems -name "*.md" -exec sed -i "/^## History/,\$d" {} +' \
		HEAD~1..HEAD >/dev/null 2>&1
	git reset -q --hard
	at 2027-02-01 alice
	fix
	for file in $forget_all
	do
		case $file in
		*/README.md | */actions/*.md) contains "$file" ': imported' ;;
		esac
	done
	contains postmortems/2026-11-21-slow/actions/page*.md \
		'- 2026-11-25 bob: accepted, due 2026-12-20'
	git postmortem check --all >out
	lacks out history-
)
end

done_testing

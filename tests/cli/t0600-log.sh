#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem log: one item's life, one post-mortem, everything; options,
# formats, names. The shapes a history can have are in t0610.
# valgrind

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
DIR=postmortems/$PM
ITEM=$DIR/actions/page-before-expiry.md
ME=$PM/page-before-expiry

document() {
	mkdir -p "$DIR/actions"
	cat >"$DIR/README.md" <<-END
	---
	title: Checkout was slow
	status: ${1-draft}
	severity: major
	owner: alice
	---

	## Summary

	Checkout took ${2-9} seconds.

	## Impact

	Every tenth order was lost.
	END
}

# item STATE [DUE [MORE]]
item() {
	mkdir -p "$DIR/actions"
	{
		printf '%s\n' --- 'title: Page before a certificate expires' \
			"state: $1" 'owner: alice'
		[ "${2-}" ] && echo "due: $2"
		[ "${3-}" ] && echo "$3"
		printf '%s\n' --- '' 'Two weeks before.'
	} >"$ITEM"
}

by_bob() {
	GIT_AUTHOR_NAME='Bob Example' GIT_AUTHOR_EMAIL=bob@example.com \
		commit_all "$1"
}

# The life of one promise.
story() {
	document draft
	item proposed
	commit_all 'Write it down'
	item accepted 2026-12-05
	commit_all 'Promise the alarm'
	echo unrelated >other
	commit_all 'Something else'
	item accepted 2026-12-19
	by_bob 'Postpone: the vendor is late'
	document in-review 12
	commit_all 'Review'
	item 'done' 2026-12-19 'evidence: https://example.com/commit/1'
	by_bob 'Close the alarm'
}

short() {
	git rev-parse --short "HEAD~${1-0}"
}

begin 'an item tells its life, newest first, in words'
(
	set -e
	story
	git postmortem log "$ME" >out
	same out - <<-END
	$(short) 2026-12-02 Bob Example  Close the alarm
	    state accepted → done
	    evidence https://example.com/commit/1 (set)
	$(short 2) 2026-12-02 Bob Example  Postpone: the vendor is late
	    due 2026-12-05 → 2026-12-19, 14 days later
	$(short 4) 2026-12-02 Alice Example  Promise the alarm
	    state proposed → accepted
	    due 2026-12-05 (set)
	$(short 5) 2026-12-02 Alice Example  Write it down
	    added, state proposed, owner alice
	END
)
end

begin 'a post-mortem tells its items too, each behind its name'
(
	set -e
	story
	git postmortem log "$PM" >out
	same out - <<-END
	$(short) 2026-12-02 Bob Example  Close the alarm
	    page-before-expiry: state accepted → done
	    page-before-expiry: evidence https://example.com/commit/1 (set)
	$(short 1) 2026-12-02 Alice Example  Review
	    status draft → in-review
	    rewrote Summary
	$(short 2) 2026-12-02 Bob Example  Postpone: the vendor is late
	    page-before-expiry: due 2026-12-05 → 2026-12-19, 14 days later
	$(short 4) 2026-12-02 Alice Example  Promise the alarm
	    page-before-expiry: state proposed → accepted
	    page-before-expiry: due 2026-12-05 (set)
	$(short 5) 2026-12-02 Alice Example  Write it down
	    added, status draft, severity major, owner alice
	    page-before-expiry: added, state proposed, owner alice
	END
)
end

begin 'without a name it tells everything, with whole ids'
(
	set -e
	story
	mkdir -p postmortems/2026-11-30-dns
	printf -- '---\ntitle: DNS\n---\n' >postmortems/2026-11-30-dns/README.md
	echo png >"$DIR/graph.png"
	commit_all 'A second one'
	echo more >"$DIR/graph.png"
	commit_all 'Only an attachment'
	git postmortem log >out
	head -n 4 out >top
	same top - <<-END
	$(short 1) 2026-12-02 Alice Example  A second one
	    2026-11-30-dns: added
	$(short 2) 2026-12-02 Bob Example  Close the alarm
	    $ME: state accepted → done
	END
	lacks out 'Only an attachment'
	count 6 out '2026-12-02 '
)
end

begin 'a path names a record, also from a subfolder'
(
	set -e
	story
	git postmortem log "$ME" >expected
	git postmortem log "$ITEM" >out
	same out expected
	git postmortem log page-before >out
	same out expected
	cd "$DIR/actions"
	git postmortem log page-before-expiry.md >../../../out
	same ../../../out ../../../expected
)
end

begin '-n, --since, --until and --author choose among the entries'
(
	set -e
	story
	git postmortem log -n 1 "$ME" >out
	count 1 out '2026-12-02 '
	contains out 'Close the alarm'
	git postmortem log --max-count=2 "$PM" >out
	count 2 out '2026-12-02 '
	git postmortem log --author=bob@example.com "$ME" >out
	count 2 out '2026-12-02 Bob'
	lacks out Alice
	clock=$(git log -1 --format=%ct HEAD~2)
	git postmortem log --since="@$clock" "$ME" >out
	contains out Postpone
	lacks out Promise
	git postmortem log --until="@$clock" "$ME" >out
	contains out Postpone
	lacks out Close
	fails_with 128 git postmortem log --author='\(' "$ME" 2>err
	contains err '--author'
)
end

begin '--at begins at another commit'
(
	set -e
	story
	git postmortem log --at HEAD~4 "$ME" >out
	contains out Promise
	lacks out Postpone
	fails_with 128 git postmortem log --at nowhere "$ME" 2>err
	contains err nowhere
)
end

begin '--patch shows the change of that commit in those files only'
(
	set -e
	story
	item declined 2026-12-19 'reason: no'
	echo unrelated more >other
	commit_all 'Two things'
	git config diff.external false
	git postmortem log -p -n 1 "$ME" >out
	contains out '-state: done'
	contains out '+state: declined'
	lacks out unrelated
)
end

begin '--format=json is one versioned document'
(
	set -e
	story
	git postmortem log --format=json -n 2 "$ME" >out
	same out - <<-END
	{"version": 1, "complete": true, "entries": [
	{"commit":"$(git rev-parse HEAD)","abbrev":"$(short)","author":{"name":"Bob Example","email":"bob@example.com"},"date":"2026-12-02T12:07:00Z","subject":"Close the alarm","records":[{"id":"$ME","kind":"action","path":"$ITEM","change":"changed","changes":[{"kind":"field","field":"state","before":"accepted","after":"done"},{"kind":"field","field":"evidence","before":null,"after":"https://example.com/commit/1"}]}]},
	{"commit":"$(git rev-parse HEAD~2)","abbrev":"$(short 2)","author":{"name":"Bob Example","email":"bob@example.com"},"date":"2026-12-02T12:05:00Z","subject":"Postpone: the vendor is late","records":[{"id":"$ME","kind":"action","path":"$ITEM","change":"changed","changes":[{"kind":"field","field":"due","before":"2026-12-05","after":"2026-12-19"}]}]}
	]}
	END
	git postmortem log --format=json -p -n 1 "$ME" >out
	contains out '"patch":"diff --git '
	git postmortem log --format=json --author=nobody "$ME" >out
	same out - <<-END
	{"version": 1, "complete": true, "entries": []}
	END
)
end

begin 'no escape sequence of a commit reaches the terminal'
(
	set -e
	document
	item proposed
	esc=$(printf '\033')
	sed "s/^owner:.*/owner: \"a${esc}[31mb\"/" "$ITEM" >new
	mv new "$ITEM"
	GIT_AUTHOR_NAME="Eve${esc}]0;x" commit_all "Sub${esc}[2Jject"
	git postmortem log -p --color=always >out
	sed "s/$esc\[[0-9;]*m//g" out >plain
	lacks plain "$esc"
	git postmortem log -p "$ME" >out
	lacks out "$esc"
	contains out 'Sub\x1b[2Jject'
	git postmortem log --format=json -p >out
	lacks out "$esc"
)
end

begin 'a commit that only moves white space is an entry without a change'
(
	set -e
	item proposed
	commit_all One
	sed 's/^state: /state:   /' "$ITEM" >new && mv new "$ITEM"
	commit_all Two
	chmod +x "$ITEM"
	commit_all 'Mode only'
	git postmortem log "$ME" >out
	contains out 'only layout or comments changed'
	lacks out 'Mode only'
)
end

begin 'an unborn branch and an unknown name are errors, git-like'
(
	set -e
	fails_with 128 git postmortem log 2>err
	contains err 'no commits yet'
	story
	fails_with 128 git postmortem log nothing-like-it 2>err
	contains err 'nothing-like-it'
	fails_with 129 git postmortem log a b 2>err
	fails_with 129 git postmortem log --format=xml 2>err
	fails_with 129 git postmortem log --no-such 2>err
)
end

begin 'what has not been committed yet says so'
(
	set -e
	story
	cp "$ITEM" "$DIR/actions/new.md"
	git postmortem log new >out 2>err
	same out /dev/null
	contains err "\"$PM/new\" has not been committed yet"
)
end

done_testing

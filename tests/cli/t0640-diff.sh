#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem diff: what differs between two revisions, days, the index and
# the work tree; as text, JSON and Markdown; names, ranges and exit codes.
# valgrind

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
DIR=postmortems/$PM

# document STATUS SECONDS
document() {
	mkdir -p "$DIR/actions"
	cat >"$DIR/README.md" <<-END
	---
	title: Checkout was slow
	status: $1
	severity: major
	owner: alice
	---

	## Summary

	Checkout took $2 seconds.

	## Impact

	Every tenth order was lost.
	END
}

# item NAME TITLE STATE OWNER [LINE...]
item() {
	file=$DIR/actions/$1.md
	{
		printf '%s\n' --- "title: $2" "state: $3" "owner: $4"
		shift 4
		for line
		do
			echo "$line"
		done
		printf '%s\n' --- '' 'Soon.'
	} >"$file"
}

# What stood on the first of December, and what became of it on the second.
first() {
	document draft 9
	item page 'Page before expiry' proposed alice
	item cap 'Cap retries' accepted alice 'due: 2026-12-05'
	item warm 'Warm the cache' in-progress bob 'due: 2026-12-10'
	item split 'Split the service' accepted bob 'due: 2026-12-10'
	item alarm 'Alarm on errors' accepted bob 'due: 2026-12-10'
	git add -A
	GIT_AUTHOR_DATE='2026-12-01T12:00:00Z' \
		GIT_COMMITTER_DATE='2026-12-01T12:00:00Z' \
		git commit -q -m 'Write it down'
}

second() {
	document in-review 12
	item page 'Page before expiry' accepted alice 'due: 2026-12-09'
	item cap 'Cap retries' accepted carol 'due: 2026-12-19'
	item warm 'Warm the cache' 'done' bob 'due: 2026-12-10' \
		'evidence: https://example.com/1'
	item split 'Split the service' declined bob 'due: 2026-12-10' \
		'reason: too dear'
	item alarm 'Alarm on errors' in-progress bob 'due: 2026-12-08'
	item load 'Test under load' proposed dave
}

expected() {
	cat <<-END
	$PM  Checkout was slow
	  advanced         draft → in-review
	  edited           rewrote Summary
	  opened           load: Test under load, owner dave
	  accepted         page: owner alice, due 2026-12-09
	  started          alarm: owner bob, due 2026-12-08
	  postponed        cap: by 14 days, 2026-12-05 → 2026-12-19
	  brought forward  alarm: by 2 days, 2026-12-10 → 2026-12-08
	  reassigned       cap: alice → carol
	  done             warm: https://example.com/1
	  declined         split: too dear

	1 item opened, 1 accepted, 1 started, 1 postponed by 14 days, \
1 brought forward by 2 days, 1 reassigned, 1 done, 1 declined, 1 advanced, \
1 edited
	END
}

begin 'it tells what became of every promise, in the order a team asks'
(
	set -e
	first
	git postmortem diff >out
	echo 'nothing differs' | same out -
	second
	git postmortem diff >out
	expected | same out -
	git postmortem diff --staged >out
	echo 'nothing differs' | same out -
	git add -A
	git postmortem diff --staged >out
	expected | same out -
	commit_all 'Review'
	for range in HEAD~1..HEAD HEAD~1.. HEAD~1 HEAD~1...HEAD \
		2026-12-01..2026-12-02 yesterday 'yesterday..today'
	do
		git postmortem diff "$range" >out
		expected | same out -
	done
	git postmortem diff ..HEAD~1 >out
	contains out '2 items reopened'
)
end

begin 'reopening, removing and renaming are told as such'
(
	set -e
	first
	second
	commit_all 'Review'
	item warm 'Warm the cache' accepted bob 'due: 2026-12-24'
	git rm -q "$DIR/actions/split.md"
	git mv "$DIR/actions/page.md" "$DIR/actions/expiry.md"
	git mv "$DIR" postmortems/2026-11-21-slow
	git postmortem diff >out
	same out - <<-END
	2026-11-21-slow  Checkout was slow
	  renamed          was $PM
	  reopened         warm: owner bob, due 2026-12-24
	  removed          split: was declined, owner bob, due 2026-12-10
	  renamed          expiry: was page

	1 item reopened, 1 item removed, 1 post-mortem and 1 item renamed
	END
	rm -r postmortems
	git postmortem diff >out
	contains out '  removed          was in-review, owner alice'
	contains out '1 post-mortem and 6 items removed'
)
end

begin 'before the first commit everything is new'
(
	set -e
	document draft 9
	item page 'Page before expiry' proposed alice
	git postmortem diff >out
	same out - <<-END
	$PM  Checkout was slow
	  opened           severity major, owner alice
	  opened           page: Page before expiry, owner alice

	1 post-mortem and 1 item opened
	END
	git add "$DIR/README.md"
	git postmortem diff --staged >out
	contains out '1 post-mortem opened'
	git postmortem diff --format=json >out
	contains out '"commit": null'
)
end

begin 'names choose what is told, also those that are gone'
(
	set -e
	first
	mkdir -p postmortems/2026-11-30-dns
	printf -- '---\ntitle: DNS\n---\n' >postmortems/2026-11-30-dns/README.md
	commit_all 'A second one'
	second
	rm -r postmortems/2026-11-30-dns
	git postmortem diff page >out
	same out - <<-END
	$PM  Checkout was slow
	  accepted         page: owner alice, due 2026-12-09

	1 accepted
	END
	git postmortem diff -- page >again
	same again out
	git postmortem diff HEAD -- page >again
	same again out
	(cd "$DIR" && git postmortem diff actions/page.md) >again
	same again out
	git postmortem diff HEAD dns >out
	contains out '1 post-mortem removed'
	lacks out 'accepted'
	git postmortem diff "$PM" >out
	expected | same out -
	# Named, but the same.
	git checkout -q -- "$DIR"
	rm "$DIR/actions/load.md"
	git postmortem diff "$PM" >out
	echo 'nothing differs' | same out -
	fails_with 128 git postmortem diff HEAD~1.. nothing-like-it 2>err
	contains err 'no post-mortem or action item "nothing-like-it"'
)
end

begin 'a revision goes before a name, "--" before all'
(
	set -e
	first
	git tag page
	second
	git postmortem diff page >out
	expected | same out -
	git postmortem diff -- page >out
	count 1 out 'page: '
	lacks out 'cap'
	fails_with 128 git postmortem diff v9 2>err
	contains err '"v9" is no revision and no day'
	fails_with 128 git postmortem diff page HEAD 2>err
	contains err 'two revisions are written "page..HEAD"'
	fails_with 129 git postmortem diff page HEAD -- page 2>err
	contains err '"page..HEAD"'
	fails_with 128 git postmortem diff v8..HEAD 2>err
	contains err 'v8'
	fails_with 128 git postmortem diff 2020-01-01 2>err
	contains err 'no commit on 2020-01-01'
)
end

begin 'three dots begin where the two parted'
(
	set -e
	first
	git checkout -q -b side
	second
	commit_all 'Review'
	git checkout -q main
	item other 'Another thing' proposed eve
	commit_all 'Meanwhile'
	git postmortem diff main...side >out
	expected | same out -
	git postmortem diff main..side >out
	contains out 'removed          other: was proposed, owner eve'
	git checkout -q --orphan alone
	commit_all 'Begin anew'
	fails_with 128 git postmortem diff main...alone 2>err
	contains err 'main and alone have no commit in common'
)
end

begin 'the exit code says whether something differs only when asked'
(
	set -e
	first
	run_ok git postmortem diff --exit-code >out
	second
	run_ok git postmortem diff >out
	fails_with 1 git postmortem diff --exit-code >out
	fails_with 1 git postmortem diff --exit-code --format=json >out
	run_ok git postmortem diff --exit-code HEAD..HEAD >out
	fails_with 129 git postmortem diff --format=yaml 2>err
	contains err 'text, json or markdown, not "yaml"'
	fails_with 129 git postmortem diff --staged HEAD..HEAD 2>err
	git postmortem diff --staged HEAD >out
	echo 'nothing differs' | same out -
)
end

begin 'JSON has places, the sum, outcomes and changes'
(
	set -e
	first
	second
	git mv "$DIR/actions/cap.md" "$DIR/actions/limit.md"
	git postmortem diff --format=json limit >out
	same out - <<-END
	{
	  "version": 1,
	  "before": {
	    "place": "commit",
	    "commit": "$(git rev-parse HEAD)"
	  },
	  "after": {
	    "place": "work-tree"
	  },
	  "sum": {
	    "postponed": 1,
	    "reassigned": 1,
	    "renamed": 1
	  },
	  "records": [
	    {
	      "id": "$PM/limit",
	      "was": "$PM/cap",
	      "kind": "action",
	      "path": "$DIR/actions/limit.md",
	      "title": "Cap retries",
	      "change": "changed",
	      "outcomes": [
	        {
	          "kind": "postponed",
	          "days": 14
	        },
	        {
	          "kind": "reassigned"
	        },
	        {
	          "kind": "renamed"
	        }
	      ],
	      "changes": [
	        {
	          "kind": "moved",
	          "field": "path",
	          "before": "$DIR/actions/cap.md",
	          "after": "$DIR/actions/limit.md"
	        },
	        {
	          "kind": "field",
	          "field": "owner",
	          "before": "alice",
	          "after": "carol"
	        },
	        {
	          "kind": "field",
	          "field": "due",
	          "before": "2026-12-05",
	          "after": "2026-12-19"
	        }
	      ]
	    }
	  ]
	}
	END
	git add -A
	git postmortem diff --staged --format=json >out
	contains out '"place": "index"'
	git postmortem diff --format=json HEAD..HEAD >out
	contains out '"sum": {}'
	contains out '"records": []'
)
end

begin 'in Markdown no text is anything but text'
(
	set -e
	first
	item page '"Ask @carol <img src=x> [a](https://example.com) #12"' \
		proposed alice
	# shellcheck disable=SC2016
	item cap 'Cap retries' 'done' alice 'due: 2026-12-05' \
		'evidence: "`` @bob ` www.example.com"'
	git postmortem diff --format=markdown >out
	same out - <<-'END'
	- `2026-11-21-checkout-latency` `Checkout was slow`
	  - done `cap`: ``` `` @bob ` www.example.com ```
	  - edited `page`: title `Page before expiry` → `Ask @carol <img src=x> [a](https://example.com) #12`

	1 done, 1 edited
	END
	git postmortem diff --format=markdown HEAD..HEAD >out
	echo 'nothing differs' | same out -
)
end

begin 'no escape sequence of a file reaches the terminal'
(
	set -e
	first
	printf -- '---\ntitle: "\\e[2J gone"\n---\n' >"$DIR/actions/page.md"
	git postmortem diff >out
	lacks out "$(printf '\033')"
	contains out '\x1b[2J gone'
)
end

begin 'a bare repository compares with HEAD'
(
	set -e
	first
	second
	commit_all 'Review'
	git clone -q --bare . "$PM_TRASH/bare.git"
	cd "$PM_TRASH/bare.git"
	git postmortem diff HEAD~1 >"$PM_TRASH/out"
	expected | same "$PM_TRASH/out" -
	fails_with 128 git postmortem diff 2>"$PM_TRASH/err"
	contains "$PM_TRASH/err" 'has no work tree'
	fails_with 128 git postmortem diff --staged HEAD 2>"$PM_TRASH/err"
	contains "$PM_TRASH/err" 'nothing is staged'
)
end

begin 'what cannot be read is told, not passed over'
(
	set -e
	first
	printf -- '---\ntitle: [\n---\n' >"$DIR/actions/page.md"
	item cap 'Cap retries' acepted alice
	git postmortem diff >out 2>err
	contains out 'unreadable       page: its front matter cannot be read'
	contains out 'edited           cap: state accepted → acepted'
	contains err 'actions/page.md'
	rm "$DIR/README.md"
	git postmortem diff >out 2>err
	contains out '  removed          was draft, owner alice'
	contains err "has no README.md"
)
end

begin 'a sparse checkout leaves nothing out'
(
	set -e
	first
	second
	commit_all 'Review'
	git sparse-checkout set --no-cone /elsewhere/
	[ ! -e "$DIR" ]
	git postmortem diff >out
	echo 'nothing differs' | same out -
	git postmortem diff HEAD~1 >out
	expected | same out -
)
end

done_testing

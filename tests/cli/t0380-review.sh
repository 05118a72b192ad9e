#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A pull request of several commits, as who reviews it reads it.
# shellcheck disable=SC2016

. "${0%/*}/lib.sh"
. "${0%/*}/review.sh"
shop=2026-11-21-checkout-was-slow search=2026-12-02-search-down

begin 'a review says what changed, what is wrong, what slipped and is needed'
(
	set -e
	mainline
	topic
	run_ok git postmortem review main..topic >out
	count 1 out '3 post-mortems are touched: 1 post-mortem opened, 1 accepted, 1 postponed by 14 days, 1 reassigned, 1 declined; 1 error'
	sed -n "/^$shop/,/^To become/p" out >part
	sed 's/[0-9a-f]\{7,\} due/COMMIT due/; s/ *$//' part >shown
	same shown - <<-END
	$shop  Checkout was slow
	severity major, draft, owner alice

	What changed
	  accepted         cache-the-facets: owner alice, due 2026-12-20
	  postponed        page-before-expiry: by 14 days, 2026-12-10 → 2026-12-24
	  declined         shed-load: costs too much

	What slipped, and why
	  page-before-expiry: moved 2 times since it was first promised for 2026-12-05, 19 days later in all
	    2026-12-02 due 2026-12-10 → 2026-12-24, 14 days later, by alice@example.com: the freeze comes first

	Items
	  Item                Owner  State     Due         Next                     Overdue
	  cache-the-facets    alice  accepted  2026-12-20  start
	  page-before-expiry  alice  accepted  2026-12-24  start
	  shed-load           alice  declined  (none)
	  warm-the-pool       alice  accepted  2026-11-25  finish, move or decline   7 days

	To become in-review
	END
	# What was promised before is none of this range's business.
	lacks out 'vendor late'
	sed -n "/^$search/,\$p" out >part
	contains part 'severity minor, draft, without an owner'
	contains part ':5: error: the post-mortem has no owner [owner]'
	contains part 'reassigned       bob → nobody'
	contains part '  [ ] mend the error above'
	contains part '  [ ] postmortems/'
	contains part 'is still empty [section-empty]'
	count 1 part '[owner]'
)
end

begin 'it is an answer: only --exit-code makes errors count'
(
	set -e
	mainline
	topic
	run_ok git postmortem review main..topic >out
	fails_with 1 git postmortem review main..topic --exit-code >out
	run_ok git postmortem review main..topic~1 --exit-code >out
	contains out '; no errors'
)
end

begin 'nothing touched is one line'
(
	set -e
	mainline
	git checkout -q -b topic
	echo a >src.c
	commit_all 'code'
	run_ok git postmortem review main..topic --exit-code >out
	[ "$(wc -l <out)" = 1 ]
	contains out 'no post-mortem is touched'
	git postmortem review main..topic --format=markdown >out
	contains out 'No post-mortem is touched.'
	[ "$(head -n 1 out)" = '<!-- git-postmortem review -->' ]
	git postmortem review main..topic --format=json >out
	contains out '"post-mortems": []'
)
end

begin 'what stood there before is told apart, and counts for nothing'
(
	set -e
	mainline
	edit postmortems/$search/README.md 's/^owner:.*/owner:/'
	git commit -q -a -m 'nobody'
	git checkout -q -b topic
	edit postmortems/$search/README.md 's/^title:.*/title: Search is down/'
	git commit -q -a -m 'reword'
	run_ok git postmortem review main..topic --exit-code >out
	contains out 'no errors and 2 older findings'
	sed -n '/^Older than this change/,$p' out >part
	contains part '  postmortems/'
	contains part 'the post-mortem has no owner [owner]'
	lacks part 'fix: '
	git postmortem review main..topic --format=markdown >out
	contains out '<details><summary>2 findings older than this change</summary>'
)
end

begin 'how much each section says is for the reviewer'
(
	set -e
	mainline
	git checkout -q -b topic
	file=postmortems/$search/README.md
	edit $file -e '/^## Summary/a\
asdf' -e '/^## Impact/a\
One order in ten, and 検索 too.\
\
- [ ] call `them`\
\
| a | b |\
| - | - |\
| 1 | two words |'
	git commit -q -a -m 'write'
	git postmortem review main..topic >out
	contains out '14 words: Summary 1, Impact 13, Timeline 0, '
	git postmortem review main..topic --format=markdown >out
	contains out '14 words: `Summary` 1, `Impact` 13, '
	git postmortem review main..topic --format=json >out
	contains out '"words": 14,'
	grep -A 2 '"title": "Impact"' out >part
	contains part '"words": 13'
	# Of one that only has other items nothing is said.
	git checkout -q -b items main
	git postmortem action accept cache --due 2026-12-20 --commit
	git postmortem review main..items >out
	lacks out ' words: '
)
end

begin 'one that is ready says so, and a closed one needs nothing'
(
	set -e
	mainline
	git checkout -q -b topic
	file=postmortems/$search/README.md
	awk '/^---$/ { n++ } { print } /^## / && n >= 2 {
		print ""; print "Something was written here." }' "$file" >new
	cat new >"$file"
	rm new
	git commit -q -a -m 'written'
	git postmortem review main..topic >out
	sed -n '/^To become in-review/,$p' out >part
	contains part '  nothing, ready to advance'
	git postmortem review main..topic --format=markdown >out
	contains out '**To become in-review**: nothing, ready to advance'
	edit "$file" 's/^status:.*/status: closed/'
	git commit -q -a -m 'closed'
	git postmortem review HEAD~1..HEAD >out
	contains out 'advanced         draft → closed'
	lacks out 'To become'
)
end

begin 'removed and renamed post-mortems and items are told'
(
	set -e
	mainline
	git checkout -q -b topic
	git mv postmortems/$shop postmortems/2026-11-21-slow-checkout
	git mv postmortems/2026-11-21-slow-checkout/actions/warm-the-pool.md \
		postmortems/2026-11-21-slow-checkout/actions/warm-up.md
	git rm -q -r -f postmortems/2026-11-21-slow-checkout/actions/shed-load.md \
		postmortems/$search
	test_tick
	git commit -q -m 'tidy up'
	run_ok git postmortem review main..topic >out
	contains out "renamed          was $shop"
	contains out 'renamed          warm-up: was warm-the-pool'
	contains out 'removed          shed-load: was proposed'
	contains out "$search  Search down  (removed)"
	contains out 'severity minor, was draft, owner bob'
	contains out 'postmortem-removed'
	git postmortem review main..topic --format=markdown \
		--link-base https://example.com/a/b >out
	contains out '### `Search down` (removed)'
	contains out '- removed `shed-load`: was proposed, owner `alice`'
	# What is gone has no page to be linked to.
	lacks out "/postmortems/$search/"
)
end

begin 'who and why tells the history; that it does not is said'
(
	set -e
	mainline
	git checkout -q -b topic
	edit postmortems/$shop/actions/page-before-expiry.md \
		's/^due:.*/due: 2026-12-24/'
	echo '- 2026-12-02 bob: due 2026-12-24: a strike, until #12' \
		>>postmortems/$shop/actions/page-before-expiry.md
	test_tick
	git commit -q -a -m 'squashed (#3)'
	edit postmortems/$shop/actions/warm-the-pool.md \
		's/^due:.*/due: 2027-01-10/'
	test_tick
	git commit -q -a -m 'later, too'
	git postmortem review main..topic >out
	contains out '14 days later, by bob: a strike, until #12'
	contains out ' days later: no reason was given'
	git postmortem review main..topic --format=json >out
	contains out '"reason": "a strike, until #12"'
	contains out '"person": "bob"'
)
end

begin 'every move of the range is told, by whom, and what a merge brought'
(
	set -e
	mainline
	git checkout -q -b topic
	git postmortem action set page --due 2026-12-20 --reason 'one' --commit
	git checkout -q main
	git postmortem action set warm --due 2026-12-12 --reason 'theirs' \
		--commit
	git checkout -q topic
	test_tick
	git merge -q -m 'catch up' main
	GIT_AUTHOR_EMAIL=bob@example.com git -c user.email=bob@example.com \
		postmortem action set page \
		--due 2026-12-15 --reason 'two' --commit
	run_ok git postmortem review main..topic >out
	contains out '1 post-mortem is touched: 1 postponed by 5 days'
	contains out 'moved 3 times since it was first promised for 2026-12-05'
	contains out '10 days later, by alice@example.com: one'
	contains out '5 days earlier, by bob@example.com: two'
	# It was on main already.
	lacks out 'theirs'
)
end

begin 'a promise that was made and moved in the same branch has slipped'
(
	set -e
	mainline
	git checkout -q -b topic
	git postmortem action accept cache --due 2026-12-10 --commit
	git postmortem action set cache --due 2026-12-20 --reason 'vendor' \
		--commit
	git postmortem action set shed --due 2026-12-20 --commit
	git postmortem action accept shed --commit
	git postmortem review main..topic >out
	contains out 'accepted         cache-the-facets: '
	sed -n '/^What slipped/,/^$/p' out >part
	contains part 'due 2026-12-10 → 2026-12-20, 10 days later, by alice'
	contains part ': vendor'
	# The day of a proposal binds nobody.
	lacks part shed
)
end

begin 'a promise is followed through a folder that was renamed'
(
	set -e
	mainline
	git checkout -q -b topic
	git mv postmortems/$shop postmortems/2026-11-21-slow
	commit_all 'a better name'
	git postmortem action set page --due 2026-12-24 --reason 'frozen' \
		--commit
	git mv postmortems/2026-11-21-slow postmortems/2026-11-21-slower
	commit_all 'a worse one'
	git postmortem review main..topic >out
	contains out "renamed          was $shop"
	contains out 'postponed        page-before-expiry: by 14 days'
	contains out 'moved 2 times since it was first promised for 2026-12-05'
	contains out 'by alice@example.com: frozen'
	lacks out 'vendor late'
	lacks out removed
)
end

begin 'a policy that changed says which rules ask for more or less'
(
	set -e
	mainline
	git checkout -q -b topic
	printf 'rules:\n  owner: warning\n  title: {from: reviewed}\n' \
		>.postmortem/policy.yaml
	commit_all 'policy'
	run_ok git postmortem review main..topic >out
	contains out 'The policy changed: .postmortem/policy.yaml'
	contains out '  owner: error → warning'
	contains out 'no post-mortem is touched; no errors'
	git postmortem review main..topic --format=markdown \
		--link-base https://example.com/a/b >out
	contains out "### [\`.postmortem/policy.yaml\`](https://example.com/a/b/blob/$(git rev-parse topic)/.postmortem/policy.yaml)"
	contains out '- `owner`: error → warning'
	printf 'sevrities: 1\n' >.postmortem/policy.yaml
	edit postmortems/$search/README.md 's/^title:.*/title: Search is down/'
	commit_all 'malformed'
	fails_with 1 git postmortem review main..topic --exit-code >out
	contains out 'unknown key "sevrities"'
	contains out '1 post-mortem is touched'
)
end

begin '--policy-at judges as it does in a check'
(
	set -e
	mainline
	git checkout -q -b topic
	printf 'rules:\n  owner: off\n' >.postmortem/policy.yaml
	edit postmortems/$search/README.md 's/^owner:.*/owner:/'
	commit_all 'loosen and use it'
	run_ok git postmortem review main..topic --exit-code >out
	fails_with 1 git postmortem review main..topic --policy-at main \
		--exit-code >out
	contains out 'the post-mortem has no owner [owner]'
	fails_with 1 git postmortem check main..topic --policy-at main >out
)
end

begin 'its JSON holds it all'
(
	set -e
	mainline
	topic
	git postmortem review main..topic --format=json \
		--link-base git@github.com:acme/shop.git >out
	contains out '"version": 1'
	contains out "\"base\": \"$(git rev-parse main)\""
	contains out "\"head\": \"$(git rev-parse topic)\""
	contains out "\"url\": \"https://github.com/acme/shop/blob/$(git rev-parse topic)/postmortems/$search/README.md?plain=1#L5\""
	contains out '"first": "2026-12-05"'
	contains out '"times": 2'
	contains out '"reason": "the freeze comes first"'
	contains out '"next": "in-review"'
	contains out '"policy-changed": false'
	count 1 out '"rule": "owner"'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# init --ci-comments, and "comment": what somebody writes below a pull request
# is done as them, and nothing else is.
#
# Every test is a subshell, and the variables are its own and ci.sh's.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2154

. "${0%/*}/lib.sh"
. "${0%/*}/ci.sh"

# A branch of alice's with an item each of bob's and carol's.
proposals() {
	git postmortem init --skip-hooks >/dev/null
	cat >.postmortem/policy.yaml <<-'END'
	people:
	  alice: {email: alice@example.com, forge: "@alice-at-work"}
	  bob: {name: Bob Example, email: bob@example.com, forge: "@bobby"}
	  carol: {email: carol@example.com, forge: "@carol"}
	  mallory: {forge: "@mallory"}
	END
	commit_all 'begin'
	git switch -q -c topic
	git postmortem new Slow --severity minor --date 2026-11-20 --commit
	for title in 'Page earlier' 'Cache it'
	do
		git postmortem action add slow "$title" --owner bob --commit
	done
	git postmortem action add slow 'Shed load' --owner carol --commit
	items=postmortems/2026-11-20-slow/actions
} >/dev/null

# says LOGIN TEXT: what "comment" answers, in "out" and "err".
says() {
	printf '%s\n' "$2" >../comment
	git postmortem comment --as "$1" --base main --commit ../comment \
		>../out 2>../err
}

begin 'a comment accepts, moves and closes an item of who wrote it, as them'
(
	set -e
	proposals
	run_ok says bobby '/accept page-earlier 2027-01-10'
	contains ../out '/accept'
	contains ../out 'state proposed → accepted'
	contains $items/page-earlier.md 'due: 2027-01-10'
	git log -1 --format='%an <%ae>, %cn%n%(trailers:key=Co-authored-by)' >by
	contains by 'Bob Example <bob@example.com>, Alice Example'
	contains by 'Co-authored-by: Bob Example <bob@example.com>'
	run_ok says bobby '/move page-earlier 2027-01-24 the vendor is late: #12, @carol "again"'
	contains $items/page-earlier.md 'due: 2027-01-24'
	git log -1 --format=%B >message
	contains message 'the vendor is late: #12, @carol "again"'
	run_ok says bobby '/done page-earlier https://example.com/pull/7'
	contains $items/page-earlier.md 'state: done'
	run_ok says carol '/decline too dear'
	contains $items/shed-load.md 'state: declined'
	contains $items/shed-load.md 'too dear'
	git status --porcelain -uno >left
	same left /dev/null
)
end

begin 'without a name it is the only one of theirs that changes here'
(
	set -e
	proposals
	fails_with 1 says bobby '/accept +2w'
	contains ../out 'not done: name one of: 2026-11-20-slow/cache-it, 2026'
	run_ok says bobby '/accept Cache-It +2w'
	contains ../out '2026-11-20-slow/cache-it'
	# Of one that can be moved there is one now.
	run_ok says bobby '/move 2027-02-01 the freeze'
	contains ../out 'due 2026-12-16 → 2027-02-01'
	# What the branch does not change is meant by its name alone.
	git switch -q main
	git merge -q topic
	git switch -q -c later
	fails_with 1 says bobby '/done https://example.com/7'
	contains ../out 'no item that changes here is bob'
	run_ok says bobby '/done cache-it https://example.com/7'
)
end

begin 'nobody does what is for somebody else, or is nobody'
(
	set -e
	proposals
	before=$(git rev-parse HEAD)
	fails_with 1 says carol '/accept page-earlier +2w'
	contains ../out 'page-earlier is not carol'
	fails_with 128 says stranger '/accept page-earlier +2w'
	contains ../err '@stranger is nobody here; "people" in .postmortem'
	# A handle is not an account.
	fails_with 128 says bob '/accept page-earlier +2w'
	fails_with 128 says mallory '/accept page-earlier +2w'
	contains ../err 'mallory has no email'
	# Nor is what the branch itself says of people.
	sed 's/@mallory/@bobby-two/; s/@bobby"/@stranger"/' \
		.postmortem/policy.yaml >new
	cat new >.postmortem/policy.yaml
	rm new
	commit_all 'I am bob'
	before=$(git rev-parse HEAD)
	fails_with 128 says stranger '/accept page-earlier +2w'
	head_is "$before"
)
end

begin 'other lines, quotes, code and other commands are passed over'
(
	set -e
	proposals
	before=$(git rev-parse HEAD)
	run_ok says bobby 'I would /accept page-earlier +2w
> /accept page-earlier +2w

    /accept page-earlier +2w
```
/accept page-earlier +2w
```
~~~~ text
/accept page-earlier
~~~
/accept page-earlier
~~~~
/acceptable
/accepted page-earlier
/rerun all'
	same ../out /dev/null
	head_is "$before"
	# Whoever wrote it.
	run_ok says stranger 'LGTM'
	printf 'Yes:\r\n/accept page-earlier +2w\r\n/accept cache-it +3w\r\n' \
		>../comment
	run_ok git postmortem comment --as @bobby --base main --commit \
		../comment >out
	count 2 out 'state proposed → accepted'
)
end

begin 'what a step lacks, or has too much of, is said'
(
	set -e
	proposals
	before=$(git rev-parse HEAD)
	fails_with 1 says carol '/decline'
	contains ../out 'not done: write it as: /decline [<item>] <reason>'
	fails_with 1 says carol '/accept shed-load on some day'
	contains ../out 'write it as: /accept [<item>] [<day>]'
	fails_with 1 says carol '/accept shed-load someday'
	contains ../out 'not done:'
	fails_with 1 says carol '/done shed-load https://example.com/1'
	contains ../out 'let its owner accept it first'
	# No word becomes an option, and none reaches a shell.
	fails_with 1 says carol '/accept shed-load --owner=bob'
	fails_with 1 says carol '/accept shed-load $(touch${IFS}../pwned)'
	head_is "$before"
	run_ok says carol '/decline --help `touch ../pwned`; $(touch ../pwned)'
	contains $items/shed-load.md '--help `touch ../pwned`; $(touch ../pwned)'
	[ ! -e ../pwned ]
	fails_with 129 git postmortem comment ../comment
	fails_with 129 git postmortem comment --as carol
	fails_with 128 git postmortem comment --as carol ../nothing
)
end

begin 'the job is written where it is asked for, and where there can be one'
(
	set -e
	run_ok git postmortem init --skip-hooks --ci=github >out
	lacks out comments
	run_ok git postmortem init --skip-hooks --ci=github --ci-comments >out
	contains out 'wrote  .github/workflows/postmortem-comments.yml'
	fails_with 129 git postmortem init --ci=gitlab --ci-comments 2>err
	contains err 'gitlab starts no pipeline for a comment'
	fails_with 129 git postmortem init --ci-comments 2>err
	contains err '--ci-comments needs --ci'
)
end

needs_forge

commented() {
	run_job postmortem-comments.yml comment
}

# The forge, with the branch of proposals() as topic.
at_forge() {
	"$@" --ci-comments
	git switch -q main
	cat >.postmortem/policy.yaml <<-'END'
	people:
	  alice: {email: alice@example.com, forge: "@alice-at-work"}
	  bob: {name: Bob Example, email: bob@example.com, forge: "@bobby"}
	END
	commit_all 'people'
	rm "$origin/hooks/update"
	git push -q origin main
	protect_main
	git switch -q topic
	git merge -q main
	mend
	id=$(basename "$(dirname "$document")")
	git postmortem action add "$id" 'Page earlier' --owner bob --commit
	items=postmortems/$id/actions
	pushed
	state '.pull = {number: 12, state: "open", base: {ref: "main"}, head:
		{ref: "topic", repo: {full_name: "org/repo"}}}'
} >/dev/null

story() {
	comment_by bobby 'Yes.

/accept 2027-01-10'
	run_ok commented >out
	stands topic "$items/page-earlier.md" >item
	contains item 'state: accepted'
	git -C "$origin" log -1 --format='%an %cn' topic >by
	contains by 'Bob Example post-mortems'
	answered >body
	contains body 'In answer to https://forge.example/c:'
	contains body '    /accept'
	contains body '      state proposed → accepted'
	tip=$(git -C "$origin" rev-parse topic)
	comment_by stranger '/move page-earlier 2028-01-01 never'
	run_ok commented >out
	answered >body
	contains body '@stranger is nobody here'
	[ "$(git -C "$origin" rev-parse topic)" = "$tip" ]
	# Nor on a branch of theirs that says they are bob.
	git switch -q -c evil main
	sed 's/@bobby/@stranger/' .postmortem/policy.yaml >new
	cat new >.postmortem/policy.yaml
	rm new
	commit_all 'I am bob'
	git push -q origin evil
	state '.pull.base.ref = "evil"'
	comment_by stranger '/move page-earlier 2028-01-01 never'
	run_ok commented >out
	[ "$(git -C "$origin" rev-parse topic)" = "$tip" ]
	state '.pull.base.ref = "main"'
	git switch -q topic
	comment_by stranger 'I do not accept this'
	fails_with 78 commented
	comment_by stranger 'See /accept'
	run_ok commented >out
	[ "$(requests)" = 'GET ' ]
}

begin 'at GitHub the job does it on the branch, and answers'
(
	set -e
	at_forge at_github
	story
	comment_by bobby '/done https://example.com/pull/7'
	run_ok commented >out
	answered >body
	contains body 'A token of a job starts no checks'
)
end

begin 'so it does at Gitea'
(
	set -e
	at_forge at_gitea
	story
)
end

begin 'hooks and links of a branch are data'
(
	set -e
	at_forge at_github
	mkdir hooks
	printf '#!/bin/sh\ntouch "%s/pwned"\n' "$forge" >hooks/post-commit
	cp hooks/post-commit hooks/filter
	chmod +x hooks/*
	ln -s /etc/passwd link
	printf '* filter=run\n' >.gitattributes
	printf '[core]\n\thooksPath = hooks\n[filter "run"]\n\tsmudge = hooks/filter\n' \
		>.gitconfig
	git add -A
	git commit -q -m 'hooks'
	pushed
	comment_by bobby '/accept 2027-01-10'
	run_ok commented >out
	stands topic "$items/page-earlier.md" >item
	contains item 'state: accepted'
	[ ! -e "$forge/pwned" ]
	git -C "$origin" diff --exit-code --stat topic~ topic -- link hooks
)
end

begin 'a fork, and a branch that went on, are told of'
(
	set -e
	at_forge at_github
	state '.pull.head.repo.full_name = "mallory/repo"'
	comment_by bobby '/accept 2027-01-10'
	run_ok commented >out
	answered >body
	contains body 'only open pull requests of this repository'
	state '.pull.head.repo.full_name = "org/repo"'
	printf '#!/bin/sh\nexit 1\n' >"$origin/hooks/update"
	run_ok commented >out 2>err
	answered >body
	contains body 'but it could not be pushed to topic; write it again'
)
end

done_testing

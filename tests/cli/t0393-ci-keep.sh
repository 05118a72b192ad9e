#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The jobs of init --ci on the default branch: one pull request with what is
# to be written down, and the digest.
#
# Every test is a subshell, and the variables are its own and ci.sh's.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2154

. "${0%/*}/lib.sh"
. "${0%/*}/ci.sh"
needs_forge

# On main: a post-mortem with two promises.
promises() {
	mend >/dev/null
	id=$(basename "$(dirname "$document")")
	for title in 'Page earlier' 'Cache it'
	do
		git postmortem action add "$id" "$title" --owner alice
	done
	git postmortem action accept page --due 2027-01-10
	git postmortem action accept cache --due 2027-01-10
	commit_all 'promise'
	git push -q origin topic
	squash topic 'Slow search (#12)'
	items=postmortems/$id/actions
} >/dev/null

keep() {
	if [ "${GITLAB_CI-}" ]
	then
		run_job postmortem/keep
	else
		run_job postmortem-keep.yml keep
	fi
}

story() {
	promises
	before=$(git -C "$origin" rev-parse main)
	work 'Page a week before' 'Postmortem-Closes: page-earlier'
	push_event "$before"
	run_ok keep >out
	contains out 'a new one: is up to date'
	[ "$(known '.own | length')" = 1 ]
	stands postmortem/bookkeeping "$items/page-earlier.md" >item
	contains item 'state: done'
	stands main "$items/page-earlier.md" >item
	contains item 'state: accepted'
	# Nothing of a push that says nothing.
	before=$(git -C "$origin" rev-parse main)
	work 'Something else'
	push_event "$before"
	run_ok keep >out
	contains out 'nothing to do: no post-mortem changes'
	# The same pull request says the next one, too.
	work 'Cache the facets' 'Postmortem-Closes: cache-it'
	push_event "$before"
	run_ok keep >out
	contains out '20: is up to date'
	[ "$(known '.own | length')" = 1 ]
	known '.own[0] | .body // .description' >body
	contains body 'done `page-earlier`'
	contains body 'done `cache-it`'
	lacks body '<!-- git-postmortem review -->'
	# Nothing new, and so no push.
	before=$(git -C "$origin" rev-parse postmortem/bookkeeping)
	push_event "$base"
	run_ok keep >out
	contains out 'nothing new to write down; 20 waits'
	[ "$(git -C "$origin" rev-parse postmortem/bookkeeping)" = "$before" ]
	# Merged as a squash: there is nothing left.
	squash postmortem/bookkeeping 'Bookkeeping (#20)'
	state '.own[0].state = "merged"'
	before=$(git -C "$origin" rev-parse main~)
	push_event "$before"
	run_ok keep >out
	contains out 'nothing to write down'
	stands main "$items/cache-it.md" >item
	contains item 'state: done'
}

begin 'at GitHub what commits close becomes one pull request'
(
	set -e
	at_github
	story
	known '.own[0].body' >body
	contains body 'A token of a job starts no checks'
)
end

begin 'so it does at Gitea'
(
	set -e
	at_gitea
	story
)
end

begin 'and at GitLab one merge request'
(
	set -e
	at_gitlab
	story
	[ "$(known '.own[0].remove_source_branch')" = true ]
	# Without a token there is no such job.
	POSTMORTEM_TOKEN=''
	fails_with 78 keep
)
end

begin 'what somebody adds to the pull request stays'
(
	set -e
	at_github
	promises
	before=$(git -C "$origin" rev-parse main)
	work 'Page a week before' 'Postmortem-Closes: page-earlier'
	push_event "$before"
	run_ok keep >out
	git fetch -q
	git switch -q -c add origin/postmortem/bookkeeping
	git postmortem action set cache --due 2027-02-01 --reason 'the freeze' \
		--commit
	git push -q origin add:postmortem/bookkeeping
	work 'Something' 'Postmortem-Action: cache-it'
	push_event "$before"
	run_ok keep >out
	stands postmortem/bookkeeping "$items/cache-it.md" >item
	contains item 'due: 2027-02-01'
	stands postmortem/bookkeeping "$items/page-earlier.md" >item
	contains item 'state: done'
)
end

begin 'a pull request that has nothing to say any more is closed'
(
	set -e
	at_github
	promises
	before=$(git -C "$origin" rev-parse main)
	work 'Page a week before' 'Postmortem-Closes: page-earlier'
	push_event "$before"
	run_ok keep >out
	# Somebody else has done the same on main.
	git fetch -q
	git push -q origin origin/postmortem/bookkeeping:refs/heads/copy
	squash copy 'By hand'
	push_event "$before"
	run_ok keep >out
	contains out 'nothing is left to write down; 20 is closed'
	[ "$(known '.own[0].state')" = closed ]
	! git -C "$origin" rev-parse -q --verify postmortem/bookkeeping
)
end

# by_hand SED MESSAGE: on main, by somebody who has not got the program.
by_hand() {
	git fetch -q origin
	git switch -q -C work origin/main
	sed "$1" "$items/page-earlier.md" >new
	cat new >"$items/page-earlier.md"
	rm new
	git add -A
	git commit -q -m 'by hand'
	git push -q -f origin work
	squash work "$2"
}

begin 'what a revert takes out of a history is put back in the pull request'
(
	set -e
	at_github
	promises
	git switch -q -C work origin/main
	git postmortem action set page --due 2027-02-01 --reason 'the freeze' \
		--commit
	git push -q -f origin work
	squash work 'Later (#13)'
	git switch -q -C work origin/main
	git revert --no-edit HEAD
	git push -q -f origin work
	before=$(git -C "$origin" rev-parse main)
	squash work "$(git log -1 --format=%B)"
	push_event "$before"
	run_ok keep >out
	contains out 'a new one: is up to date'
	stands main "$items/page-earlier.md" >item
	lacks item 'the freeze'
	stands postmortem/bookkeeping "$items/page-earlier.md" >item
	contains item 'due: 2027-01-10'
	contains item 'the freeze'
	contains item 'reverts'
	push_event "$before"
	run_ok keep >out
	contains out 'nothing new to write down; 20 waits'
)
end

begin 'what was done by hand is told, and who did it is asked once'
(
	set -e
	at_github
	promises
	before=$(git -C "$origin" rev-parse main)
	by_hand 's/^due:.*/due: 2027-03-01/' "$(printf '%s\n\n%s' \
		'Later (#13)' 'Co-authored-by: Bob <bob@example.com>')"
	push_event "$before"
	run_ok keep >out
	stands postmortem/bookkeeping "$items/page-earlier.md" >item
	contains item 'due 2027-03-01'
	tip=$(git -C "$origin" rev-parse postmortem/bookkeeping)
	push_event "$before"
	run_ok keep >out
	contains out 'nothing new to write down; 20 waits'
	[ "$(git -C "$origin" rev-parse postmortem/bookkeeping)" = "$tip" ]
)
end

begin 'a conflict is for people, and nothing is lost'
(
	set -e
	at_github
	promises
	before=$(git -C "$origin" rev-parse main)
	work 'Page a week before' 'Postmortem-Closes: page-earlier'
	push_event "$before"
	run_ok keep >out
	git fetch -q
	tip=$(git -C "$origin" rev-parse postmortem/bookkeeping)
	git switch -q -C work origin/main
	git postmortem action decline page --reason 'too dear' --commit
	git push -q -f origin work
	squash work 'Declined (#10)'
	push_event "$before"
	fails_with 1 keep >out 2>err
	contains err 'postmortem/bookkeeping and main conflict: merge main into'
	[ "$(git -C "$origin" rev-parse postmortem/bookkeeping)" = "$tip" ]
)
end

begin 'a forge that lets no job open pull requests is told of'
(
	set -e
	at_github
	promises
	before=$(git -C "$origin" rev-parse main)
	work 'Page a week before' 'Postmortem-Closes: page-earlier'
	push_event "$before"
	echo 'POST pulls' >"$forge/fails"
	fails_with 1 keep >out 2>err
	contains err 'the settings have to allow jobs to open some'
	: >"$forge/fails"
	schedule_event
	run_ok keep >out
	contains out 'a new one: is up to date'
)
end

digest() {
	if [ "${GITLAB_CI-}" ]
	then
		run_job postmortem/digest
	else
		run_job postmortem-keep.yml digest
	fi
}

begin 'the weekly digest goes to a chat, or else to the summary'
(
	set -e
	at_github
	schedule_event
	run_ok digest >out
	contains out 'nothing to say'
	promises
	schedule_event
	# Both are promised for the tenth.
	GIT_POSTMORTEM_NOW=2027-01-15
	export GIT_POSTMORTEM_NOW
	run_ok digest >out
	contains "$forge/summary" 'Page earlier'
	contains out 'POSTMORTEM_WEBHOOK is not set'
	jq '.secrets = {POSTMORTEM_WEBHOOK: "https://home.example/hook"}' \
		"$forge/event" >new
	mv new "$forge/event"
	run_ok digest >out
	contains out posted
	lacks out home.example
	jq -e '.blocks | length > 0' "$forge/posted"
	push_event "$base"
	fails_with 78 digest
)
end

begin 'at GitLab it is for the schedules that ask for it'
(
	set -e
	at_gitlab
	promises
	push_event "$base"
	CI_PIPELINE_SOURCE=schedule
	CI_COMMIT_BEFORE_SHA=0000000000000000000000000000000000000000
	fails_with 78 digest
	POSTMORTEM_DIGEST=yes POSTMORTEM_WEBHOOK=https://home.example/hook
	POSTMORTEM_WEBHOOK_FORMAT=teams GIT_POSTMORTEM_NOW=2027-01-15
	export POSTMORTEM_DIGEST POSTMORTEM_WEBHOOK GIT_POSTMORTEM_NOW
	export POSTMORTEM_WEBHOOK_FORMAT
	run_ok digest >out
	contains out posted
	jq -e '.attachments | length > 0' "$forge/posted"
)
end

done_testing

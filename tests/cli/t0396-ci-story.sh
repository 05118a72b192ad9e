#!/bin/sh
# SPDX-License-Identifier: MIT
#
# An incident with three owners, from its document to the last promise, at a
# forge that refuses direct pushes and squashes everything: one pull request
# beside the one with the document, and nobody needs the program.
#
# The variables are those of ci.sh.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2154

. "${0%/*}/lib.sh"
. "${0%/*}/ci.sh"
needs_forge

on() {
	GIT_POSTMORTEM_NOW=$1T12:00:00Z
	PM_CLOCK=$(date -u -d "$1 12:00" +%s)
	export GIT_POSTMORTEM_NOW
	test_tick
}

says() {
	comment_by "$1" "$2"
	run_ok run_job postmortem-comments.yml comment >out
	lacks out 'not done'
}

states() {
	for item in page-earlier cache-it shed-load
	do
		stands "$1" "$items/$item.md" |
			sed -n -e 's/^state: //p' -e 's/^due: //p' |
			tr '\n' ' '
	done
}

begin 'three owners promise, one postpones, all is done, in two pull requests'
(
	set -e
	on 2026-12-02
	at_github --ci-comments >log
	git switch -q main
	cat >.postmortem/policy.yaml <<-'END'
	people:
	  alice: {email: alice@example.com, forge: "@alice"}
	  bob: {email: bob@example.com, forge: "@bob"}
	  carol: {email: carol@example.com, forge: "@carol"}
	END
	commit_all 'people'
	rm "$origin/hooks/update"
	git push -q origin main
	protect_main
	git switch -q topic
	git merge -q main
	mend
	id=$(basename "$(dirname "$document")")
	items=postmortems/$id/actions
	git postmortem action add "$id" 'Page earlier' --owner bob --commit
	git postmortem action add "$id" 'Cache it' --owner carol --commit
	git postmortem action add "$id" 'Shed load' --owner alice --commit
	pushed
	state '.pull = {number: 12, state: "open", base: {ref: "main"}, head:
		{ref: "topic", repo: {full_name: "org/repo"}}}'

	# They sleep on it, and answer below the pull request.
	on 2026-12-09
	says bob '/accept 2027-01-10'
	says carol '/accept 2027-01-10'
	says alice '/accept 2027-01-20'
	base=$(git -C "$origin" rev-parse main)
	head=$(git -C "$origin" rev-parse topic)
	git fetch -q origin
	pull_request
	run_ok run_job postmortem.yml post-mortems >out
	lacks out '::error'
	lacks out '::warning'
	squash topic 'Slow search (#12)'
	[ "$(states main)" = 'accepted 2027-01-10 accepted 2027-01-10 accepted 2027-01-20 ' ]

	# One is done by a commit of code, and the job says so.
	on 2027-01-04
	before=$(git -C "$origin" rev-parse main)
	work 'Cache the facets' 'Postmortem-Closes: cache-it'
	push_event "$before"
	run_ok run_job postmortem-keep.yml keep >out
	contains out 'a new one: is up to date'
	commented=$(known '.own[0].number')
	# The others answer there.
	says bob '/move page-earlier 2027-01-24 the vendor is late, again'
	says alice '/done shed-load https://example.com/pull/30'
	push_event "$before"
	run_ok run_job postmortem-keep.yml keep >out
	contains out 'nothing new to write down'
	base=$(git -C "$origin" rev-parse main)
	head=$(git -C "$origin" rev-parse postmortem/bookkeeping)
	git fetch -q origin
	event pull_request "{sha: null, payload: {action: \"synchronize\",
		repository: {full_name: \"org/repo\"},
		pull_request: $pull_of}}"
	run_ok run_job postmortem.yml post-mortems >out
	lacks out '::error'
	squash postmortem/bookkeeping 'Bookkeeping (#20)'
	state '.own[0].state = "merged"'
	[ "$(states main)" = 'accepted 2027-01-24 done 2027-01-10 done 2027-01-20 ' ]

	# The whole of it, on a branch to which nobody has pushed.
	[ "$(known '.own | length')" = 1 ]
	fails_with 1 git push -q origin topic:main
	git switch -q --detach origin/main
	run_ok git postmortem check
)
end

done_testing

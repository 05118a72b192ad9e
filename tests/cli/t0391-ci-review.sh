#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The jobs of init --ci: the check of form, and the comment with a review.
#
# Every test is a subshell, and the variables are its own and ci.sh's.
# shellcheck disable=SC2030,SC2031,SC2034,SC2154

. "${0%/*}/lib.sh"
. "${0%/*}/ci.sh"
needs_forge

begin 'at GitHub the check fails for what the change made wrong'
(
	set -e
	at_github
	pull_request
	fails_with 1 run_job postmortem.yml post-mortems >out
	contains out '::error file=postmortems/'
	contains "$forge/summary" '### Post-mortems: 1 error in 1 file'
	mend
	pull_request
	run_ok run_job postmortem.yml post-mortems >out
	lacks out '::error'
	# The policy of the change itself does not judge it.
	sed 's/^owner:.*/owner:/' "$document" >new
	cat new >"$document"
	rm new
	echo 'rules: {owner: off}' >.postmortem/policy.yaml
	commit_all 'weaker'
	pushed
	pull_request
	fails_with 1 run_job postmortem.yml post-mortems >out
	contains out 'git postmortem%3A owner'
)
end

begin 'a merge queue checks what it would merge, and comments nothing'
(
	set -e
	at_github
	merge_group
	fails_with 1 run_job postmortem.yml post-mortems >out
	contains out '::error file=postmortems/'
	lacks out '## review'
	mend
	merge_group
	run_ok run_job postmortem.yml post-mortems >out
	[ "$(requests)" = '' ]
)
end

begin 'a merge train checks what it would merge, and comments nothing'
(
	set -e
	at_gitlab
	source=$head
	tree=$(git merge-tree --write-tree main topic)
	head=$(git commit-tree -p main -p topic -m train "$tree")
	git push -q origin "$head:refs/merge-requests/12/train"
	merge_train "$source"
	fails_with 1 run_job post-mortems >out
	contains out ': error: '
	[ "$(requests)" = '' ]
)
end

begin 'at GitHub there is one comment: made, brought up to date, removed'
(
	set -e
	at_github
	# Others may quote ours.
	state '.comments = [{id: 1, user: {login: "mallory"},
		body: "<!-- git-postmortem review -->"}]'
	pull_request
	fails_with 1 run_job postmortem.yml post-mortems
	[ "$(requests)" = 'GET GET POST ' ]
	known '.comments[1].body' >body
	contains body '<!-- git-postmortem review -->'
	contains body 'Slow search @alice'
	mend
	pull_request
	run_ok run_job postmortem.yml post-mortems
	[ "$(requests)" = 'GET GET PATCH ' ]
	known '.comments[1].body' >after
	lacks after 'sometimes'
	[ "$(known '.comments | length')" = 2 ]
	cmp -s body after && exit 1
	rm body after
	forget
	pull_request
	requests
	run_ok run_job postmortem.yml post-mortems
	[ "$(requests)" = 'GET GET DELETE ' ]
	[ "$(known '.comments[].id')" = 1 ]
	run_ok run_job postmortem.yml post-mortems
	[ "$(requests)" = 'GET GET ' ]
)
end

begin 'a comment is found behind pages of others, however short they are'
(
	set -e
	at_github
	mend
	state '.page = 30 | .comments = [range(70) | {id: (. + 1000),
		body: "x", user: {login: "bob"}}] + [{id: 7,
		body: "<!-- git-postmortem review -->\nold",
		user: {login: .me}}]'
	pull_request
	run_ok run_job postmortem.yml post-mortems
	[ "$(requests)" = 'GET GET GET GET PATCH ' ]
	known '.comments[70].body' >body
	contains body 'Slow search @alice'
)
end

begin 'at GitHub a fork, or a token that may not, gets a summary'
(
	set -e
	at_github
	mend
	fork=mallory
	pull_request
	run_ok run_job postmortem.yml post-mortems >out
	[ "$(requests)" = '' ]
	contains out 'may not comment'
	contains "$forge/summary" 'Slow search @alice'
	rm "$forge/summary"
	fork=
	pull_request
	for request in GET POST
	do
		echo $request >"$forge/fails"
		run_ok run_job postmortem.yml post-mortems >out 2>err
		contains out '::warning title=git postmortem::the review'
		contains "$forge/summary" 'Slow search @alice'
		contains err '403'
		rm "$forge/summary"
	done
	[ "$(known '.comments | length')" = 0 ]
)
end

begin 'at GitLab there is a report, and one note'
(
	set -e
	at_gitlab
	merge_request
	fails_with 1 run_job post-mortems >out
	contains out ': error: '
	jq -e 'length == 1 and .[0].severity == "major"' \
		gl-code-quality-report.json
	[ "$(requests)" = 'GET GET POST ' ]
	known '.comments[0].body' >body
	contains body '<!-- git-postmortem review -->'
	contains body 'Slow search @alice'
	rm gl-code-quality-report.json body out
	mend
	merge_request
	requests
	run_ok run_job post-mortems
	[ "$(requests)" = 'GET GET GET PUT ' ]
	[ "$(known '.comments | length')" = 1 ]
	jq -e '. == []' gl-code-quality-report.json
)
end

begin 'at GitLab a token that is missing or wrong fails no job'
(
	set -e
	at_gitlab
	mend
	merge_request
	POSTMORTEM_TOKEN=''
	run_ok run_job post-mortems >out
	contains out '(POSTMORTEM_TOKEN)'
	contains out 'Slow search @alice'
	[ "$(requests)" = '' ]
	POSTMORTEM_TOKEN=wrong
	run_ok run_job post-mortems >out
	contains out 'the review could not be posted'
	POSTMORTEM_TOKEN=secret
	echo POST >"$forge/fails"
	run_ok run_job post-mortems >out
	contains out 'the review could not be posted'
	[ "$(known '.comments | length')" = 0 ]
)
end

begin 'at Gitea, and at Forgejo, there is one comment as well'
(
	set -e
	at_gitea
	pull_request
	fails_with 1 run_job postmortem.yml post-mortems >out
	contains out ': error: '
	lacks out '::error'
	known '.comments[0].body' >body
	contains body '<!-- git-postmortem review -->'
	rm body out
	mend
	pull_request
	requests
	run_ok run_job postmortem.yml post-mortems
	[ "$(requests)" = 'GET GET PATCH ' ]
	unset GITEA_ACTIONS
	FORGEJO_ACTIONS=true
	export FORGEJO_ACTIONS
	state '.me = "forgejo-actions"'
	run_ok run_job postmortem.yml post-mortems
	[ "$(requests)" = 'GET GET POST ' ]
)
end

done_testing

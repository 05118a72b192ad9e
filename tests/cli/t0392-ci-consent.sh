#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The jobs of init --ci: whose approval is waited for.
#
# Every test is a subshell, and the variables are its own and ci.sh's;
# filters of jq have some, too.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2154

. "${0%/*}/lib.sh"
. "${0%/*}/ci.sh"
needs_forge

begin 'at GitHub consent fails until the person concerned has approved'
(
	set -e
	at_github
	promise_of_bob
	pull_request
	fails_with 1 run_job postmortem.yml consent >out
	contains out 'waits for @bob'
	contains out 'consent: 1 waited for'
	contains out 'an approval runs this again; else rerun this job'
	approved_by carol
	fails_with 1 run_job postmortem.yml consent >out
	approved_by bob
	run_ok run_job postmortem.yml consent >out
	contains out 'consent: nobody is waited for'
	# The check of form is another job, and says nothing of it.
	run_ok run_job postmortem.yml post-mortems
)
end

begin 'consent reads every page of the reviews'
(
	set -e
	at_github
	promise_of_bob
	pull_request
	for nr in 1 2 3 4 5
	do
		approved_by "somebody$nr"
	done
	approved_by bob
	state '.page = 2'
	run_ok run_job postmortem.yml consent >out
	[ "$(requests)" = 'GET GET GET GET GET ' ]
)
end

begin 'an answer that is not whole is no consent'
(
	set -e
	at_github
	promise_of_bob
	pull_request
	approved_by bob
	for part in pulls/12 pulls/12/reviews
	do
		echo "GET $part" >"$forge/fails"
		fails_with 1 run_job postmortem.yml consent >out 2>err
		contains err 'could not be read whole'
	done
)
end

begin 'other pull requests, and merge queues, wait for nobody'
(
	set -e
	at_github
	promise_of_bob
	merge_group
	run_ok run_job postmortem.yml consent >out
	contains out 'nothing to do: pull requests were asked'
	git switch -q -c unrelated main
	echo other >other.txt
	commit_all 'unrelated'
	head=$(git rev-parse HEAD)
	git push -q origin unrelated
	pull_request
	run_ok run_job postmortem.yml consent >out
	contains out 'nothing to do: no post-mortem changes'
	[ "$(requests)" = '' ]
)
end

begin 'a review, and the dismissal of one, run the job for consent again'
(
	set -e
	at_github
	state --arg head "$head" '.runs = [{id: 5, head_sha: "0"},
		{id: 6, head_sha: $head}] | .jobs = [
		{id: 7, name: "post-mortems", status: "completed"},
		{id: 8, name: "postmortem/consent", status: "completed",
		html_url: "https://forge.example/run/8"}]'
	for action in submitted dismissed
	do
		pull_request_review $action
		run_ok run_job postmortem-review.yml again >out
		contains out 'runs again: https://forge.example/run/8'
	done
	[ "$(known '.reruns | join(" ")')" = '8 8' ]
	pull_request_review edited
	fails_with 78 run_job postmortem-review.yml again
	# Where it is running, it may have asked too early.
	state '.jobs[1].status = "in_progress"'
	printf '#!/bin/sh\n' >"$forge/bin/sleep"
	chmod +x "$forge/bin/sleep"
	requests
	pull_request_review
	run_ok run_job postmortem-review.yml again
	[ "$(requests)" = 'GET GET GET GET POST ' ]
)
end

begin 'where it may not be run again, it says who has to do it'
(
	set -e
	at_github
	state --arg head "$head" '.runs = [{id: 6, head_sha: $head}] |
		.jobs = [{id: 8, name: "postmortem/consent",
		status: "completed", html_url: "https://forge.example/run/8"}]'
	fork=mallory
	pull_request_review
	run_ok run_job postmortem-review.yml again >out
	contains out '::warning title=git postmortem::postmortem/consent could'
	contains out 'somebody who may write has to rerun that job: https://f'
	[ "$(requests)" = 'GET GET ' ]
	fork=
	pull_request_review
	echo 'POST' >"$forge/fails"
	run_ok run_job postmortem-review.yml again >out 2>err
	contains out 'somebody who may write has to rerun that job: https://f'
	: >"$forge/fails"
	state '.runs = []'
	run_ok run_job postmortem-review.yml again >out 2>err
	contains out "has to rerun that job: its last run for $head"
)
end

begin 'at GitLab consent only warns, and says what would bind'
(
	set -e
	at_gitlab
	promise_of_bob
	merge_request
	runner get .gitlab/ci/postmortem.yml postmortem/consent allow_failure \
		>out
	contains out true
	fails_with 1 run_job postmortem/consent >out
	contains out 'approving starts no pipeline: run this job again then'
	contains out '"git postmortem codeowners --write"'
	approved_by bob
	run_ok run_job postmortem/consent >out
	contains out 'consent: nobody is waited for'
	merge_train "$head"
	fails_with 78 run_job postmortem/consent
	merge_request
	POSTMORTEM_TOKEN=''
	fails_with 1 run_job postmortem/consent 2>err
	contains err 'approvals cannot be read without a token'
)
end

begin 'at Gitea consent is a status that an approval writes anew'
(
	set -e
	at_gitea
	promise_of_bob
	pull_request
	run_ok run_job postmortem.yml consent >out
	contains out 'waits for @bob'
	approved_by bob
	pull_request_review
	fails_with 78 run_job postmortem.yml post-mortems
	run_ok run_job postmortem.yml consent >out
	known '.statuses[] | "\(.context) \(.state) \(.sha)"' >statuses
	same statuses - <<-END
	postmortem/consent failure $head
	postmortem/consent success $head
	END
	echo 'POST statuses' >"$forge/fails"
	run_ok run_job postmortem.yml consent >out 2>err
	contains out 'warning: the status postmortem/consent could not be wri'
	state '.reviews = []'
	fails_with 1 run_job postmortem.yml consent >out 2>err
	# Others are not waited for either.
	: >"$forge/fails"
	git switch -q -c unrelated main
	echo other >other.txt
	commit_all 'unrelated'
	head=$(git rev-parse HEAD)
	git push -q origin unrelated
	pull_request
	run_ok run_job postmortem.yml consent >out
	contains out 'nothing to do: no post-mortem changes'
	[ "$(known '.statuses[2].state')" = success ]
	[ "$(known '.statuses[2].sha')" = "$head" ]
)
end

# answers KEY=SAMPLE...: those of tests/data, of this head, are what it says.
answers() {
	for key in "$@"
	do
		sed "s/3f0c3*/$(git rev-parse HEAD)/" \
			"$PM_SOURCE/tests/data/forge/${key#*=}.json" \
			>"$forge/sample.json"
		state --slurpfile answer "$forge/sample.json" \
			--arg key "${key%%=*}" '.[$key] = $answer[0]'
	done
}

begin 'what the jobs ask is what "check" takes in'
(
	set -e
	at_github
	mend
	answers pull=github-pull reviews=github-reviews
	pull_request
	run_ok run_job postmortem.yml consent >out
	contains out 'consent: nobody is waited for'
	state '.reviews = []'
	run_ok run_job postmortem.yml consent >out
)
end

begin 'so it is at GitLab'
(
	set -e
	at_gitlab
	mend
	answers pull=gitlab-merge-request approvals=gitlab-approvals \
		reviewers=gitlab-reviewers versions=gitlab-versions \
		comments=gitlab-notes
	merge_request
	run_ok run_job postmortem/consent >out
	contains out 'consent: nobody is waited for'
)
end

begin 'so it is at Gitea'
(
	set -e
	at_gitea
	mend
	answers pull=gitea-pull reviews=gitea-reviews
	pull_request
	run_ok run_job postmortem.yml consent >out
	contains out 'consent: nobody is waited for'
)
end

done_testing

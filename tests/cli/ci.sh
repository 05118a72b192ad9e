# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Filters of jq have variables of their own.
# shellcheck disable=SC2016
#
# The jobs of "init --ci", run as the services run them, against a forge that
# is played by files. Sourced after lib.sh.
#
# needs_forge           ends the script where python3 with yaml, jq or bash are
#                       missing
# at_github, at_gitlab, at_gitea [INIT-OPTION...]
#                       the forge, with a bare repository "$origin" that is
#                       the remote of a repository with main, which has the
#                       jobs, and a branch topic with an error in it
# mend, forget          topic without the error; without the post-mortem
# pull_request [ACTION] the event of topic's, "push_event" etc. likewise
# run_job FILE JOB      that job, for the last event; GitLab's for variables
# requests              what the forge was asked since, and forgets it
# state FILTER          changes what the forge knows

python=
for candidate in python3 /usr/bin/python3
do
	# The distribution's modules are those of its own python3.
	"$candidate" -c 'import yaml' 2>/dev/null && python=$candidate && break
done

needs_forge() {
	if [ -z "$python" ] || ! command -v jq >/dev/null ||
		! command -v bash >/dev/null
	then
		skip 'no python3 with yaml, no jq or no bash'
		done_testing
	fi
}

runner() {
	"$python" "$PM_SOURCE/tests/cli/runner.py" "$@"
}

fake_forge() {
	forge=$(cd .. && pwd)/forge
	FORGE=$forge
	export FORGE
	rm -rf "$forge"
	mkdir -p "$forge/bin"
	: >"$forge/asked"
	: >"$forge/fails"
	jq -n --arg kind "$1" --arg me "$2" --arg token "$3" '{kind: $kind,
		me: $me, token: $token, comments: [], bases:
		["/repos/org/repo/", "/api/v1/repos/org/repo/",
		"/api/v4/projects/3/", "/api/v4/"]}' >"$forge/state.json"
	printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$python" \
		"$PM_SOURCE/tests/cli/fake_forge.py" >"$forge/bin/curl"
	chmod +x "$forge/bin/curl"
	PATH=$forge/bin:$PATH
}

state() {
	jq "$@" "$forge/state.json" >"$forge/state.new" &&
		mv "$forge/state.new" "$forge/state.json"
}

known() {
	jq -r "$@" "$forge/state.json"
}

requests() {
	cut -d ' ' -f 1 "$forge/asked" | tr '\n' ' '
	: >"$forge/asked"
}

# The remote of a forge: any commit can be asked for, and nothing is pushed to
# main.
bare_origin() {
	origin=$forge/org/repo
	mkdir -p "${origin%/*}"
	git init -q --bare -b main "$origin"
	git -C "$origin" config uploadpack.allowAnySHA1InWant true
	git -C "$origin" config uploadpack.allowFilter true
	git remote add origin "file://$origin"
}

protect_main() {
	cat >"$origin/hooks/update" <<-'END'
	#!/bin/sh
	[ "$1" != refs/heads/main ] || {
		echo "GH006: Protected branch update failed for $1." >&2
		exit 1
	}
	END
	chmod +x "$origin/hooks/update"
}

# A branch main with jobs and everything, and topic with an error in it.
branches() {
	git postmortem init --skip-hooks --commit "$@" >/dev/null
	base=$(git rev-parse HEAD)
	git switch -q -c topic
	git postmortem new --severity minor 'Slow search @alice' >/dev/null
	document=$(git ls-files 'postmortems/*/README.md')
	sed 's/^severity:.*/severity: sometimes/' "$document" >new
	cat new >"$document"
	rm new
	commit_all 'a draft'
	bare_origin
	git push -q origin main topic
	protect_main
	head=$(git rev-parse HEAD)
}

pushed() {
	git push -q -f origin topic
	head=$(git rev-parse topic)
}

mend() {
	sed 's/^severity:.*/severity: minor/' "$document" >new
	cat new >"$document"
	rm new
	commit_all 'mended'
	pushed
}

forget() {
	git rm -q -r postmortems
	git commit -q -m 'forgotten'
	pushed
}

at_github() {
	fake_forge github 'github-actions[bot]' job-token
	branches --ci=github "$@"
	GITHUB_ACTIONS=true GITHUB_SERVER_URL=file://$forge
	GITHUB_REPOSITORY=org/repo GITHUB_API_URL=https://forge.example
	GITHUB_STEP_SUMMARY=$forge/summary
	export GITHUB_ACTIONS GITHUB_SERVER_URL GITHUB_REPOSITORY
	export GITHUB_API_URL GITHUB_STEP_SUMMARY
	workflows=.github/workflows
}

at_gitea() {
	fake_forge gitea gitea-actions job-token
	branches --ci=gitea "$@"
	GITHUB_ACTIONS=true GITEA_ACTIONS=true GITHUB_SERVER_URL=file://$forge
	GITHUB_REPOSITORY=org/repo
	GITHUB_API_URL=https://forge.example/api/v1
	export GITHUB_ACTIONS GITEA_ACTIONS GITHUB_SERVER_URL
	export GITHUB_REPOSITORY GITHUB_API_URL
	workflows=.gitea/workflows
}

at_gitlab() {
	fake_forge gitlab post-mortem-bot secret
	branches --ci=gitlab "$@"
	CI=true GITLAB_CI=true CI_PROJECT_ID=3 CI_PROJECT_DIR=$PWD
	CI_API_V4_URL=https://forge.example/api/v4 CI_DEFAULT_BRANCH=main
	CI_REPOSITORY_URL=file://$origin POSTMORTEM_TOKEN=secret
	export CI GITLAB_CI CI_PROJECT_ID CI_PROJECT_DIR CI_API_V4_URL
	CI_PROJECT_URL=file://$forge/org/project
	ln -s repo "$forge/org/project.git"
	export CI_DEFAULT_BRANCH CI_REPOSITORY_URL POSTMORTEM_TOKEN
	export CI_PROJECT_URL
}

# event NAME FILTER [OPTION...]: {payload: FILTER}, of jq.
event() {
	event_name=$1 filter=$2
	shift 2
	jq -n --arg name "$event_name" --arg base "$base" --arg head "$head" \
		--arg from "${fork:-org}/repo" "$@" \
		"{name: \$name} + ($filter)" >"$forge/event"
}

pull_of='{number: 12, base: {sha: $base, ref: "main"}, user: {login: "alice"},
	head: {sha: $head, ref: "topic", repo: {full_name: $from}}}'

# GitHub has made the merge of both.
pull_request() {
	merge=
	if [ "$workflows" = .github/workflows ]
	then
		tree=$(git merge-tree --write-tree main "$head")
		merge=$(git commit-tree -p main -p "$head" -m merge "$tree")
		git push -q -f origin "$merge:refs/pull/12/merge"
	fi
	event pull_request "{sha: \$merge, payload: {action: \"synchronize\",
		repository: {full_name: \"org/repo\"},
		pull_request: $pull_of}}" --arg merge "$merge"
}

merge_group() {
	event merge_group '{sha: $head, payload: {action: "checks_requested",
		merge_group: {base_sha: $base, head_sha: $head}}}'
}

merge_request() {
	CI_PIPELINE_SOURCE=merge_request_event
	CI_MERGE_REQUEST_EVENT_TYPE=detached
	CI_MERGE_REQUEST_PROJECT_ID=3 CI_MERGE_REQUEST_IID=12
	CI_MERGE_REQUEST_DIFF_BASE_SHA=$base CI_COMMIT_SHA=$head
	export CI_PIPELINE_SOURCE CI_MERGE_REQUEST_EVENT_TYPE CI_COMMIT_SHA
	export CI_MERGE_REQUEST_PROJECT_ID CI_MERGE_REQUEST_IID
	export CI_MERGE_REQUEST_DIFF_BASE_SHA
}

merge_train() {
	merge_request
	CI_MERGE_REQUEST_EVENT_TYPE=merge_train
	CI_MERGE_REQUEST_TARGET_BRANCH_SHA=$base
	CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=$1 CI_COMMIT_SHA=$head
	export CI_MERGE_REQUEST_TARGET_BRANCH_SHA
	export CI_MERGE_REQUEST_SOURCE_BRANCH_SHA
}

run_job() {
	if [ "${GITLAB_CI-}" ]
	then
		runner gitlab .gitlab/ci/postmortem.yml "$1"
	else
		runner github "$workflows/$1" "$2" "$forge/event"
	fi
}

# A review, or the dismissal of one; submitted unless said.
pull_request_review() {
	pull_request
	event pull_request_review "{sha: \$merge, payload: {action: \$action,
		repository: {full_name: \"org/repo\"},
		pull_request: $pull_of}}" --arg merge "$merge" \
		--arg action "${1:-submitted}"
}

# approved_by LOGIN [COMMIT]: as GitHub and Gitea tell it, and as GitLab does.
approved_by() {
	state --arg login "$1" --arg commit "${2:-$head}" '.reviews += [{
		id: (.reviews | length + 1), user: {login: $login},
		state: "APPROVED", commit_id: $commit,
		submitted_at: "2026-12-02T12:00:00Z"}]
		| .approvals.approved_by += [{user: {username: $login},
		approved_at: "2026-12-02T12:00:00Z"}]'
}

# Alice's branch with an item that bob has accepted there, as she says. Until
# "check" itself asks the answers, it is played: an approval by bob is one.
promise_of_bob() {
	state --arg head "$head" '.reviews = [] | .versions = [] |
		.reviewers = [] | .approvals = {approved_by: []} |
		.pull = {number: 12, iid: 12, head: {sha: $head}}'
	mend
	cat >"$forge/bin/git-postmortem" <<-'END'
	#!/bin/sh
	[ "$1" = check ] || exec "$PM_BUILD/git-postmortem" "$@"
	files= json= asked=
	for word
	do
		[ "$asked" ] && files="$files $word" asked=
		case $word in
		--consent) asked=yes ;;
		--format=json) json=yes ;;
		esac
	done
	[ "$files" ] || exec "$PM_BUILD/git-postmortem" "$@"
	cat $files | jq -s -e '[.. | objects | select(
		(.state? == "APPROVED" and .user.login == "bob")
		or (.approved_at? and .user.username == "bob"))] != []' \
		>/dev/null && found= || found='{"level": "error",
		"rule": "promise-by-other"}'
	if [ "$json" ]
	then
		echo "{\"findings\": [$found]}"
	elif [ "$found" ]
	then
		echo 'error: waits for @bob [promise-by-other]'
	fi
	[ -z "$found" ]
	END
	chmod +x "$forge/bin/git-postmortem"
	export PM_BUILD
}

# push_event BEFORE: of the default branch, to where it stands at the forge.
push_event() {
	base=$1
	head=$(git -C "$origin" rev-parse main)
	event push '{sha: $head, payload: {before: $base, after: $head,
		ref: "refs/heads/main"}}'
	CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main CI_COMMIT_SHA=$head
	CI_COMMIT_BEFORE_SHA=$base
	export CI_PIPELINE_SOURCE CI_COMMIT_BRANCH CI_COMMIT_SHA
	export CI_COMMIT_BEFORE_SHA
}

schedule_event() {
	head=$(git -C "$origin" rev-parse main)
	event schedule '{sha: $head, payload: {}}'
}

# squash BRANCH MESSAGE: as a forge merges it, whatever its rules for pushes.
squash() {
	git fetch -q origin
	tree=$(git merge-tree --write-tree origin/main "origin/$1")
	test_tick
	commit=$(git commit-tree -p origin/main -m "$2" "$tree")
	git push -q origin "$commit:refs/heads/squashed"
	git -C "$origin" update-ref refs/heads/main "$commit"
	git -C "$origin" update-ref -d refs/heads/squashed
	git fetch -q origin
}

# work MESSAGE TRAILER...: a commit of code on main, through a pull request.
work() {
	git fetch -q origin
	git switch -q -C work origin/main
	echo "$1" >>code.txt
	git add code.txt
	git commit -q -m "$1"
	git push -q -f origin work
	squash work "$(printf '%s\n\n%s' "$1 (#9)" "${2-}")"
}

# What a file is on a branch of the forge.
stands() {
	git -C "$origin" show "$1:$2"
}

# comment_by LOGIN TEXT: below the pull request of topic, or of $commented.
comment_by() {
	event issue_comment '{payload: {action: "created",
		repository: {full_name: "org/repo", default_branch: "main"},
		issue: {number: $number, pull_request: {url: "x"}},
		comment: {body: $text, user: {login: $login},
			html_url: "https://forge.example/c"}}}' \
		--arg login "$1" --arg text "$2" \
		--argjson number "${commented:-12}"
	requests >/dev/null
}

# What the job has answered last.
answered() {
	known '.comments[-1].body'
}

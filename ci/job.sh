#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem ci <what>: the steps of the jobs that "init --ci" writes. The
# program carries this file and runs it, so that what a job does goes with the
# program's version, and no file of a branch is ever run.
#
# BASE, HEAD: the commits of the change. TOKEN: for the forge's API; at GitLab
# POSTMORTEM_TOKEN. The rest is what the forge itself sets.

set -u
LC_ALL=C
export LC_ALL

fail() {
	printf 'git postmortem ci: %s\n' "$*" >&2
	exit 1
}

# --- the forge: who it is, and what its API answers ---

# Forgejo sets what Gitea does; both set what GitHub does.
if [ "${GITEA_ACTIONS-}${FORGEJO_ACTIONS-}" ]
then
	forge=gitea
	api=${GITHUB_API_URL:-${GITHUB_SERVER_URL-}/api/v1}
	size=limit
	me=gitea-actions
	[ -z "${FORGEJO_ACTIONS-}" ] || me=forgejo-actions
elif [ "${GITHUB_ACTIONS-}" ]
then
	forge=github
	api=${GITHUB_API_URL-}
	size=per_page
	me='github-actions[bot]'
elif [ "${GITLAB_CI-}" ]
then
	forge=gitlab
	api=${CI_API_V4_URL-}/projects
	api=$api/${CI_MERGE_REQUEST_PROJECT_ID:-${CI_PROJECT_ID-}}
	size=per_page
	me=
	TOKEN=${POSTMORTEM_TOKEN-}
	BRANCH=${CI_DEFAULT_BRANCH-}
	# The address of the job itself may read alone.
	REMOTE=${CI_REPOSITORY_URL-}
	[ -z "$TOKEN" ] || REMOTE=$CI_PROJECT_URL.git
else
	fail 'this is for the jobs of GitHub, GitLab and Gitea' \
		'("git postmortem init --ci=<service>" writes them)'
fi
[ "$forge" = gitlab ] || api=$api/repos/${GITHUB_REPOSITORY-}

for program in curl jq
do
	command -v $program >/dev/null || fail "$program is not installed"
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# The token is in a file: arguments can be seen by others.
login() {
	[ ! -s "$work/login" ] || return 0
	[ "${TOKEN-}" ] || return 1
	case $forge in
	github) kind='Authorization: Bearer' ;;
	gitea) kind='Authorization: token' ;;
	gitlab) kind='PRIVATE-TOKEN:' ;;
	esac
	(umask 077 && printf '%s %s\n' "$kind" "$TOKEN" >"$work/login")
}

# api METHOD PATH [FILE]: what it answers; FILE is JSON to send.
api() {
	login || return 1
	method=$1 url=$api/$2
	if [ $# = 3 ]
	then
		set -- --data-binary "@$3" \
			--header 'Content-Type: application/json'
	else
		set --
	fi
	curl --silent --show-error --fail --request "$method" \
		--header "@$work/login" "$@" "$url"
}

# pages PATH FILE: all of a list into FILE, as one array. A forge may give
# fewer than it is asked for: only an empty page is the last one.
pages() {
	page=1
	: >"$work/pages"
	case $1 in
	*\?*) with='&' ;;
	*) with='?' ;;
	esac
	while [ $page -le 500 ]
	do
		api GET "$1$with$size=50&page=$page" >"$work/page" || return 1
		nr=$(jq length "$work/page") || return 1
		if [ "$nr" = 0 ]
		then
			jq -s 'add // []' "$work/pages" >"$2"
			return
		fi
		cat "$work/page" >>"$work/pages"
		page=$((page + 1))
	done
	echo "$1: more than 500 pages" >&2
	return 1
}

event() {
	jq -r "$1 // empty" "${GITHUB_EVENT_PATH:-/dev/null}"
}

number() {
	if [ "$forge" = gitlab ]
	then
		echo "${CI_MERGE_REQUEST_IID-}"
	else
		event '.pull_request.number // .issue.number'
	fi
}

is_fork() {
	[ "$forge" != gitlab ] &&
		[ "$(event '.pull_request.head.repo.full_name')" != \
			"$(event '.repository.full_name')" ]
}

# Beside the job where the forge shows that, else in its log.
tell() {
	if [ "$forge" = github ] && [ "${GITHUB_STEP_SUMMARY-}" ]
	then
		cat "$1" >>"$GITHUB_STEP_SUMMARY"
	else
		cat "$1"
	fi
}

warn() {
	if [ "$forge" = github ]
	then
		echo "::warning title=git postmortem::$*"
	else
		echo "warning: $*"
	fi
}

# --- check ---

# By the policy of the branch that it goes into: no change can weaken the
# rules that it is judged by.
check() {
	git postmortem check "$BASE...$HEAD" --policy-at="$BASE" "$@"
}

# Whoever is concerned was asked before it came into a queue.
form() {
	if [ "${GITHUB_EVENT_NAME-}" = merge_group ] ||
		[ "${CI_MERGE_REQUEST_EVENT_TYPE-}" = merge_train ]
	then
		check --merged "$@"
	else
		check "$@"
	fi
}

do_check() {
	case $forge in
	github) form --format=github ;;
	gitlab)
		# The text says whether it failed, and why.
		form --format=gitlab \
			>"$CI_PROJECT_DIR/gl-code-quality-report.json"
		form
		;;
	gitea) form ;;
	esac
}

# --- review: one comment, found again by its first line, not shown ---

mark='<!-- git-postmortem review -->'

review() {
	git postmortem review "$BASE...$HEAD" --policy-at="$BASE" "$@"
}

who_am_i() {
	[ "$forge" = gitlab ] || return 0
	# Its API is one level above the project's.
	me=$(api=${CI_API_V4_URL-}; api GET user | jq -r .username) &&
		[ "$me" ] && [ "$me" != null ]
}

# comments NUMBER: of a pull request, and where one of them is changed.
comments() {
	if [ "$forge" = gitlab ]
	then
		list=merge_requests/$1/notes
		one=$list
	else
		list=issues/$1/comments
		one=issues/comments
	fi
}

# The id of our own comment that begins with a line; nothing without any.
find_comment() {
	pages "$list" "$work/list" || return 1
	jq -r --arg me "$me" --arg mark "$2" '[.[]
		| select((.user // .author) | (.login // .username) == $me)
		| select(.body | startswith($mark)) | .id][0] // empty' \
		"$work/list"
}

# post_comment NUMBER MARK FILE: FILE is what it shall be; none if empty.
post_comment() {
	who_am_i && comments "$1" && id=$(find_comment "$1" "$2") || return 1
	jq -n --rawfile body "$3" '{body: $body}' >"$work/body.json"
	change=PATCH
	[ "$forge" != gitlab ] || change=PUT
	if [ -s "$3" ] && [ "$id" ]
	then
		api $change "$one/$id" "$work/body.json" >"$work/ignored"
	elif [ -s "$3" ]
	then
		api POST "$list" "$work/body.json" >"$work/ignored"
	elif [ "$id" ]
	then
		api DELETE "$one/$id" >"$work/ignored"
	fi
}

do_review() {
	review --format=markdown >"$work/review" &&
		review --format=json >"$work/json" || exit
	says=$(jq '(."post-mortems" | length) > 0 or ."policy-changed"' \
		"$work/json") || exit
	[ "$says" = true ] || : >"$work/review"
	if [ -z "${TOKEN-}" ]
	then
		echo 'there is no token to comment with (POSTMORTEM_TOKEN);' \
			'the review, for this log only:'
		tell "$work/review"
	elif is_fork
	then
		echo 'a pull request from a fork may not comment; its review:'
		tell "$work/review"
	elif ! post_comment "$(number)" "$mark" "$work/review"
	then
		warn 'the review could not be posted; it is here only'
		tell "$work/review"
	fi
}

# --- consent: who approved what, and who is still waited for ---

# ask PATH FILE: one answer. ask_pages, of a list; reviews as a list of pages,
# which says that there are no more.
ask() {
	api GET "$1" >"$2" && set_aside "$2"
}

ask_pages() {
	pages "$1" "$2" && set_aside "$2"
}

ask_reviews() {
	pages "$1" "$work/flat" && jq -s . "$work/pages" >"$2" && set_aside "$2"
}

set_aside() {
	consent="$consent --consent $1"
}

# All the answers about a pull request.
ask_all() {
	consent=
	case $forge in
	github | gitea)
		ask "pulls/$1" "$work/pull.json" &&
			ask_reviews "pulls/$1/reviews" "$work/reviews.json"
		;;
	gitlab)
		request=merge_requests/$1
		ask "$request" "$work/request.json" &&
			ask "$request/approvals" "$work/approvals.json" &&
			ask "$request/reviewers" "$work/reviewers.json" &&
			ask_pages "$request/versions" "$work/versions.json" &&
			ask_pages "$request/notes" "$work/notes.json"
		;;
	esac
}

# What is wrong with the form is another job's.
count_waiting() {
	jq '[.findings[] | select(.level == "error" and (.rule |
		. == "promise-by-other" or . == "accepted-by-other"))] |
		length' "$work/json"
}

# post_status STATE DESCRIPTION
post_status() {
	jq -n --arg state "$1" --arg description "$2" \
		--arg url "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/pulls/$number" \
		'{context: "postmortem/consent", state: $state,
		description: $description, target_url: $url}' \
		>"$work/status.json"
	api POST "statuses/$HEAD" "$work/status.json" >"$work/ignored"
}

# How one who consented later turns it green.
tell_how() {
	case $forge in
	github) echo 'an approval runs this again; else rerun this job' ;;
	gitea) echo 'an approval runs this again' ;;
	gitlab)
		echo 'approving starts no pipeline: run this job again then;' \
			'where an answer has to bind, let code owners be' \
			'asked ("git postmortem codeowners --write")'
		;;
	esac
}

do_consent() {
	number=$(number)
	[ "${TOKEN-}" ] ||
		fail 'approvals cannot be read without a token (POSTMORTEM_TOKEN)'
	ask_all "$number" ||
		fail "what the forge says of $number could not be read whole"
	status=0
	# shellcheck disable=SC2086
	check --format=json $consent >"$work/json" || status=$?
	[ $status -le 1 ] || exit $status
	waiting=$(count_waiting) || exit
	if [ "$waiting" = 0 ]
	then
		verdict='nobody is waited for'
	else
		# shellcheck disable=SC2086
		check $consent || :
		verdict="$waiting waited for"
	fi
	echo "consent: $verdict"
	[ "$waiting" = 0 ] || tell_how
	state=success
	[ "$waiting" = 0 ] || state=failure
	if [ "$forge" = gitea ]
	then
		post_status $state "$verdict" && return
		warn 'the status postmortem/consent could not be written;' \
			'somebody who may write has to set it'
	fi
	[ "$waiting" = 0 ]
}

# --- again: GitHub's job for consent, after a review ---

# The one of this commit: "STATUS JOB URL".
find_consent_job() {
	runs=actions/workflows/postmortem.yml/runs
	api GET "$runs?event=pull_request&head_sha=$HEAD&per_page=1" \
		>"$work/runs" || return 1
	run=$(jq -r '.workflow_runs[0].id // empty' "$work/runs")
	[ "$run" ] || return 1
	api GET "actions/runs/$run/jobs?per_page=100" >"$work/jobs" || return 1
	jq -r '[.jobs[] | select(.name == "postmortem/consent")][0] // empty
		| "\(.status) \(.id) \(.html_url)"' "$work/jobs"
}

# A job that runs has asked already, perhaps too early.
do_again() {
	left=${POSTMORTEM_WAIT:-60}
	where="its last run for $HEAD"
	while found=$(find_consent_job) && [ "$found" ]
	do
		where=${found##* }
		job=${found#* }
		[ "${found%% *}" = completed ] || [ "$left" = 0 ] || {
			left=$((left - 1))
			sleep 10
			continue
		}
		! is_fork || break
		api POST "actions/jobs/${job%% *}/rerun" >"$work/ignored" ||
			break
		echo "postmortem/consent runs again: $where"
		return
	done
	warn 'postmortem/consent could not be run again; somebody who may' \
		"write has to rerun that job: $where"
}

# --- a clone to write in: data alone, of which nothing is run ---

# clone BRANCH: all of $REMOTE into a folder of its own, where it goes. No
# hooks, submodules or links, and no filter that a branch could name.
clone() {
	address=post-mortems@noreply.${REMOTE##*://}
	[ "$forge" != github ] ||
		address='41898282+github-actions[bot]@users.noreply.github.com/'
	if [ "${TOKEN-}" ]
	then
		basic=$(printf 'x-access-token:%s' "$TOKEN" | base64 |
			tr -d '\n')
		GIT_CONFIG_COUNT=1
		GIT_CONFIG_KEY_0=http.$REMOTE.extraHeader
		GIT_CONFIG_VALUE_0="Authorization: Basic $basic"
		export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0
	fi
	driver='git postmortem merge-driver -- %O %A %B %L %P %S %X %Y'
	git clone -q --template= -c core.hooksPath=/dev/null \
		-c core.symlinks=false -c commit.gpgSign=false \
		-c user.name=post-mortems -c user.email="${address%%/*}" \
		-c merge.postmortem.driver="$driver" \
		-b "$1" -- "$REMOTE" "$work/tree" || exit
	cd "$work/tree" || exit
}

# --- keep: what the default branch has to be told, as one pull request ---

own=postmortem/bookkeeping

# The number of the open one; nothing without any.
find_own() {
	case $forge in
	github)
		api GET "pulls?state=open&head=${GITHUB_REPOSITORY%%/*}:$own" \
			>"$work/list"
		;;
	gitea) pages 'pulls?state=open' "$work/list" ;;
	gitlab)
		api GET "merge_requests?state=opened&source_branch=$own" \
			>"$work/list"
		;;
	esac || return 1
	jq -r --arg own "$own" '[.[] | select((.source_branch // .head.ref)
		== $own) | .iid // .number][0] // empty' "$work/list"
}

describe_own() {
	echo 'What the log and the records of this branch say, and nobody has' \
		'written down yet.'
	if [ "${OWN_TOKEN-}" = true ]
	then
		echo
		echo 'A token of a job starts no checks: close and reopen this' \
			'to start them, or set the secret POSTMORTEM_TOKEN.'
	fi
	echo
	# A description may be as long as a comment.
	git postmortem review "origin/$BRANCH..HEAD" --format=markdown \
		--limit=60000 |
		grep -v -F "$mark"
}

# open_own NUMBER: make it, or bring its description up to date.
open_own() {
	describe_own >"$work/body"
	jq -n --rawfile body "$work/body" --arg own "$own" --arg to "$BRANCH" \
		--arg forge "$forge" --arg number "$1" '
		(if $forge == "gitlab" then {description: $body}
			else {body: $body} end) +
		if $number != "" then {}
		elif $forge == "gitlab" then {source_branch: $own,
			target_branch: $to, remove_source_branch: true,
			title: "Bookkeeping of post-mortems"}
		else {head: $own, base: $to,
			title: "Bookkeeping of post-mortems"} end' \
		>"$work/own.json"
	if [ "$forge" = gitlab ]
	then
		list=merge_requests change=PUT
	else
		list=pulls change=PATCH
	fi
	if [ "$1" ]
	then
		api $change "$list/$1" "$work/own.json" >"$work/ignored"
	else
		api POST "$list" "$work/own.json" >"$work/ignored"
	fi
}

close_own() {
	if [ "$forge" = gitlab ]
	then
		echo '{"state_event": "close"}' >"$work/own.json"
		api PUT "merge_requests/$1" "$work/own.json" >"$work/ignored"
	else
		echo '{"state": "closed"}' >"$work/own.json"
		api PATCH "pulls/$1" "$work/own.json" >"$work/ignored"
	fi && git push -q origin --delete "$own"
}

# What a branch adds to the default one, as one word.
sum_of() {
	git diff "origin/$BRANCH...$1" | git patch-id --stable | cut -d ' ' -f 1
}

# Begin where the open one stands, which others may have added to.
begin_own() {
	if [ -z "$1" ]
	then
		git switch -q -C "$own" "origin/$BRANCH"
		return
	fi
	git switch -q -C "$own" "origin/$own" || exit
	before=$(sum_of "$own")
	git merge -q -m "Merge $BRANCH into $own" "origin/$BRANCH" && return
	git merge --abort
	fail "$own and $BRANCH conflict: merge $BRANCH into it by hand"
}

write_down() {
	git postmortem action 'done' --from-log --commit || exit
	# Where it cannot tell who did something, the pull request asks.
	git postmortem check --fix --commit || [ $? = 1 ] || exit
}

do_keep() {
	[ "${TOKEN-}" ] ||
		fail 'a pull request needs a token (POSTMORTEM_TOKEN)'
	clone "$BRANCH"
	number=$(find_own) || fail 'the open pull requests cannot be read'
	before=
	begin_own "$number"
	write_down
	after=$(sum_of HEAD)
	if [ -z "$after" ] && [ "$number" ]
	then
		close_own "$number" || exit
		echo "nothing is left to write down; $number is closed"
	elif [ -z "$after" ]
	then
		echo 'nothing to write down'
	elif [ "$after" = "$before" ]
	then
		echo "nothing new to write down; $number waits"
	else
		git push -q --force-with-lease origin "HEAD:refs/heads/$own" ||
			fail "$own cannot be pushed"
		open_own "$number" || fail "$own is pushed, but its pull" \
			'request could not be written: the settings have to' \
			'allow jobs to open some'
		echo "${number:-a new one}: is up to date"
	fi
}

# --- digest: to a chat, where there is a secret with its address ---

do_digest() {
	[ -z "${BRANCH-}" ] || clone "$BRANCH"
	format=${POSTMORTEM_WEBHOOK_FORMAT:-slack}
	[ "${POSTMORTEM_WEBHOOK-}" ] || format=markdown
	git postmortem digest --since=-1w --format="$format" >"$work/digest" ||
		exit
	if [ ! -s "$work/digest" ]
	then
		echo 'nothing to say'
	elif [ -z "${POSTMORTEM_WEBHOOK-}" ]
	then
		tell "$work/digest"
		echo 'POSTMORTEM_WEBHOOK is not set: it is here only'
	else
		# An address is as good as a password.
		printf 'url = "%s"\n' "$POSTMORTEM_WEBHOOK" >"$work/url"
		while IFS= read -r message
		do
			printf '%s' "$message" >"$work/message"
			curl --silent --show-error --fail --config "$work/url" \
				--header 'Content-Type: application/json' \
				--data-binary "@$work/message" \
				>"$work/ignored" || exit
		done <"$work/digest"
		echo 'posted'
	fi
}

# --- comment: what somebody wrote below a pull request is done as them ---

# answer FILE: as code, which is no markup whatever stands in it.
answer() {
	{
		event '"In answer to \(.comment.html_url):"'
		echo
		sed 's/^/    /' "$1"
	} >"$work/body"
	jq -n --rawfile body "$work/body" '{body: $body}' >"$work/body.json"
	api POST "issues/$number/comments" "$work/body.json" \
		>"$work/ignored" || fail 'the answer could not be posted'
}

# What was done goes to the branch that was commented on; nothing is forced.
push_done() {
	[ "$(git rev-parse HEAD)" != "$tip" ] || return 0
	if ! git push -q origin "HEAD:refs/heads/$branch"
	then
		echo "but it could not be pushed to $branch; write it again"
		return
	fi
	[ "${OWN_TOKEN-}" != true ] || {
		echo 'A token of a job starts no checks: close and reopen this'
		echo 'to start them, or set the secret POSTMORTEM_TOKEN.'
	}
}

do_comment() {
	[ "$forge" != gitlab ] ||
		fail 'GitLab starts no pipeline for a comment'
	number=$(number)
	# Never a part of a script, nor of a command line.
	event .comment.body >"$work/comment"
	writer=$(event .comment.user.login)
	api GET "pulls/$number" >"$work/pull" || fail "no pull request $number"
	branch=$(jq -r .head.ref "$work/pull")
	# Anybody may open one into a branch of their own, with a policy of it.
	BRANCH=$(event .repository.default_branch)
	if [ "$(jq -r .head.repo.full_name "$work/pull")" != \
		"$GITHUB_REPOSITORY" ] ||
		[ "$(jq -r .state "$work/pull")" != open ]
	then
		echo 'only open pull requests of this repository can be' \
			'written to; do it in a clone' >"$work/answer"
		answer "$work/answer"
		return
	fi
	clone "$BRANCH"
	git fetch -q origin "refs/heads/$branch" &&
		git checkout -q --detach FETCH_HEAD || exit
	tip=$(git rev-parse HEAD)
	git postmortem comment --as="$writer" --base="origin/$BRANCH" \
		--commit "$work/comment" >"$work/answer" 2>&1 || :
	[ -s "$work/answer" ] || return 0
	push_done >>"$work/answer" 2>&1
	cat "$work/answer"
	answer "$work/answer"
}

case ${1-} in
check | review | consent | again | keep | digest | comment) "do_$1" ;;
*) fail "${1-}: no such step" ;;
esac

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# init --ci: the files, and the scripts in them, run as the services run them
# against a forge that is played by files.
#
# Every test is a subshell, and the variables are its own.
# shellcheck disable=SC2030,SC2031

. "${0%/*}/lib.sh"

# The distribution's modules are those of its own python3.
python=
for candidate in python3 /usr/bin/python3
do
	"$candidate" -c 'import yaml' 2>/dev/null && python=$candidate && break
done

scripts() {
	"$python" "$PM_SOURCE/tests/cli/ci_scripts.py" "$@"
}

# --- a forge of files: $forge/comments is what it holds, asked what it was
# asked; what the request of a kind fails with is in $forge/fails ---

fake_forge() {
	forge=$(cd .. && pwd)/forge
	export forge
	rm -rf "$forge"
	mkdir -p "$forge/bin"
	echo '[]' >"$forge/comments"
	: >"$forge/asked"
	: >"$forge/fails"
	cat >"$forge/answer" <<-'END'
	# answer METHOD URL BODY-FILE
	echo "$1 $2" >>"$forge/asked"
	if [ -s "$forge/fails" ] && grep -q "^$1" "$forge/fails"
	then
		echo "Bad credentials (HTTP 401)" >&2
		exit 22
	fi
	id=${2##*/}
	case $1 in
	POST) jq --rawfile body "$3" --argjson me "$(cat "$forge/me")" \
		'. + [$me + {id: (100 + length), body: $body}]' ;;
	PUT | PATCH) jq --rawfile body "$3" --argjson id "$id" \
		'map(if .id == $id then .body = $body else . end)' ;;
	DELETE) jq --argjson id "$id" 'map(select(.id != $id))' ;;
	*) cat ;;
	esac <"$forge/comments" >"$forge/new" || exit 1
	mv "$forge/new" "$forge/comments"
	END
	cat >"$forge/bin/gh" <<-'END'
	#!/bin/sh
	[ "$GH_TOKEN" ] && [ "$1" = api ] || exit 4
	shift
	method=GET jq='' body=''
	while [ $# != 0 ]
	do
		case $1 in
		--paginate | --silent) ;;
		--method) method=$2; shift ;;
		--jq) jq=$2; shift ;;
		-F) body=${2#body=@}; shift ;;
		-*) exit 5 ;;
		*) url=$1 ;;
		esac
		shift
	done
	sh "$forge/answer" "$method" "$url" "$body" || exit 1
	[ -z "$jq" ] || jq -r "$jq" "$forge/comments"
	END
	cat >"$forge/bin/curl" <<-'END'
	#!/bin/sh
	method=GET body='' header=''
	while [ $# != 0 ]
	do
		case $1 in
		--silent | --show-error | --fail) ;;
		--request) method=$2; shift ;;
		--header) header=${2#@}; shift ;;
		--data-urlencode) body=${2#body@}; shift ;;
		-*) exit 2 ;;
		*) url=$1 ;;
		esac
		shift
	done
	[ "$(cat "$header")" = "PRIVATE-TOKEN: secret" ] || exit 22
	[ "$(stat -c %a "$header")" = 600 ] || exit 3
	sh "$forge/answer" "$method" "$url" "$body" || exit 22
	case $url in
	*/user) echo '{"id": 7}' ;;
	*page=*) jq --argjson page "${url##*page=}" \
		'.[($page - 1) * 100:$page * 100]' "$forge/comments" ;;
	esac
	END
	chmod +x "$forge/bin/gh" "$forge/bin/curl"
	PATH=$forge/bin:$PATH
}

# A main branch, and a branch that begins a post-mortem with an error in it.
pull_request() {
	git postmortem init --skip-hooks --commit "$@"
	base=$(git rev-parse HEAD)
	git switch -q -c topic
	git postmortem new --severity minor 'Slow search @alice'
	document=$(git ls-files 'postmortems/*/README.md')
	sed 's/^owner:.*/owner: "@"/' "$document" >new
	cat new >"$document"
	rm new
	commit_all 'a draft'
	head=$(git rev-parse HEAD)
}

mend() {
	sed 's/^owner:.*/owner: alice/' "$document" >new
	cat new >"$document"
	rm new
	commit_all 'mended'
	head=$(git rev-parse HEAD)
}

forget() {
	git rm -q -r postmortems
	git commit -q -m 'forgotten'
	head=$(git rev-parse HEAD)
}

requests() {
	cut -d ' ' -f 1 "$forge/asked" | tr '\n' ' '
	: >"$forge/asked"
}

begin 'init writes a job for GitHub, and leaves one that is there alone'
(
	set -e
	run_ok git postmortem init --skip-hooks --ci=github >out 2>err
	contains out 'wrote  .github/workflows/postmortem.yml'
	contains err 'set POSTMORTEM_SOURCE and POSTMORTEM_VERSION in .github'
	git diff --cached --name-only >staged
	contains staged '.github/workflows/postmortem.yml'
	run_ok git postmortem init --skip-hooks --ci=github >out 2>err
	contains out 'kept   .github/workflows/postmortem.yml'
	lacks err 'POSTMORTEM_SOURCE'
	lacks err 'is not what'
	echo '# ours' >>.github/workflows/postmortem.yml
	cp .github/workflows/postmortem.yml ../expected
	run_ok git postmortem init --skip-hooks --ci=github >out 2>err
	same .github/workflows/postmortem.yml ../expected
	contains err 'postmortem.yml is not what this version writes'
	[ ! -e .gitlab ]
)
end

begin 'init writes a job for GitLab, and says what includes it'
(
	set -e
	run_ok git postmortem init --skip-hooks --ci=gitlab >out 2>err
	contains out 'wrote  .gitlab/ci/postmortem.yml'
	contains out 'wrote  .gitlab-ci.yml'
	contains .gitlab-ci.yml '  - local: .gitlab/ci/postmortem.yml'
	rm -r .gitlab
	echo 'build: {script: make}' >.gitlab-ci.yml
	run_ok git postmortem init --skip-hooks --ci=gitlab >out 2>err
	contains out 'kept   .gitlab-ci.yml'
	contains err 'hint: add to .gitlab-ci.yml:'
	contains err 'hint:   - local: .gitlab/ci/postmortem.yml'
	echo 'build: {script: make}' | same .gitlab-ci.yml -
	echo 'include: /.gitlab/ci/postmortem.yml' >>.gitlab-ci.yml
	run_ok git postmortem init --skip-hooks --ci=gitlab >out 2>err
	lacks err 'add to'
)
end

begin 'a service that nobody knows is a usage error, and nothing is written'
(
	set -e
	fails_with 129 git postmortem init --ci=jenkins 2>err
	contains err '--ci is github or gitlab, not "jenkins"'
	[ ! -e .postmortem ]
)
end

if [ -z "$python" ] || ! command -v jq >/dev/null ||
	! command -v bash >/dev/null
then
	skip 'no python3 with yaml, no jq or no bash'
	done_testing
fi

begin 'the files are YAML, for any folder, and their scripts are clean'
(
	set -e
	for root in 'postmortems' '.' 'a: "[b]*' "it's/#x"
	do
		rm -rf repo
		fresh_repo repo
		git -C repo postmortem init --skip-hooks --root "$root" \
			--ci=github >>log
		git -C repo postmortem init --skip-hooks --ci=gitlab >>log
		scripts get repo/.github/workflows/postmortem.yml \
			on pull_request paths 0
		scripts get repo/.gitlab/ci/postmortem.yml \
			post-mortems rules 0 changes 0
	done >out
	same out - <<-'END'
	"postmortems/**"
	"postmortems/**/*"
	"**"
	"**/*"
	"a: \"\\[b\\]\\*/**"
	"a: \"\\[b\\]\\*/**/*"
	"it's/#x/**"
	"it's/#x/**/*"
	END
	scripts get repo/.gitlab-ci.yml include 0 local >out
	contains out '.gitlab/ci/postmortem.yml'
	scripts get repo/.github/workflows/postmortem.yml permissions >out
	echo '{"contents": "read", "pull-requests": "write"}' | same out -
	mkdir scripts
	scripts github repo/.github/workflows/postmortem.yml scripts
	scripts gitlab repo/.gitlab/ci/postmortem.yml scripts
	[ "$(ls scripts)" = 'check.sh
install.sh
job.sh
review.sh' ]
	! command -v shellcheck >/dev/null || run_ok shellcheck scripts/*.sh
)
end

# As the runner does: bash --noprofile --norc -eo pipefail.
step() {
	BASE=$base HEAD=$head GH_TOKEN=token PULL_REQUEST=12 \
		IS_FORK=${fork-false} GITHUB_REPOSITORY=org/repo \
		GITHUB_ACTIONS=true RUNNER_TEMP=$forge \
		GITHUB_PATH=$forge/path GITHUB_STEP_SUMMARY=$forge/summary \
		bash --noprofile --norc -eo pipefail "$forge/$1.sh"
}

github() {
	fake_forge
	echo '{"user": {"login": "github-actions[bot]"}}' >"$forge/me"
	pull_request --ci=github
	scripts github .github/workflows/postmortem.yml "$forge"
}

begin 'at GitHub the job gets the program from where it is told'
(
	set -e
	github
	# A program that is there already is taken.
	run_ok step install >out
	contains out 'git-postmortem '
	[ ! -e "$forge/path" ]
	PATH=/usr/bin:/bin
	if git postmortem --version 2>/dev/null
	then
		exit 0
	fi
	fails_with 1 step install >out
	contains out '::error title=git postmortem::set POSTMORTEM_SOURCE and'
	fresh_repo ../source
	# shellcheck disable=SC2016
	printf '%s\n' 'all deps:' '	@echo $@ >>$(RUNNER_TEMP)/made' \
		'install:' '	@echo $(prefix) >>$(RUNNER_TEMP)/made' \
		>../source/Makefile
	(cd ../source && commit_all 'source' && git tag v1)
	POSTMORTEM_SOURCE=$(cd ../source && pwd)
	POSTMORTEM_VERSION=v1
	export POSTMORTEM_SOURCE POSTMORTEM_VERSION
	run_ok step install
	echo "$forge/postmortem/bin" | same "$forge/path" -
	printf 'deps\nall\n%s\n' "$forge/postmortem" | same "$forge/made" -
	rm -rf "$forge/git-postmortem"
	POSTMORTEM_VERSION=nothing
	if step install
	then
		exit 1
	fi
)
end

begin 'at GitHub the check fails for what the change made wrong'
(
	set -e
	github
	fails_with 1 step check >out
	contains out '::error file=postmortems/'
	contains "$forge/summary" '### Post-mortems: 1 error in 1 file'
	mend
	run_ok step check >out
	lacks out '::error'
	# The policy of the change itself does not judge it.
	sed 's/^owner:.*/owner:/' "$document" >new
	cat new >"$document"
	rm new
	echo 'rules: {owner: off}' >.postmortem/policy.yaml
	commit_all 'weaker'
	head=$(git rev-parse HEAD)
	fails_with 1 step check >out
	contains out 'git postmortem%3A owner'
)
end

begin 'at GitHub there is one comment: made, brought up to date, removed'
(
	set -e
	github
	# Others may quote ours.
	echo '[{"id": 1, "user": {"login": "mallory"},
		"body": "<!-- git-postmortem review -->"}]' \
		>"$forge/comments"
	run_ok step review
	[ "$(requests)" = 'GET POST ' ]
	jq -r '.[1].body' "$forge/comments" >body
	contains body '<!-- git-postmortem review -->'
	contains body 'Slow search @alice'
	mend
	run_ok step review
	[ "$(requests)" = 'GET PATCH ' ]
	jq -r '.[1].body' "$forge/comments" >after
	lacks after 'not a person'
	[ "$(jq length "$forge/comments")" = 2 ]
	cmp -s body after && exit 1
	forget
	run_ok step review
	[ "$(requests)" = 'GET DELETE ' ]
	[ "$(jq -r '.[].id' "$forge/comments")" = 1 ]
	run_ok step review
	[ "$(requests)" = 'GET ' ]
	[ ! -e "$forge/summary" ]
)
end

begin 'at GitHub a fork, or a token that may not, gets a summary'
(
	set -e
	github
	fork=true
	run_ok step review >out
	[ "$(requests)" = '' ]
	contains out 'may not comment'
	contains "$forge/summary" 'Slow search @alice'
	rm "$forge/summary"
	fork=false
	for request in GET POST
	do
		echo $request >"$forge/fails"
		run_ok step review >out 2>err
		contains out '::warning title=git postmortem::the review'
		contains "$forge/summary" 'Slow search @alice'
		contains err '401'
		rm "$forge/summary"
	done
	[ "$(jq length "$forge/comments")" = 0 ]
)
end

gitlab() {
	fake_forge
	echo '{"author": {"id": 7}}' >"$forge/me"
	pull_request --ci=gitlab
	scripts gitlab .gitlab/ci/postmortem.yml "$forge"
}

job() {
	CI_PROJECT_DIR=$PWD CI_COMMIT_SHA=$head \
		CI_MERGE_REQUEST_DIFF_BASE_SHA=$base \
		CI_API_V4_URL=https://forge.example/api/v4 \
		CI_MERGE_REQUEST_PROJECT_ID=3 \
		CI_MERGE_REQUEST_IID=12 \
		POSTMORTEM_SOURCE='' POSTMORTEM_VERSION='' \
		POSTMORTEM_TOKEN=${token-secret} sh "$forge/job.sh"
}

begin 'at GitLab there is a report, and one note'
(
	set -e
	gitlab
	fails_with 1 job >out
	contains out ': error: '
	jq -e 'length == 1 and .[0].severity == "major"' \
		gl-code-quality-report.json
	[ "$(requests)" = 'GET GET POST ' ]
	jq -r '.[0].body' "$forge/comments" >body
	contains body '<!-- git-postmortem review -->'
	contains body 'Slow search @alice'
	rm gl-code-quality-report.json body out
	mend
	run_ok job
	[ "$(requests)" = 'GET GET PUT ' ]
	jq -e 'length == 1' "$forge/comments"
	# Behind a page of others, and with somebody's copy before.
	jq '[range(150) | {id: (. + 1000), body: "x", author: {id: 1}}]
		+ [.[0] + {id: 5, author: {id: 1}}] + .' \
		"$forge/comments" >../many
	cp ../many "$forge/comments"
	forget
	run_ok job
	[ "$(requests)" = 'GET GET GET DELETE ' ]
	jq -e 'map(.id) | contains([5]) and (contains([100]) | not)' \
		"$forge/comments"
	run_ok job
	[ "$(requests)" = 'GET GET GET ' ]
)
end

begin 'at GitLab a token that is missing or wrong fails no job'
(
	set -e
	gitlab
	mend
	token=''
	run_ok job >out
	contains out 'POSTMORTEM_TOKEN is not set'
	contains out 'Slow search @alice'
	[ "$(requests)" = '' ]
	token=wrong
	run_ok job >out
	contains out 'the review could not be posted'
	token=secret
	echo POST >"$forge/fails"
	run_ok job >out
	contains out 'the review could not be posted'
	[ "$(jq length "$forge/comments")" = 0 ]
	# Where it may not be built, it says what to set.
	PATH=/usr/bin:/bin
	git postmortem --version 2>/dev/null && exit 0
	fails_with 1 job 2>err
	contains err 'set POSTMORTEM_SOURCE and POSTMORTEM_VERSION in'
)
end

done_testing

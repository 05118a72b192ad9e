#!/bin/sh
# SPDX-License-Identifier: MIT
#
# check --consent: the answers of a forge are whole, or nothing is said.

. "${0%/*}/lib.sh"

# A range with a post-mortem in it, and answers about it.
range() {
	git postmortem init --commit >init.out 2>&1
	git tag base
	git postmortem new Slow --severity minor --date 2026-11-20 --commit
	answers=../answers
	mkdir -p "$answers"
	for sample in "$PM_SOURCE"/tests/data/forge/*.json
	do
		sed "s/3f0c3*/$(git rev-parse HEAD)/" "$sample" \
			>"$answers/${sample##*/}"
	done
}

begin 'check takes in what each forge answers, in any order'
(
	set -e
	range
	run_ok git postmortem check base..HEAD \
		--consent "$answers/github-gh.json"
	run_ok git postmortem check base..HEAD \
		--consent "$answers/github-pull.json" \
		--consent "$answers/github-reviews.json"
	run_ok git postmortem check base..HEAD \
		--consent "$answers/gitlab-versions.json" \
		--consent "$answers/gitlab-merge-request.json" \
		--consent "$answers/gitlab-approvals.json"
	run_ok git postmortem check base..HEAD \
		--consent "$answers/gitea-reviews.json" \
		--consent "$answers/gitea-pull.json"
)
end

begin 'check reads an answer from a pipe'
(
	set -e
	range
	run_ok git postmortem check base..HEAD --consent - \
		<"$answers/github-gh.json"
	cat "$answers/gitlab-merge-request.json" \
		"$answers/gitlab-approvals.json" |
		run_ok git postmortem check base..HEAD --consent -
	mkfifo pipe
	cat "$answers/github-gh.json" >pipe &
	run_ok git postmortem check base..HEAD --consent pipe
)
end

begin 'an answer that is not whole is 128, never a pass'
(
	set -e
	range
	fails_with 128 git postmortem check base..HEAD \
		--consent "$answers/github-error.json" 2>err
	contains err 'github-error.json: the forge answered "Not Found"; ask with'
	head -c 900 "$answers/github-gh.json" >cut.json
	fails_with 128 git postmortem check base..HEAD --consent cut.json 2>err
	contains err 'cut.json: the answer is cut off'
	fails_with 128 git postmortem check base..HEAD --consent - </dev/null 2>err
	contains err 'standard input: the answer is empty'
	fails_with 128 git postmortem check base..HEAD --consent missing.json 2>err
	contains err 'cannot read missing.json: No such file'
	fails_with 128 git postmortem check base..HEAD \
		--consent "$answers/github-pull.json" 2>err
	contains err 'no answer has the reviews; ask with "gh pr view 12 --json'
	fails_with 128 git postmortem check base..HEAD \
		--consent "$answers/github-gh.json" \
		--consent "$answers/gitlab-approvals.json" 2>err
	contains err 'the answers must be about one pull request'
	fails_with 128 git postmortem check base..HEAD \
		--consent "$answers/github-gh.json" --consent . 2>err
	contains err 'cannot read .: Is a directory'
)
end

begin 'consent is asked of a range alone'
(
	set -e
	range
	fails_with 129 git postmortem check --consent "$answers/github-gh.json" 2>err
	contains err '--consent goes with a range'
	fails_with 129 git postmortem check --staged \
		--consent "$answers/github-gh.json" 2>err
	contains err '--consent goes with a range'
)
end

done_testing

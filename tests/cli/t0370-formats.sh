#!/bin/sh
# SPDX-License-Identifier: MIT
#
# check --format=... for other programs: valid, complete, and nothing in them
# that a document put there.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

# The distribution's modules are those of its own python3.
python=
for candidate in python3 /usr/bin/python3
do
	"$candidate" -c 'import jsonschema, junitparser' 2>/dev/null &&
		python=$candidate && break
done
formats='json text github gitlab sarif rdjson rdjsonl checkstyle junit'

# written STATUS [OPERAND...]: one check for each format, into ../out.
written() {
	expected_status=$1
	shift
	rm -rf ../out
	mkdir ../out
	for format in $formats
	do
		fails_with "$expected_status" git postmortem check "$@" \
			--format="$format" >"../out/$format" || return 1
	done
}

judged() {
	for schema in checkstyle junit
	do
		run_ok xmllint --noout --nonet --schema \
			"$PM_SOURCE/tests/data/formats/$schema.xsd" \
			"../out/$schema" || return 1
	done
	"$python" "$PM_SOURCE/tests/cli/formats.py" judge ../out . \
		>../judgement || return 1
	[ ! -s ../judgement ] || complain "$(cat ../judgement)"
}

# A document with COUNT errors, one below the other.
many() {
	mkdir -p "postmortems/$1"
	{
		printf -- '---\ntitle: Many\nseverity: minor\nowner: alice\n'
		for i in $(seq "$2")
		do
			printf 'severity%02x: x\n' "$i"
		done
		printf -- '---\n'
		write_body
	} >"postmortems/$1/README.md"
}

if [ "$python" ] && command -v xmllint >/dev/null
then
	begin 'hostile documents by the hundred break no format'
	(
		set -e
		git postmortem init --skip-hooks --commit
		"$python" "$PM_SOURCE/tests/cli/formats.py" generate . 1 200
		written 1
		judged
	)
	end

	# One by one, since it is shown no more than ten of a kind.
	begin 'GitHub takes nothing of a document for a command'
	(
		set -e
		git postmortem init --skip-hooks --commit
		"$python" "$PM_SOURCE/tests/cli/formats.py" generate . 2 60
		printf 'rules: {section-missing: {from: draft}}\n' \
			>.postmortem/policy.yaml
		# Of these, only that they are in the way is said.
		find postmortems -type l -exec rm {} +
		find postmortems -depth '(' -name '*\\*' -o \
			-name "*$(printf '\357\270\217')*" ')' -exec rm -r {} +
		written 1
		for folder in postmortems/*/
		do
			number=${folder##* }
			number=${number%/}
			for format in json github
			do
				fails_with 1 git postmortem check \
					--format=$format "$folder" \
					>"../out/$format.$number"
			done
		done
		judged
	)
	end

	begin 'what was so before is told with its excuse, and is no error'
	(
		set -e
		git postmortem init --skip-hooks --commit
		"$python" "$PM_SOURCE/tests/cli/formats.py" generate . 2 20
		# Rules of form know no excuse.
		rm -rf postmortems/*
		git postmortem new --severity minor Slow
		file=$(git ls-files '*slow/README.md')
		sed 's/^status: .*/status: in-review/' "$file" >new
		cat new >"$file"
		commit_all 'old'
		echo 'more' >>"$file"
		git add -A
		written 0 --staged
		judged
		contains ../out/github '::notice file=postmortems/'
		contains ../out/github '%0Anote: it was so before this change'
		contains ../out/sarif '"level":"note"'
		contains ../out/gitlab '"severity":"info"'
		contains ../out/junit 'failures="0"'
		lacks ../out/github '::error'
		git commit -q -m 'new'
		written 0 HEAD~1..HEAD
		judged
		contains ../out/rdjson '"severity":"INFO"'
		written 1 --at HEAD
		judged
		contains ../out/rdjson '"severity":"ERROR"'
	)
	end

	begin 'nothing found is valid, too'
	(
		set -e
		git postmortem init --skip-hooks --commit
		written 0 --all
		judged
		echo '[]' | same ../out/gitlab -
		[ ! -s ../out/rdjsonl ]
		lacks ../out/github '::'
		contains ../out/junit '0 post-mortems checked: no findings'
	)
	end
else
	skip 'no python3 with jsonschema and junitparser, or no xmllint'
fi

begin 'a format that nobody knows is a usage error that names those there are'
(
	set -e
	git postmortem init --skip-hooks --commit
	fails_with 129 git postmortem check --format=sariff 2>err
	contains err 'one of: text json github gitlab sarif rdjson rdjsonl'
	contains err 'not "sariff"'
)
end

begin 'a fingerprint stays when lines move, and is one of its own'
(
	set -e
	git postmortem init --skip-hooks --commit
	printf 'rules: {blame-wording: warning}\n' >.postmortem/policy.yaml
	many 2026-11-21-many 3
	file=postmortems/2026-11-21-many/README.md
	printf 'It was stupid.\n\nIt was stupid again.\n' >>"$file"
	prints() {
		git postmortem check --format=gitlab |
			tr ',' '\n' | sed -n 's/"fingerprint"://p'
	}
	prints >before || true
	sed -e 's/^title/# moved\
# down\
&/' -e 's/^It/\
&/' "$file" >new
	cat new >"$file"
	prints >after || true
	same after before
	[ "$(sort -u before | wc -l)" = 5 ]
	count 1 before ':2"'
)
end

begin 'GitHub shows ten of a level: the tenth says how many more'
(
	set -e
	git postmortem init --skip-hooks --commit
	many 2026-11-21-many 10
	fails_with 1 git postmortem check --format=github >out
	count 10 out '::error file='
	lacks out 'more of this kind'
	many 2026-11-21-many 23
	fails_with 1 git postmortem check --format=github >out
	count 9 out '::error file='
	count 1 out '::error title=git postmortem::and 14 more of this kind;'
	# And there they are.
	count 23 out ': error: '
)
end

begin 'the summary of a job holds all, in the room that there is'
(
	set -e
	git postmortem init --skip-hooks --commit
	many 2026-11-21-many 200
	printf 'before\n' >../summary
	GITHUB_STEP_SUMMARY=$(cd .. && pwd)/summary
	export GITHUB_STEP_SUMMARY
	fails_with 1 git postmortem check --format=github >out 2>err
	contains ../summary 'before'
	contains ../summary '### Post-mortems: 200 errors in 1 file'
	count 200 ../summary '**error** [unknown-key]'
	[ ! -s err ]
	# Only github writes it.
	cp ../summary ../expected
	fails_with 1 git postmortem check --format=sarif >out
	same ../summary ../expected
	# 1 MiB is taken, and no byte more.
	head -c 1040000 /dev/zero | tr '\0' 'x' >../summary
	fails_with 1 git postmortem check --format=github >out 2>err
	[ "$(wc -c <../summary)" -le 1048576 ]
	tail -n 1 ../summary >last
	contains last 'more, for which there is no room here'
	shown=$(grep -c -F '**error**' ../summary)
	contains last "and $((200 - shown)) more"
	head -c 1048570 /dev/zero | tr '\0' 'x' >../summary
	fails_with 1 git postmortem check --format=github >out 2>err
	contains err 'GITHUB_STEP_SUMMARY is full'
	[ "$(wc -c <../summary)" = 1048570 ]
	GITHUB_STEP_SUMMARY=/nowhere/at/all
	fails_with 1 git postmortem check --format=github >out 2>err
	contains err 'warning: GITHUB_STEP_SUMMARY: cannot write'
	count 200 out ': error: '
)
end

# A step's log is read line by line, whatever printed it.
begin 'no text in a workflow is a command to its runner'
(
	set -e
	git postmortem init --skip-hooks --commit
	git postmortem new --severity minor \
		'::error::boo ##[error]x #[y] a::b' --commit
	folder=postmortems/::warning::2026-11-21-x
	mkdir "$folder"
	printf -- '---\ntitle: "##[add-path]x"\nseverity: "::set-env ::"\n---\n' \
		>"$folder/README.md"
	printf '\n::add-mask::secret\n  ::error::y\n' >>"$folder/README.md"
	cd postmortems
	for command in list 'check' 'show boo' 'log boo' 'action list' '' \
		'action add 2026-11-21-x Warm'
	do
		# shellcheck disable=SC2086
		GITHUB_ACTIONS=true git postmortem $command \
			>>../out 2>>../err || true
	done
	cd ..
	cat out err >all
	fails_with 1 grep -n -E '^[[:space:]]*::' all
	lacks all '##['
	contains all ': :error::boo ## [error]x #[y] a::b'
	contains all ': :warning::2026-11-21-x/README.md:3: error: '
	contains out ': :warning::2026-11-21-x/warm'
	# Elsewhere text is as it was written.
	git postmortem list >out
	contains out '::error::boo ##[error]x #[y] a::b'
	# The format itself does not ask the environment.
	fails_with 1 git postmortem check --format=github >out
	lacks out '##['
	# JSON stays what it was, in other words.
	git postmortem list --format=json >out
	lacks out '##['
	contains out '##\u005Berror]'
)
end

done_testing

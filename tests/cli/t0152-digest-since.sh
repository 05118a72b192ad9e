#!/bin/sh
# SPDX-License-Identifier: MIT
#
# "digest --since": what has changed between two snapshots, as people say it.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/digests.sh"

# The clock of the next commits.
at_day() {
	GIT_AUTHOR_DATE="$1T12:00:00Z"
	GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
	export GIT_AUTHOR_DATE GIT_COMMITTER_DATE
}

commit_at() {
	at_day "$1"
	git add -A
	git commit -q --no-verify -m "$1"
}

# A week: at its beginning, and now.
write_week() {
	write_postmortem 2026-11-21-a 'Slow' in-review minor bob
	write_promise 2026-11-21-a idea proposed bob ''
	write_promise 2026-11-21-a moved accepted bob 2026-12-20
	write_promise 2026-11-21-a handed accepted carol 2026-12-20
	write_promise 2026-11-21-a kept accepted bob 2026-12-20
	write_promise 2026-11-21-a slips accepted bob 2026-11-28
	write_promise 2026-11-21-a before accepted bob 2026-11-20
	write_promise 2026-11-21-a gone proposed bob ''
	commit_at 2026-11-25
	git tag monday
	write_promise 2026-11-21-a idea accepted bob 2026-12-30
	write_promise 2026-11-21-a moved accepted bob 2027-01-03
	write_promise 2026-11-21-a handed accepted bob 2026-12-20
	write_promise 2026-11-21-a kept 'done' bob 2026-12-20
	write_promise 2026-11-21-a new proposed carol ''
	rm postmortems/2026-11-21-a/actions/gone.md
	sed -i 's/in-review/reviewed/; s/It was slow/It was very slow/' \
		postmortems/2026-11-21-a/README.md
	commit_at 2026-12-01
}

# What has changed, of the text in "out".
changes() {
	sed -n '/^Changed since/,$p' out
}

begin 'it tells what was opened, answered, moved, kept, and became overdue'
(
	set -e
	write_week
	git postmortem digest --since monday >out
	changes >lines
	same lines - <<-'END'
	Changed since 2026-11-25
	  WHAT            RECORD               HOW                                  TITLE
	  advanced        2026-11-21-a         in-review → reviewed                 Slow
	  opened          2026-11-21-a/new     new, owner carol
	  accepted        2026-11-21-a/idea    owner bob, due 2026-12-30            idea
	  postponed       2026-11-21-a/moved   by 14 days, 2026-12-20 → 2027-01-03  moved
	  reassigned      2026-11-21-a/handed  carol → bob                          handed
	  done            2026-11-21-a/kept    without evidence                     kept
	  removed         2026-11-21-a/gone    was proposed, owner bob              gone
	  became overdue  2026-11-21-a/slips   due 2026-11-28                       slips
	END
)
end

begin 'a day, a revision and a distance are the same when they mean the same'
(
	set -e
	write_week
	git postmortem digest --since monday >out
	changes >expected
	for since in HEAD~1 2026-11-25 -1w '1 week ago'
	do
		git postmortem digest --since "$since" >out
		changes >lines
		same lines expected
	done
	# Since before the beginning everything is new.
	git postmortem digest --since 2026-11-01 >out
	contains out 'Changed since 2026-11-01'
	count 2 out 'became overdue'
	fails_with 128 git postmortem digest --since 2026-12-09 >out 2>err
	contains err '"-1w"'
	fails_with 128 git postmortem digest --since nowhere >out 2>err
)
end

begin 'what is not committed yet has changed, too; nothing has is not said'
(
	set -e
	write_week
	git postmortem digest --since HEAD >out
	lacks out 'Changed since'
	contains out 'Overdue'
	write_promise 2026-11-21-a another proposed dave ''
	git postmortem digest --since HEAD >out
	contains out '2026-11-21-a/another'
	count 1 out ' opened '
	git postmortem digest --since monday --at HEAD >out
	lacks out '2026-11-21-a/another'
)
end

begin 'what was overdue before is no news, however its file was touched'
(
	set -e
	write_week
	printf '\nStill to do.\n' >>postmortems/2026-11-21-a/actions/before.md
	git mv postmortems/2026-11-21-a postmortems/2026-11-21-b
	git postmortem digest --since monday --format=json >out
	jq -r '.digests[].changes[] | select(.what == "overdue").record.id' \
		out >actual
	echo 2026-11-21-b/slips >expected
	same actual expected
)
end

begin 'a promise that was moved and has passed again is news'
(
	set -e
	write_postmortem 2026-11-21-a 'Slow' reviewed minor bob
	write_promise 2026-11-21-a again accepted bob 2026-11-20
	commit_at 2026-11-22
	write_promise 2026-11-21-a again accepted bob 2026-11-28
	commit_at 2026-11-24
	git postmortem digest --since 2026-11-25 >out
	count 1 out 'became overdue'
	# On that day it was overdue already, by another date.
	git postmortem digest --since 2026-11-22 >out
	count 1 out 'postponed'
	lacks out 'became overdue'
)
end

begin 'each owner hears of theirs, of what was theirs, of what came out of theirs'
(
	set -e
	write_week
	git postmortem digest --since monday --each-owner --format=json >out
	jq -r '.digests[] | .owner as $o | .changes[] |
		$o + " " + .what + " " + .record.id' out |
		sed 's, 2026-11-21-a, a,' >actual
	sort actual >lines
	LC_ALL=C sort >expected <<-'END'
	bob advanced a
	bob opened a/new
	bob accepted a/idea
	bob postponed a/moved
	bob reassigned a/handed
	bob done a/kept
	bob removed a/gone
	bob overdue a/slips
	carol opened a/new
	carol reassigned a/handed
	END
	same lines expected
	jq -r '.digests[0].changes[] | select(.what == "postponed").days' \
		out >actual
	echo 14 >expected
	same actual expected
)
end

begin 'before the first commit everything is new'
(
	set -e
	write_all
	git postmortem digest --since 2026-11-01 >out
	contains out 'Changed since 2026-11-01'
	contains out '2026-11-22-b/orphan'
)
end

begin 'a shallow clone says so instead of calling everything new'
(
	set -e
	write_week
	git clone -q --depth 1 "file://$PWD" ../shallow
	cd ../shallow
	fails_with 128 git postmortem digest --since 2026-11-26 >out 2>err
	contains err 'git fetch --unshallow'
	run_ok git postmortem digest >out
	contains out 'Overdue'
)
end

begin 'a bare repository compares with its HEAD'
(
	set -e
	write_week
	git postmortem digest --since monday >../expected
	git clone -q --bare . ../bare.git
	cd ../bare.git
	git postmortem digest --since monday >out
	same out ../expected
)
end

done_testing

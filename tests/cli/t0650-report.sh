#!/bin/sh
# SPDX-License-Identifier: MIT
#
# valgrind
# shellcheck disable=SC2016
# git postmortem report: a year's worth in a repository small enough to work
# its numbers out by hand, and what must not break it.

. "${0%/*}/lib.sh"

# The day of the next commits.
on() {
	day=$1
	GIT_AUTHOR_DATE=$1T12:00:00Z
	GIT_COMMITTER_DATE=$1T12:00:00Z
	export GIT_AUTHOR_DATE GIT_COMMITTER_DATE
}

commit() {
	git add -A
	git commit -q -m "$1"
}

mail=2026-08-01-mail-outage
shop=2026-10-02-shop-outage

# item POST-MORTEM NAME TITLE LINE...: its history stays as it is
item() {
	mkdir -p "postmortems/$1/actions"
	file=postmortems/$1/actions/$2.md
	shift 2
	touch "$file"
	sed -n '/^## History/,$p' "$file" >"$PM_TRASH/history"
	{
		printf -- '---\ntitle: %s\n' "$1"
		shift
		printf '%s\n' "$@" --- ''
		cat "$PM_TRASH/history"
	} >"$file"
}

# say POST-MORTEM NAME EVENT: of the day that it is
say() {
	file=postmortems/$1/actions/$2.md
	grep -q '^## History' "$file" || printf '## History\n\n' >>"$file"
	printf -- '- %s %s\n' "$day" "$3" >>"$file"
}

# postmortem ID LINE...
postmortem() {
	mkdir -p "postmortems/$1"
	file=postmortems/$1/README.md
	shift
	{
		printf -- '---\n'
		printf '%s\n' "$@"
		cat <<-'END'
		---

		## Contributing factors

		- The timeout of mail is longer than that of the shop
		END
	} >"$file"
}

# Three promises (one kept after 41 days, one late, one withdrawn), and four
# proposals (accepted, declined, two forgotten).
year() {
	on 2026-08-03
	postmortem $mail 'title: Mail outage' 'status: reviewed' \
		'severity: major' 'owner: alice' 'teams: [mail]' \
		'services: [mail]' 'started: 2026-08-01T10:00Z' \
		'detected: 2026-08-01T10:10Z' 'mitigated: 2026-08-01T11:00Z' \
		'resolved: 2026-08-01T12:00Z' \
		'debrief: {date: 2026-08-04, attendees: [alice, bob]}'
	item $mail page 'Page before certificates expire' 'owner: alice' \
		'ticket: https://example.com/1'
	item $mail rotate 'Rotate the keys of mail servers' 'owner: bob'
	item $mail runbook 'Improve the runbook' 'team: mail'
	say $mail page 'alice: proposed, owner alice'
	say $mail rotate 'alice: proposed, owner bob'
	say $mail runbook 'alice: proposed'
	commit 'The mail outage'
	on 2026-08-10
	item $mail page 'Page before certificates expire' 'owner: alice' \
		'ticket: https://example.com/1' 'state: accepted' \
		'due: 2026-08-31'
	item $mail rotate 'Rotate the keys of mail servers' 'owner: bob' \
		'state: declined' 'reason: they rotate themselves'
	say $mail page 'alice: accepted, due 2026-08-31'
	say $mail rotate 'bob: declined: they rotate themselves'
	commit 'Answers'
	on 2026-08-20
	sed -i 's/^due: .*/due: 2026-09-30/' postmortems/$mail/actions/page.md
	say $mail page 'alice: due 2026-09-30: the vendor is late'
	commit 'Postpone'
	on 2026-09-01
	item $mail limit 'Limit connections' 'owner: bob' 'team: shop' \
		'state: accepted' 'due: 2026-10-01'
	say $mail limit 'bob: accepted, owner bob, due 2026-10-01'
	commit 'Another promise'
	on 2026-09-20
	sed -i 's/^state: .*/state: done/' postmortems/$mail/actions/page.md
	say $mail page 'alice: done'
	commit 'Done'
	on 2026-10-05
	postmortem $shop 'title: Shop outage' 'status: in-review' \
		'severity: critical' 'owner: carol' 'services: [Mail, shop]' \
		'started: 2026-10-02T09:00Z' 'detected: 2026-10-02T09:02Z' \
		'mitigated: 2026-10-02T09:30Z'
	item $shop rotate 'Rotate keys of all mail servers' 'owner: carol'
	item $shop drop 'Drop old sessions' 'owner: bob' 'state: accepted' \
		'due: 2026-11-01'
	say $shop rotate 'carol: proposed, owner carol'
	say $shop drop 'bob: accepted, owner bob, due 2026-11-01'
	commit 'The shop outage'
	on 2026-10-20
	item $shop drop 'Drop old sessions' 'owner: bob' 'state: proposed'
	say $shop drop 'bob: proposed, no due: reverts "Take it on"'
	commit 'Take back'
}

report() {
	git postmortem report "$@" >"$PM_TRASH/raw" || return
	sed 's/in [0-9a-f]\{12\}\./in COMMIT./' "$PM_TRASH/raw"
}

begin 'the page says what needs action, and why'
(
	set -e
	year
	report >out
	same out - <<-'END'
	Post-mortems and promises on 2026-12-02
	  2 post-mortems: 1 in-review, 1 reviewed. 6 action items: 3 proposed, 1
	  accepted, 1 done, 1 declined. As committed in COMMIT.

	Needs action
	  1 of 1 open promises is overdue, the longest by 62 days.
	  1 open item has no owner.
	  2 proposals had no answer for more than 30 days.
	  1 post-mortem waits for its debrief.

	Overdue promises
	  DAYS LATE  OWNER  ITEM   POST-MORTEM
	         62  bob    limit  2026-08-01-mail-outage

	Proposals that nobody answered
	  DAYS  OWNER   ITEM     POST-MORTEM
	   121  (none)  runbook  2026-08-01-mail-outage
	    58  carol   rotate   2026-10-02-shop-outage

	Post-mortems that wait, days since the incident
	  WAITS FOR    DAYS  OWNER  POST-MORTEM
	  its debrief    61  carol  2026-10-02-shop-outage

	Whose promises are open
	  OWNER
	  bob

	Open by team
	          PROMISED  OVERDUE  PROPOSED  PROMISED, DARK: OVERDUE
	  shop           1        1         0  ################
	  (none)         0        0         2
	  mail           0        0         1

	Open by severity
	            PROMISED  OVERDUE  PROPOSED  PROMISED, DARK: OVERDUE
	  major            1        1         1  ################
	  critical         0        0         2

	Open promises by age
	  PROMISED           OPEN  OVERDUE  OPEN, DARK: OVERDUE
	  up to 30 days ago     0        0
	  31 to 60 days         0        0
	  61 to 90 days         0        0
	  longer ago            1        1  ################

	Promises kept
	  A promise is made when an item is accepted, and kept when it is done: the
	  share that was, within 30, 60 and 90 days. "+": more may still come in time.
	  MADE IN  MADE  30 D  60 D  90 D  DONE  OPEN  DECLINED  WITHDRAWN  90 D
	  2026-08     1    0%  100%  100%     1     0         0          0  ##########
	  2026-09     1    0%    0%    0%     0     1         0          0
	  2026-10     1    0%    0%    0%     0     0         0          1
	  all         3    0%   33%   33%     1     1         0          1  ###

	Promises whose day moved
	  1 item moved 1 time, always to a later day.
	  DAYS  MOVES  FROM        TO          OWNER  ITEM
	   +30      1  2026-08-31  2026-09-30  alice  page

	Proposals
	  4 made: 1 accepted, 1 declined, 0 done at once; 2 wait for an answer, 2 of
	  them for more than 30 days.
	  Half of the answers came within 7 days, nine of ten within 7; the slowest took
	  7.

	How long incidents took
	  Half took no longer than the median, nine of ten no longer than the 90th
	  percentile. No mean: one long incident moves it, and then it is true of none
	  of them.
	  TIME TO   INCIDENTS  MEDIAN    90TH  LONGEST  NOT KNOWN
	  detect            2   2 min  10 min   10 min          0
	  mitigate          2  30 min     1 h      1 h          0
	  resolve           1     2 h     2 h      2 h          1

	Services with more than one incident
	  SERVICE  INCIDENTS
	  mail             2  ####################

	Contributing factors that came back
	  INCIDENTS  LAST        FACTOR
	          2  2026-10-02  The timeout of mail is longer than that of the shop

	Items that were proposed before
	  NOW       ITEM    BEFORE
	  proposed  rotate  declined 2026-08-10  2026-08-01-mail-outage/rotate

	Left unsaid
	  1 of 6 action items names no owner.
	  4 of 6 action items have no due date.
	  5 of 6 action items name no ticket.
	  1 of 6 action items begins with a word that cannot be finished, such as
	  "investigate".
	  1 of 2 post-mortems does not say when the incident started and was resolved.
	  1 of 2 post-mortems does not say who was at the debrief.
	END
)
end

begin 'days that moved to and fro are told apart'
(
	set -e
	year
	on 2026-09-05
	sed -i 's/^due: .*/due: 2026-11-10/' postmortems/$mail/actions/limit.md
	say $mail limit 'bob: due 2026-11-10'
	commit 'Later'
	on 2026-09-06
	sed -i 's/^due: .*/due: 2026-10-20/' postmortems/$mail/actions/limit.md
	say $mail limit 'bob: due 2026-10-20'
	commit 'Not that late'
	report --at 2026-10-01 >out
	contains out '2 items moved 3 times, 2 times to a later day.'
	contains out 'Half of the delays are 30 days or less, nine of ten 40'
)
end

begin 'a terminal of 80 columns is wide enough'
(
	set -e
	year
	long=a-name-that-is-much-longer-than-any-line-of-a-table-should-ever-be
	item $shop $long 'A title that goes on and on and on and on and on' \
		"owner: somebody.with.a.long.address@example.com" \
		'state: accepted' 'due: 2026-11-01'
	commit 'A long name'
	GIT_PAGER_IN_USE=1 git postmortem report --color=never >out
	contains out 'a-name-that-is-much-'
	contains out 'somebody.with.a.l'
	# Every character outside of ASCII is one column here.
	LC_ALL=C tr -d '\200-\277' <out | LC_ALL=C awk 'length > 80' >wide
	cat wide
	[ ! -s wide ]
)
end

begin 'bars are of blocks where the locale says UTF-8'
(
	set -e
	year
	LC_ALL=en_US.UTF-8 git postmortem report >out
	contains out '████████████████'
	lacks out '####'
	LC_ALL='' LC_CTYPE='' LANG=de_DE.utf8 git postmortem report >out
	contains out '████████████████'
	LC_ALL=C LANG=en_US.UTF-8 git postmortem report >out
	lacks out '█'
)
end

begin 'a day is as that day saw it, whenever it is asked for'
(
	set -e
	year
	report --at 2026-09-10 >out
	contains out 'Post-mortems and promises on 2026-09-10'
	contains out '1 post-mortem: 1 reviewed. 4 action items'
	# 31 days since the tenth of August, still open and now too late for 30.
	contains out '  2026-08     1    0%   0%+   0%+     0     1'
	contains out '  2026-09     1   0%+   0%+   0%+     0     1'
	GIT_POSTMORTEM_NOW=2030-01-01 report --at 2026-09-10 >later
	same later out
	# A revision is a place, and ages are those of today.
	report --at HEAD~1 >out
	contains out 'Post-mortems and promises on 2026-12-02'
	contains out '2 of 2 open promises are overdue, the longest by 62 days.'
	fails_with 128 git postmortem report --at 2020-01-01 2>err
	fails_with 128 git postmortem report --at nowhere 2>err
	contains err 'nowhere'
)
end

begin 'the work tree and the index are not what is reported on'
(
	set -e
	year
	report >before
	sed -i 's/^state: .*/state: done/' postmortems/$mail/actions/limit.md
	git add -A
	rm -r postmortems/$shop
	report >after
	same after before
)
end

begin '--since and --until bound what happened, not what is open'
(
	set -e
	year
	report --since 2026-09-01 --until 2026-09-30 >out
	contains out 'Of what happened, only what did from 2026-09-01 up to 2026-09-30'
	contains out '1 of 1 open promises is overdue'
	contains out '  2026-09     1 '
	lacks out '  2026-08 '
	lacks out 'Promises whose day moved'
	lacks out 'How long incidents took'
	report --since 2026-10-01 >out
	contains out '  2026-10     1 '
	contains out 'detect            1   2 min'
	contains out 'proposed  rotate  declined 2026-08-10'
	lacks out 'came back'
	fails_with 128 git postmortem report --since whenever 2>err
	contains err '--since'
)
end

begin '--severity and --team pick post-mortems and items'
(
	set -e
	year
	report --severity critical >out
	contains out '1 post-mortem: 1 in-review. 2 action items: 2 proposed.'
	contains out 'Only of the severity critical'
	report --team shop >out
	contains out '0 post-mortems: none. 1 action item: 1 accepted.'
	report --team mail >out
	contains out '1 post-mortem: 1 reviewed. 3 action items'
	report --team mial >out 2>err
	contains err 'no record names a team "mial"; did you mean "mail"?'
	contains out '0 post-mortems: none. 0 action items: none.'
	fails_with 128 git postmortem report --severity critcal 2>err
	contains err 'did you mean "critical"?'
)
end

begin 'Markdown holds foreign text as code'
(
	set -e
	year
	report --format=markdown >out
	contains out '# Post-mortems and promises on 2026-12-02'
	contains out '## Needs action'
	contains out '- 1 of 1 open promises is overdue, the longest by 62 days.'
	contains out '| 62 | `bob` | `limit` | `2026-08-01-mail-outage` |'
	contains out '| 2026-08 | 1 | 0% | 100% | 100% | 1 | 0 | 0 | 0 |'
	contains out '| detect | 2 | 2 min | 10 min | 10 min | 0 |'
)
end

begin 'JSON has stable keys'
(
	set -e
	year
	git postmortem report --format=json >out
	for key in version commit day complete only post-mortems actions open \
		waiting promises proposals slips durations recurrence unsaid
	do
		contains out "  \"$key\": "
	done
	contains out "\"commit\": \"$(git rev-parse HEAD)\""
	tr -d ' \n' <out >flat
	contains flat '"promises":{"made":3,"open":1,"done":1,"declined":0,"withdrawn":1,"removed":0,"within":[{"days":30,"kept":0,"final":true},{"days":60,"kept":1,"final":true},{"days":90,"kept":1,"final":true}]'
	contains flat '"detect":{"count":2,"median":120,"p90":600,"longest":600,"unknown":0}'
	contains flat '"resolve":{"count":1,"median":7200,"p90":7200,"longest":7200,"unknown":1}'
	contains flat '"before":{"id":"2026-08-01-mail-outage/rotate","title":"Rotatethekeysofmailservers","owner":"bob","team":"mail","severity":"major","fate":"declined","since":"2026-08-10"},"times":1'
	contains flat '"removed-items":[]'
	contains flat '"items":6,"items-without-owner":1,"items-without-due":4,"items-without-ticket":5,"items-vague":1,"items-without-history":0,"items-with-part-of-history":0,"open-without-owner":1'
)
end

# A reader of RFC 4180 that knows nothing of us: each record's fields, of
# which there are to be four, with "|" between them.
parse_csv() {
	LC_ALL=C awk '
	{
		if (!sub(/\r$/, ""))
			exit 1
		rest = $0
		n = 0
		out = ""
		do {
			if (rest ~ /^"/) {
				field = ""
				rest = substr(rest, 2)
				while (match(rest, /"/)) {
					field = field substr(rest, 1, RSTART - 1)
					rest = substr(rest, RSTART + 1)
					if (rest !~ /^"/)
						break
					field = field "\""
					rest = substr(rest, 2)
				}
			} else {
				match(rest, /^[^,"]*/)
				field = substr(rest, 1, RLENGTH)
				rest = substr(rest, RLENGTH + 1)
			}
			out = out (n++ ? "|" : "") field
			more = sub(/^,/, "", rest)
		} while (more)
		if (rest != "" || n != 4)
			exit 1
		print out
	}' "$1"
}

begin 'no person stands before another one for what is overdue'
(
	set -e
	on 2026-08-01
	postmortem $mail 'title: Mail outage' 'status: reviewed' \
		'severity: major'
	for who in zoe bob Alice
	do
		item $mail "of-$who" "Page before $who" "owner: $who" \
			'state: accepted' 'due: 2026-08-20'
	done
	item $mail second 'Log it' 'owner: zoe' 'state: accepted' \
		'due: 2026-08-20'
	item $mail third 'Run it' 'owner: carol' 'due: 2026-08-20'
	item $mail fourth 'Stop it' 'state: accepted' 'due: 2026-08-20'
	commit 'The mail outage'
	for format in text markdown
	do
		git postmortem report --format=$format >out
		sed -n '/Whose promises are open/,/by severity/p' out >part
		tr -cd 'a-zA-Z0-9\n' <part | grep -i -x -e alice -e bob \
			-e carol -e zoe >names
		printf '%s\n' Alice bob zoe | diff - names >&2
		lacks out 'Open by owner'
	done
	git postmortem report --format=json >out
	sed -n '/"by-owner"/,/"by-team"/s/.*"name": //p' out >names
	printf '%s,\n' '"Alice"' '"bob"' '"carol"' '"zoe"' null | diff - names >&2
	git postmortem report --format=csv >out
	sed -n 's/^open-by-owner,\(.*\),overdue,.*/\1/p' out >names
	printf '%s\n' Alice bob carol zoe '' | diff - names >&2
)
end

begin 'CSV is one table that a spreadsheet reads'
(
	set -e
	year
	git postmortem report --format=csv >out
	parse_csv out >rows
	[ "$(head -n 1 rows)" = 'section|name|measure|value' ]
	contains rows 'open-by-owner|bob|overdue|1'
	contains rows 'promises-by-month|2026-08|kept-within-60|1'
	contains rows 'seconds-to|detect|p90|600'
	contains rows 'promises||withdrawn|1'
	contains rows 'moved|2026-08-01-mail-outage/page|days|30'
	contains rows "proposed-before|$shop/rotate|before-fate|declined"
	contains rows 'unsaid|items-without-owner|count|1'
)
end

begin 'hostile text does no harm in any format'
(
	set -e
	year
	esc=$(printf '\033')
	item $shop hostile '"\e[31mred, \"said\" <b>@all</b> | `x` \u202e"' \
		'owner: "=HYPERLINK(\"http://evil.example/\",\"x\")"' \
		'team: "@sum|\e]0;x\a"' 'state: accepted' 'due: 2026-11-01'
	item $mail again '"\e[31mred, \"said\" <b>@all</b> | `x` \u202e"' \
		'state: declined' 'reason: "\e[2J"'
	commit 'Hostile'
	for format in text markdown json csv
	do
		git postmortem report --format=$format >out
		lacks out "$esc"
		LC_ALL=C grep -q "$(printf '[\001-\010\016-\037]')" out &&
			exit 1
		[ $format = json ] || lacks out "$(printf '\342\200\256')"
	done
	git postmortem report --format=csv >out
	parse_csv out >rows
	contains rows "|'=HYPERLINK(\"http://evil.example/\",\"x\")|overdue|1"
	contains rows "|'@sum|"
	git postmortem report --format=markdown >out
	contains out '`@sum\|'
	git postmortem report --color=always >out
	lacks out "${esc}[31mred"
)
end

begin 'without a post-mortem there is one friendly line'
(
	set -e
	run_ok git postmortem report >out
	same out - <<-'END'
	No post-mortem is committed yet.
	END
	git postmortem report --format=json >out
	contains out '"commit": null'
	git postmortem report --format=csv >out
	parse_csv out >rows
	contains rows 'promises||made|0'
	git commit -q --allow-empty -m 'Nothing'
	run_ok git postmortem report >out
	contains out 'No post-mortem is committed yet.'
	postmortem $mail 'title: Not committed' 'severity: major'
	run_ok git postmortem report >out
	contains out 'No post-mortem is committed yet.'
	fails_with 129 git postmortem report --format=xml 2>err
	fails_with 129 git postmortem report one 2>err
)
end

begin 'it is the same at depth 1, without an index and after a squash'
(
	set -e
	on 2026-08-01
	git commit -q --allow-empty -m 'Nothing yet'
	git checkout -q -b branch
	year
	git checkout -q main
	git merge -q --squash branch >/dev/null
	git commit -q -m 'All of it (#12)'
	tell() {
		for format in text markdown json csv
		do
			git postmortem report --format=$format |
				sed "s/$(git rev-parse HEAD)/COMMIT/
					s/$(git rev-parse HEAD | cut -c 1-12)/COMMIT/"
		done
		git postmortem action list --all --format=json
		git postmortem digest --format=json
	}
	git checkout -q branch
	tell >"$PM_TRASH/expected" 2>&1
	contains "$PM_TRASH/expected" '   +30      1  2026-08-31  2026-09-30'
	rm -rf .git/postmortem
	tell >"$PM_TRASH/bare" 2>&1
	same "$PM_TRASH/bare" "$PM_TRASH/expected"
	git checkout -q main
	tell >"$PM_TRASH/squashed" 2>&1
	same "$PM_TRASH/squashed" "$PM_TRASH/expected"
	for branch in branch main
	do
		git clone -q --depth 1 -b $branch "file://$PWD" \
			"$PM_TRASH/one-$branch"
		cd "$PM_TRASH/one-$branch"
		tell >"$PM_TRASH/shallow" 2>&1
		same "$PM_TRASH/shallow" "$PM_TRASH/expected"
		cd "$OLDPWD"
	done
)
end

begin 'no log is read for it, and no index made'
(
	set -e
	year
	rm -rf .git/postmortem
	GIT_TRACE=$PM_TRASH/trace git postmortem report >out
	grep -e 'git log' -e rev-list "$PM_TRASH/trace" && exit 1
	[ ! -e .git/postmortem ]
)
end

begin 'an item without a history is counted apart'
(
	set -e
	year
	item $shop old 'Purge old carts' 'owner: bob' 'state: accepted' \
		'due: 2026-11-01'
	item $shop older 'Say when carts are purged' 'owner: bob'
	# Nobody wrote down that it was done.
	sed -i 's/^state: .*/state: done/' postmortems/$mail/actions/limit.md
	commit 'Without'
	report >out
	contains out '2 of 8 action items have no history'
	contains out 'git postmortem doctor --fix'
	contains out '1 of 1 open promises is overdue, the longest by 31 days.'
	contains out '  nobody knows when     1        1'
	contains out '  2026-09     1    0%    0%    0%     1     0'
	contains out '1 of 8 action items tells its history in part.'
	git postmortem report --format=json >out
	contains out '"complete": false'
	contains out '"items-without-history": 2'
	contains out '"items-with-part-of-history": 1'
	git postmortem report --format=csv >out
	contains out 'unsaid,items-without-history,count,2'
)
end

begin 'a bare repository and one without a policy can be asked'
(
	set -e
	year
	report >expected
	git clone -q --bare . bare.git
	cd bare.git
	report >../out
	same ../out ../expected
)
end

begin 'a malformed policy and a record that cannot be read are told'
(
	set -e
	year
	printf -- '---\ntitle: [\n---\n' >postmortems/$shop/actions/rotate.md
	commit 'Break an item'
	report >out 2>err
	contains err 'rotate.md'
	contains out '1 unreadable'
	mkdir .postmortem
	echo 'severities: [' >.postmortem/policy.yaml
	commit 'Break the policy'
	fails_with 128 git postmortem report 2>err
	contains err 'policy.yaml'
)
end

done_testing

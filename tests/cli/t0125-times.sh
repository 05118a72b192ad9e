#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Times and days that depend on a zone: what is typed, what is asked for, and
# what a commit says.

. "${0%/*}/lib.sh"

berlin='CET-1CEST,M3.5.0,M10.5.0/3'

zone() {
	TZ=$1
	export TZ
}

begin 'a time without a zone takes the offset that this machine had then'
(
	set -e
	git postmortem init --skip-hooks >out
	zone "$berlin"
	git postmortem new 'Summer' --severity minor \
		--started 2026-07-15T12:00 --resolved '2026-11-15 9:00'
	contains postmortems/*-summer/README.md 'started: 2026-07-15T12:00+02:00'
	contains postmortems/*-summer/README.md \
		'resolved: 2026-11-15T09:00+01:00'
	# GIT_POSTMORTEM_NOW says when it is, not where.
	git postmortem new 'Winter' --severity minor --started 9:12
	contains postmortems/*-winter/README.md 'started: 2026-12-02T09:12+01:00'
)
end

begin 'a time that the clocks skipped or showed twice is refused'
(
	set -e
	git postmortem init --skip-hooks >out
	zone "$berlin"
	fails_with 128 git postmortem new 'Gap' --severity minor \
		--started 2026-03-29T02:30 2>err
	contains err '"2026-03-29T02:30" did not exist here'
	contains err 'write 2026-03-29T03:30+02:00'
	fails_with 128 git postmortem new 'Gap' --severity minor \
		--started 2026-03-28T12:00 --detected '2026-03-29 2:00' 2>err
	contains err 'detected: "2026-03-29 2:00" did not exist here'
	fails_with 128 git postmortem new 'Gap' --severity minor \
		--started 2026-10-25T02:59:59 2>err
	contains err '"2026-10-25T02:59:59" came twice here'
	contains err '2026-10-25T02:59:59+02:00 or 2026-10-25T02:59:59+01:00'
	[ ! -e postmortems/2026-03-29-gap ]
	git postmortem new 'Gap' --severity minor \
		--started 2026-10-25T02:59:59+02:00
)
end

# A promise that moved late on 2026-03-10 in California.
moved_at_night() {
	git postmortem init --skip-hooks >out
	git postmortem new 'Outage' --severity minor \
		--started 2026-02-01T10:00Z
	git postmortem action add outage 'Fix alerts'
	export GIT_POSTMORTEM_NOW=2026-03-01
	git postmortem action accept fix --due 2026-04-01
	git add -A
	GIT_AUTHOR_DATE='2026-03-01T12:00Z' GIT_COMMITTER_DATE='2026-03-01T12:00Z' \
		git commit -q -m 'accept'
	git postmortem action set fix --due 2026-05-01 --reason one
	git add -A
	GIT_AUTHOR_DATE='2026-03-11T05:00Z' GIT_COMMITTER_DATE='2026-03-11T05:00Z' \
		git commit -q -m 'move' -m 'Postmortem-Reason: one'
	export GIT_POSTMORTEM_NOW=2026-03-20
}

begin 'a day is asked for in UTC, whatever the zone of this machine'
(
	set -e
	moved_at_night
	for tz in UTC PST8 JST-9 UTC-14
	do
		zone "$tz"
		git postmortem report --at 2026-03-10 --format=json >report.$tz
		git postmortem action list -a --at 2026-03-10 >list.$tz
		git postmortem show fix --at 2026-03-10 >show.$tz
		git postmortem diff 2026-03-10..2026-03-11 >diff.$tz
		git postmortem report --format=json >now.$tz
		for what in report list show diff now
		do
			same $what.$tz $what.UTC
		done
	done
	contains list.UTC 2026-04-01
	contains diff.UTC '2026-04-01 → 2026-05-01'
	git postmortem action list -a --at 2110-01-01 >out
	contains out 2026-05-01
	GIT_POSTMORTEM_NOW=2026-03-20T20:00:00-08:00 \
		git postmortem report >out
	contains out 'on 2026-03-21'
)
end

begin 'an author zone that cannot be is read as UTC, none as the committer'\''s'
(
	set -e
	moved_at_night
	n=0
	for zone in ' +9959' ' -2500' '' ' bogus' ' +0075'
	do
		n=$((n + 1))
		git postmortem action set fix --due 2026-06-0$n --reason late
		git add -A
		commit=$({
			echo "tree $(git write-tree)"
			echo "parent $(git rev-parse HEAD)"
			echo "author A <a@example.com> 1780000000$zone"
			echo "committer A <a@example.com> 1780000000 +0000"
			printf '\nzone\n'
		} | git hash-object -t commit -w --literally --stdin)
		git update-ref HEAD "$commit"
		git postmortem log fix -n 1 --format=json >out
		case $zone in
		' +0075') contains out '"date":"2026-05-28T21:41:40+01:15"' ;;
		*) contains out '"date":"2026-05-28T20:26:40Z"' ;;
		esac
	done
	git postmortem report --format=json >out
	contains out '"moves": 6'
)
end

done_testing

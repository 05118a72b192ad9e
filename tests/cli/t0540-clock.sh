#!/bin/sh
# SPDX-License-Identifier: MIT
#
# GIT_POSTMORTEM_NOW sets the clock; what is no moment is refused, so that
# nobody takes today's answer for that of another day.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

begin 'a day, a moment, or nothing'
(
	set -e
	write_complete 2026-11-21-slow
	write_item 2026-11-21-slow warm 2026-12-10
	for now in 2026-12-11 2026-12-11T00:00Z 2026-12-11T14:32:05+01:00
	do
		GIT_POSTMORTEM_NOW=$now git postmortem action list --overdue \
			>out 2>err
		contains out 2026-11-21-slow/warm
		[ ! -s err ]
	done
	for now in 2026-12-10 2026-12-10T23:59:59Z 2026-12-10T23:59:59-12:00
	do
		GIT_POSTMORTEM_NOW=$now git postmortem action list --overdue \
			>out
		lacks out 2026-11-21-slow/warm
	done
	GIT_POSTMORTEM_NOW='' run_ok git postmortem action list --overdue
	unset GIT_POSTMORTEM_NOW
	run_ok git postmortem action list --overdue
)
end

begin 'anything else is an error, for the hook as well'
(
	set -e
	git postmortem init >/dev/null 2>&1
	write_complete 2026-11-21-slow
	commit_all 'standing'
	head=$(git rev-parse HEAD)
	for now in tomorrow 2026-02-30 2026-12-02T12:00 '2026-12-02 12' 0 ' ' \
		"$(printf '\033[31m')"
	do
		for command in list '' check 'hook run pre-commit' log \
			'new --severity minor x' 'rules owner' 'hook status'
		do
			# shellcheck disable=SC2086
			GIT_POSTMORTEM_NOW=$now fails_with 128 \
				git postmortem $command >out 2>err
			[ ! -s out ]
			contains err 'fatal: GIT_POSTMORTEM_NOW is "'
			contains err 'write it as 2026-12-02 or 2026-12-02T12'
			lacks err "$(printf '\033')"
		done
	done
	rm out err
	write_complete 2026-11-21-slow 'Another title'
	GIT_POSTMORTEM_NOW=now fails_with 1 git commit -q -a -m 'when?' 2>err
	contains err 'GIT_POSTMORTEM_NOW is "now"'
	head_is "$head"
	# What tells the time to nobody goes on.
	GIT_POSTMORTEM_NOW=now run_ok git postmortem --version
	GIT_POSTMORTEM_NOW=now run_ok git postmortem list -h
)
end

done_testing

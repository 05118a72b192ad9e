# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Ailments, for the tests of the doctor: sourced after lib.sh and records.sh.
#
# healthy ID             a clone with one post-mortem, in which nothing is wrong
# sees ID [STATE]        the doctor tells of such an ailment (warning)
# misses ID              it tells of none
# remedy ID              do what it says, as somebody would paste it

healthy() {
	write_complete "$1"
	printf '\n## History\n\n- 2026-12-02 %s: draft, owner %s\n' \
		alice@example.com alice@example.com >>"$(document "$1")"
	git postmortem init --commit
	commit_all 'begin a post-mortem'
	run_ok git postmortem doctor >out
	lacks out warning
	lacks out error
}

sees() {
	git postmortem doctor --format=json >json || :
	grep -A 2 -F "\"id\": \"$1\"" json >seen ||
		complain "nothing of $1" || cat json || return 1
	contains seen "\"state\": \"${2-warning}\""
}

misses() {
	git postmortem doctor --format=json >json || :
	lacks json "\"id\": \"$1\""
}

remedy() {
	git postmortem doctor --format=json | awk -v id="\"$1\"" '
		/^      "id": / { hit = index($0, id) }
		hit && /^      "remedy": / {
			sub(/^ *"remedy": "/, "")
			sub(/",$/, "")
			gsub(/\\"/, "\"")
			gsub(/\\\\/, "\\")
			print
			exit
		}' >remedy
	[ -s remedy ] || complain "no remedy for $1"
	sh -e ./remedy
}


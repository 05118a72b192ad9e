#!/bin/sh
# SPDX-License-Identifier: MIT
#
# action set: single fields, in place.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
file=postmortems/$id/actions/warm.md

standing() {
	git postmortem init --skip-hooks >/dev/null 2>&1
	write_complete $id
	write_item $id warm 2026-12-10
	commit_all standing
}

set_() {
	git postmortem action set warm "$@"
}

is() {
	[ "$(sed -n "s/^$1: //p" $file)" = "$2" ] ||
		complain "$1: $(grep "^$1:" $file)"
}

begin 'set changes one line, says it, writes the event and stages both'
(
	set -e
	standing
	set_ --owner bob >out
	is owner bob
	same out - <<-END
	$id/warm
	  owner alice@example.com → bob
	END
	git diff --cached -U0 | grep -E '^([+-][^+-]|[+]- )' >out
	same out - <<-END
	-owner: alice@example.com
	+owner: bob
	+## History
	+- 2026-12-02 alice@example.com: owner bob
	END
)
end

begin 'set changes several fields at once'
(
	set -e
	standing
	set_ --title 'Warm: "all" #1' -t web --type detect -p high \
		--ticket OPS-7 -e https://example.com/1
	git postmortem action show --format=json warm >out
	contains out '"title": "Warm: \"all\" #1"'
	is team web
	is type detect
	is priority high
	is ticket OPS-7
	is evidence https://example.com/1
	is state accepted
)
end

begin 'an empty value removes the field, and its line'
(
	set -e
	standing
	set_ --type '' >out
	lacks $file type
	contains out 'type prevent removed'
	[ "$(git diff --cached --numstat)" = "0	1	$file" ]
)
end

begin 'a promise moves later with a reason only'
(
	set -e
	standing
	fails_with 128 git postmortem action set warm --due +30d 2>err
	contains err 'is promised for 2026-12-10; say --reason <text>'
	for nothing in '' ' ' '?' x tbd 'n/a: todo' reason
	do
		fails_with 128 git postmortem action set warm --due +30d \
			--reason "$nothing"
	done
	is due 2026-12-10
	git diff --quiet HEAD
	set_ --due 2027-01-04 --reason 'the release moved' --commit
	is due 2027-01-04
	contains $file 'alice@example.com: due 2027-01-04: the release moved'
	git log -1 --format=%B >out
	contains out 'warm: postpone to 2027-01-04'
	contains out 'Postmortem-Reason: the release moved'
	contains out "Postmortem-Action: $id/warm"
	run_ok git postmortem check HEAD~..
)
end

begin 'a promise keeps a day, and takes none that has passed'
(
	set -e
	standing
	fails_with 128 git postmortem action set warm --due '' \
		--reason 'no time' 2>err
	contains err 'is promised for 2026-12-10, and a promise keeps a day'
	is due 2026-12-10
	set_ --due 2026-12-05 2>err
	same err - </dev/null
	fails_with 128 git postmortem action set warm --due 2025-12-05 2>err
	contains err 'slow/warm: due 2025-12-05 has passed already; promise it'
	is due 2026-12-05
)
end

begin 'bringing a promise forward, or dating a proposal, needs no reason'
(
	set -e
	standing
	set_ --due 2026-12-09
	is due 2026-12-09
	sed -i 's/^state: .*/state: proposed/' $file
	set_ --due 2027-01-09
	is due 2027-01-09
)
end

begin 'the reason of a declined item stands in the file'
(
	set -e
	standing
	git postmortem action decline warm --reason 'no time'
	set_ --reason 'the cache is gone'
	is reason 'the cache is gone'
)
end

begin 'setting what stands there already changes nothing'
(
	set -e
	standing
	run_ok git postmortem action set warm --owner alice@example.com \
		--due 2026-12-10 --commit >out
	contains out 'nothing changed'
	head_is main
	git diff --quiet HEAD
)
end

begin 'what a field cannot hold is refused'
(
	set -e
	standing
	try() {
		fails_with 128 git postmortem action set warm "$@" 2>err
		contains err "${1#--}: "
	}
	try --due 2026-02-30
	try --owner 'alice and bob'
	try --type fix
	try --priority urgent
	try --title 'one
two'
	try --owner "$(printf 'a\377b')"
	fails_with 128 git postmortem action set warm --type prevnt 2>err
	contains err 'did you mean "prevent"?'
	fails_with 129 git postmortem action set warm 2>err
	contains err 'say what to set'
	fails_with 129 git postmortem action set --owner bob 2>err
	contains err 'name one action item'
	fails_with 129 git postmortem action set warm --state 'done' 2>err
	contains err "unknown option \`state'"
	git diff --quiet HEAD
)
end

begin 'a person is written as the policy knows them'
(
	set -e
	standing
	printf 'people:\n  bob: {name: Bob Example, email: bob@example.com}\n' \
		>.postmortem/policy.yaml
	for who in bob @Bob 'bob example' BOB@example.com
	do
		set_ --owner dora
		set_ --owner "$who"
		is owner bob
	done
	set_ --owner @eve
	is owner '"@eve"'
)
end

begin 'an item that cannot be read is not written to'
(
	set -e
	standing
	printf -- '---\ntitle: [\n---\n' >$file
	cp $file before
	fails_with 128 git postmortem action set warm --owner bob 2>err
	contains err "$file:"
	same $file before
)
end

done_testing

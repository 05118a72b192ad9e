#!/bin/sh
# SPDX-License-Identifier: MIT
#
# list and show: what stands in the repository, filtered, sorted, read.

. "${0%/*}/lib.sh"

# Four incidents of two months, and one item each for two of them.
incidents() {
	git postmortem init --skip-hooks >/dev/null 2>&1
	git postmortem new 'Slow search' -s minor -o bob -t web \
		--service search --date 2026-10-05
	git postmortem new 'Slow checkout' -s major -o alice -t payments \
		--service checkout --service cart --date 2026-11-21
	git postmortem new 'Lost orders' -s critical -o carol -t payments \
		--service checkout --started 2026-11-02T23:30-02:00
	git postmortem new 'Old news' -s minor -o Alice --date 2026-09-01
	git postmortem action add search 'Index the names' -o bob
	git postmortem action add checkout 'Warm the cache' -o alice
	sed -i 's/^status: .*/status: reviewed/' postmortems/*search/README.md
	sed -i 's/^status: .*/status: closed/' postmortems/*news/README.md
}

# The names of the incidents that list shows, in its order.
listed() {
	git postmortem list "$@" >out || return
	sed '1d; s/ .*//; s/^[0-9-]*-\([a-z]*-\)/\1/' out | tr '\n' ' ' \
		>names
}

lists() {
	begin "list $2"
	(
		set -e
		incidents
		# shellcheck disable=SC2086
		listed $2
		[ "$(cat names)" = "$1" ] || complain "$(cat names)"
	)
	end
}
all='slow-checkout lost-orders slow-search old-news '
lists "$all" ''
lists 'old-news slow-search lost-orders slow-checkout ' '--sort id'
lists 'lost-orders slow-checkout old-news slow-search ' '--sort severity'
lists 'old-news slow-checkout slow-search lost-orders ' '--sort owner'
lists 'lost-orders slow-checkout slow-search old-news ' '--sort status'
lists 'slow-checkout lost-orders ' '--status draft'
lists 'slow-checkout lost-orders slow-search ' '-s open'
lists 'slow-search old-news ' '--status reviewed --status closed'
lists 'slow-search old-news ' '--severity minor'
lists 'slow-search old-news ' '--severity MINOR'
lists 'slow-checkout old-news ' '--owner alice'
lists 'slow-checkout old-news ' '--owner @alice'
lists '' '--owner eve'
lists 'slow-checkout lost-orders ' '-t payments'
lists 'slow-checkout ' '--service cart'
lists 'slow-checkout lost-orders ' '--since 2026-11-02'
lists 'lost-orders slow-search old-news ' '--until 2026-11-02'
lists 'slow-search ' '--since 2026-10-01 --until 2026-10-31'
lists 'slow-checkout lost-orders ' '--since -31d'

begin 'list --owner me is whoever git knows, and nobody is not everybody'
(
	set -e
	incidents
	git config postmortem.user alice
	listed --owner me
	[ "$(cat names)" = 'slow-checkout old-news ' ]
	git config --unset postmortem.user
	unset GIT_AUTHOR_EMAIL GIT_COMMITTER_EMAIL
	git config user.useConfigOnly true
	fails_with 128 git postmortem list --owner me 2>err
	contains err 'git does not know who you are'
	fails_with 128 git postmortem action list --owner me 2>err
	contains err 'git does not know who you are'
)
end

begin 'list shows status, severity, owner, open items and title'
(
	set -e
	incidents
	git postmortem list --status reviewed >out
	same out - <<-'END'
	POST-MORTEM             STATUS    SEVERITY  OWNER  OPEN  TITLE
	2026-10-05-slow-search  reviewed  minor     bob     1/1  Slow search
	END
	git postmortem action decline index --reason 'no names'
	git postmortem list --status reviewed >out
	contains out ' 0/1 '
)
end

begin 'list --format=json has the fields of each, with a version'
(
	set -e
	incidents
	git postmortem list --format=json --service cart >out
	contains out '"version": 1'
	count 1 out '"kind": "post-mortem"'
	contains out '"id": "2026-11-21-slow-checkout"'
	contains out '"path": "postmortems/2026-11-21-slow-checkout/README.md"'
	contains out '"actions": 1'
	contains out '"open": 1'
	git postmortem list --format=json --owner eve >out
	contains out '"post-mortems": []'
)
end

begin 'what list cannot filter or sort by is an error, not an empty list'
(
	set -e
	incidents
	fails_with 128 git postmortem list --status reveiwed 2>err
	contains err 'is not a status; did you mean "reviewed"?'
	fails_with 128 git postmortem list --status nothing 2>err
	contains err 'use draft, in-review, reviewed, closed or open'
	fails_with 128 git postmortem list --severity mjor 2>err
	contains err 'did you mean "major"?'
	fails_with 128 git postmortem list --since 2026-02-30 2>err
	contains err '--since: '
	fails_with 128 git postmortem list --until never 2>err
	contains err '--until: '
	fails_with 129 git postmortem list --sort age 2>err
	contains err '"age" is not an order; use date, id, severity, status or owner'
	fails_with 129 git postmortem list --sort sevrity 2>err
	contains err 'did you mean "severity"?'
	fails_with 129 git postmortem list --format xml 2>err
	contains err '--format is text or json'
	fails_with 129 git postmortem action list --mine 2>err
	contains err "did you mean \`--owner=me'?"
	fails_with 129 git postmortem list something 2>err
	contains err '"git postmortem show something" reads one'
	contains err 'usage: git postmortem list'
	fails_with 128 git postmortem list --at nowhere 2>err
	contains err nowhere
)
end

begin 'a severity that only an old record has can be asked for'
(
	set -e
	incidents
	sed -i 's/^severity: .*/severity: sev4/' postmortems/*news/README.md
	listed --severity sev4 2>err
	[ "$(cat names)" = 'old-news ' ]
	contains err 'is not a severity'
)
end

begin 'list and show look at a commit, also in a bare repository'
(
	set -e
	incidents
	commit_all 'four'
	git rm -q -r postmortems/2026-11-21-slow-checkout
	git postmortem list >out
	lacks out slow-checkout
	git postmortem list --at HEAD >out
	contains out slow-checkout
	git postmortem show --at HEAD checkout >out
	contains out 'Warm the cache'
	fails_with 128 git postmortem show checkout 2>err
	git clone -q --bare . bare.git
	cd bare.git
	git postmortem list >out
	contains out slow-checkout
	git postmortem show warm >out
	contains out 'Warm the cache'
)
end

begin 'an empty repository lists nothing'
(
	set -e
	run_ok git postmortem list >out
	same out - </dev/null
	run_ok git postmortem list --format=json >out
	contains out '"post-mortems": []'
)
end

begin 'show prints fields, items and text of a post-mortem'
(
	set -e
	incidents
	git postmortem show slow-checkout >out
	sed 4q out >top
	same top - <<-'END'
	Slow checkout
	2026-11-21-slow-checkout

	status       draft
	END
	contains out 'services     checkout, cart'
	contains out 'Action items'
	contains out 'Warm the cache'
	contains out '## Summary'
)
end

begin 'show prints an item, with how far its day is'
(
	set -e
	incidents
	GIT_POSTMORTEM_NOW=2026-11-30 git postmortem action accept warm \
		--due 2026-12-01 -o alice
	git postmortem show warm >out
	contains out 'Warm the cache'
	contains out '2026-11-21-slow-checkout/warm-the-cache'
	contains out '2026-12-01 (yesterday)'
	git postmortem action show warm >again
	same again out
	fails_with 128 git postmortem action show slow-checkout 2>err
	contains err 'no action item "slow-checkout"; "2026-11-21-slow-checkout" is a post-mortem'
)
end

begin 'show --format=json nests what the front matter nests'
(
	set -e
	incidents
	cat >postmortems/2026-11-21-slow-checkout/README.md <<-'END'
	---
	title: Slow "checkout"
	debrief:
	  date: 2026-11-27
	  attendees: [alice, bob]
	waivers:
	  times-missing: nobody knows
	---
	END
	git postmortem show --format=json slow-checkout >out
	contains out '"version": 1'
	contains out '"title": "Slow \"checkout\""'
	contains out '"status": "draft"'
	tr -d ' \n' <out >flat
	contains flat \
		'"debrief":{"date":"2026-11-27","attendees":["alice","bob"]}'
	contains flat '"waivers":{"times-missing":"nobodyknows"}'
	contains flat '"actions":[{"id":"2026-11-21-slow-checkout/warm'
)
end

named() {
	begin "show $1 is $2"
	(
		set -e
		incidents
		git postmortem show --format=json "$1" >out
		sed -n '3p' out >id
		contains id "\"$2\""
	)
	end
}
named 2026-11-21-slow-checkout 2026-11-21-slow-checkout
named 2026-11-21 2026-11-21-slow-checkout
named checkout 2026-11-21-slow-checkout
named SLOW-CHECK 2026-11-21-slow-checkout
named slow-checkout/warm 2026-11-21-slow-checkout/warm-the-cache
named checkout/cache 2026-11-21-slow-checkout/warm-the-cache
named index 2026-10-05-slow-search/index-the-names
named postmortems/2026-11-21-slow-checkout 2026-11-21-slow-checkout
named postmortems/2026-11-21-slow-checkout/ 2026-11-21-slow-checkout
named ./postmortems/2026-11-21-slow-checkout/README.md \
	2026-11-21-slow-checkout
named postmortems/2026-11-21-slow-checkout/actions/warm-the-cache.md \
	2026-11-21-slow-checkout/warm-the-cache

begin 'a name counts from the folder one stands in, and paths may be absolute'
(
	set -e
	incidents
	top=$PWD
	cd postmortems/2026-11-21-slow-checkout
	for name in . README.md actions/warm-the-cache.md ../*-search \
		"$top/postmortems/2026-10-05-slow-search/README.md"
	do
		run_ok git postmortem show "$name" >out
	done
	contains out 'Slow search'
	cd "$top"
	fails_with 128 git postmortem show /etc 2>err
)
end

begin 'all that follows the date is a whole name'
(
	set -e
	incidents
	git postmortem new 'Slow checkout again' -s minor --date 2026-11-28
	git postmortem show slow-checkout >out
	contains out 2026-11-21-slow-checkout
	fails_with 128 git postmortem show slow-check 2>err
	contains err 'fits more than one'
)
end

begin 'status and state are shown where nobody wrote them'
(
	set -e
	incidents
	sed -i '/^status:/d' postmortems/*orders/README.md
	sed -i '/^state:/d' postmortems/*/actions/warm-the-cache.md
	git postmortem show lost >out
	contains out 'status       draft'
	git postmortem show warm >out
	contains out 'state        proposed'
)
end

begin 'an ambiguous name lists what it fits'
(
	set -e
	incidents
	fails_with 128 git postmortem show slow 2>err
	same err - <<-'END'
	fatal: "slow" fits more than one post-mortem or action item:
	  2026-10-05-slow-search
	  2026-11-21-slow-checkout
	END
	fails_with 128 git postmortem action show the 2>err
	contains err '  2026-10-05-slow-search/index-the-names'
)
end

begin 'a post-mortem goes before an item that fits no better'
(
	set -e
	git postmortem init --skip-hooks >out 2>&1
	git postmortem new 'Broken dns again' -s minor --date 2026-11-21
	git postmortem action add again 'Move the dns'
	git postmortem action add again 'Watch dns'
	git postmortem show dns --format=json >out
	contains out '"id": "2026-11-21-broken-dns-again"'
	# One that fits better goes first.
	git postmortem action add again 'Dns'
	git postmortem show dns --format=json >out
	contains out '"id": "2026-11-21-broken-dns-again/dns"'
	git postmortem new 'Slow dns again' -s minor --date 2026-11-22
	fails_with 128 git postmortem show again 2>err
	count 2 err '  2026-11-2'
)
end

begin 'what is wrong in many records is told of the first few, and counted'
(
	set -e
	git postmortem init --skip-hooks >out 2>&1
	for day in 01 02 03 04 05 06 07
	do
		mkdir -p postmortems/2026-11-$day-slow
		printf -- '---\ntitle: Slow\nower: bob\nuuid: 7\n---\n' \
			>postmortems/2026-11-$day-slow/README.md
	done
	git postmortem list >out 2>err
	count 5 err 'unknown key "ower"'
	contains err '2 more records are so; "git postmortem check" shows all'
	[ "$(wc -l <err)" = 6 ]
	rm -r postmortems/2026-11-0[67]-slow
	git postmortem list >out 2>err
	[ "$(wc -l <err)" = 5 ]
)
end

begin 'a name that is nearly right is answered with the right one'
(
	set -e
	incidents
	suggests() {
		fails_with 128 git postmortem show "$1" 2>err
		contains err "did you mean \"$2\"?"
	}
	suggests 2026-11-21-slow-chekout 2026-11-21-slow-checkout
	suggests slow-chekout 2026-11-21-slow-checkout
	suggests losst 2026-11-02-lost-orders
	suggests warm-teh-cache warm-the-cache
	suggests slow-checkout/wram 2026-11-21-slow-checkout/warm-the-cache
	fails_with 128 git postmortem show zzz 2>err
	lacks err 'did you mean'
	fails_with 128 git postmortem show '' 2>err
	fails_with 129 git postmortem show 2>err
	contains err 'name one post-mortem or item'
)
end

begin 'no escape sequence of a title reaches the terminal'
(
	set -e
	incidents
	printf -- '---\ntitle: "a\\e[31mb"\nowner: "x\\ay"\n---\n' \
		>postmortems/2026-11-21-slow-checkout/README.md
	{
		git postmortem list
		git postmortem show 2026-11-21
		git postmortem
		git postmortem list --format=json
	} >out 2>&1
	[ "$(tr -d '\n\t -~' <out | LC_ALL=C tr -d '\200-\377' | wc -c)" = 0 ]
	contains out '\x1b[31mb'
)
end

done_testing

# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# The third act of demo.sh, which reads this file after the year: two people,
# a server, and what happens between them. It is February 2026.

set -eu
: "${top:?is set by demo.sh}"

# The disk is full, written up as far as a review asks.
disk() {
	pm new 'Full disk stops the search' --severity minor --owner alice \
		--service search --started 2026-02-02T08:10Z \
		--detected 2026-02-02T08:25Z --mitigated 2026-02-02T09:00Z \
		--resolved 2026-02-02T09:40Z --commit
	# "written" and "idea" of the second act want it.
	# shellcheck disable=SC2034
	document=$(git ls-files 'postmortems/*/README.md')
	written 'The search answered nothing for 50 minutes.' \
		'Logs are never rotated on this host'
	idea 'Rotate the logs of the search' alice --type prevent
	idea 'Alert at 80 percent of a disk' bob --type detect
	commit 'search: write up the full disk'
	promise rotate 2026-02-20
}

chapter 'A server refuses what is incomplete'
mkdir "$top/team"
cd "$top/team"
at 2026-02-03 Alice
run "git init -q --bare -b main server.git"
run "git -C server.git postmortem hook install --server"
run "git clone -q server.git alice 2>/dev/null && cd alice"
quietly git symbolic-ref HEAD refs/heads/main
run "git postmortem init --commit >/dev/null"
disk
run "git push -q origin main && git postmortem action list"
say 'Bob has no hooks in his clone, and is in a hurry.'
at 2026-02-04 Bob
cd "$top/team"
run "git clone -q server.git bob && cd bob"
run "git switch -q -c hurry &&
	git postmortem new 'Search slow again' --severity minor --owner bob &&
	sed -i 's/^status: draft/status: in-review/' postmortems/*slow*/README.md &&
	git commit -q -a -m 'Please review'"
fails "git push origin hurry"
says 'is still empty' 'git postmortem'
see 3 'README.md'
[ -z "$(git -C ../server.git for-each-ref refs/heads/hurry)" ]
say 'What else is amiss in his clone? Most of it can be mended.'
fails "git postmortem doctor"
fails "git postmortem doctor --fix"
says fixed 'got past the hooks'
see 3 fixed

chapter 'A branch is reviewed, and two merge field by field'
quietly git switch -q -c promise main
promise alert 2026-02-27
run "git push -q origin promise"
cd ../alice
run "git fetch -q && git postmortem review main..origin/promise"
see 2 "What changed"
run "git postmortem review main..origin/promise --format=markdown --link-base https://example.com/shop"
says '<!-- git-postmortem review -->'
say 'Alice moves the item to a later day, Bob names a ticket: both count.'
at 2026-02-05 Alice
quietly git switch -q -c later origin/promise
move alert 2026-03-06 'the new disks come in March'
cd ../bob
at 2026-02-05 Bob
pm action set alert --ticket SHOP-93 --commit
quietly git push -q origin promise
cd ../alice
run "git pull -q --no-rebase --no-edit origin promise && git log -1 --format=%s"
run "git postmortem action show alert"
says SHOP-93 2026-03-06
see 3 due
say 'Then he declines it, and she starts to work on it. That is for people.'
at 2026-02-06 Alice
pm action start alert --commit
cd ../bob
at 2026-02-06 Bob
pm action decline alert --reason 'the new disks are large enough' --commit
quietly git push -q origin promise
cd ../alice
fails "git pull --no-rebase --no-edit origin promise"
run "head -n 20 postmortems/*/actions/alert-*.md"
says '<<<<<<<' 'state: declined'
see 5 '<<<'
run "git merge --abort && git status --short"

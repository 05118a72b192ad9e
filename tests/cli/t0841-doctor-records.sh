#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem doctor: people, names and files of the records.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/doctor.sh"

id=2026-11-21-slow

# NAME OWNER [STATE [TEAM]]: an item of the post-mortem.
item() {
	mkdir -p postmortems/$id/actions
	{
		printf -- '---\ntitle: Warm the cache\nstate: %s\n' \
			"${3:-proposed}"
		printf 'owner: "%s"\n%s---\n' "$2" "${4:+team: $4
}"
	} >"postmortems/$id/actions/$1.md"
}

people() {
	cat >.postmortem/policy.yaml <<-'END'
	people:
	  alice: {email: alice@example.com, teams: [payments]}
	  bob: {email: bob@example.com, teams: [payments, search]}
	END
}

begin 'somebody whom the policy does not list'
(
	set -e
	healthy $id
	people
	item one bbo
	git add -A
	git commit -q -n -m item
	sees person-unknown
	contains seen 'did you mean \"bob\"?'
	remedy person-unknown
	misses person-unknown
	contains postmortems/$id/actions/one.md 'owner: "bob"'
	item one zoe
	sees person-unknown
	contains json '(git var GIT_EDITOR) .postmortem/policy.yaml'
	# Who has left is still named by what was done.
	item one zoe declined
	misses person-unknown
	sees person-former ok
)
end

begin 'a team that nobody is in'
(
	set -e
	healthy $id
	people
	item one bob proposed paymnets
	git add -A
	sees team-unknown
	contains seen 'did you mean \"payments\"?'
	remedy team-unknown
	misses team-unknown
	item one bob proposed legal
	sees team-unknown hint
	item one bob proposed Search
	item two bob proposed search
	misses team-unknown
	sees spelling hint
	git add -A
	remedy spelling
	misses spelling
)
end

begin 'without a list of people: one person, or two of one handle'
(
	set -e
	healthy $id
	item one alice
	item two alice@example.com
	item three 'Alice Example <alice@example.com>'
	item four bob
	git add -A
	misses spelling
	item three alice@example.org
	git add -A
	run_ok git postmortem doctor >out
	contains out '"alice" in'
	contains out '"alice@example.org" in'
	contains out 'is probably the "alice@example.com" of 2 other records'
	lacks out bob
	remedy spelling
	remedy spelling
	misses spelling
)
end

begin 'without a list of people: whom one would know'
(
	set -e
	healthy $id
	misses no-people
	GIT_AUTHOR_NAME='Bob Example' GIT_AUTHOR_EMAIL=bob@example.com \
		git commit -q --allow-empty -m 'somebody else'
	run_ok git postmortem doctor >out
	contains out 'the policy lists no people; from the log it would know'
	contains out 'know alice, bob'
	remedy no-people
	grep -q '^  bob: {name: Bob Example, email: bob@example.com}$' \
		.postmortem/policy.yaml
	misses no-people
)
end

begin 'files that are one on macOS and Windows'
(
	set -e
	healthy $id
	item cache alice@example.com
	item Cache alice@example.com
	git add -A
	sees name-collision
	contains seen 'are one file on macOS and Windows'
	remedy name-collision
	misses name-collision
	# Only the index can hold both on such a machine.
	blob=$(git rev-parse ":$(document $id)")
	git update-index --add --cacheinfo \
		100644,"$blob",postmortems/2026-11-21-SLOW/README.md
	sees name-collision
	contains seen 'postmortems/2026-11-21-slow'
	git rm -q --cached postmortems/2026-11-21-SLOW/README.md
	misses name-collision
)
end

begin 'one accent, written in two ways'
(
	set -e
	healthy $id
	item "$(printf 'caf\303\251')" alice@example.com
	item "$(printf 'cafe\314\201')" alice@example.com
	git add -A
	sees name-collision
	contains seen 'one file on macOS'
	lacks seen Windows
	remedy name-collision
	misses name-collision
)
end

begin 'names that Windows cannot make'
(
	set -e
	healthy $id
	mkdir postmortems/$id/logs
	echo x >"postmortems/$id/aux.log"
	echo x >"postmortems/$id/14:02.log"
	echo x >"postmortems/$id/it's over."
	git add -A
	git postmortem doctor >out || :
	contains out 'its name is that of a device'
	contains out "its name holds one of < > : \" \\ | ? *"
	contains out 'its name ends in a dot'
	contains out "'postmortems/$id/it'\\''s over.'"
	sees name-windows
	remedy name-windows
	remedy name-windows
	remedy name-windows
	misses name-windows
	[ -e "postmortems/$id/it's over" ]
	[ -e postmortems/$id/14-02.log ]
)
end

begin 'what the commands name can be made everywhere'
(
	set -e
	git postmortem init --skip-hooks >out
	git postmortem new 'CON' --severity minor \
		--started 2026-11-21T10:00Z >out
	for title in CON '"aux"' Nul... 'com 1' LPT¹ com9 'prn.md' 'COM1 '
	do
		git postmortem action add 2026-11-21-con "$title" >out
	done
	mkdir docs
	cat >docs/a.md <<-'END'
	# AUX

	## Action items

	- [ ] NUL
	- [ ] Straße
	- [ ] STRASSE
	END
	git add docs
	git postmortem import --severity minor docs/a.md >out
	git add -A
	test_tick
	git commit -q -m 'names'
	git postmortem doctor >out || :
	lacks out 'on Windows'
	lacks out 'are one file'
	git ls-files >files
	contains files actions/con-1.md
	contains files actions/lpt1-1.md
	contains files actions/strasse-2.md
	git postmortem action add 2026-11-21-con 'Straße' >out
	fails_with 128 git postmortem action add 2026-11-21-con STRASSE 2>err
	contains err '"2026-11-21-con/straße" exists already'
	git postmortem new 'Straße' --severity minor --date 2026-11-21 >out
	fails_with 128 git postmortem new 'STRASSE' --severity minor \
		--date 2026-11-21 2>err
	contains err '"2026-11-21-straße" exists already'
)
end

begin 'a conflict that nobody has resolved'
(
	set -e
	healthy $id
	git checkout -q -b other
	sed -i 's/^title.*/title: Theirs/' "$(document $id)"
	test_tick
	git commit -q -a -m theirs
	git checkout -q main
	sed -i 's/^title.*/title: Ours/' "$(document $id)"
	test_tick
	git commit -q -a -m ours
	fails_with 1 git merge -q other
	fails_with 1 git postmortem doctor >out
	contains out "$(document $id) is in conflict"
	contains out "git mergetool $(document $id)"
	# Told once: as long as it is in conflict it cannot be read either.
	lacks out 'cannot be read'
	rm out
	git merge --abort
	run_ok git postmortem doctor
)
end

begin 'what a killed command left behind, and --fix'
(
	set -e
	healthy $id
	# A process of that number ended just now.
	sh -c 'echo $$' >pid
	left=postmortems/$id/.README.md.tmp.$(cat pid)
	rm pid
	echo half >"$left"
	echo half >".postmortem/.policy.yaml.tmp.$$"
	sees left-over
	contains seen "$left was left by"
	lacks json policy.yaml.tmp
	run_ok git postmortem doctor --fix >out
	contains out 'now removed'
	[ ! -e "$left" ]
	[ -e ".postmortem/.policy.yaml.tmp.$$" ]
	misses left-over
	[ -e "$(document $id)" ]
)
end

begin 'files that look like records, where nobody reads them'
(
	set -e
	healthy $id
	write_complete 2026-11-22-other
	write_complete 2026-11-23-third
	item one alice@example.com
	mv postmortems/2026-11-22-other/README.md \
		postmortems/2026-11-22-other/readme.md
	mv postmortems/2026-11-23-third/README.md postmortems/third.md
	mkdir postmortems/$id/Actions
	cp postmortems/$id/actions/one.md postmortems/$id/Actions/two.md
	cp postmortems/$id/actions/one.md postmortems/$id/beside.md
	cp postmortems/$id/actions/one.md postmortems/$id/actions/four.MD
	echo 'Not a record.' >postmortems/$id/notes.md
	echo 'What this is.' >postmortems/README.md
	git add -A
	fails_with 1 git postmortem doctor >out
	contains out 'postmortems/2026-11-21-slow/actions are one file'
	contains out '2026-11-22-other/readme.md is not read: the document is'
	contains out 'postmortems/third.md is not read'
	contains out "$id/Actions/two.md is not read"
	contains out "$id/beside.md is not read"
	contains out "$id/actions/four.MD is not read"
	lacks out notes.md
	count 5 out 'is not read'
	remedy stray
	remedy stray
	remedy stray
	remedy stray
	remedy stray
	misses stray
	run_ok git postmortem list >out
	contains out third
	contains out 2026-11-22-other
	run_ok git postmortem action list >out
	contains out beside
	contains out four
	contains out two
)
end

begin 'from a subfolder, remedies are typed as they stand'
(
	set -e
	healthy $id
	item cache alice@example.com
	item Cache alice@example.com
	git add -A
	cd postmortems/$id
	sees name-collision
	contains json "git mv actions/cache.md actions/cache-2.md"
	remedy name-collision
	misses name-collision
)
end

begin 'a hostile name reaches neither the terminal nor a shell'
(
	set -e
	healthy $id
	name="a\$(touch pwned);$(printf '\033[31m').md"
	item one alice@example.com
	cp postmortems/$id/actions/one.md "postmortems/$id/$name"
	git add -A
	git postmortem doctor >out || :
	lacks out "$(printf '\033')"
	contains out 'holds a control character'
	sh -c "$(sed -n 's/^ *\(mkdir .*\)/\1/p' out | head -n 1)" || :
	[ ! -e pwned ]
)
end

done_testing

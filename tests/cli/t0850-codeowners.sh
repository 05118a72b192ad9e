#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem codeowners: lines for CODEOWNERS, kept in a part of the file
# that is theirs alone.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow

# NAME OWNER [STATE]: an item of the post-mortem.
item() {
	mkdir -p postmortems/$id/actions
	printf -- '---\ntitle: Warm it\nstate: %s\nowner: "%s"\n%s---\n' \
		"${3:-proposed}" "$2" "${3:+reason: no
}" >"postmortems/$id/actions/$1.md"
}

owner() {
	sed -i "s,^owner.*,owner: \"$1\"," "postmortems/${2:-$id}/README.md"
}

begin 'a folder for each open post-mortem, a file for items of others'
(
	set -e
	write_complete $id
	owner @alice
	item mine @alice
	item theirs bob@example.com
	item settled @carol declined
	write_complete 2026-11-22-closed
	sed -i 's/^status.*/status: closed/' \
		postmortems/2026-11-22-closed/README.md
	write_complete 2026-11-23-team
	owner @dave 2026-11-23-team
	run_ok git postmortem codeowners >out 2>err
	same out - <<-'END'
	/postmortems/2026-11-21-slow/ @alice
	/postmortems/2026-11-21-slow/actions/theirs.md bob@example.com
	/postmortems/2026-11-23-team/ @dave
	END
	[ ! -s err ]
	[ ! -e CODEOWNERS ]
)
end

begin 'people of the policy under the name that the forge has'
(
	set -e
	mkdir .postmortem
	cat >.postmortem/policy.yaml <<-'END'
	people:
	  alice: {forge: "@alice-adams", email: alice@example.com}
	  bob: {email: [not an address, bob@example.com]}
	  carol: {name: Carol Chu}
	END
	write_complete $id
	owner alice
	item one bob
	item two carol
	run_ok git postmortem codeowners >out 2>err
	same out - <<-'END'
	/postmortems/2026-11-21-slow/ @alice-adams
	/postmortems/2026-11-21-slow/actions/one.md bob@example.com
	END
	contains err 'warning: left out: postmortems/2026-11-21-slow/actions/two'
	contains err 'no forge knows "carol"'
	sed -i 's/"@alice-adams"/Alice Adams/' .postmortem/policy.yaml
	fails_with 1 git postmortem check >out
	contains out 'forge: is not what a forge calls anybody'
	contains out '"@alice"'
)
end

begin 'a path that no pattern can stand for is left out, and said'
(
	set -e
	write_complete $id
	owner @alice
	mv postmortems/$id 'postmortems/a b'
	write_complete 'c[1]'
	owner @bob 'c[1]'
	run_ok git postmortem codeowners >out 2>err
	same out - <<-'END'
	/postmortems/a\ b/ @alice
	END
	contains err 'postmortems/c[1]: no pattern of CODEOWNERS can stand'
)
end

begin '--write keeps every other byte, and is staged'
(
	set -e
	mkdir docs
	printf '# who\n* @all\r\n\n  docs/ @writers # them' >docs/CODEOWNERS
	cp docs/CODEOWNERS before
	write_complete $id
	owner @alice
	git add docs postmortems
	git commit -q -m begin
	run_ok git postmortem codeowners --write >out
	same out - <<-'END'
	wrote  docs/CODEOWNERS
	END
	{
		cat before
		printf '\n# BEGIN git postmortem codeowners (generated)\n'
		printf '/postmortems/2026-11-21-slow/ @alice\n'
		printf '# END git postmortem codeowners\n'
	} >after
	cmp docs/CODEOWNERS after
	[ "$(git diff --cached --name-only)" = docs/CODEOWNERS ]
	run_ok git postmortem codeowners --write >out
	contains out 'docs/CODEOWNERS is as it should be'
	cmp docs/CODEOWNERS after
	# What comes behind it stays behind it.
	printf '/late @late\n' >>docs/CODEOWNERS
	owner @bob
	run_ok git postmortem codeowners --write
	contains docs/CODEOWNERS 'slow/ @bob'
	lacks docs/CODEOWNERS '@alice'
	[ "$(tail -n 1 docs/CODEOWNERS)" = '/late @late' ]
)
end

begin 'without open post-mortems our part goes, and a file of ours with it'
(
	set -e
	write_complete $id
	owner @alice
	run_ok git postmortem codeowners --write
	[ -e CODEOWNERS ]
	commit_all begin
	sed -i 's/^status.*/status: closed/' postmortems/$id/README.md
	run_ok git postmortem codeowners --write >out
	contains out 'removed  CODEOWNERS'
	[ ! -e CODEOWNERS ]
	[ "$(git diff --cached --name-status)" = "D	CODEOWNERS" ]
	run_ok git postmortem codeowners --write >out
	contains out 'there are no lines for CODEOWNERS'
	mkdir .github
	echo '* @all' >.github/CODEOWNERS
	sed -i 's/^status.*/status: draft/' postmortems/$id/README.md
	run_ok git postmortem codeowners --write
	sed -i 's/^status.*/status: closed/' postmortems/$id/README.md
	run_ok git postmortem codeowners --write
	same .github/CODEOWNERS - <<-'END'
	* @all
	END
	[ ! -e CODEOWNERS ]
)
end

begin 'the file that a forge reads first'
(
	set -e
	write_complete $id
	owner @alice
	mkdir .github .gitlab docs
	for f in .gitlab docs . .github
	do
		echo '* @all' >$f/CODEOWNERS
		git postmortem codeowners --write >out
		contains out "wrote  $(echo $f/CODEOWNERS | sed 's,^\./,,')"
	done
)
end

begin '--commit commits that file alone'
(
	set -e
	write_complete $id
	owner @alice
	commit_all begin
	echo x >other
	git add other
	run_ok git postmortem codeowners --commit
	git show --stat --format=%s HEAD >out
	contains out 'codeowners: owners of open post-mortems'
	contains out CODEOWNERS
	lacks out other
	[ "$(git diff --cached --name-only)" = other ]
)
end

begin 'GitLab reads a section for itself'
(
	set -e
	write_complete $id
	owner @alice
	printf '[Docs]\ndocs/ @writers\n' >CODEOWNERS
	run_ok git postmortem codeowners --write
	contains CODEOWNERS '[Post-mortems]'
	run_ok git postmortem codeowners --write >out
	contains out 'as it should be'
	sed -i 's/^status.*/status: closed/' postmortems/$id/README.md
	run_ok git postmortem codeowners --write
	lacks CODEOWNERS Post-mortems
)
end

begin 'what is broken is left alone'
(
	set -e
	write_complete $id
	owner @alice
	printf 'x @x\n# BEGIN git postmortem codeowners\n/a/ @a\n' >CODEOWNERS
	cp CODEOWNERS before
	fails_with 128 git postmortem codeowners --write 2>err
	contains err 'CODEOWNERS: there is "# BEGIN git postmortem codeowners"'
	cmp CODEOWNERS before
	ln -sf before CODEOWNERS
	fails_with 128 git postmortem codeowners --write 2>err
	contains err 'symbolic link'
	rm CODEOWNERS
	head -c 3145729 /dev/zero | tr '\0' '\n' >CODEOWNERS
	fails_with 128 git postmortem codeowners --write 2>err
	contains err 'has 3145729 bytes; GitHub reads nothing of one with more'
	rm CODEOWNERS
	write_broken 2026-11-22-broken
	run_ok git postmortem codeowners >out 2>err
	contains out 'slow/ @alice'
	contains err 2026-11-22-broken
	fails_with 129 git postmortem codeowners all
)
end

begin 'in a bare repository lines are printed, and nothing is written'
(
	set -e
	write_complete $id
	owner @alice
	commit_all begin
	git clone -q --bare . ../bare.git
	cd ../bare.git
	run_ok git postmortem codeowners >out
	contains out "/postmortems/$id/ @alice"
	fails_with 128 git postmortem codeowners --write
)
end

# --- owners checked against it ---

wants() {
	mkdir -p .postmortem
	printf 'codeowners: %s\n%s\n' "$1" "${2-}" >.postmortem/policy.yaml
}

begin 'codeowners: anywhere: every owner is named by some line'
(
	set -e
	wants anywhere
	write_complete $id
	owner @alice
	item one @bob
	item old @zoe declined
	printf '/src/ @alice @org/team\n' >CODEOWNERS
	fails_with 1 git postmortem check >out
	contains out 'CODEOWNERS does not name "@bob"'
	contains out '[owner-not-codeowner]'
	count 1 out 'owner-not-codeowner'
	printf '/lib/ bob@example.com @Bob\n' >>CODEOWNERS
	run_ok git postmortem check
	# What we wrote there ourselves proves nothing.
	printf '/src/ @alice\n' >CODEOWNERS
	git postmortem codeowners --write
	contains CODEOWNERS '@bob'
	fails_with 1 git postmortem check >out
	rm CODEOWNERS
	fails_with 1 git postmortem check >out
	contains out 'does not name "@alice"'
	wants off
	run_ok git postmortem check
	wants sometimes
	fails_with 1 git postmortem check >out
	contains out 'use off, anywhere or path'
)
end

begin 'codeowners: path: the last line that matches the record'
(
	set -e
	wants path 'people:
  alice: {forge: "@aa", email: alice@example.com}
  bob: {email: bob@example.com, teams: [sre]}
  carol: {email: carol@example.com}'
	write_complete $id
	owner alice
	item one bob
	printf '* @carol\n/postmortems/ @aa\n*/actions/ @aa\n' >CODEOWNERS
	fails_with 1 git postmortem check >out
	contains out 'CODEOWNERS does not name "bob" for this path'
	count 1 out 'owner-not-codeowner'
	# A team of the forge has whom the policy says is in it.
	printf '* @carol\n/postmortems/ @aa @org/SRE\n' >CODEOWNERS
	run_ok git postmortem check
	owner carol
	fails_with 1 git postmortem check >out
	contains out '"carol" for this path'
	sed -i '2i waivers: {owner-not-codeowner: she is back next week}' \
		postmortems/$id/README.md
	run_ok git postmortem check
)
end

begin 'the hook looks at what is staged, a range at its own commit'
(
	set -e
	wants anywhere
	printf '/src/ @alice\n' >CODEOWNERS
	git postmortem hook install
	commit_all begin
	write_complete $id
	owner @bob
	# On disk only.
	printf '/lib/ @bob\n' >>CODEOWNERS
	git add postmortems
	test_tick
	fails_with 1 git commit -q -m slow 2>err
	contains err 'does not name "@bob"'
	git add CODEOWNERS
	run_ok git commit -q -m slow
	printf '/src/ @alice\n' >CODEOWNERS
	git add CODEOWNERS
	git commit -q -m 'bob leaves'
	run_ok git postmortem check HEAD~2..HEAD~1
	fails_with 1 git postmortem check HEAD~2..HEAD >out
	contains out 'does not name "@bob"'
	fails_with 1 git postmortem advance slow >out
	contains out 'does not name "@bob"'
)
end

begin 'doctor sees a part that is out of date, and a file that is missing'
(
	set -e
	git postmortem init
	write_complete $id
	owner @alice
	git postmortem codeowners --commit
	git postmortem doctor >out || :
	lacks out codeowners
	owner @bob
	git postmortem doctor >out || :
	contains out 'the part of CODEOWNERS that is generated is not how'
	contains out 'git postmortem codeowners --write'
	git postmortem codeowners --write
	git postmortem doctor >out || :
	lacks out codeowners
	git rm -q -f CODEOWNERS
	wants path
	fails_with 1 git postmortem doctor >out
	contains out 'and there is no CODEOWNERS'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Who is who: an owner is one person, and the same one under each of their
# names.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow

standing() {
	git postmortem init >/dev/null 2>&1
	write_complete $id
	write_item $id old 2026-12-24
	commit_all 'standing'
}

# owned OWNER: a new item of theirs, as YAML has it.
owned() {
	printf -- '---\ntitle: Page before expiry\nowner: %s\n---\n' "$1" \
		>postmortems/$id/actions/new.md
	git add -A
}

restore() {
	git reset -q --hard
}

as_bob() {
	GIT_AUTHOR_NAME='Bob Example' GIT_AUTHOR_EMAIL=bob@example.com "$@"
}

begin 'what cannot be one person is no owner'
(
	set -e
	standing
	for owner in TBD tbd todo T.B.D. 'TBD?' N/A nobody Unknown none no-one \
		everyone team all unassigned '"@team"' '"<owner>"' \
		'"{{owner}}"' '"[name]"' 'SRE team' 'alice bob' \
		'the on-call' 'Alice Example' true no 123 1.5 2026-12-01 \
		alice@ '"alice @example.com"' '"@@alice"' 'Alice <alice@>' \
		alice@example.com@example.org mailto:alice@example.com \
		'alice@example.com bob@example.com'
	do
		owned "$owner"
		fails_with 1 git commit -q -m x 2>err
		grep -q 'new.md:3: error: owner: .* \[action-owner\]$' err ||
			complain "$owner: $(cat err)"
		contains err 'fix: '
		restore
	done
	for owner in '"@"' '"..."' '""' '"???"'
	do
		owned "$owner"
		fails_with 1 git commit -q -m x 2>err
		contains err 'new.md:3: error: owner: '
		restore
	done
)
end

begin 'an address, a name with one, a handle and a listed name are'
(
	set -e
	standing
	for owner in alice@example.com 'Alice Example <alice@example.com>' \
		'"<alice@example.com>"' alice '"@alice"' ALICE \
		"o'brien@example.com"
	do
		owned "$owner"
		run_ok git commit -q -m x 2>err
		[ ! -s err ] || complain "$owner: $(cat err)"
		git reset -q --hard HEAD~1
	done
	cat >.postmortem/policy.yaml <<-'END'
	people:
	  alice: {name: Alice Example, email: alice@example.com}
	  tanaka: {name: "田中 太郎", email: tanaka@example.com}
	END
	commit_all 'people'
	for owner in 'Alice Example' '田中 太郎' tanaka alice@example.com
	do
		owned "$owner"
		run_ok git commit -q -m x 2>err
		[ ! -s err ] || complain "$owner: $(cat err)"
		git reset -q --hard HEAD~1
	done
)
end

begin 'several words: the fix says how to write whom they name'
(
	set -e
	standing
	owned 'Alice Example'
	fails_with 1 git commit -q -m x 2>err
	contains err 'fix: write "alice@example.com", or list the name'
	owned 'Carol Chu'
	fails_with 1 git commit -q -m x 2>err
	contains err 'fix: write their address, "Carol Chu <address>", or'
)
end

begin 'a team of the policy is nobody, unless somebody is called like it'
(
	set -e
	standing
	cat >.postmortem/policy.yaml <<-'END'
	people:
	  alice: {email: alice@example.com, teams: [payments]}
	END
	commit_all 'teams'
	owned Payments
	fails_with 1 git commit -q -m x 2>err
	contains err 'owner: "Payments" is a team [action-owner]'
	printf '  payments: payments@example.com\n' >>.postmortem/policy.yaml
	owned payments
	run_ok git commit -q -m x
)
end

begin 'an owner of before stays as it is, and a new one is asked for'
(
	set -e
	standing
	sed -i 's/^owner:.*/owner: SRE team/' postmortems/$id/actions/old.md
	git add -A
	git commit -q --no-verify -m 'as it was'
	sed -i 's/^title:.*/title: Warm it/' postmortems/$id/actions/old.md
	git add -A
	run_ok git commit -q -m 'another title'
	run_ok git postmortem check >out 2>&1
	contains out 'warning: owner: the policy lists nobody called "SRE team"'
	sed -i 's/^owner:.*/owner: everyone/' postmortems/$id/actions/old.md
	git add -A
	fails_with 1 git commit -q -m 'another nobody' 2>err
	contains err 'error: owner: "everyone" is nobody [action-owner]'
)
end

begin 'lead, facilitator and attendees who are no persons are a warning'
(
	set -e
	standing
	sed -i '/^owner/a\
lead: the on-call\
debrief:\
  facilitator: TBD\
  attendees: [alice@example.com, everyone]' "$(document $id)"
	git add -A
	run_ok git commit -q -m x 2>err
	contains err 'warning: lead: the policy lists nobody called "the on-call"'
	contains err 'warning: debrief.facilitator: "TBD" is nobody'
	contains err 'warning: debrief.attendees: "everyone" is nobody'
)
end

begin 'a handle that nobody knows is a warning, with whom it may mean'
(
	set -e
	standing
	as_bob git commit -q --allow-empty -m 'somebody else'
	owned bbo
	run_ok git commit -q -m x 2>err
	contains err 'new.md:3: warning: owner: nobody knows "bbo" [owner-unknown]'
	contains err 'did you mean "Bob Example <bob@example.com>"?'
	# From then on a record knows it; so does CODEOWNERS.
	printf -- '---\ntitle: Page again\nowner: bbo\n---\n' \
		>postmortems/$id/actions/again.md
	git add -A
	run_ok git commit -q -m x 2>err
	[ ! -s err ]
	echo '* @dana' >CODEOWNERS
	owned dana
	run_ok git commit -q -m x 2>err
	[ ! -s err ]
	for owner in bob '"@Bob"' alice
	do
		owned "$owner"
		git commit -q -m x 2>err
		[ ! -s err ] || complain "$owner: $(cat err)"
	done
)
end

begin 'the log is asked once, for a new word alone, and in a range as well'
(
	set -e
	standing
	base=$(git rev-parse HEAD)
	logs() {
		GIT_TRACE=$PWD/../trace git commit -q -m "$1" 2>err
		grep -c "built-in: git log .*--max-count=5000" ../trace || :
		rm ../trace
	}
	sed -i 's/^title.*/title: Another/' postmortems/$id/actions/old.md
	git add -A
	[ "$(logs title)" = 0 ]
	owned carol@example.com
	[ "$(logs address)" = 0 ]
	owned alice
	[ "$(logs 'who commits')" = 0 ]
	owned zoe
	sed -i 's/^owner.*/owner: yan/' postmortems/$id/actions/old.md
	git add -A
	[ "$(logs words)" = 1 ]
	contains err 'nobody knows "zoe"'
	contains err 'nobody knows "yan"'
	run_ok git postmortem check "$base..HEAD" >out 2>&1
	contains out 'nobody knows "zoe"'
)
end

begin 'commands refuse nobody before they write'
(
	set -e
	standing
	for owner in TBD everyone 'SRE team' '<owner>' 42 alice@
	do
		fails_with 128 git postmortem action add slow 'Page' \
			--owner "$owner" 2>err
		contains err 'fatal: owner: '
		fails_with 128 git postmortem action set old --owner "$owner"
		fails_with 128 git postmortem new Again --severity minor \
			--owner "$owner"
	done
	git status --porcelain >../status
	lacks ../status postmortems
	run_ok git postmortem action set old \
		--owner 'Bob Example <bob@example.com>'
	grep -q '^owner: Bob Example <bob@example.com>$' \
		postmortems/$id/actions/old.md
)
end

begin 'one person is the same in filters, whoever writes it how'
(
	set -e
	standing
	for owner in 'Bob Example <bob@example.com>' bob '"@bob"' \
		bob@example.com BOB@example.com '"<bob@example.com>"' \
		'"12+bob@users.noreply.example.com"'
	do
		sed -i "s/^owner:.*/owner: $owner/" postmortems/$id/actions/old.md
		for asked in bob @bob bob@example.com 'B <bob@example.com>'
		do
			case $owner in *noreply*)
				case $asked in *example*) continue ;; esac ;;
			esac
			git postmortem action list -o "$asked" >out
			contains out 'Warm the cache' ||
				complain "$owner for -o $asked"
		done
		git postmortem action list -o robert >out
		lacks out 'Warm the cache'
		case $owner in *noreply*) continue ;; esac
		as_bob git postmortem action list --owner me >out
		contains out 'Warm the cache'
		as_bob env GIT_POSTMORTEM_NOW=2026-12-30T12:00Z \
			git postmortem --format=json >out
		contains out '"mine": true'
	done
	sed -i 's/^owner:.*/owner: bob@example.com/' "$(document $id)"
	git postmortem list -o bob >out
	contains out 'Slow checkout'
)
end

begin 'of two with one handle the handle is neither'
(
	set -e
	standing
	sed -i 's/^owner:.*/owner: bob@example.com/' postmortems/$id/actions/old.md
	owned bob@example.org
	git postmortem action list -o bob >out
	lacks out 'Warm the cache'
	lacks out 'Page before'
	git postmortem action list -o bob@example.org >out
	lacks out 'Warm the cache'
	contains out 'Page before'
)
end

done_testing

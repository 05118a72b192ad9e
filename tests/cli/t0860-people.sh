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
		'alice@example.com bob@example.com' \
		'TBD <tbd@example.com>' 'Everyone <all@example.com>'
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
		'"<alice@example.com>"' '"田中 太郎 <tanaka@example.com>"' alice '"@alice"' ALICE \
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
	# Or an address beside it, in the same change.
	sed -i 's/^owner:.*/owner: Fay <fay@example.com>/' \
		postmortems/$id/actions/old.md
	owned fay
	run_ok git commit -q -m x 2>err
	lacks err 'nobody knows'
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

begin 'me is whoever asks, in what is written as well'
(
	set -e
	standing
	owned me
	fails_with 1 git commit -q -m x 2>err
	contains err 'owner: "me" is nobody'
	restore
	as_bob git postmortem action set old --owner me
	grep -q '^owner: bob@example.com$' postmortems/$id/actions/old.md
	as_bob git postmortem action add slow 'Page' --owner me
	grep -q '^owner: bob@example.com$' postmortems/$id/actions/page.md
	git postmortem action accept page --owner me --due +2w
	grep -q '^owner: alice@example.com$' postmortems/$id/actions/page.md
	as_bob git postmortem new Again --severity minor --owner me --lead me
	count 2 postmortems/2026-12-02-again/README.md ': bob@example.com'
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

# --- .mailmap ---

with_mailmap() {
	standing
	echo 'Alice Example <alice@example.com> <al@example.org>' >.mailmap
	commit_all 'mailmap'
}

as_old_alice() {
	GIT_AUTHOR_NAME=al GIT_AUTHOR_EMAIL=al@example.org "$@"
}

begin '.mailmap counts for me, in filters and for what needs attention'
(
	set -e
	with_mailmap
	sed -i 's/^owner:.*/owner: bob@example.com/' "$(document $id)"
	for pair in al@example.org:alice@example.com \
		alice@example.com:al@example.org al@example.org:alice \
		'alice@example.com:Al <al@example.org>'
	do
		export GIT_AUTHOR_EMAIL="${pair%%:*}"
		sed -i "s/^owner:.*/owner: ${pair#*:}/" \
			postmortems/$id/actions/old.md
		git postmortem action list -o me >out
		contains out 'Warm the cache'
		git postmortem action list -o "${pair%%:*}" >out
		contains out 'Warm the cache'
		GIT_POSTMORTEM_NOW=2026-12-30T12:00Z \
			git postmortem --format=json >out
		contains out '"mine": true'
	done
	export GIT_AUTHOR_EMAIL=al@example.org
	git postmortem action add slow 'Write it down'
	grep -q '^owner: alice@example.com$' \
		postmortems/$id/actions/write-it-down.md
	cd postmortems
	git postmortem action list -o al@example.org >out
	contains out 'Warm the cache'
)
end

begin '.mailmap counts in the hook, in a range and on a server'
(
	set -e
	with_mailmap
	for owner in alice@example.com al@example.org alice
	do
		owned "$owner"
		as_old_alice git commit -q -m 'propose' 2>err
		git postmortem action accept new --due +3w >/dev/null
		as_old_alice git commit -q -m 'accept' 2>err
		lacks err by-other
		git postmortem check HEAD~2..HEAD >out 2>&1
		lacks out by-other
		git clone -q --bare . ../bare.git
		git -C ../bare.git postmortem check HEAD~2..HEAD >out 2>&1
		contains out accepted-too-soon
		lacks out by-other
		rm -rf ../bare.git
		git reset -q --hard HEAD~2
	done
	# It is no excuse for others.
	owned alice@example.com
	git commit -q -m 'propose'
	git postmortem action accept new --due +3w >/dev/null
	as_bob git commit -q -m 'accept' 2>err
	contains err by-other
	contains err bob@example.com
)
end

begin 'mailmap.file and mailmap.blob count as they do for git'
(
	set -e
	standing
	sed -i 's/^owner:.*/owner: alice@example.com/' \
		postmortems/$id/actions/old.md
	echo '<alice@example.com> <al@example.org>' >../map
	git postmortem action list -o al@example.org >out
	lacks out 'Warm the cache'
	git config mailmap.file "$PWD/../map"
	git postmortem action list -o al@example.org >out
	contains out 'Warm the cache'
	git config --unset mailmap.file
	git config mailmap.blob "$(git hash-object -w ../map)"
	git postmortem action list -o al@example.org >out
	contains out 'Warm the cache'
)
end

begin 'without a .mailmap git is not asked for one; with one, once'
(
	set -e
	standing
	owned bob@example.com
	asked() {
		rm -f ../trace
		GIT_TRACE=$PWD/../trace "$@" >out 2>&1
		grep -c 'built-in: git check-mailmap' ../trace || :
	}
	[ "$(asked git postmortem action list -o carol)" = 0 ]
	[ "$(asked git postmortem action list -o me)" = 0 ]
	echo '<alice@example.com> <al@example.org>' >.mailmap
	[ "$(asked git postmortem action list)" = 0 ]
	[ "$(asked git postmortem action list -o al@example.org)" = 1 ]
	git add -A
	git commit -q -m map
	echo more >notes
	git add -A
	[ "$(asked git commit -q -m 'unrelated')" = 0 ]
)
end

# --- init --people ---

author() {
	GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$2 \
		git commit -q --allow-empty -m 'somebody'
}

authors() {
	author 'Alice Example' alice@example.com
	author 'Alice Example' alice@example.org
	author 'Alice Example' 12+alice-gh@users.noreply.example.com
	author 'Bob Example' bob@example.com
	author bob bob@example.net
	author 'Old Name' old@example.com
	author '田中 太郎' tanaka@example.com
	author "Dan: O'Hara, #1" dan+git@example.com
	author 'dependabot[bot]' 49+dependabot[bot]@users.noreply.example.com
	author TBD tbd@example.com
	echo 'Carol Chu <carol@example.com> <old@example.com>' >.mailmap
}

begin 'init --people lists the authors of the log, each once'
(
	set -e
	authors
	run_ok git postmortem init --people --skip-hooks >out 2>err
	contains out 'people alice, bob, bob-example, carol, dan and 1 more'
	contains out 'people 2 who look like no person left out'
	sed -n '/^people:/,/^$/p' .postmortem/policy.yaml >people
	same people - <<-'END'
	people:
	  alice: {name: Alice Example, email: [alice@example.org, alice@example.com], forge: "@alice-gh"}
	  bob: {name: bob, email: bob@example.net}
	  bob-example: {name: Bob Example, email: bob@example.com}
	  carol: {name: Carol Chu, email: carol@example.com}
	  dan: {name: "Dan: O'Hara, #1", email: dan+git@example.com}
	  tanaka: {name: 田中 太郎, email: tanaka@example.com}

	END
	grep -q '^#people:$' .postmortem/policy.yaml
	run_ok git postmortem check
	cp .postmortem/policy.yaml ../before
	run_ok git postmortem init --people --skip-hooks >out
	contains out 'kept   .postmortem/policy.yaml'
	contains out 'of the log'
	same .postmortem/policy.yaml ../before
)
end

begin 'init --people adds who is missing, and leaves every other byte'
(
	set -e
	authors
	git postmortem init --skip-hooks >/dev/null
	cat >.postmortem/policy.yaml <<-'END'
	# ours
	people:
	    alice: alice@example.com # the first
	    bob-example:
	        email: bob@example.com

	# what follows
	soak-days: 1
	END
	commit_all 'ours'
	run_ok git postmortem init --people --skip-hooks --commit >out
	contains out 'wrote  .postmortem/policy.yaml (people were added)'
	contains out 'people alice lacks alice@example.org; add it if'
	same .postmortem/policy.yaml - <<-'END'
	# ours
	people:
	    alice: alice@example.com # the first
	    bob-example:
	        email: bob@example.com
	    bob: {name: bob, email: bob@example.net}
	    carol: {name: Carol Chu, email: carol@example.com}
	    dan: {name: "Dan: O'Hara, #1", email: dan+git@example.com}
	    tanaka: {name: 田中 太郎, email: tanaka@example.com}

	# what follows
	soak-days: 1
	END
	[ "$(git log -1 --format=%s)" = 'postmortem: list people' ]
)
end

begin 'init --people refuses a list that it could not add to'
(
	set -e
	authors
	git postmortem init --skip-hooks >/dev/null
	for people in 'people: {zoe: zoe@example.com}' 'people: [zoe]' \
		'people: zoe' 'peeple: 1'
	do
		echo "$people" >.postmortem/policy.yaml
		fails_with 128 git postmortem init --people --skip-hooks 2>err
		contains err '.postmortem/policy.yaml:1: '
		[ "$(cat .postmortem/policy.yaml)" = "$people" ]
	done
	for people in 'people:' 'people: {}' '# nothing' 'root: x'
	do
		printf %s "$people" >.postmortem/policy.yaml
		run_ok git postmortem init --people --skip-hooks
		contains .postmortem/policy.yaml '  carol: {name: Carol Chu'
	done
)
end

begin 'init says whom a list would know, and a new branch has its author'
(
	set -e
	authors
	run_ok git postmortem init --skip-hooks 2>err
	contains err 'git postmortem init --people" would list alice, bob, '
	fresh_repo ../empty
	cd ../empty
	run_ok git postmortem init --skip-hooks --people 2>err
	lacks err 'would list'
	grep -q '^  alice: {name: Alice Example, email: alice@example.com}$' \
		.postmortem/policy.yaml
)
end

begin 'completion offers a person once, whoever knows them'
(
	set -e
	standing
	authors
	sed -i 's/^owner:.*/owner: "@alice"/' postmortems/$id/actions/old.md
	echo '* @dana eve@example.com @org/team' >CODEOWNERS
	git postmortem complete owner >out
	count 1 out tanaka@example.com
	count 1 out carol@example.com
	count 1 out dana
	count 1 out eve@example.com
	lacks out team
	lacks out bot
	lacks out old@example.com
	git postmortem complete owner tan >out
	same out - <<-'END'
	tanaka@example.com
	END
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule promise-by-other and the history that a record carries: whom its
# events name has committed them, or is waited for.

# Variables are those of asking.sh.
# shellcheck disable=SC2030,SC2031,SC2034,SC2086,SC2154

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/push.sh"
. "${0%/*}/asking.sh"

begin 'who commits what they did is asked nothing'
(
	set -e
	base_of_alice
	write "$is_accepted" "$proposed" "$accepted"
	git add -A
	run_ok env GIT_AUTHOR_NAME=Bob GIT_AUTHOR_EMAIL=bob@example.com \
		git postmortem check --staged >said
	asked 0
	by bob 'accept'
	write "$is_moved" "$proposed" "$accepted" "$moved"
	by bob 'move'
	run_ok check base..HEAD
	asked 0
	# Someone else goes on with the branch.
	echo other >other.txt
	sed 's/^type/priority: high\n&/' $item >next
	mv next $item
	by alice 'priority'
	run_ok check base..HEAD
	asked 0
)
end

begin 'who writes that another did it waits for them, in the hook and a range'
(
	set -e
	base_of_alice
	git postmortem hook install
	write "$is_accepted" "$proposed" "$accepted"
	git add -A
	test_tick
	run_ok git commit -q -m 'accept for bob' 2>err
	tr -s ' \n' ' ' <err >flat
	contains flat 'waits for bob: "2026-12-02 bob: accepted, due 2027-01-10" is in a commit by Alice Example <alice@example.com>'
	run_ok check base..HEAD
	asked 1
	contains said "$item:14: warning: waits for bob"
	contains flat 'Co-authored-by: Name <address>'
)
end

begin 'one rule asks for moving, closing, declining, handing over, reopening'
(
	set -e
	state=$is_accepted base_of_alice "$proposed" "$accepted"
	write "$is_moved" "$proposed" "$accepted" "$moved"
	by alice 'move'
	run_ok check base..HEAD
	asked 1
	contains flat '"2026-12-02 bob: due 2027-01-24" is in a commit by alice'
	git reset -q --hard base
	write "${is_done%%
*}
due: 2027-01-10
evidence: https://example.com/1" "$proposed" "$accepted" "$done"
	by alice 'close'
	run_ok check base..HEAD
	asked 1
	write "$is_accepted" "$proposed" "$accepted" "$done" \
		'2026-12-03 bob: accepted, no evidence'
	by carol 'reopen'
	run_ok check HEAD~..HEAD
	asked 1
	contains flat 'accepted, no evidence" is in a commit by carol'
	run_ok check base..HEAD
	asked 1
	contains flat 'is in a commit by alice <alice@example.com>, and 1 more'
	git reset -q --hard base
	write 'state: declined
due: 2027-01-10' "$proposed" "$accepted" '2026-12-02 bob: declined: no time for it'
	by alice 'decline'
	run_ok check base..HEAD
	asked 1
	git reset -q --hard base
	owner=carol write "$is_accepted" "$proposed" "$accepted" \
		'2026-12-02 carol: owner carol'
	by alice 'hand over'
	run_ok check base..HEAD
	asked 1
	contains flat 'waits for carol'
	# Who takes it over has to do it.
	git reset -q --hard base
	owner=carol write "$is_accepted" "$proposed" "$accepted" \
		'2026-12-02 bob: owner carol'
	by bob 'hand over'
	run_ok check base..HEAD
	asked 1
	contains flat 'waits for carol: "2026-12-02 bob: owner carol" promises it for them'
)
end

begin 'who declines or moves their own with a change of nobody else is free to'
(
	set -e
	state=$is_accepted base_of_alice "$proposed" "$accepted"
	write "$is_moved" "$proposed" "$accepted" "$moved"
	by bob 'move'
	write "$is_done" "$proposed" "$accepted" "$moved" "$done"
	by bob 'close'
	run_ok check base..HEAD
	asked 0
	# A proposal is nobody's promise.
	git reset -q --hard base
	state=
	write_complete 2026-11-30-mail
	item=postmortems/2026-11-30-mail/actions/page.md
	write "$is_proposed" '2026-12-02 carol: proposed, owner bob' \
		'2026-12-02 dave: owner erin'
	by alice 'propose'
	check base..HEAD || :
	asked 0
)
end

begin 'of a squash the co-authors are witnesses, and another waits'
(
	set -e
	base_of_alice
	write "$is_moved" "$proposed" "$accepted" "$moved"
	by alice 'accept and move (#12)

* accept it

* move it

Co-authored-by: Bob Example <bob@example.com>'
	run_ok check base..HEAD
	asked 0
	git commit -q --amend -m 'accept and move (#12)'
	run_ok check base..HEAD
	asked 1
	contains flat 'waits for bob: "2026-12-02 bob: accepted, due 2027-01-10" is in a commit by alice <alice@example.com>, and 1 more'
)
end

begin 'of two persons in one squash the one without a trailer is waited for'
(
	set -e
	base_of_alice
	owner=carol write "$is_moved" "$proposed" "$accepted" "$moved" \
		'2026-12-02 carol: owner carol'
	by alice 'accept, move and hand over (#12)

Co-authored-by: Bob Example <bob@example.com>'
	run_ok check base..HEAD
	asked 1
	contains flat 'waits for carol: "2026-12-02 carol: owner carol" is in a commit by alice'
	git commit -q --amend -m 'accept, move and hand over (#12)'
	run_ok check base..HEAD
	asked 2
	contains flat 'waits for bob'
	contains flat 'waits for carol'
)
end

# known: the policy says who bob is, who is not called so everywhere
known() {
	git reset -q --hard base
	mkdir -p .postmortem
	cat >.postmortem/policy.yaml <<-'END'
	people:
	  bob: {name: Robert Example, email: rob@example.com, forge: "@rob-gh"}
	  alice: {name: Alice Example, email: alice@example.com}
	  carol: {email: carol@example.com, forge: "@carol-gh"}
	END
	by alice 'people'
	git tag -f base >/dev/null
}

# coauthored CONTACT: the acceptance is alice's commit, with that co-author
coauthored() {
	git reset -q --hard base
	write "$is_accepted" "$proposed" "$accepted"
	by alice "accept

Co-authored-by: $1"
	run_ok check base..HEAD
}

begin 'a private address of a forge is the login in it'
(
	set -e
	base_of_alice
	coauthored "Bob Example <123+bob$private.github.com>"
	asked 0
	coauthored "Bob Example <123-bob$private.gitlab.com>"
	asked 0
	known
	coauthored "Rob <77+rob-gh$private.github.com>"
	asked 0
	# Somebody else there who is called so.
	coauthored "Bob <78+bob$private.github.com>"
	asked 1
	contains flat 'waits for @rob-gh: "2026-12-02 bob: accepted'
	coauthored "helper[bot] <9+helper[bot]$private.github.com>"
	asked 1
)
end

begin 'a person who was renamed is who .mailmap says'
(
	set -e
	base_of_alice
	known
	coauthored 'Bobby Former <former@example.com>'
	asked 1
	printf 'Bob Example <rob@example.com> <former@example.com>\n' >.mailmap
	by alice 'mailmap'
	run_ok check base..HEAD
	asked 0
)
end

begin 'a file that was moved has no new events, and one that was copied has'
(
	set -e
	state=$is_accepted base_of_alice "$proposed" "$accepted"
	write_complete 2026-11-30-mail
	by alice 'another'
	git tag -f base >/dev/null
	mkdir -p postmortems/2026-11-30-mail/actions
	git mv $item postmortems/2026-11-30-mail/actions/alarm.md
	sed 's/^title.*/title: Ring before expiry/; s/^The cert.*/All new words./' \
		postmortems/2026-11-30-mail/actions/alarm.md >next
	mv next postmortems/2026-11-30-mail/actions/alarm.md
	by alice 'move it'
	check base..HEAD || :
	asked 0
	git reset -q --hard base
	mkdir -p postmortems/2026-11-30-mail/actions
	cp $item postmortems/2026-11-30-mail/actions/page.md
	by alice 'copy it'
	check base..HEAD || :
	asked 1
	contains said 'warning: waits for bob'
)
end

begin 'a renamed item is followed to the commit that brought the event'
(
	set -e
	base_of_alice
	write "$is_accepted" "$proposed" "$accepted"
	by bob 'accept'
	git mv $item postmortems/$id/actions/alarm.md
	by alice 'rename'
	sed 's/^type/priority: high\n&/' postmortems/$id/actions/alarm.md >next
	mv next postmortems/$id/actions/alarm.md
	by alice 'priority'
	run_ok check base..HEAD
	asked 0
)
end

begin 'words that are put into a mouth later are not theirs'
(
	set -e
	base_of_alice
	write "$is_moved" "$proposed" "$accepted" "$moved"
	by bob 'accept and move'
	write "$is_moved" "$proposed" "$accepted" "${moved%%: the*}: I forgot"
	by alice 'reword'
	run_ok check base..HEAD
	asked 1
	contains flat '"2026-12-02 bob: due 2027-01-24" is in a commit by alice'
	# Once it is merged the rule history-reworded tells it.
	git tag -f base HEAD~ >/dev/null
	run_ok check base..HEAD
	asked 0
	contains said '[history-reworded]'
)
end

begin 'what a merge brings was witnessed on its branch'
(
	set -e
	base_of_alice
	git switch -q -c topic
	write "$is_accepted" "$proposed" "$accepted"
	by bob 'accept'
	git switch -q main
	sed 's/^type/priority: high\n&/' $item >next
	mv next $item
	by alice 'priority'
	git postmortem hook install
	test_tick
	git merge -q topic -m 'merge' >out 2>err || {
		write "$is_accepted
priority: high" "$proposed" "$accepted"
		git add -A
		run_ok git commit -q -m 'merge' 2>err
	}
	lacks err '[promise-by-other]'
	run_ok check base..HEAD
	asked 0
	run_ok check HEAD~..HEAD
	asked 0
	# And what the merge itself says of bob, he did not.
	write "$is_moved
priority: high" "$proposed" "$accepted" "$moved"
	git add -A
	git commit -q --no-verify --amend -m 'merge'
	run_ok check base..HEAD
	asked 1
	contains flat 'bob: due 2027-01-24" is in a commit by Alice Example'
)
end

begin 'an event that tells the past is held against the log, not its person'
(
	set -e
	state=$is_proposed
	base_of_alice
	write "$is_proposed"
	by alice 'version 0.1'
	write "$is_accepted"
	by bob 'accept, with version 0.1'
	git tag -f base >/dev/null
	write "$is_accepted" "$proposed" "$accepted"
	git add -A
	run_ok git postmortem check --staged >said
	asked 0
	by alice 'the history of old items'
	run_ok check base..HEAD
	asked 0
	# Where the log says otherwise, or nothing.
	git reset -q --hard base~
	write "$is_accepted"
	by carol 'accept for bob, with version 0.1'
	git tag -f base >/dev/null
	write "$is_accepted" "$proposed" "$accepted"
	by alice 'the history of old items'
	run_ok check base..HEAD
	asked 1
	contains flat 'the log says that it was carol'
	write "$is_accepted" "$proposed" "$accepted" \
		'2026-12-02 bob: due 2027-01-24: moved' \
		'2026-12-02 bob: due 2027-01-10: and back'
	by alice 'a story'
	run_ok check HEAD~..HEAD
	asked 2
	contains flat 'the log does not say so'
)
end

begin 'a revert of a revert brings back what was witnessed long ago'
(
	set -e
	base_of_alice
	write "$is_accepted" "$proposed" "$accepted"
	by bob 'accept'
	test_tick
	git revert --no-edit HEAD >out
	run_ok check HEAD~..HEAD
	asked 0
	test_tick
	git revert --no-edit HEAD >out
	run_ok check HEAD~..HEAD
	asked 0
	# As one step, while it is staged.
	git reset -q --hard HEAD~
	git revert -n HEAD
	run_ok git postmortem check --staged >said
	asked 0
)
end

begin 'a field that no event tells of is asked as in version 0.1'
(
	set -e
	base_of_alice
	write "$is_accepted" "$proposed"
	by alice 'accept by hand'
	run_ok check base..HEAD
	asked 1
	contains flat 'bob promises this, but the commit is by alice'
	write "$is_proposed"
	by alice 'as version 0.1 writes it'
	git tag -f base >/dev/null
	write "$is_accepted"
	by alice 'without any history'
	run_ok check base..HEAD
	asked 1
	contains flat 'bob promises this, but the commit is by alice'
)
end

begin 'check --merged asks nobody'
(
	set -e
	base_of_alice
	write "$is_accepted" "$proposed" "$accepted"
	by alice 'accept for bob'
	run_ok check base..HEAD
	asked 1
	run_ok check base..HEAD --merged
	asked 0
	lacks said 'error'
	write "$is_moved" "$proposed" "$accepted" "$moved"
	git add -A
	run_ok check --staged --merged
	asked 0
	fails_with 129 git postmortem check --merged 2>err
	contains err '--merged goes with a range'
	# The form is checked all the same.
	write 'state: accepted' "$proposed" "$accepted"
	by alice 'no day'
	fails_with 1 check base..HEAD --merged
)
end

begin 'a policy can make it an error, also in a push'
(
	set -e
	begin_server
	git config core.hooksPath /dev/null
	printf 'said\nflat\nnext\n' >>.git/info/exclude
	write "$is_proposed" "$proposed"
	by alice 'propose'
	push -q origin main
	git tag base
	# A forge pushes its squash like this: it is never refused by default.
	write "$is_moved" "$proposed" "$accepted" "$moved"
	by alice 'accept and move (#12)'
	run_ok push -q origin main
	contains err 'warning'
	git reset -q --hard base
	git push -q -f origin main 2>/dev/null
	printf 'rules:\n  promise-by-other: error\n' >policy.yaml
	mkdir -p .postmortem
	mv policy.yaml .postmortem/policy.yaml
	by alice 'be strict'
	push -q origin main
	write "$is_moved" "$proposed" "$accepted" "$moved"
	by alice 'accept and move (#12)'
	refused -q origin main
	contains err 'waits for bob'
	git commit -q --amend -m 'accept and move (#12)

Co-authored-by: Bob Example <bob@example.com>'
	run_ok push -q origin main
	lacks err 'promise-by-other'
)
end

begin 'a shallow clone knows no witness, and nobody is waited for'
(
	set -e
	base_of_alice
	write "$is_accepted" "$proposed" "$accepted"
	by alice 'accept for bob'
	echo more >more.txt
	by alice 'more'
	git clone -q --depth 1 "file://$PWD" ../shallow
	cd ../shallow
	git fetch -q --depth 1 origin tag base
	git postmortem check base..HEAD >said || :
	asked 0
)
end

begin 'a range asks git as often for twenty items as for two'
(
	set -e
	base_of_alice
	for nr in 2 20
	do
		git reset -q --hard base
		i=0
		while [ $i -lt $nr ]
		do
			i=$((i + 1))
			write "$is_accepted" "$proposed" "$accepted"
			sed "s/expiry/expiry of $i/" $item \
				>postmortems/$id/actions/i$i.md
		done
		by bob 'accept all'
		i=0
		while [ $i -lt $nr ]
		do
			i=$((i + 1))
			echo '- 2026-12-02 bob: in-progress' \
				>>postmortems/$id/actions/i$i.md
			sed -i 's/^state.*/state: in-progress/' \
				postmortems/$id/actions/i$i.md
		done
		by alice 'start all'
		GIT_TRACE=$PWD/../trace.$nr git postmortem check base.. >said
		asked "$nr"
		grep -c 'built-in: git ' ../trace.$nr >>../asked
	done
	[ "$(sort -u ../asked | wc -l)" = 1 ]
)
end

done_testing

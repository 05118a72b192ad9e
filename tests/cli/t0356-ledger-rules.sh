#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rules about a record's history: what is written by hand beside it, what
# merges lose of it, which way a squash went, and that a revert is refused
# nowhere.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/push.sh"

id=2026-11-21-slow
item=postmortems/$id/actions/page.md

# write_to FILE FIELDS [EVENT...]: an item with these lines of front matter and
# these events. An item without any has no history. write: the same of $item.
write_to() {
	file=$1
	shift
	mkdir -p "${file%/*}"
	{
		printf -- '---\ntitle: Page before expiry\n%s\n' "$1"
		printf 'owner: alice@example.com\ntype: detect\n---\n\n'
		printf 'The certificate must page a week before.\n'
		shift
		[ $# = 0 ] || printf '\n## History\n\n'
		[ $# = 0 ] || printf -- '- %s\n' "$@"
	} >"$file"
}
write() {
	write_to $item "$@"
}

proposed='2026-11-23 alice: proposed, owner alice'
accepted='2026-12-02 alice: accepted, due 2026-12-20'
moved='2026-12-02 alice: due 2027-01-24: the vendor is late, again'
done='2026-12-02 alice: done, evidence https://example.com/1'
state_proposed='state: proposed'
state_accepted='state: accepted
due: 2026-12-20'
state_moved='state: accepted
due: 2027-01-24'
state_done='state: done
due: 2027-01-24
evidence: https://example.com/1'

# A week ago there was a post-mortem with this item.
standing() {
	printf 'said\nflat\nerr\nout\npush.out\n' >.git/info/exclude
	write_complete $id
	write "$@"
	PM_CLOCK=$((PM_CLOCK - 7 * 86400))
	commit_all 'standing'
	PM_CLOCK=$((PM_CLOCK + 7 * 86400))
	base=$(git rev-parse HEAD)
}

# What check says of staged or of a range, without advice.
check() {
	status=0
	git postmortem check "$@" >said || status=$?
	cat said
	return $status
}

# --- beside version 0.1 ---

begin 'a change by hand of a record without a history is found by no rule'
(
	set -e
	standing "$state_proposed"
	write "$state_accepted"
	git add -A
	run_ok check --staged
	lacks said '[history-'
	commit_all 'accepted by hand'
	run_ok check HEAD~..HEAD
	lacks said '[history-'
	run_ok check
	lacks said '[history-'
)
end

begin 'one of a record with a history is a warning, with the line to add'
(
	set -e
	standing "$state_proposed" "$proposed"
	git postmortem hook install
	write "$state_accepted" "$proposed"
	git add -A
	run_ok check --staged
	contains said "$item:3: warning: the history does not say that state is"
	tr -s ' \n' ' ' <said >flat
	contains flat 'add "- 2026-12-02 alice@example.com: accepted, due 2026-12-20" at'
	commit_all 'accepted by hand'
	run_ok check HEAD~..HEAD
	tr -s ' \n' ' ' <said >flat
	contains flat 'add "- 2026-12-02 alice@example.com: accepted, due 2026-12-20" at'
	run_ok check
	contains said '[history-behind]'
	# And from then on it was so before.
	write "$state_accepted
priority: high" "$proposed"
	git add -A
	run_ok git commit -q -m 'priority' 2>err
	contains err '1 warning stood before'
	lacks err 'history-behind'
)
end

begin 'a value that nothing ever told is a finding when it is moved'
(
	set -e
	standing 'state: accepted
due: 2026-12-20' '2026-11-24 alice: accepted'
	write 'state: accepted
due: 2026-12-19' '2026-11-24 alice: accepted'
	git add -A
	run_ok check --staged
	contains said 'the history does not say that due is 2026-12-19'
	lacks said 'that state is'
	write 'state: accepted' '2026-11-24 alice: accepted'
	git add -A
	check --staged || :
	contains said 'the history does not say that due is nothing any more'
)
end

begin 'the other spelling of a person is no other event'
(
	set -e
	standing "$state_moved" "$proposed" "$accepted" "$moved"
	write "$state_moved" "${proposed%alice}alice@example.com" \
		'2026-12-02 @alice: accepted, due 2026-12-20' \
		'2026-12-02 Alice Example <alice@example.com>: due 2027-01-24: The
  vendor is *late*, again!'
	git add -A
	run_ok check --staged
	lacks said '[history-'
)
end

# --- a revert is refused nowhere ---

# Everywhere: by hooks of a clone and of a server that judges each commit, by a
# range of one and of all commits, and while it is staged.
passes_everywhere() {
	run_ok check HEAD~..HEAD
	run_ok check "$base..HEAD"
	run_ok git postmortem hook run pre-push origin url <<-END
	refs/heads/main $(git rev-parse HEAD) refs/heads/main $base
	END
	run_ok git push -q origin HEAD:main
	git reset -q --soft HEAD~
	run_ok check --staged
	run_ok git commit -q -m 'as one takes back by hand'
	git reset -q --hard 'HEAD@{2}'
}

# A server that has what "standing" wrote.
begin_serving() {
	begin_server
	policy <<-'END'
	push:
	  check: each
	END
	standing "$@"
	git push -q origin main
	git postmortem hook install
}

revert() {
	test_tick
	run_ok git revert --no-edit "$@" >out
}

begin 'a revert of an acceptance passes everywhere, and is told'
(
	set -e
	begin_serving "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed" "$accepted"
	commit_all 'accept it'
	git push -q origin main
	base=$(git rev-parse HEAD)
	revert HEAD
	passes_everywhere
	check HEAD~..HEAD
	contains said "$item:10: warning: \"$accepted\" is taken back"
	lacks said '[state-transition]'
	lacks said '[promise-by-other]'
)
end

begin 'a revert of an acceptance that was made by hand passes everywhere'
(
	set -e
	begin_serving "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed"
	commit_all 'accepted by hand'
	git push -q origin main
	base=$(git rev-parse HEAD)
	revert HEAD
	run_ok check HEAD~..HEAD
	lacks said '[state-transition]'
	run_ok git push -q origin HEAD:main
	# In other words it is a promise that goes without one.
	git commit -q --no-verify --amend -m 'never mind'
	fails_with 1 check HEAD~..HEAD
	contains said 'error: accepted becomes a proposal again'
)
end

begin 'who removes a history and hands the item over takes nothing back'
(
	set -e
	standing "$state_accepted" "$proposed" "$accepted"
	write "$state_accepted"
	sed -i 's/^owner: .*/owner: bob@example.com/' $item
	git add -A
	fails_with 1 check --staged
	contains said 'error: the event "2026-11-23 alice: proposed, owner alice" and 1 more is'
	contains said '[history-lost]'
)
end

begin 'a revert in a push lets nothing pass that another commit takes away'
(
	set -e
	standing "$state_accepted" "$proposed" "$accepted"
	base=$(git rev-parse HEAD)
	write "$state_moved" "$proposed" "$accepted" "$moved"
	commit_all 'move it'
	revert HEAD
	revert HEAD
	check "$base..HEAD"
	write "$state_accepted"
	sed -i 's/^owner: .*/owner: bob@example.com/' $item
	commit_all 'tidy up'
	fails_with 1 check "$base..HEAD"
	contains said '[history-lost]'
	# Nor where that came first.
	git revert --no-edit HEAD
	fails_with 1 check "HEAD~2..HEAD~1"
)
end

begin 'a revert of a move to a day that has passed passes everywhere'
(
	set -e
	begin_serving 'state: accepted
due: 2026-11-30' "$proposed" '2026-11-24 alice: accepted, due 2026-11-30'
	write "$state_moved" "$proposed" \
		'2026-11-24 alice: accepted, due 2026-11-30' "$moved"
	commit_all 'move it'
	git push -q origin main
	base=$(git rev-parse HEAD)
	revert HEAD
	passes_everywhere
	check HEAD~..HEAD
	contains said '[history-taken-back]'
	lacks said '[due-'
)
end

begin 'a revert of a closure with its fix passes, also below a closed document'
(
	set -e
	begin_serving "$state_moved" "$proposed" "$accepted" "$moved"
	echo fix >fix.txt
	write "$state_done" "$proposed" "$accepted" "$moved" "$done"
	commit_all 'fix it'
	git push -q origin main
	base=$(git rev-parse HEAD)
	revert HEAD
	[ ! -e fix.txt ]
	passes_everywhere
	# Closed meanwhile: it has an open item again.
	git reset -q --hard "$base"
	sed 's/^status: draft/status: closed/' "$(document $id)" >closed
	mv closed "$(document $id)"
	git add -A
	git commit -q --no-verify -m 'closed'
	git push -q --no-verify origin main:refs/heads/aside 2>/dev/null || :
	fix=$(git rev-parse HEAD~)
	revert "$fix"
	check HEAD~..HEAD
	contains said '[history-taken-back]'
	contains said 'warning: the post-mortem is closed but this item is accepted'
)
end

begin 'a revert of a squash takes along the item that this had added'
(
	set -e
	begin_serving "$state_proposed"
	other=postmortems/$id/actions/other.md
	write_to $other "$state_accepted" "$proposed" "$accepted"
	commit_all 'add an item and accept it (#12)'
	git push -q origin main
	base=$(git rev-parse HEAD)
	revert HEAD
	[ ! -e $other ]
	run_ok check HEAD~..HEAD
	contains said 'warning: the action item "Page before expiry" is removed'
	run_ok check "$base..HEAD"
	run_ok git push -q origin main
	# And the same, typed.
	git reset -q --hard "$base"
	test_tick
	git revert -n HEAD
	run_ok check --staged
	run_ok git commit -q -m 'Revert by hand'
)
end

begin 'a revert of a pull request, in the words of a forge, takes it along too'
(
	set -e
	standing "$state_proposed"
	other=postmortems/$id/actions/other.md
	write_to $other "$state_accepted" "$proposed" "$accepted"
	commit_all 'Add an item and accept it (#12)'
	git rm -q $other
	commit_all 'Revert "Add an item and accept it" (#13)

Reverts example/shop#12'
	run_ok check HEAD~..HEAD
	contains said 'warning: the action item "Page before expiry" is removed'
)
end

begin 'a revert of something else removes no item'
(
	set -e
	standing "$state_accepted" "$proposed" "$accepted"
	echo one >other.txt
	commit_all 'another change'
	git rm -q other.txt $item
	commit_all "Revert \"another change\"

This reverts commit $(git rev-parse HEAD)."
	fails_with 1 check HEAD~..HEAD
	contains said 'error: the action item "Page before expiry" is removed'
	git reset -q --hard HEAD~
	git revert -n HEAD
	git rm -q $item
	fails_with 1 check --staged
)
end

begin 'a revert of the commit that added a post-mortem removes it'
(
	set -e
	standing "$state_proposed"
	write_complete 2026-11-30-mail
	commit_all 'another post-mortem'
	revert HEAD
	run_ok check HEAD~..HEAD
	contains said 'warning: the post-mortem "Slow checkout" is removed'
	git revert --no-edit HEAD >out
	run_ok check HEAD~..HEAD
	lacks said '[postmortem-removed]'
)
end

begin 'a revert of a revert passes everywhere'
(
	set -e
	begin_serving "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed" "$accepted"
	commit_all 'accept it'
	revert HEAD
	git push -q origin main
	base=$(git rev-parse HEAD)
	revert HEAD
	passes_everywhere
	check HEAD~..HEAD
	lacks said '[history-'
)
end

begin 'a revert of the commit that began a history passes'
(
	set -e
	standing "$state_accepted"
	write "$state_accepted" "$proposed" '2026-11-24 alice: accepted, due 2026-12-20'
	commit_all 'the history of old items'
	revert HEAD
	run_ok check HEAD~..HEAD
	contains said '[history-taken-back]'
	# Without that word it is what everybody would do to hide something.
	git commit -q --amend -m 'cleanup'
	fails_with 1 check HEAD~..HEAD
	contains said '[history-lost]'
)
end

begin 'what was promised again after a revert is no event of another day'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed" "$accepted"
	commit_all 'accept it'
	base=$(git rev-parse HEAD)
	revert HEAD
	again='2026-12-03 alice: accepted, due 2026-12-21'
	write 'state: accepted
due: 2026-12-21' "$proposed" "$again"
	PM_CLOCK=$((PM_CLOCK + 86400))
	commit_all 'accept it again'
	run_ok check "$base..HEAD"
	contains said '[history-taken-back]'
	lacks said 'history-skips'
	# The same in one commit that reverts nothing is another matter.
	git reset -q --soft "$base"
	git commit -q -m 'better'
	fails_with 1 check "$base..HEAD"
	contains said '[history-lost]'
)
end

begin 'a revert that is told in the history passes, as a range and as a squash'
(
	set -e
	standing "$state_accepted" "$proposed" "$accepted"
	write "$state_proposed" "$proposed" "$accepted" \
		'2026-12-02 bob: proposed, no due: reverts "Accept it"'
	commit_all 'revert and tell it'
	run_ok check HEAD~..HEAD
	lacks said '[history-'
	lacks said '[state-transition]'
	# In other words it is a promise that goes without one.
	sed 's/reverts "Accept it"/never mind/' $item >other
	mv other $item
	git add -A
	git commit -q --amend -m 'never mind'
	fails_with 1 check HEAD~..HEAD
	contains said 'error: accepted becomes a proposal again'
)
end

begin 'one that conflicts with what came later keeps both, and is told'
(
	set -e
	begin_serving "$state_accepted" "$proposed" \
		'2026-11-24 alice: accepted, due 2026-12-20'
	write "$state_moved" "$proposed" \
		'2026-11-24 alice: accepted, due 2026-12-20' "$moved"
	commit_all 'move it'
	started='2026-12-02 alice: in-progress'
	write 'state: in-progress
due: 2027-01-24' "$proposed" '2026-11-24 alice: accepted, due 2026-12-20' \
		"$moved" "$started"
	commit_all 'start it'
	git push -q origin main
	base=$(git rev-parse HEAD)
	fails_with 1 git revert --no-edit HEAD~ >out 2>&1
	# What it takes out of the middle is lost.
	write 'state: in-progress
due: 2026-12-20' "$proposed" '2026-11-24 alice: accepted, due 2026-12-20' \
		"$started"
	git add -A
	fails_with 1 git commit -q -m 'Revert "move it"' 2>err
	contains err '[history-lost]'
	contains err 'put it back as it was'
	write 'state: in-progress
due: 2026-12-20' "$proposed" '2026-11-24 alice: accepted, due 2026-12-20' \
		"$moved" "$started" \
		'2026-12-02 alice: due 2026-12-20: reverts "move it"'
	git add -A
	run_ok git commit -q -m 'Revert "move it"'
	passes_everywhere
	check HEAD~..HEAD
	lacks said '[history-'
)
end

begin 'a revert of the step of a document passes'
(
	set -e
	standing "$state_proposed"
	document=$(document $id)
	printf '\n## History\n\n- 2026-11-21 alice: draft\n' >>"$document"
	commit_all 'begun'
	sed 's/^status: draft/status: in-review/' "$document" >next
	mv next "$document"
	echo '- 2026-12-02 alice: in-review' >>"$document"
	commit_all 'review'
	base=$(git rev-parse HEAD)
	run_ok check HEAD~..HEAD
	lacks said '[history-'
	sed 's/^status: in-review/status: closed/' "$document" >next
	mv next "$document"
	printf -- '- 2026-12-02 alice: %s\n' reviewed closed >>"$document"
	commit_all 'review and close'
	check HEAD~..HEAD || :
	lacks said 'skips'
	revert HEAD
	run_ok check HEAD~..HEAD
	contains said '[history-taken-back]'
	lacks said '[state-transition]'
)
end

# --- merges ---

begin 'a merge that forgets the events of a side is refused'
(
	set -e
	standing "$state_proposed" "$proposed"
	git switch -q -c side
	write "$state_proposed" "$proposed" '2026-12-02 bob: owner alice: mine'
	commit_all 'side'
	git switch -q main
	echo other >other.txt
	commit_all 'main'
	git postmortem hook install
	test_tick
	git merge -q --no-commit -s ours side
	fails_with 1 git commit -q -m 'ours' 2>err
	contains err '"2026-12-02 bob: owner alice: mine" is missing'
	contains err 'git checkout'
	git commit -q --no-verify -m 'ours'
	fails_with 1 check HEAD~..HEAD
	contains said '[history-lost]'
	# And one that keeps them passes.
	git reset -q --hard HEAD~
	run_ok git merge -q --no-edit side
	run_ok check HEAD~..HEAD
	lacks said '[history-'
)
end

begin 'a merge may hold what either side has added, if the fields fit'
(
	set -e
	standing "$state_accepted" "$proposed" "$accepted"
	git switch -q -c side
	write "$state_moved" "$proposed" "$accepted" "$moved"
	commit_all 'side'
	git switch -q main
	started='2026-12-02 alice: in-progress'
	write 'state: in-progress
due: 2026-12-20' "$proposed" "$accepted" "$started"
	commit_all 'main'
	git merge -q side >out 2>&1 || :
	write 'state: in-progress
due: 2026-12-20' "$proposed" "$accepted" "$started" "$moved"
	git add -A
	git commit -q --no-verify -m 'merge'
	fails_with 1 check HEAD~..HEAD
	contains said 'error: due is 2026-12-20, and the last event of it, in line 16'
	write 'state: in-progress
due: 2027-01-24' "$proposed" "$accepted" "$started" "$moved"
	git add -A
	git commit -q --no-verify --amend -m 'merge'
	run_ok check HEAD~..HEAD
	lacks said '[history-'
)
end

begin 'a merge of a branch that reverts loses nothing'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed" "$accepted"
	commit_all 'accept it'
	git switch -q -c side
	revert HEAD
	git switch -q main
	echo other >other.txt
	commit_all 'main'
	test_tick
	git merge -q --no-edit side
	run_ok check HEAD~..HEAD
	lacks said '[history-lost]'
)
end

begin 'an item that lies elsewhere has lost nothing'
(
	set -e
	standing "$state_accepted" "$proposed" "$accepted"
	write_complete 2026-11-30-mail
	commit_all 'another post-mortem'
	mkdir postmortems/2026-11-30-mail/actions
	git mv $item postmortems/2026-11-30-mail/actions/page.md
	git add -A
	run_ok check --staged
	lacks said '[history-'
)
end

# --- which way a squash went ---

begin 'a squash of all steps is asked what its events say, not its ends'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_done" "$proposed" "$accepted" "$moved" \
		'2026-12-02 alice: in-progress' "$done"
	commit_all 'accept, move and fix it (#12)'
	run_ok check HEAD~..HEAD
	lacks said '[state-transition]'
	lacks said '[history-'
	lacks said '[due-moved'
	# Without its acceptance it has skipped one.
	write "$state_done" "$proposed" \
		"$done, due 2027-01-24"
	git add -A
	git commit -q --amend -m 'fix it'
	run_ok check HEAD~..HEAD
	contains said "$item:15: warning: it goes from proposed to done"
	lacks said '[state-transition]'
)
end

begin 'the hook asks for the day of the commit, and a squash only for none to come'
(
	set -e
	standing "$state_proposed" "$proposed"
	git postmortem hook install
	write "$state_accepted" "$proposed" \
		'2026-11-28 alice: accepted, due 2026-12-20'
	git add -A
	test_tick
	run_ok git commit -q -m 'accept it' 2>err
	contains err '[history-day]'
	run_ok check HEAD~..HEAD
	lacks said '[history-day]'
	# As the author's own clock has it, wherever this is committed again.
	git reset -q --soft HEAD~
	run_ok git commit -q -m 'accept it' \
		--date='2026-11-28T23:00:00-0800' 2>err
	lacks err '[history-day]'
	GIT_POSTMORTEM_NOW=2026-12-20T12:00:00Z git commit -q --amend \
		-m 'accepted' 2>err
	lacks err '[history-day]'
)
end

begin 'the reason of an event is the reason for a later day, and for declining'
(
	set -e
	standing "$state_accepted" "$proposed" "$accepted"
	write "$state_moved" "$proposed" "$accepted" "${moved%%: the*}"
	git add -A
	test_tick
	git commit -q -m 'move it'
	run_ok check HEAD~..HEAD
	contains said '[due-moved-without-reason]'
	write "$state_moved" "$proposed" "$accepted" "$moved"
	git add -A
	git commit -q --amend -m 'move it'
	run_ok check HEAD~..HEAD
	lacks said '[due-moved-without-reason]'
	write 'state: declined
due: 2027-01-24' "$proposed" "$accepted" "$moved" \
		'2026-12-02 alice: declined: another change solves it'
	git add -A
	run_ok check --staged
	lacks said '[action-reason]'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Every way to the main branch has one verdict: what a branch does is let
# through, or refused with the same rule, as a merge, a squash, a rebase and
# picks, by the check of the range and by a server that is pushed to.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
item=postmortems/$id/actions/warm.md
proposed='- 2026-11-23 alice@example.com: proposed, owner alice@example.com'
accepted='- 2026-12-02 alice@example.com: accepted, due 2026-12-20'

# write FIELDS EVENT...: the item.
write() {
	mkdir -p "${item%/*}"
	{
		printf -- '---\ntitle: Warm the cache before a release\n%s\n' "$1"
		printf 'type: prevent\n---\n\nBefore, not after it.\n\n'
		printf '## History\n\n'
		shift
		printf '%s\n' "$@"
	} >$item
}

one='state: proposed
owner: alice@example.com'
two='state: accepted
due: 2026-12-20
owner: alice@example.com'

standing() {
	write_complete $id
	write "$one" "$proposed"
	PM_CLOCK=$((PM_CLOCK - 7 * 86400))
	commit_all 'standing'
	PM_CLOCK=$((PM_CLOCK + 7 * 86400))
	git init -q --bare server.git
	echo server.git >>.git/info/exclude
	printf '%s\n' said err >>.git/info/exclude
	git push -q server.git main
	git -C server.git postmortem hook install --server >/dev/null
	git checkout -q -b topic
	test_tick
	"$@"
	git checkout -q main
	echo more >notes.txt
	git add notes.txt
	commit_all 'main goes on'
	git push -q server.git main
}

bring() {
	git checkout -q -B "$1" main
	case $1 in
	merge) git merge -q --no-edit --no-ff topic ;;
	squash)
		git merge -q --squash topic >/dev/null &&
			git commit -q --no-verify --allow-empty \
				-m 'Warm the cache (#7)'
		;;
	rebase) git checkout -q -B rebase topic && git rebase -q main ;;
	pick) git cherry-pick --no-edit main..topic >/dev/null ;;
	esac
}

# row TITLE RULE CHANGE: RULE "" is let through.
row() {
	begin "$1: ${2:-passes} on each way"
	(
		set -e
		standing "$3"
		main=$(git rev-parse main)
		for way in merge squash rebase pick
		do
			bring $way
			status=0
			git postmortem check main..$way >said || status=$?
			push=0
			git push -q server.git $way:main 2>err || push=$?
			git -C server.git update-ref refs/heads/main "$main"
			if [ "$2" ]
			then
				[ $status = 1 ] || complain "$way: exit $status"
				[ $push != 0 ] || complain "$way: was pushed"
				contains said "[$2]"
				contains err "[$2]"
			else
				[ $status = 0 ] || complain "$way: $(cat said)"
				[ $push = 0 ] || complain "$way: $(cat err)"
			fi
		done
	)
	end
}

accept() {
	write "$two" "$proposed" "$accepted"
	commit_all 'accept'
}
row 'an acceptance with its event' '' accept

accept_by_hand() {
	write "$two" "$proposed"
	commit_all 'accept'
}
row 'an acceptance by hand' '' accept_by_hand

undo() {
	accept
	git revert --no-edit HEAD >/dev/null
}
row 'an acceptance and its revert' '' undo

settle() {
	accept
	write 'state: done
due: 2026-12-20
evidence: https://example.com/1
owner: alice@example.com' "$proposed" "$accepted" \
		'- 2026-12-02 alice@example.com: done, evidence https://example.com/1'
	commit_all 'done'
}
row 'all of it in one branch' '' settle

contradict() {
	write "$one" "$proposed" "$accepted"
	commit_all 'the event alone'
}
row 'an event without its fields' history-differs contradict

forget() {
	write "$one" \
		'- 2026-12-02 alice@example.com: proposed, owner alice@example.com'
	commit_all 'another day'
}
row 'an event that becomes another one' history-lost forget

move() {
	accept
	write 'state: accepted
due: 2027-01-20
owner: alice@example.com' "$proposed" \
		'- 2026-12-02 alice@example.com: accepted, due 2027-01-20'
	commit_all 'say another day'
}
row 'a day that was promised and said otherwise in one branch' '' move

no_owner() {
	accept
	write 'state: accepted
due: 2026-12-20' "$proposed" "$accepted"
	commit_all 'nobody'
}
row 'a promise of nobody' action-owner no_owner

impossible() {
	write "$two" "$proposed" '- 2026-12-32 alice@example.com: accepted'
	commit_all 'a day that is none'
}
row 'an event on a day that is none' history-form impossible

remove() {
	git rm -q $item
	git commit -q --no-verify -m 'remove'
}
row 'an item that is removed' action-removed remove

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What only one side of a merge has may not be missing in its result: hooks,
# ranges, reviews, servers and doctor hold a merge against each of its parents.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/push.sh"

id=2026-11-21-slow
item=postmortems/$id/actions/warm.md

state() {
	sed -i "s/^state: .*/state: $1/" $item
}

due() {
	sed -i "s/^due: .*/due: $1/" $item
}

commit() {
	git add -A
	git commit -q --no-verify -m "$@"
	test_tick
}

# main has a proposal; the branch `side` makes something of it, main nothing,
# and we stand on main.
begin_sides() {
	write_complete $id
	write_item $id warm 2026-12-20
	state proposed
	commit 'begin'
	git postmortem hook install
	git checkout -q -b side
	"$@"
	commit 'side'
	git checkout -q main
	echo two >notes.txt
	commit 'main'
}

# Both sides make something of it. The merge driver would know better.
begin_both() {
	begin_sides "$1"
	$2
	commit 'main, too'
}

# A merge whose result is the tree of this commit, past the hooks.
merge_to() {
	tree=$1
	shift
	git merge -q --no-commit -s ours "$@" >/dev/null 2>&1
	git rm -r -q -f . && git checkout -q "$tree" -- .
	git commit -q --no-verify -m 'merge'
	test_tick
}

# Everybody who asks says the same of the merge at HEAD.
all_refuse() {
	fails_with 1 git postmortem check HEAD^..HEAD >out
	contains out "$1"
	fails_with 1 git postmortem review --exit-code HEAD^..HEAD >out
	contains out "$1"
	git postmortem doctor >out || :
	contains out "$1"
	test_tick
	fails_with 1 git commit -q --amend -m 'the same' 2>err
	contains err "$1"
}

all_pass() {
	run_ok git postmortem check HEAD^..HEAD
	git postmortem doctor >out || :
	lacks out 'lost what one side has'
	test_tick
	run_ok git commit -q --amend -m 'the same'
}

accept() {
	state accepted
}
accept_later() {
	state accepted
	due 2026-12-27
}
decline() {
	sed -i 's/^state: .*/state: declined\nreason: traffic is gone/' $item
}
finish() {
	sed -i 's,^state: .*,state: done\nevidence: https://example.com/1,' \
		$item
}
propose() {
	write_item $id again 2026-12-22
}
another() {
	write_complete 2026-11-22-other
	write_item 2026-11-22-other again 2026-12-22
}
review() {
	sed -i 's/^status: .*/status: in-review/' postmortems/$id/README.md
}

begin 'git merge -s ours that drops an item is refused, and so is what is left'
(
	set -e
	begin_sides propose
	head=$(git rev-parse HEAD)
	fails_with 1 git merge -q -s ours -m 'merge' side 2>err
	head_is "$head"
	contains err 'actions/again.md: error: the action item'
	contains err "git checkout $(git rev-parse --short=12 side) -- postmor"
	fails_with 1 git postmortem check --staged >out
	contains out 'again.md: error: the action item'
	git postmortem doctor >out || :
	contains out 'the merge that is under way loses what one side has'
	fails_with 1 git commit -q -m 'merge' 2>err
	contains err 'again.md: error: the action item'
	# What the fix says.
	git checkout -q side -- postmortems/$id/actions/again.md
	run_ok git commit -q -m 'merge'
)
end

begin 'an item that only one side has'
(
	set -e
	begin_sides propose
	merge_to main side
	all_refuse 'is removed'
)
end

begin 'a post-mortem that only one side has'
(
	set -e
	begin_sides another
	merge_to main side
	all_refuse 'the post-mortem "Slow checkout" is removed'
)
end

begin 'git rm before the merge commit'
(
	set -e
	begin_sides another
	git merge -q --no-commit side
	git rm -q -f $item
	fails_with 1 git commit -q -m 'merge' 2>err
	contains err 'warm.md: error: the action item'
	git commit -q --no-verify -m 'merge'
	all_refuse 'is removed'
)
end

begin 'an acceptance, also from the side that we stand on'
(
	set -e
	begin_sides accept
	git branch before
	merge_to main side
	all_refuse accepted
	git checkout -q -B other side
	merge_to before before
	all_refuse accepted
)
end

begin 'that it is done, or declined'
(
	set -e
	begin_sides finish
	merge_to main side
	all_refuse 'takes back that it is done'
)
end

begin 'the status of a post-mortem'
(
	set -e
	begin_sides review
	merge_to main side
	all_refuse 'takes back that it is in-review'
)
end

begin 'a date that one side has moved is a warning, unless the merge says why'
(
	set -e
	begin_sides accept_later
	git reset -q --hard side
	git checkout -q -b later
	due 2027-01-10
	commit 'later

Postmortem-Reason: vacation'
	git checkout -q main
	echo three >notes.txt
	commit 'main'
	merge_to main later
	run_ok git postmortem check HEAD^..HEAD >out
	contains out 'takes back that it is due on 2027-01-10'
	git commit -q --amend -m 'merge

Postmortem-Reason: no vacation after all'
	run_ok git postmortem check HEAD^..HEAD >out
	lacks out 'takes back'
)
end

begin 'a conflict that is resolved with --ours'
(
	set -e
	begin_both accept_later 'due 2026-12-24'
	git merge -q --no-edit side >out 2>&1 || :
	git checkout -q main -- $item
	fails_with 1 git commit -q -m 'merge' 2>err
	contains err 'takes back that it is accepted'
)
end

begin 'what both sides changed may be as either side has it'
(
	set -e
	begin_both accept_later decline
	git branch before
	merge_to before side
	all_pass
	git checkout -q -B two before
	merge_to side side
	all_pass
)
end

begin 'of two dates each one is right, and what lies between'
(
	set -e
	begin_both accept_later 'accept'
	git branch before
	for day in 2026-12-20 2026-12-24 2026-12-27
	do
		git checkout -q -B result before
		git merge -q --no-commit -s ours side
		due $day
		git add -A
		run_ok git commit -q -m 'merge' 2>../err
		lacks ../err 'warning'
	done
)
end

begin 'what one side took away, and the other did not touch, may be gone'
(
	set -e
	begin_sides another
	git checkout -q side
	git rm -q $item
	commit 'gone, past the hooks'
	git checkout -q main
	run_ok git merge -q --no-edit side
	[ ! -e $item ]
	git reset -q --hard HEAD^
	accept
	commit 'accepted'
	git merge -q -s ours --no-commit side
	git rm -q -f $item
	fails_with 1 git commit -q -m 'merge' 2>err
	contains err 'is removed'
)
end

begin 'an octopus is held against each parent'
(
	set -e
	begin_sides propose
	git checkout -q -b third main
	another
	commit 'third'
	git checkout -q main
	echo three >notes.txt
	commit 'main'
	run_ok git merge -q -m 'all' side third
	git reset -q --hard HEAD^
	git merge -q --no-verify -s ours -m 'none' side third
	fails_with 1 git postmortem check HEAD^..HEAD >out
	contains out 'again.md: error: the action item'
	contains out '2026-11-22-other/README.md: error: the post-mortem'
	test_tick
	fails_with 1 git commit -q --amend -m 'none' 2>err
	contains err '2026-11-22-other/README.md: error: the post-mortem'
)
end

begin 'with two merge bases it is lost if it is so since one of them'
(
	set -e
	begin_sides accept
	git branch one main
	git branch two side
	# Each side takes the other in, and one of them forgets.
	git checkout -q one
	git merge -q --no-verify --no-edit two
	git checkout -q two
	echo two >two.txt
	commit 'two'
	git merge -q --no-verify -s ours -m 'ours' main
	git checkout -q -B a one
	git checkout -q -B b main
	git merge -q --no-verify -s ours -m 'forgets' side
	[ "$(git merge-base --all a b | wc -l)" = 2 ]
	git checkout -q a
	merge_to b b
	fails_with 1 git postmortem check HEAD^..HEAD >out
	contains out 'warm.md'
)
end

begin 'what the other side cannot read any more is no way to forget'
(
	set -e
	begin_sides accept
	printf -- '---\ntitle: [\n---\n' >$item
	commit 'broken'
	git merge -q --no-commit -s ours side
	fails_with 1 git commit -q -m 'merge' 2>err
	contains err 'from a side where it cannot be read'
	git commit -q --no-verify -m 'merge'
	fails_with 1 git postmortem check HEAD^..HEAD >out
)
end

begin 'what is left behind where the policy does not look any more'
(
	set -e
	begin_sides propose
	git mv postmortems docs
	policy <<-'END'
	root: docs
	END
	commit 'moved'
	git merge -q --no-commit -s ours side
	git commit -q --no-verify -m 'forgets'
	fails_with 1 git postmortem check HEAD^..HEAD >out
	contains out 'again.md: error: the action item'
	git checkout -q side -- postmortems/$id/actions/again.md
	git add -A
	git commit -q --amend --no-verify -m 'leaves it behind'
	fails_with 1 git postmortem check HEAD^..HEAD >out
	contains out 'again.md: error: '
	mkdir -p docs/$id/actions
	git mv postmortems/$id/actions/again.md docs/$id/actions
	run_ok git commit -q --amend -m 'all of it'
	run_ok git postmortem check HEAD^..HEAD
)
end

begin 'another project that becomes a folder of this one keeps its records there'
(
	set -e
	begin_sides accept
	git checkout -q --orphan library
	git rm -r -q -f .
	another
	commit 'library'
	git checkout -q main
	policy <<-'END'
	rules: {misplaced: off}
	END
	commit 'a policy'
	git merge -q --no-commit -s ours --allow-unrelated-histories library
	git read-tree --prefix=vendor -u library
	run_ok git commit -q -m 'library'
	run_ok git postmortem check HEAD^..HEAD
	# All of them, or it is no other project.
	git rm -q -f -r vendor/postmortems/2026-11-22-other/actions
	fails_with 1 git commit -q --amend -m 'library' 2>err
)
end

begin 'a merge inside of what is merged'
(
	set -e
	begin_sides propose
	first=$(git rev-parse HEAD)
	git checkout -q -b between
	git merge -q --no-verify -s ours -m 'forgets' side
	git checkout -q main
	echo three >notes.txt
	commit 'main'
	run_ok git merge -q --no-edit between
	fails_with 1 git postmortem check "$first..HEAD" >out
	contains out 'again.md: error: the action item'
)
end

begin 'histories that have no commit in common'
(
	set -e
	begin_sides accept
	git checkout -q --orphan alone
	git rm -r -q -f .
	another
	commit 'alone'
	git checkout -q main
	run_ok git merge -q --no-edit --allow-unrelated-histories alone
	git reset -q --hard HEAD^
	git merge -q --no-verify --allow-unrelated-histories -s ours -m 'none' \
		alone
	all_refuse 'the post-mortem "Slow checkout" is removed'
)
end

begin 'folders that each side has alone, and that are one on some machines'
(
	set -e
	begin_sides write_complete 2026-11-25-Disk
	write_complete 2026-11-25-disk
	commit 'main, too'
	fails_with 1 git merge -q --no-edit side 2>err
	contains err 'its name differs from "2026-11-25-disk" only in case'
	git merge --abort
	# One that is spelt otherwise there is renamed.
	git reset -q --hard HEAD^
	git checkout -q side
	git mv postmortems/$id postmortems/2026-11-21-Slow
	commit 'spell it Slow'
	git checkout -q main
	run_ok git merge -q --no-edit side
)
end

begin 'in a range, what was brought back is not told, what is still gone is'
(
	set -e
	begin_sides propose
	first=$(git rev-parse HEAD)
	merge_to main side
	git mv postmortems/$id postmortems/2026-11-21-slower
	commit 'renamed since'
	fails_with 1 git postmortem check "$first..HEAD" >out
	contains out 'again.md: error: the action item'
	git show "side:postmortems/$id/actions/again.md" \
		>postmortems/2026-11-21-slower/actions/again.md
	commit 'brought back'
	run_ok git postmortem check "$first..HEAD"
	git postmortem doctor >out || :
	lacks out 'lost what one side has'
)
end

begin 'a merge of what has nothing to do with records reads none of them'
(
	set -e
	begin_sides touch else.txt
	git checkout -q main
	rm -rf .git/objects/pack
	gone=$(git rev-parse "HEAD:$item")
	rm -f ".git/objects/$(echo "$gone" | cut -c 1-2)/$(echo "$gone" |
		cut -c 3-)"
	run_ok git merge -q --no-edit side
)
end

# A branch that the server has already, and a merge of it that forgets.
push_forgetful() {
	begin_server
	policy
	commit 'policy'
	push -q origin main
	git checkout -q -b topic
	write_item $id again 2026-12-22
	commit 'topic'
	push -q origin topic
	git checkout -q main
	echo two >notes.txt
	commit 'main'
	push -q origin main
	git merge -q -s ours -m 'forgets' topic
}

for check in tip each
do
	begin "a server that judges each $check refuses it, and what hides it"
	(
		set -e
		printf 'push: {check: %s}\n' $check >../policy
		push_forgetful <../policy
		refused origin main
		contains err 'again.md'
		refused origin main:refs/heads/new
		contains err 'again.md'
		echo three >notes.txt
		commit 'since'
		refused origin main
		git checkout -q topic -- postmortems
		commit 'brought back'
		[ $check = tip ] || fails_with 1 push -q origin main
		[ $check = each ] || run_ok push -q origin main
		git reset -q --hard origin/main
		git merge -q --no-edit topic
		run_ok push -q --force origin main
	)
	end
done

begin 'pre-push refuses it as well, before anything is sent'
(
	set -e
	printf 'push: {check: tip}\n' >../policy
	push_forgetful <../policy
	git postmortem hook install
	git remote set-head origin main
	fails_with 1 git push -q origin main 2>err
	contains err 'again.md'
	contains err 'push --no-verify'
	lacks err 'remote:'
)
end

begin 'what a server once took is no hindrance to a branch that takes it over'
(
	set -e
	push_forgetful <<-'END'
	push: {check: each}
	END
	rm -f ../srv.git/hooks/pre-receive
	push -q origin main
	(cd ../srv.git && git postmortem hook install --server >/dev/null)
	git checkout -q -b later topic^
	echo later >later.txt
	commit 'later'
	push -q origin later
	git merge -q --no-edit main
	run_ok push -q origin later
)
end

done_testing

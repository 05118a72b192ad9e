#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem merge-driver, as git runs it.
# valgrind

. "${0%/*}/lib.sh"
. "${0%/*}/merging.sh"

begin 'neighbouring fields merge, where text would conflict'
(
	set -e
	adopt
	sides 's/^owner: .*/owner: bob/' 's/^type: .*/type: detect # sooner/'
	run_ok git merge -q -m merge theirs
	has 'title: Warm the cache first' 'state: proposed' 'owner: bob' \
		'type: detect # sooner' 'due: 2026-12-20'
	git reset -q --hard HEAD^
	fails_with 1 git -c merge.postmortem.driver=false merge theirs
)
end

begin 'a field that both changed is a conflict in that field, and is refused'
(
	set -e
	adopt
	sides 's/^due: .*/due: 2026-12-21/' \
		's/^due: .*/due: 2026-12-22/; s/^type: .*/type: detect/'
	fails_with 1 git merge theirs 2>err
	contains err 'conflict in due'
	has 'title: Warm the cache first' 'state: proposed' 'owner: alice' \
		'type: detect' '<<<<<<< ours' 'due: 2026-12-21' '=======' \
		'due: 2026-12-22' '>>>>>>> theirs'
	[ "$(git status --short -uno)" = "UU $ITEM" ]
	fails_with 1 git postmortem check >out
	contains out 'merge conflict up to line 10 [conflict-markers]'
	git add -A
	fails_with 1 git postmortem check --staged >out
	contains out conflict-markers
)
end

begin 'an item accepted here and declined there is a conflict, both ways'
(
	set -e
	adopt
	sides 's/^state: .*/state: accepted/' \
		's/^state: .*/state: declined/; /^due/a\
reason: too dear'
	fails_with 1 git merge theirs 2>err
	contains err 'conflict in state, reason'
	contains "$ITEM" 'state: accepted'
	contains "$ITEM" 'state: declined'
	git merge --abort
	git checkout -q theirs
	fails_with 1 git merge ours
	contains "$ITEM" 'state: accepted'
	contains "$ITEM" 'state: declined'
)
end

begin 'accepted by one and handed to another is no promise of the other'
(
	set -e
	adopt
	sides 's/^state: .*/state: accepted/' 's/^owner: .*/owner: bob/'
	fails_with 1 git merge theirs 2>err
	contains err 'conflict in state, owner; together they say who'
	has 'title: Warm the cache first' '<<<<<<< ours' 'state: accepted' \
		'owner: alice' '=======' 'state: proposed' 'owner: bob' \
		'>>>>>>> theirs' 'type: prevent' 'due: 2026-12-20'
)
end

begin 'lists take what either side adds, and the body merges by text'
(
	set -e
	adopt
	sed -i 's/^teams: .*/teams: [web, ops]/; s/^Text.$/Text!/' "$DOC"
	sed -i '1,/^Text!/!s/^Text!/Text./' "$DOC"
	on theirs theirs
	sed -i 's/^teams: .*/teams: [web, net]/; $s/.*/More./' "$DOC"
	commit_all ours
	run_ok git merge -q -m merge theirs
	contains "$DOC" 'teams: [web, net, ops]'
	contains "$DOC" 'Text!'
	contains "$DOC" 'More.'
)
end

begin 'a conflict in the body is as git shows it, in the style asked for'
(
	set -e
	adopt
	sides 's/^Before .*/Ours./' \
		's/^Before .*/Theirs./; s/^due.*/due: 2027-01-01/'
	for style in merge diff3 zdiff3
	do
		fails_with 1 git -c merge.conflictStyle=$style merge theirs
		sed '1,/^---$/d' "$ITEM" >"$PM_TRASH/body"
		contains "$ITEM" 'due: 2027-01-01'
		lacks "$ITEM" 'due: 2026'
		git merge --abort
		fails_with 1 git -c merge.conflictStyle=$style \
			-c merge.postmortem.driver='git merge-file -L ours -L base -L theirs %A %O %B' \
			merge theirs
		sed '1,/^---$/d' "$ITEM" >"$PM_TRASH/git"
		git merge --abort
		same "$PM_TRASH/body" "$PM_TRASH/git"
		contains "$PM_TRASH/git" '<<<<<<< ours'
	done
)
end

begin 'diff3 shows what a field was before'
(
	set -e
	adopt
	sides 's/^due: .*/due: 2026-12-21/' 's/^due: .*/due: 2026-12-22/'
	fails_with 1 git -c merge.conflictStyle=diff3 merge theirs
	has 'title: Warm the cache first' 'state: proposed' 'owner: alice' \
		'type: prevent' '<<<<<<< ours' 'due: 2026-12-21' \
		'||||||| base' 'due: 2026-12-20' '=======' \
		'due: 2026-12-22' '>>>>>>> theirs'
)
end

begin 'markers are as long as the attribute says'
(
	set -e
	adopt
	echo '*.md conflict-marker-size=12' >.gitattributes
	commit_all attributes
	sides 's/^due: .*/due: 2026-12-21/' 's/^due: .*/due: 2026-12-22/'
	fails_with 1 git merge theirs
	contains "$ITEM" '<<<<<<<<<<<< ours'
	lacks "$ITEM" '<<<<<<<<<<<<<'
	fails_with 1 git postmortem check >out
	contains out conflict-markers
)
end

begin 'rebase, cherry-pick, stash and merge-tree merge by field as well'
(
	set -e
	adopt
	sides 's/^owner: .*/owner: bob/' 's/^type: .*/type: detect/'
	git tag before
	set -- 'title: Warm the cache first' 'state: proposed' 'owner: bob' \
		'type: detect' 'due: 2026-12-20'
	run_ok git rebase -q theirs
	has "$@"
	git reset -q --hard before
	run_ok git cherry-pick theirs >/dev/null
	has "$@"
	git reset -q --hard before
	run_ok git rebase -q --apply theirs
	has "$@"
	git reset -q --hard theirs
	sed -i 's/^owner: .*/owner: bob/' "$ITEM"
	git stash -q
	git reset -q --hard before
	git checkout -q theirs
	run_ok git stash pop -q
	has "$@"
	git reset -q --hard
	tree=$(git merge-tree --write-tree ours theirs)
	git checkout -q "$tree" -- .
	has "$@"
)
end

begin 'a rebase that conflicts goes on when the field is resolved'
(
	set -e
	adopt
	sides 's/^due: .*/due: 2026-12-21/' 's/^due: .*/due: 2026-12-22/'
	fails_with 1 git rebase -q theirs 2>err
	contains err 'conflict in due'
	sed -i '/^[<=>]\{7\}/d; /12-22/d' "$ITEM"
	git add "$ITEM"
	run_ok git rebase --continue >/dev/null
	contains "$ITEM" 'due: 2026-12-21'
	git postmortem check warm >out || :
	lacks out conflict
)
end

begin 'rerere gives the same answer again'
(
	set -e
	adopt
	git config rerere.enabled true
	sides 's/^due: .*/due: 2026-12-21/' 's/^due: .*/due: 2026-12-22/'
	fails_with 1 git merge theirs
	sed -i '/^[<=>]\{7\}/d; /12-22/d' "$ITEM"
	commit_all merged
	git reset -q --hard HEAD^
	fails_with 1 git merge theirs 2>err
	contains err 'using previous resolution'
	has 'title: Warm the cache first' 'state: proposed' 'owner: alice' \
		'type: prevent' 'due: 2026-12-21'
)
end

begin 'a strategy option decides no field'
(
	set -e
	adopt
	sides 's/^due: .*/due: 2026-12-21/' 's/^due: .*/due: 2026-12-22/'
	fails_with 1 git merge -X ours theirs
	contains "$ITEM" '<<<<<<< ours'
	git merge --abort
	run_ok git merge -q -s ours -m mine theirs
	contains "$ITEM" 'due: 2026-12-21'
)
end

# Two merges of the same two commits, resolved otherwise: what is merged
# next has two bases, which git merges first.
criss_cross() {
	sides 's/^due: .*/due: 2026-12-21/' 's/^due: .*/due: 2026-12-22/'
	git tag ours-1 ours
	git tag theirs-1 theirs
	git merge theirs-1 >/dev/null 2>&1 || :
	sed -i "/^[<=>]\{7\}/d; /$1/d" "$ITEM"
	sed -i 's/^owner: .*/owner: bob/' "$ITEM"
	commit_all 'ours, merged'
	git checkout -q theirs
	git merge ours-1 >/dev/null 2>&1 || :
	sed -i "/^[<=>]\{7\}/d; /$2/d" "$ITEM"
	sed -i 's/^type: .*/type: detect/' "$ITEM"
	commit_all 'theirs, merged'
	git checkout -q ours
}

begin 'what two bases contradict each other in is not taken from either'
(
	set -e
	adopt
	criss_cross 12-22 12-21
	[ "$(git merge-base --all ours theirs | grep -c .)" = 2 ]
	fails_with 1 git merge theirs 2>err
	has 'title: Warm the cache first' 'state: proposed' 'owner: bob' \
		'type: detect' '<<<<<<< ours' 'due: 2026-12-21' '=======' \
		'due: 2026-12-22' '>>>>>>> theirs'
	# Only the merge that people asked for is told.
	count 1 err 'conflict in due'
)
end

begin 'what both sides made of two bases alike is taken'
(
	set -e
	adopt
	criss_cross 12-22 12-22
	run_ok git merge -q -m merge theirs
	has 'title: Warm the cache first' 'state: proposed' 'owner: bob' \
		'type: detect' 'due: 2026-12-21'
)
end

begin 'an item changed here merges into a folder renamed there'
(
	set -e
	adopt
	git mv "$DIR" postmortems/2026-11-21-slow-checkout
	sed -i 's/^type: .*/type: detect/' \
		postmortems/2026-11-21-slow-checkout/actions/warm.md
	on theirs renamed
	sed -i 's/^owner: .*/owner: bob/' "$ITEM"
	commit_all ours
	run_ok git merge -q -m merge theirs
	other_item warm postmortems/2026-11-21-slow-checkout
	has 'title: Warm the cache first' 'state: proposed' 'owner: bob' \
		'type: detect' 'due: 2026-12-20'
)
end

begin 'both added an item of the same name'
(
	set -e
	adopt
	other_item new
	item 'title: New' 'state: proposed' 'owner: alice'
	on theirs theirs
	item 'title: New' 'state: proposed' 'owner: bob' 'type: detect'
	commit_all ours
	fails_with 1 git merge theirs
	has 'title: New' 'state: proposed' '<<<<<<< ours' 'owner: bob' \
		'=======' 'owner: alice' '>>>>>>> theirs' 'type: detect'
)
end

begin 'what is no record on one side is merged as text, and no byte is lost'
(
	set -e
	adopt
	for broken in 's/^owner: .*/owner: @bob/' 's/^owner: .*/owner: a\
owner: b/' 's/$/\r/'
	do
		git checkout -q -B main
		git branch -q -D ours theirs 2>/dev/null || :
		sides "$broken" 's/^owner: .*/owner: carol/'
		fails_with 1 git merge theirs
		for line in $(git show "ours:$ITEM" "theirs:$ITEM" | tr -d ' \r')
		do
			tr -d ' \r' <"$ITEM" | grep -qxF -e "$line"
		done
		grep -q '^<<<<<<< ours' "$ITEM"
		git merge --abort
		git checkout -q main
	done
)
end

begin 'what is no text is a conflict, and ours stays'
(
	set -e
	adopt
	printf 'a\0b' >"$ITEM"
	on theirs theirs
	printf 'a\0c' >"$ITEM"
	commit_all ours
	fails_with 1 git merge theirs 2>err
	contains err 'is no text; ours is left as it was'
	printf 'a\0c' | cmp - "$ITEM"
	[ "$(git status --short -uno)" = "UU $ITEM" ]
)
end

# valgrind writes to TMPDIR as well, and does not start without it.
valgrind_wants_a_place() {
	[ "${PM_VALGRIND-}" = cli ]
}

begin 'what cannot be done leaves the file alone and is no merge'
(
	set -e
	adopt
	cp "$ITEM" ours
	sed 's/^due: .*/due: 2026-12-22/' "$ITEM" >theirs
	fails_with 255 git postmortem merge-driver none ours theirs 7 "$ITEM" 2>err
	contains err "$ITEM was not merged by field: none: cannot be read"
	fails_with 255 git postmortem merge-driver ours ours theirs x y 2>err
	contains err '"x" is no size'
	fails_with 129 git postmortem merge-driver ours ours theirs 2>err
	contains err 'usage: git postmortem merge-driver'
	same ours "$ITEM"
	cp "$ITEM" base
	sed 's/^due: .*/due: 2026-12-23/' "$ITEM" >ours
	cp ours before
	# git cannot merge the body without a place for its files.
	echo ours >>ours
	echo theirs >>theirs
	cp ours before
	valgrind_wants_a_place && exit
	TMPDIR=/nowhere fails_with 255 git postmortem merge-driver \
		base ours theirs 7 "$ITEM" 2>err
	contains err '/nowhere'
	same ours before
)
end

begin 'without the program, or when it fails, git merges by text'
(
	set -e
	adopt
	sides 's/^owner: .*/owner: bob/; s/^Before.*/Ours./' \
		's/^type: .*/type: detect/; s/^Before.*/Theirs./'
	for way in missing failing
	do
		[ $way = failing ] && valgrind_wants_a_place && continue
		if [ $way = missing ]
		then
			PATH=${PATH#"$PM_TRASH/bin:$PM_BUILD:"} \
				fails_with 1 git merge theirs >out 2>&1
			contains out "'postmortem' is not a git command"
		else
			TMPDIR=/nowhere fails_with 1 git merge theirs 2>err
			contains err "$ITEM was not merged by field: "
		fi
		for line in '<<<<<<< ours' 'owner: bob' 'type: detect' \
			Ours. Theirs. '>>>>>>> theirs'
		do
			contains "$ITEM" "$line"
		done
		git merge --abort
	done
)
end

begin 'labels are git'\''s where it hands them over'
(
	set -e
	adopt
	sed 's/^due: .*/due: 2026-12-21/' "$ITEM" >ours
	sed 's/^due: .*/due: 2026-12-22/' "$ITEM" >theirs
	fails_with 1 git postmortem merge-driver "$ITEM" ours theirs 7 \
		"$ITEM" %S %X %Y
	contains ours '<<<<<<< ours'
	sed 's/^due: .*/due: 2026-12-21/' "$ITEM" >ours
	fails_with 1 git postmortem merge-driver "$ITEM" ours theirs 7 \
		"$ITEM" 1234567 HEAD topic
	contains ours '<<<<<<< HEAD'
	contains ours '>>>>>>> topic'
)
end

begin 'it works below a folder, in a linked work tree and on a strange path'
(
	set -e
	adopt
	other_item "x 'y' \$z %s"
	item "$BASE"
	commit_all 'strange'
	sides 's/^owner: .*/owner: bob/' 's/^type: .*/type: detect/'
	cd postmortems
	run_ok git merge -q -m merge theirs
	cd ..
	git reset -q --hard HEAD^
	git worktree add -q ../linked theirs
	cd ../linked
	run_ok git merge -q -m merge ours
	has 'title: Warm the cache first' 'state: proposed' 'owner: bob' \
		'type: detect' 'due: 2026-12-20'
)
end

done_testing

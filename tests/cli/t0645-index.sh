#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The index of the history gives the answers that a new one would, and a
# fresh clone, whatever became of the history that it was built for.
# shellcheck disable=SC2030,SC2031

. "${0%/*}/lib.sh"
. "${0%/*}/index.sh"

first() {
	item alpha proposed
	step one
	item alpha accepted
	step two
	git postmortem log >../out
	count 2 ../out ' Alice Example  '
}

begin 'branches, and switching between them'
(
	set -e
	first
	git checkout -q -b side
	item beta proposed
	step 'on the side'
	git postmortem log >../out
	count 3 ../out ' Alice Example  '
	git checkout -q main
	item alpha in-progress
	step 'on main'
	git postmortem log >../out
	count 3 ../out ' Alice Example  '
	lacks ../out 'on the side'
	git checkout -q -b other side~1
	echo x >file
	step 'nothing of ours'
	git postmortem log >../out
	count 2 ../out ' Alice Example  '
	git checkout -q main
	merge side
	git postmortem log >../out
	contains ../out 'on the side'
	merge other
	right main side other main~1 side~1
)
end

begin 'a commit that was amended, and a branch that was rebased'
(
	set -e
	first
	item alpha 'done'
	step 'too early'
	git postmortem log >../out
	contains ../out 'too early'
	item alpha in-progress
	git add -A
	git commit -q --amend -m 'begun'
	git postmortem log >../out
	lacks ../out 'too early'
	contains ../out 'begun'
	right main
	git checkout -q -b topic main~1
	item beta proposed
	step b1
	item beta accepted
	step b2
	git postmortem log >../out
	test_tick
	git rebase -q main
	git postmortem log >../out
	count 5 ../out ' Alice Example  '
	right main topic
)
end

begin 'a branch that was forced, and fetched'
(
	set -e
	first
	git clone -q . ../theirs
	cd ../theirs
	git postmortem log >../out
	count 2 ../out ' Alice Example  '
	cd "$OLDPWD"
	item beta proposed
	step three
	(cd ../theirs && git fetch -q && git postmortem log --at origin/main) \
		>../out
	contains ../out 'three'
	git reset -q --hard main~2
	item gamma proposed
	step other
	cd ../theirs
	git fetch -q
	git postmortem log --at origin/main >../out
	contains ../out 'other'
	lacks ../out 'three'
	right main origin/main
	git reset -q --hard origin/main
	right main origin/main
)
end

begin 'an old tip that is gone from the repository'
(
	set -e
	first
	item beta proposed
	step 'will go

Postmortem-Action: 2026-11-21-slow/alpha'
	git postmortem log >../out
	contains ../out 'will go'
	gone=$(git rev-parse HEAD)
	git reset -q --hard HEAD~1
	git reflog expire --expire=now --all
	git gc -q --prune=now
	fails_with 1 git cat-file -e "$gone"
	git postmortem log >../out
	lacks ../out 'will go'
	item alpha in-progress
	step 'goes on

Postmortem-Action: 2026-11-21-slow/alpha'
	git postmortem log >../out
	count 3 ../out ' Alice Example  '
	git postmortem index verify >../out
	contains ../out 'no longer there'
	right main
)
end

begin 'what is left of a history has claims that the lost tip had too'
(
	set -e
	item alpha proposed
	step 'one

Postmortem-Action: 2026-11-21-slow/alpha'
	step 'two

Postmortem-Action: 2026-11-21-slow/alpha'
	git postmortem log alpha >../out
	count 1 ../out '  two'
	git reset -q --hard HEAD~1
	rm -f .git/ORIG_HEAD
	git reflog expire --expire=now --all
	git gc -q --prune=now
	git postmortem log alpha >../out
	lacks ../out '  two'
	right main
	step 'three

Postmortem-Action: 2026-11-21-slow/alpha'
	git postmortem log alpha >../out
	count 1 ../out '  three'
	right main
)
end

begin 'the whole history is another one, and the old one is gone'
(
	set -e
	first
	git postmortem log alpha >../out
	git checkout -q --orphan new
	git rm -q -rf .
	item gamma proposed
	step 'begun anew

Postmortem-Action: 2026-11-21-slow/gamma'
	git branch -q -M new main
	git reflog expire --expire=now --all
	git gc -q --prune=now
	git postmortem log gamma >../out
	count 1 ../out ' Alice Example  begun anew'
	git postmortem log >../out
	lacks ../out 'alpha'
	right main
)
end

begin 'a commit that is replaced, and is itself again'
(
	set -e
	# libgit2 does not know replaced commits, and forced it says so.
	unset GIT_POSTMORTEM_OBJECTS
	first
	item alpha 'done'
	step 'three'
	git postmortem log alpha >../plain
	git checkout -q --detach main~1
	item alpha declined
	git add -A
	test_tick
	git commit -q --amend -m 'instead'
	git checkout -q main
	git replace main~1 "$(git rev-parse 'HEAD@{1}')"
	git postmortem log alpha >../out
	contains ../out 'instead'
	contains ../out 'state declined'
	right main
	GIT_NO_REPLACE_OBJECTS=1 git postmortem log alpha >../out
	same ../out ../plain
	GIT_NO_REPLACE_OBJECTS='' git postmortem log alpha >../out
	same ../out ../plain
	git --no-replace-objects postmortem log alpha >../out
	same ../out ../plain
	git -c core.useReplaceRefs=false postmortem log alpha >../out
	same ../out ../plain
	git postmortem log alpha >../out
	contains ../out 'instead'
	git replace -d "$(git rev-parse main~1)" >/dev/null
	git postmortem log alpha >../out
	same ../out ../plain
	# A base of one's own.
	git update-ref "refs/mine/$(git rev-parse main~1)" main~2
	GIT_REPLACE_REF_BASE=refs/mine/ git postmortem log alpha >../out
	lacks ../out '  two'
	git update-ref -d "refs/mine/$(git rev-parse main~1)"
	GIT_REPLACE_REF_BASE=refs/mine/ git postmortem log alpha >../out
	same ../out ../plain
	right main
)
end

begin 'a shallow clone that is deepened, and made whole'
(
	set -e
	first
	for n in 3 4 5 6
	do
		item alpha accepted "2026-12-2$n"
		step "step $n"
	done
	answers main >../whole
	git clone -q --depth 2 "file://$PWD" ../shallow
	cd ../shallow
	git postmortem log alpha >../out
	contains ../out 'step 6'
	lacks ../out 'step 5'
	git postmortem index verify
	git fetch -q --deepen 2
	git postmortem log alpha >../out
	contains ../out 'step 4'
	lacks ../out 'step 3'
	git postmortem index verify
	answers main >../deepened
	rm "$(index_file)"
	answers main | same ../deepened -
	git fetch -q --unshallow
	answers main >../unshallowed
	same ../unshallowed ../whole
	right main
	git postmortem index status >../out
	count 1 ../out 'cut off than now'
	count 2 ../out ' commits with '
)
end

begin 'all work trees have one index'
(
	set -e
	first
	git worktree add -q -b topic ../tree
	cd ../tree
	item beta proposed
	step 'in the other tree'
	git postmortem log >../out
	contains ../out 'in the other tree'
	[ ! -e "$(git rev-parse --git-dir)/postmortem" ]
	right main topic
	cd "$OLDPWD"
	git postmortem log >../out
	lacks ../out 'in the other tree'
	git postmortem index status >../out
	contains ../out "$PWD/.git/postmortem/index.sqlite"
	contains ../out 'for 2 tips'
	cd "$folder"
	git postmortem log alpha >../out
	contains ../out 'two'
	cd "$OLDPWD/.git"
	git postmortem log --at main alpha >../out
	contains ../out 'two'
	[ ! -e .git ]
)
end

begin 'a bare repository, and one with SHA-256'
(
	set -e
	first
	git clone -q --bare . ../bare.git
	cd ../bare.git
	git postmortem log alpha >../out
	contains ../out 'two'
	[ -f postmortem/index.sqlite ]
	right main
	git init -q --object-format=sha256 ../sha256
	cd ../sha256
	unset GIT_POSTMORTEM_OBJECTS
	first
	item alpha 'done'
	step three
	right main
)
end

# The top of the repository is the root, with all that stands beside it.
flat() {
	folder=2026-11-21-slow
	mkdir .postmortem
	echo 'root: .' >.postmortem/policy.yaml
	item alpha proposed
	step one
	item alpha accepted
	step two
	git postmortem log >../out
	count 2 ../out ' Alice Example  '
}

begin 'the top as the root: what changes nothing, and a merge that took one side'
(
	set -e
	flat
	git checkout -q -b side
	item beta proposed
	step 'dropped'
	git checkout -q main
	step 'empty'
	item alpha in-progress
	step three
	test_tick
	git merge -q -s ours -m 'ours' side
	git postmortem log >../out
	lacks ../out 'dropped'
	step 'empty again'
	git checkout -q -b topic main~2
	echo x >notes.txt
	step 'notes'
	item gamma proposed
	step 'gamma'
	git postmortem log >../out
	git checkout -q main
	merge topic
	right main side topic
)
end

begin 'a root that was changed, and changed back'
(
	set -e
	first
	mkdir .postmortem
	git mv postmortems incidents
	echo 'root: incidents' >.postmortem/policy.yaml
	step moved
	folder=incidents/2026-11-21-slow
	item alpha 'done'
	step 'after the move'
	git postmortem log alpha >../out
	contains ../out 'after the move'
	contains ../out 'moved'
	right main
	git revert --no-edit HEAD~1 >/dev/null
	test_tick
	git postmortem log alpha >../out
	contains ../out 'two'
	right main
	git postmortem index status >../out
	count 1 ../out ' (of another root)'
)
end

begin 'a branch without a commit, and a history without a post-mortem'
(
	set -e
	fails_with 128 git postmortem log >../out 2>../err
	contains ../err 'has no commits yet'
	git postmortem index status >../out
	git postmortem index rebuild >../out
	contains ../out 'holds 0 commits'
	echo x >file
	step 'nothing of ours'
	git postmortem log >../out
	[ ! -s ../out ]
	git postmortem index status >../out
	contains ../out 'all of it is read'
	echo y >file
	step 'nothing again'
	git postmortem log >../out
	[ ! -s ../out ]
	right main
	item alpha proposed
	step 'the first'
	git postmortem log >../out
	count 1 ../out 'the first'
	git rm -q -r postmortems
	step 'all are gone'
	echo z >file
	step 'still'
	right main main~1 main~2
)
end

begin 'an octopus merge'
(
	set -e
	first
	for name in beta gamma delta
	do
		git checkout -q -b $name main
		item $name proposed
		step "add $name"
		item $name accepted
		step "accept $name"
	done
	git checkout -q main
	git postmortem log >../out
	merge beta gamma delta
	[ "$(git rev-list --parents -1 HEAD | wc -w)" = 5 ]
	git postmortem log >../out
	count 8 ../out ' Alice Example  '
	item delta 'done'
	step 'after it'
	right main beta gamma delta
	git postmortem index verify
)
end

begin 'what was growing over merges that fork below what is known'
(
	set -e
	item alpha proposed
	item beta proposed
	step begin
	for name in a b c
	do
		git branch $name
	done
	dice=12345
	n=0
	while [ $n -lt 60 ]
	do
		n=$((n + 1))
		dice=$(((dice * 1103515245 + 12345) % 2147483648))
		roll=$((dice / 65536))
		case $((roll % 4)) in
		0) branch=main ;;
		1) branch=a ;;
		2) branch=b ;;
		3) branch=c ;;
		esac
		git checkout -q "$branch"
		case $((roll / 4 % 8)) in
		0 | 1) item alpha accepted "2026-12-$((roll / 32 % 20 + 10))" ;;
		2) item "new-$n" proposed ;;
		3) echo "$n" >>file ;;
		4) printf 'x%s\n' "$roll" >"$folder/actions/beta.txt" ;;
		5)
			test_tick
			git merge -q -s ours -m "ours $n" b || :
			;;
		*)
			test_tick
			other=$(printf 'main a b c' | cut -d' ' \
				-f$((roll / 32 % 4 + 1)))
			git merge -q --no-ff -X theirs -m "merge $n" "$other" \
				>/dev/null 2>&1 || git commit -q -a -m "put $n"
			;;
		esac
		git add -A
		git diff --cached --quiet ||
			if [ $((roll / 64 % 3)) = 0 ]
			then
				step "step $n

Postmortem-Action: 2026-11-21-slow/alpha"
			else
				step "step $n"
			fi
		[ $((roll / 128 % 3)) = 0 ] || git postmortem log >../out
		[ $((n % 20)) = 0 ] && git postmortem index verify
	done
	right main a b c
	rm "$(index_file)"
	right c b a main
)
end

begin 'more new commits than are gone through one by one'
(
	set -e
	first
	git postmortem index verify
	{
		echo 'feature done'
		awk 'BEGIN {
			for (i = 1; i <= 50010; i++) {
				print "commit refs/heads/main"
				print "committer Bob <bob@example.com> " \
					1796220000 + i " +0000"
				print "data <<E\nc" i "\nE"
				if (i == 1)
					print "from refs/heads/main^0"
				print "M 644 inline f\ndata <<E\n" i "\nE\n"
			}
			print "done"
		}'
	} | git fast-import --quiet
	git reset -q --hard main
	git postmortem log alpha >../out
	count 2 ../out ' Alice Example  '
	item alpha 'done'
	PM_CLOCK=$((PM_CLOCK + 100000))
	step 'behind them'
	git postmortem log alpha >../out
	count 3 ../out ' Alice Example  '
	git postmortem index status >../out
	contains ../out '3 commits with 3 changes'
	git postmortem index verify
)
end

begin 'index: what a person is told'
(
	set -e
	git postmortem index status >../out
	contains ../out 'there is none yet'
	git postmortem index status --format=json >../out
	contains ../out '"state": "absent"'
	git postmortem index verify >../out
	contains ../out 'there is no index yet'
	[ ! -e .git/postmortem ]
	first
	item beta proposed
	step 'three

Postmortem-Action: 2026-11-21-slow/beta'
	git postmortem index status >../out
	contains ../out '1 commit is not read yet'
	contains ../out '  postmortems  2 commits with 2 changes and 0 claims'
	git checkout -q -b other HEAD~1
	item gamma proposed
	step 'elsewhere'
	git checkout -q main
	git postmortem index rebuild >../out
	contains ../out 'holds 3 commits with 3 changes and 1 claim in '
	git postmortem index rebuild --all >../out
	contains ../out 'holds 4 commits with 4 changes and 1 claim of 2 branches'
	git postmortem index status --format=json >../out
	contains ../out '"state": "usable"'
	contains ../out '"covered": true'
	contains ../out '"commits": 4'
	git postmortem index verify >../out
	contains ../out \
		'tells: 4 commits with 4 changes and 2 claims, for 2 tips' ||
		contains ../out '4 commits with 4 changes and 1 claim, for 2 tips'
	fails_with 129 git postmortem index 2>../err
	contains ../err 'say which one'
	fails_with 129 git postmortem index status x 2>../err
	fails_with 129 git postmortem index look 2>../err
	contains ../err 'is not a git postmortem index command'
)
end

begin 'index verify: what is not so is told, and rebuild mends it'
(
	set -e
	first
	sed -i 's|actions/alpha.md|actions/alphx.md|g' "$(index_file)"
	fails_with 1 git postmortem index verify >../out 2>../err
	count 2 ../out 'its changes are not those that git tells'
	contains ../err 'git postmortem index rebuild'
	git postmortem index rebuild >../out
	git postmortem index verify
	right main
)
end

done_testing

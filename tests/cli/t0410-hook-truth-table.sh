#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Every way to make a commit: an incomplete post-mortem is refused and nothing
# is changed by that; a complete one passes; a commit that touches none is
# never examined. The same way to make a merge: one that forgets what the other
# side promised is refused, one that has it passes.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
file=postmortems/$id/README.md

# The index, the files and the branch as they stand, of the repository in
# which $watched lies.
state() {
	(
		cd "$watched" || exit 1
		git rev-parse -q --verify HEAD
		git ls-files -s
		find . -name .git -prune -o -type f -print | sort |
			xargs cksum
	)
}

# Run a command that commits; when it fails nothing may have changed.
watch() {
	watched=${watched:-$PWD}
	state >"$PM_TRASH/before"
	status=0
	"$@" 2>"$PM_TRASH/err" || status=$?
	cat "$PM_TRASH/err" >&2
	[ $status = 0 ] && return 0
	state >"$PM_TRASH/after"
	same "$PM_TRASH/after" "$PM_TRASH/before" || return 99
	return $status
}

commit() {
	watch git commit -q "$@"
}

# What stands in HEAD before each row.
standing() {
	watched=$PWD
	echo one >notes.txt
	write_complete $id
	git add -A
	test_tick
	git commit -q -m 'standing'
	git postmortem hook install
	test_tick
}

# A post-mortem below HEAD that cannot be read: broken, and its blob is gone.
standing_unreadable() {
	standing
	write_broken $id
	git add -A
	git commit -q --no-verify -m 'broken'
	echo and >notes.txt
	git commit -q -a --no-verify -m 'unrelated'
	gone=$(git rev-parse "HEAD:$file")
	rm -f ".git/objects/$(echo "$gone" | cut -c 1-2)/$(echo "$gone" |
		cut -c 3-)"
	test_tick
}

refused() {
	head=$(git rev-parse HEAD)
	fails_with 1 "$@"
	head_is "$head"
	contains "$PM_TRASH/err" "$file:1: error: the post-mortem has no owner"
	contains "$PM_TRASH/err" 'fix: '
}

passes() {
	head=$(git rev-parse HEAD)
	run_ok "$@"
	[ "$(git rev-parse HEAD)" != "$head" ]
}

# Not a word from the hook: neither a finding nor an error.
unexamined() {
	passes "$@"
	lacks "$PM_TRASH/err" 'error:'
	lacks "$PM_TRASH/err" 'fatal:'
}

# A promise on the branch side; then a merge of it, without a commit yet, with
# these options, and a complete change in front of us.
promised() {
	standing
	git checkout -q -b side
	write_item $id warm 2026-12-20
	git add -A
	git commit -q --no-verify -m 'a promise'
	git checkout -q main
	echo two >notes.txt
	git commit -q -a -m 'main'
	test_tick
	git merge -q --no-commit "$@" side
	write_complete $id 'Slow checkout on Friday'
}
# And committed, but for the change.
amended() {
	promised "$@"
	git commit -q --no-verify -m 'merge'
	test_tick
}
is_merge() {
	[ "$(git rev-list --parents -1 HEAD | wc -w)" = 3 ]
}

# row TITLE WAY [MERGE]: WAY FILE commits the change that the work tree has in
# FILE, which is tracked. MERGE is "promised", when it can conclude a merge,
# "amended", when it amends one, "" when git lets it do neither.
row() {
	begin "$1: an incomplete post-mortem is refused"
	(
		set -e
		standing
		write_incomplete $id
		refused "$2" $file
	)
	end
	begin "$1: a complete one passes"
	(
		set -e
		standing
		write_complete $id 'Slow checkout on Friday'
		passes "$2" $file
		git show "HEAD:$file" | grep -q 'on Friday'
	)
	end
	begin "$1: an unrelated commit is never examined"
	(
		set -e
		standing_unreadable
		echo two >notes.txt
		unexamined "$2" notes.txt
		[ "$(git show HEAD:notes.txt)" = two ]
	)
	end
	[ "${3-promised}" ] || return 0
	begin "$1, of a merge: what it forgets is refused"
	(
		set -e
		"${3-promised}" -s ours
		head=$(git rev-parse HEAD)
		fails_with 1 "$2" $file
		head_is "$head"
		contains "$PM_TRASH/err" "actions/warm.md: error: the action item"
		contains "$PM_TRASH/err" 'is removed'
	)
	end
	begin "$1, of a merge: one that forgets nothing passes"
	(
		set -e
		"${3-promised}"
		passes "$2" $file
		is_merge
		git show "HEAD:$file" | grep -q 'on Friday'
		git cat-file -e "HEAD:postmortems/$id/actions/warm.md"
	)
	end
}

staged() {
	git add "$1" && commit -m 'staged'
}
row 'git commit' staged

all() {
	commit -a -m 'all'
}
row 'git commit -a' all

# One "y" for each hunk.
patch() {
	yes y 2>/dev/null | commit -p -m 'patch' >/dev/null
}
row 'git commit -p' patch

path() {
	commit -m 'path' -- "$1"
}
row 'git commit -- PATH' path ''

only() {
	echo other >other
	git add other
	commit --only -m 'only' "$1"
}
row 'git commit --only PATH with something else staged' only ''

include() {
	commit --include -m 'include' "$1"
}
row 'git commit --include PATH' include

message_file() {
	echo 'from a file' >../message
	git add "$1" && commit -F ../message
}
row 'git commit -F' message_file

edited() {
	git add "$1" && watch env GIT_EDITOR='echo edited >' git commit -q
}
row 'git commit with an editor' edited

verbose() {
	git add "$1" && watch env GIT_EDITOR='sed -i 1s/^/verbose/' \
		git -c commit.verbose=true commit -q
}
row 'commit.verbose' verbose

alias_commit() {
	git add "$1" && watch git -c alias.ci='commit -q' ci -m 'alias'
}
row 'an alias' alias_commit

shell_alias() {
	git add "$1" && watch git -c alias.ci='!git commit -q' ci -m 'alias'
}
row 'a shell alias' shell_alias

subfolder() {
	git add "$1" && (cd postmortems && commit -m 'from below')
}
subfolder_all() {
	(cd postmortems && commit -a -m 'from below')
}
begin 'from a subfolder: refused, with paths as seen from there'
(
	set -e
	standing
	write_incomplete $id
	head=$(git rev-parse HEAD)
	for way in subfolder_all subfolder
	do
		fails_with 1 $way $file
		head_is "$head"
		contains "$PM_TRASH/err" "$id/README.md:1: error: the post-mortem"
		lacks "$PM_TRASH/err" 'postmortems/2026'
	done
)
end
begin 'from a subfolder: a complete one passes'
(
	set -e
	standing
	write_complete $id 'Another title'
	passes subfolder $file
	write_complete $id 'Yet another title'
	passes subfolder_all
)
end
begin 'from a subfolder: an unrelated commit is never examined'
(
	set -e
	standing_unreadable
	echo two >notes.txt
	unexamined subfolder notes.txt
)
end

directories() {
	git add "$1" && (cd / && watch git --git-dir="$watched/.git" \
		--work-tree="$watched" commit -q -m 'from afar')
}
row 'git --git-dir --work-tree' directories

directories_all() {
	watch git --git-dir=.git --work-tree=. commit -q -a -m 'from here'
}
row 'git --git-dir --work-tree commit -a' directories_all

environment() {
	watch env GIT_DIR="$PWD/.git" GIT_WORK_TREE="$PWD" \
		git commit -q -a -m 'environment'
}
row 'GIT_DIR and GIT_WORK_TREE' environment

# With its age: a younger copy would vouch for files that changed in the same
# instant as the index was written.
own_index() {
	cp -p .git/index .git/own &&
		GIT_INDEX_FILE=.git/own git add "$1" &&
		watch env GIT_INDEX_FILE=.git/own git commit -q -m 'own index'
}
row 'GIT_INDEX_FILE of the user, relative' own_index

detached() {
	git checkout -q --detach && git add "$1" && commit -m 'detached'
}
row 'a detached HEAD' detached ''

# --- amend ---

amend() {
	git add "$1" && commit --amend --no-edit
}
row 'git commit --amend with new content' amend amended

abbreviated() {
	git add "$1" && commit --ame -m 'abbreviated'
}
row 'git commit --ame' abbreviated amended

amend_alias() {
	watch git -c alias.fix='commit -q -a --amend --no-edit' fix
}
row 'an alias that amends' amend_alias amended

# The post-mortem is in HEAD, and HEAD..index is empty.
reword() {
	commit --amend -m 'another message'
}
# --- revert, of which git runs no hook unless it stops for us ---

# An item with a history, in HEAD and its promise in the commit before.
promised_by_hand() {
	standing
	write_item $id warm 2026-12-20
	item=postmortems/$id/actions/warm.md
	sed 's/^state: accepted/state: proposed/' $item >proposal
	mv proposal $item
	printf '\n## History\n\n- 2026-12-01 alice: proposed\n' >>$item
	git add -A
	git commit -q --no-verify -m 'propose'
	sed 's/^state: proposed/state: accepted/' $item >promise
	mv promise $item
	echo '- 2026-12-02 alice: accepted' >>$item
	git commit -q -a --no-verify -m 'promise'
	test_tick
}
for all in '' -a
do
	begin "git revert -n, git commit $all: what it takes back passes, and is told"
	(
		set -e
		promised_by_hand
		git revert -n HEAD
		passes commit ${all:+"$all"} -m 'Revert'
		contains "$PM_TRASH/err" '[history-taken-back]'
		grep -q '^state: proposed' $item
	)
	end
done
begin 'git revert -n, then git commit: what it does not take back is refused'
(
	set -e
	promised_by_hand
	git revert -n HEAD
	git rm -q -f $item
	fails_with 1 commit -m 'Revert'
	contains "$PM_TRASH/err" 'is removed'
)
end

begin 'git commit --amend of the message only: an incomplete one is refused'
(
	set -e
	standing
	write_incomplete $id
	git add -A
	git commit -q --no-verify -m 'let through'
	refused reword
)
end
begin 'git commit --amend of the message only: a complete one passes'
(
	set -e
	standing
	write_complete $id 'Another title'
	git add -A
	git commit -q -m 'complete'
	passes reword
)
end
begin 'git commit --amend of an unrelated commit is never examined'
(
	set -e
	standing_unreadable
	echo two >notes.txt
	git commit -q -a -m 'unrelated'
	test_tick
	unexamined reword
)
end
begin 'git commit --amend of a first commit'
(
	set -e
	git postmortem hook install
	write_incomplete $id
	git add -A
	git commit -q --no-verify -m 'first'
	refused reword
	write_complete $id
	git add -A
	passes reword
)
end
begin 'git commit --amend of a merge holds both parents to account, not more'
(
	set -e
	standing_unreadable
	git checkout -q -b side
	write_incomplete 2026-11-22-other
	git add -A
	git commit -q --no-verify -m 'side'
	git checkout -q main
	echo two >notes.txt
	git commit -q -a -m 'main'
	git merge -q --no-verify -m 'merge' side
	unexamined reword
	rm -rf postmortems/2026-11-22-other/README.md
	write_incomplete 2026-11-22-other 'Changed in the merge'
	sed -i '/^severity/d' postmortems/2026-11-22-other/README.md
	git add -A
	head=$(git rev-parse HEAD)
	fails_with 1 reword
	head_is "$head"
	contains "$PM_TRASH/err" '[severity]'
)
end
begin 'a message of --amend is no amend'
(
	set -e
	standing
	write_incomplete $id
	git add -A
	git commit -q --no-verify -m 'let through'
	test_tick
	echo two >notes.txt
	git add notes.txt
	unexamined commit -m --amend
	echo three >notes.txt
	git add notes.txt
	unexamined commit --amend --no-amend -m 'no amend'
	echo four >notes.txt
	echo --amend >--amend
	git add -- notes.txt --amend
	unexamined commit -m 'a file' -- notes.txt --amend
)
end
# As git-gui and JGit commit: no git commit runs the hook, and nothing tells
# whether HEAD is amended.
by_itself() {
	watch env -u GIT_AUTHOR_NAME -u GIT_AUTHOR_EMAIL -u GIT_AUTHOR_DATE \
		.git/hooks/pre-commit
}
begin 'an amend by a program of its own may take back what HEAD brought in'
(
	set -e
	standing
	write_complete 2026-11-22-other
	commit_all 'other'
	git rm -q -r postmortems/2026-11-22-other
	by_itself
	# But nothing that stood before, and nothing incomplete.
	git rm -q -r postmortems/$id
	fails_with 1 by_itself
	contains "$PM_TRASH/err" '[postmortem-removed]'
	git reset -q --hard
	write_incomplete 2026-11-22-other
	git add -A
	fails_with 1 by_itself
	contains "$PM_TRASH/err" '[owner]'
	# Nor does git commit itself take it for an amend.
	git reset -q --hard
	git rm -q -r postmortems/2026-11-22-other
	fails_with 1 commit -m 'gone'
	contains "$PM_TRASH/err" '[postmortem-removed]'
)
end
begin 'a first commit that is amended by a program of its own'
(
	set -e
	git postmortem hook install
	write_complete $id
	commit_all 'first'
	watched=$PWD
	git rm -q -r postmortems
	by_itself
)
end

begin 'without /proc an amend is known by its author and date'
(
	set -e
	standing
	write_incomplete $id
	git add -A
	git commit -q --no-verify -m 'let through'
	date=@$(git log -1 --format=%ad --date=raw)
	GIT_AUTHOR_DATE=$date
	export GIT_AUTHOR_DATE
	fails_with 1 git postmortem hook run pre-commit 2>err
	contains err '[owner]'
	GIT_AUTHOR_DATE='@1796212800 +0000'
	run_ok git postmortem hook run pre-commit
)
end

# --- other places ---

begin 'a linked worktree: refused, complete, unrelated'
(
	set -e
	standing
	git worktree add -q --detach ../linked-one
	cd ../linked-one
	watched=$PWD
	write_incomplete $id
	refused commit -a -m 'incomplete'
	write_complete $id 'Another title'
	passes commit -a -m 'complete'
	write_broken $id
	git commit -q -a --no-verify -m 'broken'
	echo two >notes.txt
	unexamined commit -a -m 'unrelated'
)
end

begin 'a submodule: refused, complete, unrelated'
(
	set -e
	fresh_repo "$PWD/../module-of-it"
	(
		cd "../module-of-it"
		echo one >notes.txt
		git add -A
		git commit -q -m 'module'
	)
	git -c protocol.file.allow=always submodule --quiet add \
		"$PWD/../module-of-it" module
	git commit -q -m 'super'
	git postmortem hook install
	cd module
	watched=$PWD
	git postmortem hook install
	write_incomplete $id
	git add -A
	refused commit -m 'incomplete'
	write_complete $id
	git add -A
	passes commit -m 'complete'
	write_broken $id
	git commit -q -a --no-verify -m 'broken'
	echo two >notes.txt
	unexamined commit -a -m 'unrelated'
	cd ..
	unexamined commit -a -m 'the submodule itself'
)
end

# --- merges ---

# Branches main and side, which change different files.
branches() {
	standing
	git checkout -q -b side
	"$@"
	git add -A
	git commit -q --no-verify -m 'side'
	git checkout -q main
	echo two >notes.txt
	git commit -q -a -m 'main'
	test_tick
}
merge() {
	watch git merge -q --no-edit side
}

begin 'a true merge of what stood on the other branch is not examined'
(
	set -e
	branches write_incomplete 2026-11-22-other
	unexamined merge
	[ "$(git rev-list --count --merges HEAD)" = 1 ]
	[ -f postmortems/2026-11-22-other/README.md ]
)
end
begin 'nor is what stood on the branches of an octopus'
(
	set -e
	branches write_incomplete 2026-11-22-other
	git checkout -q -b third HEAD^
	write_incomplete 2026-11-23-third
	git add -A
	git commit -q --no-verify -m 'third'
	git checkout -q main
	watch git merge -q --no-edit side third
	[ "$(git rev-list --parents -1 HEAD | wc -w)" = 4 ]
	# The octopus amended stands on all of them, too.
	passes commit --amend -m 'octopus'
	write_incomplete 2026-11-23-third 'Changed in the merge'
	git add -A
	fails_with 1 git commit -q --amend -m 'octopus' 2>err
	contains err 'postmortems/2026-11-23-third/README.md:1: error'
)
end
begin 'a true merge of a complete post-mortem passes'
(
	set -e
	branches write_complete 2026-11-22-other
	passes merge
	[ "$(git rev-list --count --merges HEAD)" = 1 ]
)
end
begin 'a clean merge that joins two changes into a mistake is refused'
(
	set -e
	standing
	git checkout -q -b side
	# Far enough apart that git merges them without a word.
	sed -i 's/^title: .*/&\nlead: carol@example.com/' $file
	git commit -q -a -m 'side'
	git checkout -q main
	sed -i 's/^owner: .*/&\nlead: bob@example.com/' $file
	git commit -q -a -m 'main'
	head=$(git rev-parse HEAD)
	fails_with 1 git merge -q --no-edit side 2>err
	head_is "$head"
	contains err '[duplicate-key]'
	contains err 'merge refused'
	[ -f .git/MERGE_HEAD ]
	watched=$PWD
	sed -i '/^lead: bob/d' $file
	git add -A
	passes commit -m 'conclude'
	[ "$(git rev-list --count --merges HEAD)" = 1 ]
)
end
begin 'git merge --no-commit, concluded by git commit'
(
	set -e
	branches write_incomplete 2026-11-22-other
	git merge -q --no-commit side
	unexamined commit -m 'conclude'
	git reset -q --hard HEAD^
	git merge -q --no-commit side
	write_incomplete $id
	git add -A
	refused commit -m 'conclude'
)
end
begin 'a merge in a linked worktree'
(
	set -e
	branches write_incomplete 2026-11-22-other
	git worktree add -q --detach ../linked-two
	cd ../linked-two
	watched=$PWD
	unexamined merge
	git reset -q --hard HEAD^
	git merge -q --no-commit side
	write_incomplete $id
	git add -A
	refused commit -m 'conclude'
)
end
begin 'a conflicted merge, concluded: the resolution is examined'
(
	set -e
	standing
	git checkout -q -b side
	write_complete $id 'Title of the side'
	git commit -q -a -m 'side'
	git checkout -q main
	write_complete $id 'Title of main'
	git commit -q -a -m 'main'
	fails_with 1 git merge -q side
	write_incomplete $id 'Title of both'
	git add -A
	refused commit -m 'conclude'
	write_complete $id 'Title of both'
	git add -A
	passes commit -m 'conclude'
	[ "$(git rev-list --count --merges HEAD)" = 1 ]
)
end
begin 'a conflict left in the text is refused'
(
	set -e
	standing
	git checkout -q -b side
	write_complete $id 'Title of the side'
	git commit -q -a -m 'side'
	git checkout -q main
	write_complete $id 'Title of main'
	git commit -q -a -m 'main'
	fails_with 1 git merge -q side
	git add -A
	head=$(git rev-parse HEAD)
	fails_with 1 commit -m 'conclude'
	head_is "$head"
	contains "$PM_TRASH/err" '[conflict-markers]'
)
end
begin 'a squash merge is a commit like any other'
(
	set -e
	branches write_incomplete 2026-11-22-other
	git merge -q --squash side >/dev/null
	head=$(git rev-parse HEAD)
	fails_with 1 commit -m 'squashed'
	head_is "$head"
	contains "$PM_TRASH/err" '[owner]'
)
end

# --- what is staged, and what is not ---

begin 'staged incomplete, complete in the work tree: refused'
(
	set -e
	standing
	write_incomplete $id
	git add -A
	write_complete $id
	refused commit -m 'staged'
)
end
begin 'staged complete, incomplete in the work tree: passes'
(
	set -e
	standing
	write_complete $id 'Another title'
	git add -A
	write_incomplete $id
	passes commit -m 'staged'
)
end
begin 'git commit -a takes the work tree, whatever was staged'
(
	set -e
	standing
	write_complete $id 'Another title'
	git add -A
	write_incomplete $id
	refused commit -a -m 'all'
	git reset -q --hard
	write_incomplete $id
	git add -A
	write_complete $id 'Another title'
	passes commit -a -m 'all'
)
end
begin 'an intent-to-add entry is not committed, so not examined'
(
	set -e
	standing
	write_incomplete 2026-11-22-new
	git add -N postmortems/2026-11-22-new
	echo two >notes.txt
	git add notes.txt
	unexamined commit -m 'notes'
	[ -z "$(git ls-tree HEAD postmortems/2026-11-22-new)" ]
	head=$(git rev-parse HEAD)
	fails_with 1 commit -a -m 'with it'
	head_is "$head"
	contains "$PM_TRASH/err" '[owner]'
)
end
begin 'an unborn branch: refused, complete, unrelated'
(
	set -e
	git postmortem hook install
	echo one >notes.txt
	git add notes.txt
	write_incomplete $id
	git add -A
	fails_with 1 commit -m 'first'
	contains "$PM_TRASH/err" '[owner]'
	fails_with 1 git rev-parse -q --verify HEAD
	fails_with 1 commit -a -m 'first'
	rm -r postmortems
	write_complete $id
	git add -A
	run_ok commit -m 'complete'
	git checkout -q --orphan other
	write_broken $id
	git rm -q -r -f --cached postmortems
	run_ok commit -m 'unrelated'
	lacks "$PM_TRASH/err" 'error:'
)
end
begin 'an unborn branch: git commit -a of a complete one'
(
	set -e
	git postmortem hook install
	write_complete $id
	git add -A
	run_ok commit -a -m 'first'
)
end
begin 'a post-mortem that git add -f brings past .gitignore is examined'
(
	set -e
	standing
	echo postmortems >.gitignore
	write_incomplete 2026-11-22-new
	git add -f postmortems/2026-11-22-new
	head=$(git rev-parse HEAD)
	fails_with 1 commit -m 'ignored'
	head_is "$head"
)
end
begin 'removing a post-mortem is examined'
(
	set -e
	standing
	git rm -q -r postmortems
	head=$(git rev-parse HEAD)
	fails_with 1 commit -m 'removed'
	head_is "$head"
	contains "$PM_TRASH/err" '[postmortem-removed]'
)
end
begin 'renaming a post-mortem passes'
(
	set -e
	standing
	git mv postmortems/$id postmortems/2026-11-21-slower
	passes commit -m 'renamed'
)
end
begin 'what was wrong before is a warning, and the commit goes through'
(
	set -e
	standing
	write_incomplete $id
	git commit -q -a --no-verify -m 'let through'
	write_incomplete $id 'Another title'
	git add -A
	passes commit -m 'no worse'
	# Only counted: a tired person reads what this commit is about.
	contains "$PM_TRASH/err" 'commit allowed; 1 warning stood before'
	lacks "$PM_TRASH/err" 'has no owner'
	git reset -q --soft HEAD~1
	run_ok git postmortem check --staged >out
	contains out 'warning: the post-mortem has no owner'
	contains out 'it was so before this change'
)
end

# --- what only this repository or this shell says ---

begin 'GITHEAD_<id> is nothing that git commit is told'
(
	set -e
	standing
	head=$(git rev-parse HEAD)
	write_incomplete 2026-11-22-other
	git add -A
	git commit -q --no-verify -m 'bad'
	bad=$(git rev-parse HEAD)
	git reset -q --soft "$head"
	fails_with 1 env "GITHEAD_$bad=x" git commit -q -m 'bad' 2>err
	contains err '[owner]'
	head_is "$head"
	# Nor of an amend, and not where the pre-commit of a manager runs.
	fails_with 1 env "GITHEAD_$bad=x" git commit -q --amend --no-edit
	fails_with 1 env "GITHEAD_$bad=x" git postmortem hook run pre-commit
	head_is "$head"
)
end
begin 'replaced objects and grafts do not count'
(
	set -e
	standing
	write_complete 2026-11-22-other
	good=$(git hash-object -w postmortems/2026-11-22-other/README.md)
	write_incomplete 2026-11-22-other
	git add -A
	bad=$(git rev-parse :postmortems/2026-11-22-other/README.md)
	git replace "$bad" "$good"
	fails_with 1 commit -m 'another in its place'
	contains "$PM_TRASH/err" '[owner]'
	git replace -d "$bad"
	# A commit before this one that has it already.
	git commit -q --no-verify -m 'bad'
	fake=$(git commit-tree -m 'fake' 'HEAD^{tree}')
	git replace "$(git rev-parse HEAD^)" "$fake"
	fails_with 1 commit --amend -m 'another before it'
	contains "$PM_TRASH/err" '[owner]'
	git replace -d "$(git rev-parse HEAD^)"
	printf '%s %s\n' "$(git rev-parse HEAD)" "$fake" >.git/info/grafts
	fails_with 1 commit --amend -m 'another parent'
	contains "$PM_TRASH/err" '[owner]'
)
end

# --- the message a tired person reads ---

begin 'a refusal says what, where and how, and ends with what to do next'
(
	set -e
	standing
	write_incomplete $id
	sed -i 's/^status: draft/status: in-review/
		/^## Impact/,/^$/d' $file
	write_incomplete 2026-11-22-other
	git add -A
	fails_with 1 git commit -q -m 'incomplete' 2>err
	sed 's/^\(    fix: \).*/\1.../' err >actual
	same actual - <<-END
	error: commit refused: 3 errors in 2 files

	$file: error: there is no section "Impact" [section-missing]
	    fix: ...
	$file:1: error: the post-mortem has no owner [owner]
	    fix: ...

	postmortems/2026-11-22-other/README.md:1: error: the post-mortem has no owner [owner]
	    fix: ...

	correct that, "git add" it and commit again ("git postmortem rules section-missing" says why)
	END
)
end
begin 'nothing is printed when all is well'
(
	set -e
	standing
	write_complete $id 'Another title'
	git commit -q -a -m 'fine' >out 2>&1
	[ ! -s out ]
)
end
begin 'escape sequences of a file do not reach the terminal'
(
	set -e
	standing
	mkdir -p "postmortems/2026-11-22-new"
	printf -- '---\ntitle: "a\\e[31mb"\nstatus: "\\e]0;x\\a"\n---\n' \
		>postmortems/2026-11-22-new/README.md
	git add -A
	fails_with 1 git commit -q -m 'escapes' 2>err
	if grep -q "$(printf '\033')" err
	then
		complain 'an escape sequence came through'
	fi
)
end

# --- closed when it cannot tell ---

begin 'an index that cannot be read refuses'
(
	set -e
	standing
	echo nonsense >broken
	GIT_INDEX_FILE=$PWD/broken fails_with 128 \
		git postmortem hook run pre-commit 2>err
	contains err 'fatal: '
)
end
begin 'a staged post-mortem whose object is missing refuses'
(
	set -e
	standing
	git update-index --add --cacheinfo \
		"100644,$(echo never stored | git hash-object --stdin),$file"
	fails_with 128 git postmortem hook run pre-commit 2>err
	contains err 'fatal: '
)
end
begin 'a HEAD that cannot be read refuses'
(
	set -e
	standing
	head=$(git rev-parse HEAD)
	rm -f ".git/objects/$(echo "$head" | cut -c 1-2)/$(echo "$head" |
		cut -c 3-)"
	fails_with 128 git postmortem hook run pre-commit 2>err
	contains err 'fatal: '
)
end

begin 'nor one of a packed branch'
(
	set -e
	standing
	head=$(git rev-parse HEAD)
	git pack-refs --all
	rm -f ".git/objects/$(echo "$head" | cut -c 1-2)/$(echo "$head" |
		cut -c 3-)"
	fails_with 128 git postmortem hook run pre-commit 2>err
	contains err 'fatal: '
)
end

# without CMD: our program is not there.
without() {
	[ -d "$PM_TRASH/path" ] || {
		mkdir "$PM_TRASH/path"
		for tool in git sh sed
		do
			ln -s "$(command -v $tool)" "$PM_TRASH/path/$tool"
		done
	}
	env PATH="$PM_TRASH/path" "$@"
}
begin 'without git-postmortem on PATH what touches a post-mortem is refused'
(
	set -e
	standing
	echo and >>$file
	echo and >notes.txt
	git add -A
	head=$(git rev-parse HEAD)
	fails_with 1 without git commit -q -m 'without' 2>err
	head_is "$head"
	head -n 1 err | grep -q '^error: commit refused: git-postmortem is not on PATH'
	contains err 'fix: install git-postmortem'
	contains err '--no-verify'
	run_ok without git commit -q --no-verify -m 'without'
	# What else may be one: another case, the policy, a removal, a merge.
	mkdir -p Postmortems/2026-11-22-other
	cp $file Postmortems/2026-11-22-other/README.md
	git add -A
	fails_with 1 without git commit -q -m 'another case'
	git rm -r -q --cached Postmortems
	rm -r Postmortems
	mkdir .postmortem
	echo 'teams: [web]' >.postmortem/policy.yaml
	git add -A
	fails_with 1 without git commit -q -m 'a policy'
	git reset -q --hard
	git rm -q $file
	fails_with 1 without git commit -q -m 'gone'
	git reset -q --hard
	git checkout -q -b side
	write_complete 2026-11-23-side
	commit_all 'side'
	git checkout -q main
	echo two >notes.txt
	git commit -q -a -m 'main'
	fails_with 1 without git merge -q --no-edit side 2>err
	contains err 'error: merge refused: git-postmortem is not on PATH'
	git merge --abort
	# But not what has nothing to do with them.
	echo three >notes.txt
	run_ok without git commit -q -m 'notes' -- notes.txt
	run_ok without git commit -q --amend -m 'other notes'
)
end
begin 'without it the root is looked for in the policy'
(
	set -e
	standing
	mkdir .postmortem
	git mv postmortems docs
	for line in 'root: docs' 'root:   "docs"  ' '{root: docs}' \
		'root: docs # here' 'root: ./docs' 'root: docs/' "root: 'docs'"
	do
		printf 'teams: [web]\n# root: elsewhere\n%s\n' "$line" \
			>.postmortem/policy.yaml
		git add -A
		git commit -q --no-verify -m "$line"
		echo and >>docs/$id/README.md
		git add -A
		fails_with 1 without git commit -q -m 'below it' ||
			complain "passed: $line"
		git reset -q --hard
	done
	# What is said otherwise than plainly may be any folder.
	echo and >>notes.txt
	fails_with 1 without git commit -q -a -m 'anywhere'
	echo 'root: docs' >.postmortem/policy.yaml
	git add -A
	git commit -q --no-verify -m 'plain'
	echo and >>notes.txt
	run_ok without git commit -q -a -m 'notes'
	# Nor may a setting of git's widen or narrow what is asked.
	echo and >>docs/$id/README.md
	git add -A
	GIT_LITERAL_PATHSPECS=1
	export GIT_LITERAL_PATHSPECS
	fails_with 1 without git commit -q -m 'x'
)
end

# --- cost ---

begin 'the processes of an unrelated commit do not grow with what is there'
(
	set -e
	standing
	trace() {
		test_tick
		echo "$1" >notes.txt
		git add notes.txt
		GIT_TRACE=$PWD/../trace git commit -q -m "$1"
		grep -c 'trace: ' ../trace
		rm ../trace
	}
	few=$(trace few)
	for n in 1 2 3 4 5 6 7 8 9
	do
		write_complete 2026-10-0$n-x
		write_item 2026-10-0$n-x item 2026-12-24
	done
	git add -A
	git commit -q --no-verify -m 'many'
	many=$(trace many)
	[ "$few" = "$many" ] || complain "$few processes, then $many"
)
end

begin 'a folder or file that was moved without git add: add it, not remove'
(
	set -e
	git postmortem init --commit >/dev/null 2>&1
	git postmortem new --severity minor One --commit >/dev/null 2>&1
	git postmortem action add One Warm --commit >/dev/null 2>&1
	one=postmortems/2026-12-02-one
	git tag moved
	mv $one postmortems/2026-12-02-two
	fails_with 1 git commit -q -a -m x 2>../err
	contains ../err '"git add" the new one as well'
	git add -A
	git commit -q -m moved
	git reset -q --hard moved
	mv $one/actions/warm.md $one/actions/hot.md
	fails_with 1 git commit -q -a -m x 2>../err
	contains ../err 'where it was moved, "git add" the new file as well'
	git reset -q --hard moved
	mkdir postmortems/2026-12-02-two
	mv $one/README.md postmortems/2026-12-02-two
	fails_with 1 git commit -q -a -m x 2>../err
	contains ../err '("git add" it, or the folder that it was moved to)'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The hooks in every kind of repository: what the index and the objects look
# like does not change the answer.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
file=postmortems/$id/README.md

standing() {
	mkdir -p src/deep
	echo one >notes.txt
	echo code >src/deep/code.c
	write_complete $id
	git add -A
	test_tick
	git commit -q -m 'standing'
	test_tick
}

# The three cases, each through an index of git's own (-a) and the usual one.
three_cases() {
	git postmortem hook install >/dev/null
	head=$(git rev-parse HEAD)

	write_incomplete $id
	fails_with 1 git commit -q -a -m 'incomplete' 2>err
	contains err "$file:1: error: the post-mortem has no owner"
	git add -A
	fails_with 1 git commit -q -m 'incomplete' 2>err
	contains err "$file:1: error: the post-mortem has no owner"
	head_is "$head"

	write_complete $id 'Another title'
	run_ok git commit -q -a -m 'complete'
	write_complete $id 'Yet another title'
	git add -A
	run_ok git commit -q -m 'complete'
	[ "$(git rev-list --count "$head..HEAD")" = 2 ]

	write_broken $id
	git add -A
	git commit -q --no-verify -m 'broken'
	echo two >notes.txt
	run_ok git commit -q -a -m 'unrelated' 2>err
	echo three >notes.txt
	git add notes.txt
	run_ok git commit -q -m 'unrelated' 2>>err
	run_ok git commit -q --amend -m 'unrelated, reworded' 2>>err
	[ ! -s err ] || cat err
	[ ! -s err ]
}

begin 'an ordinary repository'
(
	set -e
	standing
	three_cases
)
end

begin 'SHA-256'
(
	set -e
	# GIT_POSTMORTEM_OBJECTS=libgit2 asks for what libgit2 cannot open.
	[ "${GIT_POSTMORTEM_OBJECTS-}" = libgit2 ] &&
		unset GIT_POSTMORTEM_OBJECTS
	git init -q -b main --object-format=sha256 ../sha256
	cd ../sha256
	standing
	three_cases
)
end

begin 'a split index'
(
	set -e
	standing
	git update-index --split-index
	three_cases
	ls .git/sharedindex.*
)
end

begin 'index version 4 and feature.manyFiles'
(
	set -e
	git config feature.manyFiles true
	git config core.untrackedCache keep
	standing
	git update-index --index-version 4
	three_cases
)
end

begin 'a sparse checkout that leaves the post-mortems out'
(
	set -e
	standing
	write_incomplete 2026-11-22-new
	git add -A
	git stash -q
	git sparse-checkout set --cone src
	[ ! -e postmortems ]
	git postmortem hook install
	echo two >src/deep/code.c
	run_ok git commit -q -a -m 'unrelated' 2>err
	[ ! -s err ]
	git sparse-checkout set --cone src postmortems
	three_cases
)
end

begin 'a sparse index'
(
	set -e
	standing
	git sparse-checkout set --cone --sparse-index src
	git ls-files --sparse | grep -q '^postmortems/$'
	git postmortem hook install
	echo two >src/deep/code.c
	run_ok git commit -q -a -m 'unrelated' 2>err
	[ ! -s err ]
	# One can change what is not checked out.
	blob=$(printf -- '---\ntitle: [\n---\n' | git hash-object -w --stdin)
	git update-index --add --cacheinfo "100644,$blob,$file"
	fails_with 1 git commit -q -m 'broken' 2>err
	contains err '[front-matter]'
)
end

begin 'a partial clone fetches what it must read'
(
	set -e
	standing
	git config uploadpack.allowFilter true
	git clone -q --no-checkout --filter=blob:none "file://$PWD" ../partial
	cd ../partial
	git checkout -q main
	three_cases
)
end

begin 'a shallow clone: commits are checked; an amend needs the parent'
(
	set -e
	standing
	echo two >notes.txt
	git commit -q -a -m 'second'
	git clone -q --depth=1 "file://$PWD" ../shallow
	git clone -q --depth=1 "file://$PWD" ../shallow-too
	cd ../shallow
	git postmortem hook install
	fails_with 1 git commit -q --amend -m 'reworded' 2>err
	contains err 'git fetch --deepen=1'
	git fetch -q --deepen=1
	run_ok git commit -q --amend -m 'reworded'
	cd ../shallow-too
	git postmortem hook install
	write_incomplete $id
	fails_with 1 git commit -q -a -m 'incomplete' 2>err
	contains err '[owner]'
	write_complete $id 'Another title'
	run_ok git commit -q -a -m 'complete'
)
end

begin 'alternates'
(
	set -e
	standing
	git clone -q --shared . ../shared
	cd ../shared
	three_cases
)
end

begin 'packed objects, packed refs and a commit graph'
(
	set -e
	standing
	git pack-refs --all
	git repack -q -a -d
	git commit-graph write --reachable --changed-paths 2>/dev/null
	three_cases
)
end

begin 'a separate git directory'
(
	set -e
	git init -q -b main --separate-git-dir ../apart.git ../apart
	cd ../apart
	standing
	three_cases
	[ -x ../apart.git/hooks/pre-commit ]
)
end

begin 'a work tree with blanks, quotes and other letters in its path'
(
	set -e
	mkdir "../it's a \"tree\" für uns"
	cd "../it's a \"tree\" für uns"
	fresh_repo .
	standing
	three_cases
)
end

begin 'per-worktree configuration'
(
	set -e
	standing
	git config extensions.worktreeConfig true
	git config --worktree core.hooksPath .githooks
	git postmortem hook install
	[ -x .githooks/pre-commit ]
	write_incomplete $id
	fails_with 1 git commit -q -a -m 'incomplete' 2>err
	contains err '[owner]'
)
end

begin 'post-mortems in another folder, and at the top'
(
	set -e
	standing
	git postmortem hook install
	mkdir .postmortem
	echo 'root: docs/incidents' >.postmortem/policy.yaml
	mkdir docs
	git mv postmortems docs/incidents
	git add -A
	run_ok git commit -q -m 'moved'
	sed -i '/^owner:/d' docs/incidents/$id/README.md
	fails_with 1 git commit -q -a -m 'incomplete' 2>err
	contains err "docs/incidents/$id/README.md:1: error:"
	write_incomplete $id
	git checkout -q docs
	git add -A
	run_ok git commit -q -m 'a folder that is no longer the root' 2>err
)
end

begin 'the policy that is committed counts, not the one in the work tree'
(
	set -e
	standing
	git postmortem hook install
	mkdir .postmortem
	printf 'rules:\n  owner: off\n' >.postmortem/policy.yaml
	write_incomplete $id
	git add postmortems
	fails_with 1 git commit -q -m 'incomplete' 2>err
	contains err '[owner]'
	git add -A
	run_ok git commit -q -m 'with the policy'
)
end

begin 'a policy that cannot be read refuses, unless the commit is unrelated'
(
	set -e
	standing
	git postmortem hook install
	mkdir .postmortem
	echo 'root: [' >.postmortem/policy.yaml
	git add -A
	fails_with 1 git commit -q -m 'broken policy' 2>err
	contains err '.postmortem/policy.yaml'
	git commit -q --no-verify -m 'broken policy'
	write_complete $id 'Another title'
	head=$(git rev-parse HEAD)
	fails_with 1 git commit -q -a -m 'judged by what?' 2>err
	head_is "$head"
	contains err '.postmortem/policy.yaml'
	git checkout -q .
	echo two >notes.txt
	run_ok git commit -q -a -m 'unrelated' 2>err
	[ ! -s err ]
)
end

begin 'a link in the place of a document, and of the whole folder'
(
	set -e
	standing
	git postmortem hook install
	rm $file
	ln -s ../../notes.txt $file
	git add -A
	fails_with 1 git commit -q -m 'a link' 2>err
	contains err '[not-a-file]'
	git reset -q --hard
	mv postmortems ../elsewhere
	ln -s ../elsewhere postmortems
	git add -A
	fails_with 1 git commit -q -m 'a linked folder' 2>err
	contains err 'error:'
)
end

begin 'files beside a document are not examined'
(
	set -e
	standing
	git postmortem hook install
	printf '\033[31m\0' >postmortems/$id/console.log
	mkdir postmortems/$id/graphs
	printf 'owner:\n' >postmortems/$id/graphs/README.md
	git add -A
	run_ok git commit -q -m 'a log' 2>err
	[ ! -s err ]
)
end

begin 'git add -p stages a part, and the part is what counts'
(
	set -e
	standing
	git postmortem hook install
	sed -i -e '/^owner:/d' -e 's/^One order.*/& More text./' $file
	# The first hunk takes the owner away; the second adds text.
	printf 'n\ny\n' | git add -p >/dev/null
	git diff --cached | grep -q 'More text'
	run_ok git commit -q -m 'the harmless half'
	fails_with 1 git commit -q -a -m 'the other half'
)
end

done_testing

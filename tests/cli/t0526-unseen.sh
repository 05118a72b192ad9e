#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Records that git keeps out of sight: gone without a staged removal, ignored,
# marked, rewritten on the way. list and doctor tell, and what doctor names is
# what mends it.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/doctor.sh"

id=2026-11-21-slow

# In which nothing is wrong, with an item.
begin_well() {
	healthy $id
	git postmortem action add $id 'Warm the cache' --commit >/dev/null
	run_ok git postmortem list >out 2>err
	[ ! -s err ] || cat err
	[ ! -s err ]
}

item=postmortems/$id/actions/warm-the-cache.md

begin 'a post-mortem that is gone, and nobody has said so to git'
(
	set -e
	begin_well
	rm -r postmortems/$id
	git postmortem list >out 2>err
	contains err 'warning: 2 records are gone from the work tree'
	contains err "postmortems/$id/README.md and 1 more"
	git postmortem action list 2>err >out
	contains err 'are gone from the work tree'
	# Also as JSON, of which nothing is changed by that.
	git postmortem list --format=json >out 2>err
	contains err 'are gone from the work tree'
	lacks out warning
	sees record-gone
	remedy record-gone
	remedy record-gone
	misses record-gone
	# What is staged is a removal, for the hook to judge.
	git rm -q -r postmortems/$id
	git postmortem list >out 2>err
	[ ! -s err ]
	misses record-gone
)
end

begin 'a folder that was moved, and git does not know yet'
(
	set -e
	begin_well
	mv postmortems/$id postmortems/2026-11-22-slow
	git postmortem list >out 2>err
	contains err '"git add -A" tells git where it was moved'
	git postmortem doctor >out 2>&1 && exit 1
	contains out 'where it was moved, "git add -A" the new place'
	git add -A postmortems
	git postmortem list >out 2>err
	[ ! -s err ]
	git commit -q -m 'move it'
)
end

begin 'a record that git ignores'
(
	set -e
	begin_well
	for file in .git/info/exclude .gitignore postmortems/.gitignore \
		postmortems/$id/.gitignore
	do
		echo 'actions' >>"$file"
		new=new-$(echo "$file" | tr -dc "[:lower:]")
		cp $item "postmortems/$id/actions/$new.md"
		git postmortem list >out 2>err
		contains err 'warning: 1 record is ignored by git'
		sees record-ignored error
		contains seen "/$new.md"
		remedy record-ignored
		misses record-ignored
		git postmortem list 2>err >out
		lacks err ignored
		rm "$file"
	done
	# One that is only new is none, nor is an attachment.
	cp $item postmortems/$id/actions/new.md
	echo '*.log' >.gitignore
	echo x >postmortems/$id/x.log
	git postmortem list 2>err >out
	lacks err ignored
	misses record-ignored
)
end

begin 'a record that git has been told not to look at'
(
	set -e
	begin_well
	for mark in skip-worktree assume-unchanged
	do
		git update-index --$mark $item
		git postmortem list 2>err >out
		contains err "warning: 1 record is marked $mark"
		ailment=record-skipped
		[ $mark = skip-worktree ] || ailment=record-assumed
		sees $ailment
		remedy $ailment
		misses $ailment
		git postmortem list 2>err >out
		[ ! -s err ]
	done
	# And is not there at all.
	git update-index --skip-worktree $item
	rm $item
	git postmortem action list 2>err >out
	contains err "warning: 1 record is marked skip-worktree"
)
end

begin 'what a sparse checkout leaves out is listed, and doctor says so'
(
	set -e
	begin_well
	git sparse-checkout set --no-cone /.postmortem/ /postmortems/.gitattributes
	[ ! -e postmortems/$id ]
	git postmortem list >out 2>err
	contains out $id
	[ ! -s err ]
	sees record-sparse hint
	misses record-skipped
	git sparse-checkout disable
	misses record-sparse
)
end

begin 'a record that git rewrites on its way'
(
	set -e
	begin_well
	git config filter.upper.clean 'tr a-z A-Z'
	git config filter.upper.smudge cat
	for attribute in filter=upper working-tree-encoding=UTF-16 ident
	do
		echo "*.md $attribute" >.gitattributes
		git postmortem list 2>err >out
		contains err 'warning: 2 records are rewritten by git'
		contains err "${attribute%=*}"
		sees record-filtered
		remedy record-filtered
		misses record-filtered
		git checkout -q HEAD -- postmortems/.gitattributes
		git reset -q
		rm .gitattributes
	done
	# Told to this clone, and to this user alone.
	echo 'postmortems/** filter=upper' >.git/info/attributes
	git postmortem list 2>err >out
	contains err 'are rewritten by git (filter=upper)'
	rm .git/info/attributes
	echo '*.md filter=upper' >../mine
	git config core.attributesFile "$PWD/../mine"
	sees record-filtered
	# Line ends and diffs rewrite nothing that is read.
	git config --unset core.attributesFile
	echo '*.md text eol=lf diff=markdown whitespace=-trailing-space' \
		>.gitattributes
	echo '*.png filter=upper' >>.gitattributes
	git postmortem list 2>err >out
	[ ! -s err ]
	misses record-filtered
)
end

begin 'a look into the past has no work tree to compare'
(
	set -e
	begin_well
	rm -r postmortems/$id
	git postmortem list --at HEAD >out 2>err
	contains out $id
	[ ! -s err ]
	git clone -q --bare . ../bare.git
	cd ../bare.git
	git postmortem list >out 2>err
	contains out $id
	[ ! -s err ]
)
end

done_testing

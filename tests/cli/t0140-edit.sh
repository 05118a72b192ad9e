#!/bin/sh
# SPDX-License-Identifier: MIT
#
# edit: git's editor on a record, then what is still missing.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
file=postmortems/$id/README.md

standing() {
	git postmortem init --skip-hooks >/dev/null 2>&1
	write_complete $id
	write_item $id warm 2026-12-19
	commit_all standing
}

# An editor that runs this sed script on the file.
editor() {
	cat >"$PM_TRASH/editor" <<-END
	#!/bin/sh
	sed -i '$1' "\$1"
	END
	chmod +x "$PM_TRASH/editor"
	GIT_EDITOR=$PM_TRASH/editor
	export GIT_EDITOR
}

begin 'edit opens the document, stages it and says what is missing'
(
	set -e
	standing
	editor 's/^owner:.*/owner:/'
	run_ok git postmortem edit slow >out
	contains out "$file:5: error: the post-mortem has no owner"
	[ "$(git diff --cached --name-only)" = $file ]
)
end

begin 'edit opens an item by its name'
(
	set -e
	standing
	editor 's/^title:.*/title: Warm all caches/'
	run_ok git postmortem edit warm >out
	lacks out 'error'
	[ "$(git diff --cached --name-only)" = \
		postmortems/$id/actions/warm.md ]
)
end

begin 'edit --commit commits the change, and nothing when there is none'
(
	set -e
	standing
	editor 's/cold/very cold/'
	echo one >mine
	git add mine
	run_ok git postmortem edit slow --commit
	[ "$(git show --format=%s --name-only)" = \
		"$id: rewrite Contributing factors

$file" ]
	[ "$(git diff --cached --name-only)" = mine ]
	git tag before
	GIT_EDITOR=true run_ok git postmortem edit slow --commit
	head_is before
)
end

begin 'an editor that fails leaves everything alone'
(
	set -e
	standing
	fails_with 128 env GIT_EDITOR=false git postmortem edit slow 2>err
	contains err editor
	git diff --quiet HEAD
)
end

begin 'a file that was broken can be edited, and mended'
(
	set -e
	standing
	write_broken $id
	editor 's/^title:.*/title: Slow/'
	run_ok git postmortem edit slow >out
	lacks out '[front-matter]'
)
end

begin 'edit names one record that is there'
(
	set -e
	standing
	fails_with 129 git postmortem edit 2>err
	contains err 'name one post-mortem or item'
	fails_with 128 git postmortem edit nothing 2>err
	contains err 'no post-mortem or action item "nothing"'
	rm $file
	fails_with 128 git postmortem edit slow 2>err
	contains err "postmortems/$id: has no README.md"
)
end

begin 'edit --commit says a warning once, with hooks and without'
(
	set -e
	standing
	editor 's/^title:.*/title: Investigate the cache/'
	run_ok git postmortem edit warm --commit >out 2>&1
	count 1 out '[action-vague]'
	git postmortem hook install
	editor 's/^title:.*/title: Investigate all caches/'
	run_ok git postmortem edit warm --commit >out 2>&1
	count 1 out '[action-vague]'
	lacks out 'stood before'
	# Who makes the commit by hand is told by the hook.
	write_item $id vague 2026-12-19
	sed -i 's/^title:.*/title: Improve it/' postmortems/$id/actions/vague.md
	git add postmortems
	git commit -q -m 'by hand' 2>out
	count 1 out '[action-vague]'
	editor 's/^title:.*/title: Improve the caches/; s/^state:.*/state: done/'
	fails_with 128 git postmortem edit warm --commit >out 2>&1
	count 1 out '[action-evidence]'
)
end

begin 'edit works from a subfolder'
(
	set -e
	standing
	editor 's/cold/very cold/'
	cd postmortems/$id/actions
	run_ok git postmortem edit ../README.md
	git diff --cached >out
	contains out 'very cold'
)
end

done_testing

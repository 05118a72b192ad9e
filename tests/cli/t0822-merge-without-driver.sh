#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A clone that has the attributes but not the driver, and forges, which have
# neither: the layout alone, and what text merges get wrong.

. "${0%/*}/lib.sh"
. "${0%/*}/merging.sh"

# Without the driver that init has configured.
adopt_without() {
	adopt
	git config --remove-section merge.postmortem
	git config --remove-section diff.postmortem
}

begin 'two branches that add items to one post-mortem do not conflict'
(
	set -e
	adopt_without
	for branch in one two
	do
		git checkout -q -b $branch main
		git postmortem action add slow "Do $branch of it" >/dev/null
		commit_all $branch
	done
	run_ok git merge -q -m merge one
	[ -e "$DIR/actions/do-one-of-it.md" ]
	[ -e "$DIR/actions/do-two-of-it.md" ]
	git postmortem check slow >out || :
	lacks out conflict
)
end

begin 'two branches that settle different items do not conflict'
(
	set -e
	adopt_without
	other_item cold
	item 'title: Cold' 'state: accepted' 'owner: bob' 'due: 2026-12-20'
	commit_all 'a second'
	git postmortem action decline cold --reason 'too dear' >/dev/null
	on theirs 'decline one'
	git checkout -q -b ours
	git postmortem action accept warm >/dev/null
	commit_all 'accept the other'
	run_ok git merge -q -m merge theirs
	git postmortem action list --all --format=json >out
	contains out '"declined"'
	contains out '"accepted"'
)
end

begin 'a promise and a change of priority beside it do not conflict'
(
	set -e
	adopt_without
	git postmortem action add slow 'Page sooner' -o alice --type prevent \
		-p low --commit >/dev/null
	for plan in 'priority high' 'type detect' 'ticket OPS-7'
	do
		git checkout -q -B theirs main
		git postmortem action set page-sooner "--${plan% *}=${plan#* }" \
			>/dev/null
		commit_all plan
		git checkout -q -B ours main
		git postmortem action accept page-sooner --due 2026-12-20 \
			>/dev/null
		commit_all accept
		run_ok git merge -q -m merge theirs
		contains "$DIR/actions/page-sooner.md" 'state: accepted'
		contains "$DIR/actions/page-sooner.md" 'due: 2026-12-20'
		contains "$DIR/actions/page-sooner.md" "${plan% *}: ${plan#* }"
	done
)
end

begin 'branches that begin post-mortems do not conflict'
(
	set -e
	adopt_without
	for branch in one two
	do
		git checkout -q -b $branch main
		git postmortem new "Outage $branch" --severity minor >/dev/null
		commit_all $branch
	done
	run_ok git merge -q -m merge one
	git postmortem list >out
	contains out 'Outage one'
	contains out 'Outage two'
)
end

begin 'a text merge that leaves a field twice is refused by check and hook'
(
	set -e
	adopt_without
	# As a forge, or a union driver, may do it.
	item 'title: Warm' 'team: web' 'state: proposed' 'type: prevent' \
		'priority: low' 'ticket: X-1'
	commit_all 'without owner'
	sed -i 's/^title: .*/&\
owner: alice/' "$ITEM"
	on theirs 'owner above'
	git checkout -q -b ours
	sed -i 's/^ticket: .*/&\
owner: bob/' "$ITEM"
	commit_all 'owner below'
	fails_with 1 git merge theirs >out 2>&1
	contains out "the key 'owner' is set twice, in line 3 and in line 9"
	contains out duplicate-key
	fails_with 1 git postmortem check --staged
	git commit -q --no-verify -m 'past the hook'
	fails_with 1 git postmortem check main..HEAD >out
	contains out duplicate-key
	# The driver sees one field with two values.
	git reset -q --hard HEAD^
	git postmortem init --skip-hooks >/dev/null
	fails_with 1 git merge theirs
	contains "$ITEM" '<<<<<<< ours'
)
end

begin 'a merge of three branches is by text, and git refuses what conflicts'
(
	set -e
	adopt
	for branch in one two
	do
		git checkout -q -b $branch main
		git postmortem action add slow "Do $branch of it" >/dev/null
		commit_all $branch
	done
	git checkout -q -b three main
	sed -i 's/^due: .*/due: 2026-12-21/' "$ITEM"
	commit_all three
	git checkout -q main
	git commit -q --allow-empty -m 'mine'
	run_ok git merge -q -m octopus one two three
	contains "$ITEM" 'due: 2026-12-21'
	[ -e "$DIR/actions/do-two-of-it.md" ]
	git reset -q --hard HEAD^
	sed -i 's/^due: .*/due: 2026-12-22/' "$ITEM"
	on four four
	if git merge -m octopus one three four >/dev/null 2>&1
	then
		false
	fi
	git reset -q --hard
)
end

# Libraries that write git's configuration file anew by rules of their own.
python=/usr/bin/python3
for library in dulwich git
do
	if ! "$python" -c "import $library" 2>/dev/null
	then
		skip "no python3 with $library"
		continue
	fi
	begin "the drivers outlive a configuration that python's $library wrote"
	(
		set -e
		adopt
		sides 's/^owner: .*/owner: bob/' 's/^type: .*/type: detect/'
		git config --get-regexp 'postmortem' >before
		case $library in
		dulwich)
			"$python" -c 'if 1:
				from dulwich import porcelain
				porcelain.remote_add(".", "other", "x://y")'
			;;
		git)
			"$python" -c 'if 1:
				import git
				with git.Repo(".").config_writer() as w:
					w.set_value("some", "key", "value")'
			;;
		esac
		git config --get-regexp 'postmortem' >after
		same after before
		run_ok git merge -q -m merge theirs
		has 'title: Warm the cache first' 'state: proposed' \
			'owner: bob' 'type: detect' 'due: 2026-12-20'
		# Nor does the heading's pattern become none.
		run_ok git diff HEAD^ -- "$DOC"
	)
	end
done

done_testing

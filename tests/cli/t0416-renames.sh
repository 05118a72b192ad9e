#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A record that gets another name, or another folder, is the record it was:
# nothing is removed by that, and nothing excused.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
dir=postmortems/$id
item=$dir/actions/warm.md
other=postmortems/2026-11-22-other

standing() {
	write_complete $id
	write_item $id warm 2026-12-20
	write_complete 2026-11-22-other 'Another one'
	echo 'a graph' >$dir/graph.svg
	commit_all 'standing'
	git postmortem hook install
	mkdir -p $other/actions
	test_tick
}

passes() {
	git add -A
	run_ok git commit -q -m 'renamed' 2>err
	lacks err 'error:'
	run_ok git postmortem check HEAD~1..HEAD
}

refused() {
	git add -A
	fails_with 1 git commit -q -m 'renamed' 2>err
	contains err "$1"
}

begin 'a folder is renamed in case only'
(
	set -e
	standing
	git mv $dir postmortems/2026-11-21-Slow
	passes
	git mv postmortems/2026-11-21-Slow postmortems/2026-11-21-SLOW
	sed -i 's/^title: .*/title: With another title/' \
		postmortems/2026-11-21-SLOW/README.md \
		postmortems/2026-11-21-SLOW/actions/warm.md
	passes
	contains postmortems/2026-11-21-SLOW/README.md 'With another title'
)
end

begin 'but what is left of it is its twin'
(
	set -e
	standing
	mkdir -p postmortems/2026-11-21-Slow
	git mv $dir/README.md $dir/actions postmortems/2026-11-21-Slow
	refused 'differs from "2026-11-21-slow" only in case'
	git mv $dir/graph.svg postmortems/2026-11-21-Slow
	passes
)
end

begin 'an item is renamed in case only, also with another title'
(
	set -e
	standing
	git mv $item $dir/actions/Warm.md
	sed -i 's/^title: .*/title: Keep the cache warm/' $dir/actions/Warm.md
	passes
	cp $dir/actions/Warm.md $dir/actions/WARM.md
	refused 'only in case'
)
end

begin 'an item moves to another post-mortem'
(
	set -e
	standing
	git mv $item $other/actions
	passes
	git postmortem doctor >out || :
	lacks out 'vanished'
	run_ok git postmortem diff HEAD~1..HEAD >out
	contains out "renamed "
	contains out "warm: was $id/warm"
	lacks out 'removed'
	run_ok git postmortem review HEAD~1..HEAD >out
	contains out '1 item renamed; no errors'
)
end

begin 'also under another name, with another title, or into a new one'
(
	set -e
	standing
	git mv $item $other/actions/cache.md
	passes
	mkdir -p $dir/actions
	git mv $other/actions/cache.md $item
	passes
	mkdir -p $other/actions
	git mv $item $other/actions
	sed -i 's/^title: .*/title: Keep the cache warm/' \
		$other/actions/warm.md
	passes
	write_complete 2026-11-23-third 'The third'
	mkdir -p postmortems/2026-11-23-third/actions
	git mv $other/actions/warm.md postmortems/2026-11-23-third/actions
	passes
)
end

begin 'it takes its promise along'
(
	set -e
	standing
	git mv $item $other/actions
	sed -i 's/^state: .*/state: proposed/' $other/actions/warm.md
	refused 'accepted becomes a proposal again'
	sed -i -e 's/^state: .*/state: accepted/' \
		-e 's/^due: .*/due: 2027-02-01/' $other/actions/warm.md
	git add -A
	git commit -q -m 'renamed' 2>err
	contains err 'the due date moves'
)
end

begin 'another item in another post-mortem is no excuse for a removal'
(
	set -e
	standing
	git rm -q $item
	mkdir -p $other/actions
	printf -- '---\ntitle: %s\nowner: %s\ntype: detect\n---\n' \
		'Page somebody' bob@example.com >$other/actions/page.md
	refused 'the action item "Warm the cache before a release" is removed'
	mv $other/actions/page.md $other/actions/warm.md
	refused 'the action item "Warm the cache before a release" is removed'
)
end

begin 'two that move, and one that does not come along'
(
	set -e
	standing
	write_item $id second 2026-12-21
	sed -i 's/^title: .*/title: The second/' $dir/actions/second.md
	write_item $id last 2026-12-22
	sed -i 's/^title: .*/title: The last/' $dir/actions/last.md
	commit_all 'three'
	git mv $item $dir/actions/second.md $other/actions
	git rm -q $dir/actions/last.md
	refused 'the action item "The last" is removed'
	count 1 err 'is removed'
)
end

begin 'one side moves it, the other keeps on with it'
(
	set -e
	standing
	git checkout -q -b side
	git mv $item $other/actions
	passes
	git checkout -q main
	sed -i 's/^state: .*/state: in-progress/' $item
	commit_all 'begun'
	run_ok git merge -q --no-edit side
	contains $other/actions/warm.md 'state: in-progress'
	git reset -q --hard HEAD^
	git merge -q --no-commit -s ours side
	git rm -q -f $item
	git checkout -q side -- $other/actions/warm.md
	git add -A
	fails_with 1 git commit -q -m 'forgets' 2>err
	contains err 'takes back that it is in-progress'
)
end

done_testing

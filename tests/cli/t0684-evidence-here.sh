#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Evidence "here": the change that brought the event, through what a forge
# makes of a branch.
# valgrind

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
DIR=postmortems/$PM/actions
NAMES="Postmortem-Action: $PM/page"

# item NAME: a promise of alice
item() {
	printf '%s\n' --- "title: Fill the $1 after a release" \
		'state: accepted' 'due: 2026-12-20' 'owner: alice@example.com' \
		'type: prevent' --- '' 'Before traffic comes.' '' \
		'## History' '' \
		'- 2026-11-28 alice@example.com: accepted, owner alice@example.com, due 2026-12-20' \
		>"$DIR/$1.md"
}

# promise: what everybody has
promise() {
	mkdir -p "$DIR"
	sed 's/^status: .*/status: draft/' \
		"$PM_SOURCE/tests/data/rules/evidence-reverted/good/README.md" \
		>"postmortems/$PM/README.md"
	item page
	commit_all 'Promise'
}

# team: a clone of it, on the branch "topic"
team() {
	promise
	rm -rf ../clone
	git clone -q . ../clone
	cd ../clone
	git checkout -q -b topic
}

# work SUBJECT [OPTION...]: a commit of something else
work() {
	echo "$1" >>code
	git add code
	test_tick
	git commit -q -m "$@"
}

# close_it: fixed and closed in a branch
close_it() {
	work 'Fill it'
	git postmortem action 'done' page --commit >out 2>&1
}

# squash: what a forge makes of "topic"
squash() {
	git checkout -q main
	git merge -q --squash topic >/dev/null
	test_tick
	git commit -q -m 'Fill it (#12)'
}

# reword FILE SCRIPT: with sed
reword() {
	sed "$2" "$1" >reworded
	cat reworded >"$1"
	rm reworded
}

# names REVISION [NAME]: what "here" of the item is, is this commit
names() {
	git postmortem action show "${2:-page}" --format=json >json
	contains json "\"evidence_commit\": \"$(git rev-parse "$1")\""
}

begin 'done without evidence is "here" on a branch that does other work'
(
	set -e
	team
	fails_with 128 git postmortem action 'done' page 2>err
	contains err 'what shows that it is done?'
	contains err '--evidence here'
	work 'Fill it'
	git postmortem action 'done' page >out
	contains out 'evidence here (set)'
	contains "$DIR/page.md" "alice@example.com: done, evidence here"
	git postmortem check >out
	contains out 'no findings'
)
end

begin 'records alone are no other work'
(
	set -e
	team
	item cache
	git add postmortems
	test_tick
	git commit -q -m 'Another promise'
	fails_with 128 git postmortem action 'done' page 2>err
	item pool
	git add postmortems
	fails_with 128 git postmortem action 'done' page 2>err
)
end

begin 'staged work makes it "here", but for a commit of the record alone'
(
	set -e
	promise
	echo fixed >code
	fails_with 128 git postmortem action 'done' page 2>err
	git add code
	fails_with 128 git postmortem action 'done' page --commit 2>err
	git postmortem action 'done' page >out
	contains "$DIR/page.md" 'evidence: here'
	commit_all 'Fill it'
	names HEAD
	git postmortem check --at HEAD >out
	contains out 'no findings'
)
end

begin 'a squash, a merge and a cherry-pick are each what is here'
(
	set -e
	team
	close_it
	squash
	names HEAD
	git checkout -q -b other HEAD~1
	git merge -q --no-ff -m 'Merge topic' topic
	names HEAD
	git checkout -q -b release main~1
	git commit -q --allow-empty -m 'Beside'
	git cherry-pick main >/dev/null
	names HEAD
	git postmortem check --at HEAD >out
	contains out 'no findings'
)
end

begin 'of a rebased branch it is the work that names the item'
(
	set -e
	team
	work 'Look' -m "$NAMES"
	git tag work
	work 'Something else'
	git postmortem action 'done' page --commit >out 2>&1
	git tag closed
	work 'Later' -m "$NAMES"
	git checkout -q main
	git merge -q --ff-only topic
	names work
	git postmortem action show page >out
	contains out "$(git rev-parse --short work) Look"
	git postmortem annotate page >out
	contains out "here: $(git rev-parse --short work) Look"
	git postmortem annotate page --format=json >out
	contains out "\"evidence_commit\": \"$(git rev-parse work)\""
)
end

begin 'where nothing names it, it is in or before that commit'
(
	set -e
	team
	close_it
	git checkout -q main
	git merge -q --ff-only topic
	git postmortem action show page >out
	contains out "in or before $(git rev-parse --short HEAD)"
	git postmortem action show page --format=json >out
	contains out '"evidence_commit": null'
	git postmortem check >out
	contains out 'no findings'
)
end

begin 'a change of the form, or of the reason, is not what brought it'
(
	set -e
	team
	close_it
	squash
	git tag squash
	reword "$DIR/page.md" 's/^- /* /; s/done, evidence here/done, evidence here: as promised/'
	commit_all 'Reformat'
	reword "$DIR/page.md" 's/: as promised/:\
  as  promised./; s/^Before.*/Before traffic\
comes./'
	commit_all 'Wrap'
	names squash
)
end

begin 'renames of the item and of the folder are followed'
(
	set -e
	team
	work 'Look' -m "$NAMES"
	git tag work
	git postmortem action 'done' page --commit >out 2>&1
	git checkout -q main
	git merge -q --ff-only topic
	git mv "$DIR/page.md" "$DIR/pages.md"
	commit_all 'Rename'
	names work pages
	git mv "postmortems/$PM" postmortems/2026-11-21-slow
	commit_all 'Rename the folder'
	names work pages
)
end

begin 'a rename in the squash itself, beside another item, is the squash'
(
	set -e
	promise
	item cache
	commit_all 'Another'
	rm -rf ../clone
	git clone -q . ../clone
	cd ../clone
	git checkout -q -b topic
	work 'Fill it'
	git postmortem action 'done' page --commit >out 2>&1
	git mv "postmortems/$PM" postmortems/2026-11-21-slow
	commit_all 'Rename'
	squash
	names HEAD page
)
end

begin 'at depth 1 it is unknown, which is no finding'
(
	set -e
	team
	close_it
	squash
	git clone -q --depth 1 "file://$PWD" ../shallow
	cd ../shallow
	git postmortem action show page >out
	contains out 'before this clone begins'
	git postmortem action show page --format=json >out
	contains out '"evidence_commit": null'
	git postmortem check >out
	contains out 'no findings'
	cd ../clone
	work 'Later'
	rm -rf ../shallow
	git clone -q --depth 3 "file://$PWD" ../shallow
	cd ../shallow
	names HEAD~1
)
rm -rf ../shallow
end

begin 'what is not committed yet says so'
(
	set -e
	promise
	git postmortem action 'done' page --evidence here >out
	git postmortem action show page >out
	contains out 'the change that is not committed yet'
	git postmortem check >out
	contains out 'no findings'
)
end

# The code alone was taken back.
begin 'a reverted change is a finding, in git'"'"'s words and a forge'"'"'s'
(
	set -e
	team
	close_it
	squash
	git tag squash
	echo >>code
	git add code
	test_tick
	git commit -q -m 'Revert "Fill it (#12)"' \
		-m "This reverts commit $(git rev-parse squash)."
	git postmortem check >out || :
	contains out '[evidence-reverted]'
	contains out "the change that is evidence, $(git rev-parse squash | cut -c1-10), was reverted by $(git rev-parse HEAD | cut -c1-10)"
	git postmortem check --at HEAD >out || :
	contains out '[evidence-reverted]'
	test_tick
	git commit -q --allow-empty -m 'Revert "Revert "Fill it (#12)""' \
		-m "This reverts commit $(git rev-parse HEAD)."
	git postmortem check >out
	contains out 'no findings'
	git reset -q --hard squash
	echo >>code
	git add code
	test_tick
	git commit -q -m 'Revert "Fill it" (#13)' -m 'Reverts example/shop#12'
	git postmortem check >out || :
	contains out '[evidence-reverted]'
)
end

begin 'a revert of all takes the event, and its revert is what is here'
(
	set -e
	team
	close_it
	squash
	test_tick
	git revert --no-edit HEAD >/dev/null
	git postmortem check >out
	contains out 'no findings'
	test_tick
	git revert --no-edit HEAD >/dev/null
	names HEAD
	git postmortem check >out
	contains out 'no findings'
)
end

begin 'closed again on the same day, the second closing counts'
(
	set -e
	team
	close_it
	squash
	git postmortem action reopen page --reason 'It broke.' --commit >out 2>&1
	git checkout -q -b again
	work 'Fill it well'
	git postmortem action 'done' page --commit >out 2>&1
	git checkout -q main
	git merge -q --squash again >/dev/null
	test_tick
	git commit -q -m 'Fill it well (#14)'
	names HEAD
)
end

begin 'check of many items walks the log once, and none without "here"'
(
	set -e
	promise
	for name in a b c d e f
	do
		item $name
	done
	commit_all 'More'
	echo fixed >code
	git add code
	for name in a b c d e f
	do
		git postmortem action 'done' $name >out
	done
	commit_all 'All of it'
	GIT_TRACE=$PWD/trace git postmortem check --at HEAD >out
	contains out 'no findings'
	count 1 trace 'first-parent'
	rm trace
	GIT_TRACE=$PWD/trace git postmortem check --at HEAD~1 >out
	lacks trace 'first-parent'
	rm trace
	GIT_TRACE=$PWD/trace git postmortem action list >out
	lacks trace 'first-parent'
)
end

done_testing

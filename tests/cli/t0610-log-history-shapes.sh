#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem log through the shapes that a history can have: merges,
# renames, deletions, imports, and repositories that hold only a part of it.

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
DIR=postmortems/$PM
ITEM=$DIR/actions/alarm.md
ME=$PM/alarm

# record FILE LINE...
record() {
	file=$1
	shift
	mkdir -p "${file%/*}"
	{
		echo ---
		printf '%s\n' "$@"
		# Enough text for git to know it again under another name.
		printf '%s\n' --- '' 'Page two weeks before it expires.' '' \
			'The certificate is renewed by hand, so that somebody' \
			'has to remember; nobody did.'
	} >"$file"
}

document() {
	record "$DIR/README.md" 'title: Checkout was slow' 'status: draft' \
		'severity: major' "owner: ${1-alice}"
}

item() {
	record "$ITEM" 'title: Alarm' "state: $1" "due: $2" "owner: ${3-alice}"
}

on() {
	git checkout -q "$@"
}

# merge BRANCH MESSAGE: what a conflict leaves is put right by the caller.
merge() {
	test_tick
	git merge -q --no-ff -m "$2" "$1"
}

# tells SUBJECT...: the entries in the file "out" are these commits.
tells() {
	printf '%s\n' "$@" >expected.subjects
	sed -n 's/^[0-9a-f]* 2026-12-02 Alice Example  //p' out >told.subjects
	same told.subjects expected.subjects
}

begin 'a folder that was renamed keeps its whole history'
(
	set -e
	document
	item proposed 2026-12-05
	record "$DIR/actions/gone-early.md" 'title: Gone' 'state: proposed'
	commit_all Begin
	item accepted 2026-12-05
	git rm -q "$DIR/actions/gone-early.md"
	commit_all Accept
	git mv "$DIR" postmortems/2026-11-21-slow-checkout
	commit_all Rename
	record postmortems/2026-11-21-slow-checkout/README.md \
		'title: Checkout was slow' 'status: draft' \
		'severity: major' 'owner: bob'
	commit_all 'Hand over'
	git postmortem log 2026-11-21-slow-checkout/alarm >out
	same out - <<-END
	$(git rev-parse --short HEAD~1) 2026-12-02 Alice Example  Rename
	    moved from $ITEM
	$(git rev-parse --short HEAD~2) 2026-12-02 Alice Example  Accept
	    state proposed → accepted
	$(git rev-parse --short HEAD~3) 2026-12-02 Alice Example  Begin
	    added, state proposed, owner alice, due 2026-12-05
	END
	git postmortem log 2026-11-21-slow-checkout >out
	tells 'Hand over' Rename Accept Begin
	contains out '    owner alice → bob'
	count 2 out 'moved from'
	contains out '    gone-early: removed'
	contains out '    gone-early: added'
	git postmortem log >out
	count 2 out 'moved from'
	count 4 out ' 2026-12-02 '
)
end

begin 'an item that was renamed twice and once moved back'
(
	set -e
	item proposed 2026-12-05
	commit_all One
	git mv "$ITEM" "$DIR/actions/siren.md"
	commit_all Two
	git mv "$DIR/actions/siren.md" "$ITEM"
	commit_all Three
	item accepted 2026-12-05
	commit_all Four
	git postmortem log "$ME" >out
	tells Four Three Two One
	git postmortem log --format=json "$ME" >json
	count 1 json "\"id\":\"$PM/siren\""
)
end

begin 'a filter does not hide what lies beyond a rename'
(
	set -e
	item proposed 2026-12-05
	commit_all One
	clock=$PM_CLOCK
	git mv "$ITEM" "$DIR/actions/siren.md"
	GIT_AUTHOR_NAME=Bob commit_all Two
	git postmortem log --author=Alice siren >out
	tells One
	git postmortem log --until="@$clock" siren >out
	tells One
	git postmortem log -n 2 siren >out
	contains out One
)
end

begin 'a merge without a conflict is not told, both of its sides are'
(
	set -e
	item proposed 2026-12-05
	commit_all Base
	on -b side
	item proposed 2026-12-05 bob
	commit_all Owner
	on main
	record "$ITEM" 'title: Alarm' 'state: proposed' 'due: 2026-12-05' \
		'owner: alice'
	echo 'And once more a week before.' >>"$ITEM"
	commit_all Text
	merge side Merge
	git postmortem log "$ME" >out
	tells Text Owner Base
	contains out 'rewrote the text'
	contains out 'owner alice → bob'
	git postmortem log "$PM" >out
	count 3 out ' 2026-12-02 '
)
end

begin 'a merge tells what it decided itself'
(
	set -e
	item accepted 2026-12-05
	commit_all Base
	on -b side
	item accepted 2026-12-12 bob
	commit_all Side
	on main
	item accepted 2026-12-19
	commit_all Main
	fails_with 1 merge side Merge
	item accepted 2026-12-24 bob
	commit_all Merge
	git postmortem log "$ME" >out
	same out - <<-END
	$(git rev-parse --short HEAD) 2026-12-02 Alice Example  Merge
	    due 2026-12-19 → 2026-12-24, 5 days later
	$(git rev-parse --short HEAD^1) 2026-12-02 Alice Example  Main
	    due 2026-12-05 → 2026-12-19, 14 days later
	$(git rev-parse --short HEAD^2) 2026-12-02 Alice Example  Side
	    owner alice → bob
	    due 2026-12-05 → 2026-12-12, 7 days later
	$(git rev-parse --short HEAD~2) 2026-12-02 Alice Example  Base
	    added, state accepted, owner alice, due 2026-12-05
	END
)
end

begin 'a merge of three branches tells only the fourth value'
(
	set -e
	item accepted 2026-12-05
	commit_all Base
	for n in 1 2
	do
		on -b "side$n" main
		item accepted "2026-12-1$n"
		commit_all "Side $n"
	done
	on main
	item accepted 2026-12-10
	commit_all Main
	item accepted 2026-12-31 bob
	git add -A
	test_tick
	tree=$(git write-tree)
	git reset -q --hard "$(git commit-tree -p main -p side1 -p side2 \
		-m Octopus "$tree")"
	git postmortem log "$ME" >out
	tells Octopus Main 'Side 2' 'Side 1' Base
	contains out 'due 2026-12-10 → 2026-12-31'
)
end

begin 'what a merge dropped, which no commit removed, is still known by its id'
(
	set -e
	document
	commit_all Base
	on -b side
	item accepted 2026-12-05
	commit_all Side
	on main
	document bob
	commit_all Main
	test_tick
	git merge -q -s ours -m Merge side
	git postmortem log "$ME" >out
	tells Side
)
end

begin 'criss-cross merges lose no entry and tell none twice'
(
	set -e
	item accepted 2026-12-05
	commit_all Base
	on -b side
	item accepted 2026-12-05 bob
	commit_all 'Side 1'
	on main
	document
	commit_all 'Main 1'
	git branch main1
	merge side 'Merge side'
	on side
	merge main1 'Merge main'
	item in-progress 2026-12-05 bob
	commit_all 'Side 2'
	on main
	echo 'One more line.' >>"$ITEM"
	commit_all 'Main 2'
	merge side 'Merge again'
	git postmortem log "$PM" >out
	tells 'Main 2' 'Side 2' 'Main 1' 'Side 1' Base
)
end

begin 'one branch renames what another changes'
(
	set -e
	document
	item accepted 2026-12-05
	commit_all Base
	on -b side
	item accepted 2026-12-19
	commit_all Postpone
	on main
	git mv "$DIR" postmortems/2026-11-21-renamed
	commit_all Rename
	merge side Merge
	git postmortem log 2026-11-21-renamed/alarm >out
	tells Rename Postpone Base
	count 1 out 'due 2026-12-05 → 2026-12-19'
	git postmortem log 2026-11-21-renamed >out
	tells Rename Postpone Base
	# The other way round.
	on -b other side
	merge main~1 Merge
	git postmortem log 2026-11-21-renamed/alarm >out
	tells Rename Postpone Base
)
end

begin 'both branches rename, each to another name'
(
	set -e
	item accepted 2026-12-05
	commit_all Base
	on -b side
	git mv "$ITEM" "$DIR/actions/siren.md"
	commit_all Siren
	on main
	git mv "$ITEM" "$DIR/actions/bell.md"
	commit_all Bell
	fails_with 1 merge side Merge
	git rm -q --cached "$ITEM" "$DIR/actions/siren.md"
	rm -f "$DIR/actions/siren.md"
	commit_all Merge
	git postmortem log bell >out
	contains out 'Bell'
	contains out 'Base'
	count 1 out 'Base'
)
end

begin 'an item that was removed and added again'
(
	set -e
	item proposed 2026-12-05
	commit_all One
	git rm -q "$ITEM"
	commit_all Two
	item proposed 2026-12-06
	commit_all Three
	git postmortem log "$ME" >out
	tells Three Two One
	contains out '    removed'
	count 2 out '    added'
)
end

begin 'what is gone is still found by its name, a part of it, or its path'
(
	set -e
	document
	item proposed 2026-12-05
	commit_all One
	item accepted 2026-12-05
	commit_all Two
	# Removed here, but not yet from the branch.
	rm "$ITEM"
	for name in "$ME" alarm "$ITEM"
	do
		git postmortem log "$name" >out
		tells Two One
	done
	git rm -q "$ITEM"
	commit_all Three
	for name in "$ME" alarm "$ITEM"
	do
		git postmortem log "$name" >out
		tells Three Two One
	done
	git rm -q -r "$DIR"
	commit_all Four
	git postmortem log checkout-latency >out
	tells Four Three Two One
	fails_with 128 git postmortem log alarms 2>err
	contains err 'alarms'
)
end

begin 'what was gone before its branch was merged is found too'
(
	set -e
	document
	commit_all Base
	on -b side
	item proposed 2026-12-05
	commit_all Add
	git rm -q "$ITEM"
	commit_all Drop
	on main
	document bob
	commit_all Main
	merge side Merge
	git postmortem log alarm >out
	tells Drop Add
)
end

begin 'several that are gone are listed'
(
	set -e
	document
	record "$DIR/actions/alarm-one.md" 'title: One' 'state: proposed'
	record "$DIR/actions/alarm-two.md" 'title: Two' 'state: proposed'
	commit_all One
	git rm -q -r "$DIR/actions"
	commit_all Two
	fails_with 128 git postmortem log alarm 2>err
	contains err "$PM/alarm-one"
	contains err "$PM/alarm-two"
)
end

begin 'an imported post-mortem reaches back before its import'
(
	set -e
	mkdir -p docs
	printf '# Checkout was slow\n\n## Impact\n\nSome orders.\n' \
		>'docs/checkout old.md'
	commit_all 'Write it'
	git mv 'docs/checkout old.md' docs/checkout.md
	commit_all 'Name it better'
	printf '# Checkout was slow\n\n## Impact\n\nEvery tenth order.\n' \
		>docs/checkout.md
	commit_all 'Count the orders'
	git rm -q docs/checkout.md
	mkdir -p "$DIR"
	{
		printf '%s\n' --- 'title: Checkout was slow' \
			'status: in-review' 'formerly: docs/checkout.md' ---
		printf '\n## Impact\n\nEvery tenth order.\n'
	} >"$DIR/README.md"
	item proposed 2026-12-05
	commit_all 'Import it'
	document bob
	commit_all 'After'
	git postmortem log "$PM" >out
	tells After 'Import it' 'Count the orders' 'Name it better' 'Write it'
	contains out '    imported from docs/checkout.md, status in-review'
	contains out '    rewrote Impact'
	contains out '    moved from docs/checkout old.md'
	lacks out 'cannot be read'
	git postmortem log -p --format=json "$PM" >json
	contains json '"change":"imported"'
	git postmortem log >out
	contains out 'imported from docs/checkout.md'
)
end

begin 'a hostile "formerly" leads nowhere'
(
	set -e
	for path in ../../etc/passwd /etc/passwd . '' ':(glob)*' "$DIR" \
		"$DIR/README.md" -x
	do
		record "$DIR/README.md" 'title: T' "formerly: '$path'"
		commit_all "Formerly $path"
		git postmortem log "$PM" >out
		contains out "Formerly $path"
		git rm -q -r "$DIR"
		commit_all 'Away'
	done
)
end

begin 'a shallow clone says that its history is incomplete'
(
	set -e
	item proposed 2026-12-05
	commit_all One
	item accepted 2026-12-05
	commit_all Two
	item 'done' 2026-12-05
	commit_all Three
	git clone -q --depth 2 "file://$PWD" shallow
	cd shallow
	git postmortem log "$ME" >out 2>err
	tells Three
	contains err 'git fetch --unshallow'
	git postmortem log --format=json >out 2>err
	contains out '"complete": false'
	contains err 'shallow'
	git fetch -q --unshallow
	git postmortem log "$ME" >out 2>err
	tells Three Two One
	same err /dev/null
)
end

begin 'a partial clone fetches what it needs'
(
	set -e
	item proposed 2026-12-05
	commit_all One
	item accepted 2026-12-05
	commit_all Two
	git config uploadpack.allowFilter true
	git postmortem log "$ME" >expected
	git clone -q --bare --filter=blob:none "file://$PWD" partial
	cd partial
	git postmortem log "$ME" >../out
	same ../out ../expected
)
end

begin 'a bare repository is looked at from HEAD'
(
	set -e
	document
	item proposed 2026-12-05
	commit_all One
	git rm -q "$ITEM"
	commit_all Two
	git postmortem log >expected
	git clone -q --bare . bare.git
	cd bare.git
	git postmortem log >../out
	same ../out ../expected
	git postmortem log "$PM" >../out
	(cd .. && tells Two One)
	git postmortem log alarm >../out
	contains ../out removed
	fails_with 128 git postmortem log nothing 2>../err
)
end

begin 'a repository of SHA-256'
(
	set -e
	git init -q -b main --object-format=sha256 new
	cd new
	item proposed 2026-12-05
	commit_all One
	item accepted 2026-12-05
	commit_all Two
	(unset GIT_POSTMORTEM_OBJECTS && git postmortem log "$ME") >out
	contains out 'state proposed → accepted'
)
end

begin 'a post-mortem whose root is the top, and one that broke for a while'
(
	set -e
	mkdir -p .postmortem
	echo 'root: .' >.postmortem/policy.yaml
	record "$PM/README.md" 'title: T' 'status: draft'
	record "$PM/actions/alarm.md" 'title: A' 'state: proposed'
	commit_all One
	printf -- '---\ntitle: "broken\n---\n' >"$PM/README.md"
	commit_all Break
	record "$PM/README.md" 'title: T' 'status: reviewed'
	commit_all Mend
	git postmortem log "$PM" >out
	count 2 out 'front matter cannot be read'
	contains out 'alarm: added'
	git postmortem log >out
	tells Mend Break One
)
end

begin 'a symbolic link, a folder and a large file in the place of an item'
(
	set -e
	item proposed 2026-12-05
	commit_all One
	ln -sf /etc/passwd "$ITEM"
	commit_all Link
	rm "$ITEM"
	mkdir "$ITEM"
	echo x >"$ITEM/x"
	commit_all Folder
	rm -r "$ITEM"
	item accepted 2026-12-05
	head -c 100000 /dev/zero | tr '\0' 'x' >>"$ITEM"
	commit_all Large
	item accepted 2026-12-06
	commit_all Small
	git postmortem log "$ME" >out
	lacks out root:
	contains out One
	contains out Small
)
end

begin 'commits with strange dates and without an author name'
(
	set -e
	item proposed 2026-12-05
	git add -A
	tree=$(git write-tree)
	{
		echo "tree $tree"
		echo 'author  <> 99999999999999 +9959'
		echo 'committer  <> 0 +0000'
		printf '\n\377\376 not UTF-8\n'
	} >raw
	commit=$(git hash-object -w -t commit --literally raw)
	git reset -q --hard "$commit"
	git postmortem log "$ME" >out
	contains out 'added, state proposed'
	git postmortem log --format=json "$ME" >out
	contains out '"complete": true'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem show --branches: how a record stands on other branches.
# valgrind

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
DIR=postmortems/$PM/actions

# item NAME STATE [DUE]
item() {
	mkdir -p "$DIR"
	printf '%s\n' --- "title: The item $1" "state: $2" 'owner: alice' \
		"due: ${3:-2026-12-20}" --- >"$DIR/$1.md"
}

# document STATUS
document() {
	mkdir -p "$DIR"
	printf -- '---\ntitle: Slow\nstatus: %s\nseverity: minor\nowner: alice\n---\n' \
		"$1" >"postmortems/$PM/README.md"
}

# on BRANCH COMMAND...: a commit there, back again
on() {
	git checkout -q -B "$1"
	shift
	"$@"
	commit_all "$*"
	git checkout -q main
}

begin 'branches on which it stands otherwise are told, in groups of the same'
(
	set -e
	git commit -q --allow-empty -m 'Before it all'
	git branch elsewhere
	document draft
	item page accepted
	commit_all 'Promise'
	git branch same
	on one item page 'in-progress'
	on two item page 'in-progress'
	on later item page accepted 2027-01-10
	git postmortem show page --branches >out
	same out - <<-END
	The item page
	$PM/page

	here: state accepted, owner alice, due 2026-12-20

	state accepted, owner alice, due 2027-01-10
	  later  2026-12-02

	state in-progress, owner alice, due 2026-12-20
	  two  2026-12-02
	  one  2026-12-02

	the same on 2 branches
	END
)
end

begin 'remote-tracking branches too, but no symbolic reference'
(
	set -e
	document draft
	item page accepted
	commit_all 'Promise'
	on work item page 'in-progress'
	git clone -q . ../clone
	cd ../clone
	git postmortem show page --branches >out
	contains out '  origin/work  2026-12-02'
	contains out 'the same on 2 branches'
	lacks out 'HEAD'
	git postmortem action show page --branches --format=json >out
	contains out '"ref": "refs/remotes/origin/work"'
	contains out "\"commit\": \"$(git rev-parse origin/work)\""
	contains out '"date": "2026-12-02T12:03:00Z"'
	contains out '"state": "in-progress"'
	contains out '"same": 2'
)
end

begin 'where the post-mortem is, but not the item, it is told; and where it was'
(
	set -e
	git commit -q --allow-empty -m 'Before it all'
	git branch never
	document draft
	commit_all 'Document'
	git branch without
	item page accepted
	commit_all 'Promise'
	on removed git rm -q -r postmortems
	git postmortem show page --branches >out
	sed -n '/not there/,/^$/p' out >absent
	same absent - <<-END
	not there
	  removed  2026-12-02
	  without  2026-12-02

	END
	lacks out never
	contains out 'the same on 1 branch'
)
end

begin 'a post-mortem has status, severity and owner'
(
	set -e
	document draft
	item page accepted
	commit_all 'Begin'
	on review document in-review
	git postmortem show "$PM" --branches >out
	contains out 'here: status draft, severity minor, owner alice'
	contains out 'status in-review, severity minor, owner alice'
	contains out '  review  '
	git postmortem show "$PM" --branches --format=json >out
	contains out '"status": "in-review"'
	contains out '"there": true'
)
end

begin 'here is the work tree, or what --at says'
(
	set -e
	document draft
	item page accepted
	commit_all 'Promise'
	item page 'in-progress'
	git postmortem show page --branches >out
	contains out 'here: state in-progress'
	contains out '  main  '
	git checkout -q -f
	on work item page 'done'
	git postmortem show page --branches --at work >out
	contains out 'here: state done'
	contains out '  main  '
	git clone -q --bare . ../bare.git
	git -C ../bare.git postmortem show page --branches >out
	contains out '  work  '
)
end

begin 'what cannot be read, or is a folder there, is told as that'
(
	set -e
	document draft
	item page accepted
	commit_all 'Promise'
	git checkout -q -b broken
	printf -- '---\ntitle: [\n---\n' >"$DIR/page.md"
	commit_all 'Break it'
	git checkout -q -b folder main
	git rm -q "$DIR/page.md"
	mkdir -p "$DIR/page.md"
	echo x >"$DIR/page.md/x"
	commit_all 'A folder'
	git checkout -q main
	git postmortem show page --branches >out
	sed -n '/cannot be read/,/^$/p' out >broken
	contains broken '  broken  '
	contains broken '  folder  '
)
end

begin 'hundreds of branches take two processes'
(
	set -e
	document draft
	item page accepted
	commit_all 'Promise'
	first=$(git rev-parse HEAD)
	item page 'done'
	commit_all 'Done'
	i=0
	while [ $i -lt 300 ]
	do
		i=$((i + 1))
		echo "create refs/heads/b/$i $first"
	done | git update-ref --stdin
	GIT_TRACE=$PM_TRASH/trace git postmortem show page --branches >out
	count 300 out '  b/'
	contains out 'the same on 1 branch'
	count 1 "$PM_TRASH/trace" 'git for-each-ref --sort'
	count 1 "$PM_TRASH/trace" 'cat-file --batch-check'
)
end

begin 'no escape sequence of a branch reaches the terminal'
(
	set -e
	document draft
	item page accepted
	commit_all 'Promise'
	override=$(printf '\342\200\256')
	on "x${override}y" item page "in-progress"
	git postmortem show page --branches >out
	lacks out "$override"
	contains out 'x<U+202E>y'
)
end

done_testing

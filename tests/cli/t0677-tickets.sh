#!/bin/sh
# SPDX-License-Identifier: MIT
#
# action done --from-log tells who says that the ticket of an item is fixed,
# and closes nothing for it.
# valgrind

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
DIR=postmortems/$PM/actions

# item NAME STATE TICKET
item() {
	mkdir -p "$DIR"
	printf -- '---\ntitle: Slow\nstatus: draft\n---\n' \
		>"postmortems/$PM/README.md"
	printf '%s\n' --- "title: The item $1" "state: $2" \
		'owner: alice@example.com' 'due: 2026-12-20' "ticket: $3" --- \
		>"$DIR/$1.md"
}

# work SUBJECT [LINE...]
work() {
	echo "$1" >>code
	git add code
	test_tick
	printf '%s\n\n' "$1" >message
	shift
	[ $# = 0 ] || printf '%s\n' "$@" >>message
	git commit -q -F message
}

from_log() {
	git postmortem action 'done' --from-log "$@" >out
}

# told NAME WORDS
told() {
	contains out "left $PM/$1: $(git rev-parse --short HEAD) says \"$2\", its ticket; close it with \"git postmortem action done $PM/$1 --evidence $(git rev-parse --short HEAD)\""
	contains out 'nothing to close'
}

begin 'it is told with the command, and the item stays'
(
	set -e
	item page accepted SHOP-93
	commit_all 'Promise'
	work 'Fixes SHOP-93'
	from_log
	told page 'Fixes SHOP-93'
	from_log -n
	told page 'Fixes SHOP-93'
	contains "$DIR/page.md" 'state: accepted'
	[ -z "$(git status --porcelain -uno)" ]
	eval "$(sed -n 's/.*close it with "\(.*\)"/\1/p' out)" >said
	contains said 'state accepted → done'
	from_log
	lacks out SHOP-93
)
end

begin 'keywords are those of GitHub, GitLab and Jira'
(
	set -e
	item page accepted SHOP-93
	commit_all 'Promise'
	for words in 'close SHOP-93' 'Closes: SHOP-93' 'closed  SHOP-93' \
		'Closing SHOP-93' 'Fix SHOP-93' 'fixed SHOP-93' \
		'Fixing issue SHOP-93' 'RESOLVES SHOP-93' 'Resolved shop-93' \
		'Implements SHOP-93' 'SHOP-93 #resolve' 'SHOP-93 at last #done' \
		'Fixes https://jira.example.com/browse/SHOP-93.' \
		'Fixes SHOP-92, SHOP-93' 'Fixes SHOP-92 and SHOP-93'
	do
		git commit -q --allow-empty -m "$words"
		from_log
		contains out SHOP-93 || contains out shop-93
		contains out "$(git rev-parse --short HEAD) says"
		git commit -q --allow-empty -m "Undo" \
			-m "This reverts commit $(git rev-parse HEAD)."
		from_log
		lacks out says
	done
	for words in 'See SHOP-93' 'prefixes SHOP-93' 'Fixes XSHOP-93' \
		'Fixes SHOP-931' 'Fixes SHOP-93a' 'hotfix SHOP-93' \
		'Fixes, SHOP-93' 'fix/SHOP-93' 'SHOP-93 #time' \
		'Revert "Fixes SHOP-93"' 'Fixes #93'
	do
		git commit -q --allow-empty -m "$words"
	done
	from_log
	lacks out says
)
end

begin 'a ticket and what fixes it may be written in several ways'
(
	set -e
	git remote add origin git@github.com:Example/shop.git
	item key accepted https://jira.example.com/browse/SHOP-93
	item number accepted "'#12'"
	item full accepted example/shop#13
	item page accepted https://github.com/example/shop/issues/14
	item lab accepted https://lab.example.com/a/b/-/issues/15
	item other accepted other/shop#16
	item odd accepted https://tracker.example.com/view?id=7
	commit_all 'Promise'
	work 'Fixes SHOP-93' && from_log && told key 'Fixes SHOP-93'
	for n in number:12 full:13 page:14
	do
		name=${n%:*}
		n=${n#*:}
		work "Fixes #$n"
		from_log
		told "$name" "Fixes #$n"
		work "Fixes example/shop#$n"
		from_log
		told "$name" "Fixes example/shop#$n"
		work "Fixes https://github.com/Example/shop/issues/$n"
		from_log
		told "$name" "Fixes https://github.com/Example/shop/issues/$n"
		work "Fixes GH-$n"
		from_log
		told "$name" "Fixes GH-$n"
	done
	work 'Fixes a/b#15' && from_log && told lab 'Fixes a/b#15'
	work 'Fixes #16' && from_log
	lacks out "left $PM/other"
	work 'Fixes other/shop#16' && from_log
	told other 'Fixes other/shop#16'
	work 'Fixes other/shop#12' && from_log
	lacks out 'Fixes other/shop#12'
	work 'Fixes https://tracker.example.com/view' && from_log
	told odd 'Fixes https://tracker.example.com/view'
)
end

begin 'the newest is told, and no claim that was spent or taken back'
(
	set -e
	item page accepted SHOP-93
	commit_all 'Promise'
	work 'Fixes SHOP-93'
	work 'Again' 'Resolves SHOP-93'
	from_log
	told page 'Resolves SHOP-93'
	test_tick
	git revert --no-edit HEAD >/dev/null
	from_log
	contains out 'says "Fixes SHOP-93"'
	git postmortem action 'done' page --evidence HEAD --commit >/dev/null
	test_tick
	git postmortem action reopen page --reason 'it came again' --commit \
		>/dev/null
	from_log
	same out - <<-END
	nothing to close
	END
)
end

begin 'what a trailer claims is not told twice, settled items are not told'
(
	set -e
	item page accepted SHOP-93
	item 'done' 'done' SHOP-94
	item no declined SHOP-95
	item idea proposed SHOP-96
	commit_all 'Promise'
	work 'Fixes SHOP-93, SHOP-94, SHOP-95 and SHOP-96' \
		"Postmortem-Closes: $PM/page"
	from_log -n
	contains out '1 item to close'
	count 1 out 'left '
	contains out "left $PM/idea: $(git rev-parse --short HEAD) says \"Fixes SHOP-96\", its ticket, but it is proposed; let its owner accept it first"
)
end

begin 'a range ends where it says'
(
	set -e
	item page accepted SHOP-93
	item cache accepted SHOP-94
	commit_all 'Promise'
	work 'Fixes SHOP-93'
	work 'Fixes SHOP-94'
	from_log HEAD~2..HEAD~1
	contains out SHOP-93
	lacks out SHOP-94
	from_log HEAD~1..
	contains out SHOP-94
	lacks out SHOP-93
)
end

begin 'many tickets are looked for at once, and none costs no log'
(
	set -e
	i=0
	while [ $i -lt 60 ]
	do
		i=$((i + 1))
		item "i$i" accepted "SHOP-$i"
	done
	commit_all 'Promise'
	work 'Fixes SHOP-7' 'and closes SHOP-60'
	GIT_TRACE=$PM_TRASH/trace git postmortem action 'done' --from-log >out
	count 2 out ' says '
	count 2 "$PM_TRASH/trace" 'built-in: git log -s -z'
	rm -r "$DIR" "$PM_TRASH/trace"
	item one accepted '""'
	sed '/^ticket/d' "$DIR/one.md" >new && mv new "$DIR/one.md"
	commit_all 'One'
	GIT_TRACE=$PM_TRASH/trace git postmortem action 'done' --from-log >out
	count 1 "$PM_TRASH/trace" 'built-in: git log -s -z'
)
end

done_testing

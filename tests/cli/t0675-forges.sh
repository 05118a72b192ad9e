#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What a forge makes of commit messages: claims in the list of a squash, and
# requests that are reverted by their number.
# valgrind

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
DIR=postmortems/$PM/actions
SAMPLES=$PM_SOURCE/tests/data/forge-messages

# promise NAME...
promise() {
	mkdir -p "$DIR"
	printf -- '---\ntitle: Slow\nstatus: draft\n---\n' \
		>"postmortems/$PM/README.md"
	for name
	do
		printf '%s\n' --- "title: The item $name" 'state: accepted' \
			'owner: alice@example.com' 'due: 2026-12-20' --- \
			>"$DIR/$name.md"
	done
	commit_all 'Promise'
}

# says FILE: a commit in the code with this message, as it is
says() {
	git rev-parse HEAD >>code
	git add code
	test_tick
	git commit -q --cleanup=verbatim -F "$1"
}

# work SUBJECT [LINE...]
work() {
	printf '%s\n' "$1" '' >message
	shift
	[ $# = 0 ] || printf '%s\n' "$@" >>message
	says message
}

# merged SUBJECT [LINE...]: what the branch "side" has comes into main
merged() {
	printf '%s\n' "$1" '' >message
	shift
	[ $# = 0 ] || printf '%s\n' "$@" >>message
	test_tick
	git checkout -q main
	git merge -q --no-ff -F message side
}

open() {
	git postmortem action 'done' --from-log -n >out
	contains out 'nothing to close'
	lacks out '(set)'
}

closes() {
	git postmortem action 'done' --from-log -n >out
	contains out "$1 item"
	contains out 'to close; nothing was written'
}

for sample in "$SAMPLES"/*
do
	name=${sample##*/}
	case $name in
	*.revert|*.md)	continue ;;
	esac
	begin "what a message of $name claims is read, and taken back"
	(
		set -e
		promise page cache
		work 'Before'
		says "$sample"
		closes 2
		count 2 out "evidence $(git rev-parse HEAD) (set)"
		work 'Between'
		[ -e "$sample.revert" ] || exit 0
		says "$sample.revert"
		open
		contains out "was reverted by $(git rev-parse --short HEAD)"
		# As read without the index.
		git postmortem action 'done' --from-log HEAD~3.. >out
		contains out 'nothing to close'
	)
	end
done

begin 'what git says of a squash is read where the list stands'
(
	set -e
	promise page
	git checkout -q -b side
	work 'Look each hour' 'Postmortem-Closes: page'
	git checkout -q main
	git merge -q --squash side >/dev/null
	test_tick
	git commit -q --no-edit
	closes 1
)
end

begin 'what a squash took back itself is not claimed by it'
(
	set -e
	promise page
	git checkout -q -b side
	work 'Look each hour' 'Postmortem-Closes: page'
	test_tick
	git revert --no-edit HEAD
	git checkout -q main
	git merge -q --squash side >/dev/null
	test_tick
	git commit -q --no-edit --allow-empty
	open
	git checkout -q side
	test_tick
	git revert --no-edit HEAD
	git checkout -q main
	git merge -q --squash side >/dev/null
	test_tick
	git commit -q --no-edit
	closes 1
	work 'Look (#12)' '* Look' '' 'Postmortem-Closes: page' '' \
		'* Revert "Look"' '' "This reverts commit $(git rev-parse HEAD)." \
		'' '* Revert "Revert "Look""' '' 'This reverts commit 0123456789.'
	closes 1
	contains out "evidence $(git rev-parse HEAD) (set)"
)
end

begin 'an indented paragraph of anything else is no trailer'
(
	set -e
	promise page
	work 'How to close' 'As in' '' '    Postmortem-Closes: page' '' \
		'for example:' '' '- so' '' '  Postmortem-Closes: page'
	open
	work 'Squash' 'Squashed commit of the following:' '' \
		"commit $(git rev-parse HEAD)" 'Author: B <b@example.com>' '' \
		'    Postmortem-Closes: page'
	open
)
end

begin 'the revert of a revert gives it back'
(
	set -e
	promise page
	work 'Look (#12)' 'Postmortem-Closes: page'
	work 'Revert "Look (#12)" (#13)' 'Reverts example/shop#12'
	open
	work 'Revert "Revert "Look (#12)" (#13)" (#14)' \
		'Reverts example/shop#13'
	closes 1
	work 'Revert "Revert "Revert "Look (#12)" (#13)" (#14)" (#15)' \
		"This reverts commit $(git rev-parse HEAD)."
	open
)
end

begin 'a number is the newest before the revert, in its own history'
(
	set -e
	promise page
	work 'Another (#12)' 'Text.'
	work 'Look (#12)' 'Postmortem-Closes: page'
	looked=$(git rev-parse HEAD)
	git checkout -q -b side HEAD~1
	work 'Revert "Another (#12)" (#13)' 'Reverts example/shop#12'
	merged 'Merge branch side'
	closes 1
	contains out "evidence $looked (set)"
	work 'Again (#12)'
	work 'Revert "Again (#12)" (#16)' 'Reverts example/shop#12'
	closes 1
	git checkout -q -b other "$looked"
	work 'Revert "Look (#12)" (#17)' 'Reverts example/shop#12'
	open
	git checkout -q main
	git merge -q --no-edit -s ours other
	open
)
end

begin 'a number of nothing here undoes nothing, nor does one in other words'
(
	set -e
	promise page
	work 'Look (#12)' 'Postmortem-Closes: page'
	work 'Undo' 'Reverts example/other#7'
	work 'Undo' 'Reverts #12abc'
	work 'Undo' 'Reverts example/shop!12'
	work 'Undo' 'This partly Reverts example/shop#12'
	work 'Undo' '> Reverts example/shop#12'
	work 'Undo' 'Reverts example/shop#120'
	closes 1
)
end

begin 'the revert of a merged request takes back what its branch claims'
(
	set -e
	promise page cache
	work 'Keep it warm' 'Postmortem-Closes: cache'
	git checkout -q -b side
	work 'Look' 'Postmortem-Closes: page'
	work 'Test it'
	merged 'Merge pull request #12 from example/side'
	closes 2
	work 'Revert "Look each hour" (#13)' 'Reverts example/shop#12'
	closes 1
	contains out "left $PM/page: "
	contains out "was reverted by $(git rev-parse --short HEAD)"
)
end

begin 'the revert of a merge that brought a revert gives it back'
(
	set -e
	promise page
	work 'Look' 'Postmortem-Closes: page'
	look=$(git rev-parse HEAD)
	git checkout -q -b side
	test_tick
	git revert --no-edit "$look"
	merged "Merge branch 'side' into 'main'" 'See merge request a/b!12'
	open
	work "Revert \"Merge branch 'side' into 'main'\"" \
		'This reverts merge request !12'
	closes 1
)
end

begin 'evidence, log and claims say the same'
(
	set -e
	promise page
	work 'Look (#12)' 'Postmortem-Closes: page'
	git postmortem action 'done' --from-log --commit >/dev/null
	git postmortem check >out || :
	lacks out evidence
	look=$(git rev-parse HEAD~1)
	work 'Revert "Look (#12)" (#13)' 'Reverts example/shop#12'
	git postmortem check >out || :
	contains out "was reverted by $(git rev-parse HEAD | cut -c1-10)"
	contains out '[evidence-reverted]'
	git postmortem log page >out
	contains out "reverted by $(git rev-parse HEAD | cut -c1-7)"
	work 'Reapply "Look (#12)" (#14)' 'Reverts example/shop#13'
	git postmortem check >out || :
	lacks out evidence-reverted
	git postmortem log page >out
	lacks out 'reverted by'
	git postmortem index verify
	contains "$DIR/page.md" "$look"
)
end

begin 'the index learns it commit by commit, and by branches'
(
	set -e
	promise page
	git postmortem log >/dev/null
	work 'Look (#12)' 'Postmortem-Closes: page'
	git postmortem log page >out
	git checkout -q -b side
	work 'Revert "Look (#12)" (#13)' 'Reverts example/shop#12'
	git postmortem log page >out
	contains out 'reverted by'
	git checkout -q main
	work 'Meanwhile'
	git postmortem log page >out
	lacks out 'reverted by'
	merged 'Merge branch side'
	git postmortem log page >out
	contains out 'reverted by'
	git postmortem index verify
)
end

begin 'many reverts are looked for at once'
(
	set -e
	promise page
	i=100
	while [ $i -lt 170 ]
	do
		i=$((i + 1))
		printf 'commit refs/heads/many\ncommitter A <a@example.com> %s +0000\n' \
			"$((1796000000 + i * 10))"
		printf 'data <<E\nWork (#%s)\n\nPostmortem-Closes: page\nE\n\n' $i
	done >stream
	j=100
	while [ $j -lt 170 ]
	do
		j=$((j + 1))
		printf 'commit refs/heads/many\ncommitter A <a@example.com> %s +0000\n' \
			"$((1796100000 + j * 10))"
		printf 'data <<E\nUndo (#9%s)\n\nReverts a/b#%s\nE\n\n' $j $j
	done >>stream
	git fast-import --quiet <stream
	git merge -q --allow-unrelated-histories --no-edit many
	rm -f "$PM_TRASH/trace"
	GIT_TRACE=$PM_TRASH/trace git postmortem action 'done' --from-log -n >out
	contains out 'nothing to close'
	contains out 'was reverted by'
	count 1 "$PM_TRASH/trace" 'built-in: git log -s -z --topo-order'
)
end

begin 'without such a revert nothing more is read'
(
	set -e
	promise page
	work 'Look (#12)' 'Postmortem-Closes: page'
	test_tick
	git revert --no-edit HEAD
	rm -f "$PM_TRASH/trace"
	GIT_TRACE=$PM_TRASH/trace git postmortem action 'done' --from-log -n >out
	contains out 'was reverted by'
	lacks "$PM_TRASH/trace" 'topo-order --no-notes'
)
end

done_testing

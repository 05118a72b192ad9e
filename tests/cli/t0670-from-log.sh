#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem action done --from-log: closes what commits of this branch
# claim to close.
# valgrind

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
DIR=postmortems/$PM/actions

# item NAME STATE [OWNER]
item() {
	mkdir -p "$DIR"
	[ -e "postmortems/$PM/README.md" ] ||
		printf -- '---\ntitle: Slow\nstatus: draft\n---\n' \
			>"postmortems/$PM/README.md"
	printf '%s\n' --- "title: The item $1" "state: $2" \
		'owner: alice@example.com' 'due: 2026-12-20' --- >"$DIR/$1.md"
}

# work SUBJECT TRAILER...: a commit in the code
work() {
	subject=$1
	shift
	echo "$subject" >>code
	git add code
	test_tick
	printf '%s\n\n' "$subject" >message
	[ $# = 0 ] || printf '%s\n' "$@" >>message
	git commit -q -F message
}

promise() {
	for name
	do
		item "$name" accepted
	done
	commit_all 'Promise'
}

short() {
	git rev-parse --short "$1"
}

begin 'what a commit claims to close is closed, with the commit as evidence'
(
	set -e
	promise page
	work 'Raise the alarm' "Postmortem-Closes: $PM/page"
	git postmortem action 'done' --from-log >out
	same out - <<-END
	$PM/page
	  state accepted → done
	  evidence $(git rev-parse HEAD) (set)
	END
	contains "$DIR/page.md" "evidence: $(git rev-parse HEAD)"
	[ "$(git status --porcelain -uno)" = "M  $DIR/page.md" ]
	git postmortem action 'done' --from-log >out
	same out - <<-END
	nothing to close
	END
)
end

begin '--commit makes one commit of all'
(
	set -e
	promise page cache other
	work 'Raise the alarm' "Postmortem-Closes: $PM/page" \
		'Postmortem-Closes: checkout/cache'
	echo untouched >staged && git add staged
	test_tick
	git postmortem action 'done' --from-log --commit >out
	git show -s --format=%B >message
	contains message '2 action items: done'
	contains message "Postmortem-Action: $PM/page"
	contains message "Postmortem-Action: $PM/cache"
	git show --name-only --format= | sort >files
	same files - <<-END
	$DIR/cache.md
	$DIR/page.md
	END
	[ "$(git status --porcelain -uno)" = 'A  staged' ]
	contains "$DIR/other.md" 'state: accepted'
)
end

begin '--dry-run says it and writes nothing'
(
	set -e
	promise page
	work 'Raise the alarm' "Postmortem-Closes: $PM/page"
	git postmortem action 'done' --from-log -n >out
	contains out 'state accepted → done'
	contains out '1 item to close; nothing was written'
	[ -z "$(git status --porcelain -uno)" ]
)
end

begin 'of several claims the newest is the evidence'
(
	set -e
	promise page
	work 'First' "Postmortem-Closes: $PM/page"
	work 'Second' "Postmortem-Closes: $PM/page"
	work 'Third'
	git postmortem action 'done' --from-log >out
	contains out "evidence $(git rev-parse HEAD~1) (set)"
)
end

begin 'a claim that was reverted does not count, the one before it does'
(
	set -e
	promise page
	work 'First' "Postmortem-Closes: $PM/page"
	test_tick
	git revert --no-edit HEAD
	git postmortem action 'done' --from-log >out
	same out - <<-END
	left $PM/page: $(short HEAD~1) claims to close it, but was reverted by $(short HEAD)
	nothing to close
	END
	work 'Second' "Postmortem-Closes: $PM/page"
	second=$(git rev-parse HEAD)
	work 'Third' "Postmortem-Closes: $PM/page"
	test_tick
	git revert --no-edit HEAD
	git postmortem action 'done' --from-log >out
	contains out "evidence $second (set)"
)
end

begin 'a claim from before the item was reopened is spent'
(
	set -e
	promise page
	work 'First' "Postmortem-Closes: $PM/page"
	test_tick
	git postmortem action 'done' --from-log --commit
	test_tick
	git postmortem action reopen page --reason 'it came again' --commit
	git postmortem action 'done' --from-log >out
	same out - <<-END
	left $PM/page: $(short HEAD~2) claims to close it, but it is accepted since $(short HEAD)
	nothing to close
	END
	work 'Second' "Postmortem-Closes: $PM/page"
	git postmortem action 'done' --from-log >out
	contains out "evidence $(git rev-parse HEAD) (set)"
	git checkout -q -f
)
end

begin 'a state that is not committed is newer than any claim'
(
	set -e
	item page 'done'
	commit_all 'Done'
	work 'First' "Postmortem-Closes: $PM/page"
	item page accepted
	git postmortem action 'done' --from-log >out
	contains out 'since a change that is not committed'
	contains out 'nothing to close'
)
end

begin 'what cannot be closed says why, what is settled says nothing'
(
	set -e
	item idea proposed
	item no declined
	item was 'done'
	item page accepted
	commit_all 'Four'
	work 'All' "Postmortem-Closes: $PM/idea" "Postmortem-Closes: $PM/no" \
		"Postmortem-Closes: $PM/was" "Postmortem-Closes: $PM/page" \
		"Postmortem-Closes: $PM" 'Postmortem-Closes: nowhere'
	git postmortem action 'done' --from-log >out
	contains out "left $PM/idea: $(short HEAD) claims to close it, but is proposed; let its owner accept it first"
	contains out "left $PM: \"git postmortem advance\" closes a post-mortem"
	contains out "left nowhere: $(short HEAD) claims to close it, but no one record is called so"
	count 3 out left
	contains out "$PM/page"
	lacks out "$PM/no"
	lacks out "$PM/was"
	git checkout -q -f && git reset -q --hard
	git postmortem action 'done' --from-log --commit >out
	[ "$(git log -1 --format=%s)" = 'page: done' ]
)
end

begin 'a range names the commits that are looked at'
(
	set -e
	promise page cache other
	work 'One' "Postmortem-Closes: $PM/page"
	work 'Two' "Postmortem-Closes: $PM/cache"
	work 'Three' "Postmortem-Closes: $PM/other"
	git postmortem action 'done' --from-log -n HEAD~2..HEAD~1 >out
	contains out "$PM/cache"
	count 1 out 'state accepted'
	git postmortem action 'done' --from-log -n HEAD~1.. >out
	contains out "$PM/other"
	count 1 out 'state accepted'
	fails_with 128 git postmortem action 'done' --from-log no..where 2>err
	contains err 'no'
	fails_with 129 git postmortem action 'done' --from-log page 2>err
	contains err 'name one range'
)
end

begin 'a revert behind the range counts, and another branch does not'
(
	set -e
	promise page
	work 'One' "Postmortem-Closes: $PM/page"
	test_tick
	git revert --no-edit HEAD
	git postmortem action 'done' --from-log HEAD~2..HEAD~1 >out
	contains out 'was reverted by'
	git checkout -q -b beside HEAD~1
	work 'Beside' "Postmortem-Closes: $PM/page"
	git checkout -q main
	git postmortem action 'done' --from-log main..beside >out
	same out - <<-END
	nothing to close
	END
)
end

begin 'a merged and a cherry-picked claim count here'
(
	set -e
	promise page cache
	git checkout -q -b work
	work 'One' "Postmortem-Closes: $PM/page"
	work 'Two' "Postmortem-Closes: $PM/cache"
	git checkout -q main
	echo 'One' >code
	commit_all 'Meanwhile'
	test_tick
	git cherry-pick -x work >/dev/null
	git postmortem action 'done' --from-log >out
	contains out "evidence $(git rev-parse HEAD) (set)"
	count 1 out 'state accepted'
	git checkout -q -f && git reset -q --hard
	test_tick
	git merge -q -s ours --no-edit work
	git postmortem action 'done' --from-log >out
	contains out "evidence $(git rev-parse work~1) (set)"
	count 2 out 'state accepted'
)
end

begin 'in a shallow clone the claims that are here count'
(
	set -e
	promise page
	work 'One' "Postmortem-Closes: $PM/page"
	work 'Two'
	git clone -q --depth 2 "file://$PWD" ../shallow
	cd ../shallow
	git postmortem action 'done' --from-log >out
	contains out "evidence $(git rev-parse HEAD~1) (set)"
)
end

begin 'usage, and places without files'
(
	set -e
	promise page
	fails_with 129 git postmortem action 'done' --from-log -e HEAD 2>err
	contains err 'the commits are the evidence'
	fails_with 129 git postmortem action 'done' -n page 2>err
	contains err '--from-log'
	git clone -q --bare . ../bare.git
	fails_with 128 git -C ../bare.git postmortem action 'done' --from-log 2>err
	contains err bare
)
end

begin 'one that cannot be read is left, the others are closed'
(
	set -e
	promise page cache
	work 'Both' "Postmortem-Closes: $PM/page" "Postmortem-Closes: $PM/cache"
	printf -- '---\ntitle: [\n---\n' >"$DIR/cache.md"
	git postmortem action 'done' --from-log >out
	contains out "left $PM/cache: "
	contains out "$DIR/cache.md:"
	contains "$DIR/page.md" 'state: done'
)
end

done_testing

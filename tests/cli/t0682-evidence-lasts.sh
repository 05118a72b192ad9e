#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Evidence that a squash would lose becomes "here" where it is of this branch,
# and is warned of when it is set where it is not.
# valgrind

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
DIR=postmortems/$PM/actions
WORDS='will not survive a squash'

# team: a clone, with a promise that everybody has, on the branch "topic"
team() {
	mkdir -p "$DIR"
	printf -- '---\ntitle: Slow\nstatus: draft\n---\n' \
		>"postmortems/$PM/README.md"
	for name in page cache
	do
		printf '%s\n' --- "title: The item $name" 'state: accepted' \
			'owner: alice@example.com' 'due: 2026-12-20' --- \
			>"$DIR/$name.md"
	done
	commit_all 'Promise'
	rm -rf ../clone ../shallow
	git clone -q . ../clone
	cd ../clone
	git checkout -q -b topic
}

work() {
	echo "$1" >>code
	git add code
	test_tick
	git commit -q -m "$@"
}

# elsewhere: a commit on a branch that is not this one
elsewhere() {
	git checkout -q -b beside
	work 'Beside'
	git checkout -q topic
}

begin 'a commit of the branch becomes "here", and it is said so'
(
	set -e
	team
	work 'Look'
	id=$(git rev-parse HEAD)
	git postmortem action 'done' page --evidence HEAD 2>err >out
	same err - <<-END
	hint: evidence $(echo "$id" | cut -c1-10): not on origin/main yet, so it is "here", the change that brings it, also after a squash
	END
	contains out "evidence here (set)"
	contains $DIR/page.md 'done, evidence here'
	git postmortem action set page --evidence https://example.com/7 >out
	git postmortem action set page --evidence "$(git rev-parse --short HEAD)" >out 2>err
	contains out '→ here'
	git postmortem action set page --evidence https://example.com/7 >out
	git postmortem action set page --evidence topic >out 2>err
	contains out '→ here'
	lacks err warning
)
end

begin 'a commit of another branch is warned of, with what to do'
(
	set -e
	team
	elsewhere
	id=$(git rev-parse beside)
	git postmortem action 'done' page --evidence beside 2>err >out
	same err - <<-END
	warning: evidence $(echo "$id" | cut -c1-10): not on origin/main yet, and $WORDS: close the item after the merge, or name the URL of the pull request
	END
	contains out "evidence $id (set)"
)
end

begin 'several items are told of once'
(
	set -e
	team
	elsewhere
	git postmortem action 'done' page cache --evidence beside 2>err
	count 1 err 'warning: '
	count 1 err "$(git rev-parse beside | cut -c1-10)"
	git checkout -q -f topic
	work 'Look'
	git postmortem action 'done' page cache --evidence HEAD 2>err
	count 1 err 'hint: '
	count 1 err "$(git rev-parse HEAD | cut -c1-10)"
)
end

begin '--from-log closes with "here" on a branch, and --dry-run says so'
(
	set -e
	team
	work 'Look' -m "Postmortem-Closes: $PM/page"
	work 'Warm' -m "Postmortem-Closes: $PM/cache"
	git postmortem action 'done' --from-log -n 2>err >out
	count 1 err 'it is "here"'
	contains err "$(git rev-parse HEAD | cut -c1-10)"
	contains err "$(git rev-parse HEAD~1 | cut -c1-10)"
	count 2 out 'evidence here (set)'
	git postmortem action 'done' --from-log 2>err
	count 1 err 'it is "here"'
	contains $DIR/page.md 'evidence: here'
	git postmortem action 'done' --from-log 2>err
	lacks err hint
)
end

begin '--from-log names the commit on the default branch'
(
	set -e
	team
	git checkout -q main
	work 'Look' -m "Postmortem-Closes: $PM/page"
	git postmortem action 'done' --from-log >out
	contains $DIR/page.md "evidence: $(git rev-parse HEAD)"
)
end

begin 'what is on the default branch, or is no commit, stays as it is'
(
	set -e
	team
	work 'Look'
	git postmortem action 'done' page --evidence HEAD~1 2>err
	lacks err .
	git postmortem action set page --evidence origin/main 2>err
	lacks err .
	git postmortem action set page --evidence https://example.com/7 2>err
	lacks err .
	git push -q origin topic:refs/heads/pushed
	git postmortem action set page --evidence HEAD 2>err
	contains err 'it is "here"'
	# Merged here, and to be pushed.
	git checkout -q -f main
	git merge -q topic
	git checkout -q topic
	git postmortem action set page --evidence HEAD 2>err
	lacks err .
)
end

begin 'on the default branch itself nothing is said'
(
	set -e
	team
	git checkout -q main
	work 'Look'
	git postmortem action 'done' page --evidence HEAD 2>err
	lacks err warning
)
end

begin 'detached at the default branch nothing is said, and beside it it is'
(
	set -e
	team
	git checkout -q --detach origin/main
	git postmortem action 'done' page --evidence HEAD 2>err
	lacks err warning
	work 'Look'
	git postmortem action set page --evidence HEAD 2>err
	contains err 'it is "here"'
)
end

begin 'the default branch is the one that the remote says'
(
	set -e
	team
	git checkout -q -b develop origin/main
	work 'Look'
	git push -q origin develop
	git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/develop
	git checkout -q topic
	git postmortem action 'done' page --evidence develop 2>err
	lacks err warning
	work 'Beside'
	git postmortem action set page --evidence HEAD 2>err
	contains err 'not on origin/develop yet'
)
end

begin 'where nobody knows a default branch nothing is said'
(
	set -e
	team
	work 'Look'
	git clone -q --no-local --depth 1 -b topic "file://$PWD" ../shallow
	git -C ../shallow postmortem action 'done' page --evidence HEAD 2>err
	lacks err warning
	git remote remove origin
	git postmortem action 'done' page --evidence HEAD 2>err
	lacks err warning
	lacks "$DIR/page.md" here
	git postmortem action set page --evidence "" 2>err
	git remote add far ../nowhere
	git branch -q -m main trunk
	git postmortem action set page --evidence HEAD 2>err
	lacks err warning
)
end

begin 'the rule that finds it later says so, too'
(
	set -e
	team
	work 'Look'
	id=$(git rev-parse HEAD)
	git checkout -q main
	git merge -q --squash topic >/dev/null
	test_tick
	git commit -q -m 'Look (#12)'
	git postmortem action 'done' page --evidence "$id" --commit 2>/dev/null
	git postmortem check >out || :
	contains out '[evidence-unreachable]'
	contains out 'close the item after the merge, or name the URL of the pull request'
)
end

done_testing

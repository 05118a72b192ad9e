#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What a review compares with what, in clones of all kinds.

. "${0%/*}/lib.sh"
. "${0%/*}/review.sh"

# The repository of all others: main, topic, and a bare one to clone from.
served() {
	mainline
	topic
	git checkout -q main
	mkdir "$PWD-clones"
	git clone -q --bare . "$PWD-clones/served.git"
	cd "$PWD-clones"
}

# reviews REVISION REVISION   the default range goes from the one to the other
reviews() {
	git postmortem review --format=json >../answer
	contains ../answer "\"base\": \"$(git rev-parse "$1")\""
	contains ../answer "\"head\": \"$(git rev-parse "$2")\""
}

begin 'a clone knows what its branch is to be merged into'
(
	set -e
	served
	git clone -q served.git clone
	cd clone
	git checkout -q topic
	reviews origin/main topic
	git checkout -q --detach
	reviews origin/main HEAD
	# What main has since is not what the branch takes away.
	git checkout -q main
	git postmortem new 'Another one' --severity minor --owner dave --commit
	git push -q origin main
	git checkout -q topic
	reviews origin/main~1 topic
	git postmortem review origin/main..topic >../two
	git postmortem review origin/main...topic >../three
	same ../two ../three
	lacks ../two 'Another one'
)
end

begin 'without a note of the default branch its name is guessed'
(
	set -e
	served
	git clone -q served.git clone
	cd clone
	git symbolic-ref -d refs/remotes/origin/HEAD
	git checkout -q topic
	reviews origin/main topic
	git branch -q -r -d origin/main
	git branch -q -m main trunk
	fails_with 128 git postmortem review 2>../err
	contains ../err 'there is no default branch to compare with'
	contains ../err 'git remote set-head origin --auto'
	git config init.defaultBranch trunk
	reviews trunk topic
	git config --unset init.defaultBranch
	git branch -q -u trunk
	reviews trunk topic
)
end

begin 'a repository without a remote has its own main branch'
(
	set -e
	mainline
	topic
	reviews main topic
	git checkout -q main
	fails_with 128 git postmortem review 2>../err
	contains ../err 'name a range'
	git config init.defaultBranch topic
	reviews main HEAD
)
end

begin 'of several remotes it is that of the branch, else origin'
(
	set -e
	served
	git clone -q served.git clone
	cd clone
	git remote add fork ../served.git
	git fetch -q fork
	git update-ref refs/remotes/fork/main origin/topic~1
	git checkout -q -b mine origin/topic
	reviews origin/main mine
	git branch -q --unset-upstream
	git config branch.mine.remote fork
	reviews fork/main mine
	git config --unset branch.mine.remote
	git remote rename -q origin upstream 2>/dev/null ||
		git remote rename origin upstream
	git remote remove fork
	reviews upstream/main mine
)
end

begin 'a bare repository and a linked worktree review a range'
(
	set -e
	served
	cd served.git
	git postmortem review main..topic >../bare
	fails_with 128 git postmortem review 2>../err
	contains ../err 'name a range'
	cd ..
	git clone -q served.git clone
	cd clone
	git worktree add -q ../linked topic 2>/dev/null
	cd ../linked
	git postmortem review >../worktree
	same ../bare ../worktree
)
end

begin 'a shallow clone says what it lacks'
(
	set -e
	served
	git clone -q --depth 1 --branch topic "file://$PWD/served.git" clone
	cd clone
	fails_with 128 git postmortem review 2>../err
	contains ../err '--unshallow'
	git fetch -q --depth 1 origin main:refs/remotes/origin/main
	fails_with 128 git postmortem review 2>../err
	contains ../err 'this clone is shallow'
	contains ../err '--deepen'
	fails_with 128 git postmortem review HEAD~3..HEAD 2>../err
	contains ../err 'git fetch --unshallow'
	fails_with 128 git postmortem check HEAD~3..HEAD 2>../err
	contains ../err 'git fetch --unshallow'
	# Enough for the range, and what was promised first says the item.
	git fetch -q --deepen=5
	git fetch -q --depth 1 origin main:refs/remotes/origin/main
	reviews origin/main topic
	git postmortem review >../out
	contains ../out '14 days later, by alice@example.com'
	contains ../out 'moved 2 times since it was first promised for 2026-12-05'
	git postmortem review --format=json >../out
	contains ../out '"complete": false'
	git fetch -q --unshallow
	reviews origin/main topic
	git postmortem review >../out
	lacks ../out 'shallow'
)
end

begin 'branches that have nothing in common cannot be reviewed'
(
	set -e
	mainline
	git checkout -q --orphan other
	commit_all 'other'
	fails_with 128 git postmortem review main..other 2>err
	contains err 'main and other have no commit in common'
	lacks err 'shallow'
	fails_with 128 git postmortem review main..nosuch 2>err
	contains err nosuch
	fails_with 128 git postmortem review nosuch 2>err
	contains err nosuch
	fails_with 129 git postmortem review main other 2>err
	contains err 'name a branch, a range'
)
end

begin 'a revision is reviewed against the main branch, from wherever one stands'
(
	set -e
	mainline
	topic
	git postmortem review >whole
	contains whole 'Expired certificate'
	git tag v1 topic
	for at in topic main topic~2
	do
		git checkout -q --detach $at
		git postmortem review main..topic >range
		for what in topic refs/heads/topic v1
		do
			git postmortem review $what >out
			same out range
		done
	done
	# Without another branch it is what one stands on.
	git checkout -q main
	git postmortem review topic >out
	same out range
	git clone -q . ../clone
	cd ../clone
	git postmortem review origin/topic >../out
	contains ../out 'Expired certificate'
)
end

begin 'a repository without a commit says so'
(
	set -e
	fails_with 128 git postmortem review 2>err
	[ "$(wc -l <err)" = 1 ]
)
end

done_testing

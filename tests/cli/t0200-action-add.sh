#!/bin/sh
# SPDX-License-Identifier: MIT
#
# action add: a proposal in a file of its own.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
items=postmortems/$id/actions

standing() {
	git postmortem init --skip-hooks >/dev/null 2>&1
	write_complete $id
	write_complete 2026-11-20-lost 'Lost orders'
	commit_all standing
}

begin 'add proposes an item, stages it and prints its id'
(
	set -e
	standing
	git postmortem action add slow 'Warm the cache' >out
	[ "$(cat out)" = $id/warm-the-cache ]
	[ "$(git diff --cached --name-only)" = $items/warm-the-cache.md ]
	same $items/warm-the-cache.md - <<-'END'
	---
	title: Warm the cache
	state: proposed
	owner: alice@example.com
	---

	## History

	- 2026-12-02 alice@example.com: proposed, owner alice@example.com
	END
	run_ok git postmortem check
)
end

begin 'add fills in whatever the options say'
(
	set -e
	standing
	git postmortem action add slow 'Warm the cache' -o bob -t web \
		--type prevent -p high -d +2w --ticket https://example.com/t/1 \
		-m 'Before a release, not after it.'
	same $items/warm-the-cache.md - <<-'END'
	---
	title: Warm the cache
	state: proposed
	due: 2026-12-16
	owner: bob
	team: web
	type: prevent
	priority: high
	ticket: https://example.com/t/1
	---

	Before a release, not after it.

	## History

	- 2026-12-02 alice@example.com: proposed, owner bob, due 2026-12-16
	END
)
end

title_is() {
	begin "an item called: $1"
	(
		set -e
		standing
		git postmortem action add --commit -- slow "$1" >out
		contains out "$id/$2"
		git postmortem action show --format=json "$2" >out
		contains out "\"title\": \"$3\""
		git log -1 --format=%B >out
		contains out "$1"
		run_ok git postmortem check
	)
	end
}
title_is 'Fix: "page" #12 before expiry' fix-page-12-before-expiry \
	'Fix: \"page\" #12 before expiry'
title_is '-f is not a flag' f-is-not-a-flag '-f is not a flag'
title_is 'キャッシュを温める' キャッシュを温める 'キャッシュを温める'
title_is '🔥 Löschen üben' löschen-üben '🔥 Löschen üben'

begin 'add --commit commits the item alone; the trailer names it'
(
	set -e
	standing
	echo one >mine
	git add mine
	git postmortem action add slow 'Warm the cache' --commit
	git log -1 --format=%B >out
	contains out 'warm-the-cache: propose'
	[ "$(git log -1 --format='%(trailers:key=Postmortem-Action,valueonly)')" = \
		"$id/warm-the-cache
" ] || [ "$(git log -1 --format='%(trailers:key=Postmortem-Action,valueonly)')" = $id/warm-the-cache ]
	[ "$(git show --format= --name-only)" = $items/warm-the-cache.md ]
	[ "$(git diff --cached --name-only)" = mine ]
)
end

begin 'what git has committed counts, though nobody reads what it says of it'
(
	set -e
	standing
	mkfifo pipe gone
	exec 9<>gone
	# The reader is gone when git begins to sum up, and not before.
	cat >.git/hooks/post-commit <<-'END'
	#!/bin/sh
	read -r gone <gone
	END
	chmod +x .git/hooks/post-commit
	{
		: <pipe
		echo yes >gone
	} &
	run_ok git postmortem action add slow 'Warm the cache' --commit \
		>pipe 2>err
	wait
	lacks err 'did not commit'
	git log -1 --format=%s >out
	contains out 'warm-the-cache: propose'
)
end

begin 'in the folder of a post-mortem its name may be left out'
(
	set -e
	standing
	cd postmortems/$id
	git postmortem action add 'Warm the cache' >out
	[ "$(cat out)" = $id/warm-the-cache ]
	cd ../..
	fails_with 128 git postmortem action add 'Page earlier' 2>err
	contains err 'say which post-mortem'
)
end

begin 'the same name in two post-mortems is two items'
(
	set -e
	standing
	git postmortem action add slow 'Page earlier'
	git postmortem action add lost 'Page earlier'
	fails_with 128 git postmortem action show page 2>err
	contains err 'fits more than one action item'
	contains err "  $id/page-earlier"
	run_ok git postmortem action show slow/page
)
end

begin 'an id is never used twice, not even after its file is gone'
(
	set -e
	standing
	git postmortem action add slow 'Warm the cache' --commit
	fails_with 128 git postmortem action add slow 'warm  the CACHE' 2>err
	contains err "\"$id/warm-the-cache\" exists already"
	git rm -q $items/warm-the-cache.md
	git commit -q -m 'gone'
	fails_with 128 git postmortem action add slow 'Warm the cache' 2>err
	contains err 'was used before and removed'
)
end

begin 'what cannot be is refused before anything is written'
(
	set -e
	standing
	try() {
		fails_with 128 git postmortem action add slow Title "$@" \
			2>err
		contains err "${1#--}: "
	}
	try --owner 'alice and bob'
	try --type fix
	try --priority urgent
	try --due soon
	fails_with 128 git postmortem action add nothing Title 2>err
	contains err 'no post-mortem "nothing"'
	fails_with 128 git postmortem action add slow '!!!' 2>err
	fails_with 128 git postmortem action add slow '' 2>err
	fails_with 129 git postmortem action add 2>err
	contains err 'say the post-mortem and the title'
	fails_with 129 git postmortem action add slow Warm the cache 2>err
	contains err 'put the title in quotes'
	[ ! -e $items ]
	git diff --quiet HEAD
)
end

begin 'a malformed policy is in the way, with its line'
(
	set -e
	standing
	echo 'soak-days: two' >.postmortem/policy.yaml
	fails_with 128 git postmortem action add slow 'Warm the cache' 2>err
	contains err '.postmortem/policy.yaml:1: soak-days: '
	[ ! -e $items ]
)
end

begin 'a commit of an item whose post-mortem is not committed says what to do'
(
	set -e
	standing
	git postmortem hook install
	git postmortem new 'Slow search' --severity minor
	fails_with 128 git postmortem action add search 'Warm it' --commit 2>err
	contains err 'commit its README.md before its items'
	git commit -q -m 'The post-mortem'
	run_ok git postmortem action add search 'Warm it' --commit >out
	git show "HEAD:postmortems/2026-12-02-slow-search/actions/warm-it.md" \
		>out
	contains out 'title: Warm it'
)
end

begin 'add --edit opens the new file'
(
	set -e
	standing
	cat >"$PM_TRASH/editor" <<-'END'
	#!/bin/sh
	echo 'typed' >>"$1"
	END
	chmod +x "$PM_TRASH/editor"
	GIT_EDITOR=$PM_TRASH/editor git postmortem action add slow \
		'Warm the cache' --edit --commit
	git show HEAD:$items/warm-the-cache.md >out
	contains out typed
)
end

done_testing

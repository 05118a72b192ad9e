#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Repositories as they are: how objects, index and work tree are kept does
# not change what the program says and does. Either it works, or git's own
# error is shown.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/everywhere.sh"

id=2026-11-21-slow
file=postmortems/$id/README.md
item=postmortems/$id/actions/warm.md

begin 'an ordinary one, through both backends'
(
	set -e
	fill
	both_backends
	as_in_an_ordinary_one
	# The answers are answers.
	contains "$PM_TRASH/answers" '2 post-mortems checked: no findings'
	contains "$PM_TRASH/answers" 'due 2026-12-10 → 2026-12-24'
	count 2 "$PM_TRASH/answers" 'exit 128'
	contains "$PM_TRASH/changes" '[owner]'
	contains "$PM_TRASH/changes" 'warm: change team'
	contains "$PM_TRASH/changes" 'A  postmortems/2026-12-02-another-one/RE'
	count 1 "$PM_TRASH/changes" 'two items'
)
end

begin 'SHA-256'
(
	set -e
	git init -q --object-format=sha256 ../sha256
	cd ../sha256
	unset GIT_POSTMORTEM_OBJECTS
	fill
	as_in_an_ordinary_one
	# libgit2 cannot: it is said, never guessed.
	has_libgit2 || exit 0
	GIT_POSTMORTEM_OBJECTS=libgit2 fails_with 128 \
		git postmortem list --at HEAD >out 2>err
	[ ! -s out ]
	contains err 'sha256'
)
end

begin 'packed objects and references, a commit graph, a multi-pack index'
(
	set -e
	fill
	git pack-refs --all
	git repack -q -a -d
	echo more >>notes.txt
	git commit-graph write --reachable --changed-paths 2>/dev/null
	git multi-pack-index write 2>/dev/null
	git checkout -q -- notes.txt
	both_backends
	as_in_an_ordinary_one
)
end

begin 'a split index'
(
	set -e
	fill
	git config core.splitIndex true
	git update-index --split-index
	both_backends
	as_in_an_ordinary_one
	ls .git/sharedindex.* >/dev/null
)
end

begin 'an index of version 4, feature.manyFiles, an untracked cache'
(
	set -e
	git config feature.manyFiles true
	fill
	git update-index --index-version 4
	git update-index --untracked-cache 2>/dev/null || :
	both_backends
	as_in_an_ordinary_one
)
end

begin 'core.autocrlf, core.quotePath, a global excludes file'
(
	set -e
	git config core.autocrlf true
	git config core.safecrlf false
	git config core.quotePath true
	fill
	both_backends
	rm $file
	git checkout -q -- $file
	grep -q "$(printf '\r')" $file
	run_ok git postmortem check >out
	contains out 'no findings'
	git postmortem advance $id >out
	grep "^status: in-review$(printf '\r')" $file
	git diff --cached --stat >out
	contains out '6 +++++-'
)
end

begin 'loose objects only, replaced references, grafts by replace'
(
	set -e
	fill
	git commit -q --allow-empty -m 'last'
	both='list log'
	for command in $both
	do
		git postmortem "$command" >"../$command"
	done
	# The item as somebody would rather have it.
	old=$(git rev-parse "HEAD:$item")
	new=$(sed 's/2026-12-24/2026-12-31/' $item |
		git hash-object -w --stdin)
	git replace "$old" "$new"
	unset GIT_POSTMORTEM_OBJECTS
	git postmortem action list --at HEAD >out
	contains out 2026-12-31
	git --no-replace-objects postmortem action list --at HEAD >out
	contains out 2026-12-24
	has_libgit2 || exit 0
	GIT_POSTMORTEM_OBJECTS=libgit2 fails_with 128 \
		git postmortem action list --at HEAD >out 2>err
	contains err 'replace'
)
end

begin 'alternates, also with a colon in their path'
(
	set -e
	fill
	here=$PWD
	git clone -q --shared . ../shared
	cd ../shared
	both_backends
	as_in_an_ordinary_one
	cd "$here"
	git clone -q --bare . ../with:colon.git
	git clone -q --shared ../with:colon.git ../colon
	cd ../colon
	unset GIT_POSTMORTEM_OBJECTS
	as_in_an_ordinary_one
	# As in the hooks of a push.
	export GIT_ALTERNATE_OBJECT_DIRECTORIES
	rm .git/objects/info/alternates
	GIT_ALTERNATE_OBJECT_DIRECTORIES="\"$PM_TRASH/with:colon.git/objects\""
	git reset -q --hard origin/main
	read_as_in_an_ordinary_one
)
end

begin 'a shallow clone says that its history is incomplete'
(
	set -e
	fill
	echo more >>notes.txt
	git commit -q -a -m 'unrelated'
	here=$PWD
	git clone -q --depth=2 "file://$PWD" ../shallow
	cd ../shallow
	for command in list 'action list' "show $id" check 'check --staged' \
		'check --at HEAD' 'check HEAD~1..HEAD' 'list --at HEAD~1'
	do
		# shellcheck disable=SC2086
		git postmortem $command >out
		# shellcheck disable=SC2086
		git -C "$here" postmortem $command >../full
		same out ../full
	done
	git postmortem log warm >out 2>err
	cat out err >all
	contains all 'shallow'
	fails_with 128 git postmortem check HEAD~2..HEAD 2>err
	contains err "'HEAD~2'"
	fails_with 128 git postmortem list --at HEAD~2 2>err
	git fetch -q --unshallow
	git reset -q --hard HEAD~1
	rm -f out err all
	read_as_in_an_ordinary_one
)
end

begin 'a partial clone fetches what is asked for, or shows why it cannot'
(
	set -e
	fill
	git config uploadpack.allowFilter true
	git config uploadpack.allowAnySHA1InWant true
	for filter in blob:none tree:0
	do
		git clone -q --filter=$filter "file://$PWD" "../partial-$filter"
		(
			cd "../partial-$filter"
			as_in_an_ordinary_one
		)
		git clone -q --no-checkout --filter=$filter "file://$PWD" \
			"../gone-$filter"
		(
			cd "../gone-$filter"
			git remote set-url origin "$PM_TRASH/nowhere"
			fails_with 128 git postmortem list --at HEAD \
				>out 2>err
			[ ! -s out ]
			contains err 'nowhere'
		)
	done
)
end

begin 'a sparse checkout sees what it left out, and refuses to edit that'
(
	set -e
	fill
	git sparse-checkout set --cone src
	[ ! -e postmortems ]
	[ ! -e .postmortem ]
	both_backends
	git ls-files -s -v >../before
	for command in 'action set warm --team web' "action add $id x" \
		"advance $id" "edit $id" 'action done warm --evidence abc'
	do
		# shellcheck disable=SC2086
		fails_with 128 git postmortem $command >out 2>err
		[ ! -s out ]
		contains err 'is outside of your sparse checkout'
		contains err "\"git sparse-checkout add postmortems/$id\" bring"
		rm out err
	done
	[ ! -e postmortems ]
	git ls-files -s -v >../after
	same ../after ../before
	# The remedy is one.
	git sparse-checkout add postmortems/$id
	git postmortem action set warm --team web >../out
	contains ../out 'team web'
	# A new one belongs to the user, wherever it lies.
	git sparse-checkout set --cone src
	git reset -q --hard
	git postmortem new --severity minor 'Another one' --commit >../out
	git ls-tree -r --name-only HEAD >../names
	contains ../names postmortems/2026-12-02-another-one/README.md
	git postmortem list >../out 2>../err
	count 4 ../out ''
	[ ! -s ../err ]
	# What was left out is not written anew.
	git ls-files -s .postmortem >../before
	git postmortem init >../out 2>../err
	count 3 ../out 'kept   .postmortem/'
	git ls-files -s .postmortem >../after
	same ../after ../before
)
end

begin 'a sparse checkout by patterns, and one that was switched off'
(
	set -e
	fill
	git sparse-checkout set --no-cone '/*' '!/postmortems/*/actions/'
	[ ! -e $item ]
	[ -e $file ]
	both_backends
	fails_with 128 git postmortem action set warm --team web 2>../err
	contains ../err "$item: is outside of your sparse checkout"
	git sparse-checkout disable
	as_in_an_ordinary_one
)
end

begin 'a sparse index'
(
	set -e
	fill
	git sparse-checkout set --cone --sparse-index src
	# A newer git says when it has to read the whole index.
	git config advice.sparseIndexExpanded false
	git ls-files --sparse >../names
	contains ../names postmortems/
	lacks ../names README.md
	read_as_in_an_ordinary_one
	fails_with 128 git postmortem advance $id 2>../err
	contains ../err 'is outside of your sparse checkout'
	git sparse-checkout add postmortems .postmortem
	as_in_an_ordinary_one
)
end

begin 'a partial clone with a sparse checkout, the recipe for large ones'
(
	set -e
	fill
	git config uploadpack.allowFilter true
	git config uploadpack.allowAnySHA1InWant true
	git clone -q --filter=blob:none --sparse "file://$PWD" ../mono
	cd ../mono
	[ ! -e postmortems ]
	read_as_in_an_ordinary_one
	git sparse-checkout add postmortems .postmortem src
	as_in_an_ordinary_one
)
end

begin 'a damaged repository is an error, not an empty one'
(
	set -e
	fill
	blob=$(git rev-parse "HEAD:$item")
	object=.git/objects/$(echo "$blob" | sed 's,..,&/,')
	rm -f "$object"
	for objects in $PM_BACKENDS
	do
		GIT_POSTMORTEM_OBJECTS=$objects fails_with 128 \
			git postmortem action list --at HEAD >out 2>err
		[ ! -s out ]
		contains err "$blob"
	done
	rm out err
	git postmortem action list >out
	contains out warm
	tree=$(git rev-parse 'HEAD^{tree}')
	rm -f .git/objects/"$(echo "$tree" | sed 's,..,&/,')"
	for command in 'list --at HEAD' 'check --staged' 'check --at HEAD' log
	do
		# shellcheck disable=SC2086
		fails_with 128 git postmortem $command >out 2>err
		[ ! -s out ]
		[ -s err ]
	done
	printf 'garbage' >.git/index
	fails_with 128 git postmortem check --staged >out 2>err
	contains err 'index'
	printf 'garbage' >.git/HEAD
	fails_with 128 git postmortem list >out 2>err
	contains err 'not a git repository'
)
end

done_testing

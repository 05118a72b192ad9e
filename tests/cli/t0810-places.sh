#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Where the repository lies, how git is pointed at it, and where the user
# stands: the answers are the same, or git's own error is shown with 128.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/everywhere.sh"

id=2026-11-21-slow
file=postmortems/$id/README.md
item=postmortems/$id/actions/warm.md

begin 'a linked worktree, also of a bare repository'
(
	set -e
	fill
	git worktree add -q --detach ../linked
	(
		cd ../linked
		both_backends
		# What stands in the other one is not touched.
		git checkout -q -b side
		git postmortem action set warm --team web --commit >../out
		contains ../out 'team web'
	)
	lacks $item 'team: web'
	contains ../linked/$item 'team: web'
	git status --porcelain >../status
	[ ! -s ../status ]
	git clone -q --bare . ../bare.git
	git -C ../bare.git worktree add -q ../of-bare main
	cd ../of-bare
	as_in_an_ordinary_one
	# Both find the same lock.
	[ -e ../bare.git/postmortem.lock ]
	[ ! -e ../bare.git/worktrees/of-bare/postmortem.lock ]
)
end

begin 'a submodule, and a superproject around it'
(
	set -e
	fill
	here=$PWD
	fresh_repo ../super
	cd ../super
	git -c protocol.file.allow=always submodule --quiet add \
		"$here" module
	git commit -q -m 'with a submodule'
	(
		cd module
		both_backends
		as_in_an_ordinary_one
	)
	git postmortem list >out
	[ ! -s out ]
	git postmortem check >out
	contains out '0 post-mortems checked'
)
end

begin 'a submodule in the place of the folder of post-mortems'
(
	set -e
	fill
	git clone -q . ../other
	fresh_repo ../around
	cd ../around
	git -c protocol.file.allow=always submodule --quiet add \
		"$PM_TRASH/other" postmortems
	git commit -q -m 'elsewhere'
	fails_with 1 git postmortem check >out
	contains out 'postmortems: error: is a submodule [not-a-file]'
	fails_with 1 git postmortem check --at HEAD >out
	contains out 'postmortems: error: is a submodule [not-a-file]'
	for command in list 'list --at HEAD' 'action list' ''
	do
		# shellcheck disable=SC2086
		git postmortem $command >out 2>err
		[ ! -s out ]
		contains err 'postmortems: is a submodule; keep post-mortems in'
	done
	for command in 'new --severity minor x' "show $id" "advance $id"
	do
		# shellcheck disable=SC2086
		fails_with 128 git postmortem $command 2>err
		contains err 'postmortems: is a submodule; keep post-mortems'
	done
	git -C postmortems status --porcelain >out
	[ ! -s out ]
	cd postmortems
	git postmortem list >out
	contains out $id
)
end

begin '--git-dir, --work-tree and their variables'
(
	set -e
	fill
	here=$PWD
	git clone -q . ../fresh
	mv ../fresh/.git ../kept.git
	cd ../fresh
	kept=$PM_TRASH/kept.git
	fails_with 128 git postmortem list 2>err
	contains err 'not a git repository'
	rm err
	ordinary
	for how in absolute relative options
	do
		unset GIT_DIR GIT_WORK_TREE
		case $how in
		absolute)
			GIT_DIR=$kept GIT_WORK_TREE=$PWD
			export GIT_DIR GIT_WORK_TREE ;;
		relative)
			GIT_DIR=../kept.git GIT_WORK_TREE=.
			export GIT_DIR GIT_WORK_TREE ;;
		options)
			# shellcheck disable=SC2317
			git() {
				command git --git-dir=../kept.git \
					--work-tree=. "$@"
			} ;;
		esac
		read_as_in_an_ordinary_one || complain "--- $how"
	done
	unset -f git
	GIT_DIR=$kept GIT_WORK_TREE=$PWD
	export GIT_DIR GIT_WORK_TREE
	both_backends
	as_in_an_ordinary_one
	# From anywhere, paths count from the top.
	cd src/deep
	git postmortem list >../../../out
	contains ../../../out $id
	cd "$here"
	git postmortem action set warm --team far --commit >/dev/null
	contains "$GIT_WORK_TREE/$item" 'team: far'
	unset GIT_DIR GIT_WORK_TREE
	[ -z "$(git status --porcelain)" ]
	# GIT_DIR alone makes the current folder the work tree.
	cd ../fresh
	GIT_DIR=$kept git postmortem list >../out
	contains ../out $id
	GIT_DIR=$PM_TRASH/nowhere fails_with 128 git postmortem list 2>../err
	contains ../err 'not a git repository'
	GIT_DIR=$kept GIT_WORK_TREE=$PM_TRASH/nowhere \
		fails_with 128 git postmortem list 2>../err
	GIT_INDEX_FILE=$PM_TRASH/nowhere GIT_DIR=$kept \
		fails_with 128 git postmortem check --staged >../out 2>../err
	contains ../err 'GIT_INDEX_FILE'
)
end

begin 'a separate git directory, and core.worktree'
(
	set -e
	git init -q --separate-git-dir ../apart.git ../apart
	cd ../apart
	fill
	both_backends
	as_in_an_ordinary_one
	git init -q ../pointing.git --bare
	git -C ../pointing.git config core.bare false
	git -C ../pointing.git config core.worktree ../pointed
	mkdir ../pointed
	cd ../pointed
	GIT_DIR=$PM_TRASH/pointing.git
	export GIT_DIR
	fill
	as_in_an_ordinary_one
)
end

if [ "$(id -u)" = 0 ]
then
	begin 'a repository of somebody else: git decides, and says so'
	(
		set -e
		fill
		chown -R 12345:12345 .
		for command in list check 'check --at HEAD' log \
			'action set warm --team web' 'hook run pre-commit'
		do
			# shellcheck disable=SC2086
			fails_with 128 git postmortem $command >../out 2>../err
			[ ! -s ../out ]
			contains ../err 'detected dubious ownership'
			contains ../err 'safe.directory'
		done
		# Accepted by git, for one or for all, is accepted by us.
		git config --global --add safe.directory "$PWD"
		both_backends
		git config --global --unset-all safe.directory
		GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory \
			GIT_CONFIG_VALUE_0='*'
		export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0
		both_backends
	)
	end
else
	skip 'a repository of somebody else: only root can give one away'
fi

begin 'a bare repository shows what is committed, and changes nothing'
(
	set -e
	fill
	for command in list 'list --at HEAD~1' 'action list' "show $id" '' \
		check 'check HEAD~1..HEAD' log 'log warm' \
		'list --format=json' 'check --at HEAD --format=json'
	do
		# shellcheck disable=SC2086
		git postmortem $command >"../in-$command" 2>&1
	done
	git clone -q --bare . ../only.git
	cd ../only.git
	for objects in $PM_BACKENDS
	do
		export GIT_POSTMORTEM_OBJECTS="$objects"
		for command in list 'list --at HEAD~1' 'action list' \
			"show $id" '' check 'check HEAD~1..HEAD' log \
			'log warm' 'list --format=json' \
			'check --at HEAD --format=json'
		do
			# shellcheck disable=SC2086
			git postmortem $command >../out 2>&1
			same ../out "../in-$command" ||
				complain "--- $command through $objects"
		done
	done
	for command in 'action set warm --team web' "action add $id x" \
		"advance $id" 'new --severity minor x' "edit $id" init \
		'action done warm --evidence abc'
	do
		# shellcheck disable=SC2086
		fails_with 128 git postmortem $command >../out 2>../err
		[ ! -s ../out ]
		contains ../err 'this repository is bare'
		contains ../err 'do it in a clone'
	done
	fails_with 128 git postmortem hook install 2>../err
	contains ../err 'this repository is bare'
	fails_with 128 git postmortem check --staged >../out 2>../err
	contains ../err 'nothing is staged in a bare repository'
)
end

begin 'an unborn branch'
(
	set -e
	for command in list 'action list' check 'check --staged'
	do
		# shellcheck disable=SC2086
		run_ok git postmortem $command
	done
	git postmortem >../out
	contains ../out 'No post-mortem yet; "git postmortem init" sets'
	for command in 'list --at HEAD' 'check --at HEAD' log
	do
		# shellcheck disable=SC2086
		fails_with 128 git postmortem $command 2>../err
		contains ../err 'the current branch has no commits yet'
	done
	fails_with 128 git postmortem check HEAD~1..HEAD 2>../err
	git postmortem init >/dev/null 2>&1
	git postmortem new --severity minor 'The first' >../out
	git postmortem list >../out
	contains ../out 'The first'
	run_ok git postmortem check --staged >../out
	contains ../out '1 post-mortem checked'
	run_ok git commit -q -m 'born'
	git init -q --bare ../unborn.git
	cd ../unborn.git
	for command in list '' check 'list --at HEAD' log
	do
		# shellcheck disable=SC2086
		fails_with 128 git postmortem $command 2>../err
		contains ../err 'the current branch has no commits yet'
	done
)
end

begin 'a detached HEAD, a branch without a name of its own'
(
	set -e
	fill
	git checkout -q --detach
	read_as_in_an_ordinary_one
	git postmortem action set warm --team web --commit >../out
	[ "$(git rev-list --count main..HEAD)" = 1 ]
	git checkout -q -b 'refs/heads/odd-name' main
	read_as_in_an_ordinary_one
)
end

begin 'outside of any repository, in one that is gone, inside of .git'
(
	set -e
	fill
	for command in list 'action list' '' check log "show $id" init \
		'new --severity minor x' 'hook status' 'hook run pre-commit' \
		'rules owner'
	do
		# shellcheck disable=SC2086
		(cd "$PM_TRASH" && fails_with 128 git postmortem $command) \
			>../out 2>../err
		[ ! -s ../out ]
		contains ../err 'fatal: not a git repository'
		count 1 ../err ''
		mkdir ../gone
		# shellcheck disable=SC2086
		(
			cd ../gone
			rmdir ../gone
			fails_with 128 git postmortem $command
		) >../out 2>../err
		[ ! -s ../out ]
	done
	cd .git
	for command in list 'action list' '' check "show $id" \
		'action set warm --team web' 'new --severity minor x' init \
		"edit $id" 'hook status'
	do
		# shellcheck disable=SC2086
		fails_with 128 git postmortem $command >../../out 2>../../err
		[ ! -s ../../out ]
		contains ../../err 'this is not a work tree'
	done
	# With a revision nothing is unclear.
	for command in 'list --at HEAD' 'check --at HEAD' \
		'check HEAD~1..HEAD' "show --at HEAD $id"
	do
		# shellcheck disable=SC2086
		run_ok git postmortem $command >../../out
		[ -s ../../out ]
	done
)
end

begin 'a checkout that is reached through a symbolic link'
(
	set -e
	fill
	ln -s "$PWD" ../through
	cd ../through
	both_backends
	cd src/deep
	git postmortem list >../../../out
	contains ../../../out $id
	git postmortem check ../../postmortems/$id >../../../out
	contains ../../../out 'no findings'
	cd ../..
	as_in_an_ordinary_one
)
end

begin 'a path of a record may lead through a symbolic link to the work tree'
(
	set -e
	fill
	here=$PWD
	mkdir -p ../else/where
	ln -s "$here" ../link
	ln -s "$here/postmortems" ../else/records
	ln -s ../../link ../else/where/again
	as_usual() {
		git postmortem check "$1/$file"
		git postmortem show "$1/$item" --format=json >../out
		contains ../out "\"$id/warm\""
	}
	up=$(dirname "$here")
	as_usual "$here"
	as_usual "$up/link"
	as_usual "$up/link/"
	as_usual "$up//link/."
	as_usual "/$up/link"
	as_usual "$up/else/where/again"
	as_usual "$up/else/../link"
	as_usual ../link
	as_usual ../else/where/again
	as_usual postmortems/..
	[ ! -e /proc/self/cwd ] || as_usual /proc/self/cwd
	git postmortem check "$up/link/postmortems/" "$up/else/records/$id"
	git postmortem show "$up/else/records/$id/" >../out
	git postmortem action list "$up/link/postmortems/$id" >../out
	contains ../out warm
	git postmortem log "$up/link/$item" >../out
	(
		cd postmortems/$id
		as_usual ../..
		as_usual ../../../link
		git postmortem check ../../../link/$file
	)
	mkdir notes
	printf '# Notes\n\n## Summary\n\nIt was slow.\n' >notes/a.md
	git add notes
	git commit -q -m 'notes'
	git postmortem import --dry-run --severity minor \
		"$up/link/notes/a.md" >../out
	fails_with 128 git postmortem check "$up/else/where" 2>../err
	fails_with 128 git postmortem check "$up/no-such/$file" 2>../err
	contains ../err 'no post-mortem or action item'
)
end

begin 'from a subfolder, and by the paths as they look from there'
(
	set -e
	fill
	cd postmortems/$id
	for name in . README.md ../$id actions/warm.md "$PWD" \
		"$PWD/README.md" warm $id ../../postmortems/$id/README.md
	do
		run_ok git postmortem check "$name" >../../../out ||
			complain "--- $name"
		contains ../../../out '1 post-mortem checked' ||
			complain "--- $name"
	done
	write_item . ignored 2026-12-10
	rm -r postmortems
	git postmortem action add 'From here' >../../../out
	contains ../../../out "$id/from-here"
	sed -i '/^owner:/d' README.md
	fails_with 1 git postmortem check >../../../out
	contains ../../../out 'README.md:1: error: the post-mortem has no own'
	lacks ../../../out "$file:1"
	git add README.md
	cd ../../src/deep
	fails_with 1 git commit -q -m 'incomplete' 2>../../../err
	contains ../../../err "../../$file:1: error: the post-mortem has no o"
	fails_with 128 git postmortem show ../../../elsewhere 2>../../../err
)
end

begin 'aliases, plain and with "!", and GIT_PREFIX'
(
	set -e
	fill
	git config --global alias.pm postmortem
	git config --global alias.pml 'postmortem list'
	git config --global alias.bang '!git postmortem'
	git config --global alias.owned '!f() { git postmortem "$@"; }; f'
	git pml >../out
	contains ../out $id
	cd postmortems/$id
	for alias in pm bang owned
	do
		run_ok git $alias check README.md >../../../out ||
			complain "--- $alias"
		contains ../../../out '1 post-mortem checked: no findings'
		run_ok git $alias show actions/warm.md >../../../out
		contains ../../../out 'Warm the cache'
		run_ok git $alias action add "By $alias" >../../../out
		contains ../../../out "$id/by-$alias"
		fails_with 129 git $alias list --nonsense 2>../../../err
	done
	# An old one that names no folder here is not believed.
	cd ../..
	GIT_PREFIX=nowhere/ run_ok git postmortem check "$file" >../out
	contains ../out '1 post-mortem checked'
)
end

begin 'the root in a subfolder, at the top, or under another name'
(
	set -e
	mkdir .postmortem
	git postmortem hook install >/dev/null
	for root in docs/incidents . 'störungen und pannen'
	do
		git rm -q -r -f --ignore-unmatch . >/dev/null
		rm -rf docs störungen* 2026* postmortems
		mkdir -p .postmortem
		echo "root: $root" >.postmortem/policy.yaml
		write_complete $id
		write_item $id warm 2026-12-10
		mkdir -p "$root"
		mv postmortems/* "$root"
		rmdir postmortems
		mkdir -p src/actions
		echo text >src/README.txt
		git add -A
		test_tick
		git commit -q --no-verify -m "root $root"
		for at in '' '--at HEAD'
		do
			# shellcheck disable=SC2086
			git postmortem list $at >../out 2>../err
			contains ../out $id
			count 2 ../out ''
			[ ! -s ../err ]
			# shellcheck disable=SC2086
			run_ok git postmortem check $at >../out
			contains ../out '1 post-mortem checked: no findings'
		done
		test_tick
		git postmortem action set warm --team web --commit >../out
		git postmortem log warm >../out
		contains ../out 'warm: change team'
		git postmortem new --severity minor 'In there' >../out
		contains ../out "$(echo "$root/" | sed 's,^\./,,')2026-12-02-in"
		git reset -q --hard
		sed -i '/^owner:/d' "$root/$id/README.md"
		fails_with 1 git commit -q -a -m 'incomplete' 2>../err
		contains ../err "$id/README.md\": error: the post-mortem has" ||
			contains ../err "$id/README.md:1: error: the post-mort"
		git reset -q --hard
	done
)
end

begin 'a path with blanks, quotes, other letters and no ASCII at all'
(
	set -e
	# shellcheck disable=SC2016
	for name in "it's \"ours\" für 障害 \$(touch pwned)" '-a:b\c'
	do
		mkdir "../$name"
		cd "../$name"
		fresh_repo .
		fill
		both_backends
		as_in_an_ordinary_one
	done
	[ ! -e ../pwned ]
	# One line is one path for git's own plumbing.
	mkdir "../new
line"
	cd "../new
line"
	fresh_repo .
	fails_with 128 git postmortem list 2>../err
	contains ../err 'line break'
)
end

done_testing

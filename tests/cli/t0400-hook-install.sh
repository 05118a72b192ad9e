#!/bin/sh
# SPDX-License-Identifier: MIT
#
# hook install, uninstall, status: where hooks live, and what else lives there.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

hooks='pre-commit pre-merge-commit commit-msg pre-push'

# Names, modes, contents and link targets below a folder.
listing() {
	find "$1" -mindepth 1 ! -name '*.sample' -printf '%P %M %l\n' | sort
	find "$1" -type f ! -name '*.sample' -exec cksum {} + | sort
}

foreign() {
	printf '#!/bin/sh\necho "%s ran: $*"\nexit %s\n' "$2" "${3:-0}" >"$1"
	chmod +x "$1"
}

blocks() {
	write_incomplete 2026-11-21-slow
	git add postmortems
	fails_with 1 git commit -q -m 'incomplete' 2>blocked
	contains blocked '[owner]'
	fails_with 1 git rev-parse -q --verify HEAD
}

begin 'install puts three executable hooks where git looks'
(
	set -e
	git postmortem hook install >out
	for hook in $hooks
	do
		[ -x ".git/hooks/$hook" ]
		contains out "$hook: installed"
		cmp "$PM_SOURCE/hooks/$hook.sh" ".git/hooks/$hook"
	done
	blocks
)
end

begin 'install again changes nothing'
(
	set -e
	git postmortem hook install
	listing .git/hooks >before
	git postmortem hook install >out
	listing .git/hooks | same before -
	count 4 out 'was installed already'
)
end

begin 'uninstall leaves no trace'
(
	set -e
	listing .git >before
	git postmortem hook install
	git postmortem hook uninstall >out
	count 4 out 'removed'
	listing .git | same before -
	git postmortem hook uninstall >out
	count 4 out 'was not installed'
)
end

begin 'a hook installed from a subfolder is the same one'
(
	set -e
	mkdir -p sub/dir
	cd sub/dir
	git postmortem hook install
	cd ../..
	[ -x .git/hooks/commit-msg ]
)
end

begin 'status tells what is there and exits 1 while a hook is missing'
(
	set -e
	fails_with 1 git postmortem hook status >out 2>err
	count 4 out 'not installed'
	contains err 'git postmortem hook install'
	git postmortem hook install
	run_ok git postmortem hook status >out 2>err
	count 4 out '  installed'
	contains out '.git/hooks'
	[ ! -s err ]
	rm .git/hooks/commit-msg
	fails_with 1 git postmortem hook status >out
	count 1 out 'not installed'
)
end

begin 'a shim that lost its executable bit is told and mended'
(
	set -e
	git postmortem hook install
	chmod -x .git/hooks/pre-commit
	fails_with 1 git postmortem hook status >out
	contains out 'not executable'
	git postmortem hook install >out
	contains out 'pre-commit: brought up to date'
	[ -x .git/hooks/pre-commit ]
	run_ok git postmortem hook status
)
end

begin 'a foreign hook is kept byte for byte and runs first'
(
	set -e
	foreign .git/hooks/pre-commit theirs
	foreign .git/hooks/commit-msg theirs-msg
	listing .git/hooks >before
	cp .git/hooks/pre-commit theirs
	git postmortem hook install >out
	contains out 'runs first'
	cmp theirs .git/hooks/pre-commit.before-postmortem
	[ -x .git/hooks/pre-commit.before-postmortem ]
	run_ok git postmortem hook status >out
	contains out 'after .git/hooks/pre-commit.before-postmortem'
	echo text >file
	git add file
	git commit -m 'first' >out 2>&1
	contains out 'theirs ran: '
	contains out 'theirs-msg ran: .git/COMMIT_EDITMSG'
	git postmortem hook install >out
	count 4 out 'was installed already'
	git postmortem hook uninstall >out
	contains out 'the hook that was there before is back'
	listing .git/hooks | same before -
)
end

begin 'a foreign hook that refuses is heard, with its own status'
(
	set -e
	foreign .git/hooks/pre-commit theirs 3
	git postmortem hook install
	write_incomplete 2026-11-21-slow
	git add postmortems
	fails_with 1 git commit -q -m 'first' >out 2>&1
	contains out 'theirs ran: '
	lacks out '[owner]'
	fails_with 3 .git/hooks/pre-commit
)
end

begin 'ours still refuses after a foreign hook has passed'
(
	set -e
	foreign .git/hooks/pre-commit theirs
	git postmortem hook install
	blocks
)
end

begin 'a foreign hook that is not executable stays ignored'
(
	set -e
	foreign .git/hooks/pre-commit theirs 1
	chmod -x .git/hooks/pre-commit
	listing .git/hooks >before
	git postmortem hook install >out
	contains out 'is still not run'
	git postmortem hook status >out
	contains out 'without .git/hooks/pre-commit.before-postmortem'
	echo text >file
	git add file
	git commit -q -m 'first' >out 2>&1
	lacks out 'theirs ran'
	git postmortem hook uninstall
	listing .git/hooks | same before -
)
end

begin 'a symbolic link is foreign: moved, run and put back as a link'
(
	set -e
	mkdir tools
	foreign tools/check.sh linked
	ln -s ../../tools/check.sh .git/hooks/pre-commit
	listing .git/hooks >before
	git postmortem hook install
	[ -L .git/hooks/pre-commit.before-postmortem ]
	[ ! -L .git/hooks/pre-commit ]
	echo text >file
	git add file
	git commit -q -m 'first' >out 2>&1
	contains out 'linked ran: '
	git postmortem hook uninstall
	listing .git/hooks | same before -
	[ "$(readlink .git/hooks/pre-commit)" = ../../tools/check.sh ]
)
end

begin 'a dangling link is not written through'
(
	set -e
	ln -s "$PWD/elsewhere" .git/hooks/pre-commit
	git postmortem hook install
	[ ! -e elsewhere ]
	[ -L .git/hooks/pre-commit.before-postmortem ]
)
end

begin 'a hook that reads its own name gets a word about it'
(
	set -e
	# shellcheck disable=SC2016
	printf '#!/bin/sh\ncase $(basename "$0") in esac\n' >.git/hooks/pre-commit
	chmod +x .git/hooks/pre-commit
	git postmortem hook install 2>err
	contains err 'reads its own name'
)
end

begin 'a hook that calls us by itself counts as installed'
(
	set -e
	# shellcheck disable=SC2016
	printf '#!/bin/sh\nexec git postmortem hook run pre-commit "$@"\n' \
		>.git/hooks/pre-commit
	chmod +x .git/hooks/pre-commit
	cp .git/hooks/pre-commit theirs
	git postmortem hook install >out
	contains out 'pre-commit: the hook that is there runs git postmortem'
	cmp theirs .git/hooks/pre-commit
	run_ok git postmortem hook status
	git postmortem hook uninstall >out
	contains out 'is not ours, and was left alone'
	cmp theirs .git/hooks/pre-commit
	chmod -x .git/hooks/pre-commit
	fails_with 1 git postmortem hook status
)
end

begin 'a comment that names us is no call'
(
	set -e
	printf '#!/bin/sh\n# git postmortem hook run pre-commit\n' \
		>.git/hooks/pre-commit
	chmod +x .git/hooks/pre-commit
	fails_with 1 git postmortem hook status >out
	contains out 'does not run git postmortem'
)
end

begin 'an edited shim is neither replaced nor removed without --force'
(
	set -e
	git postmortem hook install
	echo 'echo more' >>.git/hooks/pre-commit
	listing .git/hooks >before
	fails_with 128 git postmortem hook uninstall 2>err
	contains err 'edited'
	contains err '--force'
	listing .git/hooks | same before -
	run_ok git postmortem hook status >out
	contains out 'edited since'
	fails_with 128 git postmortem hook install 2>err
	contains err 'edited'
	listing .git/hooks | same before -
	git postmortem hook install --force >out
	contains out 'pre-commit: brought up to date'
	cmp "$PM_SOURCE/hooks/pre-commit.sh" .git/hooks/pre-commit
	echo 'echo more' >>.git/hooks/pre-commit
	git postmortem hook uninstall --force
	[ ! -e .git/hooks/pre-commit ]
)
end

begin 'a hook that took the place of ours is not removed'
(
	set -e
	git postmortem hook install
	foreign .git/hooks/pre-commit newcomer
	fails_with 1 git postmortem hook status >out
	contains out 'foreign: .git/hooks/pre-commit is not ours'
	git postmortem hook uninstall >out
	contains out 'pre-commit: .git/hooks/pre-commit is not ours'
	contains .git/hooks/pre-commit newcomer
	[ ! -e .git/hooks/commit-msg ]
)
end

begin 'with two foreign hooks for one place it is left, and the others installed'
(
	set -e
	foreign .git/hooks/pre-commit first
	git postmortem hook install
	foreign .git/hooks/pre-commit second
	rm .git/hooks/commit-msg
	cp .git/hooks/pre-commit second
	fails_with 128 git postmortem hook install >out 2>err
	count 1 err 'fatal: '
	contains err 'pre-commit.before-postmortem'
	contains out 'commit-msg: installed'
	lacks out 'pre-commit'
	[ -x .git/hooks/commit-msg ]
	cmp second .git/hooks/pre-commit
	contains .git/hooks/pre-commit.before-postmortem first
	# The same with --force: which of the two is wanted it cannot know.
	fails_with 128 git postmortem hook install --force
	cmp second .git/hooks/pre-commit
)
end

begin 'a folder in the place of one hook keeps no other from being installed'
(
	set -e
	mkdir .git/hooks/commit-msg
	fails_with 128 git postmortem hook install >out 2>err
	contains err 'is a folder'
	count 3 out ': installed'
	[ -d .git/hooks/commit-msg ]
	blocks
)
end

# As simple-git-hooks does at each "npm install": a file for each hook of its
# configuration, and none for the others.
simple_git_hooks() {
	for hook in pre-commit pre-merge-commit commit-msg pre-push
	do
		rm -f .git/hooks/$hook
	done
	printf '#!/bin/sh\n\n%s%s\n' "$1" "$2" >.git/hooks/pre-commit
	chmod +x .git/hooks/pre-commit
}
begin 'a hook that was written anew in the place of ours is no other one'
(
	set -e
	# A manager is known by its text, and the very same file by its bytes.
	# shellcheck disable=SC2016
	known='[ -f "${SIMPLE_GIT_HOOKS_RC-}" ] && exit 0
'
	for lines in "|echo lint|echo lint" "$known|echo lint|echo lint two"
	do
		manager=${lines%%|*}
		commands=${lines#*|}
		simple_git_hooks "$manager" "${commands%|*}"
		git postmortem hook install
		simple_git_hooks "$manager" "${commands#*|}"
		git postmortem hook install 2>err
		run_ok git postmortem hook status
		contains .git/hooks/pre-commit.before-postmortem \
			"${commands#*|}"
		blocks
		simple_git_hooks "$manager" "${commands#*|}"
		git postmortem hook install --force
		run_ok git postmortem hook status
		git postmortem hook uninstall
	done
	contains err 'simple-git-hooks writes pre-commit anew'
)
end

begin 'a hooks folder that is a file: a clear error'
(
	set -e
	rm -rf .git/hooks
	echo text >.git/hooks
	fails_with 128 git postmortem hook install 2>err
	contains err 'which is not a folder'
	fails_with 128 git postmortem hook status
	same .git/hooks - <<-'END'
	text
	END
)
end

begin 'without a hooks folder one is made'
(
	set -e
	rm -rf .git/hooks
	git postmortem hook install
	blocks
)
end

if [ "$(id -u)" = 0 ]
then
	skip 'root may write a read-only folder'
else
	begin 'a read-only hooks folder: a clear error, nothing half installed'
	(
		set -e
		foreign .git/hooks/pre-commit theirs
		listing .git/hooks >before
		chmod a-w .git/hooks
		fails_with 128 git postmortem hook install 2>err
		contains err 'cannot write'
		contains err 'Permission denied'
		listing .git/hooks | same before -
	)
	end
fi

begin 'core.hooksPath in the work tree, also from a subfolder'
(
	set -e
	git config core.hooksPath .githooks
	mkdir sub
	(cd sub && git postmortem hook install) >out 2>err
	[ -x .githooks/pre-commit ]
	[ ! -e .git/hooks/pre-commit ]
	[ ! -e sub/.githooks ]
	contains err 'commit what is new in ../.githooks'
	git postmortem hook status >out
	contains out '.githooks (core.hooksPath)'
	blocks
	git postmortem hook uninstall
	[ ! -e .githooks/pre-commit ]
)
end

begin 'core.hooksPath outside of the repository needs --force'
(
	set -e
	mkdir "$HOME/hooks"
	git config --global core.hooksPath "$HOME/hooks"
	fails_with 128 git postmortem hook install 2>err
	contains err 'outside of this repository'
	contains err '--force'
	[ -z "$(ls "$HOME/hooks")" ]
	git postmortem hook install --force
	[ -x "$HOME/hooks/pre-commit" ]
	git postmortem hook status >out
	contains out 'outside of this repository'
	blocks
	fails_with 128 git postmortem hook uninstall
	git postmortem hook uninstall --force
	[ -z "$(ls "$HOME/hooks")" ]
)
end

begin 'a hooks folder that links out of the repository is outside'
(
	set -e
	mkdir "$HOME/hooks"
	rm -rf .git/hooks
	ln -s "$HOME/hooks" .git/hooks
	fails_with 128 git postmortem hook install 2>err
	contains err 'outside of this repository'
	[ -z "$(ls "$HOME/hooks")" ]
)
end

begin 'core.hooksPath=/dev/null is told, not written to'
(
	set -e
	git config core.hooksPath /dev/null
	fails_with 128 git postmortem hook install 2>err
	contains err 'see core.hooksPath'
	fails_with 128 git postmortem hook status
	[ -c /dev/null ]
)
end

begin 'hooks that core.hooksPath hides are told, and removed'
(
	set -e
	foreign .git/hooks/commit-msg theirs
	listing .git/hooks >before
	git postmortem hook install
	git config core.hooksPath .githooks
	fails_with 1 git postmortem hook status >out
	count 4 out 'not installed; core.hooksPath hides .git/hooks/'
	git postmortem hook uninstall
	listing .git/hooks | same before -
)
end

# The launchers as husky 9 writes them, in our words.
husky() {
	mkdir -p .husky/_
	# shellcheck disable=SC2016
	printf '%s\n' 'hook=$(dirname "$(dirname "$0")")/${0##*/}' \
		'[ -f "$hook" ] || exit 0' 'sh -e "$hook" "$@"' >.husky/_/h
	for hook in "$@"
	do
		# shellcheck disable=SC2016
		printf '#!/bin/sh\n. "${0%%/*}/h"\n' >".husky/_/$hook"
		chmod +x ".husky/_/$hook"
	done
	echo '*' >.husky/_/.gitignore
	git config core.hooksPath .husky/_
}

begin 'under husky the hooks that husky starts get a block'
(
	set -e
	# shellcheck disable=SC2086
	husky $hooks
	listing .husky/_ >before
	printf '#!/bin/sh\necho own\n' >.husky/pre-commit
	cp .husky/pre-commit own
	git postmortem hook install 2>err
	listing .husky/_ | same before -
	contains .husky/pre-commit '# >>> git-postmortem'
	[ "$(head -n 1 .husky/pre-commit)" = '#!/bin/sh' ]
	# Last: what the others leave in the index is what is judged.
	[ "$(tail -n 1 .husky/pre-commit)" = '# <<< git-postmortem' ]
	contains .husky/commit-msg 'git-postmortem hook run'
	contains err 'commit what is new in .husky'
	run_ok git postmortem hook status >out
	count 4 out 'installed, started by husky'
	cp .husky/pre-commit once
	git postmortem hook install >out
	count 4 out 'was installed already'
	cmp once .husky/pre-commit
	blocks
	contains blocked '[owner]'
	git postmortem hook uninstall
	cmp own .husky/pre-commit
	[ ! -e .husky/commit-msg ]
)
end

begin 'a husky hook that leaves early cannot skip ours'
(
	set -e
	# shellcheck disable=SC2086
	husky $hooks
	printf 'exit 0\n' >.husky/pre-commit
	git postmortem hook install
	blocks
	git postmortem hook uninstall
	same .husky/pre-commit - <<-'END'
	exit 0
	END
	for line in 'true; exit $?' 'true ;exec true'
	do
		echo "$line" >.husky/pre-commit
		git postmortem hook install
		[ "$(tail -n 1 .husky/pre-commit)" = "$line" ]
		run_ok git postmortem hook status >out
		lacks out 'earlier version'
		blocks
		git postmortem hook uninstall
	done
	# What leaves on a failure only is no end.
	echo 'true || exit 1' >.husky/pre-commit
	git postmortem hook install
	[ "$(head -n 1 .husky/pre-commit)" = 'true || exit 1' ]
	blocks
)
end

begin 'under husky ours goes last, and one that stands first is moved there'
(
	set -e
	# shellcheck disable=SC2086
	husky $hooks
	git postmortem hook install
	# As version 0.1 put it: behind the first line. Ours, or the one of then.
	cp .husky/pre-commit block
	sed -n '/^# >>>/,$p' \
		"$PM_SOURCE/hooks/husky.1.sh" >old
	for text in block old
	do
		for end in 'echo lint' 'exec echo lint' 'echo lint \
  two
exit 0'
		do
			{
				cat $text
				echo "$end"
			} >.husky/pre-commit
			git postmortem hook install >out
			[ "$text" = block ] ||
				contains out 'pre-commit: brought up to date'
			count 1 .husky/pre-commit '# >>> git-postmortem'
			case $end in
			exec*)
				[ "$(tail -n 1 .husky/pre-commit)" = "$end" ]
				;;
			*exit*)
				[ "$(tail -n 2 .husky/pre-commit |
					head -n 1)" = '# <<< git-postmortem' ]
				;;
			*)
				[ "$(head -n 1 .husky/pre-commit)" = "$end" ]
				;;
			esac
			blocks
			# What a person writes behind it does not move it.
			printf '\n# a word\n' >>.husky/pre-commit
			git postmortem hook install >out
			contains out 'pre-commit: was installed already'
		done
	done
)
end
begin 'under husky what another command puts into the index is judged'
(
	set -e
	# shellcheck disable=SC2086
	husky $hooks
	write_complete 2026-11-21-slow
	commit_all 'one'
	git postmortem hook install
	{
		echo "sed -i '/^owner:/d' $(document 2026-11-21-slow)"
		echo "git add $(document 2026-11-21-slow)"
		cat .husky/pre-commit
	} >lint
	mv lint .husky/pre-commit
	echo and >>"$(document 2026-11-21-slow)"
	fails_with 1 git commit -q -a -m 'two' 2>err
	contains err '[owner]'
)
end

begin 'a husky without a launcher for a hook is told'
(
	set -e
	husky pre-commit commit-msg
	git postmortem hook install 2>err
	contains err 'husky does not start pre-merge-commit'
	fails_with 1 git postmortem hook status >out
	contains out 'no launcher'
)
end

begin 'an edited block is refused; one without its end is never cut'
(
	set -e
	# shellcheck disable=SC2086
	husky $hooks
	git postmortem hook install
	sed 's/exit 1/exit 0/' .husky/pre-commit >edited
	cp edited .husky/pre-commit
	fails_with 128 git postmortem hook uninstall 2>err
	contains err 'edited'
	cmp edited .husky/pre-commit
	git postmortem hook install --force
	contains .husky/pre-commit 'exit 1'
	sed '/^# <<</d' .husky/pre-commit >edited
	cp edited .husky/pre-commit
	fails_with 128 git postmortem hook uninstall --force 2>err
	contains err 'by hand'
	cmp edited .husky/pre-commit
)
end

begin 'a husky hook that is a link is not written through'
(
	set -e
	# shellcheck disable=SC2086
	husky $hooks
	echo 'echo own' >own
	ln -s ../own .husky/commit-msg
	fails_with 128 git postmortem hook install 2>err
	contains err 'not a regular file'
	contains .husky/pre-commit 'git-postmortem hook run'
	[ "$(cat own)" = 'echo own' ]
)
end

begin 'the pre-commit framework keeps our shim as .legacy, and we know it'
(
	set -e
	git postmortem hook install
	mv .git/hooks/pre-commit .git/hooks/pre-commit.legacy
	# shellcheck disable=SC2016
	printf '%s\n' '#!/bin/sh' '# File generated by pre-commit: x' \
		'exec "${0%/*}/pre-commit.legacy" "$@"' >.git/hooks/pre-commit
	chmod +x .git/hooks/pre-commit
	cp .git/hooks/pre-commit theirs
	run_ok git postmortem hook status >out
	contains out 'installed (pre-commit)'
	git postmortem hook install >out
	count 4 out 'was installed already'
	blocks
	git postmortem hook uninstall
	[ ! -e .git/hooks/pre-commit.legacy ]
	cmp theirs .git/hooks/pre-commit
)
end

begin 'the hook of pre-commit or lefthook is chained and named'
(
	set -e
	printf '#!/bin/sh\n# File generated by pre-commit: x\n' \
		>.git/hooks/pre-commit
	printf '#!/bin/sh\n# LEFTHOOK\n' >.git/hooks/commit-msg
	chmod +x .git/hooks/pre-commit .git/hooks/commit-msg
	git postmortem hook install 2>err
	contains err 'lefthook.yml'
	git postmortem hook status >out
	contains out 'pre-commit.before-postmortem (pre-commit)'
	contains out 'commit-msg.before-postmortem (lefthook)'
)
end

begin 'a shim that lefthook put aside is told, and installed anew'
(
	set -e
	git postmortem hook install
	mv .git/hooks/pre-commit .git/hooks/pre-commit.old
	printf '#!/bin/sh\n# LEFTHOOK\n' >.git/hooks/pre-commit
	chmod +x .git/hooks/pre-commit
	fails_with 1 git postmortem hook status >out
	contains out "is lefthook's"
	contains out 'put aside as .git/hooks/pre-commit.old'
	git postmortem hook install
	run_ok git postmortem hook status
	blocks
	git postmortem hook uninstall
	[ ! -e .git/hooks/pre-commit.old ]
	contains .git/hooks/pre-commit LEFTHOOK
)
end

begin 'install in a linked worktree serves all of them'
(
	set -e
	echo text >file
	commit_all first
	git worktree add -q ../linked
	(cd ../linked && git postmortem hook install)
	[ -x .git/hooks/pre-commit ]
	run_ok git postmortem hook status
	git worktree remove --force ../linked
)
end

begin 'an absolute core.hooksPath into the main work tree is not outside'
(
	set -e
	echo text >file
	commit_all first
	git config core.hooksPath "$PWD/.githooks"
	git worktree add -q ../linked
	(cd ../linked && git postmortem hook install)
	[ -x .githooks/pre-commit ]
	git worktree remove --force ../linked
)
end

begin 'install in a submodule keeps to the submodule'
(
	set -e
	fresh_repo "$PWD/../module"
	(cd ../module && echo text >file && commit_all first)
	git -c protocol.file.allow=always submodule --quiet add \
		"$PWD/../module" module
	(cd module && git postmortem hook install)
	[ -x .git/modules/module/hooks/pre-commit ]
	[ ! -e .git/hooks/pre-commit ]
)
end

begin 'a bare repository has no use for them'
(
	set -e
	git init -q --bare bare.git
	cd bare.git
	fails_with 128 git postmortem hook install 2>err
	contains err 'bare'
	contains err '--server'
	[ ! -e hooks/pre-commit ]
	fails_with 1 git postmortem hook status >out
	count 1 out 'pre-receive       not installed'
	lacks out 'pre-commit'
)
end

begin 'outside of a repository git has the word'
(
	set -e
	cd ..
	mkdir -p nowhere
	cd nowhere
	fails_with 128 git postmortem hook install 2>err
	contains err 'not a git repository'
)
end

begin 'two installs at once: both see it done'
(
	set -e
	foreign .git/hooks/pre-commit theirs
	cp .git/hooks/pre-commit theirs
	git postmortem hook install >one 2>&1 &
	first=$!
	git postmortem hook install >two 2>&1
	wait $first
	cmp theirs .git/hooks/pre-commit.before-postmortem
	cmp "$PM_SOURCE/hooks/pre-commit.sh" .git/hooks/pre-commit
	[ -z "$(find .git/hooks -name '*.tmp.*')" ]
)
end

begin 'usage errors'
(
	set -e
	fails_with 129 git postmortem hook 2>err
	fails_with 129 git postmortem hook nonsense
	fails_with 129 git postmortem hook install extra
	fails_with 129 git postmortem hook uninstall extra
	fails_with 129 git postmortem hook status extra
	fails_with 129 git postmortem hook run 2>err
	contains err 'pre-commit, pre-merge-commit, commit-msg, pre-push, pre-'
	fails_with 129 git postmortem hook run pre-rebase 2>err
	contains err 'no hook "pre-rebase"; there are pre-commit, '
	fails_with 129 git postmortem hook run pre-push 2>err
	contains err 'pre-push'
	fails_with 129 git postmortem hook run commit-msg
	run_ok git postmortem hook install -h >out
	contains out '--[no-]force'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Hooks in git's configuration, which git runs since 2.54.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow

ours() {
	for hook in $(git postmortem hook status 2>/dev/null |
		sed '1d; s/ .*//')
	do
		git config "hook.postmortem-$hook.command" \
			"git postmortem hook run $hook"
		git config "hook.postmortem-$hook.event" "$hook"
	done
}

lacks_ours() {
	fails_with 1 git config --get-regexp '^hook\.'
	[ -z "$(find .git/hooks -type f ! -name '*.sample')" ]
}

foreign() {
	printf '#!/bin/sh\necho "theirs ran"\n' >.git/hooks/pre-commit
	chmod +x .git/hooks/pre-commit
}

begin 'a section that is not for this hook, or runs something else, is none'
(
	set -e
	ours
	git config hook.postmortem-pre-commit.event post-commit
	git config hook.postmortem-commit-msg.command 'git postmortem hook run'
	git config hook.lint.command 'make lint'
	git config hook.lint.event pre-commit
	git config hook.jobs 2
	fails_with 1 git postmortem hook status >out
	contains out 'pre-commit        not installed'
	contains out 'commit-msg        not installed'
	contains out 'pre-merge-commit  '
	contains out '(hook.postmortem-pre-merge-commit)'
)
end

begin 'uninstall takes ours out of the configuration, and nothing else'
(
	set -e
	ours
	git config hook.lint.command 'make lint'
	git config --global hook.mine.command 'git postmortem hook run pre-commit'
	git config --global hook.mine.event pre-commit
	git postmortem hook uninstall >out
	contains out 'commit-msg: removed'
	git config --get-regexp '^hook\.' >left
	same left - <<-'END'
	hook.mine.command git postmortem hook run pre-commit
	hook.mine.event pre-commit
	hook.lint.command make lint
	END
	git postmortem hook uninstall >out
	contains out "pre-commit: hook.mine of git's configuration is not ours"
	contains out 'commit-msg: was not installed'
)
end

if ! git hook list -h 2>&1 | grep -q 'show-scope'
then
	begin 'a git that is too old for it refuses, with the version it takes'
	(
		set -e
		fails_with 128 git postmortem hook install --config 2>err
		contains err 'since version 2.54, and this is git version 2.'
		contains err 'without --config'
		lacks_ours
	)
	end

	begin 'where this git does not read them, status says so'
	(
		set -e
		ours
		fails_with 1 git postmortem hook status >out
		contains out "pre-commit        in git's configuration"
		contains out 'which this git is too old to read'
		contains out 'in the folder: not installed'
	)
	end

	begin 'and install puts hooks into the folder instead, not besides'
	(
		set -e
		ours
		git postmortem hook install >out
		contains out 'pre-commit: installed'
		fails_with 1 git config --get-regexp '^hook\.'
		run_ok git postmortem hook status
	)
	end

	skip 'this git is too old to run hooks of its configuration'
	done_testing
fi

# Committing in a repository that is set up.
judged() {
	write_incomplete $id
	git add -A
	fails_with 1 git commit -q -m 'incomplete' 2>err
	contains err '[owner]'
	count 1 err 'commit refused'
	write_complete $id
	git add postmortems
	fails_with 1 git commit -q -m 'x' -m 'Postmortem-Action: no/such' 2>err
	contains err 'Postmortem-Action'
	run_ok git commit -q -m 'complete'
}

begin 'install --config, status, a commit, uninstall'
(
	set -e
	git postmortem hook install --config >out
	contains out "pre-commit: installed, in git's configuration"
	[ -z "$(find .git/hooks -type f ! -name '*.sample')" ]
	run_ok git postmortem hook status >out
	contains out '  installed, in git'\''s configuration (hook.postmortem-'
	judged
	git postmortem hook install --config >out
	contains out "pre-commit: was installed already, in git's"
	git postmortem hook install >out
	contains out "pre-commit: was installed already, in git's"
	[ -z "$(find .git/hooks -type f ! -name '*.sample')" ]
	git postmortem hook uninstall >out
	contains out 'pre-commit: removed'
	lacks_ours
)
end

begin 'what is in the folder already moves, and what it had moved aside is back'
(
	set -e
	foreign
	cp .git/hooks/pre-commit theirs
	git postmortem hook install
	git postmortem hook install --config >out
	contains out "git's configuration; the hook that was there before is back"
	cmp theirs .git/hooks/pre-commit
	[ ! -e .git/hooks/commit-msg ]
	run_ok git postmortem hook status >out
	lacks out 'twice'
	echo text >file
	git add file
	git commit -m 'both' >out 2>&1
	contains out 'theirs ran'
	judged
)
end

begin 'core.hooksPath and hook managers do not come between'
(
	set -e
	git postmortem hook install --config
	mkdir .githooks
	git config core.hooksPath .githooks
	run_ok git postmortem hook status
	judged
)
end

begin 'one that is turned off is told; install turns it on again'
(
	set -e
	git postmortem hook install --config
	git config hook.postmortem-pre-commit.enabled false
	fails_with 1 git postmortem hook status >out
	count 1 out 'where it is turned off'
	git postmortem hook install --config >out
	contains out "pre-commit: installed, in git's configuration"
	run_ok git postmortem hook status
	judged
)
end

begin 'a hook that the team shares is left as it is'
(
	set -e
	mkdir .githooks
	git config core.hooksPath .githooks
	git postmortem hook install
	cksum .githooks/* >before
	git postmortem hook install --config >out
	cksum .githooks/* | same before -
	contains out 'pre-commit: was installed already'
	fails_with 1 git config --get-regexp '^hook\.'
	judged
)
end

begin 'both at once is told, and install ends it'
(
	set -e
	git postmortem hook install
	ours
	run_ok git postmortem hook status >out
	contains out 'it is run twice'
	git postmortem hook install
	fails_with 1 git config --get-regexp '^hook\.'
	ours
	git postmortem hook install --config
	[ -z "$(find .git/hooks -type f ! -name '*.sample')" ]
	judged
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# once
#
# With the real pre-commit: its hooks and ours in one place, in either order,
# and ours as hooks of its configuration.

. "${0%/*}/managers.sh"
needs_program pre-commit pre-commit
. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
skip_all

id=2026-11-21-slow

types='--hook-type pre-commit --hook-type pre-merge-commit
	--hook-type commit-msg'

install_theirs() {
	# shellcheck disable=SC2086
	pre-commit install $types
}

theirs() {
	cat >.pre-commit-config.yaml <<-'END'
	repos:
	  - repo: local
	    hooks:
	      - id: theirs
	        name: theirs
	        entry: test -e notes.txt
	        language: system
	        always_run: true
	        pass_filenames: false
	END
}

# What stages are called changed in 3.2.
case $(pre-commit --version) in
*' '[12].* | *' '3.[01].*) stages='commit, merge-commit' ;;
*) stages='pre-commit, pre-merge-commit' ;;
esac

# This checkout's manifest, in a repository that pre-commit can clone.
published() {
	rm -rf ../published
	git init -q -b main ../published
	cp "$PM_SOURCE/.pre-commit-hooks.yaml" ../published
	git -C ../published add -A
	git -C ../published commit -q -m 'published'
	cat >.pre-commit-config.yaml <<-END
	repos:
	  - repo: $(cd ../published && pwd)
	    rev: $(git -C ../published rev-parse HEAD)
	    hooks:
	      - id: git-postmortem-check
	        stages: [$stages]
	      - id: git-postmortem-commit-msg
	END
}

begin 'our manifest is valid'
(
	set -e
	pre-commit validate-manifest "$PM_SOURCE/.pre-commit-hooks.yaml"
)
end

begin 'pre-commit after our hooks runs them as .legacy'
(
	set -e
	theirs
	standing
	git postmortem hook install
	install_theirs
	run_ok git postmortem hook status >out
	count 3 out 'installed (pre-commit)'
	git postmortem hook install >out
	count 4 out 'was installed already'
	judges
	echo more >>notes.txt
	git commit -a -m 'both run' >out 2>&1
	contains out 'theirs'
	git postmortem hook uninstall
	fails_with 1 git postmortem hook status >out
	count 3 out "is pre-commit's and does not run git postmortem"
	[ ! -e .git/hooks/pre-commit.legacy ]
	echo more >>notes.txt
	git commit -a -m 'theirs alone' >out 2>&1
	contains out 'theirs'
)
end

begin 'our hooks after pre-commit run its own first'
(
	set -e
	theirs
	standing
	install_theirs
	cp .git/hooks/commit-msg theirs
	git postmortem hook install
	run_ok git postmortem hook status >out
	count 3 out 'before-postmortem (pre-commit)'
	judges
	git rm -q --cached notes.txt
	mv notes.txt notes.old
	fails_with 1 git commit -q -m 'theirs refuses' >out 2>&1
	contains out 'theirs'
	mv notes.old notes.txt
	git postmortem hook uninstall
	cmp .git/hooks/commit-msg theirs
)
end

begin 'pre-commit, ours and pre-commit once more: no commit is caught in a loop'
(
	set -e
	theirs
	standing
	install_theirs
	git postmortem hook install
	install_theirs
	[ -e .git/hooks/pre-commit.legacy ]
	[ -e .git/hooks/pre-commit.before-postmortem ]
	run_ok git postmortem hook status >out
	count 3 out 'installed (pre-commit)'
	echo more >>notes.txt
	runs_once commit-msg git commit -q -a -m 'no post-mortem'
	count 1 "$PM_TRASH/calls" 'hook run pre-commit'
	write_incomplete $id
	git add -A
	refuses '[owner]' git commit -q -m 'incomplete'
	git reset -q --hard
	git postmortem hook uninstall
	[ "$(find .git/hooks -name '*postmortem*' -o -name '*.legacy')" = '' ]
	echo more >>notes.txt
	git commit -a -m 'theirs alone' >out 2>&1
	contains out 'theirs'
)
end

begin 'what earlier shims cannot do, an install mends'
(
	set -e
	theirs
	standing
	install_theirs
	git postmortem hook install
	install_theirs
	cp "$PM_SOURCE/hooks/pre-commit.1.sh" .git/hooks/pre-commit.legacy
	echo more >>notes.txt
	fails_with 1 git commit -q -a -m 'a loop' 2>err
	contains err 'installed in migration mode'
	git postmortem hook install >out
	contains out 'pre-commit: brought up to date'
	[ ! -e .git/hooks/pre-commit.before-postmortem ]
	runs_once pre-commit git commit -q -a -m 'no loop'
)
end

begin 'pre-commit uninstall leaves our hooks'
(
	set -e
	theirs
	standing
	git postmortem hook install
	install_theirs
	# shellcheck disable=SC2086
	pre-commit uninstall $types
	run_ok git postmortem hook status >out
	count 4 out '  installed'
	lacks out '(pre-commit)'
)
end

begin 'our hooks from .pre-commit-hooks.yaml'
(
	set -e
	published
	standing
	install_theirs
	run_ok git postmortem hook status >out
	count 3 out '.pre-commit-config.yaml runs git postmortem'
	cksum .git/hooks/* >before
	git postmortem hook install >out
	count 3 out 'runs git postmortem by itself'
	# The one that nobody ran yet.
	rm .git/hooks/pre-push
	cksum .git/hooks/* | same before -
	judges pre-commit
)
end

begin 'they see a message-only amend of what was never complete'
(
	set -e
	published
	standing
	install_theirs
	write_incomplete $id
	git add -A
	git commit -q --no-verify -m 'incomplete'
	refuses '[owner]' git commit -q --amend -m 'still incomplete'
)
end

begin 'a local hook of the configuration, for commits only'
(
	set -e
	cat >.pre-commit-config.yaml <<-'END'
	repos:
	  - repo: local
	    hooks:
	      - id: postmortem
	        name: post-mortems
	        entry: git postmortem hook run pre-commit
	        language: system
	        always_run: true
	        pass_filenames: false
	END
	standing
	pre-commit install
	fails_with 1 git postmortem hook status >out
	contains out '.pre-commit-config.yaml runs git postmortem'
	count 3 out 'not installed'
	git postmortem hook install >out
	contains out 'pre-commit: the hook that is there runs'
	count 3 out ': installed'
	run_ok git postmortem hook status
	echo more >>notes.txt
	runs_once pre-commit git commit -q -a -m 'no post-mortem'
	write_incomplete $id
	git add -A
	refuses '[owner]' git commit -q -m 'incomplete'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# What goes into a hook that husky starts: the lines from >>> to <<<.

# >>> git-postmortem: refuses incomplete post-mortems
# To remove these lines: git postmortem hook uninstall
if command -v git-postmortem >/dev/null 2>&1
then
	git-postmortem hook run "${0##*/}" "$@" || exit $?
elif ! (
	# What touches no post-mortem needs no check.
	unset GIT_LITERAL_PATHSPECS GIT_GLOB_PATHSPECS GIT_NOGLOB_PATHSPECS \
		GIT_ICASE_PATHSPECS
	root=$(git cat-file blob :.postmortem/policy.yaml 2>/dev/null |
		sed -n -e 's/^root:[[:blank:]]*"\{0,1\}\([[:alnum:]._\/-]\{1,\}\)"\{0,1\}[[:blank:]]*$/\1/p' \
			-e t -e '/^[^#]*root[^[:alnum:]]*:/s/.*/./p') || root=.
	case $root in
	'') root=postmortems ;;
	.* | */. | */.* | *//* | *[!A-Za-z0-9._/-]*) root= ;;
	esac
	git diff --cached --quiet --no-ext-diff --no-relative \
		--ignore-submodules=none -- ":(top,icase)$root" \
		":(top,icase).postmortem"
)
then
	echo "error: commit refused: git-postmortem is not on PATH, and without it
  the post-mortems that this commit touches cannot be checked
  fix: install git-postmortem, or add its folder to PATH
  without it: git commit --no-verify (once), or delete these lines of $0" >&2
	exit 1
fi
# <<< git-postmortem

#!/bin/sh
# SPDX-License-Identifier: MIT
# What goes into a hook that husky starts: the lines from >>> to <<<.

# >>> git-postmortem: refuses incomplete post-mortems
# To remove these lines: git postmortem hook uninstall
command -v git-postmortem >/dev/null 2>&1 || {
	echo "${0##*/}: git-postmortem is not on PATH, so the post-mortems of
  this commit cannot be checked, and it is refused
  fix: install git-postmortem, or add its folder to PATH
  without it: git commit --no-verify (once), or delete these lines of $0" >&2
	exit 1
}
git-postmortem hook run "${0##*/}" "$@" || exit $?
# <<< git-postmortem

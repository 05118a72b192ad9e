#!/bin/sh
# SPDX-License-Identifier: MIT
# What goes into a pre-push hook that husky starts: from >>> to <<<. Git says
# once, on standard input, what is pushed: what follows shall find it, too.

# >>> git-postmortem: refuses incomplete post-mortems
# To remove these lines: git postmortem hook uninstall
command -v git-postmortem >/dev/null 2>&1 || {
	echo "${0##*/}: git-postmortem is not on PATH, so the post-mortems of
  this push cannot be checked, and it is refused
  fix: install git-postmortem, or add its folder to PATH
  without it: git push --no-verify (once), or delete these lines of $0" >&2
	exit 1
}
git_postmortem_pushed=$(cat) || exit 1
{
	[ -z "$git_postmortem_pushed" ] ||
		printf '%s\n' "$git_postmortem_pushed"
} | git-postmortem hook run "${0##*/}" "$@" || exit $?
exec <<git-postmortem
$git_postmortem_pushed
git-postmortem
# <<< git-postmortem

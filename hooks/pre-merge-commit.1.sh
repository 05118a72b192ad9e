#!/bin/sh
# SPDX-License-Identifier: MIT
# git-postmortem hook: pre-merge-commit
# Refuses a merge that would leave a post-mortem incomplete.
# To remove it: git postmortem hook uninstall

# What stood here before runs first, as git would have run it.
before=${0%/*}/pre-merge-commit.before-postmortem
if [ -f "$before" ] && [ -x "$before" ]
then
	"$before" "$@" || exit $?
fi

if ! command -v git-postmortem >/dev/null 2>&1
then
	echo "pre-merge-commit: git-postmortem is not on PATH, so the post-mortems of
  this commit cannot be checked, and it is refused
  fix: install git-postmortem, or add its folder to PATH
  without it: git merge --no-verify (once), or delete $0" >&2
	exit 1
fi
exec git-postmortem hook run pre-merge-commit "$@"

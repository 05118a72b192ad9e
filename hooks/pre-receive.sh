#!/bin/sh
# SPDX-License-Identifier: MIT
# git-postmortem hook: pre-receive
# Refuses a push that would leave a post-mortem incomplete.
# To remove it: git postmortem hook uninstall --server

# Git says once, on standard input, what is pushed. The dot keeps line ends.
pushed=$(cat && echo .) || exit 1
pushed=${pushed%.}

# What stood here before runs first, as git would have run it.
before=${0%/*}/pre-receive.before-postmortem
if [ -f "$before" ] && [ -x "$before" ]
then
	printf '%s' "$pushed" | "$before" "$@" || exit $?
fi

if ! command -v git-postmortem >/dev/null 2>&1
then
	mark=
	[ -z "${GL_ID-}${GL_PROTOCOL-}" ] || mark='GL-HOOK-ERR: '
	echo "${mark}error: push refused: this server cannot check its post-mortems
${mark}git-postmortem is not on the PATH of its hooks
${mark}fix, by who runs it: install it, or add its folder to PATH
${mark}without it: git postmortem hook uninstall --server" >&2
	exit 1
fi
printf '%s' "$pushed" | git-postmortem hook run pre-receive "$@"

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The man page is clean mdoc.

. "${0%/*}/lib.sh"

page=git-postmortem.1

lint() {
	# mandoc also looks pages up in the system's database; its age says
	# nothing about ours.
	mandoc -Tlint -Wstyle "$page" | grep -v 'outdated mandoc\.db'
}

if ! command -v mandoc >/dev/null
then
	skip 'mandoc is not installed'
	done_testing
fi

nothing "$page exists" sh -c "[ -f $page ] || echo missing"
nothing "$page has nothing mandoc would change" lint
done_testing

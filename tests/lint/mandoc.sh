#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The man page is clean mdoc.

. "${0%/*}/lib.sh"

page=git-postmortem.1

lint() {
	# mandoc also looks up what else is installed, and in a database of
	# its own; neither says anything about ours.
	mandoc -Tlint -Wstyle "$page" 2>&1 |
		grep -v -e 'outdated mandoc\.db' \
			-e 'referenced manual not found'
}

if ! command -v mandoc >/dev/null
then
	skip 'mandoc is not installed'
	done_testing
fi

nothing "$page exists" sh -c "[ -f $page ] || echo missing"
nothing "$page has nothing mandoc would change" lint
done_testing

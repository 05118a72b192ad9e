# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# TAP for the lint tests: a check is a command that prints what is wrong and
# nothing when all is well. Not a test itself; the Makefile leaves it out.

set -u
cd "${0%/*}/../.." || exit 1
number=0
failed=0

# The files that belong to the project: tracked, and not yet tracked.
files() {
	git ls-files --cached --others --exclude-standard -- "$@" | sort -u |
		while IFS= read -r file
		do
			[ -f "$file" ] && [ ! -L "$file" ] && echo "$file"
		done
	return 0
}

# nothing TITLE CMD...: CMD must print nothing.
nothing() {
	title=$1
	shift
	number=$((number + 1))
	found=$("$@" 2>&1)
	if [ -z "$found" ]
	then
		echo "ok $number - $title"
	else
		echo "not ok $number - $title"
		printf '%s\n' "$found" | sed 's/^/# /'
		failed=$((failed + 1))
	fi
}

skip() {
	number=$((number + 1))
	echo "ok $number # SKIP $*"
}

done_testing() {
	echo "1..$number"
	[ $failed = 0 ]
	exit
}

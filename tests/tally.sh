#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Count what every suite of a run said.
# usage: tally.sh STATUS      the sum as a last line; STATUS is make's
#        tally.sh -q DIR      one suite, in words
set -u

# "passed failed skipped"
count() {
	find "$1" -name '*.tap' -exec cat {} + 2>/dev/null | awk '
		/^ok/ && /# *[Ss][Kk][Ii][Pp]/ { skipped++; next }
		/^ok/ { passed++ }
		/^not ok/ && !/# *TODO/ { failed++ }
		END { print passed + 0, failed + 0, skipped + 0 }'
}

if [ "$1" = -q ]
then
	# Three words on purpose.
	# shellcheck disable=SC2046
	set -- $(count "$2")
	printf '%s passed, %s failed' "$1" "$2"
	[ "$3" = 0 ] || printf ', %s skipped' "$3"
	echo
	exit 0
fi

status=$1
# shellcheck disable=SC2046
set -- $(count "$PM_TALLY")
if [ "$2" != 0 ]
then
	echo "failed:"
	grep -r '^not ok' "$PM_TALLY" |
		sed "s|^$PM_TALLY/|  |; s|\.tap:not ok|: not ok|"
	status=1
elif [ "$1" = 0 ]
then
	echo "no test ran"
	set -- 0 1 0
	status=1
elif [ "$status" != 0 ]
then
	echo "something did not build or did not end well, see above"
	set -- "$1" 1 "$3"
fi
[ "$3" = 0 ] || echo "$3 skipped"
echo "$1 passed, $2 failed"
exit "$status"

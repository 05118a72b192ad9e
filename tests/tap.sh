#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Run one TAP program for prove and keep a copy of what it said.
# usage: tap.sh PROGRAM          (called by suite.sh, see there)
set -u

program=$1
kept=$PM_SUITE/$(printf '%s' "$program" | tr '/' '_').tap
set -- "$program"
case $program in
*.sh) set -- sh "$program" ;;
*.pl) set -- perl "$program" ;;
*) [ "${PM_VALGRIND-}" = unit ] &&
	set -- valgrind -q --error-exitcode=99 --leak-check=full \
		--errors-for-leak-kinds=definite,indirect \
		--suppressions="${0%/*}/valgrind.supp" "$program" ;;
esac
"$@" >"$kept"
status=$?
cat "$kept"

# A program that dies or stops early has failed, whatever it said before.
plan=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$kept" | tail -n 1)
ran=$(grep -c -E '^(not )?ok\b' "$kept")
if [ "${plan:-none}" != "$ran" ] ||
	{ [ $status != 0 ] && ! grep -q '^not ok' "$kept"; }
then
	echo "not ok - $program: exit status $status," \
		"$ran of ${plan:-an unknown number of} tests ran" >>"$kept"
	[ $status = 0 ] && status=1
fi
exit $status

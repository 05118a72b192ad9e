#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Run one suite of TAP programs with prove and keep its output for the sum.
# usage: suite.sh LABEL PROGRAM...
#
# Environment, set by the Makefile: PM_TALLY (directory for the output),
# PM_BUILD (where the program is), PM_PROVE (prove and its options),
# PM_VALGRIND (unit: run each PROGRAM under valgrind; cli: the program that
# the scripts call).
set -eu

label=$1
shift
: "${PM_TALLY:?}" "${PM_BUILD:?}"
PM_SUITE=$PM_TALLY/$(printf '%s' "$label" | tr -c 'a-z0-9-' '_')
rm -rf "$PM_SUITE"
mkdir -p "$PM_SUITE"
if [ $# = 0 ]
then
	echo "$label: no tests"
	exit 0
fi

# cmocka writes to stderr by default, in a format of its own.
CMOCKA_MESSAGE_OUTPUT=TAP
# 99: a crash must not look like one of our own exit codes.
ASAN_OPTIONS=exitcode=99:detect_leaks=1:detect_stack_use_after_return=1
UBSAN_OPTIONS=print_stacktrace=1:exitcode=99
export PM_SUITE CMOCKA_MESSAGE_OUTPUT ASAN_OPTIONS UBSAN_OPTIONS
# Tests must give the same answer in every environment.
LC_ALL=C
TZ=UTC
export LC_ALL TZ

printf '%s\n' "== $label"
start=$(date +%s)
status=0
# PM_PROVE holds options.
# shellcheck disable=SC2086
${PM_PROVE:-prove} --exec 'sh tests/tap.sh' "$@" </dev/null || status=1
# prove names the tests that failed; why they did is in what was kept.
[ $status = 0 ] || find "$PM_SUITE" -type f | sort | while IFS= read -r file
do
	awk -v name="${file##*/}" '
		/^not ok/ { print name ": " $0; why = 1; next }
		/^ok/ { why = 0 }
		why && /^#/' "$file"
done | head -n 200
printf '%s\n' "-- $label: $(sh tests/tally.sh -q "$PM_SUITE")," \
	"$(($(date +%s) - start)) s" | paste -s -d ' '
exit $status

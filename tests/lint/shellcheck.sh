#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Every shell script, by its own first line.

. "${0%/*}/lib.sh"

scripts() {
	files '*.sh' '*.bash' '.ci/run'
}

if ! command -v shellcheck >/dev/null
then
	skip 'shellcheck is not installed'
	done_testing
fi

for script in $(scripts)
do
	# SC1090, SC1091: sourced files are checked on their own.
	nothing "$script" shellcheck -S style -e SC1090,SC1091 "$script"
done

# The shims run on whatever sh a developer has.
bashisms() {
	for script in $(files 'hooks/*.sh')
	do
		shellcheck -s sh -S style "$script"
		dash -n "$script"
	done
}
nothing 'hook shims are plain POSIX sh' bashisms
done_testing

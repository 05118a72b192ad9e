#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Nothing includes upward, and each library stays behind its own layer.

. "${0%/*}/lib.sh"

sources() {
	files 'cmd/*.[ch]' 'lib/*.[ch]'
}

# The order is a real one: the awk below must see a planted mistake.
planted() {
	dir=$(mktemp -d) || exit 1
	mkdir -p "$dir/lib/base" "$dir/lib/git" "$dir/lib/syntax"
	echo '#include "model/record.h"' >"$dir/lib/base/up.c"
	echo '#include "git/repo.h"' >"$dir/lib/syntax/aside.c"
	echo '#include <git2/blob.h>' >"$dir/lib/syntax/foreign.c"
	echo '#include "base/buf.h"' >"$dir/lib/git/down.c"
	layers=$PWD/tests/lint/layers script=$PWD/tests/lint/layers.awk
	(
		cd "$dir" && awk -f "$script" "$layers" lib/*/*.c
	) | cut -d : -f 1 >"$dir/seen"
	printf '%s\n' lib/base/up.c lib/syntax/aside.c lib/syntax/foreign.c |
		diff - "$dir/seen"
	rm -rf "$dir"
}

# File names here have no blanks: style.sh holds that.
wrong_way() {
	# shellcheck disable=SC2046
	awk -f tests/lint/layers.awk tests/lint/layers $(sources)
}

every_folder() {
	for dir in lib/*/
	do
		dir=${dir%/}
		grep -q "^layer.* $dir\b" tests/lint/layers || echo "$dir"
	done
}

nothing 'the lint sees an include that points the wrong way' planted
nothing 'nothing includes upward, libraries stay in their layer' wrong_way
nothing 'every folder of lib has a layer' every_folder
done_testing

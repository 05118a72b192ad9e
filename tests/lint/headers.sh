#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each header compiles alone and has a guard named after its file.

. "${0%/*}/lib.sh"

PM_CC=${PM_CC:-cc}
PM_CFLAGS=${PM_CFLAGS:--std=c11 -D_GNU_SOURCE -Ilib}

# Twice: a missing guard shows as a redefinition. ISO C wants at least one
# declaration, and a header of constants has none.
alone() {
	header=$1
	case $header in
	lib/*) path=${header#lib/} ;;
	*) path=$header ;;
	esac
	# PM_CFLAGS holds several flags.
	# shellcheck disable=SC2086
	printf '#include "%s"\n#include "%s"\nextern int pm_alone;\n' \
		"$path" "$path" |
		eval "$PM_CC $PM_CFLAGS" -Werror -I. -fsyntax-only -x c -
}

# PM_FILE_H, or PM_FOLDER_FILE_H where the folder says which of two it is.
guards() {
	for header in $(files 'lib/*.h')
	do
		file=$(basename "$header" | tr 'a-z.-' 'A-Z__')
		folder=$(basename "${header%/*}" | tr 'a-z-' 'A-Z_')
		grep -Eq "^#ifndef PM_(${folder}_)?$file\$" "$header" ||
			echo "$header: no PM_$file"
	done
	for header in $(files 'lib/*.h')
	do
		sed -n '/^#ifndef PM_.*_H$/{ p; q; }' "$header"
	done | sort | uniq -d | sed 's/$/: two headers, one guard/'
}

for header in $(files 'cmd/*.h' 'lib/*.h')
do
	nothing "$header compiles alone" alone "$header"
done
nothing 'guards are named after the file' guards
done_testing

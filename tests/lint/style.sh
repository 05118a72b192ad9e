#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What the house style says and a machine can see.

. "${0%/*}/lib.sh"

code() {
	files 'cmd/*.[ch]' 'lib/*.[ch]' 'tests/*.[ch]'
}

scripts() {
	files '*.sh' '*.awk' 'hooks/*' '.ci/run' Makefile completions |
		grep -v '\.md$'
}

text() {
	files . | grep -v -E '^tests/(data|fuzz/corpus)/'
}

no_spdx() {
	for file in $(code)
	do
		[ "$(head -n 1 "$file")" = \
			'/* SPDX-License-Identifier: MIT */' ] ||
			echo "$file"
	done
	for file in $(scripts)
	do
		head -n 3 "$file" |
			grep -q 'SPDX-License-Identifier: MIT' || echo "$file"
	done
}

too_long() {
	for file in $(code)
	do
		lines=$(wc -l <"$file")
		[ "$lines" -le 500 ] || echo "$file has $lines lines, not 500"
	done
}

drawers() {
	files . | grep -E '(^|/)(utils?|common|misc|helpers?)\.[a-z]+$'
}

odd_names() {
	git ls-files -z --cached --others --exclude-standard |
		tr '\0' '\n' | grep -v -E '^tests/(data|fuzz/corpus)/' |
		grep -E '[^A-Za-z0-9._/+-]'
}

banned='strcpy|strcat|sprintf|vsprintf|gets|gmtime|localtime|strtok|atoi|atol'
banned="$banned|system|popen|tmpnam|mktemp|asctime|ctime"
banned_functions() {
	# shellcheck disable=SC2046
	grep -n -E "(^|[^A-Za-z0-9_>.])($banned)\(" /dev/null $(code)
}

printing_lib() {
	# lib/base/alloc.c is the documented exception; the generator of
	# embedded.c prints by trade.
	# shellcheck disable=SC2046
	grep -n -E '(^|[^A-Za-z0-9_>.])(printf|puts|putchar|perror|exit)\(' \
		/dev/null $(files 'lib/*.[ch]' | grep -v '^lib/base/alloc\.c$')
}

line_comments() {
	# A // inside a string, as in a URL, stands after a quote.
	# shellcheck disable=SC2046
	grep -n -E '^[^"]*(^|[[:space:];{}])//' /dev/null $(code)
}

typedefs() {
	# shellcheck disable=SC2046
	grep -n -E '^typedef struct' /dev/null $(code)
}

trailing_space() {
	# shellcheck disable=SC2046
	grep -n -I -E '[[:space:]]$' /dev/null $(text)
}

space_indent() {
	# shellcheck disable=SC2046
	grep -n -E '^ {2,}[^ *]' /dev/null $(code)
}

no_newline_at_end() {
	for file in $(text)
	do
		[ -s "$file" ] && [ "$(tail -c 1 "$file" | od -An -c | tr -d ' ')" \
			!= '\n' ] && echo "$file"
	done
}

folder_readmes() {
	for dir in cmd hooks tests lib lib/*/
	do
		dir=${dir%/}
		[ -f "$dir/README.md" ] || echo "$dir/README.md is missing"
	done
}

nothing 'every source begins with its licence line' no_spdx
nothing 'no C file is longer than 500 lines' too_long
nothing 'no file is a drawer (utils, common, misc, helpers)' drawers
nothing 'file names need no quoting' odd_names
nothing 'no banned function is called' banned_functions
nothing 'lib neither prints nor exits' printing_lib
nothing 'comments are /* */' line_comments
nothing 'no struct hides behind a typedef' typedefs
nothing 'no trailing white space' trailing_space
nothing 'C is indented with tabs' space_indent
nothing 'every file ends with a newline' no_newline_at_end
nothing 'every folder has its README' folder_readmes
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Say how many lines of each file a run of the tests reached.
# usage: coverage.sh BUILD       after a build with COVERAGE=1 and its tests
set -eu

build=$1
# gcov names a source in one line and its share in the next.
find "$build/lib" "$build/cmd" -name '*.gcda' -exec gcov -n {} + 2>/dev/null |
	awk '
	/^File / {
		split($0, part, "\047")
		file = part[2]
	}
	/^Lines executed:/ && file ~ /^(lib|cmd)\/.*\.c$/ {
		split($0, part, /[:% ]+/)
		percent = part[3]
		lines = $NF
		reached = int(percent * lines / 100 + 0.5)
		printf "%6.1f%%  %4d of %4d  %s\n", percent, reached, lines, file
		layer = file
		sub(/\/.*/, "", layer)
		total[layer] += lines
		hit[layer] += reached
		file = ""
	}
	END {
		for (layer in total)
			printf "%6.1f%%  %4d of %4d  all of %s\n",
				100 * hit[layer] / total[layer], hit[layer],
				total[layer], layer
	}' | sort -k 5

# SPDX-License-Identifier: MIT
#
# Print every #include that points the wrong way.
# usage: awk -f layers.awk layers FILE...

function complain(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text
}

function folder_of(path) {
	sub(/\/[^\/]*$/, "", path)
	return path
}

NR == FNR && $1 == "layer" {
	depth++
	for (i = 2; i <= NF; i++)
		rank[$i] = depth
}

NR == FNR && $1 == "header" {
	owned[$2] = 1
	for (i = 3; i <= NF; i++)
		allowed[$2, $i] = 1
}

NR == FNR {
	next
}

FNR == 1 {
	here = folder_of(FILENAME)
	if (!(here in rank))
		complain(here " is not in tests/lint/layers")
}

match($0, /^[ \t]*#[ \t]*include[ \t]*"[^"]*"/) {
	split($0, part, "\"")
	there = folder_of(part[2])
	if (there == part[2])
		complain("include \"" part[2] "\" by its path from lib/")
	else if (there != "cmd")
		there = "lib/" there
	if (there == here || there == part[2])
		next
	if (!(there in rank))
		complain("\"" part[2] "\" is in no layer")
	else if (rank[there] < rank[here])
		complain(here " includes upward: \"" part[2] "\"")
	else if (rank[there] == rank[here])
		complain(here " includes its neighbour: \"" part[2] "\"")
}

match($0, /^[ \t]*#[ \t]*include[ \t]*<[^>]*>/) {
	split($0, part, /[<>]/)
	top = part[2]
	sub(/^git2\/.*/, "git2.h", top)
	if (top in owned && !((top, here) in allowed))
		complain("<" part[2] "> does not belong in " here)
}

# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Post-mortems for the tests of hooks, written without the program: sourced
# after lib.sh.
#
# write_complete ID [TITLE]     a draft that lacks nothing
# write_incomplete ID [TITLE]   the same without its owner
# write_broken ID               front matter that cannot be read
# write_item ID NAME DUE        an accepted action item
# the path of a document is $(document ID)

document() {
	echo "postmortems/$1/README.md"
}

write_body() {
	cat <<-'END'

	## Summary

	Checkout answered slowly for half an hour.

	## Impact

	One order in ten was given up.

	## Timeline

	- 14:02 the alert fires

	## Contributing factors

	The cache was cold.

	## Response

	Traffic was moved.

	## Lessons learned

	Warm caches first.

	## Open questions

	N/A: all were answered

	## Action items

	N/A: none was proposed yet
	END
}

write_document() {
	mkdir -p "postmortems/$1"
	{
		printf -- '---\ntitle: %s\nstatus: draft\n' "${2:-Slow checkout}"
		printf 'severity: minor\n%s---\n' "$3"
		write_body
	} >"postmortems/$1/README.md"
}

write_complete() {
	write_document "$1" "${2-}" "owner: alice@example.com
"
}

write_incomplete() {
	write_document "$1" "${2-}" ''
}

write_broken() {
	mkdir -p "postmortems/$1"
	printf -- '---\ntitle: [\n---\n' >"postmortems/$1/README.md"
}

write_item() {
	mkdir -p "postmortems/$1/actions"
	{
		printf -- '---\ntitle: Warm the cache before a release\n'
		printf 'state: accepted\nowner: alice@example.com\n'
		printf 'type: prevent\ndue: %s\n---\n' "$3"
	} >"postmortems/$1/actions/$2.md"
}

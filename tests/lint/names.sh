#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Nothing in the tree depends on one machine or one registry: no absolute
# path of somebody's home, no host of a package registry, no real address.

. "${0%/*}/lib.sh"

text() {
	files . | grep -v -E '^tests/(data|fuzz/corpus)/'
}

# The brackets keep this file from finding itself.
machine='(^|[^A-Za-z0-9_.])/([h]ome|[r]oot|[U]sers|[w]ork)/'
registries='([r]egistry\.npmjs\.org|[p]ypi\.org|[c]rates\.io'
registries="$registries|[p]roxy\\.golang\\.org|[r]ubygems\\.org"
registries="$registries|[d]eb\\.debian\\.org)"

machine_paths() {
	# shellcheck disable=SC2046
	grep -n -I -E "$machine" /dev/null $(text)
}

registry_hosts() {
	# shellcheck disable=SC2046
	grep -n -I -E "$registries" /dev/null $(text)
}

# People in examples live at example.com (RFC 2606).
real_addresses() {
	# shellcheck disable=SC2046
	grep -n -o -I -E '[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+' \
		/dev/null $(text) |
		grep -v -E '@([A-Za-z0-9-]+\.)*example(\.(com|org|net))?$' |
		grep -v -E ':git@'
}

nothing 'no path of one machine' machine_paths
nothing 'no host of a package registry' registry_hosts
nothing 'addresses are example addresses' real_addresses
done_testing

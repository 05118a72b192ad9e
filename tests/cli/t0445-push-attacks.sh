#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Pushes that are made to get past the hook.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/push.sh"

policy() {
	mkdir -p .postmortem
	cat >.postmortem/policy.yaml
}

begin_server() {
	server srv.git
	developer dev srv.git
	cd dev
	printf 'err\nout\npush.out\n' >.git/info/exclude
	write_complete 2026-11-21-slow
	commit_all 'one'
	push -q origin main
	one=$(git rev-parse HEAD)
}

# The bytes of an id in hexadecimal.
raw_id() {
	for byte in $(echo "$1" | sed 's/../& /g')
	do
		# shellcheck disable=SC2059
		printf "\\$(printf '%03o' "0x$byte")"
	done
}

begin 'an object that stands in for another one does not count'
(
	set -e
	begin_server
	write_incomplete 2026-11-22-more
	commit_all 'two'
	git replace "HEAD:$(document 2026-11-22-more)" \
		"HEAD:$(document 2026-11-21-slow)"
	GIT_NO_REPLACE_OBJECTS=1
	export GIT_NO_REPLACE_OBJECTS
	run_ok push -q origin 'refs/replace/*:refs/replace/*'
	unset GIT_NO_REPLACE_OBJECTS
	refused origin main
	contains err '[owner]'
	# Nor where it is pushed from.
	git postmortem hook install
	fails_with 1 git push origin main:topic 2>err
	contains err '[owner]'
	lacks err 'remote:'
)
end

begin 'no line was wider than 72 columns'
(
	set -e
	[ -s "$PM_TRASH/said" ]
	narrow
)
end

done_testing

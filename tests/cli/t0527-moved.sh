#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A repository that became a folder of another one: its policy and its records
# are where nothing looks, and check, list and doctor say so.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/doctor.sh"

id=2026-11-21-slow

# All of it below this folder, as "git filter-repo --to-subdirectory-filter"
# has it, in a commit of its own.
move_to() {
	mkdir -p "$1"
	for name in .postmortem postmortems incidents
	do
		[ ! -e $name ] || git mv $name "$1/"
	done
	git commit -q --no-verify -m "below $1"
}

told() {
	fails_with 1 git postmortem check >out
	contains out '[misplaced]'
	contains out "below ${1%/*}"
	git postmortem list >out 2>err
	contains err "warning: the post-mortems in $1 are neither listed"
	git postmortem action list >out 2>err
	contains err "warning: the post-mortems in $1 are neither listed"
	sees records-moved error
	lacks json policy-none
}

read_again() {
	remedy records-moved
	git add -A
	git commit -q -m 'read again'
	run_ok git postmortem check
	git postmortem list >out 2>err
	contains out $id
	[ ! -s err ]
	misses records-moved
}

begin 'below a folder, with the policy that init wrote'
(
	set -e
	healthy $id
	move_to ops
	told ops/postmortems
	read_again
)
end

begin 'below a deeper one, with a root of its own, from a folder'
(
	set -e
	healthy $id
	git mv postmortems incidents
	echo 'root: incidents' >>.postmortem/policy.yaml
	git add -A
	git commit -q --no-verify -m 'another root'
	move_to teams/ops
	mkdir sub
	cd sub
	told teams/ops/incidents
	read_again
)
end

begin 'without a policy, and where others keep such folders, too'
(
	set -e
	write_complete $id
	git postmortem hook install
	commit_all 'without a policy'
	move_to ops
	told ops/postmortems
	read_again
	git reset -q --hard HEAD^
	printf 'Not ours.\n' >"ops/$(document $id)"
	commit_all 'what another tool keeps'
	run_ok git postmortem check
	git postmortem list >out 2>err
	[ ! -s err ]
	misses records-moved
)
end

begin 'beside a policy that is read, and in a bare repository'
(
	set -e
	healthy $id
	git clone -q . ../other
	cd ../other
	move_to ops
	git clone -q --bare . ../bare.git
	(
		cd ../bare.git
		fails_with 1 git postmortem check >out
		contains out '[misplaced]'
		git postmortem list >out 2>err
		contains err 'ops/postmortems'
		fails_with 1 git postmortem doctor >out
		contains out 'the post-mortems in ops/postmortems are checked by nobody'
	)
	git postmortem init --skip-hooks --skip-drivers >/dev/null
	git add -A
	git commit -q -m 'a policy of its own'
	sees policy-second hint
	contains seen 'ops/.postmortem/policy.yaml is not read'
	run_ok git postmortem check
	git postmortem list >out 2>err
	[ ! -s err ]
)
end

done_testing

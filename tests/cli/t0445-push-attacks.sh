#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Pushes that are made to get past the hook.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/push.sh"

one= # the commit of begin_server

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

begin 'of two files in one place none hides behind the other'
(
	set -e
	begin_server
	write_incomplete 2026-11-22-more
	commit_all 'two'
	good=$(git rev-parse "HEAD:$(document 2026-11-21-slow)")
	bad=$(git rev-parse "HEAD:$(document 2026-11-22-more)")
	old=$(git rev-parse HEAD:postmortems/2026-11-21-slow)
	for order in "$good $bad" "$bad $good"
	do
		# shellcheck disable=SC2086
		more=$(printf '100644 blob %s\tREADME.md\n' $order | git mktree)
		root=$(printf '040000 tree %s\t%s\n' "$old" 2026-11-21-slow \
			"$more" 2026-11-22-more | git mktree)
		top=$(printf '040000 tree %s\tpostmortems\n' "$root" |
			git mktree)
		[ "$(git ls-tree -r "$top" | wc -l)" = 3 ]
		refused origin "$(git commit-tree -p "$one" -m x "$top"):main"
		contains err 'README.md: stands twice'
	done
)
end

# git looks for a name where the order of names has it.
begin 'a policy does not go where git does not find it'
(
	set -e
	begin_server
	echo '# strict' | policy
	commit_all 'policy'
	push -q origin main
	top=$(git ls-tree HEAD | sort -r -k 3 | while read -r mode _ id name
		do
			printf '%s %s\0' "${mode#0}" "$name"
			raw_id "$id"
		done | git hash-object -t tree --literally -w --stdin)
	git ls-tree "$top" | sed -n 1p | grep -q postmortems
	refused origin "$(git commit-tree -p HEAD -m x "$top"):main"
	contains err '.postmortem/policy.yaml: stands twice or out of'
)
end

begin 'a policy that looks elsewhere does not take post-mortems away'
(
	set -e
	begin_server
	printf 'root: incidents\n' | policy
	commit_all 'elsewhere'
	refused origin main
	contains err '[postmortem-removed]'
	fails_with 1 git postmortem check "$one..HEAD" >out
	contains out '[postmortem-removed]'
	# Those that move along do not.
	git mv postmortems incidents
	git commit -q --amend --no-edit
	run_ok push -q origin main
	# And back, by taking the policy away.
	git rm -q -r .postmortem
	commit_all 'elsewhere'
	refused origin main
	contains err 'incidents/2026-11-21-slow/README.md'
)
end

begin 'a merge that makes the policy look elsewhere is no way around that'
(
	set -e
	begin_server
	git switch -q -c topic
	echo x >x
	commit_all 'x'
	push -q origin topic
	git switch -q main
	echo y >y
	commit_all 'y'
	push -q origin main
	test_tick
	git merge -q --no-commit topic
	printf 'root: incidents\n' | policy
	git add .postmortem
	fails_with 1 git postmortem check --staged >out
	contains out '[postmortem-removed]'
	commit_all 'evil'
	refused origin main:both
	contains err '[postmortem-removed]'
	# Who takes over a branch that moved all did not move them.
	git reset -q --hard HEAD~1
	git switch -q topic
	git mv postmortems incidents
	printf 'root: incidents\n' | policy
	commit_all 'move'
	git switch -q main
	test_tick
	git merge -q --no-edit topic
	run_ok git postmortem check HEAD~1..HEAD
	run_ok push -q origin main
)
end

begin 'in each commit a warning that becomes an error is told again'
(
	set -e
	begin_server
	printf 'push: {check: each}\nrules: {owner: %s}\n' \
		'{level: warning, critical: error}' | policy
	commit_all 'policy'
	push -q origin main
	write_incomplete 2026-11-22-more
	commit_all 'minor'
	sed -i 's/^severity: .*/severity: critical/' \
		"$(document 2026-11-22-more)"
	commit_all 'critical'
	refused origin main
	contains err "commit $(git rev-parse --short=10 HEAD): 1 error"
	contains err 'warning: the post-mortem has no owner'
	contains err 'error: the post-mortem has no owner'
)
end

begin 'in each commit records are found where that commit has put them'
(
	set -e
	begin_server
	echo 'push: {check: each}' | policy
	commit_all 'policy'
	push -q origin main
	printf 'push: {check: each}\nroot: aside\n' | policy
	git mv postmortems aside
	commit_all 'aside'
	write_incomplete 2026-11-22-more
	mv postmortems/2026-11-22-more aside
	commit_all 'more'
	bad=$(git rev-parse --short=10 HEAD)
	rm -r aside/2026-11-22-more
	commit_all 'gone'
	git mv aside postmortems
	echo 'push: {check: each}' | policy
	commit_all 'back'
	refused origin main
	contains err "commit $bad: 1 error"
	contains err 'aside/2026-11-22-more/README.md'
)
end

begin 'a name that leads to a branch is judged like the branch'
(
	set -e
	begin_server
	echo 'push: {refs: [refs/heads/main]}' | policy
	commit_all 'policy'
	push -q origin main
	git -C ../srv.git symbolic-ref refs/heads/master refs/heads/main
	write_incomplete 2026-11-22-more
	commit_all 'more'
	refused origin main:master
	contains err '[owner]'
	run_ok push -q origin main:other
	run_ok push -q origin -f "$one:other"
)
end

begin 'a name in another case is not a way around the names'
(
	set -e
	begin_server
	for path in more/readme.md more/README.MD slow/Actions/x.md \
		slow/actions/x.MD
	do
		mkdir -p "$(dirname "postmortems/2026-11-21-$path")"
		echo 'nothing' >"postmortems/2026-11-21-$path"
		commit_all "$path"
		refused origin main
		contains err "postmortems/2026-11-21-$path"
		contains err 'only in'
		fails_with 1 git postmortem check --all >out
		contains out 'only in case'
		git reset -q --hard "$one"
	done
	mkdir postmortems/2026-11-21-slow/logs
	echo 'x' >postmortems/2026-11-21-slow/logs/readme.md
	echo 'x' >postmortems/2026-11-21-slow/actions.md
	commit_all 'attached'
	run_ok push -q origin main
	run_ok git postmortem check --all
)
end

begin 'nothing gets in the way of the policy'
(
	set -e
	begin_server
	mkdir -p .postmortem/policy.yaml
	echo x >.postmortem/policy.yaml/x
	commit_all 'folder'
	refused origin main
	contains err "'.postmortem/policy.yaml/x' is in its way"
)
end

test_narrow

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# check --policy-at: one commit is judged by what another one asks for.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

policy() {
	mkdir -p .postmortem
	cat >.postmortem/policy.yaml
}

loose() {
	printf 'rules:\n  owner: off\n' | policy
}

begin 'a change that loosens the policy does not profit from that'
(
	set -e
	echo '# strict' | policy
	commit_all 'policy'
	loose
	write_incomplete 2026-11-21-slow
	commit_all 'loose, and without an owner'
	run_ok git postmortem check HEAD~1..HEAD
	fails_with 1 git postmortem check HEAD~1..HEAD --policy-at HEAD~1 >out
	contains out '[owner]'
)
end

begin 'a change that names its own owner in CODEOWNERS does not profit either'
(
	set -e
	echo 'codeowners: anywhere' | policy
	echo '* alice@example.com' >CODEOWNERS
	commit_all 'policy'
	write_complete 2026-11-21-slow
	sed -i 's/^owner: .*/owner: mallory@example.com/' \
		postmortems/2026-11-21-slow/README.md
	for path in CODEOWNERS docs/CODEOWNERS .github/CODEOWNERS
	do
		mkdir -p "$(dirname $path)"
		echo '* mallory@example.com' >$path
		git add -A
		fails_with 1 git postmortem check --staged --policy-at HEAD >out
		contains out '[owner-not-codeowner]'
		git rm -q -f --cached $path
		rm $path
	done
	# Nor does one that takes the file away.
	fails_with 1 git postmortem check --staged --policy-at HEAD >out
	contains out '[owner-not-codeowner]'
)
end

begin 'nor one that takes away the template whose text it leaves in place'
(
	set -e
	echo '# strict' | policy
	mkdir -p .postmortem/templates
	printf '## Summary\n\nSay it in two sentences.\n' \
		>.postmortem/templates/default.md
	commit_all 'policy'
	git rm -q .postmortem/templates/default.md
	write_complete 2026-11-21-slow
	sed -i -e 's/^status: .*/status: in-review/' \
		-e 's/^Checkout answered .*/Say it in two sentences./' \
		postmortems/2026-11-21-slow/README.md
	git add -A
	run_ok git postmortem check --staged
	fails_with 1 git postmortem check --staged --policy-at HEAD >out
	contains out '"Summary" is still empty'
	git commit -q --no-verify -m 'without it'
	fails_with 1 git postmortem review --exit-code HEAD~1..HEAD \
		--policy-at HEAD~1 >out
	contains out '"Summary" is still empty'
)
end

begin 'what is staged is judged by the policy of a branch'
(
	set -e
	echo '# strict' | policy
	commit_all 'policy'
	git switch -q -c topic
	loose
	commit_all 'loose'
	write_incomplete 2026-11-21-slow
	git add -A
	run_ok git postmortem check --staged
	fails_with 1 git postmortem check --staged --policy-at=main >out
	contains out '[owner]'
)
end

begin 'a stricter policy is not asked for before it is there'
(
	set -e
	loose
	commit_all 'loose'
	git switch -q -c topic
	rm .postmortem/policy.yaml
	write_incomplete 2026-11-21-slow
	commit_all 'strict, and without an owner'
	fails_with 1 git postmortem check main..topic
	run_ok git postmortem check main..topic --policy-at main
)
end

begin 'records are found where the change has moved them'
(
	set -e
	printf 'root: postmortems\n' | policy
	write_complete 2026-11-21-slow
	commit_all 'begin'
	printf 'root: incidents\n' | policy
	git mv postmortems incidents
	commit_all 'move'
	run_ok git postmortem check HEAD~1..HEAD --policy-at HEAD~1 >out
	contains out '1 post-mortem checked'
	sed '/^owner/d' incidents/2026-11-21-slow/README.md >new
	mv new incidents/2026-11-21-slow/README.md
	commit_all 'nobody'
	fails_with 1 git postmortem check HEAD~2..HEAD --policy-at HEAD~2 >out
	contains out 'incidents/2026-11-21-slow/README.md'
	contains out '[owner]'
	fails_with 1 git postmortem check HEAD~1..HEAD --policy-at HEAD~2 >out
	contains out '[owner]'
)
end

begin 'where there is no policy, the one of the result judges'
(
	set -e
	test_tick
	git commit -q --allow-empty -m 'begin'
	loose
	write_incomplete 2026-11-21-slow
	commit_all 'loose, and without an owner'
	run_ok git postmortem check HEAD~1..HEAD --policy-at HEAD~1
)
end

begin 'a malformed policy can be mended, and nothing else goes past it'
(
	set -e
	printf 'rules: [\n' | policy
	commit_all 'broken'
	write_complete 2026-11-21-slow
	commit_all 'past it'
	fails_with 1 git postmortem check HEAD~1..HEAD --policy-at HEAD~1 >out
	contains out '[policy]'
	echo '# mended' | policy
	commit_all 'mend'
	run_ok git postmortem check HEAD~1..HEAD --policy-at HEAD~2
	write_incomplete 2026-11-22-more
	commit_all 'nobody'
	fails_with 1 git postmortem check HEAD~2..HEAD --policy-at HEAD~3 >out
	contains out '[owner]'
)
end

begin 'a link in the place of the policy can be replaced'
(
	set -e
	mkdir .postmortem
	ln -s ../elsewhere.yaml .postmortem/policy.yaml
	commit_all 'link'
	write_complete 2026-11-21-slow
	commit_all 'past it'
	fails_with 128 git postmortem check HEAD~1..HEAD --policy-at HEAD~1 \
		2>err
	contains err 'is a symbolic link'
	rm .postmortem/policy.yaml
	echo '# mended' | policy
	commit_all 'mend'
	run_ok git postmortem check HEAD~1..HEAD --policy-at HEAD~2
)
end

# The root may be what cannot be read: then anything may be a record.
begin 'while the policy is malformed no document passes for none'
(
	set -e
	printf 'root: incidents\nrules: [\n' | policy
	commit_all 'broken'
	mkdir -p incidents/2026-11-21-slow
	echo 'nothing' >incidents/2026-11-21-slow/README.md
	git add -A
	fails_with 1 git postmortem check --staged >out
	contains out '[policy]'
	git reset -q
	mkdir src
	echo 'int x;' >src/x.c
	git add src
	run_ok git postmortem check --staged
)
end

begin 'a change must leave a policy that can be read'
(
	set -e
	echo '# strict' | policy
	commit_all 'policy'
	printf 'rulez: 1\n' | policy
	commit_all 'broken'
	fails_with 1 git postmortem check HEAD~1..HEAD --policy-at HEAD~1 >out
	contains out '.postmortem/policy.yaml:1:'
	contains out 'did you mean "rules"'
)
end

begin 'mistakes on the command line are named'
(
	set -e
	test_tick
	git commit -q --allow-empty -m 'begin'
	fails_with 129 git postmortem check --policy-at HEAD 2>err
	contains err '--policy-at goes with a range or --staged'
	fails_with 128 git postmortem check --staged --policy-at nosuch 2>err
	contains err 'nosuch'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# evidence-unreachable and evidence-reverted: commits that items name as
# evidence, in the history that is checked.
# valgrind

. "${0%/*}/lib.sh"

PM=2026-11-21-checkout-latency
DOC=postmortems/$PM/README.md
DIR=postmortems/$PM/actions

# document STATUS: one that lacks nothing
document() {
	mkdir -p "$DIR"
	sed "s/^status: .*/status: $1/" \
		"$PM_SOURCE/tests/data/rules/evidence-reverted/good/README.md" \
		>"$DOC"
}

# finished NAME EVIDENCE
finished() {
	mkdir -p "$DIR"
	printf '%s\n' --- "title: Fill the $1 after a release" 'state: done' \
		'owner: alice@example.com' 'type: prevent' 'due: 2026-12-20' \
		"evidence: $2" --- >"$DIR/$1.md"
}

work() {
	echo "$1" >>"${2-code}"
	git add "${2-code}"
	test_tick
	git commit -q -m "$1"
}

begin 'a commit of this history is good evidence, whole or abbreviated'
(
	set -e
	document draft
	work 'Fill the cache'
	finished one "$(git rev-parse HEAD)"
	finished two "$(git rev-parse --short HEAD)"
	finished three https://example.com/change/7
	finished four 20261121
	git postmortem check >out
	contains out 'no findings'
	commit_all 'Done'
	git postmortem check --at HEAD >out
	contains out 'no findings'
	git postmortem check HEAD~1..HEAD >out
	contains out 'no findings'
)
end

begin 'what is not an ancestor, or is nowhere, is found'
(
	set -e
	document draft
	work 'Begin'
	git checkout -q -b work
	work 'Fill the cache'
	beside=$(git rev-parse HEAD)
	git checkout -q main
	finished one "$beside"
	finished two 1234567890abcdef1234567890abcdef12345678
	git postmortem check >out
	contains out "$DIR/one.md:7: warning: the commit that is evidence, $beside, is not part of this history [evidence-unreachable]"
	contains out "$DIR/two.md:7: warning: no one commit of this repository is 1234567890abcdef1234567890abcdef12345678, which is evidence [evidence-unreachable]"
	count 2 out 'warning: '
	git add -A
	git postmortem check --staged >out
	count 2 out 'evidence-unreachable'
	commit_all 'Done'
	git merge -q --no-edit work
	git postmortem check >out
	lacks out one.md
	git postmortem check --at HEAD~1 >out
	count 2 out 'evidence-unreachable'
)
end

begin 'evidence that was reverted is found, until that is reverted itself'
(
	set -e
	document draft
	work 'Fill the cache'
	done=$(git rev-parse HEAD)
	finished one "$(git rev-parse --short HEAD)"
	commit_all 'Done'
	test_tick
	git revert --no-edit "$done"
	git postmortem check >out
	contains out "was reverted by $(git rev-parse HEAD | cut -c1-10) [evidence-reverted]"
	git postmortem check --at HEAD~1 >out
	contains out 'no findings'
	test_tick
	git revert --no-edit HEAD
	git postmortem check >out
	contains out 'no findings'
)
end

begin 'a revert on another branch undoes nothing here'
(
	set -e
	document draft
	work 'Fill the cache'
	finished one "$(git rev-parse HEAD)"
	commit_all 'Done'
	git checkout -q -b work
	test_tick
	git revert --no-edit HEAD~1
	git checkout -q main
	git postmortem check >out
	contains out 'no findings'
	git postmortem check --at work >out
	contains out '[evidence-reverted]'
)
end

begin 'the revert of a merge undoes the evidence that came in with it'
(
	set -e
	document draft
	work 'Before'
	before=$(git rev-parse HEAD)
	git checkout -q -b work
	work 'Fill the cache'
	inside=$(git rev-parse HEAD)
	work 'And test it'
	git checkout -q main
	work 'Meanwhile' other
	test_tick
	git merge -q --no-edit work
	finished one "$inside"
	finished two "$before"
	finished three "$(git rev-parse HEAD~1)"
	commit_all 'Done'
	git postmortem check >out
	contains out 'no findings'
	test_tick
	git revert --no-edit -m 1 HEAD~1
	git postmortem check >out
	contains out "$DIR/one.md:7: warning: "
	count 1 out '[evidence-reverted]'
)
end

begin 'a cherry-pick is another commit'
(
	set -e
	document draft
	work 'Begin'
	git checkout -q -b work
	work 'Fill the cache'
	original=$(git rev-parse HEAD)
	git checkout -q main
	work 'Meanwhile' other
	test_tick
	git cherry-pick -x work >/dev/null
	finished one "$original"
	finished two "$(git rev-parse HEAD)"
	git postmortem check >out
	contains out "$DIR/one.md:7: warning: "
	lacks out "$DIR/two.md"
)
end

begin 'closing does not pass over it, and a closed one that is undone is an error'
(
	set -e
	document reviewed
	work 'Fill the cache'
	done=$(git rev-parse HEAD)
	finished one "$done"
	commit_all 'Done'
	test_tick
	git revert --no-edit "$done"
	fails_with 1 git postmortem advance slow 2>/dev/null >out ||
		fails_with 1 git postmortem advance "$PM" >out
	contains out 'error: the commit that is evidence'
	test_tick
	git revert --no-edit HEAD
	git postmortem advance "$PM" --commit
	git postmortem check >out
	test_tick
	git revert --no-edit "$done"
	fails_with 1 git postmortem check >out
	contains out 'error: the commit that is evidence'
	git postmortem rules evidence-reverted >out
	contains out 'A revert that was reverted itself does not count'
)
end

begin 'policy and waivers hold as for every rule'
(
	set -e
	document draft
	work 'Begin'
	finished one 1234567890abcdef
	mkdir .postmortem
	printf 'rules:\n  evidence-unreachable: off\n' \
		>.postmortem/policy.yaml
	git postmortem check >out
	contains out 'no findings'
	rm .postmortem/policy.yaml
	sed 's/^status: draft/&\nwaivers: {evidence-unreachable: it was lost}/' \
		"$DOC" >new
	mv new "$DOC"
	git postmortem check >out
	lacks out 'warning: '
)
end

begin 'the hook judges what this commit says, and asks for nothing else'
(
	set -e
	document draft
	work 'Begin'
	finished one 1234567890abcdef
	commit_all 'Done'
	git postmortem hook install >/dev/null
	finished two fedcba0987654321
	git add -A
	# The author and the date of HEAD would be those of an amended commit.
	test_tick
	GIT_TRACE=$PM_TRASH/trace git postmortem hook run pre-commit 2>err
	contains err "$DIR/two.md:7: warning: "
	lacks err "$DIR/one.md"
	contains "$PM_TRASH/trace" 'rev-list --no-walk'
	commit_all 'Two'
	printf 'Words.\n' >>"$DOC"
	git add -A
	test_tick
	rm "$PM_TRASH/trace"
	GIT_TRACE=$PM_TRASH/trace git postmortem hook run pre-commit 2>err
	lacks err evidence
	lacks "$PM_TRASH/trace" rev-list
	lacks "$PM_TRASH/trace" 'git log -s'
	rm "$PM_TRASH/trace"
	finished two https://example.com/change/1
	git add -A
	GIT_TRACE=$PM_TRASH/trace git postmortem hook run pre-commit 2>err
	lacks "$PM_TRASH/trace" rev-list
)
end

begin 'a merge has the history of both sides'
(
	set -e
	document draft
	work 'Begin'
	commit_all 'Document'
	git checkout -q -b work
	work 'Fill the cache'
	finished one "$(git rev-parse HEAD)"
	commit_all 'Done'
	git checkout -q main
	printf '\nMore.\n' >>"$DOC"
	commit_all 'More'
	git merge -q --no-commit work
	git postmortem hook run pre-merge-commit 2>err
	lacks err evidence
	git postmortem hook run pre-commit 2>err
	lacks err evidence
)
end

begin 'many items are asked for at once'
(
	set -e
	document draft
	work 'One'
	i=0
	while [ $i -lt 40 ]
	do
		i=$((i + 1))
		finished "i$i" "$(printf '%040d' $i | tr 0 a)"
	done
	work 'Two'
	finished there "$(git rev-parse HEAD)"
	GIT_TRACE=$PM_TRASH/trace git postmortem check >out
	count 40 out '[evidence-unreachable]'
	count 2 "$PM_TRASH/trace" 'built-in: git rev-list'
	lacks out there.md
)
end

begin 'in a shallow clone nothing is said that is not known'
(
	set -e
	document draft
	work 'Fill the cache'
	finished one "$(git rev-parse HEAD)"
	finished two 1234567890abcdef
	commit_all 'Done'
	work 'Later'
	git clone -q --depth 1 "file://$PWD" ../shallow
	cd ../shallow
	git postmortem check >out
	contains out 'no findings'
)
end

begin 'a partial clone does not fetch for an answer'
(
	set -e
	document draft
	work 'Fill the cache'
	finished one "$(git rev-parse HEAD)"
	finished two 1234567890abcdef1234567890abcdef12345678
	commit_all 'Done'
	git config uploadpack.allowFilter true
	git clone -q --filter=blob:none "file://$PWD" ../partial
	cd ../partial
	GIT_TRACE=$PM_TRASH/trace git postmortem check >out
	count 1 out '[evidence-unreachable]'
	contains out two.md
	lacks "$PM_TRASH/trace" fetch
)
end

begin 'an unborn branch has no evidence yet'
(
	set -e
	document draft
	finished one 1234567890abcdef
	git postmortem check >out
	contains out '[evidence-unreachable]'
	git add -A
	git postmortem check --staged >out
	contains out '[evidence-unreachable]'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# init: the policy, the templates, the hooks, and what is there already.

. "${0%/*}/lib.sh"

begin 'init writes policy and templates, stages them and installs the hooks'
(
	set -e
	run_ok git postmortem init >out 2>err
	contains out '.postmortem/policy.yaml'
	contains err 'git postmortem new'
	git diff --cached --name-only >staged
	same staged - <<-'END'
	.postmortem/policy.yaml
	.postmortem/templates/default.md
	.postmortem/templates/minor.md
	postmortems/.gitattributes
	END
	for hook in pre-commit pre-merge-commit commit-msg
	do
		[ -x .git/hooks/$hook ]
	done
	git commit -q -m 'adopt'
	run_ok git postmortem check
)
end

begin 'the policy that init writes says only what holds without it'
(
	set -e
	git postmortem rules >without
	git postmortem init --skip-hooks
	[ ! -e .git/hooks/pre-commit ]
	git postmortem rules >with
	same with without
	# Uncommented, all of it is a policy.
	sed -i 's/^#\( *[A-Za-z-]*:\)/\1/' .postmortem/policy.yaml
	run_ok git postmortem check
	contains .postmortem/policy.yaml 'soak-days: 2'
	git postmortem rules blame-wording >out
	contains out 'off from draft'
)
end

begin 'a second init keeps what is there and asks for nothing'
(
	set -e
	git postmortem init --skip-hooks
	echo 'soak-days: 3' >.postmortem/policy.yaml
	rm .postmortem/templates/minor.md
	git postmortem init --skip-hooks >out 2>err
	contains err 'hint: commit these, then: git postmortem new'
	contains out 'kept   .postmortem/policy.yaml'
	contains out 'wrote  .postmortem/templates/minor.md'
	[ "$(cat .postmortem/policy.yaml)" = 'soak-days: 3' ]
	contains .postmortem/templates/minor.md '## Summary'
	git postmortem init --skip-hooks 2>err
	contains err 'hint: next: git postmortem new'
)
end

begin 'init --commit commits its own files and nothing else that is staged'
(
	set -e
	echo one >mine
	git add mine
	git postmortem init --commit
	git show --format=%s --name-only HEAD >out
	contains out 'begin keeping post-mortems'
	contains out '.postmortem/policy.yaml'
	lacks out mine
	[ "$(git diff --cached --name-only)" = mine ]
)
end

begin 'init --root keeps post-mortems in another folder, from a subfolder too'
(
	set -e
	mkdir deep
	cd deep
	git postmortem init --skip-hooks --root docs/incidents
	cd ..
	grep -q '^root: docs/incidents$' .postmortem/policy.yaml
	[ -d docs/incidents ]
	git postmortem new 'Slow checkout' --severity minor >out
	[ "$(cat out)" = docs/incidents/2026-12-02-slow-checkout/README.md ]
	rmdir deep
	git postmortem init --skip-hooks
	[ ! -e postmortems ]
)
end

begin 'nothing is called written that is not'
(
	set -e
	echo 'in the way' >.postmortem
	fails_with 128 git postmortem init >out 2>err
	lacks out wrote
	contains err .postmortem
	[ ! -e postmortems ]
)
end

begin 'init --root . keeps them at the top'
(
	set -e
	git postmortem init --skip-hooks --root .
	grep -q '^root: \.$' .postmortem/policy.yaml
	[ ! -e postmortems ]
	git postmortem new 'Slow checkout' --severity minor >out
	[ "$(cat out)" = 2026-12-02-slow-checkout/README.md ]
	git postmortem list >out
	count 2 out ''
)
end

for root in .. /tmp/x ../x .git .git/x .postmortem
do
	begin "init refuses the root $root and writes nothing"
	(
		set -e
		fails_with 128 git postmortem init --root $root 2>err
		contains err '--root: '
		contains err 'name a folder inside the repository'
		[ ! -e .postmortem ]
		[ ! -e .git/hooks/pre-commit ]
	)
	end
done

begin 'init --root does not change a policy that is there'
(
	set -e
	git postmortem init --skip-hooks
	fails_with 128 git postmortem init --root other 2>err
	contains err 'set "root:" there'
	[ ! -e other ]
)
end

begin 'init takes no operand, and options that it knows'
(
	set -e
	fails_with 129 git postmortem init there 2>err
	contains err 'usage: git postmortem init'
	fails_with 129 git postmortem init --rot x 2>err
	contains err "unknown option \`rot'"
	fails_with 129 git postmortem init --root 2>err
	contains err 'requires a value'
	[ ! -e .postmortem ]
)
end

begin 'init needs a repository, and a work tree'
(
	set -e
	git init -q --bare bare.git
	cd bare.git
	fails_with 128 git postmortem init 2>err
	contains err 'in a clone'
	mkdir "$PM_TRASH/outside"
	cd "$PM_TRASH/outside"
	GIT_CEILING_DIRECTORIES=$PM_TRASH
	export GIT_CEILING_DIRECTORIES
	fails_with 128 git postmortem init 2>err
	contains err 'not a git repository'
)
end

begin 'hints can be turned off'
(
	set -e
	git -c postmortem.hints=false postmortem init --skip-hooks 2>err
	same err - </dev/null
)
end

done_testing

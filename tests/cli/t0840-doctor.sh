#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem doctor: what keeps this clone from working. Each ailment is
# made for real, seen, cured as the remedy says, and gone.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/doctor.sh"

begin 'a sound clone: exit 0, and one line says what was looked at'
(
	set -e
	healthy 2026-11-21-slow
	[ "$(wc -l <out)" = 1 ]
	contains out ' things are fine (-v lists them)'
	run_ok git postmortem doctor --verbose >out
	contains out 'ok       pre-commit runs git postmortem'
	contains out 'ok       .postmortem/policy.yaml is sound'
	contains out 'critical  required    15 days  10 items'
	contains out 'every rule is as it is built in'
	contains out 'back to'
)
end

begin 'where no post-mortem is kept, a hint says how to begin'
(
	set -e
	run_ok git postmortem doctor >out
	contains out 'no post-mortem is kept here yet'
	contains out 'git postmortem init'
	lacks out 'pre-commit'
	sees policy-none hint
	remedy policy-none
	misses policy-none
)
end

begin 'outside of a repository: 128; a word too much: 129'
(
	set -e
	cd "$PM_TRASH"
	fails_with 128 git postmortem doctor 2>err
	contains err 'not a git repository'
	cd "$OLDPWD"
	fails_with 129 git postmortem doctor everything 2>err
	fails_with 129 git postmortem doctor --format=xml 2>err
)
end

begin 'a hook that is not there, and --fix'
(
	set -e
	healthy 2026-11-21-slow
	rm .git/hooks/pre-commit .git/hooks/commit-msg
	fails_with 1 git postmortem doctor >out
	contains out 'error    pre-commit is not installed'
	count 1 out '  git postmortem hook install'
	contains out '--fix" repairs 2 of these'
	run_ok git postmortem doctor --fix >out
	contains out 'fixed    commit-msg is not installed'
	count 2 out '           now installed'
	contains out '2 fixed'
	run_ok git postmortem hook status
	run_ok git postmortem doctor --fix >out
	lacks out fixed
	git status --porcelain >left
	[ "$(cat left)" = '?? left
?? out' ] || { cat left; false; }
)
end

begin 'a hook that cannot be run'
(
	set -e
	healthy 2026-11-21-slow
	chmod -x .git/hooks/pre-commit
	sees hook-not-executable error
	remedy hook-not-executable
	misses hook-not-executable
	chmod -x .git/hooks/pre-commit
	run_ok git postmortem doctor --fix >out
	contains out 'made executable'
	[ -x .git/hooks/pre-commit ]
)
end

begin 'a hook of a push is worth a hint'
(
	set -e
	healthy 2026-11-21-slow
	rm .git/hooks/pre-push
	sees hook-absent hint
	contains seen 'can be pushed from here'
	run_ok git postmortem doctor
	run_ok git postmortem doctor --fix
	misses hook-absent
	chmod -x .git/hooks/pre-push
	sees hook-not-executable error
)
end

begin 'a hook of somebody else stays, and runs first'
(
	set -e
	healthy 2026-11-21-slow
	printf '#!/bin/sh\necho mine\n' >.git/hooks/pre-commit
	chmod +x .git/hooks/pre-commit
	sees hook-foreign error
	contains seen "somebody else's"
	run_ok git postmortem doctor --fix >out
	contains out 'the hook that was there runs first'
	contains .git/hooks/pre-commit.before-postmortem mine
	misses hook-foreign
)
end

begin 'what somebody wrote into a hook of ours is not overwritten'
(
	set -e
	healthy 2026-11-21-slow
	sed -i 's/^exec git.*/true/; s/hook run/nothing/' .git/hooks/pre-commit
	cp .git/hooks/pre-commit before
	sees hook-edited error
	fails_with 1 git postmortem doctor --fix
	cmp before .git/hooks/pre-commit
	remedy hook-edited
	misses hook-edited
)
end

begin 'core.hooksPath hides the hooks'
(
	set -e
	healthy 2026-11-21-slow
	git config core.hooksPath .githooks
	sees hook-hidden error
	contains seen 'core.hooksPath hides .git/hooks/'
	remedy hook-hidden
	misses hook-hidden
)
end

configure_hook() {
	git config hook.postmortem-pre-commit.command \
		'git postmortem hook run pre-commit'
	git config hook.postmortem-pre-commit.event pre-commit
}

reads_configured_hooks() {
	git hook list -h 2>&1 | grep -q show-scope
}

if reads_configured_hooks
then

begin 'a hook of the configuration: run twice, or turned off'
(
	set -e
	healthy 2026-11-21-slow
	configure_hook
	sees hook-twice hint
	rm .git/hooks/pre-commit
	misses hook-twice
	run_ok git postmortem doctor
	git config hook.postmortem-pre-commit.enabled false
	sees hook-configured error
	contains seen 'and turns it off'
	fails_with 1 git postmortem doctor --fix
	remedy hook-configured
	misses hook-configured
)
end

else

begin 'a hook of the configuration that this git is too old to read'
(
	set -e
	healthy 2026-11-21-slow
	configure_hook
	misses hook-configured
	rm .git/hooks/pre-commit
	sees hook-configured error
	contains seen 'which this git is too old to read'
	run_ok git postmortem doctor --fix
	misses hook-configured
)
end

fi

begin 'a shared folder of hooks is not written to'
(
	set -e
	healthy 2026-11-21-slow
	mkdir ../shared
	git config core.hooksPath "$PWD/../shared"
	sees hooks-outside hint
	fails_with 1 git postmortem doctor --fix >out
	[ -z "$(ls ../shared)" ]
	remedy hooks-outside
	misses hooks-outside
	run_ok git postmortem doctor
)
end

begin 'a hook that was written anew, the same one or another'
(
	set -e
	healthy 2026-11-21-slow
	lint() {
		rm -f .git/hooks/pre-commit .git/hooks/pre-merge-commit \
			.git/hooks/commit-msg .git/hooks/pre-push
		printf '#!/bin/sh\necho %s\n' "$1" >.git/hooks/pre-commit
		chmod +x .git/hooks/pre-commit
	}
	lint one
	git postmortem hook install
	lint one
	sees hook-foreign error
	run_ok git postmortem doctor --fix
	run_ok git postmortem hook status
	# Of two nobody knows which is wanted; the others are installed.
	lint two
	fails_with 1 git postmortem doctor --fix >out
	contains out 'pre-commit.before-postmortem'
	misses hook-absent
	sees hook-blocked error
	remedy hook-blocked
	run_ok git postmortem doctor
	run_ok git postmortem hook status
	contains .git/hooks/pre-commit.before-postmortem 'echo two'
	contains .git/hooks/pre-commit.before-postmortem.kept 'echo one'
	rm .git/hooks/commit-msg
	mkdir .git/hooks/commit-msg
	sees hook-blocked error
	remedy hook-blocked
	run_ok git postmortem doctor
)
end

begin 'the attribute is here, but the driver is not configured'
(
	set -e
	healthy 2026-11-21-slow
	git config --remove-section merge.postmortem
	git config --remove-section diff.postmortem
	sees driver-missing
	contains seen 'merges records as plain text, and says nothing'
	run_ok git postmortem doctor --fix >out
	contains out 'now configured in this clone'
	misses driver-missing
	git config merge.postmortem.driver >driver
	contains driver 'git postmortem merge-driver'
	run_ok git postmortem doctor --fix -v >out
	lacks out fixed
	contains out 'records are merged field by field'
)
end

begin 'a driver of an earlier version, and one of two'
(
	set -e
	healthy 2026-11-21-slow
	git config merge.postmortem.driver \
		'git postmortem merge-driver -- %O %A %B %L %P %S %X %Y'
	sees driver-older hint
	contains seen 'was configured by an earlier version'
	misses driver-missing
	run_ok git postmortem doctor --fix
	misses driver-older
	git config --remove-section diff.postmortem
	sees driver-diff hint
	misses driver-missing
	remedy driver-diff
	misses driver-diff
)
end

begin 'a driver that names us and is not what we write is an error'
(
	set -e
	healthy 2026-11-21-slow
	git config merge.postmortem.driver >ours
	# Cut at its ";", between quotes of its own, and one of two.
	for driver in 'git postmortem merge-driver -- %O %A %B %L %P || { test $?' \
		"\"$(cat ours)\"" "$(cat ours); }"
	do
		git config merge.postmortem.driver "$driver"
		sees driver-spoilt error
		lacks seen 'field by field'
		run_ok git postmortem doctor --fix
		misses driver-spoilt
		git config merge.postmortem.driver | same - ours
	done
	git config diff.postmortem.xfuncname '^('
	sees driver-spoilt error
	remedy driver-spoilt
	misses driver-spoilt
)
end

begin 'the driver is configured, but no attribute asks for it'
(
	set -e
	healthy 2026-11-21-slow
	git rm -q postmortems/.gitattributes
	git config merge.postmortem.driver 'true %A'
	sees driver-unused hint
	git checkout HEAD -- postmortems/.gitattributes
	misses driver-unused
	# Whoever has one of their own keeps it.
	git config diff.postmortem.xfuncname '^x'
	run_ok git postmortem doctor --fix -v >out
	contains out 'by a driver of your own'
	[ "$(git config merge.postmortem.driver)" = 'true %A' ]
)
end

begin 'a driver that git cannot start'
(
	set -e
	healthy 2026-11-21-slow
	program=$(command -v git-postmortem)
	PATH=/usr/bin:/bin fails_with 1 "$program" doctor >out
	contains out 'git cannot run the merge driver'
)
end

begin 'the program is not where hooks look for it'
(
	set -e
	healthy 2026-11-21-slow
	program=$(command -v git-postmortem)
	PATH=/usr/bin:/bin fails_with 1 "$program" doctor >out
	contains out 'error    git-postmortem is not on PATH'
	contains out "export PATH=${program%/*}:\"\$PATH\""
)
end

begin 'a git that is too old'
(
	set -e
	healthy 2026-11-21-slow
	real=$(command -v git)
	program=$(command -v git-postmortem)
	mkdir ../old
	cat >../old/git <<-END
	#!/bin/sh
	[ "\$1" = version ] && { echo 'git version 2.25.1'; exit; }
	exec $real "\$@"
	END
	chmod +x ../old/git
	PATH=$PWD/../old:$PATH fails_with 1 "$program" doctor >out
	contains out 'git version 2.25.1 is too old: 2.30 is needed'
)
end

begin 'a policy that cannot be read'
(
	set -e
	healthy 2026-11-21-slow
	printf 'soak-day: 3\nrules: {owner: loud}\n' >.postmortem/policy.yaml
	fails_with 1 git postmortem doctor >out
	contains out '.postmortem/policy.yaml:1: unknown key "soak-day"; did'
	contains out '.postmortem/policy.yaml:2:'
	contains out '(git var GIT_EDITOR) .postmortem/policy.yaml'
	contains out 'not looked at before the policy can be read'
	GIT_EDITOR='git checkout --' remedy policy-broken
	run_ok git postmortem doctor
	printf 'rules: {ownr: off}\n' >.postmortem/policy.yaml
	fails_with 1 git postmortem doctor >out
	contains out 'there is no rule "ownr"; did you mean "owner"?'
	rm .postmortem/policy.yaml
	ln -s elsewhere .postmortem/policy.yaml
	fails_with 1 git postmortem doctor >out
	contains out policy.yaml
)
end

begin 'what the policy requires, where it differs'
(
	set -e
	healthy 2026-11-21-slow
	cat >.postmortem/policy.yaml <<-'END'
	soak-days: 1
	severities:
	  outage: {debrief: required, due-days: 7}
	  minor: {}
	people: {alice: alice@example.com}
	rules:
	  blame-wording: off
	  owner: {minor: warning}
	END
	run_ok git postmortem doctor -v >out
	contains out 'slept on for 1 working day; 1 person is listed'
	contains out 'outage    required     7 days'
	contains out 'blame-wording: off from draft, not advice from draft'
	contains out 'owner of minor: warning from draft, not error from draft'
	git postmortem doctor --format=json >json
	tr -d ' \n' <json >flat
	contains flat '"errors":0,"warnings":0'
	contains flat '"root":"postmortems","soak-days":1'
	contains flat '{"name":"outage","debrief":true,"due-days":7'
	contains flat '{"id":"blame-wording","level":"off","from":"draft"}'
	contains flat '{"id":"owner","level":"error","from":"draft",'\
'"severities":{"minor":{"level":"warning","from":"draft"}}}'
	contains flat '{"handle":"alice","email":["alice@example.com"]'
)
end

begin 'templates that are never used, and ones that cannot be'
(
	set -e
	healthy 2026-11-21-slow
	git mv .postmortem/templates/minor.md .postmortem/templates/minro.md
	sees template-unused hint
	contains seen 'did you mean'
	remedy template-unused
	misses template-unused
	printf -- '---\nowner: [a, b\n---\n' >.postmortem/templates/major.md
	sees template-unusable warning
	contains seen '.postmortem/templates/major.md:'
	rm .postmortem/templates/major.md
	misses template-unusable
)
end

begin 'settings that nothing reads, and values that nothing understands'
(
	set -e
	healthy 2026-11-21-slow
	git config postmortem.lockTimeOt 200
	git config --global postmortem.hints perhaps
	git config color.postmortem sometimes
	fails_with 1 git postmortem doctor >out
	contains out 'did you mean postmortem.lockTimeout?'
	contains out 'postmortem.hints is "perhaps" (global)'
	contains out 'color.postmortem is "sometimes" (local)'
	remedy key-unknown
	misses key-unknown
	[ "$(git config postmortem.locktimeout)" = 200 ]
	remedy value-bad
	remedy value-bad
	misses value-bad
	fails_with 1 git -c postmortem.lockTimeout=1s postmortem doctor >out
	contains out 'postmortem.lockTimeout is "1s" (command)'
	run_ok git postmortem doctor
)
end

begin 'every setting in the man page is one that doctor knows'
(
	set -e
	healthy 2026-11-21-slow
	sed -n '/^\.Ss Configuration/,/^\.S[hs] [^C]/p' \
		"$PM_SOURCE/git-postmortem.1" | sed -n 's/^\.It Va //p' |
		tr -d ' ' | tr , '\n' | grep postmortem >keys
	[ "$(wc -l <keys)" -ge 5 ]
	while read -r key
	do
		git config "$key" true
	done <keys
	misses key-unknown
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Old and new side by side: records and policies of an earlier version, and of
# one that is to come. See the README of tests/data/versions.

. "${0%/*}/lib.sh"

versions=$PM_SOURCE/tests/data/versions
id=2026-11-21-slow-checkout
file=postmortems/$id/README.md
needed='.postmortem/policy.yaml:1: requires git-postmortem 0.9, and this is '
ours="$(git postmortem --version | cut -d' ' -f2); install that or a newer one"

# Lay one of them out as a repository with two commits of it.
lay_out() {
	cp -R "$versions/$1/." .
	rm -rf answers policy-as-init-wrote.yaml
	git add -A
	test_tick
	git commit -q --no-verify -m "as $1 has it"
	test_tick
	for document in postmortems/*/README.md
	do
		printf '\nMore.\n' >>"$document"
	done
	git commit -q --no-verify -a -m 'more'
}

# What is said on standard error without being asked.
said() {
	grep -v '^hint: ' ../err >../said || :
}

# --- 0.1 ---

begin 'what 0.1 wrote reads as it did: no word that it did not say'
(
	set -e
	lay_out 0.1
	answers=$versions/0.1/answers
	git checkout -q HEAD~
	run_ok git postmortem list >../out 2>../err
	same ../out "$answers/list"
	run_ok git postmortem action list --all >../out 2>>../err
	same ../out "$answers/action-list"
	run_ok git postmortem check >../out 2>>../err
	sed -n 's/^\([^ ]*:[0-9]*\): \([a-z]*\): .*\[\([a-z-]*\)\]$/\1 \2 \3/p' \
		../out >../findings
	same ../findings "$answers/check"
	[ ! -s ../err ]
)
end

begin 'the policy that its init wrote is sound'
(
	set -e
	lay_out 0.1
	cp "$versions/0.1/policy-as-init-wrote.yaml" .postmortem/policy.yaml
	git postmortem doctor -v >../out || :
	contains ../out '.postmortem/policy.yaml is sound'
)
end

# What 0.1 made of an item that carries its history: STEP, on DAY.
beside() {
	cp "$versions/beside/$1.md" $item
	GIT_AUTHOR_DATE="$2T12:00:00Z" git commit -q --no-verify -a -m "$3"
}

item=postmortems/2026-11-21-slow-checkout/actions/warm-the-cache.md

with_history() {
	git postmortem init --skip-hooks --commit >/dev/null 2>&1
	git postmortem new 'Slow checkout' -s minor --date 2026-11-21 \
		--commit >/dev/null
	mkdir -p "${item%/*}"
	cp "$versions/beside/1-proposed.md" $item
	commit_all 'an item'
}

begin 'what 0.1 does beside a history is a warning, and --fix tells it there'
(
	set -e
	with_history
	begun=$(git rev-parse HEAD)
	beside 2-accepted 2026-12-08 'warm: accept'
	run_ok git postmortem check HEAD~.. >../out
	contains ../out '[history-behind]'
	beside 3-moved 2026-12-18 'warm: postpone

Postmortem-Reason: the release moved'
	run_ok git postmortem check HEAD~.. >../out
	contains ../out '[history-behind]'
	lacks ../out 'due-moved-without-reason'
	beside 4-done 2027-01-08 'warm: done'
	run_ok git postmortem check "$begun.." >../out
	contains ../out '[history-behind]'
	git postmortem action list --all >../out
	contains ../out 'done'
	git postmortem check --fix "$begun.." --commit
	run_ok git postmortem check --all >../out
	lacks ../out 'history-'
	sed -n '/^## History/,$p' $item >../out
	contains ../out '- 2026-12-01 alice@example.com: proposed, owner alice@'
	contains ../out ': done'
	contains ../out 'evidence https://example.com/change/1'
)
end

# 0.1 writes a day where we write a priority: without the driver that is a
# conflict, as it was.
begin 'what 0.1 accepted merges beside a priority of ours'
(
	set -e
	with_history
	git branch other
	beside 2-accepted 2026-12-08 'warm: accept'
	git checkout -q other
	git postmortem action set warm --priority high --commit
	git merge -q --no-edit main
	contains $item 'state: accepted'
	contains $item 'priority: high'
	contains $item ': proposed, owner alice@example.com'
	run_ok git postmortem check --all
)
end

begin 'what 0.1 accepted merges beside a description of ours, without the driver'
(
	set -e
	with_history
	git config --remove-section merge.postmortem
	git branch other
	beside 2-accepted 2026-12-08 'warm: accept'
	git checkout -q other
	sed -i 's/^Before a release.*/& Twice./' $item
	git commit -q -a -m 'say more'
	git merge -q --no-edit main
	contains $item 'state: accepted'
	contains $item 'Twice.'
	run_ok git postmortem check --all
)
end

begin 'a life of 0.1 goes on'
(
	set -e
	lay_out 0.1
	git postmortem init >/dev/null 2>&1
	git postmortem action 'done' page --evidence PAY-12 --commit
	git postmortem action decline renew --reason 'a vendor does it' --commit
	git postmortem advance expired --commit
	run_ok git postmortem check >../out
	lacks ../out 'error:'
	git show HEAD:postmortems/2026-11-16-expired-certificate/README.md \
		>../closed
	contains ../closed 'status: closed'
)
end

# --- one that is to come ---

# Everything that the program can be asked, in an order in which it works.
# COMMAND | exit with "requires: 0.9" | exit without: "ok" is 0, "find" is 1,
# "stop" is 128. In front of it: "one" line about the version, or "no" line.
table() {
	cat <<-END
	one ok ok |
	one ok ok | list
	one ok ok | list --format=json
	one ok ok | show slow-checkout
	one ok ok | show warm
	one ok ok | action show keep
	one ok ok | action list
	one ok ok | log
	one ok ok | log warm
	one ok ok | annotate warm
	one ok ok | blame warm
	one ok ok | diff HEAD~
	one ok ok | report
	one ok ok | digest
	one ok ok | rules
	one ok ok | rules owner
	one ok ok | codeowners
	one ok ok | index rebuild
	one ok ok | index status
	one ok ok | index verify
	stop stop ok | check
	stop stop ok | check --at HEAD~
	stop stop ok | check HEAD~..HEAD
	stop stop ok | check --format=json
	stop stop ok | check --fix
	stop stop ok | check --fix HEAD~..HEAD
	stop stop ok | review HEAD~..HEAD
	no find find | doctor
	no ok ok | complete commands
	no ok ok | complete any s
	no find find | hook status
	one ok ok | new Later -s minor --date 2026-12-01
	one ok ok | action add later Think --owner alice
	one ok ok | action set think --priority high
	one ok ok | action accept think --due 2027-01-05
	one ok ok | action start think
	one ok ok | action done think --evidence https://example.com/1
	one ok ok | action reopen think
	one ok ok | action decline think --reason nobody
	one ok ok | action set warm --priority low
	one ok ok | edit slow-checkout
	one ok ok | import -s minor --owner alice old.md
	one ok ok | advance dns-was
	no ok ok | comment --as alice ../comment
	one ok ok | init
	no ok ok | hook install
	no ok ok | hook uninstall
	END
}

write_old() {
	echo 'Thanks.' >../comment
	cat >old.md <<-'END'
	# 2026-10-03: DNS was down

	## Summary

	It was down.

	## Action items

	N/A: nothing can be done.
	END
}

asked() {
	# One word, or none, is split as a shell would.
	# shellcheck disable=SC2086
	git postmortem $1 >../out 2>../err </dev/null
}

# Every command by its name, nested ones by both words.
every_command() {
	git postmortem complete commands | cut -f1 >../top
	while read -r name
	do
		git postmortem complete commands "$name" |
			grep -v '^	' | cut -f1 | sed "s/^/$name /" >../nested
		if [ -s ../nested ]
		then
			cat ../nested
		else
			echo "$name"
		fi
	done <../top
}

begin 'the table below knows every command'
(
	set -e
	every_command >../all
	table | sed 's/.*| *//' >../table
	# Hooks have tests below; the steps of a job run other commands.
	printf '%s\n' 'hook run' merge-driver ci >>../table
	while read -r name
	do
		grep -q "^$name" ../table || complain "nothing of: $name"
	done <../all
)
end

begin 'every JSON document says first which version it is of'
(
	set -e
	lay_out 0.1
	cat >../table <<-'END'

	list
	show expired
	show page --branches
	action list
	action show page
	log
	annotate page
	diff HEAD~
	report
	digest
	rules
	index status
	check
	check HEAD~..HEAD
	review HEAD~..HEAD
	doctor
	END
	while read -r command
	do
		# shellcheck disable=SC2086
		git postmortem $command --format=json >../out 2>/dev/null || :
		head -n 2 ../out | tr -d ' \n' >../start
		grep -q '^{"version":1,' ../start ||
			complain "$command: $(cat ../start)"
	done <../table
	every_command >../all
	while read -r name
	do
		# shellcheck disable=SC2086
		git postmortem $name -h | grep -q -w json || continue
		grep -q "^$name" ../table || complain "nothing of: $name"
	done <../all
)
end

begin 'what a newer program may have added is no obstacle to any command'
(
	set -e
	lay_out future
	write_old
	table >../table
	while read -r word want status bar command
	do
		[ "$bar" = '|' ]
		[ "$status" = ok ] && status=0 || status=1
		fails_with "$status" asked "$command"
		said
		[ "$command" = doctor ] || [ ! -s ../said ] ||
			complain "$command says: $(cat ../said)"
		lacks ../err requires
	done <../table
	: "$word$want"
)
end

begin 'what it added is a warning of the check, and stays as it is'
(
	set -e
	lay_out future
	run_ok git postmortem check >../out
	contains ../out ".postmortem/policy.yaml:2: warning: unknown key \"escalation\" [policy]"
	contains ../out 'policy.yaml:4: warning: unknown key "pages"'
	contains ../out 'policy.yaml:5: warning: unknown key "budget"'
	contains ../out 'policy.yaml:7: warning: unknown key "zone"'
	contains ../out 'policy.yaml:10: warning: unknown key "words"'
	contains ../out 'policy.yaml:13: warning: rules: there is no rule "mood-of-team"'
	contains ../out 'policy.yaml:14: warning: rules: there is no rule "weather"'
	contains ../out 'policy.yaml:15: warning: unknown key "verbs"'
	contains ../out 'policy.yaml:16: warning: unknown key "quota"'
	contains ../out "$file:5: warning: unknown key \"confidence\" [unknown-key]"
	contains ../out "$file:7: warning: unknown key \"blast-radius\""
	contains ../out "$file:9: warning: unknown key \"debrief.mood\""
	contains ../out "$file:11: warning: waivers: there is no rule \"weather\" [unknown-key]"
	contains ../out 'warm-the-cache.md:4: warning: unknown key "effort"'
	contains ../out 'keep-a-spare.md:6: warning: unknown key "effort"'
	contains ../out 'fix: a newer git-postmortem may know it, or it is a typo'
	contains ../out 'one of your own is listed under "keys" in the policy'
	lacks ../out 'remove'
	lacks ../out 'error:'
	git postmortem doctor >../out || :
	contains ../out 'policy.yaml:2: unknown key "escalation"; a newer'
	lacks ../out 'remove'
	cp -R postmortems .postmortem ..
	git postmortem action set warm --priority low
	sed -i 's/^owner: alice/owner: alice\npriority: low/' \
		../postmortems/$id/actions/warm-the-cache.md
	sort ../postmortems/$id/actions/warm-the-cache.md >../want
	sort postmortems/$id/actions/warm-the-cache.md >../got
	same ../got ../want
	diff -r .postmortem ../.postmortem
)
end

begin 'the hook warns of what a commit brings, and of nothing that was there'
(
	set -e
	cp -R "$versions/future/." .
	git postmortem init >/dev/null 2>&1
	git add -A
	test_tick
	run_ok git commit -q -m 'from a newer program' 2>../err
	contains ../err 'warning: unknown key "escalation"'
	contains ../err 'warning: unknown key "confidence"'
	contains ../err 'commit allowed with 17 warnings'
	echo 'More.' >>$file
	run_ok git commit -q -a -m 'more' 2>../err
	same ../err - <<-'END'
	commit allowed; 15 warnings stood before; "git postmortem check --staged" shows them
	END
	sed -i 's/^escalation:.*/alarm: loud/' .postmortem/policy.yaml
	run_ok git commit -q -a -m 'another' 2>../err
	contains ../err 'warning: unknown key "alarm"'
	contains ../err 'commit allowed with 1 warning'
	sed -i 's/^confidence:/certainty:/' $file
	run_ok git commit -q -a -m 'another key' 2>../err
	contains ../err 'warning: unknown key "certainty"'
)
end

begin 'a slip of the pen is an error in every version'
(
	set -e
	lay_out future
	git postmortem init >/dev/null 2>&1
	sed -i 's/^owner:/ower:/; s/^  weather:/  titel:/' $file
	fails_with 1 git commit -q -a -m 'a slip' 2>../err
	contains ../err 'error: unknown key "ower"'
	contains ../err 'did you mean "owner"?'
	contains ../err 'error: waivers: there is no rule "titel"'
	contains ../err 'did you mean "title"?'
	git checkout -q $file
	sed -i 's/^rules:/rulez:/' .postmortem/policy.yaml
	fails_with 1 git commit -q -a -m 'a slip' 2>../err
	contains ../err 'error: unknown key "rulez"'
	fails_with 128 git postmortem list 2>../err
	contains ../err 'unknown key "rulez"; did you mean "rules"?'
	git checkout -q .postmortem
	sed -i 's/^severity:.*/severity: sev0/; s/^status:.*/status: frozen/' \
		$file
	fails_with 1 git postmortem check >../out
	contains ../out 'error: status: "frozen" is not a status'
	contains ../out 'error: severity: "sev0" is not a severity'
)
end

begin 'a field that only the other kind of record has is an error'
(
	set -e
	lay_out future
	sed -i 's/^owner:/due: 2027-01-01\n&/' $file
	fails_with 1 git postmortem check >../out
	contains ../out 'error: unknown key "due"'
	contains ../out 'fix: only an action item has it'
)
end

begin 'fields that are not known merge like any other, with the driver'
(
	set -e
	lay_out future
	git postmortem init --commit >/dev/null 2>&1
	git checkout -q -b topic
	item=postmortems/$id/actions/warm-the-cache.md
	sed -i 's/^effort:.*/effort: 5d/' $item
	git commit -q -a -m 'more effort'
	git checkout -q main
	sed -i 's/^owner: alice/owner: bob/' $item
	git commit -q -a -m 'and another owner'
	run_ok git merge -q -m both topic
	contains $item 'effort: 5d'
	contains $item 'owner: bob'
)
end

# --- one that says that it is needed ---

begin 'where a newer program is needed, each command says so in one line'
(
	set -e
	lay_out required
	write_old
	table >../table
	while read -r word want status bar command
	do
		case $want in
		ok) want=0 ;;
		find) want=1 ;;
		stop) want=128 ;;
		esac
		fails_with "$want" asked "$command"
		said
		case $word in
		one)
			[ "$(cat ../said)" = "warning: $needed$ours" ] ||
				complain "$command says: $(cat ../err)" ;;
		stop)
			[ "$(cat ../said)" = "fatal: $needed$ours" ] ||
				complain "$command says: $(cat ../err)" ;;
		no)
			[ ! -s ../said ] ||
				complain "$command says: $(cat ../err)" ;;
		esac
	done <../table
	: "$bar$status"
)
end

# What is said of the version, and nothing else.
stepped_aside() {
	grep -v '^hint: ' "$1" >../said || :
	same ../said - <<-END
	warning: not checked: $needed$ours
	END
}

# judged HOOK [ARGUMENT]..., standard input for it
judged() {
	git postmortem hook run "$@" >../out 2>../err
}

begin 'each hook of a clone steps aside in one line'
(
	set -e
	lay_out required
	echo 'Postmortem-Action: nothing-of-the-kind' >../message
	run_ok git commit -q --allow-empty -m 'nothing to judge' 2>../err
	[ ! -s ../err ]
	head=$(git rev-parse HEAD)
	sed -i 's/^title:.*/title: Slower checkout/' $file
	git add -A
	for hook in pre-commit pre-merge-commit 'commit-msg ../message'
	do
		# shellcheck disable=SC2086
		run_ok judged $hook
		stepped_aside ../err
	done
	git reset -q --hard
	# Also where the message alone has something to judge.
	run_ok judged commit-msg ../message
	stepped_aside ../err
	run_ok judged pre-push origin .. <<-END
	refs/heads/main $head refs/heads/main 0000000000000000000000000000000000000000
	END
	sed -i 's,refs/heads/main: ,,' ../err
	stepped_aside ../err
)
end

begin 'a commit says it once, and so does one that a command makes'
(
	set -e
	lay_out required
	git postmortem init >/dev/null 2>&1
	sed -i 's/^title:.*/title: Slower checkout/' $file
	run_ok git commit -q -a -m 'slower' 2>../err
	stepped_aside ../err
	run_ok git commit -q --amend -m 'still slower' 2>../err
	stepped_aside ../err
	run_ok git postmortem action set warm --priority low --commit \
		>../out 2>../err
	said
	same ../said - <<-END
	warning: $needed$ours
	END
	git checkout -q -b topic HEAD~
	echo 'More.' >>postmortems/$id/actions/warm-the-cache.md
	git commit -q -a -m more 2>/dev/null
	run_ok git merge -q --no-ff -m both main 2>../err
	stepped_aside ../err
	echo 'code' >code
	git add code
	run_ok git commit -q -m 'only code' 2>../err
	[ ! -s ../err ]
)
end

begin 'a server refuses, and says which version is needed'
(
	set -e
	lay_out required
	git init -q --bare ../server.git
	git -C ../server.git postmortem hook install --server >/dev/null 2>&1
	git postmortem init >/dev/null 2>&1
	git add -A
	git commit -q -m 'drivers' 2>/dev/null
	git remote add origin ../server.git
	fails_with 1 git push -q origin main 2>../err
	contains ../err 'warning: not checked: '
	contains ../err 'requires git-postmortem'
	contains ../err 'pre-receive hook declined'
	head=$(git rev-parse HEAD)
	none=0000000000000000000000000000000000000000
	work=$PWD
	cd ../server.git
	git fetch -q "$work" main
	fails_with 128 judged pre-receive <<-END
	$none $head refs/heads/main
	END
	contains ../err 'requires git-postmortem'
	fails_with 128 judged update refs/heads/main $none "$head"
	contains ../err 'requires git-postmortem'
	cd "$work"
	# Who only says so in a branch gets nothing past it either.
	cp -R "$versions/future/." .
	git checkout -q --orphan fresh
	git add -A
	git commit -q -m 'without' 2>/dev/null
	run_ok git push -q origin fresh:main 2>../err
	git checkout -q -b topic
	sed -i '1s/^/requires: 0.9\n/' .postmortem/policy.yaml
	sed -i 's/^status:.*/status: frozen/' $file
	git commit -q -a -m 'with' 2>/dev/null
	fails_with 1 git push -q origin topic 2>../err
	contains ../err 'pre-receive hook declined'
)
end

begin 'a range is judged by its last policy, and by that of --policy-at'
(
	set -e
	lay_out future
	git branch old
	sed -i '1s/^/requires: 0.9\n/' .postmortem/policy.yaml
	git commit -q -a -m 'requires'
	git branch new
	sed -i 1d .postmortem/policy.yaml
	echo 'More.' >>$file
	git commit -q -a -m 'no longer'
	fails_with 128 git postmortem check old..new 2>../err
	contains ../err "$needed"
	run_ok git postmortem check new..main >../out
	run_ok git postmortem check old..main >../out
	fails_with 128 git postmortem check new..main --policy-at new 2>../err
	contains ../err "$needed"
	run_ok git postmortem list --at main >../out 2>../err
	[ ! -s ../err ]
	run_ok git postmortem list --at new >../out 2>../err
	contains ../err "$needed"
)
end

begin 'what is not understood is shown as it is, and left so'
(
	set -e
	lay_out required
	run_ok git postmortem list >../out 2>/dev/null
	contains ../out frozen
	contains ../out sev0
	run_ok git postmortem show keep >../out 2>/dev/null
	contains ../out paused
	lacks ../out 'use proposed'
	run_ok git postmortem list --format=json >../out 2>/dev/null
	contains ../out '"status": "frozen"'
	git postmortem action set keep --priority low 2>/dev/null
	contains postmortems/$id/actions/keep-a-spare.md 'state: paused'
	fails_with 128 git postmortem action start keep 2>../err
	contains postmortems/$id/actions/keep-a-spare.md 'state: paused'
)
end

begin 'doctor says that the program is too old'
(
	set -e
	lay_out required
	git postmortem init >/dev/null 2>&1
	fails_with 1 git postmortem doctor >../out
	contains ../out 'error    .postmortem/policy.yaml:1: requires'
	git postmortem doctor --format=json >../out || :
	contains ../out program-old
)
end

begin 'a version that is here already changes nothing, a wrong one is an error'
(
	set -e
	lay_out future
	git postmortem check >../before
	for version in 0.1 0.1.7 "$(git postmortem --version |
		sed 's/.* \([0-9.]*\).*/\1/')"
	do
		git checkout -q .postmortem
		echo "requires: $version" >>.postmortem/policy.yaml
		run_ok git postmortem check >../after 2>../err
		same ../after ../before
		[ ! -s ../err ]
	done
	git checkout -q .postmortem
	sed -i '1s/.*/requires: newest/' .postmortem/policy.yaml
	fails_with 1 git postmortem check >../out
	contains ../out '.postmortem/policy.yaml:1: error: requires: is not a version'
	contains ../out 'as in "requires: 0.3"'
	fails_with 128 git postmortem list 2>../err
	contains ../err 'policy.yaml:1: requires: is not a version; write'
)
end

begin 'where records stand has to be known all the same'
(
	set -e
	lay_out required
	sed -i 's/^codeowners:.*/root: [a, b]/' .postmortem/policy.yaml
	fails_with 128 git postmortem list 2>../err
	contains ../err "$needed"
	contains ../err 'root: is not a text'
)
end

done_testing

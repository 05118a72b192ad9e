#!/bin/sh
# SPDX-License-Identifier: MIT
#
# "git postmortem" alone: what needs attention, mine first.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

item() {
	mkdir -p "postmortems/$1/actions"
	printf -- '---\ntitle: %s\nstate: %s\nowner: %s\ndue: %s\n---\n' \
		"$2" "$3" "$4" "$5" >"postmortems/$1/actions/$2.md"
	sed -i '/^[a-z]*: $/d' "postmortems/$1/actions/$2.md"
}

status() {
	sed -i "s/^status: .*/status: $2/; s/^severity: .*/severity: $3/" \
		"postmortems/$1/README.md"
}

# The headings and ids that are shown, in order.
shown() {
	git postmortem >out
	sed -n 's/ (git postmortem .*//; /^[A-Z-]/p; s/^   *.*\(2026[^ ]*\).*/\1/p' \
		out >lines
}

begin 'with nothing there it says how to begin'
(
	set -e
	git postmortem >out
	contains out '"git postmortem init" sets this repository up'
	git postmortem init --skip-hooks
	git postmortem >out
	contains out 'begin one with "git postmortem new'
)
end

begin 'with nothing to do it says so'
(
	set -e
	write_complete 2026-11-21-a
	status 2026-11-21-a closed minor
	git add postmortems
	git commit -q --no-verify -m one
	git postmortem >out
	same out - <<-'END'
	Nothing needs attention.
	END
)
end

begin 'mine come first, then by kind, then by urgency'
(
	set -e
	git config postmortem.user alice
	for name in a b c d
	do
		write_document 2026-11-21-$name "$name" 'owner: bob
'
	done
	status 2026-11-21-a in-review major
	status 2026-11-21-b in-review minor
	status 2026-11-21-c reviewed minor
	item 2026-11-21-a late accepted bob 2026-12-01
	item 2026-11-21-a later in-progress bob 2026-11-30
	item 2026-11-21-a soon accepted alice 2026-12-09
	item 2026-11-21-a far accepted alice 2026-12-10
	item 2026-11-21-a overdue accepted alice 2026-12-01
	item 2026-11-21-a idea proposed alice ''
	item 2026-11-21-a orphan proposed '' ''
	item 2026-11-21-a settled 'done' alice 2026-01-01
	git add postmortems
	git commit -q --no-verify -m all
	shown
	same lines - <<-'END'
	Overdue
	2026-11-21-a/overdue
	Due within a week
	2026-11-21-a/soon
	Proposed, waiting for an answer
	2026-11-21-a/idea
	-- others --
	Overdue
	2026-11-21-a/later
	2026-11-21-a/late
	Without an owner
	2026-11-21-a/orphan
	Drafts
	2026-11-21-d
	Waiting for a debrief
	2026-11-21-a
	In review
	2026-11-21-b
	Every item settled, not yet closed
	2026-11-21-c
	END
	contains out 'yesterday'
)
end

begin 'an item is not overdue on its day'
(
	set -e
	write_complete 2026-11-21-a
	item 2026-11-21-a today accepted alice@example.com 2026-12-02
	git postmortem >out
	lacks out 'Overdue'
	contains out 'today'
	GIT_POSTMORTEM_NOW=2026-12-03 git postmortem >out
	contains out 'Overdue'
)
end

begin 'others are cut to a glance, --all shows them'
(
	set -e
	for n in 1 2 3 4 5 6 7
	do
		write_document 2026-11-2$n-slow "$n" 'owner: bob
'
	done
	git postmortem >out
	contains out 'Nothing waits for you. Others:'
	contains out 'and 2 more; --all shows them'
	lacks out 2026-11-27-slow
	git postmortem --all >out
	contains out 2026-11-27-slow
	lacks out 'more'
)
end

begin 'mine is by handle, name or address of the policy'
(
	set -e
	mkdir .postmortem
	printf 'people:\n  al: {name: Alice Example, email: alice@example.com}\n' \
		>.postmortem/policy.yaml
	for owner in al @al 'Alice Example' ALICE@example.com
	do
		write_document 2026-11-21-a 'Slow' "owner: \"$owner\"
"
		git postmortem >out
		lacks out 'Others'
		contains out '2026-11-21-a'
	done
)
end

begin 'the JSON has the reason and the record of each'
(
	set -e
	write_complete 2026-11-21-a
	item 2026-11-21-a late accepted bob 2026-12-01
	git postmortem --format=json >out
	contains out '"version": 1'
	contains out '"why": "draft"'
	contains out '"why": "overdue"'
	count 1 out '"mine": true'
	contains out '"id": "2026-11-21-a/late"'
	fails_with 129 git postmortem --format=xml 2>err
)
end

begin '--at shows what waited then; a bare repository is fine'
(
	set -e
	write_complete 2026-11-21-a
	commit_all 'one'
	git rm -q -r postmortems
	git postmortem >out
	contains out 'No post-mortem yet'
	git postmortem --at HEAD >out
	contains out 2026-11-21-a
	git clone -q --bare . bare.git
	cd bare.git
	git postmortem >out
	contains out 2026-11-21-a
)
end

begin 'a fresh clone is told that it lacks the hooks'
(
	set -e
	git postmortem init --commit
	write_complete 2026-11-21-a
	commit_all 'one'
	git postmortem >out 2>err
	lacks err hint
	git clone -q . clone
	cd clone
	git postmortem >../out 2>../err
	contains ../err 'git postmortem doctor --fix'
	git postmortem --format=json 2>../err >../out
	lacks ../err hint
	git -c postmortem.hints=false postmortem 2>../err >../out
	lacks ../err hint
	git postmortem doctor --fix
	git postmortem 2>../err >../out
	lacks ../err hint
	# Who keeps post-mortems without a policy has not asked for hooks.
	git rm -q .postmortem/policy.yaml
	rm .git/hooks/pre-commit
	git postmortem 2>../err >../out
	lacks ../err hint
)
end

begin 'an unknown command is a usage error with the nearest one'
(
	set -e
	fails_with 129 git postmortem chekc 2>err
	contains err 'did you mean "check"?'
	fails_with 129 git postmortem action finish 2>err
	contains err 'git postmortem action'
	fails_with 129 git postmortem action 2>err
	contains err 'usage: git postmortem action'
	fails_with 129 git postmortem --wrong 2>err
	lacks err 'did you mean'
	fails_with 129 git postmortem new Slow --severty=minor 2>err
	contains err "unknown option \`severty'; did you mean \`--severity'?"
	fails_with 129 git postmortem list --json 2>err
	contains err "did you mean \`--format=json'?"
	fails_with 129 git postmortem list --state open 2>err
	contains err "did you mean \`--status'?"
	fails_with 129 git postmortem action list --status open 2>err
	contains err "did you mean \`--state'?"
	run_ok git postmortem -h >out
	contains out 'usage: git postmortem'
	# Each command once, below the title of its kind, in 80 columns.
	sed -n 's/^    \([a-z][a-z-]*\)  .*/\1/p' out >told
	git postmortem complete commands | cut -f1 | same told -
	count 1 out 'set up, and keep it working'
	count 1 out 'beneath'
	run_ok git postmortem check -h >long
	count 0 long 'rdjsonl checkstyle junit'
	contains long 'junit'
	run_ok git postmortem help -h | same out -
	run_ok git postmortem --version >out
	contains out 'git-postmortem '
)
end

begin 'what another command does, or git, is answered with that'
(
	set -e
	while read -r words
	do
		word=${words%% *}
		fails_with 129 git postmortem "$word" 2>err
		[ "$(wc -l <err)" = 1 ]
		contains err "\"$word\" is not a git postmortem command; "
		contains err "${words#* }"
	done <<-'END'
	revert git revert <commit>
	undo git revert <commit>
	search git grep -i
	find git grep -i
	status "git postmortem" alone says
	mv git mv <from> <to>
	rename git mv <from> <to>
	rm action decline
	delete git rm -r
	accept did you mean "action accept"?
	reopen did you mean "action reopen"?
	assign did you mean "action set --owner"?
	postpone did you mean "action set --due"?
	export --format=json
	version git postmortem --version
	publish git postmortem advance
	template .postmortem/templates
	policy .postmortem/policy.yaml
	reprot did you mean "report"?
	qqqqqqq "git postmortem -h" lists them
	END
	fails_with 129 git postmortem action revert 2>err
	contains err 'action reopen'
	fails_with 129 git postmortem action mv 2>err
	contains err 'git mv'
	fails_with 129 git postmortem action edit 2>err
	contains err '"git postmortem edit <item>" opens it'
	fails_with 129 git postmortem action assign 2>err
	contains err 'action set <item> --owner=<person>'
)
end

begin '--color may stand before the command'
(
	set -e
	git postmortem init --skip-hooks >out 2>&1
	git postmortem new 'Outage' --severity minor --date 2026-11-21 >out
	git postmortem action add outage 'Fix' >out
	git config color.ui always
	git postmortem list --color=never >plain
	git postmortem list >colored
	if cmp -s plain colored; then complain 'there is no color'; fi
	git postmortem --color=never list >out
	same out plain
	git postmortem --color never list >out
	same out plain
	git postmortem --color=always --color=never list -- >out
	same out plain
	git postmortem --color=never list --color=always >out
	same out colored
	git postmortem action list --color=never >plain
	git postmortem --color=never action list >out
	same out plain
	git postmortem --color=never >out
	lacks out "$(printf '\033')"
	git postmortem --color=never --version >out
	contains out 'git-postmortem '
	git postmortem --color never -h >out
	contains out 'usage: git postmortem'
	git postmortem --color=never help list >out
	contains out 'usage: git postmortem list'
	fails_with 129 git postmortem --color=pink list 2>err
	contains err 'expects always, never or auto, not "pink"'
	fails_with 129 git postmortem --color=never lits 2>err
	contains err 'did you mean "list"?'
	fails_with 129 git postmortem --color 2>err
	contains err 'requires a value'
)
end

begin 'it says which records are not committed yet'
(
	set -e
	git postmortem init --skip-hooks --commit >/dev/null 2>&1
	git postmortem new --severity minor One --commit >/dev/null 2>&1
	git postmortem action add One Warm --commit >/dev/null 2>&1
	git postmortem >../out
	lacks ../out 'Not committed yet'
	git postmortem action set warm --team web >/dev/null
	git postmortem new --severity minor Two >/dev/null
	echo more >>postmortems/2026-12-02-one/README.md
	echo graph >postmortems/2026-12-02-one/graph.svg
	git postmortem >../out
	contains ../out 'Not committed yet (git add, git commit)'
	grep -q 'not staged *postmortems/2026-12-02-one/README.md' ../out
	grep -q '  staged *postmortems/2026-12-02-one/actions/warm.md' ../out
	grep -q 'new, staged *postmortems/2026-12-02-two/README.md' ../out
	lacks ../out graph.svg
	git postmortem --format=json >../json
	count 3 ../json '"standing"'
	git postmortem --at HEAD >../out
	lacks ../out 'Not committed yet'
	cd postmortems
	git postmortem >../../out
	grep -q 'not staged *2026-12-02-one/README.md' ../../out
)
end

begin '--exit-code says whether something is overdue, whoever owns it'
(
	set -e
	write_complete 2026-11-21-a
	item 2026-11-21-a today accepted bob 2026-12-02
	item 2026-11-21-a idea proposed bob 2026-11-01
	run_ok git postmortem --exit-code >out
	contains out 'Due within a week'
	item 2026-11-21-a late accepted bob 2026-12-01
	fails_with 1 git postmortem --exit-code >out
	contains out 'Overdue'
	fails_with 1 git postmortem --exit-code --format=json >out
	contains out '"why": "overdue"'
	run_ok git postmortem >out
	run_ok git postmortem --exit-code --no-exit-code >out
	commit_all 'late'
	git clone -q --bare . ../bare.git
	cd ../bare.git
	fails_with 1 git postmortem --exit-code >out
	fails_with 128 git postmortem --exit-code --at 2026-11-30 >out
)
end

begin '--exit-code never says "nothing" of what cannot be read'
(
	set -e
	write_complete 2026-11-21-a
	dir=postmortems/2026-11-21-a/actions
	mkdir -p $dir
	for broken in 'title: [' 'title: x
state: wip' 'title: x
state: accepted
due: soon'
	do
		printf -- '---\n%s\n---\n' "$broken" >$dir/broken.md
		fails_with 128 git postmortem --exit-code >out 2>err
		contains err 'actions/broken.md:'
		contains err 'cannot be told'
	done
	# What is known to be overdue is, whatever else there is.
	item 2026-11-21-a late accepted bob 2026-12-01
	fails_with 1 git postmortem --exit-code >out 2>err
	rm -r $dir
	echo 'no folder' >$dir
	fails_with 128 git postmortem --exit-code >out 2>err
	contains err '2026-11-21-a/actions'
	rm $dir
	run_ok git postmortem --exit-code >out
	echo 'people: [' >.policy
	mkdir .postmortem
	mv .policy .postmortem/policy.yaml
	fails_with 128 git postmortem --exit-code >out 2>err
)
end

done_testing

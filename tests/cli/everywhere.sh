# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# The same questions in every kind of repository: sourced after lib.sh and
# records.sh by the scripts t08*, which say
#
#	id=2026-11-21-slow file=postmortems/$id/README.md
#	item=postmortems/$id/actions/warm.md
#
# fill                   a policy, two post-mortems and an item, in two
#                        commits, in the current repository
# answers                what all that reads says, without commit ids
# changes                what all that writes does
# as_in_an_ordinary_one  both say what they say in an ordinary repository
# read_as_in_an_ordinary_one
#                        the first of the two
# both_backends          libgit2 and cat-file give the same answers
#
# shellcheck disable=SC2154

fill() {
	# shellcheck disable=SC2034 # of test_tick
	PM_CLOCK=$PM_EPOCH
	git postmortem init >/dev/null 2>&1
	write_complete "$id"
	write_complete 2026-11-20-earlier 'An earlier one'
	write_item "$id" warm 2026-12-10
	mkdir -p src/deep
	echo code >src/deep/code.c
	echo notes >notes.txt
	commit_all 'begin'
	test_tick
	git postmortem action set warm --due 2026-12-24 --reason 'it is late' \
		--commit >/dev/null 2>&1
}

without_ids() {
	sed -e 's/^[0-9a-f]\{7,\} /<commit> /' \
		-e 's/"\(commit\|abbrev\)":"[0-9a-f]*"/"\1":"<commit>"/g' \
		-e 's/^index [0-9a-f]*\.\.[0-9a-f]*/index <ids>/' \
		-e 's/\[main [0-9a-f]*\]/[main <commit>]/'
}

# Without hints: one speaks of the hooks of this very clone.
ask() {
	echo "== $*"
	answered=0
	git -c postmortem.hints=false postmortem "$@" 2>../ask.err ||
		answered=$?
	sed 's/^/stderr: /' ../ask.err
	echo "exit $answered"
}

answers() {
	{
		ask
		ask list
		ask list --at HEAD
		ask list --at HEAD~1 --format=json
		ask action list
		ask action list --at HEAD~1
		ask show "$id"
		ask show --at HEAD~1 "$id"/warm
		ask show --format=json "$id"
		ask check
		ask check --at HEAD
		ask check HEAD~1..HEAD
		ask check --staged
		ask log
		ask log --format=json warm
		ask log --patch warm
		ask list --at nonsense
		ask show nothing
	} | without_ids
}

changes() {
	# A clone has no hooks of its own.
	git postmortem hook install >/dev/null || return 1
	{
		test_tick
		write_incomplete "$id"
		git commit -q -a -m 'incomplete' 2>&1
		echo "exit $?"
		write_complete "$id"
		test_tick
		ask action set warm --team web --commit
		ask action add "$id" 'Warm another'
		ask action accept warm-another --due 2026-12-31
		test_tick
		git commit -q -a -m 'two items' 2>&1
		ask advance "$id"
		ask new --severity minor 'Another one'
		echo '== status'
		git status --porcelain
		git reset -q --hard
		echo '== log'
		git log --format=%s
		git show --format= --stat HEAD~1
		ask check
	} | without_ids
}

ordinary() {
	[ -e "$PM_TRASH/answers" ] && return
	fresh_repo "$PM_TRASH/ordinary" || return 1
	(
		cd "$PM_TRASH/ordinary" || exit 1
		unset GIT_POSTMORTEM_OBJECTS
		fill
		answers >"$PM_TRASH/answers"
		changes >"$PM_TRASH/changes"
	)
}

read_as_in_an_ordinary_one() {
	ordinary && answers >"$PM_TRASH/answers-here" &&
		same "$PM_TRASH/answers-here" "$PM_TRASH/answers"
}

as_in_an_ordinary_one() {
	read_as_in_an_ordinary_one &&
		changes >"$PM_TRASH/changes-here" &&
		same "$PM_TRASH/changes-here" "$PM_TRASH/changes"
}

# Where libgit2 cannot read, asking for it is an error and not a guess.
both_backends() {
	for objects in $PM_BACKENDS
	do
		(
			GIT_POSTMORTEM_OBJECTS=$objects
			export GIT_POSTMORTEM_OBJECTS
			read_as_in_an_ordinary_one
		) || complain "--- through $objects" || return 1
	done
}

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Every rule finds its bad examples and leaves its good ones alone. The
# examples are folders below tests/data/rules/<rule>, see the README there.

. "${0%/*}/lib.sh"

examples=$PM_SOURCE/tests/data/rules
id=2026-11-21-slow-checkout

# Lay an example out as a post-mortem in the folder of this id.
place() {
	folder=postmortems/$2
	[ ! -f "$1/folder" ] || folder=postmortems/$(cat "$1/folder")
	mkdir -p "$folder" .postmortem/templates
	for part in README.md actions
	do
		[ ! -e "$1/$part" ] || cp -R "$1/$part" "$folder/"
	done
	[ ! -f "$1/policy.yaml" ] || cp "$1/policy.yaml" .postmortem/
	[ ! -f "$1/template.md" ] ||
		cp "$1/template.md" .postmortem/templates/default.md
	[ ! -f "$1/prepare" ] || (cd "$folder" && sh "$1/prepare")
}

# "path:line level rule" of each finding in the JSON on standard input.
told() {
	awk -v "folder=postmortems/$id" '
	function value(line) {
		sub(/^[^:]*: "?/, "", line)
		sub(/"?,?$/, "", line)
		return line
	}
	/^      "path": /  { path = value($0); line = "" }
	/^      "line": /  { line = ":" value($0) }
	/^      "rule": /  { rule = value($0) }
	/^      "level": / {
		if (path == folder)
			path = "."
		else if (index(path, folder "/") == 1)
			path = substr(path, length(folder) + 2)
		print path line, value($0), rule
	}' | LC_ALL=C sort
}

# The findings are those that the example expects, none for a good one, and
# the exit code says whether there is an error among them.
judged() {
	: >expected
	[ ! -f "$1/expect" ] || LC_ALL=C sort "$1/expect" >expected
	shift
	status=0
	"$@" >json || status=$?
	told <json >found
	same found expected
	wanted=0
	! grep -q ' error ' expected || wanted=1
	[ $status = $wanted ] || complain "exit $status: $*"
}

check_standing() {
	begin "$rule: $name example"
	(
		set -e
		place "$example" $id
		judged "$example" git postmortem check --format=json
	)
	end
}

commit_example() {
	git add -A .
	test_tick
	git commit -q --allow-empty "$@"
}

# The line that commit-msg prints for a finding, as check would list it.
hook_told() {
	sed -n "s,^postmortems/$id/\\([^ ]*\\): \\([a-z]*\\): .* \\[\\(.*\\)\\]\$,\\1 \\2 \\3,p"
}

# A rule that asks for the message is found by commit-msg, not by --staged.
check_message() {
	cp "$example/message" message
	# The author and the date of HEAD would be those of an amended commit.
	test_tick
	git postmortem hook run commit-msg message 2>said || true
	hook_told <said >found
	: >expected
	[ ! -f "$example/expect" ] || cp "$example/expect" expected
	same found expected
	git postmortem check --staged --format=json >json
	told <json >found
	lacks found "$rule"
}

check_change() {
	begin "$rule: $name example"
	(
		set -e
		place "$example/before" $id
		# A week ago, so that its proposals were slept on.
		PM_CLOCK=$((PM_CLOCK - 7 * 86400))
		commit_example -m before
		PM_CLOCK=$((PM_CLOCK + 7 * 86400))
		rm -rf "postmortems/$id"
		place "$example/after" $id
		git add -A .
		if [ -f "$example/message" ]
		then
			check_message
			commit_example -F message
		else
			judged "$example" \
				git postmortem check --staged --format=json
			commit_example -m after
		fi
		judged "$example" \
			git postmortem check --format=json HEAD~..HEAD
	)
	end
}

begin 'every rule has a bad and a good example, and each folder is a rule'
(
	set -e
	git postmortem complete rule | sort >rules
	[ -s rules ]
	for folder in "$examples"/*/
	do
		basename "$folder"
	done | sort >folders
	same folders rules
	while read -r rule
	do
		grep -q -F -h " $rule" "$examples/$rule"/bad*/expect ||
			complain "$rule: no bad example finds it"
		for kind in bad good
		do
			[ -d "$examples/$rule/$kind" ] ||
				complain "$rule: no $kind example"
		done
	done <rules
)
end

for example in "$examples"/*/bad* "$examples"/*/good*
do
	[ -d "$example" ] || continue
	name=${example##*/}
	rule=${example%/*}
	rule=${rule##*/}
	if [ -d "$example/before" ] || [ -d "$example/after" ]
	then
		check_change
	else
		check_standing
	fi
done

done_testing

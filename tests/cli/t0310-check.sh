#!/bin/sh
# SPDX-License-Identifier: MIT
#
# check: what it looks at, what it says, and what it exits with.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

a=2026-11-20-lost
b=2026-11-21-slow

# Two post-mortems, the second without its owner and with a bad item.
standing() {
	git postmortem init --skip-hooks >/dev/null 2>&1
	write_complete $a
	write_item $a keep 2026-12-19
	write_incomplete $b
	write_item $b warm 2026-12-19
	sed -i '/^due/d; /^title/d' postmortems/$b/actions/warm.md
	commit_all standing
}

# "path line rule" of every finding, from the JSON.
findings() {
	status=0
	git postmortem check --format=json "$@" >json || status=$?
	awk '
	/^      "path": /  { path = $2; line = "" }
	/^      "line": /  { line = $2 }
	/^      "rule": /  { print path, line, $2 }
	' json | tr -d '",' | sed 's,postmortems/[0-9-]*-,,' >found
	return $status
}

begin 'check finds everything at once, sorted, each with place, rule and fix'
(
	set -e
	standing
	fails_with 1 git postmortem check >out
	same out - <<-END
	postmortems/$b/README.md:1: error: the post-mortem has no owner [owner]
	    fix: add "owner:" and the one person who sees it through

	postmortems/$b/actions/warm.md:1: error: the action item has no title [action-title]
	    fix: add "title:" and what is to be done
	postmortems/$b/actions/warm.md:2: error: the item is accepted but has no due date [action-due]
	    fix: add "due:" and the day, as in 2026-12-05

	2 post-mortems checked: 3 errors in 2 files
	END
)
end

begin 'without a finding it says what it has looked at, and exits 0'
(
	set -e
	standing
	git rm -q -r postmortems/$b
	run_ok git postmortem check >out
	same out - <<-'END'
	1 post-mortem checked: no findings
	END
	git rm -q -r postmortems
	run_ok git postmortem check >out
	contains out '0 post-mortems checked'
)
end

begin 'warnings alone exit 0'
(
	set -e
	standing
	git rm -q -r postmortems/$b
	sed -i 's/^title: .*/title: Slow #2/' postmortems/$a/README.md
	run_ok git postmortem check >out
	contains out '[cut-comment]'
	contains out '1 post-mortem checked: 1 warning in 1 file'
)
end

looks_at() {
	begin "check ${2:-without operands}"
	(
		set -e
		standing
		# shellcheck disable=SC2086
		fails_with "$1" findings $2
		same found -
	)
	end
}
all='slow/README.md 1 owner
slow/actions/warm.md 1 action-title
slow/actions/warm.md 2 action-due'
looks_at 1 '' <<END
$all
END
looks_at 1 --all <<END
$all
END
looks_at 1 -a <<END
$all
END
for name in slow $b postmortems/$b postmortems/$b/ ./postmortems/$b/README.md \
	postmortems/$b/actions postmortems/$b/graph.png
do
	looks_at 1 "$name" <<-END
	$all
	END
done
looks_at 0 lost </dev/null
looks_at 1 "lost slow" <<END
$all
END
looks_at 1 "slow warm" <<END
$all
END
looks_at 1 warm <<END
slow/actions/warm.md 1 action-title
slow/actions/warm.md 2 action-due
END
looks_at 1 "keep warm" <<END
slow/actions/warm.md 1 action-title
slow/actions/warm.md 2 action-due
END
looks_at 1 "postmortems/$b/actions/warm.md" <<END
slow/actions/warm.md 1 action-title
slow/actions/warm.md 2 action-due
END
for name in . postmortems ./postmortems/
do
	looks_at 1 $name <<-END
	$all
	END
done
looks_at 1 '--at HEAD' <<END
$all
END
looks_at 1 '--at HEAD warm' <<END
slow/actions/warm.md 1 action-title
slow/actions/warm.md 2 action-due
END

begin 'names count from a subfolder, and so do the paths that are told'
(
	set -e
	standing
	cd postmortems/$b/actions
	fails_with 1 git postmortem check warm.md >out
	contains out 'warm.md:1: error'
	lacks out 'postmortems/'
	fails_with 1 git postmortem check .. >out
	contains out '../README.md:1: error'
	run_ok git postmortem check ../../$a
	fails_with 1 git postmortem check ../.. >out
	contains out '2 post-mortems checked'
	fails_with 1 git postmortem check "$PWD" >out
	contains out '1 post-mortem checked'
	fails_with 1 git postmortem check --format=json >out
	contains out "\"path\": \"postmortems/$b/README.md\""
)
end

begin 'a name that is none is an error, and nothing is checked'
(
	set -e
	standing
	fails_with 128 git postmortem check slow nothing >out 2>err
	contains err 'no post-mortem or action item "nothing"'
	same out - </dev/null
	fails_with 128 git postmortem check '' 2>err
	fails_with 128 git postmortem check /etc/passwd 2>err
	fails_with 128 git postmortem check ../elsewhere 2>err
	fails_with 128 git postmortem check --at nowhere 2>err
	contains err nowhere
)
end

begin 'what does not go together is a usage error'
(
	set -e
	standing
	for words in '--staged slow' '--staged --all' '--staged --at HEAD' \
		'HEAD..HEAD --all' 'HEAD..HEAD slow' 'slow HEAD..HEAD' \
		'HEAD..HEAD --at HEAD' '--all slow' '--format=xml' '--wrong'
	do
		# shellcheck disable=SC2086
		fails_with 129 git postmortem check $words 2>err
		contains err 'usage: git postmortem check'
	done
)
end

# --- a change ---

begin '--staged looks at what is staged, and not at the work tree'
(
	set -e
	standing
	run_ok findings --staged
	same found - </dev/null
	contains json '"examined": 0'
	sed -i '/^due/d' postmortems/$a/actions/keep.md
	run_ok findings --staged
	git add postmortems
	git show HEAD:postmortems/$a/actions/keep.md \
		>postmortems/$a/actions/keep.md
	fails_with 1 findings --staged
	same found - <<-'END'
	lost/actions/keep.md 3 action-due
	END
	contains json '"examined": 1'
	run_ok git postmortem check lost
)
end

begin 'a record that was put where nobody reads it is told to be there'
(
	set -e
	standing
	item=postmortems/$a/actions/keep.md
	for to in postmortems/$a/actions/old/keep.md postmortems/$a/keep.md \
		postmortems/$a/actions/keep.markdown docs/kept.md \
		postmortems/keep.md
	do
		mkdir -p "${to%/*}"
		git mv $item "$to"
		fails_with 1 git postmortem check --staged >out
		contains out "is no action item any more: its file is now at $to"
		lacks out 'is removed'
		git reset -q --hard
	done
	# What was changed on its way is known by its name.
	git mv $item postmortems/$a/keep.md
	echo 'More.' >>postmortems/$a/keep.md
	git add -A
	fails_with 1 git postmortem check --staged >out
	contains out "its file is now at postmortems/$a/keep.md"
	git reset -q --hard
	mkdir -p postmortems/$a/docs
	git mv postmortems/$a/README.md postmortems/$a/docs/README.md
	git rm -q -r postmortems/$a/actions
	fails_with 1 git postmortem check --staged >out
	contains out "is no post-mortem any more: its file is now at postmortems/$a/docs/README.md"
	git reset -q --hard
	git rm -q $item
	fails_with 1 git postmortem check --staged >out
	contains out 'is removed'
)
end

begin '--staged works before the first commit'
(
	set -e
	write_incomplete $b
	run_ok findings --staged
	git add postmortems
	fails_with 1 findings --staged
	same found - <<-'END'
	slow/README.md 1 owner
	END
)
end

begin 'what was wrong before a change is a warning in it, a second is an error'
(
	set -e
	standing
	echo more >>postmortems/$b/README.md
	git add postmortems
	run_ok git postmortem check --staged >out
	count 3 out 'note: it was so before this change'
	contains out 'warning: the post-mortem has no owner'
	sed -i '/^severity/d' postmortems/$b/README.md
	git add postmortems
	fails_with 1 git postmortem check --staged >out
	contains out 'error: the post-mortem has no severity'
	contains out 'warning: the post-mortem has no owner'
)
end

begin 'the same wording a second time is worse than once'
(
	set -e
	standing
	echo 'rules: {blame-wording: error}' >.postmortem/policy.yaml
	sed -i 's/^The cache.*/It was human error./' postmortems/$a/README.md
	commit_all 'once'
	echo 'More text.' >>postmortems/$a/README.md
	git add postmortems
	run_ok git postmortem check --staged
	printf '\nAgain human error.\n' >>postmortems/$a/README.md
	git add postmortems
	fails_with 1 git postmortem check --staged >out
	count 1 out 'error: "human error"'
	count 1 out 'warning: "human error"'
)
end

begin 'a step to the next status excuses nothing'
(
	set -e
	standing
	sed -i 's/^status: .*/status: in-review/; s/^One order.*/TBD/' \
		postmortems/$a/README.md
	git add postmortems
	fails_with 1 findings --staged
	same found - <<-'END'
	lost/README.md 12 section-empty
	END
)
end

begin 'what cannot be relied on is an error even if it was so before'
(
	set -e
	standing
	sed -i 's/^severity.*/&\n&/' postmortems/$a/README.md
	commit_all 'wrong'
	echo more >>postmortems/$a/README.md
	git add postmortems
	fails_with 1 findings --staged
	contains found 'duplicate-key'
)
end

begin 'a range judges what its commits changed'
(
	set -e
	standing
	git tag base
	echo more >>postmortems/$a/README.md
	commit_all 'fine'
	run_ok findings base..HEAD
	same found - </dev/null
	sed -i '/^owner/d' postmortems/$a/README.md
	commit_all 'wrong'
	for range in base..HEAD base.. HEAD^..HEAD base..main HEAD~2...
	do
		fails_with 1 findings $range
		same found - <<-'END'
		lost/README.md 1 owner
		END
	done
	run_ok findings HEAD..base
	run_ok findings ..HEAD
	contains json '"examined": 0'
)
end

begin 'a...b counts from where the two parted, a..b does not'
(
	set -e
	standing
	git checkout -q -b side
	echo more >>postmortems/$b/README.md
	commit_all 'side'
	git checkout -q main
	sed -i '/^owner/d' postmortems/$a/README.md
	commit_all 'wrong on main'
	run_ok findings main...side
	contains json '"examined": 1'
	fails_with 1 findings side...main
	same found - <<-'END'
	lost/README.md 1 owner
	END
	run_ok findings main..side
	contains json '"examined": 2'
)
end

begin 'a range without a common commit, or with a bad end, is an error'
(
	set -e
	standing
	git checkout -q --orphan other
	git commit -q -m 'other'
	fails_with 128 git postmortem check main...other 2>err
	contains err 'main and other have no commit in common'
	run_ok findings main..other
	fails_with 128 git postmortem check main..nowhere 2>err
	contains err nowhere
	fails_with 128 git postmortem check nowhere..main 2>err
	contains err nowhere
)
end

begin 'a range asks who accepted, and why a day moved, commit by commit'
(
	set -e
	write_complete $a
	write_item $a keep 2026-12-19
	sed -i 's/^state.*/state: proposed/; s/^owner.*/owner: bob@example.com/' \
		postmortems/$a/actions/keep.md
	commit_all base
	git tag base
	sed -i 's/^state.*/state: accepted/' postmortems/$a/actions/keep.md
	test_tick
	git commit -q -a -m 'accept' --author='Bob <bob@example.com>'
	echo text >>postmortems/$a/actions/keep.md
	commit_all 'alice touches it later'
	run_ok findings base..
	same found - <<-'END'
	lost/actions/keep.md 3 accepted-too-soon
	END
	git tag -f base
	sed -i 's/^due.*/due: 2027-01-19/' postmortems/$a/actions/keep.md
	commit_all 'later'
	git commit -q --allow-empty -m 'unrelated

but with a body'
	run_ok findings base..
	same found - <<-'END'
	lost/actions/keep.md 6 due-moved-without-reason
	lost/actions/keep.md 6 promise-by-other
	END
	git reset -q --hard HEAD~2
	sed -i 's/^due.*/due: 2027-01-19/' postmortems/$a/actions/keep.md
	commit_all 'later

Postmortem-Reason: the release moved'
	run_ok findings base..
	same found - <<-'END'
	lost/actions/keep.md 6 promise-by-other
	END
)
end

begin 'a promise is too soon on the day of its commit, not of the check'
(
	set -e
	id=2026-12-02-slow
	write_complete $id
	commit_all base
	git tag base
	write_item $id warm 2026-12-19
	commit_all accept
	for now in 2026-12-02 2027-12-02
	do
		GIT_POSTMORTEM_NOW=$now run_ok findings base..
		same found - <<-'END'
		slow/actions/warm.md 3 accepted-too-soon
		END
	done
)
end

begin 'a folder that moves keeps its past, also when the root moves'
(
	set -e
	standing
	git mv postmortems/$b postmortems/2026-11-21-checkout
	run_ok git postmortem check --staged >out
	lacks out 'is removed'
	count 3 out 'it was so before this change'
	git reset -q --hard
	mkdir docs
	git mv postmortems docs/incidents
	echo 'root: docs/incidents' >.postmortem/policy.yaml
	git add .postmortem
	run_ok git postmortem check --staged >out
	contains out '2 post-mortems checked'
	lacks out 'is removed'
	count 3 out 'it was so before this change'
	git rm -q -r -f docs/incidents/$a
	fails_with 1 git postmortem check --staged >out
	contains out "postmortems/$a/README.md: error: the post-mortem"
	contains out '[postmortem-removed]'
)
end

begin 'a file that is no record is never examined'
(
	set -e
	standing
	echo graph >postmortems/$b/graph.svg
	echo text >notes.md
	git add .
	run_ok findings --staged
	contains json '"examined": 0'
)
end

# --- what it says ---

begin 'the JSON is valid, versioned, stable, and has every field'
(
	set -e
	standing
	sed -i 's/^status: .*/&\
waivers:\
  owner: nobody \"wants\" it/' postmortems/$b/README.md
	fails_with 1 git postmortem check --format=json slow >one
	fails_with 1 git postmortem check --format=json slow >two
	same two one
	sed 16q one >top
	same top - <<-END
	{
	  "version": 1,
	  "examined": 1,
	  "errors": 2,
	  "warnings": 0,
	  "findings": [
	    {
	      "path": "postmortems/$b/README.md",
	      "line": 1,
	      "id": "$b",
	      "rule": "owner",
	      "level": "off",
	      "subject": "owner",
	      "message": "the post-mortem has no owner",
	      "fix": "add \"owner:\" and the one person who sees it through",
	      "excuse": "waived",
	END
	contains one '"excuse_text": "nobody \"wants\" it"'
	if command -v python3 >/dev/null
	then
		python3 -m json.tool <one >/dev/null
	fi
)
end

begin 'a waiver is told with its reason, and is no finding'
(
	set -e
	standing
	rm -r postmortems/$b/actions
	sed -i 's/^status: .*/&\
waivers: {owner: nobody wants it}/' postmortems/$b/README.md
	run_ok git postmortem check slow >out
	contains out 'waived: the post-mortem has no owner [owner]'
	contains out 'reason: nobody wants it'
	contains out '1 post-mortem checked: no findings'
)
end

begin 'a folder without a document, and one without records'
(
	set -e
	standing
	rm postmortems/$a/README.md
	mkdir postmortems/notes
	echo x >postmortems/notes/x.txt
	fails_with 1 git postmortem check lost >out
	contains out "postmortems/$a: error: holds action items but no README.md"
	fails_with 1 git postmortem check >out
	lacks out notes
)
end

begin 'names that differ only in case are told'
(
	set -e
	standing
	# One folder on some machines: then there is nothing to tell.
	mkdir postmortems/2026-11-20-LOST || exit 0
	cp -r postmortems/$a/README.md postmortems/2026-11-20-LOST
	fails_with 1 git postmortem check >out
	contains out 'only in case'
	contains out '[not-a-file]'
)
end

begin 'a bare repository is checked at HEAD'
(
	set -e
	standing
	git clone -q --bare . bare.git
	cd bare.git
	fails_with 1 findings
	same found - <<-END
	$all
	END
	fails_with 1 git postmortem check slow >out
)
end

begin 'many documents give the same findings in the same order every time'
(
	set -e
	n=100
	while [ $n -lt 160 ]
	do
		write_incomplete 2026-11-21-n$n
		n=$((n + 1))
	done
	fails_with 1 git postmortem check >one
	fails_with 1 git postmortem check >two
	same two one
	contains one '60 post-mortems checked: 60 errors in 60 files'
	grep '^postmortems' one | LC_ALL=C sort -c
)
end

done_testing

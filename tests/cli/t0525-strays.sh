#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Places where nobody looks: what people take for a post-mortem and no rule
# reads is a finding of hook, check, range and server, and a line of doctor.
# Ordinary attachments are none.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/push.sh"

id=2026-11-21-slow
joiner=$(printf '\342\200\214')
cyrillic=$(printf 'READ\320\234\320\225.md')

# Only what people take for one, and no more than its beginning.
taken() {
	mkdir -p "${1%/*}"
	printf -- '---\ntitle: Lost\n%s\n---\n' "${2:-status: in-review}" >"$1"
}

standing() {
	write_complete $id
	commit_all 'standing'
	git postmortem hook install >/dev/null
}

# told PATH: by the hook, by check of what is staged, of a range and of all,
# and by doctor.
told() {
	git add -A
	fails_with 1 git commit -q -m 'stray' 2>../err &&
		contains ../err '[misplaced]' &&
		fails_with 1 git postmortem check --staged >../out &&
		contains ../out '[misplaced]' &&
		fails_with 1 git postmortem check >../out &&
		contains ../out '[misplaced]' &&
		git commit -q --no-verify -m 'stray' &&
		fails_with 1 git postmortem check HEAD^..HEAD >../out &&
		contains ../out '[misplaced]' &&
		fails_with 1 git postmortem check --at HEAD >../out &&
		contains ../out '[misplaced]' || return
	git postmortem doctor --commits=0 >../out || :
	contains ../out 'is not read'
}

while IFS=: read -r what path
do
	path=$(printf '%b.' "${path# }")
	path=${path%.}
	begin "$what is taken for a post-mortem, and told"
	(
		set -e
		standing
		taken "$path"
		told "$path"
	)
	end
done <<END
another case of the root: Postmortems/2026-11-30-bad/README.md
a root with hyphens: post-mortems/2026-11-30-bad/README.md
a folder too deep: postmortems/2026/11-30-bad/README.md
a folder that is hidden: postmortems/.2026-11-30-bad/README.md
a zero-width character: postmortems/2026-11-30-bad/READ${joiner}ME.md
letters of another script: postmortems/2026-11-30-bad/$cyrillic
a dot at the end: postmortems/2026-11-30-bad/README.md.
a blank at the end: postmortems/2026-11-30-bad/README.md\\040
another ending: postmortems/2026-11-30-bad/readme.markdown
no ending: postmortems/2026-11-30-bad/README
an index: postmortems/2026-11-30-bad/index.md
a report: postmortems/2026-11-30-bad/report.md
a file beside the folders: postmortems/bad.md
a second document: postmortems/$id/README.markdown
END

begin 'a root below another folder is nobody'"'"'s'
(
	set -e
	standing
	for root in services/postmortems docs/a/Post_Mortems
	do
		taken $root/2026-11-30-bad/README.md
		taken $root/2026-11-30-bad/actions/fix.md 'state: accepted'
		git add -A
		fails_with 1 git commit -q -m 'stray' 2>../err
		count 1 ../err "$root/2026-11-30-bad/README.md: error: is taken"
		count 1 ../err "$root/2026-11-30-bad/actions/fix.md: error: is taken"
		git reset -q --hard
	done
	# What others keep in such a folder, they keep.
	mkdir -p docs/postmortems/2026-11-30-bad
	echo '# A page' >docs/postmortems/2026-11-30-bad/README.md
	git add -A
	git commit -q -m 'of another tool'
)
end

begin 'a root in another case holds records, whatever is in them'
(
	set -e
	standing
	mkdir -p Postmortems/2026-11-30-bad/actions
	echo '# Not even front matter' >Postmortems/2026-11-30-bad/README.md
	git add -A
	fails_with 1 git commit -q -m 'by its name' 2>../err
	contains ../err 'Postmortems/2026-11-30-bad/README.md: error'
	contains ../err 'to postmortems/2026-11-30-bad/README.md'
	git rm -q --cached -r Postmortems
	rm -r Postmortems
	# Any part of a deeper one.
	git mv postmortems docs
	mkdir -p .postmortem docs/incidents
	git mv docs/$id docs/incidents/$id
	echo 'root: docs/incidents' >.postmortem/policy.yaml
	git add -A
	git commit -q -m 'elsewhere'
	for path in Docs/incidents docs/Incidents "d${joiner}ocs/incidents"
	do
		taken "$path/2026-11-30-bad/README.md"
		told
		git reset -q --hard HEAD^
	done
)
end

begin 'an item that is beside its folder, too deep or of another ending'
(
	set -e
	standing
	for path in beside.md actions/deep/er.md actions/other.markdown \
		"actions/x${joiner}.mkd"
	do
		taken "postmortems/$id/$path" 'state: accepted'
		told
		contains ../out 'an action item is'
		git reset -q --hard HEAD^
	done
	# Where it would go is another place.
	taken postmortems/$id/actions/.hidden.md 'state: accepted'
	told
	contains ../out "git mv postmortems/$id/actions/.hidden.md \
postmortems/$id/actions/hidden.md"
)
end

begin 'a byte order mark in front hides nothing'
(
	set -e
	standing
	taken postmortems/2026-11-30-bad/index.md
	sed -i '1s/^/\xef\xbb\xbf/' postmortems/2026-11-30-bad/index.md
	told postmortems/2026-11-30-bad/index.md
)
end

begin 'attachments and what others keep are no post-mortems'
(
	set -e
	standing
	mkdir -p postmortems/$id/graphs docs .postmortem/templates
	echo 'graph' >postmortems/$id/graphs/load.svg
	cp "$(document $id)" postmortems/$id/older.md
	cp "$(document $id)" postmortems/$id/graphs/README.md
	cp "$(document $id)" "$(document $id).orig"
	cp "$(document $id)" "$(document $id)~"
	cp "$(document $id)" .postmortem/templates/minor.md
	cp "$(document $id)" docs/outage.md
	taken postmortems/$id/notes.md 'tags: [cache]'
	taken postmortems/index.md 'status: published'
	taken postmortems/README.md 'layout: page'
	echo 'Post-mortems of ours.' >README.md
	echo 'Our rules.' >postmortems/rules.md
	echo 'x' >postmortems/notes.txt
	git add -A
	git commit -m 'attached' >out 2>&1
	lacks out misplaced
	run_ok git postmortem check >out
	lacks out misplaced
	git postmortem doctor >out || :
	lacks out 'is not read'
)
end

begin 'what stood there before is a warning, and going away is nothing'
(
	set -e
	standing
	taken postmortems/bad.md
	git add -A
	git commit -q --no-verify -m 'stray'
	echo 'more' >>postmortems/bad.md
	git add -A
	run_ok git postmortem check --staged >out
	contains out 'warning: is taken for a post-mortem'
	git commit -q -m 'no worse'
	git rm -q postmortems/bad.md
	run_ok git commit -q -m 'gone'
	# A team that wants it so says so.
	mkdir -p .postmortem
	printf 'rules:\n  misplaced: off\n' >.postmortem/policy.yaml
	taken postmortems/bad.md
	git add -A
	git commit -q -m 'allowed'
)
end

begin 'what doctor names is what mends it'
(
	set -e
	standing
	write_complete 2026-11-30-bad
	mkdir -p postmortems/2026
	mv postmortems/2026-11-30-bad postmortems/2026/
	git add -A
	git commit -q --no-verify -m 'too deep'
	git postmortem init >/dev/null
	git postmortem doctor --format=json | sed -n \
		's/.*"remedy": "\(mkdir.*\)",/\1/p' >remedy
	sh -e ./remedy
	[ -e "$(document 2026-11-30-bad)" ]
	git postmortem doctor >out || :
	lacks out 'is not read'
)
end

begin 'a server refuses it, and takes what the other side of a merge had'
(
	set -e
	begin_server
	taken Postmortems/2026-11-30-bad/README.md
	commit_all 'stray'
	refused origin main
	contains err '[misplaced]'
	git rm -q -r Postmortems
	commit_all 'gone'
	run_ok push -q origin main
)
end

begin 'a merge is not asked for what the other side has'
(
	set -e
	standing
	git checkout -q -b side
	write_complete 2026-11-22-other
	cp "$(document 2026-11-22-other)" postmortems/2026-11-22-other/index.md
	taken postmortems/bad.md
	git add -A
	git commit -q --no-verify -m 'side'
	git checkout -q main
	echo x >x
	commit_all 'main'
	run_ok git merge -q --no-edit side
)
end

begin 'no folder of git is a root, however it is written'
(
	set -e
	standing
	mkdir .postmortem
	for root in .GIT .git/x 'docs/.Git' "'.git '" "'.git.'" "'GIT~1'" \
		"\".g\\u200cit\"" "'.git::\$INDEX_ALLOCATION'" .Postmortem
	do
		echo "root: $root" >.postmortem/policy.yaml
		git add -A
		fails_with 1 git commit -q -m 'root' 2>../err ||
			complain "passed: $root"
		contains ../err 'is not a folder of this repository'
		fails_with 1 git postmortem check --staged
		fails_with 1 git postmortem check
	done
	git commit -q --no-verify -m 'root'
	fails_with 1 git postmortem check HEAD^..HEAD
	fails_with 1 git postmortem doctor >out
	contains out 'is not a folder of this repository'
	for root in .github gitlab 'docs/git' git~12
	do
		echo "root: $root" >.postmortem/policy.yaml
		git add -A
		git commit -q -m "$root" ||
			complain "refused: $root"
	done
)
end

begin 'a commit of nothing near costs nothing'
(
	set -e
	standing
	for path in src/main.c notes.txt 'Überblick.pdf' postmortem.c
	do
		mkdir -p "$(dirname "$path")"
		echo x >"$path"
	done
	git add -A
	GIT_TRACE=$PWD/../trace git commit -q -m 'nothing near'
	lacks ../trace cat-file
	lacks ../trace ls-tree
)
end

done_testing

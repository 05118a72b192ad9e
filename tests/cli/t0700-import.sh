#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem import: a document of somebody else's making becomes a
# post-mortem with its items, its history stays, and nothing is done by half.
# The shapes of documents are in tests/unit/test_adopt*.c.
# valgrind

. "${0%/*}/lib.sh"

# old_document NAME DAY: in the work tree, not committed.
old_document() {
	mkdir -p "$(dirname "$1")"
	cat >"$1" <<-END
	# Queue stuck

	**Date:** $2
	**Severity:** SEV2
	**Owner:** @carol

	![graph](img/graph.png)

	## Summary

	The queue was stuck.

	## Timeline

	All times in UTC.

	- 10:00 the queue stops (started)
	- 10:05 an alert fires (detected)
	- 11:00 it runs again (resolved)

	## Action items

	- Page when the queue is old (@alice, 2026-12-20)
	- [x] Add a second consumer
	END
}

NEW=postmortems/2026-11-20-queue-stuck

begin 'a document moves into its folder, with front matter and items'
(
	set -e
	git postmortem init >/dev/null 2>&1
	old_document 'docs/old queue.md' 2026-11-20
	commit_all 'Write it up'
	git postmortem import 'docs/old queue.md' >out 2>err
	contains out "docs/old queue.md -> $NEW  (2 action items)"
	contains out '1 post-mortem, 2 action items'
	[ ! -e 'docs/old queue.md' ]
	same "$NEW/README.md" - <<-'END'
	---
	title: Queue stuck
	status: draft
	severity: major
	owner: carol
	started: 2026-11-20T10:00Z
	detected: 2026-11-20T10:05Z
	resolved: 2026-11-20T11:00Z
	formerly: docs/old queue.md
	imported: draft
	---

	# Queue stuck

	**Date:** 2026-11-20
	**Severity:** SEV2
	**Owner:** @carol

	![graph](../../docs/img/graph.png)

	## Summary

	The queue was stuck.

	## Timeline

	All times in UTC.

	- 10:00 the queue stops (started)
	- 10:05 an alert fires (detected)
	- 11:00 it runs again (resolved)

	## Action items

	- Page when the queue is old (@alice, 2026-12-20)
	- [x] Add a second consumer

	## History

	- 2026-12-02 alice@example.com: draft, owner carol: imported
	END
	same "$NEW/actions/page-when-the-queue-is-old.md" - <<-'END'
	---
	title: Page when the queue is old
	state: proposed
	due: 2026-12-20
	owner: alice
	---

	## History

	- 2026-12-02 alice@example.com: proposed, owner alice, due 2026-12-20: imported
	END
	contains "$NEW/actions/add-a-second-consumer.md" 'state: done'
)
end

begin 'everything is staged, the hook lets the commit pass, log goes back'
(
	set -e
	git postmortem init >/dev/null 2>&1
	old_document 'old queue.md' 2026-11-20
	commit_all 'Write it up'
	git postmortem import 'old queue.md' >out
	git status --porcelain >left
	lacks left '??? postmortems'
	git diff --quiet
	test_tick
	git commit -q -m 'Adopt it'
	git postmortem check --all >out
	contains out 'imported'
	git postmortem log queue-stuck >told
	contains told 'Adopt it'
	contains told 'Write it up'
)
end

begin 'advancing an imported document asks for what it lacks'
(
	set -e
	git postmortem init >/dev/null 2>&1
	old_document old.md 2026-11-20
	git postmortem import --commit old.md >out
	fails_with 1 git postmortem advance queue-stuck >out 2>&1
	contains out 'Impact'
	contains "$NEW/README.md" 'status: draft'
)
end

begin 'an untracked document is imported as well'
(
	set -e
	old_document old.md 2026-11-20
	git postmortem import old.md >out
	git diff --cached --name-only >staged
	contains staged "$NEW/README.md"
	[ ! -e old.md ]
)
end

begin '--dry-run says the same and writes nothing'
(
	set -e
	old_document old.md 2026-11-20
	commit_all old
	before=$(git write-tree)
	git postmortem import --dry-run old.md >dry
	contains dry 'nothing was written'
	[ "$(git write-tree)" = "$before" ]
	git status --porcelain --untracked-files=no >left
	same left - </dev/null
	[ -e old.md ]
	[ ! -e postmortems ]
	git postmortem import old.md >wet
	sed 's/; nothing was written//' dry >expected
	same wet expected
)
end

begin '--commit commits with a message that names the files'
(
	set -e
	old_document old.md 2026-11-20
	old_document other.md 2026-11-21
	commit_all old
	test_tick
	git postmortem import --commit old.md other.md >out
	git log -1 --format=%B >message
	contains message 'Import 2 post-mortems'
	contains message '2026-11-20-queue-stuck, from old.md, with 2 action items'
	git status --porcelain --untracked-files=no >left
	same left - </dev/null
)
end

begin 'folders that are taken get a number, links between files are kept'
(
	set -e
	mkdir "postmortems" "$NEW"
	echo '---' >"$NEW/README.md"
	printf '# Queue stuck\n\nDate: 2026-11-20\n\n## Summary\n\n%s\n' \
		'see [b](b%20b.md#x)' >a.md
	printf '# Queue stuck\n\nDate: 2026-11-20\n\n## Summary\n\n%s\n' \
		'see [a][] and [out](../../c.md)' >'b b.md'
	printf '\n[a]: a.md\n' >>'b b.md'
	git postmortem import a.md 'b b.md' >out
	contains $NEW-2/README.md 'see [b](../2026-11-20-queue-stuck-3/README.md#x)'
	contains $NEW-3/README.md '[a]: ../2026-11-20-queue-stuck-2/README.md'
	contains $NEW-3/README.md '[out](../../c.md)'
	contains out 'line 7: the link "../../c.md" leads out of the repository'
)
end

begin 'the defaults hold where a document is silent'
(
	set -e
	printf '# A\n\n## Summary\n\nx\n' >2026-11-01-a.md
	old_document b.md 2026-11-20
	git postmortem import --severity minor --status closed --owner dave \
		2026-11-01-a.md b.md >out
	contains postmortems/2026-11-01-a/README.md 'severity: minor'
	contains postmortems/2026-11-01-a/README.md 'status: closed'
	contains postmortems/2026-11-01-a/README.md 'imported: closed'
	contains postmortems/2026-11-01-a/README.md 'owner: dave'
	contains $NEW/README.md 'severity: major'
	contains $NEW/README.md 'owner: carol'
	fails_with 128 git postmortem import --severity huge c.md 2>err
	contains err 'severity: "huge" is not a severity'
)
end

begin 'day and owner come from the first commit, through renames'
(
	set -e
	printf '# A\n\n## Summary\n\nIt broke, and was mended again.\n' >first
	export GIT_AUTHOR_DATE='2020-02-03T23:30:00+0100'
	export GIT_AUTHOR_EMAIL=bob@example.com
	git add first
	git commit -q -m 1
	git mv first 'second name.md'
	git commit -q -m 2
	git postmortem import 'second name.md' >out
	contains out 'postmortems/2020-02-03-a'
	contains out 'the folder is named after the first commit'
	contains postmortems/2020-02-03-a/README.md 'owner: bob@example.com'
)
end

begin 'the old path is kept to the byte'
(
	set -e
	old_document 'a  b #c.md' 2026-11-20
	git postmortem import 'a  b #c.md' >out
	contains $NEW/README.md 'formerly: "a  b #c.md"'
)
end

begin 'paths count from where one stands'
(
	set -e
	old_document sub/dir/old.md 2026-11-20
	cd sub/dir
	git postmortem import old.md >out
	contains out "old.md -> ../../$NEW  (2 action items)"
	contains "../../$NEW/README.md" 'formerly: sub/dir/old.md'
)
end

begin 'a document that lies in its folder already is completed there'
(
	set -e
	old_document $NEW/README.md 2026-11-20
	git postmortem import $NEW/README.md >out
	contains $NEW/README.md 'imported: draft'
	contains $NEW/README.md '](img/graph.png)'
	lacks $NEW/README.md 'formerly'
	[ -e $NEW/actions/add-a-second-consumer.md ]
	fails_with 128 git postmortem import $NEW/README.md 2>err
	contains err 'is a post-mortem already'
	fails_with 128 git postmortem import \
		$NEW/actions/add-a-second-consumer.md 2>err
	contains err 'is an action item already'
)
end

begin 'one file that cannot be imported keeps all of them out'
(
	set -e
	old_document good.md 2026-11-20
	printf '# A\n\n## Summary\n\nx\0y\n' >nul.md
	printf '<<<<<<< HEAD\n# A\n=======\n# B\n>>>>>>> b\n' >conflict.md
	printf -- '---\nowner: @alice\n---\n# A\n\n## Summary\n' >yaml.md
	printf 'Permission is granted.\n' >LICENSE
	printf '# Our postmortems\n' >README.md
	ln -s good.md link.md
	mkdir folder
	mkfifo fifo
	git init -q inner
	cp good.md inner/mine.md
	fails_with 128 git postmortem import good.md nul.md conflict.md \
		yaml.md LICENSE README.md 2>err
	contains err 'nul.md: holds NUL bytes'
	contains err 'conflict.md:1:'
	contains err 'yaml.md:2:'
	contains err 'LICENSE: does not look like a post-mortem'
	contains err '--force'
	contains err 'README.md: does not look like a post-mortem'
	contains err 'nothing was imported: 5 of 6 files cannot be'
	for bad in link.md folder fifo missing.md ../outside.md /dev/null \
		inner/mine.md
	do
		fails_with 128 git postmortem import good.md "$bad" 2>err
		contains err "${bad#../}"
		contains err 'nothing was imported'
	done
	[ -e good.md ]
	[ ! -e postmortems ]
	[ -z "$(git ls-files)" ]
)
end

begin 'a document that is too large is refused'
(
	set -e
	old_document big.md 2026-11-20
	yes 'and so on' | head -c 200000 >>big.md
	fails_with 128 git postmortem import big.md 2>err
	contains err 'big.md: has 200'
	[ -e big.md ]
)
end

begin '--force takes what has no shape'
(
	set -e
	printf 'It broke on 2026-11-03.\n' >NOTES
	fails_with 128 git postmortem import NOTES 2>err
	git postmortem import --force NOTES >out
	contains postmortems/2026-11-03-notes/README.md 'title: NOTES'
)
end

begin 'existing front matter is kept, its unknown fields do not block'
(
	set -e
	git postmortem init >/dev/null 2>&1
	cat >post.md <<-'END'
	---
	layout: post  # of the site
	title: "Queue: stuck"
	date: 2026-11-20
	severity: SEV1
	tags: [queue]
	---

	## Summary

	x
	END
	git postmortem import --owner alice post.md >out
	contains out 'the front matter of 1 keeps date, layout, tags, which'
	contains $NEW/README.md 'layout: post  # of the site'
	contains $NEW/README.md 'tags: [queue]'
	contains $NEW/README.md 'severity: critical'
	test_tick
	git add .postmortem postmortems
	git commit -q -m 'Adopt it'
)
end

# site_pages: three documents of a site generator, committed.
site_pages() {
	git postmortem init >/dev/null 2>&1
	for day in 1 2 3
	do
		cat >"page$day.md" <<-END
		---
		uuid: 000$day
		title: Queue stuck $day
		start_time: 2026-11-0${day}T09:00:00Z
		keywords: [mail]
		resolvedWhen: 2026-11-0${day}
		---

		## Summary

		Mail was late.
		END
	done
	commit_all 'Write them up'
}

begin 'foreign fields are told once, and by no other command'
(
	set -e
	site_pages
	git postmortem import page*.md >out
	count 1 out uuid
	contains out 'the front matter of 3 keeps keywords, resolvedWhen, uuid'
	test_tick
	git commit -q -m 'Adopt them' 2>err
	contains err 'warnings came with an import'
	for command in list report doctor
	do
		run_ok git postmortem "$command" >out 2>err
		lacks err uuid
		lacks out 'unknown key'
	done
	run_ok git postmortem check --all >out
	lacks out unknown-key
)
end

begin 'a slip of the pen in an imported document is told all the same'
(
	set -e
	site_pages
	git postmortem import page1.md >/dev/null 2>&1
	sed -i 's/^owner:/ownr:/' postmortems/*/README.md
	git postmortem list >out 2>err
	contains err 'unknown key "ownr"'
)
end

begin 'a later commit is not told what came with the import'
(
	set -e
	site_pages
	git postmortem import page*.md >/dev/null 2>&1
	test_tick
	git commit -q -m 'Adopt them' 2>err
	printf '\nMore of it.\n' >>postmortems/2026-11-01-queue-stuck-1/README.md
	test_tick
	git commit -q -a -m 'Tell more' 2>err
	same err /dev/null
	git postmortem new -s minor 'Disk full' >/dev/null 2>&1
	git add -A
	test_tick
	git commit -q -m 'Disk full' 2>err
	same err /dev/null
)
end

begin 'a JSON export stays where it is, whatever is insisted on'
(
	set -e
	git postmortem init >/dev/null 2>&1
	printf '%s\n' '{' ' "title": "Postmortem",' ' "owner": ":pushpin:"' \
		'}' >export.md
	commit_all 'Export'
	fails_with 128 git postmortem import --force export.md 2>err
	contains err 'export.md: is JSON, which is no document to read'
	[ -e export.md ]
	[ ! -e postmortems ] || [ -z "$(ls postmortems)" ]
)
end

begin 'other documents that link to what moves are told, and stay'
(
	set -e
	git postmortem init >/dev/null 2>&1
	old_document 'docs/old queue.md' 2026-11-20
	cat >docs/README.md <<-'END'
	# Index

	- [Queue](old%20queue.md), [its end](./old%20queue.md#timeline)
	- `[no link](old%20queue.md)`
	END
	echo '<a href="docs/old%20queue.md">it</a>' >index.md
	echo '[another one](old%20queue.md)' >other.md
	commit_all 'Write it up'
	git postmortem import -n 'docs/old queue.md' >out 2>&1
	contains out 'docs/README.md:3 links to what moves (2 links)'
	git postmortem import 'docs/old queue.md' >out 2>&1
	contains out 'docs/README.md:3 links to what moves (2 links)'
	contains out 'index.md:1 links to what moves (1 link)'
	lacks out other.md
	git diff --cached --quiet -- docs/README.md index.md
)
end

begin 'nothing that is printed reaches the terminal as a command'
(
	set -e
	printf '# A \033[31mred\n\nSeverity: \033[2Jx\n\n## Summary\n\nx\n' \
		>2026-11-01-a.md
	git postmortem import 2026-11-01-a.md >out 2>err || :
	escape=$(printf '\033')
	lacks out "$escape"
	lacks err "$escape"
	sed -n 's/^title: //p' postmortems/*/README.md >title
	lacks title "$escape"
)
end

begin 'a file named twice is imported once'
(
	set -e
	old_document old.md 2026-11-20
	git postmortem import old.md ./old.md >out
	contains out '1 post-mortem, 2 action items'
)
end

begin 'no file is a usage error, a bare repository has no files'
(
	set -e
	fails_with 129 git postmortem import 2>err
	contains err 'name the documents to adopt'
	git init -q --bare bare.git
	cd bare.git
	fails_with 128 git postmortem import x.md 2>err
)
end

begin 'an import waits for the lock and gives up'
(
	set -e
	old_document old.md 2026-11-20
	git config postmortem.lockTimeout 10
	(
		flock 9
		fails_with 128 git postmortem import old.md 2>err
	) 9>.git/postmortem.lock
	contains err 'postmortem.lock'
	[ -e old.md ]
)
end

done_testing

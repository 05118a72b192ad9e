#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Broken and hostile front matter: "check" and the hook refuse it with one
# message that has the line and the fix, what changes files writes nothing,
# and what reads still shows the others.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/bad.sh"

id=2026-11-21-bad
file=postmortems/$id/README.md
good=2026-11-20-good
export id file good

begin 'values that YAML reads otherwise than a person'
(
	set -e
	standing
	broken 'title: Bad\nowner: @alice\n'
	refused 3 "a value cannot start with '@'" \
		'quote it: owner: "@alice"'
	broken 'title: Outage: DB down\nowner: alice\n'
	refused 2 "a second ': ' in one line" \
		'quote it: title: "Outage: DB down"'
	broken "$(fields 'services: *x')\n"
	refused 6 "'*' would start an alias, which is not allowed here" \
		'quote it: services: "*x"'
	broken "$(fields 'services: &x [a]')\n"
	refused 6 "'&' would start an anchor" 'quote it: services: "&x [a]"'
	broken "$(fields 'services: !!python/object:os.system x')\n"
	refused 6 "'!' would start a tag" 'quote it: services: "!!python'
	broken "$(fields 'services: "a')\n"
	refused 6 'the quote that opens here is never closed' 'put " at the'
	broken "$(fields 'services: [a')\n"
	refused 6 'the [ that opens here is not closed' 'put ] behind'
	broken "$(fields 'services: [')\n"
	refused 6 "a value is missing behind '['" 'close it: [a, b]'
	broken "$(fields 'services: [a, , b]')\n"
	refused 6 "a value is missing behind ','" "write the value, or remove"
)
end

begin 'what a # cut off is told; an empty title is refused besides'
(
	set -e
	standing
	broken 'title: Fix #12 now #later\nseverity: minor\nowner: alice\n'
	told 2 '"#12 now #later" is taken for a comment' 'put the whole value'
	broken 'title: #1234 broke\nseverity: minor\nowner: alice\n'
	fails_with 1 git postmortem check >out
	contains out "$file:2: warning: \"#1234 broke\" is taken for a comment"
	contains out 'error: the post-mortem has no title'
	fails_with 1 git commit -q -m 'no title'
	head_is standing
)
end

begin 'more YAML than is read here'
(
	set -e
	standing
	broken "$(fields '<<: *x')\n"
	refused 6 'a merge key (<<) is not allowed' 'write the line as'
	broken "$(fields '? a' ': b')\n"
	refused 6 'a key must be a plain word' 'write the line as'
	broken "$(fields '--- more: keys')\n"
	refused 6 'a second YAML document starts here' 'keep all keys above'
	broken "%%YAML 1.3\n$(fields)\n"
	refused 2 "a line that starts with '%' is no field" 'remove the line'
	broken '- a\n- b\n'
	refused 2 'this is not a list of keys and values' 'write lines of'
	broken 'hello\n'
	refused 2 'this is not a list of keys and values' 'write lines of'
)
end

begin 'keys that stand twice, are mistyped, or hold no value of their type'
(
	set -e
	standing
	broken "$(fields 'owner: bob')\n"
	refused 6 "the key 'owner' is set twice, in line 5 and in line 6" \
		'keep one of the two lines'
	broken "$(fields 'ownr: bob')\n"
	refused 6 'unknown key "ownr"' 'did you mean "owner"?'
	broken "$(fields 'started: 2024-02-30T00:00Z')\n"
	refused 6 'started: "2024-02-30T00:00Z" is not a time' 'write it with'
	broken 'title: Bad\nseverity: minor\nowner: [alice, bob]\n'
	refused 4 'owner: "[...]" names more than one person' 'name the one person'
	broken "$(fields 'debrief:' '	date: 2026-11-12')\n"
	refused 7 'a tab cannot indent YAML' 'indent with spaces'
)
end

begin 'lists without end and without bottom'
(
	set -e
	standing
	open=$(head -c 60000 /dev/zero | tr '\0' '[')
	broken "$(fields "services: $open")\n"
	refused 6 'lists and maps nest deeper than 16 levels' 'write it with'
	broken "$(fields "services: $(yes '{a: ' | head -10000 | tr -d '\n')")\n"
	refused 6 'lists and maps nest deeper than 16 levels' 'write it with'
	broken "$(fields)\n$(seq -f 'key%g: x' 2100)\n"
	refused 2002 'more than 2000 keys and list entries' 'keep the front'
	broken "$(fields)\n$(seq -f '# %060.0f' 1100)\n"
	refused 1 'the front matter is larger than 65536 bytes' 'keep long'
)
end

begin 'characters that hide or reorder, raw and as an escape in quotes'
(
	set -e
	standing
	for char in '\033[31m' '\302\233' '\007' '\177' '\342\200\256' \
		'\342\201\246' '\342\200\213' '\357\273\277'
	do
		broken "title: a${char}b\nseverity: minor\nowner: alice\n"
		refused 2 'invisible character: ' 'remove it'
	done
	for char in '\342\200\250' '\342\200\251' '\302\205'
	do
		broken "title: a${char}ownr: b\nseverity: minor\nowner: alice\n"
		refused 2 '' 'replace it with an ordinary line break'
	done
	broken 'title: a\0b\nowner: alice\n'
	refused 2 'NUL byte: this is not a text file' 'remove it, or save'
	for char in '\\e[31m' '\\x1b[31m' '\\0' '\\u202e' '\\a' '\\P'
	do
		broken "title: \"a${char}b\"\nseverity: minor\nowner: alice\n"
		refused 2 'an escape in quotes stands for an invisible' \
			'remove the escape'
	done
	broken "$(fields "a$(printf '\033')b: x")\n"
	refused 6 'invisible character: escape' 'remove it'
)
end

begin 'an escape in a key reaches no terminal'
(
	set -e
	standing
	broken "$(fields '"a\\eb": x')\n"
	fails_with 1 git postmortem check >out 2>err
	contains out "$file:6: error: "
	contains out 'unknown key "a\x1bb"'
	no_escape out err
	fails_with 1 git commit -q -m 'a key' 2>err
	no_escape err
)
end

begin 'bytes that are no UTF-8'
(
	set -e
	standing
	for bytes in '\377' '\300\200' '\355\240\200' '\360\200\200\200' \
		'\364\220\200\200' '\303'
	do
		broken "title: a${bytes}b\nseverity: minor\nowner: alice\n"
		refused 2 'byte 0x' 'save the file as UTF-8'
	done
	fields | sed 's/^/---\n/;2,$d' >/dev/null
	{ printf -- '---\n'; fields; printf -- '---\n'; write_body; } |
		iconv -f UTF-8 -t UTF-16 >$file
	git add -A
	refused 1 'the file is UTF-16 text' 'save it as UTF-8'
	{ printf -- '---\n'; fields; printf -- '---\n'; write_body; } |
		iconv -f UTF-8 -t UTF-16BE >$file
	git add -A
	refused 1 'the file is UTF-16 text' 'save it as UTF-8'
)
end

begin 'a byte order mark, CRLF, CR and a closing ... are fine'
(
	set -e
	standing
	for how in "1s/^/$(printf '\357\273\277')/" 's/$/\r/'
	do
		write_complete $id
		sed -i "$how" $file
		git add -A
		harmless
	done
	write_complete $id
	tr '\n' '\r' <$file >copy && mv copy $file
	git add -A
	harmless
	write_complete $id
	sed -i '2,$s/^---$/.../' $file
	git add -A
	harmless
)
end

begin 'front matter that is missing, too low or never closed'
(
	set -e
	standing
	: >$file
	git add -A
	refused 1 'the file is empty' 'start it with a line of ---'
	write_body >$file
	git add -A
	refused 1 'no front matter: the first line is not ---' 'start the file'
	write_complete $id
	sed -i '1s/^/\n/' $file
	git add -A
	refused 1 'the front matter must begin in line 1' 'remove what stands'
	write_complete $id
	sed -i '2,$s/^---$//' $file
	git add -A
	refused 1 'the front matter that begins here is never closed' \
		'add a line of ---'
)
end

begin 'a merge that was left unfinished in the fields'
(
	set -e
	standing
	broken "title: Bad\n<<<<<<< HEAD\nowner: alice\n=======\nowner: bob
>>>>>>> side\nseverity: minor\n"
	refused 3 'merge conflict up to line 7' 'keep what is right'
)
end

begin 'an action item is held to the same'
(
	set -e
	standing
	write_item $id warm 2026-12-10
	commit_all 'an item'
	git tag -f standing >/dev/null
	item=postmortems/$id/actions/warm.md
	printf -- '---\ntitle: Warm\nowner: @alice\n---\n' >$item
	git add -A
	fails_with 1 git postmortem check >out
	contains out "$item:3: error: a value cannot start with '@'"
	contains out '    fix: quote it: owner: "@alice"'
	fails_with 1 git commit -q -m 'bad' 2>err
	contains err "$item:3: error:"
	head_is standing
	for change in 'set warm --due 2026-12-24' 'accept warm' 'start warm' \
		'done warm --evidence abc' 'decline warm --reason none' \
		'reopen warm'
	do
		# shellcheck disable=SC2086
		untouched fails_with 128 git postmortem action $change 2>../err
		contains ../err "$item:3: a value cannot start with '@'; quote it"
	done
	still_shown "$item:3: "
	git postmortem action list >out 2>err
	contains out '?      '
	count 1 err "$item:3: a value cannot start with '@'; quote it"
	git postmortem list >out
	contains out '1/1  Slow checkout'
	git postmortem list --format=json >out 2>/dev/null
	lacks out '"state"'
	git postmortem action show warm --format=json >out
	lacks out '"state"'
	contains out '"line": 3'
	contains out "a value cannot start with '@'"
	# The document beside it can still be read, and edited.
	git postmortem show $id >out 2>err
	contains out '?  '
	count 1 err 'actions/warm.md:3: '
)
end

begin 'what cannot be read has no status, and is not settled'
(
	set -e
	standing
	sed -i 's/^status: draft/status: reviewed/' $file
	write_item $id warm 2026-12-10
	printf -- '---\ntitle: [\n---\n' >postmortems/$id/actions/warm.md
	git postmortem >out 2>err
	lacks out 'Every item settled'
	contains err 'actions/warm.md:2: '
	broken 'title: [\n'
	git postmortem list >out 2>err
	grep "^$id  *?" out
	git postmortem list --format=json >out 2>err
	count 1 out '"status"'
	git postmortem >out 2>err
	# But that it is not committed is said.
	sed '/^Not committed yet/,$d' out >attention
	lacks attention "$id"
	contains err "$file:2: "
)
end

done_testing

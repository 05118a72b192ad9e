#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Broken and hostile text below the front matter. What hides sections is
# refused, and told alone: not as so many missing sections. What is only odd
# is a warning with its line.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/bad.sh"

id=2026-11-21-bad
file=postmortems/$id/README.md
good=2026-11-20-good
export id file good

# below FORMAT: put this at the end of the document, in line 40 and behind.
below() {
	write_complete $id
	# shellcheck disable=SC2059
	printf -- "$1" >>$file
	git add -A
}

# above FORMAT: put it between Summary and its text, from line 9 on.
above() {
	write_complete $id
	# shellcheck disable=SC2059
	printf -- "$1" >../inserted
	sed -i '8r ../inserted' $file
	git add -A
}

begin 'what is never closed and hides sections is told in one message'
(
	set -e
	standing 0
	above '<!-- oops\n'
	refused 9 'the comment that begins here is never closed and hides 7 head' \
		'close it with -->'
	above '```sh\nls\n'
	refused 9 'the code that begins here is never closed and hides 7 head' \
		'close it with ```'
	above '~~~\nls\n'
	refused 9 'the code that begins here is never closed and hides 7 head' \
		'close it with ~~~'
	above '<pre>\nls\n'
	refused 9 'the pre that begins here is never closed and hides 7 head' \
		'close it with </pre>'
	above '<script>\n'
	refused 9 'the script that begins here is never closed and hides 7 h' \
		'close it with </script>'
)
end

begin 'who takes it for no error is told about the sections instead'
(
	set -e
	standing
	above '<!-- oops\n'
	sed -i '5a waivers:\n  markdown: the renderer of ours copes' $file
	sed -i 's/^status: draft/status: in-review/' $file
	fails_with 1 git postmortem check >out
	count 7 out '[section-missing]'
	git checkout -q -- $file
	above '<!-- oops\n'
	sed -i 's/^status: draft/status: in-review/' $file
	printf 'rules:\n  markdown: warning\n' >.postmortem/policy.yaml
	fails_with 1 git postmortem check >out
	count 7 out '[section-missing]'
	count 1 out ':9: warning: the comment'
)
end

begin 'one that hides nothing is a warning, and nothing else'
(
	set -e
	standing
	below '\n<!-- oops\nand more\n'
	told 40 'the comment that begins here is never closed and hides every' \
		'close it with -->'
	below '\n```\nls\n'
	told 40 'the code that begins here is never closed and hides every' \
		'close it with ```'
	# shellcheck disable=SC2016
	below '\n<!-- fine\n-->\n\n```\nls\n```\n\n<pre>\n\nls\n</pre>\n'
	harmless
)
end

begin 'quotes and lists without bottom'
(
	set -e
	standing 0
	below "\n$(yes '>' | head -1000 | tr -d '\n')\n"
	refused 40 'this line nests more than 32 quotes and lists' 'nest fewer'
	below "\n$(yes -- '- ' | head -5000 | tr -d '\n')x\n"
	refused 40 'this line nests more than 32 quotes and lists' 'nest fewer'
)
end

begin 'characters that hide or reorder, in prose and in headings'
(
	set -e
	standing
	below '\na \342\200\256 b\n'
	told 40 'invisible character: right-to-left override (U+202E)' 'remove'
	below '\na \033[31m b\n'
	told 40 'invisible character: escape character (U+001B)' 'remove it'
	below '\n## A \033]0;owned heading\n'
	told 40 'invisible character: escape character (U+001B)' 'remove it'
	below '\n| a | b |\n|---|---|\n| \302\233 | c |\n'
	told 42 'invisible character: control character (U+009B)' 'remove it'
	below '\na\342\200\250b\n'
	told 40 'line separator (U+2028)' 'replace it with an ordinary line'
	below '\na \377 b\n'
	told 40 'byte 0xff is not valid UTF-8' 'save the file as UTF-8'
	below '\na \0 b\n'
	refused 40 'NUL byte: this is not a text file' 'remove it, or save'
)
end

begin 'a merge that was left unfinished'
(
	set -e
	standing
	above '<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> side\n'
	refused 9 'merge conflict up to line 13' 'keep what is right'
	below '\n<<<<<<< HEAD\n'
	refused 40 'conflict marker <<<<<<<' 'resolve the conflict'
	above 'Summary\n=======\n'
	harmless
)
end

begin 'a document of 10 MB'
(
	set -e
	standing
	below "\n"
	head -c 10000000 /dev/zero | tr '\0' 'a' >>$file
	git add -A
	refused 1 'the file has 10000' 'attach long logs as files of their own'
	write_item $id warm 2026-12-10
	head -c 70000 /dev/zero | tr '\0' 'a' >>postmortems/$id/actions/warm.md
	git add -A
	fails_with 1 git postmortem check >out
	count 1 out 'actions/warm.md:1: error: the file has 70'
	contains out 'the limit is 65536'
	untouched fails_with 128 git postmortem action start warm 2>../err
	contains ../err 'actions/warm.md:1: the file has 70'
)
end

begin 'as much as is allowed, of the worst kind, is read in no time'
(
	set -e
	standing
	for worst in '![[]()' '*a _a ' '[a](' '`' '|a' '<a ' '&amp' '[^1]'
	do
		write_complete $id
		yes -- "$worst" | head -c 120000 | tr -d '\n' >>$file
		git add -A
		quick git postmortem check >out
		contains out '2 post-mortems checked'
	done
)
end

begin 'blank heads and bottoms, Windows line ends, no line end'
(
	set -e
	standing
	below '\n\n\n\n'
	harmless
	below '\nthe end'
	harmless
	write_complete $id
	sed -i 's/$/\r/' $file
	git add -A
	harmless
)
end

done_testing

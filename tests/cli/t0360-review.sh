#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What a reader of the whole found: each failed before it was mended.

. "${0%/*}/lib.sh"

begin 'a policy cannot switch off the rule that guards it'
(
	set -e
	git postmortem init --commit
	printf 'rules:\n  policy: off\nnosuch: 1\n' >.postmortem/policy.yaml
	fails_with 1 git postmortem check >out
	contains out 'unknown key "nosuch"'
	contains out 'rules: "policy" cannot be changed'
	git add -A
	fails_with 1 git commit -q -m 'no rules'
)
end

begin 'a policy cannot switch off what makes a file readable'
(
	set -e
	git postmortem init --skip-hooks --commit
	git postmortem new 'Slow search' --severity minor
	printf 'rules:\n  front-matter: {from: closed}\n' \
		>.postmortem/policy.yaml
	document=$(git ls-files '*/README.md')
	sed 's/^owner:.*/owner: @x/' "$document" >new
	cat new >"$document"
	rm new
	fails_with 1 git postmortem check >out
	contains out '[front-matter]'
	git postmortem rules front-matter >out
	contains out 'no policy changes it'
)
end

begin 'log and annotate follow a rename that is not committed yet'
(
	set -e
	git postmortem init --skip-hooks --commit
	git postmortem new 'Slow search' --severity minor
	git postmortem action add slow 'Cache the facets' --commit
	git add -A
	git commit -q -m 'begin'
	old=$(git ls-files '*/README.md')
	git mv "${old%/README.md}" postmortems/2026-12-01-renamed
	git postmortem log renamed >out
	contains out 'begin'
	git postmortem annotate renamed >out
	lacks out 'not committed yet'
	git postmortem log cache >out
	contains out 'propose'
)
end

begin 'log -n 0 prints nothing'
(
	set -e
	git postmortem init --skip-hooks --commit
	git postmortem new 'Slow search' --severity minor --commit
	git postmortem log -n 0 >out
	[ ! -s out ]
)
end

begin 'advance --commit judges what is committed, and takes nothing else along'
(
	set -e
	git postmortem init --commit
	git postmortem new 'Slow search' --severity minor --commit
	document=$(git ls-files '*/README.md')
	awk '/^---$/ { n++ } { print } /^## / && n >= 2 {
		print ""; print "Something was written here." }' \
		"$document" >new
	cat new >"$document"
	rm new
	awk '/^(started|detected|mitigated|resolved):/ {
		print $1 " 2026-11-20T10:00Z"; next } { print }' \
		"$document" >new
	cat new >"$document"
	rm new
	git commit -q -a -m 'written'
	git postmortem advance slow --commit
	git postmortem action add slow 'Cache the facets'
	fails_with 1 git postmortem advance slow --commit >../out 2>../err
	contains ../out 'there is no action item and no reason for none'
	contains ../err 'what you have not committed yet was left out'
	git commit -q -m 'an item'
	run_ok git postmortem advance slow --commit
	[ -z "$(git status --porcelain)" ]
)
end

begin 'evidence that looks like a commit but is none is told'
(
	set -e
	git postmortem init --skip-hooks --commit
	git postmortem new 'Slow search' --severity minor
	git postmortem action add slow 'Cache the facets'
	git postmortem action accept cache
	git postmortem action 'done' cache --evidence deadbeef 2>err
	contains err 'no commit deadbeef'
)
end

begin 'init says what is done when the hooks cannot be installed'
(
	set -e
	mkdir ../hooks
	git config core.hooksPath "$PWD/../hooks"
	fails_with 128 git postmortem init 2>err
	contains err 'the files are written, but not the hooks'
	contains err '--skip-hooks'
)
end

begin 'the log tells the reason of a decline once'
(
	set -e
	git postmortem init --skip-hooks --commit
	git postmortem new 'Slow search' --severity minor
	git postmortem action add slow 'Cache the facets'
	git postmortem action add slow 'Cache the rest'
	git postmortem action decline facets --reason 'not worth it' --commit
	git postmortem log facets >out
	count 1 out 'not worth it'
	git commit -q -m 'the other'
	git postmortem action decline rest --reason 'too dear' --commit
	git postmortem log rest >out
	count 1 out 'too dear'
)
end

begin 'an hour of one digit is an hour'
(
	set -e
	git postmortem new 'Early' --started '2026-11-30 9:12'
	contains "$(git ls-files '*/README.md')" 'started: 2026-11-30T09:12Z'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# new: a post-mortem from the template, with what the command line says.

. "${0%/*}/lib.sh"

# The line of the front matter that holds a field.
field() {
	sed -n "/^---\$/,/^---\$/s/^$2:/&/p" "$1"
}

begin 'new writes a draft, stages it and prints its path'
(
	set -e
	git postmortem new 'Slow checkout' --severity minor >out
	[ "$(cat out)" = postmortems/2026-12-02-slow-checkout/README.md ]
	[ "$(git diff --cached --name-only)" = "$(cat out)" ]
	[ "$(field "$(cat out)" title)" = 'title: Slow checkout' ]
	[ "$(field "$(cat out)" status)" = 'status: draft' ]
	[ "$(field "$(cat out)" owner)" = 'owner: alice@example.com' ]
	run_ok git postmortem check
	count 1 "$(cat out)" '## Summary'
)
end

begin 'the section of action items leads to their folder, and asks for nothing'
(
	set -e
	git postmortem init --skip-hooks >/dev/null 2>&1
	for severity in critical major minor
	do
		file=$(git postmortem new "It is $severity" -s $severity)
		awk '/^## /{on = $0 == "## Action items"} on' "$file" >section
		contains section '[Action items](actions/)'
		target=$(sed -n 's/.*](\(.*\)).*/\1/p' section)
		# The folder comes with the first item.
		git postmortem check --all >out
		contains out 'no findings'
		git postmortem action add "is-$severity" 'Warm it' >/dev/null
		[ -e "${file%/*}/$target/warm-it.md" ]
	done
)
end

begin 'the link to the items is no answer, and is not in the way of one'
(
	set -e
	file=$(git postmortem new 'Slow checkout' -s minor)
	sed -i 's/^status: .*/status: in-review/' "$file"
	mkdir .postmortem
	echo 'sections: {Action items: {filled: in-review}}' \
		>.postmortem/policy.yaml
	fails_with 1 git postmortem check --all >out
	contains out 'the section "Action items" is still empty'
	sed -i 's/^## History/N\/A: the service is switched off next month.\n\n&/' \
		"$file"
	git postmortem check --all >out || :
	lacks out 'Action items'
	lacks out actions-none
)
end

begin 'new fills in whatever the options say'
(
	set -e
	file=$(git postmortem new 'Slow checkout' -s critical -o bob \
		-l carol@example.com -t payments -t 'web, shop' \
		--service checkout --service=cart -i https://example.com/i/7 \
		--started '2026-11-21 14:02+01:00' \
		--detected 2026-11-21T14:10:30Z --mitigated 15:00 \
		--resolved 2026-11-22T00:10Z)
	[ "$file" = postmortems/2026-11-21-slow-checkout/README.md ]
	sed '/^mitigated/d; /^debrief/,$d' "$file" >out
	same out - <<-'END'
	---
	title: Slow checkout
	status: draft
	severity: critical
	owner: bob
	lead: carol@example.com
	teams: [payments, "web, shop"]
	services: [checkout, cart]
	incident: https://example.com/i/7
	started: 2026-11-21T14:02+01:00
	detected: 2026-11-21T14:10:30Z
	resolved: 2026-11-22T00:10Z
	END
	[ "$(field "$file" mitigated)" = 'mitigated: 2026-11-21T15:00Z' ]
	run_ok git postmortem check
)
end

begin 'the day of the folder is that of --date, of the start, or today'
(
	set -e
	{
		git postmortem new one --started 2026-11-30T23:30-05:00
		git postmortem new two --started 2026-11-30T23:30Z \
			--date 2026-11-29
		git postmortem new three --date yesterday
		git postmortem new four
	} >out
	same out - <<-'END'
	postmortems/2026-11-30-one/README.md
	postmortems/2026-11-29-two/README.md
	postmortems/2026-12-01-three/README.md
	postmortems/2026-12-02-four/README.md
	END
	fails_with 128 git postmortem new five --date 2026-02-30 2>err
	contains err '--date: '
)
end

title_is() {
	begin "a title that reads: $1"
	(
		set -e
		file=$(git postmortem new --severity minor -- "$1")
		[ "$file" = "postmortems/2026-12-02-$2/README.md" ] ||
			complain "$file"
		git postmortem show --format=json "2026-12-02-$2" >out
		contains out "\"title\": \"$3\""
		git postmortem list >out
		contains out "$1"
		run_ok git postmortem check
	)
	end
}
title_is 'Deploy: "green" build #12 & more' deploy-green-build-12-more \
	'Deploy: \"green\" build #12 & more'
title_is '-v flag breaks' v-flag-breaks '-v flag breaks'
title_is "It's @alice's 50% [fix]" it-s-alice-s-50-fix \
	"It's @alice's 50% [fix]"
title_is 'チェックアウトが遅い' チェックアウトが遅い 'チェックアウトが遅い'
title_is '🔥 Überlast — schon wieder' überlast-schon-wieder \
	'🔥 Überlast — schon wieder'
title_is '2026-11-21' 2026-11-21 '2026-11-21'
title_is 'null' null 'null'
title_is 'Back\slash' back-slash 'Back\\slash'

begin 'a title of nothing but marks, of two lines or of none is refused'
(
	set -e
	for title in '!!!' '🔥' '' 'one
two'
	do
		fails_with 128 git postmortem new -- "$title" 2>err
		contains err 'title'
	done
	fails_with 129 git postmortem new Slow checkout 2>err
	contains err 'put the title in quotes'
	fails_with 129 git postmortem new 2>err
	contains err 'say the title'
	[ ! -e postmortems ]
)
end

begin 'what an option cannot be is refused before anything is written'
(
	set -e
	try() {
		fails_with 128 git postmortem new title "$@" 2>err
		contains err "${1#--}: "
	}
	try --severity hgih
	try --severity ../../x
	try --owner 'alice and bob'
	try --lead 'alice, bob'
	try --started yesterday
	try --resolved 25:00
	try --owner "$(printf 'a\377b')"
	[ ! -e postmortems ]
	fails_with 128 git postmortem new title --severity mjor 2>err
	contains err 'did you mean "major"?'
)
end

begin 'the template is the one of the severity, then default.md, then ours'
(
	set -e
	mkdir -p .postmortem/templates
	printf '## Only for minor\n' >.postmortem/templates/minor.md
	file=$(git postmortem new one --severity minor)
	contains "$file" '## Only for minor'
	file=$(git postmortem new two --severity major)
	contains "$file" '## Contributing factors'
	printf '## Ours\n' >.postmortem/templates/default.md
	file=$(git postmortem new three --severity major)
	contains "$file" '## Ours'
	lacks "$file" '## Contributing factors'
	file=$(git postmortem new four)
	contains "$file" '## Ours'
)
end

begin 'a template that lacks a section of the policy is told'
(
	set -e
	git postmortem new one --severity minor 2>err
	lacks err 'the template has no section'
	mkdir -p .postmortem
	cat >.postmortem/policy.yaml <<-'END'
	sections:
	  Zusammenfassung: {aliases: [Summary]}
	  Ursachen: {}
	  Anhang: {required: false}
	END
	git postmortem new two --severity minor >out 2>err
	contains err 'warning: the template has no section "Ursachen"'
	count 1 err 'the template has no section'
	count 1 out README.md
)
end

begin 'a template with front matter of its own brings its defaults'
(
	set -e
	mkdir -p .postmortem/templates
	cat >.postmortem/templates/default.md <<-'END'
	---
	# who was on call?
	lead: dora
	severity: major
	teams:
	  - web
	---
	## Summary
	END
	file=$(git postmortem new 'Slow checkout')
	contains "$file" '# who was on call?'
	contains "$file" 'lead: dora'
	contains "$file" 'title: Slow checkout'
	git postmortem list --severity major >out
	contains out slow-checkout
)
end

begin 'the owner is postmortem.user, the person of the policy, or the address'
(
	set -e
	mkdir .postmortem
	printf 'people:\n  al: {email: [a@example.com, alice@example.com]}\n' \
		>.postmortem/policy.yaml
	file=$(git postmortem new one)
	contains "$file" 'owner: al'
	file=$(git -c postmortem.user=bob postmortem new two)
	contains "$file" 'owner: bob'
	file=$(git postmortem new three --owner a@example.com)
	contains "$file" 'owner: al'
	file=$(git postmortem new four --owner @AL)
	contains "$file" 'owner: al'
	rm .postmortem/policy.yaml
	file=$(GIT_AUTHOR_EMAIL=x@example.com git postmortem new five)
	contains "$file" 'owner: x@example.com'
)
end

begin 'new --commit commits the draft alone, with a message that says it'
(
	set -e
	echo one >mine
	git add mine
	git postmortem new 'Slow checkout' --severity minor --commit
	git log -1 --format=%B --name-only >out
	contains out '2026-12-02-slow-checkout: begin post-mortem'
	contains out 'Slow checkout'
	contains out 'postmortems/2026-12-02-slow-checkout/README.md'
	lacks out mine
	[ "$(git diff --cached --name-only)" = mine ]
)
end

begin 'new --edit opens the file; what was written there is committed'
(
	set -e
	cat >"$PM_TRASH/editor" <<-'END'
	#!/bin/sh
	echo 'typed' >>"$1"
	END
	chmod +x "$PM_TRASH/editor"
	GIT_EDITOR=$PM_TRASH/editor git postmortem new one --edit --commit
	git show HEAD:postmortems/2026-12-02-one/README.md >out
	contains out typed
	GIT_EDITOR=false fails_with 128 git postmortem new two --edit
)
end

begin 'an id is never used twice, not even after its folder is gone'
(
	set -e
	git postmortem new 'Slow checkout' --commit
	fails_with 128 git postmortem new 'slow: CHECKOUT!' 2>err
	contains err '"2026-12-02-slow-checkout" exists already'
	git rm -q -r postmortems
	git commit -q -m 'gone'
	fails_with 128 git postmortem new 'Slow checkout' 2>err
	contains err 'was used before and removed'
	run_ok git postmortem new 'Slow checkout' --date 2026-12-01
)
end

begin 'new works from a subfolder, and its path is seen from there'
(
	set -e
	mkdir -p src/deep
	cd src/deep
	git postmortem new 'Slow checkout' >out
	[ "$(cat out)" = \
		../../postmortems/2026-12-02-slow-checkout/README.md ]
	[ -f "$(cat out)" ]
)
end

begin 'a bare repository has no place for a draft'
(
	set -e
	git init -q --bare bare.git
	cd bare.git
	fails_with 128 git postmortem new 'Slow checkout' 2>err
	contains err 'in a clone'
)
end

begin 'the first one before init says that nothing is checked, once'
(
	set -e
	git postmortem new --severity minor One 2>../err
	contains ../err 'nothing is checked here yet: "git postmortem init"'
	git postmortem new --severity minor Two 2>../err
	lacks ../err 'nothing is checked'
)
end

done_testing

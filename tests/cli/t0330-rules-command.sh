#!/bin/sh
# SPDX-License-Identifier: MIT
#
# rules: the list, and one rule explained as this repository has it.

. "${0%/*}/lib.sh"

begin 'rules lists every rule with level, status and what it asks'
(
	set -e
	git postmortem rules >out
	sed 1q out >top
	contains top 'RULE'
	grep -E '^title +error +draft +the post-mortem has a title$' out
	grep -E '^section-empty +error +in-review ' out
	git postmortem complete rule >ids
	[ "$(wc -l <ids)" = "$(sed 1d out | wc -l)" ]
)
end

begin 'rules <id> explains why, where it applies, how to change and waive it'
(
	set -e
	git postmortem rules actions-none >out
	same out - <<-'END'
	actions-none (plan): there are action items, or a reason for none

	Having nothing to do is a good answer if it was a decision: write "N/A:" and
	the reason under Action items.

	level    error from reviewed
	change   in .postmortem/policy.yaml, for everybody:
	           rules:
	             actions-none: {level: warning, from: reviewed}
	waive    in the front matter of one post-mortem, with a reason:
	           waivers:
	             actions-none: <why it does not apply here>
	END
	git postmortem rules front-matter >out
	contains out 'no policy changes it, and no waiver'
)
end

begin 'what it says to write into the policy and the document works'
(
	set -e
	for rule in $(git postmortem complete rule)
	do
		git postmortem rules "$rule" >out
		mkdir -p .postmortem
		sed -n '/^           rules:/,/^             /s/^           //p' \
			out >.postmortem/policy.yaml
		run_ok git postmortem check >said
		lacks said '[policy]'
	done
)
end

begin 'rules shows what the policy made of them'
(
	set -e
	mkdir .postmortem
	echo 'rules:
  blame-wording: off
  section-empty: {from: reviewed, minor: warning}' >.postmortem/policy.yaml
	git postmortem rules >out
	grep -E '^blame-wording +off ' out
	git postmortem rules section-empty >out
	contains out 'level    error from reviewed, minor: warning from reviewed'
	git add . && git commit -q -m 'policy'
	git clone -q --bare . bare.git
	cd bare.git
	git postmortem rules >out
	grep -E '^blame-wording +off ' out
)
end

begin 'rules --format=json has all, or the one that is named'
(
	set -e
	git postmortem rules --format=json >out
	contains out '"version": 1'
	count "$(git postmortem complete rule | wc -l)" out '"id": '
	git postmortem rules --format=json owner >out
	count 1 out '"id": '
	contains out '"group": "document"'
	contains out '"waivable": true'
	contains out '"change": false'
)
end

begin 'a broken policy is told, and the rules are explained all the same'
(
	set -e
	mkdir .postmortem
	echo 'soak-days: two' >.postmortem/policy.yaml
	run_ok git postmortem rules policy >out 2>err
	contains out 'policy (form)'
	contains err 'warning: .postmortem/policy.yaml:1: soak-days'
)
end

begin 'a rule that is none is answered with the nearest'
(
	set -e
	fails_with 128 git postmortem rules sektion-empty 2>err
	contains err 'did you mean "section-empty"?'
	fails_with 128 git postmortem rules zzz 2>err
	contains err '"git postmortem rules" lists them'
	fails_with 129 git postmortem rules title owner 2>err
	contains err 'name one rule'
	fails_with 129 git postmortem rules --format=xml 2>err
)
end

begin 'a bare repository without a commit has the rules of old'
(
	set -e
	git init -q --bare bare.git
	cd bare.git
	run_ok git postmortem rules >out 2>err
	contains out 'section-empty'
	same err - </dev/null
)
end

done_testing

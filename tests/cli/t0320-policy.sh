#!/bin/sh
# SPDX-License-Identifier: MIT
#
# policy.yaml: what a team requires instead, and what is wrong with it.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
file=postmortems/$id/README.md

policy() {
	mkdir -p .postmortem
	cat >.postmortem/policy.yaml
}

begin 'a rule is turned off, down or up for everybody'
(
	set -e
	write_incomplete $id
	fails_with 1 git postmortem check
	policy <<-'END'
	rules:
	  owner: warning
	END
	run_ok git postmortem check >out
	contains out 'warning: the post-mortem has no owner'
	policy <<-'END'
	rules: {owner: off}
	END
	run_ok git postmortem check >out
	contains out 'no findings'
	write_complete $id
	sed -i 's/^The cache.*/It was human error./' $file
	policy <<-'END'
	rules: {blame-wording: {level: error}}
	END
	fails_with 1 git postmortem check >out
	contains out 'error: "human error"'
)
end

begin 'a severity has its own level; the others keep theirs'
(
	set -e
	write_incomplete $id
	policy <<-'END'
	rules:
	  owner: {level: error, minor: off, major: warning}
	END
	run_ok git postmortem check >out
	contains out 'no findings'
	sed -i 's/^severity.*/severity: major/' $file
	run_ok git postmortem check >out
	contains out 'warning: the post-mortem has no owner'
	sed -i 's/^severity.*/severity: critical/' $file
	fails_with 1 git postmortem check
	sed -i '/^severity/d' $file
	fails_with 1 git postmortem check >out
	contains out 'error: the post-mortem has no owner'
)
end

begin 'a rule applies from the status that is set'
(
	set -e
	write_incomplete $id
	policy <<-'END'
	rules:
	  owner: {from: reviewed}
	END
	run_ok git postmortem check
	sed -i 's/^status.*/status: in-review/' $file
	run_ok git postmortem check
	sed -i 's/^status.*/status: closed/' $file
	fails_with 1 git postmortem check >out
	contains out '[owner]'
)
end

begin 'severities of a team: names, debrief, days and numbers'
(
	set -e
	policy <<-'END'
	severities:
	  sev1: {debrief: required, due-days: 7, max-actions: 1}
	  sev2:
	rules:
	  actions-too-many: warning
	END
	fails_with 128 git postmortem new Slow --severity minor 2>err
	contains err 'use sev1 or sev2'
	git postmortem new Slow --severity sev1 --date 2026-11-21
	git postmortem action add slow One
	git postmortem action accept one
	contains postmortems/$id/actions/one.md 'due: 2026-12-09'
	git postmortem action add slow Two
	sed -i 's/^status.*/status: reviewed/' $file
	fails_with 1 git postmortem check >out
	contains out '2 action items are many for a sev1 incident (at most 1)'
	contains out 'a sev1 incident has a debrief'
	sed -i 's/^severity.*/severity: sev2/' $file
	fails_with 1 git postmortem check >out
	lacks out debrief
)
end

begin 'a severity goes by the names that other tools have for it'
(
	set -e
	policy <<-'END'
	severities:
	  bad: {debrief: required, due-days: 7, aliases: [SEV1, P1]}
	  small: {debrief: optional}
	END
	write_complete $id
	sed -i 's/^severity.*/severity: SEV1/; s/^status.*/status: reviewed/' \
		$file
	fails_with 1 git postmortem check >out
	contains out 'a bad incident has a debrief'
	lacks out '[severity]'
	git postmortem new Other --severity P1 --date 2026-11-22
	contains postmortems/2026-11-22-other/README.md 'severity: bad'
	run_ok git postmortem list --severity bad >out
	contains out $id
	contains out 2026-11-22-other
	run_ok git postmortem list --severity SEV1 >out
	contains out 2026-11-22-other
)
end

begin 'a severity that a new policy no longer knows stands in nobody''s way'
(
	set -e
	write_complete $id
	policy <<-'END'
	severities: {huge: , tiny: }
	keys: [cost]
	END
	sed -i 's/^severity.*/severity: huge\ncost: 7/' $file
	git add -A .
	git commit -qm 'an incident'
	policy <<-'END'
	severities: {bad: , small: }
	END
	git add -A .
	run_ok git postmortem check --staged >out
	contains out 'policy.yaml: warning: 1 record no longer fits (severity: "huge" is not a severity), such'
	contains out '1 record no longer fits (unknown key "cost"), such as'
	contains out '[policy-fit]'
	contains out 'name it among the "aliases" of a severity'
	git commit -qm 'a new policy'
	run_ok git postmortem review HEAD~..HEAD >out
	count 2 out '[policy-fit]'
	sed -i 's/^The cache was cold/The cache was still cold/' $file
	git add -A .
	run_ok git postmortem check --staged >out
	contains out 'warning: severity: "huge" is not a severity'
	contains out 'warning: unknown key "cost"'
	count 2 out 'it was so before'
	sed -i 's/^severity.*/severity: large/' $file
	git add -A .
	fails_with 1 git postmortem check --staged >out
	contains out 'error: severity: "large" is not a severity'
)
end

begin 'sections of a team replace the list and keep the meaning of old ones'
(
	set -e
	policy <<-'END'
	sections:
	  概要: {aliases: [Summary], filled: in-review}
	  Response:
	  Mitigation: {filled: in-review}
	  Anhang: {required: false, filled: never}
	  Maßnahmen: {aliases: [Action items]}
	END
	mkdir -p postmortems/$id
	cat >$file <<-'END'
	---
	title: Slow
	status: in-review
	severity: minor
	owner: alice
	---
	## 概要
	遅かった。
	## Response
	## Mitigation
	## MASSNAHMEN
	END
	fails_with 1 git postmortem check >out
	contains out 'the section "Mitigation" is still empty'
	contains out '1 error in 1 file'
	sed -i 's/^status.*/status: reviewed/; s/^## Mit.*/&\
Done./' $file
	fails_with 1 git postmortem check >out
	contains out 'README.md:12: error: there is no action item'
	contains out 'the section "Response" is still empty'
	lacks out Anhang
	sed -i '/Mitigation/,/Done/d' $file
	fails_with 1 git postmortem check >out
	contains out 'there is no section "Mitigation"'
	contains out 'add "## Mitigation"'
)
end

begin 'people of a team: unknown owners, by handle, name and address'
(
	set -e
	write_complete $id
	policy <<-'END'
	people:
	  alice: alice@example.com
	  bob: {name: Bob Example, email: [b@example.com, bob@example.com], teams: web}
	END
	run_ok git postmortem check
	sed -i 's/^owner.*/owner: B@example.com/' $file
	run_ok git postmortem check
	sed -i 's/^owner.*/owner: alcie/' $file
	fails_with 1 git postmortem check >out
	contains out 'the policy knows no "alcie"'
	contains out 'did you mean "alice"?'
)
end

begin 'further keys are allowed when the policy lists them'
(
	set -e
	write_complete $id
	sed -i 's/^status/cost: 12\
tags: [a, b]\
&/' $file
	run_ok git postmortem check >out
	count 2 out '[unknown-key]'
	contains out 'one of your own is listed under "keys" in the policy'
	echo 'keys: [cost, tags]' | policy
	run_ok git postmortem check >out
	lacks out unknown-key
)
end

begin 'soak-days: 0 asks for no night of sleep'
(
	set -e
	write_complete 2026-12-02-slow
	write_item 2026-12-02-slow warm 2026-12-19
	git add postmortems
	git postmortem check --staged >out
	contains out '[accepted-too-soon]'
	echo 'soak-days: 0' | policy
	git add .postmortem
	git postmortem check --staged >out
	lacks out '[accepted-too-soon]'
)
end

begin 'the policy of the place that is looked at judges it'
(
	set -e
	write_incomplete $id
	echo 'rules: {owner: off}' | policy
	commit_all 'lenient'
	git tag lenient
	echo 'rules: {owner: error}' | policy
	fails_with 1 git postmortem check
	run_ok git postmortem check --at lenient
	# What is staged counts, not what the work tree has.
	echo more >>$file
	git add $file
	run_ok git postmortem check --staged >out
	contains out 'no findings'
	git add .postmortem
	run_ok git postmortem check --staged >out
	contains out 'it was so before this change'
)
end

# wrong LINE MESSAGE FIX, the policy on standard input
wrong() {
	begin "the policy says: $2"
	(
		set -e
		write_complete $id
		policy
		fails_with 1 git postmortem check >out
		contains out ".postmortem/policy.yaml:$1: error: $2"
		contains out "fix: $3"
		# Nothing but reading relies on it.
		fails_with 128 git postmortem new Title 2>err
		contains err ".postmortem/policy.yaml:$1: $2"
		git add .
		fails_with 1 git postmortem check --staged >out
		contains out "$2"
		[ ! -e postmortems/2026-12-02-title ]
	)
	end
}
wrong 2 'unknown key "sevrities"' 'did you mean "severities"?' <<'END'
# ours
sevrities: {}
END
wrong 1 'soak-days: is not a number in range' 'write a whole number' <<'END'
soak-days: -1
END
wrong 2 'minor: is not a level' 'use error, warning, advice or off' <<'END'
rules:
  owner: {minor: fatal}
END
wrong 1 'minr: is no severity' 'use level, from, or a severity' <<'END'
rules: {owner: {minr: off}}
END
wrong 1 'from: is not a status' 'use draft, in-review' <<'END'
rules: {owner: {from: done}}
END
wrong 1 'debrief: is neither' 'write "required" or "optional"' <<'END'
severities: {minor: {debrief: yes}}
END
wrong 1 'sections: is not a map' 'write one line for each section' <<'END'
sections: [Summary, Impact]
END
wrong 1 'aliases: is not a list' 'write a list of names' <<'END'
sections: {Summary: {aliases: {a: b}}}
END
wrong 1 'root: is not a folder of this repository' 'name a folder' <<'END'
root: ../elsewhere
END
wrong 1 'people: is not a map' 'write one line for each person' <<'END'
people: [alice, bob]
END
wrong 2 "the key 'rules' is set twice" 'keep one' <<'END'
rules: {owner: off}
rules: {title: off}
END

begin 'every mistake of a policy is told at once'
(
	set -e
	policy <<-'END'
	soak-days: two
	rules:
	  titel: off
	  owner: sometimes
	END
	fails_with 1 git postmortem check >out
	count 3 out '[policy]'
	contains out '.postmortem/policy.yaml:3: error: rules: there is no rule "titel"'
	contains out 'did you mean "title"?'
)
end

begin 'a policy that is no YAML, no file or too large'
(
	set -e
	write_complete $id
	echo 'rules: [' | policy
	fails_with 1 git postmortem check >out
	contains out '.postmortem/policy.yaml:'
	yes '# a line of a comment that says nothing' | head -n 8000 | policy
	fails_with 1 git postmortem check >out
	contains out 'the policy has '
	rm .postmortem/policy.yaml
	mkdir .postmortem/policy.yaml
	fails_with 128 git postmortem check 2>err
	contains err '.postmortem/policy.yaml'
)
end

begin 'an empty policy is no mistake'
(
	set -e
	write_complete $id
	policy </dev/null
	run_ok git postmortem check
	printf '# nothing\nrules:\npeople:\nsections:\nkeys:\n' | policy
	run_ok git postmortem check
)
end

done_testing

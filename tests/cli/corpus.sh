#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The whole way on real post-mortems, which are not part of this repository:
# a bundle of 39 of them, and seven public templates. Looks in PM_CORPUS, else
# in ../shared/corpus beside the checkout; skips when nothing is there.

. "${0%/*}/lib.sh"

corpus=${PM_CORPUS:-$PM_SOURCE/../shared/corpus}
if [ ! -e "$corpus/dfds-postmortems.bundle" ]
then
	skip "there is no ${corpus##*/} with dfds-postmortems.bundle"
	done_testing
fi
corpus=$(cd "$corpus" && pwd)

# The clone that every test starts from: imported and committed.
adopted=$PM_TRASH/adopted

# in_clone: go on in a copy of it.
in_clone() {
	cp -R "$adopted" clone
	cd clone
}

folder() {
	basename "$(dirname "$(git grep -l -F -e "$1" -- \
		'postmortems/*/README.md')")"
}

begin '39 documents are imported in one go'
(
	set -e
	git clone -q "$corpus/dfds-postmortems.bundle" "$adopted"
	cd "$adopted"
	git config core.quotePath false
	git postmortem init >/dev/null 2>&1
	git add -A
	test_tick
	git commit -q -m 'Begin with git postmortem'
	git postmortem import PM20* >../report 2>../hints
	contains ../report '39 post-mortems, 127 action items'
	ls -d postmortems/*/ >../folders
	[ "$(wc -l <../folders)" = 39 ]
	[ -z "$(find . -maxdepth 1 -name 'PM20*')" ]
	[ "$(ls -d PM*)" = 'PMyyyy-nnn - Postmortem template.md' ]
)
end

begin 'the commit passes the hook, what is missing being warnings'
(
	set -e
	cd "$adopted"
	test_tick
	git commit -q -m 'Import the post-mortems' 2>../checked
	[ -z "$(git status --porcelain)" ]
	contains ../checked 'came with an import'
	run_ok git postmortem check --all >../checked
	lacks ../checked ': error: '
)
end

begin 'titles and days are those of the documents'
(
	set -e
	cd "$adopted"
	sed 's|^postmortems/||; s|/$||' ../folders >ids
	# Every folder begins with a day in the year of its key, but for one
	# whose timeline has a slip in each of its days.
	for file in postmortems/*/README.md
	do
		key=$(sed -n 's/^incident: PM\(20..\)-.*/\1/p' "$file")
		case $file in
		postmortems/"$key"-??-??-*) ;;
		*) complain "$file is of $key" ;;
		esac
		title=$(sed -n 's/^title: //p' "$file")
		heading=$(sed -n 's/^# *//p' "$file" | head -n 1 |
			sed 's/ *$//')
		[ "$title" = "$heading" ] ||
			complain "$file: $title is not $heading"
	done
	contains ids 2019-11-29-kubernetes-network-infrastructure-ip-starvation
	contains ids 2021-09-06-all-services-returning-404-in-kubernetes
	contains ids 2022-05-25-alb-502-errors
	contains ids 2025-03-17-traefik-rule-preventing-some-inbound-traffic
	grep -h '^formerly:' postmortems/*/README.md >formerly
	contains formerly 'PM2022-002 -  Logs not shipped to CloudWatch.md'
	count 1 formerly 'PM2022-009 - Bad AWS EKS AMI causing Kubernetes issues'
)
end

begin 'the text below the front matter is what it was'
(
	set -e
	cd "$adopted"
	for file in postmortems/*/README.md
	do
		old=$(sed -n 's/^formerly: //p' "$file" | head -n 1)
		git show "HEAD~1:$old" | awk 1 >was
		[ "$(sed -n '/^## History$/,$p' "$file" | grep -c ': imported$')" = 1 ] ||
			complain "$file: $(tail -n 3 "$file")"
		# Two links lead to another of the documents. The blank line
		# before the history is the history's.
		awk 'n == 2; /^---$/ && n < 2 { n++ }' "$file" | sed 1d |
			sed '/^## History$/,$d' | sed '$d' >is
		diff was is >difference || :
		[ "$(grep -c '^[<>]' difference)" -le 2 ] ||
			complain "$file: $(cat difference)"
		if grep -q '^>' difference
		then
			contains difference '../2019-11-29-'
		fi
	done
)
end

begin 'times come with their zone, and only where they are certain'
(
	set -e
	cd "$adopted"
	file=postmortems/2020-06-09-alb-instance-attachments-removed/README.md
	contains $file 'started: 2020-06-09T12:20+01:00'
	contains $file 'detected: 2020-06-09T12:25+01:00'
	contains $file 'mitigated: 2020-06-09T12:35+01:00'
	contains $file 'resolved: 2020-06-09T13:13+01:00'
	file=postmortems/$(folder 'incident: PM2022-004')/README.md
	contains "$file" 'started: 2022-02-08T12:20Z'
	contains "$file" 'detected: 2022-02-09T08:03Z'
	file=postmortems/$(folder 'incident: PM2023-002')/README.md
	lacks "$file" 'started:'
	run_ok git postmortem check --all >checked
	lacks checked times-order
)
end

begin 'one item is done, none has an owner, all can be read'
(
	set -e
	cd "$adopted"
	git grep -h '^state:' -- 'postmortems/*/actions/*.md' >states
	count 127 states state:
	count 1 states 'state: done'
	count 126 states 'state: proposed'
	git postmortem action list --state 'done' --format=json >listed
	contains listed implement-guards-against-invalid-container
	contains ../report '"(Rasmus call for meeting)" may name an owner'
)
end

begin 'whom the policy lists, those who are named own their items'
(
	set -e
	git clone -q "$corpus/dfds-postmortems.bundle" team
	cd team
	git postmortem init >/dev/null 2>&1
	printf '%s\n' 'people:' '  rasmus: {name: Rasmus R}' \
		'  willi: {name: Willi C}' >>.postmortem/policy.yaml
	git add -A
	test_tick
	git commit -q -m 'Begin with git postmortem'
	git postmortem import PM2021-001* --severity minor \
		>said 2>hints
	grep -h '^owner:' postmortems/*/actions/*.md | sort >owners
	same owners - <<-'END'
	owner: rasmus
	owner: willi
	END
	lacks said 'may name an owner'
)
end

begin 'an item is accepted, postponed and done, and its log tells it'
(
	set -e
	in_clone
	id=2021-06-22-all-services-returning-503-in-kubernetes
	item=$id/create-ingress-test-suite
	git postmortem action set $item --owner alice --commit >/dev/null
	git postmortem action accept $item --due 2027-01-10 --commit >/dev/null
	git postmortem action set $item --due 2027-01-24 \
		--reason 'holidays' --commit >/dev/null
	git postmortem action 'done' $item \
		--evidence https://example.com/commit/1 --commit >/dev/null
	git postmortem log $item >told
	contains told '14 days later'
	contains told 'accepted'
	contains told 'done'
)
end

begin 'log and git reach the commits from before'
(
	set -e
	cd "$adopted"
	git postmortem log "$(folder 'incident: PM2019-009')" >told
	contains told 'Import the post-mortems'
	contains told '2019-12'
	git log --follow --format=%ad --date=short -- \
		postmortems/2019-11-29-*/README.md >days
	contains days 2019-12
)
end

begin 'the rest of the repository is refused'
(
	set -e
	in_clone
	fails_with 128 git postmortem import README.md LICENSE 2>err
	contains err 'README.md: does not look like a post-mortem'
	contains err 'LICENSE: does not look like a post-mortem'
)
end

if [ -d "$corpus/templates" ]
then
	begin 'seven templates are imported without an error'
	(
		set -e
		cp "$corpus"/templates/*.md .
		git postmortem init >/dev/null 2>&1
		commit_all templates
		run_ok git postmortem import --owner alice ./*.md >out
		contains out '7 post-mortems, 0 action items'
		test_tick
		run_ok git commit -q -m 'Import templates'
	)
	end
fi

begin 'a report says what was found in them by hand'
(
	set -e
	in_clone
	git postmortem report >../said
	contains ../said '39 post-mortems: 39 draft. 127 action items'
	contains ../said '127 of 127 action items name no owner.'
	contains ../said '127 of 127 action items have no due date.'
	contains ../said '14 of 39 post-mortems do not say who was at the debrief.'
	# Items that stand word for word in a later post-mortem.
	contains ../said 'version-lock-flux'
	contains ../said 'implement-priority-classes-for-critical'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Advice is for who reads a document, and for no check.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
file=postmortems/$id/README.md

# A draft that blames twice, with an item that does, too.
blaming() {
	write_complete $id
	sed -i 's/^The cache was cold/It was human error/
		s/^Traffic was moved/A careless release was undone/' $file
	write_item $id warm 2026-12-19
	sed -i 's/^title: .*/title: Teach the careless/' \
		postmortems/$id/actions/warm.md
}

begin 'a check, in whatever form, says nothing of it'
(
	set -e
	blaming
	for format in text json github gitlab sarif rdjson checkstyle junit
	do
		run_ok git postmortem check --format=$format >out
		sed '/"rules"/,/"results"/d' out >told
		lacks told 'ends the search'
	done
	run_ok git postmortem check >out
	lacks out advice
	lacks out blame-wording
	git add .
	run_ok git postmortem check --staged >out
	lacks out advice
	lacks out blame-wording
)
end

begin 'a commit and a push hear nothing of it'
(
	set -e
	git postmortem hook install
	blaming
	git add .
	run_ok git commit -q -m 'an incident' 2>err
	lacks err blame-wording
	git clone -q --bare . ../srv.git
	sed -i 's/^One order/Human error: one order/' $file
	git commit -q -a -m 'more' 2>err
	lacks err blame-wording
	run_ok git push -q ../srv.git HEAD 2>err
	lacks err blame-wording
	rm -rf ../srv.git
)
end

begin 'show gives it once for a file, below what it is about'
(
	set -e
	blaming
	run_ok git postmortem show slow >out
	count 2 out '[blame-wording]'
	contains out "$file:22: advice: \"human error\" ends the search too early, and 1 more [blame-wording]"
	contains out 'fix: say what made the error easy'
	run_ok git postmortem show warm >out
	count 1 out '[blame-wording]'
	lacks out 'human error'
	run_ok git postmortem show slow --format=json >out
	count 2 out '"level": "advice"'
	contains out '"more": 1'
	git add .
	git commit -q -m 'an incident'
	run_ok git postmortem show slow --at HEAD >out
	count 2 out '[blame-wording]'
)
end

begin 'review and advance give it'
(
	set -e
	git commit -q --allow-empty -m 'begin'
	blaming
	git add .
	git commit -q -m 'an incident'
	run_ok git postmortem review HEAD~.. --exit-code >out
	contains out 'no errors'
	sed -n '/^Advice/,$p' out >part
	count 2 part '[blame-wording]'
	run_ok git postmortem review HEAD~.. --format=markdown >out
	contains out '<summary>2 findings no more than advice</summary>'
	run_ok git postmortem review HEAD~.. --format=json >out
	contains out '"advice": ['
	run_ok git postmortem advance slow >out
	count 2 out 'advice: '
	contains $file 'status: in-review'
)
end

begin 'what an old document advises does not make a change touch it'
(
	set -e
	blaming
	git add .
	git commit -q -m 'an incident'
	git commit -q --allow-empty -m 'nothing'
	run_ok git postmortem review HEAD~.. >out
	lacks out blame-wording
)
end

begin 'a policy makes of it what it likes, and advice of other rules'
(
	set -e
	blaming
	mkdir .postmortem
	echo 'rules: {blame-wording: warning}' >.postmortem/policy.yaml
	run_ok git postmortem check >out
	count 3 out 'warning: '
	run_ok git postmortem show slow >out
	lacks out '[blame-wording]'
	echo 'rules: {blame-wording: error}' >.postmortem/policy.yaml
	fails_with 1 git postmortem check >out
	count 3 out 'error: '
	echo 'rules: {blame-wording: off}' >.postmortem/policy.yaml
	run_ok git postmortem show slow >out
	lacks out '[blame-wording]'
	sed -i '/^owner/d' $file
	echo 'rules: {owner: advice}' >.postmortem/policy.yaml
	run_ok git postmortem check >out
	contains out 'no findings'
	run_ok git postmortem show slow >out
	contains out 'advice: the post-mortem has no owner'
	git postmortem rules owner >out
	contains out 'advice from draft'
)
end

begin 'a waiver takes it away'
(
	set -e
	blaming
	sed -i 's/^severity/waivers:\n  blame-wording: it quotes the report\nseverity/' \
		$file
	run_ok git postmortem show slow >out
	lacks out '[blame-wording]'
)
end

begin 'a draft tells what happened without our headings'
(
	set -e
	git postmortem hook install
	git postmortem new Odd --severity minor --date 2026-11-30
	file=postmortems/2026-11-30-odd/README.md
	sed -i '/^## /,$d' $file
	printf 'The disk was full. Nobody had expected that.\n' >>$file
	git add .
	run_ok git commit -q -m 'what happened' 2>err
	lacks err section-missing
	run_ok git postmortem check
	fails_with 1 git postmortem advance odd >out
	count 8 out '[section-missing]'
)
end

done_testing

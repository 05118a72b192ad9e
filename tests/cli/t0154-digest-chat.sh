#!/bin/sh
# SPDX-License-Identifier: MIT
#
# "digest --format=slack" and "teams": what a job posts keeps the limits of who
# takes it, and mentions nobody.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/digests.sh"

if ! command -v jq >/dev/null
then
	skip 'jq reads the payloads'
	done_testing
fi

# keeps_limits FORMAT FILE: of each line, as base/limits.h has them.
keeps_limits() {
	while IFS= read -r line
	do
		printf '%s' "$line" >payload
		case $1 in
		slack)
			jq -e '(.blocks | length) <= 50 and
			([.blocks[].text.text | length] | max) <= 3000 and
			([.blocks[].text.text | length] | min) > 0 and
			(.text | length) > 0' payload >/dev/null &&
				[ "$(jq -c .blocks payload | wc -c)" -le 10000 ]
			;;
		teams)
			jq -e '.attachments[0].content.body | length > 0' \
				payload >/dev/null &&
				[ "$(wc -c <payload)" -le 21000 ]
			;;
		esac || complain "too large: $(wc -c <payload)" || return 1
	done <"$2"
	[ -s payload ]
}

# All text of a card, run after run; every element's on its own line.
card_text() {
	jq -r '.attachments[].content.body[] |
		.text // ([.inlines[].text] | add)' "$1"
}

begin 'a webhook of Slack gets a fallback and a section for each kind'
(
	set -e
	write_all
	git postmortem digest --format=slack >out
	count 1 out 'blocks'
	jq -r '.text, .blocks[0].type, .blocks[0].text.type,
		(.blocks[1:][] | .text.text)' out >lines
	same lines - <<-'END'
	Post-mortems on 2026-12-02. What waits for an answer or a next step.
	header
	plain_text
	What waits for an answer or a next step.
	*Overdue*
	Done, another day and why, or declined: each is an answer.
	• 2026-11-30, 2 days ago: `oldest` `2026-11-21-a/oldest`, `carol`
	• 2026-12-01, yesterday: `late` `2026-11-21-a/late`, `bob`
	*Due within a week*
	If the day will not hold, say so before it comes.
	• 2026-12-02, today: `today` `2026-11-21-a/today`, `bob`
	• 2026-12-09, in 7 days: `soon` `2026-11-21-a/soon`, `carol`
	*Proposed, waiting for an answer*
	Nothing is promised before its owner accepts, or declines.
	• `idea` `2026-11-21-a/idea`, `bob`
	*Without an owner*
	Who could take it on?
	• `orphan` `2026-11-22-b/orphan`
	*Waiting for a debrief*
	Agree on a day, and write it down once it was held.
	• `Slow` `2026-11-21-a`, `bob`
	*In review*
	Read it, say what is missing, or let it advance.
	• `Lost mails` `2026-11-22-b`, `carol`
	END
	jq -e '[.blocks[1:][] | .type == "section" and
		.text.type == "mrkdwn" and .text.verbatim] | all' out
)
end

begin 'a workflow of Teams gets a message with one card'
(
	set -e
	write_all
	git postmortem digest --format=teams --owner bob >out
	jq -e '.type == "message" and (.attachments | length) == 1 and
		.attachments[0].contentType ==
			"application/vnd.microsoft.card.adaptive" and
		.attachments[0].content.type == "AdaptiveCard" and
		.attachments[0].content.version == "1.4"' out
	card_text out >lines
	same lines - <<-'END'
	Post-mortems on 2026-12-02
	For bob
	Overdue
	Done, another day and why, or declined: each is an answer.
	2026-12-01, yesterday: late 2026-11-21-a/late, bob
	Due within a week
	If the day will not hold, say so before it comes.
	2026-12-02, today: today 2026-11-21-a/today, bob
	Proposed, waiting for an answer
	Nothing is promised before its owner accepts, or declines.
	idea 2026-11-21-a/idea, bob
	Waiting for a debrief
	Agree on a day, and write it down once it was held.
	Slow 2026-11-21-a, bob
	END
)
end

begin 'each owner is a document on a line of its own'
(
	set -e
	write_all
	for format in slack teams
	do
		git postmortem digest --each-owner --format=$format >out
		[ "$(wc -l <out)" = 2 ]
		while IFS= read -r line
		do
			printf '%s' "$line" | jq -e . >/dev/null
		done <out
		keeps_limits $format out
	done
)
end

begin 'no title is markup or a mention, and none ends the code it stands in'
(
	set -e
	write_hostile
	git postmortem digest --since 2026-11-01 --format=slack >out
	keeps_limits slack out
	jq -r '.text, .blocks[].text.text' out >text
	# Slack's own signs are nowhere but where it asks for them.
	fails_with 1 grep '[<>]' text
	sed 's/&amp;//g; s/&lt;//g; s/&gt;//g' text >rest
	lacks rest '&'
	fails_with 1 grep -E '(^|[^A-Za-z0-9])@[A-Za-z]' text
	# Our stars and bullets, and code: what is left has no sign of mrkdwn.
	# shellcheck disable=SC2016
	sed -e 's/`[^`]*`//g' -e 's/^\*\([A-Za-z -]*[0-9, a-z-]*\)\*$/\1/' \
		text >outside
	# shellcheck disable=SC2016
	fails_with 1 grep '[*_~`]' outside
	contains text '&lt;!channel&gt;'
	contains text '障害対応の手順を見直す 🔥🧯'
	contains text '&lt;U+202E&gt;'
)
end

begin 'a card knows no Markdown where a title stands, and mentions nobody'
(
	set -e
	write_hostile
	git postmortem digest --since 2026-11-01 --format=teams >out
	keeps_limits teams out
	jq -r '.attachments[].content.body[] |
		select(.type == "TextBlock") | .text' out >ours
	for text in channel javascript mail Inject secret '*' '<'
	do
		lacks ours "$text"
	done
	jq -e '[.. | objects | select(.entities)] == []' out
	card_text out >text
	contains text '](javascript:alert(1)) **bold**'
	fails_with 1 grep -E '(^|[^A-Za-z0-9])@[A-Za-z]' text
	# shellcheck disable=SC2016
	fails_with 1 grep -F -e '<at>' -e '${' -e '{{' text
)
end

begin 'five hundred items keep the limits, and say how many more there are'
(
	set -e
	write_postmortem 2026-11-21-a 'Slow' in-review major bob
	mkdir -p postmortems/2026-11-21-a/actions
	n=0
	while [ $n -lt 500 ]
	do
		n=$((n + 1))
		printf -- '---\ntitle: "%s %s"\nstate: accepted\nowner: bob\ndue: 2026-11-%02d\n---\n' \
			"$n" "障害 & <b> \`x\` @here" $((n % 30 + 1)) \
			>postmortems/2026-11-21-a/actions/item-$n.md
	done
	for format in slack teams
	do
		git postmortem digest --format=$format >out
		keeps_limits $format out
		[ "$(wc -l <out)" = 1 ]
		if [ $format = slack ]
		then
			jq -r '.blocks[].text.text' out
		else
			card_text out
		fi >text
		told=$(grep -c 2026-11-21-a/item- text)
		[ "$told" -gt 20 ]
		contains text "and $((500 - told)) more"
		# The post-mortem is not pushed out by its items.
		contains text 'Waiting for a debrief'
	done
	git postmortem digest --since 2026-11-01 --format=slack >out
	keeps_limits slack out
	git postmortem digest --format=json >out
	jq -e '.digests[0].attention | length == 501' out
)
end

begin 'titles of 64 kilobytes, or of signs that are escaped, fit'
(
	set -e
	write_postmortem 2026-11-21-a 'Slow' in-review major bob
	write_promise 2026-11-21-a signs accepted "$(long_title '&')" 2026-12-01 \
		"$(long_title '&')"
	long=$(long_title '障害')
	write_promise 2026-11-21-a long accepted bob 2026-12-01 \
		"$long$long$long$long$long$long$long$long$long$long"
	for format in slack teams
	do
		git postmortem digest --format=$format >out
		keeps_limits $format out
		contains out '2026-11-21-a/long'
		contains out '…'
	done
)
end

done_testing

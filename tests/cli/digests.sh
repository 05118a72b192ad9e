# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What the tests of "digest" remind of: sourced after lib.sh.
#
# write_postmortem ID TITLE STATUS SEVERITY OWNER    OWNER may be empty
# write_promise ID NAME STATE OWNER DUE [TITLE]      OWNER and DUE likewise
# write_all                     one of each kind, bob's and carol's
# write_hostile                 titles that would like to be more than that

write_postmortem() {
	mkdir -p "postmortems/$1" .postmortem
	{
		printf -- '---\ntitle: "%s"\nstatus: %s\n' "$2" "$3"
		printf 'severity: %s\n' "$4"
		[ -z "$5" ] || printf 'owner: "%s"\n' "$5"
		printf -- '---\n\n## Summary\n\nIt was slow.\n'
	} >"postmortems/$1/README.md"
}

write_promise() {
	mkdir -p "postmortems/$1/actions"
	{
		printf -- "---\ntitle: '%s'\nstate: %s\n" "${6:-$2}" "$3"
		[ -z "$4" ] || printf 'owner: "%s"\n' "$4"
		[ -z "$5" ] || printf 'due: %s\n' "$5"
		printf -- '---\n'
	} >"postmortems/$1/actions/$2.md"
}

write_all() {
	write_postmortem 2026-11-21-a 'Slow' in-review major bob
	write_postmortem 2026-11-22-b 'Lost mails' in-review minor carol
	write_postmortem 2026-11-23-c 'A draft' draft minor dave
	write_promise 2026-11-21-a late accepted bob 2026-12-01
	write_promise 2026-11-21-a oldest accepted carol 2026-11-30
	write_promise 2026-11-21-a today in-progress bob 2026-12-02
	write_promise 2026-11-21-a soon accepted carol 2026-12-09
	write_promise 2026-11-21-a far accepted bob 2026-12-10
	write_promise 2026-11-21-a idea proposed bob ''
	write_promise 2026-11-22-b orphan proposed '' ''
	write_promise 2026-11-22-b kept 'done' bob 2026-11-30
}

# 300 of a letter.
long_title() {
	awk -v letter="$1" 'BEGIN { while (n++ < 300) printf "%s", letter }'
}

write_hostile() {
	write_postmortem 2026-11-21-a 'Slow <!here> [x](javascript:1)' \
		in-review major 'bob@example.com'
	nr=0
	while IFS= read -r title
	do
		nr=$((nr + 1))
		write_promise 2026-11-21-a "item-$nr" accepted \
			'bob@example.com' 2026-12-01 "$title"
	done <<-END
	<!channel> <@U123> <!here|x> @here @channel &amp; <at>all</at>
	](javascript:alert(1)) **bold** _it_ ~no~ \`code\` \`\`\`
	=?utf-8?q?Injected?= =?utf-8?B?SW5qZWN0ZWQ=?=
	From mail@example.com Wed Dec  2 12:00:00 2026
	Bcc: carol@example.com
	\${secret} {{DATE(2026-12-02)}} \\"quoted\\" \\\\
	障害対応の手順を見直す 🔥🧯 👩‍👩‍👧‍👦
	مراجعة خطة الطوارئ $(printf '\342\200\256')reversed
	$(long_title x)
	$(long_title 障)
	$(long_title '<')
	END
}

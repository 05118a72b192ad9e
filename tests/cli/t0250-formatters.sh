#!/bin/sh
# SPDX-License-Identifier: MIT
# once
#
# The history of a record after a formatter, or an editor of a forge, has laid
# it out anew: every reason reads back as it was given.

tools='' missing=''
. "${0%/*}/npm.sh"
npm_packages npm-prettier 'prettier 3.6.2'
. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
file=postmortems/$id/actions/warm.md

# One a line: what people say, and what Markdown would make of it.
cat >"$PM_TRASH/reasons" <<'END'
the vendor is late, again: see #12, says @bob
"quoted", 'single', {braces}, {{mustache}} and {% tag %}
the `x, y: z` of ``it`` and one ` alone
*stars*, _under_, __init__, a_b_c, ~~gone~~ and a * b
C:\temp\*.log and \\server\share
<b>html</b>, a < b <- c, <https://example.com/a_b_>, &amp; and &c
[a](b), [c], ![d](e), [f][g] and [^1]
https://example.com/_x_/*?a=b&c=d, then
- dashes + pluses 1. numbers 2) more # hashes > quotes | pipes = equals
ends in a colon:
1. first of all
# of them are none
データベースの接続が切れたため、復旧に時間がかかった。次の四半期に延期する。担当はalice、reviewはbobです。それからvendorのpatchを待つ。
왜냐하면 공급자가 또 늦었기 때문이다
a long one - with dashes - and + pluses + and * stars * and 12. numbers 13. in it, # hashes, > quotes, so that a line may begin with any of them - really - any of them + yes + or 1. and = equals == and --- rules --- and === more === and | pipes | and ~ tildes ~~~ and _ lines _ until it has more than three hundred characters
END

# An item whose day has moved once for each reason, in a repository.
moved() {
	git postmortem init --skip-hooks >/dev/null 2>&1
	write_complete $id
	write_item $id warm 2026-12-10
	commit_all 'an item'
	days=20
	while IFS= read -r reason
	do
		days=$((days + 1))
		git postmortem action set warm --due +${days}d \
			--reason "$reason" >/dev/null || return 1
	done <"$PM_TRASH/reasons"
}

reads_back() {
	git postmortem show warm --format=json >json || return 1
	jq -r '.actions[0] // . | .history[].reason' json >found
	same found "$PM_TRASH/reasons" &&
		[ "$(grep -c '^## History' $file)" = 1 ]
}

begin 'every reason reads back as it was given'
(
	set -e
	moved
	reads_back
	run_ok git postmortem check
)
end

begin 'an editor of a forge may change the ends of lines and the last one'
(
	set -e
	moved
	cp $file before
	sed 's/$/\r/' before >$file
	reads_back
	printf %s "$(cat before)" >$file
	reads_back
	sed 's/^- 2/* 2/' before >$file
	reads_back
	sed 's/^- 2/ +   2/' before >$file
	reads_back
	sed '/^- 2/G' before >$file
	reads_back
	# Wrapped as one likes.
	sed '/^- 2/s/\([,;]\) \([a-z]\)/\1\n\2/g' before >$file
	reads_back
)
end

for wrap in preserve never always
do
	[ -z "$missing" ] || {
		skip "$missing"
		continue
	}
	begin "prettier --prose-wrap $wrap keeps every reason, also twice"
	(
		set -e
		moved
		node "$tools/prettier/bin/prettier.cjs" --prose-wrap $wrap \
			--write $file >/dev/null
		reads_back
		# What was laid out anew is gone on with in the same place.
		git postmortem action set warm --due +60d --reason 'and again'
		echo 'and again' >>"$PM_TRASH/reasons"
		node "$tools/prettier/bin/prettier.cjs" --prose-wrap $wrap \
			--write $file >/dev/null
		reads_back
	)
	end
	sed -i '/^and again$/d' "$PM_TRASH/reasons"
done

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What commit messages say is the same in every encoding, under every
# configuration, and whoever appended to them.

. "${0%/*}/lib.sh"

# A promise "fix-alerts" for 2026-12-20.
story() {
	git postmortem init --commit >out 2>&1
	git postmortem new 'Outage' --severity minor \
		--started 2026-12-01T10:00Z --commit >out
	git postmortem action add outage 'Fix alerts' --commit >out
	git postmortem action accept fix --due 2026-12-20 --commit >out
	item=2026-12-01-outage/fix-alerts
	test_tick
}

# A commit that changes nothing, of its own minute.
say() {
	test_tick
	git commit -q --allow-empty "$@"
}

reason_is() {
	git postmortem log fix -n 1 >told
	contains told "reason: $1"
}

begin '--commit writes in the encoding that the commit will name'
(
	set -e
	story
	git config i18n.commitEncoding ISO-8859-1
	git postmortem action set fix --due 2027-01-10 --commit \
		--reason 'wegen Überlast' >out
	git cat-file commit HEAD >raw
	LC_ALL=C grep -q "$(printf 'wegen \334berlast')" raw
	contains raw 'encoding ISO-8859-1'
	contains raw 'due 2026-12-20 -> 2027-01-10'
	reason_is 'wegen Überlast'
	git log -1 --encoding=UTF-8 --format=%B >out
	contains out 'Postmortem-Reason: wegen Überlast'
	git config i18n.logOutputEncoding UTF-16
	reason_is 'wegen Überlast'
)
end

begin 'what that encoding cannot say is committed as UTF-8'
(
	set -e
	story
	day=10
	for encoding in ISO-8859-1 UTF-16 KOI8-R no-such-encoding
	do
		day=$((day + 1))
		test_tick
		git config i18n.commitEncoding $encoding
		git postmortem action set fix --due 2027-01-$day --commit \
			--reason "障害 $encoding" >out
		git cat-file commit HEAD >raw
		lacks raw 'encoding '
		contains raw "障害 $encoding"
		git config --unset i18n.commitEncoding
		reason_is "障害 $encoding"
	done
)
end

begin 'commit-msg reads a message in the encoding of the commit'
(
	set -e
	story
	git postmortem new 'Störung' --severity minor \
		--started 2026-12-01T12:00Z --commit >out
	git config i18n.commitEncoding ISO-8859-1
	printf 'Mend\n\nPostmortem-Closes: 2026-12-01-st\366rung\n' >latin
	say -F latin
	git postmortem log störung -n 1 >out
	contains out 'claims to close it'
	# Recorded under that label, this would be "stÃ¶rung".
	printf 'Mend\n\nPostmortem-Closes: 2026-12-01-störung\n' >utf8
	fails_with 1 say -F utf8 2>err
	contains err 'no post-mortem or action item'
	git config --unset i18n.commitEncoding
	say -F utf8
	fails_with 1 say -F latin
)
end

begin 'a paragraph behind the trailers does not hide them'
(
	set -e
	story
	cat >.git/hooks/prepare-commit-msg <<-'END'
	#!/bin/sh
	printf '\n[JIRA-123]\n' >>"$1"
	END
	chmod +x .git/hooks/prepare-commit-msg
	git postmortem action set fix --due 2027-01-10 --commit \
		--reason because >out
	reason_is because
	git postmortem annotate fix >out
	contains out 'later: because'
	say -m 'Mend it' -m "Postmortem-Closes: $item"
	git postmortem log fix -n 1 >out
	contains out 'claims to close it'
	git postmortem show fix >out
	contains out 'Mend it'
	git postmortem action 'done' --from-log --dry-run >out
	contains out "$item"
	fails_with 1 say -m 'Mend' \
		-m 'Postmortem-Closes: nothing-such' 2>err
	contains err 'no post-mortem or action item "nothing-such"'
	# Prose claims nothing.
	say -m 'Say' \
		-m "One would write
Postmortem-Closes: nothing-such"
	git postmortem index verify
)
end

begin 'no configuration hides what a message says'
(
	set -e
	story
	git postmortem action set fix --due 2027-01-10 --commit \
		--reason because >out
	say -m 'Mend it' -m "Postmortem-Closes: $item"
	git postmortem log fix >log.plain
	git postmortem action 'done' --from-log --dry-run >claims.plain
	contains log.plain 'reason: because'
	contains claims.plain "$item"
	for set in 'trailer.separators=#' 'trailer.separators==' \
		trailer.why.key=Postmortem-Reason \
		trailer.Postmortem-Closes.key=Done \
		core.commentChar=P core.commentChar=auto \
		log.showSignature=true log.mailmap=false \
		i18n.logOutputEncoding=UTF-16 diff.orderFile=/dev/null \
		log.diffMerges=separate grep.patternType=perl
	do
		rm -rf .git/postmortem
		git -c "$set" postmortem log fix >told
		same told log.plain
		git -c "$set" postmortem action 'done' --from-log \
			--dry-run >claims
		same claims claims.plain
		case $set in
		core.*) ;;
		*) fails_with 1 git -c "$set" commit -q --allow-empty \
			-m 'Mend' -m 'Postmortem-Closes: nothing-such' ;;
		esac
	done
)
end

begin 'under commit.cleanup=scissors a line with # is said'
(
	set -e
	story
	git config commit.cleanup scissors
	git postmortem action set fix --due 2027-01-10 --reason late >out
	git add -A
	cat >editor <<-'END'
	#!/bin/sh
	cat "$1" >comments
	printf 'Move it\n\n#123 made it late\n\n' | cat - comments >"$1"
	END
	chmod +x editor
	GIT_EDITOR=$PWD/editor git commit -q 2>err
	lacks err 'warning'
	git log -1 --encoding=UTF-8 --format=%B >out
	contains out '#123 made it late'
)
end

begin 'a whole id may be that of a record on another branch'
(
	set -e
	story
	git checkout -q -b hotfix HEAD~2
	say -m 'Mend' -m "Postmortem-Closes: $item"
	say -m 'Work' -m "Postmortem-Action: $item"
	# Only a whole one.
	for part in fix-alerts 2026-12-01-outage/fix outage/fix-alerts \
		2026-12-01-outage/../x "$item/" "$item/x"
	do
		fails_with 1 say -m 'Mend' \
			-m "Postmortem-Closes: $part"
	done
	# An action it is not.
	git checkout -q --orphan fresh
	say -m 'Mend' \
		-m 'Postmortem-Closes: 2026-12-01-outage'
	fails_with 1 say -m 'Mend' \
		-m 'Postmortem-Action: 2026-12-01-outage'
	# Remote-tracking branches count, too.
	git update-ref refs/remotes/origin/main main
	git branch -D -q main
	say -m 'Mend' -m "Postmortem-Closes: $item"
	git update-ref -d refs/remotes/origin/main
	git branch -D -q hotfix
	fails_with 1 say -m 'Mend' \
		-m "Postmortem-Closes: $item" 2>err
	contains err "no post-mortem or action item \"$item\""
)
end

done_testing

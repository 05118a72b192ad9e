#!/bin/sh
# SPDX-License-Identifier: MIT
#
# "digest --format=mbox": mails that a strict reader takes, to those who have an
# address, and nothing in a header that a file put there.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/digests.sh"

if ! python3 -c 'import email.policy, mailbox' 2>/dev/null
then
	skip 'python3 reads the mails'
	done_testing
fi

# Each mail, as mbox.py reads the file "out", in "mails".
read_mails() {
	python3 "$PM_SOURCE/tests/cli/mbox.py" out >mails
}

begin 'each owner gets a mail at the address that people has, or their own'
(
	set -e
	write_all
	write_promise 2026-11-21-a mine accepted 'Dave Example <dave@example.com>' \
		2026-12-01
	cat >.postmortem/policy.yaml <<-'END'
	people:
	  bob:
	    name: Bob "B" Example
	    email:
	      - 17+bob@users.noreply.example.com
	      - bob@example.com
	  carol: {name: Carol Example}
	END
	run_ok git postmortem digest --each-owner --format=mbox >out 2>err
	read_mails
	grep '^To: ' mails >lines
	same lines - <<-'END'
	To: "Bob \"B\" Example" <bob@example.com>
	To: dave@example.com
	END
	contains mails 'Subject: Overdue: late, and 3 more'
	contains mails 'Subject: Overdue: mine'
	contains mails '2026-12-01, yesterday; bob; 2026-11-21-a/late'
	count 1 err warning
	contains err 'carol gets no mail'
	contains err '"people" in .postmortem/policy.yaml'
	lacks mails '2026-11-21-a/soon'
)
end

begin 'what nobody owns is told on standard error'
(
	set -e
	write_postmortem 2026-11-21-a 'Slow' in-review minor ''
	run_ok git postmortem digest --each-owner --format=mbox >out 2>err
	same out /dev/null
	contains err 'nobody owns'
)
end

begin 'one who was asked for and has no address is a failure'
(
	set -e
	write_all
	fails_with 128 git postmortem digest --owner bob --format=mbox >out 2>err
	same out /dev/null
	contains err 'bob has no mail address'
	write_promise 2026-11-21-a late accepted 17+bob@users.noreply.example.com \
		2026-12-01
	fails_with 128 git postmortem digest --format=mbox >out 2>err \
		--owner 17+bob@users.noreply.example.com
)
end

begin 'one of everybody names no recipient, and comes from git s author'
(
	set -e
	write_all
	git postmortem digest --format=mbox >out
	read_mails
	contains mails 'To: undisclosed-recipients:;'
	contains out 'From: "Alice Example"'
	contains out ' <alice@example.com>'
	contains out 'Date: Wed, 2 Dec 2026 12:00:00 +0000'
	head -n 1 out >line
	same line - <<-'END'
	From alice@example.com Wed Dec  2 12:00:00 2026
	END
	GIT_POSTMORTEM_NOW=2026-12-02T01:30:00+02:30 \
		git postmortem digest --format=mbox >out
	read_mails
	contains out 'Date: Wed, 2 Dec 2026 01:30:00 +0230'
	contains out 'From alice@example.com Tue Dec  1 23:00:00 2026'
)
end

begin 'an author whose address is none, or who is not known, hinders no mail'
(
	set -e
	write_all
	for email in 'root@host.(none)' 'alice' 'a b@example.com'
	do
		GIT_AUTHOR_EMAIL=$email git postmortem digest --format=mbox >out
		read_mails
		contains out '<git-postmortem@localhost>'
	done
	GIT_AUTHOR_NAME=$(printf 'J\303\274rgen Example') \
		git postmortem digest --format=mbox >out
	read_mails
	contains out 'From: =?UTF-8?B?SsO8cmdlbiBFeGFtcGxl?='
)
end

begin 'the same digest has the same Message-ID, another one another'
(
	set -e
	write_all
	git postmortem digest --format=mbox >one
	git postmortem digest --format=mbox >two
	same one two
	write_promise 2026-11-21-a more proposed bob ''
	git postmortem digest --format=mbox >two
	grep '^Message-ID' one >id
	lacks two "$(cat id)"
)
end

begin 'no title makes a header, a mail or a line that is too long'
(
	set -e
	write_hostile
	git postmortem digest --since 2026-11-01 --each-owner --format=mbox >out
	read_mails
	count 1 mails 'To: '
	[ "$(grep -c '^From ' out)" = 1 ]
	contains mails '* <!channel> <@U123> <!here|x> @here'
	contains mails '障害対応の手順を見直す 🔥🧯 👩‍👩‍👧‍👦'
	contains mails '<U+202E>reversed'
	contains mails "$(long_title 障)"
	contains mails "$(long_title x)"
)
end

begin 'a title is the subject, letter for letter, in whole words'
(
	set -e
	write_hostile
	mv postmortems/2026-11-21-a/actions ../all
	for nr in 1 2 3 4 5 6 7 8 9 10 11
	do
		rm -rf postmortems/2026-11-21-a/actions
		mkdir postmortems/2026-11-21-a/actions
		cp ../all/item-$nr.md postmortems/2026-11-21-a/actions/
		git postmortem digest --format=mbox >out
		read_mails
		git postmortem digest --format=json >json
		title=$(jq -r '.digests[0].attention[0].record.title' json)
		case $nr in
		[1-7]) contains mails "Subject: Overdue: $title, and 1 more" ;;
		8) contains mails '<U+202E>reversed, and 1 more' ;;
		# 50 letters of three bytes, 150 of one.
		*) contains mails "$(printf %.50s "$title")" &&
			contains mails '…, and 1 more' ;;
		esac
	done
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What a terminal of 80, 60 or 40 columns shows: titles in full, names that a
# command takes, and no line that the terminal has to break.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

long='Checkout fails on an expired certificate of the gateway'
kanji='決済サービスの証明書が期限切れになりチェックアウトが失敗した'

incidents() {
	git postmortem init --skip-hooks >/dev/null 2>&1
	git postmortem new "$long" -s minor --date 2026-11-10
	git postmortem new 'Checkout is slow' -s critical \
		-o christopher@engineering.example.com --date 2026-11-12
	git postmortem new "$kanji" -s major -o 佐藤 --date 2026-11-13
	git postmortem action add fails 'Page two weeks before it expires' \
		--type detect
	git postmortem action add fails 'Page'
	git postmortem action add slow 'Renew certificates by machine' \
		-o christopher@engineering.example.com
	git postmortem action add slow '証明書の期限切れを二週間前に検知する' \
		-o 佐藤
	commit_all 'incidents'
	git postmortem action accept page-two --due 2026-12-04 --commit
	git postmortem action set page-two --due 2027-01-15 --commit --reason \
		'the inventory of all certificates of all of our services comes first'
	git commit -q --allow-empty -m \
		'Ask the vendor of the gateway when his certificates expire' \
		--trailer 'Postmortem-Action: page-two'
} >/dev/null 2>&1

# at WIDTH COMMAND...: as a terminal of that width shows it, in "out".
at() {
	width=$1
	shift
	run_ok env GIT_PAGER_IN_USE=true COLUMNS="$width" "$@" >out
}

# fits WIDTH: no line of "out" is wider; a kanji is two columns.
fits() {
	perl -CSD -ne 'chomp; my $n = () = /[\x{2e80}-\x{ffef}]/g;
		if (length() + $n > '"$1"') { print STDERR "$_\n"; $bad = 1 }
		END { exit($bad ? 1 : 0) }' out
}

# told TEXT: "out" says it when its lines are joined again.
told() {
	tr -s ' \n' ' ' <out >joined
	contains joined "$1"
}

for width in 80 60 40
do
	begin "$width columns: nothing is wider, and no title is cut"
	(
		set -e
		incidents
		for command in '' '--all' list 'action list' 'action list --all' \
			'show fails' 'show slow' 'show page-two' \
			'show page-two --branches' log 'log page-two' \
			'annotate page-two' 'annotate slow' \
			'diff HEAD~3..HEAD' 'review HEAD~2..HEAD'
		do
			# shellcheck disable=SC2086
			at "$width" git postmortem $command
			[ -s out ]
			fits "$width" || complain "git postmortem $command"
			lacks out …
		done
		for command in list --all 'show fails'
		do
			# shellcheck disable=SC2086
			at "$width" git postmortem $command
			# Of columns side by side only the last is read.
			sed 's/.*   *//' out >last && mv last out
			told "$long" || complain "git postmortem $command"
		done
	)
	end
done

begin 'each name that is shown is taken, and is that one'
(
	set -e
	incidents
	at 60 git postmortem list
	sed '1d; /^ /d; s/ .*//' out >names
	at 60 git postmortem action list
	sed '1d; s/^ *//; s/^2027-01-15  //; s/ .*//' out >>names
	for name in checkout-is checkout-fails page-two checkout-fails/page \
		renew-certificates 決済サービス 証明書の期限
	do
		grep -qx -e "$name" names || complain "$name" || cat names >&2
		run_ok git postmortem show "$name" >shown
	done
	git postmortem show --format=json checkout-is >out
	contains out '"id": "2026-11-12-checkout-is-slow"'
	git postmortem show --format=json checkout-fails/page >out
	contains out '/page"'
)
end

begin 'what is shown at 80 columns'
(
	set -e
	incidents
	at 80 git postmortem list --severity critical
	same out - <<-'END'
	POST-MORTEM  STATUS  SEVERITY  OWNER        OPEN  TITLE
	checkout-is  draft   critical  christopher   2/2  Checkout is slow
	END
	at 80 git postmortem action list fails --sort id
	same out - <<-'END'
	DUE         OWNER  ITEM                 TITLE
	            alice  checkout-fails/page  Page
	2027-01-15  alice  page-two             Page two weeks before it expires
	END
	at 80 git postmortem annotate page-two
	sed 1q out >first
	contains first 'title  Page two weeks before it expires'
)
end

begin 'columns leave in the order that the manual states'
(
	set -e
	incidents
	for width in 140 120 110 100 90 80 70 60 50 40 30
	do
		at "$width" git postmortem list
		sed 1q out | tr -s ' ' >>list
		at "$width" git postmortem action list
		sed 1q out | tr -s ' ' >>actions
	done
	uniq list >order
	same order - <<-'END'
	POST-MORTEM STATUS SEVERITY OWNER OPEN TITLE
	POST-MORTEM STATUS SEVERITY OPEN TITLE
	POST-MORTEM STATUS OPEN TITLE
	POST-MORTEM STATUS TITLE
	POST-MORTEM TITLE
	END
	uniq actions >order
	same order - <<-'END'
	DUE STATE OWNER ITEM TITLE
	DUE OWNER ITEM TITLE
	DUE ITEM TITLE
	ITEM TITLE
	END
)
end

begin 'a pipe gets whole ids and one line each, whatever COLUMNS says'
(
	set -e
	incidents
	COLUMNS=40 git postmortem list >out
	count 4 out ''
	contains out "2026-11-13-"
	contains out 'christopher@engineering.example.com'
	COLUMNS=40 git postmortem action list >out
	count 5 out ''
	contains out '2026-11-12-checkout-is-slow/renew-certificates-by-machine'
	contains out 'alice@example.com'
	COLUMNS=40 git postmortem log page-two >out
	contains out 'reason: the inventory of all certificates of all of our services comes first'
)
end

begin 'the id of a commit is not broken'
(
	set -e
	incidents
	commit=$(git rev-parse HEAD)
	git postmortem action 'done' page-two --evidence "$commit" --commit
	at 80 git postmortem annotate page-two
	contains out "evidence  $(echo "$commit" | cut -c1-12)"
	at 200 git postmortem annotate page-two
	contains out "evidence  $commit"
)
end

if script -qec true /dev/null </dev/null >/dev/null 2>&1
then
	begin 'a terminal says itself how wide it is, colours take no room'
	(
		set -e
		incidents
		for command in list 'action list' 'log page-two' 'show fails'
		do
			script -qec "stty cols 60; TERM=xterm \
				git -c color.ui=always postmortem $command" \
				/dev/null </dev/null >raw
			contains raw "$(printf '\033[')"
			tr -d '\r' <raw | sed "s/$(printf '\033')\[[0-9;]*m//g" >out
			fits 60 || complain "git postmortem $command"
		done
		contains out 'Checkout fails on an expired certificate of the gateway'
	)
	end
fi

begin 'two people of one name keep their addresses'
(
	set -e
	git postmortem init --skip-hooks >/dev/null 2>&1
	for host in example.com example.org
	do
		git postmortem new "Search ${host#*.} is down" \
			-s minor -o "bob@$host" --date 2026-11-10
	done
	at 80 git postmortem list
	contains out bob@example.com
	contains out bob@example.org
)
end

begin 'a patch keeps its lines as they are'
(
	set -e
	incidents
	sed -i 's/^title: .*/& and this is a title that is longer than sixty/' \
		postmortems/*slow/README.md
	git commit -q -a -m 'Name it'
	at 40 git postmortem log -p checkout-is
	contains out '+title: Checkout is slow and this is a title that is longer than sixty'
)
end

done_testing

# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# The second act of demo.sh, which reads this file: what a shop with a year
# of post-mortems asks its history. The year is 2025 and is seen on 5 January
# 2026, whatever day it is, so that every answer is known.

set -eu
: "${top:?is set by demo.sh}"

# --- how the year is written down ---

# at DAY WHO: who commits from here on, and when.
at() {
	GIT_AUTHOR_NAME="$2 Example"
	GIT_AUTHOR_EMAIL=$(echo "$2" | tr '[:upper:]' '[:lower:]')@example.com
	GIT_AUTHOR_DATE=${1}T10:00:00Z
	GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME
	GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
	GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
	GIT_POSTMORTEM_NOW=$GIT_AUTHOR_DATE
	export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_AUTHOR_DATE \
		GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_COMMITTER_DATE \
		GIT_POSTMORTEM_NOW
}

# Quietly, unless it fails.
quietly() {
	"$@" >"$top/quiet" 2>&1 || {
		cat "$top/quiet"
		stop "$GIT_AUTHOR_DATE: $*"
	}
}

pm() {
	quietly git postmortem "$@"
}

commit() {
	quietly git commit -q --allow-empty -m "$@"
}

# work FILE MESSAGE [TRAILER]: a commit to the shop's own code.
work() {
	mkdir -p "${1%/*}"
	echo "$2" >>"$1"
	git add "$1"
	commit "$2" ${3:+--trailer "$3"}
}

# incident TITLE SEVERITY OWNER SERVICE DETECTED MITIGATED RESOLVED: it began
# at noon of the day before.
incident() {
	day=$(date -u -d "${GIT_AUTHOR_DATE%T*} - 1 day" +%Y-%m-%d)
	pm new "$1" --severity "$2" --owner "$3" --service "$4" \
		--lead bob --started "${day}T12:00Z" --detected "${day}T$5Z" \
		--mitigated "${day}T$6Z" --resolved "${day}T$7Z" --commit
	document=$(git ls-files "postmortems/$day-*/README.md")
}

# written SUMMARY FACTOR...: the sections of the newest post-mortem, and its
# debrief.
written() {
	sed -e "s/^  date:\$/& ${GIT_AUTHOR_DATE%T*}/" \
		-e 's/^  facilitator:$/& dan/' \
		-e 's/^  attendees: .*/  attendees: [alice, bob, carol, dan]/' \
		-e '/^## /,$d' "$document" >"$top/document"
	{
		printf '## Summary\n\n%s\n\n## Contributing factors\n' "$1"
		shift
		printf '\n- %s\n' "$@"
		for section in Impact Timeline Response 'Lessons learned' \
			'Open questions' 'Action items'
		do
			printf '\n## %s\n\n%s\n' "$section" \
				'Told in the channel of the incident.'
		done
		printf '\n'
		sed -n '/^## History/,$p' "$document"
	} >>"$top/document"
	cp "$top/document" "$document"
	git add "$document"
}

# idea TITLE OWNER [OPTION...]: an item of the newest post-mortem, proposed.
idea() {
	title=$1 owner=$2
	shift 2
	folder=${document%/README.md}
	pm action add "${folder#*/}" "$title" --owner "$owner" "$@"
}

promise() {
	pm action accept "$1" --due "$2" --commit
}

move() {
	pm action set "$1" --due "$2" --reason "$3" --commit
}

kept() {
	pm action 'done' "$1" --evidence "$(git rev-parse HEAD)" --commit
}

# advanced NAME STATUS...: step by step.
advanced() {
	name=$1
	shift
	for status
	do
		pm advance "$name" --to "$status" --commit
	done
}

# --- the year ---

winter() {
	at 2025-01-15 Alice
	incident 'Expired certificate stops checkout' minor alice checkout \
		12:19 12:47 12:47
	at 2025-01-17 Alice
	written 'The gateway refused every payment for 47 minutes.' \
		'Nobody watches when a certificate expires' \
		'The host that renewed them was retired'
	idea 'Page two weeks before a certificate expires' alice --type detect
	idea 'Renew certificates by machine' bob --type prevent --ticket SHOP-71
	commit 'checkout: write up the expired certificate'
	at 2025-01-20 Alice
	promise page-two 2025-02-03
	at 2025-01-21 Bob
	promise renew 2025-03-20
	at 2025-02-02 Alice
	move page-two 2025-02-17 'the list of certificates comes first'
	at 2025-02-14 Alice
	work alerts/certificates 'alerts: page two weeks before expiry'
	kept page-two

	at 2025-02-20 Bob
	incident 'Orders lost in a full queue' major bob orders \
		13:55 14:30 16:10
	at 2025-02-24 Carol
	written 'Some 300 orders were accepted and then lost.' \
		'There is no alert on the length of the queue' \
		'A deploy during the evening peak'
	idea 'Alert on the length of the order queue' bob --type detect
	idea 'Refuse orders while the queue is full' carol --type prevent
	idea 'Stop deploys in the evening peak' dan --type process
	idea 'Investigate other message brokers' dan --type investigate
	commit 'orders: write up the full queue'
	at 2025-02-27 Bob
	promise length-of-the-order 2025-03-14
	at 2025-02-27 Carol
	promise refuse-orders 2025-03-28
	at 2025-02-28 Dan
	promise stop-deploys 2025-03-28
	at 2025-03-05 Dan
	work ci/deploy 'ci: no deploys from 18:00 to 21:00'
	kept stop-deploys
	at 2025-03-10 Bob
	work alerts/queue 'alerts: page on a long order queue'
	kept length-of-the-order
	at 2025-03-18 Bob
	move renew 2025-04-30 'the authority has no interface for it yet'
	at 2025-03-20 Dan
	pm action decline brokers --commit \
		--reason 'the present one was never the limit'
	at 2025-03-26 Carol
	work orders/intake 'orders: refuse politely while the queue is full'
	kept refuse-orders
	at 2025-03-27 Bob
	advanced orders in-review reviewed closed
}

spring() {
	at 2025-04-03 Carol
	incident 'Failover takes the shop down' critical carol database \
		12:02 12:58 15:40
	at 2025-04-07 Dan
	written 'A planned failover left the shop without a database.' \
		'The replica was an hour behind' \
		'The runbook names hosts that are gone'
	idea 'Alert on replication lag' carol --type detect
	idea 'Rewrite the runbook of the failover' dan --type process
	idea 'Rehearse a failover every quarter' carol --type process
	idea 'Keep product pages up without a primary' bob --type mitigate
	idea 'Buy a second database host' dan
	commit 'database: write up the failover'
	at 2025-04-09 Carol
	promise replication-lag 2025-04-24
	promise rehearse 2025-06-30
	at 2025-04-10 Dan
	promise rewrite 2025-04-24
	at 2025-04-11 Bob
	promise product-pages 2025-07-31
	at 2025-04-22 Carol
	work alerts/replica 'alerts: page on replication lag'
	kept replication-lag
	at 2025-04-23 Dan
	move rewrite 2025-05-15 'the new hosts arrive in May'
	at 2025-04-28 Carol
	move renew 2025-06-30 'Bob is needed for the failover until June'
	at 2025-05-14 Dan
	work runbooks/failover 'runbooks: the failover with the new hosts'
	kept rewrite
	advanced failover in-review reviewed

	at 2025-05-22 Dan
	incident 'Search shows old prices' minor dan search 18:30 18:50 19:20
	at 2025-05-26 Dan
	written 'Prices of the day before were shown for seven hours.' \
		'A cache without an expiry'
	idea 'Expire cached prices within a minute' dan --type prevent
	idea 'Show the age of a price on the status page' dan --type detect
	commit 'search: write up the old prices'
	at 2025-05-28 Dan
	promise expire-cached 2025-06-15
	promise age-of-a-price 2025-07-15
	at 2025-06-04 Dan
	work search/cache 'search: cached prices expire' \
		'Postmortem-Closes: search/expire-cached'
	pm action 'done' --from-log --commit
	advanced old-prices in-review reviewed
	at 2025-06-26 Carol
	move rehearse 2025-09-30 'nobody is there in the holidays'
	at 2025-06-27 Carol
	move renew 2025-09-30 'the budget of the third quarter pays for it'
}

summer() {
	at 2025-07-08 Alice
	incident 'Customers are charged twice' major alice payments \
		17:20 17:55 18:30
	at 2025-07-11 Dan
	written 'A retry charged 61 customers again.' \
		'A timeout counts as a refusal' \
		'Nothing compares charges with orders'
	idea 'Send an idempotency key with every charge' alice --type prevent
	idea 'Compare charges with orders every night' bob --type detect
	idea 'Alert on two charges of one order' carol --type detect
	idea 'Refund double charges without a call' alice --type mitigate
	commit 'payments: write up the double charges'
	at 2025-07-15 Alice
	promise idempotency 2025-08-07
	at 2025-07-15 Bob
	promise compare-charges 2025-08-14
	at 2025-07-16 Carol
	promise two-charges 2025-08-10
	at 2025-08-05 Alice
	work payments/charge 'payments: one key for each charge'
	kept idempotency
	at 2025-08-08 Carol
	work alerts/charges 'alerts: page on a second charge'
	kept two-charges
	advanced charged in-review reviewed
	at 2025-08-12 Bob
	move compare-charges 2025-09-15 'the export of the bank is late'
	at 2025-08-20 Bob
	pm action decline product-pages --commit \
		--reason 'two months of work for one failover in five years'
	at 2025-09-01 Dan
	quietly git rm -q 'postmortems/*/actions/show-the-age-of-a-price*'
	quietly git commit -q --no-verify -m 'search: tidy up'
	at 2025-09-12 Bob
	work payments/nightly 'payments: compare with the orders at night'
	kept compare-charges

	at 2025-09-17 Bob
	incident 'Confirmations arrive late' minor bob mail 14:10 15:00 17:00
	at 2025-09-19 Bob
	written 'Mails were sent four hours late.' \
		'Newsletters and confirmations share one queue'
	idea 'Send confirmations from a queue of their own' dan --type prevent
	idea 'Alert on the age of the oldest mail' bob --type detect
	commit 'mail: write up the late confirmations'
	at 2025-09-22 Bob
	promise oldest-mail 2025-10-31
	at 2025-09-22 Dan
	promise confirmations-from 2025-11-20
	at 2025-09-29 Carol
	move rehearse 2025-12-15 'the new hosts come first'
}

autumn() {
	at 2025-10-10 Carol
	incident 'Expired certificate stops mail' major carol mail \
		15:40 16:30 16:45
	at 2025-10-13 Dan
	written 'No mail left the shop for five hours.' \
		'Nobody watches when the certificate expires'
	idea 'Page two weeks before any certificate expires' carol \
		--type detect
	idea 'Keep an inventory of all certificates' dan --type prevent
	idea 'Let mail fall back to a second relay' alice --type mitigate
	commit 'mail: write up the second certificate'
	at 2025-10-16 Carol
	promise page-two-weeks-before-any 2025-11-10
	at 2025-10-16 Dan
	promise inventory 2025-11-15
	at 2025-10-20 Bob
	work alerts/mail 'alerts: page on old mail'
	kept oldest-mail
	at 2025-11-06 Carol
	work alerts/certificates 'alerts: every certificate, not only ours'
	kept page-two-weeks-before-any
	advanced stops-mail in-review
	at 2025-11-13 Dan
	move inventory 2026-01-31 'the hosts of the mail are not ours'

	# A branch does the work, its merge brings it, the log closes it.
	at 2025-11-18 Bob
	quietly git checkout -q -b renewal
	work certificates/renew 'certificates: renew by machine' \
		'Postmortem-Action: checkout/renew'
	at 2025-11-20 Bob
	work certificates/timer 'certificates: ... every night' \
		'Postmortem-Closes: checkout/renew'
	at 2025-11-21 Alice
	quietly git checkout -q main
	work shop/banner 'shop: the banner of Black Friday'
	quietly git merge -q --no-ff -m "Merge branch 'renewal'" renewal
	pm action 'done' --from-log --commit
	advanced stops-checkout in-review reviewed

	at 2025-12-11 Alice
	incident 'Full disk stops the shop' critical bob orders \
		12:06 12:41 13:30
	at 2025-12-15 Alice
	idea 'Page when a disk is nearly full' bob --type detect
	idea 'Rotate the logs of the checkout every hour' alice --type prevent
	idea 'Keep orders on a disk of their own' carol --type prevent
	commit 'shop: what the full disk needs'
	at 2025-12-16 Bob
	promise nearly-full 2025-12-31
	at 2025-12-16 Alice
	promise rotate 2025-12-31
	at 2025-12-17 Carol
	promise orders-on-a-disk 2026-01-15
	at 2025-12-22 Bob
	work alerts/disk 'alerts: page on a nearly full disk'
	kept nearly-full
}

chapter 'The same shop, with the year 2025 in its log'
git init -q -b main "$top/year"
cd "$top/year"
at 2025-01-08 Alice
quietly git postmortem init
cat >.postmortem/policy.yaml <<'END'
people:
  alice: {name: Alice Example, email: alice@example.com, teams: [payments]}
  bob: {name: Bob Example, email: bob@example.com, teams: [platform]}
  carol: {name: Carol Example, email: carol@example.com, teams: [platform]}
  dan: {name: Dan Example, email: dan@example.com, teams: [storefront]}
END
git add .postmortem
commit 'Adopt post-mortems'
winter
spring
summer
autumn
at 2026-01-05 Alice
run "git rev-list --count HEAD && git shortlog --summary HEAD"
says 'Bob Example'
say 'It is Monday, 5 January 2026. Alice prints what the team reviews.'
run "git postmortem report"
says '3 of 5 open promises are overdue, the longest by 46 days.' \
	'6 items moved 9 times' 'Nobody watches when the certificate expires' \
	'Items that were proposed before'
see 4 'Needs action'

chapter 'Who moved the day, and did he ever agree?'
say 'Twice a certificate expired. Bob was to renew them by machine in March.'
run "git postmortem log checkout/renew --field=due"
says 'due 2025-03-20 → 2025-04-30, 41 days later' \
	'reason: Bob is needed for the failover until June' \
	'reason: the budget of the third quarter pays for it'
run "git postmortem annotate checkout/renew"
says 'moved 3 times, 194 days later in all' 'Carol Example'
see 4 'due first'
run "git postmortem log checkout/renew --author=bob"
says 'due 2025-03-20 → 2025-04-30'
! grep -q -e 2025-06-30 -e 2025-09-30 "$top/answer" ||
	stop 'Bob did not move it to June'

chapter 'What stood open on a day, what became of an item that is gone'
run "git postmortem action list --at 2025-10-09"
says 'Renew certificates by machine'
see 3
say 'One item cannot be found any more. Its log can.'
run "git postmortem log age-of-a-price"
says 'Dan Example  search: tidy up' removed
see 2
run "git postmortem diff 2025-06-30..2025-09-30"
says 'removed'
run "git postmortem diff 2025-09-30..2025-12-31 | tail -n 1"
says 'done'
run "git postmortem index status"
says 'all of it is read'

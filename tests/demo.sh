#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The whole workflow in throw-away repositories, in chapters. The terminal
# shows what tells the story; every command with its whole answer is kept in a
# file. "make demo" builds the program and plays this; it fails when anything
# answers otherwise than the story says.
# usage: demo.sh [LOG]              with git-postmortem on PATH
set -eu

# A repository of our own: not the caller's hooks, signing or aliases.
# shellcheck disable=SC2046
unset $(git rev-parse --local-env-vars) GIT_POSTMORTEM_NOW
GIT_CONFIG_GLOBAL=/dev/null
GIT_CONFIG_NOSYSTEM=1
GIT_PAGER='cat'
# What a terminal of 80 columns would show, whatever this one is.
GIT_PAGER_IN_USE=true
COLUMNS=80
TERM=dumb
export GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM GIT_PAGER GIT_PAGER_IN_USE \
	COLUMNS TERM

program=$(command -v git-postmortem) || {
	echo "demo: git-postmortem is not on PATH, run: make demo" >&2
	exit 1
}
here=$(cd "$(dirname "$0")" && pwd)
top=$(mktemp -d "${TMPDIR:-/tmp}/git-postmortem-demo.XXXXXX")
log=${1:-$top/demo.log}
chapter=0 asked=0 refusals=0 reason='' told=''

# 3 is the terminal, or where it was sent; all else is kept.
exec 3>&1 4>&2 >"$log"
exec >>"$log" 2>&1

finish() {
	[ "$told" ] && return
	{
		printf '\ndemo: stopped in chapter %s%s; the end of %s:\n\n' \
			"$chapter" "${reason:+: $reason}" "$log"
		tail -n 20 "$log"
		printf '\ndemo: the repositories are in %s\n' "$top"
	} >&4
}
trap finish EXIT

# --- how it is told ---

# To the terminal and to the log.
tell() {
	printf '%s\n' "$@" | tee -a "$log" >&3
}

chapter() {
	chapter=$((chapter + 1))
	tell '' "== $chapter. $1"
}

say() {
	for line
	do
		tell "# $line"
	done
}

stop() {
	reason=$1
	echo "demo: $1"
	exit 1
}

# What the command says is in $top/answer, its exit code in $code.
try() {
	command=$1 code=0
	asked=$((asked + 1))
	printf '\n$ %s\n' "$command"
	eval "$command" >"$top/answer" 2>&1 || code=$?
	cat "$top/answer"
}

# run COMMAND: as a person would type it, then what it really says.
run() {
	try "$1"
	[ "$code" = 0 ] || stop "exit $code"
}

# As run, for a command that has to be refused.
fails() {
	try "$1"
	[ "$code" != 0 ] || stop 'this should have been refused'
	refusals=$((refusals + 1))
	echo "(exit $code)"
}

# The same, and it has to leave HEAD alone.
refused() {
	before=$(git rev-parse HEAD)
	fails "$1"
	[ "$(git rev-parse HEAD)" = "$before" ] ||
		stop 'this should not have been committed'
}

# see LINES [TEXT]: show the last command and so many lines of its answer, from
# the first that holds TEXT on.
see() {
	awk -v most="$1" -v text="${2-}" '
	text == "" || on || index($0, text) { on = 1 }
	on && shown < most { print; shown++ }
	END { exit NR > shown ? 0 : 1 }
	' "$top/answer" >"$top/part" && echo '...' >>"$top/part"
	printf '$ %s\n' "$command" | cat - "$top/part" >&3
	: >"$top/part"
}

# says TEXT...: that answer has to hold each of these, wherever lines break.
says() {
	tr -s ' \n' ' ' <"$top/answer" >"$top/joined"
	for text
	do
		grep -q -F -e "$(printf '%s' "$text" | tr -s ' ')" \
			"$top/joined" || stop "the answer does not say: $text"
	done
}

# What the author types in the editor.
cat >"$top/editor" <<'END'
#!/bin/sh
# Keeps the front matter and the history, writes the sections.
set -eu
{
	awk '{ print } /^---$/ && ++n == 2 { exit }' "$1"
	cat <<'SECTIONS'

## Summary

The certificate of the payment gateway expired. For 47 minutes one checkout in
three failed. A customer told us before our alerts did.

## Impact

1,240 orders failed between 09:12 and 09:59, about 8% of the day. No order was
charged twice. Refunds and the catalogue were not affected.

## Timeline

| Time (UTC) | Event |
| :--------- | :---- |
| 09:12 | The certificate expires, payment calls begin to fail |
| 09:31 | Support forwards the first complaint |
| 09:40 | The on-call engineer finds the expired certificate in the log |
| 09:59 | The new certificate is live, checkouts succeed |

## Contributing factors

The renewal ran as a job on a host that was retired in spring. Nothing watched
the expiry date, and the gateway's errors were counted as declined cards.

## Response

Support called the on-call engineer directly. Issuing a certificate by hand
took 19 minutes, most of them spent looking for the instructions.

## Lessons learned

### What went well

Support had a telephone number that somebody answered.

### What went poorly

Declined cards and a broken gateway looked the same on every graph.

### Where we got lucky

It was a quiet morning; in the evening five times as many orders arrive.

## Open questions

N/A: nothing is left open.

## Action items

See actions/.

SECTIONS
	sed -n '/^## History/,$p' "$1"
} >"$1.new"
mv "$1.new" "$1"
END
chmod +x "$top/editor"
GIT_EDITOR=$top/editor
export GIT_EDITOR

git init -q -b main "$top/shop"
cd "$top/shop"
git config user.name 'Alice Example'
git config user.email alice@example.com

tell 'git postmortem: an incident, a year, a team, and a forge that squashes.' \
	"Every command with its whole answer: $log"

chapter 'A team adopts post-mortems'
run "git postmortem init"
see 2
run "git commit -q -m 'Adopt post-mortems' && git log --oneline"

day=$(date -u -d yesterday +%Y-%m-%d)
chapter 'An incident happened yesterday, and Alice begins to write it up'
run "git postmortem new 'Checkout is down' \\
	--severity minor --lead bob@example.com --service checkout \\
	--started ${day}T09:12Z --detected ${day}T09:31Z \\
	--mitigated ${day}T09:59Z --resolved ${day}T09:59Z"
see 1
document=$(git ls-files 'postmortems/*/README.md')
[ -f "$document" ]
run "head -n 16 $document"
run "git commit -q -m 'Begin the post-mortem of the checkout' && git postmortem list"
says 'Checkout is down'

chapter 'She is in a hurry, and the hook says what is missing'
refused "git postmortem advance checkout"
run "sed -i.orig 's/^status: draft/status: in-review/' $document && rm $document.orig"
grep -q '^status: in-review' "$document"
refused "git commit -a -m 'Please review'"
says 'commit refused'
see 4
run "git postmortem edit checkout"
run "git commit -q -a -m 'Write up the checkout incident' && git log --oneline"

chapter 'An idea becomes a promise, with a day'
run "git postmortem action add checkout 'Page two weeks before expiry' \\
	--owner alice@example.com --type detect --commit"
run "git postmortem action accept page-two --due +14d --commit"
run "git postmortem action start page-two --commit"
say 'The date cannot be kept. Moving it takes a reason.'
refused "git postmortem action set page-two --due +28d --commit"
see 1
run "git postmortem action set page-two --due +28d \\
	--reason 'the new certificate inventory comes first' --commit"
run "git postmortem action list"
says 'Page two weeks before expiry'
see 3
run "git postmortem"

chapter 'It is done, a commit is the evidence, and the log knows it all'
mkdir alerts
printf 'certificate_expiry:\n  page_before: 14d\n' >alerts/certificates.yaml
run "git add alerts && git commit -q -m 'alerts: page two weeks before expiry'"
run "git postmortem action done page-two --evidence $(git rev-parse --short HEAD) --commit"
run "git postmortem log page-two"
says 'the new certificate inventory comes first'
see 2 'due 20'
run "git postmortem check --all"
[ -z "$(git status --porcelain)" ] || {
	git status --short
	stop 'the work tree is not clean'
}

# The second act: a year of it, and what is asked of history.
# shellcheck source=tests/demo-year.sh
. "$here/demo-year.sh"

# The third: two people and a server.
# shellcheck source=tests/demo-team.sh
. "$here/demo-team.sh"
# shellcheck source=tests/demo-squash.sh
. "$here/demo-squash.sh"

told=yes
tell '' "== What this was: $asked commands, $refusals of them refused as they should be" \
	'  adopt it       init, hook install --server, doctor --fix' \
	'  write it up    new, edit, advance, and what the hooks ask for' \
	'  promise        action add, accept, set --reason, done --evidence' \
	'  ask            list, log, annotate, diff, report, action list --at' \
	'  work together  review, merges field by field, a push that is refused' \
	'' \
	"Each with its whole answer:  less $log" \
	"The repositories:            $top/{shop,year,team,squash}" \
	'Go on there, or in one of your own:' \
	"  export PATH=${program%/*}:\$PATH" \
	"  cd $top/shop" \
	'  git postmortem -h                       every command' \
	'  git postmortem show checkout            what was written' \
	'  git log -p -- postmortems               all of it is plain git' \
	'  cd ../year' \
	'  git postmortem report --at 2025-07-01   the middle of the year' \
	'  git postmortem annotate failover/rehearse  who moved it, how often'

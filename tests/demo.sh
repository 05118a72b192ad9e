#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The whole workflow in a throw-away repository, each command with its real
# output. "make demo" builds the program and plays this; it fails when
# anything answers otherwise than the story says.
# usage: demo.sh                    with git-postmortem on PATH
set -eu

# A repository of our own: not the caller's hooks, signing or aliases.
# shellcheck disable=SC2046
unset $(git rev-parse --local-env-vars) GIT_POSTMORTEM_NOW
GIT_CONFIG_GLOBAL=/dev/null
GIT_CONFIG_NOSYSTEM=1
GIT_PAGER='cat'
export GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM GIT_PAGER

program=$(command -v git-postmortem) || {
	echo "demo: git-postmortem is not on PATH, run: make demo" >&2
	exit 1
}
here=$(cd "$(dirname "$0")" && pwd)
top=$(mktemp -d "${TMPDIR:-/tmp}/git-postmortem-demo.XXXXXX")
told=
trap '[ "$told" ] || echo "demo: stopped in $top" >&2' EXIT

say() {
	printf '\n# %s\n' "$@"
}

# The command as a person would type it, then what it really says.
run() {
	printf '\n$ %s\n' "$1"
	eval "$1"
}

# As run, for a command that has to be refused and to leave HEAD alone.
refused() {
	printf '\n$ %s\n' "$1"
	before=$(git rev-parse HEAD)
	code=0
	eval "$1" || code=$?
	if [ "$code" = 0 ] || [ "$(git rev-parse HEAD)" != "$before" ]
	then
		echo "demo: this should have been refused" >&2
		exit 1
	fi
	printf '(exit %s, nothing was committed)\n' "$code"
}

# What the author types in the editor.
cat >"$top/editor" <<'END'
#!/bin/sh
# Keeps the front matter, writes the sections.
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

say 'A repository of some service, and a team that wants post-mortems in it.'
printf '\n$ git init shop && cd shop\n'
run "git postmortem init"
run "git commit -q -m 'Adopt post-mortems' && git log --oneline"

day=$(date -u -d yesterday +%Y-%m-%d)
say 'An incident happened yesterday. Alice writes it up.'
run "git postmortem new 'Checkout fails on an expired certificate' \\
	--severity minor --lead bob@example.com --service checkout \\
	--started ${day}T09:12Z --detected ${day}T09:31Z \\
	--mitigated ${day}T09:59Z --resolved ${day}T09:59Z"
document=$(git ls-files 'postmortems/*/README.md')
[ -f "$document" ]
run "head -n 16 $document"
run "git commit -q -m 'Begin the post-mortem of the checkout' && git postmortem list"

say 'She is in a hurry: nothing is written yet, and it says "in-review".'
refused "git postmortem advance checkout"
run "sed -i.orig 's/^status: draft/status: in-review/' $document && rm $document.orig"
grep -q '^status: in-review' "$document"
refused "git commit -a -m 'Please review'"

say 'The hook said what is missing. She writes it (a script types it here).'
run "git postmortem edit checkout"
run "git commit -q -a -m 'Write up the checkout incident' && git log --oneline"

say 'In the meeting somebody has an idea; its owner makes it a promise.'
run "git postmortem action add checkout 'Page two weeks before a certificate expires' \\
	--owner alice@example.com --type detect --commit"
run "git postmortem action accept page-two --due +14d --commit"
run "git postmortem action start page-two --commit"

say 'The date cannot be kept. Moving it takes a reason.'
refused "git postmortem action set page-two --due +28d --commit"
run "git postmortem action set page-two --due +28d \\
	--reason 'the new certificate inventory comes first' --commit"
run "git postmortem action list"
run "git postmortem"

say 'It is done: a commit is the evidence.'
mkdir alerts
printf 'certificate_expiry:\n  page_before: 14d\n' >alerts/certificates.yaml
run "git add alerts && git commit -q -m 'alerts: page two weeks before expiry'"
run "git postmortem action done page-two --evidence $(git rev-parse --short HEAD) --commit"

say 'What became of it, from the commit log alone.'
run "git postmortem log page-two"
run "git postmortem check --all"
[ -z "$(git status --porcelain)" ] || {
	git status --short >&2
	echo "demo: the work tree is not clean" >&2
	exit 1
}

# The second act: a year of it, and what is asked of history.
# shellcheck source=tests/demo-year.sh
. "$here/demo-year.sh"

# The third: two people and a server.
# shellcheck source=tests/demo-team.sh
. "$here/demo-team.sh"

told=yes
cat <<END

------------------------------------------------------------------------------
The repositories are $top/shop, $top/year and $top/team
Try next:

  export PATH=${program%/*}:\$PATH
  cd $top/shop
  git postmortem -h                  every command
  git postmortem show checkout
  git log -p -- postmortems          all of it is plain git
  git postmortem rules section-empty what a rule wants, and why

  cd ../year
  git postmortem report --at 2025-07-01
  git postmortem blame failover/rehearse

  cd ../team/alice
  git postmortem review main..origin/promise --format=markdown
  git postmortem doctor
END

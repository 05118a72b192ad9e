# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# The last act of demo.sh: a forge that lets nobody push to main, and squashes
# every pull request. It is May 2026.

set -eu
: "${top:?is set by demo.sh}"

# squash BRANCH: what the button does, with the authors of all commits below.
squash() {
	(
		cd "$top/squash/forge"
		quietly git fetch -q origin
		quietly git switch -q --force-create main origin/main
		quietly git merge -q --squash "origin/$1"
		quietly git commit -q -m "Merge $1 (#7)" -m "$(git log \
			--format='Co-authored-by: %an <%ae>' \
			"main..origin/$1" | sort -u)"
		quietly env FORGE=1 git push -q origin main
	)
}

chapter 'A forge squashes, and the promises stay'
mkdir "$top/squash"
cd "$top/squash"
at 2026-05-04 Alice
run "git init -q --bare -b main server.git"
cat >server.git/hooks/update <<'END'
#!/bin/sh
[ "$1" != refs/heads/main ] || [ "${FORGE-}" ] || {
	echo 'main takes pull requests only'
	exit 1
}
END
chmod +x server.git/hooks/update
run "git clone -q server.git alice 2>/dev/null && cd alice"
quietly git symbolic-ref HEAD refs/heads/main
pm init --commit
quietly env FORGE=1 git push -q origin main
for clone in bob forge
do
	quietly git clone -q ../server.git ../$clone
done
say 'Alice writes in a pull request; Bob accepts there, and the day moves.'
quietly git switch -q -c outage
pm new 'Mail is late' --severity minor --service mail \
	--started 2026-05-01T06:00Z --commit
# "idea" of the second act wants it.
# shellcheck disable=SC2034
document=$(git ls-files 'postmortems/*/README.md')
idea 'Watch the queue of the mail' bob --type detect --commit
fails "git push -q origin HEAD:main"
says 'pull requests only'
run "git push -q origin outage"
cd ../bob
at 2026-05-07 Bob
run "git switch -q outage 2>/dev/null || git fetch -q && git switch -q outage"
promise watch 2026-05-22
at 2026-05-11 Bob
move watch 2026-06-05 'the new queue comes in June: see #31'
run "git push -q origin outage"
squash outage
at 2026-05-12 Alice
cd ../alice
run "git switch -q main && git pull -q && git log --oneline -1"
run "git postmortem action show watch"
says 'accepted, due 2026-05-22' 'the new queue comes in June: see #31'
see 5 History
run "git postmortem report"
run "git postmortem check HEAD~1..HEAD"
say 'He fixes it in one of his own, which closes it, and it is squashed, too.'
cd ../bob
at 2026-06-02 Bob
run "git fetch -q && git switch -q -c watch origin/main"
work mail/watch 'Watch the queue'
pm action 'done' watch --evidence https://example.com/pull/8 --commit
run "git push -q origin watch"
squash watch
cd ../alice
at 2026-06-03 Alice
run "git pull -q && git postmortem action show watch"
says 'done, evidence https://example.com/pull/8'
see 6 History
run "git postmortem check --all"
say 'It did not help: who reverts that takes the promise back, and is heard.'
quietly git switch -q -c undo
run "git revert --no-edit HEAD"
run "git postmortem check HEAD~1..HEAD"
says history-taken-back
see 2 taken-back

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# --commit commits the change that a command makes, all of it and nothing
# else; and what git refuses to commit is as if it had not been asked for.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
file=postmortems/$id/README.md
item=postmortems/$id/actions/warm.md

standing() {
	git postmortem init >/dev/null 2>&1
	write_complete $id
	write_item $id warm 2026-12-19
	write_item $id cold 2026-12-20
	commit_all standing
	git tag standing
}

# refusing [HOOK]: that hook says no from now on.
refusing() {
	hook=.git/hooks/${1-pre-commit}.before-postmortem
	printf '#!/bin/sh\necho not today >&2\nexit 1\n' >"$hook"
	chmod +x "$hook"
}

willing() {
	rm -f .git/hooks/*.before-postmortem
}

# changed [ARG...]: the lines that git diff shows as another, sorted by name.
changed() {
	git diff -U0 "$@" | sed -n '/^[-+][^-+]/p'
}

begin 'what was changed by hand in another field stays in the work tree'
(
	set -e
	standing
	sed -i 's/^title:.*/title: By hand/' $item
	echo 'A thought.' >>$item
	git postmortem action set warm --team web --commit
	changed HEAD^ HEAD >../committed
	echo '+team: web' >../expected
	same ../committed ../expected
	git diff --cached --quiet
	changed >../left
	contains ../left '+title: By hand'
	contains ../left '+A thought.'
	lacks ../left 'team: web'
	git log -1 --format=%B >../message
	contains ../message 'team web (set)'
	lacks ../message 'By hand'
)
end

begin 'what was staged by hand stays staged, and the rest beside it'
(
	set -e
	standing
	sed -i 's/^title:.*/title: Staged/' $item
	git add $item
	sed -i 's/^owner:.*/owner: bob/' $item
	git postmortem action set warm --team web --commit
	changed HEAD^ HEAD >../committed
	echo '+team: web' >../expected
	same ../committed ../expected
	changed --cached >../staged
	contains ../staged '+title: Staged'
	lacks ../staged 'owner'
	changed >../left
	contains ../left '+owner: bob'
	lacks ../left 'title'
)
end

begin 'without --commit the change alone is staged'
(
	set -e
	standing
	sed -i 's/^title:.*/title: By hand/' $item
	git postmortem action set warm --team web
	changed --cached >../staged
	echo '+team: web' >../expected
	same ../staged ../expected
	changed >../left
	contains ../left '+title: By hand'
)
end

begin 'a field that was changed by hand as well: refused, and nothing written'
(
	set -e
	standing
	sed -i 's/^due:.*/due: 2026-12-12/' $item
	cp $item ../before
	for change in '--due 2026-12-10' '--due 2027-01-05 --reason late'
	do
		# shellcheck disable=SC2086
		fails_with 128 git postmortem action set warm $change \
			--commit 2>../err
		contains ../err "$item: this changes its due, which was change"
		same $item ../before
		git diff --cached --quiet
	done
	head_is standing
	# Staged only, it can be looked at; and then committed.
	git postmortem action set warm --due 2026-12-10 2>../err
	contains ../err 'your own changes to it are staged as well'
	git diff --quiet
)
end

begin 'what is so already, but in no commit yet, is said to be'
(
	set -e
	standing
	git postmortem action set warm --team web
	run_ok git postmortem action set warm --team web --commit >../out
	contains ../out "nothing changed, but not committed yet: git add $item"
	git postmortem action 'done' warm --evidence https://example.com/1
	fails_with 128 git postmortem action 'done' warm \
		--evidence https://example.com/1 --commit 2>../err
	contains ../err "is done already, but not committed yet: git add $item"
	git commit -q -a -m 'all of it'
	run_ok git postmortem action set warm --team web --commit >../out
	lacks ../out 'not committed'
	fails_with 128 git postmortem action 'done' warm \
		--evidence https://example.com/1 2>../err
	lacks ../err 'not committed'
)
end

begin 'of several records one may have been changed by hand'
(
	set -e
	standing
	git commit -q --allow-empty -m "One

Postmortem-Closes: $id/warm
Postmortem-Closes: $id/cold"
	sed -i 's/^title:.*/title: By hand/' $item
	git postmortem action 'done' --from-log --commit
	git diff --name-only HEAD^ >../names
	[ "$(grep -c actions/ ../names)" = 2 ]
	git show HEAD:$item >../committed
	contains ../committed 'state: done'
	lacks ../committed 'By hand'
	changed >../left
	contains ../left '+title: By hand'
	[ "$(git diff --name-only)" = $item ]
)
end

begin 'a record with other line ends than git keeps stays as it is'
(
	set -e
	standing
	git config core.autocrlf true
	rm $item
	git checkout -q $item
	grep -q "$(printf '\r')" $item
	sed -i "s/^title:.*/title: By hand$(printf '\r')/" $item
	git postmortem action set warm --team web --commit 2>/dev/null
	changed HEAD^ HEAD >../committed
	echo '+team: web' >../expected
	same ../committed ../expected
	contains $item 'By hand'
)
end

begin 'what is in no commit yet is committed whole, and said to be added'
(
	set -e
	standing
	write_item $id new 2026-12-21
	git postmortem action set new --team web --commit
	git log -1 --format=%B >../message
	contains ../message 'new: add'
	contains ../message 'team web (set)'
	git postmortem action add $id Newer >/dev/null
	echo 'A thought.' >>postmortems/$id/actions/newer.md
	git postmortem action set newer --team web --commit
	git show HEAD:postmortems/$id/actions/newer.md >../committed
	contains ../committed 'team: web'
	lacks ../committed 'A thought.'
	changed >../left
	contains ../left '+A thought.'
)
end

begin 'advance --commit judges and commits what is committed'
(
	set -e
	standing
	write_incomplete $id
	git commit -q -a --no-verify -m incomplete
	git tag incomplete
	write_complete $id
	fails_with 1 git postmortem advance $id --commit >../out 2>../err
	contains ../out 'has no owner'
	contains ../err 'what you have not committed yet was left out'
	head_is incomplete
	git commit -q -a -m complete
	sed -i '/cold/s/$/ and half a sent/' $file
	git postmortem advance $id --commit
	changed HEAD^ HEAD >../committed
	contains ../committed '+status: in-review'
	lacks ../committed 'half a sent'
	changed >../left
	contains ../left 'half a sent'
)
end

begin 'a commit that is refused is taken back, and the same command goes on'
(
	set -e
	standing
	sed -i 's/^title:.*/title: By hand/' postmortems/$id/actions/cold.md
	git status --porcelain >../before
	for command in 'action set warm --team web' 'action set cold --team web' \
		"action add $id New" 'new --severity minor Two' \
		'action decline warm --reason later' 'advance slow' \
		'codeowners --write'
	do
		for hook in pre-commit commit-msg
		do
			refusing $hook
			# shellcheck disable=SC2086
			fails_with 128 git postmortem $command --commit \
				>../out 2>../err
			contains ../err 'not today'
			count 1 ../err 'fatal: nothing was changed: git did no'
			[ ! -s ../out ] || complain "said: $(cat ../out)"
			git status --porcelain >../after
			same ../after ../before
			willing
		done
		# shellcheck disable=SC2086
		run_ok git postmortem $command --commit >../out 2>&1
		git status --porcelain >../after
		same ../after ../before
		git reset -q --soft standing
		git reset -q
		git stash -q -u
		git stash drop -q
		sed -i 's/^title:.*/title: By hand/' \
			postmortems/$id/actions/cold.md
	done
)
end

begin 'without an identity nothing is committed, and nothing left'
(
	set -e
	unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
	unset GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
	git config user.useConfigOnly true
	fails_with 128 git postmortem init --commit >../out 2>../err
	contains ../err 'nothing was changed'
	[ -z "$(git status --porcelain)" ]
	[ ! -e .postmortem ]
	[ ! -e postmortems ]
	git -c user.name=Bob -c user.email=bob@example.com postmortem init \
		--commit >../out 2>&1
	[ -z "$(git status --porcelain)" ]
	[ "$(git log --format=%an)" = Bob ]
)
end

begin 'in the middle of a merge it commits nothing, and says what does'
(
	set -e
	standing
	git checkout -q -b side
	echo side >side
	git add side
	git commit -q -m side
	git checkout -q main
	echo main >main
	git add main
	git commit -q -m main
	git merge -q --no-commit side >/dev/null 2>&1
	git status --porcelain >../before
	for command in 'action set warm --team web' 'edit warm' \
		"action add $id New"
	do
		# shellcheck disable=SC2086
		fails_with 128 env GIT_EDITOR='echo x >>' git postmortem \
			$command --commit 2>../err
		contains ../err 'in the middle of a merge'
		git status --porcelain >../after
		same ../after ../before
	done
	git -c postmortem.commit=true postmortem action set warm --team web \
		--no-commit
	git commit -q -m merged
	git show HEAD:$item >../committed
	contains ../committed 'team: web'
)
end

begin 'what was typed stands when the commit is refused, and edit goes on'
(
	set -e
	standing
	refusing
	for command in 'edit warm' "action add $id Typed --edit" \
		'new --severity minor Typed --edit'
	do
		# shellcheck disable=SC2086
		fails_with 128 env GIT_EDITOR='printf "\nA thought.\n" >>' \
			git postmortem $command --commit 2>../err
		contains ../err 'what you wrote stands'
		contains ../err '--commit" goes on'
	done
	willing
	GIT_EDITOR=true
	export GIT_EDITOR
	sed -n 's/.*"git postmortem \(edit [^"]*\)".*/\1/p' ../err >../next
	# shellcheck disable=SC2046
	git postmortem $(cat ../next)
	git postmortem edit slow/warm --commit
	git postmortem edit slow/typed --commit
	[ -z "$(git status --porcelain)" ]
	git grep -l 'A thought.' HEAD -- postmortems >../found
	[ "$(grep -c . ../found)" = 3 ]
	git tag before
	git postmortem edit slow/warm --commit
	head_is before
)
end

begin 'what another command did while the editor was open is kept'
(
	set -e
	standing
	cat >../editor <<-'END'
	#!/bin/sh
	cp "$1" ../typed
	git postmortem action set warm --team web $with >/dev/null
	sed -i "$change_with" ../typed
	cp ../typed "$1"
	END
	chmod +x ../editor
	GIT_EDITOR=$PWD/../editor
	export GIT_EDITOR with change_with
	for with in --commit --no-commit
	do
		git reset -q --hard standing
		change_with='s/^title:.*/title: Typed/'
		git postmortem edit warm --commit 2>../err
		contains ../err 'another command changed it while you were edi'
		git show HEAD:$item >../committed
		contains ../committed 'team: web'
		contains ../committed 'title: Typed'
		git reset -q --hard standing
		change_with='s/^state:.*/&\nteam: mine/'
		fails_with 128 git postmortem edit warm --commit 2>../err
		contains ../err 'another command changed its team while you we'
		contains $item 'team: web'
		contains $item 'team: mine'
		GIT_EDITOR="sed -i '/^[<=>]/d;/team: web/d'" \
			git postmortem edit warm --commit
		git show HEAD:$item >../committed
		contains ../committed 'team: mine'
	done
)
end

begin 'postmortem.commit makes --commit the default, and --no-commit not'
(
	set -e
	standing
	git config postmortem.commit true
	git postmortem action set warm --team web
	[ "$(git rev-list --count standing..)" = 1 ]
	git postmortem action set warm --team ops --no-commit
	[ "$(git rev-list --count standing..)" = 1 ]
	git -c postmortem.commit=false postmortem action set warm --team sre
	[ "$(git rev-list --count standing..)" = 1 ]
	git postmortem codeowners >../out
	[ ! -e CODEOWNERS ]
	git postmortem new --severity minor Two
	[ "$(git rev-list --count standing..)" = 2 ]
)
end

begin 'postmortem.commitPrefix begins each subject, and a refusal names it'
(
	set -e
	standing
	cat >.git/hooks/commit-msg.before-postmortem <<-'END'
	#!/bin/sh
	head -n 1 "$1" | grep -q '^docs(postmortem): ' || {
		echo 'type may not be empty' >&2
		exit 1
	}
	END
	chmod +x .git/hooks/commit-msg.before-postmortem
	fails_with 128 git postmortem action set warm --team web --commit \
		2>../err
	contains ../err 'git config postmortem.commitPrefix "docs(postmortem): "'
	# That is no hint: without it nobody could go on.
	fails_with 128 git -c postmortem.hints=false postmortem action set \
		warm --team web --commit 2>../err
	contains ../err 'git config postmortem.commitPrefix "docs(postmortem): "'
	# As an editor leaves it: no blank at the end of a line.
	printf '[postmortem]\n\tcommitPrefix = docs(postmortem):\n' >>.git/config
	git postmortem action set warm --team web --commit 2>../err
	git postmortem new --severity minor Two --commit
	git log --format=%s standing.. >../subjects
	count 2 ../subjects 'docs(postmortem): '
	git postmortem log warm >../out
	contains ../out 'docs(postmortem): warm: change team'
)
end

begin 'init --commit commits what an init before it wrote'
(
	set -e
	git postmortem init >/dev/null 2>&1
	git postmortem init --commit >../out 2>&1
	[ -z "$(git status --porcelain)" ]
	[ "$(git ls-tree -r --name-only HEAD | grep -c postmortem)" = 4 ]
	git tag before
	git postmortem init --commit >../out 2>&1
	contains ../out 'nothing to commit: all of it is committed already'
	head_is before
)
end

done_testing

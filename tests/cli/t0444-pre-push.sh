#!/bin/sh
# SPDX-License-Identifier: MIT
#
# pre-push: what a clone refuses to send where no server refuses to take it.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/push.sh"

# A server without hooks with one post-mortem, and us, whose commits are not
# checked: only what is pushed is.
begin_clone() {
	git init -q --bare -b main srv.git
	developer dev srv.git
	cd dev
	git postmortem hook install
	rm .git/hooks/pre-commit .git/hooks/commit-msg
	write_complete 2026-11-21-slow
	commit_all 'one'
	git push -q origin main
	git fetch -q
	git remote set-head origin main
	one=$(git rev-parse HEAD)
}

incomplete() {
	write_incomplete "$1"
	commit_all "$1"
}

not_pushed() {
	if git push "$@" 2>err
	then
		complain "pushed, though it should be refused: $*"
		return 1
	fi
	cat err
	contains err 'push refused'
}

begin 'what is incomplete is not pushed, and --no-verify skips that'
(
	set -e
	begin_clone
	incomplete 2026-11-22-more
	not_pushed origin main
	contains err 'refs/heads/main: commit'
	contains err 'postmortems/2026-11-22-more/README.md:1'
	contains err 'git push --no-verify'
	at ../srv.git refs/heads/main "$one"
	run_ok git push -q --no-verify origin main
)
end

begin 'what cherry-pick and revert brought is judged'
(
	set -e
	begin_clone
	git postmortem hook install
	git switch -q -c other
	write_incomplete 2026-11-22-more
	git add -A
	git commit -q --no-verify -m 'two'
	git switch -q main
	git cherry-pick other
	not_pushed origin main
	contains err '[owner]'
	git reset -q --hard "$one"
	test_tick
	git rm -q -r postmortems
	git commit -q --no-verify -m 'clean up'
	not_pushed origin main
	contains err '[postmortem-removed]'
	# Whatever a revert takes along is told and not refused.
	git reset -q --hard "$one"
	test_tick
	git revert --no-edit HEAD
	run_ok git push -q origin main 2>err
	contains err 'post-mortems: 1 warning'
)
end

begin 'branches that go, tags and nothing at all pass'
(
	set -e
	begin_clone
	run_ok git push -q origin main:topic
	run_ok git push -q origin :topic
	run_ok git push -q origin main
	incomplete 2026-11-22-more
	git tag v1
	run_ok git push -q origin v1
)
end

begin 'the policy of the default branch over there judges'
(
	set -e
	begin_clone
	printf 'rules:\n  owner: off\n' | policy
	commit_all 'loose'
	git push -q origin main
	git switch -q -c topic
	printf '# strict\n' | policy
	incomplete 2026-11-22-more
	run_ok git push -q origin topic
	git remote set-head origin -d
	incomplete 2026-11-23-else
	not_pushed origin topic
	contains err '[owner]'
)
end

begin 'a new branch begins where the other side has it'
(
	set -e
	begin_clone
	git switch -q -c topic
	incomplete 2026-11-22-past
	git push -q --no-verify origin topic
	git switch -q -c more
	write_incomplete 2026-11-23-mine
	commit_all 'mine'
	not_pushed origin more
	contains err '2026-11-23-mine'
	lacks err '2026-11-22-past'
)
end

begin 'over there may be what we do not have'
(
	set -e
	begin_clone
	git clone -q ../srv.git ../her
	(
		cd ../her
		echo x >x
		commit_all 'hers'
		git push -q origin HEAD:main
	)
	incomplete 2026-11-22-more
	not_pushed -f origin main
	contains err '[owner]'
	git reset -q --hard "$one"
	test_tick
	git commit -q --allow-empty -m 'mine'
	run_ok git push -q -f origin main
)
end

begin 'a push to an address, or to a remote with nothing yet, is judged'
(
	set -e
	begin_clone
	git init -q --bare -b main ../new.git
	incomplete 2026-11-22-more
	not_pushed "file://$(cd ../new.git && pwd)" main
	contains err '2026-11-22-more'
	lacks err '2026-11-21-slow'
	git remote add new ../new.git
	not_pushed new main
	git reset -q --hard "$one"
	run_ok git push -q new main
)
end

begin 'the hook that was there reads the same, and may refuse'
(
	set -e
	git init -q --bare -b main srv.git
	developer dev srv.git
	cd dev
	cat >.git/hooks/pre-push <<-'END'
	#!/bin/sh
	cat >told
	echo "$1 $2" >>told
	[ ! -e .no ]
	END
	chmod +x .git/hooks/pre-push
	git postmortem hook install
	echo x >x
	commit_all 'x'
	git push -q origin main
	same told - <<-END
	refs/heads/main $(git rev-parse HEAD) refs/heads/main $(printf '%040d' 0)
	origin $(git remote get-url origin)
	END
	: >.no
	echo y >x
	git commit -q -a -m 'y'
	fails_with 1 git push -q origin main
)
end

begin 'under husky what follows our block reads the same'
(
	set -e
	git init -q --bare -b main srv.git
	developer dev srv.git
	cd dev
	mkdir -p .husky/_
	cat >.husky/_/h <<-'END'
	#!/bin/sh
	exec sh -e ".husky/${0##*/}" "$@"
	END
	chmod +x .husky/_/h
	for hook in pre-commit pre-merge-commit commit-msg pre-push
	do
		# shellcheck disable=SC2016
		printf '#!/bin/sh\n. "${0%%/*}/h"\n' >.husky/_/$hook
		chmod +x .husky/_/$hook
	done
	printf '#!/bin/sh\ncat >told\n' >.husky/pre-push
	git config core.hooksPath .husky/_
	git postmortem hook install
	run_ok git postmortem hook status
	echo x >x
	git add x
	git commit -q -m 'x'
	git push -q origin main
	same told - <<-END
	refs/heads/main $(git rev-parse HEAD) refs/heads/main $(printf '%040d' 0)
	END
	write_incomplete 2026-11-22-more
	git add -A
	git commit -q --no-verify -m 'two'
	not_pushed origin main
	git postmortem hook uninstall
	same .husky/pre-push - <<-'END'
	#!/bin/sh
	cat >told
	END
)
end

begin 'without the program nothing is pushed that touches a post-mortem'
(
	set -e
	begin_clone
	mkdir ../bin
	for tool in git sh cat sed git-receive-pack
	do
		ln -s "$(command -v $tool)" ../bin/$tool
	done
	echo x >x
	commit_all 'x'
	run_ok env PATH="$PWD/../bin" git push -q origin main main:other
	run_ok env PATH="$PWD/../bin" git push -q origin :other
	write_complete 2026-11-22-more
	commit_all 'more'
	fails_with 1 env PATH="$PWD/../bin" git push -q origin main 2>err
	contains err 'error: push refused: git-postmortem is not on PATH'
	contains err 'git push --no-verify'
	# Also where it is one of several, and below what HEAD says.
	echo y >x
	commit_all 'y'
	fails_with 1 env PATH="$PWD/../bin" git push -q origin "$one:refs/heads/old" main
	git reset -q --hard "$one"
	git mv postmortems docs
	mkdir .postmortem
	echo 'root: docs' >.postmortem/policy.yaml
	commit_all 'elsewhere'
	git push -q origin main:topic
	git fetch -q
	echo and >>docs/2026-11-21-slow/README.md
	commit_all 'there'
	fails_with 1 env PATH="$PWD/../bin" git push -q origin main:topic 2>err
	contains err 'push refused'
)
end

begin 'a last line without a newline is judged as any other'
(
	set -e
	begin_clone
	git checkout -q -b topic
	write_incomplete 2026-11-22-more
	git add -A
	git commit -q --no-verify -m 'bad'
	bad=$(git rev-parse HEAD)
	zero=$(printf '%040d' 0)
	for end in '' '\n' '\r\n' '\n\n'
	do
		printf "HEAD %s refs/heads/x %s$end" "$one" "$zero" |
			run_ok git postmortem hook run pre-push origin url
		printf "HEAD %s refs/heads/x %s$end" "$bad" "$zero" |
			fails_with 1 git postmortem hook run pre-push origin \
				url 2>err
		contains err '[owner]'
		head -n 1 err | grep -q '^error: push refused: 1 error$'
	done
	git postmortem hook install
	printf 'HEAD %s refs/heads/x %s' "$bad" "$zero" |
		fails_with 1 .git/hooks/pre-push origin url
)
end

begin 'what git does not say is not taken for a push'
(
	set -e
	begin_clone
	fails_with 129 git postmortem hook run pre-push
	fails_with 129 git postmortem hook run pre-push origin
	run_ok git postmortem hook run pre-push origin url </dev/null
	echo 'refs/heads/main x refs/heads/main y' >in
	fails_with 128 git postmortem hook run pre-push origin url <in 2>err
	contains err 'push refused'
	echo "HEAD^{/o n e} $one refs/heads/main $(printf '%040d' 0)" >in
	run_ok git postmortem hook run pre-push origin url <in
	echo "$one refs/heads/main $one" >in
	fails_with 128 git postmortem hook run pre-push origin url <in
)
end

# The same commit, asked of everybody.
verdict() {
	grep -o '\[[a-z-]*\]' "$1" | sort
}

begin 'laptop, pipeline and server give the same verdict'
(
	set -e
	begin_clone
	(cd ../srv.git && git postmortem hook install --server)
	git postmortem hook install
	printf 'severities:\n  minor: {due-days: 10}\n' | policy
	git add -A
	git commit -q -m 'policy'
	git push -q origin main
	git fetch -q
	base=$(git rev-parse HEAD)
	git switch -q -c topic
	write_incomplete 2026-11-22-more 'Investigate'
	sed -i '/^## Impact/,/given up/d' "$(document 2026-11-22-more)"
	sed -i 's/^status: draft/status: reviewed/' \
		"$(document 2026-11-22-more)"
	write_item 2026-11-22-more cache 2026-12-24
	sed -i '/^owner/d; /^due/d' postmortems/2026-11-22-more/actions/*
	rm -r postmortems/2026-11-21-slow
	git add -A
	fails_with 1 git commit -q -m 'no' 2>at-commit
	git commit -q --no-verify -m 'two'
	fails_with 1 git postmortem check "$base..HEAD" --policy-at "$base" \
		>pipeline
	fails_with 1 git push -q origin topic 2>at-push
	refused --no-verify origin topic
	sed -i '/git postmortem rules/d' at-commit at-push err
	verdict at-commit >expected
	[ "$(wc -l <expected)" -ge 5 ]
	verdict pipeline | same expected -
	verdict at-push | same expected -
	verdict err | same expected -
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What pre-receive judges, by which policy, and what it says.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/push.sh"

one= # the commit of begin_server

incomplete() {
	write_incomplete "$1"
	commit_all "$1"
}

begin 'a refusal names ref, commit, file, line, rule, fix and what to run'
(
	set -e
	begin_server
	write_incomplete 2026-11-22-more
	sed -i 's/^title:.*/title: TBD/' "$(document 2026-11-22-more)"
	commit_all 'two'
	refused origin main
	id=$(git rev-parse --short=10 HEAD)
	old=$(git rev-parse --short=10 HEAD~1)
	contains err "remote: refs/heads/main: commit $id: "
	contains err 'remote: postmortems/2026-11-22-more/README.md:1'
	contains err 'error: the post-mortem has no owner [owner]'
	contains err 'fix: add "owner:"'
	contains err "  git postmortem check $old..$id"
	contains err 'git postmortem rules'
	at ../srv.git refs/heads/main "$one"
	# The command shows the same.
	fails_with 1 git postmortem check "$old..$id" >out
	contains out '[owner]'
)
end

begin 'what is right passes without a word, a warning with a count'
(
	set -e
	begin_server
	echo 'int x;' >x.c
	commit_all 'code'
	push -q origin main
	[ ! -s err ]
	write_complete 2026-11-22-more
	sed -i 's/^title: .*/title: Slow #2/' "$(document 2026-11-22-more)"
	commit_all 'words'
	run_ok push -q origin main
	contains err '1 warning'
	contains err 'git postmortem check'
	[ "$(wc -l <err)" -le 3 ]
)
end

begin 'what stood before is not told again'
(
	set -e
	git init -q --bare -b main srv.git
	developer dev srv.git
	cd dev
	incomplete 2026-11-21-old
	git push -q origin main
	(cd ../srv.git && git postmortem hook install --server)
	echo 'more' >>"$(document 2026-11-21-old)"
	commit_all 'more'
	run_ok push -q origin main
)
end

begin 'a push that loosens the policy does not profit from that'
(
	set -e
	begin_server
	echo '# strict' | policy
	commit_all 'policy'
	push -q origin main
	printf 'rules:\n  owner: off\n' | policy
	incomplete 2026-11-22-more
	refused origin main
	contains err '[owner]'
	contains err '--policy-at'
	git reset -q --hard HEAD~1
	printf 'rules:\n  owner: off\n' | policy
	commit_all 'loose'
	push -q origin main
	incomplete 2026-11-22-more
	run_ok push -q origin main
)
end

begin 'a first push is judged by the policy in it'
(
	set -e
	server srv.git
	developer dev srv.git
	cd dev
	incomplete 2026-11-21-slow
	refused origin main
	contains err "git postmortem check --at $(git rev-parse --short=10 HEAD)"
	printf 'rules:\n  owner: off\n' | policy
	commit_all 'loose'
	run_ok push -q origin main
)
end

begin 'a malformed policy can be mended, and nothing goes past it'
(
	set -e
	git init -q --bare -b main srv.git
	developer dev srv.git
	cd dev
	printf 'root: [\n' | policy
	commit_all 'broken'
	git push -q origin main
	(cd ../srv.git && git postmortem hook install --server)
	write_complete 2026-11-21-slow
	commit_all 'one'
	refused origin main
	contains err '[policy]'
	refused origin main:topic
	echo '# mended' | policy
	commit_all 'mend'
	run_ok push -q origin main
)
end

begin 'a policy that is a link, or breaks, is refused'
(
	set -e
	begin_server
	mkdir .postmortem
	ln -s ../x.yaml .postmortem/policy.yaml
	commit_all 'link'
	refused origin main
	contains err 'symbolic link'
	rm .postmortem/policy.yaml
	echo 'rulez: 1' | policy
	commit_all 'broken'
	refused origin main
	contains err 'did you mean "rules"'
)
end

begin 'a new branch is judged from where it leaves those that are there'
(
	set -e
	begin_server
	git switch -q -c topic
	echo x >x
	commit_all 'x'
	run_ok push -q origin topic
	git switch -q -c more
	incomplete 2026-11-22-more
	refused origin more
	contains err "check $(git rev-parse --short=10 topic).."
	at ../srv.git refs/heads/more ''
	# One that is there already.
	run_ok push -q origin topic:again
)
end

begin 'a commit is refused as a branch also when a better branch contains it'
(
	set -e
	begin_server
	incomplete 2026-11-22-more
	bad=$(git rev-parse HEAD)
	write_complete 2026-11-22-more
	commit_all 'mended'
	refused origin "$bad:refs/heads/one"
	refused origin "$bad:refs/heads/one" main:better
	refused origin main:better "$bad:refs/heads/one"
	run_ok push -q origin main:better
	refused origin "$bad:refs/heads/one"
	contains err 'check '
	# As a tip of main it was never judged, but main has answered for it.
	run_ok push -q origin main
	run_ok push -q origin "$bad:refs/heads/one"
)
end

begin 'a new branch that joins several is judged from all of them'
(
	set -e
	begin_server
	git switch -q -c left
	write_complete 2026-11-22-left
	commit_all 'left'
	git switch -q -c right "$one"
	echo x >x
	commit_all 'x'
	push -q origin left right
	# Somebody else's, and incomplete: it was let through there.
	(cd ../srv.git && git postmortem hook uninstall)
	incomplete 2026-11-22-right
	git push -q origin right
	(cd ../srv.git && git postmortem hook install --server)
	git switch -q -c both left
	test_tick
	git merge -q --no-edit right
	run_ok push -q origin both
	write_incomplete 2026-11-23-mine
	commit_all 'mine'
	refused origin HEAD:mine
	contains err '2026-11-23-mine'
	lacks err '2026-11-22'
)
end

begin 'an unrelated history is judged whole'
(
	set -e
	begin_server
	git switch -q --orphan alone
	incomplete 2026-11-22-alone
	refused origin alone
	contains err '2026-11-22-alone'
)
end

begin 'a post-mortem that a forced push takes away is told'
(
	set -e
	begin_server
	write_complete 2026-11-22-more
	commit_all 'two'
	push -q origin main
	git reset -q --hard HEAD~1
	refused -f origin main
	contains err '[postmortem-removed]'
	at ../srv.git refs/heads/main "$(git rev-parse 'HEAD@{1}')"
	git commit -q --amend --no-edit --allow-empty
)
end

begin 'a branch may go, and a branch without changes may be forced'
(
	set -e
	begin_server
	push -q origin main:topic
	run_ok push -q origin :topic
	at ../srv.git refs/heads/topic ''
	test_tick
	git commit -q --amend -m 'reworded'
	run_ok push -q -f origin main
)
end

begin 'a topic branch may take over what the default branch has'
(
	set -e
	begin_server
	git switch -q -c topic
	echo x >x
	commit_all 'x'
	push -q origin topic
	git switch -q main
	# It came past the hook, once.
	(cd ../srv.git && git postmortem hook uninstall)
	incomplete 2026-11-22-past
	git push -q origin main
	(cd ../srv.git && git postmortem hook install --server)
	git switch -q topic
	test_tick
	git merge -q --no-edit main
	run_ok push -q origin topic
	git rebase -q main
	run_ok push -q -f origin topic
	write_incomplete 2026-11-23-mine
	commit_all 'mine'
	refused origin topic
	contains err '2026-11-23-mine'
	lacks err '2026-11-22-past'
)
end

begin 'tags and notes are not judged, a branch that takes theirs is'
(
	set -e
	begin_server
	incomplete 2026-11-22-more
	git tag -a -m 'a tag' v1
	git notes add -m 'a note'
	run_ok push -q origin v1 refs/notes/commits HEAD:refs/changes/1
	refused origin main
	refused origin main:topic
	contains err '[owner]'
)
end

begin 'the policy says which refs are judged'
(
	set -e
	begin_server
	printf 'push: {refs: [refs/heads/*, "!refs/heads/wip/*", %s]}\n' \
		'refs/tags/v*' | policy
	commit_all 'policy'
	push -q origin main
	incomplete 2026-11-22-more
	run_ok push -q origin main:wip/x
	# What was not judged there is new here.
	refused origin main:topic
	contains err '[owner]'
	refused origin main
	run_ok push -q origin main:refs/tags/x1
	refused origin main:refs/tags/v1
	git tag -a -m 'a tag' v2
	refused origin v2
)
end

begin 'what is pushed does not decide whether it is judged'
(
	set -e
	server srv.git
	developer dev srv.git
	cd dev
	printf 'push: {refs: [refs/heads/nothing]}\n' | policy
	incomplete 2026-11-22-more
	refused origin main
	contains err '[owner]'
)
end

begin 'the tip alone is judged, or each commit'
(
	set -e
	begin_server
	incomplete 2026-11-22-more
	write_complete 2026-11-22-more
	commit_all 'mended'
	run_ok push -q origin main:topic
	printf 'push: {check: each}\n' | policy
	git reset -q "$one"
	git add .postmortem
	test_tick
	git commit -q -m 'each'
	push -q origin main
	rm -rf postmortems/2026-11-22-more
	incomplete 2026-11-22-more
	bad=$(git rev-parse --short=10 HEAD)
	write_complete 2026-11-22-more
	commit_all 'mended'
	refused origin main:other
	contains err "refs/heads/other: commit $bad: 1 error"
	contains err "check $(git rev-parse --short=10 "$bad^")..$bad"
	count 1 err '[owner]'
	# What stays to the tip is told once, of the commit that brought it.
	git reset -q --hard "$bad"
	echo x >x
	commit_all 'x'
	refused origin main:other
	count 1 err '[owner]'
	contains err "commit $bad"
)
end

begin 'in each commit a merge is judged for what it alone makes'
(
	set -e
	begin_server
	printf 'push: {check: each}\n' | policy
	commit_all 'each'
	push -q origin main
	git switch -q -c topic
	echo x >x
	commit_all 'x'
	git switch -q main
	write_complete 2026-11-22-more
	commit_all 'more'
	git switch -q topic
	test_tick
	git merge -q --no-commit main
	sed -i '/^owner/d' "$(document 2026-11-22-more)"
	commit_all 'evil'
	refused origin topic
	contains err "commit $(git rev-parse --short=10 HEAD): 1 error"
	git reset -q --hard HEAD~1
	test_tick
	git merge -q --no-edit main
	run_ok push -q origin topic
)
end

begin 'a finding of one commit is told once for all refs, another for each'
(
	set -e
	begin_server
	incomplete 2026-11-22-more
	git switch -q -c other "$one"
	incomplete 2026-11-23-else
	refused --atomic origin main main:topic other
	contains err 'refs/heads/main, refs/heads/topic: commit'
	count 2 err '[owner]'
	contains err 'refs/heads/other: commit'
	for ref in topic other
	do
		at ../srv.git refs/heads/$ref ''
	done
	at ../srv.git refs/heads/main "$one"
)
end

begin 'one bad ref keeps the others out'
(
	set -e
	begin_server
	incomplete 2026-11-22-more
	refused origin main "$one:refs/heads/good"
	at ../srv.git refs/heads/good ''
)
end

begin 'update answers for each ref'
(
	set -e
	git init -q --bare -b main srv.git
	(cd srv.git && git postmortem hook install --server --update)
	developer dev srv.git
	cd dev
	write_complete 2026-11-21-slow
	commit_all 'one'
	push -q origin main
	first=$(git rev-parse HEAD)
	incomplete 2026-11-22-more
	refused origin main "$first:refs/heads/good"
	contains err '[owner]'
	at ../srv.git refs/heads/good "$first"
	at ../srv.git refs/heads/main "$first"
	refused --atomic origin main "$first:refs/heads/fine"
	at ../srv.git refs/heads/fine ''
	run_ok push -q origin :good
)
end

begin 'GitLab shows the lines that begin as it asks'
(
	set -e
	begin_server
	incomplete 2026-11-22-more
	GL_ID=key-1 refused origin main
	sed -n 's/^remote: //p' err | grep . | grep -v '^GL-HOOK-ERR: ' >other ||
		:
	sed -i '/^ *$/d' other
	[ ! -s other ]
	contains err 'GL-HOOK-ERR:     error: the post-mortem has no owner'
	GL_PROTOCOL=ssh refused origin main
	contains err 'GL-HOOK-ERR: postmortems/2026-11-22-more/README.md:1'
)
end

begin 'control characters and long words do not reach the terminal raw'
(
	set -e
	begin_server
	mkdir -p "postmortems/2026-11-22-$(printf 'a\033[31mb')"
	echo x >"postmortems/2026-11-22-$(printf 'a\033[31mb')/README.md"
	commit_all 'two'
	refused origin main
	lacks err "$(printf '\033')"
)
end

begin 'many findings are counted, and all of them can be shown'
(
	set -e
	begin_server
	for n in $(seq 10 69)
	do
		write_incomplete "2026-10-$n-x"
	done
	commit_all 'many'
	refused origin main
	count 50 err '[owner]'
	contains err '60 errors in 60 files'
	contains err '10 more are left out'
)
end

begin 'what is damaged is refused'
(
	set -e
	begin_server
	write_complete 2026-11-22-more 'Another one'
	commit_all 'two'
	blob=$(git rev-parse "HEAD:$(document 2026-11-22-more)")
	# As if it had come so: the hook's git cannot read it.
	# shellcheck disable=SC2016
	printf '#!/bin/sh\nrm -f "$GIT_QUARANTINE_PATH/%s"\ncat >seen\n' \
		"$(echo "$blob" | sed 's|^..|&/|')" \
		>../srv.git/hooks/pre-receive.before-postmortem
	chmod +x ../srv.git/hooks/pre-receive.before-postmortem
	refused origin main
	contains err 'is missing or'
	at ../srv.git refs/heads/main "$one"
)
end

begin 'limits have a name and a way on'
(
	set -e
	begin_server
	for n in $(seq 1001)
	do
		echo "create refs/heads/b$n $one"
	done | git update-ref --stdin
	refused -q --all origin
	contains err '1001 branches at'
	printf 'push: {check: each}\n' | policy
	commit_all 'each'
	push -q origin main
	{
		for n in $(seq 1001)
		do
			printf 'commit refs/heads/long\n'
			printf 'committer A <a@example.com> %s +0000\n' \
				$((PM_CLOCK + n))
			printf 'data 1\nx\n'
			[ "$n" != 1 ] || echo 'from refs/heads/main^0'
			printf 'M 644 inline postmortems/x/n\ndata <<E\n%s\nE\n' \
				"$n"
		done
	} | git fast-import --quiet
	refused -q origin long
	contains err '1000 new commits'
	run_ok push -q origin long~500:refs/heads/long
	run_ok push -q origin long
)
end

test_narrow

done_testing

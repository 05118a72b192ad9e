#!/bin/sh
# SPDX-License-Identifier: MIT
#
# git postmortem doctor: what vanished, what got past the hooks, and the
# clone itself: how much of the history it has and how fast it reads it.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/doctor.sh"

id=2026-11-21-slow

with_item() {
	healthy $id
	write_item $id cache 2026-12-24
	write_item $id other 2026-12-24
	commit_all 'two items' --no-verify
}

# Past the hooks.
slip() {
	git add -A && test_tick && git commit -q -n -m "$1"
}

begin 'an item that vanished is told with its commit, and comes back'
(
	set -e
	with_item
	git rm -q postmortems/$id/actions/cache.md
	slip 'tidy up'
	sees item-vanished
	contains seen "the item $id/cache vanished while it was accepted"
	contains seen "$(git rev-parse --short HEAD)"
	contains seen 'Alice Example'
	# It moved out of sight long ago.
	echo x >notes.txt
	slip notes
	sees item-vanished
	remedy item-vanished
	slip 'put it back'
	misses item-vanished
	[ -e postmortems/$id/actions/cache.md ]
)
end

begin 'what was declined, renamed or waived has not vanished'
(
	set -e
	with_item
	git postmortem action decline other --reason 'not worth it' --commit
	git rm -q postmortems/$id/actions/other.md
	git mv postmortems/$id/actions/cache.md postmortems/$id/actions/warm.md
	slip 'tidy up'
	misses item-vanished
	git rm -q postmortems/$id/actions/warm.md
	slip 'drop it'
	sees item-vanished
	sed -i '2i waivers: {action-removed: it was a duplicate}' \
		"$(document $id)"
	misses item-vanished
)
end

begin 'a post-mortem that vanished is told once, not item by item'
(
	set -e
	with_item
	git rm -q -r postmortems/$id
	slip 'start over'
	sees postmortem-vanished
	contains seen "the post-mortem $id vanished"
	misses item-vanished
	remedy postmortem-vanished
	slip back
	misses postmortem-vanished
	run_ok git postmortem show cache
	git mv postmortems/$id postmortems/2026-11-21-renamed
	slip rename
	misses postmortem-vanished
	misses item-vanished
	git rm -q -r postmortems/2026-11-21-renamed
	slip 'gone again'
	sees postmortem-vanished
	printf 'rules: {postmortem-removed: off}\n' >.postmortem/policy.yaml
	misses postmortem-vanished
)
end

begin 'a commit that got past the hooks'
(
	set -e
	with_item
	sed -i '/^owner/d' "$(document $id)"
	slip 'no owner'
	bad=$(git rev-parse --short HEAD)
	write_complete 2026-11-22-fine
	commit_all 'a sound one'
	sees past-hooks
	contains seen "$bad of 2026-12-02 (Alice Example) got past the hooks"
	contains seen "left $id wrong: the post-mortem has no owner\""
	contains json "\"remedy\": \"git postmortem check $id\""
	# What was made good is told only to whoever asks.
	sed -i '2i owner: alice@example.com' "$(document $id)"
	commit_all 'with an owner'
	misses past-hooks
	sees past-hooks-mended ok
	contains seen "$bad"
	run_ok git postmortem doctor
)
end

begin 'a promise that was unsaid past the hooks'
(
	set -e
	with_item
	git postmortem action add slow 'Warm the cache' --type prevent --commit
	git postmortem action accept warm --due 2026-12-24 --commit
	test_tick
	item=postmortems/2026-11-21-slow/actions/warm-the-cache.md
	sed 's/^state: .*/state: proposed/' $item >unsaid
	mv unsaid $item
	git commit -q -a --no-verify -m 'unsay it'
	bad=$(git rev-parse --short HEAD)
	sees past-hooks
	contains seen "$bad of 2026-12-02 (Alice Example) got past the hooks"
	contains seen 'accepted becomes a proposal again'
	git postmortem doctor --format=json >json || :
	contains json "\"remedy\": \"git postmortem check $bad~..HEAD\""
	fails_with 1 sh -c "git postmortem check $bad~..HEAD >out"
	contains out '[state-transition]'
	# To be declined would have been a way to answer.
	git postmortem action decline warm --reason 'not worth it' --commit
	misses past-hooks
	sees past-hooks-mended ok
)
end

begin 'how far it looks back'
(
	set -e
	with_item
	sed -i '/^owner/d' "$(document $id)"
	slip 'no owner'
	for n in 1 2 3
	do
		write_complete 2026-11-2$n-more
		commit_all "number $n"
	done
	sees past-hooks
	contains json '"commits": 6'
	git postmortem doctor --commits 3 -v >out
	lacks out 'got past'
	contains out "the newest 3 commits that touch records, back to \
$(git rev-parse --short HEAD~2)"
	git postmortem doctor --commits 0 -v >out
	lacks out 'judged again'
)
end

begin 'a merge answers for itself only'
(
	set -e
	with_item
	git checkout -q -b side
	write_complete 2026-11-22-side
	commit_all side
	git checkout -q main
	echo x >x
	commit_all x
	test_tick
	git merge -q --no-edit side
	run_ok git postmortem doctor
	git checkout -q -b evil HEAD^
	test_tick
	git merge -q --no-commit side
	sed -i '/^owner/d' "$(document $id)"
	git add -A
	git commit -q -n -m 'a merge with a surprise'
	sees past-hooks
	contains seen "$(git rev-parse --short HEAD)"
)
end

begin 'a shallow clone'
(
	set -e
	with_item
	git clone -q --depth 1 "file://$PWD" ../shallow
	cd ../shallow
	git postmortem doctor --fix || :
	sees shallow
	sees history ok
	contains seen 'as far as this shallow clone reaches'
	remedy shallow
	misses shallow
	run_ok git postmortem doctor
)
end

begin 'a partial clone'
(
	set -e
	with_item
	git config uploadpack.allowFilter true
	git clone -q --filter=blob:none "file://$PWD" ../partial
	cd ../partial
	git postmortem doctor --fix || :
	sees partial hint
	contains seen 'from origin'
	remedy partial
	run_ok git postmortem doctor
)
end

begin 'a bare repository is looked at as it stands'
(
	set -e
	with_item
	git rm -q postmortems/$id/actions/cache.md
	slip 'tidy up'
	git clone -q --bare . ../bare.git
	cd ../bare.git
	sees item-vanished
	contains json 'git show '
	remedy item-vanished >shown
	contains shown 'Warm the cache'
	git init -q --bare ../new.git
	cd ../new.git
	run_ok git postmortem doctor
	run_ok git postmortem doctor --fix
)
end

begin 'the hooks of a push, in the repository that is pushed to'
(
	set -e
	with_item
	git clone -q --bare . ../server.git
	cd ../server.git
	sees hooks-none hint
	run_ok git postmortem doctor --fix >out
	[ ! -e hooks/pre-receive ]
	remedy hooks-none
	misses hooks-none
	sees hook ok
	contains seen 'pre-receive runs git postmortem'
	chmod -x hooks/pre-receive
	sees hook-not-executable error
	run_ok git postmortem doctor --fix >out
	contains out 'made executable'
	[ -x hooks/pre-receive ]
	run_ok git postmortem doctor --fix >out
	lacks out fixed
)
end

begin 'a linked work tree, a subfolder, a detached HEAD, the git folder'
(
	set -e
	healthy $id
	here=$(basename "$PWD")
	git worktree add -q ../linked
	cd ../linked
	run_ok git postmortem doctor
	cd postmortems
	run_ok git postmortem doctor
	cd "$PM_TRASH/$here"
	git checkout -q --detach
	run_ok git postmortem doctor
	cd .git
	run_ok git postmortem doctor
)
end

begin 'SHA-256'
(
	set -e
	git init -q --object-format=sha256 ../sha256
	cd ../sha256
	unset GIT_POSTMORTEM_OBJECTS
	healthy $id
	git postmortem doctor -v >out
	contains out 'objects are named by sha256'
)
end

begin 'an index that cannot be used'
(
	set -e
	with_item
	git postmortem log >/dev/null
	index=$(git postmortem index status | sed -n 's/^file *//p')
	echo 'not a database' >"$index"
	sees index-unusable
	misses item-vanished
	contains json 'history is not looked at'
	# Only looking leaves it as it is.
	contains "$index" 'not a database'
	run_ok git postmortem doctor --fix >out
	contains out 'now built anew'
	sees index ok
	run_ok git postmortem index verify
	run_ok git postmortem doctor --fix >out
	lacks out fixed
	echo 'not a database' >"$index"
	remedy index-unusable
	misses index-unusable
)
end

begin 'a large repository without changed-path filters'
(
	set -e
	healthy $id
	real=$(command -v git)
	program=$(command -v git-postmortem)
	mkdir ../large
	cat >../large/git <<-END
	#!/bin/sh
	[ "\$1" = count-objects ] && { echo 'in-pack: 3000000'; exit; }
	exec $real "\$@"
	END
	chmod +x ../large/git
	PATH=$PWD/../large:$PATH
	"$program" doctor >out
	contains out '3000000 objects and no commit-graph: history is slow'
	git commit-graph write --reachable 2>/dev/null
	"$program" doctor >out
	contains out 'no changed-path filters in the commit-graph'
	sh -c "$(sed -n 's/^ *\(git commit-graph .*\)/\1/p' out)" 2>/dev/null
	"$program" doctor >out
	lacks out 'history is slow'
	# Split into several files.
	rm .git/objects/info/commit-graph
	git commit-graph write --reachable --split --changed-paths 2>/dev/null
	"$program" doctor >out
	lacks out 'history is slow'
	rm -r .git/objects/info/commit-graphs
	git commit-graph write --reachable --split --no-changed-paths \
		2>/dev/null
	"$program" doctor >out
	contains out 'no changed-path filters in the commit-graph'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# hook install --server: where it goes, what it chains with, how it fails.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/push.sh"

begin 'pre-receive is installed in a bare repository, and removed'
(
	set -e
	git init -q --bare srv.git
	cd srv.git
	find . | sort >../before
	fails_with 1 git postmortem hook status
	git postmortem hook install --server >out
	contains out 'pre-receive: installed'
	lacks out 'update'
	[ -x hooks/pre-receive ]
	run_ok git postmortem hook status >out
	contains out "update            not needed"
	git postmortem hook install --server >out
	contains out 'was installed already'
	git postmortem hook uninstall >out
	contains out 'pre-receive: removed'
	rm out
	find . | sort | same ../before -
)
end

begin 'update is installed instead, but not besides'
(
	set -e
	server srv.git
	cd srv.git
	fails_with 128 git postmortem hook install --server --update 2>err
	contains err 'checked twice'
	git postmortem hook uninstall --server
	git postmortem hook install --server --update
	[ ! -e hooks/pre-receive ]
	[ -x hooks/update ]
	run_ok git postmortem hook status
	fails_with 128 git postmortem hook install --server
	fails_with 129 git postmortem hook install --update
)
end

begin 'a work tree takes them only where a push changes it'
(
	set -e
	fails_with 128 git postmortem hook install --server 2>err
	contains err 'receive.denyCurrentBranch'
	git config receive.denyCurrentBranch updateInstead
	git postmortem hook install --server
	run_ok git postmortem hook status --server
	fails_with 1 git postmortem hook status
	git postmortem hook install
	git postmortem hook uninstall --server
	run_ok git postmortem hook status
	[ ! -e .git/hooks/pre-receive ]
	git config --unset receive.denyCurrentBranch
	run_ok git postmortem hook install --server --force
)
end

begin 'a hook that was there gets the same standard input, and runs first'
(
	set -e
	git init -q --bare -b main srv.git
	cat >srv.git/hooks/pre-receive <<-'END'
	#!/bin/sh
	cat >told
	printf '%s\n' "$#" "$GIT_QUARANTINE_PATH" >args
	END
	chmod +x srv.git/hooks/pre-receive
	cp srv.git/hooks/pre-receive own
	(cd srv.git && git postmortem hook install --server) >out
	contains out 'is kept as'
	cmp own srv.git/hooks/pre-receive.before-postmortem
	developer dev srv.git
	cd dev
	write_complete 2026-11-21-slow
	commit_all 'one'
	push -q origin main main:topic
	zero=$(printf '%040d' 0)
	id=$(git rev-parse main)
	same ../srv.git/told - <<-END
	$zero $id refs/heads/main
	$zero $id refs/heads/topic
	END
	contains ../srv.git/args 'incoming'
	write_incomplete 2026-11-22-more
	commit_all 'two'
	refused origin main
	contains ../srv.git/told "$id $(git rev-parse main) refs/heads/main"
	cd ../srv.git
	git postmortem hook uninstall
	cmp ../own hooks/pre-receive
)
end

begin 'a hook that was there may refuse, and need not read'
(
	set -e
	git init -q --bare -b main srv.git
	printf '#!/bin/sh\necho no, thanks >&2\nexit 3\n' \
		>srv.git/hooks/pre-receive
	chmod +x srv.git/hooks/pre-receive
	(cd srv.git && git postmortem hook install --server)
	developer dev srv.git
	cd dev
	write_complete 2026-11-21-slow
	commit_all 'one'
	refused origin main
	contains err 'no, thanks'
	printf '#!/bin/sh\nexit 0\n' \
		>../srv.git/hooks/pre-receive.before-postmortem
	run_ok push origin main
)
end

begin 'the update hook of gitolite stays, and pre-receive is named'
(
	set -e
	# Its hook is a link, which may lead nowhere from here; or a copy; and
	# where there is none yet, its configuration is.
	for sign in link copy configuration
	do
		git init -q --bare -b main $sign.git
		cd $sign.git
		case $sign in
		link)
			ln -s ../../nowhere/.gitolite/hooks/common/update hooks/update
			;;
		copy)
			printf '#!/usr/bin/perl\nuse Gitolite::Hooks::Update;\n' \
				>hooks/update
			chmod +x hooks/update
			;;
		configuration)
			touch gl-conf
			;;
		esac
		find hooks -printf "%p %m %l\n" | sort >../before
		fails_with 128 git postmortem hook install --server --update 2>err
		contains err 'gitolite'
		contains err 'git postmortem hook install --server"'
		fails_with 128 git postmortem hook install --server --update -f
		find hooks -printf "%p %m %l\n" | sort | same - ../before
		git postmortem hook install --server
		[ -x hooks/pre-receive ]
		cd ..
	done
)
end

begin 'the update hook that was there gets its arguments'
(
	set -e
	git init -q --bare -b main srv.git
	cat >srv.git/hooks/update <<-'END'
	#!/bin/sh
	echo "$1 $2 $3" >told
	END
	chmod +x srv.git/hooks/update
	(cd srv.git && git postmortem hook install --server --update)
	developer dev srv.git
	cd dev
	write_complete 2026-11-21-slow
	commit_all 'one'
	push -q origin main
	contains ../srv.git/told \
		"refs/heads/main $(printf '%040d' 0) $(git rev-parse main)"
)
end

begin 'without the program a server refuses, and says what to do'
(
	set -e
	server srv.git
	developer dev srv.git
	mkdir bin
	for tool in git sh cat git-receive-pack
	do
		ln -s "$(command -v $tool)" bin/$tool
	done
	pruned=$PWD/bin
	cd dev
	write_complete 2026-11-21-slow
	commit_all 'one'
	fails_with 1 env PATH="$pruned" git push origin main 2>err
	contains err 'not on the PATH of its hooks'
	sed -n 's/^remote: //p' err >>"$PM_TRASH/said"
	lacks err 'GL-HOOK-ERR'
	fails_with 1 env PATH="$pruned" GL_ID=key-1 git push origin main 2>err
	count 4 err 'remote: GL-HOOK-ERR: '
	at ../srv.git refs/heads/main ''
)
end

begin 'in a repository of GitLab it is one of its custom hooks'
(
	set -e
	git init -q --bare -b main srv.git
	mkdir srv.git/custom_hooks
	cd srv.git
	git postmortem hook install --server >out
	contains out 'custom_hooks/pre-receive.d/git-postmortem'
	contains out 'GitLab'
	[ -x custom_hooks/pre-receive.d/git-postmortem ]
	[ ! -e hooks/pre-receive ]
	run_ok git postmortem hook status >out
	contains out 'started by GitLab'
	git postmortem hook uninstall
	[ ! -e custom_hooks/pre-receive.d/git-postmortem ]
)
end

# Gitea's own script, as far as it matters: it runs what is in the folder.
begin 'in a repository of Gitea it is one of the hooks of its folder'
(
	set -e
	git init -q --bare -b main srv.git
	mkdir srv.git/hooks/pre-receive.d
	cat >srv.git/hooks/pre-receive <<-'END'
	#!/bin/sh
	data=$(cat)
	for hook in hooks/pre-receive.d/*
	do
		[ -x "$hook" ] || continue
		echo "$data" | "$hook" || exit 1
	done
	END
	chmod +x srv.git/hooks/pre-receive
	cp srv.git/hooks/pre-receive own
	(cd srv.git && git postmortem hook install --server)
	cmp own srv.git/hooks/pre-receive
	[ -x srv.git/hooks/pre-receive.d/git-postmortem ]
	developer dev srv.git
	cd dev
	write_incomplete 2026-11-21-slow
	commit_all 'one'
	refused origin main
	contains err '[owner]'
	cd ../srv.git
	run_ok git postmortem hook status >out
	contains out 'started by Gitea'
	git postmortem hook uninstall
	cmp ../own hooks/pre-receive
	[ ! -e hooks/pre-receive.d/git-postmortem ]
)
end

begin 'an edited shim is neither replaced nor removed'
(
	set -e
	server srv.git
	cd srv.git
	echo '# mine' >>hooks/pre-receive
	fails_with 128 git postmortem hook install --server
	fails_with 128 git postmortem hook uninstall
	git postmortem hook install --server --force
	lacks hooks/pre-receive '# mine'
)
end

begin 'a default branch that is not there is told'
(
	set -e
	git init -q --bare -b master srv.git
	developer dev srv.git
	cd dev
	write_complete 2026-11-21-slow
	commit_all 'one'
	git push -q origin main
	cd ../srv.git
	git postmortem hook install --server 2>err
	contains err 'git symbolic-ref HEAD'
	git symbolic-ref HEAD refs/heads/main
	git postmortem hook status 2>err
	lacks err 'symbolic-ref'
)
end

begin 'what is no push is not taken for one'
(
	set -e
	server srv.git
	cd srv.git
	id=$(printf 'x' | git hash-object --stdin)
	fails_with 128 git postmortem hook run pre-receive </dev/null 2>err
	contains err 'nothing is said'
	for line in 'x' "$id refs/heads/main" "$id $id" \
		"$id $id main" "$id ${id}0 refs/heads/main" \
		"$id $id$id refs/heads/main"
	do
		echo "$line" >in
		fails_with 128 git postmortem hook run pre-receive <in 2>err
		contains err 'push refused'
	done
	# Not even where a wrapper hands on the end of a line alone.
	printf '\n\n' >in
	fails_with 128 git postmortem hook run pre-receive <in 2>err
	contains err 'nothing is said'
	printf '%s %s' "$id" "$id" >in
	fails_with 128 git postmortem hook run pre-receive <in 2>err
	contains err 'cannot understand'
	printf '%s %s refs/he\0ads/main\n' "$id" "$id" >in
	fails_with 128 git postmortem hook run pre-receive <in 2>err
	contains err 'NUL'
	fails_with 129 git postmortem hook run update refs/heads/main "$id"
	fails_with 129 git postmortem hook run pre-receive x
	fails_with 129 git postmortem hook run post-receive
	fails_with 128 git postmortem hook run update refs/heads/main "$id" "$id" 2>err
	contains err 'push refused'
	echo "$id $id refs/heads/main" >in
	fails_with 128 env GIT_NAMESPACE=x git postmortem hook run pre-receive <in 2>err
	contains err 'GIT_NAMESPACE'
)
end

test_narrow

done_testing

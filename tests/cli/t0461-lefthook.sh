#!/bin/sh
# SPDX-License-Identifier: MIT
# once
#
# With the real lefthook: chained with its hooks, put aside by it, and run by
# its own configuration.

. "${0%/*}/managers.sh"
needs_npm
. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
skip_all

id=2026-11-21-slow

# Its own work, in two hooks of our three.
theirs() {
	cat >lefthook.yml <<-END
	pre-commit:
	  jobs:
	    - run: echo theirs ${1-}
	commit-msg:
	  jobs:
	    - run: echo theirs {1}
	END
}

calls_us() {
	cat >lefthook.yml <<-'END'
	pre-commit:
	  jobs:
	    - run: git postmortem hook run pre-commit
	pre-merge-commit:
	  jobs:
	    - run: git postmortem hook run pre-merge-commit
	commit-msg:
	  jobs:
	    - run: git postmortem hook run commit-msg {1}
	END
}

begin 'lefthook after our hooks puts them aside; status says so, install mends'
(
	set -e
	theirs
	standing
	git postmortem hook install
	lefthook install
	cp .git/hooks/pre-commit theirs
	fails_with 1 git postmortem hook status >out
	count 2 out "is lefthook's and does not run git postmortem"
	contains out 'put aside as .git/hooks/pre-commit.old'
	contains out 'pre-merge-commit  installed'
	git postmortem hook install 2>err
	contains err 'let lefthook.yml run "git postmortem hook run pre-commit"'
	run_ok git postmortem hook status >out
	count 2 out '(lefthook)'
	# lefthook would refuse to put aside a second one.
	[ ! -e .git/hooks/pre-commit.old ]
	judges
	git postmortem hook uninstall
	cmp theirs .git/hooks/pre-commit
	[ ! -e .git/hooks/pre-commit.before-postmortem ]
	[ ! -e .git/hooks/pre-merge-commit ]
)
end

begin 'our hooks after lefthook, whose configuration changes'
(
	set -e
	theirs
	standing
	lefthook install
	git postmortem hook install
	echo more >>notes.txt
	git commit -a -m 'both run' >out 2>&1
	contains out 'theirs'
	theirs again
	# lefthook looks at the time of the file before it looks into it.
	touch -d '+1 hour' lefthook.yml
	# The commit in which lefthook writes its hooks anew is still judged.
	write_incomplete $id
	git add -A
	refuses '[owner]' git commit -q -m 'incomplete'
	fails_with 1 git postmortem hook status >out
	contains out 'put aside as .git/hooks/pre-commit.old'
	contains out 'not run any more: .git/hooks/pre-commit.before-postmortem'
	git postmortem hook install
	run_ok git postmortem hook status
	refuses '[owner]' git commit -q -m 'incomplete'
	git reset -q --hard
	# Put aside once more, and not wanted any more.
	theirs third
	lefthook install
	git postmortem hook uninstall >out
	count 4 out ': removed'
	[ "$(find .git/hooks -name '*postmortem*' -o -name '*.old')" = '' ]
	echo more >>notes.txt
	git commit -a -m 'theirs alone' >out 2>&1
	contains out 'theirs third'
)
end

begin 'lefthook uninstall leaves our hooks'
(
	set -e
	theirs
	standing
	lefthook install
	git postmortem hook install
	lefthook uninstall
	run_ok git postmortem hook status >out
	lacks out lefthook
	judges
	git postmortem hook uninstall
	[ -z "$(find .git/hooks -type f ! -name '*.sample')" ]
)
end

begin 'a lefthook.yml that runs us is seen, and no hook is put in its way'
(
	set -e
	calls_us
	standing
	lefthook install
	run_ok git postmortem hook status >out
	count 3 out "is lefthook's, and lefthook.yml runs git postmortem"
	cksum .git/hooks/* >before
	git postmortem hook install >out 2>err
	count 3 out 'runs git postmortem by itself'
	[ ! -s err ]
	# The one that nobody ran yet.
	rm .git/hooks/pre-push
	cksum .git/hooks/* | same before -
	judges
	git postmortem hook uninstall >out
	count 3 out 'it still runs git postmortem, because of lefthook.yml'
)
end

begin 'a line that is a comment runs nothing, and status knows'
(
	set -e
	theirs
	echo '# run: git postmortem hook run pre-commit' >>lefthook.yml
	echo '# run: git postmortem hook run pre-merge-commit' >>lefthook.yml
	standing
	lefthook install
	fails_with 1 git postmortem hook status >out
	contains out 'pre-commit is lefthook'\''s and does not run git postmortem'
)
end

begin 'lefthook run, npx lefthook run, and the way past: LEFTHOOK=0'
(
	set -e
	calls_us
	echo '{ "private": true }' >package.json
	ln -s "${tools:?}/node_modules" node_modules
	echo node_modules >.gitignore
	standing
	lefthook install
	write_incomplete $id
	git add -A
	refuses '[owner]' lefthook run pre-commit
	refuses '[owner]' npx --no-install lefthook run pre-commit
	refuses '[owner]' git commit -q -m 'incomplete'
	run_ok env LEFTHOOK=0 git commit -q -m 'incomplete'
)
end

begin 'a push is judged, too, where lefthook hands on what git says of it'
(
	set -e
	calls_us
	cat >>lefthook.yml <<-'END'
	pre-push:
	  jobs:
	    - run: git postmortem hook run pre-push {1} {2}
	      use_stdin: true
	END
	standing
	git init -q --bare ../server
	git remote add origin ../server
	lefthook install
	run_ok git postmortem hook status >out
	count 4 out 'lefthook.yml runs git postmortem'
	run_ok git push -q origin main
	write_incomplete $id
	git add -A
	git commit -q --no-verify -m 'incomplete'
	refuses '[owner]' git push -q origin main
	run_ok git push -q --no-verify origin main
)
end

begin 'chained, LEFTHOOK=0 is no way past ours'
(
	set -e
	theirs
	standing
	lefthook install
	git postmortem hook install
	write_incomplete $id
	git add -A
	refuses '[owner]' env LEFTHOOK=0 git commit -q -m 'incomplete'
)
end

done_testing

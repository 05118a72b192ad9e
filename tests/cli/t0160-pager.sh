#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The pager: on a terminal only, git's choice, and never the end of the output.

. "${0%/*}/lib.sh"

# The command on a terminal of its own, its lines in "out".
on_terminal() {
	script -qec "$1" /dev/null </dev/null | tr -d '\r' >out
}

standing() {
	git postmortem init --skip-hooks >/dev/null 2>&1
	git postmortem new 'Slow search' -s minor --date 2026-10-05
	unset GIT_PAGER
}

if ! script -qec true /dev/null </dev/null >/dev/null 2>&1
then
	skip 'needs script(1), and a terminal for it'
	done_testing
fi

begin 'what goes to a terminal goes through the pager, and nothing else'
(
	set -e
	standing
	GIT_PAGER='sed s/^/paged:/'
	export GIT_PAGER
	on_terminal 'git postmortem list'
	contains out 'paged:POST-MORTEM'
	git postmortem list >out
	lacks out 'paged:'
	on_terminal 'git -c pager.postmortem=false postmortem list'
	contains out 'POST-MORTEM'
	lacks out 'paged:'
)
end

begin 'core.pager counts, a plain name needs no shell'
(
	set -e
	standing
	printf '#!/bin/sh\nsed s/^/mine:/\n' >"$PM_TRASH/bin/mine"
	chmod +x "$PM_TRASH/bin/mine"
	git config core.pager mine
	on_terminal 'git postmortem list'
	contains out 'mine:POST-MORTEM'
)
end

begin 'a pager that is missing is told, and the output still comes'
(
	set -e
	standing
	GIT_PAGER=no-such-pager
	export GIT_PAGER
	on_terminal 'git postmortem list'
	contains out "warning: cannot run the pager 'no-such-pager'"
	contains out 2026-10-05-slow-search
)
end

done_testing

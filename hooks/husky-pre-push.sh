#!/bin/sh
# SPDX-License-Identifier: MIT
# What goes into a pre-push hook that husky starts: from >>> to <<<. Git says
# once, on standard input, what is pushed: what follows shall find it, too.

# >>> git-postmortem: refuses incomplete post-mortems
# To remove these lines: git postmortem hook uninstall
git_postmortem_pushed=$(cat) || exit 1
if command -v git-postmortem >/dev/null 2>&1
then
	{
		[ -z "$git_postmortem_pushed" ] ||
			printf '%s\n' "$git_postmortem_pushed"
	} | git-postmortem hook run "${0##*/}" "$@" || exit $?
elif ! printf '%s' "$git_postmortem_pushed" | (
	# What touches no post-mortem needs no check.
	unset GIT_LITERAL_PATHSPECS GIT_GLOB_PATHSPECS GIT_NOGLOB_PATHSPECS \
		GIT_ICASE_PATHSPECS
	while read -r line || [ "$line" ]
	do
		# <local> <id> <ref> <id>: only the first may hold blanks.
		id=${line% *}
		id=${id% *}
		id=${id##* }
		case $id in
		*[!0]*) ;;
		*) continue ;;
		esac
		root=$(git cat-file blob "$id:.postmortem/policy.yaml" 2>/dev/null |
			sed -n -e 's/^root:[[:blank:]]*"\{0,1\}\([[:alnum:]._\/-]\{1,\}\)"\{0,1\}[[:blank:]]*$/\1/p' \
				-e t -e '/^[^#]*root[^[:alnum:]]*:/s/.*/./p') || root=.
		case $root in
		'') root=postmortems ;;
		.* | */. | */.* | *//* | *[!A-Za-z0-9._/-]*) root= ;;
		esac
		new=$(git rev-list -1 --full-history "$id" --not --remotes -- \
			":(top,icase)$root" ":(top,icase).postmortem") || exit 1
		[ -z "$new" ] || exit 1
	done
)
then
	echo "error: push refused: git-postmortem is not on PATH, and without it
  the post-mortems that this push touches cannot be checked
  fix: install git-postmortem, or add its folder to PATH
  without it: git push --no-verify (once), or delete these lines of $0" >&2
	exit 1
fi
exec <<git-postmortem
$git_postmortem_pushed
git-postmortem
# <<< git-postmortem

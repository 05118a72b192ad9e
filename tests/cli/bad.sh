# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What every script about bad input starts with, after lib.sh and records.sh:
# a repository with the hook and two post-mortems, of which $id is about to
# be broken, and questions to the whole program about it. The script says
#
#	id=2026-11-21-bad file=postmortems/$id/README.md good=2026-11-20-good
#
# standing [LISTED]      that repository; LISTED is 0 where lists are not to
#                        name what is wrong, since it is in the text only
# broken FORMAT          write $file, as printf does it, and stage it
# fields [LINE...]       front matter with everything required, and LINEs
# refused LINE MESSAGE [FIX]
#                        $file is refused by all commands and the hook, with
#                        one message that has line, text and fix, and nothing
#                        is written
# told LINE MESSAGE [FIX]
#                        "check" alone tells it, as a warning; the commit goes
# harmless               there is nothing to tell
# untouched CMD...       run CMD, which writes neither files nor the index
# still_shown PATH       what reads shows the good one, names PATH on stderr
# no_escape FILE...      no control or bidirectional character reached FILE
#
# shellcheck disable=SC2154

standing() {
	git postmortem init >/dev/null 2>&1
	write_complete "$good" 'The good one'
	write_item "$good" keep 2026-12-10
	write_complete "$id"
	commit_all 'standing'
	git tag standing
	thorough=yes
	in_lists=${1-1}
}

restore() {
	git reset -q --hard standing
	git clean -q -f -d
}

fields() {
	printf 'title: Bad\nstatus: draft\nseverity: minor\nowner: alice\n'
	[ $# = 0 ] || printf '%s\n' "$@"
}

broken() {
	# shellcheck disable=SC2059
	{
		printf -- '---\n'
		printf -- "$1"
		printf -- '---\n'
		write_body
	} >"$file"
	git add -A
}

no_escape() {
	for stream
	do
		LC_ALL=C grep -q -e "[$(printf '\001-\010\013-\037\177')]" \
			-e "$(printf '\342\200\256')" \
			-e "$(printf '\302\233')" "$stream" || continue
		complain "--- a control character in $stream:" ||
			od -c "$stream" >&2
		return 1
	done
}

state() {
	git ls-files -s
	find . -name .git -prune -o -type f -size -2000 -exec cksum {} + |
		sort
	find . -name .git -prune -o ! -type f -print | sort
}

untouched() {
	state >../before
	untouched_status=0
	"$@" || untouched_status=$?
	state >../after
	same ../after ../before || return 70
	return $untouched_status
}

# Read nothing from the terminal, and hang nowhere.
quick() {
	timeout 10 "$@" </dev/null
}

still_shown() {
	quick git postmortem list >../out 2>../err || return 1
	contains ../out "$good" || return 1
	count "$in_lists" ../err "$1" || return 1
	no_escape ../out ../err || return 1
	quick git postmortem >../out 2>../err || return 1
	contains ../out "$good" || return 1
	count "$in_lists" ../err "$1" || return 1
	no_escape ../out ../err || return 1
	quick git postmortem action list >../out 2>../err || return 1
	contains ../out "$good/keep" || return 1
	quick git postmortem show "$good" >../out 2>../err || return 1
	[ ! -s ../err ] || complain "show $good: $(cat ../err)" || return 1
	for command in list 'action list --all' '' "show $good"
	do
		# shellcheck disable=SC2086
		quick git postmortem $command --format=json \
			>../out 2>../err || return 1
		no_escape ../out ../err || return 1
	done
}

# One message, on one line of ../out or ../err, with its fix behind it.
says_once() {
	count 1 "$1" "$file:$2: $3: " || return 1
	contains "$1" "$file:$2: $3: $4" || return 1
	[ -z "${5-}" ] || contains "$1" "    fix: $5"
}

writing_refuses() {
	for command in 'advance' 'advance --dry-run'
	do
		actual=0
		# shellcheck disable=SC2086
		untouched quick git postmortem $command $id \
			>../out 2>../err || actual=$?
		[ $actual = 1 ] || [ $actual = 128 ] ||
			complain "$command exits with $actual" || return 1
		cat ../out ../err >../all
		count 1 ../all "$file:$1: " || return 1
		contains ../all "$2" || return 1
		no_escape ../out ../err || return 1
	done
}

refused() {
	# shellcheck disable=SC2310
	{
		untouched fails_with 1 quick git postmortem check \
			>../out 2>../err &&
			says_once ../out "$1" error "$2" "${3-}" &&
			no_escape ../out ../err &&
			count 1 ../out 'checked: 1 error in 1 file' &&
			untouched fails_with 1 quick git commit -q -m 'bad' \
				>../out 2>../err &&
			head_is standing &&
			says_once ../err "$1" error "$2" "${3-}" &&
			no_escape ../out ../err &&
			if [ "$thorough" ]
			then
				refused_by_others "$1" "$2" "${3-}"
			fi &&
			restore
	} || complain "--- about: $2"
	thorough=
}

# Once in a test is enough: all read through the same functions.
refused_by_others() {
	fails_with 1 quick git postmortem check --format=json "$id" \
		>../out 2>../err &&
		count 1 ../out "\"line\": $1" &&
		no_escape ../out ../err &&
		untouched fails_with 1 quick git postmortem check --staged \
			>../out 2>../err &&
		says_once ../out "$1" error "$2" "$3" &&
		writing_refuses "$1" "$2" &&
		still_shown "$file:$1: " &&
		quick git postmortem show "$id" >../out 2>../err &&
		contains ../out "line $1: " &&
		no_escape ../out ../err &&
		quick git postmortem log "$id" >../out 2>../err &&
		no_escape ../out ../err
}

told() {
	# shellcheck disable=SC2310
	{
		untouched quick git postmortem check >../out 2>../err &&
			says_once ../out "$1" warning "$2" "${3-}" &&
			no_escape ../out ../err &&
			quick git commit -q -m 'told' >../out 2>../err &&
			says_once ../err "$1" warning "$2" "${3-}" &&
			no_escape ../out ../err &&
			quick git postmortem show "$id" >../out 2>../err &&
			no_escape ../out ../err &&
			quick git postmortem log "$id" >../out 2>../err &&
			no_escape ../out ../err &&
			restore
	} || complain "--- about: $2"
}

harmless() {
	untouched quick git postmortem check >../out 2>../err || return 1
	contains ../out 'checked: no findings' || return 1
	quick git postmortem list >../out 2>../err || return 1
	[ ! -s ../err ] || complain "list: $(cat ../err)" || return 1
	contains ../out "$id" || return 1
	quick git commit -q -m 'harmless' || return 1
	restore
}

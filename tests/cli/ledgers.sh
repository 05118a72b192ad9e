# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# An item with a history, and what people do to it on two branches: sourced
# after lib.sh and merging.sh by the scripts about merges of ledgers.
#
# given STATE               a repository whose item is proposed or accepted
# on_ours EDIT...           what was done, each by one commit, on the branch
# on_theirs EDIT...         ours, or theirs; both begin at main
# merges PLAIN DRIVER TOLD  what the merge of theirs into ours comes to, with
#                           git alone, and with the driver, and which rules of
#                           the history check has of what is no conflict
# comes_to PLAIN DRIVER TOLD COMMAND...
#                           the same of another command, run on branch ours
#
# An outcome is "FIELD...: EVENT..." of the item, or "conflict in" and what
# stands between markers. Fields are told when they have another value than
# in the base; events by a letter.

# Its edits, by name, and the event that each adds.
field() {
	if grep -q "^$1:" "$ITEM"
	then
		sed -i "s|^$1: .*|$1: $2|" "$ITEM"
	else
		sed -i "/^$3:/a\\
$1: $2" "$ITEM"
	fi
}

event() {
	echo "- $*" >>"$ITEM"
}

edit() {
	case $1 in
	accept)
		field state accepted
		field due 2027-01-10 state
		event '2026-12-02 bob: accepted, due 2027-01-10'
		;;
	start)
		field state in-progress
		event '2026-12-03 bob: in-progress'
		;;
	move)
		field due 2027-01-24
		event '2026-12-04 bob: due 2027-01-24: the vendor is late'
		;;
	move-far)
		field due 2027-02-01
		event '2026-12-05 bob: due 2027-02-01: so it is'
		;;
	hand-over)
		field owner carol
		event '2026-12-06 carol: owner carol: bob is away'
		;;
	done)
		field state 'done'
		field evidence PR-7 due
		event '2026-12-07 bob: done, evidence PR-7'
		;;
	decline)
		field state declined
		field reason dear due
		event '2026-12-08 bob: declined: dear'
		;;
	west)
		event '2026-12-01 bob: owner bob: said in Honolulu'
		;;
	reword) sed -i 's/the vendor is late/the vendor was late/' "$ITEM" ;;
	priority) field priority high ;;
	team) field team net ;;
	describe) sed -i 's/^Before .*/Before any traffic comes./' "$ITEM" ;;
	bullets) sed -i 's/^- 2/* 2/' "$ITEM" ;;
	wrap) sed -i 's/^\(- 2.*: [a-z]*\),* owner /\1, owner\
  /; s/^\(- 2.*accepted\), /\1,\
  /' "$ITEM" ;;
	cut)
		head -c "$(($(wc -c <"$ITEM") - 20))" "$ITEM" >shorter
		mv shorter "$ITEM"
		;;
	back)
		field due 2027-01-10
		event '2026-12-05 bob: due 2027-01-10: as it was'
		;;
	other) cp "$ITEM" "$DIR/actions/other.md" ;;
	'to '*)
		mkdir -p "$(dirname "${1#to }")"
		cp -n "$DOC" "$(dirname "${1#to }")/../README.md" || :
		git mv "$ITEM" "${1#to }"
		;;
	revert)
		git revert --no-edit HEAD >/dev/null
		git reset -q --soft HEAD^
		;;
	copy) cp "$ITEM" "$DIR/actions/heat.md" ;;
	*) complain "no edit $1" ;;
	esac
}

given() {
	# Behind the days of the events.
	PM_CLOCK=$((PM_CLOCK + 8 * 86400))
	export GIT_POSTMORTEM_NOW=2026-12-10T12:00:00Z
	adopt
	rm .git/hooks/pre-merge-commit
	{
		fields 'title: Warm the cache first' 'state: proposed' \
			'owner: bob' 'team: web' 'type: prevent' \
			'priority: low'
		printf '\nBefore traffic comes.\n\n## History\n\n'
		echo '- 2026-12-01 alice: proposed, owner bob'
	} >"$ITEM"
	[ "$1" = proposed ] || edit accept
	commit_all 'an item'
	cp "$ITEM" "$PM_TRASH/base"
	git branch ours
	git branch theirs
}

edits() {
	git checkout -q "$1"
	shift
	for name
	do
		edit "$name"
		commit_all "$name"
	done
	git checkout -q ours
}

on_ours() {
	edits ours "$@"
}

on_theirs() {
	edits theirs "$@"
}

# What stands in an item.
letters() {
	{ sed -n '/^## History/,$p' "$1" | tr '\n' ' '; echo; } | sed 's/ [-*] 2026/\
2026/g' | sed 's/  */ /g; s/ $//' | while read -r line
	do
		case $line in
		'2026-12-01 alice: proposed, owner bob') echo P ;;
		'2026-12-01 bob: owner bob: said in Honolulu') echo W ;;
		'2026-12-02 bob: accepted, due 2027-01-10') echo A ;;
		'2026-12-03 bob: in-progress') echo S ;;
		'2026-12-04 bob: due 2027-01-24: the vendor is late') echo M ;;
		'2026-12-04 bob: due 2027-01-24: the vendor was late') echo N ;;
		'2026-12-05 bob: due 2027-02-01: so it is') echo F ;;
		'2026-12-06 carol: owner carol: bob is away') echo X ;;
		'2026-12-07 bob: done, evidence PR-7') echo D ;;
		'2026-12-05 bob: due 2027-01-10: as it was') echo E ;;
		'2026-12-08 bob: declined: dear') echo R ;;
		2026*) echo '?' ;;
		esac
	done | tr '\n' ' ' | sed 's/ $//'
}

# Of the fields that are not as in the base.
values() {
	for key in state due evidence reason owner team priority
	do
		now=$(sed -n "2,/^---\$/s/^$key: //p" "$1")
		[ "$now" = "$(sed -n "2,/^---\$/s/^$key: //p" \
			"$PM_TRASH/base")" ] || printf '%s ' "${now:-no $key}"
	done >"$PM_TRASH/values"
	grep -q '^Before any' "$1" && echo 'text ' >>"$PM_TRASH/values"
	[ -s "$PM_TRASH/values" ] || echo 'as it was' >"$PM_TRASH/values"
	tr -d '\n' <"$PM_TRASH/values" | sed 's/ $//'
}

contested() {
	sed -n '/^<<<<<<</,/^>>>>>>>/p' "$1" |
		sed -n 's/^\([a-z]*\):.*/\1/p; s/^[-*] 2026.*/history/p; s/^Before.*/text/p' |
		awk '!seen[$0]++' | tr '\n' ' ' | sed 's/ $//'
}

outcome() {
	if grep -q '^<<<<<<<' "$ITEM"
	then
		echo "conflict in $(contested "$ITEM")"
	else
		echo "$(values "$ITEM"): $(letters "$ITEM")"
	fi
}

is_outcome() {
	outcome >"$PM_TRASH/outcome"
	echo "$2" >"$PM_TRASH/meant"
	same "$PM_TRASH/outcome" "$PM_TRASH/meant" || {
		complain "--- $1, of"
		cat "$ITEM"
		return 1
	} >&2
}

# What check says of the history of what came out.
findings() {
	git postmortem check start..HEAD >"$PM_TRASH/found" 2>&1 || :
	grep -o '\[history-[a-z-]*\]' "$PM_TRASH/found" | sort -u |
		tr -d '[]' | tr '\n' ' ' | sed 's/ $//'
}

# One way, and back to where the branch was.
one_way() {
	way=$1 expected=$2 told=$3
	shift 3
	git tag -f start >/dev/null
	[ "$way" = driver ] ||
		git config --rename-section merge.postmortem merge.other
	status=0
	"$@" >"$PM_TRASH/said" 2>&1 || status=$?
	[ "$way" = driver ] ||
		git config --rename-section merge.other merge.postmortem
	is_outcome "$way" "$expected"
	case $expected in
	conflict*)
		[ "$status" = 1 ]
		git rebase --abort 2>/dev/null || :
		;;
	*)
		[ "$status" = 0 ] || complain "$(cat "$PM_TRASH/said")"
		[ "$(findings)" = "$told" ] ||
			complain "$way: $(cat "$PM_TRASH/found")"
		;;
	esac
	git reset -q --hard start
	git clean -q -f -d
}

comes_to() {
	plain=$1 driver=$2 told=$3
	shift 3
	one_way plain "$plain" "$told" "$@"
	one_way driver "$driver" "$told" "$@"
}

merges() {
	comes_to "$1" "$2" "${3-}" git merge -q -m merge theirs
}

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Speed, as ratios to git's own commands; "make bench" calls it. README.md
# beside it says what is measured and how to read it.
#
#	run.sh [hook] [range] [push] [check] [list] [ledger] [log] [merge]
#	       [years]
#				only these parts
set -eu

here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
bench=${BENCH_DIR:-${TMPDIR:-/tmp}/git-postmortem-bench}
pair=${PM_BUILD:-$source/build/release}/tests/bench/pair
mkdir -p "$bench/home"
bench=$(cd "$bench" && pwd -P)

# shellcheck disable=SC2046
unset $(git rev-parse --local-env-vars) GIT_TRACE GIT_PAGER PAGER NO_COLOR \
	XDG_CONFIG_HOME GIT_EXTERNAL_DIFF GIT_TEMPLATE_DIR
HOME=$bench/home
GIT_CONFIG_GLOBAL=$HOME/.gitconfig
GIT_CONFIG_NOSYSTEM=1
GIT_ATTR_NOSYSTEM=1
GIT_AUTHOR_NAME=alice
GIT_AUTHOR_EMAIL=alice@example.com
GIT_COMMITTER_NAME=alice
GIT_COMMITTER_EMAIL=alice@example.com
# A day of the generated records: what is overdue stays so.
GIT_POSTMORTEM_NOW=2026-11-21T12:00:00Z
LC_ALL=C
TZ=UTC
TERM=dumb
export HOME GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM GIT_ATTR_NOSYSTEM
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME
export GIT_COMMITTER_EMAIL GIT_POSTMORTEM_NOW LC_ALL TZ TERM
printf '[gc]\n\tauto = 0\n' >"$GIT_CONFIG_GLOBAL"

over=0
invalid=0

# One row of the table; pair.c describes the arguments.
compare() {
	status=0
	"$pair" "$@" || status=$?
	case $status in
	0) ;;
	1) over=$((over + 1)) ;;
	*) invalid=$((invalid + 1)) ;;
	esac
}

generate() {
	repository=$bench/$1
	shift
	sh "$here/generate.sh" "$repository" "$@"
}

# --- the hook, on a commit that touches no post-mortem ---

# usage: prepare_hook POSTMORTEMS FOLDERS
prepare_hook() {
	generate "hook-$1" tree "$1" 2 50000 "$2"
	rm -rf "$repository/.git/hooks"
	mkdir "$repository/.git/hooks"
	git -C "$repository" postmortem hook install >/dev/null
}

bench_hook() {
	prepare_hook 50 5000
	prepare_hook 5000 5000
	prepare_hook 10000 10000
	few=$bench/hook-50
	many=$bench/hook-5000
	twice=$bench/hook-10000

	# What "git commit" sets for it.
	path=$PATH
	PATH=$(git --exec-path):$PATH
	GIT_INDEX_FILE=.git/index
	GIT_PREFIX=
	GIT_EDITOR=:
	export GIT_INDEX_FILE GIT_PREFIX GIT_EDITOR
	compare -b 3 -n 41 'hook, 5,000 post-mortems : diff --cached' \
		"$many" 0 .git/hooks/pre-commit :: \
		"$many" 1 git diff --cached --quiet
	compare -b 1.15 -n 61 'hook, 5,000 post-mortems : 50' \
		"$many" 0 .git/hooks/pre-commit :: \
		"$few" 0 .git/hooks/pre-commit
	compare -n 41 'hook, 10,000 post-mortems : 5,000' \
		"$twice" 0 .git/hooks/pre-commit :: \
		"$many" 0 .git/hooks/pre-commit
	compare -n 41 '  git itself' \
		"$twice" 1 git diff --cached --quiet :: \
		"$many" 1 git diff --cached --quiet
	PATH=$path
	unset GIT_INDEX_FILE GIT_PREFIX GIT_EDITOR
}

# --- what a branch adds, and what is pushed ---

# usage: commits REPOSITORY NR: a branch of so many commits on main goes to
# refs/bench/NR. Three of them, as they are spread, add a line to a post-mortem
# each; the others change a source file.
commits() {
	git -C "$1" rev-parse -q --verify "refs/bench/$2" >/dev/null && return
	git -C "$1" ls-files 'postmortems/*/README.md' |
		sed -n '3p;11p;29p' | while read -r path
	do
		{
			git -C "$1" show "main:$path"
			echo 'And that was it.'
		} | git -C "$1" hash-object -w --stdin | sed "s|\$| $path|"
	done | awk -v nr="$2" '{ blob[NR] = $1; path[NR] = $2 }
	END {
		for (i = 1; i <= nr; i++) {
			print "commit refs/bench/" nr
			print "committer A <a@example.com> " 1764000000 + i \
				" +0000\ndata 1\nx"
			if (i == 1)
				print "from refs/heads/main^0"
			for (n = 1; n <= 3; n++)
				if (int((nr + 1) * n / 4 + 0.5) == i || nr == 1)
					print "M 100644 " blob[n] " " path[n]
			print "M 100644 inline src/bench.c\ndata <<E\n" i "\nE"
		}
		print "done"
	}' | git -C "$1" fast-import --quiet --done
	git -C "$1" repack -a -d -q
}

# usage: generate_pushes POSTMORTEMS
generate_pushes() {
	generate "hook-$1" tree "$1" 2 50000 5000
	for nr in 1 100 10000
	do
		commits "$repository" $nr
	done
}

bench_range() {
	generate_pushes 50
	few=$repository
	generate_pushes 5000
	compare -b 5 -n 41 'check <range>, 3 of 5,000 : diff --raw' \
		"$repository" 0+ git postmortem check main..refs/bench/1 :: \
		"$repository" 0+ git diff --raw main..refs/bench/1 -- \
		postmortems
	compare -b 1.25 -n 61 'check <range>, 3 of 5,000 : of 50' \
		"$repository" 0+ git postmortem check main..refs/bench/1 :: \
		"$few" 0+ git postmortem check main..refs/bench/1
}

# What git receive-pack does: in the git directory, with the refs on standard
# input.
# shellcheck disable=SC2016
receive='printf "%s %s refs/heads/main\n" "$0" "$1" |
	GIT_DIR=. "$2/pre-receive"'

# usage: bench_push_of NR NAME BAR
bench_push_of() {
	old=$(git -C "$repository" rev-parse main)
	new=$(git -C "$repository" rev-parse "refs/bench/$1")
	compare -b "$3" -n "$pairs" "pre-receive, $2 : diff --raw" \
		"$repository/.git" 0 sh -c "$receive" "$old" "$new" \
		"$bench/hooks" :: \
		"$repository/.git" 0+ git diff --raw "$old" "$new" -- \
		postmortems
}

bench_push() {
	generate_pushes 5000
	git init -q --bare "$bench/server.git"
	rm -rf "$bench/hooks"
	git -C "$bench/server.git" config core.hooksPath "$bench/hooks"
	(cd "$bench/server.git" &&
		git postmortem hook install --server --force >/dev/null)
	pairs=41
	bench_push_of 1 '1 commit' 5
	bench_push_of 100 '100 commits' 5
	bench_push_of 10000 '10,000 commits' 5
	compare -b 1.15 -n 61 'pre-receive, 10,000 commits : 1' \
		"$repository/.git" 0 sh -c "$receive" "$old" "$new" \
		"$bench/hooks" :: \
		"$repository/.git" 0 sh -c "$receive" "$old" \
		"$(git -C "$repository" rev-parse refs/bench/1)" \
		"$bench/hooks"
	bench_first_push
}

# A history that no branch of the server has: each promise in it is asked for
# the commit that made it.
bench_first_push() {
	generate years-20000 years 20000 100 5
	# shellcheck disable=SC2016
	compare -b 5 -n 15 'pre-push, 20,000 commits, all new : log --raw' \
		"$repository" 0 sh -c 'printf "HEAD %s refs/heads/main %s\n" \
			"$0" "$1" | git postmortem hook run pre-push origin x' \
		"$(git -C "$repository" rev-parse main)" \
		"$(git -C "$repository" rev-parse main | tr 0-9a-f 0)" :: \
		"$repository" 0+ git log --raw -- postmortems
}

# --- a check of everything ---

find_markdownlint() {
	PATH=$PATH:$source/node_modules/.bin:$bench/peers/node_modules/.bin
	if [ "${BENCH_PEERS-}" ] && ! command -v markdownlint-cli2 >/dev/null
	then
		npm install --silent --no-audit --no-fund \
			--prefix "$bench/peers" markdownlint-cli2 >&2
	fi
	command -v markdownlint-cli2 >/dev/null
}

bench_check() {
	generate check-1000 tree 1000 3 4500
	compare -b 3 'check --all, 1,000 with 3 items : grep -c' \
		"$repository" 0+ git postmortem check --all :: \
		"$repository" 0+ git grep -c . -- postmortems
	if find_markdownlint
	then
		compare -b 0.02 -n 5 'check --all : markdownlint-cli2 (MD043)' \
			"$repository" 0+ git postmortem check --all :: \
			"$repository" 0+ markdownlint-cli2 \
			--config "$here/md043.markdownlint-cli2.jsonc" \
			'postmortems/*/README.md'
	fi
}

# --- a list over years ---

bench_list() {
	generate list-2000 tree 2000 10 22500
	compare -b 1.5 -m 64 -s 6 'action list, 20,000 items : grep -h' \
		"$repository" 0+ git postmortem action list --all :: \
		"$repository" 0+ git grep -h '^state:' -- postmortems
}

# --- what the history in each item costs ---

# Instructions that a command takes; nothing where they cannot be counted.
# usage: count DIR COMMAND...
count() {
	(
		cd "$1"
		shift
		if perf stat -x, -e instructions:u true 2>&1 | grep -q '^[0-9]'
		then
			perf stat -x, -e instructions:u "$@" 2>&1 >/dev/null |
				sed -n 's/^\([0-9][0-9]*\),.*/\1/p'
		elif command -v valgrind >/dev/null
		then
			valgrind --tool=callgrind \
				--callgrind-out-file=/dev/null "$@" 2>&1 \
				>/dev/null | sed -n 's/.*Collected : //p'
		fi
	)
}

# usage: compare_counts BAR NAME DIR REFERENCE-DIR COMMAND...
compare_counts() {
	ours=$(count "$3" "$5" "$6")
	theirs=$(count "$4" "$5" "$6")
	if [ -z "$ours" ] || [ -z "$theirs" ]
	then
		echo "$2: left out, neither perf nor valgrind counts here"
		return
	fi
	verdict=$(awk -v o="$ours" -v t="$theirs" -v bar="$1" 'BEGIN {
		printf("%.3f | %s | %s", o / t, bar, (o / t > bar ? "over" : "ok"))
	}')
	echo "$2 | $ours | $theirs | $verdict"
	[ "${verdict##* }" = ok ] || over=$((over + 1))
}

bench_ledger() {
	generate ledger-0 tree 500 4 2500 0 0
	without=$repository
	generate ledger-4 tree 500 4 2500 0 1
	program=$(command -v git-postmortem)
	compare_counts 1.02 'list, four events an item : none' \
		"$repository" "$without" "$program" list
	compare_counts 1.2 'report, four events an item : none' \
		"$repository" "$without" "$program" report
}

# --- the history of one item ---

# The program must tell of every commit that git tells of.
same_commits() {
	git -C "$1" log --format=%h -- "$2" | sort >"$bench/expected"
	git -C "$1" postmortem log "$3" >"$bench/told"
	while read -r commit
	do
		grep -q "$commit" "$bench/told" && continue
		echo "run.sh: log in $1 does not tell of $commit" >&2
		invalid=$((invalid + 1))
	done <"$bench/expected"
}

# The item that a generated history follows: $file and $item.
find_item() {
	file=$(cat "$1/.git/bench-item")
	item=${file#postmortems/}
	item=${item%.md}
	item=${item%%/*}/${item##*/}
}

# usage: bench_log COMMITS NAME
bench_log() {
	generate "history-$1" history "$1"
	plain=$repository
	generate "graph-$1" filters "$plain"
	graph=$repository
	find_item "$plain"
	same_commits "$plain" "$file" "$item"
	compare -b 1.3 "log, $2 commits : log --raw" \
		"$plain" 0+ git postmortem log "$item" :: \
		"$plain" 0+ git log --raw -- "$file"
	compare -b 1.3 -n 41 "log, $2 commits, changed-path filters" \
		"$graph" 0+ git postmortem log "$item" :: \
		"$graph" 0+ git log --raw -- "$file"
}

# usage: bench_log_growth KIND: 20,000 commits to 10,000
bench_log_growth() {
	find_item "$bench/$1-20000"
	item_of_all=$item
	file_of_all=$file
	find_item "$bench/$1-10000"
	compare "log, 20,000 commits : 10,000 ($1)" \
		"$bench/$1-20000" 0+ git postmortem log "$item_of_all" :: \
		"$bench/$1-10000" 0+ git postmortem log "$item"
	compare "  git itself ($1)" \
		"$bench/$1-20000" 0+ git log --raw -- "$file_of_all" :: \
		"$bench/$1-10000" 0+ git log --raw -- "$file"
}

# --- what a company remembers ---

# Is there such a command? Says so if not.
# usage: has COMMAND ROWS
has() {
	git postmortem "$1" -h >/dev/null 2>&1 && return
	echo "$2: left out, there is no 'git postmortem $1'"
	return 1
}

# What is new since this commit is a hundred commits, on main and on what was
# merged into it.
# usage: old=$(before_hundred REPOSITORY)
before_hundred() {
	back=60
	while [ "$(git -C "$1" rev-list --count "main~$back..main")" -lt 100 ]
	do
		back=$((back + 1))
	done
	git -C "$1" rev-parse "main~$back"
}

# The index as it was a hundred commits ago goes to .git/bench-index.
index_of_then() {
	index=$1/.git/postmortem
	now=$(git -C "$1" rev-parse main)
	git -C "$1" update-ref refs/heads/main "$2"
	(cd "$1" && git postmortem index rebuild >/dev/null) || invalid=1
	git -C "$1" update-ref refs/heads/main "$now"
	rm -rf "$1/.git/bench-index"
	cp -R "$index" "$1/.git/bench-index"
}

# Bars are for the large one: in the small one git is not slow.
# usage: bench_years_in VARIANT NAME BAR-OF-REBUILD BAR-OF-LOG BAR-OF-REPORT
#	BAR-OF-ANNOTATE
bench_years_in() {
	years=$bench/$1
	find_item "$years"
	git -C "$years" postmortem index rebuild >/dev/null || invalid=1
	same_commits "$years" "$file" "$item"
	compare -b "$3" -M 150 -n "$pairs" "rebuild, $2 : log --raw" \
		"$years" 0 git postmortem index rebuild :: \
		"$years" 0+ git log --raw -- postmortems
	compare -b "$4" -n "$pairs" "log, $2 : git log" \
		"$years" 0+ git postmortem log "$item" :: \
		"$years" 0+ git log -- "$file"
	old=$(before_hundred "$years")
	index_of_then "$years" "$old"
	# The index is put back before each run, down to the disk: its copying
	# is not what is timed. The reference is what it may take: twice the
	# log and what is new.
	# shellcheck disable=SC2016
	compare -b 1 -n 15 -p 'rm -rf .git/postmortem &&
		cp -R .git/bench-index .git/postmortem &&
		sync .git/postmortem/index.sqlite' \
		"  after 100 commits : twice + rev-list" \
		"$years" 0+ sh -c 'git postmortem log "$0"' "$item" :: \
		"$years" 0+ sh -c 'git postmortem log "$0" &&
			git postmortem log "$0" && git rev-list "$1..main"' \
		"$item" "$old"
	if has report "report, $2"
	then
		compare -b "$5" -n "$pairs" "report, $2 : log -p" \
			"$years" 0+ git postmortem report :: \
			"$years" 0+ git log -p -- postmortems
	fi
	compare -b "$6" -n "$pairs" "annotate, $2 : git annotate" \
		"$years" 0+ git postmortem annotate "$item" :: \
		"$years" 0+ git annotate -- "$file"
}

# usage: bench_years COMMITS POSTMORTEMS ITEMS NAME BARS...
bench_years() {
	generate "years-$1" years "$1" "$2" "$3"
	generate "years-$1-graph" graph "$bench/years-$1"
	generate "years-$1-filters" filters "$bench/years-$1"
	commits=$1
	name=$4
	shift 4
	bench_years_in "years-$commits" "$name, no graph" "$@"
	bench_years_in "years-$commits-graph" "$name, graph" "$@"
	bench_years_in "years-$commits-filters" "$name, filters" "$@"
}

# Does an answer take longer because other people work, too?
bench_years_growth() {
	find_item "$bench/years-1000000-filters"
	item_of_all=$item
	find_item "$bench/years-20000-filters"
	compare -b 1.25 "log, 1,000,000 commits : 20,000" \
		"$bench/years-1000000-filters" 0+ \
		git postmortem log "$item_of_all" :: \
		"$bench/years-20000-filters" 0+ git postmortem log "$item"
}

[ $# != 0 ] || set -- hook range push check list ledger log merge years
"$pair" -H
# --- a hundred items changed on two branches, in different fields ---

prepare_merge() {
	repository=$bench/merge
	rm -rf "$repository"
	git init -q -b main "$repository"
	cd "$repository"
	git postmortem init --skip-hooks >/dev/null 2>&1
	mkdir -p postmortems/2026-11-21-slow/actions
	for i in $(seq 100)
	do
		printf '%s\n' --- "title: Item $i" 'state: proposed' \
			'owner: alice' 'team: web' 'type: prevent' \
			'priority: low' 'ticket: X-1' 'due: 2026-12-01' --- \
			>"postmortems/2026-11-21-slow/actions/item-$i.md"
	done
	git add -A
	git commit -q -m base
	git checkout -q -b theirs
	sed -i 's/^title: /&The /' postmortems/*/actions/*.md
	git commit -q -a -m theirs
	git checkout -q main
	sed -i 's/^due: .*/due: 2026-12-09/' postmortems/*/actions/*.md
	git commit -q -a -m ours
	cd "$source"
}

bench_merge() {
	prepare_merge
	compare -b 2 "merge, 100 items : merge-file as driver" \
		"$repository" 0+ git merge-tree --write-tree main theirs :: \
		"$repository" 0+ git \
		-c merge.postmortem.driver='git merge-file -q %A %O %B' \
		merge-tree --write-tree main theirs
}

for part in "$@"
do
	case $part in
	merge) bench_merge ;;
	hook) bench_hook ;;
	range) bench_range ;;
	push) bench_push ;;
	check) bench_check ;;
	list) bench_list ;;
	ledger) bench_ledger ;;
	log)
		bench_log 10000 10,000
		bench_log 20000 20,000
		bench_log_growth history
		bench_log_growth graph
		if [ "${BENCH_LARGE-}" ]
		then
			bench_log 200000 200,000
		fi
		;;
	years)
		has index years || continue
		pairs=15
		bench_years 20000 100 5 20,000 0 0 0 0
		if [ "${BENCH_LARGE-}" ]
		then
			pairs=3
			bench_years 1000000 2000 10 1,000,000 1.1 0.02 0.05 0.02
			bench_years_growth
		fi
		;;
	*)
		echo "run.sh: there is no part '$part'" >&2
		exit 2
		;;
	esac
done

[ $invalid = 0 ] || exit 2
if [ $over != 0 ]
then
	echo "$over over the bar"
	[ "${BENCH_STRICT-}" != 1 ] || exit 1
fi

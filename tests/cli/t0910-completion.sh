#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What bash, zsh and fish really offer behind "git postmortem", each with the
# file where "make install" puts it and with its own completion of git.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

share=$PM_TRASH/share
mkdir -p "$share/bash-completion/completions" "$share/fish/vendor_conf.d" \
	"$share/zsh"
cp "$PM_SOURCE/completions/git-postmortem.bash" \
	"$share/bash-completion/completions/git-postmortem"
cp "$PM_SOURCE/completions/_git-postmortem" "$share/zsh"
cp "$PM_SOURCE/completions/git-postmortem.fish" "$share/fish/vendor_conf.d"

# A repository with something of everything.
populate() {
	write_complete 2026-11-30-checkout-is-down
	write_item 2026-11-30-checkout-is-down page-before-expiry 2026-12-05
	write_complete 2026-12-01-slow-search
	sed -i 's/^owner: .*/owner: bob@example.com/' \
		"$(document 2026-12-01-slow-search)"
	mkdir .postmortem
	printf 'people:\n  carol: {email: carol@example.com, teams: [web]}\n' \
		>.postmortem/policy.yaml
	git postmortem check >/dev/null || [ $? = 1 ]
	commit_all 'post-mortems'
	git tag v1.0
}

# An item in each state, and a post-mortem that is closed.
settle() {
	for state in proposed accepted in-progress 'done' declined
	do
		write_item 2026-12-01-slow-search "it-is-$state" 2026-12-05
		sed -i "s/^state: .*/state: $state/" \
			"postmortems/2026-12-01-slow-search/actions/it-is-$state.md"
	done
	write_complete 2026-11-01-old-news
	sed -i 's/^status: .*/status: closed/' \
		"$(document 2026-11-01-old-news)"
}

# --- bash: git's completion, loaded by bash-completion, finds ours ---

bash_offers() {
	XDG_DATA_HOME=$share bash --norc --noprofile -c '
	. /usr/share/bash-completion/bash_completion
	. /usr/share/bash-completion/completions/git
	COMP_LINE=$1
	COMP_POINT=${#COMP_LINE}
	COMP_TYPE=9
	# As readline breaks a line: = stands alone.
	read -r -a COMP_WORDS <<<"${COMP_LINE//=/ = }"
	[[ $COMP_LINE == *[\ =] ]] && COMP_WORDS+=("")
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	__git_wrap__git_main
	printf "%s\n" "${COMPREPLY[@]}"
	' bash "$1" | sed 's/ $//'
}

# --- zsh: a terminal of its own, and what compadd takes ---

zsh_offers() {
	cat >"$PM_TRASH/zshrc" <<-'END'
	PS1=
	fpath=("$SHARE/zsh" $fpath)
	autoload -Uz compinit && compinit -u -D
	# Record what would be added, and go on.
	compadd() {
		local -a taken
		if [[ ${argv[(I)-[AOD]]} -eq 0 ]]; then
			builtin compadd -A taken "$@"
			print -rl -- $taken >>$OFFERED
		fi
		builtin compadd "$@"
	}
	offer() { _main_complete; compstate[insert]=; compstate[list]= }
	zle -C offer complete-word offer
	told() { print -r -- "TOLD" "YOU" }
	zle -N told
	bindkey '^X' offer
	bindkey '^T' told
	print -r -- "READY" "NOW"
	END
	: >"$PM_TRASH/offered"
	SHARE=$share OFFERED=$PM_TRASH/offered zsh -f -c '
	zmodload zsh/zpty
	zpty -b child "TERM=dumb zsh -f -i"
	zpty -w child "PS2= ; . $1"
	zpty -r child out "*READY NOW*"
	zpty -w -n child "$2"$'\''\x18\x14'\''
	zpty -r child out "*TOLD YOU*"
	zpty -d child
	' zsh "$PM_TRASH/zshrc" "$1"
	sed '/^$/d' "$PM_TRASH/offered"
}

# --- fish answers by itself ---

fish_offers() {
	XDG_DATA_DIRS=$share:/usr/local/share:/usr/share \
		fish -c "complete -C'$1'" | cut -f1
}

# offers SHELL LINE WORD...: exactly these, in any order.
offers() {
	shell=$1
	line=$2
	shift 2
	"${shell}_offers" "$line" >../offered.raw
	LC_ALL=C sort -u ../offered.raw >../offered
	printf '%s\n' "$@" | LC_ALL=C sort -u >../expected
	diff -u ../expected ../offered >&2 && return 0
	complain "--- $shell offers something else behind: $line"
}

complete_in() {
	shell=$1

	begin "$shell: commands, and those nested in them"
	(
		set -e
		populate
		offers "$shell" 'git postmortem ad' advance
		offers "$shell" 'git postmortem hook ' install uninstall status run
		offers "$shell" 'git postmortem action de' decline
		offers "$shell" 'git postmortem --color=never ad' advance
		offers "$shell" 'git postmortem --color always hook un' uninstall
		# All of them, but no hidden one.
		"${shell}_offers" 'git postmortem ' | sort >../offered
		git postmortem complete commands | cut -f1 | sort >../expected
		same ../offered ../expected
		lacks ../offered complete
	)
	end

	begin "$shell: git itself offers postmortem"
	(
		set -e
		"${shell}_offers" 'git postmor' >../offered
		contains ../offered postmortem
	)
	end

	begin "$shell: options, and what their values are"
	(
		set -e
		populate
		offers "$shell" 'git postmortem new --m' --mitigated=
		offers "$shell" 'git postmortem action done --ev' --evidence=
		offers "$shell" 'git postmortem advance --to ' \
			draft in-review reviewed closed
		offers "$shell" 'git postmortem action list -s p' proposed
		offers "$shell" 'git postmortem rules --format ' text json
		offers "$shell" 'git postmortem new --severity ' \
			critical major minor
		offers "$shell" 'git postmortem list --owner ' \
			alice@example.com bob@example.com carol
		offers "$shell" 'git postmortem list -t ' web
		offers "$shell" 'git postmortem show --at ' HEAD main v1.0
		offers "$shell" 'git postmortem log --field tit' title
		offers "$shell" 'git postmortem annotate --format ' text json
		offers "$shell" 'git postmortem blame --format ' text json
	)
	end

	begin "$shell: a revision, a range, or a record"
	(
		set -e
		populate
		offers "$shell" 'git postmortem diff v' v1.0
		offers "$shell" 'git postmortem diff v1.0..' \
			v1.0..HEAD v1.0..main v1.0..v1.0
		offers "$shell" 'git postmortem diff 2026-12' \
			2026-12-01-slow-search
		offers "$shell" 'git postmortem check main..v' main..v1.0
		offers "$shell" 'git postmortem review v1.0...m' v1.0...main
		offers "$shell" 'git postmortem review v' v1.0
	)
	end

	begin "$shell: ids that are there now, and parts of them"
	(
		set -e
		populate
		offers "$shell" 'git postmortem advance ' \
			2026-11-30-checkout-is-down 2026-12-01-slow-search
		offers "$shell" 'git postmortem action set ' \
			2026-11-30-checkout-is-down/page-before-expiry
		offers "$shell" 'git postmortem show 2026-11' \
			2026-11-30-checkout-is-down \
			2026-11-30-checkout-is-down/page-before-expiry
		offers "$shell" 'git postmortem show slow' slow-search
		offers "$shell" 'git postmortem action done page' \
			page-before-expiry
		offers "$shell" 'git postmortem rules times-' \
			times-missing times-order
		mv postmortems/2026-12-01-slow-search \
			postmortems/2026-12-01-fast-search
		offers "$shell" 'git postmortem advance fast' fast-search
	)
	end

	begin "$shell: only what a command can take"
	(
		set -e
		populate
		settle
		offers "$shell" 'git postmortem action accept it' \
			it-is-proposed
		offers "$shell" 'git postmortem action start it' \
			it-is-accepted
		offers "$shell" 'git postmortem action done it' \
			it-is-accepted it-is-in-progress
		offers "$shell" 'git postmortem action decline it' \
			it-is-proposed it-is-accepted it-is-in-progress
		offers "$shell" 'git postmortem action reopen ' \
			2026-12-01-slow-search/it-is-declined \
			2026-12-01-slow-search/it-is-done
		offers "$shell" 'git postmortem action accept slow-search/it' \
			slow-search/it-is-proposed
		offers "$shell" 'git postmortem advance 2026-11' \
			2026-11-30-checkout-is-down
		# These take any.
		offers "$shell" 'git postmortem show old' old-news
		offers "$shell" 'git postmortem action show it-is-d' \
			it-is-declined it-is-done
	)
	end
}

if ! command -v bash >/dev/null
then
	skip 'bash is not installed'
elif ! [ -f /usr/share/bash-completion/completions/git ] ||
	! [ -f /usr/share/bash-completion/bash_completion ]
then
	skip "bash-completion, or git's completion for it, is not installed"
else
	complete_in bash

	begin 'bash: the value behind an equals sign'
	(
		set -e
		populate
		offers bash 'git postmortem new --severity=m' major minor
		offers bash 'git postmortem list --owner=' \
			alice@example.com bob@example.com carol
	)
	end

	begin 'bash: a name that a shell would run is quoted'
	(
		set -e
		write_complete '2026-12-02-a;touch b'
		bash_offers 'git postmortem show 2026' >../offered
		contains ../offered '2026-12-02-a\;touch\ b'
	)
	end

	begin 'bash: another repository, by git -C'
	(
		set -e
		populate
		here=$PWD
		cd /
		offered=$(bash_offers "git -C $here postmortem advance 2026-12")
		[ "$offered" = 2026-12-01-slow-search ]
	)
	end
fi

if ! command -v zsh >/dev/null
then
	skip 'zsh is not installed'
elif ! zsh -f -c 'zmodload zsh/zpty && zpty child true' 2>/dev/null
then
	skip 'zsh gets no terminal of its own here'
else
	complete_in zsh
fi

if command -v fish >/dev/null
then
	complete_in fish

	begin 'fish: the value behind an equals sign'
	(
		set -e
		populate
		offers fish 'git postmortem new --severity=m' \
			--severity=major --severity=minor
	)
	end

	begin 'fish: it is installed where a fish of the distribution looks'
	(
		set -e
		unset XDG_DATA_DIRS MAKEFLAGS MAKELEVEL
		# What fish says of itself, with nothing in the environment.
		# shellcheck disable=SC2016
		fish -c 'string join \n $__fish_vendor_confdirs' >looks
		make -C "$PM_SOURCE" -n install prefix=/usr/local >rows
		while read -r dir
		do
			grep -q -F -e "|$dir/git-postmortem.fish|" rows &&
				echo "$dir"
		done <looks >both
		[ -s both ] || cat looks rows >&2
		[ -s both ]
		# A package has one place.
		make -C "$PM_SOURCE" -n install prefix=/usr >rows
		count 1 rows '|/usr/share/fish/vendor_conf.d/'
		lacks rows '/usr/local'
	)
	end
else
	skip 'fish is not installed'
fi

begin 'what is offered in place of an operand is a kind that is known'
(
	set -e
	populate
	{
		git postmortem complete commands | cut -f1
		for command in action hook index
		do
			git postmortem complete commands $command | cut -f1 |
				sed "s/^/$command /"
		done
	} >each
	while read -r command
	do
		# shellcheck disable=SC2086
		git postmortem complete commands $command | sed -n 's/^	//p'
		# shellcheck disable=SC2086
		git postmortem complete options $command | cut -f2
	done <each | grep -v ' ' | sort -u | grep . >kinds
	[ "$(wc -l <kinds)" -ge 12 ]
	while read -r kind
	do
		[ "$kind" = file ] ||
			run_ok git postmortem complete "$kind" >out
	done <kinds
)
end

begin 'a verb takes what is completed for it, and refuses the rest'
(
	set -e
	populate
	settle
	commit_all 'in every state'
	export GIT_POSTMORTEM_NOW=2026-12-02T12:00:00Z
	for verb in 'accept' 'start' 'done --evidence HEAD' \
		'decline --reason no-longer-used' 'reopen'
	do
		kind=$(git postmortem complete commands action "${verb%% *}")
		git postmortem complete "${kind#	}" it >able
		for item in proposed accepted in-progress 'done' declined
		do
			code=0
			# shellcheck disable=SC2086
			git postmortem action $verb "it-is-$item" >out 2>&1 ||
				code=$?
			if grep -qx "it-is-$item" able
			then
				[ "$code" = 0 ] || cat out >&2
				[ "$code" = 0 ]
			else
				[ "$code" = 128 ]
			fi
			git checkout -q HEAD postmortems
		done
	done
)
end

begin 'outside of a repository a shell is offered nothing, in silence'
(
	set -e
	out=$PWD/out
	cd /
	code=0
	git postmortem complete id >"$out" 2>&1 || code=$?
	[ "$code" = 128 ]
	[ ! -s "$out" ]
	git postmortem complete commands >"$out"
	contains "$out" advance
)
end

begin 'a broken policy offers no ids, in silence'
(
	set -e
	mkdir .postmortem
	echo 'root: [' >.postmortem/policy.yaml
	code=0
	git postmortem complete id >out 2>&1 || code=$?
	[ "$code" = 128 ]
	[ ! -s out ]
)
end

begin 'nothing that is offered can command the terminal'
(
	set -e
	write_complete 2026-12-01-quiet
	printf -- '---\ntitle: x\nowner: "a\\e[31mb"\n---\n' \
		>"$(document 2026-12-01-quiet)"
	git postmortem complete owner >out
	[ -s out ]
	lacks out "$(printf '\033')"
)
end

done_testing

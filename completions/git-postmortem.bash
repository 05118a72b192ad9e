# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Completion of "git postmortem" for bash. git's own completion finds it as
# <datadir>/bash-completion/completions/git-postmortem and calls
# _git_postmortem with cur, prev, words and cword set. What there is to offer
# comes from "git postmortem complete".

# The first column of what can be offered; "--owner=" keeps its "=".
__git_postmortem_words ()
{
	__git postmortem complete "$@" | cut -f1
}

# Offer values of a kind, with $2 before them and $3 typed already.
__git_postmortem_value ()
{
	local kind=$1 prefix=$2 typed=$3

	case "$kind" in
	''|file)
		# Left to bash: names of files.
		;;
	*\ *)
		__gitcomp_nl "${kind// /$'\n'}" "$prefix" "$typed"
		;;
	*)
		local list
		list=$(__git postmortem complete "$kind" "$typed")
		# A part of an id has no beginning in common with the id.
		__gitcomp_direct "$(printf '%s' "$list" |
			sed -e "s|^|$prefix|" -e 's/$/ /')"
		;;
	esac
}

_git_postmortem ()
{
	local at=1 command='' nested='' line
	local -a path

	while [ "$at" -lt "$cword" ] && [ "${words[at]}" != postmortem ] &&
		[ "${words[at]##*/}" != git-postmortem ]
	do
		at=$((at + 1))
	done

	# The command, and the one nested in it.
	if [ $((at + 1)) -lt "$cword" ] && [[ ${words[at+1]} != -* ]]
	then
		command=${words[at+1]}
		path=("$command")
		nested=$(__git_postmortem_words commands "$command")
		if [ "$nested" ] && [ $((at + 2)) -lt "$cword" ]
		then
			path+=("${words[at+2]}")
			nested=
		fi
	fi

	local options
	options=$(__git postmortem complete options "${path[@]}")

	# The value of an option: "--owner=al", "--owner al", "-o al".
	case "$cur" in
	--*=*)
		line=$(printf '%s\n' "$options" |
			grep -e "^${cur%%=*}=	" | cut -f2)
		__git_postmortem_value "$line" '' "${cur#*=}"
		return
		;;
	-*)
		__gitcomp_nl "$(printf '%s\n' "$options" | cut -f1 |
			grep -e '^--' | sed -e 's/[^=]$/& /')" '' "$cur" ''
		return
		;;
	esac
	case "$prev" in
	--*)
		line=$(printf '%s\n' "$options" | grep -e "^$prev=	")
		;;
	-?)
		line=$(printf '%s\n' "$options" | grep -e "^$prev	")
		;;
	esac
	if [ "$line" ]
	then
		__git_postmortem_value "$(printf '%s' "$line" | cut -f2)" \
			'' "$cur"
		return
	fi

	if [ -z "$command" ]
	then
		__gitcomp_nl "$(__git_postmortem_words commands)"
	elif [ "$nested" ]
	then
		__gitcomp_nl "$nested"
	else
		line=$(__git postmortem complete commands "${path[@]}" |
			sed -n 's/^	//p')
		__git_postmortem_value "$line" '' "$cur"
	fi
}

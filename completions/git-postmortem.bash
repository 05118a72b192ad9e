# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Completion of "git postmortem" for bash. git's own completion finds it as
# <datadir>/bash-completion/completions/git-postmortem and calls
# _git_postmortem with cur, prev, words and cword set. What there is to offer
# comes from "git postmortem complete".

# Offer the values of a kind; $2 is what is typed of one.
__git_postmortem_values ()
{
	local kind=$1 typed=${2//\\/} word list=

	case "$kind" in
	''|file)
		# Nothing: bash goes on with the names of files.
		return
		;;
	*\ *)
		__gitcomp_nl "${kind// /$'\n'}" '' "$typed"
		return
		;;
	esac
	# A part of an id need not be its beginning, so the program chooses.
	# Quoted, because a name may hold anything.
	while IFS= read -r word
	do
		list+="$(printf '%q' "$word") "$'\n'
	done < <(__git postmortem complete "$kind" "$typed")
	__gitcomp_direct "$list"
}

# What the value of option $1 is, by the list of options $2.
__git_postmortem_kind ()
{
	printf '%s\n' "$2" | awk -F '\t' -v option="$1" '
		$1 == option "=" || ($1 == option && option ~ /^-[^-]$/) {
			print "value\t" $2
		}'
}

# git has set cur, prev, words and cword.
# shellcheck disable=SC2154
_git_postmortem ()
{
	local at=1 command='' nested='' options kind
	local -a path=()

	while [ "$at" -lt "$cword" ] && [ "${words[at]}" != postmortem ]
	do
		at=$((at + 1))
	done

	# What may stand before the command.
	while [ $((at + 1)) -lt "$cword" ]
	do
		case ${words[at+1]} in
		--color=*) at=$((at + 1)) ;;
		--color) at=$((at + 2)) ;;
		*) break ;;
		esac
	done

	# The command, and the one nested in it.
	if [ $((at + 1)) -lt "$cword" ] && [[ ${words[at+1]} != -* ]]
	then
		command=${words[at+1]}
		path=("$command")
		nested=$(__git postmortem complete commands "$command" |
			cut -f1)
		if [ "$nested" ] && [ $((at + 2)) -lt "$cword" ]
		then
			path+=("${words[at+2]}")
			nested=
		fi
	fi
	options=$(__git postmortem complete options "${path[@]}")

	case "$cur" in
	--*=*)
		kind=$(__git_postmortem_kind "${cur%%=*}" "$options")
		__git_postmortem_values "${kind#*	}" "${cur#*=}"
		return
		;;
	-*)
		__gitcomp_nl "$(printf '%s\n' "$options" | cut -f1 |
			sed -n -e 's/^--.*=$/&/p' -e 's/^--.*[^=]$/& /p')" \
			'' "$cur" ''
		return
		;;
	esac
	kind=$(__git_postmortem_kind "$prev" "$options")
	if [ "$kind" ]
	then
		__git_postmortem_values "${kind#*	}" "$cur"
	elif [ -z "$command" ]
	then
		__gitcomp_nl "$(__git postmortem complete commands | cut -f1)"
	elif [ "$nested" ]
	then
		__gitcomp_nl "$nested"
	else
		kind=$(__git postmortem complete commands "${path[@]}")
		__git_postmortem_values "${kind#	}" "$cur"
	fi
}

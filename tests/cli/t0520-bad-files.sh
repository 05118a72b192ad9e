#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What is no file where a file belongs, names that are no names, and a policy
# that is missing, malformed or not there as a file: told in one message,
# nothing written, nothing silently left out, and nothing waited for.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/bad.sh"

id=2026-11-21-bad
file=postmortems/$id/README.md
good=2026-11-20-good
export id file good

item=postmortems/$id/actions/warm.md

with_item() {
	standing
	write_item $id warm 2026-12-10
	commit_all 'an item'
	git tag -f standing >/dev/null
}

# odd PATH WHAT FIX: "check" says this and no more; the readers warn; the
# writers refuse. PATH is as git would print it.
odd() {
	{
		untouched fails_with 1 quick git postmortem check \
			>../out 2>../err &&
			count 1 ../out "$1: error: $2 [not-a-file]" &&
			contains ../out "    fix: $3" &&
			count 1 ../out 'checked: 1 error in 1 file' &&
			no_escape ../out ../err &&
			untouched still_shown "$1: $2; $3" &&
			for command in 'advance' 'action add' 'action set'
			do
				case $command in
				'action add')
					set -- "$@" "$id" 'Warm it more' ;;
				'action set')
					set -- "$@" "$id/warm" --team web ;;
				*)
					set -- "$@" "$id" ;;
				esac
				writer_refuses "$command" "$@" || return 1
				set -- "$1" "$2" "$3"
			done
	} || complain "--- about: $1"
}

writer_refuses() {
	words=$1
	shift
	what="$1: $2; $3"
	shift 3
	# shellcheck disable=SC2086
	untouched fails_with 128 quick git postmortem $words "$@" \
		>../out 2>../err || return 1
	# An item that is gone with its folder is not known by name.
	[ "$words" = 'action set' ] && ! grep -q -F "$what" ../err &&
		what='no action item'
	contains ../err "$what" && no_escape ../out ../err
}

# not_committed PATH WHAT: the hook says this and no more.
not_committed() {
	git add -A
	untouched fails_with 1 quick git commit -q -m 'odd' 2>../err ||
		return 1
	head_is standing && count 1 ../err "$1: error: $2" &&
		count 1 ../err 'commit refused: 1 error in 1 file' &&
		restore
}

begin 'a symbolic link in the place of a document, an item or a folder'
(
	set -e
	with_item
	link='is a symbolic link'
	fix='replace it by the file or folder itself'
	mkdir ../elsewhere
	write_complete $id
	cp $file ../elsewhere/README.md
	ln -sf ../../../elsewhere/README.md $file
	odd $file "$link" "$fix"
	not_committed $file "$link"
	ln -sf /etc/passwd $item
	odd $item "$link" "$fix"
	not_committed $item "$link"
	rm -r postmortems/$id/actions
	ln -s ../../../elsewhere postmortems/$id/actions
	odd postmortems/$id/actions "$link" "$fix"
	not_committed postmortems/$id/actions "$link"
	rm -r postmortems/$id
	ln -s ../../elsewhere postmortems/$id
	odd postmortems/$id "$link" "$fix"
	not_committed postmortems/$id "$link"
	ls ../elsewhere >out
	echo README.md | same out -
)
end

begin 'a link in the place of the whole folder, into it or out of it'
(
	set -e
	with_item
	mv postmortems ../whole
	ln -s ../whole postmortems
	fails_with 1 quick git postmortem check >out
	count 1 out 'postmortems: error: is a symbolic link [not-a-file]'
	for command in list 'action list' ''
	do
		# shellcheck disable=SC2086
		quick git postmortem $command >out 2>err
		# But that the old files are not there is said.
		sed '/^Not committed yet/,$d' out >listed
		[ ! -s listed ]
		rm listed
		count 1 err 'postmortems: is a symbolic link; replace it by'
	done
	for command in "show $good" "advance $good" "action add $good x" \
		'new --severity minor x' "edit $good"
	do
		# shellcheck disable=SC2086
		fails_with 128 quick git postmortem $command 2>err
		grep 'postmortems.* is a symbolic link' err
	done
	find ../whole | grep -c . >../out
	echo 10 | same ../out -
	rm out err
	not_committed postmortems 'is a symbolic link'
)
end

begin 'a FIFO or a device is told and never opened'
(
	set -e
	with_item
	rm $file
	mkfifo $file
	odd $file 'is not a regular file' 'replace it by a file'
	quick git commit -q --allow-empty -m 'what is in the index is fine'
	git reset -q standing
	restore
	rm $item
	mkfifo $item
	odd $item 'is not a regular file' 'replace it by a file'
	restore
	rm -r postmortems/$id
	mkfifo postmortems/$id
	odd postmortems/$id 'is not a regular file' 'replace it by a file'
	restore
	rm .postmortem/templates/*
	mkfifo .postmortem/templates/default.md
	untouched fails_with 128 quick git postmortem new 'It is slow' 2>../err
	contains ../err "'.postmortem/templates/default.md' is not a regular"
)
end

if [ "$(id -u)" = 0 ]
then
	begin 'a device in the place of a document'
	(
		set -e
		with_item
		rm $file
		mknod $file c 1 5
		odd $file 'is not a regular file' 'replace it by a file'
	)
	end
else
	skip 'a device in the place of a document: only root makes devices'
fi

begin 'a folder for a file, a file for a folder'
(
	set -e
	with_item
	rm $file
	mkdir $file
	echo text >$file/text
	odd $file 'is a folder' 'replace it by a file'
	not_committed $file 'is a folder'
	rm -r postmortems/$id/actions
	echo text >postmortems/$id/actions
	odd postmortems/$id/actions \
		'is a file where the folder of action items belongs' \
		'give it another name'
	not_committed postmortems/$id/actions 'is a file where'
	rm -r postmortems
	echo text >postmortems
	fails_with 1 git postmortem check >out
	contains out 'postmortems: error: is a file where the folder of the'
	git postmortem list >out 2>err
	contains err 'postmortems: is a file where the folder of the post-mo'
	rm out err
	not_committed postmortems 'is a file where'
	rm $file
	fails_with 1 git postmortem check >out
	contains out "postmortems/$id: error: holds action items but no README"
	git postmortem list >out 2>err
	count 1 err "postmortems/$id: has no README.md; write one, or"
)
end

begin 'a submodule in the place of a post-mortem'
(
	set -e
	with_item
	mv postmortems/$id ../moved
	git init -q postmortems/$id
	git -C postmortems/$id commit -q --allow-empty -m 'another repository'
	cp -r ../moved/. postmortems/$id
	odd postmortems/$id 'is a submodule' \
		'keep post-mortems in this repository'
	git rm -q -r --cached postmortems/$id
	git add postmortems/$id 2>/dev/null
	fails_with 1 git commit -q -m 'a submodule' 2>../err
	count 1 ../err "postmortems/$id: error: is a submodule"
	count 1 ../err 'commit refused: 1 error in 1 file'
)
end

# named NAME WRITTEN WHY: of a folder and of an item.
named() {
	git mv "postmortems/$id" "postmortems/$1" || return 1
	fails_with 1 git postmortem check >../out 2>../err || return 1
	if [ "$1" = "$2" ]
	then
		path=postmortems/$1/README.md
	else
		path="\"postmortems/$2/README.md\""
	fi
	count 1 ../out "$path: error: its folder's name $3 [not-a-file]" ||
		return 1
	contains ../out '    fix: rename the folder' || return 1
	no_escape ../out ../err || return 1
	still_shown "$path: its folder's name $3; rename the folder" ||
		return 1
	untouched fails_with 1 git commit -q -m 'named' 2>../err || return 1
	count 1 ../err "$path: error: its folder's name $3" || return 1
	no_escape ../err || return 1
	# What is listed can be shown, and changes nothing but itself.
	git postmortem show "postmortems/$1" >../out 2>../err || return 1
	no_escape ../out ../err || return 1
	restore
	git mv "$item" "postmortems/$id/actions/$1.md" || return 1
	fails_with 1 git postmortem check >../out 2>../err || return 1
	contains ../out ".md\": error: its name $3" ||
		contains ../out ".md: error: its name $3" || return 1
	contains ../out '    fix: rename the file' || return 1
	git postmortem action list >../out 2>../err || return 1
	no_escape ../out ../err || return 1
	count 1 ../err "its name $3; rename the file" || return 1
	untouched fails_with 1 git commit -q -m 'named' 2>../err || return 1
	restore
}

begin 'names that hide, break lines or look like options'
(
	set -e
	with_item
	named "$(printf 'a\033[31mb')" 'a\033[31mb' 'holds a control character'
	named "$(printf 'a\nb')" 'a\nb' 'holds a control character'
	named "$(printf 'a\tb')" 'a\tb' 'holds a control character'
	named -dash -dash "begins with '-'"
	named "$(printf 'bad\377byte')" 'bad\377byte' 'is not valid UTF-8'
	named "$(printf 'bi\342\200\256di')" 'bi\342\200\256di' \
		'holds a character that hides or reorders text'
	named 'back\slash' 'back\\slash' 'holds a path separator'
)
end

begin 'names with blanks, quotes and other letters are names'
(
	set -e
	with_item
	# shellcheck disable=SC2016
	for name in 'a b' "it's" 'q"uo"te' 'überfall' '障害' '$(touch pwned)' \
		'*' '%s%n' "$(printf 'nfd-e\314\201')"
	do
		git mv "postmortems/$id" "postmortems/$name"
		git mv "postmortems/$name/actions/warm.md" \
			"postmortems/$name/actions/$name.md"
		git commit -q -m 'named'
		run_ok git postmortem check >../out
		contains ../out 'no findings'
		git postmortem list >../out 2>../err
		contains ../out "$name"
		git postmortem show "$name" >../out 2>>../err
		git postmortem action show "$name/$name" >../out 2>>../err
		[ ! -s ../err ]
		git postmortem action set "$name/$name" --team web --commit \
			--reason "it is theirs" >../out
		git postmortem advance "$name" >../out
		git postmortem log "$name" >../out
		contains ../out 'team web (set)'
		[ ! -e pwned ]
		restore
	done
)
end

begin 'names that differ only in case'
(
	set -e
	with_item
	cp -r postmortems/$id postmortems/2026-11-21-BAD
	git add -A
	fails_with 1 git postmortem check >../out
	count 1 ../out "postmortems/$id: error: its name differs from \"postmor"
	contains ../out '    fix: rename one of the two'
	git postmortem list >../out 2>../err
	count 1 ../err 'only in case; rename one of the two'
	contains ../out 2026-11-21-BAD
	contains ../out $id
	fails_with 1 git commit -q -m 'twice' 2>../err
	contains ../err 'only in case [not-a-file]'
	# Written as it is, each can still be named.
	git postmortem show $id >../out
	contains ../out $file
	git postmortem show 2026-11-21-BAD >../out
	contains ../out postmortems/2026-11-21-BAD/README.md
	fails_with 128 git postmortem show 2026-11-21-Bad 2>../err
	contains ../err 'fits more than one'
	restore
	cp $item postmortems/$id/actions/WARM.md
	git add -A
	fails_with 1 git postmortem check >../out
	count 1 ../out "$item: error: its name differs from \"postmortems/$id/"
	fails_with 1 git commit -q -m 'twice' 2>../err
	contains ../err 'only in case [not-a-file]'
)
end

# policy_refused LINE MESSAGE FIX: in everything that relies on the policy.
policy_refused() {
	policy=.postmortem/policy.yaml
	git add -A
	{
		untouched fails_with 1 quick git postmortem check \
			>../out 2>../err &&
			count 1 ../out "$policy:$1: error: $2" &&
			contains ../out "    fix: $3" &&
			no_escape ../out ../err &&
			untouched fails_with 1 quick git commit -q -m 'policy' \
				2>../err &&
			head_is standing &&
			count 1 ../err "$policy:$1: error: $2" &&
			no_escape ../err &&
			for command in list '' "show $good" "advance $id" \
				'action add bad x' 'new --severity minor x' \
				"log $id"
			do
				# shellcheck disable=SC2086
				untouched fails_with 128 quick git postmortem \
					$command >../out 2>../err &&
					count 1 ../err "$policy:$1: $2" &&
					contains ../err "; $3" &&
					no_escape ../err || return 1
			done
		restore
	} || complain "--- about: $2"
}

begin 'a malformed policy'
(
	set -e
	with_item
	policy=.postmortem/policy.yaml
	echo 'root: [' >$policy
	policy_refused 1 "a value is missing behind '['" 'close it'
	printf '\nrootz: x\n' >$policy
	policy_refused 2 'unknown key "rootz"' 'did you mean "root"?'
	printf 'rules:\n  owner: maybe\n' >$policy
	policy_refused 2 'owner: is not a level' 'use error, warning or off'
	echo 'root: ../elsewhere' >$policy
	policy_refused 1 'root: is not a folder of this repository' 'name a'
	echo 'root: .git' >$policy
	policy_refused 1 'root: is not a folder of this repository' 'name a'
	printf 'root: "a\\e[31m"\n' >$policy
	policy_refused 1 'an escape in quotes stands for an invisible' 'remove'
	printf 'root: a\033[31m\n' >$policy
	policy_refused 1 'invisible character' 'remove it'
	printf '<<<<<<< HEAD\nroot: a\n=======\n>>>>>>> x\n' >$policy
	policy_refused 1 'merge conflict up to line 4' 'keep what is right'
	printf 'root: a\n' | iconv -t UTF-16 >$policy
	policy_refused 1 'the file is UTF-16 text' 'save it as UTF-8'
	head -c 300000 /dev/zero | tr '\0' '#' >$policy
	policy_refused 1 'the policy has 300000 bytes' 'move people or'
)
end

# policy_unreadable PATH WHY: with nothing in it to judge by.
policy_unreadable() {
	for command in check list '' "show $good" "advance $id" \
		'action add bad x' 'new --severity minor x' 'log'
	do
		# shellcheck disable=SC2086
		untouched fails_with 128 quick git postmortem $command \
			>../out 2>../err || return 1
		count 1 ../err "'.postmortem/policy.yaml' $1" || return 1
	done
}

begin 'a policy that is a link, a FIFO or a folder'
(
	set -e
	with_item
	policy=.postmortem/policy.yaml
	cp $policy ../policy.yaml
	ln -sf ../../policy.yaml $policy
	policy_unreadable 'is a symbolic link or lies behind one; put'
	git add -A
	fails_with 128 git postmortem check --staged 2>../err
	contains ../err "'$policy' is a symbolic link; the policy is the file"
	fails_with 1 git commit -q -m 'a link' 2>../err
	head_is standing
	contains ../err "'$policy' is a symbolic link; the policy is the file"
	git commit -q --no-verify -m 'a link'
	fails_with 128 git postmortem check --at HEAD 2>../err
	contains ../err "'$policy' is a symbolic link or lies behind one"
	write_complete $id 'Another title'
	git add postmortems
	fails_with 1 git commit -q -m 'judged by what?' 2>../err
	contains ../err "'$policy' is a symbolic link or lies behind one"
	git reset -q --hard standing
	mv .postmortem ../.postmortem
	ln -s ../.postmortem .postmortem
	policy_unreadable 'is a symbolic link or lies behind one; put'
	git add -A
	fails_with 1 git commit -q -m 'a link' 2>../err
	head_is standing
	contains ../err "'.postmortem' is a symbolic link; the policy is the"
	git commit -q --no-verify -m 'a link'
	fails_with 128 git postmortem list --at HEAD 2>../err
	contains ../err "'$policy' is a symbolic link or lies behind one"
	rm .postmortem
	git reset -q --hard standing
	rm $policy
	mkfifo $policy
	policy_unreadable 'is not a regular file; put one there'
	rm $policy
	mkdir $policy
	policy_unreadable 'is not a regular file; put one there'
	echo text >$policy/text
	git add -A
	fails_with 1 git commit -q -m 'a folder' 2>../err
	head_is standing
	contains ../err "'$policy/text' is in its way; the policy is the file"
)
end

begin 'without a policy the defaults hold'
(
	set -e
	with_item
	git rm -q -r .postmortem
	git commit -q -m 'no policy'
	run_ok git postmortem check >out
	contains out '2 post-mortems checked: no findings'
	write_incomplete $id
	fails_with 1 git postmortem check >out
	contains out 'error: the post-mortem has no owner'
	git postmortem new --severity minor 'Without a policy'
	fails_with 1 git commit -q -a -m 'incomplete' 2>err
	contains err 'error: the post-mortem has no owner'
)
end

begin 'more than a thousand items'
(
	set -e
	with_item
	i=0
	while [ $i -lt 1001 ]
	do
		cp $item "postmortems/$id/actions/n$i.md"
		i=$((i + 1))
	done
	fails_with 1 quick git postmortem check >../out
	contains ../out "postmortems/$id: error: holds more than 1000 action"
	contains ../out '    fix: split the post-mortem'
	quick git postmortem list >../out 2>../err
	contains ../out '1002/1002'
	contains ../err "postmortems/$id: holds more than 1000 action items"
)
end

done_testing

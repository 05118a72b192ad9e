#!/bin/sh
# SPDX-License-Identifier: MIT
#
# commit-msg: what the message must say, and which part of the file that git
# hands over is the message.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow

# A post-mortem with one promised item; a postponement without a reason is an
# error here.
standing() {
	write_complete $id
	write_item $id warm-cache 2026-12-05
	mkdir -p .postmortem
	printf 'rules:\n  due-moved-without-reason: %s\n' "${1:-error}" \
		>.postmortem/policy.yaml
	git add -A
	test_tick
	git commit -q -m 'standing'
	git postmortem hook install >/dev/null
	test_tick
}

postpone() {
	write_item $id warm-cache "${1:-2026-12-19}"
	git add -A
}

# The file as an editor leaves it: commit-msg alone, on what is staged.
message_says() {
	cat >message
	git postmortem hook run commit-msg message 2>err
}

refused() {
	head=$(git rev-parse HEAD)
	fails_with 1 "$@" 2>err
	cat err >&2
	head_is "$head"
}

begin 'postponing without a reason is refused'
(
	set -e
	standing
	postpone
	refused git commit -q -m 'postpone'
	contains err '[due-moved-without-reason]'
	contains err "$id/actions/warm-cache.md"
	count 1 err 'error: commit refused: 1 error in 1 file'
	contains err 'correct the message, which was kept'
)
end

begin 'a body is a reason'
(
	set -e
	standing
	postpone
	run_ok git commit -q -m 'postpone' -m 'The vendor delivers late.'
)
end

begin 'a Postmortem-Reason trailer is a reason'
(
	set -e
	standing
	postpone
	run_ok git commit -q -m 'postpone' \
		--trailer 'Postmortem-Reason: the vendor delivers late'
)
end

begin 'what was refused is still there to be corrected'
(
	set -e
	standing
	postpone
	refused git commit -q -m 'postpone until it is there'
	run_ok env GIT_EDITOR='printf "\nThe vendor delivers late.\n" >>' \
		git commit -q -e \
		-F "$(git rev-parse --git-path COMMIT_EDITMSG)"
	[ "$(git log -1 --format=%s)" = 'postpone until it is there' ]
)
end

begin 'a warning is told once and does not refuse'
(
	set -e
	standing warning
	postpone
	git commit -q -m 'postpone' 2>err
	count 1 err '[due-moved-without-reason]'
	contains err 'commit allowed with 1 warning in 1 file'
)
end

begin 'what pre-commit has told is not told again'
(
	set -e
	standing warning
	write_incomplete $id
	git add -A
	git commit -q --no-verify -m 'let through'
	write_incomplete $id 'Another title'
	git add -A
	git commit -q -m 'no worse' 2>err
	count 1 err 'stood before'
)
end

begin 'bringing a date forward needs no reason'
(
	set -e
	standing
	postpone 2026-12-04
	run_ok git commit -q -m 'sooner'
)
end

begin 'amending a postponement judges it against what was before it'
(
	set -e
	standing
	postpone
	git commit -q -m 'postpone' -m 'The vendor delivers late.'
	refused git commit -q --amend -m 'postpone'
	contains err '[due-moved-without-reason]'
	run_ok git commit -q --amend -m 'postpone' -m 'They wrote so.'
)
end

begin 'a merge of a postponement that was reasoned there passes'
(
	set -e
	standing
	git checkout -q -b side
	postpone
	git commit -q -m 'postpone' -m 'The vendor delivers late.'
	git checkout -q main
	echo one >notes.txt
	git add -A
	git commit -q -m 'main'
	run_ok git merge -q --no-edit side
	[ "$(git rev-list --count --merges HEAD)" = 1 ]
)
end

# --- trailers ---

begin 'a trailer that names an item passes'
(
	set -e
	standing
	for name in $id/warm-cache warm-cache warm
	do
		message_says <<-END
		fix the cache

		Postmortem-Action: $name
		END
		[ ! -s err ]
	done
)
end

begin 'a trailer that names no item is refused, with the nearest'
(
	set -e
	standing
	echo one >notes.txt
	git add notes.txt
	refused git commit -q -m 'fix the cache' \
		-m 'Postmortem-Action: warm-cahce'
	contains err 'commit message: error: Postmortem-Action: '
	contains err 'did you mean "warm-cache"?'
	contains err 'fix: '
	contains err 'error: commit refused'
	contains err 'correct the message, which was kept'
)
end

begin 'the key of a trailer is read without case, and each is looked at'
(
	set -e
	standing
	fails_with 1 message_says <<-END
	fix the cache

	postmortem-ACTION: $id/warm-cache
	Postmortem-Action: nothing-like-it
	POSTMORTEM-CLOSES: neither-this
	END
	count 2 err 'commit message: error:'
	contains err 'nothing-like-it'
	contains err 'neither-this'
)
end

begin 'Postmortem-Closes names an item or a post-mortem'
(
	set -e
	standing
	message_says <<-END
	end it

	Postmortem-Closes: $id
	Postmortem-Closes: $id/warm-cache
	END
)
end

begin 'a trailer that fits two items lists both'
(
	set -e
	standing
	write_item $id warm-disk 2026-12-05
	git add -A
	fails_with 1 message_says <<-END
	fix it

	Postmortem-Action: warm
	END
	contains err "$id/warm-cache"
	contains err "$id/warm-disk"
)
end

begin 'an item that this very commit adds can be named'
(
	set -e
	standing
	write_item $id warm-disk 2026-12-05
	fails_with 1 message_says <<-END
	add it

	Postmortem-Action: warm-disk
	END
	git add -A
	message_says <<-END
	add it

	Postmortem-Action: warm-disk
	END
)
end

begin 'the text of a message that only speaks of a trailer is no trailer'
(
	set -e
	standing
	message_says <<-'END'
	explain how it works

	Postmortem-Action: nothing
	is what one writes, and then the id.

	That is all.
	END
)
end

begin 'a trailer in a repository without post-mortems'
(
	set -e
	git postmortem hook install
	echo one >notes.txt
	git add -A
	refused_first() {
		fails_with 1 git commit -q -m 'first' \
			-m 'Postmortem-Action: nothing' 2>err
	}
	refused_first
	contains err 'Postmortem-Action'
	fails_with 1 git rev-parse -q --verify HEAD
)
end

begin 'escape sequences of a message do not reach the terminal'
(
	set -e
	standing
	fails_with 1 message_says <<-END
	fix it

	Postmortem-Action: $(printf '\033[31mred')
	END
	contains err '\x1b[31mred'
)
end

# --- what of the file is the message ---

begin 'comments are not the message'
(
	set -e
	standing
	GIT_EDITOR=an-editor
	export GIT_EDITOR
	message_says <<-'END'
	fix it

	# Postmortem-Action: nothing
	# Please enter the commit message for your changes.
	END
	postpone
	fails_with 1 message_says <<-'END'
	postpone

	# The vendor delivers late.
	END
)
end

begin 'without an editor a line with # is part of the message'
(
	set -e
	standing
	postpone
	run_ok git commit -q -m 'postpone' -m '#42 explains it'
	[ "$(git log -1 --format=%b)" = '#42 explains it' ]
)
end

begin 'an editor that does nothing still leaves comments behind'
(
	set -e
	standing
	postpone
	echo 'postpone' >../message
	refused git commit -q -e -F ../message
	contains err '[due-moved-without-reason]'
)
end

begin 'core.commentChar is honoured'
(
	set -e
	standing
	GIT_EDITOR=an-editor
	export GIT_EDITOR
	postpone
	git config core.commentChar ';'
	fails_with 1 message_says <<-'END'
	postpone

	; The vendor delivers late.
	END
	message_says <<-'END'
	postpone

	# The vendor delivers late.
	; Please enter the commit message for your changes.
	END
)
end

begin 'core.commentChar=auto is found out'
(
	set -e
	standing
	GIT_EDITOR=an-editor
	export GIT_EDITOR
	postpone
	git config core.commentChar auto
	fails_with 1 message_says <<-'END'
	#42 postpone

	; Please enter the commit message for your changes.
	END
	message_says <<-'END'
	#42 postpone

	# 43 explains it
	; Please enter the commit message for your changes.
	END
)
end

begin 'commit.cleanup decides what stays'
(
	set -e
	standing
	GIT_EDITOR=an-editor
	export GIT_EDITOR
	postpone
	for keep in whitespace verbatim
	do
		git config commit.cleanup $keep
		message_says <<-'END'
		postpone

		# The vendor delivers late.
		END
	done
	git config --unset commit.cleanup
	fails_with 1 message_says <<-'END'
	postpone

	#42 is late
	END
	GIT_EDITOR=:
	message_says <<-'END'
	postpone

	#42 is late
	END
	git config commit.cleanup strip
	fails_with 1 message_says <<-'END'
	postpone

	#42 is late
	END
)
end

begin 'the message is tidied as git stripspace does it'
(
	set -e
	standing
	GIT_EDITOR=an-editor
	export GIT_EDITOR
	postpone
	printf '\n\n  \npostpone  \n\n\n# comment\n\n \t\n' >message
	fails_with 1 git postmortem hook run commit-msg message
	printf '\npostpone\r\n\r\nThe vendor delivers late.\r\n' >message
	run_ok git postmortem hook run commit-msg message
)
end

begin 'the diff below the scissors is not the message'
(
	set -e
	standing
	GIT_EDITOR=an-editor
	export GIT_EDITOR
	postpone
	fails_with 1 message_says <<-'END'
	postpone

	# Please enter the commit message for your changes.
	# ------------------------ >8 ------------------------
	# Do not modify or remove the line above.
	diff --git a/x b/x
	+The vendor delivers late.

	Postmortem-Action: nothing
	END
	lacks err 'nothing'
	contains err '[due-moved-without-reason]'
)
end

begin 'commit.verbose, with a diff that is longer than any message may be'
(
	set -e
	standing
	git config commit.verbose true
	yes 'Postmortem-Action: nothing, again and again and again' |
		head -n 60000 >big.txt
	git add -A
	run_ok env GIT_EDITOR='sed -i 1s/^/verbose/' git commit -q
	[ "$(git log -1 --format=%B)" = verbose ]
)
end

begin 'a message that is too long is refused'
(
	set -e
	standing
	yes 'a line of a very long message' | head -n 60000 >message
	fails_with 128 git postmortem hook run commit-msg message 2>err
	contains err 'longer than'
)
end

begin 'CRLF, an empty message and bytes that are no text do no harm'
(
	set -e
	standing
	printf 'subject\r\n\r\nPostmortem-Action: warm-cache\r\n' >message
	run_ok git postmortem hook run commit-msg message
	: >message
	run_ok git postmortem hook run commit-msg message
	# git itself refuses a NUL.
	printf 'a\0b\n' >message
	run_ok git postmortem hook run commit-msg message
	printf 'subject\n\nPostmortem-Action: \377\n' >message
	fails_with 1 git postmortem hook run commit-msg message 2>err
	contains err '\xff'
)
end

begin 'a file that is not there, or is none, refuses'
(
	set -e
	standing
	fails_with 128 git postmortem hook run commit-msg nowhere 2>err
	contains err 'cannot read the commit message'
	fails_with 128 git postmortem hook run commit-msg . 2>err
	mkfifo fifo
	fails_with 128 git postmortem hook run commit-msg fifo 2>err
)
end

done_testing

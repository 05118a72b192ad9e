#!/bin/sh
# SPDX-License-Identifier: MIT
#
# check --fix: what is missing in histories is added, once, by who did it, and
# what was reverted is told.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"

id=2026-11-21-slow
item=postmortems/$id/actions/page.md
proposed='2026-11-23 alice: proposed, owner alice'
accepted='2026-12-02 alice: accepted, due 2026-12-20'
moved='2026-12-02 alice: due 2027-01-24: the vendor is late, again'
state_proposed='state: proposed'
state_accepted='state: accepted
due: 2026-12-20'
state_moved='state: accepted
due: 2027-01-24'

# write FIELDS [EVENT...]
write() {
	mkdir -p "${item%/*}"
	{
		printf -- '---\ntitle: Page before expiry\n%s\n' "$1"
		printf 'owner: alice@example.com\ntype: detect\n---\n\n'
		printf 'The certificate must page a week before.\n'
		shift
		[ $# = 0 ] || printf '\n## History\n\n'
		[ $# = 0 ] || printf -- '- %s\n' "$@"
	} >"$item"
}

standing() {
	printf 'said\nout\nerr\nbefore\nwanted\n' >.git/info/exclude
	write_complete $id
	write "$@"
	commit_all 'standing'
	base=$(git rev-parse HEAD)
}

# has FIELDS EVENT...: the item is that now.
has() {
	cp $item found
	write "$@"
	mv $item wanted
	mv found $item
	same $item wanted
}

# What is fixed needs no fixing.
twice() {
	cp $item before
	run_ok git postmortem check --fix "$@" >out
	contains out 'no history lacks anything'
	same $item before
	rm before
}

# So many days later.
later() {
	PM_CLOCK=$((PM_CLOCK + $1 * 86400))
}

as_bob() {
	GIT_AUTHOR_NAME='Bob Example' GIT_AUTHOR_EMAIL=bob@example.com "$@"
}

begin 'what was changed by hand is told by who works here'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed"
	git add -A
	run_ok git postmortem check --fix >out
	cat out
	contains out "$id/page"
	contains out '  + 2026-12-02 alice@example.com: accepted, due 2026-12-20'
	contains out '1 history mended'
	has "$state_accepted" "$proposed" \
		'2026-12-02 alice@example.com: accepted, due 2026-12-20'
	# It is staged, like everything that is written.
	git diff --quiet
	twice
	git commit -q -m 'accept it'
	twice
	run_ok git postmortem check HEAD~..HEAD >said
	lacks said '[history-'
)
end

begin 'beside changes that are not staged nothing is staged'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed"
	run_ok git postmortem check --fix >out 2>err
	contains err 'has changes of your own, and is not staged'
	has "$state_accepted" "$proposed" \
		'2026-12-02 alice@example.com: accepted, due 2026-12-20'
	git diff --quiet --cached
	twice
	# And nothing is committed beside those that are staged.
	write "$state_accepted" "$proposed"
	git add -A
	run_ok git postmortem check --fix --commit >out 2>err
	contains err 'and is not committed'
	head_is "$base"
)
end

begin 'what was committed is told by the author of that commit, on its day'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed"
	as_bob commit_all 'accepted by hand'
	later 1
	echo more >>$item
	commit_all 'another change'
	write 'state: accepted
due: 2026-12-20
evidence: https://example.com/1' "$proposed"
	GIT_POSTMORTEM_NOW=2026-12-05T12:00:00Z git postmortem check --fix >out
	has 'state: accepted
due: 2026-12-20
evidence: https://example.com/1' "$proposed" \
		'2026-12-02 bob@example.com: accepted, due 2026-12-20' \
		'2026-12-05 alice@example.com: evidence https://example.com/1'
	commit_all 'and told'
	twice
)
end

begin 'who starts an item is not who accepted it'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed" "$accepted"
	commit_all 'accept it'
	write 'state: in-progress
due: 2026-12-20' "$proposed" "$accepted"
	later 5
	as_bob commit_all 'started by hand'
	run_ok git postmortem check --fix >out
	contains out '  + 2026-12-07 bob@example.com: in-progress'
	commit_all 'and told'
	run_ok git postmortem check "$base..HEAD" >said
	lacks said '[history-'
)
end

begin 'a commit of several people leaves the name to be written'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed"
	as_bob commit_all 'Accept it (#12)

Co-authored-by: Carol Example <carol@example.com>'
	fails_with 1 git postmortem check --fix >out
	contains out '  + 2026-12-02: accepted, due 2026-12-20'
	contains out '1 of the entries names nobody'
	has "$state_accepted" "$proposed" '2026-12-02: accepted, due 2026-12-20'
	# It is no event, is said to be none, and is not added again.
	git postmortem check >said
	contains said "$item:14: warning: the entry does not say who did it"
	contains said 'fix: write who did it behind the day'
	contains said '[history-behind]'
	cp $item before
	git postmortem check --fix >out
	same $item before
	rm before
	sed 's/-02: acc/-02 bob: acc/' $item >named
	mv named $item
	run_ok git postmortem check >said
	lacks said '[history-'
	twice
)
end

begin 'a range says of its commits who made them, and that there is no more'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed"
	as_bob commit_all 'accepted by hand'
	git branch aside
	run_ok git postmortem check --fix "$base..HEAD" >out
	contains out '  + 2026-12-02 bob@example.com: accepted, due 2026-12-20'
	twice "$base..HEAD"
	fails_with 128 git postmortem check --fix "$base..HEAD~" 2>err
	contains err 'does not end in what is checked out'
)
end

begin 'a value that no event told is told when a range moves it'
(
	set -e
	standing "$state_accepted" "$proposed" '2026-11-24 alice: accepted'
	write "$state_moved" "$proposed" '2026-11-24 alice: accepted'
	as_bob commit_all 'moved by hand'
	twice
	run_ok git postmortem check --fix "$base..HEAD" >out
	contains out '  + 2026-12-02 bob@example.com: due 2027-01-24'
	twice "$base..HEAD"
)
end

begin 'what git revert took back is told, with the subject and by whom'
(
	set -e
	standing "$state_accepted" "$proposed" "$accepted"
	write "$state_moved" "$proposed" "$accepted" "$moved"
	commit_all 'move it: "again"'
	test_tick
	as_bob git revert --no-edit HEAD >out
	run_ok git postmortem check --fix >out
	cat out
	has "$state_accepted" "$proposed" "$accepted" "$moved" \
		'2026-12-02 bob@example.com: accepted, due 2026-12-20: reverts "move it: "again""'
	twice
	git commit -q -m 'tell it'
	twice
	twice "$base..HEAD"
	run_ok git postmortem check "$base..HEAD" >said
	lacks said '[history-'
	lacks said '[state-'
	lacks said '[due-'
	run_ok git postmortem check HEAD~2..HEAD >said
	lacks said '[history-'
)
end

begin 'a promise that was reverted has no day any more'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed" "$accepted"
	commit_all 'accept it'
	test_tick
	git revert --no-edit HEAD >out
	run_ok git postmortem check --fix HEAD~..HEAD >out
	has "$state_proposed" "$proposed" "$accepted" \
		'2026-12-02 alice@example.com: proposed, no due: reverts "accept it"'
	twice
	commit_all 'tell it'
	run_ok git postmortem check "$base..HEAD" >said
	lacks said '[history-'
	lacks said '[state-transition]'
	run_ok git postmortem check >said
	lacks said '[history-'
)
end

begin 'one that is not committed yet is told as well'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed" "$accepted"
	commit_all 'accept it'
	test_tick
	git revert -n HEAD
	run_ok git postmortem check --fix >out
	has "$state_proposed" "$proposed" "$accepted" \
		'2026-12-02 alice@example.com: proposed, no due: reverts "accept it"'
	twice
	run_ok git commit -q -m 'Revert it'
	run_ok git postmortem check HEAD~..HEAD >said
	lacks said '[history-'
	# And one that was typed, of which only its form says what it is.
	git reset -q --hard HEAD~
	write "$state_proposed" "$proposed"
	run_ok git postmortem check --fix >out
	has "$state_proposed" "$proposed" "$accepted" \
		"2026-12-02 alice@example.com: proposed, no due: reverts \"$accepted\""
)
end

begin 'what came after a revert stays behind it'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed" "$accepted"
	commit_all 'accept it'
	test_tick
	git revert --no-edit HEAD >out
	again='2026-12-03 bob: accepted, due 2027-01-24'
	write "$state_moved" "$proposed" "$again"
	commit_all 'accept it again'
	run_ok git postmortem check --fix >out
	has "$state_moved" "$proposed" "$accepted" \
		'2026-12-02 alice@example.com: proposed, no due: reverts "accept it"' \
		"$again"
	twice
)
end

begin 'a revert of a revert needs nothing, and a second revert is told again'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed" "$accepted"
	commit_all 'accept it'
	for again in 1 2
	do
		test_tick
		git revert --no-edit HEAD >out
	done
	twice
	twice "$base..HEAD"
	test_tick
	git revert --no-edit HEAD >out
	run_ok git postmortem check --fix >out
	contains out "  + $accepted"
	count 1 out '  + 2026-12-02 alice@example.com: proposed, no due: reverts'
	twice
)
end

begin 'the history that a revert took away whole begins again'
(
	set -e
	standing "$state_proposed"
	write "$state_accepted" "$proposed" "$accepted"
	commit_all 'accept it'
	test_tick
	git revert --no-edit HEAD >out
	run_ok git postmortem check --fix >out
	has "$state_proposed" "$proposed" "$accepted" \
		'2026-12-02 alice@example.com: proposed, no due: reverts "accept it"'
	twice
)
end

begin 'a document is mended like an item'
(
	set -e
	standing "$state_proposed"
	document=$(document $id)
	printf '\n## History\n\n- 2026-11-21 alice: draft\n' >>"$document"
	commit_all 'begun'
	sed 's/^status: draft/status: in-review/' "$document" >next
	mv next "$document"
	run_ok git postmortem check --fix >out
	contains out '  + 2026-12-02 alice@example.com: in-review'
	[ "$(tail -n 1 "$document")" = \
		'- 2026-12-02 alice@example.com: in-review' ]
)
end

begin 'the list of a record keeps its style, and CRLF stays'
(
	set -e
	standing "$state_proposed" "$proposed"
	sed -e 's/^- /  * /' -e 's/^state: .*/state: declined/' \
		-e 's/$/\r/' $item >crlf
	mv crlf $item
	run_ok git postmortem check --fix >out
	printf '  * 2026-12-02 alice@example.com: declined\r\n' >wanted
	tail -n 1 $item >said
	same said wanted
)
end

begin 'a record without a history is left alone'
(
	set -e
	standing "$state_proposed"
	write "$state_accepted"
	run_ok git postmortem check --fix >out
	contains out 'no history lacks anything'
	has "$state_accepted"
	commit_all 'by hand'
	twice
	twice "$base..HEAD"
)
end

begin '--commit commits what is mended and nothing else'
(
	set -e
	standing "$state_proposed" "$proposed"
	write "$state_accepted" "$proposed"
	commit_all 'accepted by hand'
	echo other >other.txt
	git add other.txt
	run_ok git postmortem check --fix --commit >out
	git show --stat --format=%s HEAD >said
	contains said 'tell in the history what is missing there'
	lacks said 'other.txt'
	twice --commit
)
end

begin 'what an open fence hides is told, and the others are mended'
(
	set -e
	standing "$state_proposed"
	printf '\n```\nopen\n' >>$item
	write_complete 2026-11-30-mail
	other=postmortems/2026-11-30-mail/actions/page.md
	mkdir "${other%/*}"
	printf -- '---\ntitle: Page\nstate: proposed\nowner: alice\n---\n' >$other
	printf '\n## History\n\n- %s\n' "$proposed" >>$other
	commit_all 'two'
	write "$state_proposed" "$proposed"
	commit_all 'close it, and begin a history'
	git revert --no-edit HEAD >out
	sed 's/^state: .*/state: declined/' $other >next
	mv next $other
	git add $other
	fails_with 1 git postmortem check --fix >out 2>err
	contains err "$item: the history cannot be written"
	contains out '2026-11-30-mail/page'
	contains out '1 history mended'
)
end

begin 'it stands alone or with a range, and works on files'
(
	set -e
	standing "$state_proposed" "$proposed"
	fails_with 129 git postmortem check --fix page 2>err
	contains err '--fix'
	fails_with 129 git postmortem check --fix --at HEAD 2>err
	fails_with 129 git postmortem check --fix --staged 2>err
	fails_with 129 git postmortem check --commit 2>err
	contains err '--commit'
	git clone -q --bare . bare.git
	cd bare.git
	fails_with 128 git postmortem check --fix 2>err
	contains err 'bare'
)
end

begin 'before the first commit there is who works here'
(
	set -e
	write_complete $id
	write "$state_accepted" "$proposed"
	run_ok git postmortem check --fix >out
	contains out '  + 2026-12-02 alice@example.com: accepted, due 2026-12-20'
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# "digest": what waits, as it is read: for everybody, for one, for each.

. "${0%/*}/lib.sh"
. "${0%/*}/records.sh"
. "${0%/*}/digests.sh"

begin 'with nothing to say it prints nothing, whatever the format'
(
	set -e
	write_postmortem 2026-11-21-a 'Slow' draft minor alice
	write_promise 2026-11-21-a far accepted bob 2026-12-10
	write_promise 2026-11-21-a kept 'done' bob 2026-11-01
	write_promise 2026-11-21-a no declined bob 2026-11-01
	commit_all 'one'
	for format in text markdown mbox slack teams json
	do
		for more in '' --each-owner '--owner bob' '--since HEAD'
		do
			# shellcheck disable=SC2086
			run_ok git postmortem digest --format=$format $more \
				>out 2>err
			same out /dev/null
			same err /dev/null
		done
	done
)
end

begin 'it is in the order of what to do next, and says how'
(
	set -e
	write_all
	git postmortem digest >out
	same out - <<-'END'
	Post-mortems on 2026-12-02
	  What waits for an answer or a next step.

	Overdue
	  Done, another day and why, or declined: each is an answer.
	  git postmortem action done, action set --due, action decline
	  DUE                     ITEM                 OWNER  TITLE
	  2026-11-30, 2 days ago  2026-11-21-a/oldest  carol  oldest
	  2026-12-01, yesterday   2026-11-21-a/late    bob    late

	Due within a week
	  If the day will not hold, say so before it comes.
	  git postmortem action start, action done
	  DUE                    ITEM                OWNER  TITLE
	  2026-12-02, today      2026-11-21-a/today  bob    today
	  2026-12-09, in 7 days  2026-11-21-a/soon   carol  soon

	Proposed, waiting for an answer
	  Nothing is promised before its owner accepts, or declines.
	  git postmortem action accept, action decline
	  ITEM               OWNER  TITLE
	  2026-11-21-a/idea  bob    idea

	Without an owner
	  Who could take it on?
	  git postmortem action set --owner
	  ITEM                 OWNER  TITLE
	  2026-11-22-b/orphan         orphan

	Waiting for a debrief
	  Agree on a day, and write it down once it was held.
	  git postmortem edit, to record its date, then advance
	  POST-MORTEM   OWNER  TITLE
	  2026-11-21-a  bob    Slow

	In review
	  Read it, say what is missing, or let it advance.
	  git postmortem advance
	  POST-MORTEM   OWNER  TITLE
	  2026-11-22-b  carol  Lost mails
	END
)
end

begin 'since when a proposal waits is told by its history'
(
	set -e
	write_all
	printf '\n## History\n\n- 2026-11-25 bob: proposed, owner bob\n' \
		>>postmortems/2026-11-21-a/actions/idea.md
	commit_all 'a history'
	git clone -q --depth 1 "file://$PWD" ../one
	cd ../one
	git postmortem digest >out
	contains out '  SINCE                   ITEM               OWNER  TITLE'
	contains out '  2026-11-25, 7 days ago  2026-11-21-a/idea  bob    idea'
)
end

begin 'the command without a name and the digest agree on what waits'
(
	set -e
	write_all
	git postmortem --all --format=json >out
	jq -r '.attention[] | select(.why != "draft" and .why != "to-close") |
		.why + " " + .record.id' out | sort >expected
	git postmortem digest --format=json >out
	jq -r '.digests[0].attention[] | .why + " " + .record.id' out |
		sort >actual
	same actual expected
	[ -s actual ]
)
end

begin 'each owner has a digest of their own, by name; what nobody owns is last'
(
	set -e
	write_all
	write_postmortem 2026-11-24-d 'Nobody' in-review minor ''
	git postmortem digest --each-owner >out
	grep '^  For \|^  What nobody\|^  2026.*2026\|^  2026-11-2' out |
		sed 's/.*\(2026-11-2[^ ]*\).*/\1/' >lines
	same lines - <<-'END'
	  For bob
	2026-11-21-a/late
	2026-11-21-a/today
	2026-11-21-a/idea
	2026-11-21-a
	  For carol
	2026-11-21-a/oldest
	2026-11-21-a/soon
	2026-11-22-b/orphan
	2026-11-22-b
	  What nobody owns yet.
	2026-11-24-d
	END
	git postmortem digest --each-owner --format=json >out
	jq -c '[.version, .day, .since, [.digests[] |
		[.owner, (.attention | length)]]]' out >actual
	same actual - <<-'END'
	[1,"2026-12-02",null,[["bob",4],["carol",4],[null,1]]]
	END
)
end

begin 'one owner is asked for by any of their names'
(
	set -e
	write_all
	printf 'people:\n  bob: {name: Bob Example, email: bob@example.com}\n' \
		>.postmortem/policy.yaml
	git postmortem digest --owner bob >expected
	contains expected 'For bob'
	lacks expected carol
	for name in @BOB bob@example.com 'Bob Example'
	do
		git postmortem digest -o "$name" >out
		sed "s/For .*/For bob/" out >actual
		same actual expected
	done
	git config postmortem.user bob
	git postmortem digest --owner me >out
	same out expected
	git postmortem digest --owner dave >out
	same out /dev/null
)
end

begin 'two names of one person are one digest'
(
	set -e
	write_all
	printf 'people:\n  bob: {name: Bob Example, email: bob@example.com}\n' \
		>.postmortem/policy.yaml
	write_promise 2026-11-21-a other accepted BOB@example.com 2026-12-01
	write_promise 2026-11-21-a third accepted @bob 2026-12-01
	git postmortem digest --each-owner >out
	count 2 out '  For '
	contains out '2026-11-21-a/other'
)
end

begin 'Markdown keeps what comes out of files as code'
(
	set -e
	write_hostile
	git postmortem digest --since 2026-11-01 --format=markdown >out
	grep -F '<!channel>' out >lines
	[ -s lines ]
	# Outside of code there is nothing but our own words.
	# shellcheck disable=SC2016
	sed 's/``.*``//g; s/`[^`]*`//g' out >outside
	for text in '<!channel>' '@here' 'javascript' '=?utf-8' 'Injected'
	do
		lacks outside "$text"
	done
)
end

begin 'text hides nothing: what reorders it is shown'
(
	set -e
	write_hostile
	git postmortem digest >out
	contains out '<U+202E>'
)
end

begin '--at is another day or revision; a bare repository is fine'
(
	set -e
	write_all
	commit_all 'all'
	git tag all
	git postmortem digest >expected
	git rm -q -r postmortems
	commit_all 'none'
	git postmortem digest >out
	same out /dev/null
	git postmortem digest --at all >out
	same out expected
	fails_with 128 git postmortem digest --at 2026-11-01 >out 2>err
	git clone -q --bare . ../bare.git
	cp expected ../expected
	cd ../bare.git
	git postmortem digest --at all >out
	same out ../expected
	git update-ref refs/heads/main all
	git postmortem digest >out
	same out ../expected
)
end

begin 'what cannot be read is said, and does not pass for nothing'
(
	set -e
	write_all
	write_broken 2026-11-25-e
	git postmortem digest >out 2>err
	contains out 'Overdue'
	contains err 'postmortems/2026-11-25-e/README.md'
	printf 'people: [\n' >.postmortem/policy.yaml
	fails_with 128 git postmortem digest >out 2>err
	contains err '.postmortem/policy.yaml'
)
end

begin 'usage'
(
	set -e
	fails_with 129 git postmortem digest --format=xml 2>err
	contains err 'text markdown mbox slack teams json'
	fails_with 129 git postmortem digest --owner bob --each-owner 2>err
	contains err 'not both'
	fails_with 129 git postmortem digest page 2>err
)
end

done_testing

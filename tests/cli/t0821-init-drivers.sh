#!/bin/sh
# SPDX-License-Identifier: MIT
#
# init: the attributes that travel, the configuration that does not, and the
# hunk headers that come of the diff driver.

. "${0%/*}/lib.sh"
. "${0%/*}/merging.sh"

attribute() {
	git check-attr "$1" -- "$2" | sed 's/.*: //'
}

begin 'init writes the attributes and configures this clone'
(
	set -e
	git postmortem init --skip-hooks >out
	contains out 'wrote  postmortems/.gitattributes'
	contains out 'driver postmortem: merge and diff, now configured'
	for path in "$DOC" "$ITEM"
	do
		[ "$(attribute merge "$path")" = postmortem ]
		[ "$(attribute diff "$path")" = postmortem ]
	done
	[ "$(attribute merge "$DIR/graph.md")" = unspecified ]
	[ "$(attribute merge README.md)" = unspecified ]
	git config merge.postmortem.driver | grep -q '^git postmortem merge-driver '
	git postmortem init --skip-hooks >out
	contains out 'kept   postmortems/.gitattributes'
	contains out 'driver postmortem: merge and diff, configured already'
)
end

begin 'a fresh clone has the attributes, and init configures it'
(
	set -e
	git postmortem init --skip-hooks --commit >/dev/null
	git clone -q . ../clone
	cd ../clone
	[ "$(attribute merge "$ITEM")" = postmortem ]
	fails_with 1 git config merge.postmortem.driver
	git postmortem init --skip-hooks >out
	contains out 'now configured in this clone'
	lacks out wrote
	[ ! "$(git status --short -uno)" ]
	git config merge.postmortem.driver >out
	contains out 'merge-driver'
)
end

begin 'init --skip-drivers leaves out both'
(
	set -e
	git postmortem init --skip-hooks --skip-drivers >out
	lacks out driver
	[ ! -e postmortems/.gitattributes ]
	fails_with 1 git config merge.postmortem.driver
	fails_with 1 git config diff.postmortem.xfuncname
)
end

begin 'lines and decisions of the team stay'
(
	set -e
	mkdir postmortems
	printf '*.png -text\n*/README.md merge=union' >postmortems/.gitattributes
	git postmortem init --skip-hooks >out
	contains out 'wrote  postmortems/.gitattributes (lines were added)'
	contains out 'kept   postmortems/*/README.md: its attribute merge is union'
	grep -v '^#' postmortems/.gitattributes >lines
	same lines - <<-'END'
	*.png -text
	*/README.md merge=union
	*/README.md diff=postmortem
	*/actions/*.md diff=postmortem merge=postmortem
	END
	cp postmortems/.gitattributes before
	git postmortem init --skip-hooks >out
	same postmortems/.gitattributes before
)
end

begin 'what only I say of Markdown is not what the team says'
(
	set -e
	echo '*.md diff=markdown merge=union' >"$HOME/taste"
	git config --global core.attributesFile "$HOME/taste"
	git postmortem init --skip-hooks
	[ "$(attribute merge "$ITEM")" = postmortem ]
	[ "$(attribute diff "$DOC")" = postmortem ]
)
end

begin 'at the top of a repository that holds nothing else'
(
	set -e
	git postmortem init --skip-hooks --root . >out
	contains out 'wrote  .gitattributes'
	[ "$(attribute merge 2026-11-21-slow/actions/warm.md)" = postmortem ]
	[ "$(attribute merge README.md)" = unspecified ]
)
end

begin 'a driver of my own stays'
(
	set -e
	git config merge.postmortem.driver './mine %A'
	git postmortem init --skip-hooks
	[ "$(git config --get-all merge.postmortem.driver)" = './mine %A' ]
)
end

begin 'a link in the place of the attributes is not followed'
(
	set -e
	mkdir postmortems
	echo mine >target
	ln -s ../target postmortems/.gitattributes
	fails_with 128 git postmortem init --skip-hooks 2>err
	contains err 'postmortems/.gitattributes'
	[ "$(cat target)" = mine ]
)
end

headers() {
	git diff -- postmortems | sed -n 's/^@@ [^@]* @@ *//p'
}

begin 'a hunk names the section, the field, and the map that a field is in'
(
	set -e
	adopt
	document 'title: Slow' 'status: draft' 'severity: minor' 'owner: alice' \
		'teams: [web]' 'services: [shop]' 'debrief:' \
		'  date: 2026-12-01' '  facilitator: bob' '  recording: x' \
		'  attendees:' '    - ann' '    - bob' '    - cleo'
	cat >>"$DOC" <<-'END'
	1
	2
	# a comment in some code, and no heading
	owner of it: nobody
	3
	4
	5
	### Deeper
	.
	.
	6
	7
	8
	9
	END
	commit_all before
	sed -i 's/- cleo/- dora/; s/^4/four/; s/^9/nine/' "$DOC"
	headers >out
	same out - <<-'END'
	recording: x
	## Timeline
	### Deeper
	END
	git checkout -q "$DOC"
	sed -i 's/^  date:.*/  date: 2026-12-02/' "$DOC"
	headers >out
	echo 'owner: alice' | same out -
	git checkout -q "$DOC"
	# Of an item: not its last field, which the text does not belong to.
	printf '\n1\n2\n3\n4\n' >>"$ITEM"
	commit_all item
	sed -i 's/^4$/5/' "$ITEM"
	headers >out
	echo '---' | same out -
)
end

begin 'git log -L follows a section and a field'
(
	set -e
	adopt
	sed -i '/^## Impact/,/^## Timeline/s/Text/All orders/' "$DOC"
	commit_all 'the impact'
	sed -i 's/^owner: .*/owner: bob/' "$DOC"
	commit_all 'the owner'
	git log -s --format=%s -L ":Impact:$DOC" >out
	printf 'the impact\nbegin\n' | same out -
	git log -s --format=%s -L ":^owner:$DOC" >out
	printf 'the owner\nbegin\n' | same out -
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A review as a comment: what links where, and what no text can do in it.
# shellcheck disable=SC2016

. "${0%/*}/lib.sh"
. "${0%/*}/review.sh"
shop=2026-11-21-checkout-was-slow search=2026-12-02-search-down

begin 'the comment that a reviewer gets'
(
	set -e
	mainline
	topic
	git postmortem review main..topic --format=markdown >out
	sed -n "1,/^- \[ \]/p" out | sed -e 's/`[0-9a-f]\{10\}`/`COMMIT`/' >part
	same part - <<-END
	<!-- git-postmortem review -->
	## Post-mortem review

	3 post-mortems are touched: 1 post-mortem opened, 1 accepted, 1 postponed by 14 days, 1 reassigned, 1 declined. **1 error and 3 warnings.**

	### \`Checkout was slow\`

	\`$shop\`: severity \`major\`, draft, owner \`alice\`

	**What changed**

	- accepted \`cache-the-facets\`: owner \`alice\`, due \`2026-12-20\`
	- postponed \`page-before-expiry\`: by 14 days, \`2026-12-10\` → \`2026-12-24\`
	- declined \`shed-load\`: \`costs too much\`

	**What slipped, and why**

	- \`page-before-expiry\`: due \`2026-12-10\` → \`2026-12-24\`, 14 days later, by \`alice@example.com\` on 2026-12-02: \`the freeze comes first\`
	  - moved 2 times since it was first promised for \`2026-12-05\`, 19 days later in all

	| Item | Owner | State | Due | Next | Overdue |
	| :--- | :--- | :--- | :--- | :--- | ---: |
	| \`cache-the-facets\` | \`alice\` | accepted | \`2026-12-20\` | start |  |
	| \`page-before-expiry\` | \`alice\` | accepted | \`2026-12-24\` | start |  |
	| \`shed-load\` | \`alice\` | declined | (none) |  |  |
	| \`warm-the-pool\` | \`alice\` | accepted | \`2026-11-25\` | finish, move or decline | 7 days |

	**To become in-review**

	- [ ] \`postmortems/$shop/README.md:20\`: the section \`"Summary"\` is still empty; *fix:* write it, or \`"N/A:"\` and why it does not apply (\`section-empty\`)
	END
	contains out "- \`postmortems/$search/README.md:5\`: the post-mortem has no owner; *fix:* add \`\"owner:\"\` and the one person who sees it through (\`owner\`)"
	contains out '- [ ] mend the error above'
	base=$(git rev-parse --short=12 main)
	contains out "<sub>\`git postmortem review $base..$(git rev-parse --short=12 topic)\`</sub>"
	# The same range, the same bytes.
	git postmortem review main...topic --format=markdown >again
	same again out
)
end

# What a project's members must not be able to make of a comment.
hostile() {
	edit postmortems/$shop/README.md \
		-e "s/^title:.*/title: '@team <img src=x> [x](http:\/\/e.example) fixes #12 | a \`\` b ##[error]x'/" \
		-e "s/^severity:.*/severity: '::error::@all'/" \
		-e "s/^owner:.*/owner: '@org\/team'/"
	edit postmortems/$shop/actions/warm-the-pool.md \
		-e "s/^owner:.*/owner: 'a|b\`@c'/" \
		-e "s/^due:.*/due: '::set-output #1 @d'/"
	edit postmortems/$shop/actions/cache-the-facets.md \
		-e "s/^state:.*/state: declined/"
	printf '%s\n' "reason: 'closes #7, @e, https://e.example <b>'" >reason
	edit postmortems/$shop/actions/cache-the-facets.md '/^owner:/r reason'
	edit postmortems/$shop/actions/page-before-expiry.md \
		's/^due:.*/due: 2026-12-30/'
	rm reason
	printf '%s\n' '- 2026-12-02 @mallory: due 2026-12-30: ##[command]fixes #5 @g `' \
		>>postmortems/$shop/actions/page-before-expiry.md
	mkdir 'postmortems/2026-12-01-@x <y> #3'
	cat postmortems/$shop/README.md >'postmortems/2026-12-01-@x <y> #3/README.md'
	git add -A
	GIT_AUTHOR_NAME='@mallory <i> #4' git commit -q -m '::warning::@f

Postmortem-Reason: ##[command]fixes #5 @g `'
}

begin 'no text of a file or a commit leaves its code span'
(
	set -e
	mainline
	git checkout -q -b topic
	hostile
	run_ok git postmortem review main..topic --format=markdown \
		--link-base https://example.com/a/b >out
	contains out 'fixes #12'
	contains out 'fixes #5 @g'
	contains out '@mallory'
	GITHUB_ACTIONS=true git postmortem review main..topic \
		--format=markdown --link-base https://example.com/a/b >job
	same job out
	contains out 'closes #7'
	outside_code out | sed -e 's/^<!-- git-postmortem review -->$//' \
		-e 's/^#*  *//' -e 's/<sub>//; s/<\/sub>//' \
		-e 's/\](https:\/\/example.com\/a\/b\/[-A-Za-z0-9._~/%?=#]*)//g' \
		>text
	for bad in '@' '<' '#' 'http' 'e.example' '::'
	do
		lacks text "$bad"
	done
	lacks out '##[e'
	lacks out '##[c'
	contains out '## [error]x'
	if grep '^ *::' out
	then
		exit 1
	fi
	# A bar in a cell would begin another.
	contains out '| ``a\|b`@c`` |'
)
end

begin 'links lead to lines of the head commit'
(
	set -e
	mainline
	topic
	head=$(git rev-parse topic)
	file=postmortems/$search/README.md
	git postmortem review main..topic --format=markdown \
		--link-base https://git.example.com/a/b/ >out
	contains out "- [\`README.md:5\`](https://git.example.com/a/b/blob/$head/$file?plain=1#L5): the post-mortem has no owner"
	contains out "### [\`Search down\`](https://git.example.com/a/b/blob/$head/$file)"
	git config postmortem.forge gitlab
	git postmortem review main..topic --format=markdown \
		--link-base git@git.example.com:a/sub/b.git >out
	contains out "(https://git.example.com/a/sub/b/-/blob/$head/$file?plain=1#L5)"
	git config postmortem.forge gitea
	git postmortem review main..topic --format=markdown \
		--link-base ssh://git@git.example.com:2222/a/b.git >out
	contains out "(https://git.example.com/a/b/src/commit/$head/$file?display=source#L5)"
	git config postmortem.forge none
	git postmortem review main..topic --format=markdown \
		--link-base https://git.example.com/a/b >out
	lacks out '](http'
	contains out "- \`$file:5\`: the post-mortem has no owner"
)
end

begin 'a name that needs it is escaped in a link'
(
	set -e
	mainline
	git checkout -q -b topic
	git mv postmortems/$search 'postmortems/2026-12-02-süche (1)%'
	edit 'postmortems/2026-12-02-süche (1)%/README.md' \
		's/^owner:.*/owner:/'
	commit_all 'rename'
	git postmortem review main..topic --format=markdown \
		--link-base https://example.com/a/b >out
	contains out '/postmortems/2026-12-02-s%C3%BCche%20%281%29%25/README.md?plain=1#L5)'
)
end

begin 'where the repository is: option, CI job, remote, nowhere'
(
	set -e
	mainline
	topic
	of() {
		git postmortem review main..topic --format=markdown "$@" >out
	}
	of
	lacks out '](http'
	host=github.com
	git remote add origin "https://user:secret@$host/acme/shop.git"
	of
	contains out '](https://github.com/acme/shop/blob/'
	lacks out secret
	git remote set-url origin git@gitlab.com:acme/shop.git
	of
	contains out '](https://gitlab.com/acme/shop/-/blob/'
	git remote set-url origin ssh://git@git.example.com/acme/shop.git
	of
	lacks out '](http'
	git config postmortem.forge gitlab
	of
	contains out '](https://git.example.com/acme/shop/-/blob/'
	git config --unset postmortem.forge
	GITHUB_SERVER_URL=https://ghe.example.com GITHUB_REPOSITORY=a/b of
	contains out '](https://ghe.example.com/a/b/blob/'
	GITEA_ACTIONS=true GITHUB_SERVER_URL=https://tea.example.com \
		GITHUB_REPOSITORY=a/b of
	contains out '](https://tea.example.com/a/b/src/commit/'
	CI_PROJECT_URL=https://gl.example.com/a/b of
	contains out '](https://gl.example.com/a/b/-/blob/'
	CI_PROJECT_URL=https://gl.example.com/a/b of \
		--link-base https://github.com/c/d
	contains out '](https://github.com/c/d/blob/'
	CI_PROJECT_URL=https://gl.example.com/a/b of --link-base ''
	lacks out '](http'
	fails_with 128 git postmortem review main..topic --format=markdown \
		--link-base shop 2>err
	contains err 'not the address of a project'
	git config postmortem.forge github.com
	fails_with 128 git postmortem review main..topic --format=json 2>err
	contains err 'postmortem.forge: "github.com" is no forge'
)
end

begin 'options that do not fit the format are refused'
(
	set -e
	mainline
	fails_with 129 git postmortem review main..main --limit 5000 2>err
	contains err '--limit is for --format=markdown'
	fails_with 129 git postmortem review main..main --link-base x 2>err
	contains err '--link-base is for'
	fails_with 129 git postmortem review main..main --format=html 2>err
	contains err 'text, markdown or json'
	fails_with 129 git postmortem review main..main --format=markdown \
		--limit 1999 2>err
	contains err '2000 or more'
)
end

done_testing

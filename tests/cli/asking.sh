# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Items whose history names people, for the tests of who is asked: sourced
# after lib.sh and records.sh.
#
# base_of_alice [EVENT...]   a post-mortem with an item of these events on
#                            main, which the tag "base" names; by default bob
#                            is to take it, and has not
# write STATE EVENT...       the item with these events; STATE is lines of
#                            front matter
# by NAME MESSAGE            a commit of everything by "NAME@example.com"
# check ARG...               git postmortem check, into "said" and, as one
#                            line, into "flat"
# asked NR                   so many findings of promise-by-other in "said"

# shellcheck disable=SC2034 # what is used by others

id=2026-11-21-slow
item=postmortems/$id/actions/page.md

proposed='2026-11-23 alice: proposed, owner bob'
accepted='2026-12-02 bob: accepted, due 2027-01-10'
moved='2026-12-02 bob: due 2027-01-24: the vendor is late, again'
done='2026-12-02 bob: done, evidence https://example.com/1'
is_proposed='state: proposed' is_accepted='state: accepted
due: 2027-01-10' is_moved='state: accepted
due: 2027-01-24' is_done='state: done
due: 2027-01-24
evidence: https://example.com/1'

write() {
	mkdir -p "${item%/*}"
	{
		printf -- '---\ntitle: Page before expiry\n%s\n' "$1"
		printf 'owner: %s\ntype: detect\n---\n\n' "${owner:-bob}"
		printf 'The certificate must page a week before.\n'
		shift
		[ $# = 0 ] || printf '\n## History\n\n'
		[ $# = 0 ] || printf -- '- %s\n' "$@"
	} >"$item"
}

# What a forge gives out instead of an address begins so.
private=@users.noreply

by() {
	git add -A
	test_tick
	git -c core.hooksPath=/dev/null commit -q -m "$2" \
		--author="$1 <${3:-$1@example.com}>"
}

base_of_alice() {
	[ $# -gt 0 ] || set -- "$proposed"
	printf 'said\nflat\n*.json\nout\nerr\n' >.git/info/exclude
	write_complete $id
	write "${state:-$is_proposed}" "$@"
	PM_CLOCK=$((PM_CLOCK - 7 * 86400))
	by alice 'standing'
	PM_CLOCK=$((PM_CLOCK + 7 * 86400))
	git tag base
}

check() {
	status=0
	git postmortem check "$@" >said 2>&1 || status=$?
	tr -s ' \n' ' ' <said >flat
	cat said
	return $status
}

asked() {
	count "$1" said '[promise-by-other]'
}

# --- what a forge answers ---

# known: the policy says what two of them are called on a forge
known() {
	git reset -q --hard base
	mkdir -p .postmortem
	cat >.postmortem/policy.yaml <<-'END'
	people:
	  bob: {name: Robert Example, email: rob@example.com, forge: "@rob-gh"}
	  alice: {name: Alice Example, email: alice@example.com}
	  carol: {email: carol@example.com, forge: "@carol-gh"}
	END
	by alice 'people'
	git tag -f base >/dev/null
}

# github [REVIEW...]: what "gh pr view --json ..." prints into gh.json, of a
# pull request that ends at HEAD. A REVIEW is "LOGIN STATE COMMIT".
github() {
	nr=0
	reviews=
	for review
	do
		# shellcheck disable=SC2086
		set -- $review
		nr=$((nr + 1))
		reviews="$reviews${reviews:+, }{\"id\": \"PRR_$nr\",
			\"author\": {\"login\": \"$1\"}, \"body\": \"\",
			\"submittedAt\": \"2026-12-02T10:0$nr:00Z\",
			\"state\": \"$2\",
			\"commit\": {\"oid\": \"$(git rev-parse "$3")\"}}"
	done
	cat >gh.json <<-END
	{"author": {"login": "alice-gh"}, "baseRefName": "main",
		"headRefOid": "$(git rev-parse "${head:-HEAD}")",
		"isCrossRepository": ${fork:-false}, "number": 12, "state": "OPEN",
		"url": "https://github.com/acme/shop/pull/12",
		"reviews": [$reviews]}
	END
}

# gitlab AT COMMIT=PUSHED...: the answers of a merge request that ends at HEAD,
# approved by rob-gh at that moment ("" is not told), with these versions, the
# newest first, into mr.json, approvals.json and versions.json.
gitlab() {
	at=
	[ -z "$1" ] || at=", \"approved_at\": \"$1\""
	shift
	cat >mr.json <<-END
	{"id": 5001, "iid": 12, "project_id": 40, "state": "opened",
		"author": {"id": 301, "username": "alice-gl"},
		"target_branch": "main", "source_project_id": 40,
		"target_project_id": 40, "sha": "$(git rev-parse HEAD)",
		"web_url": "https://gitlab.com/acme/shop/-/merge_requests/12"}
	END
	cat >approvals.json <<-END
	{"id": 5001, "iid": 12, "project_id": 40, "approved": true,
		"approved_by": [{"user": {"id": 302, "username": "rob-gh",
		"web_url": "https://gitlab.com/rob-gh"}$at}]}
	END
	versions=
	for version
	do
		versions="$versions${versions:+, }{\"id\": $(( 90 + $# )),
			\"merge_request_id\": 5001, \"created_at\": \"${version#*=}\",
			\"head_commit_sha\": \"$(git rev-parse "${version%%=*}")\"}"
		shift
	done
	echo "[$versions]" >versions.json
}

# gitea [REVIEW...]: as "github", into pull.json and reviews.json.
gitea() {
	nr=70
	reviews=
	for review
	do
		# shellcheck disable=SC2086
		set -- $review
		nr=$((nr + 1))
		reviews="$reviews${reviews:+, }{\"id\": $nr,
			\"user\": {\"id\": 402, \"login\": \"$1\"}, \"team\": null,
			\"state\": \"$2\", \"body\": \"\", \"stale\": false,
			\"official\": true, \"dismissed\": ${4:-false},
			\"commit_id\": \"$(git rev-parse "$3")\",
			\"submitted_at\": \"2026-12-02T10:$nr:00Z\",
			\"html_url\": \"https://git.example.com/acme/shop/pulls/12#issuecomment-$nr\",
			\"pull_request_url\": \"https://git.example.com/acme/shop/pulls/12\"}"
	done
	echo "[$reviews]" | sed 's/10:7\([0-9]\)/10:0\1/g' >reviews.json
	sed "s/3f0c3*/$(git rev-parse HEAD)/" \
		"$PM_SOURCE/tests/data/forge/gitea-pull.json" >pull.json
}

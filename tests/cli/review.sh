# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# The pull request that the tests of "review" are about: sourced after lib.sh.
#
# mainline            branch main: 2026-11-21-checkout-was-slow with four
#                     items, of which "page" was postponed once already, and
#                     2026-12-02-search-down
# topic               branch topic on top of it, with a commit for each of:
#                     page postponed with a reason, cache accepted, shed
#                     declined, a new post-mortem, the owner of the other lost
# edit FILE SED...    change a file in place
# outside_code FILE   its lines without what stands in code spans

edit() {
	edited=$1
	shift
	sed "$@" "$edited" >"$edited.new"
	cat "$edited.new" >"$edited"
	rm "$edited.new"
}

mainline() {
	git postmortem init --skip-hooks >/dev/null
	git postmortem new 'Checkout was slow' --severity major \
		--owner alice --started 2026-11-21T09:12Z
	git postmortem new 'Search down' --severity minor --owner bob
	for title in 'Page before expiry' 'Cache the facets' \
		'Shed load' 'Warm the pool'
	do
		git postmortem action add checkout "$title" --owner alice
	done
	git postmortem action accept page --due 2026-12-05
	GIT_POSTMORTEM_NOW=2026-11-24 git postmortem action accept warm \
		--due 2026-11-25
	# What is accepted later was slept on.
	PM_CLOCK=$((PM_CLOCK - 7 * 86400))
	commit_all 'begin'
	PM_CLOCK=$((PM_CLOCK + 7 * 86400))
	git postmortem action set page --due 2026-12-10 --reason 'vendor late'
	commit_all 'move'
} >/dev/null 2>&1

topic() {
	git checkout -q -b topic
	git postmortem action set page --due 2026-12-24 \
		--reason 'the freeze comes first' --commit
	git postmortem action accept cache --due 2026-12-20 --commit
	git postmortem action decline shed --reason 'costs too much' --commit
	git postmortem new 'Expired certificate' --severity critical \
		--owner carol --commit
	edit postmortems/2026-12-02-search-down/README.md 's/^owner:.*/owner:/'
	commit_all 'nobody is left'
} >/dev/null 2>&1

# A span ends at a run of as many backticks as it began with.
outside_code() {
	awk '{
		line = $0
		while (match(line, /`+/)) {
			printf "%s", substr(line, 1, RSTART - 1)
			fence = RLENGTH
			line = substr(line, RSTART + RLENGTH)
			rest = line
			closed = 0
			while (match(rest, /`+/)) {
				closed = RLENGTH == fence
				rest = substr(rest, RSTART + RLENGTH)
				if (closed)
					break
			}
			if (closed)
				line = rest
		}
		print line
	}' "$1"
}

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The man page and the program say the same: commands, usage lines, options
# with their values, rules; and the page has every field, policy key,
# configuration key and variable that the sources know.

. "${0%/*}/lib.sh"

page=git-postmortem.1
program=${PM_BUILD:-build/release}/git-postmortem
facts=$(mktemp -d "${TMPDIR:-/tmp}/postmortem-man.XXXXXX") || exit 1
trap 'rm -rf "$facts"' EXIT

if [ ! -x "$program" ]
then
	echo "Bail out! $program is not built, run: make"
	exit 1
fi

man() {
	awk -v what="$1" -f tests/lint/man-vs-help.awk "$page"
}

# Every command that is not hidden, nested ones too.
commands() {
	"$program" complete commands | cut -f1 | while read -r name
	do
		nested=$("$program" complete commands "$name" |
			grep -v '^	' | cut -f1)
		if [ "$nested" ]
		then
			printf '%s\n' "$nested" | sed "s/^/$name /"
		else
			echo "$name"
		fi
	done
}

# -h: the usage line, and each option without what is said of it.
help() {
	# A nested command is two words.
	# shellcheck disable=SC2086
	"$program" $1 -h | sed -n -e "s/^usage: /$1 | usage: /p" \
		-e "s/^    \\(--*[^ ].*\\)/$1 | \\1/p" |
		sed -e 's/\( | -.*[^ ]\)   *.*/\1/'
}

program_commands() {
	commands | while read -r name
	do
		echo "$name"
		help "$name"
	done
	# What stands without a command, and before any.
	help '' | grep -v -e '| usage' -e '--version'
}

program_rules() {
	dir=$facts/repository
	git init -q "$dir"
	(cd "$dir" && "$program" rules --format=json) |
		sed -n 's/^      "\([a-z]*\)": "\(.*\)",*$/\1 \2/p' |
		awk '{ key = $1; sub(/^[a-z]+ /, ""); v[key] = $0 }
		key == "summary" {
			print v["group"] " | " v["id"] " | " v["level"] \
				" | " v["from"] " | " v["summary"] "."
		}'
}

# The tables in the sources: what the page has to have a word on.
source_fields() {
	awk '/^static const struct pm_field_def table/ { on = 1 }
	on && match($0, /"[a-z.]+", PM_T_[A-Z_]*, (PM|ACT|BOTH),/) {
		split(substr($0, RSTART), part, /[", ]+/)
		if (part[4] != "ACT")
			print "Post-mortem | " part[2]
		if (part[4] != "PM")
			print "Action item | " part[2]
	}' lib/model/field.c
}

source_policy() {
	sed -n '/^} readers\[\] = {/,/^};/p' lib/model/policy.c |
		grep -o '"[a-z-]*"' | tr -d '"'
}

source_names() {
	# shellcheck disable=SC2046
	grep -h -o -E 'config[a-z_]*\([^"]*"([a-z]+\.)?postmortem[.a-z]*"' \
		$(files 'cmd/*.c' 'lib/*.c') | cut -d'"' -f2
	# shellcheck disable=SC2046
	grep -h -o -E 'getenv\("(GIT_POSTMORTEM_[A-Z]+|NO_COLOR)"' \
		$(files 'cmd/*.c' 'lib/*.c') | cut -d'"' -f2 |
		tr '[:upper:]' '[:lower:]'
}

# Two sorted lists, of the program and of the page, hold the same lines.
differ() {
	[ -s "$1" ] || echo "nothing was found"
	diff "$1" "$2" | sed -n -e 's/^< /the page lacks: /p' \
		-e 's/^> /the program lacks: /p'
}

lacking() {
	[ -s "$1" ] || echo "nothing was found"
	comm -23 "$1" "$2" | sed 's/^/the page lacks: /'
}

LC_ALL=C
export LC_ALL
program=$(cd "${program%/*}" && pwd)/git-postmortem
program_commands | sort >"$facts/commands"
man commands | sort >"$facts/commands.page"
program_rules | sort >"$facts/rules"
man rules | sort >"$facts/rules.page"
source_fields | sort >"$facts/fields"
man fields | sort >"$facts/fields.page"
source_policy | sort >"$facts/policy"
man policy | sort >"$facts/policy.page"
source_names | sort -u >"$facts/names"
man rest | sort -u >"$facts/names.page"

nothing 'commands, usage lines and options are those of -h' \
	differ "$facts/commands" "$facts/commands.page"
nothing 'rules, levels, statuses and summaries are those of "rules"' \
	differ "$facts/rules" "$facts/rules.page"
nothing 'fields are those of the table' \
	differ "$facts/fields" "$facts/fields.page"
nothing 'keys of the policy are those that are read' \
	differ "$facts/policy" "$facts/policy.page"
nothing 'configuration keys and variables are on the page' \
	lacking "$facts/names" "$facts/names.page"
done_testing

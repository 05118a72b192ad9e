#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The EXAMPLES of the man page and the tour of the README, typed as they stand
# there, answer as they say: what a terminal of 80 columns shows.

. "${0%/*}/lib.sh"

GIT_PAGER_IN_USE=true
export GIT_PAGER_IN_USE

# The literal displays of the section as plain text, as a reader sees them.
page_examples() {
	awk '
	/^\.Sh / { on = $2 == "EXAMPLES" }
	on && /^\.Ed/ { literal = 0 }
	on && literal {
		if (sub(/\\$/, "")) {
			printf "%s", $0
			next
		}
		sub(/^\\&/, "")
		gsub(/\\\(->/, "\342\206\222")
		print
	}
	on && /^\.Bd -literal/ { literal = 1 }
	' "$PM_SOURCE/git-postmortem.1" | sed 's/\\e$/\\/'
}

# The fenced blocks that begin with a command.
readme_examples() {
	awk '
	/^```/ { inside = !inside; first = 1; next }
	inside && first { on = /^\$ /; first = 0 }
	inside && on { print }
	' "$PM_SOURCE/README.md"
}

# Split into command-N and expected-N; prints how many there are. A command
# goes on below a line that ends in a backslash.
split() {
	awk '
	/^\$ / {
		nr++
		going_on = 1
		sub(/^\$ /, "")
	}
	!nr { next }
	{
		print >((going_on ? "command-" : "expected-") nr)
		if (going_on && !/\\$/) {
			going_on = 0
			printf "" >("expected-" nr)
		}
	}
	END { print nr + 0 }
	' "$1"
}

# Abbreviated commits are named otherwise in every repository.
anonymous() {
	sed -e 's/^\(\[main \((root-commit) \)*\)*[0-9a-f]\{7,40\}\([] ]\)/\1COMMIT\3/' \
		-e 's/^    [0-9a-f]\{7,40\} /    COMMIT /' "$1"
}

# answers EXPECTED ACTUAL: line by line, but "..." stands for any lines. An
# example that shows nothing says nothing of the answer.
answers() {
	[ -s "$1" ] || return 0
	anonymous "$1" >shown
	anonymous "$2" >said
	awk '
	NR == FNR { shown[++n] = $0; next }
	{ said[++m] = $0 }
	END {
		k = 1
		for (i = 1; i <= n; i++) {
			if (shown[i] == "...") {
				if (i == n)
					exit 0
				while (k <= m && said[k] != shown[i + 1])
					k++
				continue
			}
			if (k > m || said[k] != shown[i]) {
				print "the page shows: " shown[i]
				print "the answer is:  " said[k]
				exit 1
			}
			k++
		}
		if (k <= m)
			print "more was said:  " said[k]
		exit k <= m
	}' shown said >&2
}

# What an author does in the editor: fronts stay, every section gets a word.
write_editor() {
	cat >"$PM_TRASH/editor" <<-'END'
	#!/bin/sh
	awk '/^<!--/ { hidden = 1 }
	!hidden { print }
	/-->/ { hidden = 0 }
	/^## / { print "\nWhat there is to say of it." }' "$1" >"$1.new" &&
		mv "$1.new" "$1"
	END
	chmod +x "$PM_TRASH/editor"
	GIT_EDITOR=$PM_TRASH/editor
	export GIT_EDITOR
}

# Each example goes on where the one before ended, in one repository.
play() {
	nr=1
	last=$(cat "$1/number")
	[ "$last" -ge 10 ]
	while [ "$nr" -le "$last" ]
	do
		test_tick
		cat "$1/command-$nr"
		# A refusal is an answer too; a crash is not.
		code=0
		sh "$1/command-$nr" >"$1/answer" 2>&1 || code=$?
		case $code in
		0 | 1 | 128) ;;
		*) complain "exit $code" || cat "$1/answer"; exit 1 ;;
		esac
		(cd "$1" && answers "expected-$nr" answer)
		nr=$((nr + 1))
	done
}

write_editor
for source in page readme
do
	mkdir "$PM_TRASH/$source"
	(
		cd "$PM_TRASH/$source" &&
			"${source}_examples" >whole && split whole >number
	)
done

begin 'the examples of the man page answer as it says'
(
	set -e
	play "$PM_TRASH/page"
	contains "$PM_TRASH/page/whole" 'git postmortem init'
	contains "$PM_TRASH/page/whole" 'git postmortem log'
	[ -z "$(git status --porcelain)" ]
)
end

begin 'the tour of the README answers as it says'
(
	set -e
	play "$PM_TRASH/readme"
	contains "$PM_TRASH/readme/whole" 'git postmortem init'
	contains "$PM_TRASH/readme/whole" 'git postmortem log'
	[ -z "$(git status --porcelain)" ]
)
end

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The EXAMPLES of the man page, typed as they stand there, answer as it says.

. "${0%/*}/lib.sh"

# The literal displays of the section as plain text, as a reader sees them.
examples() {
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
	sed -e 's/^\(\[main \)*[0-9a-f]\{7,40\}\([] ]\)/\1COMMIT\2/' "$1"
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

write_editor
(cd "$PM_TRASH" && examples >shown.page && split shown.page >number)

begin 'the page has examples'
(
	set -e
	[ "$(cat "$PM_TRASH/number")" -ge 10 ]
	grep -q 'git postmortem init' "$PM_TRASH/command-1"
	grep -q 'git postmortem log' "$PM_TRASH"/command-*
)
end

# Each example goes on where the one before ended: one test, one repository.
begin 'the examples answer as the page says, one after the other'
(
	set -e
	nr=1
	while [ "$nr" -le "$(cat "$PM_TRASH/number")" ]
	do
		test_tick
		cat "$PM_TRASH/command-$nr"
		# A refusal is an answer too; a crash is not.
		code=0
		sh "$PM_TRASH/command-$nr" >../answer 2>&1 || code=$?
		case $code in
		0 | 1 | 128) ;;
		*) complain "exit $code"; cat ../answer; exit 1 ;;
		esac
		(cd .. && answers "expected-$nr" answer)
		nr=$((nr + 1))
	done
	[ -z "$(git status --porcelain)" ]
)
end

done_testing

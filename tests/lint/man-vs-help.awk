# SPDX-License-Identifier: MIT
#
# What the man page says of commands, rules and names, one fact on a line, in
# the words of -h and of "rules --format=json".
# usage: awk -v what=commands|rules|rest|fields|policy -f man-vs-help.awk PAGE

# "Fl s , Fl -severity Ar severity" as -h shows it.
function option(text,    words, n, i, out, value)
{
	n = split(text, words, " ")
	for (i = 2; i <= n; i++) {
		if (words[i] == "Fl")
			out = out "-"
		else if (words[i] == "Ar")
			value = " <"
		else if (words[i] == ",")
			out = out ", "
		else if (value)
			value = value (value ~ /<$/ ? "" : " ") words[i]
		else
			out = out words[i]
	}
	return out (value ? value ">" : "")
}

/^\.Sh / { section = substr($0, 5); part = ""; next }
/^\.Ss / { part = substr($0, 5); usage = 0 }

what == "commands" && section == "COMMANDS" && /^\.Ss / {
	print part
}
what == "commands" && section == "COMMANDS" && /^\.Dl / && !usage++ {
	print part " | usage: " substr($0, 5)
}
what == "commands" && section == "COMMANDS" && /^\.It Fl / {
	print part " | " option($0)
}
what == "commands" && section == "DESCRIPTION" && /^\.It Fl / {
	print " | " option($0)
}

what == "rules" && rule {
	print rule " | " tolower(substr($0, 1, 1)) substr($0, 2)
	rule = ""
}
what == "rules" && section == "RULES" && /^\.It Cm / {
	rule = tolower(part) " | " $3 " | " $5 " | " $7
}

# The names of things in other sections.
what == "rest" && section == "ENVIRONMENT" && /^\.It (Va|Ev) / {
	for (i = 3; i <= NF; i++)
		if ($i != ",")
			print tolower($i)
}
what == "fields" && section == "FILES" && /^\.It Va / &&
(part == "Post-mortem" || part == "Action item") {
	print part " | " $3
}
what == "policy" && section == "FILES" && part == "Policy" && /^\.It Va / {
	print $3
}

# SPDX-License-Identifier: MIT
#
# What a company remembers after eight years: `commits` commits over 3,000
# files in 200 folders, one in twenty of which touches one of `postmortems`
# post-mortems with `items` action items each. Up to four branches are open at
# a time; one commit in twelve merges one of them. One ordinary commit in a
# hundred names the action item that it is work on.
#
# Post-mortems and items live as people make them live: a draft, its review,
# the debrief, promises by the owners, dates that move with a reason, the
# end. One item takes as long as the whole history, in seven commits; its
# path goes to the file `note`.
#
#	awk -v commits=N -v postmortems=N -v items=N -v note=FILE \
#		-f records.awk -f years.awk

# --- what a commit holds, until it is written ---

function change(path, text) {
	text_of[path] = text
	CHANGED[++CHANGES] = path
}

function plan(author, message) {
	CHANGES = 0
	RENAMED = ""
	AUTHOR = author
	MESSAGE = message
}

# `from` and `merged` are marks; 0 is none.
function write_commit(branch, from, merged,    i) {
	NOW = START + int(++N * SPAN / commits)
	printf "commit refs/heads/%s\nmark :%d\n" \
		"committer %s <%s@example.com> %d +0000\ndata %d\n%s\n", \
		branch, N, AUTHOR, AUTHOR, NOW, length(MESSAGE), MESSAGE
	if (from)
		printf "from :%d\n", from
	if (merged)
		printf "merge :%d\n", merged
	if (RENAMED != "")
		print RENAMED
	for (i = 1; i <= CHANGES; i++)
		put(CHANGED[i], text_of[CHANGED[i]])
}

# --- ordinary work ---

function source(k) {
	return sprintf("%s/part%02d/file%05d.c", area[k % AREAS + 1], \
		int(k / AREAS) % 10, k)
}

function source_text() {
	return sprintf("/* Revision %d */\n%s", N, one_of(code, CODES))
}

function trailers(    text) {
	text = ""
	if (ITEM_PATHS && !roll(100))
		text = (roll(5) ? "Postmortem-Action: " : \
			"Postmortem-Closes: ") id_of(roll(ITEM_PATHS) + 1) "\n"
	if (!roll(3))
		text = text "Reviewed-by: " one_of(person, PEOPLE) "\n"
	return text == "" ? "" : "\n" text
}

function plan_work(    k) {
	k = roll(FILES)
	plan(one_of(person, PEOPLE), one_of(verb, VERBS) " " \
		one_of(noun, NOUNS) " of " area[k % AREAS + 1] "\n")
	if (roll(5) < 2)
		MESSAGE = MESSAGE "\n" one_of(words, WORDS)
	MESSAGE = MESSAGE trailers()
	change(source(k), source_text())
	if (!roll(5))
		change(source(roll(FILES)), source_text())
}

# --- the life of a post-mortem and its items ---

function id_of(g,    id) {
	id = item_path[g]
	sub(/^postmortems\//, "", id)
	sub(/\/actions\//, "/", id)
	sub(/\.md$/, "", id)
	return id
}

function readme(p) {
	return "postmortems/" name_of[p] "/README.md"
}

function today() {
	return int(NOW / 86400)
}

# The file with the value of one key set; `after` says where, if it is new.
function set_key(path, key, value, after,    text) {
	text = text_of[path]
	if (!sub("\n" key ": [^\n]*", "\n" key ": " value, text))
		sub("\n" after ": [^\n]*", "&\n" key ": " value, text)
	change(path, text)
}

function set_state(g, state) {
	set_key(item_path[g], "state", state)
	state_of[g] = state
}

# Its items are written down with it and become files at the review.
function plan_postmortem(    p, i, g, owner) {
	p = ++POSTMORTEMS
	WRITTEN_AS = "closed"
	make_postmortem(p, 0, TODAY - today() + 1)
	name_of[p] = PM_ID
	owner = PM_TEXT
	sub(/.*\nowner: /, "", owner)
	sub(/\n.*/, "", owner)
	leader[p] = owner
	began[p] = NOW
	debrief[p] = substr(PM_TEXT, match(PM_TEXT, /\ndebrief:/) + 1)
	debrief[p] = substr(debrief[p], 1, match(debrief[p], /\n---/) - 1)
	sub(/\ndebrief:.*\n---\n\n#/, "\n---\n\n#", PM_TEXT)
	sub(/\nstatus: closed/, "\nstatus: draft", PM_TEXT)
	plan(owner, "postmortem: " PM_ID "\n")
	change(readme(p), PM_TEXT)
	first[p] = ITEM_PATHS + 1
	for (i = 1; i <= items; i++) {
		if (i % 2)
			owner = one_of(person, PEOPLE)
		item(i, "proposed", owner, "")
		g = ++ITEM_PATHS
		item_path[g] = "postmortems/" PM_ID "/actions/" ITEM_NAME[i] ".md"
		text_of[item_path[g]] = ITEM_TEXT[i]
		state_of[g] = "proposed"
		owner_of[g] = owner
	}
	last[p] = ITEM_PATHS
	active[++ACTIVE] = p
	return p
}

function plan_review(p,    g) {
	plan(leader[p], "postmortem: " name_of[p] " is ready for review\n")
	set_key(readme(p), "status", "in-review")
	for (g = first[p]; g <= last[p]; g++)
		change(item_path[g], text_of[item_path[g]])
	stage[p] = 1
}

function plan_debrief(p,    text) {
	if (NOW < began[p] + 4 * 86400)
		return 0
	plan(leader[p], "postmortem: debrief of " name_of[p] "\n")
	text = text_of[readme(p)]
	sub(/\nstatus: in-review/, "\nstatus: reviewed", text)
	sub(/\n---\n\n#/, "\n" debrief[p] "&", text)
	change(readme(p), text)
	stage[p] = 2
	return 1
}

# All that its owner accepts, in one commit.
function plan_promises(p,    g, owner) {
	if (NOW < began[p] + 6 * 86400)
		return 0
	owner = ""
	for (g = first[p]; g <= last[p]; g++) {
		if (state_of[g] != "proposed" || \
		    (owner != "" && owner_of[g] != owner))
			continue
		if (owner == "") {
			owner = owner_of[g]
			plan(owner, "postmortem: accept what is ours of " \
				name_of[p] "\n")
		}
		set_state(g, "accepted")
		CHANGES--
		set_key(item_path[g], "due", \
			date_of(today() + between(10, 60)), "priority")
	}
	if (owner == "")
		stage[p] = 3
	return owner != ""
}

# The next open item of it goes on, moves its date, or comes to its end.
function plan_step(p,    g, n, path) {
	g = first[p] + roll(items)
	for (n = 0; n < items && state_of[g] !~ /^(accepted|in-progress)$/; n++)
		g = g < last[p] ? g + 1 : first[p]
	if (n == items)
		return plan_close(p)
	path = item_path[g]
	n = roll(10)
	if (n < 2 && state_of[g] == "accepted") {
		plan(owner_of[g], "postmortem: begin " id_of(g) "\n")
		set_state(g, "in-progress")
	} else if (n < 3) {
		plan(owner_of[g], "postmortem: " id_of(g) " takes longer\n\n" \
			"Postmortem-Reason: " one_of(reason, REASONS) "\n")
		set_key(path, "due", date_of(today() + between(10, 60)))
	} else if (n < 9) {
		plan(owner_of[g], "postmortem: " id_of(g) " is done\n\n" \
			"Postmortem-Closes: " id_of(g) "\n")
		set_state(g, "done")
		CHANGES--
		set_key(path, "evidence", \
			sprintf("https://git.example.com/c/%07x", \
				between(16777216, 268435455)), "ticket")
	} else {
		plan(owner_of[g], "postmortem: decline " id_of(g) "\n")
		set_state(g, "declined")
		CHANGES--
		set_key(path, "reason", "covered by other work", "ticket")
	}
	return 1
}

function plan_close(p) {
	plan(leader[p], "postmortem: close " name_of[p] "\n")
	set_key(readme(p), "status", "closed")
	stage[p] = 4
	return 1
}

function plan_advance(p) {
	if (!stage[p]) {
		plan_review(p)
		return 1
	}
	if (stage[p] == 1)
		return plan_debrief(p)
	if (stage[p] == 2 && plan_promises(p))
		return 1
	return stage[p] == 3 && plan_step(p)
}

# What somebody sees in an old one: a sentence, a priority, a better name.
function plan_care(p, may_rename,    g, old) {
	g = first[p] + roll(items)
	plan(one_of(person, PEOPLE), "postmortem: care for " name_of[p] "\n")
	if (!stage[p] || roll(2)) {
		change(readme(p), text_of[readme(p)] "- " one_of(words, WORDS))
	} else if (may_rename && !roll(10)) {
		old = item_path[g]
		sub(/\.md$/, "-again.md", item_path[g])
		RENAMED = "R " old " " item_path[g]
		text_of[item_path[g]] = text_of[old]
		delete text_of[old]
	} else {
		set_key(item_path[g], "priority", one_of(priority, 3))
	}
}

# --- who works on which one where ---

# A branch must know the newest of what it changes, and nobody else may
# change that until it is merged.
function is_free(p, b) {
	return held[p] == b || (!held[p] && (!b || touched[p] <= base[b]))
}

function plan_records(b,    i, p, tries) {
	TOUCHED++
	if (POSTMORTEMS < 3 || \
	    (POSTMORTEMS < postmortems && POSTMORTEMS * commits < postmortems * N))
		return plan_postmortem()
	for (tries = 0; tries < 9 && ACTIVE && roll(12); tries++) {
		i = roll(ACTIVE) + 1
		p = active[i]
		if (!is_free(p, b) || !plan_advance(p))
			continue
		if (stage[p] == 4)
			active[i] = active[ACTIVE--]
		return p
	}
	do {
		p = roll(POSTMORTEMS) + 1
	} while (!is_free(p, b) && tries++ < 99)
	if (!is_free(p, b))
		return plan_postmortem()
	plan_care(p, !b)
	return p
}

# The item that the bench asks for, at seven tenths of the history.
function plan_life(step) {
	if (step == 1) {
		LIVES_IN = plan_postmortem()
		stage[LIVES_IN] = 1
		ACTIVE--
		FOLLOWED = "postmortems/" PM_ID \
			"/actions/page-before-expiry.md"
		print FOLLOWED >note
		close(note)
		text_of[FOLLOWED] = "---\n" \
			"title: Page a month before the certificate expires\n" \
			"state: proposed\nowner: alice\nteam: platform\n" \
			"type: detect\npriority: high\n---\n" \
			"The exporter knows the date; the alert is missing.\n"
	}
	plan("alice", "postmortem: page before expiry\n" \
		(step > 2 && step < 6 ? "\nPostmortem-Reason: " \
			one_of(reason, REASONS) "\n" : ""))
	if (step == 1)
		change(readme(LIVES_IN), text_of[readme(LIVES_IN)])
	set_key(FOLLOWED, "state", life_state[step])
	if (step > 1) {
		CHANGES--
		set_key(FOLLOWED, "due", date_of(today() + 90), "priority")
	}
	if (step == 7) {
		CHANGES--
		set_key(FOLLOWED, "evidence", \
			"https://git.example.com/c/1a2b3c4", "due")
	}
}

function work_on_main(    p) {
	if (LIVED < 7 && N >= life[LIVED + 1] * commits / 100) {
		plan_life(++LIVED)
		TOUCHED++
	} else if (TOUCHED * 20 < N && roll(2)) {
		p = plan_records(0)
	} else {
		plan_work()
	}
	write_commit("main", 0, 0)
	if (p)
		touched[p] = N
	MAIN = N
}

function open_branch(    b) {
	for (b = 1; left[b] || tip[b]; b++)
		if (b == BRANCHES)
			return
	left[b] = between(1, 5)
	base[b] = MAIN
	remembers[b] = !roll(10)
	of_branch[b] = 0
	OPEN++
}

function work_on_branch(b,    i, p) {
	if (!left[b]) {
		merge_branch(b)
		return
	}
	if (remembers[b] && roll(2)) {
		p = plan_records(b)
		held[p] = b
	} else {
		plan_work()
	}
	write_commit("side" b, tip[b] ? 0 : base[b], 0)
	for (i = 1; i <= CHANGES; i++)
		changed_on[b, ++of_branch[b]] = CHANGED[i]
	tip[b] = N
	left[b]--
}

function merge_branch(b,    i, p) {
	plan(one_of(person, PEOPLE), "Merge the branch of " \
		one_of(noun, NOUNS) "\n")
	for (i = 1; i <= of_branch[b]; i++)
		CHANGED[++CHANGES] = changed_on[b, i]
	write_commit("main", 0, tip[b])
	for (p = 1; remembers[b] && p <= POSTMORTEMS; p++) {
		if (held[p] == b) {
			held[p] = 0
			touched[p] = N
		}
	}
	MAIN = N
	tip[b] = 0
	OPEN--
}

function work(    b) {
	if (roll(100) < 8 && N + BRANCHES * 6 < commits)
		open_branch()
	if (OPEN && (roll(2) || N + BRANCHES * 6 >= commits)) {
		b = roll(BRANCHES) + 1
		while (!left[b] && !tip[b])
			b = b % BRANCHES + 1
		work_on_branch(b)
	} else {
		work_on_main()
	}
}

function vocabulary(    i) {
	AREAS = split("checkout payments search catalogue login sessions " \
		"inventory shipping invoices mail notifications gateway " \
		"billing reports images tools libs deploy docs tests", area, " ")
	VERBS = split("Fix|Simplify|Speed up|Rename|Document|Test|Split|" \
		"Rework|Guard|Log", verb, "|")
	NOUNS = split("the retry loop|the parser|a timeout|the cache|" \
		"the connection pool|the queue|an index|the form|the import|" \
		"the health check|the configuration|error messages", noun, "|")
	REASONS = split("the vendor delivers later|on call took the week|" \
		"the migration goes first|a part of it was harder", reason, "|")
	split("low medium high", priority, " ")
	SERVICE = "search"
	OTHER = "login"
	BEGAN = 600
	WORDS = CODES = 60
	for (i = 1; i <= WORDS; i++) {
		words[i] = paragraph(1 + i % 3)
		code[i] = sprintf("#include \"part%d.h\"\n\n" \
			"/*\n * %s */\nint part_%d(int value)\n{\n" \
			"\treturn value + %d;\n}\n", \
			i, paragraph(2), i, roll(9999))
	}
}

BEGIN {
	setup()
	seed(3)
	vocabulary()
	FILES = 3000
	BRANCHES = 4
	SPAN = 2920 * 86400
	START = TODAY * 86400 - SPAN
	split("5 8 30 50 70 80 95", life, " ")
	split("proposed accepted accepted accepted accepted in-progress done", \
		life_state, " ")
	plan("alice", "everything so far\n")
	change(".postmortem/policy.yaml", policy())
	for (k = 0; k < FILES; k++)
		change(source(k), source_text())
	write_commit("main", 0, 0)
	while (N < commits)
		work()
	print "done"
}

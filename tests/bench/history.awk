# SPDX-License-Identifier: MIT
#
# A history of `commits` commits over eight years: mostly source code, on a
# main line and on side branches that are merged; one in twenty touches a
# post-mortem. One action item is followed through its life, in seven
# commits spread over the whole; its path goes to the file `note`.
#
#	awk -v commits=N -v note=FILE -f records.awk -f history.awk

function write_file(path, text) {
	CHANGED[++CHANGES] = path
	text_of[path] = text
	put(path, text)
}

function begin_commit(branch, message) {
	N++
	printf "commit refs/heads/%s\nmark :%d\n", branch, N
	printf "committer %s <%s@example.com> %d +0000\ndata %d\n%s\n", \
		person[N % PEOPLE + 1], person[N % PEOPLE + 1], \
		(TODAY - 2920) * 86400 + int(N * (2920 * 86400 / commits)), \
		length(message), message
}

function source(k) {
	return sprintf("src/%s/part%02d/file%05d.c", \
		service[k % SERVICES + 1], int(k / SERVICES) % 40, k)
}

function edit_source(    i) {
	for (i = between(1, 3); i > 0; i--)
		write_file(source(roll(FILES)), \
			sprintf("int value_%d(void)\n{\n\treturn %d;\n}\n", \
				N, roll(100000)))
}

function add_postmortem(k,    i) {
	make_postmortem(k, 3, 200 + k % 2000)
	write_file("postmortems/" PM_ID "/README.md", PM_TEXT)
	for (i = 1; i <= ITEMS; i++) {
		item_path[++ITEM_PATHS] = "postmortems/" PM_ID "/actions/" \
			ITEM_NAME[i] ".md"
		write_file(item_path[ITEM_PATHS], ITEM_TEXT[i])
	}
}

# Somebody moves a date or, where there is none, the priority.
function edit_item(    path, text) {
	path = one_of(item_path, ITEM_PATHS)
	text = text_of[path]
	if (!sub(/\ndue: [0-9-]+/, "\ndue: " date_of(TODAY - roll(900)), text))
		sub(/\npriority: [a-z]+/, \
			"\npriority: " (N % 2 ? "low" : "high"), text)
	if (text == text_of[path])
		text = text "\nSeen again in commit " N ".\n"
	write_file(path, text)
}

# The item that the bench asks for, at each tenth of the history in `life`.
function live(step) {
	if (step == 1) {
		add_postmortem(++POSTMORTEMS)
		FOLLOWED = "postmortems/" PM_ID "/actions/page-before-expiry.md"
		print FOLLOWED >note
		close(note)
	}
	write_file(FOLLOWED, "---\n" \
		"title: Page a month before the certificate expires\n" \
		"state: " life_state[step] "\nowner: alice\nteam: platform\n" \
		"type: detect\npriority: high\n" \
		(step > 1 ? "due: " life_due[step] "\n" : "") \
		(step == 7 ? "evidence: https://git.example.com/c/1a2b3c4\n" \
			: "") \
		"---\nThe exporter knows the date; the alert is missing.\n")
}

function touch_postmortem() {
	if (LIVED < 7 && N >= life[LIVED + 1] * commits / 100)
		live(++LIVED)
	else if (++TOUCHED % 4 == 0)
		add_postmortem(++POSTMORTEMS)
	else
		edit_item()
}

# Four commits on main, two on a branch from the third, and their merge.
function cycle(    base, tip, i) {
	for (i = 0; i < 4; i++) {
		if (i == 3)
			base = N
		begin_commit("main", "work on " one_of(service, SERVICES) "\n")
		CHANGES = 0
		edit_source()
	}
	tip = N
	begin_commit("side", "begin " one_of(task, TASKS) "\n")
	printf "from :%d\n", base
	CHANGES = 0
	edit_source()
	begin_commit("side", "finish it\n")
	if (++CYCLES % 3 == 0)
		touch_postmortem()
	else
		edit_source()
	begin_commit("main", "merge the side branch\n")
	printf "from :%d\nmerge :%d\n", tip, N - 1
	for (i = 1; i <= CHANGES; i++)
		put(CHANGED[i], text_of[CHANGED[i]])
}

BEGIN {
	setup()
	FILES = 2000
	POSTMORTEMS = 300
	split("10 12 30 50 70 80 95", life, " ")
	split("proposed accepted accepted accepted accepted in-progress done", \
		life_state, " ")
	split("- 2020-05-01 2020-09-01 2021-03-01 2022-01-10 2023-02-01 " \
		"2025-06-01", life_due, " ")
	begin_commit("main", "everything so far\n")
	put(".postmortem/policy.yaml", policy())
	for (k = 0; k < FILES; k++)
		put(source(k), "int value(void);\n")
	for (k = 1; k <= POSTMORTEMS; k++)
		add_postmortem(k)
	seed(2)
	while (N + 7 <= commits)
		cycle()
	while (N < commits) {
		begin_commit("main", "last touches\n")
		edit_source()
	}
	print "done"
}

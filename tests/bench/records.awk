# SPDX-License-Identifier: MIT
#
# Post-mortems and action items that a team might have written, out of a
# number: make_postmortem(k) is the same text on every machine. It sets
#
#	PM_ID PM_TEXT			the folder's name and its README.md
#	ITEMS ITEM_NAME[i] ITEM_TEXT[i]	its action items
#
# Run with LC_ALL=C: fast-import counts bytes.

# A generator of our own (Lehmer's): rand() differs from awk to awk.
function seed(n) {
	SEED = n * 7919 % 2147483646 + 1
	roll(2)
	roll(2)
}

function roll(n) {
	SEED = SEED * 16807 % 2147483647
	return int(SEED / 2147483647 * n)
}

function between(low, high) {
	return low + roll(high - low + 1)
}

function one_of(list, nr) {
	return list[roll(nr) + 1]
}

# Days and minutes since 1970, as people write them.
function date_of(days,    era, day, year, of_year, month) {
	days += 719468
	era = int(days / 146097)
	day = days - era * 146097
	year = int((day - int(day / 1460) + int(day / 36524) \
		- int(day / 146096)) / 365)
	of_year = day - (365 * year + int(year / 4) - int(year / 100))
	month = int((5 * of_year + 2) / 153)
	day = of_year - int((153 * month + 2) / 5) + 1
	month += month < 10 ? 3 : -9
	return sprintf("%04d-%02d-%02d", year + era * 400 + (month <= 2), \
		month, day)
}

function clock_of(minutes) {
	return sprintf("%02d:%02d", int(minutes / 60) % 24, minutes % 60)
}

function time_of(minutes, zone,    local) {
	local = minutes + zone * 60
	return sprintf("%sT%s:00%s", date_of(int(local / 1440)), \
		clock_of(local), zone ? sprintf("+%02d:00", zone) : "Z")
}

function setup(    i) {
	TODAY = 20778 # 2026-11-21
	PEOPLE = split("alice bob carol dave erin faythe grace heidi ivan " \
		"judy kim leila mona niaj olivia peggy quentin rupert sybil " \
		"trent ursula victor walter xenia yusuf zoe", person, " ")
	TEAMS = split("payments checkout search platform identity data " \
		"mobile storefront logistics network", team, " ")
	SERVICES = split("checkout payments search catalogue login sessions " \
		"inventory shipping invoices mail notifications gateway " \
		"billing reports images recommendations", service, " ")
	SYMPTOMS = split("latency|errors|outage|data-delay|lost-messages|" \
		"certificate-expiry|disk-full|failed-deploy|timeouts|" \
		"wrong-prices|slow-queries|queue-backlog", symptom, "|")
	TITLES = split("Requests to @s were slow|@s answered with errors|" \
		"@s was not reachable|Data of @s arrived hours late|" \
		"Messages to @s were lost|The certificate of @s expired|" \
		"The disks of @s were full|A deploy of @s had to be undone|" \
		"Calls to @s timed out|@s showed wrong prices|" \
		"Slow queries held @s up|The queue of @s grew for hours", \
		title, "|")
	PLACES = split("Zürich Dublin Frankfurt Stockholm Lisbon Warsaw", \
		place, " ")
	TASKS = split("Alert on @s before its queue holds @n messages|" \
		"Add a limit of @n connections to @s|" \
		"Renew the certificate of @s by a timer|" \
		"Rehearse restoring @s from a backup|" \
		"Ship @s behind a flag that one command turns off|" \
		"Move @s to its own database host|" \
		"Write a runbook for failing @s over to @p|" \
		"Reject a configuration of @s that has no timeout|" \
		"Show the age of the oldest message of @s on the board|" \
		"Test @s with @n parallel sessions before a release|" \
		"Page the owner of @s when retries pass @n a minute|" \
		"Remove the shared cache between @s and @o", task, "|")
	KINDS = split("detect prevent prevent process mitigate prevent " \
		"process prevent detect prevent detect prevent", kind, " ")
	PROSE = 0
	prose("At @c the latency of @s rose from 80 ms to more than @n ms.")
	prose("About @n requests in a hundred thousand were answered with " \
		"an error, most of them from @p.")
	prose("The deploy of @o had finished twelve minutes before, and " \
		"nothing in its own graphs looked unusual.")
	prose("Every instance of @s opened its connections anew at the same " \
		"moment, which the database in @p could not take.")
	prose("The retry of the client has no upper bound, so each slow " \
		"answer produced up to @n further requests.")
	prose("The alert watched the mean over all regions; @p alone did " \
		"not move it far enough.")
	prose("Two runbooks described the failover of @s, and they differed " \
		"in the order of the steps.")
	prose("Capacity had last been measured when @s served half of " \
		"today's traffic.")
	prose("The timeout between @s and @o is longer than the one in " \
		"front of it, therefore work went on for answers that " \
		"nobody was waiting for any more.")
	prose("The dashboard showed the number of messages, not their age, " \
		"and stayed green while deliveries were an hour late.")
	prose("The team had agreed in spring to move @o off that host; " \
		"other work came first, as everybody had decided together.")
	prose("Orders were accepted and stored but confirmations left with " \
		"a delay of up to @n minutes.")
	prose("No data was lost: the log of @s kept every event and was " \
		"replayed during the night.")
	prose("The support desk counted @n calls and @n messages on that " \
		"day, four times as many as usual.")
	prose("Customers who were signed in already did not notice, since " \
		"their sessions live in a cache of their own.")
	prose("Rolling back took longer than it should, because the older " \
		"image was no longer in the registry of @p.")
	prose("The on-call engineer of the @t team opened a bridge at @c " \
		"and named a person for communication at once.")
	prose("We first believed the network in @p to be the cause, since " \
		"packet loss had been reported on the day before.")
	prose("Lowering the number of workers to @n brought the load of the " \
		"database back below its limit within minutes.")
	prose("The change had been reviewed and tested; the test data holds " \
		"only a few hundred rows, where production holds @n million.")
	prose("A feature flag allowed to turn the new query off without a " \
		"deploy, which saved about half an hour.")
	prose("The health check of @s asks for a static page and says " \
		"nothing about its database.")
	prose("Logs of @o were sampled, so that the failing requests had to " \
		"be found by their trace ids.")
	prose("The vendor of the load balancer confirmed that a table in it " \
		"has room for @n entries.")
	LOGS = split("upstream timed out after 30000 ms|connection refused|" \
		"too many connections (max @n)|retry 5 of 5 failed|" \
		"queue length @n|lock wait timeout exceeded|" \
		"health check ok|worker restarted", log_line, "|")
}

function prose(sentence) {
	sentence_of[++PROSE] = sentence
}

# @s is the service, @o another one, @t a team, @p a place, @c a time of day,
# @n a number.
function fill(text) {
	if (!index(text, "@"))
		return text
	gsub(/@s/, SERVICE, text)
	gsub(/@o/, OTHER, text)
	gsub(/@t/, one_of(team, TEAMS), text)
	gsub(/@p/, one_of(place, PLACES), text)
	gsub(/@c/, clock_of(BEGAN + roll(60)), text)
	while (sub(/@n/, between(2, 60) * 10, text))
		;
	return text
}

# `nr` sentences, none twice in a row, broken into lines as people do.
function paragraph(nr,    at, line, out) {
	at = roll(PROSE)
	out = ""
	while (nr-- > 0) {
		at = (at + between(1, 5)) % PROSE
		line = line (line == "" ? "" : " ") fill(sentence_of[at + 1])
		while (length(line) > 78)
			line = wrap(line)
	}
	out = WRAPPED line "\n"
	WRAPPED = ""
	return out
}

function wrap(line,    at) {
	for (at = 78; at > 1 && substr(line, at, 1) != " "; at--)
		;
	WRAPPED = WRAPPED substr(line, 1, at - 1) "\n"
	return substr(line, at + 1)
}

function bullets(nr,    out, text) {
	while (nr-- > 0) {
		text = paragraph(1)
		gsub(/\n/, "\n  ", text)
		sub(/ +$/, "", text)
		out = out "- " text
	}
	return out
}

function timeline(nr,    at, out, i, text) {
	out = "| Time (UTC) | Event |\n| :--------- | :---- |\n"
	at = BEGAN
	for (i = 0; i < nr; i++) {
		text = paragraph(1)
		gsub(/\n/, " ", text)
		out = out sprintf("| %s %s | %s[graph]" \
			"(https://graphs.example.com/d/%05d) |\n", \
			date_of(int(at / 1440)), clock_of(at), text, \
			roll(99999))
		at += between(1, 9)
	}
	return out
}

function logs(nr,    out, i) {
	out = "```\n"
	for (i = 0; i < nr; i++)
		out = out sprintf("%s:%02d %s-%d %s\n", \
			clock_of(BEGAN + i), roll(60), SERVICE, \
			roll(9), fill(one_of(log_line, LOGS)))
	return out "```\n"
}

# A draft is what the template leaves; the others have been written.
function section(name, text) {
	if (STATUS == "draft" && name !~ /Summary|Timeline/)
		text = "<!-- not written yet -->\n"
	return "\n" (name ~ /^W/ ? "###" : "##") " " name "\n\n" text
}

function body() {
	return section("Summary", paragraph(3)) \
		section("Impact", paragraph(2) "\n" bullets(3)) \
		section("Timeline", timeline(between(7, 10))) \
		section("Contributing factors", \
			paragraph(3) "\n" logs(6) "\n" paragraph(2)) \
		section("Response", paragraph(3)) \
		section("Lessons learned", paragraph(1)) \
		section("What went well", bullets(2)) \
		section("What went poorly", bullets(2)) \
		section("Where we got lucky", bullets(1)) \
		section("Open questions", bullets(2)) \
		section("Action items", "See [actions](actions/); each has " \
			"an owner who\naccepted it after the debrief.\n")
}

# Most old ones are closed, young ones are being written; WRITTEN_AS says it
# for all.
function choose_status(age) {
	if (WRITTEN_AS)
		return WRITTEN_AS
	if (age < 5)
		return "draft"
	if (age < 15)
		return "in-review"
	return age > 30 && roll(4) ? "closed" : "reviewed"
}

function choose_state(    n) {
	n = roll(10)
	if (STATUS == "closed")
		return n < 8 ? "done" : "declined"
	if (STATUS == "draft" || STATUS == "in-review")
		return "proposed"
	return n < 1 ? "proposed" : n < 5 ? "accepted" : \
		n < 7 ? "in-progress" : n < 9 ? "done" : "declined"
}

function attend(name) {
	if (index(ATTENDEES " ", " " name " ") == 0)
		ATTENDEES = ATTENDEES " " name
}

# Four events that lead to what the fields say.
function history(state, owner, due, evidence,    out, day) {
	day = substr(due, 1, 4) - 1 substr(due, 5)
	out = "\n## History\n\n- " day " " owner ": proposed, owner " owner "\n"
	if (state == "proposed")
		return out "- " day " " owner ": owner alice: on leave\n- " \
			day " alice: owner bob\n- " day " bob: owner " owner \
			": back again\n"
	out = out "- " day " " owner ": accepted, due " day "\n"
	out = out "- " day " " owner ": due " due ": " OTHER \
		" is late, and we need it first\n"
	if (state == "accepted")
		return out "- " day " " owner ": due " due ": still so\n"
	return out "- " day " " owner ": " state \
		(state == "done" ? ", evidence " evidence : "") "\n"
}

function item(i, state, owner, due,    n, text, name, evidence) {
	n = roll(TASKS)
	text = fill(task[n + 1])
	name = tolower(text)
	gsub(/[^a-z0-9]+/, "-", name)
	ITEM_NAME[i] = substr(name, 1, 40) "-" i
	sub(/-+/, "-", ITEM_NAME[i])
	text = "---\ntitle: " text "\nstate: " state "\nowner: " owner \
		"\nteam: " one_of(team, TEAMS) "\ntype: " kind[n + 1] \
		"\npriority: " (roll(3) ? "medium" : "high") "\n"
	if (state != "proposed")
		text = text "due: " due "\n"
	text = text sprintf("ticket: https://tracker.example.com/OPS-%d\n", \
		between(1000, 99999))
	if (state == "done") {
		evidence = sprintf("https://git.example.com/c/%07x", \
			between(16777216, 268435455))
		text = text "evidence: " evidence "\n"
	}
	if (state == "declined")
		text = text "reason: covered by the work on " OTHER "\n"
	ITEM_TEXT[i] = text "---\n" paragraph(2)
	if (EVENTS)
		ITEM_TEXT[i] = ITEM_TEXT[i] history(state, owner, due, evidence)
}

# `items` of them; `age` in days puts it on the calendar.
function make_postmortem(k, items, age,    severity, zone, n, i, owner, lead, \
		facilitator, head) {
	seed(k + 1)
	SERVICE = one_of(service, SERVICES)
	OTHER = one_of(service, SERVICES)
	STATUS = choose_status(age)
	n = roll(SYMPTOMS) + 1
	BEGAN = (TODAY - age) * 1440 + between(1, 1200)
	PM_ID = sprintf("%s-%s-%s-%d", date_of(TODAY - age), SERVICE, \
		symptom[n], k)
	severity = roll(5)
	severity = severity < 1 ? "critical" : severity < 3 ? "major" : "minor"
	zone = roll(3)
	i = roll(PEOPLE)
	owner = person[i + 1]
	lead = person[(i + 7) % PEOPLE + 1]
	facilitator = person[(i + 13) % PEOPLE + 1]
	ATTENDEES = ""
	attend(owner)
	attend(lead)
	attend(facilitator)

	ITEMS = items
	for (i = 1; i <= items; i++) {
		head = one_of(person, PEOPLE)
		attend(head)
		item(i, choose_state(), head, \
			date_of(TODAY - age + between(10, 90)))
	}

	gsub(/ /, ", ", ATTENDEES)
	head = "---\ntitle: \"" title[n] "\"\nstatus: " STATUS \
		"\nseverity: " severity "\nowner: " owner "\nlead: " lead \
		"\nteams: [" one_of(team, TEAMS) "]\nservices: [" SERVICE \
		(SERVICE == OTHER ? "" : ", " OTHER) "]\n" \
		sprintf("incident: https://incidents.example.com/%d\n", k)
	gsub(/@s/, SERVICE, head)
	head = head "started: " time_of(BEGAN, zone) \
		"\ndetected: " time_of(BEGAN + between(1, 20), zone) \
		"\nmitigated: " time_of(BEGAN + between(30, 90), zone) \
		"\nresolved: " time_of(BEGAN + between(100, 400), zone) "\n"
	if (STATUS == "reviewed" || STATUS == "closed")
		head = head "debrief:\n  date: " date_of(TODAY - age + 4) \
			"\n  facilitator: " facilitator \
			"\n  attendees: [" substr(ATTENDEES, 3) "]\n"
	PM_TEXT = head "---\n\n# " title[n] "\n" body()
	gsub(/@s/, SERVICE, PM_TEXT)
}

# The policy of such a team: who is who, everything else as it comes.
function policy(    text, i) {
	text = "soak-days: 2\npeople:\n"
	for (i = 1; i <= PEOPLE; i++)
		text = text sprintf("  %s: {name: %s, email: %s@example.com, " \
			"teams: [%s]}\n", person[i], \
			toupper(substr(person[i], 1, 1)) substr(person[i], 2), \
			person[i], team[i % TEAMS + 1])
	return text
}

# What fast-import reads.
function put(path, text) {
	printf "M 644 inline %s\ndata %d\n%s\n", path, length(text), text
}

function commit(mark, author, seconds, message) {
	printf "commit refs/heads/main\n"
	if (mark)
		printf "mark :%d\n", mark
	printf "committer %s <%s@example.com> %d +0000\ndata %d\n%s\n", \
		author, author, seconds, length(message), message
}

function put_postmortem(root,    i) {
	put(root "/" PM_ID "/README.md", PM_TEXT)
	for (i = 1; i <= ITEMS; i++)
		put(root "/" PM_ID "/actions/" ITEM_NAME[i] ".md", \
			ITEM_TEXT[i])
}

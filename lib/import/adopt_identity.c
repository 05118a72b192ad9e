/* SPDX-License-Identifier: MIT */
#include "import/adopt_document.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"
#include "syntax/link.h"

#define MAX_KEY 80	 /* bytes of an incident's key */
#define MIN_KEY_DIGITS 3 /* INC123; with a dash fewer will do */
#define MAX_LIST_VALUE 200

/* --- the incident's key --- */

/* A key such as INC-123 or PM2022-006 at `s`: its length. */
static size_t key_at(const char *s)
{
	static const char plain[] =
		"inc|incident|pm|pir|rca|ir|case|postmortem";
	size_t letters = 0, digits, len;
	bool upper = true, dash;
	struct moment moment;

	while (isalpha((unsigned char)s[letters])) {
		upper &= isupper((unsigned char)s[letters]) != 0;
		letters++;
	}
	len = letters;
	dash = s[len] == '-' || s[len] == '_';
	len += dash;
	digits = strspn(s + len, "0123456789");
	if (letters < 2 || !digits || (!dash && digits < MIN_KEY_DIGITS))
		return 0;
	if (!upper && !pm_words_begin(plain, s))
		return 0;
	/* incident-2021-03-04-... is a day. */
	if (pm_moment_find(&moment, s + len, 0, SLASH_UNKNOWN) &&
	    !moment.start && moment.day)
		return 0;
	len += digits;
	if (s[len] == '-' && isdigit((unsigned char)s[len + 1]))
		len += 1 + strspn(s + len + 1, "0123456789");
	return isalnum((unsigned char)s[len]) ? 0 : len;
}

static const char *key_in_name(struct adoption *a)
{
	const char *name = pm_path_base(a->source->path);
	size_t len = key_at(name);

	return len && !pm_words_severity(pm_arena_strndup(a->arena, name, len),
					 a->policy, true)
		       ? pm_arena_strndup(a->arena, name, len)
		       : NULL;
}

/* "(incident #465)", "[INC-123]", "INC-123: ..." */
static const char *key_in_title(struct adoption *a, const char *title)
{
	struct moment moment;
	const char *number = title ? strcasestr(title, "incident ") : NULL;
	size_t len = title ? key_at(title + (*title == '[')) : 0;

	if (number) {
		number += strlen("incident ");
		len = *number == '#';
		len += strspn(number + len, "0123456789");
		if (len > 1 && strchr(":)] ", number[len]) &&
		    !pm_moment_find(&moment, number, 0, a->order))
			return pm_arena_strndup(a->arena, number, len);
		len = key_at(title + (*title == '['));
	}
	if (!len || pm_words_severity(title, a->policy, true))
		return NULL;
	title += *title == '[';
	return strchr("]: -", title[len])
		       ? pm_arena_strndup(a->arena, title, len)
		       : NULL;
}

/* A label "Incident:" may also be followed by a story. */
static const char *key_of_fact(const struct fact *fact)
{
	if (fact->link && strstr(fact->link, "://"))
		return fact->link;
	if (fact->is_prose || strlen(fact->value) > MAX_KEY ||
	    !strpbrk(fact->value, "0123456789") ||
	    (strchr(fact->value, ' ') && !key_at(fact->value) &&
	     *fact->value != '#'))
		return NULL;
	return fact->value;
}

static void read_incident(struct adoption *a)
{
	const char *key = NULL;

	for (size_t i = 0; i < a->facts && !key; i++) {
		if (a->fact[i].label.meaning == M_INCIDENT)
			key = key_of_fact(&a->fact[i]);
	}
	if (!key)
		key = key_in_title(a, pm_adopt_heading(a));
	if (!key)
		key = key_in_name(a);
	pm_adopt_give(a, PM_F_INCIDENT, key);
}

/* --- status, severity, owner --- */

/* Whether a value still offers a choice: "SEV1 / SEV2", "draft | final". */
static bool is_choice(struct adoption *a, const char *value, bool of_status)
{
	struct pm_strlist pieces = { 0 };
	const char *first = NULL;
	bool differ = false;

	pm_strlist_split(&pieces, value, "/|;,");
	for (size_t i = 0; i < pieces.nr && !differ; i++) {
		const char *piece = pieces.item[i], *is;
		enum pm_status status = pm_words_status(
			pm_adopt_normal(a, piece, strlen(piece)));

		if (of_status)
			is = status == PM_STATUSES ? NULL
						   : pm_status_name[status];
		else
			is = pm_words_severity(piece, a->policy, false);
		differ = first && is && strcmp(first, is);
		first = first ? first : is;
	}
	pm_strlist_release(&pieces);
	return differ;
}

static void read_status(struct adoption *a)
{
	const struct fact *fact = pm_adopt_fact(a, M_STATUS);
	enum pm_status status = PM_STATUSES;

	if (a->given[PM_F_STATUS].nr)
		return;
	if (fact) {
		size_t len = strcspn(fact->value, ".(;");

		status = pm_words_status(pm_adopt_normal(a, fact->value, len));
		if (is_choice(a, fact->value, true))
			status = PM_STATUSES;
		if (status == PM_STATUSES && !fact->is_prose)
			pm_adopt_remark(a, fact->line,
					"\"%s\" is not taken for a status",
					fact->value);
	}
	if (status == PM_STATUSES && a->source->status) {
		pm_adopt_give(a, PM_F_STATUS, a->source->status);
		return;
	}
	a->out->status_assumed = status == PM_STATUSES;
	pm_adopt_give(
		a, PM_F_STATUS,
		pm_status_name[status == PM_STATUSES ? PM_DRAFT : status]);
}

static void list_severities(const struct pm_policy *policy, struct pm_buf *out)
{
	for (size_t i = 0; i < policy->severities; i++)
		pm_buf_addf(out, "%s%s", i ? ", " : "",
			    policy->severity[i].name);
}

static void read_severity(struct adoption *a)
{
	const struct fact *fact = pm_adopt_fact(a, M_SEVERITY);
	const char *severity = NULL;
	const char *heading = pm_adopt_heading(a);
	struct pm_buf known = { 0 };

	if (a->given[PM_F_SEVERITY].nr)
		return;
	if (!fact)
		fact = pm_adopt_fact(a, M_PRIORITY);
	if (fact && !is_choice(a, fact->value, false))
		severity = pm_words_severity(fact->value, a->policy, false);
	if (fact && severity && strcasecmp(severity, fact->value))
		pm_adopt_remark(a, fact->line,
				"severity \"%s\" is taken for \"%s\"",
				fact->value, severity);
	if (fact && !severity) {
		list_severities(a->policy, &known);
		pm_adopt_remark(a, fact->line,
				"severity \"%s\" is no single one of the "
				"policy's (%s)",
				fact->value, pm_buf_str(&known));
		pm_buf_release(&known);
	}
	if (!severity && heading)
		severity = pm_words_severity(heading, a->policy, true);
	if (!severity)
		severity = a->source->severity;
	pm_adopt_give(a, PM_F_SEVERITY, severity);
}

static void read_owner(struct adoption *a)
{
	static const enum meaning said[] = { M_OWNER, M_AUTHOR };
	const struct pm_person *person;
	bool several = false;
	const char *who = NULL;

	if (a->given[PM_F_OWNER].nr)
		return;
	for (size_t i = 0; i < 2 && !who; i++) {
		const struct fact *fact = pm_adopt_fact(a, said[i]);

		if (!fact || (fact->is_prose && strlen(fact->value) > MAX_KEY))
			continue;
		who = pm_adopt_person(a, fact->value, &several);
		if (several)
			pm_adopt_remark(a, fact->line,
					"\"%s\" are several people: no owner "
					"taken",
					fact->value);
	}
	if (!who)
		who = a->source->owner;
	if (!who && a->source->first_author) {
		person = pm_policy_person(a->policy, a->source->first_author);
		who = person		  ? person->handle
		      : a->policy->people ? NULL
					  : a->source->first_author;
		a->out->owner_from_commit = who != NULL;
	}
	pm_adopt_give(a, PM_F_OWNER, who);
}

/* --- teams, services, debrief --- */

static void read_list(struct adoption *a, enum pm_field field,
		      enum meaning meaning)
{
	const struct fact *fact = pm_adopt_fact(a, meaning);
	struct pm_strlist names = { 0 };

	if (!fact || a->given[field].kept ||
	    strlen(fact->value) > MAX_LIST_VALUE)
		return;
	pm_strlist_split(&names, fact->value, ",;");
	for (size_t i = 0; i < names.nr; i++) {
		if (!pm_words_are_empty(names.item[i]))
			pm_adopt_give(a, field, names.item[i]);
	}
	pm_strlist_release(&names);
}

static void read_debrief(struct adoption *a)
{
	const struct fact *fact = pm_adopt_fact(a, M_DEBRIEF_DATE);
	char day[PM_DATE_LEN];
	struct moment moment;

	if (fact && pm_moment_find(&moment, fact->value, 0, a->order) &&
	    pm_moment_day(&moment) != PM_NO_DATE) {
		pm_date_format(day, pm_moment_day(&moment));
		pm_adopt_give(a, PM_F_DEBRIEF_DATE, day);
	} else if (fact && !fact->is_prose) {
		pm_adopt_remark(a, fact->line,
				"\"%s\" is not a day that can be read",
				fact->value);
	}
	fact = pm_adopt_fact(a, M_RECORDING);
	if (fact && (fact->link || !fact->is_prose))
		pm_adopt_give(a, PM_F_DEBRIEF_RECORDING,
			      fact->link ? fact->link : fact->value);
}

/* Its bytes without blanks. */
static size_t letters_of(const char *s)
{
	size_t nr = 0;

	for (; *s; s++)
		nr += *s != ' ';
	return nr;
}

/* A path is kept to the byte, or not at all. */
static void give_formerly(struct adoption *a)
{
	struct given *given = &a->given[PM_F_FORMERLY];
	const char *path = a->source->path;
	const char *clean = pm_adopt_value(a, PM_F_FORMERLY, path);
	const char **text;

	if (a->source->in_place || given->kept)
		return;
	/* Runs of blanks are the one thing that cleaning may change. */
	if (!clean || strpbrk(path, "\t\r\n") ||
	    !pm_utf8_is_valid(path, strlen(path)) ||
	    letters_of(clean) != letters_of(path)) {
		pm_adopt_remark(a, 0,
				"the old path holds characters that a "
				"field cannot: \"formerly\" is left out");
		return;
	}
	text = pm_arena_alloc(a->arena, sizeof(*text));
	*text = pm_arena_strdup(a->arena, path);
	given->text = text;
	given->nr = 1;
}

void pm_adopt_identity(struct adoption *a)
{
	read_status(a);
	read_severity(a);
	read_owner(a);
	read_list(a, PM_F_TEAMS, M_TEAMS);
	read_list(a, PM_F_SERVICES, M_SERVICES);
	read_incident(a);
	read_debrief(a);
	give_formerly(a);
	pm_adopt_give(a, PM_F_IMPORTED, a->given[PM_F_STATUS].text[0]);
}

/* SPDX-License-Identifier: MIT */
#include "model/adopt_document.h"

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

/* --- the title --- */

static bool is_dividing(const char *s)
{
	return *s && (strchr(" :|,-([_", *s) || !strncmp(s, "–", 3) ||
		      !strncmp(s, "—", 3));
}

static const char *skip_dividers(const char *s)
{
	while (is_dividing(s) || *s == ')' || *s == ']')
		s += (unsigned char)*s >= 0x80 ? 3 : 1;
	return s;
}

/* "Postmortem: ..." and "Incident report - ..." without that. */
static const char *without_genre(const char *title)
{
	static const char genre[] =
		"postmortem|post-mortem|post mortem|postmortem report|"
		"post-mortem report|incident report|incident postmortem|"
		"incident post-mortem|incident review|rca|root cause analysis|"
		"post-incident review|post incident review|retrospective|"
		"incident";
	size_t len = pm_words_begin(genre, title);
	const char *rest = title + len;

	if (!len)
		return title;
	rest += strspn(rest, " ");
	if (*rest != ':' && *rest != '|' && strncmp(rest, "- ", 2) &&
	    strncmp(rest, "–", 3) && strncmp(rest, "—", 3))
		return title;
	rest = skip_dividers(rest);
	return *rest ? rest : title;
}

static const char *const before_days[] = {
	" on the", " on", " of", " at", " in", " from", " since", " vom",
	" am", " du", " del", " the",
};

/* "Outage 2021-03-04" and "Outage - 4 March" end in a day; "Outage of 4 March"
 * would be left with half a phrase. */
static bool is_set_apart(const char *title, size_t day)
{
	size_t end = day;

	while (end && title[end - 1] == ' ')
		end--;
	if (end && strchr(":-([|,", title[end - 1]))
		return true;
	for (size_t i = 0; i < sizeof(before_days) / sizeof(*before_days);
	     i++) {
		size_t n = strlen(before_days[i]);

		if (end >= n &&
		    !strncasecmp(title + end - n, before_days[i], n))
			return false;
	}
	return isdigit((unsigned char)title[day]) != 0;
}

/* Without a day in front or behind: the folder tells it. */
static const char *without_day(struct adoption *a, const char *title)
{
	struct moment moment;
	size_t end = strlen(title);

	if (!pm_moment_find(&moment, title, 0, a->order) ||
	    pm_moment_day(&moment) == PM_NO_DATE)
		return title;
	if (!moment.start || (moment.start == 1 && is_dividing(title))) {
		const char *rest = skip_dividers(title + moment.end);

		return rest > title + moment.end && *rest ? rest : title;
	}
	while (moment.end < end && strchr(")] .", title[moment.end]))
		moment.end++;
	if (moment.end < end || moment.start < 2 ||
	    !is_set_apart(title, moment.start))
		return title;
	end = moment.start;
	while (end && strchr(" :-([|,", title[end - 1]))
		end--;
	return end ? pm_arena_strndup(a->arena, title, end) : title;
}

static const char *clean_title(struct adoption *a, const char *title)
{
	const char *clean = without_genre(title);

	clean = without_genre(without_day(a, clean));
	return pm_text_letters(clean, strlen(clean)) > 2 ? clean : title;
}

/* The file's name without its ending, a day and dashes. */
static const char *name_as_title(struct adoption *a)
{
	const char *name = pm_path_base(a->source->path);
	const char *end = strrchr(name, '.');
	size_t len = end && end > name && strlen(end) <= 9 ?
			     (size_t)(end - name) : strlen(name);
	char *copy = pm_arena_strndup(a->arena, name, len);
	const char *clean;

	/* README.md is named after its folder. */
	if (!strcasecmp(copy, "readme") || !strcasecmp(copy, "index")) {
		const char *dir_end = strrchr(a->source->path, '/');
		const char *dir = dir_end;

		while (dir && dir > a->source->path && dir[-1] != '/')
			dir--;
		if (dir)
			copy = pm_arena_strndup(a->arena, dir,
						(size_t)(dir_end - dir));
	}
	clean = without_day(a, copy);
	if (!strchr(clean, ' ')) {
		char *blanks = pm_arena_strdup(a->arena, clean);

		for (char *p = blanks; *p; p++)
			*p = *p == '-' || *p == '_' ? ' ' : *p;
		clean = blanks;
	}
	return clean_title(a, skip_dividers(clean));
}

/* A heading that speaks of the whole: no section's, no label's name. */
static bool may_be_title(const struct adoption *a, size_t i)
{
	const struct pm_section *section = &a->sections.item[i];

	return section->level <= 2 && *section->title &&
	       pm_text_letters(section->title, strlen(section->title)) &&
	       !a->def[i] && !pm_adopt_is_actions(a, i) &&
	       !pm_adopt_is_timeline(a, i) &&
	       pm_label_meaning(section->normal) == M_NONE;
}

static const char *heading_title(const struct adoption *a)
{
	const struct pm_sections *sections = &a->sections;

	for (size_t i = 0; i < sections->nr; i++) {
		if (sections->item[i].level == 1 && may_be_title(a, i))
			return sections->item[i].title;
	}
	/* The first heading only: the others are sections we do not know. */
	return sections->nr && may_be_title(a, 0) ? sections->item[0].title :
						    NULL;
}

void pm_adopt_title(struct adoption *a)
{
	const struct given *kept = &a->given[PM_F_TITLE];
	const struct fact *fact = pm_adopt_fact(a, M_TITLE);
	const char *title = heading_title(a);

	if (kept->nr) {
		a->out->title = kept->text[0];
		return;
	}
	if (title && pm_words_are_genre(pm_adopt_normal(a, title,
							strlen(title))))
		title = NULL;
	if (!title && fact && !strchr(fact->value, '\n'))
		title = fact->value;
	if (title)
		title = clean_title(a, title);
	if (!title)
		title = name_as_title(a);
	if (!*title)
		title = pm_path_base(a->source->path);
	a->out->title = title;
	pm_adopt_give(a, PM_F_TITLE, title);
}

/* --- the incident's key --- */

/* A key such as INC-123 or PM2022-006 at `s`: its length. */
static size_t key_at(const char *s)
{
	static const char plain[] = "inc|incident|pm|pir|rca|ir|case|postmortem";
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
					 a->policy, true) ?
		       pm_arena_strndup(a->arena, name, len) : NULL;
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
	return strchr("]: -", title[len]) ?
		       pm_arena_strndup(a->arena, title, len) : NULL;
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
		if (a->fact[i].meaning == M_INCIDENT)
			key = key_of_fact(&a->fact[i]);
	}
	if (!key)
		key = key_in_title(a, heading_title(a));
	if (!key)
		key = key_in_name(a);
	pm_adopt_give(a, PM_F_INCIDENT, key);
}

/* --- status, severity, owner --- */

static void read_status(struct adoption *a)
{
	const struct fact *fact = pm_adopt_fact(a, M_STATUS);
	enum pm_status status = PM_STATUSES;

	if (a->given[PM_F_STATUS].nr)
		return;
	if (fact) {
		size_t len = strcspn(fact->value, ".(;");

		status = pm_words_status(
			pm_adopt_normal(a, fact->value, len));
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
	pm_adopt_give(a, PM_F_STATUS,
		      pm_status_name[status == PM_STATUSES ? PM_DRAFT :
							     status]);
}

static void list_severities(const struct pm_policy *policy,
			    struct pm_buf *out)
{
	for (size_t i = 0; i < policy->severities; i++)
		pm_buf_addf(out, "%s%s", i ? ", " : "",
			    policy->severity[i].name);
}

static void read_severity(struct adoption *a)
{
	const struct fact *fact = pm_adopt_fact(a, M_SEVERITY);
	const char *severity = NULL;
	const char *heading = heading_title(a);
	struct pm_buf known = { 0 };

	if (a->given[PM_F_SEVERITY].nr)
		return;
	if (!fact)
		fact = pm_adopt_fact(a, M_PRIORITY);
	if (fact)
		severity = pm_words_severity(fact->value, a->policy, false);
	if (fact && severity && strcasecmp(severity, fact->value))
		pm_adopt_remark(a, fact->line,
				"severity \"%s\" is taken for \"%s\"",
				fact->value, severity);
	if (fact && !severity) {
		list_severities(a->policy, &known);
		pm_adopt_remark(a, fact->line,
				"severity \"%s\" is none of the policy's (%s)",
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
					"taken", fact->value);
	}
	if (!who)
		who = a->source->owner;
	if (!who && a->source->first_author) {
		person = pm_policy_person(a->policy, a->source->first_author);
		who = person		   ? person->handle :
		      a->policy->people ? NULL :
					   a->source->first_author;
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

void pm_adopt_identity(struct adoption *a)
{
	read_status(a);
	read_severity(a);
	read_owner(a);
	read_list(a, PM_F_TEAMS, M_TEAMS);
	read_list(a, PM_F_SERVICES, M_SERVICES);
	read_incident(a);
	read_debrief(a);
	if (!a->source->in_place)
		pm_adopt_give(a, PM_F_FORMERLY, a->source->path);
	pm_adopt_give(a, PM_F_IMPORTED, a->given[PM_F_STATUS].text[0]);
}

/* The folder's name begins with the day: once is enough. */
static const char *without_same_day(struct adoption *a, const char *title)
{
	struct moment moment;
	struct pm_buf rest = { 0 };
	const char *result;

	if (!pm_moment_find(&moment, title, 0, a->order) ||
	    a->day == PM_NO_DATE || pm_moment_day(&moment) != a->day)
		return title;
	pm_buf_add(&rest, title, moment.start);
	pm_buf_rtrim(&rest);
	for (size_t i = 0; i < sizeof(before_days) / sizeof(*before_days);
	     i++) {
		size_t n = strlen(before_days[i]);

		if (rest.len > n && !strcasecmp(rest.ptr + rest.len - n,
						before_days[i])) {
			rest.ptr[rest.len -= n] = '\0';
			break;
		}
	}
	pm_buf_addf(&rest, " %s", title + moment.end);
	result = pm_arena_strdup(a->arena, rest.ptr);
	pm_buf_release(&rest);
	return pm_text_letters(result, strlen(result)) > 2 ? result : title;
}

void pm_adopt_folder(struct adoption *a)
{
	struct pm_buf name = { 0 }, slug = { 0 };
	char day[PM_DATE_LEN];

	if (a->day != PM_NO_DATE) {
		pm_date_format(day, a->day);
		pm_buf_addstr(&name, day);
	}
	pm_slug(&slug, without_same_day(a, a->out->title));
	if (!slug.len)
		pm_slug(&slug, name_as_title(a));
	if (!slug.len)
		pm_buf_addstr(&slug, "postmortem");
	pm_buf_addf(&name, "%s%s", name.len ? "-" : "", slug.ptr);
	a->out->folder = pm_arena_strdup(a->arena, name.ptr);
	pm_buf_release(&name);
	pm_buf_release(&slug);
}

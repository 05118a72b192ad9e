/* SPDX-License-Identifier: MIT */
#include "import/adopt_document.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"

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
	" on the", " on",  " of", " at", " in",	 " from",
	" since",  " vom", " am", " du", " del", " the",
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
	size_t len = end && end > name && strlen(end) <= 9
			     ? (size_t)(end - name)
			     : strlen(name);
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

const char *pm_adopt_heading(const struct adoption *a)
{
	const struct pm_sections *sections = &a->sections;

	for (size_t i = 0; i < sections->nr; i++) {
		if (sections->item[i].level == 1 && may_be_title(a, i))
			return sections->item[i].title;
	}
	/* The first heading only: the others are sections we do not know. */
	return sections->nr && may_be_title(a, 0) ? sections->item[0].title
						  : NULL;
}

void pm_adopt_title(struct adoption *a)
{
	const struct given *kept = &a->given[PM_F_TITLE];
	const struct fact *fact = pm_adopt_fact(a, M_TITLE);
	const char *title = pm_adopt_heading(a);

	if (kept->nr) {
		a->out->title = kept->text[0];
		return;
	}
	if (title &&
	    pm_words_are_genre(pm_adopt_normal(a, title, strlen(title))))
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

/* --- the folder --- */

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

		if (rest.len > n &&
		    !strcasecmp(rest.ptr + rest.len - n, before_days[i])) {
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

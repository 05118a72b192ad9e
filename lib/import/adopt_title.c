/* SPDX-License-Identifier: MIT */
#include "import/adopt_document.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/portable.h"
#include "base/text.h"

#define MAX_TITLE 80 /* columns */

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

/* Without "04-25-", the day of a month that the folder tells, or "0001-". */
static const char *without_number(const char *name)
{
	size_t len = strspn(name, "0123456789");
	const char *rest = name + len;

	if (len == 2 && strchr("-_", *rest) && *rest &&
	    strspn(rest + 1, "0123456789") == 2)
		rest += 3;
	else if (len < 3 || *name != '0')
		return name;
	if (!*rest || !strchr("-_", *rest) ||
	    pm_text_letters(rest, strlen(rest)) < 3)
		return name;
	return rest + 1;
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
	clean = without_number(without_day(a, copy));
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

/* --- what is no title --- */

/* Words of every post-mortem: they tell nothing of this one. */
static const char generic[] =
	"issue|incident|incidents|outage|postmortem|post|mortem|report|rca|"
	"root|cause|analysis|review|retrospective|summary|of|the|a|an|for|on|"
	"in|at|and|or|service|system|product|company|team|project|component|"
	"date|time|day|year|month|short|brief|descriptive|meaningful|document|"
	"doc|event|problem|severity|sev|level|s|to|with|what|happened|goes|go|"
	"should|be|this|new|my|our|one|line|pm|pir|readme|index|final|draft";

/* Words that stand for others. */
static const char filler[] =
	"title|name|insert|enter|here|your|tbd|tba|todo|untitled|template|"
	"headline|subject|placeholder|lorem|ipsum|example|description|id|"
	"number|nnn|nnnn|xx|xxx|xxxx|mm|dd|yyyy|yy|hh|fill|change|me";

/* Whether all words are such; *fillers counts those of the second kind. */
static bool are_generic(struct adoption *a, const char *text, size_t len,
			size_t *fillers)
{
	const char *s = pm_adopt_normal(a, text, len);

	for (; *s; s += *s == ' ') {
		size_t word = strcspn(s, " ");

		if (pm_words_begin(filler, s) || memmem(s, word, "yyyy", 4))
			++*fillers;
		else if (!pm_words_begin(generic, s))
			return false;
		s += word;
	}
	return true;
}

/* Pieces such as "[SERVICE]" and "{date}". */
static size_t count_slots(struct adoption *a, const char *text)
{
	static const char open[] = "[<{", close[] = "]>}";
	size_t slots = 0;

	for (const char *s = text; *s; s++) {
		const char *kind = strchr(open, *s);
		const char *end = kind ? strchr(s, close[kind - open]) : NULL;
		size_t unused = 0;

		if (end && end > s + 1 &&
		    are_generic(a, s + 1, (size_t)(end - s - 1), &unused))
			slots++;
	}
	return slots;
}

bool pm_adopt_is_placeholder(struct adoption *a, const char *text)
{
	size_t len = strlen(text), fillers = count_slots(a, text);

	if (pm_words_are_empty(text) || (*text == '[' && text[len - 1] == ']'))
		return true;
	return are_generic(a, text, len, &fillers) && fillers > 0;
}

/* A name of numbers and of words that every name has: 04f5afd8-0000-4d89. */
static bool tells_nothing(struct adoption *a, const char *name)
{
	const char *s = pm_adopt_normal(a, name, strlen(name));

	for (; *s; s += *s == ' ') {
		size_t word = strcspn(s, " ");
		size_t hex = strspn(s, "0123456789abcdef");
		bool digits =
			memchr(s, '0', word) || strcspn(s, "123456789") < word;

		if (!(hex == word && digits) && !pm_words_begin(generic, s) &&
		    !pm_words_begin(filler, s))
			return false;
		s += word;
	}
	return true;
}

/* --- where it may stand --- */

/* "Postmortem: Queue stuck" over a text without headings. */
static const char *first_line(struct adoption *a)
{
	const struct pm_block *block = a->md.nr ? &a->md.block[0] : NULL;
	const char *s, *line, *colon;
	size_t len;

	if (!block || block->kind != PM_BLOCK_PARAGRAPH ||
	    !pm_adopt_line(a, block, 0, &s, &len))
		return NULL;
	line = pm_adopt_plain(a, s, len);
	if (!*line || pm_text_width(line) > MAX_TITLE)
		return NULL;
	if (strcmp(without_genre(line), line))
		return line;
	colon = strchr(line, ':');
	if (a->sections.nr || strchr(".?!:,;", line[strlen(line) - 1]) ||
	    (colon && pm_label_meaning(pm_adopt_normal(
			      a, line, (size_t)(colon - line))) != M_NONE) ||
	    !strchr(line, ' '))
		return NULL;
	pm_adopt_remark(a, block->line,
			"no heading: the first line is taken for the title");
	return line;
}

/* The first sentence of a text, cut at a word. */
static const char *sentence(struct adoption *a, const char *text)
{
	struct pm_buf fit = { 0 };
	const char *end = strstr(text, ". ");
	const char *result;
	size_t len = end ? (size_t)(end - text) : strlen(text);
	char *blank;

	while (len && strchr(" .", text[len - 1]))
		len--;
	text = pm_arena_strndup(a->arena, text, len);
	if (pm_text_width(text) <= MAX_TITLE)
		return text;
	pm_text_fit(&fit, text, MAX_TITLE, false);
	blank = strrchr(pm_buf_str(&fit), ' ');
	if (blank)
		*blank = '\0';
	result = pm_arena_printf(a->arena, "%s…", pm_buf_str(&fit));
	pm_buf_release(&fit);
	return result;
}

/* What it is about, for a document that is called nothing. */
static const char *from_text(struct adoption *a)
{
	static const char *const keys[] = { "summary", "description",
					    "abstract", "excerpt" };
	const struct pm_yaml *map = a->front.map;
	size_t first = 0;

	for (size_t i = 0; map && i < sizeof(keys) / sizeof(*keys); i++) {
		const struct pm_yaml *node = pm_yaml_get(map, keys[i]);

		if (node && node->kind == PM_YAML_SCALAR &&
		    pm_text_letters(node->text, strlen(node->text)) > 2)
			return sentence(a, node->text);
	}
	for (size_t i = 0; i < a->sections.nr && !first; i++) {
		if (a->def[i] && !strcasecmp(a->def[i]->name, "Summary"))
			first = a->sections.item[i].first;
	}
	for (size_t i = first; i < a->md.nr; i++) {
		const struct pm_block *block = &a->md.block[i];

		if (block->kind == PM_BLOCK_PARAGRAPH && block->letters > 2 &&
		    !strpbrk(block->text, ":[<{"))
			return sentence(a, block->text);
	}
	return NULL;
}

static const char *from_name(struct adoption *a)
{
	const char *name = name_as_title(a), *text;

	if (*name && !tells_nothing(a, name)) {
		pm_adopt_remark(a, 0,
				"no title is said: taken from the name "
				"of the file");
		return name;
	}
	text = from_text(a);
	pm_adopt_remark(a, 0,
			"no title is said, and the name of the file tells "
			"none: %s",
			text ? "taken from the text" : "write one");
	if (text)
		return text;
	return *name ? name : pm_path_base(a->source->path);
}

/* A title as it is said, or NULL when it is none. */
static const char *said(struct adoption *a, const char *title)
{
	struct moment moment;
	const char *clean;

	/* A day alone is none. */
	if (!title || strchr(title, '\n') ||
	    (pm_moment_find(&moment, title, 0, a->order) && !moment.start &&
	     !title[moment.end]) ||
	    pm_words_are_genre(pm_adopt_normal(a, title, strlen(title))))
		return NULL;
	clean = clean_title(a, title);
	if (!pm_adopt_is_placeholder(a, title) &&
	    !pm_adopt_is_placeholder(a, clean))
		return clean;
	pm_adopt_remark(a, 0, "the title \"%s\" is a placeholder", title);
	return NULL;
}

void pm_adopt_title(struct adoption *a)
{
	const struct given *kept = &a->given[PM_F_TITLE];
	const struct fact *fact = pm_adopt_fact(a, M_TITLE);
	const char *title;

	if (kept->nr) {
		a->out->title = kept->text[0];
		return;
	}
	title = said(a, pm_adopt_heading(a));
	if (!title && fact)
		title = said(a, fact->value);
	if (!title)
		title = said(a, first_line(a));
	if (!title)
		title = from_name(a);
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
	struct pm_buf name = { 0 };
	char day[PM_DATE_LEN];

	pm_date_format(day, a->day);
	pm_name_of_title(&name, day, without_same_day(a, a->out->title));
	if (!name.len)
		pm_name_of_title(&name, day, name_as_title(a));
	if (!name.len)
		pm_name_of_title(&name, day, "postmortem");
	a->out->folder = pm_arena_strdup(a->arena, name.ptr);
	pm_buf_release(&name);
}

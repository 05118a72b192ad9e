/* SPDX-License-Identifier: MIT */
#include "import/adopt_document.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "import/adopt_source.h"

#define MAX_LABEL 60  /* bytes; a longer one is a sentence */
#define MAX_PROSE 300 /* bytes of a section's text that may be a value */
#define MAX_COLUMNS 8

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void trim(const char **s, size_t *len)
{
	while (*len && is_blank(**s)) {
		(*s)++;
		(*len)--;
	}
	while (*len && (is_blank((*s)[*len - 1]) || (*s)[*len - 1] == '\r'))
		(*len)--;
}

void pm_adopt_add_fact(struct adoption *a, const struct label *label,
		       const char *raw, size_t len, size_t line, bool is_prose)
{
	const char *value = pm_adopt_plain(a, raw, len);
	const char *link =
		pm_source_link(a, pm_arena_strndup(a->arena, raw, len));
	struct fact *fact;

	if (label->meaning == M_NONE || label->meaning == M_KNOWN ||
	    (!link && pm_words_are_empty(value)))
		return;
	PM_GROW(a->fact, a->facts, a->fact_alloc);
	fact = &a->fact[a->facts++];
	*fact = (struct fact){
		.label = *label,
		.value = value,
		.link = link,
		.section = a->section,
		.line = line,
		.is_prose = is_prose,
	};
}

/* What a label stands for; what it says in brackets is left out, and may
 * name a zone: "Start time (UTC)". */
static struct label read_label(struct adoption *a, const char *s, size_t len)
{
	const char *plain = pm_adopt_plain(a, s, len);
	const char *bracket = strchr(plain, '(');
	const char *normal = pm_adopt_normal(a, plain, strlen(plain));
	struct label label = { .meaning = pm_label_meaning(normal),
			       .zone = pm_zone_find(plain) };

	if (label.meaning == M_NONE && bracket && bracket > plain) {
		label.meaning = pm_label_meaning(
			pm_adopt_normal(a, plain, (size_t)(bracket - plain)));
		label.is_narrowed = !label.zone.known;
	}
	if (label.meaning == M_NONE && label.zone.known) {
		/* "Start UTC" */
		const char *last = strrchr(plain, ' ');

		if (last)
			label.meaning = pm_label_meaning(pm_adopt_normal(
				a, plain, (size_t)(last - plain)));
	}
	return label;
}

/* --- "Label: value" --- */

/* Where the value begins in "**Label:** value", "Label - value"; 0: it is no
 * such line. *end is where the label ends. */
static size_t find_value(const char *s, size_t len, size_t *end)
{
	for (size_t i = 1; i < len && i <= MAX_LABEL; i++) {
		size_t next = i + 1;

		if (s[i] == ':') {
			if (next < len && s[next] == '/')
				return 0;
		} else if (i + 4 < len && is_blank(s[i]) &&
			   (!memcmp(s + i + 1, "– ", 4) ||
			    !memcmp(s + i + 1, "— ", 4))) {
			next = i + 5;
		} else if (i + 2 < len && is_blank(s[i]) &&
			   (s[i + 1] == '-' || s[i + 1] == '=') &&
			   is_blank(s[i + 2])) {
			next = i + 3;
		} else if (i + 3 <= len && !memcmp(s + i, "：", 3)) {
			next = i + 3;
		} else if (s[i] == '*' && s[0] == '*' && i > 2 &&
			   s[i - 1] == '*' && i + 1 < len &&
			   is_blank(s[i + 1]) &&
			   !memchr(s + i + 1, ':',
				   len - i - 1 < 3 ? len - i - 1 : 3)) {
			/* "**Severity** SEV1" */
			*end = i + 1;
			return i + 1;
		} else {
			continue;
		}
		*end = i;
		return next;
	}
	return 0;
}

/* `pending` receives a label at the end of the line, whose value stands in the
 * list below. */
static void read_pair(struct adoption *a, const char *s, size_t len,
		      size_t line, struct label *pending)
{
	size_t end = 0, value;
	struct label label;

	pending->meaning = M_NONE;
	trim(&s, &len);
	value = find_value(s, len, &end);
	if (!value)
		return;
	label = read_label(a, s, end);
	if (label.meaning == M_NONE)
		return;
	/* The emphasis of the label ends behind its colon. */
	while (value < len && strchr("*_ \t", s[value]))
		value++;
	if (value == len)
		*pending = label;
	pm_adopt_add_fact(a, &label, s + value, len - value, line, false);
}

/* What separates several pairs on one line: its length. */
static size_t separator(const char *s, size_t len)
{
	static const char *const marks[] = {
		"<br>", "<br/>", "<br />", "|", "·", "•", "&nbsp;&nbsp;",
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		size_t n = strlen(marks[i]);

		if (len >= n && !strncasecmp(s, marks[i], n))
			return n;
	}
	return 0;
}

/* The same, where another pair stands behind it: "SEV1 | SEV2" is one value. */
static size_t separator_at(const char *s, size_t at, size_t len)
{
	size_t n = separator(s + at, len - at), unused;

	if (!n || s[at] == '<')
		return n;
	for (at += n; at < len && is_blank(s[at]); at++)
		;
	return at < len && find_value(s + at, len - at, &unused) ? n : 0;
}

/* A marker of a list, a quote, a checkbox or a task at the line's begin. */
static size_t marker(const char *s, size_t len)
{
	size_t i = 0;

	for (;;) {
		while (i < len && is_blank(s[i]))
			i++;
		if (i + 1 < len && s[i] == '>')
			i++;
		else if (i + 1 < len && strchr("-*+", s[i]) &&
			 is_blank(s[i + 1]))
			i++;
		else
			return i;
	}
}

static void read_line(struct adoption *a, const char *s, size_t len,
		      size_t line, struct label *pending)
{
	size_t at = marker(s, len), stop, n;

	if (len && s[len - 1] == '\\')
		len--;
	do {
		n = 0;
		stop = at;
		while (stop < len && !(n = separator_at(s, stop, len)))
			stop++;
		read_pair(a, s + at, stop - at, line, pending);
		at = stop + n;
	} while (n && at < len);
}

static void add_joined(struct pm_buf *out, const char *s)
{
	if (!*s)
		return;
	if (out->len)
		pm_buf_addstr(out, "; ");
	pm_buf_addstr(out, s);
}

/* The list below a label without a value. */
static void read_below(struct adoption *a, size_t i, size_t end,
		       const struct label *pending)
{
	const struct pm_block *above = &a->md.block[i];
	struct pm_buf text = { 0 };
	size_t line = 0;

	for (i++; i < end; i++) {
		const struct pm_block *block = &a->md.block[i];

		/* Of boxes, those that are ticked are chosen. */
		if (block->kind == PM_BLOCK_ITEM && !block->checkbox)
			continue;
		if (block->kind != PM_BLOCK_ITEM ||
		    (above->kind == PM_BLOCK_ITEM &&
		     block->level <= above->level))
			break;
		line = line ? line : block->line;
		add_joined(&text, block->text);
	}
	if (text.len && text.len <= MAX_PROSE)
		pm_adopt_add_fact(a, pending, text.ptr, text.len, line, false);
	pm_buf_release(&text);
}

/* --- tables --- */

static void add_cell(struct adoption *a, const struct pm_block *block,
		     const struct pm_cells *row, size_t column,
		     const struct label *label)
{
	const char *s = pm_source_of_cell(a, block, row, column);

	pm_adopt_add_fact(a, label, s, strlen(s), row->line, false);
}

/* Two names of columns side by side are no pair. */
static bool is_label(struct adoption *a, const char *cell)
{
	const char *normal = pm_adopt_normal(a, cell, strlen(cell));

	return pm_label_meaning(normal) != M_NONE ||
	       pm_column_meaning(normal) != C_NONE;
}

/* "| Severity | SEV1 | Owner | alice |" */
static void read_pairs(struct adoption *a, const struct pm_block *block,
		       const struct pm_cells *row)
{
	for (size_t i = 0; i + 1 < row->nr; i++) {
		const char *cell = row->cell[i];
		struct label label = { .meaning = M_NONE };

		if (strlen(cell) <= MAX_LABEL * 2)
			label = read_label(a, cell, strlen(cell));
		if (label.meaning == M_NONE || is_label(a, row->cell[i + 1]))
			continue;
		add_cell(a, block, row, i + 1, &label);
		i++;
	}
}

/* "| Date | Severity | Owner |" over one row of values. */
static bool read_columns(struct adoption *a, const struct pm_block *block)
{
	struct label label[MAX_COLUMNS];
	size_t nr = block->header.nr, known = 0;

	if (nr < 2 || nr > MAX_COLUMNS || block->rows != 1)
		return false;
	for (size_t i = 0; i < nr; i++) {
		const char *cell = block->header.cell[i];

		label[i] = read_label(a, cell, strlen(cell));
		known += label[i].meaning != M_NONE;
	}
	if (known < 2 || known * 3 < nr * 2)
		return false;
	for (size_t i = 0; i < nr && i < block->row->nr; i++)
		add_cell(a, block, block->row, i, &label[i]);
	return true;
}

static void read_table(struct adoption *a, const struct pm_block *block)
{
	if (read_columns(a, block))
		return;
	read_pairs(a, block, &block->header);
	for (size_t i = 0; i < block->rows; i++)
		read_pairs(a, block, &block->row[i]);
}

/* --- headings --- */

/* "Severity: SEV-3" below "Title" is no title. */
static bool is_pair(struct adoption *a, const struct pm_block *block)
{
	size_t colon = strcspn(block->text, ":");

	return block->text[colon] && colon <= MAX_LABEL &&
	       pm_label_meaning(pm_adopt_normal(a, block->text, colon)) !=
		       M_NONE;
}

/* A section that is called as a label is, with a short text as its value. */
static void read_heading(struct adoption *a, const struct pm_section *section)
{
	const char *title = section->title;
	struct pm_buf text = { 0 };
	struct label label = read_label(a, title, strlen(title));
	size_t line = 0;
	bool plain = true;

	if (label.meaning == M_NONE || label.meaning == M_ATTENDEES)
		return;
	for (size_t i = section->first; i < section->own_end && plain; i++) {
		const struct pm_block *block = &a->md.block[i];

		plain = (block->kind == PM_BLOCK_PARAGRAPH ||
			 block->kind == PM_BLOCK_ITEM) &&
			!is_pair(a, block);
		if (!plain || !block->letters || !block->checkbox)
			continue;
		line = line ? line : block->line;
		if (block->link && strstr(block->link, "://") && !text.len) {
			pm_buf_addf(&text, "[%s](%s)", block->text,
				    block->link);
			continue;
		}
		add_joined(&text, block->text);
	}
	if (text.len && text.len <= MAX_PROSE)
		pm_adopt_add_fact(a, &label, text.ptr, text.len, line, true);
	pm_buf_release(&text);
}

/* --- where to look --- */

/* Sections whose lines tell a story, in which "Detected: ..." or "Owner:
 * ..." means something else. */
static bool is_story(const struct adoption *a, size_t section)
{
	const struct pm_section_def *def = a->def[section];
	const struct pm_section *s = &a->sections.item[section];

	if (pm_adopt_is_actions(a, section) ||
	    pm_adopt_is_timeline(a, section) ||
	    pm_label_meaning(s->normal) == M_ATTENDEES)
		return true;
	if (!def)
		return pm_adopt_is_quoting(s);
	return strcasecmp(def->name, "Summary") &&
	       strcasecmp(def->name, "Impact");
}

static void read_blocks(struct adoption *a, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		const struct pm_block *block = &a->md.block[i];
		struct label pending = { .meaning = M_NONE };
		size_t quoted = pm_adopt_quote_end(a, i, end);
		const char *s;
		size_t len;

		if (quoted > i) {
			i = quoted - 1;
			continue;
		}
		if (block->kind == PM_BLOCK_TABLE)
			read_table(a, block);
		if (block->kind != PM_BLOCK_PARAGRAPH &&
		    block->kind != PM_BLOCK_ITEM)
			continue;
		for (size_t nr = 0; pm_adopt_line(a, block, nr, &s, &len);
		     nr++) {
			if (len)
				read_line(a, s, len, block->line + nr,
					  &pending);
		}
		if (pending.meaning != M_NONE)
			read_below(a, i, end, &pending);
	}
}

void pm_adopt_facts(struct adoption *a)
{
	size_t head = a->md.nr;

	if (a->sections.nr)
		head = a->sections.item[0].first - 1;
	read_blocks(a, 0, head);
	for (size_t i = 0; i < a->sections.nr; i++) {
		const struct pm_section *section = &a->sections.item[i];

		if (is_story(a, i)) {
			for (size_t k = section->first; k < section->end; k++)
				k = pm_adopt_quote_end(a, k, section->end);
			/* Those below it tell it as well. */
			while (i + 1 < a->sections.nr &&
			       a->sections.item[i + 1].first <= section->end &&
			       a->sections.item[i + 1].level > section->level &&
			       section->level > 1)
				i++;
			continue;
		}
		a->section = i;
		read_blocks(a, section->first, section->own_end);
		read_heading(a, section);
	}
	a->section = NO_SECTION;
}

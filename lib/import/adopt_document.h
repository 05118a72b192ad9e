/* SPDX-License-Identifier: MIT */
#ifndef PM_ADOPT_DOCUMENT_H
#define PM_ADOPT_DOCUMENT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strlist.h"
#include "import/adopt.h"
#include "import/adopt_moment.h"
#include "import/adopt_words.h"
#include "syntax/front.h"
#include "syntax/markdown.h"

/*
 * The document while it is being adopted. For adopt*.c only: each of them
 * reads one aspect and leaves what it found here.
 */

#define NO_SECTION SIZE_MAX

/* What a label says. */
struct label {
	enum meaning meaning;
	struct zone zone;
	bool is_narrowed; /* in brackets, too: "MTTR (from detection)" */
};

/* "**Severity:** SEV1": a labelled value. */
struct fact {
	struct label label;
	const char *value; /* plain text, trimmed, not empty */
	const char *link;  /* the target of a link in it, or NULL */
	size_t section;	   /* in which it stands, or NO_SECTION */
	size_t line;
	bool is_prose; /* from a section of that name, not from a label */
	bool is_front; /* from front matter */
};

/* What the front matter will say. */
struct given {
	const char **text;
	size_t nr;
	bool kept; /* stands in the front matter already */
};

/* An entry of the timeline. */
struct entry {
	struct moment moment; /* with its day, wherever that was said */
	const char *text;
	size_t line;
	size_t part; /* of the timeline: which heading it stands below */
};

/* A key of the document's own front matter. */
struct front_key {
	const char *name;
	enum pm_field field; /* what it will be called; PM_FIELDS: as it is */
	bool aside;	     /* our key with a value that is none: a comment */
	size_t line;
};

struct adoption {
	struct pm_adopted *out;
	struct pm_arena *arena; /* out->arena */
	const struct pm_adopt_source *source;
	const struct pm_policy *policy;

	struct pm_problems problems;
	struct pm_front front;
	struct pm_markdown md;
	struct pm_sections sections;
	const struct pm_section_def **def; /* of each section, or NULL */
	struct {
		const struct pm_block *block;
		size_t nr, at;
	} cursor; /* of pm_adopt_line() */

	struct fact *fact;
	size_t facts, fact_alloc;
	size_t section; /* that is being read for them, or NO_SECTION */
	struct pm_strlist people; /* whom the document names as such */
	struct given given[PM_FIELDS];
	struct front_key *key;
	size_t keys;

	enum slash_order order;
	struct zone zone;    /* of times that do not name one */
	pm_date day;	     /* of the incident, PM_NO_DATE if not known */
	pm_date told_day[4]; /* of adopt_day.c */
	int year;	     /* that the file's name tells, or 0 */
	bool yearless;	     /* a day was left out for want of its year */
	struct entry *entry;
	size_t entries, entry_alloc;
	size_t incidents; /* parts whose headings count incidents */
	size_t timelines; /* sections that hold one */

	bool told_quote;

	size_t item_alloc;
	char **folded; /* the names of the items, as pm_path_folded() */
	bool too_many; /* action items */
};

/* --- shared by all --- */

void pm_adopted_remark(struct pm_adopted *out, size_t line, const char *fmt,
		       va_list ap);
void pm_adopt_remark(struct adoption *a, size_t line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Put the remarks in the order of their lines. */
void pm_adopted_sort(struct pm_adopted *adopted);
/* pm_text_normal() into the arena. */
const char *pm_adopt_normal(struct adoption *a, const char *s, size_t len);
/* Inline Markdown as plain text. */
const char *pm_adopt_plain(struct adoption *a, const char *s, size_t len);
/* The source of line number `nr` counted from a block's first; its length
 * without the line's end. False behind the block. */
bool pm_adopt_line(struct adoption *a, const struct pm_block *block, size_t nr,
		   const char **line, size_t *len);
bool pm_adopt_is_actions(const struct adoption *a, size_t section);
bool pm_adopt_is_timeline(const struct adoption *a, size_t section);
/* The first fact of this meaning, or NULL. */
const struct fact *pm_adopt_fact(const struct adoption *a,
				 enum meaning meaning);
/* The text as a value of that field, on one line and without hidden
 * characters; NULL when it cannot be one. */
const char *pm_adopt_value(struct adoption *a, enum pm_field field,
			   const char *text);
/* One value (of a list: one more), unless the front matter has it. */
void pm_adopt_give(struct adoption *a, enum pm_field field, const char *text);

/* --- the aspects, in the order in which they are read --- */

/* adopt_format.c: PM_EINVALID for what is no Markdown. */
int pm_adopt_format(struct adoption *a, struct pm_error *err);

/* adopt_quote.c: what others wrote. */
/* One past the quoted commit or mail that begins at block `i`, within `end`;
 * `i` if none does. */
size_t pm_adopt_quote_end(struct adoption *a, size_t i, size_t end);
/* Whether a section's name says that it quotes. */
bool pm_adopt_is_quoting(const struct pm_section *section);

/* adopt_facts.c: labelled values in lines, lists, tables and headings. */
void pm_adopt_facts(struct adoption *a);
/* One more, unless the value says nothing. `raw` is Markdown. */
void pm_adopt_add_fact(struct adoption *a, const struct label *label,
		       const char *raw, size_t len, size_t line, bool is_prose);

/* adopt_conflict.c: remarks where two labels of one meaning say two things;
 * the first is taken. */
void pm_adopt_conflicts(struct adoption *a);

/* adopt_front.c: what the document's own front matter says. */
void pm_adopt_front(struct adoption *a);
/* Write out->readme. */
int pm_adopt_write(struct adoption *a, struct pm_error *err);

/* adopt_title.c: what it is called, and what its folder is, once the day is
 * known. */
void pm_adopt_title(struct adoption *a);
void pm_adopt_folder(struct adoption *a);
/* Whether a title only stands for one: "<title>", "ISSUE NAME". */
bool pm_adopt_is_placeholder(struct adoption *a, const char *text);
/* The heading over the whole, as it is written; NULL if there is none. */
const char *pm_adopt_heading(const struct adoption *a);
/* adopt_identity.c: status, severity, owner, teams, incident, debrief. */
void pm_adopt_identity(struct adoption *a);

/* adopt_people.c: lead, facilitator, attendees. */
void pm_adopt_people(struct adoption *a);
/* The names in a list of people, as it is written. */
void pm_adopt_split_people(struct pm_strlist *out, const char *text);
/* One person as it is written into a field: a handle of the policy's, else
 * the name as it stands. NULL when the text is none, or several (*several). */
const char *pm_adopt_person(struct adoption *a, const char *text,
			    bool *several);
/* Whether this name is a person's, by the policy or the document. */
bool pm_adopt_is_known(struct adoption *a, const char *name);

/* adopt_timeline.c: the entries, the zone, the four times, the day. */
void pm_adopt_timeline(struct adoption *a);

/* adopt_actions.c */
void pm_adopt_actions(struct adoption *a);
/* adopt_stray.c: where no section lists them, from captions, checkboxes and
 * tables. False: there are none. */
bool pm_adopt_stray_actions(struct adoption *a);

#endif

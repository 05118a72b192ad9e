/* SPDX-License-Identifier: MIT */
#ifndef PM_TEST_ADOPTING_H
#define PM_TEST_ADOPTING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/adopt.h"
#include "model/record.h"
#include "support.h"

/* One document, adopted with the policy that holds without a file. */
struct adopting {
	struct pm_policy policy;
	struct pm_adopt_source source;
	struct pm_adopted adopted;
	struct pm_error err;
	struct pm_arena arena;
	struct pm_record record; /* what it became, read as a record is */
};

/* A policy that knows two. */
#define PEOPLE                                                                 \
	"people:\n"                                                            \
	"  alice: {name: Alice Adams, email: alice@example.com}\n"             \
	"  bob: {name: Bob Brown, email: bob@example.com}\n"

#define BODY "\n\n## Summary\n\nIt broke.\n"

static inline int adopt_with(struct adopting *t, const char *path,
			     const char *text, const char *policy)
{
	int code;

	pm_policy_read(&t->policy, policy, policy ? strlen(policy) : 0);
	t->source.path = path;
	t->source.text = text;
	if (!t->source.len)
		t->source.len = strlen(text);
	if (!t->source.first_day)
		t->source.first_day = PM_NO_DATE;
	code = pm_adopt(&t->adopted, &t->source, &t->policy, &t->err);
	if (code < 0)
		return code;
	t->record.kind = PM_POSTMORTEM;
	t->record.id = t->adopted.folder;
	t->record.path = "README.md";
	pm_record_read(&t->record, &t->arena, t->adopted.readme.ptr,
		       t->adopted.readme.len, &t->policy, PM_READ_BODY);
	/* Whatever is adopted is a sound record. */
	for (size_t i = 0; i < t->record.problems.nr; i++) {
		const struct pm_problem *p = &t->record.problems.item[i];

		if (p->kind != PM_PROBLEM_UNKNOWN_KEY &&
		    p->kind != PM_PROBLEM_HIDDEN_PROSE &&
		    p->kind != PM_PROBLEM_MARKDOWN &&
		    p->kind != PM_PROBLEM_MARKDOWN_HIDES)
			fail_msg("line %zu: %s\n%s", p->line, p->message,
				 t->adopted.readme.ptr);
	}
	return code;
}

static inline void adopt(struct adopting *t, const char *path, const char *text)
{
	memset(t, 0, sizeof(*t));
	assert_ok(adopt_with(t, path, text, NULL), &t->err);
}

static inline void done(struct adopting *t)
{
	pm_adopted_release(&t->adopted);
	pm_policy_release(&t->policy);
	pm_arena_release(&t->arena);
}

static inline void has_field(struct adopting *t, enum pm_field field,
			     const char *expected)
{
	const char *text = pm_record_text(&t->record, field);

	if (!expected && text)
		fail_msg("%s is \"%s\"", pm_field_def(field)->key, text);
	if (expected && (!text || strcmp(text, expected)))
		fail_msg("%s is \"%s\", not \"%s\"", pm_field_def(field)->key,
			 text ? text : "(absent)", expected);
}

static inline bool has_remark(const struct adopting *t, const char *text)
{
	for (size_t i = 0; i < t->adopted.remarks; i++) {
		if (strstr(t->adopted.remark[i].text, text))
			return true;
	}
	return false;
}

static inline bool has_remark_at(const struct adopting *t, size_t line)
{
	for (size_t i = 0; i < t->adopted.remarks; i++) {
		if (t->adopted.remark[i].line == line)
			return true;
	}
	return false;
}

static inline void folder_is(const struct adopting *t, const char *folder)
{
	assert_string_equal(t->adopted.folder, folder);
}

/* An item's file as "key: value" lines joined by ", ", and its description
 * behind a bar. */
static inline char *show(const struct pm_adopt_item *item)
{
	struct pm_buf out = { 0 };
	const char *p = item->text + strlen("---\n");
	const char *end = strstr(p, "---\n");

	assert_non_null(end);
	while (p < end) {
		size_t len = strcspn(p, "\n");

		pm_buf_addf(&out, "%s%.*s", out.len ? ", " : "", (int)len, p);
		p += len + 1;
	}
	p = end + strlen("---\n");
	if (*p) {
		pm_buf_addstr(&out, " |");
		pm_buf_addstr(&out, p);
		pm_buf_rtrim(&out);
	}
	return pm_buf_detach(&out);
}

static inline void item_is(const struct adopting *t, size_t i,
			   const char *expected)
{
	char *shown;

	if (i >= t->adopted.items)
		fail_msg("%zu items only, not \"%s\"", t->adopted.items,
			 expected);
	shown = show(&t->adopted.item[i]);
	if (strcmp(shown, expected))
		fail_msg("\"%s\"\n is not\n\"%s\"", shown, expected);
	free(shown);
}

/* One line below "## Action items" and the item that it becomes; NULL: none.
 * Alice and Bob are the policy's, Carol and Dave are the document's. */
struct line {
	const char *text, *item;
};

static inline void check_lines(const struct line *line, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		struct adopting t = { 0 };
		char text[1000];

		snprintf(text, sizeof(text),
			 "# A\n\nDate: 2021-02-03\n\n## Attendees\n\nCarol, "
			 "Dave Dunn\n\n## Action items\n\n%s\n\n"
			 "## Lessons learned\n\n- not one\n", line[i].text);
		assert_ok(adopt_with(&t, "a.md", text, PEOPLE), &t.err);
		if (!line[i].item) {
			if (t.adopted.items)
				item_is(&t, 0, "nothing");
		} else {
			item_is(&t, 0, line[i].item);
			assert_int_equal(t.adopted.item[0].line, 11);
		}
		done(&t);
	}
}

#define CHECK_LINES(table) check_lines(table, sizeof(table) / sizeof(*table))

#endif

/* SPDX-License-Identifier: MIT */
#include "cmd/record_edit.h"

#include <string.h>

#include "base/path.h"
#include "git/claims.h"
#include "view/change_text.h"

/* Lines of what changed, each behind a margin. */
static void add_lines(struct pm_buf *out, const char *lines,
		      const char *margin)
{
	while (*lines) {
		size_t len = strcspn(lines, "\n");

		pm_buf_addf(out, "%s%.*s\n", margin, (int)len, lines);
		lines += len + (lines[len] != '\0');
	}
}

static bool all_same(const struct pm_strlist *list)
{
	for (size_t i = 1; i < list->nr; i++)
		if (strcmp(list->item[0], list->item[i]) != 0)
			return false;
	return list->nr > 0;
}

void record_edit_message(const struct record_edit *edit, struct pm_buf *out)
{
	bool one = edit->kept.nr == 1;

	/* The name alone keeps the subject short; the trailer has the id. */
	if (one)
		pm_buf_addf(out, "%s: ", pm_path_base(edit->kept.item[0]));
	else
		pm_buf_addf(out, "%zu %s: ", edit->kept.nr,
			    edit->actions.nr == edit->kept.nr ?
				    "action items" : "records");
	pm_buf_addstr(out, all_same(&edit->subjects) ?
				   edit->subjects.item[0] : "change");
	pm_buf_addstr(out, "\n\n");
	for (size_t i = 0; i < edit->kept.nr; i++) {
		if (!one)
			pm_buf_addf(out, "%s\n", edit->kept.item[i]);
		add_lines(out, edit->bodies.item[i], one ? "" : "  ");
	}
	pm_buf_addch(out, '\n');
	for (size_t i = 0; i < edit->trailers.nr; i++)
		pm_buf_addf(out, "%s\n", edit->trailers.item[i]);
	for (size_t i = 0; i < edit->actions.nr; i++)
		pm_buf_addf(out, "%s: %s\n", PM_WORKS_ON_TRAILER,
			    edit->actions.item[i]);
}

void record_message_words(struct pm_buf *subject, struct pm_buf *body,
			  const struct pm_changes *changes)
{
	pm_changes_subject(subject, changes);
	for (size_t i = 0; i < changes->nr; i++) {
		pm_change_text(body, &changes->item[i]);
		pm_buf_addch(body, '\n');
	}
}

void record_message_of(struct pm_buf *out, const struct pm_record *record,
		       const struct pm_changes *changes)
{
	struct record_edit edit = { 0 };
	struct pm_buf subject = { 0 }, body = { 0 };

	record_message_words(&subject, &body, changes);
	pm_strlist_add(&edit.kept, record->id);
	pm_strlist_add(&edit.subjects, pm_buf_str(&subject));
	pm_strlist_add(&edit.bodies, pm_buf_str(&body));
	if (record->kind == PM_ACTION)
		pm_strlist_add(&edit.actions, record->id);
	record_edit_message(&edit, out);
	pm_strlist_release(&edit.kept);
	pm_strlist_release(&edit.subjects);
	pm_strlist_release(&edit.bodies);
	pm_strlist_release(&edit.actions);
	pm_buf_release(&subject);
	pm_buf_release(&body);
}

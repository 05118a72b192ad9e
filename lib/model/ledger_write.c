/* SPDX-License-Identifier: MIT */
#include "model/ledger.h"

#include <string.h>

#include "syntax/bullets.h"
#include "syntax/escape.h"
#include "syntax/front.h"

/* --- an entry --- */

static void add_value(struct pm_buf *out, const char *text)
{
	if (strstr(text, ", ") || strstr(text, ": ") || strchr(text, '`') ||
	    (*text && strchr(",: ", text[strlen(text) - 1])))
		pm_markdown_span_write(out, text);
	else
		pm_markdown_escape(out, text);
}

static void add_change(struct pm_buf *out, const char *name, const char *text)
{
	pm_buf_addf(out, "%s%s%s%s", out->ptr[out->len - 1] == ' ' ? "" : ", ",
		    *text ? "" : "no ", name, *text ? " " : "");
	if (*text)
		add_value(out, text);
}

void pm_ledger_format(struct pm_buf *out, const struct pm_ledger_event *event)
{
	char day[PM_DATE_LEN];

	pm_date_format(day, event->day);
	pm_buf_addf(out, "%s ", day);
	add_value(out, event->who);
	pm_buf_addstr(out, ": ");
	if (event->set[PM_L_STEP])
		pm_buf_addstr(out, event->set[PM_L_STEP]);
	if (event->set[PM_L_OWNER])
		add_change(out, "owner", event->set[PM_L_OWNER]);
	if (event->set[PM_L_DUE])
		add_change(out, "due", event->set[PM_L_DUE]);
	if (event->set[PM_L_EVIDENCE])
		add_change(out, "evidence", event->set[PM_L_EVIDENCE]);
	if (event->why && *event->why) {
		pm_buf_addstr(out, ": ");
		pm_markdown_escape(out, event->why);
	}
}

/* --- the file --- */

static const char *eol_of(const struct pm_buf *file)
{
	const char *lf = file->len ? memchr(file->ptr, '\n', file->len) : NULL;

	return lf && lf > file->ptr && lf[-1] == '\r' ? "\r\n" : "\n";
}

static const char *title_of(const struct pm_policy *policy)
{
	for (size_t i = 0; i < policy->sections; i++)
		if (policy->section[i].is_history)
			return policy->section[i].name;
	return "History";
}

/* Behind the last line of [start, end) that is not blank. */
static size_t content_end(const struct pm_buf *file, size_t start, size_t end)
{
	while (end > start && strchr(" \t\r\n", file->ptr[end - 1]))
		end--;
	while (end < file->len && file->ptr[end] != '\n')
		end++;
	return end < file->len ? end + 1 : end;
}

static void insert(struct pm_buf *file, size_t at, const char *text,
		   const char *eol)
{
	struct pm_buf out = { 0 };

	if (at && file->ptr[at - 1] != '\n')
		pm_buf_addstr(&out, eol);
	pm_buf_addstr(&out, text);
	pm_buf_splice(file, at, at, out.ptr, out.len);
	pm_buf_release(&out);
}

/* Behind the entry before it and in its style, or where the section ends. */
static void place_in_section(struct pm_buf *file,
			     const struct pm_ledger *ledger, const char *entry,
			     const char *eol)
{
	const struct pm_ledger_event *last =
		ledger->nr ? &ledger->event[ledger->nr - 1] : NULL;
	struct pm_buf text = { 0 };
	size_t at, lead = 0;

	if (last) {
		while (strchr(" \t", file->ptr[last->start + lead]))
			lead++;
		pm_buf_add(&text, file->ptr + last->start, lead + 1);
		pm_buf_addf(&text, " %s%s", entry, eol);
		at = content_end(file, last->start, last->end);
	} else {
		pm_buf_addf(&text, "%s- %s%s", eol, entry, eol);
		at = content_end(file, ledger->start, ledger->end);
	}
	insert(file, at, pm_buf_str(&text), eol);
	pm_buf_release(&text);
}

static void begin_section(struct pm_buf *file, const struct pm_policy *policy,
			  const char *entry, const char *eol)
{
	struct pm_buf text = { 0 };
	size_t at = content_end(file, 0, file->len);

	pm_buf_addf(&text, "%s## %s%s%s- %s%s", eol, title_of(policy), eol,
		    eol, entry, eol);
	file->len = at;
	insert(file, at, pm_buf_str(&text), eol);
	pm_buf_release(&text);
}

static void read_file(struct pm_ledger *out, struct pm_arena *arena,
		      const struct pm_policy *policy, enum pm_kind kind,
		      const struct pm_buf *file, bool *is_front)
{
	struct pm_problems problems = { .arena = arena };
	struct pm_front front = { 0 };

	pm_front_read(&front, arena, pm_buf_str(file), file->len, file->len,
		      &problems);
	*is_front = front.map != NULL;
	pm_ledger_read(out, arena, policy, kind, pm_buf_str(file),
		       front.body_start, file->len, front.body_line);
}

static int append(struct pm_buf *file, const struct pm_policy *policy,
		  enum pm_kind kind, const char *entry,
		  const struct pm_ledger_event *event, struct pm_error *err)
{
	struct pm_arena arena = { 0 };
	struct pm_buf new = { 0 };
	struct pm_ledger before, after;
	const char *eol = eol_of(file);
	bool is_front, is_there;
	int code = PM_OK;

	read_file(&before, &arena, policy, kind, file, &is_front);
	pm_buf_add(&new, pm_buf_str(file), file->len);
	if (before.line)
		place_in_section(&new, &before, entry, eol);
	else
		begin_section(&new, policy, entry, eol);
	read_file(&after, &arena, policy, kind, &new, &is_front);
	if (event)
		is_there = after.nr == before.nr + 1 &&
			   pm_ledger_same(policy, &after.event[before.nr],
					  event);
	else
		is_there = after.misfits == before.misfits + 1;
	if (is_front && is_there)
		pm_buf_splice(file, 0, file->len, new.ptr, new.len);
	else
		code = pm_fail(err, PM_EINVALID,
			       "the history cannot be written: \"%s\" would "
			       "not read back at the end of the file; close "
			       "the fence or the comment that is open there",
			       entry);
	pm_buf_release(&new);
	pm_arena_release(&arena);
	return code;
}

int pm_ledger_append(struct pm_buf *file, const struct pm_policy *policy,
		     enum pm_kind kind, const struct pm_ledger_event *event,
		     struct pm_error *err)
{
	struct pm_buf entry = { 0 };
	int code;

	pm_ledger_format(&entry, event);
	code = append(file, policy, kind, pm_buf_str(&entry), event, err);
	pm_buf_release(&entry);
	return code;
}

int pm_ledger_append_entry(struct pm_buf *file, const struct pm_policy *policy,
			   enum pm_kind kind, const char *entry,
			   struct pm_error *err)
{
	return append(file, policy, kind, entry, NULL, err);
}

/* The entries, each behind the mark of the first that is there. */
static void format_before(struct pm_buf *out, const struct pm_buf *file,
			  const struct pm_ledger_event *first,
			  const struct pm_ledger_event *event, size_t nr)
{
	size_t lead = strspn(file->ptr + first->start, " \t");

	for (size_t i = 0; i < nr; i++) {
		pm_buf_add(out, file->ptr + first->start, lead + 1);
		pm_buf_addch(out, ' ');
		pm_ledger_format(out, &event[i]);
		pm_buf_addstr(out, eol_of(file));
	}
}

int pm_ledger_precede(struct pm_buf *file, const struct pm_policy *policy,
		      enum pm_kind kind, const struct pm_ledger_event *event,
		      size_t nr, struct pm_error *err)
{
	struct pm_arena arena = { 0 };
	struct pm_buf new = { 0 }, text = { 0 };
	struct pm_ledger before, after;
	bool is_front;
	int code = PM_OK;

	read_file(&before, &arena, policy, kind, file, &is_front);
	pm_buf_add(&new, pm_buf_str(file), file->len);
	for (size_t i = 0; i < nr && !before.nr && code >= 0; i++)
		code = pm_ledger_append(&new, policy, kind, &event[i], err);
	if (before.nr) {
		format_before(&text, file, before.event, event, nr);
		pm_buf_splice(&new, before.event[0].start,
			      before.event[0].start, pm_buf_str(&text),
			      text.len);
	}
	read_file(&after, &arena, policy, kind, &new, &is_front);
	if (code >= 0 && after.nr != before.nr + nr)
		code = pm_fail(err, PM_EINVALID,
			       "what is older than the history on line %zu "
			       "would not read back before it", before.line);
	else if (code >= 0)
		pm_buf_splice(file, 0, file->len, new.ptr, new.len);
	pm_buf_release(&new);
	pm_buf_release(&text);
	pm_arena_release(&arena);
	return code;
}

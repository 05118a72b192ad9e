/* SPDX-License-Identifier: MIT */
#include "view/change_text.h"

#include <string.h>

#include "base/strlist.h"

#define ARROW " \xe2\x86\x92 "	/* U+2192 */
#define MINUS "\xe2\x88\x92"	/* U+2212, as wide as a plus */
#define NAMES_SHOWN 3		/* fields named in a subject */

void pm_field_words(struct pm_buf *out, enum pm_field field)
{
	for (const char *s = pm_field_def(field)->key; *s; s++)
		pm_buf_addch(out, *s == '.' || *s == '-' ? ' ' : *s);
}

/* Where a value ends could be unclear when it is a sentence. */
static void add_value(struct pm_buf *out, enum pm_field field,
		      const char *text, pm_change_put *put)
{
	bool quoted = put == pm_buf_addstr &&
		      pm_field_def(field)->type == PM_T_TEXT &&
		      strpbrk(text, " \t\n");

	pm_buf_addstr(out, quoted ? "\"" : "");
	put(out, text);
	pm_buf_addstr(out, quoted ? "\"" : "");
}

static void add_date_distance(struct pm_buf *out, const char *before,
			      const char *after)
{
	char distance[40];
	pm_date from, to;

	if (!pm_date_parse(&from, before) || !pm_date_parse(&to, after) ||
	    from == to)
		return;
	pm_date_distance(distance, from, to);
	pm_buf_addf(out, ", %s", distance);
}

static void add_time_distance(struct pm_buf *out, const char *before,
			      const char *after)
{
	char distance[40];
	struct pm_time from, to;

	if (!pm_time_parse(&from, before, NULL) ||
	    !pm_time_parse(&to, after, NULL) || from.epoch == to.epoch)
		return;
	pm_duration_format(distance, to.epoch > from.epoch ?
					     to.epoch - from.epoch :
					     from.epoch - to.epoch);
	pm_buf_addf(out, ", %s %s", distance,
		    to.epoch > from.epoch ? "later" : "earlier");
}

/* The members of one list that the other lacks. */
static void add_missing(struct pm_buf *out, const struct pm_strlist *list,
			const struct pm_strlist *other, const char *sign,
			pm_change_put *put)
{
	for (size_t i = 0; i < list->nr; i++) {
		if (pm_strlist_has(other, list->item[i]))
			continue;
		pm_buf_addf(out, " %s", sign);
		put(out, list->item[i]);
	}
}

static void add_members(struct pm_buf *out, const struct pm_change *change,
			const char *separator, pm_change_put *put)
{
	struct pm_strlist old = { 0 }, new = { 0 };
	struct pm_buf text = { 0 };

	if (change->before)
		pm_strlist_split(&old, change->before, separator);
	if (change->after)
		pm_strlist_split(&new, change->after, separator);
	add_missing(&text, &new, &old, "+", put);
	add_missing(&text, &old, &new, MINUS, put);
	pm_buf_addstr(out, text.len ? text.ptr : " in another order");
	pm_strlist_release(&old);
	pm_strlist_release(&new);
	pm_buf_release(&text);
}

/* What holds where the file says nothing: accepting an item whose state was
 * never written down is still a step from "proposed". */
static const char *before_of(const struct pm_change *change)
{
	const char *initial = NULL;

	if (change->before)
		return change->before;
	if (change->field == PM_F_STATE)
		initial = pm_state_name[PM_PROPOSED];
	else if (change->field == PM_F_STATUS)
		initial = pm_status_name[PM_DRAFT];
	return initial && change->after && strcmp(initial, change->after) ?
		       initial :
		       NULL;
}

static void field_text(struct pm_buf *out, const struct pm_change *change,
		       pm_change_put *put)
{
	enum pm_type type = pm_field_def(change->field)->type;
	const char *before = before_of(change);

	pm_field_words(out, change->field);
	if (type == PM_T_REASONS) {
		add_members(out, change, ";", put);
	} else if (pm_field_is_list(change->field)) {
		add_members(out, change, ",", put);
	} else if (before && change->after) {
		pm_buf_addch(out, ' ');
		add_value(out, change->field, before, put);
		pm_buf_addstr(out, ARROW);
		add_value(out, change->field, change->after, put);
		if (type == PM_T_DATE)
			add_date_distance(out, before, change->after);
		else if (type == PM_T_TIME)
			add_time_distance(out, before, change->after);
	} else {
		const char *text = before ? before : change->after;

		pm_buf_addch(out, ' ');
		add_value(out, change->field, text ? text : "", put);
		pm_buf_addstr(out, before ? " removed" : " (set)");
	}
}

void pm_change_words(struct pm_buf *out, const struct pm_change *change,
		     pm_change_put *put)
{
	switch (change->kind) {
	case PM_CHANGE_ADDED:
		pm_buf_addstr(out, "added");
		break;
	case PM_CHANGE_REMOVED:
		pm_buf_addstr(out, "removed");
		break;
	case PM_CHANGE_MOVED:
		pm_buf_addstr(out, "moved from ");
		put(out, change->before);
		break;
	case PM_CHANGE_FIELD:
		field_text(out, change, put);
		break;
	case PM_CHANGE_SECTION:
		if (change->before && change->after)
			pm_buf_addstr(out, "rewrote ");
		else
			pm_buf_addf(out, "%s the section ",
				    change->after ? "added" : "removed");
		put(out, change->section);
		break;
	case PM_CHANGE_BODY:
		pm_buf_addstr(out, "rewrote the text");
		break;
	case PM_CHANGE_UNREADABLE:
		pm_buf_addstr(out, "front matter cannot be read");
		break;
	}
}

void pm_change_text(struct pm_buf *out, const struct pm_change *change)
{
	pm_change_words(out, change, pm_buf_addstr);
}

static const struct pm_change *find(const struct pm_changes *changes,
				    enum pm_change_kind kind,
				    enum pm_field field)
{
	for (size_t i = 0; i < changes->nr; i++) {
		const struct pm_change *c = &changes->item[i];

		if (c->kind == kind &&
		    (kind != PM_CHANGE_FIELD || c->field == field))
			return c;
	}
	return NULL;
}

static const char *state_verb(const struct pm_change *change)
{
	const char *before = before_of(change);
	enum pm_state from = before ? pm_state_parse(before) : PM_PROPOSED;
	enum pm_state to = change->after ? pm_state_parse(change->after) :
					   PM_PROPOSED;

	if ((from == PM_DONE || from == PM_DECLINED) && pm_state_is_open(to))
		return "reopen";
	switch (to) {
	case PM_ACCEPTED:
		return from == PM_IN_PROGRESS ? "pause" : "accept";
	case PM_IN_PROGRESS:
		return "start";
	case PM_DONE:
		return "done";
	case PM_DECLINED:
		return "decline";
	default:
		return "propose";
	}
}

static void due_words(struct pm_buf *out, const struct pm_change *change)
{
	pm_date from, to;

	if (!change->after)
		pm_buf_addstr(out, "drop the due date");
	else if (!change->before || !pm_date_parse(&from, change->before) ||
		 !pm_date_parse(&to, change->after))
		pm_buf_addf(out, "due %s", change->after);
	else
		pm_buf_addf(out, "%s to %s",
			    to > from ? "postpone" : "bring forward",
			    change->after);
}

/* "change priority, team and type", "change 5 fields". */
static void other_fields(struct pm_buf *out, const struct pm_changes *changes)
{
	enum pm_field named[PM_FIELDS];
	size_t nr = 0;

	for (size_t i = 0; i < changes->nr; i++) {
		const struct pm_change *c = &changes->item[i];

		if (c->kind == PM_CHANGE_FIELD && c->field != PM_F_DUE &&
		    c->field != PM_F_OWNER && nr < PM_FIELDS)
			named[nr++] = c->field;
	}
	if (!nr)
		return;
	pm_buf_addf(out, "%schange ", out->len ? " and " : "");
	if (nr > NAMES_SHOWN) {
		pm_buf_addf(out, "%zu fields", nr);
		return;
	}
	for (size_t i = 0; i < nr; i++) {
		pm_buf_addstr(out, !i ? "" : i + 1 < nr ? ", " : " and ");
		pm_field_words(out, named[i]);
	}
}

static void field_words(struct pm_buf *out, const struct pm_changes *changes)
{
	const struct pm_change *due = find(changes, PM_CHANGE_FIELD, PM_F_DUE);
	const struct pm_change *owner =
		find(changes, PM_CHANGE_FIELD, PM_F_OWNER);

	if (due)
		due_words(out, due);
	if (owner && owner->after)
		pm_buf_addf(out, "%sassign to %s", out->len ? " and " : "",
			    owner->after);
	else if (owner)
		pm_buf_addf(out, "%sunassign", out->len ? " and " : "");
	other_fields(out, changes);
}

static void text_words(struct pm_buf *out, const struct pm_changes *changes)
{
	const struct pm_change *first = find(changes, PM_CHANGE_SECTION, 0);
	size_t sections = 0;

	for (size_t i = 0; i < changes->nr; i++)
		sections += changes->item[i].kind == PM_CHANGE_SECTION;
	if (sections == 1)
		pm_buf_addf(out, "%s %s",
			    !first->before ? "add" :
			    !first->after  ? "remove" :
					     "rewrite",
			    first->section);
	else if (sections)
		pm_buf_addf(out, "rewrite %zu sections", sections);
	else if (find(changes, PM_CHANGE_BODY, 0))
		pm_buf_addstr(out, "rewrite the text");
	else
		pm_buf_addstr(out, "edit");
}

void pm_changes_subject(struct pm_buf *out, const struct pm_changes *changes)
{
	const struct pm_change *state =
		find(changes, PM_CHANGE_FIELD, PM_F_STATE);
	const struct pm_change *status =
		find(changes, PM_CHANGE_FIELD, PM_F_STATUS);
	struct pm_buf text = { 0 };

	if (find(changes, PM_CHANGE_ADDED, 0)) {
		pm_buf_addstr(&text, "add");
	} else if (find(changes, PM_CHANGE_REMOVED, 0)) {
		pm_buf_addstr(&text, "remove");
	} else if (state) {
		pm_buf_addstr(&text, state_verb(state));
	} else if (status) {
		const char *initial = pm_status_name[PM_DRAFT];
		const char *from = status->before ? status->before : initial;
		const char *to = status->after ? status->after : initial;

		pm_buf_addf(&text, "%s to %s",
			    pm_status_parse(to) < pm_status_parse(from) ?
				    "back" :
				    "advance",
			    to);
	} else {
		field_words(&text, changes);
		if (!text.len && find(changes, PM_CHANGE_MOVED, 0))
			pm_buf_addstr(&text, "move");
		if (!text.len)
			text_words(&text, changes);
	}
	pm_buf_add(out, pm_buf_str(&text), text.len);
	pm_buf_release(&text);
}

/* SPDX-License-Identifier: MIT */
#include "model/ledger.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "syntax/bullets.h"
#include "syntax/escape.h"

#define DAY_LEN (PM_DATE_LEN - 1)

static const char *const word[PM_L_FIELDS] = { NULL, "owner", "due",
					       "evidence" };

enum pm_field pm_ledger_field(enum pm_kind kind, enum pm_ledger_field field)
{
	static const enum pm_field of_action[PM_L_FIELDS] = {
		PM_F_STATE, PM_F_OWNER, PM_F_DUE, PM_F_EVIDENCE,
	};

	if (kind == PM_ACTION)
		return of_action[field];
	return field == PM_L_STEP  ? PM_F_STATUS :
	       field == PM_L_OWNER ? PM_F_OWNER :
				     PM_FIELDS;
}

/* --- one entry --- */

struct reading {
	struct pm_arena *arena;
	enum pm_kind kind;
	const char *why; /* it is none; static or in the arena */
	bool is_impossible;
};

static const char *const *words_of(enum pm_kind kind)
{
	return kind == PM_ACTION ? pm_state_name : pm_status_name;
}

static const char *plain(struct reading *r, const char *text, size_t len)
{
	struct pm_buf out = { 0 };
	const char *kept;

	for (; len && *text == ' '; len--)
		text++;
	while (len && text[len - 1] == ' ')
		len--;
	if (len && pm_markdown_span(text, len) == len)
		pm_markdown_span_read(&out, text, len);
	else
		pm_markdown_unescape(&out, text, len);
	kept = pm_arena_strndup(r->arena, pm_buf_str(&out), out.len);
	pm_buf_release(&out);
	return kept;
}

/* Where `mark` and a blank stand, outside of code spans; len if nowhere. */
static size_t find_mark(const char *text, size_t len, char mark)
{
	for (size_t at = 0; at < len;) {
		size_t span = text[at] == '`' ?
				      pm_markdown_span(text + at, len - at) :
				      0;

		if (text[at] == mark && at + 1 < len && text[at + 1] == ' ')
			return at;
		at += span ? span : text[at] == '\\' ? 2 : 1;
	}
	return len;
}

static bool set_step(struct reading *r, struct pm_ledger_event *event,
		     const char *text)
{
	const char *const *name = words_of(r->kind);

	for (int i = 0; name[i]; i++) {
		if (strcasecmp(name[i], text))
			continue;
		event->set[PM_L_STEP] = name[i];
		event->step = i;
		return true;
	}
	return false;
}

static bool set_field(struct reading *r, struct pm_ledger_event *event,
		      enum pm_ledger_field field, const char *text)
{
	if (pm_ledger_field(r->kind, field) == PM_FIELDS) {
		r->why = pm_arena_printf(r->arena, "sets \"%s\", which a "
					 "post-mortem does not have",
					 word[field]);
		return false;
	}
	if (event->set[field]) {
		r->why = pm_arena_printf(r->arena, "sets \"%s\" twice",
					 word[field]);
		return false;
	}
	if (field == PM_L_DUE && *text && !pm_date_parse(&event->due, text)) {
		r->why = pm_arena_printf(r->arena, "has \"due %.40s\", which "
					 "is no day of the calendar", text);
		r->is_impossible = true;
		return false;
	}
	event->set[field] = text;
	return true;
}

static bool read_change(struct reading *r, struct pm_ledger_event *event,
			const char *text, size_t len)
{
	const char *all;
	bool removes;
	const char *name;

	for (; len && *text == ' '; len--)
		text++;
	all = plain(r, text, len);
	removes = !strncasecmp(all, "no ", 3);
	name = removes ? all + 3 : all;
	if (!event->set[PM_L_STEP] && set_step(r, event, all))
		return true;
	for (enum pm_ledger_field f = PM_L_OWNER; f < PM_L_FIELDS; f++) {
		size_t n = strlen(word[f]);

		if (strncasecmp(name, word[f], n))
			continue;
		if (removes && !name[n])
			return set_field(r, event, f, "");
		if (!removes && name[n] == ' ')
			return set_field(r, event, f,
					 plain(r, text + n + 1, len - n - 1));
	}
	if (!r->why)
		r->why = pm_arena_printf(r->arena, "says \"%.60s\", which is "
					 "no change", all);
	return false;
}

static bool read_changes(struct reading *r, struct pm_ledger_event *event,
			 const char *text, size_t len)
{
	while (true) {
		size_t end = find_mark(text, len, ',');

		if (!read_change(r, event, text, end))
			return false;
		if (end == len)
			return true;
		text += end + 2;
		len -= end + 2;
	}
}

static bool read_day(struct reading *r, struct pm_ledger_event *event,
		     const char *text)
{
	char day[PM_DATE_LEN] = { 0 };

	memcpy(day, text, strnlen(text, DAY_LEN));
	if (pm_date_parse(&event->day, day))
		return true;
	r->why = "begins with a day that is none of the calendar";
	r->is_impossible = strspn(day, "0123456789-") == DAY_LEN;
	return false;
}

/* "Due 2026-01-01" and the like cost nothing to say right. */
static bool read_event(struct reading *r, struct pm_ledger_event *event,
		       const char *text)
{
	size_t len = strlen(text), at;

	r->why = NULL;
	r->is_impossible = false;
	event->due = PM_NO_DATE;
	if (!read_day(r, event, text))
		return false;
	if (len <= DAY_LEN || text[DAY_LEN] != ' ') {
		r->why = "does not say who did it";
		return false;
	}
	text += DAY_LEN + 1;
	len -= DAY_LEN + 1;
	at = find_mark(text, len, ':');
	if (at == len || !at) {
		r->why = "does not say who did it";
		return false;
	}
	event->who = plain(r, text, at);
	text += at + 2;
	len -= at + 2;
	at = find_mark(text, len, ':');
	if (at < len - (len > 0)) {
		struct pm_buf why = { 0 };

		pm_markdown_unescape(&why, text + at + 2, len - at - 2);
		if (why.len)
			event->why = pm_arena_strdup(r->arena,
						     pm_buf_str(&why));
		pm_buf_release(&why);
	}
	/* A reason that was left out. */
	if (at == len && len && text[len - 1] == ':')
		at--;
	return read_changes(r, event, text, at);
}

/* --- the section --- */

struct names {
	const struct pm_policy *policy;
};

static bool is_history(const void *payload, const char *normal)
{
	const struct names *names = payload;

	if (!strcmp(normal, "history"))
		return true;
	for (size_t i = 0; i < names->policy->sections; i++) {
		const struct pm_section_def *def = &names->policy->section[i];

		for (size_t k = 0; def->is_history && k < def->normals; k++)
			if (!strcmp(def->normal[k], normal))
				return true;
	}
	return false;
}

/* Whether an entry is meant to be an event: a year and a month. */
static bool begins_with_day(const char *text)
{
	size_t year = strspn(text, "0123456789");

	return year == 4 && text[4] == '-' &&
	       isdigit((unsigned char)text[5]);
}

/* What somebody most likely meant: the word that is near, in its place. */
static const char *nearest_event(struct reading *r, const char *text)
{
	const char *const *name = words_of(r->kind);
	size_t nr = r->kind == PM_ACTION ? PM_STATES : PM_STATUSES;
	size_t at = find_mark(text, strlen(text), ':'), end;
	const char *rest, *meant;
	char *said;

	if (at == DAY_LEN)
		return pm_arena_printf(r->arena, "write who did it behind the "
				       "day, as in \"%.*s PERSON%s\"",
				       (int)DAY_LEN, text, text + DAY_LEN);
	if (strlen(text) > DAY_LEN && strchr(",;.", text[DAY_LEN]))
		return pm_arena_printf(r->arena, "did you mean \"%.*s%s\"?",
				       (int)DAY_LEN, text,
				       text + DAY_LEN + 1);
	rest = text[at] ? text + at + 2 : "";
	end = strcspn(rest, ",:");
	said = pm_arena_strndup(r->arena, rest, end);
	meant = pm_nearest(said, name, nr);
	if (meant)
		return pm_arena_printf(r->arena, "did you mean \"%.*s%s%s\"?",
				       (int)(rest - text), text, meant,
				       rest + end);
	return r->kind == PM_ACTION ?
		       "write \"DAY PERSON: accepted, due DAY: why\"; a change "
		       "is a state, \"owner PERSON\", \"due DAY\" or "
		       "\"evidence WHERE\"" :
		       "write \"DAY PERSON: in-review: why\"; a change is a "
		       "status or \"owner PERSON\"";
}

/* What stands below an event that is whole, neither indented nor behind a
 * blank line, is somebody's prose. */
static bool read_indented(struct reading *r, struct pm_ledger_event *event,
			  const struct pm_bullet *bullet)
{
	struct pm_ledger_event whole = *event;
	const char *text;

	if (!bullet->text[bullet->indented])
		return false;
	text = pm_arena_strndup(r->arena, bullet->text, bullet->indented);
	if (text[bullet->indented - 1] == ':' ||
	    !read_event(r, &whole, text) || whole.why)
		return false;
	*event = whole;
	return true;
}

static void read_entry(struct pm_ledger *out, struct reading *r,
		       const struct pm_bullet *bullet)
{
	struct pm_ledger_event event = { .line = bullet->line,
					 .start = bullet->start,
					 .end = bullet->end };

	if (!begins_with_day(bullet->text))
		return;
	if (read_indented(r, &event, bullet) ||
	    read_event(r, &event, bullet->text))
		out->event[out->nr++] = event;
	else
		out->misfit[out->misfits++] = (struct pm_ledger_misfit){
			.line = bullet->line,
			.why = r->why,
			.fix = r->is_impossible ?
				       "write the day as in 2026-12-05" :
				       nearest_event(r, bullet->text),
			.is_impossible = r->is_impossible,
		};
}

void pm_ledger_read(struct pm_ledger *out, struct pm_arena *arena,
		    const struct pm_policy *policy, enum pm_kind kind,
		    const char *text, size_t start, size_t len, size_t line)
{
	const struct names names = { .policy = policy };
	struct reading r = { .arena = arena, .kind = kind };
	struct pm_bullets list;

	*out = (struct pm_ledger){ 0 };
	pm_bullets_read(&list, arena, text, start, len, line, is_history,
			&names);
	if (!list.is_there)
		return;
	out->line = list.line;
	out->start = list.start;
	out->end = list.end;
	out->event = pm_arena_alloc(arena,
				    (list.nr + 1) * sizeof(*out->event));
	out->misfit = pm_arena_alloc(arena,
				     (list.nr + 1) * sizeof(*out->misfit));
	for (size_t i = 0; i < list.nr; i++)
		read_entry(out, &r, &list.item[i]);
	/* A list of days that was there before us. */
	if (!out->nr)
		out->misfits = 0;
}

const struct pm_ledger_event *pm_ledger_last(const struct pm_ledger *ledger,
					     size_t nr,
					     enum pm_ledger_field field)
{
	while (nr--)
		if (ledger->event[nr].set[field])
			return &ledger->event[nr];
	return NULL;
}

pm_date pm_ledger_promised(const struct pm_ledger *ledger, pm_date *proposed)
{
	pm_date first = PM_NO_DATE, promised = PM_NO_DATE;
	bool was_proposal = false, was_promise = false;

	*proposed = PM_NO_DATE;
	for (size_t i = 0; i < ledger->nr; i++) {
		const struct pm_ledger_event *event = &ledger->event[i];
		bool is_promise;

		if (!event->set[PM_L_STEP])
			continue;
		is_promise = pm_state_is_promise(event->step);
		if (event->step == PM_PROPOSED && first == PM_NO_DATE)
			first = event->day;
		if (is_promise && !was_promise) {
			promised = event->day;
			*proposed = was_proposal ? first : PM_NO_DATE;
		}
		was_proposal = event->step == PM_PROPOSED;
		was_promise = is_promise;
	}
	return was_promise ? promised : PM_NO_DATE;
}

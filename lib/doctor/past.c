/* SPDX-License-Identifier: MIT */
#include "doctor/past.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "git/objects.h"
#include "history/descent.h"
#include "model/ledger_change.h"

/* The events that led to a version, by number. */
struct line {
	size_t *event;
	size_t nr;
};

struct reading {
	struct pm_past *out;
	struct pm_arena *arena;
	struct pm_repo *repo;
	const struct pm_policy *policy;
	const struct pm_record *record;
	const char *imported;
	struct pm_descent descent;
	struct line *line; /* of each version */
	struct pm_past_event *event;
	size_t nr, alloc;
};

/* Behind a history that was begun later nothing is asked of the log. */
static int has_ledger(bool *out, struct reading *r,
		      const struct pm_record *version, struct pm_error *err)
{
	size_t limit = version->kind == PM_ACTION ? PM_MAX_ACTION :
						    PM_MAX_DOCUMENT;
	struct pm_record read = { .kind = version->kind, .id = version->id,
				  .path = version->path };
	struct pm_arena arena = { 0 };
	struct pm_buf text = { 0 };
	size_t size = 0;
	int code = PM_OK;

	*out = false;
	if (!r->record->ledger.nr)
		return PM_OK;
	code = pm_object_read(&text, &size, r->repo, version->oid, limit, err);
	if (code >= 0) {
		pm_record_read(&read, &arena,
			       size > limit ? NULL : pm_buf_str(&text), size,
			       r->policy, PM_READ_LEDGER);
		*out = read.ledger.nr > 0;
	}
	pm_buf_release(&text);
	pm_arena_release(&arena);
	return code;
}

static const char *keep(struct reading *r, const char *text)
{
	return text ? pm_arena_strdup(r->arena, text) : NULL;
}

/* Takes the event over, with what it borrows. */
static size_t add_event(struct reading *r, const struct pm_version_of *version,
			const struct pm_record *before,
			const struct pm_ledger_event *event, bool is_imported)
{
	const struct pm_record *now = version->record;
	struct pm_past_event past = { .event = *event,
				      .commit = keep(r, version->commit),
				      .is_imported = is_imported };

	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++)
		past.event.set[f] = keep(r, event->set[f]);
	past.event.why = NULL;
	if (now->kind == PM_ACTION && event->set[PM_L_STEP] &&
	    event->step == PM_DECLINED)
		past.event.why = keep(r, pm_record_text(now, PM_F_REASON));
	past.is_back = before && ((event->set[PM_L_DUE] &&
				   pm_record_text(before, PM_F_DUE)) ||
				  (now->kind == PM_ACTION &&
				   event->set[PM_L_STEP] &&
				   !pm_state_is_open(pm_record_state(before))));
	PM_GROW(r->event, r->nr, r->alloc);
	r->event[r->nr] = past;
	return r->nr++;
}

static void append(struct line *line, size_t event)
{
	line->event[line->nr++] = event;
}

static bool holds(const struct line *line, size_t event)
{
	for (size_t i = 0; i < line->nr; i++)
		if (line->event[i] == event)
			return true;
	return false;
}

/* One line, then of the other what it does not have. */
static void join(struct line *out, const struct line *a, const struct line *b)
{
	out->nr = 0;
	for (size_t i = 0; i < a->nr; i++)
		append(out, a->event[i]);
	for (size_t i = 0; i < b->nr; i++)
		if (!holds(out, b->event[i]))
			append(out, b->event[i]);
}

/* What a record has and the events of a line do not say. */
static bool find_rest(struct pm_ledger_event *out, const struct reading *r,
		      const struct line *line, const struct pm_record *now)
{
	bool any = false;

	pm_ledger_difference(out, r->policy, NULL, now);
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++) {
		const char *value = pm_ledger_value(now, f);
		const struct pm_ledger_event *last = NULL;

		for (size_t i = 0; i < line->nr; i++)
			if (r->event[line->event[i]].event.set[f])
				last = &r->event[line->event[i]].event;
		out->set[f] = !value || (!last && !*value) ||
			      (last && pm_ledger_is_value(r->policy, last, f,
							  value)) ?
				      NULL : value;
		any = any || out->set[f];
	}
	return any;
}

/* Of two orders the one that ends in what the merge has; else the merge is an
 * event of its own. */
static void meet(struct reading *r, struct line *line,
		 const struct pm_version_of *version)
{
	struct pm_ledger_event rest = { 0 };
	struct line other = { .event = pm_arena_alloc(
				      r->arena, (r->nr + 1) *
							sizeof(size_t)) };

	for (size_t i = 1; i < version->parents; i++) {
		const struct line *theirs = &r->line[version->parent[i]];
		struct line ours = *line;

		join(&other, &ours, theirs);
		if (find_rest(&rest, r, &other, version->record))
			join(&other, theirs, &ours);
		if (find_rest(&rest, r, &other, version->record))
			join(&other, &ours, theirs);
		line->nr = 0;
		join(line, &other, &(struct line){ 0 });
	}
	if (find_rest(&rest, r, line, version->record))
		append(line, add_event(r, version,
				       pm_descent_readable(&r->descent,
							   version->parent[0]),
				       &rest, false));
}

static bool is_import(const struct reading *r,
		      const struct pm_version_of *version,
		      const struct pm_record *before)
{
	if (version->record->kind == PM_ACTION)
		return r->imported && !version->parents &&
		       !strcmp(version->commit, r->imported);
	return pm_record_get(version->record, PM_F_IMPORTED) &&
	       (!before || !pm_record_get(before, PM_F_IMPORTED));
}

static int read_version(struct reading *r, size_t nr, struct pm_error *err)
{
	const struct pm_version_of *version = &r->descent.item[nr];
	const struct pm_record *before = NULL;
	struct line *line = &r->line[nr];
	struct pm_ledger_event event = { 0 };
	bool is_known, is_imported;
	int code;

	*line = (struct line){ .event = pm_arena_alloc(
				       r->arena, (r->nr + 2) *
							 sizeof(size_t)) };
	if (version->parents) {
		before = pm_descent_readable(&r->descent, version->parent[0]);
		join(line, &r->line[version->parent[0]], &(struct line){ 0 });
	}
	if (version->record->is_unreadable)
		return PM_OK;
	code = has_ledger(&is_known, r, version->record, err);
	if (code < 0)
		return code;
	is_imported = is_import(r, version, before);
	if (is_imported) {
		r->out->imported = keep(r, version->commit);
		before = NULL;
		line->nr = 0;
	}
	if (version->parents > 1 && !is_known && !is_imported)
		meet(r, line, version);
	else if (!is_known && pm_ledger_difference(&event, r->policy, before,
						   version->record))
		append(line, add_event(r, version, before, &event,
				       is_imported));
	return PM_OK;
}

/* Each behind those that it comes from. */
static int read_all(struct reading *r, struct pm_error *err)
{
	const struct pm_descent *d = &r->descent;
	size_t *stack = pm_xcalloc(d->nr + 1, sizeof(*stack));
	size_t depth = d->nr ? 1 : 0;
	const struct line *line = r->line;
	int code = PM_OK;

	while (depth && code >= 0) {
		const struct pm_version_of *version = &d->item[stack[depth - 1]];
		size_t next = 0;

		while (next < version->parents &&
		       r->line[version->parent[next]].event)
			next++;
		if (next < version->parents)
			stack[depth++] = version->parent[next];
		else
			code = read_version(r, stack[--depth], err);
	}
	free(stack);
	if (code < 0 || !d->nr)
		return code;
	r->out->item = pm_arena_alloc(r->arena, (line->nr + 1) *
						sizeof(*r->out->item));
	for (size_t i = 0; i < line->nr; i++)
		r->out->item[r->out->nr++] = r->event[line->event[i]];
	return PM_OK;
}

/* Whether the history begins with what the log tells first: it is told. */
static bool is_told(const struct reading *r)
{
	const struct pm_ledger *ledger = &r->record->ledger;
	const struct pm_ledger_event *first;

	if (!ledger->nr || !r->out->nr)
		return false;
	first = &r->out->item[0].event;
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++) {
		const struct pm_ledger_event *there = &ledger->event[0];

		if (!there->set[f] != !first->set[f] ||
		    (there->set[f] && !pm_ledger_is_value(r->policy, there, f,
							  first->set[f])))
			return false;
	}
	return true;
}

int pm_past_read(struct pm_past *out, struct pm_arena *arena,
		 struct pm_repo *repo, const struct pm_policy *policy,
		 struct pm_moves *moves, const struct pm_record *record,
		 const char *tip, const char *imported, struct pm_error *err)
{
	struct reading r = { .out = out, .arena = arena, .repo = repo,
			     .policy = policy, .record = record,
			     .imported = imported };
	int code = pm_descent_read(&r.descent, repo, policy, moves,
				   record->kind, tip, record->path, err);

	*out = (struct pm_past){ 0 };
	r.line = pm_xcalloc(r.descent.nr + 1, sizeof(*r.line));
	if (code >= 0)
		code = read_all(&r, err);
	if (code >= 0 && is_told(&r))
		out->nr = 0;
	free(r.line);
	free(r.event);
	pm_descent_release(&r.descent);
	return code;
}

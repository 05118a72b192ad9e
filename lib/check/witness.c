/* SPDX-License-Identifier: MIT */
#include "check/range.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "git/objects.h"
#include "model/ledger_change.h"

#define NONE PM_NO_VERSION

/* --- versions of one item --- */

static size_t newest_of(const struct pm_range *range, const char *path)
{
	size_t at;

	return pm_map_get(&range->newest, path, &at) ? at : NONE;
}

/* Under which names it lay, the last one first. */
static void find_names(struct pm_strlist *out, const struct pm_range *range,
		       const char *path)
{
	pm_strlist_add(out, path);
	for (size_t i = 0; i < out->nr; i++) {
		size_t at = newest_of(range, out->item[i]);

		for (; at != NONE; at = range->version[at].older) {
			const struct pm_range_version *v = &range->version[at];
			size_t from = v->new_oid && !v->old_oid ?
					      pm_range_renamed_from(range, at) :
					      NONE;

			if (from != NONE &&
			    !pm_strlist_has(out, range->version[from].path))
				pm_strlist_add(out, range->version[from].path);
		}
	}
}

static void take_bytes(struct pm_record *out, struct pm_arena *arena,
		       const struct pm_range *range, const struct pm_buf *text)
{
	/* What is read borrows from neither; a reason may. */
	const char *copy = pm_arena_strndup(arena, pm_buf_str(text),
					    text->len);

	pm_record_read(out, arena, copy, text->len, range->policy,
		       PM_READ_LEDGER);
}

/* One that cannot be read is empty, and leaves range->err. */
static const struct pm_record *read_blob(struct pm_range *range,
					 const struct pm_record *now,
					 const char *oid)
{
	struct pm_record *record = pm_arena_alloc(&range->arena,
						  sizeof(*record));
	struct pm_buf text = { 0 };
	size_t size;

	*record = (struct pm_record){ .kind = now->kind, .id = "",
				      .path = "", .is_unreadable = true };
	if (pm_object_read(&text, &size, range->repo, oid, PM_MAX_ACTION,
			   &range->err) >= 0 &&
	    size <= PM_MAX_ACTION) {
		record->is_unreadable = false;
		take_bytes(record, &range->arena, range, &text);
	}
	pm_buf_release(&text);
	return record;
}

/* NULL: it was removed. */
static const struct pm_record *read_version(struct pm_range *range, size_t at,
					    const struct pm_record *now)
{
	struct pm_range_version *v = &range->version[at];

	if (!v->record && v->new_oid)
		v->record = read_blob(range, now, v->new_oid);
	return v->record;
}

/* --- who brought an event --- */

/* Which of the events of `now` are in that version, too. */
static void mark(bool *out, const struct pm_policy *policy,
		 const struct pm_record *version, const struct pm_record *now)
{
	struct pm_ledger_change change;
	struct pm_arena arena = { 0 };

	pm_ledger_compare(&change, &arena, policy, &version->ledger,
			  &now->ledger);
	for (size_t i = 0; i < now->ledger.nr; i++)
		out[i] = change.was[i] && !change.reworded[i];
	pm_arena_release(&arena);
}

static void find_oldest(size_t *oldest, struct pm_range *range,
			const struct pm_record *now, size_t newest)
{
	bool *has = pm_xcalloc(now->ledger.nr + 1, sizeof(*has));

	for (size_t at = newest; at != NONE; at = range->version[at].older) {
		const struct pm_record *record = read_version(range, at, now);

		if (!record)
			continue;
		mark(has, range->policy, record, now);
		/* The log has its newest commit first. */
		for (size_t i = 0; i < now->ledger.nr; i++)
			if (has[i] && (oldest[i] == NONE || oldest[i] < at))
				oldest[i] = at;
	}
	free(has);
}

void pm_range_witness(void *payload, struct pm_arena *arena,
		      const struct pm_record *now, struct pm_maker *out)
{
	struct pm_range *range = payload;
	struct pm_strlist names = { 0 };
	size_t *oldest;

	if (!pm_range_load(range))
		return;
	oldest = pm_arena_alloc(arena, (now->ledger.nr + 1) * sizeof(*oldest));
	for (size_t i = 0; i < now->ledger.nr; i++)
		oldest[i] = NONE;
	find_names(&names, range, now->path);
	for (size_t i = 0; i < names.nr; i++)
		find_oldest(oldest, range, now,
			    newest_of(range, names.item[i]));
	for (size_t i = 0; i < now->ledger.nr && range->err.code >= 0; i++) {
		const struct pm_range_version *v = oldest[i] == NONE ?
				NULL : &range->version[oldest[i]];

		if (v && !v->is_edge)
			out[i] = range->maker[v->commit];
	}
	pm_strlist_release(&names);
}

/* --- what was there before --- */

static bool says(const struct pm_policy *policy,
		 const struct pm_record *record,
		 const struct pm_ledger_event *event)
{
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++) {
		const char *value = pm_ledger_value(record, f);

		if (event->set[f] &&
		    !pm_ledger_is_value(policy, event, f, value))
			return false;
	}
	return true;
}

static bool has(const struct pm_policy *policy, const struct pm_record *record,
		const struct pm_ledger_event *event)
{
	for (size_t i = 0; i < record->ledger.nr; i++)
		if (pm_ledger_same(policy, &record->ledger.event[i], event))
			return true;
	return false;
}

/* What a version was made of, or NULL. */
static const struct pm_record *read_before(struct pm_range *range, size_t at,
					   const struct pm_record *now)
{
	const char *oid = range->version[at].old_oid;
	size_t from = oid ? NONE : pm_range_renamed_from(range, at);

	if (from != NONE)
		oid = range->version[from].old_oid;
	return oid ? read_blob(range, now, oid) : NULL;
}

struct search {
	const struct pm_record *now;
	const struct pm_ledger_event *event;
	bool by_fields, is_cut_off;
	const struct pm_maker **found;
	size_t nr;
};

static void search_name(struct search *search, struct pm_range *past,
			const char *name)
{
	bool (*const is_so)(const struct pm_policy *policy,
			    const struct pm_record *record,
			    const struct pm_ledger_event *event) =
		search->by_fields ? says : has;

	for (size_t at = newest_of(past, name); at != NONE;
	     at = past->version[at].older) {
		const struct pm_range_version *v = &past->version[at];
		const struct pm_record *is = read_version(past, at,
							  search->now);
		const struct pm_record *was;

		if (!is || !is_so(past->policy, is, search->event))
			continue;
		was = read_before(past, at, search->now);
		if (was && is_so(past->policy, was, search->event))
			continue;
		search->is_cut_off = search->is_cut_off || v->is_edge;
		if (!v->is_edge)
			search->found[search->nr++] = &past->maker[v->commit];
	}
}

static bool is_made_within(struct pm_range *range,
			   const struct pm_record *now,
			   const struct pm_ledger_event *event)
{
	struct search search = { .now = now, .event = event,
				 .by_fields = true };
	struct pm_strlist names = { 0 };

	search.found = pm_xcalloc(range->versions + 1, sizeof(*search.found));
	find_names(&names, range, now->path);
	for (size_t i = 0; i < names.nr; i++)
		search_name(&search, range, names.item[i]);
	pm_strlist_release(&names);
	free(search.found);
	return search.nr || search.is_cut_off;
}

int pm_range_past(void *payload, struct pm_arena *arena,
		  const struct pm_record *old, const struct pm_record *now,
		  const struct pm_ledger_event *event, bool by_fields,
		  const struct pm_maker *const **out)
{
	struct pm_range *range = payload;
	struct pm_range *past = pm_range_load_past(range);
	struct search search = { .now = old, .event = event,
				 .by_fields = by_fields };
	struct pm_strlist names = { 0 };

	if (by_fields && range->head && pm_range_load(range) &&
	    is_made_within(range, now, event))
		return PM_PAST_WITHIN;
	if (!past)
		return -1;
	search.found = pm_arena_alloc(arena, (past->versions + 1) *
						     sizeof(*search.found));
	find_names(&names, past, old->path);
	for (size_t i = 0; i < names.nr; i++)
		search_name(&search, past, names.item[i]);
	pm_strlist_release(&names);
	if (past->err.code < 0)
		range->err = past->err;
	*out = search.found;
	return search.is_cut_off && !search.nr ? -1 : (int)search.nr;
}

/* --- what stands in some commit --- */

enum pm_there pm_range_at(void *payload, struct pm_arena *arena,
			  const struct pm_record *now, const char *commit,
			  struct pm_record *out)
{
	struct pm_range *range = payload;
	struct pm_strlist names = { 0 };
	struct pm_error missing = { 0 };
	struct pm_buf text = { 0 };
	char *id = NULL;
	int code = PM_ENOTFOUND;
	size_t size = 0;

	*out = (struct pm_record){ .kind = now->kind, .id = now->id,
				   .path = now->path };
	pm_buf_addf(&text, "%s^{commit}", commit);
	if (pm_repo_resolve(range->repo, text.ptr, &id, &missing) < 0) {
		pm_buf_release(&text);
		return PM_THERE_NO_COMMIT;
	}
	if (range->head && pm_range_load(range))
		find_names(&names, range, now->path);
	for (size_t i = 0; i < names.nr && code == PM_ENOTFOUND; i++)
		code = pm_object_read_path(&text, &size, NULL, range->repo, id,
					   names.item[i], PM_MAX_ACTION,
					   &missing);
	if (code >= 0 && size <= PM_MAX_ACTION)
		take_bytes(out, arena, range, &text);
	else if (code < 0 && code != PM_ENOTFOUND)
		range->err = missing;
	pm_strlist_release(&names);
	pm_buf_release(&text);
	free(id);
	return code >= 0 && size <= PM_MAX_ACTION ? PM_THERE_READ :
						    PM_THERE_NOTHING;
}

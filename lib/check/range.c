/* SPDX-License-Identifier: MIT */
#include "check/range.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/path.h"
#include "check/reason.h"
#include "check/revert.h"
#include "git/log.h"
#include "git/objects.h"
#include "git/trailers.h"
#include "model/ledger_change.h"

#define NONE PM_NO_VERSION

/* --- reading the log --- */

static void add_version(struct pm_range *range, const struct pm_delta *delta,
			const struct pm_commit_info *commit)
{
	size_t at = range->versions++, newest;
	struct pm_range_version *version;

	PM_GROW(range->version, at, range->version_alloc);
	version = &range->version[at];
	*version = (struct pm_range_version){
		.path = pm_arena_strdup(&range->arena, delta->path),
		.commit = range->makers - 1,
		.older = NONE,
		.oldest = at,
		.is_merge = commit->parents > 1,
		.is_edge = !commit->parents && range->repo->is_shallow,
	};
	if (delta->new_oid)
		version->new_oid = pm_arena_strdup(&range->arena,
						   delta->new_oid);
	if (delta->old_oid)
		version->old_oid = pm_arena_strdup(&range->arena,
						   delta->old_oid);
	if (pm_map_add(&range->newest, version->path, at, &newest))
		return;
	range->version[range->version[newest].oldest].older = at;
	range->version[newest].oldest = at;
}

/* NULL, or the array that struct pm_maker has. */
static const char *const *find_coauthors(struct pm_arena *arena,
					 const struct pm_commit_info *commit)
{
	struct pm_strlist found = { 0 };
	const char **list = NULL;

	if (commit->body && strcasestr(commit->body, PM_COAUTHOR_TRAILER))
		pm_trailers_of_body(&found, commit->body, PM_COAUTHOR_TRAILER);
	if (found.nr)
		list = pm_arena_alloc(arena, (found.nr + 1) * sizeof(*list));
	for (size_t i = 0; i < found.nr; i++)
		list[i] = pm_arena_strdup(arena, found.item[i]);
	pm_strlist_release(&found);
	return list;
}

static void add_commit(struct pm_range *range,
		       const struct pm_commit_info *commit)
{
	char *author = pm_contact(commit->author_name, commit->author_email);

	PM_GROW(range->maker, range->makers, range->maker_alloc);
	range->maker[range->makers++] = (struct pm_maker){
		.author = pm_arena_strdup(&range->arena, author),
		.day = pm_time_date(commit->author_time),
		.has_reason = pm_body_gives_reason(commit->body),
		.reverts = pm_revert_claim(&range->arena, commit),
		.coauthor = find_coauthors(&range->arena, commit),
	};
	free(author);
	for (size_t i = 0; i < commit->deltas; i++)
		add_version(range, &commit->delta[i], commit);
}

static void read_log(struct pm_range *range, struct pm_log_options *options)
{
	const char *path[] = { range->root[0], range->root[1], NULL };
	struct pm_log *log = NULL;
	int more;

	if (path[1] && !strcmp(path[0], path[1]))
		path[1] = NULL;
	/* All of them, where one is the top. */
	if (!*path[0] || (path[1] && !*path[1]))
		path[0] = NULL;
	options->path = path;
	range->is_read = true;
	if (pm_log_open(&log, range->repo, options, &range->err) < 0)
		return;
	do {
		struct pm_commit_info commit;
		struct pm_arena arena = { 0 };

		more = pm_log_next(&commit, log, &arena, &range->err);
		if (more > 0)
			add_commit(range, &commit);
		pm_arena_release(&arena);
	} while (more > 0);
	pm_log_close(log);
}

static void read_range(struct pm_range *range)
{
	struct pm_buf revisions = { 0 };
	struct pm_log_options options = { 0 };

	/* From the empty tree on it is all that led here. */
	if (strcmp(range->base, pm_repo_empty_tree(range->repo)))
		pm_buf_addf(&revisions, "%s..", range->base);
	pm_buf_addstr(&revisions, range->head);
	options.revision = pm_buf_str(&revisions);
	read_log(range, &options);
	pm_buf_release(&revisions);
}

bool pm_range_load(struct pm_range *range)
{
	if (!range->is_read)
		read_range(range);
	return range->err.code >= 0;
}

struct pm_range *pm_range_load_past(struct pm_range *range)
{
	struct pm_log_options options = { .revision = range->base };
	struct pm_range *past = range->past;

	if (!strcmp(range->base, pm_repo_empty_tree(range->repo)))
		return NULL;
	if (!past) {
		past = range->past = pm_xcalloc(1, sizeof(*past));
		past->repo = range->repo;
		past->policy = range->policy;
		memcpy(past->root, range->root, sizeof(past->root));
		read_log(past, &options);
		if (past->err.code < 0)
			range->err = past->err;
	}
	return past->err.code < 0 ? NULL : past;
}

/* --- following an item --- */

/* The newest version of `path`, from `at` on, that has these bytes. */
static size_t find_version(const struct pm_range *range, size_t at,
			   const char *oid)
{
	while (at != NONE && (!range->version[at].new_oid ||
			      strcmp(range->version[at].new_oid, oid)))
		at = range->version[at].older;
	return at;
}

static size_t newest_version(const struct pm_range *range, const char *path,
			     const char *oid)
{
	size_t at;

	return pm_map_get(&range->newest, path, &at) ?
		       find_version(range, at, oid) :
		       NONE;
}

/* The same bytes, or else a file of the same name. */
size_t pm_range_renamed_from(const struct pm_range *range, size_t added)
{
	const struct pm_range_version *v = &range->version[added];
	size_t first = added, named = NONE;

	while (first && range->version[first - 1].commit == v->commit)
		first--;
	for (size_t i = first; i < range->versions &&
			       range->version[i].commit == v->commit; i++) {
		const struct pm_range_version *w = &range->version[i];

		if (w->new_oid || !w->old_oid)
			continue;
		if (!strcmp(w->old_oid, v->new_oid))
			return i;
		if (!strcmp(pm_path_base(w->path), pm_path_base(v->path)))
			named = i;
	}
	return named;
}

/* One step back from a version: where its bytes came from. False: from
 * nowhere. */
static bool step_back(const struct pm_range *range, size_t at,
		      const char **path, const char **oid)
{
	const struct pm_range_version *v = &range->version[at];
	size_t from;

	*path = v->path;
	*oid = v->old_oid;
	if (*oid)
		return true;
	from = pm_range_renamed_from(range, at);
	if (from == NONE)
		return false;
	*path = range->version[from].path;
	*oid = range->version[from].old_oid;
	return true;
}

/* Where a version that was stepped back to was made; NONE: not here. */
static size_t follow(const struct pm_range *range, size_t at,
		     const char *path, const char *oid)
{
	return !strcmp(path, range->version[at].path) ?
		       find_version(range, range->version[at].older, oid) :
		       newest_version(range, path, oid);
}

/* --- who made it so --- */

/* What these bytes say; nothing where there are none. False when they cannot
 * be had. */
static bool read_version(struct pm_record *out, struct pm_arena *arena,
			 struct pm_range *range, const struct pm_record *like,
			 const char *oid, enum pm_read what)
{
	struct pm_buf text = { 0 };
	size_t size;
	int code = PM_OK;

	*out = (struct pm_record){ .kind = like->kind, .id = like->id,
				   .path = like->path };
	if (oid)
		code = pm_object_read(&text, &size, range->repo, oid,
				      like->kind == PM_ACTION ?
					      PM_MAX_ACTION :
					      PM_MAX_DOCUMENT,
				      &range->err);
	if (oid && code >= 0)
		pm_record_read(out, arena, pm_buf_str(&text), text.len,
			       range->policy, what);
	pm_buf_release(&text);
	return code >= 0;
}

/* Whether these bytes say of `field` what the item says now. Of states, all
 * promises are one. */
static bool is_so(struct pm_range *range, const char *oid,
		  const struct pm_record *now, enum pm_field field)
{
	struct pm_record version;
	enum pm_state then, is = pm_record_state(now);
	struct pm_arena arena = { 0 };
	bool so = read_version(&version, &arena, range, now, oid,
			       PM_READ_FIELDS);

	then = pm_record_state(&version);
	if (so && field == PM_F_STATE)
		so = then == is ||
		     (!range->is_exact && pm_state_is_promise(then) &&
		      pm_state_is_promise(is));
	else if (so && field == PM_F_DUE)
		so = pm_record_date(&version, field) ==
		     pm_record_date(now, field);
	else if (so)
		so = pm_policy_same_person(range->policy,
					   pm_record_text(&version, field),
					   pm_record_text(now, field));
	pm_arena_release(&arena);
	return so;
}

/* A merge that was so on another side than its first: go on there. */
static bool cross_over(struct pm_range *range, size_t merge,
		       const struct pm_record *now, enum pm_field field,
		       const char **oid)
{
	const struct pm_range_version *v = range->version;

	for (size_t at = v[merge].older; at != NONE && range->err.code >= 0;
	     at = v[at].older) {
		*oid = v[at].new_oid;
		if (*oid && is_so(range, *oid, now, field))
			return true;
	}
	return false;
}

/* The oldest version that led to this one and was so all the way; NONE: it
 * was so before the range, or that cannot be known. */
static size_t find_origin(struct pm_range *range,
			  const struct pm_record *now, enum pm_field field)
{
	const char *path = now->path, *oid = now->oid;
	size_t at = newest_version(range, path, oid);

	while (at != NONE && !range->version[at].is_edge) {
		if (!step_back(range, at, &path, &oid) ||
		    (!is_so(range, oid, now, field) &&
		     (!range->version[at].is_merge ||
		      !cross_over(range, at, now, field, &oid))))
			return at;
		at = follow(range, at, path, oid);
	}
	return NONE;
}

bool pm_range_find(void *payload, const struct pm_record *action,
		   enum pm_field field, struct pm_maker *out)
{
	struct pm_range *range = payload;
	size_t at;

	if (!range->is_read)
		read_range(range);
	if (range->err.code < 0 || !action->oid)
		return false;
	at = find_origin(range, action, field);
	if (at == NONE || range->err.code < 0)
		return false;
	*out = range->maker[range->version[at].commit];
	return true;
}

bool pm_range_find_setter(void *payload, const struct pm_record *record,
			  enum pm_field field, struct pm_maker *out)
{
	struct pm_range *range = payload;
	bool found;

	range->is_exact = true;
	found = pm_range_find(payload, record, field, out);
	range->is_exact = false;
	return found;
}

/* Forget of `lost` what the commit of a version took back. */
static void drop_reverted(struct pm_range *range, bool *lost,
			  const struct pm_record *old,
			  const struct pm_range_version *version)
{
	struct pm_record before, after;
	struct pm_ledger_change step, from;
	struct pm_arena arena = { 0 };

	read_version(&before, &range->arena, range, old, version->old_oid,
		     PM_READ_LEDGER);
	read_version(&after, &range->arena, range, old, version->new_oid,
		     PM_READ_LEDGER);
	pm_ledger_compare(&step, &arena, range->policy, &before.ledger,
			  &after.ledger);
	pm_ledger_compare(&from, &arena, range->policy, &old->ledger,
			  &before.ledger);
	for (size_t i = 0; i < old->ledger.nr; i++)
		if (from.is[i] && !step.is[from.is[i] - 1])
			lost[i] = false;
	pm_arena_release(&arena);
}

const char *pm_range_reverts(struct pm_range *range,
			     const struct pm_record *old)
{
	const struct pm_range_version *v;
	struct pm_ledger_change all;
	struct pm_record now;
	const char *what = NULL;
	size_t at, left = 0;
	bool *lost;

	if (!pm_range_load(range) ||
	    !pm_map_get(&range->newest, old->path, &at))
		return NULL;
	read_version(&now, &range->arena, range, old,
		     range->version[at].new_oid, PM_READ_LEDGER);
	pm_ledger_compare(&all, &range->arena, range->policy, &old->ledger,
			  &now.ledger);
	lost = pm_arena_alloc(&range->arena, old->ledger.nr + 1);
	for (size_t i = 0; i < old->ledger.nr; i++)
		lost[i] = !all.is[i];
	for (; at != NONE; at = v->older) {
		v = &range->version[at];
		if (!range->maker[v->commit].reverts)
			continue;
		what = what ? what : range->maker[v->commit].reverts;
		drop_reverted(range, lost, old, v);
	}
	for (size_t i = 0; i < old->ledger.nr; i++)
		left += lost[i];
	return left || range->err.code < 0 ? NULL : what;
}

/* --- since when it was there --- */

/* The day when the file was added, or PM_NO_DATE; *path and *oid become those
 * of the version that this log begins with. */
static pm_date added_on(const struct pm_range *range, const char **path,
			const char **oid)
{
	size_t at = newest_version(range, *path, *oid), last = NONE;

	while (at != NONE && !range->version[at].is_edge) {
		last = at;
		if (!step_back(range, at, path, oid))
			return range->maker[range->version[last].commit].day;
		at = follow(range, at, *path, *oid);
	}
	return PM_NO_DATE;
}

/* Read the log behind the base, `window` days back from the oldest commit of
 * the range or, without one, from `day`. */
static void read_behind(struct pm_range *range, pm_date day, int window)
{
	struct pm_log_options options = { .revision = range->base };
	struct pm_buf since = { 0 };
	char text[PM_DATE_LEN];

	for (size_t i = 0; i < range->makers; i++)
		if (range->maker[i].day < day)
			day = range->maker[i].day;
	pm_date_format(text, day - window);
	pm_buf_addf(&since, "%sT00:00:00Z", text);
	options.since = pm_buf_str(&since);
	range->behind = pm_xcalloc(1, sizeof(*range->behind));
	range->behind->repo = range->repo;
	memcpy(range->behind->root, range->root, sizeof(range->root));
	read_log(range->behind, &options);
	range->err = range->behind->err;
	pm_buf_release(&since);
}

bool pm_range_proposed(void *payload, const struct pm_record *action,
		       pm_date day, int window, pm_date *out)
{
	struct pm_range *range = payload;
	const char *path = action->path, *oid = action->oid;

	if (range->head && !range->is_read)
		read_range(range);
	if (range->err.code < 0 || !oid)
		return false;
	*out = added_on(range, &path, &oid);
	if (*out == PM_NO_DATE && oid &&
	    strcmp(range->base, pm_repo_empty_tree(range->repo))) {
		if (!range->behind)
			read_behind(range, day, window);
		*out = added_on(range->behind, &path, &oid);
	}
	return *out != PM_NO_DATE;
}

void pm_range_release(struct pm_range *range)
{
	if (range->behind)
		pm_range_release(range->behind);
	if (range->past)
		pm_range_release(range->past);
	free(range->behind);
	free(range->past);
	free(range->maker);
	free(range->version);
	pm_map_release(&range->newest);
	pm_arena_release(&range->arena);
}

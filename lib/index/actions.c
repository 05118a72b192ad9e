/* SPDX-License-Identifier: MIT */
#include "index/actions.h"

#include <stdlib.h>

#include "base/map.h"
#include "index/batch.h"

/* So many rows that nobody asks for any longer are no burden. */
#define SPARE 1000

/* Items by their blob; several may have the same. */
struct wanted {
	struct pm_map first; /* to an index into `action` */
	struct pm_record **action;
	size_t *next; /* of the same blob, or its own index */
	size_t nr;
};

static void collect(struct wanted *w, struct pm_snapshot *snapshot)
{
	size_t nr = 0;

	for (size_t i = 0; i < snapshot->nr; i++)
		nr += snapshot->item[i].actions;
	w->action = pm_xcalloc(nr + 1, sizeof(struct pm_record *));
	w->next = pm_xcalloc(nr + 1, sizeof(*w->next));
	for (size_t i = 0; i < snapshot->nr; i++) {
		struct pm_postmortem *pm = &snapshot->item[i];

		for (size_t a = 0; a < pm->actions; a++) {
			size_t at = w->nr;

			w->action[w->nr] = &pm->action[a];
			w->next[w->nr] = w->nr;
			if (pm->action[a].oid &&
			    !pm_map_add(&w->first, pm->action[a].oid, w->nr,
					&at)) {
				w->next[w->nr] = w->next[at] == at ?
							 w->nr : w->next[at];
				w->next[at] = w->nr;
			}
			w->nr++;
		}
	}
}

static void release(struct wanted *w)
{
	pm_map_release(&w->first);
	free(w->action);
	free(w->next);
}

/* What cannot be made out is read from git, as if it were not there. */
static void fill(const struct wanted *w, const struct pm_policy *policy,
		 struct pm_arena *arena, sqlite3_stmt *q)
{
	const void *data = sqlite3_column_blob(q, 1);
	size_t len = (size_t)sqlite3_column_bytes(q, 1), at;
	char oid[PM_OID_HEX];

	if (!data || !pm_db_oid(oid, q, 0) || !pm_map_get(&w->first, oid, &at))
		return;
	while (pm_record_unpack(w->action[at], arena, data, len, policy) &&
	       w->next[at] != at)
		at = w->next[at];
}

struct loading {
	struct pm_snapshot *snapshot;
	struct pm_arena *arena;
	struct pm_index *index;
};

static int load(void *payload, struct pm_error *err)
{
	struct loading *l = payload;
	struct wanted w = { 0 };
	sqlite3_stmt *q = pm_db_query(&l->index->db, Q_ACTIONS,
				      "SELECT oid, data FROM action", err);
	int code;

	if (!q)
		return PM_ERROR;
	collect(&w, l->snapshot);
	while ((code = pm_db_step(&l->index->db, q, err)) > 0)
		fill(&w, &l->snapshot->policy, l->arena, q);
	release(&w);
	return code < 0 ? code : 1;
}

int pm_index_actions_load(struct pm_snapshot *snapshot,
			  struct pm_arena *arena, struct pm_index *index,
			  struct pm_error *err)
{
	struct loading loading = { snapshot, arena, index };
	const struct pm_index_work work = { .read = load,
					    .payload = &loading };

	return pm_index_do(index, &work, err);
}

/* --- what is new --- */

struct keeping {
	struct pm_index *index;
	const struct pm_snapshot *snapshot;
	const struct pm_record **new; /* that can be kept */
	size_t nr;
};

/* 1 when there is nothing to keep. */
static int has_new(void *payload, struct pm_error *err)
{
	const struct keeping *k = payload;

	(void)err;
	return !k->nr;
}

static int add_row(struct pm_index_db *db, const struct pm_record *action,
		   const struct pm_policy *policy, struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(db, Q_ACTION_ADD,
				      "INSERT OR REPLACE INTO"
				      " action(oid, data) VALUES(?, ?)", err);
	struct pm_buf data = { 0 };
	int code = PM_ERROR;

	if (q && pm_record_pack(&data, action, policy)) {
		pm_db_bind_oid(q, 1, action->oid);
		sqlite3_bind_blob(q, 2, data.ptr, (int)data.len,
				  SQLITE_TRANSIENT);
		code = pm_db_step(db, q, err);
	}
	pm_buf_release(&data);
	return code;
}

/* When most of what is there is no longer asked for, it begins anew. */
static int drop_old(struct keeping *k, struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(&k->index->db, Q_ACTIONS_NR,
				      "SELECT count(*) FROM action", err);
	size_t wanted = 0, there;
	int code = q ? pm_db_step(&k->index->db, q, err) : PM_ERROR;

	if (code <= 0)
		return code;
	there = (size_t)sqlite3_column_int64(q, 0);
	sqlite3_reset(q);
	for (size_t i = 0; i < k->snapshot->nr; i++)
		wanted += k->snapshot->item[i].actions;
	if (there <= 2 * wanted + SPARE)
		return PM_OK;
	q = pm_db_query(&k->index->db, Q_ACTIONS_DROP, "DELETE FROM action",
			err);
	return q ? pm_db_step(&k->index->db, q, err) : PM_ERROR;
}

static int write_new(void *payload, struct pm_error *err)
{
	struct keeping *k = payload;
	struct pm_index_db *db = &k->index->db;
	int code = pm_db_begin(db, err);

	if (code >= 0)
		code = drop_old(k, err);
	for (size_t i = 0; i < k->nr && code >= 0; i++)
		code = add_row(db, k->new[i], &k->snapshot->policy, err);
	if (code >= 0)
		code = pm_db_commit(db, err);
	if (code < 0)
		pm_db_rollback(db);
	return code;
}

/* Those that are not read. */
static void collect_lacking(struct keeping *k, struct pm_snapshot *snapshot)
{
	size_t alloc = 0;

	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		for (size_t a = 0; a < pm->actions; a++) {
			if (pm->action[a].is_read || !pm->action[a].oid)
				continue;
			PM_GROW(k->new, k->nr, alloc);
			k->new[k->nr++] = &pm->action[a];
		}
	}
}

static void drop_odd(struct keeping *k)
{
	struct pm_buf data = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < k->nr; i++) {
		if (pm_record_pack(&data, k->new[i], &k->snapshot->policy))
			k->new[kept++] = k->new[i];
		pm_buf_reset(&data);
	}
	k->nr = kept;
	pm_buf_release(&data);
}

int pm_index_actions_rest(struct pm_snapshot *snapshot,
			  struct pm_index *index, struct pm_error *err)
{
	struct keeping k = { .index = index, .snapshot = snapshot };
	const struct pm_index_work work = { .read = has_new,
					    .write = write_new,
					    .payload = &k };
	int code;

	collect_lacking(&k, snapshot);
	code = pm_snapshot_read(snapshot, PM_ACTION, PM_READ_FIELDS, err);
	drop_odd(&k);
	if (code >= 0)
		code = pm_index_do(index, &work, err);
	free(k.new);
	return code;
}

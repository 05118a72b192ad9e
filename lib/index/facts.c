/* SPDX-License-Identifier: MIT */
#include "index/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "git/objects.h"
#include "index/batch.h"

struct pm_fact pm_fact_of(const struct pm_record *record)
{
	return (struct pm_fact){
		.state = pm_record_state(record),
		.due = pm_record_date(record, PM_F_DUE),
		.owner = pm_record_text(record, PM_F_OWNER),
		.is_known = record->is_read && !record->is_unreadable,
	};
}

/* Both strings are the arena's already. */
static void add_fact(struct pm_facts *facts, const char *oid,
		     const struct pm_fact *fact)
{
	if (!pm_map_add(&facts->by_oid, oid, facts->nr, NULL))
		return;
	PM_GROW(facts->item, facts->nr, facts->alloc);
	facts->item[facts->nr++] = *fact;
}

int pm_facts_load(struct pm_facts *out, struct pm_index *index,
		  struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(&index->db, Q_FACTS,
				      "SELECT oid, state, due, owner, known"
				      " FROM fact", err);
	char oid[PM_OID_HEX];
	int code;

	if (!q)
		return PM_ERROR;
	while ((code = pm_db_step(&index->db, q, err)) > 0) {
		const char *owner = (const char *)sqlite3_column_text(q, 3);
		const struct pm_fact fact = {
			.state = pm_state_parse((const char *)
						sqlite3_column_text(q, 1)),
			.due = (pm_date)sqlite3_column_int64(q, 2),
			.owner = owner ? pm_arena_strdup(&out->arena, owner)
				       : NULL,
			.is_known = sqlite3_column_int(q, 4) != 0,
		};

		if (pm_db_oid(oid, q, 0))
			add_fact(out, pm_arena_strdup(&out->arena, oid),
				 &fact);
	}
	return code;
}

static int read_fact(struct pm_facts *out, struct pm_index *index,
		     const struct pm_policy *policy, const char *oid,
		     struct pm_buf *text, struct pm_error *err)
{
	struct pm_record record = { .kind = PM_ACTION, .id = "",
				    .path = "", .oid = oid };
	struct pm_arena arena = { 0 };
	struct pm_fact fact;
	size_t size = 0;
	int code = pm_object_read(text, &size, index->repo, oid,
				  PM_MAX_ACTION, err);

	if (code < 0)
		return code;
	pm_record_read(&record, &arena,
		       size > PM_MAX_ACTION ? NULL : pm_buf_str(text), size,
		       policy, PM_READ_FIELDS);
	fact = pm_fact_of(&record);
	if (fact.owner)
		fact.owner = pm_arena_strdup(&out->arena, fact.owner);
	add_fact(out, pm_arena_strdup(&out->arena, oid), &fact);
	pm_arena_release(&arena);
	return PM_OK;
}

static int add_row(struct pm_index *index, const char *oid,
		   const struct pm_fact *fact, struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(
		&index->db, Q_FACT_ADD,
		"INSERT OR IGNORE INTO fact(oid, state, due, owner, known)"
		" VALUES(?, ?, ?, ?, ?)", err);

	if (!q)
		return PM_ERROR;
	pm_db_bind_oid(q, 1, oid);
	pm_db_bind_text(q, 2, fact->state == PM_STATES ? "" :
				      pm_state_name[fact->state]);
	pm_db_bind_int(q, 3, fact->due);
	if (fact->owner)
		pm_db_bind_text(q, 4, fact->owner);
	pm_db_bind_int(q, 5, fact->is_known);
	return pm_db_step(&index->db, q, err);
}

/* What the index lacks. */
struct lacking {
	struct pm_facts *facts;
	struct pm_index *index;
	const struct pm_policy *policy;
	const char *const *oid;
	size_t nr;
	struct pm_strlist new;
};

static int read_lacking(void *payload, struct pm_error *err)
{
	struct lacking *l = payload;
	struct pm_buf text = { 0 };
	size_t at, missing = 0;
	int code;

	pm_facts_release(l->facts);
	pm_strlist_clear(&l->new);
	/* Most of it is wanted. */
	code = pm_facts_load(l->facts, l->index, err);
	for (size_t i = 0; i < l->nr; i++)
		missing += !pm_map_get(&l->facts->by_oid, l->oid[i], &at);
	if (code < 0 || !missing)
		return code < 0 ? code : 1;
	pm_objects_expect(l->index->repo, missing);
	pm_watch_begin(l->index->repo->watch, "Reading the action items");
	for (size_t i = 0; i < l->nr && code >= 0; i++) {
		if (pm_map_get(&l->facts->by_oid, l->oid[i], &at))
			continue;
		code = read_fact(l->facts, l->index, l->policy, l->oid[i],
				 &text, err);
		pm_strlist_add(&l->new, l->oid[i]);
		pm_watch_step(l->index->repo->watch, l->new.nr);
	}
	pm_watch_end(l->index->repo->watch);
	pm_buf_release(&text);
	return code < 0 ? code : PM_OK;
}

static int write_lacking(void *payload, struct pm_error *err)
{
	struct lacking *l = payload;
	int code = pm_db_begin(&l->index->db, err);

	for (size_t i = 0; i < l->new.nr && code >= 0; i++)
		code = add_row(l->index, l->new.item[i],
			       pm_facts_find(l->facts, l->new.item[i]), err);
	if (code >= 0)
		code = pm_db_commit(&l->index->db, err);
	if (code < 0)
		pm_db_rollback(&l->index->db);
	return code;
}

int pm_facts_read(struct pm_facts *out, struct pm_index *index,
		  const struct pm_policy *policy, const char *const *oid,
		  size_t nr, struct pm_error *err)
{
	struct lacking l = { .facts = out, .index = index, .policy = policy,
			     .oid = oid, .nr = nr };
	const struct pm_index_work work = { .read = read_lacking,
					    .write = write_lacking,
					    .payload = &l };
	int code = pm_index_do(index, &work, err);

	pm_strlist_release(&l.new);
	return code;
}

const struct pm_fact *pm_facts_find(const struct pm_facts *facts,
				    const char *oid)
{
	size_t at;

	return pm_map_get(&facts->by_oid, oid, &at) ? &facts->item[at] : NULL;
}

void pm_facts_release(struct pm_facts *facts)
{
	pm_map_release(&facts->by_oid);
	free(facts->item);
	pm_arena_release(&facts->arena);
	memset(facts, 0, sizeof(*facts));
}

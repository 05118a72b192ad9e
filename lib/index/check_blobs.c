/* SPDX-License-Identifier: MIT */
#include "index/check.h"

#include <stdlib.h>
#include <string.h>

#include "git/objects.h"
#include "index/facts.h"
#include "snapshot/snapshot.h"

struct blobs {
	struct pm_checker *c;
	const struct pm_policy *policy;
	struct pm_source source;
	struct pm_facts fact;
	sqlite3_stmt *data; /* what was kept of an item, by its blob */
};

static bool same_fact(const struct pm_fact *a, const struct pm_fact *b)
{
	bool same_owner = a->owner && b->owner ? !strcmp(a->owner, b->owner) :
						 a->owner == b->owner;

	return a->state == b->state && a->due == b->due && same_owner &&
	       a->is_known == b->is_known;
}

static void check_fact(struct blobs *b, const struct pm_record *record)
{
	const struct pm_fact *have = pm_facts_find(&b->fact, record->oid);
	const struct pm_fact want = pm_fact_of(record);

	if (!have)
		return;
	if (!same_fact(have, &want))
		pm_checker_tell(b->c, "blob %s: what it promises is not what "
				"git tells", record->oid);
	b->c->out->items++;
}

/* One that would not be kept by the policy of today is not compared: it is
 * read from git anyway. */
static int check_data(struct blobs *b, const struct pm_record *record)
{
	struct pm_buf want = { 0 };
	int code;

	pm_db_bind_oid(b->data, 1, record->oid);
	code = pm_db_step(&b->c->index->db, b->data, b->c->err);
	if (code > 0 && pm_record_pack(&want, record, b->policy) &&
	    ((size_t)sqlite3_column_bytes(b->data, 0) != want.len ||
	     memcmp(sqlite3_column_blob(b->data, 0), want.ptr, want.len) != 0))
		pm_checker_tell(b->c, "blob %s: the action item in it is not "
				"what git tells", record->oid);
	sqlite3_reset(b->data);
	pm_buf_release(&want);
	return code;
}

static int check_blob(struct blobs *b, const char *oid)
{
	struct pm_record record = { .kind = PM_ACTION, .id = "", .path = "",
				    .oid = oid };
	struct pm_arena arena = { 0 };
	int code = pm_record_load(&record, &arena, &b->source, b->policy,
				  PM_READ_FIELDS, b->c->err);

	if (code >= 0) {
		check_fact(b, &record);
		code = check_data(b, &record);
	}
	pm_arena_release(&arena);
	return code;
}

/* Without those that git has thrown away: nobody asks for them any longer. */
static int list_blobs(struct pm_strlist *out, struct pm_checker *c)
{
	sqlite3_stmt *q = pm_index_ask(c->index, "SELECT oid FROM fact"
				       " UNION SELECT oid FROM action",
				       c->err);
	char oid[PM_OID_HEX];
	int code;

	if (!q)
		return PM_ERROR;
	while ((code = pm_db_step(&c->index->db, q, c->err)) > 0) {
		if (pm_db_oid(oid, q, 0))
			pm_strlist_add(out, oid);
	}
	sqlite3_finalize(q);
	return code < 0 ? code : pm_checker_find_gone(out, "blob", c->err);
}

int pm_checker_blobs(struct pm_checker *c, const struct pm_policy *policy)
{
	struct blobs b = { .c = c, .policy = policy,
			   .source = { .repo = c->index->repo,
				       .place = PM_COMMIT } };
	struct pm_strlist oid = { 0 };
	int code = pm_facts_load(&b.fact, c->index, c->err);

	if (code >= 0)
		code = list_blobs(&oid, c);
	if (code >= 0) {
		b.data = pm_index_ask(c->index, "SELECT data FROM action"
				      " WHERE oid = ?", c->err);
		code = b.data ? PM_OK : PM_ERROR;
	}
	pm_objects_expect(c->index->repo, oid.nr);
	for (size_t i = 0; i < oid.nr && code >= 0; i++) {
		if (*oid.item[i])
			code = check_blob(&b, oid.item[i]);
	}
	sqlite3_finalize(b.data);
	pm_strlist_release(&oid);
	pm_facts_release(&b.fact);
	return code < 0 ? code : PM_OK;
}

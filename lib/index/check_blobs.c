/* SPDX-License-Identifier: MIT */
#include "index/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "git/objects.h"
#include "index/facts.h"

static bool same_fact(const struct pm_fact *a, const struct pm_fact *b)
{
	bool same_owner = a->owner && b->owner ? !strcmp(a->owner, b->owner) :
						 a->owner == b->owner;

	return a->state == b->state && a->due == b->due && same_owner &&
	       a->is_known == b->is_known;
}

static int check_fact(struct pm_checker *c, const struct pm_facts *have,
		      const struct pm_policy *policy, const char *oid)
{
	struct pm_facts want = { 0 };
	int code = pm_fact_read(&want, c->index, policy, oid, c->err);

	if (code >= 0 && !same_fact(pm_facts_find(have, oid), &want.item[0]))
		pm_checker_tell(c, "blob %s: what it promises is not what git "
				"tells", oid);
	c->out->items++;
	pm_facts_release(&want);
	return code;
}

/* The ids in the first column of a table, without those of blobs that git
 * has thrown away: nobody asks for them any longer. */
static int list_blobs(struct pm_strlist *out, struct pm_checker *c,
		      const char *query)
{
	sqlite3_stmt *q = pm_index_ask(c->index, query, c->err);
	char oid[PM_OID_HEX];
	int code;

	if (!q)
		return PM_ERROR;
	while ((code = pm_db_step(&c->index->db, q, c->err)) > 0) {
		if (pm_db_oid(oid, q, 0))
			pm_strlist_add(out, oid);
	}
	sqlite3_finalize(q);
	if (code >= 0)
		code = pm_checker_find_gone(out, "blob", c->err);
	pm_objects_expect(c->index->repo, out->nr);
	return code;
}

static int check_facts(struct pm_checker *c, const struct pm_policy *policy)
{
	struct pm_facts have = { 0 };
	struct pm_strlist oid = { 0 };
	int code = pm_facts_load(&have, c->index, c->err);

	if (code >= 0)
		code = list_blobs(&oid, c, "SELECT oid FROM fact");
	for (size_t i = 0; i < oid.nr && code >= 0; i++) {
		if (*oid.item[i])
			code = check_fact(c, &have, policy, oid.item[i]);
	}
	pm_strlist_release(&oid);
	pm_facts_release(&have);
	return code;
}

/* The bytes that were kept of an item. */
static int load_action(struct pm_buf *out, struct pm_checker *c,
		       const char *oid)
{
	sqlite3_stmt *q = pm_index_ask(c->index, "SELECT data FROM action"
				       " WHERE oid = ?", c->err);
	int code;

	pm_buf_reset(out);
	if (!q)
		return PM_ERROR;
	pm_db_bind_oid(q, 1, oid);
	code = pm_db_step(&c->index->db, q, c->err);
	if (code > 0)
		pm_buf_add(out, sqlite3_column_blob(q, 0),
			   (size_t)sqlite3_column_bytes(q, 0));
	sqlite3_finalize(q);
	return code < 0 ? code : PM_OK;
}

/* One that would not be kept by the policy of today is not compared: it is
 * read from git anyway. */
static int check_action(struct pm_checker *c, const struct pm_policy *policy,
			const char *oid, struct pm_buf *have,
			struct pm_buf *text)
{
	struct pm_record record = { .kind = PM_ACTION, .id = "", .path = "",
				    .oid = oid };
	struct pm_buf want = { 0 };
	struct pm_arena arena = { 0 };
	size_t size = 0;
	int code = load_action(have, c, oid);

	pm_buf_reset(text);
	if (code >= 0)
		code = pm_object_read(text, &size, c->index->repo, oid,
				      PM_MAX_ACTION, c->err);
	if (code >= 0)
		pm_record_read(&record, &arena,
			       size > PM_MAX_ACTION ? NULL : pm_buf_str(text),
			       size, policy, PM_READ_FIELDS);
	if (code >= 0 && pm_record_pack(&want, &record, policy) &&
	    (want.len != have->len ||
	     memcmp(want.ptr, have->ptr, want.len) != 0))
		pm_checker_tell(c, "blob %s: the action item in it is not what "
				"git tells", oid);
	pm_buf_release(&want);
	pm_arena_release(&arena);
	return code;
}

static int check_actions(struct pm_checker *c, const struct pm_policy *policy)
{
	struct pm_strlist oid = { 0 };
	struct pm_buf have = { 0 }, text = { 0 };
	int code = list_blobs(&oid, c, "SELECT oid FROM action");

	for (size_t i = 0; i < oid.nr && code >= 0; i++) {
		if (*oid.item[i])
			code = check_action(c, policy, oid.item[i], &have,
					    &text);
	}
	pm_strlist_release(&oid);
	pm_buf_release(&have);
	pm_buf_release(&text);
	return code;
}

int pm_checker_blobs(struct pm_checker *c, const struct pm_policy *policy)
{
	int code = check_facts(c, policy);

	return code < 0 ? code : check_actions(c, policy);
}

/* SPDX-License-Identifier: MIT */
#include "index/look.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "git/plumbing.h"
#include "index/batch.h"

#define RECENT_TIPS 8
#define VIEW_DIGITS 16 /* what a key has before the root */

sqlite3_stmt *pm_index_ask(struct pm_index *index, const char *text,
			   struct pm_error *err)
{
	sqlite3_stmt *q = NULL;
	int status = sqlite3_prepare_v2(index->db.sql, text, -1, &q, NULL);

	if (status != SQLITE_OK)
		pm_db_fail(&index->db, status, err);
	return q;
}

static void read_part(struct pm_index_part *part, struct pm_index *index,
		      sqlite3_stmt *q)
{
	const char *key = (const char *)sqlite3_column_text(q, 1);
	const char *root = (const char *)sqlite3_column_text(q, 2);

	*part = (struct pm_index_part){
		.id = sqlite3_column_int64(q, 0),
		.root = pm_xstrdup(root ? root : ""),
		.commits = sqlite3_column_int64(q, 3),
		.changes = sqlite3_column_int64(q, 4),
		.tips = sqlite3_column_int64(q, 5),
		.claims = sqlite3_column_int64(q, 6),
	};
	part->is_current = part->id == index->space;
	part->is_visible = key && !strncmp(key, index->key, VIEW_DIGITS);
}

/* A claim may stand in several lines. Of one space alone all changes are: no
 * need to look where each belongs. */
int pm_index_parts(struct pm_index_facts *out, struct pm_index *index,
		   struct pm_error *err)
{
	sqlite3_stmt *q = pm_index_ask(
		index,
		"SELECT s.id, s.key, s.root,"
		" (SELECT count(*) FROM node WHERE space = s.id),"
		" CASE WHEN (SELECT count(*) FROM space) = 1"
		"  THEN (SELECT count(*) FROM delta)"
		"  ELSE (SELECT count(*) FROM node n"
		"  JOIN delta d ON d.node = n.id WHERE n.space = s.id) END,"
		" (SELECT count(*) FROM tip WHERE space = s.id),"
		" (SELECT count(*) FROM (SELECT DISTINCT c.oid, c.kind,"
		"  c.value FROM line l JOIN claim c ON c.line = l.id"
		"  WHERE l.space = s.id))"
		" FROM space s ORDER BY s.id DESC", err);
	int code;

	if (!q)
		return PM_ERROR;
	while ((code = pm_db_step(&index->db, q, err)) > 0) {
		PM_GROW(out->part, out->parts, out->part_alloc);
		read_part(&out->part[out->parts++], index, q);
	}
	sqlite3_finalize(q);
	return code;
}

static int count_new(int64_t *out, struct pm_index *index, const char *head,
		     struct pm_error *err)
{
	struct pm_strlist argv = { 0 }, known = { 0 };
	struct pm_buf text = { 0 };
	int code = PM_OK;

	pm_strlist_add(&argv, "git");
	pm_strlist_add(&argv, "rev-list");
	pm_strlist_add(&argv, "--count");
	pm_strlist_add(&argv, "--ignore-missing");
	pm_strlist_add(&argv, head);
	if (index->space)
		code = pm_index_recent_tips(&known, index, RECENT_TIPS, err);
	if (known.nr) {
		pm_strlist_add(&argv, "--not");
		pm_strlist_add_all(&argv, (const char *const *)known.item);
	}
	pm_strlist_add(&argv, "--");
	if (code >= 0)
		code = pm_git(&argv, &text, err);
	if (code >= 0)
		*out = strtoll(pm_buf_str(&text), NULL, 10);
	pm_strlist_release(&argv);
	pm_strlist_release(&known);
	pm_buf_release(&text);
	return code;
}

/* What is in the way of looking is what is to be told. */
static int read_usable(struct pm_index_facts *out, struct pm_index *index,
		       struct pm_error *err)
{
	struct pm_error own = { 0 };
	char *head = NULL;
	int64_t node;
	int known = 0;
	int code = pm_repo_head(index->repo, &head, err);

	if (code < 0)
		return code;
	out->has_head = head != NULL;
	code = pm_index_parts(out, index, &own);
	if (code >= 0 && head && index->space)
		known = code = pm_index_knows(&node, index, head, &own);
	if (code < 0) {
		out->state = PM_INDEX_UNUSABLE;
		pm_buf_addstr(&out->trouble, own.message);
		code = PM_OK;
	}
	out->is_covered = known > 0;
	if (code >= 0 && head && known == 0 && out->state == PM_INDEX_USABLE)
		code = count_new(&out->uncovered, index, head, err);
	free(head);
	return code < 0 ? code : PM_OK;
}

int pm_index_facts_read(struct pm_index_facts *out, struct pm_repo *repo,
			const char *root, struct pm_error *err)
{
	struct pm_index index;
	struct pm_error own = { 0 };
	struct stat st;
	int code = pm_index_look(&index, &out->format, repo, root, &own);

	out->path = pm_xstrdup(index.db.path);
	if (!stat(out->path, &st))
		out->size = st.st_size;
	out->state = code > 0 ? PM_INDEX_USABLE : PM_INDEX_ABSENT;
	if (code < 0) {
		out->state = code == PM_EINVALID ? PM_INDEX_OTHER
						 : PM_INDEX_UNUSABLE;
		pm_buf_addstr(&out->trouble, own.message);
	}
	if (code > 0)
		code = read_usable(out, &index, err);
	else
		code = PM_OK;
	pm_index_close(&index);
	return code;
}

void pm_index_facts_release(struct pm_index_facts *facts)
{
	for (size_t i = 0; i < facts->parts; i++)
		free(facts->part[i].root);
	free(facts->part);
	free(facts->path);
	pm_buf_release(&facts->trouble);
	memset(facts, 0, sizeof(*facts));
}

/* SPDX-License-Identifier: MIT */
#include "index/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/map.h"
#include "git/file.h"
#include "git/process.h"
#include "git/plumbing.h"
#include "index/batch.h"

/* Variables that make git show other commits than those that are stored. */
static const char *const views[] = {
	"GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE",
};

/* The file that a variable names, else the one in the repository. */
static void add_file(struct pm_buf *text, const char *variable,
		     const char *dir, const char *name)
{
	const char *chosen = getenv(variable);
	struct pm_buf path = { 0 };
	char part[4096];
	size_t len;
	FILE *file;

	if (chosen)
		pm_buf_addstr(&path, chosen);
	else
		pm_buf_addf(&path, "%s/%s", dir, name);
	file = fopen(pm_buf_str(&path), "r");
	while (file && (len = fread(part, 1, sizeof(part), file)) > 0)
		pm_buf_add(text, part, len);
	if (file)
		fclose(file);
	pm_buf_addch(text, '\n');
	pm_buf_release(&path);
}

/* What git shows of a commit depends on this and on nothing else. */
static int make_key(struct pm_index *index, struct pm_error *err)
{
	struct pm_repo *repo = index->repo;
	struct pm_buf text = { 0 }, key = { 0 };
	const char *line;
	int code;

	while ((line = pm_stream_next(index->replaced, '\n', NULL)))
		pm_buf_addf(&text, "%s\n", line);
	code = pm_stream_close(index->replaced, err);
	index->replaced = NULL;
	for (size_t i = 0; i < sizeof(views) / sizeof(*views); i++) {
		const char *value = getenv(views[i]);

		pm_buf_addf(&text, "%s%s\n", value ? "=" : "",
			    value ? value : "");
	}
	line = pm_repo_config(repo, "core.usereplacerefs");
	pm_buf_addf(&text, "%s\n", line ? line : "");
	add_file(&text, "GIT_GRAFT_FILE", repo->common_dir, "info/grafts");
	if (repo->is_shallow)
		add_file(&text, "GIT_SHALLOW_FILE", repo->common_dir,
			 "shallow");
	pm_buf_addf(&key, "%016llx %s",
		    pm_hash(PM_HASH_START, pm_buf_str(&text)), index->root);
	free(index->key);
	index->key = pm_buf_detach(&key);
	pm_buf_release(&text);
	return code;
}

/* Go on in memory, because of *err; what another process has put in the
 * place of the file meanwhile is none of a person's concern. */
static int leave_file(struct pm_index *index, struct pm_error *err)
{
	struct pm_error why = *err;
	bool has_moved = pm_db_has_moved(&index->db);
	int code = pm_db_to_memory(&index->db,
				   has_moved ? NULL : why.message, err);

	index->db.fault = PM_FAULT_NONE;
	return code < 0 ? code : pm_index_find_space(index, err);
}

static int renew(struct pm_index *index, struct pm_error *err)
{
	int code = pm_db_renew(&index->db, index->repo, err);

	index->space = 0;
	return code < 0 ? code : pm_index_find_space(index, err);
}

static int ask_replaced(struct pm_index *index, struct pm_error *err)
{
	const char *base = getenv("GIT_REPLACE_REF_BASE");
	const char *const argv[] = {
		"git", "for-each-ref", "--format=%(objectname) %(refname)",
		"--", base && *base ? base : "refs/replace/", NULL
	};
	const struct pm_run run = { .argv = argv, .env = pm_git_env };

	return pm_stream_open(&index->replaced, &run, err);
}

int pm_index_open(struct pm_index *index, struct pm_repo *repo,
		  const char *root, struct pm_error *err)
{
	int code;

	*index = (struct pm_index){ .repo = repo, .root = pm_xstrdup(root) };
	code = ask_replaced(index, err);
	if (code >= 0)
		code = pm_db_open(&index->db, repo, err);
	if (code < 0)
		pm_index_close(index);
	return code;
}

int pm_index_look(struct pm_index *index, int *format, struct pm_repo *repo,
		  const char *root, struct pm_error *err)
{
	int found, code = PM_OK;

	*index = (struct pm_index){ .repo = repo, .root = pm_xstrdup(root) };
	found = pm_db_look(&index->db, format, repo, err);
	if (found <= 0)
		return found;
	code = ask_replaced(index, err);
	if (code >= 0)
		code = make_key(index, err);
	if (code >= 0)
		code = pm_index_find_space(index, err);
	return code < 0 ? code : 1;
}

int pm_index_ready(struct pm_index *index, struct pm_error *err)
{
	int code;

	if (!index->replaced)
		return PM_OK;
	code = make_key(index, err);
	if (code < 0)
		return code;
	code = pm_index_find_space(index, err);
	if (code < 0 && index->db.fault == PM_FAULT_DAMAGED)
		code = renew(index, err);
	if (code < 0 && index->db.fault == PM_FAULT_WRITE)
		code = leave_file(index, err);
	return code;
}

void pm_index_close(struct pm_index *index)
{
	/* Said at the end, once, whatever it was. */
	if (index->db.notice.len)
		pm_watch_notice(index->repo->watch,
				pm_buf_str(&index->db.notice));
	pm_stream_close(index->replaced, &(struct pm_error){ 0 });
	/* Found when an answer had begun: the next one shall be better. */
	if (index->db.fault == PM_FAULT_DAMAGED && !index->db.in_memory &&
	    !index->db.read_only)
		pm_db_renew(&index->db, index->repo, &(struct pm_error){ 0 });
	pm_db_close(&index->db);
	free(index->root);
	free(index->key);
	memset(index, 0, sizeof(*index));
}

static void release_all(void *kept)
{
	struct pm_index *index = kept;

	while (index) {
		struct pm_index *next = index->next;

		pm_index_close(index);
		free(index);
		index = next;
	}
}

int pm_index_get(struct pm_index **out, struct pm_repo *repo,
		 const char *root, struct pm_error *err)
{
	struct pm_index *index;
	int code;

	for (index = repo->kept; index; index = index->next) {
		if (!strcmp(index->root, root)) {
			*out = index;
			return PM_OK;
		}
	}
	index = pm_xcalloc(1, sizeof(*index));
	code = pm_index_open(index, repo, root, err);
	if (code < 0) {
		free(index);
		return code;
	}
	index->next = repo->kept;
	repo->kept = *out = index;
	repo->release_kept = release_all;
	return PM_OK;
}

static int try(struct pm_index *index, const struct pm_index_work *work,
	       struct pm_error *err)
{
	int code;

	index->db.fault = PM_FAULT_NONE;
	code = work->read(work->payload, err);
	if (code)
		return code;
	code = work->write(work->payload, err);
	/* What was read is not read again. */
	if (code < 0 && !index->db.in_memory &&
	    index->db.fault == PM_FAULT_WRITE) {
		code = leave_file(index, err);
		if (code >= 0)
			code = work->write(work->payload, err);
	}
	return code;
}

int pm_index_do(struct pm_index *index, const struct pm_index_work *work,
		struct pm_error *err)
{
	int code = pm_index_ready(index, err);

	if (code < 0)
		return code;
	code = try(index, work, err);
	if (code >= 0 || index->db.in_memory)
		return code < 0 ? code : PM_OK;
	/* What is damaged is thrown away, once. */
	if (index->db.fault == PM_FAULT_DAMAGED)
		code = renew(index, err);
	if (code < 0 && index->db.fault == PM_FAULT_WRITE)
		code = leave_file(index, err);
	if (code >= 0)
		code = try(index, work, err);
	return code < 0 ? code : PM_OK;
}

struct covering {
	struct pm_index *index;
	const char *tip;
	int64_t *node;
	struct pm_batch batch;
};

int pm_index_knows(int64_t *node, struct pm_index *index, const char *tip,
		   struct pm_error *err)
{
	int code = pm_index_ready(index, err);

	if (code >= 0)
		code = pm_index_find_tip(node, index, tip, err);
	if (code == 0)
		code = pm_index_find_node(node, index, tip, err);
	return code;
}

static int read_cover(void *payload, struct pm_error *err)
{
	struct covering *c = payload;
	int code;

	pm_batch_release(&c->batch);
	code = pm_index_knows(c->node, c->index, c->tip, err);
	return code ? code : pm_batch_read(&c->batch, c->index, c->tip, err);
}

static int write_cover(void *payload, struct pm_error *err)
{
	struct covering *c = payload;

	return pm_batch_write(&c->batch, c->index, c->tip, c->node, err);
}

int pm_index_cover(struct pm_index *index, const char *tip, int64_t *node,
		   struct pm_error *err)
{
	struct covering c = { .index = index, .tip = tip, .node = node };
	const struct pm_index_work work = { .read = read_cover,
					    .write = write_cover,
					    .payload = &c };
	int code;

	*node = 0;
	code = pm_index_do(index, &work, err);
	pm_batch_release(&c.batch);
	return code;
}

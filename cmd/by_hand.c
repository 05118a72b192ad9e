/* SPDX-License-Identifier: MIT */
#include "cmd/by_hand.h"

#include <stdint.h>
#include <string.h>

#include "cmd/record_history.h"
#include "cmd/writing.h"
#include "git/listing.h"
#include "git/objects.h"

#define OID_LEN 65 /* of either hash, with its NUL */

/* The record as commands leave it: they stage what they write. 0: it is not
 * in the index. */
static int read_staged(struct pm_buf *out, char oid[OID_LEN],
		       struct context *ctx, const char *path,
		       struct pm_error *err)
{
	struct pm_entries list = { 0 };
	struct pm_arena arena = { 0 };
	int code = pm_list_index(&list, &arena, &ctx->repo, &path, 1, NULL,
				 err);
	const struct pm_entry *entry =
		code >= 0 ? pm_entries_find(&list, path) : NULL;

	oid[0] = '\0';
	if (entry) {
		strncat(oid, entry->oid, OID_LEN - 1);
		code = pm_object_read(out, NULL, &ctx->repo, entry->oid,
				      SIZE_MAX - 1, err);
	}
	pm_entries_release(&list);
	pm_arena_release(&arena);
	return code < 0 ? code : entry != NULL;
}

static int read_file(struct pm_buf *out, struct context *ctx,
		     const char *path, struct pm_error *err)
{
	size_t size;

	return pm_worktree_read(out, &size, &ctx->repo, path, SIZE_MAX - 1,
				err);
}

static struct pm_bytes bytes_of(const struct pm_buf *buf)
{
	return (struct pm_bytes){ pm_buf_str(buf), buf->len };
}

static int join(struct context *ctx, const char *id, const char *path,
		const struct pm_buf *base, const struct pm_buf *theirs,
		const struct pm_buf *typed, struct pm_error *err)
{
	const struct pm_bytes before = bytes_of(base), now = bytes_of(theirs),
			      mine = bytes_of(typed);
	struct pm_buf text = { 0 }, where = { 0 };
	struct pm_edit files;
	int code = carry_over(ctx, path, &text, &where, &before, &now, &mine,
			      err);
	bool both = code > 0;

	pm_edit_init(&files, &ctx->repo);
	if (code >= 0 && (text.len != typed->len ||
			  memcmp(pm_buf_str(&text), mine.ptr, text.len))) {
		pm_edit_write(&files, path, pm_buf_str(&text), text.len,
			      false);
		code = pm_edit_apply(&files, err);
	}
	if (code >= 0 && both)
		code = pm_fail(err, PM_EINVALID,
			       "%s: another command changed its %s while you "
			       "were editing, and so did you; %s holds both, "
			       "between markers, and nothing is staged: \"git "
			       "postmortem edit %s\" to choose",
			       id, where.ptr, path, id);
	else if (code >= 0)
		command_warn("%s: another command changed it while you were "
			     "editing; both changes are kept", id);
	pm_edit_release(&files);
	pm_buf_release(&text);
	pm_buf_release(&where);
	return code;
}

int edit_by_hand(struct context *ctx, int *lock,
		 const struct pm_policy *policy,
		 const struct pm_record *record, struct pm_error *err)
{
	const char *path = record->path;
	struct pm_buf base = { 0 }, theirs = { 0 }, typed = { 0 };
	char before[OID_LEN], after[OID_LEN];
	int staged = read_staged(&base, before, ctx, path, err);
	int code = staged;

	if (code == 0)
		code = read_file(&base, ctx, path, err);
	pm_unlock(*lock);
	*lock = -1;
	if (code >= 0)
		code = pm_edit_file(&ctx->repo, path, err);
	if (code >= 0)
		code = pm_lock(lock, &ctx->repo, err);
	if (code >= 0)
		code = read_staged(&theirs, after, ctx, path, err);
	if (code > 0 && strcmp(before, after) != 0) {
		code = read_file(&typed, ctx, path, err);
		if (code >= 0)
			code = join(ctx, record->id, path, &base, &theirs,
				    &typed, err);
	}
	if (code >= 0)
		code = record_history_of_edit(ctx, policy, record,
					      theirs.len ? &theirs : &base,
					      err);
	pm_buf_release(&base);
	pm_buf_release(&theirs);
	pm_buf_release(&typed);
	return code < 0 ? code : PM_OK;
}

/* SPDX-License-Identifier: MIT */
#include "cmd/writing.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "cmd/place.h"
#include "cmd/subject.h"
#include "git/edit.h"
#include "git/objects.h"
#include "snapshot/merge.h"

#define MARKER_SIZE 7

bool wants_commit(struct context *ctx, const struct opt_choice *option)
{
	return option->is_given ? option->value :
				  pm_repo_config_bool(&ctx->repo,
						      "postmortem.commit",
						      false);
}

int writing_may_commit(struct context *ctx, bool commit, struct pm_error *err)
{
	const char *what = commit ? pm_in_progress(&ctx->repo) : NULL;

	if (!what)
		return PM_OK;
	return pm_fail(err, PM_EINVALID,
		       "in the middle of a %s git makes no commit of one "
		       "change alone; finish that first, or use --no-commit, "
		       "which stages the change for it", what);
}

/* --- from one version to another --- */

static bool has_crlf(const struct pm_bytes *bytes)
{
	const char *end = bytes->len ? memchr(bytes->ptr, '\n', bytes->len) :
				       NULL;

	return end && end > bytes->ptr && end[-1] == '\r';
}

/* With the line ends that `like` has: git may store others. */
static struct pm_bytes with_ends(struct pm_buf *out,
				 const struct pm_bytes *bytes,
				 const struct pm_bytes *like)
{
	bool wanted = has_crlf(like);

	if (!bytes->len || has_crlf(bytes) == wanted)
		return *bytes;
	for (size_t i = 0; i < bytes->len; i++) {
		char c = bytes->ptr[i];
		bool is_end = c == '\n' || (c == '\r' && i + 1 < bytes->len &&
					    bytes->ptr[i + 1] == '\n');

		if (c == '\r' && is_end && !wanted)
			continue;
		if (c == '\n' && wanted && (!i || bytes->ptr[i - 1] != '\r'))
			pm_buf_addch(out, '\r');
		pm_buf_addch(out, c);
	}
	return (struct pm_bytes){ pm_buf_str(out), out->len };
}

/* Where a history stands and who is who in it: by the policy of the work tree,
 * or the built-in one where that cannot be read. */
static void know_record(struct pm_merge *in, struct pm_snapshot *snapshot,
			struct context *ctx, const char *path)
{
	struct pm_error ignored = { 0 };
	struct pm_buf id = { 0 }, item = { 0 };

	if (place_policy(ctx, NULL, snapshot, &ignored) < 0) {
		pm_snapshot_release(snapshot);
		*snapshot = (struct pm_snapshot){ 0 };
		pm_policy_read(&snapshot->policy, NULL, 0);
	}
	in->policy = &snapshot->policy;
	in->kind = pm_path_to_id(&id, &item, in->policy, path) && item.len ?
			   PM_ACTION :
			   PM_POSTMORTEM;
	pm_buf_release(&id);
	pm_buf_release(&item);
}

int carry_over(struct context *ctx, const char *path, struct pm_buf *out,
	       struct pm_buf *where, const struct pm_bytes *base,
	       const struct pm_bytes *change, const struct pm_bytes *onto,
	       struct pm_error *err)
{
	struct pm_buf ends[2] = { { 0 } };
	struct pm_merge in = {
		.text.label = { "before", "yours", "another command" },
		.text.marker_size = MARKER_SIZE,
		.merge_text = pm_text_merge,
		.show_base = pm_conflicts_show_base,
	};
	struct pm_snapshot snapshot = { 0 };
	struct pm_merged merged = { 0 };
	int code;

	know_record(&in, &snapshot, ctx, path);
	in.text.side[PM_BASE] = with_ends(&ends[0], base, onto);
	in.text.side[PM_OURS] = *onto;
	in.text.side[PM_THEIRS] = with_ends(&ends[1], change, onto);
	code = pm_record_merge(&merged, &in, err);
	if (code >= 0)
		pm_buf_add(out, pm_buf_str(&merged.text), merged.text.len);
	for (size_t i = 0; code >= 0 && i < merged.fields.nr; i++)
		pm_buf_addf(where, "%s%s", i ? ", " : "",
			    merged.fields.item[i]);
	if (code >= 0 && merged.has_conflict && !where->len)
		pm_buf_addstr(where, "text");
	code = code < 0 ? code : merged.has_conflict;
	pm_merged_release(&merged);
	pm_snapshot_release(&snapshot);
	pm_buf_release(&ends[0]);
	pm_buf_release(&ends[1]);
	return code;
}

static int read_blob(struct writing *w, const char *oid, struct pm_bytes *out,
		     struct pm_error *err)
{
	struct pm_buf text = { 0 };
	int code = pm_object_read(&text, NULL, &w->ctx->repo, oid, SIZE_MAX - 1,
				  err);

	if (code >= 0)
		*out = (struct pm_bytes){
			pm_arena_strndup(&w->arena, pm_buf_str(&text),
					 text.len),
			text.len
		};
	pm_buf_release(&text);
	return code;
}

static int carry_to(struct writing *w, struct pm_bytes *out, const char *path,
		    const struct pm_bytes side[2], const struct pm_bytes *onto,
		    struct pm_error *err)
{
	struct pm_buf text = { 0 }, where = { 0 };
	int code = carry_over(w->ctx, path, &text, &where, &side[0], &side[1],
			      onto, err);

	if (code > 0 && w->commit)
		code = pm_fail(err, PM_EINVALID,
			       "%s: this changes its %s, which was changed "
			       "before and is not committed yet; commit or "
			       "stash that first, or use --no-commit",
			       path, where.ptr);
	*out = (struct pm_bytes){
		pm_arena_strndup(&w->arena, pm_buf_str(&text), text.len),
		text.len
	};
	pm_buf_release(&text);
	pm_buf_release(&where);
	return code;
}

/* --- what there is to do --- */

static void add_whole(struct writing *w, const char *path, bool is_fresh)
{
	pm_strlist_add(&w->whole, path);
	if (is_fresh)
		pm_strlist_add(&w->fresh, path);
}

static bool is_at_top(const struct context *ctx, const char *path)
{
	struct stat st;

	return !fstatat(ctx->repo.top_fd, path, &st, AT_SYMLINK_NOFOLLOW);
}

static int refuse_conflict(const char *path, struct pm_error *err)
{
	return pm_fail(err, PM_EINVALID,
		       "%s: is in conflict; resolve that and \"git add\" it "
		       "first", path);
}

/* A file that is moved or removed, or made of another one: all of it. */
static int add_moved(struct writing *w, const char *path, struct pm_error *err)
{
	const struct pm_standing *st = pm_standings_find(&w->standing, path);

	if (st && st->unstaged == 'U')
		return refuse_conflict(path, err);
	if (w->commit && st && st->head &&
	    (st->unstaged != '.' || st->staged != '.'))
		return pm_fail(err, PM_EINVALID, "%s: has changes that are "
			       "not committed; commit or stash them first, or "
			       "use --no-commit", path);
	add_whole(w, path, false);
	return PM_OK;
}

static int add_part(struct writing *w, const struct pm_edit_step *step,
		    const struct pm_standing *st, struct pm_error *err)
{
	struct pm_bytes side[2] = { { 0 }, { step->bytes, step->len } };
	struct pm_bytes index, head, old = { 0 };
	struct pm_part *part = &w->part[w->parts];
	struct pm_buf now = { 0 };
	size_t size;
	int code = pm_worktree_read(&now, &size, &w->ctx->repo, step->path,
				    SIZE_MAX - 1, err);

	side[0] = (struct pm_bytes){ pm_buf_str(&now), now.len };
	if (code >= 0)
		code = read_blob(w, st->index, &index, err);
	if (code >= 0)
		code = carry_to(w, &index, step->path, side, &index, err);
	/* What is not committed can be looked at and mended. */
	if (code > 0) {
		add_whole(w, step->path, false);
		command_hint(w->ctx, "%s: your own changes to it are staged "
			     "as well", step->path);
		goto out;
	}
	head = index;
	if (code >= 0 && w->commit && st->head) {
		code = read_blob(w, st->head, &old, err);
		if (code >= 0)
			code = carry_to(w, &head, step->path, side, &old, err);
	}
	if (code >= 0) {
		*part = (struct pm_part){ .path = step->path, .mode = st->mode,
					  .head = head.ptr,
					  .head_len = head.len,
					  .index = index.ptr,
					  .index_len = index.len };
		w->head[w->parts++] = old;
	}
out:
	pm_buf_release(&now);
	return code < 0 ? code : PM_OK;
}

static int add_written(struct writing *w, const struct pm_edit_step *step,
		       struct pm_error *err)
{
	const struct pm_standing *st =
		pm_standings_find(&w->standing, step->path);

	if (st && st->unstaged == 'U')
		return refuse_conflict(step->path, err);
	if (!st || !st->index || st->unstaged == 'D' ||
	    (st->unstaged == '.' && (!w->commit || !st->head))) {
		add_whole(w, step->path,
			  st ? !st->index : !is_at_top(w->ctx, step->path));
		return PM_OK;
	}
	return add_part(w, step, st, err);
}

static bool is_moved_to(const struct pm_edit *files, const char *path)
{
	for (size_t i = 0; i < files->nr; i++)
		if (files->step[i].to && !strcmp(files->step[i].to, path))
			return true;
	return false;
}

static int plan(struct writing *w, struct pm_error *err)
{
	const struct pm_edit *files = w->files;
	int code = PM_OK;

	w->part = pm_arena_alloc(&w->arena, files->nr * sizeof(*w->part) + 1);
	w->head = pm_arena_alloc(&w->arena, files->nr * sizeof(*w->head) + 1);
	for (size_t i = 0; i < files->nr && code >= 0; i++) {
		const struct pm_edit_step *step = &files->step[i];

		if (step->kind == PM_EDIT_WRITE &&
		    !is_moved_to(files, step->path))
			code = add_written(w, step, err);
		else if (step->kind != PM_EDIT_WRITE)
			code = add_moved(w, step->path, err);
		if (code >= 0 && step->to)
			add_whole(w, step->to, true);
	}
	return code;
}

static int look(struct writing *w, const struct pm_strlist *paths,
		struct pm_error *err)
{
	int code = writing_may_commit(w->ctx, w->commit, err);

	if (code >= 0)
		code = pm_standings_read(&w->standing, &w->arena,
					 &w->ctx->repo,
					 (const char *const *)paths->item,
					 paths->nr, err);
	return code;
}

static void add_new(struct writing *w, const struct pm_strlist *also)
{
	for (size_t i = 0; w->commit && i < also->nr; i++) {
		const char *path = also->item[i];
		const struct pm_standing *st =
			pm_standings_find(&w->standing, path);

		if (st && !st->head && is_at_top(w->ctx, path) &&
		    !pm_strlist_has(&w->whole, path))
			add_whole(w, path, !st->index);
	}
}

/* Without memory nothing of it will be staged. */
static void put_back(void *payload)
{
	struct writing *w = payload;

	pm_edit_apply(&w->reverse, &(struct pm_error){ 0 });
}

int writing_begin(struct writing *w, struct context *ctx,
		  struct pm_edit *files, bool commit, struct pm_error *err)
{
	return writing_begin_with(w, ctx, files, NULL, commit, err);
}

int writing_begin_with(struct writing *w, struct context *ctx,
		       struct pm_edit *files, const struct pm_strlist *also,
		       bool commit, struct pm_error *err)
{
	struct pm_strlist paths = { 0 };
	int code;

	*w = (struct writing){ .ctx = ctx, .files = files, .commit = commit };
	pm_edit_init(&w->reverse, &ctx->repo);
	pm_edit_paths(files, &paths);
	for (size_t i = 0; also && i < also->nr; i++)
		pm_strlist_add(&paths, also->item[i]);
	code = look(w, &paths, err);
	if (code >= 0)
		code = plan(w, err);
	if (code >= 0 && also)
		add_new(w, also);
	if (code >= 0)
		code = pm_edit_reverse(&w->reverse, files, err);
	if (code >= 0)
		code = pm_edit_apply(files, err);
	if (code >= 0)
		pm_before_no_memory(put_back, w);
	pm_strlist_release(&paths);
	return code;
}

int writing_begin_whole(struct writing *w, struct context *ctx,
			const char *path, bool commit, struct pm_error *err)
{
	struct pm_strlist paths = { 0 };
	const struct pm_standing *st;
	int code;

	*w = (struct writing){ .ctx = ctx, .commit = commit };
	pm_edit_init(&w->reverse, &ctx->repo);
	pm_strlist_add(&paths, path);
	code = look(w, &paths, err);
	st = code >= 0 ? pm_standings_find(&w->standing, path) : NULL;
	if (st)
		add_whole(w, path, !st->index && st->unstaged != 'U');
	pm_strlist_release(&paths);
	return code;
}

int writing_against_head(struct writing *w, const char *path,
			 struct pm_bytes *before, struct pm_bytes *after,
			 struct pm_error *err)
{
	const struct pm_standing *st = pm_standings_find(&w->standing, path);
	int code;

	for (size_t i = 0; i < w->parts; i++)
		if (!strcmp(w->part[i].path, path)) {
			*before = w->head[i];
			*after = (struct pm_bytes){ w->part[i].head,
						    w->part[i].head_len };
			return w->head[i].ptr != NULL;
		}
	if (!st || !st->head)
		return !st && !pm_strlist_has(&w->fresh, path);
	code = read_blob(w, st->head, before, err);
	return code < 0 ? code : 1;
}

/* --- doing it --- */

/* What was written goes, as if nothing had been asked for. */
static int take_back(struct writing *w, struct pm_error *err)
{
	struct pm_error why = { 0 };

	if (!w->files)
		return err->code;
	if (pm_edit_apply(&w->reverse, &why) < 0)
		return pm_error_wrap(err, "what was written stands, because "
				     "it could not be taken back (%s)",
				     why.message);
	if (w->fresh.nr && pm_unstage(&w->ctx->repo, &w->fresh, &why) < 0)
		return pm_error_wrap(err, "the files are as before, but not "
				     "the index (%s)", why.message);
	return pm_error_wrap(err, "nothing was changed");
}

static int keep(const struct writing *w, struct pm_error *err)
{
	char why[sizeof(err->message)];

	memcpy(why, err->message, sizeof(why));
	return pm_fail(err, err->code,
		       "%s; what you wrote stands: when that is mended, "
		       "\"git postmortem edit %s%s\" goes on",
		       why, w->stands, w->commit ? " --commit" : "");
}

static int commit(struct writing *w, const char *message,
		  struct pm_buf *summary, struct pm_error *err)
{
	struct pm_repo *repo = &w->ctx->repo;
	int code = PM_OK;

	if (w->parts)
		return pm_commit_parts(repo, w->part, w->parts, &w->whole,
				       message, w->standing.commit, summary,
				       err);
	if (w->fresh.nr)
		code = pm_stage(repo, &w->fresh, err);
	if (code >= 0)
		code = pm_commit(repo, &w->whole, message, w->standing.commit,
				 summary, err);
	return code;
}

int writing_finish(struct writing *w, const char *message,
		   struct pm_error *err)
{
	struct pm_buf text = { 0 }, summary = { 0 };
	int code = PM_OK;

	fflush(w->ctx->out);
	subject_begin(w->ctx, &text);
	pm_buf_addstr(&text, message);
	pm_before_no_memory(NULL, NULL);
	if (w->parts || w->whole.nr)
		code = w->commit ? commit(w, text.ptr, &summary, err) :
				   pm_stage_parts(&w->ctx->repo, w->part,
						  w->parts, &w->whole, err);
	if (code >= 0)
		view_print(w->ctx, &w->told);
	view_print(w->ctx, &summary);
	if (code < 0 && w->commit)
		subject_name_prefix(w->ctx, err);
	if (code < 0)
		code = w->stands ? keep(w, err) : take_back(w, err);
	w->ctx->has_acted = w->ctx->has_acted || code >= 0;
	pm_buf_release(&text);
	return code;
}

void writing_release(struct writing *w)
{
	pm_before_no_memory(NULL, NULL);
	pm_edit_release(&w->reverse);
	pm_standings_release(&w->standing);
	pm_strlist_release(&w->whole);
	pm_strlist_release(&w->fresh);
	pm_buf_release(&w->told);
	pm_arena_release(&w->arena);
}

/* SPDX-License-Identifier: MIT */
#include "cmd/check_fix.h"

#include <stdlib.h>
#include <string.h>

#include "check/mend.h"
#include "cmd/place.h"
#include "cmd/record_edit.h"
#include "cmd/told.h"
#include "git/standing.h"
#include "view/style.h"

#define SUBJECT "postmortem: tell in the history what is missing there"

struct fixing {
	struct context *ctx;
	struct record_edit edit; /* the lock, and the work tree */
	struct pm_mends mends;
	char *base, *head, *user;
	struct pm_standings standing;
	struct pm_edit in_work; /* files that are written, and not staged */
	size_t mended, left; /* records, and those that somebody has to see */
};

/* What is not in the work tree cannot be written to. */
static int find_range(struct fixing *f, const char *range,
		      struct pm_error *err)
{
	char *now = NULL;
	int code = place_range(f->ctx, range, &f->base, &f->head, err);

	if (code >= 0)
		code = pm_repo_head(&f->ctx->repo, &now, err);
	if (code >= 0 && (!now || strcmp(now, f->head) != 0))
		code = pm_fail(err, PM_EINVALID,
			       "%s does not end in what is checked out, which "
			       "is what --fix writes to; check that out first",
			       range);
	free(now);
	return code;
}

static int find(struct fixing *f, struct pm_error *err)
{
	struct context *ctx = f->ctx;
	struct pm_mend how = {
		.repo = &ctx->repo,
		.snapshot = &f->edit.snapshot,
		.base = f->base,
		.head = f->head,
		.today = ctx->today,
	};
	int code = pm_snapshot_read(&f->edit.snapshot,
				    PM_POSTMORTEM | PM_ACTION, PM_READ_BODY,
				    err);

	f->user = current_user(ctx, &f->edit.snapshot.policy);
	how.user = f->user;
	return code < 0 ? code : pm_mend_find(&f->mends, &how, err);
}

static void tell(struct fixing *f, struct pm_buf *out,
		 const struct pm_mended *record)
{
	const struct pm_view view = { .out = out, .color = f->ctx->color,
				      .width = f->ctx->width,
				      .today = f->ctx->today };

	pm_view_text(&view, PM_STYLE_ID, record->record->id);
	pm_buf_addch(out, '\n');
	for (size_t i = 0; i < record->lines; i++) {
		pm_buf_addstr(out, "  + ");
		pm_view_text(&view, PM_STYLE_PLAIN, record->line[i]);
		pm_buf_addch(out, '\n');
	}
}

static void sum_up(struct fixing *f, struct pm_buf *out)
{
	size_t nr = f->mended, unnamed = 0;

	for (size_t i = 0; i < f->mends.nr; i++)
		unnamed += f->mends.item[i].unnamed;
	if (!nr)
		pm_buf_addstr(out, "no history lacks anything\n");
	else
		pm_buf_addf(out, "\n%zu histor%s mended\n", nr,
			    nr == 1 ? "y" : "ies");
	if (unnamed)
		pm_buf_addf(out, "%zu of the entries name%s nobody, since the "
			    "log does not say who it was: write the name "
			    "behind the day\n", unnamed,
			    unnamed == 1 ? "s" : "");
}

/* A change by hand that is not staged, or not to be committed, and what tells
 * of it go together: they are left to whoever makes that change. */
static bool is_in_work(const struct fixing *f, const char *path, bool commit)
{
	const struct pm_standing *st = pm_standings_find(&f->standing, path);

	return st && st->index &&
	       (st->unstaged != '.' || (commit && st->staged != '.'));
}

static int look(struct fixing *f, struct pm_error *err)
{
	struct pm_strlist paths = { 0 };
	int code = PM_OK;

	for (size_t i = 0; i < f->mends.nr; i++)
		pm_strlist_add(&paths, f->mends.item[i].record->path);
	if (paths.nr)
		code = pm_standings_read(&f->standing, &f->mends.arena,
					 &f->ctx->repo,
					 (const char *const *)paths.item,
					 paths.nr, err);
	pm_strlist_release(&paths);
	return code;
}

static void sort_out(struct fixing *f, bool commit, struct pm_buf *said)
{
	for (size_t i = 0; i < f->mends.nr; i++) {
		const struct pm_mended *record = &f->mends.item[i];
		const char *path = record->record->path;
		bool in_work = is_in_work(f, path, commit);

		f->left += record->trouble || record->unnamed;
		if (record->trouble)
			command_warn("%s: %s", path, record->trouble);
		if (!record->lines)
			continue;
		if (in_work)
			command_hint(f->ctx, "%s: has changes of your own, "
				     "and is not %s", path,
				     commit ? "committed" : "staged");
		pm_edit_write(in_work ? &f->in_work : &f->edit.files, path,
			      record->text, record->len, false);
		tell(f, said, record);
		f->mended++;
	}
}

static int write(struct fixing *f, bool commit, struct pm_error *err)
{
	struct writing writing = { 0 };
	struct pm_buf said = { 0 };
	int code = look(f, err);

	if (code >= 0)
		sort_out(f, commit, &said);
	sum_up(f, &said);
	if (code >= 0 && f->in_work.nr)
		code = pm_edit_apply(&f->in_work, err);
	if (code >= 0 && f->edit.files.nr)
		code = writing_begin(&writing, f->ctx, &f->edit.files, commit,
				     err);
	if (code >= 0 && f->edit.files.nr) {
		pm_buf_add(&writing.told, pm_buf_str(&said), said.len);
		code = writing_finish(&writing, SUBJECT, err);
	} else if (code >= 0) {
		view_print(f->ctx, &said);
	}
	f->ctx->has_acted = f->ctx->has_acted || f->in_work.nr;
	writing_release(&writing);
	pm_buf_release(&said);
	return code;
}

int check_fix(struct context *ctx, const char *range, bool commit)
{
	struct fixing f = { .ctx = ctx, .edit.lock = -1 };
	struct pm_error err = { 0 };
	int code = record_edit_needs_files(&ctx->repo, &err);

	pm_edit_init(&f.in_work, &ctx->repo);
	if (code >= 0 && range)
		code = find_range(&f, range, &err);
	/* It refuses, as every check does, and need not warn first. */
	told_newer();
	if (code >= 0)
		code = record_edit_begin(&f.edit, ctx, &err);
	if (code >= 0)
		code = pm_policy_refuse_newer(&f.edit.snapshot.policy, &err);
	if (code >= 0)
		code = find(&f, &err);
	if (code >= 0)
		code = write(&f, commit, &err);
	pm_standings_release(&f.standing);
	pm_mends_release(&f.mends);
	pm_edit_release(&f.in_work);
	record_edit_release(&f.edit);
	free(f.base);
	free(f.head);
	free(f.user);
	if (code < 0)
		return command_fail(&err);
	return f.left ? EXIT_FINDINGS : EXIT_OK;
}

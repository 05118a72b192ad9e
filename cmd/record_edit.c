/* SPDX-License-Identifier: MIT */
#include "cmd/record_edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "cmd/place.h"
#include "cmd/record_history.h"
#include "git/log.h"
#include "history/history.h"
#include "snapshot/change.h"
#include "syntax/front.h"
#include "view/change_text.h"
#include "view/style.h"

int record_edit_needs_files(const struct pm_repo *repo, struct pm_error *err)
{
	if (repo->top)
		return PM_OK;
	return pm_fail(err, PM_EINVALID,
		       repo->is_bare ? "this repository is bare, and so there "
				       "is nothing to edit; do it in a clone" :
				       "this is not a work tree; do it outside "
				       "of the .git folder");
}

int record_edit_begin(struct record_edit *edit, struct context *ctx,
		      struct pm_error *err)
{
	const struct pm_oddity *root;
	struct pm_source source = { 0 };
	int code;

	memset(edit, 0, sizeof(*edit));
	edit->ctx = ctx;
	edit->lock = -1;
	pm_edit_init(&edit->files, &ctx->repo);
	code = record_edit_needs_files(&ctx->repo, err);
	if (code >= 0)
		code = pm_source_worktree(&source, &ctx->repo, err);
	if (code >= 0)
		code = pm_lock(&edit->lock, &ctx->repo, err);
	if (code < 0)
		return code;
	code = pm_snapshot_open(&edit->snapshot, &source, err);
	if (code >= 0)
		code = place_policy_ok(&edit->snapshot, err);
	if (code >= 0)
		code = pm_snapshot_list(&edit->snapshot, NULL, 0, err);
	root = code < 0 ? NULL : pm_snapshot_oddity(&edit->snapshot, "");
	return root ? pm_oddity_fail(root, err) : code;
}

int record_edit_refuse_skipped(const struct pm_record *record,
			       const struct pm_postmortem *pm,
			       struct pm_error *err)
{
	if (!record->oid)
		return PM_OK;
	return pm_fail(err, PM_EINVALID,
		       "%s: is outside of your sparse checkout; \"git "
		       "sparse-checkout add %s\" brings it in",
		       record->path, pm->folder);
}

int record_edit_refuse_odd(const struct record_edit *edit,
			   const struct pm_postmortem *pm,
			   struct pm_error *err)
{
	const struct pm_oddity *odd =
		pm_snapshot_oddity(&edit->snapshot, pm->id);

	if (!odd || (!pm->document_is_odd && !pm->actions_are_odd))
		return PM_OK;
	return pm_oddity_fail(odd, err);
}

static int refuse_unreadable(const struct pm_record *record,
			     struct pm_error *err)
{
	const struct pm_problem *p = record->problems.item;

	if (record->front.map)
		return PM_OK;
	if (!record->problems.nr)
		return pm_fail(err, PM_EINVALID, "%s: has no front matter",
			       record->path);
	return place_fail_problem(record, p, err);
}

static bool is_read(const struct pm_postmortem *pm)
{
	return pm->record.is_read || (pm->actions && pm->action[0].is_read);
}

int record_edit_find(struct record_edit *edit, const char *name,
		     unsigned kind, struct pm_error *err)
{
	struct pm_named named = { 0 };
	int code = pm_resolve(&named, &edit->snapshot, name,
			      edit->ctx->repo.prefix, kind, err);

	if (code >= 0)
		code = record_edit_refuse_odd(edit, named.postmortem, err);
	/* Of several items of one post-mortem, the first read them all. */
	if (code >= 0 && !is_read(named.postmortem))
		code = pm_postmortem_read(&edit->snapshot, named.postmortem,
					  PM_READ_BODY, err);
	if (code < 0)
		return code;
	pm_buf_reset(&edit->text);
	edit->postmortem = named.postmortem;
	edit->record = named.action ? named.action :
				      &named.postmortem->record;
	if (!edit->record->path)
		return place_fail_document(&edit->snapshot, named.postmortem,
					   err);
	code = record_edit_refuse_skipped(edit->record, edit->postmortem, err);
	if (code >= 0)
		code = refuse_unreadable(edit->record, err);
	if (code < 0)
		return code;
	pm_buf_add(&edit->text, edit->record->text, edit->record->len);
	return PM_OK;
}

static int set_values(struct record_edit *edit, enum pm_field field,
		      const struct pm_strlist *values, struct pm_error *err)
{
	const char *before[PM_FIELDS + 1];
	const char *key = pm_field_def(field)->key;
	int code;

	pm_field_keys(before, edit->record->kind, field);
	if (!values->nr)
		code = pm_front_unset(&edit->text, key, err);
	else
		code = pm_front_set(&edit->text, key,
				    (const char *const *)values->item,
				    values->nr, pm_field_is_list(field),
				    before, err);
	if (code < 0)
		return pm_error_wrap(err, "%s", edit->record->path);
	return PM_OK;
}

int record_edit_set_list(struct record_edit *edit, enum pm_field field,
			 const struct pm_strlist *values,
			 struct pm_error *err)
{
	struct pm_strlist parsed = { 0 };
	struct pm_buf value = { 0 };
	int code = PM_OK;

	for (size_t i = 0; i < values->nr && code >= 0; i++) {
		if (!*values->item[i])
			continue;
		pm_buf_reset(&value);
		code = pm_value_parse(&value, field, values->item[i],
				      &edit->snapshot.policy,
				      edit->ctx->today, err);
		if (code >= 0)
			pm_strlist_add(&parsed, pm_buf_str(&value));
	}
	if (code >= 0)
		code = set_values(edit, field, &parsed, err);
	pm_strlist_release(&parsed);
	pm_buf_release(&value);
	return code;
}

int record_edit_set(struct record_edit *edit, enum pm_field field,
		    const char *value, struct pm_error *err)
{
	struct pm_strlist one = { 0 };
	char *lasting = field == PM_F_EVIDENCE ? record_value_lasting(edit, value) :
						 NULL;
	int code;

	pm_strlist_add(&one, lasting ? lasting : value);
	free(lasting);
	code = record_edit_set_list(edit, field, &one, err);
	if (code >= 0 && field == PM_F_DUE)
		code = record_value_refuse_past(edit, value, err);
	pm_strlist_release(&one);
	return code;
}

int record_edit_refuse_gone(struct record_edit *edit, const char *id,
			    struct pm_error *err)
{
	struct pm_strlist gone = { 0 };
	struct pm_error ignored = { 0 };
	char since[PM_DATE_LEN] = { 0 };
	pm_date day;
	int code = PM_OK;

	memcpy(since, id, strnlen(id, PM_DATE_LEN - 1));
	if (!pm_date_parse(&day, since))
		return PM_OK;
	/* git counts a plain day from the present time of day. */
	pm_date_format(since, day - 1);
	if (pm_history_find_gone(&gone, &edit->ctx->repo,
				 &edit->snapshot.policy, NULL, id, since,
				 &ignored) >= 0 &&
	    pm_strlist_has(&gone, id))
		code = pm_fail(err, PM_EEXISTS,
			       "\"%s\" was used before and removed; choose "
			       "another title, or bring it back from the log",
			       id);
	pm_strlist_release(&gone);
	return code;
}

bool is_said(const char *value)
{
	return value && value[strspn(value, " \t")];
}

void record_edit_trailer(struct record_edit *edit, const char *key,
			 const char *text)
{
	struct pm_buf line = { 0 };

	/* A second line would end the trailer, or begin another. */
	for (; text && *text; text++)
		pm_buf_addch(&line, strchr("\n\r\t", *text) ? ' ' : *text);
	pm_buf_rtrim(&line);
	if (line.len)
		pm_strlist_addf(&edit->trailers, "%s: %s", key,
				pm_buf_str(&line));
	pm_buf_release(&line);
}

int record_edit_reason(struct record_edit *edit, const char *text,
		       struct pm_error *err)
{
	struct pm_buf form = { 0 };
	int code;

	if (!is_said(text))
		return PM_OK;
	code = pm_value_parse(&form, PM_F_REASON, text, &edit->snapshot.policy,
			      edit->ctx->today, err);
	if (code >= 0) {
		record_edit_trailer(edit, PM_REASON_TRAILER, text);
		edit->why = text;
	}
	pm_buf_release(&form);
	return code;
}

/* As a shell reads it back. */
static void add_quoted(struct pm_buf *out, const char *text)
{
	pm_buf_addch(out, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			pm_buf_addstr(out, "'\\''");
		else
			pm_buf_addch(out, *text);
	}
	pm_buf_addch(out, '\'');
}

static void hint_at_trailer(const struct record_edit *edit)
{
	struct pm_buf quoted = { 0 };

	add_quoted(&quoted, edit->trailers.item[0]);
	command_hint(edit->ctx,
		     "keep the reason in the log: commit with\n"
		     "  git commit --trailer %s",
		     pm_buf_str(&quoted));
	pm_buf_release(&quoted);
}

/* Kept in the file, a reason needs no commit message to survive. */
static bool has_reason(const struct record_edit *edit,
		       const struct pm_record *now,
		       const struct pm_changes *changes)
{
	const struct pm_ledger *ledger = &now->ledger;

	for (size_t i = 0; i < changes->nr; i++) {
		if (changes->item[i].kind == PM_CHANGE_FIELD &&
		    changes->item[i].field == PM_F_REASON &&
		    changes->item[i].after)
			return true;
	}
	return edit->why && ledger->nr > edit->record->ledger.nr &&
	       ledger->event[ledger->nr - 1].why;
}

static void say(struct record_edit *edit, const char *lines)
{
	const struct pm_view view = { .out = &edit->said,
				      .color = edit->ctx->color,
				      .width = edit->ctx->width,
				      .today = edit->ctx->today };

	pm_view_text(&view, PM_STYLE_ID, edit->record->id);
	pm_buf_addch(&edit->said, '\n');
	pm_view_block(&view, 2, lines);
}

void record_edit_uncommitted(struct record_edit *edit, struct pm_buf *out)
{
	struct pm_arena arena = { 0 };
	struct pm_standings standing = { 0 };
	struct pm_buf path = { 0 };

	if (pm_standings_read(&standing, &arena, &edit->ctx->repo,
			      (const char *const *)&edit->record->path, 1,
			      &(struct pm_error){ 0 }) >= 0 &&
	    pm_standings_find(&standing, edit->record->path)) {
		user_path(edit->ctx, &path, edit->record->path);
		pm_buf_addf(out, ", but not committed yet: git add %s && "
				 "git commit", pm_buf_str(&path));
	}
	pm_buf_release(&path);
	pm_standings_release(&standing);
	pm_arena_release(&arena);
}

int record_edit_keep(struct record_edit *edit, struct pm_error *err)
{
	struct pm_record now = { .kind = edit->record->kind,
				 .id = edit->record->id,
				 .path = edit->record->path };
	struct pm_changes changes = { 0 };
	struct pm_buf lines = { 0 }, subject = { 0 };
	int code = record_history_add(edit->ctx, &edit->snapshot.policy,
				      &edit->text, edit->record, edit->record,
				      edit->why, err);

	if (code < 0)
		goto out;
	pm_record_read(&now, &edit->snapshot.arena, pm_buf_str(&edit->text),
		       edit->text.len, &edit->snapshot.policy, PM_READ_BODY);
	pm_record_compare(&changes, edit->record, &now);
	if (!changes.nr) {
		pm_buf_addf(&edit->said, "%s: already so, nothing changed",
			    edit->record->id);
		record_edit_uncommitted(edit, &edit->said);
		pm_buf_addch(&edit->said, '\n');
		goto out;
	}
	pm_edit_write(&edit->files, edit->record->path,
		      pm_buf_str(&edit->text), edit->text.len, false);
	record_message_words(&subject, &lines, &changes);
	pm_strlist_add(&edit->subjects, pm_buf_str(&subject));
	pm_strlist_add(&edit->kept, edit->record->id);
	pm_strlist_add(&edit->paths, edit->record->path);
	pm_strlist_add(&edit->bodies, pm_buf_str(&lines));
	if (edit->record->kind == PM_ACTION)
		pm_strlist_add(&edit->actions, edit->record->id);
	edit->has_reason = edit->has_reason ||
			   has_reason(edit, &now, &changes);
	say(edit, pm_buf_str(&lines));
out:
	pm_buf_reset(&edit->text);
	pm_changes_release(&changes);
	pm_buf_release(&lines);
	pm_buf_release(&subject);
	return code;
}

void record_edit_drop(struct record_edit *edit)
{
	pm_buf_reset(&edit->text);
}

static void put(char **item, const char *text)
{
	char *old = *item;

	*item = pm_xstrdup(text);
	free(old);
}

/*
 * A record in which more than our change is not committed, or that is not in
 * HEAD at all: the message is about what the commit makes of HEAD.
 */
static int say_against_head(struct record_edit *edit, struct writing *writing,
			    size_t nr, struct pm_error *err)
{
	struct pm_arena arena = { 0 };
	struct pm_buf subject = { 0 }, body = { 0 };
	struct pm_changes changes = { 0 };
	struct pm_bytes before = { 0 }, after = { 0 };
	const char *path = edit->paths.item[nr];
	bool is_action = pm_strlist_has(&edit->actions, edit->kept.item[nr]);
	struct pm_record was = { .kind = is_action ? PM_ACTION : PM_POSTMORTEM,
				 .id = edit->kept.item[nr], .path = path };
	struct pm_record now = was;
	int code = writing_against_head(writing, path, &before, &after, err);

	if (code > 0 && after.ptr) {
		pm_record_read(&was, &arena, before.ptr, before.len,
			       &edit->snapshot.policy, PM_READ_BODY);
		pm_record_read(&now, &arena, after.ptr, after.len,
			       &edit->snapshot.policy, PM_READ_BODY);
		pm_record_compare(&changes, &was, &now);
	} else if (code == 0) {
		if (!after.ptr)
			after.ptr = pm_edit_bytes(&edit->files, path,
						  &after.len);
		pm_record_read(&now, &arena, after.ptr, after.len,
			       &edit->snapshot.policy, PM_READ_BODY);
		pm_record_compare(&changes, NULL, &now);
	}
	if (changes.nr) {
		record_message_words(&subject, &body, &changes);
		put(&edit->subjects.item[nr], pm_buf_str(&subject));
		put(&edit->bodies.item[nr], pm_buf_str(&body));
	}
	pm_buf_release(&subject);
	pm_buf_release(&body);
	pm_changes_release(&changes);
	pm_arena_release(&arena);
	return code < 0 ? code : PM_OK;
}

int record_edit_finish(struct record_edit *edit, bool commit,
		       struct pm_error *err)
{
	struct writing writing = { 0 };
	struct pm_buf message = { 0 };
	int code = PM_OK;

	/* Empty: the caller has kept or dropped the last one. */
	if (edit->text.len)
		code = record_edit_keep(edit, err);
	if (code >= 0)
		record_value_warn(edit);
	if (code >= 0 && edit->kept.nr)
		code = writing_begin(&writing, edit->ctx, &edit->files, commit,
				     err);
	if (code < 0)
		goto out;
	if (!edit->kept.nr) {
		view_print(edit->ctx, &edit->said);
		goto out;
	}
	pm_buf_add(&writing.told, pm_buf_str(&edit->said), edit->said.len);
	if (!commit && edit->trailers.nr && !edit->has_reason)
		hint_at_trailer(edit);
	for (size_t i = 0; commit && i < edit->kept.nr && code >= 0; i++)
		code = say_against_head(edit, &writing, i, err);
	record_edit_message(edit, &message);
	if (code >= 0)
		code = writing_finish(&writing, pm_buf_str(&message), err);
out:
	writing_release(&writing);
	pm_buf_release(&message);
	return code;
}

void record_edit_release(struct record_edit *edit)
{
	pm_unlock(edit->lock);
	pm_edit_release(&edit->files);
	pm_snapshot_release(&edit->snapshot);
	pm_buf_release(&edit->text);
	pm_strlist_release(&edit->trailers);
	pm_buf_release(&edit->said);
	pm_strlist_release(&edit->kept);
	pm_strlist_release(&edit->subjects);
	pm_strlist_release(&edit->bodies);
	pm_strlist_release(&edit->actions);
	pm_strlist_release(&edit->paths);
	pm_strlist_release(&edit->lost);
	pm_strlist_release(&edit->here);
	pm_strlist_release(&edit->mainline);
	free(edit->mainline_name);
}

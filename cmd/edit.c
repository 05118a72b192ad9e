/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <stdint.h>
#include <string.h>

#include "check/check.h"
#include "base/limits.h"
#include "cmd/by_hand.h"
#include "cmd/place.h"
#include "cmd/record_edit.h"
#include "cmd/told.h"
#include "view/finding_text.h"

struct edit_options {
	struct opt_choice commit;
};

static const struct opt opts[] = {
	COMMIT_OPTION(struct edit_options),
	{ 0 },
};

/* What is still missing, as a help and not as a refusal: rendered now, so that
 * no hook repeats it, and shown in the end. */
static int render_findings(struct pm_buf *out, struct context *ctx,
			   const char *id, struct pm_error *err)
{
	struct pm_snapshot snapshot = { 0 };
	struct pm_findings findings = { 0 };
	struct pm_postmortem *pm;
	const struct pm_view view = view_of(ctx, out);
	struct pm_check check = { .out = &findings, .today = ctx->today };
	struct pm_strlist boilerplate = { 0 };
	struct pm_codeowners codeowners = { 0 };
	int code = place_list(ctx, NULL, &snapshot, err);

	pm = code >= 0 ? pm_snapshot_find(&snapshot, id) : NULL;
	if (pm)
		code = pm_postmortem_read(&snapshot, pm, PM_READ_BODY, err);
	if (pm && code >= 0)
		code = pm_boilerplate_read(&boilerplate, &snapshot.source, err);
	if (pm && code >= 0)
		code = pm_check_codeowners(&codeowners, &snapshot.policy,
					   &snapshot.source, err);
	if (pm && code >= 0) {
		check.policy = &snapshot.policy;
		check.boilerplate = &boilerplate;
		check.codeowners = &codeowners;
		pm_check_postmortem(&check, pm);
		pm_findings_sort(&findings);
		pm_findings_count(&findings);
		pm_findings_text(&view, &findings, ctx->repo.prefix);
		told_remember(&findings);
	}
	pm_strlist_release(&boilerplate);
	pm_codeowners_release(&codeowners);
	pm_findings_release(&findings);
	pm_snapshot_release(&snapshot);
	return code;
}

static int find_record(struct context *ctx, struct pm_snapshot *snapshot,
		       const char *name, struct pm_named *named,
		       struct pm_record **record, struct pm_error *err)
{
	int code = record_edit_needs_files(&ctx->repo, err);

	if (code >= 0)
		code = place_list(ctx, NULL, snapshot, err);
	if (code >= 0)
		code = pm_resolve(named, snapshot, name, ctx->repo.prefix,
				  PM_POSTMORTEM | PM_ACTION, err);
	if (code < 0)
		return code;
	*record = named->action ? named->action : &named->postmortem->record;
	if (!(*record)->path)
		return place_fail_document(snapshot, named->postmortem, err);
	return record_edit_refuse_skipped(*record, named->postmortem, err);
}

/* What a commit says of it: what became of HEAD's version. */
static int make_message(struct pm_buf *out, struct writing *writing,
			const struct pm_snapshot *snapshot,
			const struct pm_record *record, struct pm_error *err)
{
	struct pm_arena arena = { 0 };
	struct pm_buf text = { 0 };
	struct pm_changes changes = { 0 };
	struct pm_bytes before = { 0 }, after = { 0 };
	struct pm_record was = { .kind = record->kind, .id = record->id,
				 .path = record->path };
	struct pm_record now = was;
	size_t size = 0;
	int code = pm_source_read_path(&text, &size, &snapshot->source,
				       record->path, PM_MAX_DOCUMENT, err);
	int in_head = code < 0 ? code :
				 writing_against_head(writing, record->path,
						      &before, &after, err);

	if (in_head >= 0) {
		pm_record_read(&was, &arena, before.ptr ? before.ptr : "",
			       before.len, &snapshot->policy, PM_READ_BODY);
		pm_record_read(&now, &arena, pm_buf_str(&text), text.len,
			       &snapshot->policy, PM_READ_BODY);
		pm_record_compare(&changes, in_head ? &was : NULL, &now);
		record_message_of(out, record, &changes);
	}
	pm_buf_release(&text);
	pm_changes_release(&changes);
	pm_arena_release(&arena);
	return in_head < 0 ? in_head : PM_OK;
}

static int edit_record(struct context *ctx, const struct pm_snapshot *snapshot,
		       const struct pm_named *named,
		       const struct pm_record *record, bool commit,
		       struct pm_error *err)
{
	struct pm_buf found = { 0 }, message = { 0 };
	struct pm_error unread = { 0 };
	struct writing writing = { 0 };
	int lock = -1, judged = PM_OK;
	int code = writing_may_commit(ctx, commit, err);

	if (code >= 0)
		code = edit_by_hand(ctx, &lock, &snapshot->policy, record,
				    err);
	if (code >= 0)
		code = writing_begin_whole(&writing, ctx, record->path, commit,
					   err);
	if (code >= 0 && commit)
		code = make_message(&message, &writing, snapshot, record, err);
	if (code >= 0) {
		judged = render_findings(&found, ctx, named->postmortem->id,
					 &unread);
		writing.stands = record->id;
		code = writing_finish(&writing, pm_buf_str(&message), err);
	}
	if (code >= 0)
		view_print(ctx, &found);
	if (code >= 0 && judged < 0) {
		*err = unread;
		code = judged;
	}
	pm_unlock(lock);
	writing_release(&writing);
	pm_buf_release(&message);
	pm_buf_release(&found);
	return code;
}

extern const struct command cmd_edit;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct edit_options *o = options;
	struct pm_snapshot snapshot = { 0 };
	struct pm_named named = { 0 };
	struct pm_record *record = NULL;
	struct pm_error err = { 0 };
	int code;

	if (argc != 1)
		return command_usage_error(&cmd_edit,
					   "name one post-mortem or item");
	code = find_record(ctx, &snapshot, argv[0], &named, &record, &err);
	if (code >= 0)
		code = edit_record(ctx, &snapshot, &named, record,
				   wants_commit(ctx, &o->commit), &err);
	pm_snapshot_release(&snapshot);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_edit = {
	.name = "edit",
	.usage = "<post-mortem>|<item>",
	.summary = "open it in git's editor, stage it, say what is missing",
	.options = opts,
	.options_size = sizeof(struct edit_options),
	.run = run,
	.acts = true,
	.complete = "either",
};

/* SPDX-License-Identifier: MIT */
#include "cmd/here.h"
#include "cmd/place.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "git/objects.h"
#include "history/annotate.h"
#include "snapshot/resolve.h"
#include "view/annotate_json.h"
#include "view/annotate_text.h"

extern const struct command cmd_annotate;

struct annotate_options {
	const char *format, *at;
};

static const struct opt opts[] = {
	{ OPT_STRING, 0, "format", offsetof(struct annotate_options, format),
	  "<format>", "text or json", "text json" },
	{ OPT_STRING, 0, "at", offsetof(struct annotate_options, at),
	  "<revision>", "as it stood at a revision or on a day", "revision" },
	{ 0 },
};

/* The one record that is meant, read. */
static int read_record(const struct pm_record **out, struct context *ctx,
		       struct pm_snapshot *snapshot, const char *name,
		       struct pm_error *err)
{
	struct pm_named named;
	struct pm_record *record;
	int code;

	code = pm_resolve(&named, snapshot, name, ctx->repo.prefix,
			  PM_POSTMORTEM | PM_ACTION, err);
	if (code < 0)
		return code;
	record = named.action ? named.action : &named.postmortem->record;
	if (!record->path)
		return place_fail_document(snapshot, named.postmortem, err);
	code = pm_record_load(record, &snapshot->arena, &snapshot->source,
			      &snapshot->policy, PM_READ_FIELDS, err);
	if (code >= 0 && record->is_unreadable)
		code = place_fail_problem(record, &record->problems.item[0],
					  err);
	*out = record;
	return code;
}

/* A record that was renamed but not committed has the history of its old
 * name: what its fields are is asked of that. */
static int follow_rename(struct context *ctx, struct pm_snapshot *snapshot,
			 struct pm_record *record, struct pm_error *err)
{
	struct pm_buf was = { 0 }, path = { 0 }, text = { 0 };
	char *id = NULL, *slash;
	int code;

	code = pm_object_read_path(&text, NULL, NULL, &ctx->repo, "HEAD",
				   record->path, 0, err);
	if (code == PM_ENOTFOUND) {
		id = pm_xstrdup(record->id);
		slash = strchr(id, '/');
		if (slash)
			*slash = '\0';
		code = PM_OK;
		if (place_was(ctx, id, slash ? slash + 1 : NULL, &was)) {
			record->id = pm_arena_strdup(&snapshot->arena,
						     pm_buf_str(&was));
			slash = strchr(was.ptr, '/');
			if (slash)
				*slash = '\0';
			pm_id_to_path(&path, &snapshot->policy, was.ptr,
				      slash ? slash + 1 : NULL);
			record->path = pm_arena_strdup(&snapshot->arena,
						       pm_buf_str(&path));
		}
	}
	free(id);
	pm_buf_release(&was);
	pm_buf_release(&path);
	pm_buf_release(&text);
	return code;
}

static bool has_head(struct context *ctx)
{
	struct pm_error ignored = { 0 };
	char *head = NULL;
	bool has = pm_repo_head(&ctx->repo, &head, &ignored) >= 0 && head;

	free(head);
	return has;
}

static void render(struct context *ctx, const struct pm_annotate *annotate,
		   const struct pm_here *here, bool json)
{
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);

	if (json)
		pm_annotate_json(&out, annotate, here,
				 !ctx->repo.is_shallow);
	else
		pm_annotate_text(&view, annotate, here);
	view_print(ctx, &out);
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct annotate_options *o = options;
	struct pm_snapshot snapshot = { 0 };
	struct pm_annotate annotate = { 0 };
	const struct pm_record *record = NULL;
	struct pm_record moved;
	struct heres heres = { 0 };
	struct pm_error err = { 0 };
	bool json;
	int code;

	if (argc != 1)
		return command_usage_error(&cmd_annotate,
					   "name one post-mortem or item");
	if (format_is_json(&cmd_annotate, o->format, &json) != EXIT_OK)
		return EXIT_USAGE;
	code = place_list_for(ctx, o->at, argv[0], &snapshot, &err);
	if (code >= 0)
		code = read_record(&record, ctx, &snapshot, argv[0], &err);
	if (code >= 0 && snapshot.source.place == PM_WORKTREE &&
	    has_head(ctx)) {
		moved = *record;
		record = &moved;
		code = follow_rename(ctx, &snapshot, &moved, &err);
	}
	if (code >= 0)
		code = pm_annotate(&annotate, &ctx->repo, &snapshot.policy,
				   record,
				   snapshot.source.place == PM_COMMIT ?
					   snapshot.source.base : NULL,
				   &err);
	if (code >= 0)
		code = heres_find(&heres, ctx, &snapshot, record, 1, &err);
	if (code >= 0) {
		if (ctx->repo.is_shallow)
			command_warn("this clone is shallow, so the history "
				     "is incomplete; \"git fetch "
				     "--unshallow\" gets the rest");
		render(ctx, &annotate, heres_of(&heres, record), json);
	}
	heres_release(&heres);
	pm_annotate_release(&annotate);
	pm_snapshot_release(&snapshot);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_annotate = {
	.name = "annotate",
	.former = "blame",
	.usage = "<post-mortem>|<item>",
	.summary = "which commit set each field, when, by whom",
	.options = opts,
	.options_size = sizeof(struct annotate_options),
	.run = run,
	.pages = true,
	.complete = "either",
};

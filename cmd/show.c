/* SPDX-License-Identifier: MIT */
#include "cmd/here.h"
#include "cmd/place.h"

#include <string.h>

#include "check/check.h"
#include "history/mention.h"
#include "snapshot/elsewhere.h"
#include "snapshot/resolve.h"
#include "view/elsewhere_json.h"
#include "view/elsewhere_text.h"
#include "view/finding_text.h"
#include "view/history_json.h"
#include "view/json.h"
#include "view/record_text.h"

struct show_options {
	const char *format, *at;
	bool branches;
};

static const struct opt opts[] = {
	{ OPT_STRING, 0, "format", offsetof(struct show_options, format),
	  "<format>", "text or json", "text json" },
	{ OPT_STRING, 0, "at", offsetof(struct show_options, at),
	  "<revision>",
	  "as it stood at a revision or on a day", "revision" },
	{ OPT_BOOL, 0, "branches", offsetof(struct show_options, branches),
	  NULL, "on which branches it stands otherwise, and how", NULL },
	{ 0 },
};

static json_t *item_json(struct context *ctx, const struct pm_record *action,
			 const struct heres *heres)
{
	const struct pm_here *here = heres_of(heres, action);
	json_t *value = pm_json_record(action, ctx->today);

	if (here)
		pm_json_set_here(value, here);
	return value;
}

static json_t *postmortem_json(struct context *ctx,
			       const struct pm_postmortem *pm,
			       const struct heres *heres)
{
	json_t *value = pm_json_record(&pm->record, ctx->today);
	json_t *list = json_array();

	for (size_t i = 0; i < pm->actions; i++)
		json_array_append_new(
			list, item_json(ctx, &pm->action[i], heres));
	json_object_set_new(value, "actions", list);
	return value;
}

static json_t *action_json(struct context *ctx, const struct pm_record *action,
			   const struct pm_mentions *mentions,
			   const struct heres *heres)
{
	json_t *value = item_json(ctx, action, heres);
	json_t *list = json_array();

	for (size_t i = 0; i < mentions->nr; i++) {
		const struct pm_mention *m = &mentions->item[i];
		json_t *commit;

		if (!m->commit || m->is_clerical)
			continue;
		commit = json_object();
		pm_json_set_commit(commit, m->commit);
		pm_json_set_mention(commit, m);
		json_array_append_new(list, commit);
	}
	if (json_array_size(list))
		json_object_set(value, "commits", list);
	json_decref(list);
	return value;
}

/* What is said to a reader of the record, and to nobody who commits it. */
static int find_advice(struct context *ctx, const struct pm_snapshot *snapshot,
		       const struct pm_named *named, struct pm_findings *out,
		       struct pm_error *err)
{
	struct pm_strlist boilerplate = { 0 };
	struct pm_codeowners codeowners = { 0 };
	const struct pm_check check = { .policy = &snapshot->policy,
					.out = out,
					.today = ctx->today,
					.boilerplate = &boilerplate,
					.codeowners = &codeowners,
					.wants_advice = true };
	size_t kept = 0;
	int code = pm_boilerplate_read(&boilerplate, &snapshot->source, err);

	if (code >= 0)
		code = pm_check_codeowners(&codeowners, &snapshot->policy,
					   &snapshot->source, err);
	if (code >= 0)
		pm_check_postmortem(&check, named->postmortem);
	for (size_t i = 0; i < out->nr; i++)
		if (out->item[i].level == PM_ADVICE &&
		    (!named->action ||
		     !strcmp(out->item[i].id, named->action->id)))
			out->item[kept++] = out->item[i];
	out->nr = kept;
	pm_findings_sort(out);
	pm_strlist_release(&boilerplate);
	pm_codeowners_release(&codeowners);
	return code;
}

static void set_advice(json_t *value, const struct pm_findings *advice)
{
	json_t *list = json_array();

	for (size_t i = 0; i < advice->nr; i++)
		json_array_append_new(list, pm_json_finding(&advice->item[i]));
	json_object_set_new(value, "advice", list);
}

static void render_json(struct context *ctx, struct pm_buf *out,
			const struct pm_named *named,
			const struct pm_mentions *mentions,
			const struct heres *heres,
			const struct pm_findings *advice)
{
	json_t *value =
		named->action ?
			action_json(ctx, named->action, mentions, heres) :
			postmortem_json(ctx, named->postmortem, heres);

	set_advice(value, advice);
	pm_json_write(out, value);
}

static void render(struct context *ctx, const struct pm_snapshot *snapshot,
		   const struct pm_named *named,
		   const struct pm_mentions *mentions,
		   const struct heres *heres,
		   const struct pm_findings *advice, bool json)
{
	struct pm_buf out = { 0 };
	struct pm_short_names names = { 0 };
	const struct pm_view view = view_of(ctx, &out);

	if (view.width)
		pm_short_names_find(&names, snapshot);

	if (json)
		render_json(ctx, &out, named, mentions, heres, advice);
	else if (named->action)
		pm_view_action(&view, named->action, mentions,
			       heres_of(heres, named->action));
	else
		pm_view_postmortem(&view, named->postmortem, &names);
	if (!json && advice->nr) {
		pm_buf_addch(&out, '\n');
		pm_findings_text(&view, advice, ctx->repo.prefix);
	}
	pm_short_names_release(&names);
	view_print(ctx, &out);
}

/* The commits that name an item, at the place where it is looked at. */
static int render_record(struct context *ctx, const struct show_options *o,
			 const struct pm_snapshot *snapshot,
			 const struct pm_named *named, bool json,
			 struct pm_error *err)
{
	struct pm_mentions mentions = { 0 };
	struct pm_findings advice = { 0 };
	struct heres heres = { 0 };
	const struct pm_mention_options options = {
		.policy = &snapshot->policy,
		.is_there = true,
		.revision = o->at ? snapshot->source.base : NULL,
		.id = named->action ? named->action->id : NULL,
	};
	int code = PM_OK;

	if (named->action)
		code = pm_mentions_read(&mentions, &ctx->repo, &options, err);
	if (code >= 0)
		code = pm_mentions_mark_clerical(&mentions, err);
	for (size_t i = 0; i < mentions.nr && code >= 0; i++)
		code = pm_mentions_load(&mentions, i, err);
	/* The text of a post-mortem lists no evidence. */
	if (code >= 0 && (named->action || json))
		code = heres_find(&heres, ctx, snapshot,
				  named->action ? named->action :
						  named->postmortem->action,
				  named->action ? 1 :
						  named->postmortem->actions,
				  err);
	if (code >= 0)
		code = find_advice(ctx, snapshot, named, &advice, err);
	if (code >= 0)
		render(ctx, snapshot, named, &mentions, &heres, &advice, json);
	heres_release(&heres);
	pm_findings_release(&advice);
	pm_mentions_release(&mentions);
	return code;
}

static int render_branches(struct context *ctx,
			   const struct pm_snapshot *snapshot,
			   const struct pm_named *named, bool json,
			   struct pm_error *err)
{
	const struct pm_record *here = named->action ?
					       named->action :
					       &named->postmortem->record;
	struct pm_elsewhere elsewhere = { 0 };
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);
	int code = pm_elsewhere_read(&elsewhere, &ctx->repo, &snapshot->policy,
				     here, named->postmortem->folder, err);

	if (code >= 0 && json)
		pm_json_write(&out, pm_json_elsewhere(here, &elsewhere));
	else if (code >= 0)
		pm_view_elsewhere(&view, here, &elsewhere);
	view_print(ctx, &out);
	pm_elsewhere_release(&elsewhere);
	return code;
}

static int show(struct context *ctx, const struct command *command,
		const struct show_options *o, unsigned kinds, int argc,
		char **argv)
{
	struct pm_snapshot snapshot = { 0 };
	struct pm_named named = { 0 };
	struct pm_error err = { 0 };
	bool json;
	int code, status;

	if (argc != 1)
		return command_usage_error(command, "name one %s",
					   kinds & PM_POSTMORTEM ?
						   "post-mortem or item" :
						   "action item");
	status = format_is_json(command, o->format, &json);
	if (status != EXIT_OK)
		return status;
	code = place_list(ctx, o->at, &snapshot, &err);
	if (code >= 0)
		code = pm_resolve(&named, &snapshot, argv[0],
				  ctx->repo.prefix, kinds, &err);
	if (code >= 0)
		code = pm_postmortem_read(&snapshot, named.postmortem,
					  PM_READ_BODY, &err);
	if (code >= 0 && !named.action && !named.postmortem->record.path)
		code = place_fail_document(&snapshot, named.postmortem, &err);
	if (code >= 0 && !named.action && !o->branches)
		place_warn_actions(&snapshot, named.postmortem);
	if (code >= 0 && o->branches)
		code = render_branches(ctx, &snapshot, &named, json, &err);
	else if (code >= 0)
		code = render_record(ctx, o, &snapshot, &named, json, &err);
	pm_snapshot_release(&snapshot);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

extern const struct command cmd_show, cmd_action_show;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	return show(ctx, &cmd_show, options, PM_POSTMORTEM | PM_ACTION, argc,
		    argv);
}

static int run_action(struct context *ctx, void *options, int argc,
		      char **argv)
{
	return show(ctx, &cmd_action_show, options, PM_ACTION, argc, argv);
}

const struct command cmd_show = {
	.name = "show",
	.usage = "<post-mortem>|<item>",
	.summary = "read a post-mortem or an action item",
	.options = opts,
	.options_size = sizeof(struct show_options),
	.run = run,
	.pages = true,
	.complete = "either",
};

const struct command cmd_action_show = {
	.name = "action show",
	.usage = "<item>",
	.summary = "read an action item",
	.options = opts,
	.options_size = sizeof(struct show_options),
	.run = run_action,
	.pages = true,
	.complete = "action",
};

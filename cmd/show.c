/* SPDX-License-Identifier: MIT */
#include "cmd/place.h"

#include "snapshot/resolve.h"
#include "view/json.h"
#include "view/record_text.h"

struct show_options {
	const char *format, *at;
};

static const struct opt opts[] = {
	{ OPT_STRING, 0, "format", offsetof(struct show_options, format),
	  "<format>", "text or json", "text json" },
	{ OPT_STRING, 0, "at", offsetof(struct show_options, at),
	  "<revision>",
	  "as it stood at a revision or on a day", "revision" },
	{ 0 },
};

static json_t *postmortem_json(struct context *ctx,
			       const struct pm_postmortem *pm)
{
	json_t *value = pm_json_record(&pm->record, ctx->today);
	json_t *list = json_array();

	for (size_t i = 0; i < pm->actions; i++)
		json_array_append_new(
			list, pm_json_record(&pm->action[i], ctx->today));
	json_object_set_new(value, "actions", list);
	return value;
}

static void render(struct context *ctx, const struct pm_named *named,
		   bool json)
{
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);

	if (json)
		pm_json_write(&out,
			      named->action ?
				      pm_json_record(named->action,
						     ctx->today) :
				      postmortem_json(ctx,
						      named->postmortem));
	else if (named->action)
		pm_view_action(&view, named->action);
	else
		pm_view_postmortem(&view, named->postmortem);
	view_print(ctx, &out);
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
	if (code >= 0 && !named.action)
		place_warn_actions(&snapshot, named.postmortem);
	if (code >= 0)
		render(ctx, &named, json);
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

/* SPDX-License-Identifier: MIT */
#include "cmd/index.h"

#include <stdlib.h>

#include "cmd/place.h"
#include "view/json.h"

struct status_options {
	const char *format;
};

static const struct opt opts[] = {
	{ OPT_STRING, 0, "format", offsetof(struct status_options, format),
	  "<format>", "text or json", "text json" },
	{ 0 },
};

static const char *const state_name[] = {
	[PM_INDEX_ABSENT] = "absent",
	[PM_INDEX_USABLE] = "usable",
	[PM_INDEX_OTHER] = "other-version",
	[PM_INDEX_UNUSABLE] = "unusable",
};

static void render_part(const struct pm_view *view,
			const struct pm_index_part *part)
{
	pm_view_printf(view, PM_STYLE_PLAIN, "  ");
	pm_view_text(view, PM_STYLE_ID, *part->root ? part->root : ".");
	pm_view_printf(view, PM_STYLE_PLAIN, "  ");
	index_contents(view->out, part->commits, part->changes, part->claims);
	pm_view_printf(view, PM_STYLE_PLAIN, ", for %lld tip%s",
		       (long long)part->tips, part->tips == 1 ? "" : "s");
	if (!part->is_visible)
		pm_view_printf(view, PM_STYLE_DIM, " (with other commits "
			       "replaced or cut off than now)");
	else if (!part->is_current)
		pm_view_printf(view, PM_STYLE_DIM, " (of another root)");
	pm_view_printf(view, PM_STYLE_PLAIN, "\n");
}

static void render_text(const struct pm_view *view,
			const struct pm_index_facts *facts)
{
	pm_view_printf(view, PM_STYLE_PLAIN, "file    ");
	pm_view_text(view, PM_STYLE_PLAIN, facts->path);
	if (facts->state == PM_INDEX_ABSENT) {
		pm_view_printf(view, PM_STYLE_PLAIN, "\nthere is none yet; the "
			       "first command that reads history makes it\n");
		return;
	}
	pm_view_printf(view, PM_STYLE_PLAIN, "\nsize    ");
	index_size(view->out, facts->size);
	if (facts->format)
		pm_view_printf(view, PM_STYLE_PLAIN, "\nformat  %d",
			       facts->format);
	if (facts->trouble.len) {
		pm_view_printf(view, PM_STYLE_PLAIN, "\n");
		pm_view_text(view, PM_STYLE_WARNING,
			     pm_buf_str(&facts->trouble));
		pm_view_printf(view, PM_STYLE_PLAIN, "\n");
		return;
	}
	pm_view_printf(view, PM_STYLE_PLAIN, "\nHEAD    ");
	if (!facts->has_head)
		pm_view_printf(view, PM_STYLE_PLAIN, "has no commit yet\n");
	else if (facts->is_covered)
		pm_view_printf(view, PM_STYLE_GOOD, "all of it is read\n");
	else
		pm_view_printf(view, PM_STYLE_WARNING, "%lld commit%s not read "
			       "yet\n", (long long)facts->uncovered,
			       facts->uncovered == 1 ? " is" : "s are");
	for (size_t i = 0; i < facts->parts; i++)
		render_part(view, &facts->part[i]);
}

static json_t *part_json(const struct pm_index_part *part)
{
	json_t *value = json_object();

	json_object_set_new(value, "root",
			    pm_json_text(*part->root ? part->root : "."));
	json_object_set_new(value, "current", json_boolean(part->is_current));
	json_object_set_new(value, "visible", json_boolean(part->is_visible));
	json_object_set_new(value, "commits", json_integer(part->commits));
	json_object_set_new(value, "changes", json_integer(part->changes));
	json_object_set_new(value, "claims", json_integer(part->claims));
	json_object_set_new(value, "tips", json_integer(part->tips));
	return value;
}

static void render_json(struct pm_buf *out, const struct pm_index_facts *facts)
{
	json_t *root = json_object(), *list = json_array();

	json_object_set_new(root, "path", pm_json_text(facts->path));
	json_object_set_new(root, "state",
			    json_string(state_name[facts->state]));
	if (facts->state != PM_INDEX_ABSENT)
		json_object_set_new(root, "size", json_integer(facts->size));
	if (facts->format)
		json_object_set_new(root, "format",
				    json_integer(facts->format));
	if (facts->trouble.len)
		json_object_set_new(root, "trouble",
				    pm_json_text(pm_buf_str(&facts->trouble)));
	if (facts->state == PM_INDEX_USABLE) {
		json_object_set_new(root, "covered",
				    json_boolean(facts->is_covered));
		json_object_set_new(root, "new",
				    json_integer(facts->uncovered));
		for (size_t i = 0; i < facts->parts; i++)
			json_array_append_new(list,
					      part_json(&facts->part[i]));
		json_object_set(root, "spaces", list);
	}
	json_decref(list);
	pm_json_write(out, root);
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct status_options *o = options;
	struct pm_snapshot snapshot = { 0 };
	struct pm_index_facts facts = { 0 };
	struct pm_error err = { 0 };
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out, .color = ctx->color,
				.width = ctx->width, .today = ctx->today };
	bool json;
	int status = format_is_json(&cmd_index_status, o->format, &json);

	if (status == EXIT_OK)
		status = index_policy(ctx, &cmd_index_status, argc, argv,
				      &snapshot);
	if (status != EXIT_OK)
		goto out;
	if (pm_index_facts_read(&facts, &ctx->repo, snapshot.policy.root,
				&err) < 0) {
		status = command_fail(&err);
		goto out;
	}
	if (json)
		render_json(&out, &facts);
	else
		render_text(&view, &facts);
	fwrite(pm_buf_str(&out), 1, out.len, ctx->out);
out:
	pm_index_facts_release(&facts);
	pm_snapshot_release(&snapshot);
	pm_buf_release(&out);
	return status;
}

const struct command cmd_index_status = {
	.name = "index status",
	.usage = "[--format=<format>]",
	.summary = "what the index of the history holds",
	.options = opts,
	.options_size = sizeof(struct status_options),
	.run = run,
};

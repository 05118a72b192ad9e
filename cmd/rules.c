/* SPDX-License-Identifier: MIT */
#include "cmd/place.h"

#include <string.h>

#include "base/text.h"
#include "model/rule.h"
#include "view/json.h"

struct rules_options {
	const char *format;
};

static const struct opt opts[] = {
	{ OPT_STRING, 0, "format", offsetof(struct rules_options, format),
	  "<format>", "text or json", "text json" },
	{ 0 },
};

static void render_list(const struct pm_view *view,
			const struct pm_policy *policy)
{
	static const struct pm_column columns[] = {
		{ .title = "RULE" },
		{ .title = "LEVEL", .leaves = 2 },
		{ .title = "FROM", .leaves = 1 },
		{ .title = "WHAT IT ASKS", .stretch = true },
	};
	struct pm_table table = { .column = columns, .columns = 4 };

	for (size_t i = 0; i < pm_rules; i++) {
		const struct pm_rule *rule = &pm_rule[i];
		enum pm_status from;
		enum pm_level level =
			pm_rule_setting(rule, policy, NULL, &from);

		pm_table_add(&table, PM_STYLE_ID, rule->id);
		pm_table_add(&table,
			     level == PM_ERROR_LEVEL ? PM_STYLE_ERROR :
			     level == PM_WARNING     ? PM_STYLE_WARNING :
						       PM_STYLE_DIM,
			     pm_level_name[level]);
		pm_table_add(&table, PM_STYLE_PLAIN, pm_status_name[from]);
		pm_table_add(&table, PM_STYLE_PLAIN, rule->summary);
	}
	pm_table_render(view, &table);
	pm_table_release(&table);
}

static void render_severities(const struct pm_view *view,
			      const struct pm_policy *policy,
			      const struct pm_rule *rule)
{
	for (size_t i = 0; i < policy->severities; i++) {
		const char *name = policy->severity[i].name;
		enum pm_status from, usual;

		if (pm_rule_setting(rule, policy, name, &from) ==
			    pm_rule_setting(rule, policy, NULL, &usual) &&
		    from == usual)
			continue;
		pm_buf_addstr(view->out, ", ");
		pm_view_text(view, PM_STYLE_PLAIN, name);
		pm_view_printf(view, PM_STYLE_PLAIN, ": %s from %s",
			       pm_level_name[pm_rule_setting(rule, policy, name,
							     &from)],
			       pm_status_name[from]);
	}
}

static void render_rule(const struct pm_view *view,
			const struct pm_policy *policy,
			const struct pm_rule *rule)
{
	enum pm_status from;
	enum pm_level level = pm_rule_setting(rule, policy, NULL, &from);
	size_t width = view->width && view->width < 80 ? view->width : 78;

	pm_view_printf(view, PM_STYLE_ID, "%s", rule->id);
	pm_view_printf(view, PM_STYLE_PLAIN, " (%s): %s\n\n", rule->group,
		       rule->summary);
	pm_text_wrap(view->out, rule->help, width, 0);
	pm_view_printf(view, PM_STYLE_PLAIN, "\n\nlevel    %s from %s",
		       pm_level_name[level], pm_status_name[from]);
	render_severities(view, policy, rule);
	if (rule->is_fixed) {
		pm_view_printf(view, PM_STYLE_PLAIN,
			       "\nchange   no policy changes it, and no waiver: "
			       "the file could not be relied on\n");
		return;
	}
	pm_view_printf(view, PM_STYLE_PLAIN,
		       "\nchange   in %s, for everybody:\n"
		       "           rules:\n"
		       "             %s: {level: %s, from: %s}\n",
		       PM_POLICY_PATH, rule->id,
		       level == PM_WARNING ? "error" : "warning",
		       pm_status_name[from]);
	if (rule->is_form) {
		pm_view_printf(view, PM_STYLE_PLAIN,
			       "waive    cannot be waived: the file could not "
			       "be relied on\n");
		return;
	}
	pm_view_printf(view, PM_STYLE_PLAIN,
		       "waive    in the front matter of one post-mortem, with "
		       "a reason:\n"
		       "           waivers:\n"
		       "             %s: <why it does not apply here>\n",
		       rule->id);
}

static json_t *rule_json(const struct pm_policy *policy,
			 const struct pm_rule *rule)
{
	enum pm_status from;
	enum pm_level level = pm_rule_setting(rule, policy, NULL, &from);
	json_t *value = json_object();

	json_object_set_new(value, "id", json_string(rule->id));
	json_object_set_new(value, "group", json_string(rule->group));
	json_object_set_new(value, "level", json_string(pm_level_name[level]));
	json_object_set_new(value, "from", json_string(pm_status_name[from]));
	json_object_set_new(value, "waivable", json_boolean(!rule->is_form));
	json_object_set_new(value, "change",
			    json_boolean(rule->needs_change));
	json_object_set_new(value, "summary", json_string(rule->summary));
	json_object_set_new(value, "help", json_string(rule->help));
	return value;
}

static void render_json(struct pm_buf *out, const struct pm_policy *policy,
			const struct pm_rule *only)
{
	json_t *root = json_object(), *list = json_array();

	for (size_t i = 0; i < pm_rules; i++) {
		if (!only || only == &pm_rule[i])
			json_array_append_new(list,
					      rule_json(policy, &pm_rule[i]));
	}
	json_object_set_new(root, "rules", list);
	pm_json_write(out, root);
}

/* As this repository's policy has them. A broken one is when a rule wants to
 * be looked up: then it is what could be read of it. */
static void read_policy(struct context *ctx, struct pm_snapshot *snapshot)
{
	struct pm_source source = { 0 };
	struct pm_error err = { 0 };
	int code = pm_source_default(&source, &ctx->repo, &err);

	if (code >= 0)
		code = pm_snapshot_open(snapshot, &source, &err);
	if (code >= 0)
		code = place_policy_ok(snapshot, &err);
	else
		pm_policy_read(&snapshot->policy, NULL, 0);
	/* A bare repository without a commit has no policy yet. */
	if (code < 0 && ctx->repo.top)
		command_warn("%s", err.message);
}

extern const struct command cmd_rules;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct rules_options *o = options;
	const struct pm_rule *rule = argc ? pm_rule_find(argv[0]) : NULL;
	struct pm_snapshot snapshot = { 0 };
	struct pm_error err = { 0 };
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);
	const char *near;
	bool json;
	int status = format_is_json(&cmd_rules, o->format, &json);

	if (status != EXIT_OK)
		return status;
	if (argc > 1)
		return command_usage_error(&cmd_rules, "name one rule");
	if (argc && !rule) {
		near = pm_rule_nearest(argv[0]);
		pm_fail(&err, PM_ENOTFOUND, "no rule \"%s\"%s%s%s", argv[0],
			near ? "; did you mean \"" : "", near ? near : "",
			near ? "\"?" : "; \"git postmortem rules\" lists them");
		return command_fail(&err);
	}
	read_policy(ctx, &snapshot);
	if (json)
		render_json(&out, &snapshot.policy, rule);
	else if (rule)
		render_rule(&view, &snapshot.policy, rule);
	else
		render_list(&view, &snapshot.policy);
	view_print(ctx, &out);
	pm_snapshot_release(&snapshot);
	return EXIT_OK;
}

const struct command cmd_rules = {
	.name = "rules",
	.usage = "[<rule>]",
	.summary = "list the rules, or explain one and how to change it",
	.options = opts,
	.options_size = sizeof(struct rules_options),
	.run = run,
	.pages = true,
	.complete = "rule",
};

/* SPDX-License-Identifier: MIT */
#include "cmd/place.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/strlist.h"
#include "cmd/choice.h"
#include "cmd/record_edit.h"
#include "cmd/sort_key.h"
#include "snapshot/resolve.h"
#include "snapshot/short_name.h"
#include "view/json.h"

struct list_options {
	struct pm_strlist state;
	const char *owner, *team, *due, *sort, *format, *at;
	bool overdue, all;
};

static const struct opt opts[] = {
	{ OPT_LIST, 's', "state", offsetof(struct list_options, state),
	  "<state>", "only of this state; \"open\": not yet settled",
	  "proposed accepted in-progress done declined open" },
	{ OPT_STRING, 'o', "owner", offsetof(struct list_options, owner),
	  "<person>", "only items of this person; \"me\" is you", "owner" },
	{ OPT_STRING, 't', "team", offsetof(struct list_options, team),
	  "<team>", "only items of this team", "team" },
	{ OPT_STRING, 'd', "due", offsetof(struct list_options, due), "<day>",
	  "only items due by that day: 2026-12-05, +1w, friday",
	  NULL },
	{ OPT_BOOL, 0, "overdue", offsetof(struct list_options, overdue), NULL,
	  "only promises whose day has passed", NULL },
	{ OPT_BOOL, 'a', "all", offsetof(struct list_options, all), NULL,
	  "settled items too", NULL },
	{ OPT_STRING, 0, "sort", offsetof(struct list_options, sort), "<key>",
	  "due (default), id, owner, state, team or priority",
	  "due id owner state team priority" },
	{ OPT_STRING, 0, "format", offsetof(struct list_options, format),
	  "<format>", "text or json", "text json" },
	{ OPT_STRING, 0, "at", offsetof(struct list_options, at),
	  "<revision>",
	  "as it stood at a revision or on a day", "revision" },
	{ 0 },
};

/* What is asked for, in the form that is compared. */
struct filter {
	const struct list_options *opts;
	const struct pm_policy *policy;
	char *owner;
	pm_date due;
	unsigned states; /* bits */
	pm_date today;
};

static const char *const states[] = { "proposed", "accepted", "in-progress",
				      "done",	  "declined", "open",
				      NULL };
static const char *const sorts[] = { "due",   "id",   "owner",
				     "state", "team", "priority",
				     NULL };

static int read_states(struct filter *filter, bool one_postmortem,
		       struct pm_error *err)
{
	const struct pm_strlist *list = &filter->opts->state;
	const unsigned open = 1u << PM_PROPOSED | 1u << PM_ACCEPTED |
			      1u << PM_IN_PROGRESS;

	if (!list->nr)
		filter->states = filter->opts->all || one_postmortem ? ~0u :
								       open;
	for (size_t i = 0; i < list->nr; i++) {
		enum pm_state state = pm_state_parse(list->item[i]);

		if (state == PM_STATES && strcmp(list->item[i], "open"))
			return choice_fail(err, "state", "a state", states,
					   list->item[i]);
		filter->states |= state == PM_STATES ? open : 1u << state;
	}
	return PM_OK;
}

static bool fits(const struct filter *filter, const struct pm_record *action)
{
	const struct list_options *o = filter->opts;
	enum pm_state state = pm_record_state(action);
	const char *team = pm_record_text(action, PM_F_TEAM);
	pm_date due;

	/* An item whose state cannot be read is shown rather than lost. */
	if (state != PM_STATES && !(filter->states & 1u << state))
		return false;
	if (filter->owner &&
	    !pm_policy_same_person(filter->policy, filter->owner,
				   pm_record_text(action, PM_F_OWNER)))
		return false;
	if (o->team && (!team || strcasecmp(team, o->team)))
		return false;
	if (o->overdue && !pm_record_is_overdue(action, filter->today))
		return false;
	due = pm_record_date(action, PM_F_DUE);
	return filter->due == PM_NO_DATE ||
	       (due != PM_NO_DATE && due <= filter->due);
}

extern const struct command cmd_action_list;

struct item {
	struct sort_key by;
	const struct pm_record *action;
};

static long rank_of(const char *sort, const struct pm_record *action)
{
	const char *priority;
	pm_date due;

	if (!strcmp(sort, "state"))
		return pm_record_state(action);
	if (!strcmp(sort, "priority")) {
		priority = pm_record_text(action, PM_F_PRIORITY);
		for (long i = 0; priority && pm_priority_name[i]; i++)
			if (!strcmp(pm_priority_name[i], priority))
				return i;
		return 9;
	}
	if (strcmp(sort, "due"))
		return 0;
	due = pm_record_date(action, PM_F_DUE);
	return due == PM_NO_DATE ? PM_NO_DATE * -1L : due;
}

static const char *key_of(const char *sort, const struct pm_record *action)
{
	if (!strcmp(sort, "owner"))
		return pm_record_text(action, PM_F_OWNER);
	if (!strcmp(sort, "team"))
		return pm_record_text(action, PM_F_TEAM);
	return "";
}

static void render_text(struct context *ctx,
			const struct pm_snapshot *snapshot,
			const struct item *item, size_t nr)
{
	static const struct pm_column columns[] = {
		{ .title = "DUE", .leaves = 3 },
		{ .title = "STATE", .leaves = 1 },
		{ .title = "OWNER", .leaves = 2 },
		{ .title = "ITEM" },
		{ .title = "TITLE", .stretch = true },
	};
	struct pm_table table = { .column = columns, .columns = 5 };
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);
	struct pm_short_names names = { 0 };

	if (ctx->width)
		pm_short_names_find(&names, snapshot);
	for (size_t i = 0; i < nr; i++) {
		const struct pm_record *a = item[i].action;
		bool overdue = pm_record_is_overdue(a, ctx->today);

		pm_table_add(&table, overdue ? PM_STYLE_ERROR : PM_STYLE_PLAIN,
			     pm_record_text(a, PM_F_DUE));
		pm_table_add(&table, style_of_state(a, ctx->today),
			     pm_record_standing(a));
		pm_table_add_person(&table, PM_STYLE_PLAIN,
				    pm_record_text(a, PM_F_OWNER));
		pm_table_add_brief(&table, PM_STYLE_ID, a->id,
				   pm_short_name(&names, a->id));
		pm_table_add(&table, PM_STYLE_PLAIN,
			     pm_record_text(a, PM_F_TITLE));
	}
	pm_table_render(&view, &table);
	pm_table_release(&table);
	pm_short_names_release(&names);
	view_print(ctx, &out);
}

static void render_json(struct context *ctx, const struct item *item,
			size_t nr)
{
	json_t *root = json_object(), *list = json_array();
	struct pm_buf out = { 0 };

	for (size_t i = 0; i < nr; i++)
		json_array_append_new(list, pm_json_record(item[i].action,
							   ctx->today));
	json_object_set_new(root, "actions", list);
	pm_json_write(&out, root);
	view_print(ctx, &out);
}

static size_t collect(const struct filter *filter,
		      const struct pm_snapshot *snapshot,
		      const struct pm_postmortem *only, const char *sort,
		      struct item **out)
{
	size_t nr = 0, alloc = 0;

	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		if (only && pm != only)
			continue;
		for (size_t a = 0; a < pm->actions; a++) {
			const struct pm_record *action = &pm->action[a];

			if (!fits(filter, action))
				continue;
			PM_GROW(*out, nr, alloc);
			(*out)[nr++] = (struct item){
				.by = { rank_of(sort, action),
					key_of(sort, action), action->id },
				.action = action,
			};
		}
	}
	if (nr)
		qsort(*out, nr, sizeof(**out), sort_key_compare);
	return nr;
}

/* Read one post-mortem's items, or all of them. */
static int load(struct context *ctx, const struct list_options *o,
		const char *name, struct pm_snapshot *snapshot,
		struct pm_postmortem **only, struct pm_error *err)
{
	struct pm_named named = { 0 };
	int code;

	if (!name)
		return place_load_all(ctx, o->at, snapshot, PM_ACTION,
				      PM_READ_FIELDS, err);
	code = place_list(ctx, o->at, snapshot, err);
	if (code >= 0)
		code = pm_resolve(&named, snapshot, name, ctx->repo.prefix,
				  PM_POSTMORTEM, err);
	*only = named.postmortem;
	if (code >= 0)
		code = pm_postmortem_read(snapshot, *only, PM_READ_FIELDS,
					  err);
	return code;
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct list_options *o = options;
	const char *sort = o->sort ? o->sort : "due";
	struct pm_snapshot snapshot = { 0 };
	struct pm_postmortem *only = NULL;
	struct filter filter = { .opts = o, .due = PM_NO_DATE };
	struct item *items = NULL;
	struct pm_error err = { 0 };
	bool json;
	int code, status;
	size_t nr;

	if (argc > 1)
		return command_usage_error(&cmd_action_list,
					   "name at most one post-mortem");
	if (!choice_has(sorts, sort)) {
		choice_fail(&err, "sort", "an order", sorts, sort);
		return command_usage_error(&cmd_action_list, "%s",
					   err.message);
	}
	status = format_is_json(&cmd_action_list, o->format, &json);
	if (status != EXIT_OK)
		return status;
	code = read_states(&filter, argc > 0, &err);
	if (code >= 0 && o->due)
		code = pm_date_parse_human(&filter.due, o->due, ctx->today,
					   &err);
	if (code < 0 && o->due)
		pm_error_wrap(&err, "--due");
	if (code >= 0)
		code = load(ctx, o, argv[0], &snapshot, &only, &err);
	if (code < 0)
		goto out;
	filter.policy = &snapshot.policy;
	filter.today = ctx->today;
	code = owner_wanted(ctx, &snapshot.policy, o->owner, &filter.owner,
			    &err);
	if (code < 0)
		goto out;
	if (only)
		place_warn_actions(&snapshot, only);
	else
		place_warn(&snapshot);
	nr = collect(&filter, &snapshot, only, sort, &items);
	if (json)
		render_json(ctx, items, nr);
	else
		render_text(ctx, &snapshot, items, nr);
out:
	free(items);
	free(filter.owner);
	pm_snapshot_release(&snapshot);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_action_list = {
	.name = "action list",
	.usage = "[<post-mortem>]",
	.summary = "list action items, open ones unless asked for more",
	.options = opts,
	.options_size = sizeof(struct list_options),
	.run = run,
	.pages = true,
	.complete = "id",
};

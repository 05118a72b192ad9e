/* SPDX-License-Identifier: MIT */
#include "cmd/place.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/strlist.h"
#include "cmd/choice.h"
#include "cmd/sort_key.h"
#include "model/value.h"
#include "snapshot/short_name.h"
#include "view/json.h"

struct list_options {
	struct pm_strlist status;
	const char *severity, *owner, *team, *service, *since, *until;
	const char *sort, *format, *at;
};

#define TEXT(letter, name, field, argument, help, complete)                \
	{ OPT_STRING, letter, name, offsetof(struct list_options, field), \
	  argument, help, complete }

static const struct opt opts[] = {
	{ OPT_LIST, 's', "status", offsetof(struct list_options, status),
	  "<status>", "only of this status; \"open\": all but closed",
	  "draft in-review reviewed closed open" },
	TEXT(0, "severity", severity, "<severity>", "only of this severity",
	     "severity"),
	TEXT('o', "owner", owner, "<person>",
	     "only of this owner; \"me\" is you", "owner"),
	TEXT('t', "team", team, "<team>", "only those the team took part in",
	     "team"),
	TEXT(0, "service", service, "<service>",
	     "only those that affected the service", "service"),
	TEXT(0, "since", since, "<day>",
	     "only incidents of that day or later: 2026-11-21, -4w", NULL),
	TEXT(0, "until", until, "<day>", "only incidents up to that day",
	     NULL),
	TEXT(0, "sort", sort, "<key>",
	     "date (default), id, severity, status or owner",
	     "date id severity status owner"),
	TEXT(0, "format", format, "<format>", "text or json", "text json"),
	TEXT(0, "at", at, "<revision>", "as it stood there",
	     "revision"),
	{ 0 },
};

struct filter {
	const struct list_options *opts;
	const struct pm_policy *policy;
	char *owner;
	unsigned statuses;
	pm_date since, until;
};

static const char *const statuses[] = { "draft",  "in-review", "reviewed",
					"closed", "open",      NULL };
static const char *const sorts[] = { "date",   "id",	"severity",
				     "status", "owner", NULL };

static int read_filter(struct filter *f, pm_date today, struct pm_error *err)
{
	const struct pm_strlist *list = &f->opts->status;
	int code = PM_OK;

	f->statuses = list->nr ? 0 : ~0u;
	for (size_t i = 0; i < list->nr; i++) {
		enum pm_status status = pm_status_parse(list->item[i]);

		if (status != PM_STATUSES)
			f->statuses |= 1u << status;
		else if (!strcmp(list->item[i], "open"))
			f->statuses |= 1u << PM_DRAFT | 1u << PM_IN_REVIEW |
				       1u << PM_REVIEWED;
		else
			return choice_fail(err, "status", "a status", statuses,
					   list->item[i]);
	}
	f->since = f->until = PM_NO_DATE;
	if (f->opts->since)
		code = pm_date_parse_human(&f->since, f->opts->since, today,
					   err);
	if (code < 0)
		return pm_error_wrap(err, "--since");
	if (f->opts->until)
		code = pm_date_parse_human(&f->until, f->opts->until, today,
					   err);
	return code < 0 ? pm_error_wrap(err, "--until") : PM_OK;
}

static bool has_name(const struct pm_record *record, enum pm_field field,
		     const char *name)
{
	const struct pm_value *value = pm_record_get(record, field);

	for (size_t i = 0; value && i < value->nr; i++) {
		if (!strcasecmp(value->item[i], name))
			return true;
	}
	return false;
}

/* The day of an incident: its start, else the folder's date. */
static pm_date day_of(const struct pm_postmortem *pm)
{
	const struct pm_value *started =
		pm_record_get(&pm->record, PM_F_STARTED);
	char day[PM_DATE_LEN] = { 0 };
	pm_date date;

	if (started && started->is_valid)
		return pm_time_date(started->as.time);
	memcpy(day, pm->id, strnlen(pm->id, PM_DATE_LEN - 1));
	return pm_date_parse(&date, day) ? date : PM_NO_DATE;
}

static bool fits(const struct filter *f, const struct pm_postmortem *pm)
{
	const struct pm_record *record = &pm->record;
	const struct list_options *o = f->opts;
	enum pm_status status = pm_record_status(record);
	const char *severity = pm_record_severity(record, f->policy);
	pm_date day = day_of(pm);

	if (status != PM_STATUSES && !(f->statuses & 1u << status))
		return false;
	if (o->severity &&
	    (!severity ||
	     strcasecmp(severity,
			pm_policy_severity_name(f->policy, o->severity))))
		return false;
	if (f->owner && !pm_policy_same_person(
				f->policy, f->owner,
				pm_record_text(record, PM_F_OWNER)))
		return false;
	if (o->team && !has_name(record, PM_F_TEAMS, o->team))
		return false;
	if (o->service && !has_name(record, PM_F_SERVICES, o->service))
		return false;
	if (f->since != PM_NO_DATE && (day == PM_NO_DATE || day < f->since))
		return false;
	return f->until == PM_NO_DATE ||
	       (day != PM_NO_DATE && day <= f->until);
}

struct item {
	struct sort_key by;
	const struct pm_postmortem *pm;
};

static long severity_rank(const struct pm_policy *policy, const char *name)
{
	const struct pm_severity *severity = pm_policy_severity(policy, name);

	return severity ? severity - policy->severity :
			  (long)policy->severities;
}

static struct item make_item(const struct filter *f,
			     const struct pm_postmortem *pm, const char *sort)
{
	struct item item = { { 0, "", pm->id }, pm };

	if (!strcmp(sort, "date"))
		item.by.rank = -(long)day_of(pm);
	else if (!strcmp(sort, "severity"))
		item.by.rank = severity_rank(
			f->policy, pm_record_text(&pm->record, PM_F_SEVERITY));
	else if (!strcmp(sort, "status"))
		item.by.rank = pm_record_status(&pm->record);
	else if (!strcmp(sort, "owner"))
		item.by.text = pm_record_text(&pm->record, PM_F_OWNER);
	return item;
}

/* An item that cannot be read counts: it must not pass for settled. */
static size_t count_open(const struct pm_postmortem *pm)
{
	size_t nr = 0;

	for (size_t i = 0; i < pm->actions; i++) {
		enum pm_state state = pm_record_state(&pm->action[i]);

		nr += state == PM_STATES || pm_state_is_open(state);
	}
	return nr;
}

static void render_text(struct context *ctx,
			const struct pm_snapshot *snapshot,
			const struct item *item, size_t nr)
{
	static const struct pm_column columns[] = {
		{ .title = "POST-MORTEM" },
		{ .title = "STATUS", .leaves = 4 },
		{ .title = "SEVERITY", .leaves = 2 },
		{ .title = "OWNER", .leaves = 1 },
		{ .title = "OPEN", .right = true, .leaves = 3 },
		{ .title = "TITLE", .stretch = true },
	};
	struct pm_table table = { .column = columns, .columns = 6 };
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);
	struct pm_short_names names = { 0 };

	if (ctx->width)
		pm_short_names_find(&names, snapshot);
	for (size_t i = 0; i < nr; i++) {
		const struct pm_postmortem *pm = item[i].pm;
		const struct pm_record *r = &pm->record;
		char open[32];

		snprintf(open, sizeof(open), "%zu/%zu", count_open(pm),
			 pm->actions);
		pm_table_add_brief(&table, PM_STYLE_ID, pm->id,
				   pm_short_name(&names, pm->id));
		pm_table_add(&table, style_of_status(pm_record_status(r)),
			     pm_record_standing(r));
		pm_table_add(&table, PM_STYLE_PLAIN,
			     pm_record_text(r, PM_F_SEVERITY));
		pm_table_add_person(&table, PM_STYLE_PLAIN,
				    pm_record_text(r, PM_F_OWNER));
		pm_table_add(&table, PM_STYLE_PLAIN, open);
		pm_table_add(&table, PM_STYLE_PLAIN,
			     pm_record_text(r, PM_F_TITLE));
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

	for (size_t i = 0; i < nr; i++) {
		const struct pm_postmortem *pm = item[i].pm;
		json_t *value = pm_json_record(&pm->record, ctx->today);

		json_object_set_new(value, "actions",
				    json_integer((json_int_t)pm->actions));
		json_object_set_new(value, "open",
				    json_integer((json_int_t)count_open(pm)));
		json_array_append_new(list, value);
	}
	json_object_set_new(root, "post-mortems", list);
	pm_json_write(&out, root);
	view_print(ctx, &out);
}

static size_t collect(const struct filter *f,
		      const struct pm_snapshot *snapshot, const char *sort,
		      struct item **out)
{
	size_t nr = 0, alloc = 0;

	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		if (!pm->record.path || !fits(f, pm))
			continue;
		PM_GROW(*out, nr, alloc);
		(*out)[nr++] = make_item(f, pm, sort);
	}
	if (nr)
		qsort(*out, nr, sizeof(**out), sort_key_compare);
	return nr;
}

extern const struct command cmd_list;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct list_options *o = options;
	const char *sort = o->sort ? o->sort : "date";
	struct pm_snapshot snapshot = { 0 };
	struct filter filter = { .opts = o };
	struct item *items = NULL;
	struct pm_error err = { 0 };
	bool json;
	int code, status;
	size_t nr;

	if (argc)
		return command_usage_error(&cmd_list,
					   "list takes options only; \"git "
					   "postmortem show %s\" reads one",
					   argv[0]);
	if (!choice_has(sorts, sort)) {
		choice_fail(&err, "sort", "an order", sorts, sort);
		return command_usage_error(&cmd_list, "%s", err.message);
	}
	status = format_is_json(&cmd_list, o->format, &json);
	if (status != EXIT_OK)
		return status;
	code = read_filter(&filter, ctx->today, &err);
	if (code >= 0)
		code = place_load_all(ctx, o->at, &snapshot,
				  PM_POSTMORTEM | PM_ACTION, PM_READ_FIELDS,
				  &err);
	if (code >= 0)
		code = owner_wanted(ctx, &snapshot.policy, o->owner,
				    &filter.owner, &err);
	if (code >= 0)
		code = place_check_severity(&snapshot, o->severity, &err);
	if (code >= 0) {
		filter.policy = &snapshot.policy;
		place_warn(&snapshot);
		nr = collect(&filter, &snapshot, sort, &items);
		if (json)
			render_json(ctx, items, nr);
		else
			render_text(ctx, &snapshot, items, nr);
	}
	free(items);
	free(filter.owner);
	pm_snapshot_release(&snapshot);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_list = {
	.name = "list",
	.usage = "",
	.summary = "list post-mortems",
	.options = opts,
	.options_size = sizeof(struct list_options),
	.run = run,
	.pages = true,
};

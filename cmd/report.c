/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/strlist.h"
#include "base/text.h"
#include "cmd/place.h"
#include "model/value.h"
#include "view/page.h"
#include "view/report_csv.h"
#include "view/report_json.h"
#include "view/report_page.h"

extern const struct command cmd_report;

struct report_options {
	const char *since, *until, *severity, *team, *format, *at;
};

static const struct opt opts[] = {
	{ OPT_STRING, 0, "since", offsetof(struct report_options, since),
	  "<day>", "only what happened on that day or later: 2026-11-21, -4w",
	  NULL },
	{ OPT_STRING, 0, "until", offsetof(struct report_options, until),
	  "<day>", "only what happened up to that day", NULL },
	{ OPT_STRING, 0, "severity", offsetof(struct report_options, severity),
	  "<severity>", "only post-mortems of this severity, and their items",
	  "severity" },
	{ OPT_STRING, 't', "team", offsetof(struct report_options, team),
	  "<team>", "only items of this team, and its post-mortems", "team" },
	{ OPT_STRING, 0, "format", offsetof(struct report_options, format),
	  "<format>", "text, markdown, json or csv",
	  "text markdown json csv" },
	{ OPT_STRING, 0, "at", offsetof(struct report_options, at),
	  "<revision>", "as it stood at a revision or on a day", "revision" },
	{ 0 },
};

enum format {
	TEXT,
	MARKDOWN,
	JSON,
	CSV,
};

static int read_format(enum format *out, const char *name)
{
	static const char *const known[] = { "text", "markdown", "json",
					     "csv" };

	*out = TEXT;
	for (size_t i = 0; name && i < sizeof(known) / sizeof(*known); i++) {
		if (strcmp(name, known[i]))
			continue;
		*out = (enum format)i;
		return EXIT_OK;
	}
	return !name ? EXIT_OK :
		       command_usage_error(&cmd_report,
					   "--format is text, markdown, json "
					   "or csv, not \"%s\"", name);
}

static int read_day(pm_date *out, const char *word, pm_date today,
		    const char *option, struct pm_error *err)
{
	int code;

	*out = PM_NO_DATE;
	if (!word)
		return PM_OK;
	code = pm_date_parse_human(out, word, today, err);
	return code < 0 ? pm_error_wrap(err, "%s", option) : PM_OK;
}

/*
 * The commit that the report is about, NULL on an unborn branch. A report "as
 * on a day" also counts ages up to that day: it says the same whenever it is
 * asked for. A revision is a place and no day.
 */
static int find_commit(struct context *ctx, const char *at, char **out,
		       pm_date *today, struct pm_error *err)
{
	return at ? place_commit(ctx, at, out, today, err) :
		    pm_repo_head(&ctx->repo, out, err);
}

/* Whom a person of the policy works with counts, too: a team without an item
 * is no mistake. */
static void collect_teams(struct pm_strlist *out,
			  const struct pm_snapshot *snapshot)
{
	const struct pm_policy *policy = &snapshot->policy;

	for (size_t i = 0; i < policy->people; i++) {
		for (size_t t = 0; t < policy->person[i].teams; t++)
			pm_strlist_add(out, policy->person[i].team[t]);
	}
	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];
		const struct pm_value *teams =
			pm_record_get(&pm->record, PM_F_TEAMS);

		for (size_t t = 0; teams && t < teams->nr; t++)
			pm_strlist_add(out, teams->item[t]);
		for (size_t a = 0; a < pm->actions; a++) {
			const char *team = pm_record_text(&pm->action[a],
							  PM_F_TEAM);

			if (team)
				pm_strlist_add(out, team);
		}
	}
	pm_strlist_sort_unique(out);
}

static void warn_of_team(const struct pm_snapshot *snapshot, const char *name)
{
	struct pm_strlist teams = { 0 };
	const char *near;
	bool known = false;

	collect_teams(&teams, snapshot);
	for (size_t i = 0; i < teams.nr; i++)
		known = known || !strcasecmp(teams.item[i], name);
	near = known || !teams.nr ? NULL :
		pm_nearest(name, (const char *const *)teams.item, teams.nr);
	if (near)
		command_warn("no record names a team \"%s\"; did you mean "
			     "\"%s\"?", name, near);
	else if (!known)
		command_warn("no record names a team \"%s\"", name);
	pm_strlist_release(&teams);
}

static int load(struct context *ctx, const char *commit,
		struct pm_snapshot *snapshot, struct pm_error *err)
{
	struct pm_source source = { .repo = &ctx->repo, .place = PM_COMMIT,
				    .base = pm_xstrdup(commit) };
	int code = pm_snapshot_open(snapshot, &source, err);

	if (code >= 0)
		code = place_policy_ok(snapshot, err);
	if (code >= 0)
		code = pm_snapshot_list(snapshot, NULL, 0, err);
	/* Only contributing factors need a body. */
	if (code >= 0)
		code = pm_snapshot_read(snapshot, PM_POSTMORTEM, PM_READ_BODY,
					err);
	return code < 0 ? code : pm_snapshot_read(snapshot, PM_ACTION,
						  PM_READ_LEDGER, err);
}

/* git's own output is UTF-8 whatever the locale; a bar of boxes where it is
 * not would be noise for no gain. */
static bool has_blocks(void)
{
	const char *locale = getenv("LC_ALL");

	if (!locale || !*locale)
		locale = getenv("LC_CTYPE");
	if (!locale || !*locale)
		locale = getenv("LANG");
	return locale && (strcasestr(locale, "utf-8") ||
			  strcasestr(locale, "utf8"));
}

static void render(struct context *ctx, const struct pm_report *report,
		   const char *commit, enum format format)
{
	struct pm_page page = { .has_blocks = has_blocks() };
	struct pm_buf out = { 0 };
	struct pm_view view = view_of(ctx, &out);
	char *abbrev = pm_xstrndup(commit, 12);

	view.today = report->options.today;
	if (format == JSON) {
		pm_report_json(&out, report, commit);
	} else if (format == CSV) {
		pm_report_csv(&out, report);
	} else {
		pm_report_page(&page, report, abbrev);
		if (format == MARKDOWN)
			pm_page_markdown(&out, &page);
		else
			pm_page_text(&view, &page);
	}
	view_print(ctx, &out);
	pm_page_release(&page);
	free(abbrev);
}

/* Programs get a document in any case. */
static void say_empty(struct context *ctx, enum format format,
		      const struct pm_report_options *options)
{
	struct pm_source nothing = { 0 };
	struct pm_snapshot snapshot = { 0 };
	struct pm_report report = { 0 };
	struct pm_buf out = { 0 };

	if (format == JSON || format == CSV) {
		pm_snapshot_init(&snapshot, &nothing, NULL, 0);
		pm_report_make(&report, &snapshot, options);
	}
	if (format == JSON)
		pm_report_json(&out, &report, NULL);
	else if (format == CSV)
		pm_report_csv(&out, &report);
	else
		pm_buf_addstr(&out, "No post-mortem is committed yet.\n");
	view_print(ctx, &out);
	pm_report_release(&report);
	pm_snapshot_release(&snapshot);
}

static int report_on(struct context *ctx, const char *commit,
		     enum format format,
		     const struct pm_report_options *options,
		     struct pm_error *err)
{
	struct pm_snapshot snapshot = { 0 };
	struct pm_report report = { 0 };
	int code = load(ctx, commit, &snapshot, err);

	if (code >= 0)
		place_warn(&snapshot);
	if (code >= 0 && options->team)
		warn_of_team(&snapshot, options->team);
	if (code >= 0 && options->severity)
		code = place_check_severity(&snapshot, options->severity, err);
	if (code >= 0 && !snapshot.nr) {
		say_empty(ctx, format, options);
	} else if (code >= 0) {
		pm_report_make(&report, &snapshot, options);
		render(ctx, &report, commit, format);
	}
	pm_report_release(&report);
	pm_snapshot_release(&snapshot);
	return code;
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct report_options *o = options;
	struct pm_report_options wanted = { .severity = o->severity,
					    .team = o->team };
	struct pm_error err = { 0 };
	char *commit = NULL;
	enum format format;
	int code, status = read_format(&format, o->format);

	(void)argv;
	if (status != EXIT_OK)
		return status;
	if (argc)
		return command_usage_error(&cmd_report,
					   "report takes options only");
	/* The same numbers for everybody, wherever they are. */
	ctx->today = wanted.today = pm_today_utc();
	code = read_day(&wanted.since, o->since, ctx->today, "--since", &err);
	if (code >= 0)
		code = read_day(&wanted.until, o->until, ctx->today,
				"--until", &err);
	if (code >= 0)
		code = find_commit(ctx, o->at, &commit, &wanted.today, &err);
	if (code >= 0 && commit)
		code = report_on(ctx, commit, format, &wanted, &err);
	else if (code >= 0)
		say_empty(ctx, format, &wanted);
	free(commit);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_report = {
	.name = "report",
	.usage = "",
	.summary = "what a team reviews: open, overdue, kept, waiting, again",
	.options = opts,
	.options_size = sizeof(struct report_options),
	.run = run,
	.pages = true,
};

/* SPDX-License-Identifier: MIT */
#include "report/digest.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/place.h"
#include "git/log.h"
#include "model/address.h"
#include "view/digest_chat.h"
#include "view/digest_json.h"
#include "view/digest_mbox.h"
#include "view/digest_page.h"

extern const struct command cmd_digest;

#define FORMATS "text markdown mbox slack teams json"

struct digest_options {
	const char *owner, *since, *format, *at;
	bool each_owner;
};

static const struct opt opts[] = {
	{ OPT_STRING, 'o', "owner", offsetof(struct digest_options, owner),
	  "<person>", "only what this person owns, or \"me\"", "owner" },
	{ OPT_BOOL, 0, "each-owner",
	  offsetof(struct digest_options, each_owner), NULL,
	  "a digest for each owner", NULL },
	{ OPT_STRING, 0, "since", offsetof(struct digest_options, since),
	  "<revision>", "what changed since a revision or a day, too",
	  "revision" },
	{ OPT_STRING, 0, "format", offsetof(struct digest_options, format),
	  "<format>", "text, markdown, mbox, slack, teams or json", FORMATS },
	{ OPT_STRING, 0, "at", offsetof(struct digest_options, at),
	  "<revision>",
	  "as it stood at a revision or on a day", "revision" },
	{ 0 },
};

/* --- loading --- */

/* What is read: a snapshot, or with --since two that are compared. */
struct material {
	struct pm_snapshot snapshot;
	struct pm_comparison comparison;
	bool is_compared;
	pm_date since;
};

static const struct pm_snapshot *snapshot_of(const struct material *m)
{
	return m->is_compared ? &m->comparison.after : &m->snapshot;
}

/* The day on which a revision was committed. */
static int find_day(pm_date *out, struct context *ctx, const char *commit,
		    struct pm_error *err)
{
	const char *const commits[] = { commit, NULL };
	const struct pm_log_options options = { .commits = commits };
	struct pm_commit_info info;
	struct pm_arena arena = { 0 };
	struct pm_log *log = NULL;
	int code = pm_log_open(&log, &ctx->repo, &options, err);

	if (code >= 0)
		code = pm_log_next(&info, log, &arena, err);
	if (code > 0)
		*out = pm_time_date(info.commit_time);
	pm_log_close(log);
	pm_arena_release(&arena);
	return code < 0 ? code : PM_OK;
}

static bool is_unborn(struct context *ctx)
{
	struct pm_error ignored = { 0 };
	char *head = NULL;
	bool unborn = pm_repo_head(&ctx->repo, &head, &ignored) >= 0 && !head;

	free(head);
	return unborn;
}

/* Before a branch began there was nothing, unless a clone does not reach that
 * far. */
static int find_since(struct context *ctx, const char *since, char **commit,
		      pm_date *day, struct pm_error *err)
{
	int code;

	*day = PM_NO_DATE;
	code = place_commit(ctx, since, commit, day, err);
	/* "monday" is the next one. */
	if (code >= 0 && *day != PM_NO_DATE && *day > ctx->today)
		return pm_fail(err, PM_EINVALID,
			       "--since %s is a day to come; a week ago is "
			       "\"-1w\"", since);
	if (code >= 0)
		return *day != PM_NO_DATE ? PM_OK :
					    find_day(day, ctx, *commit, err);
	if (*day == PM_NO_DATE || (code != PM_ENOTFOUND && !is_unborn(ctx)))
		return code;
	if (ctx->repo.is_shallow)
		return pm_fail(err, PM_ENOTFOUND,
			       "--since %s: this clone does not reach back so "
			       "far; \"git fetch --unshallow\" gets the rest",
			       since);
	*commit = pm_xstrdup(pm_repo_empty_tree(&ctx->repo));
	return PM_OK;
}

static int load_compared(struct material *m, struct context *ctx,
			 const struct digest_options *o, struct pm_error *err)
{
	struct pm_source after = { 0 };
	struct pm_source before = { .repo = &ctx->repo, .place = PM_COMMIT };
	int code = place_source(ctx, o->at, &after, err);

	if (code >= 0)
		code = find_since(ctx, o->since, &before.base, &m->since, err);
	if (code < 0) {
		pm_source_release(&before);
		pm_source_release(&after);
		return code;
	}
	m->is_compared = true;
	code = pm_comparison_open(&m->comparison, &before, &after, true, err);
	if (code >= 0)
		code = pm_comparison_read(&m->comparison, NULL, err);
	if (code >= 0)
		code = pm_snapshot_read(&m->comparison.after,
					PM_POSTMORTEM | PM_ACTION,
					PM_READ_LEDGER, err);
	return code;
}

static int load(struct material *m, struct context *ctx,
		const struct digest_options *o, struct pm_error *err)
{
	m->since = PM_NO_DATE;
	if (o->since)
		return load_compared(m, ctx, o, err);
	return place_load(ctx, o->at, &m->snapshot, PM_POSTMORTEM | PM_ACTION,
			  PM_READ_LEDGER, err);
}

static void release(struct material *m)
{
	pm_snapshot_release(&m->snapshot);
	pm_comparison_release(&m->comparison);
}

/* --- rendering --- */

/* What a job has no name for writes as itself. */
#define NO_NAME "git-postmortem"
#define NO_ADDRESS "git-postmortem@localhost"

struct digest_run {
	struct context *ctx;
	const struct pm_policy *policy;
	const struct pm_digest *digest;
	struct pm_buf out;
	int code; /* negative: `err` says why there is none */
	struct pm_error err;
};

static void print_text(struct digest_run *run)
{
	const struct pm_view view = view_of(run->ctx, &run->out);

	pm_digest_text(&view, run->digest);
}

static void print_markdown(struct digest_run *run)
{
	pm_digest_markdown(&run->out, run->digest);
}

static void print_json(struct digest_run *run)
{
	pm_digest_json(&run->out, run->digest);
}

static void print_slack(struct digest_run *run)
{
	for (size_t i = 0; i < run->digest->parts; i++)
		pm_digest_slack(&run->out, run->digest,
				&run->digest->part[i]);
}

static void print_teams(struct digest_run *run)
{
	for (size_t i = 0; i < run->digest->parts; i++)
		pm_digest_teams(&run->out, run->digest,
				&run->digest->part[i]);
}

/* Of many one without an address is passed over, and told; the one that was
 * asked for is not. */
static void miss(struct digest_run *run, const char *owner)
{
	static const char fix[] = "list one under \"people\" in "
				  PM_POLICY_PATH;

	if (!run->digest->is_for_each)
		run->code = pm_fail(&run->err, PM_EINVALID,
				    "%s has no mail address here; %s", owner,
				    fix);
	else if (owner)
		command_warn("%s gets no mail, without an address; %s", owner,
			     fix);
	else
		command_warn("what nobody owns is in no mail; give it an "
			     "owner, or leave out --each-owner");
}

static void print_mbox(struct digest_run *run)
{
	struct pm_digest_mail mail = { .policy = run->policy,
				       .from_name = NO_NAME,
				       .from_address = NO_ADDRESS,
				       .now = pm_now() };
	struct pm_error ignored = { 0 };
	char *name = NULL, *address = NULL;

	if (pm_repo_author(&run->ctx->repo, &name, &address, &ignored) >= 0 &&
	    pm_is_mail_address(address, strlen(address))) {
		mail.from_name = name;
		mail.from_address = address;
	}
	for (size_t i = 0; i < run->digest->parts; i++) {
		const struct pm_digest_part *part = &run->digest->part[i];

		if (!pm_digest_mbox(&run->out, run->digest, part, &mail))
			miss(run, part->owner);
	}
	free(name);
	free(address);
}

static const struct format {
	const char *name;
	void (*print)(struct digest_run *run);
} formats[] = {
	{ "text", print_text },	  { "markdown", print_markdown },
	{ "mbox", print_mbox },	  { "slack", print_slack },
	{ "teams", print_teams }, { "json", print_json },
};

static const struct format *find_format(const char *word)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		if (!word || !strcmp(formats[i].name, word))
			return &formats[i];
	}
	command_usage_error(&cmd_digest, "--format is one of: " FORMATS
			    "; not \"%s\"", word);
	return NULL;
}

static int print(struct context *ctx, const struct material *m,
		 const struct pm_digest_options *options,
		 const struct format *format, struct pm_error *err)
{
	struct pm_digest digest;
	struct digest_run run = { .ctx = ctx, .digest = &digest,
				  .policy = &snapshot_of(m)->policy };

	pm_digest_make(&digest, snapshot_of(m), options);
	format->print(&run);
	if (run.code >= 0)
		view_print(ctx, &run.out);
	else
		*err = run.err;
	pm_buf_release(&run.out);
	pm_digest_release(&digest);
	return run.code;
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct digest_options *o = options;
	const struct format *format;
	struct material m = { 0 };
	struct pm_error err = { 0 };
	char *owner = NULL;
	int code;

	if (argc)
		return command_usage_error(&cmd_digest,
					   "digest takes options only, not "
					   "\"%s\"", argv[0]);
	if (o->owner && o->each_owner)
		return command_usage_error(&cmd_digest,
					   "--owner or --each-owner, not both");
	format = find_format(o->format);
	if (!format)
		return EXIT_USAGE;
	code = load(&m, ctx, o, &err);
	if (code >= 0)
		code = owner_wanted(ctx, &snapshot_of(&m)->policy, o->owner,
				    &owner, &err);
	if (code >= 0) {
		const struct pm_digest_options wanted = {
			.today = ctx->today, .owner = owner,
			.each_owner = o->each_owner, .since = m.since,
			.comparison = m.is_compared ? &m.comparison : NULL,
		};

		place_warn(snapshot_of(&m));
		code = print(ctx, &m, &wanted, format, &err);
	}
	free(owner);
	release(&m);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_digest = {
	.name = "digest",
	.usage = "",
	.summary = "a reminder of what waits, to print, mail or post",
	.options = opts,
	.options_size = sizeof(struct digest_options),
	.run = run,
	.pages = true,
};

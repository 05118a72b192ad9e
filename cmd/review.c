/* SPDX-License-Identifier: MIT */
#include "report/review.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/strlist.h"
#include "cmd/place.h"
#include "forge/pull.h"
#include "git/mainline.h"
#include "view/review_json.h"
#include "view/review_markdown.h"
#include "view/review_text.h"

struct review_options {
	const char *format, *link_base, *policy_at;
	struct pm_strlist consent;
	struct opt_number limit;
	bool exit_code;
};

static const struct opt opts[] = {
	{ OPT_STRING, 0, "format", offsetof(struct review_options, format),
	  "<format>", "text, markdown or json", "text markdown json" },
	{ OPT_STRING, 0, "link-base",
	  offsetof(struct review_options, link_base), "<url>",
	  "the project's page, to link to lines of files; \"\" for no links",
	  NULL },
	{ OPT_NUMBER, 0, "limit", offsetof(struct review_options, limit),
	  "<characters>", "at most so many in Markdown; 0 for any", NULL },
	{ OPT_STRING, 0, "policy-at",
	  offsetof(struct review_options, policy_at), "<revision>",
	  "judge by the policy there, as \"check\" does", "revision" },
	{ OPT_LIST, 0, "consent", offsetof(struct review_options, consent),
	  "<file>", "what the forge answers about the pull request, as "
	  "\"check\" reads it", "file" },
	{ OPT_BOOL, 0, "exit-code", offsetof(struct review_options, exit_code),
	  NULL, "exit with 1 when the change makes an error", NULL },
	{ 0 },
};

extern const struct command cmd_review;

enum format {
	TEXT,
	MARKDOWN,
	JSON,
};

static int read_format(enum format *out, const struct review_options *o)
{
	static const char *const name[] = { "text", "markdown", "json" };
	bool known = !o->format;

	*out = TEXT;
	for (size_t i = 0; !known && i < sizeof(name) / sizeof(*name); i++) {
		known = !strcmp(name[i], o->format);
		*out = known ? (enum format)i : TEXT;
	}
	if (!known)
		return command_usage_error(&cmd_review,
					   "--format is text, markdown or "
					   "json, not \"%s\"", o->format);
	if (o->limit.is_given && *out != MARKDOWN)
		return command_usage_error(&cmd_review,
					   "--limit is for "
					   "--format=markdown");
	if (o->limit.value && o->limit.value < PM_REVIEW_LIMIT_LEAST)
		return command_usage_error(&cmd_review,
					   "--limit: %d characters hold no "
					   "review; give it %d or more",
					   o->limit.value,
					   PM_REVIEW_LIMIT_LEAST);
	if (o->link_base && *out == TEXT)
		return command_usage_error(&cmd_review,
					   "--link-base is for "
					   "--format=markdown and json");
	return EXIT_OK;
}

/* What the branch adds, however many dots there are: from where it left the
 * other. */
static int find_range(struct context *ctx, const char *range, char **base,
		      char **head, struct pm_error *err)
{
	char *from = NULL, *to = NULL;
	int code = PM_OK;

	if (range && is_range(range)) {
		range_sides(range, &from, &to);
	} else {
		to = pm_xstrdup(range ? range : "HEAD");
		code = pm_mainline_find(&from, &ctx->repo, err);
		/* What is reviewed from the main branch goes into that. */
		if (code == PM_ENOTFOUND && range) {
			from = pm_xstrdup("HEAD");
			code = PM_OK;
		}
	}
	if (code >= 0)
		code = place_parting(ctx, from, to, base, head, err);
	free(from);
	free(to);
	return code;
}

static void render(struct context *ctx, const struct pm_review *review,
		   const struct pm_forge *forge, enum format format,
		   const struct opt_number *limit)
{
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);

	if (format == JSON)
		pm_review_json(&out, review, forge, ctx->today);
	else if (format == MARKDOWN)
		pm_review_markdown(&out, review, forge, ctx->today,
				   limit->is_given ? (size_t)limit->value :
						     PM_REVIEW_LIMIT);
	else
		pm_review_text(&view, review, ctx->repo.prefix);
	view_print(ctx, &out);
}

/* NULL where no answer was given. */
static int load_pull(const struct pm_pull **out, struct pm_pull *pull,
		     struct pm_arena *arena, const struct review_options *o,
		     struct pm_error *err)
{
	if (!o->consent.nr)
		return PM_OK;
	*out = pull;
	return pm_pull_load(pull, arena,
			    (const char *const *)o->consent.item,
			    o->consent.nr, err);
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct review_options *o = options;
	struct pm_change_check change = { .repo = &ctx->repo,
					  .today = ctx->today };
	struct pm_review review = { 0 };
	struct pm_forge forge = { 0 };
	struct pm_error err = { 0 };
	char *base = NULL, *head = NULL, *judge = NULL;
	struct pm_arena arena = { 0 };
	struct pm_pull pull;
	enum format format;
	int code, status = read_format(&format, o);

	if (status != EXIT_OK)
		return status;
	if (argc > 1)
		return command_usage_error(&cmd_review,
					   "name a branch, a range, "
					   "<base>..<head>, or nothing");
	code = find_range(ctx, argc ? argv[0] : NULL, &base, &head, &err);
	if (code >= 0 && format != TEXT)
		code = pm_forge_find(&forge, &ctx->repo, o->link_base, &err);
	if (code >= 0 && o->policy_at)
		code = place_commit(ctx, o->policy_at, &judge, NULL, &err);
	change.base = base;
	change.head = head;
	change.policy_at = judge;
	if (code >= 0)
		code = load_pull(&change.pull, &pull, &arena, o, &err);
	if (code >= 0)
		code = pm_review_read(&review, &change, &err);
	if (code >= 0)
		render(ctx, &review, &forge, format, &o->limit);
	if (code >= 0 && o->exit_code && review.sum[PM_WEIGHS_ERROR])
		status = EXIT_FINDINGS;
	pm_review_release(&review);
	pm_arena_release(&arena);
	pm_forge_release(&forge);
	free(base);
	free(head);
	free(judge);
	if (code < 0)
		status = command_fail(&err);
	return status;
}

const struct command cmd_review = {
	.name = "review",
	.usage = "[<revision>|<base>..<head>]",
	.summary = "what a branch does to post-mortems, for who reviews it",
	.options = opts,
	.options_size = sizeof(struct review_options),
	.run = run,
	.pages = true,
	.complete = "range",
};

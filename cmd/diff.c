/* SPDX-License-Identifier: MIT */
#include "cmd/place.h"

#include <stdlib.h>
#include <string.h>

#include "snapshot/compare.h"
#include "snapshot/resolve.h"
#include "view/diff_json.h"
#include "view/diff_markdown.h"
#include "view/diff_text.h"

struct diff_options {
	const char *format;
	bool staged, exit_code;
};

static const struct opt opts[] = {
	{ OPT_BOOL, 0, "staged", offsetof(struct diff_options, staged), NULL,
	  "what is staged, instead of the work tree", NULL },
	{ OPT_BOOL, 0, "exit-code", offsetof(struct diff_options, exit_code),
	  NULL, "exit with 1 when something differs", NULL },
	{ OPT_STRING, 0, "format", offsetof(struct diff_options, format),
	  "<format>", "text, json or markdown", "text json markdown" },
	{ 0 },
};

extern const struct command cmd_diff;

enum format {
	TEXT,
	JSON,
	MARKDOWN,
};

static int read_format(enum format *out, const char *word)
{
	static const char *const name[] = { "text", "json", "markdown" };

	*out = TEXT;
	for (size_t i = 0; word && i < sizeof(name) / sizeof(*name); i++) {
		*out = (enum format)i;
		if (!strcmp(name[i], word))
			return EXIT_OK;
	}
	return !word ? EXIT_OK :
		       command_usage_error(&cmd_diff,
					   "--format is text, json or "
					   "markdown, not \"%s\"", word);
}

/* What is compared: two commits, or one and where we are. */
struct sides {
	char *base, *head; /* head NULL: the index or the work tree */
};

/* Before the first commit there was nothing. */
static int find_head(struct context *ctx, char **out, struct pm_error *err)
{
	int code = pm_repo_head(&ctx->repo, out, err);

	if (code >= 0 && !*out)
		*out = pm_xstrdup(pm_repo_empty_tree(&ctx->repo));
	return code;
}

/* One revision is compared with where we are. */
static int find_sides(struct context *ctx, bool staged, const char *revision,
		      struct sides *out, struct pm_error *err)
{
	int code;

	if (revision && is_range(revision))
		return place_range(ctx, revision, &out->base, &out->head, err);
	if (staged && ctx->repo.is_bare)
		return pm_fail(err, PM_EINVALID,
			       "nothing is staged in a bare repository; name "
			       "two revisions");
	if (!revision && ctx->repo.is_bare)
		return pm_fail(err, PM_EINVALID,
			       "this repository has no work tree; name a "
			       "revision or a day to compare with HEAD");
	code = revision ? place_commit(ctx, revision, &out->base, NULL, err) :
			  find_head(ctx, &out->base, err);
	if (code >= 0 && !staged && ctx->repo.is_bare)
		code = find_head(ctx, &out->head, err);
	return code;
}

static int open_sides(struct context *ctx, bool staged, struct sides *sides,
		      bool everything, struct pm_comparison *out,
		      struct pm_error *err)
{
	struct pm_source before = { .repo = &ctx->repo, .place = PM_COMMIT,
				    .base = sides->base };
	struct pm_source after = { .repo = &ctx->repo, .place = PM_COMMIT,
				   .base = sides->head };
	int code = PM_OK;

	if (!sides->head && staged)
		code = pm_source_index(&after, &ctx->repo, NULL, err);
	else if (!sides->head)
		code = pm_source_default(&after, &ctx->repo, err);
	if (code < 0)
		return code;
	/* Staged changes count from what they are compared with. */
	if (after.place == PM_INDEX) {
		free(after.base);
		after.base = pm_xstrdup(before.base);
	}
	*sides = (struct sides){ 0 };
	code = pm_comparison_open(out, &before, &after, everything, err);
	if (code >= 0)
		place_tell_newer(&out->after.policy);
	return code;
}

/* Named as it is after, or, when that names nothing, as it was. */
static int find_named(struct context *ctx, const struct pm_comparison *c,
		      int argc, char **argv, struct pm_strlist *only,
		      struct pm_error *err)
{
	const unsigned both = PM_POSTMORTEM | PM_ACTION;
	int code = PM_OK;

	for (int i = 0; i < argc && code >= 0; i++) {
		struct pm_named named = { 0 };
		struct pm_error gone = { 0 };

		code = pm_resolve(&named, &c->after, argv[i], ctx->repo.prefix,
				  both, err);
		if (code == PM_ENOTFOUND &&
		    pm_resolve(&named, &c->before, argv[i], ctx->repo.prefix,
			       both, &gone) >= 0)
			code = PM_OK;
		else if (code == PM_ENOTFOUND && gone.code == PM_EAMBIGUOUS) {
			code = gone.code;
			*err = gone;
		}
		if (code >= 0)
			pm_strlist_add(only, named.action ?
						     named.action->id :
						     named.postmortem->id);
	}
	return code;
}

static bool is_commit(struct context *ctx, const char *word)
{
	struct pm_error ignored = { 0 };
	char *commit = NULL;
	int code = pm_repo_resolve(&ctx->repo, word, &commit, &ignored);

	free(commit);
	return code >= 0;
}

/*
 * How many of the operands are a revision: 0 or 1. Behind "--" there are
 * names; without it, the first one is a revision if it can be.
 */
static int count_revisions(struct context *ctx, int argc, char **argv)
{
	struct pm_error ignored = { 0 };
	pm_date day;

	if (ctx->named >= 0)
		return argc - ctx->named;
	if (!argc)
		return 0;
	/* A day on which there was no commit yet is no name either. */
	return is_range(argv[0]) || is_commit(ctx, argv[0]) ||
	       pm_date_parse_human(&day, argv[0], ctx->today, &ignored) >= 0;
}

/* Why a name names nothing, when it was not meant to be one. */
static int explain_name(struct context *ctx, int revisions, int argc,
			char **argv, struct pm_error *err)
{
	if (ctx->named >= 0)
		return err->code;
	if (!revisions)
		return pm_error_wrap(err, "\"%s\" is no revision and no day",
				     argv[0]);
	if (argc == 2 && !is_range(argv[0]) && is_commit(ctx, argv[1]))
		return pm_fail(err, PM_EINVALID,
			       "two revisions are written \"%s..%s\"",
			       argv[0], argv[1]);
	return err->code;
}

static void render(struct context *ctx, const struct pm_comparison *c,
		   enum format format)
{
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);

	if (format == JSON)
		pm_diff_json(&out, c);
	else if (format == MARKDOWN)
		pm_diff_markdown(&out, c);
	else
		pm_diff_text(&view, c);
	view_print(ctx, &out);
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct diff_options *o = options;
	struct pm_comparison comparison = { 0 };
	struct pm_strlist only = { 0 };
	struct pm_error err = { 0 };
	struct sides sides = { 0 };
	enum format format;
	int revisions, code, status = read_format(&format, o->format);

	if (status != EXIT_OK)
		return status;
	revisions = count_revisions(ctx, argc, argv);
	if (revisions > 1)
		return command_usage_error(&cmd_diff,
					   "one revision or day, or two as "
					   "\"%s..%s\"", argv[0], argv[1]);
	if (o->staged && revisions && is_range(argv[0]))
		return command_usage_error(&cmd_diff,
					   "--staged or a range, not both");
	code = find_sides(ctx, o->staged, revisions ? argv[0] : NULL, &sides,
			  &err);
	if (code >= 0)
		code = open_sides(ctx, o->staged, &sides, argc > revisions,
				  &comparison, &err);
	if (code >= 0)
		code = find_named(ctx, &comparison, argc - revisions,
				  argv + revisions, &only, &err);
	if (code == PM_ENOTFOUND && argc > revisions && !only.nr)
		code = explain_name(ctx, revisions, argc, argv, &err);
	if (code >= 0)
		code = pm_comparison_read(&comparison, &only, &err);
	/* What is shown must not pass for all there is. */
	if (code >= 0 && !only.nr)
		place_warn(&comparison.after);
	if (code >= 0)
		render(ctx, &comparison, format);
	if (code >= 0 && o->exit_code && comparison.nr)
		status = EXIT_FINDINGS;
	pm_comparison_release(&comparison);
	pm_strlist_release(&only);
	free(sides.base);
	free(sides.head);
	return code < 0 ? command_fail(&err) : status;
}

const struct command cmd_diff = {
	.name = "diff",
	.usage = "[<revision>|<base>..<head>] [--] "
		 "[<post-mortem>|<item>]...",
	.summary = "what differs between two revisions, as people say it",
	.options = opts,
	.options_size = sizeof(struct diff_options),
	.run = run,
	.pages = true,
	.complete = "any",
};

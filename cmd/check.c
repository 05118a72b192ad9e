/* SPDX-License-Identifier: MIT */
#include "check/check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "base/strlist.h"
#include "base/text.h"
#include "cmd/check_fix.h"
#include "cmd/place.h"
#include "cmd/record_edit.h"
#include "forge/pull.h"
#include "git/amend.h"
#include "git/file.h"
#include "git/objects.h"
#include "git/user_path.h"
#include "snapshot/resolve.h"
#include "view/annotation.h"
#include "view/finding_text.h"
#include "view/json.h"

/* What --format knows: the name, whether text comes first, what renders it. */
#define FORMATS(X)                                     \
	X(text, true, NULL)                            \
	X(json, false, render_json)                    \
	X(github, true, pm_annotation_github)          \
	X(gitlab, false, pm_annotation_gitlab)         \
	X(sarif, false, pm_annotation_sarif)           \
	X(rdjson, false, pm_annotation_rdjson)         \
	X(rdjsonl, false, pm_annotation_rdjsonl)       \
	X(checkstyle, false, pm_annotation_checkstyle) \
	X(junit, false, pm_annotation_junit)
#define WORD(name, has_text, annotate) " " #name
#define ROW(name, has_text, annotate) { #name, has_text, annotate },

/* Of a step; above it the runner takes nothing at all (actions/runner,
 * CreateStepSummaryCommand). */
#define SUMMARY_MAX (1024u << 10)

struct check_options {
	const char *at, *format, *policy_at;
	struct pm_strlist consent;
	bool staged, all, fix, merged;
	struct opt_choice commit;
};

extern const struct command cmd_check;

static const struct opt opts[] = {
	{ OPT_BOOL, 0, "staged", offsetof(struct check_options, staged), NULL,
	  "what the next commit would change, as the hook does", NULL },
	{ OPT_STRING, 0, "at", offsetof(struct check_options, at),
	  "<revision>",
	  "as it stood at a revision or on a day", "revision" },
	{ OPT_STRING, 0, "policy-at",
	  offsetof(struct check_options, policy_at), "<revision>",
	  "judge a range, or what is staged, by the policy there",
	  "revision" },
	{ OPT_LIST, 0, "consent", offsetof(struct check_options, consent),
	  "<file>",
	  "what the forge answers about a range's pull request", "file" },
	{ OPT_BOOL, 0, "merged", offsetof(struct check_options, merged), NULL,
	  "form alone: whose answer was awaited was asked before", NULL },
	{ OPT_BOOL, 'a', "all", offsetof(struct check_options, all), NULL,
	  "every post-mortem (the default without operands)", NULL },
	{ OPT_BOOL, 0, "fix", offsetof(struct check_options, fix), NULL,
	  "add to the histories in the work tree what is missing there", NULL },
	COMMIT_OPTION(struct check_options),
	{ OPT_STRING, 0, "format", offsetof(struct check_options, format),
	  "<format>", "one of:" FORMATS(WORD), &(FORMATS(WORD))[1] },
	{ 0 },
};

static int check_change(struct context *ctx, const char *range,
			const struct check_options *o,
			const struct pm_pull *pull, struct pm_findings *out,
			size_t *examined, struct pm_error *err)
{
	char *base = NULL, *head = NULL, *judge = NULL, *author = NULL;
	struct pm_change_check change = { .repo = &ctx->repo,
					  .today = ctx->today,
					  .pull = pull,
					  .is_merged = o->merged };
	struct pm_next_commit next = { 0 };
	struct pm_error ignored = { 0 };
	int code = PM_OK;

	/* It will answer what the names of commits stand for, too. */
	if (range)
		pm_objects_begin(&ctx->repo);
	if (range)
		code = place_range(ctx, range, &base, &head, err);
	else if (ctx->repo.is_bare)
		code = pm_fail(err, PM_EINVALID,
			       "nothing is staged in a bare repository; name "
			       "a range, or a revision with --at");
	else
		change.author = author = author_contact(&ctx->repo, &ignored);
	if (code >= 0 && o->policy_at)
		code = place_commit(ctx, o->policy_at, &judge, NULL, err);
	change.base = base;
	change.head = head;
	change.policy_at = judge;
	if (!range)
		pm_next_commit_merging(&next, &ctx->repo);
	change.other = next.other;
	change.also = (const char *const *)next.more.item;
	change.is_merge = next.other != NULL;
	if (code >= 0)
		code = pm_check_repo_change(out, examined, &change, err);
	free(base);
	free(head);
	free(author);
	free(judge);
	pm_next_commit_release(&next);
	return code;
}

/* With what its forge says of it. */
static int check_pull(struct context *ctx, const char *range,
		      const struct check_options *o, struct pm_findings *out,
		      size_t *examined, struct pm_error *err)
{
	const char *const *files = (const char *const *)o->consent.item;
	struct pm_arena arena = { 0 };
	struct pm_pull pull;
	int code = pm_pull_load(&pull, &arena, files, o->consent.nr, err);

	if (code >= 0)
		code = check_change(ctx, range, o, &pull, out, examined, err);
	pm_arena_release(&arena);
	return code;
}

/*
 * A path that holds records instead of being one: the root or above it
 * (*all), the folder of a post-mortem or something in it. 1 when it is one.
 */
static int find_folder(struct context *ctx, const struct pm_snapshot *snapshot,
		       const char *word, const struct pm_postmortem **out,
		       bool *all)
{
	struct pm_buf path = { 0 }, id = { 0 }, item = { 0 };
	int found = 0;

	if (!*word || !pm_user_path(&path, &ctx->repo, ctx->repo.prefix, word))
		goto out;
	if (pm_path_is_within(snapshot->policy.root, pm_buf_str(&path))) {
		*all = true;
		found = 1;
	} else if (strchr(word, '/') &&
		   pm_path_to_id(&id, &item, &snapshot->policy,
				 pm_buf_str(&path)) &&
		   !item.len) {
		*out = pm_snapshot_find(snapshot, pm_buf_str(&id));
		found = *out != NULL;
	}
out:
	pm_buf_release(&path);
	pm_buf_release(&id);
	pm_buf_release(&item);
	return found;
}

/* What was named, as ids of post-mortems; findings of other items stay out. */
static int find_named(struct context *ctx, const struct pm_snapshot *snapshot,
		      int argc, char **argv, struct pm_strlist *ids,
		      struct pm_strlist *wanted, struct pm_error *err)
{
	int code = PM_OK;
	bool all = false;

	for (int i = 0; i < argc && code >= 0; i++) {
		const struct pm_postmortem *pm = NULL;
		struct pm_named named = { 0 };

		if (!find_folder(ctx, snapshot, argv[i], &pm, &all)) {
			code = pm_resolve(&named, snapshot, argv[i],
					  ctx->repo.prefix,
					  PM_POSTMORTEM | PM_ACTION, err);
			pm = named.postmortem;
		}
		if (code < 0 || !pm)
			continue;
		pm_strlist_add(ids, pm->id);
		pm_strlist_add(wanted, named.action ? named.action->id :
						      pm->id);
	}
	if (all) {
		pm_strlist_clear(ids);
		pm_strlist_clear(wanted);
	}
	pm_strlist_sort_unique(ids);
	return code;
}

static bool is_wanted(const struct pm_strlist *wanted, const char *id)
{
	const char *slash = strchr(id, '/');

	for (size_t i = 0; i < wanted->nr; i++) {
		size_t len = strlen(wanted->item[i]);

		if (!strcmp(wanted->item[i], id) ||
		    (slash && (size_t)(slash - id) == len &&
		     !strncmp(wanted->item[i], id, len)))
			return true;
	}
	return !*id;
}

static void keep_wanted(struct pm_findings *list,
			const struct pm_strlist *wanted)
{
	size_t kept = 0;

	for (size_t i = 0; wanted->nr && i < list->nr; i++) {
		if (is_wanted(wanted, list->item[i].id))
			list->item[kept++] = list->item[i];
	}
	if (wanted->nr)
		list->nr = kept;
}

static int check_standing(struct context *ctx, const char *at, int argc,
			  char **argv, struct pm_findings *out,
			  size_t *examined, struct pm_error *err)
{
	struct pm_snapshot snapshot = { 0 };
	struct pm_source source = { 0 };
	struct pm_strlist ids = { 0 }, wanted = { 0 }, boilerplate = { 0 };
	struct pm_codeowners codeowners = { 0 };
	struct pm_check check = { .out = out, .boilerplate = &boilerplate,
				  .codeowners = &codeowners };
	int code = place_source(ctx, at, &source, err);

	/* Here a malformed policy is a finding among others. */
	if (code >= 0)
		code = pm_snapshot_open(&snapshot, &source, err);
	if (code >= 0)
		code = pm_policy_refuse_newer(&snapshot.policy, err);
	if (code >= 0)
		code = pm_snapshot_list(&snapshot, NULL, 0, err);
	if (code >= 0)
		code = find_named(ctx, &snapshot, argc, argv, &ids, &wanted,
				  err);
	if (code >= 0)
		code = pm_boilerplate_read(&boilerplate, &snapshot.source,
					   err);
	if (code >= 0)
		code = pm_check_codeowners(&codeowners, &snapshot.policy,
					   &snapshot.source, err);
	if (code >= 0) {
		check.policy = &snapshot.policy;
		check.today = ctx->today;
		pm_check_policy(&check, &snapshot.policy);
		pm_check_oddities(&check, &snapshot);
		if (!ids.nr && !snapshot.policy.problems.nr)
			code = pm_check_strays(&check, &snapshot, err);
	}
	if (code >= 0) {
		code = pm_check_sweep(&check, &snapshot,
				      (const char *const *)ids.item, ids.nr,
				      err);
	}
	*examined = ids.nr ? ids.nr : snapshot.nr;
	keep_wanted(out, &wanted);
	pm_findings_sort(out);
	pm_findings_count(out);
	pm_snapshot_release(&snapshot);
	pm_strlist_release(&ids);
	pm_strlist_release(&wanted);
	pm_strlist_release(&boilerplate);
	pm_codeowners_release(&codeowners);
	return code;
}

static void render_json(struct pm_buf *out, const struct pm_findings *findings,
			size_t examined)
{
	json_t *root = json_object(), *list = json_array();

	for (size_t i = 0; i < findings->nr; i++)
		json_array_append_new(list,
				      pm_json_finding(&findings->item[i]));
	json_object_set_new(root, "examined",
			    json_integer((json_int_t)examined));
	json_object_set_new(root, "errors",
			    json_integer((json_int_t)findings->errors));
	json_object_set_new(root, "warnings",
			    json_integer((json_int_t)findings->warnings));
	json_object_set_new(root, "findings", list);
	pm_json_write(out, root);
}

static const struct format {
	const char *name;
	bool has_text;
	void (*annotate)(struct pm_buf *out,
			 const struct pm_findings *findings, size_t examined);
} formats[] = { FORMATS(ROW) };

/* NULL after an error; without a word it is the first. */
static const struct format *find_format(const char *word)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		if (!word || !strcmp(formats[i].name, word))
			return &formats[i];
	}
	command_usage_error(&cmd_check, "--format is one of:" FORMATS(WORD)
			    ", not \"%s\"", word);
	return NULL;
}

static void render_text(const struct pm_view *view, const char *prefix,
			const struct pm_findings *findings, size_t examined)
{
	pm_findings_text(view, findings, prefix);
	if (findings->nr)
		pm_buf_addch(view->out, '\n');
	pm_buf_addf(view->out, "%zu post-mortem%s checked: ", examined,
		    examined == 1 ? "" : "s");
	pm_findings_sum(view->out, findings);
	pm_buf_addch(view->out, '\n');
}

/* What does not get there is in the log all the same. */
static void add_summary(const struct pm_findings *findings)
{
	const char *path = getenv("GITHUB_STEP_SUMMARY");
	struct pm_buf text = { 0 };
	struct stat st;
	size_t used;

	if (!path || !*path || !findings->nr)
		return;
	used = stat(path, &st) ? 0 : (size_t)st.st_size;
	if (used < SUMMARY_MAX)
		pm_annotation_summary(&text, findings, SUMMARY_MAX - used);
	if (!text.len)
		command_warn("GITHUB_STEP_SUMMARY is full; the findings are "
			     "in the log only");
	else if (pm_file_append(path, text.ptr, text.len) < 0)
		command_warn("GITHUB_STEP_SUMMARY: cannot write \"%s\": %s",
			     path, strerror(errno));
	pm_buf_release(&text);
}

static void render(struct context *ctx, const struct format *format,
		   const struct pm_findings *findings, size_t examined)
{
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);
	const struct pm_view plain = { .out = &out, .today = ctx->today };
	bool in_log = format->has_text && format->annotate;

	if (in_log) {
		/* A container's log is read like any other, but its
		 * environment may not say so. */
		render_text(&plain, "", findings, examined);
		pm_text_defuse(&out, 0);
	} else if (format->has_text) {
		render_text(&view, ctx->repo.prefix, findings, examined);
	}
	if (format->annotate)
		format->annotate(&out, findings, examined);
	view_print(ctx, &out);
	if (in_log)
		add_summary(findings);
}

/* What does not go together; NULL: all of it does. */
static const char *find_clash(const struct check_options *o, const char *range,
			      int argc)
{
	if (o->fix && (o->staged || o->at || o->all || o->format ||
		       o->policy_at || o->consent.nr || argc > !!range))
		return "--fix stands alone, or with a range";
	if (o->commit.is_given && !o->fix)
		return "--commit goes with --fix";
	if (o->staged && (o->at || argc || o->all))
		return "--staged stands alone";
	if (range && (o->at || o->all || argc > 1))
		return "a range stands alone";
	if (o->all && argc)
		return "--all or names, not both";
	if (o->policy_at && !o->staged && !range)
		return "--policy-at goes with a range or --staged";
	if (o->consent.nr && !range)
		return "--consent goes with a range";
	if (o->merged && (o->consent.nr || o->fix || (!range && !o->staged)))
		return "--merged goes with a range or --staged, without "
		       "--consent and --fix";
	return NULL;
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct check_options *o = options;
	const char *range = NULL, *clash;
	struct pm_findings findings = { 0 };
	struct pm_error err = { 0 };
	size_t examined = 0;
	const struct format *format = find_format(o->format);
	int code, status;

	if (!format)
		return EXIT_USAGE;
	for (int i = 0; i < argc && !range; i++) {
		if (is_range(argv[i]))
			range = argv[i];
	}
	clash = find_clash(o, range, argc);
	if (clash)
		return command_usage_error(&cmd_check, "%s", clash);
	if (o->fix)
		return check_fix(ctx, range, wants_commit(ctx, &o->commit));
	if (o->consent.nr)
		code = check_pull(ctx, range, o, &findings, &examined, &err);
	else if (o->staged || range)
		code = check_change(ctx, range, o, NULL, &findings, &examined,
				    &err);
	else
		code = check_standing(ctx, o->at, argc, argv, &findings,
				      &examined, &err);
	if (code >= 0)
		render(ctx, format, &findings, examined);
	status = findings.errors ? EXIT_FINDINGS : EXIT_OK;
	pm_findings_release(&findings);
	return code < 0 ? command_fail(&err) : status;
}

const struct command cmd_check = {
	.name = "check",
	.usage = "[<post-mortem>|<item>|<path>]... | <base>..<head>",
	.summary = "say what is missing, where, and how to mend it",
	.options = opts,
	.options_size = sizeof(struct check_options),
	.run = run,
	.pages = true,
	.complete = "any",
};

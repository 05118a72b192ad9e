/* SPDX-License-Identifier: MIT */
#include "check/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/strlist.h"
#include "cmd/place.h"
#include "snapshot/resolve.h"
#include "view/finding_text.h"
#include "view/json.h"

struct check_options {
	const char *at, *format, *policy_at;
	bool staged, all;
};

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
	{ OPT_BOOL, 'a', "all", offsetof(struct check_options, all), NULL,
	  "every post-mortem (the default without operands)", NULL },
	{ OPT_STRING, 0, "format", offsetof(struct check_options, format),
	  "<format>", "text or json", "text json" },
	{ 0 },
};

static int check_change(struct context *ctx, const char *range,
			const char *policy_at, struct pm_findings *out,
			size_t *examined, struct pm_error *err)
{
	char *base = NULL, *head = NULL, *name = NULL, *email = NULL;
	char *judge = NULL;
	struct pm_change_check change = { .repo = &ctx->repo,
					  .today = ctx->today };
	struct pm_error ignored = { 0 };
	int code = PM_OK;

	if (range)
		code = place_range(ctx, range, &base, &head, err);
	else if (ctx->repo.is_bare)
		code = pm_fail(err, PM_EINVALID,
			       "nothing is staged in a bare repository; name "
			       "a range, or a revision with --at");
	else if (pm_repo_author(&ctx->repo, &name, &email, &ignored) >= 0)
		change.author = email;
	if (code >= 0 && policy_at)
		code = place_commit(ctx, policy_at, &judge, NULL, err);
	change.base = base;
	change.head = head;
	change.policy_at = judge;
	if (code >= 0)
		code = pm_check_repo_change(out, examined, &change, err);
	free(base);
	free(head);
	free(name);
	free(email);
	free(judge);
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

	if (!*word || !pm_path_from_user(&path, ctx->repo.top,
					 ctx->repo.prefix, word))
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
	struct pm_check check = { .out = out, .boilerplate = &boilerplate };
	int code = place_source(ctx, at, &source, err);

	/* Here a malformed policy is a finding among others. */
	if (code >= 0)
		code = pm_snapshot_open(&snapshot, &source, err);
	if (code >= 0)
		code = pm_snapshot_list(&snapshot, NULL, 0, err);
	if (code >= 0)
		code = find_named(ctx, &snapshot, argc, argv, &ids, &wanted,
				  err);
	if (code >= 0)
		code = pm_boilerplate_read(&boilerplate, &snapshot.source,
					   err);
	if (code >= 0) {
		check.policy = &snapshot.policy;
		check.today = ctx->today;
		pm_check_policy(&check, &snapshot.policy);
		pm_check_oddities(&check, &snapshot);
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

static void render(struct context *ctx, const struct pm_findings *findings,
		   size_t examined, bool json)
{
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);

	if (json) {
		render_json(&out, findings, examined);
	} else {
		pm_findings_text(&view, findings, ctx->repo.prefix);
		if (findings->nr)
			pm_buf_addch(&out, '\n');
		pm_buf_addf(&out, "%zu post-mortem%s checked: ", examined,
			    examined == 1 ? "" : "s");
		pm_findings_sum(&out, findings);
		pm_buf_addch(&out, '\n');
	}
	view_print(ctx, &out);
}

extern const struct command cmd_check;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct check_options *o = options;
	const char *range = NULL;
	struct pm_findings findings = { 0 };
	struct pm_error err = { 0 };
	size_t examined = 0;
	bool json;
	int code, status = format_is_json(&cmd_check, o->format, &json);

	if (status != EXIT_OK)
		return status;
	for (int i = 0; i < argc && !range; i++) {
		if (is_range(argv[i]))
			range = argv[i];
	}
	if (o->staged && (o->at || argc || o->all))
		return command_usage_error(
			&cmd_check, "--staged stands alone");
	if (range && (o->at || o->all || argc > 1))
		return command_usage_error(
			&cmd_check, "a range stands alone");
	if (o->all && argc)
		return command_usage_error(
			&cmd_check, "--all or names, not both");
	if (o->policy_at && !o->staged && !range)
		return command_usage_error(
			&cmd_check, "--policy-at goes with a range or "
			"--staged");
	if (o->staged || range)
		code = check_change(ctx, range, o->policy_at, &findings,
				    &examined, &err);
	else
		code = check_standing(ctx, o->at, argc, argv, &findings,
				      &examined, &err);
	if (code >= 0)
		render(ctx, &findings, examined, json);
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
	.complete = "either",
};

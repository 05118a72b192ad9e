/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <stdlib.h>
#include <string.h>

#include "check/evidence.h"
#include "cmd/choice.h"
#include "cmd/place.h"
#include "cmd/record_edit.h"
#include "cmd/told.h"
#include "view/finding_text.h"

struct advance_options {
	const char *to, *reason;
	bool commit, dry_run;
};

static const struct opt opts[] = {
	{ OPT_STRING, 0, "to", offsetof(struct advance_options, to),
	  "<status>", "this status: the next, or an earlier one",
	  "status" },
	{ OPT_STRING, 'r', "reason", offsetof(struct advance_options, reason),
	  "<text>", "why; kept in the commit message", NULL },
	{ OPT_BOOL, 'n', "dry-run", offsetof(struct advance_options, dry_run),
	  NULL, "only say what would stand in the way", NULL },
	{ OPT_BOOL, 0, "commit", offsetof(struct advance_options, commit),
	  NULL, "commit the change, with a message that says it", NULL },
	{ 0 },
};

static int choose(const struct record_edit *edit, const char *to,
		  enum pm_status *next, struct pm_error *err)
{
	enum pm_status now = pm_record_status(edit->record);

	if (now == PM_STATUSES)
		return pm_fail(err, PM_EINVALID,
			       "%s:%zu: \"%s\" is not a status; correct it",
			       edit->record->path,
			       pm_record_line(edit->record, PM_F_STATUS),
			       pm_record_text(edit->record, PM_F_STATUS));
	*next = to ? pm_status_parse(to) : now + 1;
	if (to && *next == PM_STATUSES)
		return choice_fail(err, "to", "a status", pm_status_name, to);
	if (now == PM_CLOSED && !to)
		return pm_fail(err, PM_EINVALID,
			       "%s: is closed; --to reviewed opens it again",
			       edit->record->id);
	if (*next == now)
		return pm_fail(err, PM_EINVALID, "%s: is %s already",
			       edit->record->id, pm_status_name[now]);
	if (*next > now + 1)
		return pm_fail(err, PM_EINVALID,
			       "%s: is %s; go one step at a time, to %s next",
			       edit->record->id, pm_status_name[now],
			       pm_status_name[now + 1]);
	if (now == PM_CLOSED && *next != PM_REVIEWED)
		return pm_fail(err, PM_EINVALID,
			       "%s: is closed; open it as reviewed first",
			       edit->record->id);
	return PM_OK;
}

/* 1 when something stands in the way, after having said it. */
static int examine(struct record_edit *edit, enum pm_status next,
		   struct pm_error *err)
{
	struct context *ctx = edit->ctx;
	struct pm_findings findings = { 0 };
	struct pm_strlist boilerplate = { 0 };
	struct pm_codeowners codeowners = { 0 };
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);
	const struct pm_check check = {
		.policy = &edit->snapshot.policy,
		.out = &findings,
		.today = ctx->today,
		.boilerplate = &boilerplate,
		.codeowners = &codeowners,
		.wants_advice = true,
		.asks_git = true,
	};
	const char *tip[] = { NULL, NULL };
	char *head = NULL;
	int code = pm_boilerplate_read(&boilerplate, &edit->snapshot.source,
				       err);

	if (code >= 0)
		code = pm_check_codeowners(&codeowners, &edit->snapshot.policy,
					   &edit->snapshot.source, err);
	if (code < 0)
		goto out;
	pm_check_status(&check, edit->postmortem, next);
	if (pm_evidence_waits(&findings))
		code = pm_repo_head(&ctx->repo, &head, err);
	tip[0] = head;
	if (code >= 0)
		code = pm_evidence_settle(&findings, &ctx->repo, tip, err);
	if (code < 0)
		goto out;
	pm_findings_sort(&findings);
	pm_findings_count(&findings);
	pm_findings_text(&view, &findings, ctx->repo.prefix);
	view_print(ctx, &out);
	told_remember(&findings);
	if (findings.errors) {
		fflush(ctx->out);
		fprintf(stderr,
			"error: %s cannot become %s: %zu thing%s to do first "
			"(see above)\n",
			edit->record->id, pm_status_name[next],
			findings.errors, findings.errors == 1 ? "" : "s");
		code = 1;
	}
out:
	free(head);
	pm_strlist_release(&boilerplate);
	pm_codeowners_release(&codeowners);
	pm_findings_release(&findings);
	return code;
}

extern const struct command cmd_advance;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct advance_options *o = options;
	struct record_edit edit;
	struct pm_error err = { 0 };
	enum pm_status next = PM_DRAFT;
	int code;

	if (argc == 2 && !o->to &&
	    pm_status_parse(argv[1]) != PM_STATUSES)
		return command_usage_error(&cmd_advance,
					   "a status stands behind --to: "
					   "--to %s", argv[1]);
	if (argc != 1)
		return command_usage_error(&cmd_advance,
					   "name one post-mortem");
	code = record_edit_begin(&edit, ctx, &err);
	if (code >= 0)
		code = record_edit_find(&edit, argv[0], PM_POSTMORTEM, &err);
	if (code >= 0)
		code = choose(&edit, o->to, &next, &err);
	/* Going back asks for nothing. */
	if (code >= 0 && next > pm_record_status(edit.record))
		code = examine(&edit, next, &err);
	if (code == PM_OK && !o->dry_run) {
		edit.with_items = true;
		code = record_edit_set(&edit, PM_F_STATUS,
				       pm_status_name[next], &err);
		if (code >= 0)
			code = record_edit_reason(&edit, o->reason, &err);
		if (code >= 0)
			code = record_edit_finish(&edit, o->commit, &err);
	}
	record_edit_release(&edit);
	return code < 0 ? command_fail(&err) :
			  code ? EXIT_FINDINGS : EXIT_OK;
}

const struct command cmd_advance = {
	.name = "advance",
	.usage = "<post-mortem>",
	.summary = "move a post-mortem to its next status, if it is ready",
	.options = opts,
	.options_size = sizeof(struct advance_options),
	.run = run,
	.acts = true,
	.complete = "unclosed",
};

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
	bool dry_run;
	struct opt_choice commit;
};

static const struct opt opts[] = {
	{ OPT_STRING, 0, "to", offsetof(struct advance_options, to),
	  "<status>", "this status: the next, or an earlier one",
	  "status" },
	{ OPT_STRING, 'r', "reason", offsetof(struct advance_options, reason),
	  "<text>", "why; kept in the commit message", NULL },
	{ OPT_BOOL, 'n', "dry-run", offsetof(struct advance_options, dry_run),
	  NULL, "only say what would stand in the way", NULL },
	COMMIT_OPTION(struct advance_options),
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

/*
 * What is judged: what will be there. A commit of the step alone stands on
 * HEAD, or for a post-mortem that is only staged on the index, and what else
 * was written by hand is no part of it.
 */
struct judged {
	struct pm_snapshot own; /* of HEAD or the index; else unused */
	const struct pm_snapshot *snapshot;
	const struct pm_postmortem *postmortem;
	bool leaves_out; /* something in the work tree */
};

static int open_staged(struct pm_snapshot *out, struct record_edit *edit,
		       bool in_head, struct pm_error *err)
{
	struct pm_source source = { 0 };
	struct pm_repo *repo = &edit->ctx->repo;
	int code = in_head ? pm_source_commit(&source, repo, "HEAD", err) :
			     pm_source_index(&source, repo, NULL, err);

	if (code >= 0)
		code = pm_snapshot_open(out, &source, err);
	if (code >= 0)
		code = pm_snapshot_list(out, NULL, 0, err);
	return code;
}

static int choose_judged(struct judged *out, struct record_edit *edit,
			 bool commit, struct pm_error *err)
{
	const struct pm_postmortem *pm = edit->postmortem;
	struct pm_standings standing = { 0 };
	struct pm_arena arena = { 0 };
	const struct pm_standing *st;
	struct pm_postmortem *there;
	int code = PM_OK;

	out->snapshot = &edit->snapshot;
	out->postmortem = pm;
	if (commit)
		code = pm_standings_read(&standing, &arena, &edit->ctx->repo,
					 &pm->folder, 1, err);
	st = pm_standings_find(&standing, pm->record.path);
	if (code < 0 || !standing.nr || (st && !st->head && !st->index))
		goto out;
	code = open_staged(&out->own, edit, !st || st->head, err);
	there = code >= 0 ? pm_snapshot_find(&out->own, pm->id) : NULL;
	if (there)
		code = pm_postmortem_read(&out->own, there, PM_READ_BODY, err);
	if (there && code >= 0) {
		out->snapshot = &out->own;
		out->postmortem = there;
		out->leaves_out = true;
	}
out:
	pm_standings_release(&standing);
	pm_arena_release(&arena);
	return code;
}

/* 1 when something stands in the way, after having said it. */
static int examine(struct record_edit *edit, const struct judged *judged,
		   enum pm_status next, struct pm_error *err)
{
	struct context *ctx = edit->ctx;
	struct pm_findings findings = { 0 };
	struct pm_strlist boilerplate = { 0 };
	struct pm_codeowners codeowners = { 0 };
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);
	const struct pm_check check = {
		.policy = &judged->snapshot->policy,
		.out = &findings,
		.today = ctx->today,
		.boilerplate = &boilerplate,
		.codeowners = &codeowners,
		.wants_advice = true,
		.asks_git = true,
	};
	const char *tip[] = { NULL, NULL };
	char *head = NULL;
	int code = pm_boilerplate_read(&boilerplate, &judged->snapshot->source,
				       err);

	if (code >= 0)
		code = pm_check_codeowners(&codeowners, &edit->snapshot.policy,
					   &judged->snapshot->source, err);
	if (code < 0)
		goto out;
	pm_check_status(&check, judged->postmortem, next);
	if (pm_evidence_waits(&findings))
		code = pm_repo_head(&ctx->repo, &head, err);
	tip[0] = head;
	if (code >= 0)
		code = pm_evidence_settle(&findings, &ctx->repo, check.policy,
					  tip, err);
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
		if (judged->leaves_out)
			command_hint(ctx, "what you have not committed yet "
				     "was left out of account: commit it "
				     "first, or use --no-commit");
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
	struct judged judged = { 0 };
	enum pm_status next = PM_DRAFT;
	const bool commit = wants_commit(ctx, &o->commit);
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
	if (code >= 0 && next > pm_record_status(edit.record)) {
		code = choose_judged(&judged, &edit, commit, &err);
		if (code >= 0)
			code = examine(&edit, &judged, next, &err);
	}
	if (code == PM_OK && !o->dry_run) {
		code = record_edit_set(&edit, PM_F_STATUS,
				       pm_status_name[next], &err);
		if (code >= 0)
			code = record_edit_reason(&edit, o->reason, &err);
		if (code >= 0)
			code = record_edit_finish(&edit, commit, &err);
	}
	pm_snapshot_release(&judged.own);
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

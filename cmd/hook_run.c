/* SPDX-License-Identifier: MIT */
#include "cmd/hook.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "check/check.h"
#include "cmd/record_edit.h"
#include "cmd/told.h"
#include "git/amend.h"
#include "git/message.h"
#include "git/trailers.h"
#include "snapshot/elsewhere.h"
#include "snapshot/resolve.h"
#include "view/finding_text.h"

/*
 * What the installed shims call. git runs it in every commit, so it opens the
 * repository itself and asks for settings only when there is something to
 * show.
 */
struct hook_run {
	struct context *ctx;
	const char *name;
	struct pm_next_commit next;
	struct pm_buf message; /* commit-msg */
	char *author;
	struct pm_findings findings;
	size_t stood, imported; /* excused ones that are only counted */
	struct pm_buf shown;   /* what will be said on stderr */
	size_t refused;	       /* trailers */
	bool is_stopped;       /* by what the change touches */
};

static bool is(const struct hook_run *run, const char *name)
{
	return !strcmp(run->name, name);
}

/* git exports the author to the hooks of a commit, not to those of a merge. */
static char *find_author(struct pm_repo *repo)
{
	const char *known = getenv("GIT_AUTHOR_EMAIL");
	const char *as = getenv("GIT_AUTHOR_NAME");
	struct pm_error err = { 0 };

	if (known && *known)
		return pm_contact(as, known);
	/* A change that cannot be ascribed is still checked. */
	return author_contact(repo, &err);
}

/* And the day that the commit will have, as "@seconds zone"; 0 where git does
 * not say it. */
static pm_date find_day(void)
{
	const char *date = getenv("GIT_AUTHOR_DATE");
	struct pm_time time = { 0 };
	char *end;
	long zone;

	if (!date)
		return 0;
	time.epoch = strtoll(date + (*date == '@'), &end, 10);
	if (*end != ' ')
		return 0;
	zone = strtol(end + 1, NULL, 10);
	time.zone = (int)(zone / 100 * 60 + zone % 100);
	return pm_time_date(time);
}

/* --- the trailers of the message --- */

static void complain_of(struct hook_run *run, const char *key,
			const char *text)
{
	struct pm_view view = { .out = &run->shown, .color = run->ctx->color,
				.width = run->ctx->width };

	pm_view_printf(&view, PM_STYLE_BOLD, "commit message");
	pm_buf_addstr(&run->shown, ": ");
	pm_view_printf(&view, PM_STYLE_ERROR, "error:");
	pm_buf_addf(&run->shown, " %s: ", key);
	pm_view_block(&view, 0, text);
	pm_buf_addstr(&run->shown, "    fix: write the full id, as \"git "
				   "postmortem action list\" shows it\n");
	run->refused++;
}

static int check_trailer(struct hook_run *run,
			 const struct pm_snapshot *snapshot, const char *key,
			 unsigned kinds, struct pm_error *err)
{
	struct pm_strlist values = { 0 };
	int code = PM_OK;

	pm_trailers(&values, pm_buf_str(&run->message), key);
	for (size_t i = 0; i < values.nr && code >= 0; i++) {
		const char *id = values.item[i];
		struct pm_named named = { 0 };
		struct pm_error why = { 0 };
		bool found = pm_resolve(&named, snapshot, id, "", kinds,
					&why) >= 0;

		/* This branch may be older than the item. */
		if (!found)
			code = pm_elsewhere_has(&found, &snapshot->policy, id,
						kinds, err);
		if (code >= 0 && !found)
			complain_of(run, key, why.message);
	}
	pm_strlist_release(&values);
	return code;
}

static int check_trailers(struct hook_run *run, struct pm_error *err)
{
	struct pm_source source = { 0 };
	struct pm_snapshot snapshot = { 0 };
	int code;

	/* Most messages have none: then nothing is read. */
	if (!strcasestr(pm_buf_str(&run->message), "postmortem-action") &&
	    !strcasestr(pm_buf_str(&run->message), "postmortem-closes"))
		return PM_OK;
	code = pm_source_index(&source, &run->ctx->repo, NULL, err);
	if (code >= 0)
		code = pm_snapshot_open(&snapshot, &source, err);
	if (code >= 0)
		code = pm_policy_refuse_newer(&snapshot.policy, err);
	if (code >= 0)
		code = pm_snapshot_list(&snapshot, NULL, 0, err);
	if (code >= 0)
		code = check_trailer(run, &snapshot, "Postmortem-Action",
				     PM_ACTION, err);
	if (code >= 0)
		code = check_trailer(run, &snapshot, "Postmortem-Closes",
				     PM_POSTMORTEM | PM_ACTION, err);
	pm_snapshot_release(&snapshot);
	return code;
}

/* --- what is said --- */

/*
 * A tired person is told what this commit is about: neither what was waived
 * or came with an earlier import, nor, but for their number, what stood before
 * it or comes with it.
 */
static void drop_excused(struct hook_run *run)
{
	struct pm_findings *findings = &run->findings;
	size_t kept = 0;

	for (size_t i = 0; i < findings->nr; i++) {
		if (findings->item[i].excuse == PM_NOT_EXCUSED)
			findings->item[kept++] = findings->item[i];
		else if (findings->item[i].excuse == PM_IMPORTED)
			run->imported += !findings->item[i].is_old;
		else if (findings->item[i].excuse == PM_WAS_SO)
			run->stood++;
	}
	findings->nr = kept;
	pm_findings_count(findings);
}

static void tell_number(struct hook_run *run)
{
	size_t nr = run->stood + run->imported;
	struct pm_buf *out = &run->shown;

	if (!nr)
		return;
	if (!out->len)
		pm_buf_addstr(out, "commit allowed; ");
	pm_buf_addf(out, "%zu warning%s ", nr, nr == 1 ? "" : "s");
	if (run->stood && run->imported)
		pm_buf_addf(out, "stood before (%zu) or came with an import",
			    run->stood);
	else
		pm_buf_addstr(out, run->stood ? "stood before"
					      : "came with an import");
	pm_buf_addf(out, "; \"git postmortem check --staged\" shows %s\n",
		    nr == 1 ? "it" : "them");
}

static const char *first_error(const struct pm_findings *findings)
{
	for (size_t i = 0; i < findings->nr; i++)
		if (findings->item[i].level == PM_ERROR_LEVEL)
			return findings->item[i].rule->id;
	return NULL;
}

static void say_what_next(struct hook_run *run)
{
	const char *rule = first_error(&run->findings);
	struct pm_buf *out = &run->shown;

	if (is(run, "commit-msg"))
		pm_buf_addstr(out, "correct the message, which was kept, with "
			      "\"git commit -e -F $(git rev-parse --git-path "
			      "COMMIT_EDITMSG)\"");
	else
		pm_buf_addf(out, "correct that, \"git add\" it and %s again",
			    is(run, "pre-merge-commit") ? "\"git commit\""
							: "commit");
	if (rule)
		pm_buf_addf(out, " (\"git postmortem rules %s\" says why)",
			    rule);
	pm_buf_addch(out, '\n');
}

static const char *what_is_made(const struct hook_run *run)
{
	return is(run, "pre-merge-commit") ? "merge" : "commit";
}

/* The first line: what shows one line of it alone, as Magit's header does,
 * looks for "error: ". */
static void say_refused(const struct hook_run *run, const struct pm_view *view)
{
	pm_view_printf(view, PM_STYLE_ERROR, "error:");
	pm_buf_addf(view->out, " %s refused", what_is_made(run));
	if (run->findings.nr) {
		pm_buf_addstr(view->out, ": ");
		pm_findings_sum(view->out, &run->findings);
	}
	pm_buf_addstr(view->out, "\n\n");
}

static void sum_up(struct hook_run *run, bool refused)
{
	struct pm_buf *out = &run->shown;

	pm_buf_addch(out, '\n');
	if (refused) {
		say_what_next(run);
		return;
	}
	pm_buf_addf(out, "%s allowed", what_is_made(run));
	if (run->findings.nr) {
		pm_buf_addstr(out, " with ");
		pm_findings_sum(out, &run->findings);
	}
	pm_buf_addch(out, '\n');
}

static int answer(struct hook_run *run)
{
	struct context *ctx = run->ctx;
	struct pm_buf first = { 0 };
	struct pm_view view = { .out = &run->shown, .color = ctx->color,
				.width = ctx->width, .today = ctx->today };
	bool refused = run->refused || run->findings.errors;

	/* A refusal is told as a whole. */
	if (!refused)
		told_drop(&run->findings);
	drop_excused(run);
	if (run->shown.len && run->findings.nr)
		pm_buf_addch(&run->shown, '\n');
	pm_findings_text(&view, &run->findings, ctx->repo.prefix);
	if (run->shown.len)
		sum_up(run, refused);
	tell_number(run);
	view.out = &first;
	if (refused)
		say_refused(run, &view);
	fputs(pm_buf_str(&first), stderr);
	fputs(pm_buf_str(&run->shown), stderr);
	pm_buf_release(&first);
	return refused ? EXIT_FINDINGS : EXIT_OK;
}

static int check_change(struct hook_run *run, struct pm_findings *out,
			const struct pm_next_commit *next, bool has_message,
			struct pm_error *err)
{
	struct context *ctx = run->ctx;
	struct pm_change_check change = {
		.repo = &ctx->repo,
		.today = ctx->today,
		.base = next->base,
		.other = next->other,
		.also = (const char *const *)next->more.item,
		.is_merge = next->other != NULL,
		.author = run->author,
		.made = find_day(),
		.message = has_message ? pm_buf_str(&run->message) : NULL,
		.only_message = has_message,
	};

	return pm_check_repo_change(out, NULL, &change, err);
}

/*
 * Nothing tells whether the commit amends HEAD, and against HEAD it is
 * refused: it may take back what HEAD itself brought in. Whatever it makes
 * of the commit before is an error either way.
 */
static int check_as_amend(struct hook_run *run, bool has_message,
			  struct pm_error *err)
{
	struct pm_findings findings = { 0 };
	struct pm_next_commit next = { 0 };
	int code = pm_next_commit_amended(&next, &run->ctx->repo, err);

	if (code >= 0)
		code = check_change(run, &findings, &next, has_message, err);
	if (code >= 0 && !findings.errors) {
		pm_findings_release(&run->findings);
		run->findings = findings;
	} else {
		pm_findings_release(&findings);
	}
	pm_next_commit_release(&next);
	return code;
}

static int judge(struct hook_run *run, const char *message_path,
		 struct pm_error *err)
{
	struct context *ctx = run->ctx;
	bool has_message = message_path != NULL;
	int code = pm_next_commit(&run->next, &ctx->repo,
				  is(run, "pre-merge-commit"), err);

	if (code >= 0 && has_message)
		code = pm_message_read(&run->message, &ctx->repo, message_path,
				       err);
	if (code < 0)
		return code;
	run->author = find_author(&ctx->repo);
	code = check_change(run, &run->findings, &run->next, has_message, err);
	run->is_stopped = code < 0;
	if (code >= 0 && run->next.may_amend && run->findings.errors)
		code = check_as_amend(run, has_message, err);
	if (code >= 0 && (run->findings.nr || has_message))
		ctx->color = context_wants_color(ctx, NULL);
	if (code >= 0 && has_message)
		code = check_trailers(run, err);
	return code;
}

/* Before commit-msg, git commit runs pre-commit and git merge
 * pre-merge-commit: that one has said it. */
static bool was_said(const struct hook_run *run)
{
	return is(run, "commit-msg") && run->is_stopped &&
	       pm_amend_in_processes("/proc", getpid()) != PM_AMEND_UNKNOWN;
}

int hook_step_aside(const struct pm_error *err)
{
	if (!told_newer())
		command_warn("not checked: %s", err->message);
	return EXIT_OK;
}

static bool is_known(const char *name)
{
	for (int set = 0; set < 2; set++)
		for (size_t i = 0; pm_hook_name[set][i]; i++)
			if (!strcmp(name, pm_hook_name[set][i]))
				return true;
	return false;
}

static int unknown_hook(const char *name)
{
	struct pm_buf all = { 0 };
	int status;

	for (int set = 0; set < 2; set++)
		for (size_t i = 0; pm_hook_name[set][i]; i++)
			pm_buf_addf(&all, "%s%s", all.len ? ", " : "",
				    pm_hook_name[set][i]);
	status = *name ? command_usage_error(&cmd_hook_run, "there is no hook "
					     "\"%s\"; there are %s", name,
					     all.ptr) :
			 command_usage_error(&cmd_hook_run, "say which hook: "
					     "%s", all.ptr);
	pm_buf_release(&all);
	return status;
}

/*
 * What takes an object's place, or other parents than a commit has, are of
 * this repository alone: whoever fetches does not get them, and whoever pushes
 * may have sent them to refs/replace/. The second is no file, and so there is
 * nothing that git would warn of.
 */
static void read_what_is_there(void)
{
	setenv("GIT_NO_REPLACE_OBJECTS", "1", 1);
	setenv("GIT_GRAFT_FILE", "/dev/null/none", 1);
}

static int run_hook(struct context *ctx, void *options, int argc, char **argv)
{
	struct hook_run run = { .ctx = ctx, .name = argc ? argv[0] : "" };
	struct pm_error err = { 0 };
	int code, status;

	(void)options;
	if (!is_known(run.name))
		return unknown_hook(run.name);
	read_what_is_there();
	/* The answer of a hook is its status. */
	ctx->has_acted = true;
	if (is(&run, "pre-receive") || is(&run, "update") ||
	    is(&run, "pre-push"))
		return hook_run_push(ctx, argc, argv);
	if (is(&run, "commit-msg") && argc != 2)
		return command_usage_error(&cmd_hook_run,
					   "commit-msg needs the file of the "
					   "message");
	code = pm_repo_open(&ctx->repo, &err);
	if (code >= 0)
		code = judge(&run, is(&run, "commit-msg") ? argv[1] : NULL,
			     &err);
	if (code == PM_ENEWER)
		status = was_said(&run) ? EXIT_OK : hook_step_aside(&err);
	else if (code < 0)
		status = command_fail(&err);
	else
		status = answer(&run);
	pm_next_commit_release(&run.next);
	pm_buf_release(&run.message);
	pm_findings_release(&run.findings);
	pm_buf_release(&run.shown);
	free(run.author);
	return status;
}

const struct command cmd_hook_run = {
	.name = "hook run",
	.usage = "<hook> [<argument>]...",
	.summary = "what an installed hook calls: check what is committed or "
		   "pushed",
	.run = run_hook,
	.acts = true,
	.needs_no_repo = true,
	.complete = "hook",
};

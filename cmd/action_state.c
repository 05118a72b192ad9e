/* SPDX-License-Identifier: MIT */
#include "cmd/action_state.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/place.h"
#include "model/answer.h"
#include "view/style.h"

/*
 * accept, start, done, decline, reopen: the steps of an item's life. They
 * share their options and differ in one row of the table below.
 */
struct step_options {
	const char *due, *owner, *evidence, *reason;
	bool from_log, dry_run;
	struct opt_choice commit;
};

#define COMMIT COMMIT_OPTION(struct step_options)
#define REASON(what)                                                        \
	{ OPT_STRING, 'r', "reason", offsetof(struct step_options, reason), \
	  "<text>", what, NULL }

static const struct opt accept_opts[] = {
	{ OPT_STRING, 'd', "due", offsetof(struct step_options, due), "<day>",
	  "promise it for this day: 2026-12-05, +2w, friday", NULL },
	{ OPT_STRING, 'o', "owner", offsetof(struct step_options, owner),
	  "<person>", "who promises it", "owner" },
	REASON("why now; kept in the commit message"),
	COMMIT,
	{ 0 },
};
static const struct opt start_opts[] = { COMMIT, { 0 } };
static const struct opt done_opts[] = {
	{ OPT_STRING, 'e', "evidence", offsetof(struct step_options, evidence),
	  "<commit or URL>", "what shows that it is done; \"here\": the "
	  "change that brings this", NULL },
	{ OPT_BOOL, 0, "from-log", offsetof(struct step_options, from_log),
	  NULL, "close what commits of this branch claim to close", NULL },
	{ OPT_BOOL, 'n', "dry-run", offsetof(struct step_options, dry_run),
	  NULL, "with --from-log: only say what would be closed", NULL },
	COMMIT,
	{ 0 },
};
static const struct opt decline_opts[] = {
	REASON("why it will not be done"),
	COMMIT,
	{ 0 },
};
static const struct opt reopen_opts[] = {
	REASON("why it is open again; kept in the commit message"),
	{ OPT_STRING, 'd', "due", offsetof(struct step_options, due), "<day>",
	  "promise it for this day", NULL },
	COMMIT,
	{ 0 },
};

/* What the owner has promised already, said before they promise more. */
static int show_load(struct record_edit *edit, const char *owner,
		     struct pm_error *err)
{
	struct pm_snapshot *s = &edit->snapshot;
	struct pm_table table = { 0 };
	static const struct pm_column column[] = {
		{ 0 }, { 0 }, { .stretch = true },
	};
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out, .color = edit->ctx->color,
				.width = edit->ctx->width,
				.today = edit->ctx->today };
	size_t nr = 0;
	int code = PM_OK;

	table.column = column;
	table.columns = 3;
	for (size_t i = 0; i < s->nr && code >= 0; i++) {
		struct pm_postmortem *pm = &s->item[i];

		for (size_t a = 0; a < pm->actions && code >= 0; a++) {
			struct pm_record *action = &pm->action[a];
			const char *due;

			if (action == edit->record)
				continue;
			if (!action->is_read)
				code = pm_record_load(action, &s->arena,
						      &s->source, &s->policy,
						      PM_READ_FIELDS, err);
			if (code < 0 ||
			    !pm_state_is_promise(pm_record_state(action)) ||
			    !pm_policy_same_person(
				    &s->policy, owner,
				    pm_record_text(action, PM_F_OWNER)))
				continue;
			due = pm_record_text(action, PM_F_DUE);
			pm_table_add(&table, PM_STYLE_PLAIN, "");
			pm_table_add(&table,
				     pm_record_is_overdue(action,
							  edit->ctx->today) ?
					     PM_STYLE_ERROR :
					     PM_STYLE_PLAIN,
				     due ? due : "no due date");
			pm_table_add(&table, PM_STYLE_PLAIN,
				     pm_record_title(action));
			nr++;
		}
	}
	if (code >= 0 && nr) {
		pm_view_text(&view, PM_STYLE_BOLD, owner);
		pm_view_printf(&view, PM_STYLE_PLAIN,
			       " has already promised %zu item%s:\n", nr,
			       nr == 1 ? "" : "s");
		pm_table_render(&view, &table);
		fwrite(pm_buf_str(&out), 1, out.len, edit->ctx->out);
	}
	pm_table_release(&table);
	pm_buf_release(&out);
	return code;
}

static int set_default_due(struct record_edit *edit, struct pm_error *err)
{
	const struct pm_policy *policy = &edit->snapshot.policy;
	const struct pm_severity *severity = pm_policy_severity(
		policy, pm_record_text(&edit->postmortem->record,
				       PM_F_SEVERITY));
	char day[PM_DATE_LEN];

	if (!severity)
		return pm_fail(err, PM_EINVALID,
			       "%s: accepting needs a due date; its "
			       "post-mortem has no severity that would give "
			       "one, so say --due <day>",
			       edit->record->id);
	pm_date_format(day, edit->ctx->today + severity->due_days);
	return record_edit_set(edit, PM_F_DUE, day, err);
}

/* A day that has passed was meant for something else than a new promise. */
static int set_due(struct record_edit *edit, const struct step_options *opts,
		   struct pm_error *err)
{
	pm_date due = pm_record_date(edit->record, PM_F_DUE);

	if (is_said(opts->due))
		return record_edit_set(edit, PM_F_DUE, opts->due, err);
	if (due == PM_NO_DATE || due < edit->ctx->today)
		return set_default_due(edit, err);
	return PM_OK;
}

static int accept(struct record_edit *edit, const struct step_options *opts,
		  struct pm_error *err)
{
	const char *owner = pm_record_text(edit->record, PM_F_OWNER);
	char *me = current_user(edit->ctx, &edit->snapshot.policy);
	char *given = NULL;
	int code = owner_wanted(edit->ctx, &edit->snapshot.policy,
				opts->owner, &given, err);

	if (code < 0)
		goto out;
	if (is_said(given))
		owner = given;
	if (!owner)
		owner = me;
	if (!owner) {
		code = pm_fail(err, PM_EINVALID,
			       "%s: has no owner, and git does not know you; "
			       "say --owner <person>",
			       edit->record->id);
		goto out;
	}
	code = record_edit_set(edit, PM_F_OWNER, owner, err);
	if (code >= 0)
		code = set_due(edit, opts, err);
	/* Of several, once. */
	if (code >= 0 && !edit->kept.nr)
		code = show_load(edit, owner, err);
	if (code >= 0 && me &&
	    !pm_policy_same_person(&edit->snapshot.policy, owner, me))
		command_warn("you accept for %s; a promise is best accepted by "
			     "its owner",
			     owner);
out:
	free(given);
	free(me);
	return code;
}

static int done(struct record_edit *edit, const struct step_options *opts,
		struct pm_error *err)
{
	int has_work;

	if (is_said(opts->evidence))
		return record_edit_set(edit, PM_F_EVIDENCE, opts->evidence,
				       err);
	if (pm_record_get(edit->record, PM_F_EVIDENCE))
		return PM_OK;
	has_work = record_value_has_work(edit,
					 wants_commit(edit->ctx, &opts->commit),
					 err);
	if (has_work < 0)
		return has_work;
	if (has_work)
		return record_edit_set(edit, PM_F_EVIDENCE, PM_EVIDENCE_HERE,
				       err);
	return pm_fail(err, PM_EINVALID,
		       "%s: what shows that it is done? say --evidence "
		       "<commit or URL>, or --evidence " PM_EVIDENCE_HERE
		       " where the change that brings this does it",
		       edit->record->id);
}

static int decline(struct record_edit *edit, const struct step_options *opts,
		   struct pm_error *err)
{
	if (!is_said(opts->reason) &&
	    !pm_record_get(edit->record, PM_F_REASON))
		return pm_fail(err, PM_EINVALID,
			       "%s: why will it not be done? say --reason "
			       "<text>",
			       edit->record->id);
	return is_said(opts->reason) ?
		       record_edit_set(edit, PM_F_REASON, opts->reason, err) :
		       PM_OK;
}

static int reopen(struct record_edit *edit, const struct step_options *opts,
		  struct pm_error *err)
{
	int code = PM_OK;

	if (!pm_record_get(edit->record, PM_F_OWNER))
		code = accept(edit, opts, err);
	else
		code = set_due(edit, opts, err);
	/* What was said of its end no longer holds; the log keeps it. */
	if (code >= 0)
		code = record_edit_set(edit, PM_F_EVIDENCE, "", err);
	if (code >= 0)
		code = record_edit_set(edit, PM_F_REASON, "", err);
	return code;
}

/* The states a step starts from, as bits, and what to do otherwise. */
struct step {
	const struct command *command;
	enum pm_state to;
	unsigned from;
	int (*prepare)(struct record_edit *edit,
		       const struct step_options *opts, struct pm_error *err);
};

#define BIT(state) (1u << (state))

extern const struct command cmd_action_accept, cmd_action_start,
	cmd_action_done, cmd_action_decline, cmd_action_reopen;

static const struct step steps[] = {
	{ &cmd_action_accept, PM_ACCEPTED, BIT(PM_PROPOSED), accept },
	{ &cmd_action_start, PM_IN_PROGRESS, BIT(PM_ACCEPTED), NULL },
	{ &cmd_action_done, PM_DONE, BIT(PM_ACCEPTED) | BIT(PM_IN_PROGRESS),
	  done },
	{ &cmd_action_decline, PM_DECLINED,
	  BIT(PM_PROPOSED) | BIT(PM_ACCEPTED) | BIT(PM_IN_PROGRESS), decline },
	{ &cmd_action_reopen, PM_ACCEPTED, BIT(PM_DONE) | BIT(PM_DECLINED),
	  reopen },
};

static int refuse(const struct step *step, struct record_edit *edit,
		  struct pm_error *err)
{
	const struct pm_record *action = edit->record;
	enum pm_state now = pm_record_state(action);
	struct pm_buf standing = { 0 };
	const char *advice;

	if (now == step->to && step->prepare != reopen) {
		record_edit_uncommitted(edit, &standing);
		pm_fail(err, PM_EINVALID, "%s: is %s already%s", action->id,
			pm_state_name[now], pm_buf_str(&standing));
		pm_buf_release(&standing);
		return PM_EINVALID;
	}
	if (step->prepare == reopen)
		advice = "only a settled item can be reopened";
	else if (!pm_state_is_open(now))
		advice = "\"git postmortem action reopen\" it first";
	else if (step->to == PM_ACCEPTED)
		advice = "it was accepted before; \"git postmortem action set "
			 "--due\" moves a promise";
	else
		advice = "let its owner accept it first, with \"git postmortem "
			 "action accept\"";
	return pm_fail(err, PM_EINVALID, "%s: is %s; %s", action->id,
		       pm_state_name[now], advice);
}

static int take_step(const struct step *step, struct record_edit *edit,
		     const struct step_options *opts, struct pm_error *err)
{
	enum pm_state now = pm_record_state(edit->record);
	int code;

	if (now == PM_STATES)
		return pm_fail(err, PM_EINVALID,
			       "%s:%zu: \"%s\" is not a state; correct it",
			       edit->record->path,
			       pm_record_line(edit->record, PM_F_STATE),
			       pm_record_text(edit->record, PM_F_STATE));
	if (!(step->from & BIT(now)))
		return refuse(step, edit, err);
	code = record_edit_set(edit, PM_F_STATE, pm_state_name[step->to], err);
	if (code >= 0 && step->prepare)
		code = step->prepare(edit, opts, err);
	return code;
}

int action_take_done(struct record_edit *edit, const char *evidence,
		     struct pm_error *err)
{
	const struct step_options opts = { .evidence = evidence };
	const struct step *step = steps;

	while (step->to != PM_DONE)
		step++;
	return take_step(step, edit, &opts, err);
}

static int run_from_log(struct context *ctx, const struct step_options *opts,
			int argc, char **argv)
{
	const struct from_log_options from_log = {
		.range = argc ? argv[0] : NULL,
		.dry_run = opts->dry_run,
		.commit = wants_commit(ctx, &opts->commit),
	};

	if (opts->evidence)
		return command_usage_error(&cmd_action_done,
					   "with --from-log the commits are "
					   "the evidence");
	if (argc > 1 || (argc && !is_range(argv[0])))
		return command_usage_error(&cmd_action_done,
					   "with --from-log name one range, "
					   "\"<base>..<head>\", or none");
	return action_done_from_log(ctx, &from_log);
}

/* The one before it is kept now, and all are written when none is refused. */
static int step_item(const struct step *step, struct record_edit *edit,
		     const char *name, const struct step_options *opts,
		     struct pm_error *err)
{
	const struct pm_record *last = edit->record;
	int code = last ? record_edit_keep(edit, err) : PM_OK;

	if (code >= 0)
		code = record_edit_find(edit, name, PM_ACTION, err);
	if (code >= 0 && !last)
		code = record_edit_reason(edit, opts->reason, err);
	if (code >= 0 && (edit->record == last ||
			  pm_strlist_has(&edit->kept, edit->record->id)))
		return pm_fail(err, PM_EINVALID, "%s: is named twice",
			       edit->record->id);
	return code < 0 ? code : take_step(step, edit, opts, err);
}

static int run_step(struct context *ctx, const struct command *command,
		    const struct step_options *opts, int argc, char **argv)
{
	const struct step *step = steps;
	struct record_edit edit;
	struct pm_error err = { 0 };
	int code;

	while (step->command != command)
		step++;
	if (opts->from_log)
		return run_from_log(ctx, opts, argc, argv);
	if (opts->dry_run)
		return command_usage_error(command,
					   "--dry-run needs --from-log");
	if (!argc)
		return command_usage_error(command, "name the action item");
	code = record_edit_begin(&edit, ctx, &err);
	for (int i = 0; i < argc && code >= 0; i++)
		code = step_item(step, &edit, argv[i], opts, &err);
	if (code >= 0)
		code = record_edit_finish(&edit,
					  wants_commit(ctx, &opts->commit),
					  &err);
	record_edit_release(&edit);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

#define STEP(verb)                                                          \
	static int run_##verb(struct context *ctx, void *options, int argc, \
			      char **argv)                                  \
	{                                                                   \
		return run_step(ctx, &cmd_action_##verb, options, argc,     \
				argv);                                      \
	}

STEP(accept)
STEP(start)
STEP(done)
STEP(decline)
STEP(reopen)

#define COMMAND(verb, items, words, what)                     \
	const struct command cmd_action_##verb = {            \
		.name = "action " #verb,                      \
		.usage = words,                               \
		.summary = what,                              \
		.options = verb##_opts,                       \
		.options_size = sizeof(struct step_options),  \
		.run = run_##verb,                            \
		.acts = true,                                 \
		.complete = items,                            \
	}

COMMAND(accept, "proposed", "<item>... [--due <day>]",
	"promise an item, after a look at what its owner has promised");
COMMAND(start, "accepted", "<item>...",
	"say that work on an item has begun");
COMMAND(done, "promised",
	"<item>... [--evidence <commit or URL>] | --from-log [<range>]",
	"say that an item is done, and what shows it");
COMMAND(decline, "open", "<item>... --reason <text>",
	"decide that an item will not be done, and why");
COMMAND(reopen, "settled", "<item>...", "take a settled item up again");

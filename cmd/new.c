/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/portable.h"
#include "check/check.h"
#include "cmd/by_hand.h"
#include "cmd/place.h"
#include "cmd/record_edit.h"
#include "cmd/record_history.h"
#include "model/draft.h"

struct new_options {
	const char *severity, *owner, *lead, *incident;
	const char *started, *detected, *mitigated, *resolved, *date;
	struct pm_strlist team, service;
	bool edit;
	struct opt_choice commit;
};

#define TEXT(letter, name, field, argument, help, complete)               \
	{ OPT_STRING, letter, name, offsetof(struct new_options, field), \
	  argument, help, complete }

static const struct opt opts[] = {
	TEXT('s', "severity", severity, "<severity>", "how bad it was",
	     "severity"),
	TEXT('o', "owner", owner, "<person>",
	     "who sees the post-mortem through (default: you)", "owner"),
	TEXT('l', "lead", lead, "<person>", "who led the incident", "owner"),
	{ OPT_LIST, 't', "team", offsetof(struct new_options, team),
	  "<team>", "a team that took part; may be given again", "team" },
	{ OPT_LIST, 0, "service", offsetof(struct new_options, service),
	  "<service>", "a service that was affected; may be given again",
	  "service" },
	TEXT('i', "incident", incident, "<URL or key>",
	     "where the incident is recorded", NULL),
	TEXT(0, "started", started, "<time>",
	     "when it began: 2026-11-21T14:32Z, 14:32 (today), now", NULL),
	TEXT(0, "detected", detected, "<time>", "when it was noticed", NULL),
	TEXT(0, "mitigated", mitigated, "<time>",
	     "when users were well again", NULL),
	TEXT(0, "resolved", resolved, "<time>", "when it was over", NULL),
	TEXT('d', "date", date, "<day>",
	     "the day in its id (default: of the start, else today)",
	     NULL),
	{ OPT_BOOL, 'e', "edit", offsetof(struct new_options, edit), NULL,
	  "open it in git's editor", NULL },
	{ OPT_CHOICE, 0, "commit", offsetof(struct new_options, commit), NULL,
	  "commit it as a draft", NULL },
	{ 0 },
};

/* The team's template for this severity, else ours. */
static int read_template(struct record_edit *edit, const char *severity,
			 struct pm_buf *out, struct pm_error *err)
{
	struct pm_strlist names = { 0 };
	struct pm_buf path = { 0 };
	size_t size = 0;
	int code = PM_ENOTFOUND;

	/* It becomes part of a path. */
	if (severity)
		code = pm_value_parse(&path, PM_F_SEVERITY, severity,
				      &edit->snapshot.policy,
				      edit->ctx->today, err);
	if (code < 0 && code != PM_ENOTFOUND)
		goto out;
	code = PM_ENOTFOUND;
	pm_template_names(&names, severity);
	for (size_t i = 0; i < names.nr && code == PM_ENOTFOUND; i++) {
		pm_buf_reset(&path);
		pm_path_join(&path, PM_TEMPLATE_DIR, names.item[i]);
		code = pm_source_read_path(out, &size, &edit->snapshot.source,
					   pm_buf_str(&path), PM_MAX_TEMPLATE,
					   err);
		if (code >= 0 && size > PM_MAX_TEMPLATE)
			code = pm_fail(err, PM_EINVALID,
				       "%s: has %zu bytes; at most %u are read",
				       pm_buf_str(&path), size,
				       PM_MAX_TEMPLATE);
	}
	for (size_t i = 0; i < names.nr && code == PM_ENOTFOUND; i++) {
		const char *text = pm_template_builtin(names.item[i]);

		if (!text)
			continue;
		pm_buf_addstr(out, text);
		code = PM_OK;
	}
out:
	pm_strlist_release(&names);
	pm_buf_release(&path);
	return code;
}

static pm_date day_of_start(const struct pm_draft *draft, pm_date otherwise)
{
	struct pm_arena arena = { 0 };
	struct pm_record record = { .kind = PM_POSTMORTEM, .id = "",
				    .path = "" };
	const struct pm_value *started;

	pm_record_read(&record, &arena, pm_buf_str(&draft->text),
		       draft->text.len, draft->policy, PM_READ_FIELDS);
	started = pm_record_get(&record, PM_F_STARTED);
	if (started && started->is_valid)
		otherwise = pm_time_date(started->as.time);
	pm_arena_release(&arena);
	return otherwise;
}

static int fill(struct record_edit *edit, struct pm_draft *draft,
		const struct new_options *o, const char *title,
		struct pm_error *err)
{
	const struct pm_policy *policy = &edit->snapshot.policy;
	char *owner = NULL, *lead = NULL;
	int code = owner_or_me(edit->ctx, policy, o->owner, &owner, err);
	const struct pm_field_text values[] = {
		{ PM_F_TITLE, title },
		{ PM_F_SEVERITY, o->severity },
		{ PM_F_OWNER, owner },
		{ PM_F_INCIDENT, o->incident },
		{ PM_F_STARTED, o->started },
	};
	const struct pm_field_text times[] = {
		{ PM_F_DETECTED, o->detected },
		{ PM_F_MITIGATED, o->mitigated },
		{ PM_F_RESOLVED, o->resolved },
	};

	if (code >= 0)
		code = owner_wanted(edit->ctx, policy, o->lead, &lead, err);
	if (code >= 0)
		code = pm_draft_fill(draft, values,
				     sizeof(values) / sizeof(*values), err);
	if (code >= 0)
		code = pm_draft_fill(draft,
				     &(struct pm_field_text){ PM_F_LEAD, lead },
				     1, err);
	/* "9:31" behind a start of yesterday is yesterday's. */
	draft->today = day_of_start(draft, draft->today);
	if (code >= 0)
		code = pm_draft_fill(draft, times,
				     sizeof(times) / sizeof(*times), err);
	if (code >= 0)
		code = pm_draft_set_list(draft, PM_F_TEAMS, &o->team, err);
	if (code >= 0)
		code = pm_draft_set_list(draft, PM_F_SERVICES, &o->service,
					 err);
	free(owner);
	free(lead);
	return code;
}

/* What no hook would take is told before it is written. */
static int refuse_times(const struct record_edit *edit,
			const struct pm_draft *draft, struct pm_error *err)
{
	struct pm_arena arena = { 0 };
	struct pm_findings findings = { 0 };
	const struct pm_check check = { .policy = &edit->snapshot.policy,
					.out = &findings,
					.today = edit->ctx->today };
	struct pm_postmortem pm = { .id = "",
				    .record = { .kind = PM_POSTMORTEM,
						.id = "",
						.path = "" } };
	int code = PM_OK;

	pm_record_read(&pm.record, &arena, pm_buf_str(&draft->text),
		       draft->text.len, draft->policy, PM_READ_BODY);
	pm_check_postmortem(&check, &pm);
	for (size_t i = 0; i < findings.nr && code >= 0; i++) {
		const struct pm_finding *f = &findings.item[i];

		if (strcmp(f->rule->id, "times-order"))
			continue;
		if (f->level == PM_ERROR_LEVEL)
			code = pm_fail(err, PM_EINVALID, "%s; %s", f->message,
				       f->fix);
		else
			command_warn("%s; %s", f->message, f->fix);
	}
	pm_findings_release(&findings);
	pm_arena_release(&arena);
	return code;
}

static int choose_day(struct context *ctx, const struct new_options *o,
		      const struct pm_draft *draft, pm_date *day,
		      struct pm_error *err)
{
	if (!o->date) {
		*day = day_of_start(draft, ctx->today);
		return PM_OK;
	}
	if (pm_date_parse_human(day, o->date, ctx->today, err) < 0)
		return pm_error_wrap(err, "--date");
	/* A zone to the east has tomorrow already. */
	if (*day > ctx->today + 1)
		return pm_fail(err, PM_EINVALID,
			       "--date %s is still to come; give the day on "
			       "which it began",
			       o->date);
	return PM_OK;
}

static int name_folder(struct record_edit *edit, const char *title,
		       pm_date day, struct pm_buf *id, struct pm_error *err)
{
	const struct pm_snapshot *snapshot = &edit->snapshot;
	char date[PM_DATE_LEN];

	pm_date_format(date, day);
	pm_name_of_title(id, date, title);
	if (!id->len)
		return pm_fail(err, PM_EINVALID,
			       "a title needs a letter or a digit");
	for (size_t i = 0; i < snapshot->nr; i++)
		if (pm_path_is_twin(snapshot->item[i].id, pm_buf_str(id)))
			return pm_fail(err, PM_EEXISTS,
				       "\"%s\" exists already; choose another "
				       "title, or \"git postmortem edit %s\"",
				       snapshot->item[i].id,
				       snapshot->item[i].id);
	return record_edit_refuse_gone(edit, pm_buf_str(id), err);
}

/* The policy asks for sections of the team's own, and the template is still
 * ours: said here, where it can be mended for all documents to come. */
static void warn_of_template(const struct record_edit *edit,
			     const struct pm_draft *draft, const char *id)
{
	struct pm_arena arena = { 0 };
	struct pm_findings findings = { 0 };
	const struct pm_check check = { .policy = &edit->snapshot.policy,
					.out = &findings,
					.today = edit->ctx->today };
	struct pm_postmortem pm = { .id = id,
				    .record = { .kind = PM_POSTMORTEM,
						.id = id,
						.path = "" } };

	pm_record_read(&pm.record, &arena, pm_buf_str(&draft->text),
		       draft->text.len, draft->policy, PM_READ_BODY);
	/* Asked as of one that is finished: a draft may do without. */
	pm_check_status(&check, &pm, PM_CLOSED);
	for (size_t i = 0; i < findings.nr; i++) {
		const struct pm_finding *finding = &findings.item[i];

		if (!strcmp(finding->rule->id, "section-missing"))
			command_warn("the template has no section \"%s\", "
				     "which the policy asks for; add it there "
				     "and here",
				     finding->subject);
	}
	pm_findings_release(&findings);
	pm_arena_release(&arena);
}

static int write_draft(struct record_edit *edit, const struct new_options *o,
		       const struct pm_draft *draft, const char *id,
		       const char *title, struct pm_error *err)
{
	struct context *ctx = edit->ctx;
	struct pm_buf path = { 0 }, shown = { 0 }, message = { 0 };
	struct pm_record record = { .kind = PM_POSTMORTEM, .id = id };
	struct writing writing;
	int code;

	pm_id_to_path(&path, &edit->snapshot.policy, id, NULL);
	pm_edit_write(&edit->files, pm_buf_str(&path),
		      pm_buf_str(&draft->text), draft->text.len, true);
	code = writing_begin(&writing, ctx, &edit->files,
			     wants_commit(ctx, &o->commit), err);
	if (code < 0)
		goto out;
	user_path(ctx, &shown, pm_buf_str(&path));
	pm_buf_addf(&writing.told, "%s\n", pm_buf_str(&shown));
	warn_of_template(edit, draft, id);
	if (o->edit) {
		writing.stands = id;
		pm_before_no_memory(NULL, NULL);
		view_print(ctx, &writing.told);
		fflush(ctx->out);
		record.path = path.ptr;
		code = edit_by_hand(ctx, &edit->lock, draft->policy, &record,
				    err);
	}
	pm_buf_addf(&message, "%s: begin post-mortem\n\n%s\n", id, title);
	if (code >= 0)
		code = writing_finish(&writing, pm_buf_str(&message), err);
	if (code >= 0 && !edit->snapshot.policy.has_file &&
	    !edit->snapshot.nr)
		command_hint(ctx, "nothing is checked here yet: \"git "
				  "postmortem init\" writes a policy and "
				  "installs hooks");
	if (code >= 0 && !o->severity && !o->edit)
		command_hint(ctx, "no severity yet: git postmortem edit %s",
			     id);
out:
	writing_release(&writing);
	pm_buf_release(&path);
	pm_buf_release(&shown);
	pm_buf_release(&message);
	return code;
}

extern const struct command cmd_new;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct new_options *o = options;
	struct record_edit edit;
	struct pm_draft draft = { 0 };
	struct pm_buf body = { 0 }, id = { 0 };
	struct pm_error err = { 0 };
	pm_date day;
	int code;

	if (argc != 1)
		return command_usage_error(&cmd_new, argc ?
				"put the title in quotes" : "say the title");
	code = record_edit_begin(&edit, ctx, &err);
	if (code >= 0)
		code = read_template(&edit, o->severity, &body, &err);
	if (code < 0)
		goto out;
	pm_draft_init(&draft, PM_POSTMORTEM, &edit.snapshot.policy, ctx->today,
		      pm_buf_str(&body));
	code = fill(&edit, &draft, o, argv[0], &err);
	if (code >= 0)
		code = refuse_times(&edit, &draft, &err);
	if (code >= 0)
		code = choose_day(ctx, o, &draft, &day, &err);
	if (code >= 0)
		code = name_folder(&edit, argv[0], day, &id, &err);
	if (code >= 0)
		code = record_history_begin(ctx, &draft, id.ptr, &err);
	if (code >= 0)
		code = write_draft(&edit, o, &draft, pm_buf_str(&id), argv[0],
				   &err);
out:
	pm_draft_release(&draft);
	pm_buf_release(&body);
	pm_buf_release(&id);
	record_edit_release(&edit);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_new = {
	.name = "new",
	.usage = "<title>",
	.summary = "begin a post-mortem from the severity's template",
	.options = opts,
	.options_size = sizeof(struct new_options),
	.run = run,
	.acts = true,
};

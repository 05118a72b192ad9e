/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/strlist.h"
#include "cmd/place.h"
#include "cmd/record_edit.h"

struct set_options {
	const char *title, *owner, *team, *type, *priority, *due, *ticket;
	const char *evidence, *reason;
	struct opt_choice commit;
};

#define TEXT(letter, name, field, argument, help, complete)               \
	{ OPT_STRING, letter, name, offsetof(struct set_options, field), \
	  argument, help, complete }

static const struct opt opts[] = {
	TEXT('d', "due", due, "<day>",
	     "the day it is promised for: 2026-12-05, +2w, friday", NULL),
	TEXT('o', "owner", owner, "<person>", "who does it", "owner"),
	TEXT('t', "team", team, "<team>", "the team that owns the work",
	     "team"),
	TEXT(0, "type", type, "<type>",
	     "prevent, detect, mitigate, process or investigate",
	     "prevent detect mitigate process investigate"),
	TEXT('p', "priority", priority, "<priority>", "high, medium or low",
	     "high medium low"),
	TEXT(0, "title", title, "<text>", "what is to be done", NULL),
	TEXT(0, "ticket", ticket, "<URL or key>", "in the team's tracker",
	     NULL),
	TEXT('e', "evidence", evidence, "<commit or URL>",
	     "what shows that it is done", NULL),
	TEXT('r', "reason", reason, "<text>",
	     "why; to move a promise it is needed; kept in the log",
	     NULL),
	COMMIT_OPTION(struct set_options),
	{ 0 },
};

/* A promise that moves says why; bringing it forward needs no excuse. */
static int refuse_silent_move(const struct record_edit *edit,
			      const struct set_options *o,
			      struct pm_error *err)
{
	pm_date old = pm_record_date(edit->record, PM_F_DUE), new;
	int code;

	if (!o->due || old == PM_NO_DATE ||
	    !pm_state_is_promise(pm_record_state(edit->record)))
		return PM_OK;
	if (!*o->due)
		return pm_fail(err, PM_EINVALID,
			       "%s: is promised for %s, and a promise keeps "
			       "a day; say which, or \"git postmortem action "
			       "decline\" it",
			       edit->record->id,
			       pm_record_text(edit->record, PM_F_DUE));
	if (is_said(o->reason))
		return PM_OK;
	code = pm_date_parse_human(&new, o->due, edit->ctx->today, err);
	if (code < 0)
		return pm_error_wrap(err, "due");
	if (new <= old)
		return PM_OK;
	return pm_fail(err, PM_EINVALID,
		       "%s: is promised for %s; say --reason <text> why it "
		       "moves",
		       edit->record->id,
		       pm_record_text(edit->record, PM_F_DUE));
}

static int apply(struct record_edit *edit, const struct set_options *o,
		 struct pm_error *err)
{
	char *owner = NULL;
	int code = owner_wanted(edit->ctx, &edit->snapshot.policy, o->owner,
				&owner, err);
	const struct {
		enum pm_field field;
		const char *value;
	} value[] = {
		{ PM_F_TITLE, o->title },	{ PM_F_OWNER, owner },
		{ PM_F_TEAM, o->team },		{ PM_F_TYPE, o->type },
		{ PM_F_PRIORITY, o->priority }, { PM_F_DUE, o->due },
		{ PM_F_TICKET, o->ticket },	{ PM_F_EVIDENCE, o->evidence },
	};

	if (code >= 0)
		code = refuse_silent_move(edit, o, err);
	for (size_t i = 0; i < sizeof(value) / sizeof(*value) && code >= 0;
	     i++) {
		if (value[i].value)
			code = record_edit_set(edit, value[i].field,
					       value[i].value, err);
	}
	/* A declined item keeps its reason in the file; else it belongs to
	 * the change, and so to the commit. */
	if (code >= 0 && o->reason &&
	    pm_record_state(edit->record) == PM_DECLINED)
		code = record_edit_set(edit, PM_F_REASON, o->reason, err);
	else if (code >= 0)
		code = record_edit_reason(edit, o->reason, err);
	free(owner);
	return code;
}

extern const struct command cmd_action_set;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct set_options *o = options;
	struct record_edit edit;
	struct pm_error err = { 0 };
	int code;

	if (argc != 1)
		return command_usage_error(&cmd_action_set,
					   "name one action item");
	if (!o->title && !o->owner && !o->team && !o->type && !o->priority &&
	    !o->due && !o->ticket && !o->evidence && !o->reason)
		return command_usage_error(&cmd_action_set,
					   "say what to set");
	code = record_edit_begin(&edit, ctx, &err);
	if (code >= 0)
		code = record_edit_find(&edit, argv[0], PM_ACTION, &err);
	if (code >= 0)
		code = apply(&edit, o, &err);
	if (code >= 0)
		code = record_edit_finish(&edit, wants_commit(ctx, &o->commit),
					  &err);
	record_edit_release(&edit);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_action_set = {
	.name = "action set",
	.usage = "<item> --<field> <value>...",
	.summary = "change fields of an action item; an empty value removes",
	.options = opts,
	.options_size = sizeof(struct set_options),
	.run = run,
	.acts = true,
	.complete = "action",
};

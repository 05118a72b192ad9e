/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/portable.h"
#include "cmd/by_hand.h"
#include "cmd/place.h"
#include "cmd/record_edit.h"
#include "cmd/record_history.h"
#include "model/draft.h"

struct add_options {
	const char *owner, *team, *type, *priority, *due, *ticket, *message;
	bool edit;
	struct opt_choice commit;
};

#define TEXT(letter, name, field, argument, help, complete)               \
	{ OPT_STRING, letter, name, offsetof(struct add_options, field), \
	  argument, help, complete }

static const struct opt opts[] = {
	TEXT('o', "owner", owner, "<person>",
	     "who would do it (default: you)", "owner"),
	TEXT('t', "team", team, "<team>", "the team that owns the work",
	     "team"),
	TEXT(0, "type", type, "<type>",
	     "prevent, detect, mitigate, process or investigate",
	     "prevent detect mitigate process investigate"),
	TEXT('p', "priority", priority, "<priority>", "high, medium or low",
	     "high medium low"),
	TEXT('d', "due", due, "<day>", "a day to aim for: 2026-12-05, +2w",
	     NULL),
	TEXT(0, "ticket", ticket, "<URL or key>", "in the team's tracker",
	     NULL),
	TEXT('m', "message", message, "<text>",
	     "a description, below the front matter", NULL),
	{ OPT_BOOL, 'e', "edit", offsetof(struct add_options, edit), NULL,
	  "open it in git's editor", NULL },
	{ OPT_CHOICE, 0, "commit", offsetof(struct add_options, commit), NULL,
	  "commit it", NULL },
	{ 0 },
};

static int fill(struct record_edit *edit, struct pm_draft *draft,
		const struct add_options *o, const char *title,
		struct pm_error *err)
{
	char *owner = NULL;
	int code = owner_or_me(edit->ctx, &edit->snapshot.policy, o->owner,
			       &owner, err);
	const struct pm_field_text values[] = {
		{ PM_F_TITLE, title },
		{ PM_F_OWNER, owner },
		{ PM_F_TEAM, o->team },
		{ PM_F_TYPE, o->type },
		{ PM_F_PRIORITY, o->priority },
		{ PM_F_DUE, o->due },
		{ PM_F_TICKET, o->ticket },
	};

	if (code >= 0)
		code = pm_draft_fill(draft, values,
				     sizeof(values) / sizeof(*values), err);
	free(owner);
	return code;
}

/* The post-mortem that was named, or in whose folder the user stands. */
static int find_postmortem(struct record_edit *edit, const char *name,
			   struct pm_error *err)
{
	struct pm_named named = { 0 };
	struct pm_buf id = { 0 };
	int code = PM_OK;

	if (name) {
		code = pm_resolve(&named, &edit->snapshot, name,
				  edit->ctx->repo.prefix, PM_POSTMORTEM, err);
	} else {
		if (pm_path_to_id(&id, NULL, &edit->snapshot.policy,
				  edit->ctx->repo.prefix))
			named.postmortem = pm_snapshot_find(&edit->snapshot,
							    pm_buf_str(&id));
		if (!named.postmortem)
			code = pm_fail(err, PM_EINVALID,
				       "say which post-mortem: git postmortem "
				       "action add <post-mortem> <title>");
	}
	if (code >= 0)
		code = record_edit_refuse_odd(edit, named.postmortem, err);
	if (code >= 0)
		code = record_edit_refuse_skipped(&named.postmortem->record,
						  named.postmortem, err);
	edit->postmortem = named.postmortem;
	pm_buf_release(&id);
	return code;
}

static int name_item(struct record_edit *edit, const char *title,
		     struct pm_buf *name, struct pm_error *err)
{
	struct pm_buf id = { 0 };
	const char *twin = NULL;
	int code;

	pm_name_of_title(name, "", title);
	if (!name->len)
		return pm_fail(err, PM_EINVALID,
			       "a title needs a letter or a digit");
	pm_buf_addf(&id, "%s/%s", edit->postmortem->id, pm_buf_str(name));
	for (size_t i = 0; i < edit->postmortem->actions && !twin; i++)
		if (pm_path_is_twin(edit->postmortem->action[i].id,
				    pm_buf_str(&id)))
			twin = edit->postmortem->action[i].id;
	if (twin)
		code = pm_fail(err, PM_EEXISTS,
			       "\"%s\" exists already; choose another title",
			       twin);
	else
		code = record_edit_refuse_gone(edit, pm_buf_str(&id), err);
	pm_buf_release(&id);
	return code;
}

/* For a script, and for whoever reads its log. */
static void show_id(struct context *ctx, struct pm_buf *out, const char *id)
{
	const struct pm_view view = view_of(ctx, out);

	pm_view_text(&view, PM_STYLE_PLAIN, id);
	pm_buf_addch(out, '\n');
}

static int write_item(struct record_edit *edit, const struct add_options *o,
		      const struct pm_draft *draft, const char *name,
		      const char *title, struct pm_error *err)
{
	struct context *ctx = edit->ctx;
	struct pm_buf path = { 0 }, message = { 0 }, id = { 0 };
	struct pm_record record = { .kind = PM_ACTION };
	struct writing writing;
	int code;

	pm_buf_addf(&id, "%s/%s", edit->postmortem->id, name);
	pm_id_to_path(&path, &edit->snapshot.policy, edit->postmortem->id,
		      name);
	pm_edit_write(&edit->files, pm_buf_str(&path),
		      pm_buf_str(&draft->text), draft->text.len, true);
	code = writing_begin(&writing, ctx, &edit->files,
			     wants_commit(ctx, &o->commit), err);
	if (code < 0)
		goto out;
	show_id(ctx, &writing.told, id.ptr);
	if (o->edit) {
		writing.stands = id.ptr;
		pm_before_no_memory(NULL, NULL);
		view_print(ctx, &writing.told);
		fflush(ctx->out);
		record.id = id.ptr;
		record.path = path.ptr;
		code = edit_by_hand(ctx, &edit->lock, draft->policy, &record,
				    err);
	}
	pm_buf_addf(&message, "%s: propose\n\n%s\n\n"
			      "Postmortem-Action: %s\n", name, title, id.ptr);
	if (code >= 0)
		code = writing_finish(&writing, pm_buf_str(&message), err);
out:
	writing_release(&writing);
	pm_buf_release(&id);
	pm_buf_release(&path);
	pm_buf_release(&message);
	return code;
}

extern const struct command cmd_action_add;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct add_options *o = options;
	struct record_edit edit;
	struct pm_draft draft = { 0 };
	struct pm_buf name = { 0 };
	struct pm_error err = { 0 };
	const char *title;
	int code;

	if (argc < 1 || argc > 2)
		return command_usage_error(&cmd_action_add, argc ?
				"put the title in quotes" :
				"say the post-mortem and the title");
	title = argv[argc - 1];
	code = record_edit_begin(&edit, ctx, &err);
	if (code >= 0)
		code = find_postmortem(&edit, argc > 1 ? argv[0] : NULL, &err);
	if (code >= 0)
		code = name_item(&edit, title, &name, &err);
	pm_draft_init(&draft, PM_ACTION, &edit.snapshot.policy, ctx->today,
		      o->message);
	if (code >= 0)
		code = fill(&edit, &draft, o, title, &err);
	if (code >= 0)
		code = record_history_begin(ctx, &draft, name.ptr, &err);
	if (code >= 0)
		code = write_item(&edit, o, &draft, pm_buf_str(&name), title,
				  &err);
	pm_draft_release(&draft);
	pm_buf_release(&name);
	record_edit_release(&edit);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_action_add = {
	.name = "action add",
	.usage = "[<post-mortem>] <title>",
	.summary = "propose an action item",
	.options = opts,
	.options_size = sizeof(struct add_options),
	.run = run,
	.acts = true,
	.complete = "id",
};

/* SPDX-License-Identifier: MIT */
#include "cmd/record_history.h"

#include <stdlib.h>

#include "base/limits.h"
#include "cmd/record_edit.h"
#include "git/worktree.h"

/* Without one, a change that was settled in the editor is not refused. */
static char *who_does_it(struct context *ctx, const struct pm_policy *policy)
{
	char *who = current_user(ctx, policy);

	if (!who)
		command_warn("git does not know you, so the history does not "
			     "say who did this; set user.name and "
			     "user.email");
	return who;
}

/* What somebody has written down already. True when something is left. */
static bool drop_known(struct pm_ledger_event *event,
		       const struct pm_policy *policy,
		       const struct pm_record *before,
		       const struct pm_record *now)
{
	const struct pm_ledger *ledger = &now->ledger;
	size_t old = before ? before->ledger.nr : 0;
	bool any = false;

	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++) {
		const struct pm_ledger_event *last =
			pm_ledger_last(ledger, ledger->nr, f);

		if (event->set[f] && last &&
		    (size_t)(last - ledger->event) >= old &&
		    pm_ledger_is_value(policy, last, f, event->set[f]))
			event->set[f] = NULL;
		any = any || event->set[f];
	}
	return any;
}

int record_history_add(struct context *ctx, const struct pm_policy *policy,
		       struct pm_buf *text, const struct pm_record *before,
		       const struct pm_record *record, const char *why,
		       struct pm_error *err)
{
	struct pm_arena arena = { 0 };
	struct pm_ledger_event event = { .day = ctx->today };
	struct pm_record now = { .kind = record->kind, .id = record->id,
				 .path = record->path };
	char *who = NULL;
	int code = PM_OK;

	pm_record_read(&now, &arena, pm_buf_str(text), text->len, policy,
		       PM_READ_LEDGER);
	if (now.is_unreadable || (before && before->is_unreadable) ||
	    !pm_ledger_difference(&event, policy, before, &now) ||
	    !drop_known(&event, policy, before, &now))
		goto out;
	who = who_does_it(ctx, policy);
	event.who = who;
	if (pm_record_state(&now) == PM_DECLINED && !why)
		why = pm_record_text(&now, PM_F_REASON);
	event.why = why;
	if (who)
		code = pm_ledger_append(text, policy, now.kind, &event, err);
	if (code < 0)
		code = pm_error_wrap(err, "%s", record->path);
out:
	free(who);
	pm_arena_release(&arena);
	return code;
}

int record_history_begin(struct context *ctx, struct pm_draft *draft,
			 const char *id, struct pm_error *err)
{
	const struct pm_record record = { .kind = draft->kind, .id = id,
					  .path = id };

	return record_history_add(ctx, draft->policy, &draft->text, NULL,
				  &record, NULL, err);
}

int record_history_of_edit(struct context *ctx, const struct pm_policy *policy,
			   const struct pm_record *record,
			   const struct pm_buf *before, struct pm_error *err)
{
	struct pm_record was = { .kind = record->kind, .id = record->id,
				 .path = record->path };
	struct pm_arena arena = { 0 };
	struct pm_buf text = { 0 };
	struct pm_edit files;
	size_t size, len;
	int code = pm_worktree_read(&text, &size, &ctx->repo, record->path,
				    PM_MAX_DOCUMENT, err);

	len = text.len;
	pm_edit_init(&files, &ctx->repo);
	pm_record_read(&was, &arena, pm_buf_str(before), before->len, policy,
		       PM_READ_LEDGER);
	/* One that is too large is for the rules to tell. */
	if (code >= 0 && len)
		code = record_history_add(ctx, policy, &text, &was, record,
					  NULL, err);
	if (code >= 0 && text.len > len) {
		pm_edit_write(&files, record->path, pm_buf_str(&text),
			      text.len, false);
		code = pm_edit_apply(&files, err);
	}
	pm_edit_release(&files);
	pm_buf_release(&text);
	pm_arena_release(&arena);
	return code;
}

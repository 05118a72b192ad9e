/* SPDX-License-Identifier: MIT */
#include "cmd/init.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "cmd/place.h"
#include "cmd/record_edit.h"
#include "model/roster.h"
#include "snapshot/people.h"

#define TOLD 5 /* by their handles */

static int read_authors(struct pm_strlist *out, struct context *ctx,
			struct pm_error *err)
{
	const char *tips[] = { NULL, NULL };
	char *head = NULL;
	int code = pm_repo_head(&ctx->repo, &head, err);

	tips[0] = head;
	/* On an unborn branch whoever begins is somebody already. */
	if (code >= 0 && head)
		code = pm_people_authors(out, tips, err);
	if (code >= 0 && !head) {
		char *me = author_contact(&ctx->repo, err);

		if (me)
			pm_strlist_add(out, me);
		free(me);
	}
	free(head);
	return code;
}

static void tell_handles(struct pm_buf *out, const struct pm_roster *roster)
{
	for (size_t i = 0; i < roster->nr && i < TOLD; i++)
		pm_buf_addf(out, "%s%s", i ? ", " : "",
			    roster->item[i].handle);
	if (roster->nr > TOLD)
		pm_buf_addf(out, " and %zu more", roster->nr - TOLD);
}

static void tell(struct context *ctx, const struct pm_roster *roster)
{
	struct pm_buf handles = { 0 }, safe = { 0 };

	tell_handles(&handles, roster);
	pm_text_safe(&safe, pm_buf_str(&handles), handles.len, PM_SAFE_LINE);
	if (roster->nr)
		fprintf(ctx->out, "people %s: read what was written before "
				  "you commit it\n", pm_buf_str(&safe));
	else
		fprintf(ctx->out, "people all %zu of the log's authors are "
				  "listed\n", roster->listed);
	for (size_t i = 0; i < roster->lacking.nr; i++) {
		pm_buf_reset(&safe);
		pm_text_safe(&safe, roster->lacking.item[i],
			     strlen(roster->lacking.item[i]), PM_SAFE_LINE);
		fprintf(ctx->out, "people %s; add it if that is one person\n",
			pm_buf_str(&safe));
	}
	if (roster->bots)
		fprintf(ctx->out, "people %zu who look%s like no person "
				  "left out\n", roster->bots,
			roster->bots == 1 ? "s" : "");
	if (roster->others)
		fprintf(ctx->out, "people %zu more left out: at most %u are "
				  "listed at once\n", roster->others,
			PM_MAX_ROSTER);
	pm_buf_release(&handles);
	pm_buf_release(&safe);
}

/* The policy that is there; else `text` stays what is to be written. */
static int read_policy(struct pm_buf *text, bool *is_there,
		       struct context *ctx, struct pm_error *err)
{
	struct pm_buf found = { 0 };
	size_t size = 0;
	int code = pm_worktree_read(&found, &size, &ctx->repo, PM_POLICY_PATH,
				    PM_MAX_POLICY, err);

	*is_there = code >= 0;
	if (code >= 0 && size > PM_MAX_POLICY)
		code = pm_fail(err, PM_EINVALID, "%s: is larger than %u bytes",
			       PM_POLICY_PATH, PM_MAX_POLICY);
	if (code >= 0) {
		pm_buf_reset(text);
		pm_buf_add(text, pm_buf_str(&found), found.len);
	}
	pm_buf_release(&found);
	return code == PM_ENOTFOUND ? PM_OK : code;
}

int init_people(struct context *ctx, struct pm_edit *edit, struct pm_buf *text,
		struct pm_error *err)
{
	struct pm_policy policy = { 0 };
	struct pm_strlist authors = { 0 };
	struct pm_roster roster = { 0 };
	bool is_there;
	int code = read_policy(text, &is_there, ctx, err);

	if (code >= 0)
		code = read_authors(&authors, ctx, err);
	if (code < 0)
		goto out;
	pm_policy_read(&policy, pm_buf_str(text), text->len);
	pm_people_use_mailmap(&policy, &ctx->repo);
	pm_roster_make(&roster, &policy, &authors);
	if (roster.nr)
		code = pm_roster_write(text, &roster, err);
	if (code < 0)
		goto out;
	if (is_there && !roster.nr)
		fprintf(ctx->out, "kept   %s\n", PM_POLICY_PATH);
	else
		fprintf(ctx->out, is_there ? "wrote  %s (people were added)\n" :
					     "wrote  %s\n", PM_POLICY_PATH);
	if (!is_there || roster.nr)
		pm_edit_write(edit, PM_POLICY_PATH, pm_buf_str(text),
			      text->len, !is_there);
	tell(ctx, &roster);
out:
	pm_roster_release(&roster);
	pm_policy_release(&policy);
	pm_strlist_release(&authors);
	return code;
}

void init_people_hint(struct context *ctx)
{
	struct pm_snapshot snapshot = { 0 };
	struct pm_strlist authors = { 0 };
	struct pm_roster roster = { 0 };
	struct pm_error ignored = { 0 };
	struct pm_buf handles = { 0 };

	if (place_policy(ctx, NULL, &snapshot, &ignored) >= 0 &&
	    !snapshot.policy.people &&
	    read_authors(&authors, ctx, &ignored) >= 0)
		pm_roster_make(&roster, &snapshot.policy, &authors);
	tell_handles(&handles, &roster);
	if (roster.nr > 1)
		command_hint(ctx, "the policy lists no people; \"git postmortem "
				  "init --people\" would list %s",
			     pm_buf_str(&handles));
	pm_buf_release(&handles);
	pm_roster_release(&roster);
	pm_strlist_release(&authors);
	pm_snapshot_release(&snapshot);
}

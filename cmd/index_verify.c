/* SPDX-License-Identifier: MIT */
#include "cmd/index.h"

#include "cmd/place.h"

static void tell_good(struct pm_buf *out, const struct pm_index_check *check)
{
	pm_buf_addstr(out, "the index holds what git tells: ");
	index_contents(out, (int64_t)check->commits, (int64_t)check->changes,
		       (int64_t)check->claims);
	pm_buf_addf(out, ", for %zu tip%s", check->tips,
		    check->tips == 1 ? "" : "s");
	if (check->gone_tips)
		pm_buf_addf(out, "; %zu that %s no longer there %s not looked "
			    "at", check->gone_tips,
			    check->gone_tips == 1 ? "is" : "are",
			    check->gone_tips == 1 ? "was" : "were");
	if (check->unseen_parts)
		pm_buf_addf(out, "; what was read with other commits replaced "
			    "or cut off was not looked at");
	pm_buf_addch(out, '\n');
}

static void tell_bad(const struct pm_view *view,
		     const struct pm_index_check *check)
{
	for (size_t i = 0; i < check->told.nr; i++) {
		pm_view_text(view, PM_STYLE_PLAIN, check->told.item[i]);
		pm_buf_addch(view->out, '\n');
	}
	if (check->differences > check->told.nr)
		pm_buf_addf(view->out, "and %zu more\n",
			    check->differences - check->told.nr);
}

/* What is damaged as a whole is told like what differs. */
static int look(struct context *ctx, const struct pm_policy *policy,
		struct pm_index_check *check, struct pm_error *err)
{
	struct pm_index index;
	int format;
	int code = pm_index_look(&index, &format, &ctx->repo, policy->root,
				 err);

	if (code > 0) {
		code = pm_index_check(check, &index, err);
		code = code < 0 ? code : 1;
	} else if (code < 0 && index.db.fault == PM_FAULT_DAMAGED) {
		pm_strlist_add(&check->told, err->message);
		check->differences = 1;
		code = 1;
	}
	pm_index_close(&index);
	return code;
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	struct pm_index_check check = { 0 };
	struct pm_snapshot snapshot = { 0 };
	struct pm_error err = { 0 };
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out, .color = ctx->color,
				.width = ctx->width, .today = ctx->today };
	int status = index_policy(ctx, &cmd_index_verify, argc, argv,
				  &snapshot);
	int code;

	(void)options;
	if (status != EXIT_OK)
		goto out;
	code = look(ctx, &snapshot.policy, &check, &err);
	if (code < 0) {
		status = command_fail(&err);
		goto out;
	}
	if (!code)
		pm_buf_addstr(&out, "there is no index yet\n");
	else if (check.differences)
		tell_bad(&view, &check);
	else
		tell_good(&out, &check);
	fwrite(pm_buf_str(&out), 1, out.len, ctx->out);
	fflush(ctx->out);
	if (check.differences) {
		status = EXIT_FINDINGS;
		command_hint(ctx, "\"git postmortem index rebuild\" makes it "
			     "anew");
	}
out:
	pm_index_check_release(&check);
	pm_snapshot_release(&snapshot);
	pm_buf_release(&out);
	return status;
}

const struct command cmd_index_verify = {
	.name = "index verify",
	.usage = "",
	.summary = "compare the index of the history with git; exit 1 if they "
		   "differ",
	.run = run,
};

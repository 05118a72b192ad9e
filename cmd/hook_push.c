/* SPDX-License-Identifier: MIT */
#include "cmd/hook.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "check/push.h"
#include "git/file.h"
#include "git/objects.h"
#include "view/push_text.h"

/*
 * The hooks of a push: pre-receive and update where it arrives, pre-push
 * where it starts. Whatever cannot be read refuses it. Nothing is kept: what
 * is pushed may lie in a quarantine that git throws away.
 */
struct push_hook {
	struct context *ctx;
	const char *name;
	char **operand;
	struct pm_ref_updates updates;
	char *policy_at;
	struct pm_strlist known; /* pre-push */
	struct pm_push_result result;
};

static bool is(const struct push_hook *hook, const char *name)
{
	return !strcmp(hook->name, name);
}

/* Gitaly sets both for its hooks, GitLab Shell the first. */
static bool is_gitlab(void)
{
	return getenv("GL_ID") || getenv("GL_PROTOCOL");
}

/* --- what is pushed --- */

static int read_updates(struct push_hook *hook, struct pm_error *err)
{
	size_t id_len = strlen(pm_repo_empty_tree(&hook->ctx->repo));
	struct pm_buf text = { 0 };
	int code = PM_OK;

	if (is(hook, "update"))
		return pm_ref_updates_add(&hook->updates, hook->operand[0],
					  hook->operand[1], hook->operand[2],
					  id_len, err);
	if (pm_file_read_fd(&text, STDIN_FILENO, PM_MAX_PUSH_INPUT) < 0)
		code = pm_fail_errno(err, "cannot read what is pushed from "
				     "standard input (at most %u bytes)",
				     PM_MAX_PUSH_INPUT);
	else
		code = pm_ref_updates_parse(
			&hook->updates, pm_buf_str(&text), text.len,
			is(hook, "pre-push") ? PM_PUSH_SENDS :
					       PM_PUSH_RECEIVES,
			id_len, err);
	/* Somebody else's hook may have read it, and not handed it on. */
	if (code >= 0 && !hook->updates.nr && is(hook, "pre-receive"))
		code = pm_fail(err, PM_EINVALID, "nothing is said on standard "
			       "input of what is pushed; a hook that reads it "
			       "has to hand it on");
	pm_buf_release(&text);
	return code;
}

/* --- what is there --- */

/* The other side's default branch, as far as this clone knows it, and what it
 * is known to have. */
static int look_at_remote(struct push_hook *hook, struct pm_error *err)
{
	struct pm_repo *repo = &hook->ctx->repo;
	const char *remote = hook->operand[0];
	struct pm_buf head = { 0 };
	struct pm_error ignored;

	/* Where the push goes to an address, git gives that for the name. */
	if (remote[strcspn(remote, ":?*[\\~^ ")]) {
		pm_strlist_add(&hook->known, "--remotes");
	} else {
		pm_strlist_addf(&hook->known, "--remotes=%s", remote);
		pm_buf_addf(&head, "refs/remotes/%s/HEAD", remote);
		if (pm_repo_resolve(repo, pm_buf_str(&head), &hook->policy_at,
				    &ignored) < 0)
			hook->policy_at = NULL;
		pm_buf_release(&head);
	}
	for (size_t i = 0; i < hook->updates.nr; i++) {
		struct pm_ref_update *update = &hook->updates.item[i];
		bool here = false;
		int code = PM_OK;

		if (update->from && update->to)
			code = pm_push_has_commit(&here, update->from, err);
		if (code < 0)
			return code;
		if (here)
			pm_strlist_add(&hook->known, update->from);
		else
			update->from = NULL;
	}
	return PM_OK;
}

static int look_here(struct push_hook *hook, struct pm_error *err)
{
	/* HEAD is not that of the namespace, and there may be others. */
	if (getenv("GIT_NAMESPACE") && *getenv("GIT_NAMESPACE"))
		return pm_fail(err, PM_EINVALID, "GIT_NAMESPACE is set; pushes "
			       "into a namespace cannot be checked");
	return pm_repo_head(&hook->ctx->repo, &hook->policy_at, err);
}

static int judge(struct push_hook *hook, struct pm_error *err)
{
	struct pm_push_check push = { .repo = &hook->ctx->repo,
				      .today = hook->ctx->today };
	int code = read_updates(hook, err);

	/* It will answer what the names of commits stand for, too. */
	pm_objects_begin(push.repo);
	if (code < 0 || !hook->updates.nr)
		return code;
	if (is(hook, "pre-push"))
		code = look_at_remote(hook, err);
	else
		code = look_here(hook, err);
	push.update = hook->updates.item;
	push.nr = hook->updates.nr;
	push.policy_at = hook->policy_at;
	push.known = is(hook, "pre-push") ? &hook->known : NULL;
	return code < 0 ? code : pm_check_push(&hook->result, &push, err);
}

/* --- what is said --- */

static void print(const struct pm_buf *text)
{
	struct pm_buf marked = { 0 };

	pm_push_mark(&marked, is_gitlab() ? PM_PUSH_GITLAB : "",
		     pm_buf_str(text));
	fputs(pm_buf_str(&marked), stderr);
	fflush(stderr);
	pm_buf_release(&marked);
}

static struct pm_view view_on(struct push_hook *hook, struct pm_buf *out)
{
	struct pm_view view = { .out = out, .width = PM_PUSH_WIDTH,
				.today = hook->ctx->today };

	if (is_gitlab())
		view.width -= strlen(PM_PUSH_GITLAB);
	return view;
}

static int refuse(struct push_hook *hook, const struct pm_error *err)
{
	struct pm_buf out = { 0 };
	const struct pm_view view = view_on(hook, &out);

	pm_push_error_text(&view, err->message);
	print(&out);
	pm_buf_release(&out);
	return EXIT_FATAL;
}

static int answer(struct push_hook *hook)
{
	struct pm_buf out = { 0 };
	const struct pm_view view = view_on(hook, &out);
	bool refused = hook->result.errors > 0;

	if (refused)
		pm_push_text(&view, &hook->result);
	else
		pm_push_count_text(&view, &hook->result);
	if (refused && is(hook, "pre-push"))
		pm_push_paragraph(&view, "\"git push --no-verify\" skips this "
				  "once.");
	if (refused)
		print(&out);
	else
		fputs(pm_buf_str(&out), stderr);
	pm_buf_release(&out);
	return refused ? EXIT_FINDINGS : EXIT_OK;
}

int hook_run_push(struct context *ctx, int argc, char **argv)
{
	struct push_hook hook = { .ctx = ctx, .name = argv[0],
				  .operand = argv + 1 };
	struct pm_error err = { 0 };
	int code, status;

	if (is(&hook, "update") && argc != 4)
		return command_usage_error(&cmd_hook_run, "update needs the "
					   "ref, its old and its new id");
	if (is(&hook, "pre-push") && argc != 3)
		return command_usage_error(&cmd_hook_run, "pre-push needs the "
					   "remote's name and address");
	if (is(&hook, "pre-receive") && argc != 1)
		return command_usage_error(&cmd_hook_run, "pre-receive reads "
					   "standard input and nothing else");
	code = pm_repo_open(&ctx->repo, &err);
	if (code >= 0)
		code = judge(&hook, &err);
	if (code == PM_ENEWER && is(&hook, "pre-push"))
		status = hook_step_aside(&err);
	else if (code < 0)
		status = refuse(&hook, &err);
	else
		status = answer(&hook);
	pm_ref_updates_release(&hook.updates);
	pm_push_result_release(&hook.result);
	pm_strlist_release(&hook.known);
	free(hook.policy_at);
	return status;
}

/* SPDX-License-Identifier: MIT */
#include "cmd/subject.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"

static const char *prefix_of(struct context *ctx)
{
	return pm_repo_config(&ctx->repo, "postmortem.commitprefix");
}

void subject_begin(struct context *ctx, struct pm_buf *out)
{
	const char *prefix = prefix_of(ctx);
	size_t len = prefix ? strlen(prefix) : 0;

	if (len)
		pm_buf_addstr(out, prefix);
	/* A file of git's configuration loses the blank at a line's end. */
	if (len && prefix[len - 1] == ':')
		pm_buf_addch(out, ' ');
}

/* Whether something here has an opinion about subjects: hooks of others, or
 * what the usual checkers are set up with. */
static bool has_message_checker(const struct context *ctx)
{
	static const char *const known[] = {
		"commitlint.config.", ".commitlintrc", ".czrc", ".cz.",
		"cz.", ".gitlint",
	};
	struct pm_buf hook = { 0 };
	struct dirent *entry;
	bool found;
	DIR *top;

	pm_path_join(&hook, ctx->repo.hooks_dir, "commit-msg.before-postmortem");
	found = !access(hook.ptr, X_OK) ||
		!faccessat(ctx->repo.top_fd, ".husky/commit-msg", F_OK, 0);
	pm_buf_release(&hook);
	top = found ? NULL : opendir(ctx->repo.top);
	while (top && !found && (entry = readdir(top)))
		for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
			found |= !strncmp(entry->d_name, known[i],
					  strlen(known[i]));
	if (top)
		closedir(top);
	return found;
}

void subject_name_prefix(struct context *ctx, struct pm_error *err)
{
	char why[sizeof(err->message)];

	if (err->code != PM_EINVALID || prefix_of(ctx) ||
	    !has_message_checker(ctx))
		return;
	memcpy(why, err->message, sizeof(why));
	pm_fail(err, err->code,
		"%s; where a hook asks for a form of the subject, 'git config "
		"postmortem.commitPrefix \"docs(postmortem): \"' sets how "
		"ours begins", why);
}

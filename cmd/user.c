/* SPDX-License-Identifier: MIT */
#include "cmd/user.h"

#include <stdlib.h>

#include "base/path.h"
#include "git/log.h"

char *author_contact(struct pm_repo *repo, struct pm_error *err)
{
	char *name = NULL, *email = NULL, *contact = NULL;

	if (pm_repo_author(repo, &name, &email, err) >= 0)
		contact = pm_contact(name, email);
	free(name);
	free(email);
	return contact;
}

char *current_user(struct context *ctx, const struct pm_policy *policy)
{
	const char *set = pm_repo_config(&ctx->repo, "postmortem.user");
	struct pm_error err = { 0 };
	char *contact, *who;

	if (set && *set)
		return pm_xstrdup(set);
	contact = author_contact(&ctx->repo, &err);
	who = contact ? pm_xstrdup(pm_policy_who(policy, contact)) : NULL;
	free(contact);
	return who;
}

void user_path(struct context *ctx, struct pm_buf *out, const char *path)
{
	pm_path_to_prefix(out, ctx->repo.prefix, path);
}

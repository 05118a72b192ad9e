/* SPDX-License-Identifier: MIT */
#ifndef CMD_USER_H
#define CMD_USER_H

#include "cmd/command.h"
#include "model/policy.h"

/* Who works here, and from where. */

/* The author that git would record, "Name <address>"; the caller's. */
char *author_contact(struct pm_repo *repo, struct pm_error *err);
/* Who is working: postmortem.user, else the policy's person who is git's
 * author, else that author's address as .mailmap has it. NULL when git knows
 * nobody. The caller frees it. */
char *current_user(struct context *ctx, const struct pm_policy *policy);

/* The path from the top as it looks from where the user stands. */
void user_path(struct context *ctx, struct pm_buf *out, const char *path);

#endif

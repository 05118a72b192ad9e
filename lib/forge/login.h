/* SPDX-License-Identifier: MIT */
#ifndef PM_LOGIN_H
#define PM_LOGIN_H

#include <stdbool.h>

#include "base/strlist.h"
#include "forge/pull.h"

/*
 * Who an account of a forge is. It is somebody only
 * - whom the policy's "people" give this very name there ("forge"), or
 * - who is known by that forge's private address: "123+bob" or "bob" at
 *   users.noreply.HOST (GitHub), "123-bob" there (GitLab), "bob" at
 *   noreply.HOST (Gitea): as an address of "people", as .mailmap has it, or
 *   since the record itself has it. Where both tell a number it decides, so
 *   that a person who took another name stays who they are, and who took over
 *   the old name is somebody else.
 *
 * That a handle is the same word as a name there means nothing: "bob" here and
 * @bob there are two people until somebody says otherwise. A name that two of
 * "people" claim is neither's. Bots are nobody. Letters' case does not count.
 */
bool pm_login_is(const struct pm_login *login, const struct pm_pull *pull,
		 const struct pm_policy *policy, const char *person);

/* The names there of the one whom a record names, without "@". */
void pm_logins_of(struct pm_strlist *out, const struct pm_pull *pull,
		  const struct pm_policy *policy, const char *person);

#endif

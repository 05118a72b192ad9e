/* SPDX-License-Identifier: MIT */
#ifndef PM_MAILMAP_H
#define PM_MAILMAP_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strlist.h"
#include "git/repo.h"

/*
 * What .mailmap, mailmap.file and mailmap.blob make of people, asked of git
 * (git check-mailmap). `git log` applies them by itself.
 */

/* For each of `contacts`, "Name <address>" or "<address>", what it is instead,
 * in the same order. One process; none where there is no such file, and then
 * `out` stays empty. A contact that git cannot read stays as it is. */
int pm_mailmap(struct pm_repo *repo, const struct pm_strlist *contacts,
	       struct pm_strlist *out, struct pm_error *err);

#endif

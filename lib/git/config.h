/* SPDX-License-Identifier: MIT */
#ifndef PM_CONFIG_H
#define PM_CONFIG_H

#include "git/repo.h"

/* Start reading git's configuration, which every command will ask for, while
 * something else is waited for; for repo.c only. pm_repo_config() reads what
 * comes of it. */
void pm_config_begin(struct pm_repo *repo);
/* Whether it was read or not. */
void pm_config_end(struct pm_repo *repo);

#endif

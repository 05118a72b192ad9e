/* SPDX-License-Identifier: MIT */
#ifndef PM_HOOKS_CONFIG_H
#define PM_HOOKS_CONFIG_H

#include "base/error.h"
#include "git/hooks.h"

/*
 * Hooks in git's configuration: hook.<section>.command is run for each
 * hook.<section>.event, before the hook in the folder. git does so since
 * 2.54; an older one passes over them and says nothing. Ours are in the
 * repository's own configuration, a section for each hook, because git does
 * not tell the command for which hook it is run. Private to the hooks.
 */

/* Fill in `configured` and what goes with it. */
int pm_hooks_config_find(struct pm_hooks *hooks, struct pm_error *err);
/* A failure, with the reason, where git is too old. */
int pm_hooks_config_works(struct pm_error *err);
int pm_hook_config_set(const struct pm_hook *hook, struct pm_error *err);
int pm_hook_config_unset(const struct pm_hook *hook, struct pm_error *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_HOOKS_MANAGER_H
#define PM_HOOKS_MANAGER_H

#include "base/buf.h"

/*
 * Hook managers: which of them wrote a hook, and whether its own
 * configuration makes it run us. Private to the hooks.
 */

/* The tool that generated a hook, static; NULL: none that we know. */
const char *pm_hook_manager(const struct pm_buf *text);

/*
 * The file, below `top` and absolute, that makes the manager of the hook
 * `text` run us in `name`; NULL if none does. Looked for by lines, as people
 * write it: "postmortem hook run <name>", or for pre-commit the id of a hook
 * of our .pre-commit-hooks.yaml. What a manager then skips, or takes from
 * elsewhere, is not known.
 */
char *pm_hook_manager_config(const struct pm_buf *text, const char *name,
			     const char *top);

#endif

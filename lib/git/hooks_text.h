/* SPDX-License-Identifier: MIT */
#ifndef PM_HOOKS_TEXT_H
#define PM_HOOKS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "git/hooks.h"

#define PM_HOOK_BEFORE ".before-postmortem" /* the shims know it too */
#define PM_HOOK_CALL "postmortem hook run"  /* what runs us says this */

/*
 * What the text of a hook says: whether it is ours, whose else it is. Looks
 * at bytes only. Private to the hooks.
 */

/* A whole file as a shim. */
enum pm_hook_state pm_hook_text_state(const char *name,
				      const struct pm_buf *text);
/* Our block inside a hook that husky starts; [*start, *end) unless absent.
 * OLDER also where it does not stand at its place. Without an end marker it is
 * EDITED and empty: nobody knows where it ends. */
enum pm_hook_state pm_hook_block_state(const char *name,
				       const struct pm_buf *text,
				       size_t *start, size_t *end);

/* Append what this version installs: the shim, the block. */
void pm_hook_add_shim(struct pm_buf *out, const char *name);
void pm_hook_add_block(struct pm_buf *out, const char *name);
/*
 * Where the block goes: last, so that what is judged is what the other lines
 * leave in the index, but before a last line that leaves the script. That of
 * pre-push goes behind a "#!" line: it takes what git says on standard input
 * before anything else can, and what is pushed changes no longer.
 */
size_t pm_hook_block_place(const char *name, const struct pm_buf *text);

/* These words, and not the beginning of longer ones, stand in a line that is
 * no comment. */
bool pm_hook_text_says(const struct pm_buf *text, const char *words);
/* It starts what lies in a folder called after it, as Gitea's does. */
bool pm_hook_text_runs_parts(const struct pm_buf *text);
/* It reads its own name from $0, as hooks that serve several names do. */
bool pm_hook_text_asks_its_name(const struct pm_buf *text);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CMD_TARGET_H
#define CMD_TARGET_H

#include "cmd/command.h"
#include "snapshot/snapshot.h"

/* Whose history is asked for: a record that stands there, or one that is
 * gone. Both NULL: everybody's. */
struct target {
	char *id, *item;
	bool is_gone;
};

/* The snapshot that names are looked for in; its policy is sound. */
int target_open(struct context *ctx, const char *at, struct pm_snapshot *out,
		struct pm_error *err);
/* `at` is a commit, or NULL. Lists the snapshot where that is needed. */
int target_find(struct target *target, struct context *ctx,
		struct pm_snapshot *snapshot, const char *at, const char *name,
		struct pm_error *err);
void target_release(struct target *target);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CMD_HERE_H
#define CMD_HERE_H

#include "cmd/command.h"
#include "snapshot/here.h"
#include "snapshot/snapshot.h"

/* What evidence "here" names, of the items that a command shows. */
struct heres {
	struct pm_arena arena;
	struct pm_here *item;
	size_t nr;
};

/* Of items that were read from where `snapshot` stands; git is asked only
 * where one of them has such evidence. */
int heres_find(struct heres *out, struct context *ctx,
	       const struct pm_snapshot *snapshot,
	       const struct pm_record *record, size_t nr,
	       struct pm_error *err);
/* NULL: that item's evidence is something else. */
const struct pm_here *heres_of(const struct heres *heres,
			       const struct pm_record *record);
void heres_release(struct heres *heres);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_TRACK_H
#define PM_TRACK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "model/policy.h"

/* Which paths a walk follows, and whose they are. */

/* What a walk follows: literal paths. A file outside of the root (it was
 * imported, or moved there) belongs to the record `id` with the same index;
 * "" for paths whose own place says whose they are. */
struct pm_track {
	struct pm_strlist path;
	struct pm_strlist id;
};

void pm_track_add(struct pm_track *track, const char *path, const char *id);
/* Whether a path is one of them or below one; no path is everything. */
bool pm_track_follows(const struct pm_track *track, const char *path);
void pm_track_release(struct pm_track *track);

/* Which record a path is under this policy's root: its id ("folder" or
 * "folder/item") goes to `id`. False for any other file. */
bool pm_path_identify(struct pm_buf *id, enum pm_kind *kind,
		      const struct pm_policy *policy, const char *path);

#endif

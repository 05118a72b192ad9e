/* SPDX-License-Identifier: MIT */
#ifndef PM_VERSION_H
#define PM_VERSION_H

#include "base/alloc.h"
#include "base/error.h"
#include "git/repo.h"
#include "model/record.h"

/*
 * Versions of records by their blobs. What one event calls "before" is
 * mostly what an older one calls "after", so the latest are kept.
 */
struct pm_version;

#define PM_VERSIONS_KEPT 256

struct pm_versions {
	struct pm_repo *repo;		/* borrowed */
	const struct pm_policy *policy; /* borrowed */
	struct pm_version *slot[PM_VERSIONS_KEPT];
	struct pm_version *retired; /* pushed out, but still in use */
	struct pm_arena arena;	    /* of what is not kept */
	size_t event;		    /* counts pm_versions_next() */
};

/* Begin the next event: what was got before may go. */
void pm_versions_next(struct pm_versions *versions);
/* Read the blob `oid` as the record `id` at `path` (copied). Lives until
 * pm_versions_next(). */
int pm_version_get(const struct pm_record **out, struct pm_versions *versions,
		   enum pm_kind kind, const char *id, const char *path,
		   const char *oid, enum pm_read what, struct pm_error *err);
void pm_versions_release(struct pm_versions *versions);

#endif

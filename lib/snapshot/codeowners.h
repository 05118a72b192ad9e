/* SPDX-License-Identifier: MIT */
#ifndef PM_SNAPSHOT_CODEOWNERS_H
#define PM_SNAPSHOT_CODEOWNERS_H

#include "base/buf.h"
#include "base/error.h"
#include "snapshot/source.h"
#include "syntax/codeowners.h"

/*
 * The CODEOWNERS of a place: the first that is there of those that forges look
 * for (GitHub: .github, the top, docs; GitLab: the top, docs, .gitlab).
 */
extern const char *const pm_codeowners_path[]; /* NULL-terminated */
#define PM_CODEOWNERS_DEFAULT "CODEOWNERS" /* where there is none yet */

/*
 * Its path (static) through *path, NULL when there is none, and its text. A
 * failure also when it is larger than PM_MAX_CODEOWNERS: no forge reads it.
 */
int pm_codeowners_find(const char **path, struct pm_buf *text,
		       const struct pm_source *source, struct pm_error *err);
/* The same, parsed; without lines when there is none. */
int pm_codeowners_load(struct pm_codeowners *out, const char **path,
		       const struct pm_source *source, struct pm_error *err);

#endif

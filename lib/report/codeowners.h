/* SPDX-License-Identifier: MIT */
#ifndef PM_REPORT_CODEOWNERS_H
#define PM_REPORT_CODEOWNERS_H

#include "base/buf.h"
#include "base/strlist.h"
#include "snapshot/snapshot.h"

/*
 * Lines of a CODEOWNERS: the folder of each post-mortem that is not closed
 * goes to its owner, and each of its open items that somebody else owns to
 * that one. Behind the folder, since the last line that matches counts.
 */
struct pm_codeowner_lines {
	struct pm_buf text;	  /* whole lines; "" when there are none */
	struct pm_strlist omitted; /* what cannot be said, each with its why:
				    * "<path>: <why>" */
};

/* The snapshot must have been read, with items. With `section`, under a
 * heading of their own, as GitLab has them. */
void pm_codeowner_lines_make(struct pm_codeowner_lines *out,
			     const struct pm_snapshot *snapshot, bool section);
void pm_codeowner_lines_release(struct pm_codeowner_lines *lines);

#endif

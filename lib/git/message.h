/* SPDX-License-Identifier: MIT */
#ifndef PM_MESSAGE_H
#define PM_MESSAGE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "git/repo.h"

/*
 * A commit message as commit-msg is handed it: with git's comments and,
 * under commit.verbose, the diff below the scissors.
 */

/*
 * Append what of it will be recorded: cut at the scissors, blanks tidied, and
 * without comments where git will take them out (commit.cleanup,
 * core.commentChar; by default when an editor was open). --cleanup on the
 * command line is not seen.
 */
void pm_message_clean(struct pm_buf *out, struct pm_repo *repo,
		      const char *text, size_t len);

/* The cleaned text of the file that git hands to commit-msg. More than
 * PM_MAX_COMMIT_MESSAGE above the scissors fails. */
int pm_message_read(struct pm_buf *out, struct pm_repo *repo,
		    const char *path, struct pm_error *err);

#endif

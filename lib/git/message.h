/* SPDX-License-Identifier: MIT */
#ifndef PM_MESSAGE_H
#define PM_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "git/repo.h"

/*
 * A commit message on its way to git and from it. Here a message is UTF-8;
 * git takes and hands it over in the encoding of i18n.commitEncoding, which it
 * writes into the commit.
 *
 * As commit-msg is handed it, it has git's comments and, under
 * commit.verbose, the diff below the scissors.
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

/* Append a message in the encoding in which git will record it, our arrow as
 * "->" where that has none. False, when
 * that cannot say all of it: then it is appended as it is, and git has to be
 * told so by PM_MESSAGE_IS_UTF8, behind its -c. */
bool pm_message_encode(struct pm_buf *out, struct pm_repo *repo,
		       const char *message);
#define PM_MESSAGE_IS_UTF8 "i18n.commitEncoding=UTF-8"

#endif

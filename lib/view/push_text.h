/* SPDX-License-Identifier: MIT */
#ifndef PM_PUSH_TEXT_H
#define PM_PUSH_TEXT_H

#include "check/push.h"
#include "view/style.h"

/*
 * What is said of a push. git shows it to whoever pushes, each line behind
 * "remote: ", so it is broken at PM_PUSH_WIDTH columns; a path, and a command
 * that may be copied, stay whole. Of more than PM_MAX_PUSH_TOLD findings the
 * rest is counted.
 */
#define PM_PUSH_WIDTH 72
/* GitLab shows in its pages only lines that begin like this. */
#define PM_PUSH_GITLAB "GL-HOOK-ERR: "

/* The findings of a push that is refused: where, what, how to mend it, and
 * the command that shows them where they can be mended. */
void pm_push_text(const struct pm_view *view,
		  const struct pm_push_result *result);
/* Of one that passes: how many warnings, on a line; nothing without. */
void pm_push_count_text(const struct pm_view *view,
			const struct pm_push_result *result);
/* Of one that could not be judged: why. */
void pm_push_error_text(const struct pm_view *view, const char *why);
/* A line of our own. */
void pm_push_paragraph(const struct pm_view *view, const char *text);
/* Append `text` with `mark` before every line that is not empty. */
void pm_push_mark(struct pm_buf *out, const char *mark, const char *text);

#endif

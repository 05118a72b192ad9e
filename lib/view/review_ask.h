/* SPDX-License-Identifier: MIT */
#ifndef PM_REVIEW_ASK_H
#define PM_REVIEW_ASK_H

#include "view/json.h"
#include "view/review_comment.h"
#include "view/style.h"

/* Whose answer a change waits for, and what their approval means; nothing
 * where it waits for none. */

void pm_review_asks_text(const struct pm_view *view,
			 const struct pm_review *review);
/* Where there is little room, the first few of them. */
void pm_review_asks_markdown(const struct pm_comment *c);
json_t *pm_review_asks_json(const struct pm_review *review);

#endif

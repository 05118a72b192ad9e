/* SPDX-License-Identifier: MIT */
#ifndef PM_DIGEST_PAGE_H
#define PM_DIGEST_PAGE_H

#include "report/digest.h"
#include "view/style.h"

/*
 * A digest that is read where it is printed, part after part. In Markdown what
 * comes out of files is code: no text makes a mention, a link or HTML.
 */
void pm_digest_text(const struct pm_view *view,
		    const struct pm_digest *digest);
void pm_digest_markdown(struct pm_buf *out, const struct pm_digest *digest);

#endif

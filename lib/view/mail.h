/* SPDX-License-Identifier: MIT */
#ifndef PM_MAIL_H
#define PM_MAIL_H

#include "base/buf.h"
#include "base/date.h"

/*
 * Mail as RFC 5322 and MIME have it, in an mbox of RFC 4155. Lines end in LF,
 * as in an mbox. Text is made safe, so that nothing that comes out of a file
 * ends a header or begins another one.
 */

/* The line that begins a message of an mbox. */
void pm_mail_begin(struct pm_buf *out, const char *sender,
		   struct pm_time time);
/*
 * A header of free text: as it is where that is short and plain ASCII, else as
 * encoded words (RFC 2047), in lines of at most PM_MAX_MAIL_HEADER characters.
 */
void pm_mail_header(struct pm_buf *out, const char *key, const char *text);
/* A header of one person; `name` may be "". The address is one by
 * pm_is_mail_address(). */
void pm_mail_person(struct pm_buf *out, const char *key, const char *name,
		    const char *address);
void pm_mail_date(struct pm_buf *out, struct pm_time time);
/* The empty line, `text` (UTF-8, every line ended) as quoted-printable, and the
 * empty line that ends a message of an mbox. No line begins with "From ". */
void pm_mail_body(struct pm_buf *out, const char *text);

#endif

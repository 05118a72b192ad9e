/* SPDX-License-Identifier: MIT */
#ifndef PM_XML_H
#define PM_XML_H

#include "base/buf.h"

/*
 * Text of others inside XML 1.0 of ours. What no XML document may hold, as
 * most control characters and bytes that are not UTF-8, becomes U+FFFD; what
 * hides or reorders text, and what a runner of workflows would take for a
 * command, is written as a character reference. The names are our own words.
 */

/* ` name="text"`, where white space survives as it is. */
void pm_xml_attribute(struct pm_buf *out, const char *name, const char *text);
/* Text between two tags. */
void pm_xml_text(struct pm_buf *out, const char *text);

#endif

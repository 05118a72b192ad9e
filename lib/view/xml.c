/* SPDX-License-Identifier: MIT */
#include "view/xml.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

#define REPLACEMENT 0xfffdu

/* The production Char of XML 1.0, section 2.2; a decoder of UTF-8 lets no
 * surrogate through. */
static bool is_allowed(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' ||
	       (c >= 0x20 && c != 0xfffe && c != 0xffff);
}

/* A parser makes a blank of white space in an attribute, and LF of CR. */
static bool is_reference(uint32_t c, bool is_attribute)
{
	return strchr("&<>\"'\r", (int)c) || pm_hidden_character(c) ||
	       (is_attribute && c < ' ');
}

static void add(struct pm_buf *out, const char *text, bool is_attribute)
{
	size_t len = strlen(text), used;
	uint32_t c;

	for (size_t i = 0; i < len; i += used ? used : 1) {
		used = pm_utf8_decode(text + i, len - i, &c);
		if (!used || !is_allowed(c))
			c = REPLACEMENT;
		if (c == REPLACEMENT ||
		    (c < 0x80 ? is_reference(c, is_attribute) :
				pm_hidden_character(c) != NULL) ||
		    (c == '[' && i >= 2 && !memcmp(text + i - 2, "##", 2)))
			pm_buf_addf(out, "&#x%X;", (unsigned)c);
		else
			pm_buf_add(out, text + i, used);
	}
}

void pm_xml_attribute(struct pm_buf *out, const char *name, const char *text)
{
	pm_buf_addf(out, " %s=\"", name);
	add(out, text, true);
	pm_buf_addch(out, '"');
}

void pm_xml_text(struct pm_buf *out, const char *text)
{
	add(out, text, false);
}

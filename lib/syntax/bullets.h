/* SPDX-License-Identifier: MIT */
#ifndef PM_BULLETS_H
#define PM_BULLETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"

/*
 * The list of one section, read from the bytes of a file. cmark is not asked:
 * a list of many records reads thousands of them.
 *
 * The section is the last one whose heading is_name() accepts. It ends at the
 * next heading of the same or a higher level. Nothing counts inside a fence,
 * an HTML comment, <pre>, <script> or <style>, or indented by four columns.
 * "-", "*" and "+" are one mark. An entry is the first paragraph of a list
 * item: it ends at a blank line or where another block begins.
 */
struct pm_bullet {
	const char *text; /* its lines joined, markup as it stands: with one
			   * blank, or with none between two characters of
			   * a script that is written without blanks */
	size_t indented;  /* so much of it came from lines that are indented,
			   * as formatters do; what people put below without
			   * a blank line may be no part of it */
	size_t line;	  /* 1-based, in the whole file */
	size_t start;	  /* the byte where that line begins */
	size_t end;	  /* behind its last line, the line's end included */
	size_t indent;	  /* columns before the mark */
	char mark;
};

struct pm_bullets {
	bool is_there;	  /* there is such a section */
	size_t line;	  /* of its heading */
	size_t start;	  /* the byte where the heading begins, */
	size_t body;	  /* behind it, */
	size_t end;	  /* and where the next section begins */
	struct pm_bullet *item; /* in the arena */
	size_t nr;
	size_t alloc;
};

/* `normal` is a heading's pm_text_normal(). */
typedef bool (*pm_is_heading_fn)(const void *payload, const char *normal);

/* Read bytes [start, len) of `text`, where line `line` begins at `start`. */
void pm_bullets_read(struct pm_bullets *out, struct pm_arena *arena,
		     const char *text, size_t start, size_t len, size_t line,
		     pm_is_heading_fn is_name, const void *payload);

#endif

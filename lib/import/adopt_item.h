/* SPDX-License-Identifier: MIT */
#ifndef PM_ADOPT_ITEM_H
#define PM_ADOPT_ITEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "import/adopt_document.h"

/* One action item between being found in a document and being a file. */

struct sketch {
	size_t line;
	const char *text;   /* plain: the bullet, the cell, the heading */
	const char *strong; /* what it begins with in bold, or NULL */
	const char *source; /* Markdown of the same */
	const char *below;  /* Markdown of what belongs to it, or "" */
	const char *link;   /* first link of `source`, or NULL */

	enum pm_state state; /* PM_STATES: not said */
	const char *owner, *team, *type, *priority, *ticket, *evidence, *reason;
	pm_date due;
	bool due_assumed; /* its year is that of the incident, or the next */
};

/* A sketch of which nothing is known but its text. */
struct sketch pm_sketch(const char *text, const char *source, size_t line);

/*
 * Take a value that the document labels as `column`. False when it cannot be
 * one, and nothing is taken; with `tell`, that is a remark. `link` is the
 * target of a link in it, or NULL.
 */
bool pm_sketch_take(struct adoption *a, struct sketch *sketch,
		    enum column column, const char *value, const char *link,
		    bool tell);

/* Take what the running text says about the item, "(@alice, due 1 March)",
 * "Owner: Bob", and leave what is to be done in sketch->text. */
void pm_sketch_read_text(struct adoption *a, struct sketch *sketch);
/* One piece of it, as stands in brackets; false when it is something else.
 * With `person`, an unknown name will do. */
bool pm_sketch_take_piece(struct adoption *a, struct sketch *sketch,
			  const char *piece, bool person);

/* The state that a cell or a labelled value names; that is named by a piece
 * of running text, where only what cannot mean anything else is one.
 * PM_STATES: none. */
enum pm_state pm_state_of_value(struct adoption *a, const char *value);
enum pm_state pm_state_of_piece(struct adoption *a, const char *piece);

/* Take tickets and evidence from its link and from anywhere in the text
 * `left`, which stays as it is but for "[Issue](...)" at its end. */
void pm_sketch_take_links(struct adoption *a, struct sketch *sketch,
			  struct pm_buf *left);

/*
 * The text of an item, of which `source` is the Markdown, with all that is
 * code or stands in quotation marks made unreadable: a bracket in it is no
 * value. pm_unmask() gives back what was written.
 */
const char *pm_mask(struct adoption *a, const char *text, const char *source);
const char *pm_unmask(struct adoption *a, const char *text);

/* The sketch as one more item; nothing for a placeholder. */
void pm_sketch_finish(struct adoption *a, struct sketch *sketch);

/* "JIRA-123" or "#123" at `s`: its length, else 0. */
size_t pm_ticket_at(const struct adoption *a, const char *s);
/* Whether a URL is that of a ticket; of a change that shows work done. */
bool pm_is_ticket_url(const char *url);
bool pm_is_change_url(const char *url);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_ADOPT_FINDER_H
#define PM_ADOPT_FINDER_H

#include "import/adopt_document.h"
#include "import/adopt_item.h"

/* The search for action items in one section: for adopt_actions.c, which
 * knows lists, headings and paragraphs, and adopt_table.c. */

/* What the heading of a group says about the items below it. */
struct group {
	const char *type, *priority;
	enum pm_state state;
};

struct finder {
	struct adoption *a;
	struct group group;
	const struct pm_block *table; /* the last one that listed items */
	size_t prose;		      /* line of the first paragraph that is
				       * no item */
	bool said_none;		      /* "N/A: ..." */
};

/* --- adopt_actions.c --- */

/* All items of blocks [first, end). */
void pm_finder_blocks(struct finder *f, size_t first, size_t end);
/* The list item at block `i` with all that belongs to it: one past it. */
size_t pm_finder_item(struct finder *f, size_t i, size_t end);
/* Whether a heading or a caption names a group: "Prevention", "Done", "High
 * priority"; what it says is taken. */
bool pm_finder_group(struct finder *f, const char *title);
/* "Owner: Alice", "Owner: Alice, due: 1 March" below an item. */
bool pm_finder_take_bullet(struct finder *f, struct sketch *sketch,
			   const struct pm_block *block);
/* What is below an item: values, and the rest as its description. */
void pm_finder_below(struct finder *f, struct sketch *sketch, size_t first,
		     size_t end);
/* Take what the text and the group say, and make it an item. */
void pm_finder_finish(struct finder *f, struct sketch *sketch);

/* --- adopt_headings.c --- */

/* The heading at block `i`: an item, a group, or something else. Returns one
 * past what is done with. */
size_t pm_finder_heading(struct finder *f, size_t i, size_t end);

/* --- adopt_aside.c --- */

/* Whether a heading or a caption announces a legend, a checklist or the steps
 * of a procedure: no items. */
bool pm_finder_explains(struct finder *f, const char *title);
/* Whether the block is a caption that does. */
bool pm_finder_is_caption(struct finder *f, const struct pm_block *block);
/* One past the list at block `i` when it explains the values of a table of
 * items that stands above; else `i`. */
size_t pm_finder_legend_end(struct finder *f, size_t i, size_t end);

/* --- adopt_table.c --- */

/* Every row of a table that lists action items; any other table is left
 * alone. */
void pm_finder_table(struct finder *f, const struct pm_block *table);
/* Whether a table, wherever it stands, has columns for what is to be done and
 * for who or by when. */
bool pm_finder_is_plan(struct finder *f, const struct pm_block *table);

#endif

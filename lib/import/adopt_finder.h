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
	size_t prose;	/* line of the first paragraph that is no item */
	bool said_none; /* "N/A: ..." */
};

/* What the group says, where the item itself says nothing. */
void pm_finder_apply(const struct finder *f, struct sketch *sketch);
/* Every row of a table that lists action items; any other table is left
 * alone. */
void pm_finder_table(struct finder *f, const struct pm_block *table);
/* Whether a table, wherever it stands, has columns for what is to be done and
 * for who or by when. */
bool pm_finder_is_plan(struct finder *f, const struct pm_block *table);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_ADOPT_SOURCE_H
#define PM_ADOPT_SOURCE_H

#include <stddef.h>

#include "import/adopt_document.h"

/* Pieces of the document's own Markdown, for descriptions. All of it lives
 * in the arena. */

/* The first paragraph of a list item, without its marker and checkbox. */
const char *pm_source_of_item(struct adoption *a, const struct pm_block *block);
/* Blocks [first, end), shifted left by the indent that all share. */
const char *pm_source_of_blocks(struct adoption *a, size_t first, size_t end);
/* One cell of a table's row. */
const char *pm_source_of_cell(struct adoption *a, const struct pm_block *table,
			      const struct pm_cells *row, size_t column);
/* The target of the first link, or NULL. */
const char *pm_source_link(struct adoption *a, const char *source);

#endif

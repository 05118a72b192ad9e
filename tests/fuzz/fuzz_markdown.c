/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "syntax/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Blocks follow each other without a gap and their text can be printed. */
static void check_blocks(const struct pm_markdown *md, size_t size)
{
	for (size_t i = 0; i < md->nr; i++) {
		const struct pm_block *b = &md->block[i];
		const struct pm_block *next = i + 1 < md->nr ? b + 1 : NULL;

		if (b->start > b->end || b->end > size ||
		    b->end != (next ? next->start : size) ||
		    (next && next->line < b->line) ||
		    !pm_utf8_is_valid(b->text, strlen(b->text)))
			abort();
		for (size_t r = 0; r < b->rows; r++)
			for (size_t c = 0; c < b->header.nr; c++)
				if (b->row[r].nr != b->header.nr ||
				    !b->row[r].cell[c])
					abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	struct pm_sections sections;
	struct pm_markdown md;

	if (size > PM_MAX_DOCUMENT)
		return 0;
	pm_markdown_parse(&md, &arena, (const char *)data, 0, size, 1,
			  &problems);
	check_blocks(&md, size);
	pm_markdown_sections(&sections, &arena, &md);
	for (size_t i = 0; i < sections.nr; i++) {
		const struct pm_section *s = &sections.item[i];

		if (s->first > s->own_end || s->own_end > s->end ||
		    s->end > md.nr)
			abort();
	}
	pm_arena_release(&arena);
	return 0;
}

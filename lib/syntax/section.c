/* SPDX-License-Identifier: MIT */
#include "syntax/markdown.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define LEVELS 6

static bool is_section(const struct pm_block *block)
{
	return block->kind == PM_BLOCK_HEADING && !block->depth;
}

static void fill(struct pm_section *section, struct pm_arena *arena,
		 const struct pm_block *heading, size_t index)
{
	char *normal = pm_text_normal(heading->text, strlen(heading->text));

	section->title = heading->text;
	section->normal = pm_arena_strdup(arena, normal);
	section->level = heading->level;
	section->line = heading->line;
	section->first = index + 1;
	free(normal);
}

void pm_markdown_sections(struct pm_sections *out, struct pm_arena *arena,
			  const struct pm_markdown *md)
{
	struct pm_section *open[LEVELS + 1] = { NULL };
	struct pm_section *last = NULL;
	size_t nr = 0;

	out->item = NULL;
	out->nr = 0;
	for (size_t i = 0; i < md->nr; i++)
		nr += is_section(&md->block[i]);
	if (!nr)
		return;
	out->item = pm_arena_alloc(arena, nr * sizeof(*out->item));
	for (size_t i = 0; i < md->nr; i++) {
		struct pm_section *section;

		if (!is_section(&md->block[i]))
			continue;
		section = &out->item[out->nr++];
		fill(section, arena, &md->block[i], i);
		if (last)
			last->own_end = i;
		last = section;
		for (unsigned k = section->level; k <= LEVELS; k++) {
			if (open[k])
				open[k]->end = i;
			open[k] = NULL;
		}
		open[section->level] = section;
	}
	last->own_end = md->nr;
	for (unsigned k = 1; k <= LEVELS; k++)
		if (open[k])
			open[k]->end = md->nr;
}

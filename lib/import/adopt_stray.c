/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "import/adopt_finder.h"

#define MAX_CAPTION 40 /* bytes; a longer paragraph is prose */

/* Action items of a document in which no section lists them. */

/* "**Action items:**" as a paragraph of its own, over a list. */
static bool is_caption(struct adoption *a, const struct pm_block *block,
		       bool of_actions)
{
	const char *normal;
	const struct pm_section_def *def;
	size_t len = strlen(block->text);

	if (block->kind != PM_BLOCK_PARAGRAPH || block->depth || !len ||
	    len > MAX_CAPTION)
		return false;
	if (!of_actions)
		return block->strong && !strcmp(block->strong, block->text);
	normal = pm_adopt_normal(a, block->text, len);
	def = pm_policy_section(a->policy, normal);
	return def ? def->lists_actions : pm_words_are_actions(normal);
}

static bool read_captions(struct adoption *a)
{
	bool any = false;

	for (size_t i = 0; i < a->md.nr; i++) {
		struct finder f = { .a = a, .group.state = PM_STATES };
		size_t end = i + 1;

		if (!is_caption(a, &a->md.block[i], true))
			continue;
		while (end < a->md.nr &&
		       a->md.block[end].kind != PM_BLOCK_HEADING &&
		       !is_caption(a, &a->md.block[end], false))
			end++;
		any = true;
		pm_finder_blocks(&f, i + 1, end);
		i = end - 1;
	}
	return any;
}

/* Where boxes are no action items: they choose a value, or tell what was done
 * at the time. */
static bool is_elsewhere(struct finder *f, size_t section)
{
	static const char telling[] = "summary|impact|timeline|open questions";
	const struct pm_section_def *def = f->a->def[section];
	const struct pm_section *s = &f->a->sections.item[section];

	return pm_label_meaning(s->normal) != M_NONE ||
	       pm_adopt_is_timeline(f->a, section) ||
	       (s->level > 1 && pm_finder_explains(f, s->title)) ||
	       (def && pm_words_begin(telling, def->name));
}

static bool is_stray(struct finder *f, const struct pm_block *block)
{
	return (block->kind == PM_BLOCK_ITEM && block->checkbox >= 0) ||
	       (block->kind == PM_BLOCK_TABLE && pm_finder_is_plan(f, block));
}

/* Items within blocks [first, end), which have no heading. Returns the line
 * of the first one, *left counts what may be one. */
static size_t read_stray(struct finder *f, size_t first, size_t end, bool take,
			 size_t *left)
{
	size_t before = f->a->out->items, line = 0;
	bool explained = false;

	for (size_t i = first; i < end;) {
		const struct pm_block *block = &f->a->md.block[i];
		size_t stop = i + 1;

		if (block->kind != PM_BLOCK_ITEM)
			explained = pm_finder_is_caption(f, block);
		if (is_stray(f, block) && (!take || explained))
			++*left;
		else if (is_stray(f, block) && block->kind == PM_BLOCK_ITEM)
			stop = pm_finder_item(f, i, end);
		else if (is_stray(f, block))
			pm_finder_table(f, block);
		if (f->a->out->items > before && !line)
			line = block->line;
		i = stop;
	}
	return line;
}

/* Boxes to be ticked are things to be done, so are the rows of a table that
 * names owners. */
static bool read_anywhere(struct adoption *a)
{
	struct finder f = { .a = a, .group.state = PM_STATES };
	size_t head = a->sections.nr ? a->sections.item[0].first - 1 : a->md.nr;
	size_t left = 0, line = read_stray(&f, 0, head, true, &left);
	unsigned skipping = 0;

	for (size_t i = 0; i < a->sections.nr; i++) {
		const struct pm_section *section = &a->sections.item[i];
		size_t found;

		/* What explains does so with all that is below it. */
		if (skipping && section->level <= skipping)
			skipping = 0;
		if (!skipping && is_elsewhere(&f, i) && section->level > 1)
			skipping = section->level;
		found = read_stray(&f, section->first, section->own_end,
				   !skipping && !is_elsewhere(&f, i), &left);
		line = line ? line : found;
	}
	if (line)
		pm_adopt_remark(a, line,
				"no section lists action items: taken from "
				"checkboxes and tables with owners");
	if (left)
		pm_adopt_remark(a, 0,
				"%zu boxes and tables stand where no action "
				"items do: they are not taken",
				left);
	return line > 0;
}

bool pm_adopt_stray_actions(struct adoption *a)
{
	return read_captions(a) || read_anywhere(a);
}

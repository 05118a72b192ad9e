/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "import/adopt_finder.h"
#include "import/adopt_source.h"

#define MAX_TOPIC 20 /* bytes of a heading that only names a topic */

/* "Lessons learned" below "Action items" still is not one of them. */
static bool is_other_section(const struct finder *f, const char *title)
{
	const char *normal = pm_adopt_normal(f->a, title, strlen(title));
	const struct pm_section_def *def =
		pm_policy_section(f->a->policy, normal);

	return (def && !def->lists_actions) ||
	       pm_label_meaning(normal) != M_NONE;
}

static size_t heading_end(const struct finder *f, size_t i, size_t end)
{
	unsigned level = f->a->md.block[i].level;
	size_t next = i + 1;

	while (next < end && !(f->a->md.block[next].kind == PM_BLOCK_HEADING &&
			       f->a->md.block[next].level <= level))
		next++;
	return next;
}

/* A heading is an item when prose or values stand below it, and a group when
 * a list or a table of items does. */
static bool heading_is_item(struct finder *f, size_t i, size_t end)
{
	struct sketch unused = pm_sketch("", "", 0);
	const struct pm_block *first = &f->a->md.block[i + 1];

	if (i + 1 == end)
		return true;
	switch (first->kind) {
	case PM_BLOCK_PARAGRAPH:
		return first->letters > 0 &&
		       !(first->text[0] &&
			 first->text[strlen(first->text) - 1] == ':');
	case PM_BLOCK_ITEM:
		return pm_finder_take_bullet(f, &unused, first);
	default:
		return false;
	}
}

static void read_heading_item(struct finder *f, size_t i, size_t end)
{
	const struct pm_block *block = &f->a->md.block[i];
	struct sketch sketch = pm_sketch(block->text, block->text, block->line);

	sketch.link = block->link;
	pm_finder_below(f, &sketch, i + 1, end);
	/* Lines of values: "Owner: Alice" and "Due: ..." in one paragraph. */
	if (i + 1 < end && f->a->md.block[i + 1].kind == PM_BLOCK_PARAGRAPH) {
		struct sketch lines = sketch;

		lines.text = f->a->md.block[i + 1].text;
		pm_sketch_read_text(f->a, &lines);
		if (strlen(lines.text) < strlen(f->a->md.block[i + 1].text)) {
			lines.text = sketch.text;
			sketch = lines;
		}
	}
	pm_finder_finish(f, &sketch);
}

/* Whether another heading of its level stands over a list: then all of them
 * name groups. */
static bool has_groups(const struct finder *f, size_t i)
{
	const struct pm_markdown *md = &f->a->md;
	unsigned level = md->block[i].level;
	size_t first = i;

	while (first && !(md->block[first - 1].kind == PM_BLOCK_HEADING &&
			  md->block[first - 1].level < level))
		first--;
	for (; first + 1 < md->nr; first++) {
		const struct pm_block *block = &md->block[first];

		if (block->kind != PM_BLOCK_HEADING)
			continue;
		if (block->level < level)
			return false;
		if (block->level == level && block[1].kind == PM_BLOCK_ITEM &&
		    !strchr(block[1].text, ':'))
			return true;
	}
	return false;
}

/* "Builder" over a sentence: what is to be done stands below, not in the
 * heading. A script without blanks says more in as many bytes. */
static bool is_topic(const struct finder *f, size_t i)
{
	const char *title = f->a->md.block[i].text;
	size_t words = 1;

	for (const char *p = title; *p; p++) {
		words += *p == ' ';
		if ((unsigned char)*p >= 0x80)
			return false;
	}
	return strlen(title) <= MAX_TOPIC &&
	       (words == 1 || (words == 2 && has_groups(f, i))) &&
	       f->a->md.block[i + 1].kind == PM_BLOCK_PARAGRAPH &&
	       strchr(f->a->md.block[i + 1].text, ' ');
}

static void read_topic(struct finder *f, size_t i, size_t end)
{
	const struct pm_block *block = &f->a->md.block[i + 1];
	struct sketch sketch =
		pm_sketch(block->text, pm_source_of_blocks(f->a, i + 1, i + 2),
			  block->line);

	sketch.strong = block->strong;
	sketch.link = block->link;
	pm_finder_below(f, &sketch, i + 2, end);
	pm_finder_finish(f, &sketch);
}

/* A paragraph of nothing but values belongs to the heading. */
static bool holds_values(struct finder *f, const struct pm_block *block)
{
	struct sketch unused = pm_sketch(block->text, block->text, block->line);

	if (pm_finder_take_bullet(f, &unused, block))
		return true;
	pm_sketch_read_text(f->a, &unused);
	return !*unused.text;
}

size_t pm_finder_heading(struct finder *f, size_t i, size_t end)
{
	const struct pm_block *block = &f->a->md.block[i];
	size_t stop = heading_end(f, i, end);

	f->group = (struct group){ .state = PM_STATES };
	if (is_other_section(f, block->text))
		return stop;
	if (pm_finder_explains(f, block->text)) {
		pm_adopt_remark(f->a, block->line,
				"\"%s\" explains something: no item is taken "
				"from it",
				block->text);
		return stop;
	}
	if (pm_finder_group(f, block->text) || !heading_is_item(f, i, stop))
		return i + 1;
	if (i + 1 < stop && is_topic(f, i) &&
	    !holds_values(f, &f->a->md.block[i + 1]))
		read_topic(f, i, stop);
	else
		read_heading_item(f, i, stop);
	return stop;
}

/* SPDX-License-Identifier: MIT */
#include "report/review_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static size_t count_text(const char *text)
{
	return pm_text_words(text, strlen(text));
}

/* The template's, or the name of a section, as its link to the items has. */
static bool says_nothing(const struct pm_review *review, const char *text)
{
	const struct pm_change_sides *sides = &review->sides;
	char *normal = pm_text_normal(text, strlen(text));
	bool nothing = pm_strlist_sorted_has(&sides->boilerplate, normal) ||
		       pm_policy_section(&sides->policy, normal);

	free(normal);
	return nothing;
}

static size_t count_words(const struct pm_review *review,
			  const struct pm_markdown *md, size_t first,
			  size_t end)
{
	size_t words = 0;

	for (size_t i = first; i < end; i++) {
		const struct pm_block *block = &md->block[i];

		if (block->kind != PM_BLOCK_HEADING &&
		    !says_nothing(review, block->text))
			words += count_text(block->text);
		for (size_t r = 0;
		     block->kind == PM_BLOCK_TABLE && r < block->rows; r++)
			for (size_t c = 0; c < block->row[r].nr; c++)
				words += count_text(block->row[r].cell[c]);
	}
	return words;
}

/* A heading above all others is the document's title. */
static unsigned main_level(const struct pm_sections *sections)
{
	size_t nr[8] = { 0 };
	unsigned first = 0;

	for (size_t i = 0; i < sections->nr; i++)
		nr[sections->item[i].level]++;
	for (unsigned level = 1; level < 7; level++) {
		if (nr[level] > 1)
			return level;
		if (nr[level] && !first)
			first = level;
	}
	return first;
}

static void measure(struct pm_review *review, struct pm_review_part *part)
{
	const struct pm_record *record = &part->postmortem->record;
	const struct pm_sections *sections = &record->sections;
	unsigned level = main_level(sections);

	part->words = count_words(review, &record->body, 0, record->body.nr);
	part->length = pm_arena_alloc(&review->arena,
				      (sections->nr + 1) *
					      sizeof(*part->length));
	for (size_t i = 0; i < sections->nr; i++) {
		const struct pm_section *section = &sections->item[i];

		if (section->level != level)
			continue;
		part->length[part->lengths++] = (struct pm_review_length){
			.section = section,
			.words = count_words(review, &record->body,
					     section->first, section->end),
		};
	}
}

void pm_review_find_lengths(struct pm_review *review)
{
	for (size_t i = 0; i < review->nr; i++) {
		struct pm_review_part *part = &review->part[i];

		if (part->postmortem && !part->is_removed &&
		    pm_review_touches(review, part, &part->postmortem->record))
			measure(review, part);
	}
}

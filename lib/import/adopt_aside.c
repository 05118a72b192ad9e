/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "import/adopt_finder.h"

#define MAX_CAPTION 120 /* bytes; a longer paragraph is prose */

/* What explains or instructs lists no items: legends, checklists that are
 * gone through each time, the steps of a procedure. */
static const char explaining[] =
	"legend|key|keys|glossary|definition|definitions|explanation|"
	"explanations|meaning|meanings|checklist|checklists|template|"
	"templates|example|examples|instruction|instructions|guide|guides|"
	"guideline|guidelines|howto|runbook|runbooks|playbook|playbooks|"
	"procedure|procedures|faq|reference|references|appendix|commands|"
	"walkthrough|tutorial|rubric|criteria|conventions";

/* What such a text begins with. */
static const char opening[] =
	"how to|how do|how we|when you|when a|when an|when the|when we|"
	"whenever|if you|if a|if the|if we|every time|each time|before you|"
	"before each|before every|after you|after each|after every|steps to|"
	"step by step|to reproduce|to roll back|to rollback|to restore|"
	"to restart|to recover|to verify|to test|to check|to run|for example|"
	"example|e.g|for instance|where|note|notes|what is|what are the|"
	"what the|thanks|thank you|kudos|credits|participants|attendees|"
	"present|related|see also|links|contacts|acknowledgements|"
	"acknowledgments";

static const char plain_lists[] =
	"priorities|priority|priority levels|categories|category|types|"
	"type|action types|statuses|status|states|status values|columns|"
	"fields|abbreviations|severities|severity|labels|tags";

/* "Update the runbook" is something to do. */
static const char doing[] =
	"add|write|update|create|fix|change|improve|improvement|improvements|"
	"make|document|review|extend|build|provide|publish|define|introduce|"
	"automate|action|actions|items|tasks|todo|todos|follow|replace|remove";

static bool has_word(const char *normal, const char *words)
{
	for (const char *s = normal; *s; s += *s == ' ') {
		if (pm_words_begin(words, s))
			return true;
		s += strcspn(s, " ");
	}
	return false;
}

bool pm_finder_explains(struct finder *f, const char *title)
{
	const char *normal = pm_adopt_normal(f->a, title, strlen(title));

	if (pm_words_begin(opening, normal) ||
	    pm_words_have(plain_lists, normal))
		return true;
	if (has_word(normal, doing))
		return false;
	return has_word(normal, explaining) || strstr(normal, "how to ") ||
	       strstr(normal, "steps for ") || strstr(normal, "steps to ");
}

bool pm_finder_is_caption(struct finder *f, const struct pm_block *block)
{
	size_t len = strlen(block->text);
	bool set_off = block->strong && !strcmp(block->strong, block->text);

	if (block->kind != PM_BLOCK_PARAGRAPH || !len || len > MAX_CAPTION ||
	    !(set_off || block->text[len - 1] == ':'))
		return false;
	return pm_finder_explains(f, block->text);
}

/* --- definitions --- */

static bool is_cell(const struct pm_block *table, const char *word, size_t len)
{
	for (size_t r = 0; r < table->rows; r++) {
		for (size_t c = 0; c < table->row[r].nr; c++) {
			const char *cell = table->row[r].cell[c];

			if (strlen(cell) == len && !strncmp(cell, word, len))
				return true;
		}
	}
	return false;
}

/* How long the label of "X: what it means" is, 0 if there is none. */
static size_t label_length(const struct pm_block *block)
{
	static const char *const marks[] = { ":",   "：",  " = ",
					     " - ", " – ", " — " };
	size_t first = 0;

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		const char *at = strstr(block->text, marks[i]);

		if (at && at > block->text &&
		    (!first || (size_t)(at - block->text) < first))
			first = (size_t)(at - block->text);
	}
	return first;
}

static bool is_top_item(const struct adoption *a, size_t i, size_t first)
{
	return a->md.block[i].kind == PM_BLOCK_ITEM &&
	       a->md.block[i].depth == a->md.block[first].depth;
}

size_t pm_finder_legend_end(struct finder *f, size_t i, size_t end)
{
	struct adoption *a = f->a;
	size_t stop = i, first = i;
	bool cell = false, word = false, all = true;

	if (!f->table || a->md.block[i].kind != PM_BLOCK_ITEM ||
	    a->md.block[i].checkbox >= 0)
		return i;
	for (; stop < end && a->md.block[stop].kind != PM_BLOCK_HEADING &&
	       (a->md.block[stop].depth > a->md.block[first].depth ||
		is_top_item(a, stop, first));
	     stop++) {
		const struct pm_block *block = &a->md.block[stop];
		size_t len = label_length(block);
		const char *normal;

		if (!is_top_item(a, stop, first))
			continue;
		normal = pm_adopt_normal(a, block->text, len);
		all &= len > 0 && block->checkbox < 0;
		cell |= len && is_cell(f->table, block->text, len);
		word |= len &&
			(pm_words_type(normal) || pm_words_priority(normal) ||
			 pm_words_is_state(normal));
	}
	return all && (cell || word) ? stop : i;
}

/* SPDX-License-Identifier: MIT */
#include "import/adopt_document.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "import/adopt_finder.h"
#include "import/adopt_item.h"
#include "import/adopt_source.h"

#define MAX_GROUP_TITLE 40 /* bytes; a longer heading is an item */

static void apply(const struct finder *f, struct sketch *sketch)
{
	if (!sketch->type)
		sketch->type = f->group.type;
	if (!sketch->priority)
		sketch->priority = f->group.priority;
	if (sketch->state == PM_STATES)
		sketch->state = f->group.state;
}

void pm_finder_finish(struct finder *f, struct sketch *sketch)
{
	pm_sketch_read_text(f->a, sketch);
	apply(f, sketch);
	pm_sketch_finish(f->a, sketch);
}

/* "Done", "Completed action items"; "Deployed services" is a topic. */
static enum pm_state state_of_group(const char *normal)
{
	static const char begins[] = "done|completed|finished|closed|open|"
				     "declined|rejected|in progress|planned";
	size_t len = pm_words_begin(begins, normal);

	if (pm_words_is_state(normal))
		return pm_words_state(normal);
	if (len && normal[len] == ' ' &&
	    pm_words_have("items|action items|actions|tasks|already|so far",
			  normal + len + 1))
		return pm_words_state(normal);
	return PM_STATES;
}

bool pm_finder_group(struct finder *f, const char *title)
{
	static const char other[] =
		"short term|long term|medium term|mid term|immediate|"
		"immediate actions|short term actions|long term actions|"
		"other|general|misc|miscellaneous|next steps|actions|"
		"action items|open|open items|technical|people|tooling|"
		"quick wins|later|now|follow ups|kurzfristig|langfristig";
	const char *normal = pm_adopt_normal(f->a, title, strlen(title));
	struct group group = { .state = PM_STATES };

	if (strlen(title) > MAX_GROUP_TITLE)
		return false;
	group.type = pm_words_type(normal);
	group.priority = pm_words_have("high|medium|low|p0|p1|p2|p3|"
				       "high priority|medium priority|"
				       "low priority|critical",
				       normal)
				 ? pm_words_priority(normal)
				 : NULL;
	group.state = state_of_group(normal);
	if (!group.type && !group.priority && group.state == PM_STATES &&
	    !pm_words_have(other, normal))
		return false;
	f->group = group;
	return true;
}

/* --- lists --- */

/* One past the blocks that belong to the item at `i`. */
static size_t item_end(const struct finder *f, size_t i, size_t end)
{
	const struct pm_block *item = &f->a->md.block[i];
	size_t next = i + 1;

	while (next < end && f->a->md.block[next].depth > item->depth)
		next++;
	return next;
}

bool pm_finder_take_bullet(struct finder *f, struct sketch *sketch,
			   const struct pm_block *block)
{
	size_t colon = strcspn(block->text, ":");
	struct sketch trial = *sketch;
	enum column column;
	const char *value;

	if (block->kind != PM_BLOCK_ITEM && block->kind != PM_BLOCK_PARAGRAPH)
		return false;
	if (!block->text[colon] || !colon || colon > MAX_GROUP_TITLE)
		return false;
	column = pm_column_meaning(pm_adopt_normal(f->a, block->text, colon));
	if (column == C_NONE || column == C_TITLE || column == C_NOTES)
		return false;
	trial.text = block->text;
	trial.link = block->link;
	if (strchr(block->text + colon + 1, ':')) {
		pm_sketch_read_text(f->a, &trial);
		if (!*trial.text) {
			trial.text = sketch->text;
			trial.link = sketch->link;
			*sketch = trial;
			return true;
		}
	}
	value = block->text + colon + 1;
	value += strspn(value, " ");
	return pm_sketch_take(f->a, sketch, column, value, block->link, true);
}

void pm_finder_below(struct finder *f, struct sketch *sketch, size_t first,
		     size_t end)
{
	struct pm_buf below = { 0 };
	size_t from = first;

	for (size_t i = first; i < end; i++) {
		const char *part;

		if (!pm_finder_take_bullet(f, sketch, &f->a->md.block[i]))
			continue;
		part = pm_source_of_blocks(f->a, from, i);
		pm_buf_addf(&below, "%s%s", below.len && *part ? "\n" : "",
			    part);
		from = i + 1;
	}
	if (from == first) {
		sketch->below = pm_source_of_blocks(f->a, first, end);
	} else {
		const char *part = pm_source_of_blocks(f->a, from, end);

		pm_buf_addf(&below, "%s%s", below.len && *part ? "\n" : "",
			    part);
		sketch->below =
			pm_arena_strdup(f->a->arena, pm_buf_str(&below));
	}
	pm_buf_release(&below);
}

static bool has_items(const struct finder *f, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		if (f->a->md.block[i].kind == PM_BLOCK_ITEM)
			return true;
	}
	return false;
}

/* "**Prevent:** do this": bold text that is a value, not a title. */
static void take_strong(struct finder *f, struct sketch *sketch)
{
	size_t len = sketch->strong ? strlen(sketch->strong) : 0;
	struct sketch trial = *sketch;
	char *word;

	if (!len || strncmp(sketch->text, sketch->strong, len) ||
	    !(sketch->text[len] == ':' || sketch->strong[len - 1] == ':' ||
	      !strncmp(sketch->text + len, " - ", 3) ||
	      !strncmp(sketch->text + len, " – ", 5)))
		return;
	word = pm_arena_strndup(f->a->arena, sketch->strong,
				len - (sketch->strong[len - 1] == ':'));
	if (!pm_sketch_take_piece(f->a, &trial, word, false))
		return;
	trial.strong = NULL;
	trial.text = sketch->text + len;
	trial.text += strspn(trial.text, " :-");
	*sketch = trial;
}

size_t pm_finder_item(struct finder *f, size_t i, size_t end)
{
	const struct pm_block *block = &f->a->md.block[i];
	size_t stop = item_end(f, i, end);
	struct sketch sketch = pm_sketch(
		block->text, pm_source_of_item(f->a, block), block->line);

	/* "- Detection" over a list of its own is a group. */
	if (has_items(f, i + 1, stop)) {
		struct group outer = f->group;
		size_t colon = strlen(block->text);
		const char *title = block->text;

		if (colon && title[colon - 1] == ':')
			title = pm_arena_strndup(f->a->arena, title, colon - 1);
		if (pm_finder_group(f, title)) {
			for (size_t k = i + 1; k < stop;)
				k = f->a->md.block[k].kind == PM_BLOCK_ITEM
					    ? pm_finder_item(f, k, stop)
					    : k + 1;
			f->group = outer;
			return stop;
		}
	}
	sketch.strong = block->strong;
	sketch.link = pm_source_link(f->a, sketch.source);
	if (!sketch.link)
		sketch.link = block->link;
	if (block->checkbox >= 0)
		sketch.state = block->checkbox ? PM_DONE : PM_PROPOSED;
	take_strong(f, &sketch);
	pm_finder_below(f, &sketch, i + 1, stop);
	pm_finder_finish(f, &sketch);
	return stop;
}

/* --- paragraphs --- */

/* "[ ] do this" and "• do that", a line each, without Markdown's marker. */
static bool read_marked_lines(struct finder *f, const struct pm_block *block)
{
	static const char *const marks[] = {
		"•",   "◦",	"▪",	 "·",	"–",	   "☐",
		"☑",   "✅",	"⬜",	 "🔲",	"[ ]",	   "[x]",
		"[X]", "TODO:", "TODO ", "AI:", "Action:", "Action item:",
	};
	const char *s;
	size_t len;
	bool any = false;

	for (size_t nr = 0; pm_adopt_line(f->a, block, nr, &s, &len); nr++) {
		const char *line = pm_arena_strndup(f->a->arena, s, len);
		bool marked = false;
		struct sketch sketch;

		line += strspn(line, " \t");
		for (size_t m = 0; m < sizeof(marks) / sizeof(*marks); m++)
			marked |= !strncmp(line, marks[m], strlen(marks[m]));
		if (!marked)
			continue;
		any = true;
		if (!strncmp(line, "•", 3) || !strncmp(line, "◦", 3) ||
		    !strncmp(line, "▪", 3) || !strncmp(line, "–", 3))
			line += 3;
		else if (!strncmp(line, "·", 2))
			line += 2;
		line += strspn(line, " \t");
		sketch = pm_sketch(pm_adopt_plain(f->a, line, strlen(line)),
				   line, block->line + nr);
		sketch.link = pm_source_link(f->a, line);
		pm_finder_finish(f, &sketch);
	}
	return any;
}

/* "**Fix it**: how", a paragraph each. */
static bool is_item_paragraph(const struct pm_block *block)
{
	size_t len = block->strong ? strlen(block->strong) : 0;

	return len > 2 && !strncmp(block->text, block->strong, len) &&
	       block->text[len] &&
	       (block->text[len] == ':' || block->text[len] == '.' ||
		strchr(":.", block->strong[len - 1]));
}

/* "**Detection**", "Done:" over a list. */
static bool is_group_caption(const struct pm_block *block)
{
	size_t len = strlen(block->text);
	size_t strong = block->strong ? strlen(block->strong) : 0;

	return len &&
	       (block->text[len - 1] == ':' ||
		(strong && !strncmp(block->text, block->strong, strong) &&
		 strong + 1 >= len));
}

/* "Action items", as our template links to the folder of them. */
static bool is_name_of_section(const struct finder *f, const char *normal)
{
	const struct pm_section_def *def =
		pm_policy_section(f->a->policy, normal);

	return def && def->lists_actions;
}

static void read_paragraph(struct finder *f, size_t i, size_t end)
{
	const struct pm_block *block = &f->a->md.block[i];
	const char *normal =
		pm_adopt_normal(f->a, block->text, strlen(block->text));
	size_t len = strlen(block->text);
	struct sketch sketch;

	if (!block->letters)
		return;
	if (pm_words_are_none(normal)) {
		f->said_none = true;
		return;
	}
	if (read_marked_lines(f, block))
		return;
	if (i + 1 < end && is_group_caption(block)) {
		struct group none = { .state = PM_STATES };
		size_t colon = block->text[len - 1] == ':';

		/* What is said of one list is not said of the next. */
		f->group = none;
		if (pm_finder_group(f,
				    pm_arena_strndup(f->a->arena, block->text,
						     len - colon)))
			return;
	}
	if (is_item_paragraph(block)) {
		sketch = pm_sketch(block->text,
				   pm_source_of_blocks(f->a, i, i + 1),
				   block->line);
		sketch.strong = block->strong;
		sketch.link = block->link;
		take_strong(f, &sketch);
		pm_finder_finish(f, &sketch);
		return;
	}
	if (!f->prose && !is_name_of_section(f, normal))
		f->prose = block->line;
}

/* Blocks that explain something: they are told and passed over. A plan that
 * follows what is explained is none of them. */
static size_t aside_end(struct finder *f, size_t i, size_t end)
{
	const struct pm_block *block = &f->a->md.block[i];
	size_t stop = pm_finder_legend_end(f, i, end);

	if (stop > i || !pm_finder_is_caption(f, block))
		return stop;
	for (stop = i + 1; stop < end; stop++) {
		enum pm_block_kind kind = f->a->md.block[stop].kind;

		if (kind != PM_BLOCK_ITEM && kind != PM_BLOCK_CODE &&
		    kind != PM_BLOCK_TABLE && !f->a->md.block[stop].depth)
			break;
		if (kind == PM_BLOCK_TABLE && stop > i + 1 &&
		    pm_finder_is_plan(f, &f->a->md.block[stop]))
			break;
	}
	return stop;
}

void pm_finder_blocks(struct finder *f, size_t first, size_t end)
{
	for (size_t i = first; i < end;) {
		const struct pm_block *block = &f->a->md.block[i];
		size_t stop = pm_adopt_quote_end(f->a, i, end);

		if (stop == i) {
			stop = aside_end(f, i, end);
			if (stop > i)
				pm_adopt_remark(f->a, block->line,
						"explains something: no item "
						"is taken from it");
		}
		if (stop > i) {
			i = stop;
			continue;
		}
		stop = i + 1;
		if (block->kind == PM_BLOCK_ITEM)
			stop = pm_finder_item(f, i, end);
		else if (block->kind == PM_BLOCK_TABLE)
			pm_finder_table(f, block);
		else if (block->kind == PM_BLOCK_PARAGRAPH)
			read_paragraph(f, i, end);
		else if (block->kind == PM_BLOCK_HEADING)
			stop = pm_finder_heading(f, i, end);
		i = stop;
	}
}

/* What a section of this name may list, without being known for it. */
static void note_section(struct adoption *a, const struct pm_section *section)
{
	static const char words[] =
		"action|actions|follow|followup|followups|todo|todos|"
		"improvement|improvements|measures|remediation|remediations|"
		"fixes|next|corrective|preventive|preventative";
	bool named = false, list = false;

	for (const char *s = section->normal; *s; s += *s == ' ') {
		named |= pm_words_begin(words, s) > 0;
		s += strcspn(s, " ");
	}
	for (size_t i = section->first; i < section->end; i++)
		list |= a->md.block[i].kind == PM_BLOCK_ITEM ||
			a->md.block[i].kind == PM_BLOCK_TABLE;
	if (named && list && section->level > 1)
		pm_adopt_remark(a, section->line,
				"the section \"%s\" may list action items: "
				"none is taken from it",
				section->title);
}

void pm_adopt_actions(struct adoption *a)
{
	size_t end = 0;
	bool any = false;

	for (size_t i = 0; i < a->sections.nr; i++) {
		const struct pm_section *section = &a->sections.item[i];
		struct finder f = { .a = a, .group.state = PM_STATES };
		size_t before = a->out->items;

		if (section->first <= end)
			continue;
		if (!pm_adopt_is_actions(a, i)) {
			if (!a->def[i])
				note_section(a, section);
			continue;
		}
		any = true;
		end = section->end;
		pm_finder_blocks(&f, section->first, end);
		if (a->out->items == before && f.prose && !f.said_none)
			pm_adopt_remark(a, f.prose,
					"the section \"%s\" holds prose and "
					"no list: no item is taken from it",
					section->title);
	}
	if (!any && !pm_adopt_stray_actions(a))
		pm_adopt_remark(a, 0, "no section lists action items");
}

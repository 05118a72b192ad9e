/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strlist.h"
#include "base/text.h"
#include "model/answer.h"

/* Fewer letters than this are a sign of life, not an answer. */
#define LETTERS_MIN 2

static bool is_boilerplate(const struct subject *subject, const char *normal)
{
	return subject->check->boilerplate &&
	       pm_strlist_sorted_has(subject->check->boilerplate, normal);
}

/* "Summary", below the heading "Summary" */
static bool is_name(const struct subject *subject,
		    const struct pm_section *section, const char *normal)
{
	return !strcmp(section->normal, normal) ||
	       pm_policy_section(subject->check->policy, normal);
}

static bool text_answers(const struct subject *subject,
			 const struct pm_section *section, const char *text)
{
	const char *reason = pm_answer_reason(text);
	char *normal;
	bool answers;

	if (!pm_is_answer(text))
		return false;
	text = reason ? reason : text;
	normal = pm_text_normal(text, strlen(text));
	answers = !is_boilerplate(subject, normal) &&
		  !is_name(subject, section, normal);
	free(normal);
	return answers;
}

static bool table_answers(const struct subject *subject,
			  const struct pm_section *section,
			  const struct pm_block *block)
{
	for (size_t r = 0; r < block->rows; r++) {
		for (size_t c = 0; c < block->row[r].nr; c++) {
			if (text_answers(subject, section,
					 block->row[r].cell[c]))
				return true;
		}
	}
	return false;
}

/* Brackets mean something else in code. */
static bool code_answers(const struct subject *subject,
			 const struct pm_block *block)
{
	char *normal = pm_text_normal(block->text, strlen(block->text));
	bool answers = block->letters && !pm_is_note(block->text) &&
		       !is_boilerplate(subject, normal);

	free(normal);
	return answers;
}

/* Its text is its source: the outline keeps none of HTML. */
static bool html_answers(const struct subject *subject,
			 const struct pm_block *block)
{
	const struct pm_record *record = &subject->pm->record;
	char *normal;
	bool is_ours;

	if (block->letters < LETTERS_MIN)
		return false;
	normal = pm_text_normal(record->text + block->start,
				block->end - block->start);
	is_ours = !is_boilerplate(subject, normal);
	free(normal);
	return is_ours;
}

static bool block_answers(const struct subject *subject,
			  const struct pm_section *section,
			  const struct pm_block *block)
{
	switch (block->kind) {
	case PM_BLOCK_HEADING:
	case PM_BLOCK_RULE:
		return false;
	case PM_BLOCK_TABLE:
		return table_answers(subject, section, block);
	case PM_BLOCK_HTML:
		return html_answers(subject, block);
	case PM_BLOCK_CODE:
		return code_answers(subject, block);
	case PM_BLOCK_PARAGRAPH:
	case PM_BLOCK_ITEM:
		break;
	}
	/* An image needs no text to say something. */
	if (block->letters && !*block->text)
		return true;
	return text_answers(subject, section, block->text);
}

bool pm_section_is_answered(const struct subject *subject,
			    const struct pm_section *section)
{
	const struct pm_record *record = &subject->pm->record;

	for (size_t i = section->first; i < section->end; i++) {
		if (block_answers(subject, section, &record->body.block[i]))
			return true;
	}
	return false;
}

bool pm_section_is_reasoned(const struct subject *subject,
			    const struct pm_section *section)
{
	const struct pm_record *record = &subject->pm->record;

	for (size_t i = section->first; i < section->end; i++) {
		const char *text = record->body.block[i].text;
		const char *reason = pm_answer_reason(text);

		if (reason && pm_is_reason(reason, NULL) &&
		    text_answers(subject, section, text))
			return true;
	}
	return false;
}

const struct pm_section *pm_find_section(const struct subject *subject,
					 const struct pm_section_def *def)
{
	const struct pm_sections *all = &subject->pm->record.sections;
	const struct pm_section *first = NULL;

	for (size_t i = 0; i < all->nr; i++) {
		const struct pm_section *section = &all->item[i];

		if (subject->def[i] != def)
			continue;
		/* Of several, the first that was written. */
		if (!first) {
			first = section;
			continue;
		}
		if (pm_section_is_answered(subject, first))
			return first;
		if (pm_section_is_answered(subject, section))
			return section;
	}
	return first;
}

static bool is_part_of(const struct pm_section_def *part,
		       const struct pm_section_def *whole)
{
	char *parent;
	bool is = false;

	if (!part->parent)
		return false;
	parent = pm_text_normal(part->parent, strlen(part->parent));
	for (size_t i = 0; i < whole->normals && !is; i++)
		is = !strcmp(whole->normal[i], parent);
	free(parent);
	return is;
}

/* Its parts may stand beside a section, or without it: "What went well" on
 * the level of "Lessons learned". */
static const struct pm_section *
find_part(const struct subject *subject, const struct pm_section_def *whole)
{
	const struct pm_policy *policy = subject->check->policy;
	const struct pm_section *found = NULL;

	for (size_t i = 0; i < policy->sections; i++) {
		const struct pm_section_def *def = &policy->section[i];
		const struct pm_section *part =
			is_part_of(def, whole) ? pm_find_section(subject, def) :
						 NULL;

		if (part && pm_section_is_answered(subject, part))
			return part;
		if (!found)
			found = part;
	}
	return found;
}

static bool is_due(const struct subject *subject,
		   const struct pm_section_def *def)
{
	return def->filled != PM_STATUSES && subject->status != PM_STATUSES &&
	       subject->status >= def->filled;
}

static void say_missing(const struct subject *subject,
			const struct pm_section_def *def)
{
	char fix[300];

	snprintf(fix, sizeof(fix),
		 "add \"## %s\"; if it does not apply, write \"N/A:\" and why "
		 "below it",
		 def->name);
	pm_say(subject, "section-missing", &subject->pm->record, 0, 0,
	       def->name, fix, "there is no section \"%s\"", def->name);
}

static void check_section(const struct subject *subject,
			  const struct pm_section_def *def)
{
	const struct pm_section *section = pm_find_section(subject, def);
	const struct pm_section *part = NULL;

	if (section && (!is_due(subject, def) ||
			pm_section_is_answered(subject, section)))
		return;
	if (section || def->required)
		part = find_part(subject, def);
	if (!section && !part) {
		if (def->required)
			say_missing(subject, def);
		return;
	}
	if (!is_due(subject, def) ||
	    (part && pm_section_is_answered(subject, part)))
		return;
	if (!section)
		section = part;
	pm_say(subject, "section-empty", &subject->pm->record, section->line,
	       0, def->name,
	       "write it, or \"N/A:\" and why it does not apply",
	       "the section \"%s\" is still empty", section->title);
}

void pm_check_sections(const struct subject *subject)
{
	const struct pm_policy *policy = subject->check->policy;

	if (!subject->pm->record.text)
		return;
	for (size_t i = 0; i < policy->sections; i++)
		check_section(subject, &policy->section[i]);
}

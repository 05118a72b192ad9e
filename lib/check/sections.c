/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strlist.h"
#include "base/text.h"

/* Words that promise an answer instead of giving one, as normal forms. */
static const char *const placeholder[] = {
	"tbd",	 "todo", "tba",	   "wip",	"n/a", "na",  "none yet",
	"fixme", "xxx",	 "to do", "coming soon", "...", "lorem ipsum",
	"to be done", "to be determined", "to be written", "placeholder",
	"fill in", "fill me in", "work in progress",
};

/* Fewer letters than this are a sign of life, not an answer. */
#define LETTERS_MIN 2

static bool is_placeholder(const char *normal)
{
	size_t len = strlen(normal);

	for (size_t i = 0; i < sizeof(placeholder) / sizeof(*placeholder);
	     i++) {
		if (!strcmp(normal, placeholder[i]))
			return true;
	}
	/* "<describe the impact>", "[your text here]" */
	return len > 1 && ((normal[0] == '<' && normal[len - 1] == '>') ||
			   (normal[0] == '[' && normal[len - 1] == ']'));
}

static bool is_boilerplate(const struct subject *subject, const char *normal)
{
	return subject->check->boilerplate &&
	       pm_strlist_sorted_has(subject->check->boilerplate, normal);
}

static bool is_reasoned(const char *text)
{
	static const char *const lead[] = { "n/a", "na", "not applicable",
					    "none" };

	while (*text == ' ')
		text++;
	for (size_t i = 0; i < sizeof(lead) / sizeof(*lead); i++) {
		size_t len = strlen(lead[i]);
		const char *rest = text + len;

		if (strncasecmp(text, lead[i], len))
			continue;
		while (*rest == ' ')
			rest++;
		if ((*rest == ':' || *rest == '-' || *rest == ',' ||
		     !strncmp(rest, "\xe2\x80\x94", 3) ||
		     !strncmp(rest, "\xe2\x80\x93", 3)) &&
		    pm_text_letters(rest, strlen(rest)) >= LETTERS_MIN)
			return true;
	}
	return false;
}

static bool text_answers(const struct subject *subject, const char *text)
{
	char *normal = pm_text_normal(text, strlen(text));
	bool answers = pm_text_letters(normal, strlen(normal)) >= LETTERS_MIN &&
		       !is_placeholder(normal) &&
		       !is_boilerplate(subject, normal);

	free(normal);
	return answers;
}

static bool table_answers(const struct subject *subject,
			  const struct pm_block *block)
{
	for (size_t r = 0; r < block->rows; r++) {
		for (size_t c = 0; c < block->row[r].nr; c++) {
			if (text_answers(subject, block->row[r].cell[c]))
				return true;
		}
	}
	return false;
}

static bool block_answers(const struct subject *subject,
			  const struct pm_block *block)
{
	switch (block->kind) {
	case PM_BLOCK_HEADING:
	case PM_BLOCK_RULE:
		return false;
	case PM_BLOCK_TABLE:
		return table_answers(subject, block);
	case PM_BLOCK_CODE:
		return block->letters > 0;
	case PM_BLOCK_HTML:
		return block->letters >= LETTERS_MIN;
	case PM_BLOCK_PARAGRAPH:
	case PM_BLOCK_ITEM:
		break;
	}
	/* An image has no text of its own but says something. */
	if (block->letters && !*block->text)
		return true;
	return text_answers(subject, block->text);
}

bool pm_section_is_answered(const struct subject *subject,
			    const struct pm_record *record,
			    const struct pm_section *section, bool *reasoned)
{
	bool answered = false;

	for (size_t i = section->first; i < section->end; i++) {
		const struct pm_block *block = &record->body.block[i];

		if (reasoned && *block->text && is_reasoned(block->text))
			*reasoned = true;
		if (block_answers(subject, block))
			answered = true;
	}
	return answered;
}

static const struct pm_section *
find_section(const struct subject *subject, const struct pm_section_def *def,
	     size_t *copies)
{
	const struct pm_sections *all = &subject->pm->record.sections;
	const struct pm_section *found = NULL;

	*copies = 0;
	for (size_t i = 0; i < all->nr; i++) {
		if (pm_policy_section(subject->check->policy,
				      all->item[i].normal) != def)
			continue;
		/* Of several, the one that holds something counts. */
		if (!found || pm_section_is_answered(subject,
						     &subject->pm->record,
						     &all->item[i], NULL))
			found = found && pm_section_is_answered(
						 subject,
						 &subject->pm->record, found,
						 NULL) ?
					found :
					&all->item[i];
		(*copies)++;
	}
	return found;
}

static bool is_due(const struct subject *subject,
		   const struct pm_section_def *def)
{
	return def->filled != PM_STATUSES && subject->status != PM_STATUSES &&
	       subject->status >= def->filled;
}

void pm_check_sections(const struct subject *subject)
{
	const struct pm_policy *policy = subject->check->policy;
	const struct pm_record *record = &subject->pm->record;
	char fix[300];
	size_t copies;

	if (!record->text)
		return;
	for (size_t i = 0; i < policy->sections; i++) {
		const struct pm_section_def *def = &policy->section[i];
		const struct pm_section *section =
			find_section(subject, def, &copies);

		if (!section) {
			if (!def->required)
				continue;
			snprintf(fix, sizeof(fix),
				 "add \"## %s\"; if it does not apply, write "
				 "\"N/A:\" and why below it",
				 def->name);
			pm_say(subject, "section-missing", record, 0, 0,
			       def->name, fix, "there is no section \"%s\"",
			       def->name);
			continue;
		}
		if (!is_due(subject, def) ||
		    pm_section_is_answered(subject, record, section, NULL))
			continue;
		snprintf(fix, sizeof(fix),
			 "write it, or \"N/A:\" and why it does not apply");
		pm_say(subject, "section-empty", record, section->line, 0,
		       def->name, fix, "the section \"%s\" is still empty",
		       section->title);
	}
}

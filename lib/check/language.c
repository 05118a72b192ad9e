/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/*
 * Wordings that stop at a person, each with a way to go on asking. Chosen
 * from what reviews of incidents are warned against (PagerDuty's and Etsy's
 * public guides; Dekker, "The Field Guide to Understanding Human Error").
 */
static const struct {
	const char *phrase;
	const char *rewrite;
} blame[] = {
	{ "careless", "say what made the step look right at the time" },
	{ "carelessly", "say what made the step look right at the time" },
	{ "carelessness", "say what made the step look right at the time" },
	{ "should have known", "say what was known, and how one could know" },
	{ "should have noticed", "say what would have made it noticeable" },
	{ "should have checked", "say what would have checked it" },
	{ "failed to follow", "say what the procedure was like in practice" },
	{ "human error", "say what made the error easy, and its effect large" },
	{ "operator error", "say what made the error easy, and its effect large" },
	{ "user error", "say what made the error easy, and its effect large" },
	{ "to blame", "say what had to be true for this to happen" },
	{ "at fault", "say what had to be true for this to happen" },
	{ "their fault", "say what had to be true for this to happen" },
	{ "his fault", "say what had to be true for this to happen" },
	{ "her fault", "say what had to be true for this to happen" },
	{ "negligent", "say what competed for attention" },
	{ "negligence", "say what competed for attention" },
	{ "stupid", "say what made it look sensible" },
	{ "stupidly", "say what made it look sensible" },
	{ "incompetent", "say what was missing: time, training, a tool" },
	{ "sloppy", "say what was missing: time, training, a tool" },
	{ "lazy", "say what was missing: time, training, a tool" },
	{ "common sense", "say where the knowledge could have come from" },
	{ "paying attention", "say what drew the attention elsewhere" },
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '\'' ||
	       (c & 0x80);
}

/* `phrase` as whole words, any run of blanks between them. */
static const char *find_phrase(const char *text, const char *phrase)
{
	for (const char *at = text; *at; at++) {
		const char *t = at, *p = phrase;

		if (at > text && is_word(at[-1]))
			continue;
		while (*p && *t) {
			if (*p == ' ' && isspace((unsigned char)*t)) {
				while (isspace((unsigned char)*t))
					t++;
				p++;
			} else if (tolower((unsigned char)*t) ==
				   (unsigned char)*p) {
				t++;
				p++;
			} else {
				break;
			}
		}
		if (!*p && !is_word(*t))
			return at;
	}
	return NULL;
}

static void check_text(const struct subject *subject,
		       const struct pm_record *record, size_t line,
		       const char *text)
{
	for (size_t i = 0; i < sizeof(blame) / sizeof(*blame); i++) {
		if (!find_phrase(text, blame[i].phrase))
			continue;
		pm_say(subject, "blame-wording", record, line, 0,
		       blame[i].phrase, blame[i].rewrite,
		       "\"%s\" ends the search too early", blame[i].phrase);
	}
}

void pm_check_language(const struct subject *subject,
		       const struct pm_record *record)
{
	const char *title = pm_record_text(record, PM_F_TITLE);

	if (!pm_applies(subject, "blame-wording"))
		return;
	if (title)
		check_text(subject, record, pm_record_line(record, PM_F_TITLE),
			   title);
	for (size_t i = 0; i < record->body.nr; i++) {
		const struct pm_block *block = &record->body.block[i];

		if (block->kind == PM_BLOCK_CODE)
			continue;
		if (block->kind != PM_BLOCK_TABLE) {
			check_text(subject, record, block->line, block->text);
			continue;
		}
		for (size_t r = 0; r < block->rows; r++) {
			for (size_t c = 0; c < block->row[r].nr; c++)
				check_text(subject, record, block->row[r].line,
					   block->row[r].cell[c]);
		}
	}
}

/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
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
	{ "was lazy", "say what was missing: time, training, a tool" },
	{ "were lazy", "say what was missing: time, training, a tool" },
	{ "too lazy", "say what was missing: time, training, a tool" },
	{ "being lazy", "say what was missing: time, training, a tool" },
	{ "common sense", "say where the knowledge could have come from" },
	{ "paying attention", "say what drew the attention elsewhere" },
};

#define PHRASES (sizeof(blame) / sizeof(*blame))

/* Ours and not those of <ctype.h>, which ask the locale for each letter. */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static bool is_word(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '_' ||
	       c == '\'' || (c & 0x80);
}

/* Dashes, quotes and the ellipsis, all of which begin with these bytes, are
 * no letters. */
static bool is_mark(const char *s)
{
	return !strncmp(s, "\xe2\x80", 2);
}

static bool begins_word(const char *text, const char *at)
{
	return is_word(*at) && !is_mark(at) &&
	       (at == text || !is_word(at[-1]) ||
		(at - text >= 3 && is_mark(at - 3)));
}

/* `phrase` as whole words at `at`, any run of blanks between them: what
 * follows it, or NULL. */
static const char *match(const char *at, const char *phrase)
{
	for (; *phrase; phrase++) {
		if (*phrase == ' ') {
			if (!is_blank(*at))
				return NULL;
			while (is_blank(*at))
				at++;
		} else if (lower(*at++) != *phrase) {
			return NULL;
		}
	}
	return is_word(*at) && !is_mark(at) ? NULL : at;
}

/* Behind a phrase, these make a technical term of it: "fault tolerance". */
static const char *const technical[] = {
	"tolerance", "tolerant",  "injection", "isolation", "domain",
	"domains",   "detection", "handling",  "rate",	    "rates",
	"message",   "messages",  "page",      "pages",	    "budget",
	"report",    "reports",	  "code",      "codes",	    "log",
	"logs",	     "response",  "responses",
};

/* In front of one, these say that it is not so. */
static const char *const denial[] = {
	"no",	  "not",    "nobody",  "none",	 "never",   "nothing",
	"isn't",  "wasn't", "weren't", "aren't", "without", "instead",
	"rather", "beyond", "avoid",   "neither",
};
#define WORDS_DENIED 4

static bool is_technical(const char *behind)
{
	behind += strspn(behind, " \t\n");
	for (size_t i = 0; i < sizeof(technical) / sizeof(*technical); i++) {
		size_t len = strlen(technical[i]);

		if (!strncasecmp(behind, technical[i], len) &&
		    !is_word(behind[len]))
			return true;
	}
	return false;
}

static bool is_denial(const char *word, size_t len)
{
	for (size_t i = 0; i < sizeof(denial) / sizeof(*denial); i++) {
		if (strlen(denial[i]) == len &&
		    !strncasecmp(word, denial[i], len))
			return true;
	}
	return false;
}

/* "nobody was at fault", "not the result of human error" */
static bool is_denied(const char *text, const char *at)
{
	for (int words = 0; words < WORDS_DENIED; words++) {
		const char *end;

		while (at > text && !is_word(at[-1])) {
			at--;
			if (strchr(".;:!?", *at))
				return false;
		}
		end = at;
		while (at > text && is_word(at[-1]))
			at--;
		if (at == end)
			return false;
		if (is_denial(at, (size_t)(end - at)))
			return true;
	}
	return false;
}

/* Quoted, a phrase is spoken of and not used. */
static bool is_quoted(const char *text, const char *at, const char *behind)
{
	static const char *const pair[][2] = {
		{ "\"", "\"" },
		{ "'", "'" },
		{ "`", "`" },
		{ "\xe2\x80\x9c", "\xe2\x80\x9d" },
		{ "\xe2\x80\x98", "\xe2\x80\x99" },
		{ "\xc2\xab", "\xc2\xbb" },
	};

	for (size_t i = 0; i < sizeof(pair) / sizeof(*pair); i++) {
		size_t len = strlen(pair[i][0]);

		if ((size_t)(at - text) >= len &&
		    !strncmp(at - len, pair[i][0], len) &&
		    !strncmp(behind, pair[i][1], strlen(pair[i][1])))
			return true;
	}
	return false;
}

/* Whether a phrase at `at` is not meant as it reads. */
static bool is_innocent(const char *text, const char *at, const char *behind)
{
	return is_technical(behind) || is_denied(text, at) ||
	       is_quoted(text, at, behind);
}

struct passage {
	const char *text;   /* as a reader sees it */
	const char *source; /* its bytes in the file, or NULL, */
	size_t len;
	size_t line;	    /* which begin on this line */
};

/* Markup may hide the place; then it is where the passage begins. */
static void find_place(const struct passage *passage, const char *phrase,
		       size_t *line, size_t *column)
{
	const char *found = NULL, *start;
	char *source;

	*line = passage->line;
	*column = 0;
	if (!passage->source)
		return;
	source = pm_xstrndup(passage->source, passage->len);
	for (const char *at = source; *at && !found; at++) {
		const char *behind = begins_word(source, at) ?
					     match(at, phrase) :
					     NULL;

		if (behind && !is_innocent(source, at, behind))
			found = at;
	}
	start = source;
	for (const char *at = source; found && at < found; at++) {
		if (*at != '\n')
			continue;
		++*line;
		start = at + 1;
	}
	if (found)
		*column = (size_t)(found - start) + 1;
	free(source);
}

static void say(const struct subject *subject, const struct pm_record *record,
		const struct passage *passage, size_t phrase)
{
	size_t line, column;

	find_place(passage, blame[phrase].phrase, &line, &column);
	pm_say(subject, "blame-wording", record, line, column,
	       blame[phrase].phrase, blame[phrase].rewrite,
	       "\"%s\" ends the search too early", blame[phrase].phrase);
}

/* Sets of phrases, one bit for each: those that have this first, this second
 * and this third letter or blank. */
struct starts {
	uint64_t first[UCHAR_MAX + 1];
	uint64_t second[UCHAR_MAX + 1];
	uint64_t third[UCHAR_MAX + 1];
};
_Static_assert(PHRASES <= 64, "the phrases have to fit into a set");

static void find_starts(struct starts *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < PHRASES; i++) {
		const char *phrase = blame[i].phrase;
		uint64_t bit = UINT64_C(1) << i;

		out->first[(unsigned char)phrase[0]] |= bit;
		out->second[(unsigned char)phrase[1]] |= bit;
		out->third[(unsigned char)phrase[2]] |= bit;
		for (char c = '\t'; phrase[2] == ' ' && c <= '\r'; c++)
			out->third[(unsigned char)c] |= bit;
	}
}

/* Those of which the word at `at` may be the first. */
static uint64_t candidates(const struct starts *starts, const char *at)
{
	uint64_t set = starts->first[(unsigned char)lower(at[0])] &
		       starts->second[(unsigned char)lower(at[1])];

	return set ? set & starts->third[(unsigned char)lower(at[2])] : 0;
}

static void check_word(const struct subject *subject,
		       const struct pm_record *record,
		       const struct passage *passage, const char *at,
		       uint64_t phrases, uint64_t *said)
{
	for (phrases &= ~*said; phrases; phrases &= phrases - 1) {
		size_t i = (size_t)ffsll((long long)phrases) - 1;
		const char *behind = match(at, blame[i].phrase);

		if (!behind || is_innocent(passage->text, at, behind))
			continue;
		*said |= UINT64_C(1) << i;
		say(subject, record, passage, i);
	}
}

/* Each phrase once for a passage. */
static void check_text(const struct subject *subject,
		       const struct starts *starts,
		       const struct pm_record *record,
		       const struct passage *passage)
{
	uint64_t said = 0;

	for (const char *at = passage->text; *at; at++) {
		uint64_t phrases = candidates(starts, at);

		/* The cheap question first: all text comes through here. */
		if (phrases && begins_word(passage->text, at))
			check_word(subject, record, passage, at, phrases,
				   &said);
		while (is_letter(*at))
			at++;
		if (!*at)
			return;
	}
}

static void check_block(const struct subject *subject,
			const struct starts *starts,
			const struct pm_record *record,
			const struct pm_block *block)
{
	struct passage passage = {
		.text = block->text,
		.source = record->text + block->start,
		.len = block->end - block->start,
		.line = block->line,
	};

	if (block->kind == PM_BLOCK_CODE)
		return;
	if (block->kind != PM_BLOCK_TABLE) {
		check_text(subject, starts, record, &passage);
		return;
	}
	passage.source = NULL;
	for (size_t r = 0; r < block->rows; r++) {
		passage.line = block->row[r].line;
		for (size_t c = 0; c < block->row[r].nr; c++) {
			passage.text = block->row[r].cell[c];
			check_text(subject, starts, record, &passage);
		}
	}
}

void pm_check_language(const struct subject *subject,
		       const struct pm_record *record)
{
	const struct passage title = {
		.text = pm_record_text(record, PM_F_TITLE),
		.line = pm_record_line(record, PM_F_TITLE),
	};
	struct starts starts;

	if (!pm_applies(subject, "blame-wording"))
		return;
	find_starts(&starts);
	if (title.text)
		check_text(subject, &starts, record, &title);
	for (size_t i = 0; i < record->body.nr; i++)
		check_block(subject, &starts, record, &record->body.block[i]);
}

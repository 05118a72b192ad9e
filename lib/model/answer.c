/* SPDX-License-Identifier: MIT */
#include "model/answer.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

/* What people write where an answer is to come, as normal forms. */
static const char *const placeholder[] = {
	"tbd",		   "todo",	     "tba",
	"tbc",		   "wip",	     "fixme",
	"xxx",		   "n a",	     "na",
	"not applicable",  "none yet",	     "nothing yet",
	"not yet",	   "pending",	     "to do",
	"to come",	   "coming soon",    "work in progress",
	"to be done",	   "to be added",    "to be completed",
	"to be confirmed", "to be defined",  "to be determined",
	"to be filled in", "to be written",  "placeholder",
	"fill in",	   "fill me in",     "text here",
	"your text here",  "add text here",  "write here",
};

/* In capitals, as the first word, they make a note of the rest. */
static const char *const marker[] = {
	"TODO", "TBD", "TBA", "TBC", "FIXME", "WIP", "XXX",
};

#define LOREM "lorem ipsum"

/* Fewer letters than this are a sign of life, not an answer. */
#define LETTERS_MIN 2

/* "TODO: ask bob", "TBD by friday", "todo: numbers" */
bool pm_is_note(const char *text)
{
	for (size_t i = 0; i < sizeof(marker) / sizeof(*marker); i++) {
		size_t len = strlen(marker[i]);

		if (strncasecmp(text, marker[i], len))
			continue;
		if (text[len] == ':' ||
		    (!strncmp(text, marker[i], len) &&
		     !isalnum((unsigned char)text[len]) && text[len] != '-'))
			return true;
	}
	return false;
}

/* "<describe the impact>", "[your text here]", "{{ summary }}" */
static bool is_bracketed(const char *text)
{
	static const char *const pair[] = { "<>", "[]", "{}" };

	for (size_t i = 0; i < sizeof(pair) / sizeof(*pair); i++) {
		const char *close = pair[i] + 1;
		const char *end = strchr(text, *close);

		if (text[0] == pair[i][0] && end && !end[strspn(end, close)])
			return true;
	}
	return false;
}

static bool is_placeholder(const char *text, const char *normal)
{
	for (size_t i = 0; i < sizeof(placeholder) / sizeof(*placeholder);
	     i++) {
		if (!strcmp(normal, placeholder[i]))
			return true;
	}
	return !strncmp(normal, LOREM, strlen(LOREM)) || pm_is_note(text) ||
	       is_bracketed(text);
}

const char *pm_answer_reason(const char *text)
{
	static const char *const lead[] = { "n/a", "na", "not applicable",
					    "none" };
	/* A colon as East Asian keyboards write it; en and em dash. */
	static const char *const mark[] = { ":", ",", " (", " - ", "- ",
					    "\xef\xbc\x9a", "\xe2\x80\x93",
					    "\xe2\x80\x94" };

	text += strspn(text, " ");
	for (size_t i = 0; i < sizeof(lead) / sizeof(*lead); i++) {
		const char *rest = text + strlen(lead[i]);

		if (strncasecmp(text, lead[i], strlen(lead[i])))
			continue;
		for (size_t k = 0; k < sizeof(mark) / sizeof(*mark); k++) {
			size_t len = strlen(mark[k]);

			if (!strncmp(rest, mark[k], len))
				return rest + len;
			if (*rest == ' ' && !strncmp(rest + 1, mark[k], len))
				return rest + 1 + len;
		}
	}
	return NULL;
}

/* Scripts from here on write a word with a single character. */
#define FIRST_IDEOGRAPH 0x2e80

/* In a normal form: at least two letters, and not one typed twice. */
static bool is_word(const char *word, size_t len)
{
	size_t letters = 0, used;
	uint32_t c, first = 0;
	bool differ = false;

	for (size_t i = 0; i < len; i += used) {
		used = pm_utf8_decode(word + i, len - i, &c);
		if (!used)
			return false;
		if (c >= FIRST_IDEOGRAPH)
			return true;
		if (c >= '0' && c <= '9')
			continue;
		differ = differ || (letters && c != first);
		first = letters++ ? first : c;
	}
	return letters >= LETTERS_MIN && differ;
}

static bool has_word(const char *normal)
{
	for (size_t len; *normal; normal += len) {
		normal += *normal == ' ';
		len = strcspn(normal, " ");
		if (is_word(normal, len))
			return true;
	}
	return false;
}

static bool is_same(const char *normal, const char *key)
{
	char *name = key ? pm_text_normal(key, strlen(key)) : NULL;
	bool same = name && !strcmp(name, normal);

	free(name);
	return same;
}

static bool says(const char *text, const char *key, bool in_words)
{
	char *normal = pm_text_normal(text, strlen(text));
	bool is = pm_text_letters(normal, strlen(normal)) >= LETTERS_MIN;

	is = (is || has_word(normal)) && !is_placeholder(text, normal);
	if (in_words)
		is = is && has_word(normal) && strcmp(normal, "none") != 0;
	is = is && !is_same(normal, key);
	free(normal);
	return is;
}

static const char *skip_lead(const char *text)
{
	const char *reason = pm_answer_reason(text);

	text = reason ? reason : text;
	return text + strspn(text, " \t\n");
}

bool pm_is_answer(const char *text)
{
	return says(skip_lead(text), NULL, pm_answer_reason(text) != NULL);
}

bool pm_is_reason(const char *text, const char *key)
{
	return says(skip_lead(text), key, true);
}

bool pm_is_evidence(const char *text)
{
	return says(skip_lead(text), "evidence", false) &&
	       !is_same("none", text);
}

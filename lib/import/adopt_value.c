/* SPDX-License-Identifier: MIT */
#include "import/adopt_words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

/* What the words of adopt_words.h cannot tell by being looked up. */

#define WORST 1
#define MAX_RANK 9

static const struct {
	const char *words;
	size_t rank;
} ranks[] = {
	{ "critical|blocker|emergency|catastrophic|highest|kritisch|"
	  "critique|crítico|crítica|kritisk|致命的",
	  1 },
	{ "high|major|severe|significant|urgent|hoch|schwer|schwerwiegend|"
	  "haute|élevée|alta|alto|grave|høj|高",
	  2 },
	{ "medium|moderate|normal|partial|mittel|moyenne|media|médio|"
	  "mellem|中",
	  3 },
	{ "low|minor|small|niedrig|gering|basse|baja|baixa|lav|低", 4 },
	{ "lowest|trivial|cosmetic|informational", 5 },
};

/* A severity's number: of SEV-2, P1, S3, "severity 2", "2 - high". */
static bool find_number(size_t *out, const char *s, bool explicit)
{
	static const char *const before[] = {
		"severity", "sev",	"level", "priority",
		"prio",	    "incident", "p",	 "s",
	};
	size_t skip = strspn(s, " ");

	if (!explicit && isdigit((unsigned char)s[skip]) &&
	    !isalnum((unsigned char)s[skip + 1])) {
		*out = (size_t)(s[skip] - '0');
		return s[skip + 1] != '.' && s[skip + 1] != ':';
	}
	for (size_t at = 0; s[at]; at++) {
		if (at && isalnum((unsigned char)s[at - 1]))
			continue;
		for (size_t i = 0; i < (explicit ? 2 : 8); i++) {
			size_t n = strlen(before[i]);
			const char *p = s + at + n;

			if (strncasecmp(s + at, before[i], n))
				continue;
			p += strspn(p, " -_:#");
			/* "s 3" is no severity, "S3" is one. */
			if (n == 1 && p != s + at + 1 && p[-1] == ' ')
				continue;
			if (isdigit((unsigned char)*p) &&
			    !isalnum((unsigned char)p[1])) {
				*out = (size_t)(*p - '0');
				return true;
			}
		}
	}
	return false;
}

/* Where the word stands in `text`, as a word; NULL if it does not. */
static const char *find_word(const char *text, const char *word, size_t len)
{
	for (const char *p = text; *p; p++) {
		if (p > text && isalnum((unsigned char)p[-1]))
			continue;
		if (!strncmp(p, word, len) && !isalnum((unsigned char)p[len]))
			return p;
	}
	return NULL;
}

static size_t word_rank(const char *normal)
{
	const char *first = NULL;
	size_t rank = 0;

	for (size_t i = 0; i < sizeof(ranks) / sizeof(*ranks); i++) {
		for (const char *p = ranks[i].words; *p; p += *p == '|') {
			size_t len = strcspn(p, "|");
			const char *at = find_word(normal, p, len);

			if (at && (!first || at < first)) {
				first = at;
				rank = ranks[i].rank;
			}
			p += len;
		}
	}
	return rank;
}

static const char *by_name(const char *normal, const struct pm_policy *policy)
{
	const char *first = NULL, *found = NULL;

	for (size_t i = 0; i < policy->severities; i++) {
		const char *name = policy->severity[i].name;
		char *other = pm_text_normal(name, strlen(name));
		const char *at =
			*other ? find_word(normal, other, strlen(other)) : NULL;

		if (at && (!first || at < first)) {
			first = at;
			found = name;
		}
		free(other);
	}
	return found;
}

/* The one whose own name holds that number; *any tells whether some do. */
static const char *by_number(size_t number, const struct pm_policy *policy,
			     bool *any)
{
	*any = false;
	for (size_t i = 0; i < policy->severities; i++) {
		const char *name = policy->severity[i].name;
		const char *digit = strpbrk(name, "0123456789");

		*any |= digit != NULL;
		if (digit && (size_t)strtoul(digit, NULL, 10) == number)
			return name;
	}
	return NULL;
}

static const char *by_rank(size_t rank, const struct pm_policy *policy)
{
	size_t i = rank < WORST ? 0 : rank - WORST;

	if (!policy->severities)
		return NULL;
	if (i >= policy->severities)
		i = policy->severities - 1;
	return policy->severity[i].name;
}

const char *pm_words_severity(const char *text, const struct pm_policy *policy,
			      bool explicit)
{
	char *normal = pm_text_normal(text, strlen(text));
	const struct pm_severity *known = pm_policy_severity(policy, text);
	const char *found = explicit ? NULL
			    : known  ? known->name
				     : by_name(normal, policy);
	size_t number = 0, rank;
	bool any;

	if (!found && find_number(&number, text, explicit)) {
		found = by_number(number, policy, &any);
		if (!found && !any && number <= MAX_RANK)
			found = by_rank(number, policy);
	} else if (!found && !explicit) {
		rank = word_rank(normal);
		found = rank ? by_rank(rank, policy) : NULL;
	}
	free(normal);
	return found;
}

bool pm_words_are_empty(const char *text)
{
	static const char empty[] =
		"tbd|tba|todo|to do|n a|na|none|nil|null|unknown|unassigned|"
		"nobody|not available|not applicable|to be determined|"
		"to be added|to be done|xxx|yyy|zzz|fill in|fill me in|"
		"placeholder|?|offen|unbekannt|keine|aucun|inconnu|ninguno|"
		"name|names|who|someone|date|time|owner|author|title|"
		"severity|your name|first last";
	size_t len = strlen(text);
	char *normal;
	bool result;

	if (!pm_text_letters(text, len))
		return true;
	/* <name>, [date], {{ owner }}, __name__ */
	if ((text[0] == '<' && text[len - 1] == '>' && !strchr(text, '@') &&
	     !strstr(text, "://")) ||
	    (text[0] == '{' && text[len - 1] == '}'))
		return true;
	normal = pm_text_normal(text, len);
	result = !*normal || pm_words_have(empty, normal) ||
		 pm_words_begin("yyyy|dd mm|mm dd|hh mm", normal);
	free(normal);
	return result;
}

bool pm_words_are_none(const char *normal)
{
	return pm_words_have("none|n a|na|no action items|no actions|no action|"
			     "nothing|no follow ups|no action required|"
			     "none identified|none required|none at this time|"
			     "none planned|not applicable|no action needed|"
			     "keine|aucune|no action items identified|"
			     "ninguna|nothing to do",
			     normal) ||
	       pm_words_begin("n a", normal);
}

bool pm_words_are_group(const char *text)
{
	static const char *const words[] = {
		"team",		  "squad",	 "group",    "guild",
		"department",	  "engineering", "everyone", "all",
		"platform",	  "sre",	 "ops",	     "devops",
		"infrastructure", "infra",	 "backend",  "frontend",
		"support",	  "security",	 "équipe",   "engineers",
		"developers",	  "tbd",
	};
	char *normal = pm_text_normal(text, strlen(text));
	bool found = false;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words) && !found; i++)
		found = find_word(normal, words[i], strlen(words[i])) != NULL;
	free(normal);
	return found;
}

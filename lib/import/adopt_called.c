/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "import/adopt_document.h"
#include "import/adopt_times.h"

/* What entries of a timeline are called, in normal form and in the order of
 * the four times. */
static const char *const phrases[] = {
	"outage begins|outage began|outage starts|outage started|"
	"incident begins|incident began|incident starts|incident started|"
	"impact begins|impact began|impact starts|impact started|"
	"start of incident|start of outage|start of impact|"
	"start of the incident|start of the outage|problem started|"
	"problem begins|issue started|issue begins|beginn der störung|"
	"début de l incident",
	"incident detected|outage detected|issue detected|"
	"problem detected|incident discovered|issue discovered",
	"outage mitigated|incident mitigated|issue mitigated|"
	"impact mitigated|problem mitigated|service restored|"
	"services restored|service is restored|service was restored",
	"incident ends|incident ended|incident resolved|"
	"incident is resolved|incident closed|incident declared resolved|"
	"incident marked as resolved|outage ends|outage ended|"
	"outage resolved|issue resolved|issue is resolved|all clear|"
	"end of incident|end of outage|end of the incident|"
	"störung behoben|fin de l incident",
};

static const enum meaning said[] = { M_STARTED, M_DETECTED, M_MITIGATED,
				     M_RESOLVED };

/* What is hoped for, denied or only half true is no time of the incident. */
static bool is_doubted(const char *normal)
{
	static const char words[] =
		"not|no|never|isn|isnt|wasn|wasnt|yet|until|before|after|if|"
		"when|once|expect|expected|expects|eta|estimated|partially|"
		"partly|partial|premature|prematurely|false|believe|believed|"
		"believes|thought|think|assumed|assume|should|might|may|will|"
		"wait|waiting|some|most|reopened|try|trying|attempt|plan|"
		"planned|almost|nearly|first|second|previous|earlier|another";

	for (const char *s = normal; *s; s += *s == ' ') {
		if (pm_words_begin(words, s))
			return true;
		s += strcspn(s, " ");
	}
	return false;
}

static bool has_phrase(const char *normal, const char *list)
{
	for (const char *p = list; *p; p += *p == '|') {
		size_t len = strcspn(p, "|");

		for (const char *at = normal; *at; at++) {
			if (!strncmp(at, p, len) &&
			    (at == normal || at[-1] == ' ') &&
			    (!at[len] || at[len] == ' '))
				return true;
		}
		p += len;
	}
	return false;
}

/* "(resolved)" as a word of its own in brackets. */
static bool in_brackets(const char *text, const char *word)
{
	const char *at = strcasestr(text, word);

	return at && at > text && at[-1] == '(' && at[strlen(word)] == ')';
}

enum calling pm_adopt_called(struct adoption *a, const char *text, int kind)
{
	static const char *const word[] = {
		"started",
		"detected",
		"mitigated",
		"resolved",
	};
	/* In a story these tell of anything: "Discovery: a large transfer",
	 * "Mitigation: restart it", "Fixed: the first node". */
	static const char vague[] =
		"discovery|discovered|discovered at|discovery time|identified|"
		"identified at|noticed|noticed at|mitigation|recovery|from|to|"
		"until|fixed|restored|recovered|begin|began|started|start|"
		"finish|finished|end|ended|fin|ende|inicio|début|alerted";
	const char *normal = pm_adopt_normal(a, text, strlen(text));
	size_t colon = strcspn(text, ":");
	const char *label = pm_adopt_normal(a, text, colon);

	if (text[colon] && colon && colon < 30 &&
	    pm_label_meaning(label) == said[kind] &&
	    !pm_words_have(vague, label))
		return BY_LABEL;
	if (in_brackets(text, word[kind]) || !strcasecmp(text, word[kind]))
		return BY_LABEL;
	return has_phrase(normal, phrases[kind]) && !is_doubted(normal) &&
			       !strchr(text, '?')
		       ? BY_PHRASE
		       : NOT_CALLED;
}

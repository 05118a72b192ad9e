/* SPDX-License-Identifier: MIT */
#include "model/person.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/text.h"
#include "model/answer.h"
#include "model/policy.h"

/*
 * Words that are an answer, but stand for nobody or for everybody, as their
 * letters. Short on purpose: a name that no list has is one that nobody knows.
 */
static const char *const nobody[] = {
	"nobody",    "noone",	 "none",      "unknown",   "unassigned",
	"everyone",  "everybody", "anyone",   "anybody",   "someone",
	"somebody",  "all",	 "team",      "owner",	 "me",
};
/* What YAML takes for no text. */
static const char *const no_text[] = {
	"true", "false", "yes", "no", "on", "off", "null", "nil",
};

static bool is_among(const char *const *words, size_t nr, const char *word)
{
	for (size_t i = 0; i < nr; i++) {
		if (!strcmp(words[i], word))
			return true;
	}
	return false;
}

#define AMONG(words, word)                                                   \
	is_among(words, sizeof(words) / sizeof(*(words)), word)

/* Blanks of any script part words. */
static bool is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* What a word is made of. Beyond ASCII much may be part of a name. */
static bool is_word_character(uint32_t c, const char *others)
{
	return (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	       (c >= 0x80 && !is_blank(c)) ||
	       (c && c < 0x80 && strchr(others, (int)c));
}

static bool is_made_of(const char *text, size_t len, const char *others)
{
	uint32_t c;

	for (size_t i = 0, used; i < len; i += used) {
		used = pm_utf8_decode(text + i, len - i, &c);
		if (!used || !is_word_character(c, others))
			return false;
	}
	return len > 0;
}

static bool has_blank(const char *text)
{
	size_t len = strlen(text);
	uint32_t c;

	for (size_t i = 0, used; i < len; i += used ? used : 1) {
		used = pm_utf8_decode(text + i, len - i, &c);
		if (used && is_blank(c))
			return true;
	}
	return false;
}

static bool is_address(const char *text, size_t len)
{
	const char *at = memchr(text, '@', len);
	const char *domain = at ? at + 1 : NULL;
	size_t domain_len = at ? len - (size_t)(domain - text) : 0;

	return at && is_made_of(text, (size_t)(at - text), "._+-'=~#") &&
	       is_made_of(domain, domain_len, ".-:[]") && *domain != '.' &&
	       domain[domain_len - 1] != '.' &&
	       pm_text_letters(text, (size_t)(at - text)) &&
	       pm_text_letters(domain, domain_len);
}

/* "Name <address>" as git writes it; the name may be missing. */
static bool is_contact(const char *text)
{
	const char *open = strchr(text, '<');
	size_t len = open ? strlen(open) : 0;

	return len > 2 && !strpbrk(text, "\n\r") && open[len - 1] == '>' &&
	       is_address(open + 1, len - 2);
}

static bool is_team(const struct pm_policy *policy, const char *who)
{
	for (size_t i = 0; i < policy->people; i++) {
		for (size_t t = 0; t < policy->person[i].teams; t++) {
			if (!strcasecmp(policy->person[i].team[t], who))
				return true;
		}
	}
	return false;
}

/* Its letters and digits, whatever stands between: "T.B.D." is "tbd". */
static char *squeeze(const char *text)
{
	char *normal = pm_text_normal(text, strlen(text)), *to = normal;

	for (const char *from = normal; *from; from++) {
		if (*from != ' ')
			*to++ = *from;
	}
	*to = '\0';
	return normal;
}

static enum pm_who form_of_word(const char *word)
{
	const char *bare = word + (*word == '@');
	char *letters = squeeze(bare);
	enum pm_who form = PM_WHO_WORD;

	if (AMONG(nobody, letters) ||
	    (strlen(letters) > 1 &&
	     (!pm_is_answer(bare) || !pm_is_answer(letters))))
		form = PM_WHO_NOBODY;
	else if (*word == '@' && strchr(bare, '/') &&
		 is_made_of(bare, strlen(bare), "._-/"))
		form = PM_WHO_TEAM;
	else if (has_blank(word) && !strpbrk(word, "@<>"))
		form = PM_WHO_NAME;
	else if (strspn(letters, "0123456789") == strlen(letters) ||
		 AMONG(no_text, letters) ||
		 !is_made_of(bare, strlen(bare), "._-'"))
		form = PM_WHO_NO_NAME;
	free(letters);
	return form;
}

/* "TBD <tbd@example.com>" has an address, and is nobody nevertheless. */
static enum pm_who form_of_contact(const char *who)
{
	size_t len = strcspn(who, "<");
	char *name = pm_xstrndup(who, len), *letters = squeeze(name);
	bool is_nobody = *letters && (AMONG(nobody, letters) ||
				      !pm_is_answer(name) ||
				      !pm_is_answer(letters));

	free(letters);
	free(name);
	return is_nobody ? PM_WHO_NOBODY : PM_WHO_PERSON;
}

enum pm_who pm_policy_who_form(const struct pm_policy *policy,
			       const char *who)
{
	if (pm_policy_lists(policy, who))
		return PM_WHO_PERSON;
	if (is_team(policy, who + (*who == '@')))
		return PM_WHO_TEAM;
	if (is_address(who, strlen(who)))
		return PM_WHO_PERSON;
	if (is_contact(who))
		return form_of_contact(who);
	return form_of_word(who);
}

bool pm_policy_who_problem(const struct pm_policy *policy, const char *who,
			   struct pm_buf *why, struct pm_buf *fix)
{
	switch (pm_policy_who_form(policy, who)) {
	case PM_WHO_PERSON:
	case PM_WHO_WORD:
		return false;
	case PM_WHO_NOBODY:
		pm_buf_addf(why, "\"%s\" is nobody", who);
		break;
	case PM_WHO_TEAM:
		pm_buf_addf(why, "\"%s\" is a team", who);
		pm_buf_addstr(fix, "name the one person of it who answers; a "
				   "team may stand beside them");
		return true;
	case PM_WHO_NAME:
		pm_buf_addf(why, "the policy lists nobody called \"%s\"", who);
		pm_buf_addf(fix, "write their address, \"%s <address>\", or "
				 "their handle; or list the name under "
				 "\"people\" in %s", who, PM_POLICY_PATH);
		return true;
	case PM_WHO_NO_NAME:
		pm_buf_addf(why, "\"%s\" is not the name of a person", who);
		break;
	}
	pm_buf_addf(fix, "name one person: an address, \"Name <address>\", a "
			 "handle, or a name that \"people\" in %s lists",
		    PM_POLICY_PATH);
	return true;
}

/* SPDX-License-Identifier: MIT */
#include "model/address.h"

#include <string.h>

#include "base/limits.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
#define LABEL LETTERS DIGITS "-"
#define ATOM LABEL "!#$%&'*+/=?^_`{|}~"

/* One or more words of these characters, with a dot between two. */
static bool is_dotted(const char *s, size_t len, const char *characters)
{
	bool after_dot = true;

	for (size_t i = 0; i < len; i++) {
		bool is_dot = s[i] == '.';

		if (is_dot ? after_dot : !s[i] || !strchr(characters, s[i]))
			return false;
		after_dot = is_dot;
	}
	return !after_dot;
}

bool pm_is_mail_address(const char *text, size_t len)
{
	const char *at = memchr(text, '@', len);
	size_t local = at ? (size_t)(at - text) : 0;

	return at && len <= PM_MAX_MAIL_ADDRESS &&
	       is_dotted(text, local, ATOM) &&
	       is_dotted(at + 1, len - local - 1, LABEL);
}

static bool take(struct pm_buf *out, const char *text, size_t len)
{
	static const char private[] = "@users.noreply.";
	const char *at = memchr(text, '@', len);

	if (!pm_is_mail_address(text, len) ||
	    !strncmp(at, private, sizeof(private) - 1))
		return false;
	pm_buf_add(out, text, len);
	return true;
}

bool pm_policy_mail(struct pm_buf *name, struct pm_buf *address,
		    const struct pm_policy *policy, const char *who)
{
	const struct pm_person *person = pm_policy_person(policy, who);
	const char *open = strrchr(who, '<');
	size_t len = strlen(who);

	for (size_t i = 0; person && i < person->emails; i++) {
		if (!take(address, person->email[i],
			  strlen(person->email[i])))
			continue;
		pm_buf_addstr(name, person->name ? person->name : "");
		return true;
	}
	if (!open || who[len - 1] != '>')
		return take(address, who, len);
	if (!take(address, open + 1, strlen(open) - 2))
		return false;
	pm_buf_add(name, who, (size_t)(open - who));
	pm_buf_rtrim(name);
	return true;
}

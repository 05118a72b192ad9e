/* SPDX-License-Identifier: MIT */
#include "forge/login.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"

/* How each forge writes the addresses that hide a person's own. */
static const struct {
	const char *before_host;
	const char *host; /* where no answer tells it */
	char separator;	  /* between number and name */
} private_address[PM_FORGES] = {
	[PM_FORGE_GITHUB] = { "users.noreply.", "github.com", '+' },
	[PM_FORGE_GITLAB] = { "users.noreply.", "gitlab.com", '-' },
	[PM_FORGE_GITEA] = { "noreply.", NULL, '+' },
};

static const char *host_of(const struct pm_pull *pull)
{
	return pull->host ? pull->host : private_address[pull->forge].host;
}

/* The account that a private address is of; borrowed from it. */
struct hidden {
	const char *id, *name;
	size_t id_len, name_len;
};

static bool take_apart(struct hidden *out, const struct pm_pull *pull,
		       const char *address, size_t len)
{
	const char *before = private_address[pull->forge].before_host;
	const char *host = host_of(pull);
	const char *at = memchr(address, '@', len);
	const char *domain = at ? at + 1 : NULL;
	size_t rest = at ? len - (size_t)(domain - address) : 0;
	size_t digits = strspn(address, "0123456789");

	*out = (struct hidden){ .name = address };
	if (!at || !host || rest != strlen(before) + strlen(host) ||
	    strncasecmp(domain, before, strlen(before)) ||
	    strncasecmp(domain + strlen(before), host, strlen(host)))
		return false;
	out->name_len = (size_t)(at - address);
	if (digits && digits + 1 < out->name_len &&
	    address[digits] == private_address[pull->forge].separator) {
		out->id = address;
		out->id_len = digits;
		out->name += digits + 1;
		out->name_len -= digits + 1;
	}
	return out->name_len > 0;
}

/* The address in "Name <address>", "<address>" or "address"; 0: there is
 * none. */
static size_t find_address(const char **out, const char *who)
{
	const char *open = strchr(who, '<'), *close;

	if (open) {
		close = strchr(open, '>');
		*out = open + 1;
		return close ? (size_t)(close - *out) : 0;
	}
	*out = who;
	return strchr(who, '@') && who[0] != '@' ? strlen(who) : 0;
}

static bool hides(const struct pm_login *login, const struct pm_pull *pull,
		  const char *address, size_t len)
{
	struct hidden hidden;

	if (!take_apart(&hidden, pull, address, len))
		return false;
	if (hidden.id && login->id)
		return strlen(login->id) == hidden.id_len &&
		       !strncmp(login->id, hidden.id, hidden.id_len);
	return strlen(login->name) == hidden.name_len &&
	       !strncasecmp(login->name, hidden.name, hidden.name_len);
}

/* By "forge" of "people"; *others: how many there are. */
static const struct pm_person *find_listed(const struct pm_policy *policy,
					   const char *name, size_t *others)
{
	const struct pm_person *found = NULL;

	*others = 0;
	for (size_t i = 0; i < policy->people; i++) {
		const char *forge = policy->person[i].forge;

		if (!forge || forge[0] != '@' || strcasecmp(forge + 1, name))
			continue;
		*others += found != NULL;
		found = &policy->person[i];
	}
	return found;
}

/* Whether .mailmap makes the account's private address one of theirs. */
static bool is_mapped(const struct pm_login *login, const struct pm_pull *pull,
		      const struct pm_policy *policy, const char *person)
{
	const char *before = private_address[pull->forge].before_host;
	struct pm_buf contact = { 0 };
	bool is = false;

	if (!host_of(pull))
		return false;
	for (int numbered = 0; numbered < 2 && !is; numbered++) {
		if (numbered && !login->id)
			break;
		pm_buf_reset(&contact);
		pm_buf_addch(&contact, '<');
		if (numbered)
			pm_buf_addf(&contact, "%s%c", login->id,
				    private_address[pull->forge].separator);
		pm_buf_addf(&contact, "%s@%s%s>", login->name, before,
			    host_of(pull));
		is = pm_policy_same_person(policy, pm_buf_str(&contact),
					   person);
	}
	pm_buf_release(&contact);
	return is;
}

bool pm_login_is(const struct pm_login *login, const struct pm_pull *pull,
		 const struct pm_policy *policy, const char *person)
{
	const struct pm_person *named, *listed;
	const char *address;
	size_t others, len;

	if (!login->name || login->is_bot || !person)
		return false;
	listed = find_listed(policy, login->name, &others);
	named = pm_policy_person(policy, person);
	if (listed)
		return !others && listed == named;
	for (size_t i = 0; named && i < named->emails; i++) {
		if (hides(login, pull, named->email[i],
			  strlen(named->email[i])))
			return true;
	}
	len = find_address(&address, person);
	if (!named && len && hides(login, pull, address, len))
		return true;
	/* Without an address to compare, any that begins like the handle would
	 * do: that is a word's likeness, which says nothing here. */
	return (named ? named->emails > 0 : len > 0) &&
	       is_mapped(login, pull, policy, person);
}

static void add_hidden(struct pm_strlist *out, const struct pm_pull *pull,
		       const char *address, size_t len)
{
	struct hidden hidden;
	struct pm_strlist one = { 0 };

	if (!take_apart(&hidden, pull, address, len))
		return;
	pm_strlist_addn(&one, hidden.name, hidden.name_len);
	if (!pm_strlist_has(out, one.item[0]))
		pm_strlist_add(out, one.item[0]);
	pm_strlist_release(&one);
}

void pm_logins_of(struct pm_strlist *out, const struct pm_pull *pull,
		  const struct pm_policy *policy, const char *person)
{
	const struct pm_person *named = pm_policy_person(policy, person);
	const char *address;
	size_t others, len;

	if (named && named->forge && named->forge[0] == '@' &&
	    find_listed(policy, named->forge + 1, &others) && !others)
		pm_strlist_add(out, named->forge + 1);
	for (size_t i = 0; named && i < named->emails; i++)
		add_hidden(out, pull, named->email[i],
			   strlen(named->email[i]));
	len = named || !person ? 0 : find_address(&address, person);
	if (len)
		add_hidden(out, pull, address, len);
}

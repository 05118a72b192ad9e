/* SPDX-License-Identifier: MIT */
#include "model/person.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "model/known.h"
#include "model/policy.h"
#include "syntax/codeowners.h"

/* --- who is meant --- */

static bool is_same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

static bool is_alike(const char *a, const char *b)
{
	return a && b && !strcasecmp(a, b);
}

static bool is_handle_of(const struct pm_person *person, const char *handle)
{
	return is_alike(person->handle, handle);
}

static bool is_forge_of(const struct pm_person *person, const char *handle)
{
	return handle && person->forge && person->forge[0] == '@' &&
	       !strcasecmp(person->forge + 1, handle);
}

static bool is_name_of(const struct pm_person *person, const char *name)
{
	char *a, *b;
	bool same = is_alike(person->name, name);

	if (same || !name || !person->name)
		return same;
	a = pm_text_normal(person->name, strlen(person->name));
	b = pm_text_normal(name, strlen(name));
	same = *a && !strcmp(a, b);
	free(a);
	free(b);
	return same;
}

static const struct pm_person *
find_person(const struct pm_policy *policy,
	    bool (*is)(const struct pm_person *person, const char *what),
	    const char *what)
{
	for (size_t i = 0; what && i < policy->people; i++) {
		if (is(&policy->person[i], what))
			return &policy->person[i];
	}
	return NULL;
}

static bool is_address_of(const struct pm_person *person, const char *address)
{
	for (size_t i = 0; i < person->emails; i++) {
		if (is_alike(person->email[i], address))
			return true;
	}
	return is_alike(person->forge, address);
}

/* The policy may list the address that .mailmap replaces. */
static const struct pm_person *by_mapped(const struct pm_policy *policy,
					 struct pm_known *known,
					 const char *address)
{
	char contact[300];

	for (size_t i = 0; known->mailmap && i < policy->people; i++) {
		const struct pm_person *person = &policy->person[i];

		for (size_t k = 0; k < person->emails; k++) {
			snprintf(contact, sizeof(contact), "<%s>",
				 person->email[k]);
			if (is_alike(pm_known_mapped(policy, known, contact,
						     person->email[k]),
				     address))
				return person;
		}
	}
	return NULL;
}

static void find_by_address(struct pm_identity *id,
			    const struct pm_policy *policy,
			    struct pm_known *known)
{
	const struct pm_naming_parts *parts = &id->parts;
	const struct pm_person *named;

	id->person = find_person(policy, is_address_of, parts->address);
	id->shown = pm_known_mapped(policy, known, parts->contact,
				    parts->shown);
	id->address = pm_naming_fold(&known->arena, id->shown,
				     strlen(id->shown));
	id->handle = pm_arena_strndup(&known->arena, id->address,
				      strcspn(id->address, "@"));
	if (!id->person)
		id->person = find_person(policy, is_address_of, id->address);
	if (!id->person)
		id->person = by_mapped(policy, known, id->address);
	if (!id->person && parts->is_login)
		id->person = find_person(policy, is_forge_of, parts->handle);
	/* One of whom no address is listed is whoever begins so. */
	named = id->person ? NULL :
			     find_person(policy, is_handle_of, parts->handle);
	if (named && !named->emails)
		id->person = named;
	if (!id->person)
		id->person = find_person(policy, is_name_of, parts->name);
}

static void find_listed(struct pm_identity *id, const struct pm_policy *policy)
{
	const struct pm_naming_parts *parts = &id->parts;

	id->person = find_person(policy, is_handle_of, parts->handle);
	if (!id->person && parts->is_login)
		id->person = find_person(policy, is_forge_of, parts->handle);
	if (!id->person && !parts->is_login)
		id->person = find_person(policy, is_name_of, parts->name);
}

bool pm_policy_lists(const struct pm_policy *policy, const char *who)
{
	struct pm_identity id = { 0 };
	struct pm_arena arena = { 0 };

	if (!policy->people)
		return false;
	pm_naming_take_apart(&id.parts, &arena, who);
	if (id.parts.address)
		id.person = find_person(policy, is_address_of,
					id.parts.address);
	else
		find_listed(&id, policy);
	pm_arena_release(&arena);
	return id.person != NULL;
}

/* Whether two of one handle may be one person with two addresses: by their
 * name, or since one is only what a forge calls somebody. */
static bool may_be_one(const struct pm_identity *a, const struct pm_identity *b)
{
	return is_same(a->address, b->address) || a->is_login || b->is_login ||
	       is_same(a->known_as, b->parts.name);
}

static void take(struct pm_identity *id, const struct pm_identity *other)
{
	id->person = other->person;
	id->address = other->address;
	id->shown = other->shown;
	id->known_as = other->parts.name;
	id->is_login = other->is_login;
}

/* Take one whom the name may mean; a second, other one makes it nobody's. */
static void consider(struct pm_identity *id, const struct pm_identity *other)
{
	if (!id->person && !id->address)
		take(id, other);
	else if (other->person || id->person)
		id->is_ambiguous |= other->person != id->person;
	else if (!may_be_one(id, other))
		id->is_ambiguous = true;
	else if (id->is_login)
		take(id, other);
}

static void consider_known(struct pm_identity *id,
			   const struct pm_policy *policy,
			   struct pm_known *known, size_t at)
{
	struct pm_identity other = { .parts = known->item[at].parts };

	if (!other.parts.address)
		return;
	find_by_address(&other, policy, known);
	other.is_login = other.parts.is_login;
	consider(id, &other);
}

static void find_known(struct pm_identity *id, const struct pm_policy *policy,
		       struct pm_known *known)
{
	const struct pm_naming_parts *parts = &id->parts;
	size_t len = strlen(parts->handle), at;

	for (size_t i = 0; i < policy->people; i++) {
		const struct pm_person *person = &policy->person[i];
		const struct pm_identity one = { .person = person };

		for (size_t k = 0; k < person->emails; k++) {
			if (!strncasecmp(person->email[k], parts->handle,
					 len) &&
			    person->email[k][len] == '@')
				consider(id, &one);
		}
	}
	if (pm_map_get(&known->by_handle, parts->handle, &at))
		for (at++; at; at = known->item[at - 1].next_handle)
			consider_known(id, policy, known, at - 1);
	if (parts->name && pm_map_get(&known->by_name, parts->name, &at))
		for (at++; at; at = known->item[at - 1].next_name)
			consider_known(id, policy, known, at - 1);
	if (id->is_ambiguous) {
		id->person = NULL;
		id->address = NULL;
	}
}

/* The same as often as it is asked for: of thousands of records few people
 * are the owners. */
static const struct pm_identity *identify(const struct pm_policy *policy,
					  struct pm_known *known,
					  const char *who)
{
	struct pm_identity *id;
	size_t at;

	if (pm_map_get(&known->asked, who, &at))
		return known->identity[at];
	id = pm_arena_alloc(&known->arena, sizeof(*id));
	pm_naming_take_apart(&id->parts, &known->arena, who);
	if (id->parts.address)
		find_by_address(id, policy, known);
	else
		find_listed(id, policy);
	if (!id->person && !id->parts.address)
		find_known(id, policy, known);
	PM_GROW(known->identity, known->identities, known->identity_alloc);
	known->identity[known->identities] = id;
	pm_map_add(&known->asked, pm_arena_strdup(&known->arena, who),
		   known->identities++, NULL);
	return id;
}

/* Neither is of "people". Of an address and a word nobody knows the address
 * is all that the word can be compared with. */
static bool is_one(const struct pm_identity *a, const struct pm_identity *b)
{
	if (a->address && b->address)
		return is_same(a->address, b->address);
	if (a->is_ambiguous || b->is_ambiguous)
		return !a->address && !b->address &&
		       is_same(a->parts.handle, b->parts.handle);
	return is_same(a->parts.handle, b->parts.handle) ||
	       is_same(a->handle, b->parts.handle) ||
	       is_same(a->parts.handle, b->handle) ||
	       is_same(a->parts.name, b->parts.name);
}

/* Asks under the lock; a policy that was never read knows nobody. */
static struct pm_known *enter(const struct pm_policy *policy)
{
	struct pm_known *known = policy->known ? policy->known :
						 pm_known_new();

	pthread_mutex_lock(&known->lock);
	return known;
}

static void leave(const struct pm_policy *policy, struct pm_known *known)
{
	pthread_mutex_unlock(&known->lock);
	if (known != policy->known)
		pm_known_free(known);
}

const struct pm_person *pm_policy_person(const struct pm_policy *policy,
					 const char *who)
{
	const struct pm_person *person;
	struct pm_known *known;

	if (!who || !policy->people)
		return NULL;
	known = enter(policy);
	person = identify(policy, known, who)->person;
	leave(policy, known);
	return person;
}

bool pm_policy_same_person(const struct pm_policy *policy, const char *a,
			   const char *b)
{
	const struct pm_identity *x, *y;
	struct pm_known *known;
	bool same;

	if (!a || !b)
		return false;
	if (!strcasecmp(a, b))
		return true;
	known = enter(policy);
	x = identify(policy, known, a);
	y = identify(policy, known, b);
	same = x->person || y->person ? x->person == y->person : is_one(x, y);
	leave(policy, known);
	return same;
}

const char *pm_policy_who(const struct pm_policy *policy, const char *who)
{
	const struct pm_identity *id;

	if (!who || !policy->known)
		return who;
	pthread_mutex_lock(&policy->known->lock);
	id = identify(policy, policy->known, who);
	if (id->person)
		who = id->person->handle;
	else if (id->address)
		who = id->shown;
	else if (who[0] == '@' && who[1])
		who++;
	pthread_mutex_unlock(&policy->known->lock);
	return who;
}

char *pm_contact(const char *name, const char *address)
{
	struct pm_strlist one = { 0 };
	char *contact;

	pm_strlist_addf(&one, "%s%s<%s>", name ? name : "",
			name && *name ? " " : "", address);
	contact = pm_xstrdup(one.item[0]);
	pm_strlist_release(&one);
	return contact;
}

bool pm_policy_knows(const struct pm_policy *policy, const char *who)
{
	struct pm_known *known = enter(policy);
	const struct pm_identity *id = identify(policy, known, who);
	const struct pm_naming_parts *parts = &id->parts;
	size_t at;
	bool knows = id->person || id->address || id->is_ambiguous ||
		     (parts->handle &&
		      pm_map_get(&known->by_handle, parts->handle, &at)) ||
		     (parts->name &&
		      pm_map_get(&known->by_name, parts->name, &at));

	leave(policy, known);
	return knows;
}

const char *pm_policy_nearest(const struct pm_policy *policy, const char *who)
{
	struct pm_known *known = enter(policy);
	size_t most = known->nr + 2 * policy->people, nr = 0;
	const char **word = pm_xcalloc(most + 1, sizeof(*word));
	const char **meant = pm_xcalloc(most + 1, sizeof(*meant));
	const char *near;

	for (size_t i = 0; i < policy->people; i++) {
		meant[nr] = policy->person[i].handle;
		word[nr++] = policy->person[i].handle;
		meant[nr] = policy->person[i].handle;
		word[nr] = policy->person[i].name;
		nr += word[nr] != NULL;
	}
	for (size_t i = 0; i < known->nr; i++) {
		meant[nr] = known->item[i].as_written;
		word[nr] = known->item[i].parts.handle;
		nr += word[nr] != NULL;
	}
	near = pm_nearest(who[0] == '@' ? who + 1 : who, word, nr);
	for (size_t i = 0; near && i < nr; i++) {
		if (word[i] == near) {
			near = meant[i];
			break;
		}
	}
	free(word);
	free(meant);
	leave(policy, known);
	return near;
}

const char *pm_policy_forge_name(const struct pm_policy *policy,
				 const char *who)
{
	const struct pm_person *person = pm_policy_person(policy, who);
	const char *address;

	if (!who)
		return NULL;
	if (person && person->forge)
		return person->forge;
	if (pm_codeowner_is_name(who))
		return who;
	for (size_t i = 0; person && i < person->emails; i++) {
		if (pm_codeowner_is_name(person->email[i]))
			return person->email[i];
	}
	address = pm_policy_who(policy, who);
	return pm_codeowner_is_name(address) ? address : NULL;
}

/* SPDX-License-Identifier: MIT */
#include "model/known.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/policy.h"

struct pm_known *pm_known_new(void)
{
	struct pm_known *known = pm_xcalloc(1, sizeof(*known));

	pthread_mutex_init(&known->lock, NULL);
	return known;
}

void pm_known_free(struct pm_known *known)
{
	if (!known)
		return;
	pm_map_release(&known->by_text);
	pm_map_release(&known->by_handle);
	pm_map_release(&known->by_name);
	pm_map_release(&known->asked);
	pm_map_release(&known->mapped);
	free(known->item);
	free(known->identity);
	free(known->mapped_to);
	pm_arena_release(&known->arena);
	pthread_mutex_destroy(&known->lock);
	free(known);
}

/* --- a way of naming somebody --- */

const char *pm_naming_fold(struct pm_arena *arena, const char *s, size_t len)
{
	char *out = pm_arena_strndup(arena, s, len), *normal;
	bool is_ascii = true;

	for (size_t i = 0; i < len; i++) {
		if (out[i] >= 'A' && out[i] <= 'Z')
			out[i] = (char)(out[i] | 0x20);
		is_ascii = is_ascii && !(out[i] & 0x80);
	}
	if (is_ascii)
		return out;
	normal = pm_text_normal(s, len);
	if (*normal)
		out = pm_arena_strdup(arena, normal);
	free(normal);
	return out;
}

/* A forge's private address for the login bob begins with "17+bob" (GitHub),
 * "17-bob" (GitLab) or, as it was once, "bob". */
static void take_address(struct pm_naming_parts *out, struct pm_arena *arena,
			 const char *address, size_t address_len)
{
	const char *local = pm_naming_fold(arena, address, address_len);
	size_t len = strcspn(local, "@");
	size_t digits = strspn(local, "0123456789");

	out->shown = pm_arena_strndup(arena, address, address_len);
	out->address = local;
	out->is_login = !strncmp(local + len, "@users.noreply.", 15);
	if (out->is_login && digits && digits + 1 < len &&
	    (local[digits] == '+' || local[digits] == '-')) {
		local += digits + 1;
		len -= digits + 1;
	}
	out->handle = pm_arena_strndup(arena, local, len);
}

static size_t trim(const char **s, size_t len)
{
	while (len && strchr(" \t\n\"", **s)) {
		(*s)++;
		len--;
	}
	while (len && strchr(" \t\n\"", (*s)[len - 1]))
		len--;
	return len;
}

void pm_naming_take_apart(struct pm_naming_parts *out, struct pm_arena *arena,
			  const char *who)
{
	const char *open = strchr(who, '<');
	size_t len = trim(&who, strlen(who));

	*out = (struct pm_naming_parts){ 0 };
	if (open && len && who[len - 1] == '>') {
		const char *name = who;
		size_t name_len = trim(&name, (size_t)(open - who));

		if (name_len)
			out->name = pm_naming_fold(arena, name, name_len);
		out->contact = pm_arena_strndup(arena, who, len);
		take_address(out, arena, open + 1,
			     (size_t)(who + len - 1 - (open + 1)));
	} else if (len && *who == '@') {
		out->is_login = true;
		out->handle = pm_naming_fold(arena, who + 1, len - 1);
	} else if (memchr(who, '@', len)) {
		out->contact = pm_arena_printf(arena, "<%.*s>", (int)len, who);
		take_address(out, arena, who, len);
	} else {
		out->handle = out->name = pm_naming_fold(arena, who, len);
	}
}

/* --- who is known --- */

/* One more of the same name: behind those who are known already. */
static size_t *next_of(struct pm_known_one *one, bool by_handle)
{
	return by_handle ? &one->next_handle : &one->next_name;
}

static void chain(struct pm_known *known, size_t at, bool by_handle)
{
	struct pm_known_one *one = &known->item[at];
	const char *key = by_handle ? one->parts.handle : one->parts.name;
	size_t first;

	if (!key || pm_map_add(by_handle ? &known->by_handle : &known->by_name,
			       key, at, &first))
		return;
	one = &known->item[first];
	while (*next_of(one, by_handle))
		one = &known->item[*next_of(one, by_handle) - 1];
	*next_of(one, by_handle) = at + 1;
}

static void add(struct pm_known *known, const char *who)
{
	struct pm_known_one one = { 0 };
	size_t at = known->nr, there;

	if (!who || !*who || pm_map_get(&known->by_text, who, &there))
		return;
	one.as_written = pm_arena_strdup(&known->arena, who);
	pm_map_add(&known->by_text, one.as_written, at, NULL);
	pm_naming_take_apart(&one.parts, &known->arena, who);
	PM_GROW(known->item, known->nr, known->alloc);
	known->item[known->nr++] = one;
	chain(known, at, true);
	chain(known, at, false);
	pm_map_release(&known->asked);
	known->identities = 0;
}

void pm_policy_know(const struct pm_policy *policy, const char *who)
{
	if (!policy->known)
		return;
	pthread_mutex_lock(&policy->known->lock);
	add(policy->known, who);
	pthread_mutex_unlock(&policy->known->lock);
}

void pm_policy_each_known(const struct pm_policy *policy,
			  void (*fn)(void *payload, const char *who),
			  void *payload)
{
	for (size_t i = 0; policy->known && i < policy->known->nr; i++)
		fn(payload, policy->known->item[i].as_written);
}

/* --- .mailmap --- */

void pm_policy_set_mailmap(const struct pm_policy *policy, pm_mailmap_fn fn,
			   void *payload)
{
	if (!policy->known)
		return;
	policy->known->mailmap = fn;
	policy->known->payload = payload;
}

static void want(struct pm_strlist *out, const struct pm_known *known,
		 const char *contact)
{
	size_t at;

	if (!pm_map_get(&known->mapped, contact, &at))
		pm_strlist_add(out, contact);
}

static void keep(struct pm_known *known, const char *contact, const char *to)
{
	struct pm_naming_parts parts;

	if (!pm_map_add(&known->mapped,
			pm_arena_strdup(&known->arena, contact),
			known->mappings, NULL))
		return;
	pm_naming_take_apart(&parts, &known->arena, to);
	PM_GROW(known->mapped_to, known->mappings, known->mapping_alloc);
	known->mapped_to[known->mappings++] = parts.shown ? parts.shown : to;
}

/* Of all who are known at once: each question costs a process. */
static void ask(const struct pm_policy *policy, struct pm_known *known,
		const char *contact)
{
	struct pm_strlist wanted = { 0 }, got = { 0 };
	struct pm_buf one = { 0 };

	want(&wanted, known, contact);
	for (size_t i = 0; i < known->nr; i++) {
		if (known->item[i].parts.contact)
			want(&wanted, known, known->item[i].parts.contact);
	}
	for (size_t i = 0; i < policy->people; i++) {
		for (size_t k = 0; k < policy->person[i].emails; k++) {
			pm_buf_reset(&one);
			pm_buf_addf(&one, "<%s>", policy->person[i].email[k]);
			want(&wanted, known, pm_buf_str(&one));
		}
	}
	known->mailmap(known->payload, &wanted, &got);
	if (!got.nr)
		known->mailmap = NULL;
	for (size_t i = 0; i < wanted.nr && got.nr == wanted.nr; i++)
		keep(known, wanted.item[i], got.item[i]);
	pm_strlist_release(&wanted);
	pm_strlist_release(&got);
	pm_buf_release(&one);
}

const char *pm_known_mapped(const struct pm_policy *policy,
			    struct pm_known *known, const char *contact,
			    const char *address)
{
	size_t at;

	if (known->mailmap && !pm_map_get(&known->mapped, contact, &at))
		ask(policy, known, contact);
	return pm_map_get(&known->mapped, contact, &at) ?
		       known->mapped_to[at] :
		       address;
}

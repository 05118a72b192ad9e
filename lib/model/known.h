/* SPDX-License-Identifier: MIT */
#ifndef PM_KNOWN_H
#define PM_KNOWN_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/map.h"
#include "model/person.h"

/*
 * Whom a policy knows besides its "people", and what .mailmap says of them.
 * Private to person.c and known.c; whoever uses it holds the lock.
 */

/* A way of naming somebody, taken apart: folded, unless it says otherwise, and
 * NULL where there is no such part. */
struct pm_naming_parts {
	const char *address; /* without "<>" */
	const char *contact; /* "Name <address>" or "<address>", as written */
	const char *shown;   /* the address, as written */
	const char *handle;  /* what stands before the "@" of an address, the
			      * login of a forge's private address, or the word
			      * without "@" */
	const char *name;    /* beside an address, or all of it */
	bool is_login;	     /* a forge's private address, or written "@..." */
};
void pm_naming_take_apart(struct pm_naming_parts *out, struct pm_arena *arena,
			  const char *who);

/* Who is meant. Of two that are the same either `person` is, or, when neither
 * has one, `address`. */
struct pm_identity {
	struct pm_naming_parts parts;
	const struct pm_person *person; /* of "people" */
	const char *address; /* as .mailmap has it, folded */
	const char *shown;   /* the same, not folded */
	const char *handle;  /* what it begins with */
	bool is_ambiguous;   /* several known ones have this name */
	/* Of the known one that it is: their name, and whether a forge's. */
	const char *known_as;
	bool is_login;
};

struct pm_known_one {
	const char *as_written;
	struct pm_naming_parts parts;
	size_t next_handle, next_name; /* 1 + the next with the same, or 0 */
};

struct pm_known {
	pthread_mutex_t lock;
	struct pm_arena arena;
	struct pm_known_one *item;
	size_t nr, alloc;
	struct pm_map by_text, by_handle, by_name;
	/* What was asked before, as long as nobody new is known. */
	struct pm_map asked;
	struct pm_identity **identity;
	size_t identities, identity_alloc;
	/* .mailmap: contacts and what they are instead. */
	pm_mailmap_fn mailmap;
	void *payload;
	struct pm_map mapped;
	const char **mapped_to;
	size_t mappings, mapping_alloc;
};

/* Letters' case does not count; beyond ASCII nor does how they are composed. */
const char *pm_naming_fold(struct pm_arena *arena, const char *s, size_t len);

/* The address that .mailmap has in the place of this one. */
const char *pm_known_mapped(const struct pm_policy *policy,
			    struct pm_known *known, const char *contact,
			    const char *address);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_PERSON_H
#define PM_PERSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strlist.h"

/*
 * Who is who. Records, options and git name a person by an address, by "Name
 * <address>", by a handle ("bob", "@bob") or by a name; whoever compares two
 * of these asks here, and nowhere else:
 *
 * - One whom the policy's "people" list is that person under each of their
 *   names: handle, addresses, forge's name, name. What that list says goes
 *   before everything below; it alone makes a name of several words somebody.
 * - Addresses are the same as far as .mailmap makes them so.
 * - A handle is the address that begins with it ("bob" is bob@example.com, and
 *   also 17+bob@users.noreply.example.com), and a name is the address that it
 *   was seen with, where exactly one such person is known. With two of them it
 *   is neither.
 *
 * Known are those whom pm_policy_know() was told of: the owners of the records
 * that a snapshot has read, and where a question needs them whom CODEOWNERS
 * names and the authors of recent commits. Letters' case counts nowhere. May
 * be asked by several threads.
 */
struct pm_policy;

struct pm_person {
	const char *handle;
	const char *name;  /* or NULL */
	const char *forge; /* what a forge calls them: "@user", or NULL */
	const char **email;
	size_t emails;
	const char **team;
	size_t teams;
};

/* Whether two ways of naming a person mean the same one. NULL is nobody. */
bool pm_policy_same_person(const struct pm_policy *policy, const char *a,
			   const char *b);
/* The one of "people" who is meant, or NULL. */
const struct pm_person *pm_policy_person(const struct pm_policy *policy,
					 const char *who);
/* Whether "people" has this very handle, name, address or forge's name. */
bool pm_policy_lists(const struct pm_policy *policy, const char *who);
/* One spelling for all that mean the same person, to group by: the handle of
 * "people", or else the address, or else what was written, without "@". It
 * lives as long as the policy, or is part of `who`. */
const char *pm_policy_who(const struct pm_policy *policy, const char *who);
/* Whether somebody is meant whom the policy lists or who is known; who writes
 * an address says who it is. */
bool pm_policy_knows(const struct pm_policy *policy, const char *who);

/* "Name <address>", as git writes it; "<address>" without a name. The caller's
 * to free. */
char *pm_contact(const char *name, const char *address);

/* Make somebody known: a name that says nothing of an address is kept, too.
 * NULL and "" are nobody. */
void pm_policy_know(const struct pm_policy *policy, const char *who);
/* Call `fn` for each who is known, as they were made known. */
void pm_policy_each_known(const struct pm_policy *policy,
			  void (*fn)(void *payload, const char *who),
			  void *payload);
/* The one known, or of "people", whom a word that means nobody probably stands
 * for, or NULL. Lives as long as the policy. */
const char *pm_policy_nearest(const struct pm_policy *policy, const char *who);

/*
 * How .mailmap is asked, once for many: for each of `contacts` ("Name
 * <address>" or "<address>") what it is instead, in the same order, or nothing
 * at all when there is no such file. Asked only when two names differ.
 */
typedef void (*pm_mailmap_fn)(void *payload, const struct pm_strlist *contacts,
			      struct pm_strlist *out);
void pm_policy_set_mailmap(const struct pm_policy *policy, pm_mailmap_fn fn,
			   void *payload);

/* What a way of naming somebody can mean by its form. */
enum pm_who {
	PM_WHO_PERSON,	/* an address, "@handle", or one of "people" */
	PM_WHO_WORD,	/* one word: a handle, if somebody knows it */
	PM_WHO_NAME,	/* several words that "people" do not list */
	PM_WHO_NOBODY,	/* stands for nobody or everybody: TBD, none, all */
	PM_WHO_TEAM,	/* the policy's, or a forge's: "@org/team" */
	PM_WHO_NO_NAME, /* no person's name at all: <owner>, true, 123, a@ */
};
enum pm_who pm_policy_who_form(const struct pm_policy *policy,
			       const char *who);
/* False for a person and for a word; else what is wrong with it, to stand
 * behind "owner: ", and what to write instead. */
struct pm_buf;
bool pm_policy_who_problem(const struct pm_policy *policy, const char *who,
			   struct pm_buf *why, struct pm_buf *fix);

/* What a forge calls the one whom a record names: as the policy has it, or as
 * it is written when that is such a name, or the person's address. NULL when
 * there is none. Borrowed from either. */
const char *pm_policy_forge_name(const struct pm_policy *policy,
				 const char *who);

/* For policy.c: what is known dies with the policy. */
struct pm_known;
struct pm_known *pm_known_new(void);
void pm_known_free(struct pm_known *known);

#endif

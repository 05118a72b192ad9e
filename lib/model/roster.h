/* SPDX-License-Identifier: MIT */
#ifndef PM_ROSTER_H
#define PM_ROSTER_H

#include "base/alloc.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/map.h"
#include "base/strlist.h"
#include "model/policy.h"

/*
 * The people whom a log names and a policy does not list yet, as they would
 * stand under "people". Each is there once: addresses of one full name are one
 * person, a forge's private address is what the forge calls them, and what is
 * plainly a bot is left out. A person reads the list before it is committed.
 */
struct pm_roster {
	struct pm_arena arena;
	struct pm_person *item; /* sorted by handle */
	size_t nr;
	size_t alloc;
	/* "alice lacks alice@example.org": under the full name of somebody who
	 * is listed, somebody commits with an address that is not. */
	struct pm_strlist lacking;
	struct pm_map names; /* their full names, for pm_roster_make() */
	size_t listed; /* authors whom the policy lists already */
	size_t bots;   /* authors who look like no person, left out */
	size_t others; /* people beyond PM_MAX_ROSTER */
};

/* Whether an author is plainly no person. */
bool pm_is_bot(const char *contact);
/* `contacts` are "Name <address>", the most recent first. */
void pm_roster_make(struct pm_roster *out, const struct pm_policy *policy,
		    const struct pm_strlist *contacts);
void pm_roster_release(struct pm_roster *roster);

/*
 * Put them into the text of a policy: below its "people", or in a "people" of
 * their own. Every other byte stays. PM_EINVALID, with what to do, where that
 * cannot be done line by line, and where the text is no sound policy.
 */
int pm_roster_write(struct pm_buf *text, const struct pm_roster *roster,
		    struct pm_error *err);

#endif

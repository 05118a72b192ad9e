/* SPDX-License-Identifier: MIT */
#ifndef PM_SNAPSHOT_PEOPLE_H
#define PM_SNAPSHOT_PEOPLE_H

#include "git/repo.h"
#include "model/record.h"
#include "snapshot/snapshot.h"

/*
 * Where model/person.h gets to know people from.
 */

/* .mailmap of this repository counts for the policy. A snapshot's own policy
 * has it from the start. */
void pm_people_use_mailmap(const struct pm_policy *policy,
			   struct pm_repo *repo);
/* The owners of what a snapshot has read; pm_snapshot_read() does this for its
 * own policy. */
void pm_people_know_owners(const struct pm_policy *policy,
			   const struct pm_snapshot *snapshot);

/*
 * Whether anybody knows a person, when nothing that was read says so: whom
 * CODEOWNERS names, the authors of the last PM_MAX_AUTHORS_LOG commits, the
 * owners of all records, each read only when the one before did not know. What
 * is found stays known to the policy.
 */
struct pm_people_search {
	const struct pm_policy *policy;
	const struct pm_source *source;	 /* of CODEOWNERS */
	const char *tip;     /* of the log; NULL or empty tree: no commit */
	const char *other;   /* a second one, or NULL */
	const char *records; /* whose records tell; likewise */
	int asked;
};
bool pm_people_find(void *search, const char *who);
/* Ask them all, for who wants to choose from them. */
void pm_people_find_all(struct pm_people_search *search);
/* The authors alone, as "Name <address>", each once, the most recent first.
 * `tips` is NULL-terminated. */
int pm_people_authors(struct pm_strlist *out, const char *const *tips,
		      struct pm_error *err);

#endif

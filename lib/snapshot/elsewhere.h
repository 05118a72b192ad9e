/* SPDX-License-Identifier: MIT */
#ifndef PM_ELSEWHERE_H
#define PM_ELSEWHERE_H

#include <stddef.h>

#include "git/branches.h"
#include "git/repo.h"
#include "model/record.h"

/*
 * How one record stands on the branches: those on which it is otherwise than
 * here, in groups of the same. What is compared is what a team asks for: of an
 * item its state, owner and due date, of a post-mortem its status, severity
 * and owner.
 */
#define PM_ELSEWHERE_FIELDS 3

struct pm_elsewhere_group {
	const struct pm_record *record; /* NULL: it is not there */
	const struct pm_branch **branch;
	size_t nr;
	size_t alloc;
};

struct pm_elsewhere {
	struct pm_arena arena;
	struct pm_branches branches;
	struct pm_elsewhere_group *group; /* the one with the branch that was
					   * last committed to first */
	size_t nr;
	size_t alloc;
	size_t same; /* on so many branches it stands as here */
};

/* The fields that are compared, in the order in which they are told. */
const enum pm_field *pm_elsewhere_fields(enum pm_kind kind);
/* A value as it is compared: the state and the status have their defaults.
 * NULL: absent. */
const char *pm_elsewhere_value(const struct pm_record *record,
			       enum pm_field field);

/* A branch without the record is left out, unless it has the folder of its
 * post-mortem, or once had the record. Paths are those that `here` and
 * `folder` (of its post-mortem) have. */
int pm_elsewhere_read(struct pm_elsewhere *out, struct pm_repo *repo,
		      const struct pm_policy *policy,
		      const struct pm_record *here, const char *folder,
		      struct pm_error *err);
void pm_elsewhere_release(struct pm_elsewhere *elsewhere);

/* Whether any branch, local or remote-tracking, has the record that a whole id
 * names (of one of `kinds`, enum pm_kind or-ed): two processes, however many
 * branches there are. */
int pm_elsewhere_has(bool *out, const struct pm_policy *policy,
		     const char *id, unsigned kinds, struct pm_error *err);

#endif

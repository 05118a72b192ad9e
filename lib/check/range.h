/* SPDX-License-Identifier: MIT */
#ifndef PM_RANGE_H
#define PM_RANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "check/check.h"

/*
 * Which commit made an item as it is, and when it was first written down: the
 * two questions that the rules about a change ask of the log. All questions of
 * a range are answered from one `git log` of it, which is read when the first
 * is asked, and from one of the days before it; an item is followed from blob
 * to blob, through renames, too.
 * Private to check/.
 */
struct pm_range {
	struct pm_repo *repo;
	const struct pm_policy *policy;
	const char *base;    /* a commit, or the empty tree */
	const char *head;    /* a commit; NULL: the index, on top of base */
	const char *root[2]; /* folders of the records, after and before */
	struct pm_error err; /* of a question that could not be answered */

	bool is_read;
	bool is_exact; /* see find_setter */
	struct pm_arena arena;
	struct pm_maker *maker; /* of each commit, the newest first */
	size_t makers, maker_alloc;
	struct pm_range_version *version;
	size_t versions, version_alloc;
	struct pm_map newest; /* from a path to its newest version */
	struct pm_range *behind; /* the log behind the base, if asked for */
	struct pm_range *past;	 /* and all of it */
};

/* What one commit made of one file. */
#define PM_NO_VERSION SIZE_MAX
struct pm_range_version {
	const char *path;
	const char *new_oid, *old_oid; /* NULL: removed, added */
	size_t commit;
	size_t older;  /* the version of this path before it, or none */
	size_t oldest; /* of this path; known to its newest alone */
	bool is_merge;
	bool is_edge; /* of a shallow clone: who made it cannot be known */
	const struct pm_record *record; /* with its history, once it was read */
};

/* `payload` is a struct pm_range; see struct pm_check. A log that cannot be
 * read answers false and leaves range->err. */
bool pm_range_find(void *payload, const struct pm_record *action,
		   enum pm_field field, struct pm_maker *out);
bool pm_range_find_setter(void *payload, const struct pm_record *record,
			  enum pm_field field, struct pm_maker *out);
bool pm_range_proposed(void *payload, const struct pm_record *action,
		       pm_date day, int window, pm_date *out);
/* What the newest commit of the range that says so of what it did to a record
 * reverts; NULL: none does, or events are gone that none of those commits has
 * taken back. `old` is as the range began, with its ledger. */
const char *pm_range_reverts(struct pm_range *range,
			     const struct pm_record *old);

/* Of witness.c; see struct pm_check. */
void pm_range_witness(void *payload, struct pm_arena *arena,
		      const struct pm_record *now, struct pm_maker *out);
int pm_range_past(void *payload, struct pm_arena *arena,
		  const struct pm_record *old, const struct pm_record *now,
		  const struct pm_ledger_event *event, bool by_fields,
		  const struct pm_maker *const **out);
enum pm_there pm_range_at(void *payload, struct pm_arena *arena,
			  const struct pm_record *now, const char *commit,
			  struct pm_record *out);
/* For it: read the log, unless that was done; false when it failed. */
bool pm_range_load(struct pm_range *range);
/* Of the base, all that led to it; NULL when there is none. */
struct pm_range *pm_range_load_past(struct pm_range *range);
/* The file that a commit which added one removed in turn, or none. */
size_t pm_range_renamed_from(const struct pm_range *range, size_t added);
void pm_range_release(struct pm_range *range);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_STEPS_H
#define PM_STEPS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "history/history.h"

/*
 * The steps of one field of one record: each commit that changed it, newest
 * first, kept from the events of a walk. Where branches were merged, not
 * every step led to the value that stands at the tip, and a path may have been
 * another record's before; pm_steps_find() tells which step it was. A step
 * that only moved the record is kept for that, too.
 */

struct pm_step {
	const struct pm_commit_info *commit;
	const char *old_path, *path; /* of the record; old_path NULL: it was
				      * not there */
	const char *from, *to; /* NULL: absent */
	bool from_is_known, to_is_known; /* false: that version of the record
					  * could not be read */
	bool is_birth;	  /* the record came into being; told even when it
			   * did not have the field */
	bool was_promise; /* the record was one before the step */
};

/* Whether `ancestor` is one of `commit`. */
struct pm_kinship {
	const char *ancestor, *commit;
	bool holds;
};

struct pm_steps {
	enum pm_field field;
	const char *path; /* of the record at the tip, or NULL: not known */
	struct pm_step *item; /* strings are the arena's */
	size_t nr;
	size_t alloc;
	struct pm_kinship *known; /* what git was asked before */
	size_t known_nr;
	size_t known_alloc;
};

/* Where a value came from, and what stood there before it. */
struct pm_setter {
	size_t step;
	const char *from; /* of the last version that could be read */
	bool was_promise; /* likewise */
	size_t next;	  /* the first step older than all that */
};

/* Keep a commit beyond its event. Its list of changed files is not kept. */
const struct pm_commit_info *
pm_commit_keep(struct pm_arena *arena, const struct pm_commit_info *commit);

/* Keep what the event of `commit` did to the field, if it did anything: then
 * the answer is true. */
bool pm_steps_add(struct pm_steps *steps, struct pm_arena *arena,
		  const struct pm_event *event,
		  const struct pm_commit_info *commit);

/*
 * Of the steps from number `start` on, the newest that set the field to
 * `value` (NULL: to nothing) in a line of commits that kept it. 1 when it is
 * found, 0 when only older events can tell. With `at_end` there are none, and
 * the likeliest step is taken.
 */
int pm_steps_find(struct pm_setter *out, struct pm_steps *steps, size_t start,
		  const char *value, bool at_end, struct pm_error *err);
void pm_steps_release(struct pm_steps *steps);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_SNAPSHOT_H
#define PM_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/strlist.h"
#include "model/policy.h"
#include "model/record.h"
#include "snapshot/source.h"

/*
 * Every record as it stands at one place. Opening it reads the policy that
 * stands there; listing it finds the records; reading fills them. Everything
 * lives in the snapshot's arena and dies with it.
 */

struct pm_postmortem {
	const char *id;
	const char *folder;	 /* from the top */
	struct pm_record record; /* the document; path NULL when there is none */
	struct pm_record *action;
	size_t actions;
	size_t action_alloc;
	/* Something else stands in the place of the document, or of the folder
	 * of items or one of them, or has their name in another case: see
	 * pm_snapshot.odd. */
	bool document_is_odd, actions_are_odd;
};

/* A path below the root that cannot be what its place asks for. */
struct pm_oddity {
	const char *path;
	const char *id;	 /* of the post-mortem it belongs to */
	const char *why; /* completes "<path>: ", static or in the arena */
	const char *fix;
};

struct pm_snapshot {
	struct pm_arena arena;
	struct pm_source source; /* owned */
	struct pm_policy policy;
	struct pm_postmortem *item; /* sorted by id */
	size_t nr;
	size_t alloc;
	struct pm_oddity *odd;
	size_t odds;
	size_t odd_alloc;
};

/*
 * Take over `source` (also on failure) and read its policy. A policy that is
 * there but cannot be read as a file fails; one that is malformed is in
 * snapshot->policy.problems, for the caller to refuse or report.
 */
int pm_snapshot_open(struct pm_snapshot *out, struct pm_source *source,
		     struct pm_error *err);
/* The same with a policy text that the caller has read; `text` NULL: none. */
void pm_snapshot_init(struct pm_snapshot *out, struct pm_source *source,
		      const char *text, size_t len);
/* Find the records; `id` (nr of them) limits it to those post-mortems, nr ==
 * 0 is all. Nothing is read yet. */
int pm_snapshot_list(struct pm_snapshot *snapshot, const char *const *id,
		     size_t nr, struct pm_error *err);
/* The same from a listing that the caller has. */
void pm_snapshot_fill(struct pm_snapshot *snapshot,
		      const struct pm_entries *entries);
/*
 * Read what was listed: post-mortems and/or action items (enum pm_kind,
 * or-ed). In the work tree by as many threads as there are processors. A file
 * that cannot be read fails the whole, naming it; one that is too large or
 * malformed is a record with problems.
 */
int pm_snapshot_read(struct pm_snapshot *snapshot, unsigned kinds,
		     enum pm_read what, struct pm_error *err);
/* One post-mortem with its items. */
int pm_postmortem_read(struct pm_snapshot *snapshot,
		       struct pm_postmortem *postmortem, enum pm_read what,
		       struct pm_error *err);
/* One record, filled already with kind, id, path and oid. */
int pm_record_load(struct pm_record *record, struct pm_arena *arena,
		   const struct pm_source *source,
		   const struct pm_policy *policy, enum pm_read what,
		   struct pm_error *err);
void pm_snapshot_release(struct pm_snapshot *snapshot);

/* Open, list and read everything of `source` in one go. A malformed policy
 * fails, naming its first line. */
int pm_snapshot_load(struct pm_snapshot *out, struct pm_source *source,
		     unsigned kinds, enum pm_read what, struct pm_error *err);

/* PM_EINVALID with path, line and fix when the policy is malformed. */
int pm_snapshot_policy_ok(const struct pm_snapshot *snapshot,
			  struct pm_error *err);

/* The first oddity of a post-mortem, or of the root ("" for `id`); NULL when
 * there is none. */
const struct pm_oddity *pm_snapshot_oddity(const struct pm_snapshot *snapshot,
					   const char *id);
/* PM_EINVALID with what it is and how to mend it, on one line. */
int pm_oddity_fail(const struct pm_oddity *oddity, struct pm_error *err);
struct pm_postmortem *pm_snapshot_find(const struct pm_snapshot *snapshot,
				       const char *id);
struct pm_record *pm_postmortem_action(const struct pm_postmortem *postmortem,
				       const char *name);

/*
 * Which record a path from the top belongs to under this policy's root. Puts
 * the post-mortem's id into `id` and returns true; `item` (may be NULL)
 * receives an action item's name or stays empty.
 */
bool pm_path_to_id(struct pm_buf *id, struct pm_buf *item,
		   const struct pm_policy *policy, const char *path);
/* Whether a file of this mode at `path` is a record, or stands in the place of
 * one: the document, an item, or a link where a folder belongs. */
bool pm_path_is_record(const struct pm_policy *policy, const char *path,
		       unsigned mode);
struct pm_driver_text;
/* For git/drivers.h: which files below the root are records, as patterns of a
 * .gitattributes there, NULL-terminated; and which of their lines git shows
 * above a hunk: a field's, a heading's from the second level on (one # more
 * often begins a comment in some code), the end of the front matter. */
#define PM_RECORD_PATTERNS 2
extern const char *const pm_record_pattern[PM_RECORD_PATTERNS + 1];
extern const struct pm_driver_text pm_record_headings;
/* The way back. `item` NULL: the document. */
void pm_id_to_path(struct pm_buf *path, const struct pm_policy *policy,
		   const char *id, const char *item);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_STRAY_H
#define PM_STRAY_H

#include <stdbool.h>
#include <stddef.h>

#include "snapshot/snapshot.h"

/*
 * Files that people take for records, and that nothing reads: below a folder
 * whose name looks like the root's, a folder too deep, or beside the document
 * and its items. Told by the name, where that is a record's but for how it is
 * written, or else by front matter with the fields of one. What else lies
 * there is the authors'.
 */
struct pm_stray {
	const char *path;
	enum pm_kind kind;
	const char *to; /* where it would be one */
};

/* By its name alone: whether it may be one, under any root. Cheap. */
bool pm_stray_may_be(const char *path);
struct pm_stray_look {
	struct pm_arena *arena; /* for the strings of what is found */
	const struct pm_source *source;
	const struct pm_policy *policy;
	/* Whether there is a document of this path, beside which other
	 * documents are attachments; or a negative code. */
	int (*has_document)(void *payload, const char *path,
			    struct pm_error *err);
	void *payload;
};
/* Whether an entry of the source is one: 1, 0 or a negative code. Reads it
 * only if its place asks for that. */
int pm_stray_look(struct pm_stray *out, const struct pm_stray_look *look,
		  const struct pm_entry *entry, struct pm_error *err);

/* Folders whose path looks like the root's and is another one, as entries of
 * mode PM_MODE_TREE. */
int pm_stray_roots(struct pm_entries *out, struct pm_arena *arena,
		   const struct pm_source *source, const char *root,
		   struct pm_error *err);
/* All of a listed snapshot's place. `known`: what lies below the root, or
 * NULL, and it is listed. */
struct pm_strays {
	struct pm_stray *item;
	size_t nr, alloc;
	struct pm_arena arena;
};
int pm_strays_find(struct pm_strays *out, const struct pm_snapshot *snapshot,
		   const struct pm_entries *known, struct pm_error *err);
void pm_strays_release(struct pm_strays *strays);

#endif

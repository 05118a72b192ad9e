/* SPDX-License-Identifier: MIT */
#ifndef PM_CHANGE_H
#define PM_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "model/record.h"

/*
 * What differs between two versions of one record, field by field. Words for
 * a person are made in view/change_text.h.
 */

enum pm_change_kind {
	PM_CHANGE_ADDED,   /* the record is new */
	PM_CHANGE_REMOVED,
	PM_CHANGE_MOVED,   /* its path changed: before and after are paths */
	PM_CHANGE_FIELD,
	PM_CHANGE_SECTION, /* `section` of the body was added, removed or
			    * rewritten */
	PM_CHANGE_BODY,	   /* an item's description, or text before the first
			    * section */
	PM_CHANGE_UNREADABLE, /* one side's front matter cannot be read */
};

struct pm_change {
	enum pm_change_kind kind;
	enum pm_field field;	/* PM_CHANGE_FIELD */
	const char *before;	/* value's text; NULL: absent */
	const char *after;
	const char *section;
};

struct pm_changes {
	struct pm_change *item;
	size_t nr;
	size_t alloc;
};

/*
 * Append what differs, in the order of the field table, then the body's
 * sections in the order of `after`. Either side may be NULL: added with every
 * field it has, or removed. Bodies are compared only when both were read with
 * PM_READ_BODY; CRLF and LF are the same end of a line. Strings are borrowed
 * from the records.
 */
void pm_record_compare(struct pm_changes *out, const struct pm_record *before,
		       const struct pm_record *after);
/* Whether both, read with their bodies, are the same but for the ends of
 * lines. */
bool pm_record_same_text(const struct pm_record *a, const struct pm_record *b);
void pm_changes_add(struct pm_changes *list, struct pm_change change);
void pm_changes_release(struct pm_changes *list);

#endif

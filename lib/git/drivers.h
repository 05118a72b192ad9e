/* SPDX-License-Identifier: MIT */
#ifndef PM_DRIVERS_H
#define PM_DRIVERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "git/repo.h"

/*
 * The merge and the diff driver "postmortem". Two things have to come
 * together: attributes, which travel with the repository, say for which files
 * a driver is used; the configuration, which every clone has for itself, says
 * what it is. With the attribute and without the configuration git merges by
 * text and says nothing.
 */
#define PM_DRIVER "postmortem"

/* --- attributes --- */

/* What git says of the files that a pattern stands for: the name of a driver,
 * "set", "unset", or NULL where nothing is said. */
struct pm_attributes {
	const char *pattern; /* the caller's: "*" is any one folder or name */
	char *diff;
	char *merge;
};

/*
 * Fill `item` (nr of them, with `pattern` set) for files below `root`, as git
 * sees the work tree. With `shared`, without what only this user or machine
 * says, but for .git/info/attributes, which nothing can turn off.
 */
int pm_attributes_read(struct pm_attributes *item, size_t nr,
		       struct pm_repo *repo, const char *root, bool shared,
		       struct pm_error *err);
/* Empties each, but for its pattern. */
void pm_attributes_release(struct pm_attributes *item, size_t nr);
/* Whether the value of an attribute names our driver. */
bool pm_attribute_is_ours(const char *value);
/* Append the line of a .gitattributes that adds what nothing decides yet;
 * false, and nothing added, when all is decided. */
bool pm_attributes_line(struct pm_buf *out, const struct pm_attributes *item);

/* --- configuration --- */

enum pm_driver_state {
	PM_DRIVER_ABSENT,
	PM_DRIVER_OURS,	  /* what this version writes */
	PM_DRIVER_OLDER,  /* what an earlier one wrote */
	PM_DRIVER_SPOILT, /* it names us, and nobody of us wrote it so: a
			   * program that rewrote the file lost quotes */
	PM_DRIVER_OWN,	  /* somebody's own */
};

/* A value that we write, and how one of ours is known. */
struct pm_driver_text {
	const char *now;
	const char *const *older; /* NULL-terminated */
	const char *sign;	  /* stands in no value but ours */
};

struct pm_drivers {
	char *name;  /* merge.postmortem.name; each NULL while not set */
	char *merge; /* merge.postmortem.driver, a command line */
	char *diff;  /* diff.postmortem.xfuncname */
	enum pm_driver_state merge_state, diff_state;
	const struct pm_driver_text *headings; /* of the diff driver */
};

/* As git sees them here, wherever they are set. */
int pm_drivers_find(struct pm_drivers *out,
		    const struct pm_driver_text *headings,
		    struct pm_error *err);
void pm_drivers_release(struct pm_drivers *drivers);
/* Whether both are set, to what we write or to somebody's own. */
bool pm_drivers_are_set(const struct pm_drivers *drivers);
/*
 * Set in this clone what is not set anywhere, what an earlier version has set
 * and what was spoilt; somebody's own value stays. `drivers` is what was
 * found; it is brought up to date. True through `changed` (may be NULL) when
 * something was written.
 */
int pm_drivers_configure(struct pm_drivers *drivers, bool *changed,
			 struct pm_error *err);

enum pm_driver_start {
	PM_DRIVER_STARTS,
	PM_DRIVER_FAILS,   /* git finds no program, or one that is too old */
	PM_DRIVER_UNKNOWN, /* it is not the command that we write */
};
/* Whether git can run the merge driver. Starts it once, to print its usage. */
int pm_driver_start(enum pm_driver_start *out,
		    const struct pm_drivers *drivers, struct pm_error *err);

#endif

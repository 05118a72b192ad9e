/* SPDX-License-Identifier: MIT */
#ifndef PM_ADOPT_H
#define PM_ADOPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"
#include "model/field.h"
#include "model/policy.h"

/*
 * Adopting a post-mortem that was written without us: from the bytes of a
 * Markdown document to a record's files. A pure function; it knows how people
 * write such documents, and nothing of repositories. What the document does
 * not say, or says in a way that is not understood, is left out and told.
 */

struct pm_adopt_source {
	const char *path; /* from the top; its name may hold a date or a key */
	const char *text; /* a NUL stands behind it */
	size_t len;
	pm_date first_day;	  /* of its first commit, or PM_NO_DATE */
	const char *first_author; /* address of its author, or NULL */
	/* What holds where the document says nothing; NULL: nothing does. */
	const char *status, *severity, *owner;
	bool in_place; /* it will not be moved */
	bool force;    /* though it does not look like a post-mortem */
};

/* One line for a person, about a line of the document (0: all of it). */
struct pm_adopt_remark {
	size_t line;
	const char *text; /* lower case, no full stop */
};

#define PM_ADOPT_REMARKS 50

struct pm_adopt_item {
	const char *name; /* of its file, without ".md" */
	const char *title;
	const char *owner; /* or NULL */
	enum pm_state state;
	const char *text; /* the file */
	size_t len;
	size_t line; /* where the document has it */
};

struct pm_adopted {
	struct pm_arena arena;
	const char *folder; /* "<day>-<slug>"; the caller makes it unique */
	const char *title;
	struct pm_buf readme; /* the document with its front matter; links are
			       * as they were: see pm_adopt_relink() */
	size_t body_start;    /* byte of readme behind its front matter; */
	size_t body_line;     /* the line that this was in the source */
	struct pm_adopt_item *item;
	size_t items;
	struct pm_adopt_remark *remark; /* by line */
	size_t remarks;			/* at most PM_ADOPT_REMARKS, */
	size_t more_remarks;		/* and so many left out */
	const char **foreign; /* fields that are not ours and stay */
	size_t foreigners;
	unsigned long missing;	/* 1ul << enum pm_field: not known of those a
				* complete post-mortem has */
	bool owner_from_commit; /* not from the document */
	bool day_from_commit;
	bool status_assumed; /* neither said nor given */
};

/*
 * PM_EINVALID, with path, line and fix, for what cannot be adopted: bytes
 * that are no text, conflict markers, too large, front matter that cannot be
 * read, no shape of a post-mortem without `force`. Release `out` in any case.
 */
int pm_adopt(struct pm_adopted *out, const struct pm_adopt_source *source,
	     const struct pm_policy *policy, struct pm_error *err);
void pm_adopted_release(struct pm_adopted *adopted);

/* A file that moves; both paths from the top. */
struct pm_move {
	const char *from, *to;
};

/*
 * Rewrite the relative links of adopted->readme so that they still lead to
 * where they led when the document moves from `from` to `to`. What moves in
 * the same run (`move`, nr of them, sorted by `from`) is followed. A link
 * that cannot be kept is a remark.
 */
void pm_adopt_relink(struct pm_adopted *adopted, const char *from,
		     const char *to, const struct pm_move *move, size_t nr);

/* How many links of another document, at `path`, lead to the old place of
 * what moves; *line receives that of the first. */
size_t pm_adopt_links_in(const char *path, const char *text, size_t len,
			 const struct pm_move *move, size_t nr, size_t *line);

#endif

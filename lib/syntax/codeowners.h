/* SPDX-License-Identifier: MIT */
#ifndef PM_CODEOWNERS_H
#define PM_CODEOWNERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/error.h"

/*
 * CODEOWNERS as forges read it: lines of a pattern and the owners of what it
 * matches, of which the last that matches a path counts. Patterns are those of
 * a .gitignore, but without "!", "[ ]" and "\#" (docs.github.com, "About code
 * owners"); on GitLab each section ("[Name]") has a last line of its own, and
 * its owners stand in for lines without any.
 *
 * A part of the file, between two marks, may be ours: generated, replaced as a
 * whole, and no evidence of who owns what.
 */
#define PM_CODEOWNERS_BEGIN "# BEGIN git postmortem codeowners"
#define PM_CODEOWNERS_END "# END git postmortem codeowners"

struct pm_codeowner_line {
	const char *pattern; /* without escapes' meaning changed */
	const char **owner;  /* "@user", "@org/team", an address */
	size_t owners;
	size_t section;	     /* 0: before any */
	size_t line;	     /* 1-based */
	bool is_generated;   /* between our marks */
};

struct pm_codeowners {
	struct pm_arena arena;
	struct pm_codeowner_line *line;
	size_t nr;
	size_t alloc;
	size_t sections; /* that are not generated; GitHub knows none */
	size_t ignored;	 /* lines that no forge could understand */
};

void pm_codeowners_parse(struct pm_codeowners *out, const char *text,
			 size_t len);
void pm_codeowners_release(struct pm_codeowners *owners);

/* Whether a pattern matches a file's path from the top. */
bool pm_codeowners_match(const char *pattern, const char *path);
/*
 * Call `fn` for each owner of `path` (NULL: of every line), without what is
 * generated, until it says true; that is the answer.
 */
bool pm_codeowners_any(const struct pm_codeowners *owners, const char *path,
		       bool (*fn)(void *payload, const char *owner),
		       void *payload);

/* Whether a forge can know somebody by this name: "@" and a name, or "@" and
 * names joined by "/", or an address; without blanks. */
bool pm_codeowner_is_name(const char *name);
/* Append a path from the top as the pattern that matches it alone; false, and
 * nothing appended, when no pattern can. */
bool pm_codeowners_add_path(struct pm_buf *out, const char *path);

/*
 * Make `lines` (whole lines, or "" for none) the part of `text` that is ours:
 * where it stands, or else at the end. Every other byte stays. PM_EINVALID,
 * naming the line, when the marks do not pair.
 */
int pm_codeowners_replace(struct pm_buf *text, const char *lines,
			  struct pm_error *err);

#endif

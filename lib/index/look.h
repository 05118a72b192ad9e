/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_LOOK_H
#define PM_INDEX_LOOK_H

#include "base/strlist.h"
#include "index/index.h"

/*
 * What the index holds, for a person who looks at it, and whether that is
 * what git says. Nothing here changes it.
 */
struct pm_index_part {
	char *root;
	int64_t id;	 /* of the space */
	bool is_current; /* what commands read here and now */
	bool is_visible; /* git shows commits now as it did then */
	int64_t commits, changes, tips, claims;
};

enum pm_index_state {
	PM_INDEX_ABSENT,
	PM_INDEX_USABLE,
	PM_INDEX_OTHER,	  /* made by another version */
	PM_INDEX_UNUSABLE, /* damaged, or it cannot be opened */
};

struct pm_index_facts {
	enum pm_index_state state;
	struct pm_buf trouble; /* what is wrong with it, for a person */
	char *path;
	int64_t size; /* bytes */
	int format;   /* 0: not known */
	struct pm_index_part *part; /* newest first */
	size_t parts;
	size_t part_alloc;
	bool has_head;	   /* false: the branch has no commit yet */
	bool is_covered;   /* HEAD's history is in it */
	int64_t uncovered; /* commits of it that are not read yet */
};

int pm_index_facts_read(struct pm_index_facts *out, struct pm_repo *repo,
			const char *root, struct pm_error *err);
void pm_index_facts_release(struct pm_index_facts *facts);

/*
 * Build the index anew, for HEAD, or for all branches, also those of remotes,
 * and put it in the place of the old one. Another process that has that open
 * keeps it. A failure when it cannot be kept in its file.
 */
struct pm_index_rebuilt {
	struct pm_index_part part; /* what it holds now */
	size_t branches;	   /* HEAD, or all that were read */
	int64_t size;		   /* bytes */
};
int pm_index_rebuild(struct pm_index_rebuilt *out, struct pm_repo *repo,
		     const char *root, bool all, struct pm_error *err);
void pm_index_rebuilt_release(struct pm_index_rebuilt *rebuilt);

/* How many differences are told. */
#define PM_INDEX_TOLD 20

/*
 * Everything that the index has of commits that are still there is read anew
 * from git and compared.
 */
struct pm_index_check {
	struct pm_strlist told; /* the first differences */
	size_t differences;
	size_t parts, unseen_parts; /* unseen: git shows other commits now */
	size_t commits, changes, claims; /* compared */
	size_t tips, gone_tips;
};

/* The index must be open and usable, by pm_index_look(). */
int pm_index_check(struct pm_index_check *out, struct pm_index *index,
		   struct pm_error *err);
void pm_index_check_release(struct pm_index_check *check);

/* The spaces in it, newest first; for the two above. */
int pm_index_parts(struct pm_index_facts *out, struct pm_index *index,
		   struct pm_error *err);
/* A query of one's own, to be finalized; NULL with a failure. */
sqlite3_stmt *pm_index_ask(struct pm_index *index, const char *text,
			   struct pm_error *err);

#endif

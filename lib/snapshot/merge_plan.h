/* SPDX-License-Identifier: MIT */
#ifndef PM_MERGE_PLAN_H
#define PM_MERGE_PLAN_H

#include "base/alloc.h"
#include "snapshot/merge.h"
#include "syntax/front.h"
#include "syntax/front_lines.h"

/*
 * How merge.c merges front matter, for the files merge*.c only: each side is
 * cut into the lines of its keys (merge_read.c), keys of three sides are put
 * side by side (merge_plan.c), it is decided what is taken of each
 * (merge_decide.c, merge_list.c; merge_promise.c for what belongs together),
 * and that is written and read back (merge_render.c).
 */

enum verdict {
	TAKE_OURS,	/* its lines, or none where the side has none */
	TAKE_THEIRS,
	TAKE_MADE,	/* lines that stand in no side */
	TAKE_INSIDE,	/* a map: its keys are decided on their own */
	CONFLICT,
};

/* One key on three sides. */
struct merge_key {
	const char *name;
	const char *path; /* "debrief.date" */
	const struct pm_front_lines *lines[PM_MERGE_SIDES]; /* NULL: absent */
	bool is_contested; /* the base holds a conflict there itself */
	enum verdict verdict;
	enum verdict lead; /* of the lines above: TAKE_MADE was merged as text */
	struct pm_buf lead_made;
	enum verdict head; /* TAKE_INSIDE: the line of the key */
	struct pm_buf made;
	const struct pm_yaml *made_node;
	struct merge_map *inside;
};

/* In the order in which they are written. */
struct merge_map {
	struct merge_key *key;
	size_t nr;
};

struct merge_side {
	const char *text; /* of the base without the conflicts in it */
	size_t len;
	struct pm_front front;
	struct pm_front_lines *lines; /* of the top map */
	size_t tail; /* behind the last key, up to the closing line */
	char eol; /* of the front matter: LF 'n', CRLF 'r', both 'x' */
	bool is_record; /* its front matter can be read, */
	bool is_cut;    /* and stands a key on a line */
};

struct merge {
	const struct pm_merge *in;
	struct pm_arena arena;
	struct merge_side side[PM_MERGE_SIDES];
	struct pm_strlist contested; /* keys, sorted */
	struct merge_map top;
	enum verdict tail;
	struct pm_buf tail_made;
	bool shows_base;
	bool has_conflict; /* in the front matter */
	bool is_promise;
};

/* Read the three sides. False when ours or theirs is no record, or one holds
 * a NUL, which is no text in one place and passes for it in another. */
bool merge_read(struct merge *merge);
/* Put the keys side by side. False when the sides are not written alike. */
bool merge_plan(struct merge *merge);
bool merge_plan_inside(struct merge *merge, struct merge_key *key);
/* Decide about all of them. */
int merge_decide(struct merge *merge, struct pm_error *err);
/* A list that both sides changed: made, or a conflict. */
void merge_list(struct merge *merge, struct merge_key *key);
/* What only means something together. */
void merge_promise(struct merge *merge);

/* The value of a key on a side, NULL when absent. */
const struct pm_yaml *merge_node(const struct merge_key *key,
				 enum pm_merge_side side);
/* Bytes of a side. */
struct pm_bytes merge_bytes(const struct merge *merge, enum pm_merge_side side,
			    size_t start, size_t end);

/* The front matter, from the first byte to the end of the closing line.
 * PM_MERGE_SIDES for `as` writes conflicts with their markers; a side writes
 * that side's lines in their place. */
void merge_render(struct pm_buf *out, const struct merge *merge,
		  enum pm_merge_side as);
/* Whether, conflicts taken as either side, it reads as was decided. */
bool merge_reads_back(struct merge *merge);
/* The same with all fields as one thing, where nothing better can be done.
 * True when that is a conflict. */
bool merge_render_whole(struct pm_buf *out, const struct merge *merge);
/* The whole files as one conflict. */
void merge_render_file(struct pm_buf *out, const struct merge *merge);

#endif

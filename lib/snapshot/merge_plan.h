/* SPDX-License-Identifier: MIT */
#ifndef PM_MERGE_PLAN_H
#define PM_MERGE_PLAN_H

#include "base/alloc.h"
#include "model/ledger.h"
#include "snapshot/merge.h"
#include "syntax/front.h"
#include "syntax/front_lines.h"

/*
 * How merge.c merges, for the files merge*.c only.
 *
 * Front matter: each side is cut into the lines of its keys (merge_read.c),
 * keys of three sides are put side by side (merge_plan.c), it is decided what
 * is taken of each (merge_decide.c, merge_list.c; merge_promise.c for what
 * belongs together), and that is written and read back (merge_render.c).
 *
 * The ledger: events of three sides are paired (merge_ledger.c), which also
 * tells of which values both sides knew; they are put in order
 * (merge_events.c), written into the section of one side (merge_frame.c), and
 * read back (merge_section.c).
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
	/* The last event of both sides that sets it, when the base has not got
	 * that event: they began from its value. NULL: from the base's. */
	const struct pm_ledger_event *agreed;
	enum pm_ledger_field agreed_field;
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

#define MERGE_NONE ((size_t)-1)

/* The events of three sides. */
struct merge_ledger {
	bool is_there; /* false: there are none, or too many */
	struct pm_ledger side[PM_MERGE_SIDES];
	/* Of each event of a side, which one it is on another, or MERGE_NONE.
	 * One that was reworded is the same. */
	size_t *is[PM_MERGE_SIDES][PM_MERGE_SIDES];
};

/* An event of the merged ledger. */
struct merge_event {
	size_t at[PM_MERGE_SIDES]; /* which it is there, or MERGE_NONE */
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
	struct merge_ledger ledger;
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

/* The text of a ledger's field, what it stands for where it is left empty;
 * NULL when it is no text. */
const char *merge_value(const struct merge *merge, const struct pm_yaml *node,
			enum pm_ledger_field field);
/* Whether a side has another value than the two began from. */
bool merge_changed(const struct merge *merge, const struct merge_key *key,
		   enum pm_merge_side side);
/* A key of the front matter, or NULL. */
struct merge_key *merge_find(const struct merge *merge, const char *name);
/* The value of a key on a side, NULL when absent. */
const struct pm_yaml *merge_node(const struct merge_key *key,
				 enum pm_merge_side side);
/* Bytes of a side. */
struct pm_bytes merge_bytes(const struct merge *merge, enum pm_merge_side side,
			    size_t start, size_t end);

/* Read the ledgers and pair their events. */
void merge_ledger_read(struct merge *merge);
/* Note at the keys what both sides knew of. */
void merge_ledger_agree(struct merge *merge);
/* The events in their order, which depends on what was decided of the keys;
 * in the arena. */
struct merge_event *merge_events(struct merge *merge, size_t *nr);
/* The side whose section it is going to be; PM_BASE when both changed prose
 * among the events. */
enum pm_merge_side merge_frame(const struct merge *merge);
/* A side has no section any more, and of the other's nothing is left. */
bool merge_section_is_gone(const struct merge *merge, enum pm_merge_side frame,
			   size_t events);
bool merge_is_blank(const char *text, size_t from, size_t to);
/* The body with its ledger. 1 when it was merged so, 0 and nothing written
 * where it cannot be. */
int merge_section(struct pm_merged *out, struct merge *merge,
		  struct pm_error *err);
/* Append what text makes of three texts. */
int merge_text(struct pm_merged *out, const struct pm_merge *in,
	       const struct pm_bytes side[PM_MERGE_SIDES],
	       struct pm_error *err);
/* Append the line of a conflict that begins with `c`. */
void merge_marker(struct pm_buf *out, const struct merge *merge, char c,
		  const char *label, const char *eol);

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

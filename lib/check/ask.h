/* SPDX-License-Identifier: MIT */
#ifndef PM_ASK_H
#define PM_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "model/record.h"

/*
 * Whose answer a change waits for. An event of a record's history names who
 * did it. Where no commit shows that it was they, they are asked; an approval
 * of what has the event answers. One of these is all that one person is asked
 * about one record; the rule promise-by-other and the review's list are made
 * of them alike.
 */

enum pm_ask_what { /* the last of these that is so tells what it comes to */
	PM_ASK_TOLD,	/* what the history says of them */
	PM_ASK_MOVE,	/* the day of their promise is another */
	PM_ASK_PROMISE, /* they promise it */
	PM_ASK_DECLINE,
	PM_ASK_DONE,
};

struct pm_ask {
	const struct pm_record *record; /* as the change leaves it */
	const char *who;  /* as written there */
	const char *name; /* what the forge calls them, with "@", else who */
	enum pm_ask_what what;
	const char *due; /* the day that is promised in the end, or NULL */
	/* For each event its number in the record's history; none where the
	 * fields alone say it, as version 0.1 writes them. */
	const size_t *event;
	size_t events;
	bool is_given;	 /* an approval that stands answers it */
	const char *why; /* unless given, behind "who": why what they answered
			  * does not; NULL where no forge was asked */
};

/* Everything lives in the arena, but for the records. */
struct pm_asks {
	struct pm_arena arena;
	struct pm_ask *item;
	size_t nr;
	size_t alloc;
};

void pm_asks_release(struct pm_asks *asks);

#endif

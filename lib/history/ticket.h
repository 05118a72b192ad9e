/* SPDX-License-Identifier: MIT */
#ifndef PM_TICKET_H
#define PM_TICKET_H

#include "history/mention.h"

/* An item's `ticket`: a key, "#12", "owner/repository#12", an address, or
 * several of these among other words. */
struct pm_ticket {
	const char *id; /* the item's */
	const char *text;
};

/*
 * Commits that say that they fix the ticket of an item (git/fixes.h), newest
 * first: candidates, since a ticket may be more or less than its item. `value`
 * is their words. As mentions; of the options `revision` and `without` count.
 * One git log, and none without tickets.
 */
int pm_tickets_find(struct pm_mentions *out, struct pm_repo *repo,
		    const struct pm_mention_options *options,
		    const struct pm_ticket *ticket, size_t nr,
		    struct pm_error *err);

#endif

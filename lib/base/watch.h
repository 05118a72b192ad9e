/* SPDX-License-Identifier: MIT */
#ifndef PM_WATCH_H
#define PM_WATCH_H

#include <stddef.h>

/*
 * How long work tells the one who started it how it is getting on, and what
 * he should hear beside its result. lib prints nothing; who wants to show it
 * hands one of these in. Every function may be NULL.
 */
struct pm_watch {
	void *payload;
	/* Work of unknown length begins: what it does, "Reading ...". */
	void (*begin)(void *payload, const char *title);
	/* So many are done; called often. */
	void (*step)(void *payload, size_t done);
	void (*end)(void *payload);
	/* Something that is no failure, but worth a line. */
	void (*notice)(void *payload, const char *text);
};

void pm_watch_begin(const struct pm_watch *watch, const char *title);
void pm_watch_step(const struct pm_watch *watch, size_t done);
void pm_watch_end(const struct pm_watch *watch);
void pm_watch_notice(const struct pm_watch *watch, const char *text);

#endif

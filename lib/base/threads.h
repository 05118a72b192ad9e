/* SPDX-License-Identifier: MIT */
#ifndef PM_THREADS_H
#define PM_THREADS_H

#include <stddef.h>

/*
 * Work that falls into parts which share nothing: how many threads are worth
 * starting for it, and running them. What a part finds it keeps to itself;
 * the caller joins that afterwards, in order, so that nothing depends on
 * which thread was faster.
 */
#define PM_MAX_THREADS 8

/* How many parts to make of `nr` pieces of work when a thread is not worth
 * its start for fewer than `least` of them; 1 to PM_MAX_THREADS. */
size_t pm_threads(size_t nr, size_t least);

/*
 * Call run() once for each of `nr` (at most PM_MAX_THREADS) parts of `size`
 * bytes that lie behind one another, each in a thread of its own as far as
 * there are any to be had, and return when all have ended.
 */
void pm_in_threads(void (*run)(void *part), void *parts, size_t size,
		   size_t nr);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_SPREAD_H
#define PM_SPREAD_H

#include <stddef.h>
#include <stdint.h>

/*
 * How numbers are spread. There is no mean on purpose: the time that incidents
 * take has a long tail, so that one of a week moves the mean of a quarter and
 * says nothing of the others.
 *
 * A percentile is by nearest rank: of n numbers in order, the p-th is the one
 * at place ceil(p / 100 * n), counted from 1 (the first definition of Hyndman
 * and Fan, "Sample Quantiles in Statistical Packages", 1996; R's type 1). It
 * is always one of the numbers, and needs no fractions.
 */
struct pm_spread {
	size_t count;
	int64_t median, p90, longest; /* 0 when the count is */
};

/* Sorts the numbers. */
void pm_spread_make(struct pm_spread *out, int64_t *number, size_t nr);
/* Of sorted ones; `percent` from 1 to 100, nr at least 1. */
int64_t pm_percentile(const int64_t *number, size_t nr, unsigned percent);

#endif

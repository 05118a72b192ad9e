/* SPDX-License-Identifier: MIT */
#include "report/spread.h"

#include <stdlib.h>

static int by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int64_t pm_percentile(const int64_t *number, size_t nr, unsigned percent)
{
	return number[(nr * percent + 99) / 100 - 1];
}

void pm_spread_make(struct pm_spread *out, int64_t *number, size_t nr)
{
	*out = (struct pm_spread){ .count = nr };
	if (!nr)
		return;
	qsort(number, nr, sizeof(*number), by_number);
	out->median = pm_percentile(number, nr, 50);
	out->p90 = pm_percentile(number, nr, 90);
	out->longest = number[nr - 1];
}

/* SPDX-License-Identifier: MIT */
#ifndef PM_ADOPT_TIMES_H
#define PM_ADOPT_TIMES_H

#include "base/date.h"

struct adoption;

/*
 * Started, detected, mitigated and resolved: from labelled values, else from
 * what entries of the timeline are called ("(resolved)", "OUTAGE BEGINS"),
 * else from the lengths that the document states ("Time to detection: 5
 * minutes") when exactly one pair or triple of entries lies so far apart.
 * Returns the day on which it started as far as is known, else PM_NO_DATE.
 */
pm_date pm_adopt_times(struct adoption *a);

#endif

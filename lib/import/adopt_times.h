/* SPDX-License-Identifier: MIT */
#ifndef PM_ADOPT_TIMES_H
#define PM_ADOPT_TIMES_H

#include <stdbool.h>
#include <stddef.h>

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

/* How the text of an entry says that it is the start, the detection, the
 * mitigation or the end (`kind` 0 to 3). */
enum calling { NOT_CALLED, BY_PHRASE, BY_LABEL };
enum calling pm_adopt_called(struct adoption *a, const char *text, int kind);

/* Whether the parts of the timeline tell of several incidents, as far as can
 * be seen: each has its own end, or long nothing happens between them. */
bool pm_adopt_tells_several(struct adoption *a);
/* Whether labels say different times of one kind; *home receives the section
 * of the first of them, NO_SECTION for the head, *until the line at which the
 * next incident begins. */
bool pm_adopt_says_several(struct adoption *a, size_t *home, size_t *until);

#endif

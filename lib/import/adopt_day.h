/* SPDX-License-Identifier: MIT */
#ifndef PM_ADOPT_DAY_H
#define PM_ADOPT_DAY_H

#include "base/date.h"
#include "import/adopt_moment.h"

struct adoption;

/*
 * The day of the incident. A year that stands neither in the document nor in
 * its file's name is never made up: such a day is left out.
 */

/* What labels, the title and the file's name tell: a->day. */
void pm_adopt_day(struct adoption *a);
/* The same once the times are known (`started`, or PM_NO_DATE): from the
 * timeline, the text, the first commit; what contradicts it is told. */
void pm_adopt_settle_day(struct adoption *a, pm_date started);

/* Give a moment the year that its document says; it stays open if none. */
void pm_adopt_complete(struct adoption *a, struct moment *moment);
/* The first whole day in a text, PM_NO_DATE if there is none. */
pm_date pm_adopt_day_in(struct adoption *a, const char *s);

#endif

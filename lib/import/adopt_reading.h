/* SPDX-License-Identifier: MIT */
#ifndef PM_ADOPT_READING_H
#define PM_ADOPT_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "import/adopt_item.h"

/* The text of an item while its values are taken out of it: for adopt_item.c,
 * which reads labels and ends, and adopt_brackets.c. */

struct reading {
	struct adoption *a;
	struct sketch *sketch;
	struct pm_buf text; /* what is left; code in it is masked */
};

/* What stands in front of the day on which something is due. */
extern const char pm_due_words[];

/* The text [start, end) without blanks and full stops around it. */
char *pm_reading_copy(struct reading *r, size_t start, size_t end);

/* "@alice 2021-03-01" and "Alice, by 1 March": two values in one piece. */
bool pm_reading_take_with_day(struct reading *r, struct sketch *sketch,
			      const char *piece);
/* "@alice #123": whose it is and where it is tracked. */
bool pm_reading_take_with_ticket(struct reading *r, struct sketch *sketch,
				 const char *piece);
/* Whether all that stands in brackets, [start, end), are values; they are
 * taken then. */
bool pm_reading_take_group(struct reading *r, size_t start, size_t end);
/* Take the values of all brackets, and cut these out of the text. */
void pm_reading_brackets(struct reading *r);

#endif

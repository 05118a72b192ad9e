/* SPDX-License-Identifier: MIT */
#ifndef PM_TRAILERS_H
#define PM_TRAILERS_H

#include "base/strlist.h"

/* Who wrote a commit beside its author: "Name <address>". */
#define PM_COAUTHOR_TRAILER "Co-authored-by"

/*
 * Trailers of a commit message. What the message says is the same for every
 * reader: nothing of the configuration (trailer.*, core.commentChar) counts.
 *
 * A paragraph but the first holds them when each of its lines is one, or goes
 * on with one behind a blank; the last one also where git says so: it has a
 * Signed-off-by or a "(cherry picked from", and a quarter of its lines are
 * trailers. `git interpret-trailers` knows the last paragraph alone, and so
 * loses them when a hook appends another, or when a forge joins messages.
 *
 * In the list of a squash (git/squash.h) a paragraph may be indented as a
 * whole, and one of a message that another one reverts does not count.
 */

/* Append the values of a key, which is written in any case, folded lines
 * joined; "" for a key that stands alone. */
void pm_trailers(struct pm_strlist *out, const char *message,
		 const char *key);
/* The same of what follows the first paragraph, as git's %b. */
void pm_trailers_of_body(struct pm_strlist *out, const char *body,
			 const char *key);

#endif

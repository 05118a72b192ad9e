/* SPDX-License-Identifier: MIT */
#ifndef PM_ANSWER_H
#define PM_ANSWER_H

#include <stdbool.h>

/*
 * Whether what stands where something was asked for answers it: a section, a
 * reason, evidence. A full stop does not, nor do TBD, TODO, N/A without a
 * reason, "<describe the impact>", or the name of what is asked for. The list
 * is short and no race against who wants to fool it: whoever types "asdf" into
 * seven sections is for the reviewer, who is shown how long each of them is.
 */

/* The text of a section, without regard to its name. */
bool pm_is_answer(const char *text);
/* A reason holds a word. `key` is what asks for it ("reason: reason" gives
 * none), or NULL. */
bool pm_is_reason(const char *text, const char *key);
/* Evidence may be no more than a number. */
bool pm_is_evidence(const char *text);
/* Evidence of an item: the change that brought the event which says so
 * (snapshot/here.h). It means the same after a squash. */
#define PM_EVIDENCE_HERE "here"

/* What stands behind "N/A:", "none - " and the like; "" when nothing does,
 * NULL where the text does not begin so. Borrowed from it. */
const char *pm_answer_reason(const char *text);
/* Whether the text is a note to oneself: "TODO: ask bob", "TBD by friday". */
bool pm_is_note(const char *text);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_EXAMINE_H
#define PM_EXAMINE_H

#include "doctor/doctor.h"

/* What the parts of the look share, and the parts. Private to doctor/. */

/* Of one kind so many are told one by one, the others counted: the first
 * screen has to hold what matters. */
#define PM_DOCTOR_TOLD 10

/* Add a note and return it until the next; `remedy` (may be NULL) is copied. */
struct pm_note *pm_note(struct pm_doctor *doctor, const char *about,
			const char *id, enum pm_note_state state,
			const char *remedy, const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));
/* A part that could not be looked at. */
void pm_note_failure(struct pm_doctor *doctor, const char *about,
		     const struct pm_error *err);
/* What PM_DOCTOR_TOLD leaves out of `nr` such things ("items that are gone"),
 * if it leaves out any. */
void pm_note_more(struct pm_doctor *doctor, const char *about, const char *id,
		  enum pm_note_state state, size_t nr, const char *things);
/* How a path from the top is typed where the user stands. */
void pm_note_path(struct pm_buf *out, const struct pm_doctor *doctor,
		  const char *path);
/* The command that opens a file of the work tree in git's editor. */
const char *pm_note_edit(struct pm_doctor *doctor, const char *path);

void pm_look_at_hooks(struct pm_doctor *doctor);
void pm_look_at_drivers(struct pm_doctor *doctor);
void pm_look_at_program(struct pm_doctor *doctor);
void pm_look_at_policy(struct pm_doctor *doctor);
void pm_look_at_codeowners(struct pm_doctor *doctor);
void pm_look_at_people(struct pm_doctor *doctor);
void pm_look_at_files(struct pm_doctor *doctor);
void pm_look_at_strays(struct pm_doctor *doctor,
		       const struct pm_entries *files);
void pm_look_at_unseen(struct pm_doctor *doctor);
void pm_look_at_history(struct pm_doctor *doctor);
void pm_look_at_histories(struct pm_doctor *doctor);
/* What the newest merges lost and `tip` still lacks, and what the one that is
 * under way would lose. */
int pm_look_at_merges(struct pm_doctor *doctor, const struct pm_snapshot *tip,
		      struct pm_error *err);
void pm_look_at_commits(struct pm_doctor *doctor);
void pm_look_at_configuration(struct pm_doctor *doctor);
void pm_look_at_index(struct pm_doctor *doctor);
void pm_look_at_clone(struct pm_doctor *doctor);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_DOCTOR_H
#define PM_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/date.h"
#include "git/repo.h"
#include "snapshot/snapshot.h"

/*
 * One look at a clone: what keeps post-mortems from being checked, merged,
 * read or found here, each with its remedy. What is seen is a list of notes;
 * a part that cannot be looked at is a note, too, so that a sick repository
 * is no reason to say nothing.
 *
 * With `fix`, what is safe is repaired: files of git's own folder that are
 * ours (hooks, configuration of our drivers, the index of the history), and
 * temporary files that a killed process left. Records get the history that the
 * log has of them, in the one commit that it makes; nothing else of a record,
 * nor the policy, is ever touched.
 */

enum pm_note_state {
	PM_NOTE_OK,
	PM_NOTE_HINT,	 /* worth knowing; nothing is wrong */
	PM_NOTE_WARNING, /* something will go wrong, or did */
	PM_NOTE_ERROR,	 /* something is not done, or not seen, now */
	PM_NOTE_STATES,
};
extern const char *const pm_note_state_name[PM_NOTE_STATES + 1];

struct pm_note {
	const char *about;  /* the part of the clone: "hooks", ... */
	const char *id;	    /* what it is, in a word that never changes */
	enum pm_note_state state;
	const char *text;   /* one sentence; holds text that is not ours */
	const char *remedy; /* a command to be pasted where the user stands, or
			     * NULL */
	bool is_fixable;    /* --fix does it */
	const char *fixed;  /* what --fix did: it counts no longer; or NULL */
};

struct pm_doctor_options {
	bool fix;
	/* Gives records without a history theirs, in one commit, and adds to
	 * `done` what became of it. Only called with `fix`. */
	int (*write_histories)(void *payload, struct pm_buf *done,
			       struct pm_error *err);
	void *payload;
	size_t commits; /* how many, of the newest that touch records, are
			 * judged again; 0: none */
	pm_date today;
};
/* Each costs about as much as the hook did when it was made. */
#define PM_DOCTOR_COMMITS 20

struct pm_doctor {
	struct pm_arena arena;
	struct pm_repo *repo;
	struct pm_doctor_options options;
	struct pm_snapshot snapshot; /* where we stand: work tree or HEAD */
	bool has_policy;  /* the policy could be read, and is sound */
	bool has_records; /* the records were read, too */
	bool has_index;	  /* and so may the history be */
	bool is_used;	  /* this repository keeps post-mortems */
	struct pm_note *note;
	size_t nr;
	size_t alloc;
	size_t count[PM_NOTE_STATES]; /* without what was fixed */
	size_t fixed, fixable;
	size_t looked;	    /* commits that were judged again */
	const char *oldest; /* the last of them, full hex; or NULL */
};

void pm_doctor_look(struct pm_doctor *out, struct pm_repo *repo,
		    const struct pm_doctor_options *options);
void pm_doctor_release(struct pm_doctor *doctor);

#endif

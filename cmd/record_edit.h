/* SPDX-License-Identifier: MIT */
#ifndef CMD_RECORD_EDIT_H
#define CMD_RECORD_EDIT_H

#include "base/buf.h"
#include "base/strlist.h"
#include "cmd/command.h"
#include "cmd/user.h"
#include "cmd/writing.h"
#include "git/worktree.h"
#include "snapshot/change.h"
#include "snapshot/resolve.h"
#include "snapshot/snapshot.h"

/*
 * The way every command changes records: take the lock, read the work tree,
 * find the record, set fields in its text, write all at once, stage, and
 * commit if asked. Nothing is written before record_edit_finish().
 */
struct record_edit {
	struct context *ctx;
	int lock;
	struct pm_snapshot snapshot; /* of the work tree, listed */
	struct pm_edit files;
	struct pm_record *record; /* the one being changed, read with body */
	struct pm_postmortem *postmortem; /* it belongs to, or is */
	struct pm_buf text;	  /* the record's file as it will be */
	const char *why; /* of what is changed; borrowed, or NULL */
	struct pm_strlist trailers; /* further lines for the commit message */
	struct pm_buf said; /* what record_edit_finish() will print */
	/* Of each record that was kept, what the commit message says. */
	struct pm_strlist kept, subjects, bodies, actions;
	struct pm_strlist paths; /* of those records */
	/* Commits that were to be evidence and are not on the default branch:
	 * of this branch, so that it is "here", and of others. Full ids. */
	struct pm_strlist here, lost;
	struct pm_strlist mainline; /* where the default branch stands */
	char *mainline_name; /* what it is called; NULL: unknown, or not
			      * asked yet */
	bool has_mainline;
	bool has_reason; /* a record that was kept has it */
};

/* Fails where there is no work tree to edit in. */
int record_edit_needs_files(const struct pm_repo *repo, struct pm_error *err);
/* Lock and list. Fails on a malformed policy, without a work tree, and when
 * the folder of post-mortems is none. */
int record_edit_begin(struct record_edit *edit, struct context *ctx,
		      struct pm_error *err);
/* Choose the record that `name` means and read it. A file whose front matter
 * cannot be read is an error that says where. */
int record_edit_find(struct record_edit *edit, const char *name,
		     unsigned kind, struct pm_error *err);
/* Fails, with path and fix, when something else stands in the place of the
 * document or of items: half of a post-mortem is not changed. */
int record_edit_refuse_odd(const struct record_edit *edit,
			   const struct pm_postmortem *postmortem,
			   struct pm_error *err);
/* Fails, with the remedy, for a record that a sparse checkout left out. */
int record_edit_refuse_skipped(const struct pm_record *record,
			       const struct pm_postmortem *postmortem,
			       struct pm_error *err);
/* Set a field from what a person typed; checked by the schema. A list field
 * takes several at once, through record_edit_set_list(). "" removes it. */
int record_edit_set(struct record_edit *edit, enum pm_field field,
		    const char *value, struct pm_error *err);
int record_edit_set_list(struct record_edit *edit, enum pm_field field,
			 const struct pm_strlist *values,
			 struct pm_error *err);
/* An id is never used again: PM_EEXISTS when the log knows a record of this
 * id that is gone. Costs no more of the log than the days since the date in
 * the id; an id without one is not looked for. */
int record_edit_refuse_gone(struct record_edit *edit, const char *id,
			    struct pm_error *err);
/* Whether an option was given, and not as "". */
bool is_said(const char *value);
/* A trailer, or a line of the body, of the commit to come; also told to the
 * user when no commit is made. NULL text is left out. */
void record_edit_trailer(struct record_edit *edit, const char *key,
			 const char *text);
/* Why the records that are kept from now on change: for their history, and as
 * a trailer. Fails when the text says nothing (".", "tbd"). NULL and "" are
 * left out. */
int record_edit_reason(struct record_edit *edit, const char *text,
		       struct pm_error *err);

/* Keep what was set, with the event of it in the record's history, to be
 * written with others, and be ready for record_edit_find() of the next. Prints
 * nothing yet. */
int record_edit_keep(struct record_edit *edit, struct pm_error *err);
/* Add that the record that was found last is not committed yet, and how to do
 * that; nothing where it is. One git process: for who has nothing to change. */
void record_edit_uncommitted(struct record_edit *edit, struct pm_buf *out);
/* Forget what was set in the record that was found last. */
void record_edit_drop(struct record_edit *edit);
/*
 * Keep the last record, write, stage and, with `commit`, commit all at once.
 * Prints what changed, in words, to stdout. Without a change nothing is
 * written and it is said so.
 */
int record_edit_finish(struct record_edit *edit, bool commit,
		       struct pm_error *err);
void record_edit_release(struct record_edit *edit);
/* The message of a commit of what was kept; for record_edit_finish(). */
void record_edit_message(const struct record_edit *edit, struct pm_buf *out);

/* record_value.c, for record_edit_set(). Evidence must still mean the same in
 * ten years: HEAD or a branch becomes the commit that it names now, and a
 * commit of the present branch, which a squash would lose, "here". NULL: keep
 * what was typed. */
char *record_value_lasting(struct record_edit *edit, const char *value);
/* 1 where "here" shows something: this branch, or what is staged (where no
 * commit is made of the record alone), changes more than records. */
int record_value_has_work(struct record_edit *edit, bool commit,
			  struct pm_error *err);
/* Warn of evidence on another branch than this and the default one: where that
 * is squashed, no commit of it lasts. And say what became "here". Nothing is
 * said where it cannot be known. For record_edit_finish(), and for who does
 * without that. */
void record_value_warn(struct record_edit *edit);
/* The wrong year is the typing mistake of January: fails for the day of a
 * promise, warns for that of an idea. */
int record_value_refuse_past(const struct record_edit *edit, const char *value,
			     struct pm_error *err);
/* What it says of one that became another: "accept", and a line for each
 * field. */
void record_message_words(struct pm_buf *subject, struct pm_buf *body,
			  const struct pm_changes *changes);
/* The message for one record, for who changed it another way. */
void record_message_of(struct pm_buf *out, const struct pm_record *record,
		       const struct pm_changes *changes);

#endif

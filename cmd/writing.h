/* SPDX-License-Identifier: MIT */
#ifndef CMD_WRITING_H
#define CMD_WRITING_H

#include "cmd/command.h"
#include "git/merge_text.h"
#include "git/standing.h"
#include "git/worktree.h"

/*
 * The common end of every command that writes: its change, and nothing else,
 * gets into the work tree, the index and, where that is asked for, a commit.
 *
 * What somebody changed in the same file by hand and has not staged, or has
 * staged and not committed, stays as it is. Where that is in the very field
 * or lines that the command changes, it refuses before anything is written.
 * A commit that git refuses takes all of it back; only what was typed in an
 * editor stands (`stands`), and then the message says how to go on.
 */
struct writing {
	struct context *ctx;
	const struct pm_edit *files; /* borrowed */
	bool commit;
	const char *stands; /* the record that somebody typed; NULL: none */
	struct pm_edit reverse;
	struct pm_arena arena;
	struct pm_standings standing;
	struct pm_part *part; /* files of which a part is committed ... */
	struct pm_bytes *head; /* ... and what HEAD has of each, or { 0 } */
	size_t parts;
	struct pm_strlist whole; /* the others */
	struct pm_strlist fresh; /* of them, those that git does not know */
	struct pm_buf told; /* what is printed when all is done */
};

/* What every such command has. */
#define COMMIT_OPTION(type)                                                \
	{ OPT_CHOICE, 0, "commit", offsetof(type, commit), NULL,           \
	  "commit the change, with a message that says it", NULL }

/* What --commit or --no-commit says, else postmortem.commit. */
bool wants_commit(struct context *ctx, const struct opt_choice *option);
/* Fails while git is in the middle of something in which it makes no commit
 * of some files alone. For who does much before writing_begin(). */
int writing_may_commit(struct context *ctx, bool commit, struct pm_error *err);

/* Find out how the files stand, and write them. */
int writing_begin(struct writing *writing, struct context *ctx,
		  struct pm_edit *files, bool commit, struct pm_error *err);
/* The same, and what lies at these paths (NULL: none) and is in no commit yet
 * is committed as well. */
int writing_begin_with(struct writing *writing, struct context *ctx,
		       struct pm_edit *files, const struct pm_strlist *also,
		       bool commit, struct pm_error *err);
/* The same of one file that is written already, whole. */
int writing_begin_whole(struct writing *writing, struct context *ctx,
			const char *path, bool commit, struct pm_error *err);
/* What HEAD has of a file: 1, and what a commit will make of it where that is
 * not the file as it was written. 0 when it is not in HEAD. */
int writing_against_head(struct writing *writing, const char *path,
			 struct pm_bytes *before, struct pm_bytes *after,
			 struct pm_error *err);
/* Stage, or commit with this message, behind postmortem.commitPrefix. */
int writing_finish(struct writing *writing, const char *message,
		   struct pm_error *err);
void writing_release(struct writing *writing);

/*
 * Add to `out` what `change` made of `base`, a version of the file at `path`,
 * done to `onto`: field by field in front matter, event by event in its
 * history, line by line elsewhere, with the line ends of `onto`. 1, with the
 * fields in `where`, when both changed the same; then it holds both between
 * markers.
 */
int carry_over(struct context *ctx, const char *path, struct pm_buf *out,
	       struct pm_buf *where, const struct pm_bytes *base,
	       const struct pm_bytes *change, const struct pm_bytes *onto,
	       struct pm_error *err);

#endif

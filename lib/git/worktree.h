/* SPDX-License-Identifier: MIT */
#ifndef PM_WORKTREE_H
#define PM_WORKTREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/strlist.h"
#include "git/repo.h"

/*
 * Files of the work tree, read and written safely: no symbolic link is
 * followed at any part of a path, nothing but a regular file is opened, and a
 * reader never sees half a file.
 */

/* As pm_object_read(): too large gives 0, `out` empty and *size > limit.
 * PM_ENOTFOUND when it is not there; PM_EINVALID for a link, FIFO, folder or
 * device, and for a path with "..". Thread-safe. */
int pm_worktree_read(struct pm_buf *out, size_t *size,
		     const struct pm_repo *repo, const char *path,
		     size_t limit, struct pm_error *err);

/*
 * The lock that every command holds while it reads, changes, writes, stages
 * and commits records, but not while an editor is open. Hooks of a commit run
 * under it and take none: flock() on <common dir>/postmortem.lock, so that it dies with its
 * process. Waits up to `postmortem.lockTimeout` milliseconds (default
 * 10000), after the first second with a word for whom, then PM_ELOCKED. Close with pm_unlock(); -1 is fine.
 */
int pm_lock(int *fd, struct pm_repo *repo, struct pm_error *err);
void pm_unlock(int fd);

/*
 * A set of files to write, move or remove together. Nothing is touched before
 * pm_edit_apply(), which first writes every new content beside its target
 * (temporary file, fsync) and only then renames all. What is written is staged
 * next, and so it waits for index.lock to go. After a failure all is as it
 * was: what is replaced waits beside it until the last. What a killed process
 * leaves is removed by the next edit, whatever that is of. Moves come first, then writes, then removals, whatever the order of the calls.
 * Folders are created as needed, and those left empty go. Paths are relative
 * to the top; ".git" and what lies behind a symbolic link are refused.
 */
struct pm_edit {
	struct pm_repo *repo;
	struct pm_edit_step *step;
	size_t nr;
	size_t alloc;
};

void pm_edit_init(struct pm_edit *edit, struct pm_repo *repo);
/* Replaces what is there; with `create`, being there is PM_EEXISTS on apply. */
void pm_edit_write(struct pm_edit *edit, const char *path, const char *bytes,
		   size_t len, bool create);
/* The file (no folder) is moved as it is, then what is written to `to` goes
 * on top. PM_EEXISTS on apply when something is at `to`. */
void pm_edit_move(struct pm_edit *edit, const char *from, const char *to);
void pm_edit_remove(struct pm_edit *edit, const char *path);
/* Also give a written file mode 0755, less the umask. Without this a file
 * keeps the mode it had. */
void pm_edit_executable(struct pm_edit *edit, const char *path);
int pm_edit_apply(struct pm_edit *edit, struct pm_error *err);
/* Before it is applied: what undoes it, as an edit of its own. */
int pm_edit_reverse(struct pm_edit *out, const struct pm_edit *edit,
		    struct pm_error *err);
/* What it writes there; NULL: nothing. */
const char *pm_edit_bytes(const struct pm_edit *edit, const char *path,
			  size_t *len);
/* The paths it wrote, moved (both ends) or removed. */
void pm_edit_paths(const struct pm_edit *edit, struct pm_strlist *out);
void pm_edit_release(struct pm_edit *edit);
/* Whether a file's name (without folders) is that of a temporary file of ours
 * whose process is gone. */
bool pm_edit_left(const char *name);

/*
 * Staging and committing go through git, so that filters, attributes, hooks
 * and signing apply. Both retry while another process holds index.lock, up to
 * postmortem.lockTimeout.
 */
/* Deleted paths are staged as deleted, and ones that git never knew are left
 * out. A file that is ignored and not yet tracked is git's refusal. */
/* Wait until nobody holds index.lock; PM_ELOCKED when it stays. */
int pm_index_wait(struct pm_repo *repo, struct pm_error *err);
int pm_stage(struct pm_repo *repo, const struct pm_strlist *paths,
	     struct pm_error *err);
/*
 * `git commit --only -- paths` with this message (trailers included); runs
 * the user's hooks, and leaves what else is staged staged. A path that git
 * does not know must have been staged. What git and the hooks say goes to
 * standard error as they say it, and how git sums it up into `summary`;
 * without one (NULL) all of it is kept for the message of a failure. Goes on
 * when nobody reads either. `before` is HEAD as it was, "" before the first
 * commit, or NULL when that is not known. PM_EINVALID when a hook refused or there is nothing to commit.
 */
int pm_commit(struct pm_repo *repo, const struct pm_strlist *paths,
	      const char *message, const char *before, struct pm_buf *summary,
	      struct pm_error *err);

/*
 * A file of which the work tree holds more than is to be committed: its bytes
 * in the index and in the commit, as git stores them.
 */
struct pm_part {
	const char *path;
	unsigned mode;
	const char *head, *index;
	size_t head_len, index_len;
};

/* Stage parts, and whole files as pm_stage(). */
int pm_stage_parts(struct pm_repo *repo, const struct pm_part *part,
		   size_t nr, const struct pm_strlist *whole,
		   struct pm_error *err);
/* Commit them on top of HEAD, with nothing else that is staged; then stage
 * them. Else as pm_commit(); until it is made the index is not touched. */
int pm_commit_parts(struct pm_repo *repo, const struct pm_part *part,
		    size_t nr, const struct pm_strlist *whole,
		    const char *message, const char *before,
		    struct pm_buf *summary, struct pm_error *err);
/* The index forgets these. */
int pm_unstage(struct pm_repo *repo, const struct pm_strlist *paths,
	       struct pm_error *err);
/* What git is in the middle of, so that it makes no commit of some files
 * alone ("merge", "cherry-pick", "rebase"); NULL: of nothing. */
const char *pm_in_progress(const struct pm_repo *repo);

/* Open git's editor (GIT_EDITOR, core.editor, ...) on a file of the work tree. */
int pm_edit_file(struct pm_repo *repo, const char *path, struct pm_error *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_EDIT_H
#define PM_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "git/worktree.h"

/* What edit.c collects, edit_prepare.c checks and edit_apply.c does. */

enum pm_edit_kind {
	PM_EDIT_MOVE, /* done in this order, whatever the order asked for */
	PM_EDIT_WRITE,
	PM_EDIT_REMOVE,
};

struct pm_edit_step {
	enum pm_edit_kind kind;
	char *path;
	char *to;    /* of a move */
	char *bytes; /* of a write */
	size_t len;
	bool create;
	bool executable;
	/* What carrying it out and taking it back need, so that neither has to
	 * ask for memory: */
	char *folder;	 /* of `path` */
	char *to_folder; /* of `to` */
	char *temp;	 /* the temporary file's name in `folder` */
	char *old;	 /* where what is replaced or removed waits there */
	bool has_temp;
	bool has_old;
	bool is_done;
};

/* One pm_edit_apply(). */
struct pm_apply {
	struct pm_edit *edit;
	int top;
	struct pm_strlist made;	   /* folders, outer ones first */
	struct pm_strlist changed; /* folders to be synced, each once */
	char *journal; /* the file that names the temporary files */
};

/* Check every step, make the folders and write the temporary files. What was
 * made is in `apply` also when it fails. */
int pm_edit_prepare(struct pm_apply *apply, struct pm_error *err);
/* Something else is done with the files: forget the journal. */
void pm_edit_end_journal(struct pm_apply *apply);

#endif

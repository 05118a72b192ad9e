/* SPDX-License-Identifier: MIT */
#ifndef PM_HOOKS_WRITE_H
#define PM_HOOKS_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"
#include "git/hooks.h"

/*
 * Writing hooks so that a commit made meanwhile finds an old or a new one,
 * whole, and so that a failure leaves what was there. They may lie outside
 * of the work tree, and other people's hooks may be links, so this is not
 * pm_edit's work. Private to the hooks.
 */

struct pm_hook_step {
	struct pm_hook *hook;
	struct pm_buf text; /* what hook->path will hold */
	mode_t mode;
	char *aside;	    /* first move what stands there to here, or NULL */
	bool aside_is_old;  /* what is there already may go */
	bool fresh;	    /* nothing stands there */
	/* the writer's own: */
	char *temporary;
	bool done;
};

/* Write all of them, or leave everything as it was. */
int pm_hooks_write(struct pm_hook_step *step, size_t nr, struct pm_error *err);
void pm_hook_step_release(struct pm_hook_step *step);

int pm_hooks_make_folder(const char *dir, struct pm_error *err);
/* Against another install at the same moment; the lock dies with us. */
int pm_hooks_lock(int *fd, const char *dir, struct pm_error *err);
/* What was renamed is on the disk after this; -1 is fine. */
void pm_hooks_unlock(int fd);

#endif

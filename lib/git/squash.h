/* SPDX-License-Identifier: MIT */
#ifndef PM_SQUASH_H
#define PM_SQUASH_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The messages that a squash took in, where its own lists them: GitHub,
 * GitLab, Gitea and Bitbucket as "* subject" with the body as it was,
 * `git merge --squash` and Bitbucket Server below "Squashed commit of the
 * following:", each with the head of git log, and indented.
 */
struct pm_squashed {
	const char *start; /* of its part of the list */
	const char *subject;
	size_t len;
	bool has_head; /* the subject is a paragraph of its own */
	bool is_undone; /* another of them reverts it */
};

/* Pointers go into the message. Of more than PM_MAX_SQUASHED none is undone. */
struct pm_squash {
	const char *list; /* where it begins, else the end of the message */
	struct pm_squashed *item;
	size_t nr;
	size_t alloc;
};

void pm_squash_read(struct pm_squash *out, const char *message);
/* Whether what stands there is of a message that another one reverts, so that
 * the squash has none of it. */
bool pm_squash_is_undone(const struct pm_squash *squash, const char *at);
/* Whether this paragraph is the subject of one, below its head. */
bool pm_squash_is_subject(const struct pm_squash *squash, const char *ptr,
			  const char *end);
void pm_squash_release(struct pm_squash *squash);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_FORGE_H
#define PM_FORGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "git/repo.h"

/*
 * Where a repository's files can be looked at in a browser, and what a link to
 * a line of one looks like there.
 */
enum pm_forge_kind {
	PM_FORGE_NONE, /* not known: there are no links */
	PM_FORGE_GITHUB,
	PM_FORGE_GITLAB,
	PM_FORGE_GITEA, /* and Forgejo */
	PM_FORGES,
};

struct pm_forge {
	enum pm_forge_kind kind;
	char *base; /* the project's page, without a slash at its end; NULL
		     * with PM_FORGE_NONE */
};

/*
 * Where this repository is: at `base` (what a user gave, may be NULL; ""
 * wants no links), else where the environment of a CI job says, else at the
 * address of the remote (pm_remote_find()) if its host is a known forge. The
 * setting postmortem.forge says what kind it is, or that it is none. A `base`
 * that is no address, and a setting that is no forge, are PM_EINVALID.
 */
int pm_forge_find(struct pm_forge *out, struct pm_repo *repo,
		  const char *base, struct pm_error *err);
void pm_forge_release(struct pm_forge *forge);

/*
 * The page of a project from what git fetches it by: user, password and port
 * of ssh are left out, and so is ".git". False for what is on no host, such as
 * a path. Holds no character that could end a link in Markdown.
 */
bool pm_forge_page(struct pm_buf *out, const char *address);
/* That of this repository at its remote, whatever runs there; nothing where it
 * has none. */
void pm_forge_own_page(struct pm_buf *out, struct pm_repo *repo);
/* The forge that runs on the host of such a page; PM_FORGE_NONE: who knows. */
enum pm_forge_kind pm_forge_known(const char *page);

/* The address of a file as a commit has it, of its line where that is not 0;
 * nothing without a forge. Lines are those of the source: a Markdown file
 * would be shown rendered, without any. */
void pm_forge_file(struct pm_buf *out, const struct pm_forge *forge,
		   const char *commit, const char *path, size_t line);
void pm_forge_commit(struct pm_buf *out, const struct pm_forge *forge,
		     const char *commit);

#endif

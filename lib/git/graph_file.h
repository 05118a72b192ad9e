/* SPDX-License-Identifier: MIT */
#ifndef PM_GRAPH_FILE_H
#define PM_GRAPH_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "git/repo.h"

/*
 * git's commit-graph, which makes a walk over a long history quick, and its
 * changed-path filters, which make one of few files quick. Only whether they
 * are there; after gitformat-commit-graph(5).
 */
struct pm_graph_file {
	bool is_there;
	bool has_filters; /* in every file that it consists of */
	size_t objects;	  /* in packs: how large the repository is */
};

/* Below so many objects a walk takes no time that anybody feels. */
#define PM_GRAPH_WORTH 200000

int pm_graph_file_look(struct pm_graph_file *out, struct pm_repo *repo,
		       struct pm_error *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CMD_IMPORT_H
#define CMD_IMPORT_H

#include "cmd/record_edit.h"
#include "git/origin.h"
#include "import/adopt.h"

/* What `import` is doing: shared by its reading and its telling. */

struct import_options {
	const char *severity, *status, *owner;
	bool dry_run, force;
	struct opt_choice commit;
};

struct import_file {
	const char *from; /* from the top */
	const char *to;	  /* of its README.md */
	const char *id;
	bool in_place; /* it lies where it belongs */
	struct pm_buf text;
	struct pm_adopted adopted;
};

struct import {
	struct context *ctx;
	const struct import_options *options;
	struct record_edit edit;
	struct pm_arena arena;
	struct import_file *file;
	size_t nr;
	struct pm_strlist used;		 /* ids that no file may get, folded */
	char *severity, *status, *owner; /* the defaults, checked */
	struct import_link *link;	 /* of other documents, */
	size_t links;			 /* to what moves */
};

struct import_link {
	const char *path; /* from the top */
	size_t line, nr;  /* of the first one; how many */
};

/* import_links.c: find import->link. */
int import_find_links(struct import *import, const struct pm_move *move,
		      size_t nr, struct pm_error *err);

/* What became (or would become) of every file, and the sums. */
void import_report(const struct import *import, struct pm_buf *out);
/* Print that, with what to do next. */
void import_tell(const struct import *import, struct pm_buf *out);
/* The message of the commit. */
void import_message(const struct import *import, struct pm_buf *out);

#endif

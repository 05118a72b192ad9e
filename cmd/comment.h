/* SPDX-License-Identifier: MIT */
#ifndef CMD_COMMENT_H
#define CMD_COMMENT_H

#include "base/error.h"
#include "base/strlist.h"

/*
 * The language of comments, for comment.c: a line that begins with one of
 *
 *	/accept [<item>] [<day>]
 *	/decline [<item>] <reason>
 *	/done [<item>] [<evidence>]
 *	/move [<item>] <day> <reason>
 *
 * outside of a fenced or indented block. Every other line, also a quoted one
 * and another program's command, is nobody's business here.
 */
struct comment_step {
	const char *name; /* "accept" */
	unsigned from;	  /* states it starts from, as bits */
};

/* The lines of a comment that begin with one, in their order. */
void comment_steps(struct pm_strlist *out, const char *text);
/* The one that a line begins with, or NULL; *rest is what follows it. */
const struct comment_step *comment_find_step(const char *line,
					     const char **rest);
/* The command for it: "git postmortem action ...". PM_EINVALID, with how it is
 * written, when `rest` is not what the step asks for. No word of `rest` can
 * become an option. */
int comment_argv(struct pm_strlist *out, const struct comment_step *step,
		 const char *id, const char *rest, struct pm_error *err);

#endif

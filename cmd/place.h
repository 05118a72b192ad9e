/* SPDX-License-Identifier: MIT */
#ifndef CMD_PLACE_H
#define CMD_PLACE_H

#include "cmd/command.h"
#include "snapshot/snapshot.h"
#include "view/style.h"

/*
 * The place alone: `at` is a revision or else a day ("2026-11-21", "2 weeks
 * ago"): the branch as it stood at the end of it, which ctx->today becomes, so
 * that what was overdue then is told. NULL is where we are.
 */
int place_source(struct context *ctx, const char *at, struct pm_source *out,
		 struct pm_error *err);

/* The commit that a revision, or else a day, stands for; *day becomes the day
 * if it is one, unless `day` is NULL. */
int place_commit(struct context *ctx, const char *at, char **out,
		 pm_date *day, struct pm_error *err);

/* Whether a word is a range, "a..b" or "a...b", and not a path: no revision
 * has a slash beside its dots. */
bool is_range(const char *word);
/* Its two commits as git reads it: an empty side is HEAD, and three dots begin
 * where the two parted. Each side may be a day. */
int place_range(struct context *ctx, const char *range, char **base,
		char **head, struct pm_error *err);

/* The two sides as they were written, "HEAD" for an empty one; true when there
 * are three dots. The caller frees both. */
bool range_sides(const char *range, char **from, char **to);
/* The commit `to`, and where it and `from` parted. */
int place_parting(struct context *ctx, const char *from, const char *to,
		  char **base, char **head, struct pm_error *err);

/*
 * Where a reading command looks: the work tree, in a bare repository HEAD, or
 * what --at names. Loads everything of `kinds` that stands there.
 */
int place_load(struct context *ctx, const char *at, struct pm_snapshot *out,
	       unsigned kinds, enum pm_read what, struct pm_error *err);
/* The same for a list of all: says on stderr what of the work tree's it passes
 * over, or shows though git does not keep it so. */
int place_load_all(struct context *ctx, const char *at,
		   struct pm_snapshot *out, unsigned kinds, enum pm_read what,
		   struct pm_error *err);
/* The same without reading the records. */
int place_list(struct context *ctx, const char *at, struct pm_snapshot *out,
	       struct pm_error *err);
/* The same without listing them: the policy alone. */
int place_policy(struct context *ctx, const char *at, struct pm_snapshot *out,
		 struct pm_error *err);
/* pm_snapshot_policy_ok() for who goes on where a newer program is needed: that
 * is told on stderr, once. */
int place_policy_ok(const struct pm_snapshot *snapshot, struct pm_error *err);
void place_tell_newer(const struct pm_policy *policy);
/*
 * The same for one record that a person names. A whole id, or a path, is
 * looked for in its folder alone, without listing thousands of others; only
 * where it is not there, or for a part of an id, all are listed.
 */
int place_list_for(struct context *ctx, const char *at, const char *name,
		   struct pm_snapshot *out, struct pm_error *err);
/* A mistyped severity must not look like one without post-mortems:
 * PM_EINVALID, with those that there are, for one that the policy does not
 * know and no post-mortem has. NULL is fine. */
int place_check_severity(const struct pm_snapshot *snapshot, const char *name,
			 struct pm_error *err);
/* The same of an open snapshot: whether `name` is the whole name, or the path,
 * of something, whose folder is then all that is listed. Its id is put into
 * `id`. */
bool place_list_whole(struct context *ctx, const char *name,
		      struct pm_snapshot *snapshot, struct pm_buf *id);
/* The id, "folder" or "folder/item", that a path below the root stands for;
 * false for anything else. `name` counts from where the user stands. */
bool place_path_id(struct pm_buf *out, struct context *ctx,
		   const struct pm_snapshot *snapshot, const char *name);

/*
 * Say on stderr which records of those that were read, and which paths in the
 * place of one, could not be taken for what they should be: what is shown
 * must not pass for all there is. One warning for each file.
 */
void place_warn(const struct pm_snapshot *snapshot);
/* The same about one post-mortem's items. */
void place_warn_actions(const struct pm_snapshot *snapshot,
			const struct pm_postmortem *postmortem);
/* A problem of a record as a failure: path, line, what, and how to mend it. */
int place_fail_problem(const struct pm_record *record,
		       const struct pm_problem *problem,
		       struct pm_error *err);
/* Why a post-mortem has no document that could be read. */
int place_fail_document(const struct pm_snapshot *snapshot,
			const struct pm_postmortem *postmortem,
			struct pm_error *err);

/* The id that a record had in HEAD, when the work tree or the index has given
 * it another name since; false when it was not renamed. `item` may be NULL. */
bool place_was(struct context *ctx, const char *id, const char *item,
	       struct pm_buf *was);

/* The person that an option names; "me" is the user, and an error when git
 * knows nobody. *out is NULL without `owner`; the caller frees it. */
int owner_wanted(struct context *ctx, const struct pm_policy *policy,
		 const char *owner, char **out, struct pm_error *err);
/* The same, the user without `owner`, or NULL when git knows nobody. */
int owner_or_me(struct context *ctx, const struct pm_policy *policy,
		const char *owner, char **out, struct pm_error *err);

/* A view on ctx->out: render into the buffer, then print it and empty it. */
struct pm_view view_of(struct context *ctx, struct pm_buf *out);
void view_print(struct context *ctx, struct pm_buf *out);

/* Whether --format asks for JSON; EXIT_USAGE after an error for a format
 * that is neither text nor json. NULL is text. */
int format_is_json(const struct command *command, const char *format,
		   bool *json);

/* How a state, a status or a due date is coloured. */
enum pm_style style_of_state(const struct pm_record *action, pm_date today);
enum pm_style style_of_status(enum pm_status status);

#endif

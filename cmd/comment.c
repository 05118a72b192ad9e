/* SPDX-License-Identifier: MIT */
#include "cmd/comment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "cmd/place.h"
#include "cmd/writing.h"
#include "git/file.h"
#include "git/process.h"

/*
 * "git postmortem comment": what somebody has written below a pull request is
 * done as them. Who an account is, is said by the policy of the base, and by
 * nothing that came with the branch; and it is done by the very commands that
 * anybody would type, one child each, so that what they write is the same.
 */
struct comment_options {
	const char *as, *base;
	struct opt_choice commit;
};

extern const struct command cmd_comment;

static const struct opt opts[] = {
	{ OPT_STRING, 0, "as", offsetof(struct comment_options, as),
	  "<login>", "whose comment it is, as the forge calls them", NULL },
	{ OPT_STRING, 0, "base", offsetof(struct comment_options, base),
	  "<revision>", "who is who there; without a name, what has changed "
	  "since", "revision" },
	COMMIT_OPTION(struct comment_options),
	{ 0 },
};

struct comment {
	struct context *ctx;
	const struct comment_options *options;
	struct pm_snapshot base; /* the policy that says who is who */
	struct pm_snapshot since; /* where the branch began, listed */
	struct pm_snapshot now;	 /* HEAD; read anew for each line */
	const struct pm_person *person;
	struct pm_strlist env;	 /* they are the author of what is done */
	struct pm_strlist steps; /* lines that begin with a command */
	size_t refused;
};

/* A name that two of "people" have is neither's. */
static int find_person(struct comment *c, struct pm_error *err)
{
	const struct pm_policy *policy = &c->base.policy;
	const char *login = c->options->as + (c->options->as[0] == '@');
	size_t nr = 0;

	for (size_t i = 0; i < policy->people; i++) {
		const char *forge = policy->person[i].forge;

		if (!forge || forge[0] != '@' || strcasecmp(forge + 1, login))
			continue;
		c->person = &policy->person[i];
		nr++;
	}
	if (!nr)
		return pm_fail(err, PM_ENOTFOUND, "@%s is nobody here; "
			       "\"people\" in %s on the default branch says "
			       "who is who: forge: \"@%s\"", login,
			       PM_POLICY_PATH, login);
	if (nr > 1)
		return pm_fail(err, PM_EINVALID, "@%s is several of \"people\" "
			       "in %s", login, PM_POLICY_PATH);
	if (!c->person->emails)
		return pm_fail(err, PM_EINVALID, "%s has no email in \"people\""
			       " of %s", c->person->handle, PM_POLICY_PATH);
	return PM_OK;
}

static int read_base(struct comment *c, struct pm_error *err)
{
	const char *base = c->options->base ? c->options->base : "HEAD";
	char *from = NULL, *head = NULL;
	int code = place_policy(c->ctx, base, &c->base, err);

	if (code >= 0)
		code = find_person(c, err);
	if (code >= 0)
		code = place_parting(c->ctx, base, "HEAD", &from, &head, err);
	if (code >= 0)
		code = place_list(c->ctx, from, &c->since, err);
	if (code >= 0) {
		pm_strlist_addf(&c->env, "GIT_AUTHOR_NAME=%s",
				c->person->name ? c->person->name :
						  c->person->handle);
		pm_strlist_addf(&c->env, "GIT_AUTHOR_EMAIL=%s",
				c->person->email[0]);
	}
	free(from);
	free(head);
	return code;
}

/* --- which item --- */

static bool is_own(const struct comment *c, const struct pm_record *item)
{
	return pm_policy_same_person(&c->base.policy, c->person->handle,
				     pm_record_text(item, PM_F_OWNER));
}

static bool has_changed(const struct comment *c, const struct pm_record *item)
{
	const char *name = strchr(item->id, '/') + 1;
	struct pm_buf folder = { 0 };
	const struct pm_postmortem *before;
	const struct pm_record *was;

	pm_buf_add(&folder, item->id, (size_t)(name - item->id) - 1);
	before = pm_snapshot_find(&c->since, pm_buf_str(&folder));
	was = before ? pm_postmortem_action(before, name) : NULL;
	pm_buf_release(&folder);
	return !was || !was->oid || !item->oid ||
	       strcmp(was->oid, item->oid) != 0;
}

/* Of words of a reason only a whole name is one: "page is gone" names no item
 * that is called page-before-expiry. */
static bool is_named(const struct pm_record *item, const char *word)
{
	return !strcasecmp(item->id, word) ||
	       !strcasecmp(strchr(item->id, '/') + 1, word);
}

struct choice {
	const struct pm_record *item;
	size_t nr;
	struct pm_buf names;
};

static void choose(struct choice *choice, const struct pm_record *item)
{
	choice->item = item;
	if (choice->nr++)
		pm_buf_addstr(&choice->names, ", ");
	pm_buf_addstr(&choice->names, item->id);
}

/* Those that `word` names, or else (NULL) that may be meant without a name. */
static void find_items(struct choice *choice, const struct comment *c,
		       const struct comment_step *step, const char *word)
{
	for (size_t i = 0; i < c->now.nr; i++) {
		const struct pm_postmortem *pm = &c->now.item[i];

		for (size_t a = 0; a < pm->actions; a++) {
			const struct pm_record *item = &pm->action[a];

			if (word ? is_named(item, word) :
				   (is_own(c, item) && has_changed(c, item) &&
				    (step->from &
				     (1u << pm_record_state(item)))))
				choose(choice, item);
		}
	}
}

/* *rest goes on behind the name, if there is one. */
static int find_item(const struct pm_record **out, const struct comment *c,
		     const struct comment_step *step, const char **rest,
		     struct pm_error *err)
{
	size_t len = strcspn(*rest, " \t");
	struct pm_buf word = { 0 };
	struct choice choice = { 0 };
	int code = PM_OK;

	pm_buf_add(&word, *rest, len);
	find_items(&choice, c, step, pm_buf_str(&word));
	if (choice.nr)
		*rest += len + strspn(*rest + len, " \t");
	else
		find_items(&choice, c, step, NULL);
	*out = choice.item;
	if (!choice.nr)
		code = pm_fail(err, PM_ENOTFOUND, "no item that changes here "
			       "is %s's to %s; name it", c->person->handle,
			       step->name);
	else if (choice.nr > 1)
		code = pm_fail(err, PM_EAMBIGUOUS, "name one of: %s",
			       pm_buf_str(&choice.names));
	else if (!is_own(c, choice.item))
		code = pm_fail(err, PM_EINVALID, "%s is not %s's",
			       choice.item->id, c->person->handle);
	pm_buf_release(&choice.names);
	pm_buf_release(&word);
	return code;
}

/* --- doing it --- */

static int run_git(const struct comment *c, const struct pm_strlist *argv,
		   struct pm_buf *out, struct pm_error *err)
{
	const struct pm_run run = { .argv = (const char *const *)argv->item,
				    .env = (const char *const *)c->env.item };
	struct pm_buf said = { 0 };
	int status = pm_run(&run, out, &said, err);

	/* Its own words, whole: they are the answer. */
	if (status > 0)
		status = pm_fail(err, PM_EINVALID, "%s", pm_buf_str(&said));
	pm_buf_release(&said);
	return status;
}

/* The author of a squash is who merges; a trailer stays. */
static int add_coauthor(const struct comment *c, struct pm_error *err)
{
	static const char *const amend[] = {
		"git", "commit", "-q", "--amend", "--no-edit", "--no-verify",
		"--trailer", NULL
	};
	char *contact = pm_contact(c->person->name ? c->person->name :
						     c->person->handle,
				   c->person->email[0]);
	struct pm_strlist argv = { 0 };
	int code;

	pm_strlist_add_all(&argv, amend);
	pm_strlist_addf(&argv, "Co-authored-by: %s", contact);
	code = run_git(c, &argv, NULL, err);
	pm_strlist_release(&argv);
	free(contact);
	return code;
}

static int do_step(struct comment *c, const struct comment_step *step,
		   const char *rest, struct pm_buf *out, struct pm_error *err)
{
	const bool commit = wants_commit(c->ctx, &c->options->commit);
	const struct pm_record *item;
	struct pm_strlist argv = { 0 };
	int code;

	pm_snapshot_release(&c->now);
	c->now = (struct pm_snapshot){ 0 };
	code = place_load(c->ctx, commit ? "HEAD" : NULL, &c->now,
			  PM_POSTMORTEM | PM_ACTION, PM_READ_FIELDS, err);
	if (code >= 0)
		code = find_item(&item, c, step, &rest, err);
	if (code >= 0)
		code = comment_argv(&argv, step, item->id, rest, err);
	if (code >= 0) {
		pm_strlist_add(&argv, commit ? "--commit" : "--no-commit");
		code = run_git(c, &argv, out, err);
	}
	if (code >= 0 && commit)
		code = add_coauthor(c, err);
	pm_strlist_release(&argv);
	return code;
}

static void do_line(struct comment *c, const char *line)
{
	const char *rest;
	const struct comment_step *step = comment_find_step(line, &rest);
	struct pm_error err = { 0 };
	struct pm_buf out = { 0 };
	int code = do_step(c, step, rest, &out, &err);

	if (code < 0) {
		c->refused++;
		pm_buf_reset(&out);
		pm_buf_addstr(&out, "not done: ");
		pm_text_safe(&out, err.message, strlen(err.message),
			     PM_SAFE_TEXT);
		pm_buf_addch(&out, '\n');
	}
	fprintf(c->ctx->out, "/%s\n", step->name);
	view_print(c->ctx, &out);
}

static int read_steps(struct comment *c, const char *path,
		      struct pm_error *err)
{
	struct pm_buf text = { 0 };
	bool is_stdin = !strcmp(path, "-");
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int code = PM_OK;

	if (fd < 0 || pm_file_read_fd(&text, fd, PM_MAX_COMMENT) < 0)
		code = pm_fail_errno(err, "cannot read %s",
				     is_stdin ? "standard input" : path);
	else
		comment_steps(&c->steps, pm_buf_str(&text));
	if (fd >= 0 && !is_stdin)
		close(fd);
	pm_buf_release(&text);
	return code;
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	struct comment c = { .ctx = ctx, .options = options };
	struct pm_error err = { 0 };
	int code;

	if (argc != 1)
		return command_usage_error(&cmd_comment, "name the file with "
					   "the comment, or \"-\"");
	if (!c.options->as || !*c.options->as)
		return command_usage_error(&cmd_comment,
					   "say --as whose comment it is");
	code = read_steps(&c, argv[0], &err);
	/* Most comments ask for nothing, and anybody may write them. */
	if (code >= 0 && c.steps.nr)
		code = read_base(&c, &err);
	for (size_t i = 0; code >= 0 && i < c.steps.nr; i++)
		do_line(&c, c.steps.item[i]);
	ctx->has_acted = code >= 0;
	pm_snapshot_release(&c.base);
	pm_snapshot_release(&c.since);
	pm_snapshot_release(&c.now);
	pm_strlist_release(&c.env);
	pm_strlist_release(&c.steps);
	if (code < 0)
		return command_fail(&err);
	return c.refused ? EXIT_FINDINGS : EXIT_OK;
}

const struct command cmd_comment = {
	.name = "comment",
	.usage = "--as <login> <file>",
	.summary = "do what a comment below a pull request says",
	.options = opts,
	.options_size = sizeof(struct comment_options),
	.run = run,
	.acts = true,
	.complete = "file",
};

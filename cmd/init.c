/* SPDX-License-Identifier: MIT */
#include "cmd/init.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/embedded.h"
#include "base/path.h"
#include "cmd/init_ci.h"
#include "cmd/record_edit.h"
#include "git/beneath.h"
#include "git/hooks.h"
#include "git/listing.h"
#include "git/worktree.h"
#include "model/policy.h"
#include "syntax/front.h"

#define BEGIN_MESSAGE "postmortem: begin keeping post-mortems\n"

struct init_options {
	const char *root;
	struct init_ci ci;
	bool no_hooks, no_drivers, people;
	struct opt_choice commit;
};

static const struct opt opts[] = {
	{ OPT_STRING, 0, "root", offsetof(struct init_options, root),
	  "<folder>", "where post-mortems are kept (default: postmortems)",
	  "file" },
	{ OPT_STRING, 0, "ci", offsetof(struct init_options, ci.service),
	  "<service>", "write jobs for github, gitlab or gitea, too",
	  "github gitlab gitea" },
	{ OPT_BOOL, 0, "ci-comments",
	  offsetof(struct init_options, ci.comments), NULL,
	  "with --ci: a job that does what comments say, too", NULL },
	{ OPT_BOOL, 0, "people", offsetof(struct init_options, people), NULL,
	  "list the log's authors in the policy", NULL },
	{ OPT_BOOL, 0, "skip-hooks", offsetof(struct init_options, no_hooks),
	  NULL, "leave the hooks of this clone alone", NULL },
	{ OPT_BOOL, 0, "skip-drivers",
	  offsetof(struct init_options, no_drivers), NULL,
	  "leave out the merge and diff driver", NULL },
	{ OPT_CHOICE, 0, "commit", offsetof(struct init_options, commit), NULL,
	  "commit what was written", NULL },
	{ 0 },
};

/* What init writes where; a file that is there already stays as it is. */
static const struct {
	const char *path;
	const char *embedded;
} files[] = {
	{ PM_POLICY_PATH, "policy.yaml" },
	{ PM_TEMPLATE_DIR "/default.md", "default.md" },
	{ PM_TEMPLATE_DIR "/minor.md", "minor.md" },
};

/* Also what a sparse checkout has left out of the work tree. */
static bool exists(struct context *ctx, const char *path)
{
	struct pm_entries skipped = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_error err = { 0 };
	struct stat st;
	bool there = !fstatat(ctx->repo.top_fd, path, &st,
			      AT_SYMLINK_NOFOLLOW);

	if (there || !pm_repo_is_sparse(&ctx->repo))
		return there;
	/* What cannot be listed is not written over. */
	there = pm_list_skipped(&skipped, &arena, &ctx->repo, &path, 1, &err) <
			0 ||
		skipped.nr;
	pm_entries_release(&skipped);
	pm_arena_release(&arena);
	return there;
}

/* The policy with its root line filled in; all else is a comment. */
static void compose_policy(struct pm_buf *out, const char *root)
{
	const struct pm_embedded *file = pm_embedded_find("policy.yaml");
	const char *line = strstr(file->text, "#root:");

	if (!root || !line) {
		pm_buf_add(out, file->text, file->len);
		return;
	}
	pm_buf_add(out, file->text, (size_t)(line - file->text));
	pm_buf_addstr(out, "root: ");
	if (*root)
		pm_yaml_quote(out, root, false);
	else
		pm_buf_addch(out, '.');
	pm_buf_addstr(out, strchr(line, '\n'));
}

/* git keeps no empty folder; for whoever wants to write the first file. */
static int make_root(struct context *ctx, const char *root,
		     struct pm_error *err)
{
	struct pm_buf part = { 0 };
	int code = PM_OK;

	for (const char *end = root; *end && code >= 0;) {
		int parent;

		end += strcspn(end, "/");
		pm_buf_reset(&part);
		pm_buf_add(&part, root, (size_t)(end - root));
		end += *end == '/';
		parent = pm_open_parent(ctx->repo.top_fd, pm_buf_str(&part));
		if (parent < 0) {
			code = pm_fail_beneath(err, pm_buf_str(&part));
			break;
		}
		if (mkdirat(parent, pm_path_base(pm_buf_str(&part)), 0777) <
			    0 &&
		    errno != EEXIST)
			code = pm_fail_errno(err, "%s: cannot make the folder",
					     pm_buf_str(&part));
		close(parent);
	}
	pm_buf_release(&part);
	return code;
}

bool init_write(struct context *ctx, struct pm_edit *edit, const char *path,
		const char *bytes, size_t len)
{
	if (exists(ctx, path)) {
		fprintf(ctx->out, "kept   %s\n", path);
		return false;
	}
	pm_edit_write(edit, path, bytes, len, true);
	fprintf(ctx->out, "wrote  %s\n", path);
	return true;
}

static int add_files(struct context *ctx, struct init_options *o,
		     struct pm_edit *edit, const char *root,
		     struct pm_error *err)
{
	struct pm_buf policy = { 0 };
	int code = PM_OK;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		const struct pm_embedded *file =
			pm_embedded_find(files[i].embedded);

		pm_buf_reset(&policy);
		if (i)
			pm_buf_add(&policy, file->text, file->len);
		else
			compose_policy(&policy, o->root ? root : NULL);
		if (!i && o->people)
			code = init_people(ctx, edit, &policy, err);
		else
			init_write(ctx, edit, files[i].path,
				   pm_buf_str(&policy), policy.len);
		if (code < 0)
			break;
	}
	pm_buf_release(&policy);
	if (code < 0)
		return code;
	init_ci_write(ctx, &o->ci, root, edit);
	return o->no_drivers ? 0 : init_attributes(ctx, edit, root, err);
}

/* What is written is told when it is there, not when it is to be. */
static int plan_files(struct context *ctx, struct init_options *o,
		      struct pm_edit *edit, const char *root,
		      struct pm_buf *told, struct pm_error *err)
{
	FILE *out = ctx->out;
	char *text = NULL;
	size_t len = 0;
	int code;

	ctx->out = open_memstream(&text, &len);
	if (!ctx->out) {
		ctx->out = out;
		return pm_fail_errno(err, "cannot keep what is to be told");
	}
	code = add_files(ctx, o, edit, root, err);
	fclose(ctx->out);
	ctx->out = out;
	if (text)
		pm_buf_add(told, text, len);
	free(text);
	return code;
}

/* With --commit also what an earlier init wrote and nobody committed. */
static int write_files(struct context *ctx, struct init_options *o,
		       struct pm_edit *edit, const char *root,
		       const char *message, struct pm_error *err)
{
	const bool commit = wants_commit(ctx, &o->commit);
	struct pm_strlist also = { 0 };
	struct pm_buf path = { 0 }, told = { 0 };
	struct writing writing = { 0 };
	int code = plan_files(ctx, o, edit, root, &told, err);

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		pm_strlist_add(&also, files[i].path);
	pm_path_join(&path, root, ".gitattributes");
	pm_strlist_add(&also, path.ptr);
	init_ci_paths(&o->ci, &also);
	if (code >= 0)
		code = writing_begin_with(&writing, ctx, edit, &also, commit,
					  err);
	pm_buf_add(&writing.told, pm_buf_str(&told), told.len);
	if (code >= 0 && commit && !writing.whole.nr && !writing.parts)
		pm_buf_addstr(&writing.told, "nothing to commit: all of it "
					     "is committed already\n");
	if (code >= 0)
		code = writing_finish(&writing, message, err);
	if (code >= 0)
		code = make_root(ctx, root, err);
	writing_release(&writing);
	pm_strlist_release(&also);
	pm_buf_release(&path);
	pm_buf_release(&told);
	return code;
}

static int install_hooks(struct context *ctx, struct pm_error *err)
{
	struct pm_hooks hooks = { 0 };
	int code = pm_hooks_find(&hooks, &ctx->repo, PM_HOOKS_CLIENT,
				 err);

	if (code >= 0)
		code = pm_hooks_install(&hooks, &ctx->repo, false, err);
	if (code >= 0)
		fprintf(ctx->out, "hooks  %s: pre-commit, pre-merge-commit, "
				  "commit-msg, pre-push\n",
			hooks.dir);
	pm_hooks_release(&hooks);
	if (code < 0)
		return pm_error_wrap(err, "the files are written, but not the "
					  "hooks (--skip-hooks leaves them "
					  "out)");
	return code;
}

/* The root of the policy that is there already. */
static int find_root(struct context *ctx, struct pm_buf *out,
		     struct pm_error *err)
{
	struct pm_snapshot snapshot = { 0 };
	struct pm_source source = { 0 };
	int code = pm_source_worktree(&source, &ctx->repo, err);

	if (code >= 0)
		code = pm_snapshot_open(&snapshot, &source, err);
	if (code >= 0)
		pm_buf_addstr(out, snapshot.policy.root);
	pm_snapshot_release(&snapshot);
	return code;
}

static int read_root(struct pm_buf *out, const char *given,
		     struct pm_error *err)
{
	struct pm_policy policy;
	struct pm_buf text = { 0 };
	int code = PM_OK;

	pm_buf_addstr(&text, "root: ");
	pm_yaml_quote(&text, given, false);
	pm_policy_read(&policy, pm_buf_str(&text), text.len);
	if (policy.problems.nr)
		code = pm_fail(err, PM_EINVALID, "--root: %s; %s",
			       policy.problems.item[0].message,
			       policy.problems.item[0].fix);
	else
		pm_buf_addstr(out, policy.root);
	pm_policy_release(&policy);
	pm_buf_release(&text);
	return code;
}

extern const struct command cmd_init;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	struct init_options *o = options;
	struct pm_buf root = { 0 };
	struct pm_edit edit;
	struct pm_error err = { 0 };
	bool had_policy;
	int code = PM_OK, lock = -1;

	(void)argv;
	if (argc)
		return command_usage_error(&cmd_init, "init takes no operand");
	if (init_ci_check(&cmd_init, &o->ci) != EXIT_OK)
		return EXIT_USAGE;
	pm_edit_init(&edit, &ctx->repo);
	code = record_edit_needs_files(&ctx->repo, &err);
	if (code < 0)
		return command_fail(&err);
	had_policy = exists(ctx, PM_POLICY_PATH);
	if (!o->root)
		code = find_root(ctx, &root, &err);
	else if (had_policy)
		code = pm_fail(&err, PM_EEXISTS,
			       "%s exists: set \"root:\" there",
			       PM_POLICY_PATH);
	else
		code = read_root(&root, o->root, &err);
	if (code >= 0)
		code = pm_lock(&lock, &ctx->repo, &err);
	if (code >= 0)
		code = write_files(ctx, o, &edit, pm_buf_str(&root),
				   had_policy && o->people ?
					   "postmortem: list people\n" :
					   BEGIN_MESSAGE, &err);
	pm_unlock(lock);
	if (code >= 0 && !o->no_hooks)
		code = install_hooks(ctx, &err);
	if (code >= 0 && !o->no_drivers)
		code = init_drivers(ctx, &err);
	ctx->has_acted = code >= 0;
	if (code >= 0)
		init_ci_hint(ctx, &o->ci);
	if (code >= 0 && !o->people)
		init_people_hint(ctx);
	if (code >= 0)
		command_hint(ctx, "%sgit postmortem new --severity <severity> "
				  "\"<what happened>\"",
			     wants_commit(ctx, &o->commit) || !edit.nr ? "next: " :
						     "commit these, then: ");
	pm_edit_release(&edit);
	pm_buf_release(&root);
	init_ci_release(&o->ci);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_init = {
	.name = "init",
	.usage = "",
	.summary = "write a policy and templates, set up hooks and drivers",
	.options = opts,
	.options_size = sizeof(struct init_options),
	.run = run,
	.acts = true,
};

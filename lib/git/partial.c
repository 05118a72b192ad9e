/* SPDX-License-Identifier: MIT */
#include "git/worktree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "git/child.h"
#include "git/file.h"
#include "git/plumbing.h"
#include "git/process.h"
#include "git/stage.h"

/*
 * A commit of a part of a file cannot be had from "git commit --only", which
 * takes what lies in the work tree. So it is made in an index of its own,
 * which begins as a copy of the real one: what git knows there of each file's
 * time and size spares it from reading them all.
 */

const char *pm_in_progress(const struct pm_repo *repo)
{
	static const struct {
		const char *file, *what;
	} known[] = {
		{ "MERGE_HEAD", "merge" },
		{ "CHERRY_PICK_HEAD", "cherry-pick" },
	};
	const char *found = NULL;
	struct pm_buf path = { 0 };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known) && !found; i++) {
		pm_buf_reset(&path);
		pm_path_join(&path, repo->git_dir, known[i].file);
		if (!access(path.ptr, F_OK))
			found = known[i].what;
	}
	pm_buf_reset(&path);
	pm_path_join(&path, repo->git_dir, "rebase-merge");
	if (found && !access(path.ptr, F_OK))
		found = "rebase";
	pm_buf_release(&path);
	return found;
}

static int run_ok(const char *const *argv, const struct pm_strlist *env,
		  struct pm_repo *repo, const struct pm_buf *in,
		  struct pm_buf *out, struct pm_error *err)
{
	struct pm_buf said = { 0 }, words = { 0 };
	struct pm_run run = { .argv = argv, .in = in ? in->ptr : NULL,
			      .in_len = in ? in->len : 0,
			      .env = (const char *const *)env->item };
	int code;

	/* Its paths, unlike those of --index-info, are from where it runs. */
	if (!strcmp(argv[2], "--force-remove"))
		run.dir = repo->top;
	code = pm_run_patiently(&run, repo, out, &said, err);

	if (code > 0) {
		pm_child_words(&words, pm_buf_str(&said));
		code = pm_fail(err, PM_ERROR, "git %s: %s", argv[1],
			       words.len ? words.ptr : "failed");
	}
	pm_buf_release(&said);
	pm_buf_release(&words);
	return code;
}

/* The id of a new blob of these bytes, the caller's. */
static int write_blob(char **oid, const char *bytes, size_t len,
		      const struct pm_strlist *env, struct pm_repo *repo,
		      struct pm_error *err)
{
	static const char *const argv[] = {
		"git", "hash-object", "-w", "--no-filters", "--stdin", NULL
	};
	struct pm_buf in = { 0 }, out = { 0 };
	int code;

	pm_buf_add(&in, bytes, len);
	code = run_ok(argv, env, repo, &in, &out, err);
	pm_buf_rtrim(&out);
	if (code == 0 && !pm_is_oid(pm_buf_str(&out)))
		code = pm_fail(err, PM_ERROR, "cannot understand what 'git "
			       "hash-object' printed");
	if (code == 0)
		*oid = pm_buf_detach(&out);
	pm_buf_release(&in);
	pm_buf_release(&out);
	return code;
}

/* Put the parts into the index that `env` names. */
static int put_parts(struct pm_repo *repo, const struct pm_part *part,
		     size_t nr, bool of_head, const struct pm_strlist *env,
		     struct pm_error *err)
{
	static const char *const argv[] = { "git", "update-index", "--add",
					    "-z", "--index-info", NULL };
	struct pm_buf lines = { 0 }, out = { 0 };
	int code = 0;

	for (size_t i = 0; i < nr && code == 0; i++) {
		char *oid = NULL;

		code = of_head ? write_blob(&oid, part[i].head,
					    part[i].head_len, env, repo, err)
			       : write_blob(&oid, part[i].index,
					    part[i].index_len, env, repo, err);
		if (code == 0) {
			pm_buf_addf(&lines, "%06o %s\t%s",
				    part[i].mode ? part[i].mode : 0100644u,
				    oid, part[i].path);
			pm_buf_addch(&lines, '\0');
		}
		free(oid);
	}
	if (code == 0 && nr)
		code = run_ok(argv, env, repo, &lines, &out, err);
	pm_buf_release(&lines);
	pm_buf_release(&out);
	return code;
}

int pm_stage_parts(struct pm_repo *repo, const struct pm_part *part,
		   size_t nr, const struct pm_strlist *whole,
		   struct pm_error *err)
{
	struct pm_strlist env = { 0 };
	int code = whole->nr ? pm_stage(repo, whole, err) : 0;

	pm_stage_env(&env);
	if (code == 0)
		code = put_parts(repo, part, nr, false, &env, err);
	pm_strlist_release(&env);
	return code;
}

static int copy_all(int from, int to)
{
	char *part = pm_xmalloc(1u << 16);
	ssize_t got;
	int code = 0;

	while (code == 0 && (got = read(from, part, 1u << 16)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		code = got < 0 ? -1 : pm_fd_write(to, part, (size_t)got);
	}
	free(part);
	return code;
}

static int copy_index(const struct pm_repo *repo, const char *to,
		      struct pm_error *err)
{
	struct pm_buf path = { 0 };
	int in, out = -1, code = 0;

	pm_index_path(&path, repo);
	in = open(path.ptr, O_RDONLY | O_CLOEXEC);
	if (in < 0 && errno == ENOENT)
		goto out;
	if (in >= 0)
		out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (out < 0 || copy_all(in, out) < 0)
		code = pm_fail_errno(err, "cannot copy the index to '%s'", to);

out:
	if (in >= 0)
		close(in);
	if (out >= 0 && close(out) < 0 && code == 0)
		code = pm_fail_errno(err, "cannot copy the index to '%s'", to);
	pm_buf_release(&path);
	return code;
}

/* In the index of its own: HEAD, and what is to be committed. */
static int fill_index(struct pm_repo *repo, const struct pm_part *part,
		      size_t nr, const struct pm_strlist *whole,
		      const char *before, const struct pm_strlist *env,
		      struct pm_error *err)
{
	const char *argv[] = { "git", "read-tree", "--reset",
			       *before ? before : NULL, NULL };
	struct pm_buf specs = { 0 }, said = { 0 }, words = { 0 }, out = { 0 };
	int code = 0;

	if (!*before)
		argv[2] = "--empty";
	code = run_ok(argv, env, repo, NULL, &out, err);
	if (code == 0 && whole->nr)
		code = pm_pathspecs(&specs, repo, whole, true, err);
	if (code == 0 && specs.len)
		code = pm_git_add(repo, "-A", &specs, env, &said, err);
	if (code > 0) {
		pm_child_words(&words, pm_buf_str(&said));
		code = pm_fail(err, PM_ERROR, "cannot stage: %s",
			       words.len ? words.ptr : "git add failed");
	}
	if (code == 0)
		code = put_parts(repo, part, nr, true, env, err);
	pm_buf_release(&specs);
	pm_buf_release(&said);
	pm_buf_release(&words);
	pm_buf_release(&out);
	return code;
}

/* With the lock of a git that was killed. */
static void remove_index(const char *path)
{
	struct pm_buf lock = { 0 };

	pm_buf_addf(&lock, "%s.lock", path);
	unlink(lock.ptr);
	unlink(path);
	pm_buf_release(&lock);
}

int pm_unstage(struct pm_repo *repo, const struct pm_strlist *paths,
	       struct pm_error *err)
{
	static const char *const argv[] = { "git", "update-index",
					    "--force-remove", "-z", "--stdin",
					    NULL };
	struct pm_strlist env = { 0 };
	struct pm_buf lines = { 0 }, out = { 0 };
	int code;

	for (size_t i = 0; i < paths->nr; i++)
		pm_buf_add(&lines, paths->item[i],
			   strlen(paths->item[i]) + 1);
	pm_stage_env(&env);
	code = run_ok(argv, &env, repo, &lines, &out, err);
	pm_strlist_release(&env);
	pm_buf_release(&lines);
	pm_buf_release(&out);
	return code;
}

int pm_commit_parts(struct pm_repo *repo, const struct pm_part *part,
		    size_t nr, const struct pm_strlist *whole,
		    const char *message, const char *before,
		    struct pm_buf *summary, struct pm_error *err)
{
	static const char *const none[] = { NULL };
	struct pm_buf index = { 0 };
	struct pm_strlist env = { 0 }, argv = { 0 };
	struct pm_run run = { 0 };
	int code = pm_commit_argv(&argv, repo, none, message, !summary, err);

	pm_path_join(&index, repo->git_dir, "postmortem.index");
	remove_index(index.ptr);
	if (code == 0)
		code = copy_index(repo, index.ptr, err);
	pm_stage_env(&env);
	pm_strlist_addf(&env, "GIT_INDEX_FILE=%s", index.ptr);
	run.argv = (const char *const *)argv.item;
	run.env = (const char *const *)env.item;
	if (code == 0)
		code = fill_index(repo, part, nr, whole, before, &env, err);
	if (code == 0)
		code = pm_run_commit(&run, repo, before, summary, err);
	remove_index(index.ptr);
	if (code == 0 &&
	    pm_stage_parts(repo, part, nr, whole, err) < 0)
		code = pm_error_wrap(err, "committed, but not staged");
	pm_strlist_release(&env);
	pm_strlist_release(&argv);
	pm_buf_release(&index);
	return code;
}

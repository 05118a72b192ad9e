/* SPDX-License-Identifier: MIT */
#include "git/worktree.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "git/child.h"
#include "git/listing.h"
#include "git/lock.h"
#include "git/message.h"
#include "git/plumbing.h"
#include "git/process.h"
#include "git/stage.h"

/* Linux takes 128 KiB in one argument; no message we write comes near. */
#define MESSAGE_MAX (120u << 10)
#define USAGE_STATUS 129 /* git's for an option that it does not know */

static const char other_git[] = "another git command, which holds index.lock";

static bool is_there(const struct pm_repo *repo, const char *path)
{
	struct stat st;

	return !fstatat(repo->top_fd, path, &st, AT_SYMLINK_NOFOLLOW);
}

static void add_pathspec(struct pm_buf *out, const char *path)
{
	pm_buf_addf(out, ":(top,literal)%s", path);
	pm_buf_addch(out, '\0');
}

/* Which of the paths that are gone git knows, in the index or in HEAD. */
static int add_gone(struct pm_buf *out, struct pm_repo *repo,
		    const struct pm_strlist *gone, bool with_head,
		    struct pm_error *err)
{
	static const char *const words[] = {
		"git", "ls-files", "-z", "--full-name", NULL
	};
	struct pm_strlist argv = { 0 };
	struct pm_buf known = { 0 };
	char *head = NULL, *p, *path;
	int code = 0;

	pm_strlist_add_all(&argv, words);
	if (with_head) {
		code = pm_repo_head(repo, &head, err);
		if (code < 0)
			goto out;
		if (head)
			pm_strlist_addf(&argv, "--with-tree=%s", head);
	}
	pm_strlist_add(&argv, "--");
	pm_git_paths(&argv, (const char *const *)gone->item, gone->nr);
	code = pm_git(&argv, &known, err);
	if (code < 0)
		goto out;
	for (size_t i = 0; i < gone->nr; i++) {
		p = known.ptr;
		while ((path = pm_git_field(&p, known.ptr + known.len)))
			if (pm_path_is_within(path, gone->item[i])) {
				add_pathspec(out, gone->item[i]);
				break;
			}
	}

out:
	pm_strlist_release(&argv);
	pm_buf_release(&known);
	free(head);
	return code;
}

/*
 * The pathspecs for a list of paths. git refuses a pathspec that matches
 * nothing, and so a file that came and went without having been staged is
 * left out.
 */
int pm_pathspecs(struct pm_buf *out, struct pm_repo *repo,
		 const struct pm_strlist *paths, bool with_head,
		 struct pm_error *err)
{
	struct pm_strlist gone = { 0 };
	int code = 0;

	if (!repo->top)
		return pm_fail(err, PM_ERROR, "there is no work tree here");
	for (size_t i = 0; i < paths->nr; i++)
		if (is_there(repo, paths->item[i]))
			add_pathspec(out, paths->item[i]);
		else
			pm_strlist_add(&gone, paths->item[i]);
	if (gone.nr)
		code = add_gone(out, repo, &gone, with_head, err);
	pm_strlist_release(&gone);
	return code;
}

void pm_stage_env(struct pm_strlist *env)
{
	static const char *const kept[] = { "LC_ALL", "GIT_TERMINAL_PROMPT" };

	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++) {
		const char *value = getenv(kept[i]);

		if (value)
			pm_strlist_addf(env, "%s=%s", kept[i], value);
		else
			pm_strlist_add(env, kept[i]);
	}
	/* All but the first of those, which is for readers. */
	pm_strlist_add_all(env, pm_git_env + 1);
}

void pm_index_path(struct pm_buf *path, const struct pm_repo *repo)
{
	const char *file = getenv("GIT_INDEX_FILE");

	if (!file || !*file)
		pm_path_join(path, repo->git_dir, "index");
	else if (file[0] == '/')
		pm_buf_addstr(path, file);
	else
		pm_path_join(path, repo->top, file);
}

static void add_index_lock(struct pm_buf *path, const struct pm_repo *repo)
{
	pm_index_path(path, repo);
	pm_buf_addstr(path, ".lock");
}

static bool is_index_locked(const struct pm_repo *repo)
{
	struct pm_buf path = { 0 };
	bool is_locked;

	add_index_lock(&path, repo);
	is_locked = access(path.ptr, F_OK) == 0;
	pm_buf_release(&path);
	return is_locked;
}

int pm_index_wait(struct pm_repo *repo, struct pm_error *err)
{
	struct pm_patience patience;
	struct pm_buf path = { 0 };
	int code = 0;

	if (!is_index_locked(repo))
		return 0;
	pm_patience_init(&patience, repo);
	while (code == 0 && is_index_locked(repo)) {
		if (pm_patience_wait(&patience, other_git))
			continue;
		add_index_lock(&path, repo);
		code = pm_fail(err, PM_ELOCKED,
			       "'%s' is there: another git command is running "
			       "here; try again when it is done, or remove "
			       "that file if none is", path.ptr);
		pm_buf_release(&path);
	}
	return code;
}

/* git does not wait for its index.lock, and so we do. */
int pm_run_patiently(const struct pm_run *run, struct pm_repo *repo,
		     struct pm_buf *out, struct pm_buf *said,
		     struct pm_error *err)
{
	struct pm_patience patience;
	bool is_over = false;
	int status;

	pm_patience_init(&patience, repo);
	for (;;) {
		while (is_index_locked(repo) && !is_over)
			is_over = !pm_patience_wait(&patience, other_git);
		pm_buf_reset(out);
		if (said)
			pm_buf_reset(said);
		status = pm_run(run, out, said, err);
		if (status <= 0 || is_over)
			return status;
		if (!is_index_locked(repo) &&
		    !(said && strstr(pm_buf_str(said), ".lock'")))
			return status;
		is_over = !pm_patience_wait(&patience, other_git);
	}
}

/*
 * What is new may lie outside of a sparse checkout: git 2.34 and later want
 * to hear that it is meant so, earlier ones do not know the word.
 */
int pm_git_add(struct pm_repo *repo, const char *option,
	       const struct pm_buf *specs, const struct pm_strlist *env,
	       struct pm_buf *said, struct pm_error *err)
{
	const char *argv[] = {
		"git", "-c", "advice.addIgnoredFile=false", "add", option,
		"--pathspec-from-file=-", "--pathspec-file-nul",
		pm_repo_is_sparse(repo) ? "--sparse" : NULL, NULL
	};
	const size_t last = sizeof(argv) / sizeof(*argv) - 2;
	struct pm_buf out = { 0 };
	struct pm_run run = { .argv = argv, .in = specs->ptr,
			      .in_len = specs->len,
			      .env = (const char *const *)env->item };
	int code = pm_run_patiently(&run, repo, &out, said, err);

	if (code == USAGE_STATUS && argv[last]) {
		argv[last] = NULL;
		code = pm_run_patiently(&run, repo, &out, said, err);
	}
	pm_buf_release(&out);
	return code;
}

static int add(struct pm_repo *repo, const char *option,
	       const struct pm_buf *specs, struct pm_buf *said,
	       struct pm_error *err)
{
	struct pm_strlist env = { 0 };
	int code;

	pm_stage_env(&env);
	code = pm_git_add(repo, option, specs, &env, said, err);
	pm_strlist_release(&env);
	return code;
}

/*
 * git refuses a file in an ignored folder also when it is tracked, and then
 * "add -u" takes it. What is new is left to git's refusal: it is said, not
 * overruled. *first is the path it is about.
 */
static int add_tracked(struct pm_repo *repo, const struct pm_strlist *paths,
		       const char **first, struct pm_buf *said,
		       struct pm_error *err)
{
	struct pm_buf tracked = { 0 }, new = { 0 };
	struct pm_entries list = { 0 };
	struct pm_arena arena = { 0 };
	int code = pm_list_index(&list, &arena, repo,
				 (const char *const *)paths->item, paths->nr,
				 NULL, err);

	for (size_t i = 0; code == 0 && i < paths->nr; i++) {
		if (pm_entries_find(&list, paths->item[i])) {
			add_pathspec(&tracked, paths->item[i]);
		} else if (is_there(repo, paths->item[i])) {
			add_pathspec(&new, paths->item[i]);
			if (!*first)
				*first = paths->item[i];
		}
	}
	if (code == 0 && tracked.len)
		code = add(repo, "-u", &tracked, said, err);
	if (code == 0 && new.len)
		code = add(repo, "-A", &new, said, err);
	pm_buf_release(&tracked);
	pm_buf_release(&new);
	pm_entries_release(&list);
	pm_arena_release(&arena);
	return code;
}

int pm_stage(struct pm_repo *repo, const struct pm_strlist *paths,
	     struct pm_error *err)
{
	struct pm_buf specs = { 0 }, said = { 0 }, words = { 0 };
	const char *first = NULL;
	int code = pm_pathspecs(&specs, repo, paths, false, err);

	if (code < 0 || !specs.len)
		goto out;
	code = add(repo, "-A", &specs, &said, err);
	if (code == 1)
		code = add_tracked(repo, paths, &first, &said, err);
	if (code > 0) {
		pm_child_words(&words, pm_buf_str(&said));
		code = pm_fail(err, is_index_locked(repo) ? PM_ELOCKED
							  : PM_ERROR,
			       "cannot stage%s%s: %s", first ? " " : "",
			       first ? first : "",
			       words.len ? words.ptr : "git add failed");
	}

out:
	pm_buf_release(&specs);
	pm_buf_release(&said);
	pm_buf_release(&words);
	return code;
}

static int refused(int status, const char *said, const struct pm_repo *repo,
		   struct pm_error *err)
{
	struct pm_buf words = { 0 };
	enum pm_code code = PM_ERROR;

	/* git has 1 for "not as it is", be it a hook's word or its own. */
	if (status == 1)
		code = PM_EINVALID;
	else if (is_index_locked(repo))
		code = PM_ELOCKED;
	pm_child_words(&words, said ? said : "");
	if (words.len)
		pm_fail(err, code, "git did not commit: %s", words.ptr);
	else if (said)
		pm_fail(err, code, "git did not commit, and gave no reason "
			"(a hook may have refused)");
	else
		pm_fail(err, code, "git did not commit, for the reason above");
	pm_buf_release(&words);
	return code;
}

/* What ended git, a key or a hook that found nobody reading, may have come
 * when all was done. */
static bool has_committed(struct pm_repo *repo, const char *before)
{
	struct pm_error ignored = { 0 };
	char *now = NULL;
	bool has = before && pm_repo_head(repo, &now, &ignored) == 0 && now &&
		   strcmp(now, before) != 0;

	free(now);
	return has;
}

/* A terminal stays one for git and the hooks; where a reader may go away, it
 * is our reader, and not theirs. */
static bool may_lose_reader(void)
{
	struct stat st;

	return !fstat(STDERR_FILENO, &st) &&
	       (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

int pm_commit_argv(struct pm_strlist *argv, struct pm_repo *repo,
		   const char *const *options, const char *message,
		   bool quiet, struct pm_error *err)
{
	struct pm_buf text = { 0 };

	if (strlen(message) > MESSAGE_MAX)
		return pm_fail(err, PM_EINVALID, "the commit message is "
			       "longer than %u bytes", MESSAGE_MAX);
	pm_strlist_add(argv, "git");
	if (!pm_message_encode(&text, repo, message)) {
		pm_strlist_add(argv, "-c");
		pm_strlist_add(argv, PM_MESSAGE_IS_UTF8);
	}
	pm_strlist_add(argv, "commit");
	pm_strlist_add_all(argv, options);
	pm_strlist_add(argv, "--cleanup=whitespace");
	pm_strlist_add(argv, "-m");
	pm_strlist_add(argv, pm_buf_str(&text));
	if (quiet)
		pm_strlist_add(argv, "--quiet");
	pm_buf_release(&text);
	return 0;
}

int pm_run_commit(struct pm_run *run, struct pm_repo *repo,
		  const char *before, struct pm_buf *summary,
		  struct pm_error *err)
{
	struct pm_buf said = { 0 }, out = { 0 };
	int code;

	run->interactive = summary != NULL;
	run->passes_on = summary && may_lose_reader();
	code = pm_run_patiently(run, repo, summary ? summary : &out,
				summary ? NULL : &said, err);
	if (code > 128 && has_committed(repo, before))
		code = 0;
	/* "nothing to commit" goes to standard output. */
	pm_buf_add(&said, pm_buf_str(&out), out.len);
	if (code > 0)
		code = refused(code, summary ? NULL : pm_buf_str(&said), repo,
			       err);
	pm_buf_release(&said);
	pm_buf_release(&out);
	return code;
}

int pm_commit(struct pm_repo *repo, const struct pm_strlist *paths,
	      const char *message, const char *before, struct pm_buf *summary,
	      struct pm_error *err)
{
	static const char *const options[] = {
		"--only", "--pathspec-from-file=-", "--pathspec-file-nul", NULL
	};
	struct pm_buf specs = { 0 };
	struct pm_strlist env = { 0 }, argv = { 0 };
	struct pm_run run = { 0 };
	int code = pm_commit_argv(&argv, repo, options, message, !summary,
				  err);

	if (code == 0)
		code = pm_pathspecs(&specs, repo, paths, true, err);
	if (code == 0 && !specs.len)
		code = pm_fail(err, PM_EINVALID, "there is nothing to commit");
	if (code < 0)
		goto out;
	pm_stage_env(&env);
	run.argv = (const char *const *)argv.item;
	run.env = (const char *const *)env.item;
	run.in = specs.ptr;
	run.in_len = specs.len;
	code = pm_run_commit(&run, repo, before, summary, err);

out:
	pm_buf_release(&specs);
	pm_strlist_release(&env);
	pm_strlist_release(&argv);
	return code;
}

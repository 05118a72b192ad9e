/* SPDX-License-Identifier: MIT */
#include "git/amend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/path.h"
#include "git/file.h"
#include "git/plumbing.h"
#include "git/process.h"

extern char **environ;

/* --- one command line --- */

static bool is_one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(word, *list))
			return true;
	return false;
}

/* git's own options that take the next word. */
static bool git_takes_next(const char *word)
{
	static const char *const list[] = {
		"-C", "-c", "--git-dir", "--work-tree", "--namespace",
		"--super-prefix", "--config-env", "--attr-source", NULL
	};

	return is_one_of(word, list);
}

/* Options of git commit that take the next word, by any abbreviation: had
 * one been ambiguous, git would not have come so far. */
static bool commit_takes_next(const char *word)
{
	static const char *const list[] = {
		"--file", "--author", "--date", "--message",
		"--reedit-message", "--reuse-message", "--fixup", "--squash",
		"--trailer", "--template", "--cleanup",
		"--pathspec-from-file", NULL
	};
	size_t len = strlen(word);

	if (strchr(word, '='))
		return false;
	for (size_t i = 0; list[i]; i++)
		if (!strncmp(list[i], word, len))
			return true;
	return false;
}

/* -m and its like, whose value is the rest of the word or the next one. */
static bool letters_take_next(const char *word)
{
	for (word++; *word; word++) {
		if (strchr("mFCct", *word))
			return !word[1];
		if (strchr("uS", *word))
			return false;
	}
	return false;
}

static bool is_short_for(const char *word, const char *name, size_t least)
{
	size_t len = strlen(word);

	return len >= least && !strncmp(name, word, len);
}

static enum pm_amend amend_in_commit(const char *const *argv, size_t nr)
{
	enum pm_amend found = PM_AMEND_NO;

	for (size_t i = 0; i < nr; i++) {
		const char *word = argv[i];

		if (!strcmp(word, "--"))
			break;
		if (word[0] != '-' || !word[1])
			continue;
		if (word[1] != '-')
			i += letters_take_next(word);
		else if (is_short_for(word, "--amend", strlen("--am")))
			found = PM_AMEND_YES;
		else if (is_short_for(word, "--no-amend", strlen("--no-am")))
			found = PM_AMEND_NO;
		else
			i += commit_takes_next(word);
	}
	return found;
}

enum pm_amend pm_amend_in_argv(const char *const *argv, size_t nr)
{
	static const char *const merges[] = { "merge", "pull", NULL };
	static const char *const others[] = { "am", "cherry-pick", "revert",
					      NULL };
	const char *program = nr ? pm_path_base(argv[0]) : "";
	size_t i = 1;

	if (!strcmp(program, "git-commit"))
		return amend_in_commit(argv + 1, nr - 1);
	/* Wrappers call the real one "git.real" and the like. */
	if (strcmp(program, "git") && strncmp(program, "git.", 4))
		return PM_AMEND_UNKNOWN;
	while (i < nr && argv[i][0] == '-')
		i += 1 + git_takes_next(argv[i]);
	if (i >= nr)
		return PM_AMEND_UNKNOWN;
	if (!strcmp(argv[i], "commit"))
		return amend_in_commit(argv + i + 1, nr - i - 1);
	if (is_one_of(argv[i], merges))
		return PM_AMEND_MERGES;
	return is_one_of(argv[i], others) ? PM_AMEND_NO : PM_AMEND_UNKNOWN;
}

/* --- the processes above us --- */

static enum pm_amend amend_in_process(const char *proc, pid_t pid)
{
	struct pm_buf path = { 0 }, line = { 0 };
	const char **argv = NULL;
	size_t nr = 0, alloc = 0;
	enum pm_amend found = PM_AMEND_UNKNOWN;
	char *p, *word;

	pm_buf_addf(&path, "%s/%ld/cmdline", proc, (long)pid);
	if (pm_file_read(&line, path.ptr, PM_MAX_COMMAND_LINE) == 0 &&
	    line.len) {
		p = line.ptr;
		while ((word = pm_git_field(&p, line.ptr + line.len))) {
			PM_GROW(argv, nr, alloc);
			argv[nr++] = word;
		}
		found = pm_amend_in_argv(argv, nr);
	}
	free(argv);
	pm_buf_release(&path);
	pm_buf_release(&line);
	return found;
}

/* 0 at the top, or where it cannot be read. */
static pid_t parent_of(const char *proc, pid_t pid)
{
	struct pm_buf path = { 0 }, stat = { 0 };
	const char *after;
	long parent = 0;

	pm_buf_addf(&path, "%s/%ld/stat", proc, (long)pid);
	if (pm_file_read(&stat, path.ptr, PM_MAX_COMMAND_LINE) == 0) {
		/* A program's name may hold parentheses and blanks. */
		after = strrchr(pm_buf_str(&stat), ')');
		if (!after || sscanf(after, ") %*c %ld", &parent) != 1)
			parent = 0;
	}
	pm_buf_release(&path);
	pm_buf_release(&stat);
	return (pid_t)parent;
}

enum pm_amend pm_amend_in_processes(const char *proc, pid_t pid)
{
	for (int i = 0; pid > 0 && i < PM_MAX_PROCESSES; i++) {
		enum pm_amend found = amend_in_process(proc, pid);

		if (found != PM_AMEND_UNKNOWN)
			return found;
		pid = parent_of(proc, pid);
	}
	return PM_AMEND_UNKNOWN;
}

/* --- without processes: the author that git hands to hooks --- */

static int ask_author(enum pm_amend *out, struct pm_repo *repo,
		      struct pm_error *err)
{
	/* git hands over the author in the encoding of the next commit. */
	const char *encoding = pm_repo_config(repo, "i18n.commitencoding");
	const char *argv[] = {
		"git", "-c", "log.showSignature=false", "log", "-1",
		"--no-patch", "--no-color", "--date=raw",
		"--format=%an%n%ae%n@%ad", "--encoding",
		encoding ? encoding : "UTF-8", NULL
	};
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf head = { 0 }, ours = { 0 };
	const char *name = getenv("GIT_AUTHOR_NAME");
	const char *email = getenv("GIT_AUTHOR_EMAIL");
	const char *date = getenv("GIT_AUTHOR_DATE");
	bool is_told = name && email && date;
	int status;

	/* A status of 128 is an unborn branch: nothing to amend. */
	status = pm_run(&run, &head, NULL, err);
	pm_buf_rtrim(&head);
	if (is_told)
		pm_buf_addf(&ours, "%s\n%s\n%s%s", name, email,
			    *date == '@' ? "" : "@", date);
	if (status != 0)
		*out = PM_AMEND_NO;
	else if (!is_told)
		*out = PM_AMEND_UNKNOWN;
	else
		*out = strcmp(pm_buf_str(&head), pm_buf_str(&ours)) ?
			       PM_AMEND_NO :
			       PM_AMEND_YES;
	pm_buf_release(&head);
	pm_buf_release(&ours);
	return status < 0 ? status : PM_OK;
}

int pm_is_amending(enum pm_amend *out, struct pm_repo *repo,
		   struct pm_error *err)
{
	*out = pm_amend_in_processes("/proc", getppid());
	return *out == PM_AMEND_UNKNOWN ? ask_author(out, repo, err) :
					  PM_OK;
}

/* --- the parents --- */

static bool is_id(const struct pm_repo *repo, const char *text, size_t len)
{
	return len == strlen(pm_repo_empty_tree(repo)) &&
	       strspn(text, "0123456789abcdef") >= len;
}

static void add_parent(struct pm_next_commit *next, const char *id)
{
	if (next->other)
		pm_strlist_add(&next->more, id);
	else
		next->other = pm_xstrdup(id);
}

/* A line for each. */
static void merge_heads(struct pm_next_commit *next,
			const struct pm_repo *repo)
{
	struct pm_buf path = { 0 }, text = { 0 };
	struct pm_strlist id = { 0 };

	pm_path_join(&path, repo->git_dir, "MERGE_HEAD");
	if (pm_file_read(&text, path.ptr, PM_MAX_GIT_ERROR) == 0)
		pm_strlist_split(&id, pm_buf_str(&text), "\n");
	for (size_t i = 0; i < id.nr; i++)
		if (is_id(repo, id.item[i], strlen(id.item[i])))
			add_parent(next, id.item[i]);
	pm_strlist_release(&id);
	pm_buf_release(&path);
	pm_buf_release(&text);
}

static void merged_in_environment(struct pm_next_commit *next,
				  const struct pm_repo *repo)
{
	static const char name[] = "GITHEAD_";

	for (char **entry = environ; *entry; entry++) {
		const char *at = *entry + strlen(name);
		char *id;

		if (strncmp(*entry, name, strlen(name)))
			continue;
		id = pm_xstrndup(at, strcspn(at, "="));
		if (is_id(repo, id, strlen(id)))
			add_parent(next, id);
		free(id);
	}
}

static bool is_shallow_commit(const struct pm_repo *repo, const char *id)
{
	struct pm_buf path = { 0 }, text = { 0 };
	bool found;

	pm_path_join(&path, repo->common_dir, "shallow");
	pm_file_read(&text, path.ptr, PM_MAX_COMMAND_LINE);
	found = strstr(pm_buf_str(&text), id) != NULL;
	pm_buf_release(&path);
	pm_buf_release(&text);
	return found;
}

static int parents_of_head(struct pm_next_commit *next, struct pm_repo *repo,
			   struct pm_error *err)
{
	static const char *const argv[] = { "git", "rev-parse", "HEAD",
					    "HEAD^@", NULL };
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_strlist id = { 0 };
	struct pm_buf out = { 0 };
	int code = pm_run_ok(&run, &out, err);

	if (code < 0)
		goto out;
	pm_strlist_split(&id, pm_buf_str(&out), "\n");
	if (id.nr == 1 && repo->is_shallow &&
	    is_shallow_commit(repo, id.item[0])) {
		code = pm_fail(err, PM_ERROR,
			       "this clone is shallow: the parent of the "
			       "commit that you amend is not here, so it "
			       "cannot be told what the commit changes; get "
			       "it with 'git fetch --deepen=1'");
		goto out;
	}
	next->base = pm_xstrdup(id.nr > 1 ? id.item[1]
					  : pm_repo_empty_tree(repo));
	for (size_t i = 2; i < id.nr; i++)
		add_parent(next, id.item[i]);

out:
	pm_strlist_release(&id);
	pm_buf_release(&out);
	return code;
}

int pm_next_commit(struct pm_next_commit *out, struct pm_repo *repo,
		   bool merging, struct pm_error *err)
{
	struct pm_next_commit next = { 0 };
	enum pm_amend amend = PM_AMEND_NO;
	int code = PM_OK;

	/* git refuses to amend in the middle of a merge. */
	merge_heads(&next, repo);
	if (!next.other && !merging)
		code = pm_is_amending(&amend, repo, err);
	if (code == PM_OK && amend == PM_AMEND_YES)
		code = pm_next_commit_amended(&next, repo, err);
	if (code < 0) {
		pm_next_commit_release(&next);
		return code;
	}
	next.may_amend = amend == PM_AMEND_UNKNOWN;
	if (!next.other && (merging || amend == PM_AMEND_MERGES))
		merged_in_environment(&next, repo);
	*out = next;
	return PM_OK;
}

void pm_next_commit_merging(struct pm_next_commit *out,
			    const struct pm_repo *repo)
{
	*out = (struct pm_next_commit){ 0 };
	merge_heads(out, repo);
}

int pm_next_commit_amended(struct pm_next_commit *out, struct pm_repo *repo,
			   struct pm_error *err)
{
	*out = (struct pm_next_commit){ .amends = true };
	return parents_of_head(out, repo, err);
}

void pm_next_commit_release(struct pm_next_commit *next)
{
	free(next->base);
	free(next->other);
	pm_strlist_release(&next->more);
	*next = (struct pm_next_commit){ 0 };
}

/* SPDX-License-Identifier: MIT */
#include "cmd/init_ci.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/embedded.h"
#include "base/limits.h"
#include "cmd/origin.h"
#include "git/mainline.h"
#include "git/process.h"
#include "syntax/yaml.h"

#define GITLAB_JOB ".gitlab/ci/postmortem.yml"
#define GITLAB_MAIN ".gitlab-ci.yml"
#define GITLAB_INCLUDE "gitlab-include.yml"
#define GITEA_FOLDER ".gitea/workflows"
#define GITHUB_FOLDER ".github/workflows"

static const struct job {
	const char *service;
	const char *path;
	const char *embedded;
	bool comments; /* only where they are wanted */
} jobs[] = {
	{ "github", GITHUB_FOLDER "/postmortem.yml", "github.yml", false },
	{ "github", GITHUB_FOLDER "/postmortem-review.yml",
	  "github-review.yml", false },
	{ "github", GITHUB_FOLDER "/postmortem-keep.yml", "github-keep.yml",
	  false },
	{ "github", GITHUB_FOLDER "/postmortem-comments.yml",
	  "github-comments.yml", true },
	{ "gitlab", GITLAB_JOB, "gitlab.yml", false },
	{ "gitlab", GITLAB_MAIN, GITLAB_INCLUDE, false },
	{ "gitea", GITEA_FOLDER "/postmortem.yml", "gitea.yml", false },
	{ "gitea", GITEA_FOLDER "/postmortem-keep.yml", "gitea-keep.yml",
	  false },
	{ "gitea", GITEA_FOLDER "/postmortem-comments.yml",
	  "gitea-comments.yml", true },
};
#define JOBS (sizeof(jobs) / sizeof(*jobs))

static bool is_wanted(const struct init_ci *ci, const struct job *job)
{
	return ci->service && !strcmp(ci->service, job->service) &&
	       (ci->comments || !job->comments);
}

int init_ci_check(const struct command *command, const struct init_ci *ci)
{
	bool is_known = !ci->service && !ci->comments;
	bool listens = is_known || !ci->comments;

	for (size_t i = 0; i < JOBS; i++) {
		is_known |= is_wanted(ci, &jobs[i]);
		listens |= is_wanted(ci, &jobs[i]) && jobs[i].comments;
	}
	if (is_known && listens)
		return EXIT_OK;
	if (!ci->service)
		return command_usage_error(command,
					   "--ci-comments needs --ci");
	if (is_known)
		return command_usage_error(command, "--ci-comments: %s starts "
					   "no pipeline for a comment",
					   ci->service);
	return command_usage_error(command, "--ci is github, gitlab or gitea, "
				   "not \"%s\"", ci->service);
}

/* --- a job from its template: ci/README.md has the words --- */

struct word {
	const char *name; /* "@ROOT@" */
	const char *value;
};

/* A script, indented, without what stands above its first empty line. */
static void add_script(struct pm_buf *out, const char *name, size_t len,
		       const char *indent, size_t width)
{
	char file[PM_MAX_WORD];
	const char *line;

	snprintf(file, sizeof(file), "%.*s", (int)len, name);
	line = strstr(pm_embedded_find(file)->text, "\n\n") + 2;
	while (*line) {
		size_t end = strcspn(line, "\n") + 1;

		if (end > 1)
			pm_buf_add(out, indent, width);
		pm_buf_add(out, line, end);
		line += end;
	}
}

/* Up to the end of a line; what is no word stays. */
static void add_line(struct pm_buf *out, const char *line, size_t len,
		     const struct word *words)
{
	const char *end = line + len, *at;

	for (; (at = memchr(line, '@', (size_t)(end - line))) != NULL;) {
		const struct word *word = words;

		pm_buf_add(out, line, (size_t)(at - line));
		while (word->name &&
		       strncmp(word->name, at, strlen(word->name)) != 0)
			word++;
		if (word->name)
			pm_yaml_quote(out, word->value, true);
		else
			pm_buf_addch(out, '@');
		line = at + (word->name ? strlen(word->name) : 1);
	}
	pm_buf_add(out, line, (size_t)(end - line));
}

static void compose(struct pm_buf *out, const char *text,
		    const struct word *words)
{
	while (*text) {
		size_t len = strcspn(text, "\n") + 1;
		size_t blank = strspn(text, " ");
		const char *name = text + blank + 1, *end = text + len - 2;

		if (text[blank] == '@' && end > name && *end == '@' &&
		    !strncmp(end - 3, ".sh", 3))
			add_script(out, name, (size_t)(end - name), text,
				   blank);
		else
			add_line(out, text, len, words);
		text += len;
	}
}

/* A file that cannot be read holds nothing that we know. */
static void read_file(struct context *ctx, const char *path,
		      struct pm_buf *out)
{
	struct pm_error ignored = { 0 };
	size_t size;

	if (pm_worktree_read(out, &size, &ctx->repo, path, PM_MAX_POLICY,
			     &ignored) < 0)
		pm_buf_reset(out);
}

static void write_job(struct context *ctx, struct init_ci *ci,
		      const struct job *job, const struct word *words,
		      struct pm_edit *edit)
{
	struct pm_buf text = { 0 }, there = { 0 };
	const bool includes = !strcmp(job->embedded, GITLAB_INCLUDE);

	compose(&text, pm_embedded_find(job->embedded)->text, words);
	if (init_write(ctx, edit, job->path, text.ptr, text.len)) {
		if (!includes && !ci->written)
			ci->written = job->path;
		goto out;
	}
	read_file(ctx, job->path, &there);
	if (includes)
		ci->lacks_include = !strstr(pm_buf_str(&there), GITLAB_JOB);
	else if (strcmp(pm_buf_str(&there), text.ptr) != 0)
		pm_strlist_add(&ci->different, job->path);
out:
	pm_buf_release(&text);
	pm_buf_release(&there);
}

/* Gitea looks there for as long as its own folder does not exist. */
static void look_at_gitea(struct context *ctx, struct init_ci *ci)
{
	struct stat st;

	ci->hides_github =
		!fstatat(ctx->repo.top_fd, GITHUB_FOLDER, &st, 0) &&
		fstatat(ctx->repo.top_fd, GITEA_FOLDER, &st, 0);
}

/* The branch that is checked out, in full; NULL when there is none. */
static char *read_head(void)
{
	static const char *const argv[] = { "git", "symbolic-ref", "-q",
					    "HEAD", NULL };
	const struct pm_run run = { .argv = argv };
	struct pm_error ignored = { 0 };
	struct pm_buf out = { 0 };

	if (pm_run(&run, &out, NULL, &ignored)) {
		pm_buf_release(&out);
		return NULL;
	}
	if (out.len)
		out.ptr[strcspn(out.ptr, "\n")] = '\0';
	return pm_buf_detach(&out);
}

/* The branch that everything goes into: its last name, as a forge has it. */
static void find_branch(struct context *ctx, struct pm_buf *out)
{
	static const char remotes[] = "refs/remotes/", heads[] = "refs/heads/";
	struct pm_error ignored = { 0 };
	const char *name;
	char *ref = NULL;

	if (pm_mainline_find(&ref, &ctx->repo, &ignored) < 0)
		ref = read_head();
	name = ref ? ref : "main";
	if (!strncmp(name, remotes, strlen(remotes)))
		name = strchr(name + strlen(remotes), '/') + 1;
	else if (!strncmp(name, heads, strlen(heads)))
		name += strlen(heads);
	pm_buf_addstr(out, name);
	free(ref);
}

void init_ci_write(struct context *ctx, struct init_ci *ci, const char *root,
		   struct pm_edit *edit)
{
	struct pm_buf branch = { 0 };
	struct word words[] = {
		{ "@BRANCH@", NULL },
		{ "@ROOT@", *root ? root : "." },
		{ "@SOURCE@", origin.source },
		{ "@VERSION@", *origin.source ? origin.version : "" },
		{ "@RELEASE@", origin.release },
		{ "@SHA256@", origin.sha256 },
		{ 0 },
	};

	if (!ci->service)
		return;
	find_branch(ctx, &branch);
	words[0].value = pm_buf_str(&branch);
	if (!strcmp(ci->service, "gitea"))
		look_at_gitea(ctx, ci);
	for (size_t i = 0; i < JOBS; i++) {
		if (is_wanted(ci, &jobs[i]))
			write_job(ctx, ci, &jobs[i], words, edit);
	}
	pm_buf_release(&branch);
}

void init_ci_paths(const struct init_ci *ci, struct pm_strlist *out)
{
	for (size_t i = 0; i < JOBS; i++) {
		if (is_wanted(ci, &jobs[i]))
			pm_strlist_add(out, jobs[i].path);
	}
}

void init_ci_hint(struct context *ctx, const struct init_ci *ci)
{
	for (size_t i = 0; i < ci->different.nr; i++)
		command_hint(ctx, "%s is not what this version writes; to "
			     "compare, move it away and run this again",
			     ci->different.item[i]);
	if (ci->lacks_include)
		command_hint(ctx, "add to " GITLAB_MAIN ":\n%s",
			     pm_embedded_find(GITLAB_INCLUDE)->text);
	if (ci->hides_github)
		command_hint(ctx, "Gitea runs nothing of " GITHUB_FOLDER
			     " any more once there is " GITEA_FOLDER);
	if (ci->written && !strcmp(ci->service, "gitlab"))
		command_hint(ctx, "consent only warns there; to let code "
			     "owners' approvals bind: git postmortem "
			     "codeowners --write");
	if (ci->written && !*origin.source && !*origin.release)
		command_hint(ctx, "set POSTMORTEM_SOURCE and "
			     "POSTMORTEM_VERSION in %s: this git-postmortem "
			     "does not know where it comes from",
			     ci->written);
}

void init_ci_release(struct init_ci *ci)
{
	pm_strlist_release(&ci->different);
}

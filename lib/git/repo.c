/* SPDX-License-Identifier: MIT */
#include "git/repo.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "git/config.h"
#include "git/objects.h"
#include "git/plumbing.h"
#include "git/process.h"

#define COMMITS_KEPT 16 /* more than one command asks for */

/* The lines that rev-parse prints, in this order. */
enum line {
	HASH,
	SHALLOW,
	BARE,
	GIT_DIR,
	COMMON_DIR,
	HOOKS_DIR,
	PREFIX,
	TOP, /* last: without a work tree git fails here, having told the rest */
	LINES,
};

/* --path-format=absolute would spare this, but is younger than git 2.30. */
static char *absolute(const char *path)
{
	struct pm_buf joined = { 0 };
	char *resolved = realpath(path, NULL);
	char *here;

	if (resolved)
		return resolved;
	if (path[0] == '/')
		return pm_xstrdup(path);
	here = getcwd(NULL, 0);
	if (here)
		pm_path_join(&joined, here, path);
	else
		pm_buf_addstr(&joined, path);
	free(here);
	return pm_buf_detach(&joined);
}

/*
 * Hooks and "!" aliases run at the top with the user's folder in GIT_PREFIX.
 * A script that went on to another repository may still carry an old one, so
 * it has to be a folder of this one.
 */
static char *find_prefix(const struct pm_repo *repo, const char *shown)
{
	const char *given = getenv("GIT_PREFIX");
	struct pm_buf prefix = { 0 };
	struct stat st;
	char *here = NULL;

	if (*shown || !repo->top || !given || !*given)
		return pm_xstrdup(shown);
	here = getcwd(NULL, 0);
	if (!here || strcmp(here, repo->top) ||
	    !pm_path_from_prefix(&prefix, "", given) || !prefix.len ||
	    fstatat(repo->top_fd, prefix.ptr, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISDIR(st.st_mode)) {
		free(here);
		pm_buf_release(&prefix);
		return pm_xstrdup(shown);
	}
	free(here);
	pm_buf_addch(&prefix, '/');
	return pm_buf_detach(&prefix);
}

static int take_lines(struct pm_repo *repo, char *const line[LINES],
		      size_t nr, struct pm_error *err)
{
	repo->hash = pm_xstrdup(line[HASH]);
	repo->is_shallow = !strcmp(line[SHALLOW], "true");
	repo->is_bare = !strcmp(line[BARE], "true");
	repo->git_dir = pm_xstrdup(line[GIT_DIR]);
	repo->common_dir = absolute(line[COMMON_DIR]);
	repo->hooks_dir = absolute(line[HOOKS_DIR]);
	/* A server hook stands in the git directory, with GIT_DIR set, and
	 * git then takes that for the work tree. */
	if (nr == LINES && strcmp(line[TOP], repo->git_dir)) {
		repo->top = pm_xstrdup(line[TOP]);
		repo->top_fd = open(repo->top,
				    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (repo->top_fd < 0)
			return pm_fail_errno(err, "cannot open '%s'",
					     repo->top);
	}
	repo->prefix = find_prefix(repo, line[PREFIX]);
	return 0;
}

/* Nothing is told of a repository that is not there but that. */
static int refuse(const struct pm_error *said, struct pm_error *err)
{
	*err = *said;
	if (strstr(err->message, "not a git repository")) {
		err->message[strcspn(err->message, "\n")] = '\0';
		err->code = PM_ENOTFOUND;
	}
	return err->code;
}

int pm_repo_open(struct pm_repo *repo, struct pm_error *err)
{
	static const char *const argv[] = {
		"git", "rev-parse", "--show-object-format",
		"--is-shallow-repository", "--is-bare-repository",
		"--absolute-git-dir", "--git-common-dir", "--git-path",
		"hooks", "--show-prefix", "--show-toplevel", NULL
	};
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_strlist lines = { 0 };
	struct pm_stream *stream;
	struct pm_error said;
	char *line;
	int code;

	*repo = (struct pm_repo){ .top_fd = -1 };
	code = pm_stream_open(&stream, &run, err);
	if (code < 0)
		return code;
	pm_config_begin(repo);
	while (lines.nr <= LINES &&
	       (line = pm_stream_next(stream, '\n', NULL)))
		pm_strlist_add(&lines, line);
	code = pm_stream_close(stream, &said);
	if (code < 0 && lines.nr != TOP)
		code = refuse(&said, err);
	else if (code == 0 && lines.nr != LINES)
		code = pm_fail(err, PM_ERROR, "the path of this repository "
			       "has a line break in it, which is not "
			       "supported");
	else
		code = take_lines(repo, lines.item, lines.nr, err);
	if (code < 0)
		pm_repo_release(repo);
	pm_strlist_release(&lines);
	return code;
}

void pm_repo_release(struct pm_repo *repo)
{
	if (repo->release_kept)
		repo->release_kept(repo->kept);
	pm_objects_close(repo);
	pm_config_end(repo);
	/* A zeroed struct has not opened standard input. */
	if (repo->top && repo->top_fd >= 0)
		close(repo->top_fd);
	free(repo->git_dir);
	free(repo->common_dir);
	free(repo->top);
	free(repo->prefix);
	free(repo->hooks_dir);
	free(repo->hash);
	pm_strlist_release(&repo->config);
	pm_strlist_release(&repo->commits);
	*repo = (struct pm_repo){ .top_fd = -1 };
}

static size_t hash_len(const struct pm_repo *repo)
{
	return strcmp(repo->hash, "sha256") ? 40 : 64;
}

/* Whether `text` is one full id; cuts the line end. */
static bool is_one_id(const struct pm_repo *repo, struct pm_buf *text)
{
	pm_buf_rtrim(text);
	return text->len == hash_len(repo) &&
	       strspn(text->ptr, "0123456789abcdef") == text->len;
}

/* Those who pass on a commit that was asked for name it by its id, and it is
 * one still. */
static void remember(struct pm_repo *repo, const char *id)
{
	if (repo->commits.nr < COMMITS_KEPT &&
	    !pm_strlist_has(&repo->commits, id))
		pm_strlist_add(&repo->commits, id);
}

int pm_repo_resolve(struct pm_repo *repo, const char *revision, char **out,
		    struct pm_error *err)
{
	struct pm_buf name = { 0 }, id = { 0 }, said = { 0 };
	const char *argv[] = { "git", "rev-parse", "--verify",
			       "--end-of-options", NULL, NULL };
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	char *known;
	const char *lack = repo->is_shallow ?
				   "; this clone is shallow, \"git fetch "
				   "--unshallow\" gets the rest" : "";
	int code;

	if (pm_strlist_has(&repo->commits, revision)) {
		*out = pm_xstrdup(revision);
		return PM_OK;
	}
	/* ":/text" takes all that follows for its text, and is a commit. */
	pm_buf_addf(&name, "%s%s", revision,
		    strncmp(revision, ":/", 2) ? "^{commit}" : "");
	argv[4] = name.ptr;
	known = pm_objects_commit(repo, name.ptr);
	code = known ? PM_OK : pm_run(&run, &id, &said, err);
	if (known)
		*out = known;
	if (code < 0 || known)
		goto out;
	pm_buf_rtrim(&said);
	if (code == 0 && is_one_id(repo, &id)) {
		*out = pm_xstrdup(id.ptr);
		remember(repo, id.ptr);
	} else if (!said.len || strstr(said.ptr, "Needed a single revision")) {
		code = pm_fail(err, PM_ENOTFOUND,
			       "'%s' names no single commit%s", revision,
			       lack);
	} else {
		code = pm_fail(err, PM_ENOTFOUND, "'%s' names no commit: %s%s",
			       revision,
			       said.ptr + (strncmp(said.ptr, "fatal: ", 7)
					   ? 0 : 7), lack);
	}

out:
	pm_buf_release(&name);
	pm_buf_release(&id);
	pm_buf_release(&said);
	return code;
}

/* Whether HEAD names a branch that has no commit yet, rather than one whose
 * commit cannot be read. */
static bool is_unborn(struct pm_repo *repo)
{
	const char *argv[] = { "git", "symbolic-ref", "-q", "HEAD", NULL,
			       NULL, NULL };
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf ref = { 0 }, path = { 0 };
	struct pm_error err = { 0 };
	struct stat st;
	bool unborn = false;

	if (pm_run(&run, &ref, NULL, &err) != 0)
		goto out;
	pm_buf_rtrim(&ref);
	/* Not show-ref, which takes one whose commit is missing for none. */
	argv[1] = "rev-parse";
	argv[2] = "--verify";
	argv[3] = "--quiet";
	argv[4] = ref.ptr;
	argv[5] = NULL;
	if (pm_run(&run, NULL, NULL, &err) <= 0)
		goto out;
	/* git calls a damaged loose reference "not there" as well. */
	pm_path_join(&path, repo->common_dir, ref.ptr);
	unborn = stat(path.ptr, &st) < 0 || !S_ISREG(st.st_mode);

out:
	pm_buf_release(&ref);
	pm_buf_release(&path);
	return unborn;
}

int pm_repo_resolve_day(struct pm_repo *repo, pm_date day, char **out,
			struct pm_error *err)
{
	struct pm_buf before = { 0 }, id = { 0 };
	const char *argv[] = { "git", "rev-list", "-1", "--first-parent",
			       NULL, "HEAD", "--", NULL };
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	/* Later days git takes for no date. */
	const pm_date last = pm_date_make(2099, 12, 31);
	char date[PM_DATE_LEN], asked[PM_DATE_LEN];
	int code;

	pm_date_format(date, day);
	pm_date_format(asked, day < last ? day : last);
	pm_buf_addf(&before, "--before=%sT23:59:59Z", asked);
	argv[4] = before.ptr;
	code = pm_run_ok(&run, &id, err);
	if (code < 0)
		goto out;
	pm_buf_rtrim(&id);
	if (is_one_id(repo, &id))
		*out = pm_xstrdup(id.ptr);
	else
		code = pm_fail(err, PM_ENOTFOUND,
			       "this branch had no commit on %s", date);
out:
	pm_buf_release(&before);
	pm_buf_release(&id);
	return code;
}

int pm_repo_head(struct pm_repo *repo, char **out, struct pm_error *err)
{
	int code = pm_repo_resolve(repo, "HEAD", out, err);

	if (code == PM_ENOTFOUND && is_unborn(repo)) {
		*out = NULL;
		return 0;
	}
	return code;
}

const char *pm_repo_empty_tree(const struct pm_repo *repo)
{
	return strcmp(repo->hash, "sha256")
		? "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
		: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";
}

int pm_repo_author(struct pm_repo *repo, char **name, char **email,
		   struct pm_error *err)
{
	static const char *const argv[] = { "git", "var", "GIT_AUTHOR_IDENT",
					    NULL };
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf out = { 0 };
	char *open, *close;
	int code = pm_run_ok(&run, &out, err);

	(void)repo;
	if (code < 0)
		goto out;
	open = out.ptr ? strchr(out.ptr, '<') : NULL;
	close = open ? strchr(open, '>') : NULL;
	if (!close) {
		code = pm_fail(err, PM_ERROR,
			       "cannot read git's author identity");
		goto out;
	}
	*email = pm_xstrndup(open + 1, (size_t)(close - open - 1));
	while (open > out.ptr && open[-1] == ' ')
		open--;
	*name = pm_xstrndup(out.ptr, (size_t)(open - out.ptr));

out:
	pm_buf_release(&out);
	return code;
}

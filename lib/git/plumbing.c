/* SPDX-License-Identifier: MIT */
#include "git/plumbing.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "git/listing.h"
#include "git/process.h"

#define ENV                                                                 \
	"GIT_OPTIONAL_LOCKS=0", "GIT_LITERAL_PATHSPECS",                    \
		"GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS",               \
		"GIT_ICASE_PATHSPECS"

const char *const pm_git_env[] = { ENV, NULL };
const char *const pm_git_env_for_all[] = { ENV, "GIT_FLUSH=0", NULL };

static bool is_everything(const char *const *path, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (!path[i][0])
			return true;
	return !nr;
}

/* How much of `path` is the deepest folder that holds all of them. */
static size_t common_parent(const char *const *path, size_t nr)
{
	size_t len = strlen(path[0]);

	for (size_t i = 1; i < nr; i++) {
		size_t same = 0;

		while (same < len && path[0][same] == path[i][same])
			same++;
		len = same;
	}
	/* Only whole folders; path[0] may be one itself. */
	while (len && path[0][len] != '/')
		len--;
	return len;
}

void pm_git_paths(struct pm_strlist *argv, const char *const *path, size_t nr)
{
	size_t len;

	if (is_everything(path, nr)) {
		pm_strlist_add(argv, ":(top)");
	} else if (nr > PM_PATHS_MAX) {
		len = common_parent(path, nr);
		pm_strlist_addf(argv, ":(top%s)%.*s", len ? ",literal" : "",
				(int)len, path[0]);
	} else {
		for (size_t i = 0; i < nr; i++)
			pm_strlist_addf(argv, ":(top,literal)%s", path[i]);
	}
}

void pm_path_set_init(struct pm_path_set *set, const char *const *path,
		      size_t nr)
{
	*set = (struct pm_path_set){ 0 };
	if (nr <= PM_PATHS_MAX || is_everything(path, nr))
		return;
	for (size_t i = 0; i < nr; i++)
		pm_strlist_add(&set->sorted, path[i]);
	pm_strlist_sort_unique(&set->sorted);
}

bool pm_path_set_has(struct pm_path_set *set, const char *path)
{
	char *slash;

	if (!set->sorted.nr)
		return true;
	pm_buf_reset(&set->parent);
	pm_buf_addstr(&set->parent, path);
	while (!pm_strlist_sorted_has(&set->sorted, set->parent.ptr)) {
		slash = strrchr(set->parent.ptr, '/');
		if (!slash)
			return false;
		*slash = '\0';
	}
	return true;
}

void pm_path_set_release(struct pm_path_set *set)
{
	pm_strlist_release(&set->sorted);
	pm_buf_release(&set->parent);
}

int pm_git(const struct pm_strlist *argv, struct pm_buf *out,
	   struct pm_error *err)
{
	struct pm_run run = {
		.argv = (const char *const *)argv->item,
		.env = pm_git_env,
	};

	return pm_run_ok(&run, out, err);
}

char *pm_git_field(char **p, const char *end)
{
	char *field = *p;
	char *stop = field < end ? memchr(field, '\0', (size_t)(end - field))
				 : NULL;

	if (!stop)
		return NULL;
	*p = stop + 1;
	return field;
}

/* Whether we stand in this folder of the work tree ("" is the top). */
static bool stands_in(const struct pm_repo *repo, const char *folder)
{
	struct stat here, there;

	return !stat(".", &here) &&
	       !fstatat(repo->top_fd, *folder ? folder : ".", &there, 0) &&
	       here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

void pm_git_path_here(struct pm_strlist *argv, const struct pm_repo *repo,
		      const char *path)
{
	struct pm_buf relative = { 0 };

	if (!*path) {
		pm_strlist_add(argv, ":(top)");
	} else if (!repo->top || stands_in(repo, "")) {
		pm_strlist_addf(argv, ":(literal)%s", path);
	} else if (*repo->prefix && stands_in(repo, repo->prefix)) {
		pm_path_to_prefix(&relative, repo->prefix, path);
		pm_strlist_addf(argv, ":(literal)%s", pm_buf_str(&relative));
	} else {
		pm_strlist_addf(argv, ":(top,literal)%s", path);
	}
	pm_buf_release(&relative);
}

void pm_git_env_for_trees(struct pm_strlist *env, const struct pm_repo *repo)
{
	pm_strlist_add_all(env, pm_git_env);
	pm_strlist_addf(env, "GIT_INDEX_FILE=%s/no-such-index",
			repo->git_dir);
}

bool pm_is_oid(const char *s)
{
	size_t len = strspn(s, "0123456789abcdef");

	return !s[len] && (len == 40 || len == 64);
}

#define DAY_MINUTES (24 * 60)

struct pm_time pm_git_time(const char *s)
{
	struct pm_time time = { 0 };
	char *end;
	long zone;

	time.epoch = strtoll(s, &end, 10);
	zone = strtol(end, NULL, 10);
	zone = zone / 100 * 60 + zone % 100;
	if (zone > -DAY_MINUTES && zone < DAY_MINUTES)
		time.zone = (int)zone;
	return time;
}

/* The last second of the year 9999. */
#define LAST_SECOND 253402300799

int64_t pm_git_seconds(const char *s)
{
	int64_t value = strtoll(s, NULL, 10);

	return value < 0 || value > LAST_SECOND ? 0 : value;
}

unsigned pm_git_mode(const char *s, char **end)
{
	unsigned long mode = strtoul(s, end, 8);

	if (*end == s || **end != ' ' || mode > 0177777)
		return 0;
	/* Old trees hold group-writable files. */
	if (S_ISREG(mode))
		return mode & S_IXUSR ? PM_MODE_EXEC : PM_MODE_FILE;
	return (unsigned)mode;
}

int pm_git_check_index(struct pm_repo *repo, struct pm_error *err)
{
	const char *file = getenv("GIT_INDEX_FILE");
	struct pm_buf path = { 0 };
	char *head = NULL;
	int code = 0;

	if (!file || !*file)
		return 0;
	if (file[0] != '/' && repo->top)
		pm_path_join(&path, repo->top, file);
	else
		pm_buf_addstr(&path, file);
	if (access(path.ptr, F_OK) == 0)
		goto out;
	code = pm_repo_head(repo, &head, err);
	if (code == 0 && head)
		code = pm_fail(err, PM_ERROR, "GIT_INDEX_FILE names '%s', "
			       "which is not there; unset it or stand at the "
			       "top of the work tree", file);

out:
	free(head);
	pm_buf_release(&path);
	return code;
}

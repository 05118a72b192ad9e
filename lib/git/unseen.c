/* SPDX-License-Identifier: MIT */
#include "git/unseen.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/path.h"
#include "git/file.h"
#include "git/plumbing.h"
#include "git/process.h"

struct pm_unseen_search {
	struct pm_repo *repo;
	char *folder;
	struct pm_stream *stream;
	struct pm_strlist tracked, other;
};

int pm_unseen_begin(struct pm_unseen_search **out, struct pm_repo *repo,
		    const char *folder, struct pm_error *err)
{
	static const char *const words[] = { "git", "ls-files", "-z", "-v",
					     "--cached", "--deleted",
					     "--others", "--full-name", "--",
					     NULL };
	struct pm_unseen_search *search = pm_xcalloc(1, sizeof(*search));
	struct pm_strlist argv = { 0 };
	struct pm_run run = { .env = pm_git_env };
	int code;

	search->repo = repo;
	search->folder = pm_xstrdup(folder);
	pm_strlist_add_all(&argv, words);
	pm_git_paths(&argv, &folder, 1);
	run.argv = (const char *const *)argv.item;
	code = pm_stream_open(&search->stream, &run, err);
	pm_strlist_release(&argv);
	if (code < 0) {
		free(search->folder);
		free(search);
		return code;
	}
	*out = search;
	return PM_OK;
}

/* "<tag> <path>". A tag in lower case is that of an entry which git assumes
 * to be unchanged. */
static void take(struct pm_unseen *out, struct pm_unseen_search *search,
		 const char *line,
		 bool (*wanted)(void *payload, const char *path),
		 void *payload)
{
	const char *path = line + 2;

	if (!line[0] || line[1] != ' ' || !wanted(payload, path))
		return;
	switch (line[0]) {
	case '?':
		pm_strlist_add(&search->other, path);
		return;
	case 'R':
	case 'r':
		pm_strlist_add(&out->gone, path);
		return;
	case 'S':
	case 's':
		pm_strlist_add(&out->skipped, path);
		break;
	default:
		if (islower((unsigned char)line[0]))
			pm_strlist_add(&out->assumed, path);
		break;
	}
	pm_strlist_add(&search->tracked, path);
}

static void feed(struct pm_buf *in, const struct pm_strlist *paths)
{
	for (size_t i = 0; i < paths->nr; i++)
		pm_buf_add(in, paths->item[i], strlen(paths->item[i]) + 1);
}

/* With paths on standard input, from the top. */
static int ask(struct pm_buf *said, int *status, const char *const *argv,
	       const struct pm_unseen_search *search, const struct pm_buf *in,
	       struct pm_error *err)
{
	struct pm_run run = { .argv = argv, .env = pm_git_env,
			      .dir = search->repo->top,
			      .in = pm_buf_str(in), .in_len = in->len };
	struct pm_buf words = { 0 };
	int code = pm_run(&run, said, &words, err);

	*status = code;
	if (code > 1)
		code = pm_fail(err, PM_ERROR, "'git %s' failed: %s", argv[1],
			       pm_buf_str(&words));
	pm_buf_release(&words);
	return code < 0 ? code : PM_OK;
}

static int find_ignored(struct pm_unseen *out,
			const struct pm_unseen_search *search,
			struct pm_error *err)
{
	static const char *const argv[] = { "git", "check-ignore", "-z",
					    "--stdin", NULL };
	struct pm_buf in = { 0 }, said = { 0 };
	char *p, *path;
	int status, code;

	if (!search->other.nr)
		return PM_OK;
	feed(&in, &search->other);
	/* A status of 1 is "none". */
	code = ask(&said, &status, argv, search, &in, err);
	p = said.ptr;
	while (code >= 0 && said.len &&
	       (path = pm_git_field(&p, said.ptr + said.len)))
		pm_strlist_add(&out->ignored, path);
	pm_buf_release(&in);
	pm_buf_release(&said);
	return code;
}

static bool names_filter(const char *dir, const char *name)
{
	struct pm_buf path = { 0 }, text = { 0 };
	bool found;

	pm_path_join(&path, dir, name);
	pm_file_read(&text, pm_buf_str(&path), PM_MAX_GIT_ERROR);
	found = strstr(pm_buf_str(&text), "filter") ||
		strstr(pm_buf_str(&text), "working-tree-encoding") ||
		strstr(pm_buf_str(&text), "ident") ||
		strstr(pm_buf_str(&text), "[attr]");
	pm_buf_release(&path);
	pm_buf_release(&text);
	return found;
}

/* In the folders down to ours and in git's own. Those of the machine and of
 * the user are not looked for. */
static bool may_be_filtered(const struct pm_unseen_search *search)
{
	struct pm_buf dir = { 0 };
	const char *rest = search->folder;
	bool found = names_filter(search->repo->common_dir,
				  "info/attributes");

	pm_buf_addstr(&dir, search->repo->top);
	found = found || names_filter(pm_buf_str(&dir),
				      ".gitattributes");
	while (*rest && !found) {
		size_t len = strcspn(rest, "/");

		pm_buf_addf(&dir, "/%.*s", (int)len, rest);
		found = names_filter(pm_buf_str(&dir),
				     ".gitattributes");
		rest += len + (rest[len] == '/');
	}
	pm_buf_release(&dir);
	return found;
}

static int find_filtered(struct pm_unseen *out,
			 const struct pm_unseen_search *search,
			 struct pm_error *err)
{
	static const char *const argv[] = { "git", "check-attr", "-z",
					    "--stdin", "filter", "ident",
					    "working-tree-encoding", NULL };
	struct pm_buf in = { 0 }, said = { 0 };
	char *p, *end, *path;
	int status, code;

	feed(&in, &search->tracked);
	feed(&in, &search->other);
	if (!in.len)
		return PM_OK;
	code = ask(&said, &status, argv, search, &in, err);
	p = said.ptr;
	end = p ? p + said.len : p;
	while (code >= 0 && said.len && (path = pm_git_field(&p, end))) {
		const char *name = pm_git_field(&p, end);
		const char *value = pm_git_field(&p, end);

		if (!name || !value)
			code = pm_fail(err, PM_ERROR, "cannot read what git "
				       "check-attr says");
		else if (strcmp(value, "unspecified") &&
			 strcmp(value, "unset") && strcasecmp(value, "utf-8")) {
			pm_strlist_addf(&out->filtered, "%s=%s", name, value);
			pm_strlist_add(&out->filtered, path);
		}
	}
	pm_buf_release(&in);
	pm_buf_release(&said);
	return code;
}

int pm_unseen_end(struct pm_unseen *out, struct pm_unseen_search *search,
		  bool (*wanted)(void *payload, const char *path),
		  void *payload, bool all, struct pm_error *err)
{
	char *line;
	int code;

	*out = (struct pm_unseen){ 0 };
	while ((line = pm_stream_next(search->stream, '\0', NULL)))
		take(out, search, line, wanted, payload);
	code = pm_stream_close(search->stream, err);
	if (code >= 0)
		code = find_ignored(out, search, err);
	if (code >= 0 && (all || may_be_filtered(search)))
		code = find_filtered(out, search, err);
	if (code < 0)
		pm_unseen_release(out);
	pm_strlist_release(&search->tracked);
	pm_strlist_release(&search->other);
	free(search->folder);
	free(search);
	return code < 0 ? code : PM_OK;
}

void pm_unseen_release(struct pm_unseen *unseen)
{
	pm_strlist_release(&unseen->gone);
	pm_strlist_release(&unseen->ignored);
	pm_strlist_release(&unseen->skipped);
	pm_strlist_release(&unseen->assumed);
	pm_strlist_release(&unseen->filtered);
}

/* SPDX-License-Identifier: MIT */
#include "git/push.h"

#include <stdlib.h>
#include <string.h>

#include "git/plumbing.h"
#include "git/process.h"

#define MAX_NAMES 1000 /* what certainly fits a command line */

/* --- what the hooks are told --- */

static const char *cut_last_word(char *line)
{
	char *blank = strrchr(line, ' ');

	if (!blank)
		return NULL;
	*blank = '\0';
	return blank + 1;
}

/* NULL for zeros: no object has that id. */
static const char *id_or_null(const char *id)
{
	return id[strspn(id, "0")] ? id : NULL;
}

int pm_ref_updates_add(struct pm_ref_updates *out, const char *ref,
		       const char *from, const char *to, size_t id_len,
		       struct pm_error *err)
{
	if (!pm_is_oid(from) || strlen(from) != id_len || !pm_is_oid(to) ||
	    strlen(to) != id_len)
		return pm_fail(err, PM_EINVALID,
			       "'%s' is to go from '%s' to '%s', which are no "
			       "two ids of this repository", ref, from, to);
	if (strncmp(ref, "refs/", 5) || !ref[5])
		return pm_fail(err, PM_EINVALID, "'%s' is no full name of a "
			       "ref", ref);
	PM_GROW(out->item, out->nr, out->alloc);
	out->item[out->nr++] = (struct pm_ref_update){
		.ref = pm_arena_strdup(&out->arena, ref),
		.from = id_or_null(from) ? pm_arena_strdup(&out->arena, from) :
					   NULL,
		.to = id_or_null(to) ? pm_arena_strdup(&out->arena, to) : NULL,
	};
	return PM_OK;
}

/* From the right: what git calls the local side may be any revision. */
static int parse_line(struct pm_ref_updates *out, char *line,
		      enum pm_push_side side, size_t id_len,
		      struct pm_error *err)
{
	char *whole = pm_arena_strdup(&out->arena, line);
	const char *third = cut_last_word(line);
	const char *second = third ? cut_last_word(line) : NULL;
	const char *first = second && side == PM_PUSH_SENDS ?
				    cut_last_word(line) :
				    line;

	if (!second || !first || (side == PM_PUSH_RECEIVES && !*first))
		return pm_fail(err, PM_EINVALID, "cannot understand what git "
			       "tells of the push: '%s'", whole);
	if (side == PM_PUSH_RECEIVES)
		return pm_ref_updates_add(out, third, first, second, id_len,
					  err);
	return pm_ref_updates_add(out, second, third, first, id_len, err);
}

int pm_ref_updates_parse(struct pm_ref_updates *out, const char *text,
			 size_t len, enum pm_push_side side, size_t id_len,
			 struct pm_error *err)
{
	int code = PM_OK;

	while (len && code >= 0) {
		const char *end = memchr(text, '\n', len);
		size_t line_len = end ? (size_t)(end - text) : len;
		char *line = pm_arena_strndup(&out->arena, text, line_len);

		if (strlen(line) != line_len)
			return pm_fail(err, PM_EINVALID, "what git tells of "
				       "the push has a NUL byte in it");
		if (line_len && line[line_len - 1] == '\r')
			line[line_len - 1] = '\0';
		if (*line)
			code = parse_line(out, line, side, id_len, err);
		line_len += end != NULL;
		text += line_len;
		len -= line_len;
	}
	return code;
}

void pm_ref_updates_release(struct pm_ref_updates *updates)
{
	free(updates->item);
	pm_arena_release(&updates->arena);
	*updates = (struct pm_ref_updates){ 0 };
}

int pm_push_aliases(struct pm_strlist *out, const struct pm_strlist *refs,
		    struct pm_error *err)
{
	struct pm_strlist argv = { 0 }, lines = { 0 };
	struct pm_buf text = { 0 };
	int code;

	if (!refs->nr)
		return PM_OK;
	pm_strlist_add_all(&argv, (const char *const[]){
		"git", "for-each-ref", "--format=%(refname) %(symref)", NULL });
	/* Without names it tells of all refs. */
	if (refs->nr <= MAX_NAMES)
		pm_strlist_add_all(&argv, (const char *const *)refs->item);
	code = pm_git(&argv, &text, err);
	pm_strlist_split(&lines, pm_buf_str(&text), "\n");
	for (size_t i = 0; i < lines.nr && code >= 0; i++) {
		char *target = strchr(lines.item[i], ' ');

		if (!target || !target[1])
			continue;
		*target = '\0';
		pm_strlist_add(out, lines.item[i]);
		pm_strlist_add(out, target + 1);
	}
	pm_strlist_release(&argv);
	pm_strlist_release(&lines);
	pm_buf_release(&text);
	return code;
}

/* --- what is new --- */

void pm_push_known_refs(struct pm_strlist *out, const char *const *pattern,
			size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		const char *name = pattern[i];
		size_t len = strlen(name);

		if (*name == '!' || pm_is_oid(name)) {
			if (*name != '!')
				pm_strlist_add(out, name);
			continue;
		}
		/* These hold for the next --glob only. */
		for (size_t n = 0; n < nr; n++)
			if (*pattern[n] == '!')
				pm_strlist_addf(out, "--exclude=%s",
						pattern[n] + 1);
		/* Without a wildcard git would look below it. */
		if (strchr(name, '*'))
			pm_strlist_addf(out, "--glob=%s", name);
		else
			pm_strlist_addf(out, "--glob=%.*s[%s]", (int)len - 1,
					name, name + len - 1);
	}
}

static void ask_for_new(struct pm_strlist *argv, const char *tip,
			const struct pm_strlist *known)
{
	pm_strlist_add(argv, tip);
	if (!known->nr)
		return;
	pm_strlist_add(argv, "--not");
	for (size_t i = 0; i < known->nr; i++)
		pm_strlist_add(argv, known->item[i]);
}

static int drop_led_to(struct pm_strlist *list, struct pm_error *err)
{
	struct pm_strlist argv = { 0 };
	struct pm_buf text = { 0 };
	int code;

	/* More would not fit a command line. */
	if (list->nr < 2 || list->nr > MAX_NAMES)
		return PM_OK;
	pm_strlist_add_all(&argv, (const char *const[]){
		"git", "merge-base", "--independent", NULL });
	for (size_t i = 0; i < list->nr; i++)
		pm_strlist_add(&argv, list->item[i]);
	code = pm_git(&argv, &text, err);
	pm_strlist_clear(list);
	if (code >= 0)
		pm_strlist_split(list, pm_buf_str(&text), "\n");
	pm_strlist_release(&argv);
	pm_buf_release(&text);
	return code;
}

int pm_push_bases(struct pm_strlist *out, bool *fresh, const char *tip,
		  const struct pm_strlist *known, struct pm_error *err)
{
	struct pm_strlist argv = { 0 };
	struct pm_run run = { .env = pm_git_env };
	struct pm_stream *stream;
	char *line;
	int code;

	*fresh = false;
	pm_strlist_add_all(&argv, (const char *const[]){
		"git", "rev-list", "--boundary", NULL });
	ask_for_new(&argv, tip, known);
	pm_strlist_add(&argv, "--");
	run.argv = (const char *const *)argv.item;
	code = pm_stream_open(&stream, &run, err);
	while (code >= 0 && (line = pm_stream_next(stream, '\n', NULL))) {
		if (*line == '-')
			pm_strlist_add(out, line + 1);
		else
			*fresh = true;
	}
	if (code >= 0)
		code = pm_stream_close(stream, err);
	pm_strlist_release(&argv);
	return code < 0 ? code : drop_led_to(out, err);
}

void pm_push_commits_add(struct pm_push_commits *out, const char *line)
{
	struct pm_strlist words = { 0 };
	struct pm_push_commit *commit;
	const char **parent;

	pm_strlist_split(&words, line, " ");
	PM_GROW(out->item, out->nr, out->alloc);
	commit = &out->item[out->nr++];
	parent = pm_arena_alloc(&out->arena,
				(words.nr + 1) * sizeof(*parent));
	for (size_t i = 1; i < words.nr; i++)
		parent[i - 1] = pm_arena_strdup(&out->arena, words.item[i]);
	commit->id = pm_arena_strdup(&out->arena, words.item[0]);
	commit->parent = parent;
	pm_strlist_release(&words);
}

int pm_push_commits_find(struct pm_push_commits *out, const char *tip,
			 const struct pm_strlist *known,
			 const char *const *path, size_t nr, size_t most,
			 struct pm_error *err)
{
	struct pm_strlist argv = { 0 };
	struct pm_run run = { .env = pm_git_env };
	struct pm_stream *stream;
	char *line;
	int code;

	/* "%P" are the real parents; --parents would rewrite them. */
	pm_strlist_add_all(&argv, (const char *const[]){
		"git", "log", "--full-history", "--reverse", "--no-color",
		"--no-follow", "--no-notes", "--no-show-signature", "--no-decorate", "-s",
		"--format=%H %P", NULL });
	ask_for_new(&argv, tip, known);
	pm_strlist_add(&argv, "--");
	if (nr)
		pm_git_paths(&argv, path, nr);
	run.argv = (const char *const *)argv.item;
	code = pm_stream_open(&stream, &run, err);
	while (code >= 0 && (line = pm_stream_next(stream, '\n', NULL)) &&
	       out->nr <= most)
		pm_push_commits_add(out, line);
	if (code >= 0)
		code = pm_stream_close(stream, err);
	if (code >= 0 && out->nr > most)
		code = pm_fail(err, PM_EINVALID,
			       "more than %zu new commits touch post-mortems; "
			       "push them in several steps, \"git push "
			       "<remote> <an older commit>:<branch>\" first",
			       most);
	pm_strlist_release(&argv);
	return code;
}

void pm_push_commits_release(struct pm_push_commits *commits)
{
	free(commits->item);
	pm_arena_release(&commits->arena);
	*commits = (struct pm_push_commits){ 0 };
}

/* The status of a question that is answered with 0 or 1. */
static int ask(const char *const *argv, struct pm_buf *out,
	       struct pm_error *err)
{
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf said = { 0 };
	int code = pm_run(&run, out, &said, err);

	if (code > 1) {
		pm_buf_rtrim(&said);
		code = pm_fail(err, PM_ERROR, "git %s: %s", argv[1],
			       said.len ? said.ptr : "failed");
	}
	pm_buf_release(&said);
	return code;
}

int pm_push_parting(struct pm_strlist *out, const char *commit,
		    const char *branch, struct pm_error *err)
{
	const char *argv[] = { "git", "merge-base", "--all", commit, branch,
			       NULL };
	struct pm_buf text = { 0 };
	int code = ask(argv, &text, err);

	if (code >= 0)
		pm_strlist_split(out, pm_buf_str(&text), "\n");
	pm_buf_release(&text);
	return code < 0 ? code : PM_OK;
}

int pm_push_brought(struct pm_strlist *out, const char *commit,
		    const char *branch, const char *seen,
		    struct pm_error *err)
{
	const char *argv[] = { "git", "merge-base", "--is-ancestor", NULL,
			       seen, NULL };
	struct pm_strlist base = { 0 };
	int code = pm_push_parting(&base, commit, branch, err);

	for (size_t i = 0; i < base.nr && code >= 0; i++) {
		argv[3] = base.item[i];
		code = ask(argv, NULL, err);
		if (code == 1)
			pm_strlist_add(out, base.item[i]);
	}
	pm_strlist_release(&base);
	return code < 0 ? code : PM_OK;
}

int pm_push_has_commit(bool *out, const char *id, struct pm_error *err)
{
	/* Asked like this, git does not try to fetch it. */
	const char *argv[] = { "git", "rev-list", "--no-walk=unsorted",
			       "--ignore-missing", "--missing=allow-any", id,
			       NULL };
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf text = { 0 };
	int code = pm_run_ok(&run, &text, err);

	*out = text.len > 0;
	pm_buf_release(&text);
	return code;
}

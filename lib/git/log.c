/* SPDX-License-Identifier: MIT */
#include "git/log.h"

#include <stdlib.h>
#include <string.h>

#include "git/diff.h"
#include "git/plumbing.h"
#include "git/process.h"
#include "git/trailers.h"

/* Each field ends in a NUL, which no part of a commit can hold. */
#define FORMAT \
	"--format=%H%x00%h%x00%P%x00%aN%x00%aE%x00%ad%x00%cd%x00%s%x00%b%x00"

enum field {
	ID,
	ABBREV,
	PARENTS,
	NAME,
	EMAIL,
	AUTHORED,
	COMMITTED,
	SUBJECT,
	BODY,
	FIELDS,
};

struct pm_log {
	struct pm_repo *repo;
	struct pm_stream *stream;
	char *ahead;	   /* the next commit's id, read already */
	bool of_head;	   /* an unborn branch is an empty log */
	bool is_over;
};

static void make_argv(struct pm_strlist *argv, const struct pm_repo *repo,
		      const struct pm_log_options *options)
{
	static const char *const words[] = {
		"git", "log", "--no-notes", "--no-show-signature",
		"--no-decorate", "--no-color", "--use-mailmap", "--date=raw",
		"--encoding=UTF-8", FORMAT, NULL
	};
	static const char *const with_deltas[] = {
		"--root", PM_DIFF_RAW, "--no-renames", "--no-follow", NULL
	};
	/* Asked for a format and then for none, git makes it all the same. */
	static const char *const alone[] = {
		"-z", "-s", "--abbrev", "--no-walk=unsorted", NULL
	};
	static const char *const all[] = {
		"--exclude=refs/stash", "--exclude=refs/notes/*", "--all", NULL
	};

	pm_strlist_add_all(argv, words);
	if (options->since)
		pm_strlist_addf(argv, "--since=%s", options->since);
	if (options->until)
		pm_strlist_addf(argv, "--until=%s", options->until);
	if (options->author)
		pm_strlist_addf(argv, "--author=%s", options->author);
	if (options->commits) {
		pm_strlist_add_all(argv, alone);
		pm_strlist_add_all(argv, options->commits);
		pm_strlist_add(argv, "--");
		return;
	}
	pm_strlist_add_all(argv, with_deltas);
	pm_strlist_add(argv, options->first_parent ? "-m" : "-c");
	if (options->first_parent)
		pm_strlist_add(argv, "--first-parent");
	if (options->full_history)
		pm_strlist_add(argv, "--full-history");
	if (options->whole_commits)
		pm_strlist_add(argv, "--full-diff");
	/* Neither the stash nor notes are anybody's history. */
	if (options->all_refs)
		pm_strlist_add_all(argv, all);
	pm_strlist_add(argv, "--end-of-options");
	if (options->revision)
		pm_strlist_add(argv, options->revision);
	else if (!options->all_refs)
		pm_strlist_add(argv, "HEAD");
	pm_strlist_add(argv, "--");
	for (const char *const *p = options->path; p && *p; p++)
		pm_git_path_here(argv, repo, *p);
}

int pm_log_open(struct pm_log **out, struct pm_repo *repo,
		const struct pm_log_options *options, struct pm_error *err)
{
	struct pm_strlist argv = { 0 };
	struct pm_run run = { .env = pm_git_env };
	struct pm_stream *stream;
	int code;

	make_argv(&argv, repo, options);
	run.argv = (const char *const *)argv.item;
	code = pm_stream_open(&stream, &run, err);
	pm_strlist_release(&argv);
	if (code < 0)
		return code;
	*out = pm_xcalloc(1, sizeof(**out));
	(*out)->repo = repo;
	(*out)->stream = stream;
	(*out)->of_head = !options->revision && !options->all_refs &&
			  !options->commits;
	return 0;
}

/* git abbreviates either all ids or none: with whole ids in the differences,
 * how long its abbreviations are has to be asked for. */
static const char *abbreviate(struct pm_log *log, struct pm_arena *arena,
			      const char *id, const char *abbrev)
{
	size_t *len = &log->repo->abbrev_len;
	struct pm_strlist argv = { 0 };
	struct pm_error ignored;
	struct pm_buf text = { 0 };

	if (strlen(abbrev) < strlen(id)) {
		*len = strlen(abbrev);
		return abbrev;
	}
	if (!*len) {
		pm_strlist_add(&argv, "git");
		pm_strlist_add(&argv, "rev-parse");
		pm_strlist_add(&argv, "--short");
		pm_strlist_add(&argv, id);
		if (pm_git(&argv, &text, &ignored) >= 0)
			pm_buf_rtrim(&text);
		*len = text.len ? text.len : strlen(id);
		pm_buf_release(&text);
		pm_strlist_release(&argv);
	}
	return pm_arena_strndup(arena, id, *len);
}

/* The end of git's output, be it good or bad. */
static int finish(struct pm_log *log, struct pm_error *err)
{
	struct pm_stream *stream = log->stream;
	char *head = NULL;
	struct pm_error other;
	int code;

	log->stream = NULL;
	log->is_over = true;
	code = pm_stream_close(stream, err);
	if (code < 0 && log->of_head &&
	    pm_repo_head(log->repo, &head, &other) == 0 && !head)
		code = 0;
	free(head);
	return code;
}

static int fail_format(struct pm_log *log, struct pm_error *err)
{
	pm_stream_close(log->stream, err);
	log->stream = NULL;
	log->is_over = true;
	return pm_fail(err, PM_ERROR,
		       "cannot understand what 'git log' printed");
}

/* 1 with the fields, 0 at the end. */
static int read_fields(char *field[FIELDS], struct pm_log *log,
		       struct pm_arena *arena, struct pm_error *err)
{
	char *id = log->ahead ? log->ahead
			      : pm_stream_next(log->stream, '\0', NULL);

	if (!id)
		return finish(log, err);
	if (!pm_is_oid(id))
		return fail_format(log, err);
	field[ID] = pm_arena_strdup(arena, id);
	free(log->ahead);
	log->ahead = NULL;
	for (int i = ID + 1; i < FIELDS; i++) {
		char *text = pm_stream_next(log->stream, '\0', NULL);

		if (!text) {
			int code = finish(log, err);

			return code < 0 ? code
					: pm_fail(err, PM_ERROR, "the output "
						  "of 'git log' was cut");
		}
		field[i] = pm_arena_strdup(arena, text);
	}
	return 1;
}

/*
 * Up to the next commit's id. The raw lines start behind a separator that is
 * an empty field or, for ordinary commits, a line break.
 */
static int read_deltas(struct pm_deltas *deltas, struct pm_log *log,
		       struct pm_arena *arena, struct pm_error *err)
{
	char *text;

	while ((text = pm_stream_next(log->stream, '\0', NULL))) {
		struct pm_delta delta;

		if (*text == '\n')
			text++;
		if (!*text)
			continue;
		if (*text != ':') {
			log->ahead = pm_xstrdup(text);
			return 0;
		}
		if (!pm_diff_meta(&delta, pm_arena_strdup(arena, text)))
			return fail_format(log, err);
		text = pm_stream_next(log->stream, '\0', NULL);
		if (!text)
			return fail_format(log, err);
		delta.path = pm_arena_strdup(arena, text);
		PM_GROW(deltas->item, deltas->nr, deltas->alloc);
		deltas->item[deltas->nr++] = delta;
	}
	return 0;
}

static const char *reason_in(struct pm_arena *arena, const char *body)
{
	struct pm_strlist values = { 0 };
	struct pm_buf reason = { 0 };
	const char *out = NULL;

	pm_trailers_of_body(&values, body, PM_REASON_TRAILER);
	for (size_t i = 0; i < values.nr; i++)
		if (*values.item[i])
			pm_buf_addf(&reason, "%s%s", reason.len ? "; " : "",
				    values.item[i]);
	if (reason.len)
		out = pm_arena_strdup(arena, reason.ptr);
	pm_strlist_release(&values);
	pm_buf_release(&reason);
	return out;
}

static size_t count_words(const char *s)
{
	size_t nr = 0;

	for (; *s; s += strspn(s, " ")) {
		nr++;
		s += strcspn(s, " ");
	}
	return nr;
}

int pm_log_next(struct pm_commit_info *out, struct pm_log *log,
		struct pm_arena *arena, struct pm_error *err)
{
	struct pm_deltas deltas = { 0 };
	struct pm_delta *kept = NULL;
	char *field[FIELDS];
	int code;

	if (log->is_over)
		return 0;
	code = read_fields(field, log, arena, err);
	if (code <= 0)
		return code;
	code = read_deltas(&deltas, log, arena, err);
	if (code < 0) {
		pm_deltas_release(&deltas);
		return code;
	}
	if (deltas.nr) {
		kept = pm_arena_alloc(arena, deltas.nr * sizeof(*kept));
		memcpy(kept, deltas.item, deltas.nr * sizeof(*kept));
	}
	*out = (struct pm_commit_info){
		.id = field[ID],
		.abbrev = abbreviate(log, arena, field[ID], field[ABBREV]),
		.author_name = field[NAME],
		.author_email = field[EMAIL],
		.author_time = pm_git_time(*field[AUTHORED] ?
						   field[AUTHORED] :
						   field[COMMITTED]),
		.commit_time = pm_git_time(field[COMMITTED]),
		.subject = field[SUBJECT],
		.body = field[BODY],
		.reason = reason_in(arena, field[BODY]),
		.parents = count_words(field[PARENTS]),
		.delta = kept,
		.deltas = deltas.nr,
	};
	pm_deltas_release(&deltas);
	return 1;
}

void pm_log_close(struct pm_log *log)
{
	struct pm_error err;

	if (!log)
		return;
	pm_stream_close(log->stream, &err);
	free(log->ahead);
	free(log);
}

int pm_log_is_cut_off(bool *out, const struct pm_repo *repo,
		      const struct pm_commit_info *commit,
		      struct pm_error *err)
{
	struct pm_strlist argv = { 0 };
	struct pm_buf raw = { 0 };
	const char *end, *parent;
	int code;

	*out = false;
	if (!repo->is_shallow || commit->parents)
		return PM_OK;
	pm_strlist_add(&argv, "git");
	pm_strlist_add(&argv, "cat-file");
	pm_strlist_add(&argv, "commit");
	pm_strlist_add(&argv, commit->id);
	code = pm_git(&argv, &raw, err);
	if (code >= 0) {
		end = strstr(pm_buf_str(&raw), "\n\n");
		parent = strstr(pm_buf_str(&raw), "\nparent ");
		*out = parent && (!end || parent < end);
	}
	pm_strlist_release(&argv);
	pm_buf_release(&raw);
	return code;
}

int pm_log_is_cut_off_at(bool *out, struct pm_repo *repo, const char *commit,
			 struct pm_error *err)
{
	const char *const commits[] = { commit, NULL };
	const struct pm_log_options options = { .commits = commits };
	struct pm_commit_info info;
	struct pm_arena arena = { 0 };
	struct pm_log *log = NULL;
	int code;

	*out = false;
	if (!repo->is_shallow)
		return PM_OK;
	code = pm_log_open(&log, repo, &options, err);
	if (code >= 0)
		code = pm_log_next(&info, log, &arena, err);
	if (code > 0)
		code = pm_log_is_cut_off(out, repo, &info, err);
	pm_log_close(log);
	pm_arena_release(&arena);
	return code < 0 ? code : PM_OK;
}

static const char *keep(struct pm_arena *arena, const char *text)
{
	return text ? pm_arena_strdup(arena, text) : NULL;
}

const struct pm_commit_info *
pm_commit_keep(struct pm_arena *arena, const struct pm_commit_info *commit)
{
	struct pm_commit_info *out = pm_arena_alloc(arena, sizeof(*out));

	*out = *commit;
	out->id = keep(arena, commit->id);
	out->abbrev = keep(arena, commit->abbrev);
	out->author_name = keep(arena, commit->author_name);
	out->author_email = keep(arena, commit->author_email);
	out->subject = keep(arena, commit->subject);
	out->body = keep(arena, commit->body);
	out->reason = keep(arena, commit->reason);
	out->delta = NULL;
	out->deltas = 0;
	return out;
}

/* SPDX-License-Identifier: MIT */
#include "git/graph.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "git/diff.h"
#include "git/plumbing.h"
#include "git/process.h"

#define SHORT_FORMAT "--format=%H%x00%P%x00%ct%x00%at%x00"
/* Reading a message costs more than all the rest. */
#define WHOLE_FORMAT SHORT_FORMAT "%B%x00"

enum field {
	ID,
	PARENTS,
	COMMITTED,
	AUTHORED,
	MESSAGE,
	FIELDS,
};

struct pm_graph {
	struct pm_stream *stream;
	char *ahead; /* the next record's id, read already */
	bool has_messages;
	bool is_over;
};

#define RAW "--root", PM_DIFF_RAW, "--no-renames", "--no-follow"

static void make_argv(struct pm_strlist *argv, const struct pm_repo *repo,
		      const struct pm_graph_options *options)
{
	static const char *const words[] = {
		"git", "log", "--no-notes", "--no-show-signature",
		"--no-decorate", "--no-mailmap", "--encoding=UTF-8", NULL
	};
	static const char *const simplified[] = {
		RAW, "--parents", SHORT_FORMAT, NULL
	};
	static const char *const whole[] = {
		"-s", "-z", "--ignore-missing", WHOLE_FORMAT, NULL
	};
	static const char *const changing[] = {
		RAW, "--full-history", "--ignore-missing", SHORT_FORMAT, NULL
	};
	static const char *const *const all[] = { simplified, whole,
						  changing };

	pm_strlist_add_all(argv, words);
	pm_strlist_add_all(argv, all[options->kind]);
	pm_strlist_add(argv, options->tip);
	if (options->known && *options->known) {
		pm_strlist_add(argv, "--not");
		pm_strlist_add_all(argv, options->known);
	}
	pm_strlist_add(argv, "--");
	/* Everything is a path too: without one, git simplifies nothing. */
	if (options->kind != PM_GRAPH_WHOLE)
		pm_git_path_here(argv, repo, options->path);
}

int pm_graph_open(struct pm_graph **out, struct pm_repo *repo,
		  const struct pm_graph_options *options, struct pm_error *err)
{
	struct pm_strlist argv = { 0 };
	struct pm_run run = { .env = options->reads_all ? pm_git_env_for_all :
							  pm_git_env };
	struct pm_stream *stream;
	int code;

	make_argv(&argv, repo, options);
	run.argv = (const char *const *)argv.item;
	code = pm_stream_open(&stream, &run, err);
	pm_strlist_release(&argv);
	if (code < 0)
		return code;
	*out = pm_xcalloc(1, sizeof(**out));
	(*out)->stream = stream;
	(*out)->has_messages = options->kind == PM_GRAPH_WHOLE;
	return PM_OK;
}

static int finish(struct pm_graph *graph, struct pm_error *err)
{
	struct pm_stream *stream = graph->stream;

	graph->stream = NULL;
	graph->is_over = true;
	return pm_stream_close(stream, err);
}

/* Git's own words, when it died, say more than that they were cut. */
static int fail_format(struct pm_graph *graph, struct pm_error *err)
{
	int code = finish(graph, err);

	return code < 0 ? code
			: pm_fail(err, PM_ERROR, "cannot understand what "
				  "'git log' printed");
}

/* 1 with the fields, 0 at the end. */
static int read_fields(const char *field[FIELDS], struct pm_graph *graph,
		       struct pm_arena *arena, struct pm_error *err)
{
	int nr = graph->has_messages ? FIELDS : MESSAGE;
	char *id = graph->ahead ? graph->ahead
				: pm_stream_next(graph->stream, '\0', NULL);

	if (!id) {
		graph->is_over = true;
		return 0;
	}
	if (!pm_is_oid(id))
		return fail_format(graph, err);
	field[ID] = pm_arena_strdup(arena, id);
	free(graph->ahead);
	graph->ahead = NULL;
	for (int i = PARENTS; i < nr; i++) {
		char *text = pm_stream_next(graph->stream, '\0', NULL);

		if (!text)
			return fail_format(graph, err);
		/* The last one, the message, is not kept. */
		field[i] = i == FIELDS - 1 ? text :
			   *text	   ? pm_arena_strdup(arena, text) :
					     "";
	}
	return 1;
}

static int add_delta(struct pm_deltas *list, struct pm_stream *stream,
		     const char *meta, struct pm_arena *arena)
{
	struct pm_delta delta;
	char *path;

	if (!pm_diff_meta(&delta, pm_arena_strdup(arena, meta)))
		return PM_ERROR;
	path = pm_stream_next(stream, '\0', NULL);
	if (!path)
		return PM_ERROR;
	delta.path = pm_arena_strdup(arena, path);
	PM_GROW(list->item, list->nr, list->alloc);
	list->item[list->nr++] = delta;
	return PM_OK;
}

static void set_side(struct pm_side *side, struct pm_arena *arena,
		     struct pm_deltas *list)
{
	struct pm_delta *kept = NULL;

	if (list->nr) {
		kept = pm_arena_alloc(arena, list->nr * sizeof(*kept));
		memcpy(kept, list->item, list->nr * sizeof(*kept));
	}
	side->delta = kept;
	side->deltas = list->nr;
	pm_deltas_release(list);
}

/* Up to the next record's id, which is kept. */
static int read_side(struct pm_side *side, struct pm_graph *graph,
		     struct pm_arena *arena, struct pm_error *err)
{
	struct pm_deltas list = { 0 };
	char *text;

	while ((text = pm_stream_next(graph->stream, '\0', NULL))) {
		if (*text == '\n')
			text++;
		if (!*text)
			continue;
		if (*text != ':') {
			graph->ahead = pm_xstrdup(text);
			break;
		}
		if (add_delta(&list, graph->stream, text, arena) < 0) {
			pm_deltas_release(&list);
			return fail_format(graph, err);
		}
	}
	set_side(side, arena, &list);
	return PM_OK;
}

static void set_parents(struct pm_graph_commit *out, struct pm_arena *arena,
			const char *ids)
{
	struct pm_strlist list = { 0 };

	pm_strlist_split(&list, ids, " ");
	out->sides = list.nr ? list.nr : 1;
	out->side = pm_arena_alloc(arena, out->sides * sizeof(*out->side));
	for (size_t i = 0; i < list.nr; i++)
		out->side[i].parent = pm_arena_strdup(arena, list.item[i]);
	pm_strlist_release(&list);
}

static void set_claims(struct pm_graph_commit *out, struct pm_arena *arena,
		       const char *const field[FIELDS])
{
	const struct pm_claim claim = { .commit = out->id,
					.time = out->commit_time };
	struct pm_claims list = { 0 };
	struct pm_claim *kept;

	pm_claims_take(&list, arena, claim, field[MESSAGE], PM_CLAIM_ALL);
	if (list.nr) {
		kept = pm_arena_alloc(arena, list.nr * sizeof(*kept));
		memcpy(kept, list.item, list.nr * sizeof(*kept));
		out->claim = kept;
		out->claims = list.nr;
	}
	pm_claims_release(&list);
}

int pm_graph_next(struct pm_graph_commit *out, struct pm_graph *graph,
		  struct pm_arena *arena, struct pm_error *err)
{
	const char *field[FIELDS];
	int code;

	if (graph->is_over)
		return 0;
	code = read_fields(field, graph, arena, err);
	if (code <= 0)
		return code;
	*out = (struct pm_graph_commit){
		.id = field[ID],
		.commit_time = pm_git_seconds(field[COMMITTED]),
		.author_time = pm_git_seconds(*field[AUTHORED] ?
						       field[AUTHORED] :
						       field[COMMITTED]),
	};
	if (graph->has_messages)
		set_claims(out, arena, field);
	set_parents(out, arena, field[PARENTS]);
	code = read_side(&out->side[0], graph, arena, err);
	return code < 0 ? code : 1;
}

int pm_graph_close(struct pm_graph *graph, struct pm_error *err)
{
	struct pm_error ignored;
	int code = PM_OK;

	if (!graph)
		return PM_OK;
	if (graph->is_over && graph->stream)
		code = finish(graph, err);
	else
		pm_stream_close(graph->stream, &ignored);
	free(graph->ahead);
	free(graph);
	return code;
}

/* git repeats a line that names no object, and lets go of what it holds back
 * before: so the end of an answer is seen. */
#define END "end\n"

static int start_differ(struct pm_differ *differ, struct pm_error *err)
{
	static const char *const words[] = {
		"git", "diff-tree", "--stdin", "-r", "--root", "--always",
		PM_DIFF_RAW, "--no-renames", "--", NULL
	};
	struct pm_strlist argv = { 0 }, env = { 0 };
	struct pm_run run = { 0 };
	int code;

	pm_git_env_for_trees(&env, differ->repo);
	pm_strlist_add_all(&argv, words);
	if (*differ->path)
		pm_git_path_here(&argv, differ->repo, differ->path);
	if (*differ->path && differ->also)
		pm_git_path_here(&argv, differ->repo, differ->also);
	run.argv = (const char *const *)argv.item;
	run.env = (const char *const *)env.item;
	code = pm_stream_open(&differ->stream, &run, err);
	pm_strlist_release(&argv);
	pm_strlist_release(&env);
	return code;
}

static int read_pair(struct pm_deltas *list, struct pm_stream *stream,
		     struct pm_arena *arena)
{
	const char *text = pm_stream_next(stream, '\0', NULL);

	if (!text || !pm_is_oid(text))
		return PM_ERROR;
	for (;;) {
		char meta[256] = ":";

		text = pm_stream_read(stream, 1);
		if (!text)
			return PM_ERROR;
		if (*text == *END)
			break;
		if (*text != ':')
			return PM_ERROR;
		text = pm_stream_next(stream, '\0', NULL);
		if (!text || strlen(text) > sizeof(meta) - 2)
			return PM_ERROR;
		memcpy(meta + 1, text, strlen(text) + 1);
		if (add_delta(list, stream, meta, arena) < 0)
			return PM_ERROR;
	}
	return pm_stream_read(stream, strlen(END) - 1) ? PM_OK : PM_ERROR;
}

int pm_differ_ask(struct pm_side *out, struct pm_differ *differ,
		  struct pm_arena *arena, const char *commit,
		  const char *parent, struct pm_error *err)
{
	struct pm_deltas list = { 0 };
	struct pm_buf line = { 0 };
	int code = PM_OK;

	if (!differ->stream)
		code = start_differ(differ, err);
	if (code < 0)
		return code;
	pm_buf_addf(&line, "%s%s%s\n" END, commit, parent ? " " : "",
		    parent ? parent : "");
	code = pm_stream_write(differ->stream, line.ptr, line.len, err);
	pm_buf_release(&line);
	if (code >= 0 && read_pair(&list, differ->stream, arena) < 0) {
		code = pm_stream_close(differ->stream, err);
		differ->stream = NULL;
		if (code >= 0)
			code = pm_fail(err, PM_ERROR, "cannot understand what "
				       "'git diff-tree' printed");
	}
	*out = (struct pm_side){ .parent = parent };
	set_side(out, arena, &list);
	return code;
}

void pm_differ_release(struct pm_differ *differ)
{
	struct pm_error ignored;

	pm_stream_close(differ->stream, &ignored);
	differ->stream = NULL;
}

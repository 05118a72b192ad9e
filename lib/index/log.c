/* SPDX-License-Identifier: MIT */
#include "index/log.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_LOT 32

struct pm_index_log {
	struct pm_index *index;
	struct pm_index_walk *walk;
	struct pm_log *details; /* of the lot; NULL: none is open */
	struct pm_arena arena;	/* of the lot */
	struct pm_index_commit *lot;
	size_t nr, at, size;
	bool is_over;
};

int pm_index_log_open(struct pm_index_log **out, struct pm_index *index,
		      const struct pm_index_walk_options *options,
		      struct pm_error *err)
{
	struct pm_index_log *log = pm_xcalloc(1, sizeof(*log));
	int code;

	log->index = index;
	log->size = FIRST_LOT;
	code = pm_index_walk_open(&log->walk, index, options, err);
	if (code < 0) {
		free(log);
		return code;
	}
	log->lot = pm_xcalloc(PM_LOG_COMMITS, sizeof(*log->lot));
	*out = log;
	return PM_OK;
}

static int ask_details(struct pm_index_log *log, struct pm_error *err)
{
	const char **commits = pm_xcalloc(log->nr + 1, sizeof(*commits));
	const struct pm_log_options options = { .commits = commits };
	int code;

	for (size_t i = 0; i < log->nr; i++)
		commits[i] = log->lot[i].id;
	code = pm_log_open(&log->details, log->index->repo, &options, err);
	free(commits);
	return code;
}

/* 1 when there is another lot. */
static int next_lot(struct pm_index_log *log, struct pm_error *err)
{
	int code = 1;

	pm_log_close(log->details);
	log->details = NULL;
	pm_arena_release(&log->arena);
	log->nr = log->at = 0;
	while (log->nr < log->size) {
		code = pm_index_walk_next(&log->lot[log->nr], log->walk,
					  &log->arena, err);
		if (code <= 0)
			break;
		log->nr++;
	}
	if (code < 0)
		return code;
	log->is_over = code == 0;
	log->size = PM_LOG_COMMITS;
	if (!log->nr)
		return 0;
	code = ask_details(log, err);
	return code < 0 ? code : 1;
}

int pm_index_log_next(struct pm_commit_info *out, struct pm_index_log *log,
		      struct pm_arena *arena, struct pm_error *err)
{
	const struct pm_index_commit *commit;
	int code;

	if (log->at == log->nr) {
		if (log->is_over)
			return 0;
		code = next_lot(log, err);
		if (code <= 0)
			return code;
	}
	code = pm_log_next(out, log->details, arena, err);
	commit = &log->lot[log->at++];
	if (code == 0 || (code > 0 && strcmp(out->id, commit->id)))
		return pm_fail(err, PM_ERROR, "'git log' does not tell commit "
			       "%s", commit->id);
	if (code > 0) {
		out->delta = commit->delta;
		out->deltas = commit->deltas;
	}
	return code;
}

const struct pm_index_commit *
pm_index_log_last(const struct pm_index_log *log)
{
	return &log->lot[log->at - 1];
}

void pm_index_log_close(struct pm_index_log *log)
{
	if (!log)
		return;
	pm_log_close(log->details);
	pm_index_walk_close(log->walk);
	pm_arena_release(&log->arena);
	free(log->lot);
	free(log);
}

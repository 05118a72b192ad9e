/* SPDX-License-Identifier: MIT */
#include "history/annotate.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/strlist.h"
#include "git/objects.h"
#include "history/descent.h"
#include "history/gained.h"

struct annotate {
	struct pm_annotate *out;
	struct pm_repo *repo;
	const struct pm_policy *policy;
	struct pm_descent descent;
	struct pm_moves moves;
	struct pm_strlist commits; /* that something is told of */
	const struct pm_commit_info **info; /* of each of them */
	struct pm_error *err;
};

/* The record as the tip has it; without any field when it has none. */
static int read_tip(struct pm_record *tip, struct annotate *b,
		    const char *revision, struct pm_error *err)
{
	size_t limit = tip->kind == PM_ACTION ? PM_MAX_ACTION :
						PM_MAX_DOCUMENT;
	struct pm_buf text = { 0 };
	struct pm_error own = { 0 };
	size_t size;
	int code;

	code = pm_object_read_path(&text, &size, NULL, b->repo, revision,
				   tip->path, limit, &own);
	if (code < 0 && code != PM_ENOTFOUND)
		*err = own;
	if (code >= 0)
		pm_record_read(tip, &b->out->arena,
			       size > limit ? NULL : pm_buf_str(&text), size,
			       b->policy, PM_READ_LEDGER);
	pm_buf_release(&text);
	return code == PM_ENOTFOUND ? PM_OK : code;
}

static void begin(struct annotate *b, const struct pm_record *record,
		  const struct pm_record *tip)
{
	struct pm_annotate *out = b->out;

	out->record = record;
	out->line = pm_arena_alloc(&out->arena,
				   PM_FIELDS * sizeof(*out->line));
	for (enum pm_field f = 0; f < PM_FIELDS; f++) {
		struct pm_annotate_line *line = &out->line[out->nr];
		const char *committed = pm_record_text(tip, f);

		line->value = pm_record_get(record, f);
		if (!line->value)
			continue;
		out->nr++;
		line->by = committed && !strcmp(committed, line->value->text) ?
				   PM_ANNOTATED_BEYOND :
				   PM_ANNOTATED_NOBODY;
	}
}

/* --- who they are --- */

static void want(struct annotate *b, const char *commit)
{
	if (!pm_strlist_has(&b->commits, commit))
		pm_strlist_add(&b->commits, commit);
}

static const struct pm_commit_info *info_of(const struct annotate *b,
					    const char *commit)
{
	for (size_t i = 0; i < b->commits.nr; i++) {
		if (!strcmp(b->commits.item[i], commit))
			return b->info[i];
	}
	return NULL;
}

/* All commits that were wanted, some at a time. */
static int ask_infos(struct annotate *b)
{
	size_t nr = 0;
	int code = PM_OK;

	b->info = pm_xcalloc(b->commits.nr + 1, sizeof(*b->info));
	while (nr < b->commits.nr && code >= 0) {
		const char *some[PM_LOG_COMMITS + 1] = { NULL };
		const struct pm_log_options options = { .commits = some };
		struct pm_commit_info info;
		struct pm_arena arena = { 0 };
		struct pm_log *log = NULL;

		for (size_t i = 0; i < PM_LOG_COMMITS &&
				   nr + i < b->commits.nr; i++)
			some[i] = b->commits.item[nr + i];
		code = pm_log_open(&log, b->repo, &options, b->err);
		while (code >= 0 && nr < b->commits.nr &&
		       (code = pm_log_next(&info, log, &arena, b->err)) > 0)
			b->info[nr++] = pm_commit_keep(&b->out->arena, &info);
		if (code == 0 && nr < b->commits.nr && !some[nr % PM_LOG_COMMITS])
			code = pm_fail(b->err, PM_ERROR,
				       "'git log' does not tell all commits");
		pm_log_close(log);
		pm_arena_release(&arena);
	}
	return code < 0 ? code : PM_OK;
}

/* --- fields and moves --- */

static enum pm_field field_of(const struct pm_annotate_line *line)
{
	return line->value->field;
}

static void settle(struct annotate *b, size_t setter[PM_FIELDS])
{
	for (size_t i = 0; i < b->out->nr; i++) {
		const struct pm_annotate_line *line = &b->out->line[i];

		if (line->by != PM_ANNOTATED_BEYOND)
			continue;
		setter[i] = pm_descent_setter(&b->descent, 0, field_of(line));
		if (!b->descent.item[setter[i]].is_cut)
			want(b, b->descent.item[setter[i]].commit);
	}
}

static void tell_fields(struct annotate *b, const size_t setter[PM_FIELDS])
{
	for (size_t i = 0; i < b->out->nr; i++) {
		struct pm_annotate_line *line = &b->out->line[i];

		if (line->by != PM_ANNOTATED_BEYOND ||
		    b->descent.item[setter[i]].is_cut)
			continue;
		line->by = PM_ANNOTATED_COMMIT;
		line->commit = info_of(
			b, b->descent.item[setter[i]].commit);
	}
}

/* --- and in the words of the item's own history --- */

static void tell_events(struct annotate *b, const struct pm_record *tip)
{
	const struct pm_ledger *ledger = &tip->ledger;

	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++) {
		const struct pm_ledger_event *event =
			pm_ledger_last(ledger, ledger->nr, f);

		for (size_t i = 0; event && i < b->out->nr; i++) {
			struct pm_annotate_line *line = &b->out->line[i];

			if (field_of(line) == pm_ledger_field(tip->kind, f) &&
			    line->commit &&
			    pm_ledger_is_value(b->policy, event, f,
					       line->value->text) &&
			    !pm_commit_says(b->policy, line->commit, event))
				line->event = event;
		}
	}
}

/* The versions that gave `due` a value, newest first, back to the beginning
 * of the record. */
static size_t find_due(struct annotate *b, size_t *version)
{
	size_t nr = pm_descent_setters(version, &b->descent, PM_F_DUE);

	/* What stood there when the history that is here begins is no step. */
	return nr - b->descent.item[version[nr - 1]].is_cut;
}

static void set_step(struct pm_slip_step *step, const struct annotate *b,
		     size_t nr)
{
	const struct pm_version_of *v = &b->descent.item[nr];
	const struct pm_record *now = pm_descent_readable(&b->descent, nr);
	const struct pm_record *before =
		v->parents ? pm_descent_readable(&b->descent, v->parent[0]) :
			     NULL;

	*step = (struct pm_slip_step){
		.commit = info_of(b, v->commit),
		.to = now ? pm_record_text(now, PM_F_DUE) : NULL,
		.from = before ? pm_record_text(before, PM_F_DUE) : NULL,
		.was_promise = before && pm_state_is_promise(
						 pm_record_state(before)),
	};
}

static void tell_slips(struct annotate *b, const size_t *version, size_t nr)
{
	struct pm_slip_step *step = pm_xcalloc(nr + 1, sizeof(*step));

	for (size_t i = 0; i < nr; i++)
		set_step(&step[i], b, version[i]);
	/* The days outlive the versions that they stand in. */
	for (size_t i = 0; i < nr; i++) {
		if (step[i].from)
			step[i].from = pm_arena_strdup(&b->out->arena,
						       step[i].from);
		if (step[i].to)
			step[i].to = pm_arena_strdup(&b->out->arena,
						     step[i].to);
	}
	pm_slips_sum(&b->out->slips, &b->out->arena, step, nr);
	free(step);
}

static int trace(struct annotate *b, const struct pm_record *tip)
{
	size_t setter[PM_FIELDS] = { 0 };
	size_t *due = pm_xcalloc(b->descent.nr + 1, sizeof(*due));
	size_t dues = 0;
	int code;

	settle(b, setter);
	/* Of a day that somebody is just taking out nothing is told. */
	if (tip->kind == PM_ACTION && !tip->ledger.nr &&
	    pm_record_text(tip, PM_F_DUE) &&
	    pm_record_text(b->out->record, PM_F_DUE))
		dues = find_due(b, due);
	for (size_t i = 0; i < dues; i++)
		want(b, b->descent.item[due[i]].commit);
	code = ask_infos(b);
	if (code >= 0) {
		tell_fields(b, setter);
		tell_events(b, tip);
		if (!tip->ledger.nr)
			tell_slips(b, due, dues);
	}
	free(due);
	return code;
}

int pm_annotate(struct pm_annotate *out, struct pm_repo *repo,
		const struct pm_policy *policy, const struct pm_record *record,
		const char *revision, struct pm_error *err)
{
	struct pm_record tip = { .kind = record->kind, .id = record->id,
				 .path = record->path };
	struct annotate b = { .out = out, .repo = repo, .policy = policy,
			      .err = err };
	char *commit = NULL;
	int code;

	code = revision ? pm_repo_resolve(repo, revision, &commit, err) :
			  pm_repo_head(repo, &commit, err);
	if (code >= 0 && commit)
		code = read_tip(&tip, &b, commit, err);
	if (code >= 0)
		begin(&b, record, &tip);
	if (code >= 0 && commit)
		code = pm_descent_read(&b.descent, repo, policy, &b.moves,
				       record->kind, commit, record->path,
				       err);
	if (code >= 0 && tip.kind == PM_ACTION &&
	    pm_record_text(record, PM_F_DUE))
		pm_slips_read(&out->slips, &out->arena, &tip);
	if (code >= 0 && b.descent.nr)
		code = trace(&b, &tip);
	pm_descent_release(&b.descent);
	pm_moves_release(&b.moves);
	pm_strlist_release(&b.commits);
	free(b.info);
	free(commit);
	if (code < 0)
		pm_annotate_release(out);
	return code;
}

void pm_annotate_release(struct pm_annotate *annotate)
{
	pm_arena_release(&annotate->arena);
	memset(annotate, 0, sizeof(*annotate));
}

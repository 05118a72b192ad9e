/* SPDX-License-Identifier: MIT */
#include "history/steps.h"

#include <stdlib.h>
#include <string.h>

#include "git/process.h"

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

static const struct pm_change *find_change(const struct pm_changes *changes,
					   enum pm_change_kind kind,
					   enum pm_field field)
{
	for (size_t i = 0; i < changes->nr; i++) {
		const struct pm_change *c = &changes->item[i];

		if (c->kind == kind &&
		    (kind != PM_CHANGE_FIELD || c->field == field))
			return c;
	}
	return NULL;
}

static bool is_known(const struct pm_record *record)
{
	return !record || !record->is_unreadable;
}

static const char *text_of(const struct pm_record *record, enum pm_field field)
{
	return record && is_known(record) ? pm_record_text(record, field) :
					    NULL;
}

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* False when the event left the field as it was. */
static bool read_step(struct pm_step *out, const struct pm_event_record *record,
		      enum pm_field field)
{
	const struct pm_changes *changes = &record->changes;
	const struct pm_change *change =
		find_change(changes, PM_CHANGE_FIELD, field);

	*out = (struct pm_step){
		.from_is_known = true,
		/* That what is new cannot be read is not told. */
		.to_is_known = is_known(record->after),
		.is_birth = record->is_import ||
			    find_change(changes, PM_CHANGE_ADDED, field),
		.was_promise = record->before && record->kind == PM_ACTION &&
			       pm_state_is_promise(
				       pm_record_state(record->before)),
	};
	out->path = (record->after ? record->after : record->before)->path;
	out->old_path = record->before ? record->before->path : NULL;
	if (change) {
		out->from = change->before;
		out->to = change->after;
		return true;
	}
	/* Not told field by field where one side cannot be read or is gone. */
	if (find_change(changes, PM_CHANGE_UNREADABLE, field)) {
		out->from = text_of(record->before, field);
		out->to = text_of(record->after, field);
		out->from_is_known = is_known(record->before);
		out->to_is_known = is_known(record->after);
		return true;
	}
	if (find_change(changes, PM_CHANGE_REMOVED, field)) {
		out->from = text_of(record->before, field);
		out->from_is_known = is_known(record->before);
		return true;
	}
	return out->is_birth;
}

static bool is_move(const struct pm_step *step)
{
	return step->path && step->old_path &&
	       strcmp(step->path, step->old_path) != 0;
}

bool pm_steps_add(struct pm_steps *steps, struct pm_arena *arena,
		  const struct pm_event *event,
		  const struct pm_commit_info *commit)
{
	bool any = false;

	for (size_t i = 0; i < event->records; i++) {
		const struct pm_event_record *record = &event->record[i];
		struct pm_step step;
		bool changed = read_step(&step, record, steps->field);

		if (!changed && !is_move(&step))
			continue;
		if (!changed)
			step.from = step.to = text_of(record->after,
						      steps->field);
		step.commit = commit;
		step.old_path = keep(arena, step.old_path);
		step.path = keep(arena, step.path);
		step.from = keep(arena, step.from);
		step.to = keep(arena, step.to);
		PM_GROW(steps->item, steps->nr, steps->alloc);
		steps->item[steps->nr++] = step;
		any = any || changed;
	}
	return any;
}

static int is_ancestor(bool *out, struct pm_steps *steps, const char *ancestor,
		       const char *commit, struct pm_error *err)
{
	const char *const argv[] = { "git",	 "merge-base", "--is-ancestor",
				     ancestor, commit,	     NULL };
	const struct pm_run run = { .argv = argv };
	struct pm_buf words = { 0 };
	int status;

	for (size_t i = 0; i < steps->known_nr; i++) {
		const struct pm_kinship *k = &steps->known[i];

		if (k->ancestor == ancestor && k->commit == commit) {
			*out = k->holds;
			return PM_OK;
		}
	}
	status = pm_run(&run, NULL, &words, err);
	if (status > 1)
		status = pm_fail(err, PM_ERROR, "git merge-base: %s",
				 pm_buf_str(&words));
	pm_buf_release(&words);
	if (status < 0)
		return status;
	*out = !status;
	PM_GROW(steps->known, steps->known_nr, steps->known_alloc);
	steps->known[steps->known_nr++] = (struct pm_kinship){
		.ancestor = ancestor, .commit = commit, .holds = *out
	};
	return PM_OK;
}

/*
 * Whether what step `nr` left lives on in the record at the tip. Its path may
 * have been left to another record since.
 */
static int is_of_record(bool *out, struct pm_steps *steps, size_t nr,
			struct pm_error *err)
{
	const char *path = steps->item[nr].path;
	size_t at = nr;

	*out = true;
	if (!steps->path || !path)
		return PM_OK;
	for (size_t i = nr; i--;) {
		const struct pm_step *step = &steps->item[i];
		bool follows;
		int code;

		if (!is_move(step) || (strcmp(step->path, path) != 0 &&
				       strcmp(step->old_path, path) != 0))
			continue;
		code = is_ancestor(&follows, steps,
				   steps->item[at].commit->id,
				   step->commit->id, err);
		if (code < 0)
			return code;
		if (!follows)
			continue;
		/* Something else came there: this had gone. */
		if (!strcmp(step->path, path)) {
			*out = false;
			return PM_OK;
		}
		path = step->path;
		at = i;
	}
	/* A merge may have moved it, and have nothing of its own to tell. */
	*out = at == nr || !strcmp(path, steps->path);
	return PM_OK;
}

/*
 * Whether a younger commit took away what step `nr` had set. On one line of
 * commits that cannot be; it is how a branch looks whose own change and its
 * undoing are both below the tip.
 */
static int is_undone(bool *out, struct pm_steps *steps, size_t start,
		     size_t nr, struct pm_error *err)
{
	const struct pm_step *set = &steps->item[nr];
	int code = PM_OK;
	bool ours;

	*out = false;
	for (size_t i = start; i < nr && !*out && code >= 0; i++) {
		const struct pm_step *step = &steps->item[i];

		if (step->from_is_known && step->to_is_known &&
		    same(step->from, set->to) && !same(step->to, set->to) &&
		    !step->is_birth)
			code = is_of_record(&ours, steps, i, err);
		else
			continue;
		if (code >= 0 && ours)
			code = is_ancestor(out, steps, set->commit->id,
					   step->commit->id, err);
	}
	return code;
}

/* What stood there before versions that could not be read: the number of the
 * step that made it unreadable; steps->nr when that is not known. */
static size_t find_readable(const struct pm_steps *steps, size_t nr)
{
	for (nr++; nr < steps->nr; nr++) {
		const struct pm_step *step = &steps->item[nr];

		if (!step->to_is_known && (step->from_is_known))
			break;
	}
	return nr;
}

enum verdict {
	NOT_THIS,
	THIS,
	UNKNOWN_YET,
};

static enum verdict judge(struct pm_setter *out, const struct pm_steps *steps,
			  size_t nr, const char *value, bool at_end)
{
	const struct pm_step *step = &steps->item[nr];
	size_t before;

	*out = (struct pm_setter){ .step = nr, .from = step->from,
				   .was_promise = step->was_promise,
				   .next = nr + 1 };
	if (!step->to_is_known || !same(step->to, value))
		return NOT_THIS;
	if (step->is_birth)
		return THIS;
	if (step->from_is_known)
		return same(step->from, value) ? NOT_THIS : THIS;
	before = find_readable(steps, nr);
	if (before == steps->nr)
		return at_end ? THIS : UNKNOWN_YET;
	step = &steps->item[before];
	/* It only became readable again. */
	if (same(step->from, value) && !step->is_birth)
		return NOT_THIS;
	out->from = step->from;
	out->was_promise = step->was_promise;
	out->next = before + 1;
	return THIS;
}

int pm_steps_find(struct pm_setter *out, struct pm_steps *steps, size_t start,
		  const char *value, bool at_end, struct pm_error *err)
{
	struct pm_setter doubtful = { 0 };
	bool has_doubtful = false;

	for (size_t i = start; i < steps->nr; i++) {
		enum verdict verdict = judge(out, steps, i, value, at_end);
		bool undone, ours;
		int code;

		if (verdict == UNKNOWN_YET)
			return 0;
		if (verdict == NOT_THIS)
			continue;
		code = is_of_record(&ours, steps, i, err);
		if (code >= 0)
			code = is_undone(&undone, steps, start, i, err);
		if (code < 0)
			return code;
		if (ours && !undone)
			return 1;
		if (!has_doubtful)
			doubtful = *out;
		has_doubtful = true;
	}
	*out = doubtful;
	return at_end && has_doubtful;
}

void pm_steps_release(struct pm_steps *steps)
{
	free(steps->item);
	free(steps->known);
	memset(steps, 0, sizeof(*steps));
}

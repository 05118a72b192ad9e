/* SPDX-License-Identifier: MIT */
#include "doctor/doctor.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "doctor/examine.h"

const char *const pm_note_state_name[PM_NOTE_STATES + 1] = {
	"ok", "hint", "warning", "error", NULL,
};

struct pm_note *pm_note(struct pm_doctor *doctor, const char *about,
			const char *id, enum pm_note_state state,
			const char *remedy, const char *fmt, ...)
{
	struct pm_note *note;
	va_list ap;

	PM_GROW(doctor->note, doctor->nr, doctor->alloc);
	note = &doctor->note[doctor->nr++];
	*note = (struct pm_note){ .about = about, .id = id, .state = state };
	if (remedy)
		note->remedy = pm_arena_strdup(&doctor->arena, remedy);
	va_start(ap, fmt);
	note->text = pm_arena_vprintf(&doctor->arena, fmt, ap);
	va_end(ap);
	return note;
}

void pm_note_failure(struct pm_doctor *doctor, const char *about,
		     const struct pm_error *err)
{
	pm_note(doctor, about, "unreadable", PM_NOTE_ERROR, NULL, "%s",
		err->message);
}

void pm_note_more(struct pm_doctor *doctor, const char *about, const char *id,
		  enum pm_note_state state, size_t nr, const char *things)
{
	if (nr > PM_DOCTOR_TOLD)
		pm_note(doctor, about, id, state, NULL, "and %zu more %s",
			nr - PM_DOCTOR_TOLD, things);
}

void pm_note_path(struct pm_buf *out, const struct pm_doctor *doctor,
		  const char *path)
{
	struct pm_buf seen = { 0 };

	if (*path == '/')
		pm_buf_addstr(&seen, path);
	else
		pm_path_to_prefix(&seen, doctor->repo->prefix, path);
	pm_shell_quote(out, pm_buf_str(&seen));
	pm_buf_release(&seen);
}

const char *pm_note_edit(struct pm_doctor *doctor, const char *path)
{
	struct pm_buf command = { 0 };
	const char *kept;

	if (!doctor->repo->top)
		return NULL;
	/* An editor may be set with its options: it is left to be split. */
	pm_buf_addstr(&command, "$(git var GIT_EDITOR) ");
	pm_note_path(&command, doctor, path);
	kept = pm_arena_strdup(&doctor->arena, pm_buf_str(&command));
	pm_buf_release(&command);
	return kept;
}

/* The work tree, or else the branch; 1 where there is neither. */
static int open_snapshot(struct pm_doctor *doctor, struct pm_error *err)
{
	struct pm_source source = { 0 };
	char *head = NULL;
	int code;

	if (doctor->repo->top) {
		code = pm_source_worktree(&source, doctor->repo, err);
	} else {
		code = pm_repo_head(doctor->repo, &head, err);
		if (code >= 0 && !head)
			return 1;
		source = (struct pm_source){ .repo = doctor->repo,
					     .place = PM_COMMIT,
					     .base = head };
	}
	if (code >= 0)
		code = pm_snapshot_open(&doctor->snapshot, &source, err);
	return code < 0 ? code : PM_OK;
}

static int read_records(struct pm_doctor *doctor, struct pm_error *err)
{
	int code = pm_snapshot_list(&doctor->snapshot, NULL, 0, err);

	return code < 0 ? code :
			  pm_snapshot_read(&doctor->snapshot,
					   PM_POSTMORTEM | PM_ACTION,
					   PM_READ_FIELDS | PM_READ_LEDGER,
					   err);
}

static void open_records(struct pm_doctor *doctor)
{
	struct pm_error err = { 0 };
	int code = open_snapshot(doctor, &err);

	if (code > 0) {
		pm_note(doctor, "policy", "policy-none", PM_NOTE_OK, NULL,
			"there is no commit yet, and so no post-mortem");
		return;
	}
	if (code < 0) {
		/* Something stands in the policy's place: it is used. */
		doctor->is_used = true;
		pm_note_failure(doctor, "policy", &err);
		return;
	}
	doctor->is_used = doctor->snapshot.policy.has_file;
	doctor->has_policy = !doctor->snapshot.policy.problems.nr;
	if (!doctor->has_policy)
		return;
	if (read_records(doctor, &err) < 0) {
		pm_note_failure(doctor, "records", &err);
		return;
	}
	doctor->has_records = true;
	doctor->is_used |= doctor->snapshot.nr > 0;
}

static void count(struct pm_doctor *doctor)
{
	for (size_t i = 0; i < doctor->nr; i++) {
		const struct pm_note *note = &doctor->note[i];

		if (note->fixed) {
			doctor->fixed++;
			continue;
		}
		doctor->count[note->state]++;
		doctor->fixable += note->is_fixable;
	}
}

void pm_doctor_look(struct pm_doctor *out, struct pm_repo *repo,
		    const struct pm_doctor_options *options)
{
	memset(out, 0, sizeof(*out));
	out->repo = repo;
	out->options = *options;
	open_records(out);
	pm_look_at_program(out);
	pm_look_at_hooks(out);
	pm_look_at_policy(out);
	pm_look_at_configuration(out);
	if (out->has_records) {
		pm_look_at_drivers(out);
		pm_look_at_people(out);
		pm_look_at_codeowners(out);
		pm_look_at_files(out);
		pm_look_at_unseen(out);
		pm_look_at_index(out);
	}
	if (out->has_index) {
		pm_look_at_history(out);
		pm_look_at_commits(out);
		pm_look_at_histories(out);
	}
	pm_look_at_clone(out);
	count(out);
}

void pm_doctor_release(struct pm_doctor *doctor)
{
	pm_snapshot_release(&doctor->snapshot);
	free(doctor->note);
	pm_arena_release(&doctor->arena);
	memset(doctor, 0, sizeof(*doctor));
}

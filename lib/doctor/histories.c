/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <stdlib.h>
#include <string.h>

#include "doctor/ledgers.h"
#include "git/mainline.h"

#define HEADS "refs/heads/"
#define COMMAND "git postmortem doctor --fix"

struct count {
	size_t records, none, late;
};

/* Of what is committed, since the log tells nothing of the rest. */
static int count(struct count *out, struct pm_doctor *doctor, const char *head,
		 struct pm_error *err)
{
	const struct pm_snapshot *s = &doctor->snapshot;
	const char *const root = s->policy.root;
	struct pm_entries files = { 0 };
	struct pm_ledgers_asked asked = { 0 };
	int code = pm_list_tree(&files, &doctor->arena, doctor->repo, head,
				&root, 1, err);

	for (size_t i = 0; i < s->nr; i++) {
		const struct pm_postmortem *pm = &s->item[i];

		for (size_t a = 0; a <= pm->actions && code >= 0; a++) {
			const struct pm_record *record =
				a ? &pm->action[a - 1] : &pm->record;
			bool is_late = false;

			if (!record->path || record->is_unreadable ||
			    !pm_entries_find(&files, record->path))
				continue;
			out->records++;
			out->none += !record->ledger.nr;
			if (record->ledger.nr && !doctor->repo->is_shallow)
				code = pm_ledger_is_late(&is_late, &asked,
							 doctor->repo,
							 &s->policy, record,
							 head, err);
			out->late += is_late;
		}
	}
	pm_ledgers_asked_release(&asked);
	pm_entries_release(&files);
	return code;
}

/* Why --fix does not do it here, and the command that leads to where it does;
 * false where it does. */
static bool is_refused(struct pm_doctor *doctor, struct pm_buf *why,
		       const char **remedy)
{
	struct pm_error ignored = { 0 };
	struct pm_strlist tips = { 0 };
	char *name = NULL, *remote = pm_remote_find(doctor->repo, &ignored);

	*remedy = NULL;
	if (!doctor->repo->top) {
		pm_buf_addstr(why, "a work tree");
	} else if (doctor->repo->is_shallow) {
		pm_buf_addstr(why, "a clone that has the whole log");
		*remedy = "git fetch --unshallow";
	} else if (pm_mainline_tips(&tips, &name, doctor->repo,
				    &ignored) >= 0 ||
		   (!remote &&
		    pm_mainline_find(&name, doctor->repo, &ignored) >= 0)) {
		pm_buf_addf(why, "the default branch, %s, so that no two "
				 "branches do it to the same file",
			    name + (strncmp(name, HEADS, strlen(HEADS)) ?
					    0 : strlen(HEADS)));
	}
	pm_strlist_release(&tips);
	free(name);
	free(remote);
	return why->len > 0;
}

static void write_them(struct pm_doctor *doctor, size_t note)
{
	const struct pm_doctor_options *options = &doctor->options;
	struct pm_buf done = { 0 };
	struct pm_error err = { 0 };

	if (options->write_histories(options->payload, &done, &err) < 0)
		pm_note_failure(doctor, "history", &err);
	else
		doctor->note[note].fixed = pm_arena_strdup(&doctor->arena,
							   pm_buf_str(&done));
	pm_buf_release(&done);
}

void pm_look_at_histories(struct pm_doctor *doctor)
{
	struct count found = { 0 };
	struct pm_error err = { 0 };
	struct pm_buf what = { 0 }, where = { 0 };
	const char *remedy;
	char *head = NULL;
	size_t at = doctor->nr;
	bool refused;
	int code = pm_repo_head(doctor->repo, &head, &err);

	if (code >= 0 && head)
		code = count(&found, doctor, head, &err);
	if (code < 0)
		pm_note_failure(doctor, "history", &err);
	if (code < 0 || !(found.none + found.late))
		goto out;
	if (found.none)
		pm_buf_addf(&what, "of %zu record%s %zu %s no history",
			    found.records, found.records == 1 ? "" : "s",
			    found.none, found.none == 1 ? "has" : "have");
	if (found.late)
		pm_buf_addf(&what, "%s%zu %s one that begins late",
			    found.none ? ", and " : "", found.late,
			    found.late == 1 ? "has" : "have");
	refused = is_refused(doctor, &where, &remedy);
	pm_note(doctor, "history", "history-missing", PM_NOTE_HINT,
		refused ? remedy : COMMAND,
		"%s; --fix writes what the log tells of them, in one commit%s"
		"%s", pm_buf_str(&what), refused ? ", only on " : "",
		pm_buf_str(&where))->is_fixable = !refused;
	if (!refused && doctor->options.fix && doctor->options.write_histories)
		write_them(doctor, at);
out:
	pm_buf_release(&what);
	pm_buf_release(&where);
	free(head);
}

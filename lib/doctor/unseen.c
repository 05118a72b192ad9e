/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <string.h>

#include "base/path.h"
#include "git/unseen.h"

/* Where the work tree and what git keeps part: see git/unseen.h. */

static bool is_record(void *payload, const char *path)
{
	return pm_path_is_record(payload, path, PM_MODE_FILE);
}

static const char *command(struct pm_doctor *doctor, const char *before,
			   const char *path)
{
	struct pm_buf text = { 0 };
	const char *kept;

	pm_buf_addf(&text, "%s ", before);
	pm_note_path(&text, doctor, path);
	kept = pm_arena_strdup(&doctor->arena, pm_buf_str(&text));
	pm_buf_release(&text);
	return kept;
}

struct ailment {
	const char *id;
	enum pm_note_state state;
	const char *cure; /* before the path */
	const char *text; /* behind it */
};

static void tell(struct pm_doctor *doctor, const struct pm_strlist *list,
		 const struct ailment *a)
{
	for (size_t i = 0; i < list->nr && i < PM_DOCTOR_TOLD; i++)
		pm_note(doctor, "records", a->id, a->state,
			command(doctor, a->cure, list->item[i]), "%s %s",
			list->item[i], a->text);
	pm_note_more(doctor, "records", a->id, a->state, list->nr,
		     "such records");
}

/* In the file where init puts our drivers: nearer than what says otherwise.
 * "-" would set an encoding to what is none. */
static const char *unfilter(struct pm_doctor *doctor)
{
	static const char none[] = "!filter !ident !working-tree-encoding";
	const char *root = doctor->snapshot.policy.root;
	struct pm_buf text = { 0 }, path = { 0 };
	const char *kept;

	pm_path_join(&path, root, ".gitattributes");
	pm_buf_addf(&text, "printf '%%s\\n' '%s %s' '%s %s' >>",
		    pm_record_pattern[0], none, pm_record_pattern[1], none);
	pm_note_path(&text, doctor, pm_buf_str(&path));
	pm_buf_addstr(&text, " && git add --renormalize ");
	pm_note_path(&text, doctor, *root ? root : ".");
	kept = pm_arena_strdup(&doctor->arena, pm_buf_str(&text));
	pm_buf_release(&text);
	pm_buf_release(&path);
	return kept;
}

static void tell_filtered(struct pm_doctor *doctor,
			  const struct pm_strlist *list)
{
	if (list->nr)
		pm_note(doctor, "records", "record-filtered", PM_NOTE_WARNING,
			unfilter(doctor),
			"git rewrites %zu record%s on the way (%s, as of %s): "
			"what is checked and what is read here differ",
			list->nr / 2, list->nr == 2 ? "" : "s", list->item[0],
			list->item[1]);
}

static void tell_skipped(struct pm_doctor *doctor,
			 const struct pm_strlist *list)
{
	static const struct ailment marked = {
		"record-skipped", PM_NOTE_WARNING,
		"git update-index --no-skip-worktree",
		"is marked skip-worktree: git looks at no change of it",
	};

	if (list->nr && doctor->snapshot.source.is_sparse)
		pm_note(doctor, "records", "record-sparse", PM_NOTE_HINT, NULL,
			"a sparse checkout leaves out %zu record%s, which are "
			"read from the index", list->nr,
			list->nr == 1 ? "" : "s");
	else
		tell(doctor, list, &marked);
}

void pm_look_at_unseen(struct pm_doctor *doctor)
{
	static const struct ailment gone = {
		"record-gone", PM_NOTE_WARNING, "git restore",
		"is gone from the work tree, and its removal is not staged: no "
		"list has it, and the branch does (where it was moved, \"git "
		"add -A\" the new place instead)",
	};
	static const struct ailment ignored = {
		"record-ignored", PM_NOTE_ERROR, "git add -f",
		"is ignored by git, and so it is never committed",
	};
	static const struct ailment assumed = {
		"record-assumed", PM_NOTE_WARNING,
		"git update-index --no-assume-unchanged",
		"is marked assume-unchanged: git looks at no change of it",
	};
	const struct pm_policy *policy = &doctor->snapshot.policy;
	struct pm_unseen_search *search = NULL;
	struct pm_unseen unseen = { 0 };
	struct pm_error err = { 0 };

	if (doctor->snapshot.source.place != PM_WORKTREE)
		return;
	if (pm_unseen_begin(&search, doctor->repo, policy->root, &err) < 0 ||
	    pm_unseen_end(&unseen, search, is_record, (void *)policy, true,
			  &err) < 0) {
		pm_note_failure(doctor, "records", &err);
		return;
	}
	tell(doctor, &unseen.gone, &gone);
	tell(doctor, &unseen.ignored, &ignored);
	tell_skipped(doctor, &unseen.skipped);
	tell(doctor, &unseen.assumed, &assumed);
	tell_filtered(doctor, &unseen.filtered);
	pm_unseen_release(&unseen);
}

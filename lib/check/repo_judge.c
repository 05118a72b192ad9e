/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "snapshot/pair.h"

/* A folder of which the change leaves nothing was renamed. */
static int is_left(bool *out, struct pm_check_run *run, const char *path,
		   struct pm_error *err)
{
	struct pm_entries files = { 0 };
	int code = pm_list_tree(&files, &run->arena, run->change->repo,
				run->base, &path, 1, err);

	*out = false;
	for (size_t i = 0; i < files.nr && !*out; i++) {
		const struct pm_delta *delta =
			pm_deltas_find(&run->deltas, files.item[i].path);

		*out = !delta || delta->new_mode;
	}
	pm_entries_release(&files);
	return code;
}

/* New folders must not differ from an old one only in case. */
static int check_names(struct pm_check_run *run, const struct pm_check *check,
		       struct pm_error *err)
{
	struct pm_entries names = { 0 };
	bool any = false;
	int code = PM_OK;

	for (size_t i = 0; i < run->after.nr && !any; i++)
		any = !pm_snapshot_find(&run->before, run->after.item[i].id);
	if (any)
		code = pm_list_folder(&names, &run->arena, run->change->repo,
				      run->base, run->policy.root, err);
	for (size_t i = 0; i < run->after.nr && code >= 0; i++) {
		struct pm_snapshot pair = { 0 };
		struct pm_oddity odd;

		for (size_t n = 0; n < names.nr && code >= 0; n++) {
			const char *old = pm_path_base(names.item[n].path);
			bool left = true;

			if (!strcmp(old, run->after.item[i].id) ||
			    strcasecmp(old, run->after.item[i].id) ||
			    names.item[n].mode != PM_MODE_TREE)
				continue;
			code = is_left(&left, run, names.item[n].path, err);
			if (!left)
				continue;
			odd = (struct pm_oddity){
				.path = run->after.item[i].folder,
				.id = run->after.item[i].id,
				.why = pm_arena_printf(
					&run->arena,
					"its name differs from \"%s\" only in "
					"case",
					old),
				.fix = "rename one of the two",
			};
			pair.odd = &odd;
			pair.odds = 1;
			pm_check_oddities(check, &pair);
		}
	}
	pm_entries_release(&names);
	return code;
}

/* What the policy has had before, whoever committed it has been told. */
static void check_policy(const struct pm_check_run *run,
			 const struct pm_check *check)
{
	struct pm_findings old = { 0 };
	struct pm_check before = *check;
	size_t first = check->out->nr;

	pm_check_policy(check, &run->policy);
	before.out = &old;
	if (check->out->nr > first)
		pm_check_policy(&before, &run->old_policy);
	for (size_t i = first; i < check->out->nr; i++) {
		struct pm_finding *f = &check->out->item[i];

		for (size_t k = 0; k < old.nr && f->level == PM_WARNING; k++)
			if (!strcmp(old.item[k].subject, f->subject))
				f->excuse = PM_WAS_SO;
	}
	pm_findings_release(&old);
}

int pm_check_run_judge(struct pm_check_run *run, const struct pm_check *how,
		       struct pm_error *err)
{
	struct pm_check with_moves = *how;
	const struct pm_check *check = &with_moves;
	struct pm_pairs pairs = { 0 };
	struct pm_item_moves moves = { 0 };
	int code = check_names(run, check, err);

	if (code < 0)
		return code;
	check_policy(run, check);
	pm_check_oddities(check, &run->after);
	pm_snapshots_pair(&pairs, &run->before, &run->after);
	pm_pairs_item_moves(&moves, &pairs);
	with_moves.moves = &moves;
	with_moves.before = &run->before;
	for (size_t i = 0; i < pairs.nr; i++) {
		const struct pm_postmortem *old = pairs.item[i].before;
		const struct pm_postmortem *now = pairs.item[i].after;

		if (now)
			pm_check_change(check, old,
					run->other ? pm_snapshot_find(
							     &run->beside,
							     now->id) :
						     NULL,
					now);
		/* What took the place of the whole folder is told as an
		 * oddity. */
		else if (!pm_snapshot_oddity(&run->after, ""))
			pm_check_change(check, old, NULL, NULL);
	}
	pm_pairs_release(&pairs);
	pm_item_moves_release(&moves);
	return PM_OK;
}

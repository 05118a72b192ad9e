/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include <string.h>
#include <strings.h>

#include "base/path.h"

static bool same_text(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

/* A folder that was renamed: the same document, or at least its title. */
static const struct pm_postmortem *moved_from(const struct pm_check_run *run,
					      const struct pm_postmortem *now)
{
	for (size_t i = 0; i < run->before.nr; i++) {
		const struct pm_postmortem *old = &run->before.item[i];

		if (pm_snapshot_find(&run->after, old->id))
			continue;
		if (same_text(old->record.oid, now->record.oid) ||
		    same_text(pm_record_text(&old->record, PM_F_TITLE),
			      pm_record_text(&now->record, PM_F_TITLE)))
			return old;
	}
	return NULL;
}

static bool was_moved(const struct pm_check_run *run, const struct pm_postmortem *old)
{
	for (size_t i = 0; i < run->after.nr; i++) {
		const struct pm_postmortem *now = &run->after.item[i];

		if (!pm_snapshot_find(&run->before, now->id) &&
		    moved_from(run, now) == old)
			return true;
	}
	return false;
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

		for (size_t n = 0; n < names.nr; n++) {
			const char *old = pm_path_base(names.item[n].path);

			if (!strcmp(old, run->after.item[i].id) ||
			    strcasecmp(old, run->after.item[i].id) ||
			    names.item[n].mode != PM_MODE_TREE)
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
			pm_check_snapshot(check, &pair);
		}
	}
	pm_entries_release(&names);
	return code;
}

int pm_check_run_judge(struct pm_check_run *run, const struct pm_check *check,
		       struct pm_error *err)
{
	int code = check_names(run, check, err);

	if (code < 0)
		return code;
	pm_check_snapshot(check, &run->after);
	for (size_t i = 0; i < run->after.nr; i++) {
		const struct pm_postmortem *now = &run->after.item[i];
		const struct pm_postmortem *old =
			pm_snapshot_find(&run->before, now->id);

		if (!old)
			old = moved_from(run, now);
		pm_check_change(check, old,
				run->other ? pm_snapshot_find(&run->beside,
							      now->id) :
					     NULL,
				now);
	}
	/* What took the place of the whole folder is told as an oddity. */
	if (pm_snapshot_oddity(&run->after, ""))
		return PM_OK;
	for (size_t i = 0; i < run->before.nr; i++) {
		const struct pm_postmortem *old = &run->before.item[i];

		if (!pm_snapshot_find(&run->after, old->id) &&
		    !was_moved(run, old))
			pm_check_change(check, old, NULL, NULL);
	}
	return PM_OK;
}

/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "check/subject.h"
#include "git/objects.h"
#include "snapshot/moved.h"

/* Most commits hold nothing that could be a record under any policy, or that
 * people take for one: for them, not even the policy is read. */
bool pm_check_could_matter(const struct pm_deltas *deltas)
{
	for (size_t i = 0; i < deltas->nr; i++) {
		const struct pm_delta *d = &deltas->item[i];
		unsigned mode = d->new_mode ? d->new_mode : d->old_mode;

		if (!pm_mode_is_file(mode) || d->status == 'U' ||
		    pm_path_is_within(d->path, PM_POLICY_PATH) ||
		    pm_stray_may_be(d->path))
			return true;
	}
	return false;
}

/* As another parent of a merge has it, it was judged there. */
static bool is_theirs(const struct pm_check_run *run, const char *path)
{
	for (size_t i = 0; i < run->others; i++)
		if (!pm_deltas_find(&run->theirs[i], path))
			return true;
	return false;
}

/* In the result of the change. */
static int has_document(void *payload, const char *path, struct pm_error *err)
{
	struct pm_check_run *run = payload;
	const struct pm_delta *delta = pm_deltas_find(&run->deltas, path);
	struct pm_entries names = { 0 };
	struct pm_buf folder = { 0 };
	int code = PM_OK;

	if (delta)
		return pm_mode_is_file(delta->new_mode);
	pm_buf_add(&folder, path,
		   strlen(path) - strlen(pm_path_base(path)) - 1);
	if (!pm_object_entries(&names, &run->arena, run->change->repo,
			       run->base, pm_buf_str(&folder))) {
		pm_entries_release(&names);
		code = pm_list_folder(&names, &run->arena, run->change->repo,
				      run->base, pm_buf_str(&folder), err);
	}
	if (code >= 0)
		code = pm_entries_find(&names, path) != NULL;
	pm_entries_release(&names);
	pm_buf_release(&folder);
	return code;
}

int pm_check_run_find_strays(struct pm_check_run *run, struct pm_error *err)
{
	/* Entries carry their objects. */
	struct pm_source source = { .repo = run->change->repo,
				    .place = PM_COMMIT };
	const struct pm_stray_look look = {
		.arena = &run->strays.arena,
		.source = &source,
		.policy = &run->policy,
		.has_document = has_document,
		.payload = run,
	};

	if (run->policy.problems.nr)
		return PM_OK;
	for (size_t i = 0; i < run->deltas.nr; i++) {
		const struct pm_delta *d = &run->deltas.item[i];
		const struct pm_entry entry = { .path = d->path,
						.mode = d->new_mode,
						.oid = d->new_oid };
		struct pm_stray stray;
		int code;

		if (!d->new_mode || d->status == 'U' ||
		    is_theirs(run, d->path))
			continue;
		code = pm_stray_look(&stray, &look, &entry, err);
		if (code < 0)
			return code;
		if (!code)
			continue;
		PM_GROW(run->strays.item, run->strays.nr, run->strays.alloc);
		run->strays.item[run->strays.nr++] = stray;
	}
	return PM_OK;
}

/* One that stood there before is no worse for having been changed. */
static void say(const struct pm_check *check, const struct pm_stray *stray,
		bool was_so)
{
	const struct pm_postmortem nobody = { .id = "", .folder = "" };
	size_t before = check->out->nr;
	struct pm_buf fix = { 0 }, to = { 0 };
	struct pm_finding *finding;
	struct subject subject;

	pm_path_quote(&to, stray->to);
	pm_buf_addf(&fix, "\"git mv\" it to %s%s", pm_buf_str(&to),
		    stray->kind == PM_ACTION ?
			    "" :
			    ", or take those fields out of an attachment");
	pm_subject_init(&subject, check, &nobody);
	pm_say_path(&subject, "misplaced", stray->path, pm_buf_str(&fix),
		    "is taken for %s, and nothing reads it here",
		    stray->kind == PM_ACTION ? "an action item" :
					       "a post-mortem");
	pm_subject_release(&subject);
	if (was_so && check->out->nr > before) {
		finding = &check->out->item[before];
		finding->level = PM_WARNING;
		finding->excuse = PM_WAS_SO;
	}
	pm_buf_release(&fix);
	pm_buf_release(&to);
}

void pm_check_run_strays(const struct pm_check_run *run,
			 const struct pm_check *check)
{
	for (size_t i = 0; i < run->strays.nr; i++) {
		const struct pm_stray *stray = &run->strays.item[i];
		const struct pm_delta *d =
			pm_deltas_find(&run->deltas, stray->path);

		say(check, stray, d && d->old_mode);
	}
}

static int say_moved(const struct pm_check *check,
		     const struct pm_snapshot *snapshot, struct pm_error *err)
{
	const struct pm_postmortem nobody = { .id = "", .folder = "" };
	struct pm_all_moved all = { 0 };
	struct subject subject;
	int code = pm_moved_find(&all, snapshot, false, err);

	pm_subject_init(&subject, check, &nobody);
	for (size_t i = 0; i < all.nr && code >= 0; i++)
		pm_say_path(&subject, "misplaced",
			    all.item[i].policy ? all.item[i].policy :
						 all.item[i].root,
			    "move .postmortem to the top of the repository, "
			    "and let \"root\" say where the post-mortems are",
			    "is below %s, and nothing reads it or checks its "
			    "post-mortems there", all.item[i].folder);
	pm_subject_release(&subject);
	pm_moved_release(&all);
	return code;
}

int pm_check_strays(const struct pm_check *check,
		    const struct pm_snapshot *snapshot, struct pm_error *err)
{
	struct pm_strays strays = { 0 };
	int code = pm_strays_find(&strays, snapshot, NULL, err);

	for (size_t i = 0; i < strays.nr && code >= 0; i++)
		say(check, &strays.item[i], false);
	pm_strays_release(&strays);
	return code < 0 ? code : say_moved(check, snapshot, err);
}

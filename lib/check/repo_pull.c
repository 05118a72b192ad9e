/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include <stdlib.h>
#include <string.h>

#include "forge/pull.h"
#include "git/reach.h"

#define SHOWN_ID 12

/* The newest commit that the answers tell of. */
static const char *head_of(const struct pm_pull *pull)
{
	if (pull->head || !pull->versions)
		return pull->head;
	return pull->version[pull->versions - 1].commit;
}

/* A forge's merge of it, as pipelines check out, has it as a parent. */
static bool is_merge_of(const struct pm_check_run *run, const char *head)
{
	bool is = false, is_merge = true;

	for (int parent = 2; parent && is_merge && !is; parent--) {
		struct pm_error ignored = { 0 };
		struct pm_buf name = { 0 };
		char *id = NULL;

		pm_buf_addf(&name, "%s^%d", run->head, parent);
		is_merge = pm_repo_resolve(run->change->repo, name.ptr, &id,
					   &ignored) >= 0;
		is = is_merge && !strcmp(id, head);
		free(id);
		pm_buf_release(&name);
	}
	return is;
}

int pm_check_run_pull(struct pm_check_run *run, struct pm_error *err)
{
	const struct pm_pull *pull = run->change->pull;
	const char *head = pull ? head_of(pull) : NULL;
	const char *tip[] = { head, NULL };
	struct pm_reach here = { .name = head };
	struct pm_reach range = { .name = run->head };
	int code = PM_OK;

	if (!pull)
		return PM_OK;
	if (!head)
		return pm_fail(err, PM_EINVALID,
			       "no answer tells the newest commit of the pull "
			       "request, so that nobody knows whether it is "
			       "%.*s; ask for the pull request itself, too",
			       SHOWN_ID, run->head);
	if (!strcmp(head, run->head) || is_merge_of(run, head))
		return PM_OK;
	code = pm_reach_find(&here, 1, &run->arena, tip + 1, err);
	/* Answers may be newer than what was checked out. */
	if (code >= 0 && here.id)
		code = pm_reach_find(&range, 1, &run->arena, tip, err);
	if (code < 0 || range.is_reached)
		return code;
	return pm_fail(err, PM_EINVALID,
		       "the answers are of a pull request at %.*s%s, and the "
		       "range ends at %.*s; check out what they are of, or ask "
		       "the forge again", SHOWN_ID, head,
		       here.id ? "" : ", which is not here", SHOWN_ID,
		       run->head);
}

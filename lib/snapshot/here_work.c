/* SPDX-License-Identifier: MIT */
#include "snapshot/here_work.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/path.h"
#include "git/claims.h"
#include "snapshot/resolve.h"

bool pm_deltas_are_clerical(const struct pm_policy *policy,
			    const struct pm_delta *delta, size_t nr)
{
	struct pm_buf id = { 0 };
	bool is = true;

	for (size_t i = 0; i < nr && is; i++) {
		const char *path = delta[i].path;

		is = (*policy->root && pm_path_is_within(path, policy->root)) ||
		     pm_path_to_id(&id, NULL, policy, path);
	}
	pm_buf_release(&id);
	return is;
}

/* What a commit is when read by itself, with all that it changed. */
static int read_commit(const struct pm_commit_info **out,
		       struct pm_arena *arena, struct pm_repo *repo,
		       const char *id, struct pm_error *err)
{
	const struct pm_log_options options = { .revision = id,
						.first_parent = true };
	struct pm_log *log = NULL;
	struct pm_commit_info *info = pm_arena_alloc(arena, sizeof(*info));
	int code = pm_log_open(&log, repo, &options, err);

	if (code >= 0)
		code = pm_log_next(info, log, arena, err);
	pm_log_close(log);
	*out = code > 0 ? info : NULL;
	return code;
}

/* The records at the tip, opened when a trailer first needs them. */
struct naming {
	struct pm_snapshot snapshot;
	bool is_open;
};

static int open_naming(struct naming *naming, struct pm_repo *repo,
		       const char *tip, struct pm_error *err)
{
	struct pm_source source = { .repo = repo, .place = PM_COMMIT,
				    .base = pm_xstrdup(tip) };
	int code;

	if (naming->is_open) {
		pm_source_release(&source);
		return PM_OK;
	}
	naming->is_open = true;
	code = pm_snapshot_open(&naming->snapshot, &source, err);
	return code < 0 ? code :
			  pm_snapshot_list(&naming->snapshot, NULL, 0, err);
}

static bool names(const struct naming *naming, const char *words,
		  const struct pm_strlist *id, const char *path)
{
	struct pm_named named = { 0 };
	struct pm_error ignored = { 0 };

	for (size_t i = 0; i < id->nr; i++)
		if (!strcasecmp(id->item[i], words))
			return true;
	return pm_resolve(&named, &naming->snapshot, words, "", PM_ACTION,
			  &ignored) >= 0 &&
	       named.action && !strcmp(named.action->path, path);
}

int pm_here_find_work(struct pm_here *here, struct pm_arena *arena,
		      struct pm_repo *repo, const struct pm_policy *policy,
		      const struct pm_strlist *id, const char *tip,
		      const char *birth, struct pm_error *err)
{
	const char *tips[] = { here->commit->id, NULL };
	const char *without[] = { birth, NULL };
	const struct pm_claims_options options = {
		.tip = tips,
		.without = birth && strcmp(birth, tips[0]) ? without : NULL,
		.kinds = PM_CLAIM_WORKS_ON | PM_CLAIM_CLOSES,
	};
	struct pm_claims claims = { 0 };
	struct naming naming = { 0 };
	const struct pm_commit_info *commit;
	size_t read = 0;
	int code = pm_claims_read(&claims, arena, &options, err);

	if (code >= 0 && claims.nr)
		code = open_naming(&naming, repo, tip, err);
	for (size_t i = 0; i < claims.nr && code >= 0 &&
			   read < PM_MAX_HERE_WORK; i++) {
		if (!names(&naming, claims.item[i].value, id, here->path))
			continue;
		read++;
		code = read_commit(&commit, arena, repo, claims.item[i].commit,
				   err);
		if (code <= 0 || pm_deltas_are_clerical(policy, commit->delta,
							commit->deltas))
			continue;
		here->found = PM_HERE_COMMIT;
		here->commit = commit;
		break;
	}
	pm_snapshot_release(&naming.snapshot);
	pm_claims_release(&claims);
	return code < 0 ? code : PM_OK;
}

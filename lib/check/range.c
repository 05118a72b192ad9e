/* SPDX-License-Identifier: MIT */
#include "check/range.h"

#include "git/log.h"

typedef bool commit_test(const struct pm_range *range,
			 const struct pm_commit_info *commit,
			 const char *text);

static bool any_commit(struct pm_range *range, const char *path,
		       commit_test *test, const char *text)
{
	struct pm_buf revisions = { 0 };
	const char *paths[] = { path, NULL };
	struct pm_log_options options = { .path = paths };
	struct pm_arena arena = { 0 };
	struct pm_commit_info commit;
	struct pm_log *log = NULL;
	bool found = false;
	int more;

	pm_buf_addf(&revisions, "%s..%s", range->base, range->head);
	options.revision = pm_buf_str(&revisions);
	more = pm_log_open(&log, range->repo, &options, &range->err);
	while (more >= 0 && !found) {
		more = pm_log_next(&commit, log, &arena, &range->err);
		if (more <= 0)
			break;
		found = test(range, &commit, text);
	}
	pm_log_close(log);
	pm_arena_release(&arena);
	pm_buf_release(&revisions);
	return found;
}

static bool by_owner(const struct pm_range *range,
		     const struct pm_commit_info *commit, const char *owner)
{
	return pm_policy_same_person(range->policy, owner,
				     commit->author_email) ||
	       pm_policy_same_person(range->policy, owner,
				     commit->author_name);
}

static bool with_body(const struct pm_range *range,
		      const struct pm_commit_info *commit, const char *unused)
{
	(void)range;
	(void)unused;
	return commit->body && *commit->body;
}

bool pm_range_authored_by(void *payload, const struct pm_record *action,
			  const char *owner)
{
	return any_commit(payload, action->path, by_owner, owner);
}

bool pm_range_has_reason(void *payload, const struct pm_record *action)
{
	return any_commit(payload, action->path, with_body, NULL);
}

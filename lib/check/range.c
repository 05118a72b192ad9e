/* SPDX-License-Identifier: MIT */
#include "check/range.h"

#include <string.h>

#include "base/limits.h"
#include "check/reason.h"
#include "git/log.h"
#include "git/objects.h"

/* What the two questions ask of one version of the item. */
static bool is_so(const struct pm_record *version,
		  const struct pm_record *now, enum pm_field field)
{
	if (field == PM_F_STATE)
		return pm_state_is_promise(pm_record_state(version));
	return pm_record_date(version, field) == pm_record_date(now, field);
}

/* Whether the item was so behind this commit already. */
static bool holds(struct pm_range *range, const struct pm_commit_info *commit,
		  const struct pm_record *now, enum pm_field field)
{
	struct pm_record version = { .kind = now->kind, .id = now->id,
				     .path = now->path };
	struct pm_arena arena = { 0 };
	struct pm_buf text = { 0 };
	bool so = false;
	size_t size;

	for (size_t i = 0; i < commit->deltas; i++) {
		const struct pm_delta *delta = &commit->delta[i];

		if (strcmp(delta->path, now->path) || !delta->new_mode)
			continue;
		if (pm_object_read(&text, &size, range->repo, delta->new_oid,
				   PM_MAX_ACTION, &range->err) < 0)
			break;
		pm_record_read(&version, &arena, pm_buf_str(&text), text.len,
			       range->policy, PM_READ_FIELDS);
		so = is_so(&version, now, field);
	}
	pm_buf_release(&text);
	pm_arena_release(&arena);
	return so;
}

static void keep(struct pm_range *range, const struct pm_commit_info *commit,
		 struct pm_maker *out)
{
	out->email = pm_arena_strdup(&range->arena, commit->author_email);
	out->name = pm_arena_strdup(&range->arena, commit->author_name);
	out->day = pm_time_date(commit->author_time);
	out->has_reason = pm_body_gives_reason(commit->body);
}

bool pm_range_find(void *payload, const struct pm_record *action,
		   enum pm_field field, struct pm_maker *out)
{
	struct pm_range *range = payload;
	struct pm_buf revisions = { 0 };
	const char *paths[] = { action->path, NULL };
	struct pm_log_options options = { .path = paths };
	struct pm_arena arena = { 0 };
	struct pm_commit_info commit;
	struct pm_log *log = NULL;
	bool found = false;
	int more;

	/* From the empty tree on it is all that led here. */
	if (strcmp(range->base, pm_repo_empty_tree(range->repo)))
		pm_buf_addf(&revisions, "%s..", range->base);
	pm_buf_addstr(&revisions, range->head);
	options.revision = pm_buf_str(&revisions);
	more = pm_log_open(&log, range->repo, &options, &range->err);
	/* From the newest back to the one that made it so. */
	while (more >= 0) {
		more = pm_log_next(&commit, log, &arena, &range->err);
		if (more <= 0 || !holds(range, &commit, action, field))
			break;
		keep(range, &commit, out);
		found = true;
	}
	pm_log_close(log);
	pm_arena_release(&arena);
	pm_buf_release(&revisions);
	return found;
}

void pm_range_release(struct pm_range *range)
{
	pm_arena_release(&range->arena);
}

/* SPDX-License-Identifier: MIT */
#include "check/mending.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "check/revert.h"
#include "git/objects.h"

#define REVERT "Revert \""

/* "X" of 'Revert "X"'; forges add the number of the request behind it. */
static const char *reverted_subject(struct pm_arena *arena,
				    const char *subject)
{
	const char *end = strrchr(subject, '"');

	if (strncmp(subject, REVERT, strlen(REVERT)) != 0 ||
	    end < subject + strlen(REVERT))
		return NULL;
	subject += strlen(REVERT);
	return pm_arena_strndup(arena, subject, (size_t)(end - subject));
}

static const char *subject_of(struct mending *m, const char *commit)
{
	const char *const commits[] = { commit, NULL };
	const struct pm_log_options options = { .commits = commits };
	struct pm_commit_info info;
	struct pm_error ignored = { 0 };
	struct pm_log *log = NULL;
	const char *subject = NULL;

	if (pm_log_open(&log, m->how->repo, &options, &ignored) >= 0 &&
	    pm_log_next(&info, log, m->arena, &ignored) > 0)
		subject = info.subject;
	pm_log_close(log);
	return subject;
}

const char *pm_mend_subject(struct mending *m)
{
	const char *head = pm_revert_head(m->arena, m->how->repo);

	return head ? subject_of(m, head) : NULL;
}

/* --- what commits took back --- */

static int read_version(struct pm_record *out, struct mending *m,
			const char *oid, struct pm_error *err)
{
	struct pm_buf text = { 0 };
	size_t size;
	int code = pm_object_read(&text, &size, m->how->repo, oid,
				  out->kind == PM_ACTION ? PM_MAX_ACTION :
							   PM_MAX_DOCUMENT,
				  err);

	if (code >= 0)
		pm_record_read(out, m->arena,
			       pm_arena_strndup(m->arena, pm_buf_str(&text),
						text.len),
			       text.len, &m->how->snapshot->policy,
			       PM_READ_LEDGER);
	pm_buf_release(&text);
	return code;
}

static bool is_record(const struct mending *m, const struct pm_delta *delta,
		      enum pm_kind *kind)
{
	const struct pm_policy *policy = &m->how->snapshot->policy;
	struct pm_buf id = { 0 }, item = { 0 };
	bool is = delta->old_oid && delta->new_oid &&
		  pm_path_is_record(policy, delta->path, delta->new_mode) &&
		  pm_path_to_id(&id, &item, policy, delta->path);

	*kind = item.len ? PM_ACTION : PM_POSTMORTEM;
	pm_buf_release(&id);
	pm_buf_release(&item);
	return is;
}

static int take(struct mending *m, const struct pm_commit_info *commit,
		const struct pm_delta *delta, struct pm_error *err)
{
	const struct pm_policy *policy = &m->how->snapshot->policy;
	const char *reverts = pm_revert_claim(m->arena, commit);
	struct taken_back back = { .day = pm_time_date(commit->author_time) };
	struct pm_ledger_change change;
	enum pm_kind kind;
	char *who;
	int code;

	if ((!reverts && !m->how->base) || !is_record(m, delta, &kind))
		return PM_OK;
	back.path = pm_arena_strdup(m->arena, delta->path);
	back.old = back.now = (struct pm_record){ .kind = kind, .id = "",
						  .path = back.path };
	code = read_version(&back.old, m, delta->old_oid, err);
	if (code >= 0)
		code = read_version(&back.now, m, delta->new_oid, err);
	if (code < 0)
		return code;
	pm_ledger_compare(&change, m->arena, policy, &back.old.ledger,
			  &back.now.ledger);
	if (!pm_ledger_is_taken_back(policy, &change, &back.now,
				     reverts != NULL))
		return PM_OK;
	who = pm_contact(commit->author_name, commit->author_email);
	back.who = pm_arena_strdup(m->arena, pm_policy_who(policy, who));
	free(who);
	back.subject = reverted_subject(m->arena, commit->subject);
	if (!back.subject && reverts && strspn(reverts, "0123456789abcdef"))
		back.subject = subject_of(m, pm_arena_strndup(
						     m->arena, reverts,
						     strcspn(reverts, " ")));
	PM_GROW(m->back, m->nr, m->alloc);
	m->back[m->nr++] = back;
	return PM_OK;
}

int pm_mend_read_log(struct mending *m, struct pm_error *err)
{
	const char *path[] = { m->range.root[0], NULL };
	struct pm_log_options options = { .path = *path[0] ? path : NULL };
	struct pm_buf revision = { 0 };
	struct pm_log *log = NULL;
	int more;

	if (m->how->base)
		pm_buf_addf(&revision, "%s..", m->how->base);
	pm_buf_addstr(&revision, m->range.head);
	options.revision = pm_buf_str(&revision);
	more = pm_log_open(&log, m->how->repo, &options, err);
	while (more >= 0) {
		struct pm_commit_info commit;

		more = pm_log_next(&commit, log, m->arena, err);
		if (more <= 0)
			break;
		for (size_t i = 0;
		     more > 0 && commit.parents < 2 && i < commit.deltas; i++)
			if (take(m, &commit, &commit.delta[i], err) < 0)
				more = err->code;
	}
	pm_log_close(log);
	pm_buf_release(&revision);
	for (size_t i = 0; i < m->nr / 2; i++) {
		struct taken_back other = m->back[i];

		m->back[i] = m->back[m->nr - 1 - i];
		m->back[m->nr - 1 - i] = other;
	}
	return more < 0 ? more : PM_OK;
}

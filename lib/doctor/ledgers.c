/* SPDX-License-Identifier: MIT */
#include "doctor/ledgers.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "check/reason.h"
#include "doctor/past.h"
#include "git/log.h"
#include "git/squash.h"
#include "model/ledger_change.h"

/* A record with what the log tells of it. */
struct wanting {
	struct pm_record *record;
	struct pm_past past;
};

struct making {
	struct pm_ledgers *out;
	struct pm_repo *repo;
	struct pm_snapshot *snapshot;
	const char *tip;
	struct pm_moves moves;
	struct pm_arena arena;
	struct wanting *item;
	size_t nr, alloc;
	struct pm_strlist commits;
	struct pm_map known; /* a commit: its number in `info` */
	const struct pm_commit_info **info;
	size_t infos;
};

/* Whether there is no history, or one that does not begin as records begin. */
static bool is_wanting(const struct pm_record *record)
{
	const struct pm_ledger *ledger = &record->ledger;

	if (!record->path || record->is_unreadable)
		return false;
	return !ledger->nr || !ledger->event[0].set[PM_L_STEP] ||
	       !pm_ledger_is_step(record->kind, -1, &ledger->event[0]);
}

int pm_ledger_is_late(bool *out, struct pm_ledgers_asked *asked,
		      struct pm_repo *repo, const struct pm_policy *policy,
		      const struct pm_record *record, const char *tip,
		      struct pm_error *err)
{
	struct pm_past past = { 0 };
	int code = PM_OK;

	if (is_wanting(record))
		code = pm_past_read(&past, &asked->arena, repo, policy,
				    &asked->moves, record, tip, NULL, err);
	*out = past.nr > 0;
	return code;
}

void pm_ledgers_asked_release(struct pm_ledgers_asked *asked)
{
	pm_moves_release(&asked->moves);
	pm_arena_release(&asked->arena);
}

/* --- who did it --- */

static int ask_some(struct making *m, size_t first, struct pm_error *err)
{
	const char *some[PM_LOG_COMMITS + 1] = { NULL };
	const struct pm_log_options options = { .commits = some };
	struct pm_commit_info info;
	struct pm_arena arena = { 0 };
	struct pm_log *log = NULL;
	int code;

	for (size_t i = 0; i < PM_LOG_COMMITS && first + i < m->commits.nr; i++)
		some[i] = m->commits.item[first + i];
	code = pm_log_open(&log, m->repo, &options, err);
	while (code >= 0 && m->infos < m->commits.nr &&
	       (code = pm_log_next(&info, log, &arena, err)) > 0) {
		const struct pm_commit_info *kept =
			pm_commit_keep(&m->arena, &info);

		pm_map_add(&m->known, kept->id, m->infos, NULL);
		m->info[m->infos++] = kept;
		pm_arena_release(&arena);
	}
	pm_log_close(log);
	pm_arena_release(&arena);
	return code < 0 ? code : PM_OK;
}

static int ask_commits(struct making *m, struct pm_error *err)
{
	int code = PM_OK;

	for (size_t i = 0; i < m->nr; i++)
		for (size_t k = 0; k < m->item[i].past.nr; k++)
			pm_strlist_add(&m->commits,
				       m->item[i].past.item[k].commit);
	pm_strlist_sort_unique(&m->commits);
	m->info = pm_xcalloc(m->commits.nr + 1, sizeof(*m->info));
	for (size_t i = 0; i < m->commits.nr && code >= 0;
	     i += PM_LOG_COMMITS)
		code = ask_some(m, i, err);
	return code;
}

/* The body of a commit that a command made says what changed, not why. */
static bool is_made(const char *line, size_t len)
{
	static const char *const ends[] = { " (set)", " (removed)" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (len > strlen(ends[i]) &&
		    !strncmp(line + len - strlen(ends[i]), ends[i],
			     strlen(ends[i])))
			return true;
	return memmem(line, len, " \xe2\x86\x92 ", 5) ||
	       memmem(line, len, " -> ", 4);
}

static const char *reason_of(struct making *m,
			     const struct pm_commit_info *commit)
{
	struct pm_buf body = { 0 }, reason = { 0 };
	struct pm_squash squash = { 0 };
	const char *out = NULL, *line = commit->body;

	pm_squash_read(&squash, commit->body);
	while (*line && !squash.nr) {
		size_t len = strcspn(line, "\n");

		if (!is_made(line, len))
			pm_buf_addf(&body, "%.*s\n", (int)len, line);
		line += len + (line[len] != '\0');
	}
	if (pm_body_reason(&reason, pm_buf_str(&body)))
		out = pm_arena_strdup(&m->arena, pm_buf_str(&reason));
	pm_squash_release(&squash);
	pm_buf_release(&body);
	pm_buf_release(&reason);
	return out;
}

static bool finish_event(struct making *m, struct pm_past_event *past)
{
	struct pm_ledger_event *event = &past->event;
	const struct pm_commit_info *commit;
	char *contact;
	size_t nr;

	if (!pm_map_get(&m->known, past->commit, &nr))
		return false;
	commit = m->info[nr];
	contact = pm_contact(commit->author_name, commit->author_email);
	event->who = pm_arena_strdup(&m->arena,
				     pm_policy_who(&m->snapshot->policy,
						   contact));
	event->day = pm_time_date(commit->author_time);
	if (past->is_imported)
		event->why = "imported";
	else if (!event->why)
		event->why = commit->reason;
	if (!event->why && past->is_back)
		event->why = reason_of(m, commit);
	free(contact);
	return true;
}

/* --- writing it --- */

static int make_text(struct making *m, const struct wanting *w,
		     struct pm_error *err)
{
	struct pm_ledgers *out = m->out;
	const struct pm_record *record = w->record;
	struct pm_ledger_event *event =
		pm_xcalloc(w->past.nr + 1, sizeof(*event));
	struct pm_buf text = { 0 };
	size_t nr = 0;
	int code = PM_OK;

	for (size_t i = 0; i < w->past.nr; i++)
		if (finish_event(m, &w->past.item[i]))
			event[nr++] = w->past.item[i].event;
	pm_buf_add(&text, record->text, record->len);
	if (nr)
		code = pm_ledger_precede(&text, &m->snapshot->policy,
					 record->kind, event, nr, err);
	if (code < 0)
		pm_error_wrap(err, "%s", record->path);
	if (nr && code >= 0) {
		PM_GROW(out->item, out->nr, out->alloc);
		out->item[out->nr++] = (struct pm_ledgers_item){
			.path = pm_arena_strdup(&out->arena, record->path),
			.text = pm_arena_strndup(&out->arena, text.ptr,
						 text.len),
			.len = text.len,
			.events = nr,
		};
		out->events += nr;
	}
	free(event);
	pm_buf_release(&text);
	return code;
}

static int add(struct making *m, struct pm_record *record,
	       const char **imported, struct pm_error *err)
{
	struct wanting w = { .record = record };
	int code;

	/* What a sparse checkout leaves out is not written. */
	if (record->oid || !is_wanting(record))
		return PM_OK;
	code = pm_past_read(&w.past, &m->arena, m->repo, &m->snapshot->policy,
			    &m->moves, record, m->tip, *imported, err);
	if (code < 0)
		return code;
	if (record->kind == PM_POSTMORTEM)
		*imported = w.past.imported;
	PM_GROW(m->item, m->nr, m->alloc);
	m->item[m->nr++] = w;
	return PM_OK;
}

int pm_ledgers_from_log(struct pm_ledgers *out, struct pm_repo *repo,
			struct pm_snapshot *snapshot, const char *tip,
			struct pm_error *err)
{
	struct making m = { .out = out, .repo = repo, .snapshot = snapshot,
			    .tip = tip };
	int code = PM_OK;

	for (size_t i = 0; i < snapshot->nr && code >= 0; i++) {
		struct pm_postmortem *pm = &snapshot->item[i];
		const char *imported = NULL;

		code = add(&m, &pm->record, &imported, err);
		for (size_t a = 0; a < pm->actions && code >= 0; a++)
			code = add(&m, &pm->action[a], &imported, err);
	}
	if (code >= 0)
		code = ask_commits(&m, err);
	for (size_t i = 0; i < m.nr && code >= 0; i++)
		code = make_text(&m, &m.item[i], err);
	free(m.item);
	free(m.info);
	pm_strlist_release(&m.commits);
	pm_map_release(&m.known);
	pm_moves_release(&m.moves);
	pm_arena_release(&m.arena);
	return code;
}

void pm_ledgers_release(struct pm_ledgers *ledgers)
{
	free(ledgers->item);
	pm_arena_release(&ledgers->arena);
	memset(ledgers, 0, sizeof(*ledgers));
}

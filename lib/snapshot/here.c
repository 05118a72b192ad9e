/* SPDX-License-Identifier: MIT */
#include "snapshot/here.h"

#include <string.h>

#include "base/limits.h"
#include "base/path.h"
#include "git/claims.h"
#include "git/objects.h"
#include "model/answer.h"
#include "model/record.h"
#include "snapshot/here_work.h"
#include "snapshot/snapshot.h"

/* One item on the way back through its versions. */
struct trace {
	struct pm_here *here;
	struct pm_arena arena;	/* of its version at the tip */
	const struct pm_ledger_event *event; /* NULL: only a field says it */
	size_t nth;		/* of those that are the same */
	const char *path;	/* at the commit that the walk is at */
	struct pm_strlist ids;	/* that it has had */
	const char *birth;	/* the commit that added it */
	bool has, is_over;
};

struct walk {
	struct pm_repo *repo;
	const struct pm_policy *policy;
	struct pm_arena *arena;
	struct trace *trace;
	size_t nr;
};

enum answer {
	LACKS,
	HAS,
	UNREADABLE,
};

static bool says_here(const struct pm_record *record)
{
	const char *text = pm_record_text(record, PM_F_EVIDENCE);

	return text && !strcmp(text, PM_EVIDENCE_HERE);
}

static size_t count_same(const struct pm_policy *policy,
			 const struct pm_ledger *ledger, size_t nr,
			 const struct pm_ledger_event *event)
{
	size_t same = 0;

	for (size_t i = 0; i < nr; i++)
		same += pm_ledger_same_changes(policy, &ledger->event[i],
					       event);
	return same;
}

static int read_version(struct pm_record *out, struct pm_arena *arena,
			struct walk *w, const char *path, const char *oid,
			struct pm_error *err)
{
	struct pm_buf text = { 0 };
	size_t size = 0;
	int code = pm_object_read(&text, &size, w->repo, oid, PM_MAX_ACTION,
				  err);

	*out = (struct pm_record){ .kind = PM_ACTION, .id = path,
				   .path = path };
	if (code >= 0)
		pm_record_read(out, arena,
			       size > PM_MAX_ACTION ? NULL : pm_buf_str(&text),
			       size, w->policy, PM_READ_LEDGER);
	else
		pm_error_wrap(err, "%s", path);
	pm_buf_release(&text);
	return code;
}

static int ask_version(enum answer *out, struct walk *w,
		       const struct trace *t, const char *oid,
		       struct pm_error *err)
{
	struct pm_record record;
	struct pm_arena arena = { 0 };
	int code = read_version(&record, &arena, w, t->path, oid, err);

	if (code >= 0 && record.is_unreadable)
		*out = UNREADABLE;
	else if (code >= 0 && t->event)
		*out = count_same(w->policy, &record.ledger, record.ledger.nr,
				  t->event) >= t->nth ? HAS : LACKS;
	else if (code >= 0)
		*out = says_here(&record) ? HAS : LACKS;
	pm_arena_release(&arena);
	return code;
}

static void add_id(struct trace *t, const struct pm_policy *policy)
{
	struct pm_buf id = { 0 }, item = { 0 };

	if (pm_path_to_id(&id, &item, policy, t->path) && item.len)
		pm_strlist_addf(&t->ids, "%s/%s", pm_buf_str(&id),
				pm_buf_str(&item));
	pm_buf_release(&id);
	pm_buf_release(&item);
}

/* What the item says at the tip. */
static int begin(struct trace *t, struct walk *w, const char *oid,
		 struct pm_error *err)
{
	struct pm_record record;
	const struct pm_ledger *ledger = &record.ledger;
	const struct pm_ledger_event *last;
	int code = read_version(&record, &t->arena, w, t->path, oid, err);

	if (code < 0 || record.is_unreadable || !says_here(&record))
		return code;
	last = pm_ledger_last(ledger, ledger->nr, PM_L_EVIDENCE);
	if (last && !strcmp(last->set[PM_L_EVIDENCE], PM_EVIDENCE_HERE)) {
		t->event = last;
		t->nth = count_same(w->policy, ledger,
				    (size_t)(last - ledger->event) + 1, last);
	}
	t->here->found = PM_HERE_UNKNOWN;
	t->has = true;
	t->is_over = false;
	add_id(t, w->policy);
	return PM_OK;
}

static int begin_all(struct walk *w, struct pm_here *item, const char *tip,
		     struct pm_error *err)
{
	const char **path = pm_arena_alloc(w->arena,
					   (w->nr + 1) * sizeof(*path));
	struct pm_entries entries = { 0 };
	int code;

	for (size_t i = 0; i < w->nr; i++) {
		path[i] = item[i].path;
		item[i].found = PM_HERE_NOWHERE;
		item[i].commit = NULL;
		w->trace[i] = (struct trace){ .here = &item[i],
					      .path = path[i],
					      .is_over = true };
	}
	code = pm_list_tree(&entries, w->arena, w->repo, tip, path, w->nr,
			    err);
	for (size_t i = 0; i < w->nr && code >= 0; i++) {
		const struct pm_entry *entry = pm_entries_find(&entries,
							       path[i]);

		if (entry && pm_mode_is_file(entry->mode))
			code = begin(&w->trace[i], w, entry->oid, err);
	}
	pm_entries_release(&entries);
	return code;
}

/* How well a removed file fits as what the item was called. */
static int likeness(const char *a, const char *b)
{
	const char *base_a = pm_path_base(a), *base_b = pm_path_base(b);
	size_t dir = (size_t)(base_a - a);

	return 1 + (!strcmp(base_a, base_b) ? 2 : 0) +
	       (dir == (size_t)(base_b - b) && !strncmp(a, b, dir) ? 1 : 0);
}

/*
 * The file that became this one: of those that the commit removed, one that
 * has the event. Where none has, the event is new, whatever the item was
 * called before.
 */
static int find_origin(const struct pm_delta **out, struct walk *w,
		       const struct trace *t,
		       const struct pm_commit_info *commit,
		       struct pm_error *err)
{
	enum answer answer;
	int best = 0, code = PM_OK;

	*out = NULL;
	for (size_t i = 0; i < commit->deltas && code >= 0; i++) {
		const struct pm_delta *d = &commit->delta[i];

		if (d->status != 'D' || likeness(d->path, t->path) <= best ||
		    !pm_mode_is_file(d->old_mode) ||
		    !pm_path_is_record(w->policy, d->path, d->old_mode))
			continue;
		code = ask_version(&answer, w, t, d->old_oid, err);
		if (code >= 0 && answer == HAS) {
			best = likeness(d->path, t->path);
			*out = d;
		}
	}
	return code;
}

/* The version before a commit, by the name that it had there. */
static int ask_before(enum answer *out, struct trace *t, struct walk *w,
		      const struct pm_commit_info *commit,
		      const struct pm_delta *delta, struct pm_error *err)
{
	int code;

	*out = LACKS;
	if (delta->old_oid && pm_mode_is_file(delta->old_mode))
		return ask_version(out, w, t, delta->old_oid, err);
	code = find_origin(&delta, w, t, commit, err);
	if (code >= 0 && delta) {
		t->path = pm_arena_strdup(w->arena, delta->path);
		add_id(t, w->policy);
		*out = HAS;
	} else if (code >= 0) {
		t->birth = pm_arena_strdup(w->arena, commit->id);
		t->is_over = true;
	}
	return code;
}

static bool is_revert(struct pm_arena *arena,
		      const struct pm_commit_info *commit)
{
	const struct pm_claim claim = { .commit = commit->id };
	struct pm_claims claims = { 0 };
	struct pm_buf message = { 0 };
	bool is;

	pm_buf_addf(&message, "%s\n\n%s", commit->subject, commit->body);
	pm_claims_take(&claims, arena, claim, pm_buf_str(&message),
		       PM_CLAIM_REVERTS);
	is = claims.nr > 0;
	pm_claims_release(&claims);
	pm_buf_release(&message);
	return is;
}

static void set_found(struct trace *t, struct walk *w,
		      const struct pm_commit_info *commit)
{
	t->has = false;
	t->here->found = pm_deltas_are_clerical(w->policy, commit->delta,
						commit->deltas) ?
				 PM_HERE_BEFORE : PM_HERE_COMMIT;
	t->here->commit = pm_commit_keep(w->arena, commit);
}

static int step(struct trace *t, struct walk *w,
		const struct pm_commit_info *commit, bool is_cut,
		struct pm_error *err)
{
	const struct pm_delta *delta = NULL;
	enum answer before;
	int code;

	for (size_t i = 0; i < commit->deltas && !delta; i++)
		if (!strcmp(commit->delta[i].path, t->path))
			delta = &commit->delta[i];
	t->is_over = is_cut;
	if (!delta || is_cut)
		return PM_OK;
	code = ask_before(&before, t, w, commit, delta, err);
	if (code < 0 || before == UNREADABLE)
		return code;
	if (t->has && before == LACKS) {
		set_found(t, w, commit);
	} else if (!t->has && before == HAS) {
		t->is_over = is_revert(w->arena, commit);
		t->has = !t->is_over;
		if (t->has)
			t->here->found = PM_HERE_UNKNOWN;
	}
	return PM_OK;
}

static bool is_over(const struct walk *w)
{
	for (size_t i = 0; i < w->nr; i++)
		if (!w->trace[i].is_over)
			return false;
	return true;
}

static int go_back(struct walk *w, const char *tip, struct pm_error *err)
{
	const char *const path[] = { w->policy->root, NULL };
	const struct pm_log_options options = {
		.revision = tip, .path = path, .whole_commits = true,
		.first_parent = true,
	};
	struct pm_commit_info commit;
	struct pm_arena arena = { 0 };
	struct pm_log *log = NULL;
	bool is_cut;
	int code;

	if (is_over(w))
		return PM_OK;
	code = pm_log_open(&log, w->repo, &options, err);
	while (code >= 0 && !is_over(w) &&
	       (code = pm_log_next(&commit, log, &arena, err)) > 0) {
		code = pm_log_is_cut_off(&is_cut, w->repo, &commit, err);
		for (size_t i = 0; i < w->nr && code >= 0; i++)
			if (!w->trace[i].is_over)
				code = step(&w->trace[i], w, &commit, is_cut,
					    err);
		pm_arena_release(&arena);
	}
	pm_log_close(log);
	pm_arena_release(&arena);
	return code < 0 ? code : PM_OK;
}

int pm_here_find(struct pm_here *item, size_t nr, struct pm_arena *arena,
		 struct pm_repo *repo, const struct pm_policy *policy,
		 const char *tip, struct pm_error *err)
{
	struct walk w = { .repo = repo, .policy = policy, .arena = arena,
			  .nr = tip ? nr : 0 };
	int code = PM_OK;

	w.trace = pm_arena_alloc(arena, (nr + 1) * sizeof(*w.trace));
	for (size_t i = 0; !tip && i < nr; i++)
		item[i].found = PM_HERE_NOWHERE;
	if (w.nr)
		code = begin_all(&w, item, tip, err);
	if (code >= 0)
		code = go_back(&w, tip, err);
	for (size_t i = 0; i < w.nr && code >= 0; i++)
		if (item[i].found == PM_HERE_BEFORE)
			code = pm_here_find_work(&item[i], arena, repo, policy,
						 &w.trace[i].ids, tip,
						 w.trace[i].birth, err);
	for (size_t i = 0; i < w.nr; i++) {
		pm_strlist_release(&w.trace[i].ids);
		pm_arena_release(&w.trace[i].arena);
	}
	return code;
}

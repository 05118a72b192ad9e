/* SPDX-License-Identifier: MIT */
#include "check/mend.h"

#include <stdlib.h>
#include <string.h>

#include "check/mending.h"
#include "snapshot/pair.h"

struct pm_record pm_mend_reread(struct mending *m,
				const struct pm_mended *record,
				const struct pm_buf *text)
{
	struct pm_record now = { .kind = record->record->kind,
				 .id = record->record->id,
				 .path = record->record->path };

	pm_record_read(&now, m->arena, pm_buf_str(text), text->len,
		       &m->how->snapshot->policy, PM_READ_BODY);
	return now;
}

/* --- entries --- */

/* As an event, but for who did it. */
static void format_unnamed(struct pm_buf *out,
			   const struct pm_ledger_event *event)
{
	struct pm_ledger_event named = *event;

	named.who = "x";
	pm_ledger_format(out, &named);
	pm_buf_splice(out, PM_DATE_LEN - 1, PM_DATE_LEN + 1, "", 0);
}

/* Also one of another day: nobody has named that yet. */
static bool has_unnamed(const struct pm_record *now, const char *entry)
{
	const char *changes = entry + PM_DATE_LEN - 1;
	size_t len = strlen(changes);
	const char *at = now->text + now->ledger.start;
	const char *end = now->text + now->ledger.end;

	while ((at = memmem(at, (size_t)(end - at), changes, len))) {
		at += len;
		if (at >= end || strchr("\r\n", *at))
			return true;
	}
	return false;
}

static void remember(struct mending *m, struct pm_mended *record,
		     const char *entry)
{
	const char **grown = pm_arena_alloc(
		m->arena, (record->lines + 1) * sizeof(*grown));

	if (record->lines)
		memcpy(grown, record->line, record->lines * sizeof(*grown));
	grown[record->lines++] = pm_arena_strdup(m->arena, entry);
	record->line = grown;
}

int pm_mend_append(struct mending *m, struct pm_mended *record,
		   struct pm_buf *text, const struct pm_ledger_event *event,
		   struct pm_error *err)
{
	const struct pm_policy *policy = &m->how->snapshot->policy;
	enum pm_kind kind = record->record->kind;
	struct pm_buf entry = { 0 };
	struct pm_record now;
	int code = PM_OK;

	if (event->who) {
		pm_ledger_format(&entry, event);
		code = pm_ledger_append(text, policy, kind, event, err);
	} else {
		format_unnamed(&entry, event);
		now = pm_mend_reread(m, record, text);
		if (has_unnamed(&now, pm_buf_str(&entry)))
			goto out;
		code = pm_ledger_append_entry(text, policy, kind,
					      pm_buf_str(&entry), err);
		record->unnamed += code >= 0;
	}
	if (code >= 0)
		remember(m, record, pm_buf_str(&entry));
out:
	pm_buf_release(&entry);
	return code;
}

/* --- one record --- */

/* A revert that is not committed yet. */
static void add_standing(struct mending *m, const struct pm_record *standing,
			 const struct pm_record *now)
{
	struct pm_ledger_change change;
	const char *subject;

	if (!standing || !standing->ledger.nr)
		return;
	pm_ledger_compare(&change, m->arena, &m->how->snapshot->policy,
			  &standing->ledger, &now->ledger);
	if (!change.lost)
		return;
	subject = pm_mend_subject(m);
	if (!pm_ledger_is_taken_back(&m->how->snapshot->policy, &change, now,
				     subject != NULL))
		return;
	PM_GROW(m->back, m->nr, m->alloc);
	m->back[m->nr++] = (struct taken_back){
		.path = now->path,
		.old = *standing,
		.now = *now,
		.who = m->how->user,
		.day = m->how->today,
		.subject = subject,
	};
}

static int mend(struct mending *m, struct pm_mends *out,
		const struct pm_record *old, const struct pm_record *standing,
		const struct pm_record *now, struct pm_error *err)
{
	struct pm_mended record = { .record = now };
	struct pm_buf text = { 0 };
	size_t nr = m->nr;
	int code = PM_OK;

	if (!now->path || now->is_unreadable || !now->text)
		return PM_OK;
	pm_buf_add(&text, now->text, now->len);
	add_standing(m, standing, now);
	for (size_t i = 0; i < m->nr && code >= 0; i++)
		if (!strcmp(m->back[i].path, now->path))
			code = pm_mend_restore(m, &record, &text, &m->back[i],
					       err);
	m->nr = nr;
	if (code >= 0)
		code = pm_mend_tell(m, &record, &text, old, standing, err);
	/* Of one that cannot be mended the others are not to suffer. */
	if (code == PM_EINVALID) {
		record.trouble = pm_arena_strdup(m->arena, err->message);
		record.lines = record.unnamed = 0;
		code = PM_OK;
	}
	record.text = pm_arena_strndup(m->arena, pm_buf_str(&text), text.len);
	record.len = text.len;
	if (code >= 0 && (record.lines || record.trouble)) {
		PM_GROW(out->item, out->nr, out->alloc);
		out->item[out->nr++] = record;
	}
	pm_buf_release(&text);
	return code;
}

/* --- all of them --- */

/* What stood in one snapshot, of the records of another. */
struct side {
	struct pm_pairs pairs;
	struct pm_item_moves moves;
};

static const struct pm_record *find_old(const struct side *side, size_t nr,
					const struct pm_record *now)
{
	const struct pm_pair *pair = &side->pairs.item[nr];
	const struct pm_record *old = NULL;

	if (now->kind == PM_POSTMORTEM)
		return pair->before && pair->before->record.path ?
			       &pair->before->record :
			       NULL;
	if (pair->before)
		old = pm_item_before(pair->before, pair->after, now);
	return old ? old : pm_item_moves_before(&side->moves, now);
}

static int mend_all(struct mending *m, struct pm_mends *out,
		    struct pm_error *err)
{
	struct side base = { 0 }, head = { 0 };
	int code = PM_OK;

	pm_snapshots_pair(&base.pairs, &m->before, m->how->snapshot);
	pm_pairs_item_moves(&base.moves, &base.pairs);
	pm_snapshots_pair(&head.pairs, &m->standing, m->how->snapshot);
	pm_pairs_item_moves(&head.moves, &head.pairs);
	/* Both begin with the same, in the same order. */
	for (size_t i = 0; i < base.pairs.nr && code >= 0; i++) {
		const struct pm_postmortem *pm = base.pairs.item[i].after;

		if (!pm)
			break;
		code = mend(m, out, find_old(&base, i, &pm->record),
			    find_old(&head, i, &pm->record), &pm->record, err);
		for (size_t a = 0; a < pm->actions && code >= 0; a++)
			code = mend(m, out,
				    find_old(&base, i, &pm->action[a]),
				    find_old(&head, i, &pm->action[a]),
				    &pm->action[a], err);
	}
	pm_pairs_release(&base.pairs);
	pm_item_moves_release(&base.moves);
	pm_pairs_release(&head.pairs);
	pm_item_moves_release(&head.moves);
	return code;
}

/* By the policy of the work tree, wherever that is kept. */
static int load(struct pm_snapshot *out, const struct mending *m,
		const char *commit, struct pm_error *err)
{
	struct pm_source source = { 0 };
	int code = pm_source_commit(&source, m->how->repo, commit, err);

	if (code >= 0)
		code = pm_snapshot_open(out, &source, err);
	if (code >= 0)
		code = pm_snapshot_list(out, NULL, 0, err);
	if (code >= 0)
		code = pm_snapshot_read(out, PM_POSTMORTEM | PM_ACTION,
					PM_READ_BODY, err);
	return code;
}

int pm_mend_find(struct pm_mends *out, const struct pm_mend *how,
		 struct pm_error *err)
{
	struct mending m = { .how = how, .arena = &out->arena };
	char *head = NULL;
	int code = pm_repo_head(how->repo, &head, err);

	m.has_head = code >= 0 && head;
	m.range = (struct pm_range){
		.repo = how->repo,
		.policy = &how->snapshot->policy,
		.base = how->base ? how->base :
				    pm_repo_empty_tree(how->repo),
		.head = how->head ? how->head : head,
		.root = { how->snapshot->policy.root,
			  how->snapshot->policy.root },
	};
	if (code >= 0 && m.has_head)
		code = load(&m.standing, &m, head, err);
	if (code >= 0 && m.has_head)
		code = load(&m.before, &m, how->base ? how->base : head, err);
	if (code >= 0 && m.has_head)
		code = pm_mend_read_log(&m, err);
	if (code >= 0)
		code = mend_all(&m, out, err);
	if (code >= 0 && m.range.err.code < 0) {
		*err = m.range.err;
		code = m.range.err.code;
	}
	pm_range_release(&m.range);
	pm_snapshot_release(&m.standing);
	pm_snapshot_release(&m.before);
	free(m.back);
	free(head);
	return code;
}

void pm_mends_release(struct pm_mends *mends)
{
	free(mends->item);
	pm_arena_release(&mends->arena);
	*mends = (struct pm_mends){ 0 };
}

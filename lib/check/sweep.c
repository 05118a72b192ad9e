/* SPDX-License-Identifier: MIT */
#include "check/check.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "check/evidence.h"
#include "git/objects.h"

/* Below this a thread costs more than it saves. */
#define DOCUMENTS_PER_THREAD 20
/* How many a thread takes at a time: some are long, and processors differ in
 * how much else they have to do. */
#define DOCUMENTS_AT_A_TIME 8

struct part {
	const struct pm_check *check;
	const struct pm_snapshot *snapshot;
	const struct pm_postmortem **item;
	size_t nr;
	atomic_size_t *next; /* that no thread has taken */
	struct pm_findings out;
	struct pm_error err;
	int code;
};

/* Into an arena that lives for this one only: listed, it stays unread. */
static int check_one(struct part *part, const struct pm_postmortem *listed)
{
	const struct pm_snapshot *s = part->snapshot;
	struct pm_arena arena = { 0 };
	struct pm_postmortem pm = *listed;
	struct pm_check check = *part->check;
	int code = PM_OK;

	pm.action = pm_arena_alloc(&arena, (pm.actions + 1) *
						   sizeof(*pm.action));
	if (pm.actions)
		memcpy(pm.action, listed->action,
		       pm.actions * sizeof(*pm.action));
	if (pm.record.path)
		code = pm_record_load(&pm.record, &arena, &s->source,
				      check.policy, PM_READ_BODY, &part->err);
	for (size_t i = 0; i < pm.actions && code >= 0; i++)
		code = pm_record_load(&pm.action[i], &arena, &s->source,
				      check.policy, PM_READ_BODY, &part->err);
	if (code >= 0) {
		check.out = &part->out;
		check.asks_git = true;
		pm_check_postmortem(&check, &pm);
	}
	pm_arena_release(&arena);
	return code;
}

static void check_part(void *data)
{
	struct part *part = data;

	while (part->code >= 0) {
		size_t i = atomic_fetch_add(part->next, DOCUMENTS_AT_A_TIME);
		size_t end = i + DOCUMENTS_AT_A_TIME;

		if (i >= part->nr)
			return;
		if (end > part->nr)
			end = part->nr;
		for (; i < end && part->code >= 0; i++)
			part->code = check_one(part, part->item[i]);
	}
}

static void take_over(struct pm_findings *out, struct pm_findings *from)
{
	pm_arena_absorb(&out->arena, &from->arena);
	for (size_t i = 0; i < from->nr; i++)
		pm_findings_add(out, from->item[i]);
	free(from->item);
}

static int run_parts(const struct pm_check *check,
		     const struct pm_snapshot *snapshot,
		     const struct pm_postmortem **item, size_t nr,
		     struct pm_error *err)
{
	size_t threads = pm_threads(nr, DOCUMENTS_PER_THREAD);
	struct part part[PM_MAX_THREADS];
	atomic_size_t next = 0;
	int code = PM_OK;

	for (size_t i = 0; i < threads; i++)
		part[i] = (struct part){
			.check = check,
			.snapshot = snapshot,
			.item = item,
			.nr = nr,
			.next = &next,
		};
	pm_in_threads(check_part, part, sizeof(*part), threads);
	for (size_t i = 0; i < threads; i++) {
		take_over(check->out, &part[i].out);
		if (part[i].code < 0 && code >= 0) {
			code = part[i].code;
			*err = part[i].err;
		}
	}
	return code;
}

/* Asked once all are judged: of the history that stands at the place. */
static int settle(const struct pm_check *check,
		  const struct pm_snapshot *snapshot, struct pm_error *err)
{
	const struct pm_source *source = &snapshot->source;
	const char *tip[] = { NULL, NULL };
	char *head = NULL;
	int code = PM_OK;

	if (source->place != PM_COMMIT && pm_evidence_waits(check->out))
		code = pm_repo_head(source->repo, &head, err);
	tip[0] = source->place == PM_COMMIT ? source->base : head;
	if (code >= 0)
		code = pm_evidence_settle(check->out, source->repo,
					  check->policy, tip, err);
	free(head);
	return code;
}

int pm_check_sweep(const struct pm_check *check,
		   const struct pm_snapshot *snapshot, const char *const *id,
		   size_t nr, struct pm_error *err)
{
	const struct pm_postmortem **item =
		pm_xmalloc((snapshot->nr + 1) * sizeof(*item));
	size_t chosen = 0, records = 0;
	int code;

	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];
		bool wanted = !nr;

		for (size_t k = 0; k < nr && !wanted; k++)
			wanted = !strcmp(id[k], pm->id);
		if (!wanted)
			continue;
		item[chosen++] = pm;
		records += 1 + pm->actions;
	}
	if (snapshot->source.place != PM_WORKTREE)
		pm_objects_expect(snapshot->source.repo, records);
	code = run_parts(check, snapshot, item, chosen, err);
	if (code >= 0)
		code = settle(check, snapshot, err);
	free(item);
	return code;
}

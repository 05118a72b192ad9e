/* SPDX-License-Identifier: MIT */
#include "snapshot/snapshot.h"

#include "base/threads.h"
#include "git/objects.h"
#include "snapshot/people.h"

/* Below this a thread costs more than it saves. */
#define RECORDS_PER_THREAD 200

/* One thread's part: post-mortems [first, last), into an arena of its own. */
struct part {
	struct pm_snapshot *snapshot;
	size_t first, last;
	unsigned kinds;
	enum pm_read what;
	struct pm_arena arena;
	struct pm_error err;
	int code;
};

static bool is_lacking(const struct pm_record *record, enum pm_read what)
{
	return !record->is_read || (what & PM_READ_BODY && !record->text);
}

static void read_part(void *data)
{
	struct part *part = data;
	struct pm_snapshot *s = part->snapshot;

	for (size_t i = part->first; i < part->last && part->code >= 0; i++) {
		struct pm_postmortem *pm = &s->item[i];

		if ((part->kinds & PM_POSTMORTEM) && pm->record.path &&
		    is_lacking(&pm->record, part->what))
			part->code = pm_record_load(&pm->record, &part->arena,
						    &s->source, &s->policy,
						    part->what, &part->err);
		for (size_t a = 0; (part->kinds & PM_ACTION) &&
				   a < pm->actions && part->code >= 0;
		     a++) {
			if (is_lacking(&pm->action[a], part->what))
				part->code = pm_record_load(
					&pm->action[a], &part->arena,
					&s->source, &s->policy, part->what,
					&part->err);
		}
	}
}

/* Those that are to be read. */
static size_t count_records(const struct pm_snapshot *snapshot, unsigned kinds,
			    enum pm_read what)
{
	size_t nr = 0;

	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		nr += (kinds & PM_POSTMORTEM) && is_lacking(&pm->record, what);
		for (size_t a = 0; (kinds & PM_ACTION) && a < pm->actions; a++)
			nr += is_lacking(&pm->action[a], what);
	}
	return nr;
}

int pm_snapshot_read(struct pm_snapshot *snapshot, unsigned kinds,
		     enum pm_read what, struct pm_error *err)
{
	size_t records = count_records(snapshot, kinds, what);
	size_t nr = pm_threads(records, RECORDS_PER_THREAD);
	struct part part[PM_MAX_THREADS];
	int code = PM_OK;

	if (snapshot->source.place != PM_WORKTREE)
		pm_objects_expect(snapshot->source.repo, records);
	for (size_t i = 0; i < nr; i++)
		part[i] = (struct part){
			.snapshot = snapshot,
			.first = snapshot->nr * i / nr,
			.last = snapshot->nr * (i + 1) / nr,
			.kinds = kinds,
			.what = what,
		};
	pm_in_threads(read_part, part, sizeof(*part), nr);
	for (size_t i = 0; i < nr; i++) {
		pm_arena_absorb(&snapshot->arena, &part[i].arena);
		if (part[i].code < 0 && code >= 0) {
			code = part[i].code;
			*err = part[i].err;
		}
	}
	if (code >= 0)
		pm_people_know_owners(&snapshot->policy, snapshot);
	return code;
}

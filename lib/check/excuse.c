/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <stdlib.h>
#include <string.h>

/* What stood on one side of a change, judged by the same policy. */
struct side {
	const struct pm_postmortem *pm; /* NULL: there is none */
	struct pm_findings old;
	bool *used;
};

static void look_back(struct side *side, const struct pm_check *check,
		      const struct pm_postmortem *pm)
{
	struct pm_check same = *check;

	memset(side, 0, sizeof(*side));
	side->pm = pm;
	if (!pm)
		return;
	same.out = &side->old;
	same.wants_advice = false;
	pm_check_postmortem(&same, pm);
	side->used = pm_xcalloc(side->old.nr + 1, sizeof(*side->used));
}

static void let_go(struct side *side)
{
	free(side->used);
	pm_findings_release(&side->old);
}

/* The part of an id behind its post-mortem's: folders may be renamed. */
static const char *within(const char *id)
{
	const char *slash = strchr(id, '/');

	return slash ? slash : "";
}

/* Whether a record has gone on since: then it answers for all that it is. Not
 * when less is asked of it than before. */
static bool moved_on(const struct side *side,
		     const struct pm_postmortem *after, const char *id)
{
	const char *name = within(id) + 1;
	const struct pm_record *old, *now;

	if (!*within(id)) {
		enum pm_status was = pm_record_status(&side->pm->record);
		enum pm_status is = pm_record_status(&after->record);

		return was != PM_STATUSES && is != PM_STATUSES && is > was;
	}
	old = pm_postmortem_action(side->pm, name);
	now = pm_postmortem_action(after, name);
	return old && now && pm_record_state(now) != PM_DECLINED &&
	       pm_record_state(old) != pm_record_state(now);
}

/* Each old finding answers for one new: a second one is worse. */
static bool stood_before(struct side *side, const struct pm_postmortem *after,
			 const struct pm_finding *finding)
{
	for (size_t i = 0; side->pm && i < side->old.nr; i++) {
		const struct pm_finding *o = &side->old.item[i];

		if (side->used[i] || o->rule != finding->rule ||
		    o->level < finding->level ||
		    strcmp(within(o->id), within(finding->id)) ||
		    strcmp(o->subject, finding->subject) ||
		    moved_on(side, after, finding->id))
			continue;
		side->used[i] = true;
		return true;
	}
	return false;
}

/* An import excuses what it brought, and nothing that came afterwards. */
static void settle(struct pm_finding *f, bool stood)
{
	if (stood && f->excuse == PM_NOT_EXCUSED) {
		f->level = PM_WARNING;
		f->excuse = PM_WAS_SO;
	} else if (!stood && f->excuse == PM_IMPORTED) {
		f->level = PM_ERROR_LEVEL;
		f->excuse = PM_NOT_EXCUSED;
	}
	f->is_old = f->excuse == PM_IMPORTED;
}

void pm_excuse(const struct pm_check *check, size_t first,
	       const struct pm_postmortem *before,
	       const struct pm_postmortem *other,
	       const struct pm_postmortem *after)
{
	struct side side[2];

	if (!before && !other)
		return;
	look_back(&side[0], check, before);
	look_back(&side[1], check, other);
	for (size_t i = first; i < check->out->nr; i++) {
		struct pm_finding *f = &check->out->item[i];

		if (f->level > PM_ADVICE && pm_is_excusable(f->rule))
			settle(f, stood_before(&side[0], after, f) ||
					  stood_before(&side[1], after, f));
	}
	let_go(&side[0]);
	let_go(&side[1]);
}

/* SPDX-License-Identifier: MIT */
#include "report/review.h"

#include <stdlib.h>
#include <string.h>

#include "check/evidence.h"
#include "report/review_part.h"

static void add_finding(struct pm_review_findings *list,
			const struct pm_finding *finding)
{
	PM_GROW(list->item, list->nr, list->alloc);
	list->item[list->nr++] = finding;
}

static struct pm_review_part *add_part(struct pm_review *review,
				       const struct pm_postmortem *pm)
{
	struct pm_review_part *part;

	PM_GROW(review->part, review->nr, review->alloc);
	part = &review->part[review->nr++];
	*part = (struct pm_review_part){ .postmortem = pm,
					 .next = PM_STATUSES };
	return part;
}

/* Of each post-mortem with a difference; the comparison is in order. */
static void add_differing(struct pm_review *review)
{
	const struct pm_comparison *c = &review->comparison;

	for (size_t i = 0; i < c->nr; i++) {
		const struct pm_postmortem *pm = c->item[i].postmortem;
		struct pm_review_part *part =
			review->nr ? &review->part[review->nr - 1] : NULL;

		if (!part || part->postmortem != pm) {
			part = add_part(review, pm);
			part->difference = i;
			part->is_removed =
				pm_snapshot_find(&c->after, pm->id) != pm;
		}
		part->differences++;
	}
}

static int by_id(const void *a, const void *b)
{
	const struct pm_review_part *x = a, *y = b;

	return strcmp(x->postmortem ? x->postmortem->id : "",
		      y->postmortem ? y->postmortem->id : "");
}

/* The part that a record of this id belongs to, among the first `nr`, which
 * are sorted. */
static struct pm_review_part *find_part(const struct pm_review *review,
					size_t nr, const char *id)
{
	char *folder = pm_xstrndup(id, strcspn(id, "/"));
	const struct pm_postmortem pm = { .id = folder };
	const struct pm_review_part key = { .postmortem = &pm };
	struct pm_review_part *found =
		nr ? bsearch(&key, review->part, nr, sizeof(key), by_id) :
		     NULL;

	free(folder);
	return found;
}

/* One that differs in nothing that is told may still have become wrong. NULL:
 * it is the finding of no post-mortem. */
static const struct pm_postmortem *find_owner(const struct pm_review *review,
					      const char *id)
{
	const struct pm_comparison *c = &review->comparison;
	char *folder = pm_xstrndup(id, strcspn(id, "/"));
	const struct pm_postmortem *pm = pm_snapshot_find(&c->after, folder);

	if (!pm)
		pm = pm_snapshot_find(&c->before, folder);
	free(folder);
	return pm;
}

/* What was wrong before says nothing of a change that says nothing of it. */
static void add_others(struct pm_review *review)
{
	size_t sorted = review->nr;

	for (size_t i = 0; i < review->findings.nr; i++) {
		const struct pm_finding *f = &review->findings.item[i];
		const struct pm_postmortem *pm;
		bool known = false;

		if (pm_finding_weight(f) >= PM_WEIGHS_NOTICE ||
		    find_part(review, sorted, f->id))
			continue;
		pm = find_owner(review, f->id);
		for (size_t p = sorted; p < review->nr && !known; p++)
			known = review->part[p].postmortem == pm;
		if (!known)
			add_part(review, pm);
	}
	if (review->nr)
		qsort(review->part, review->nr, sizeof(*review->part), by_id);
}

static void share_findings(struct pm_review *review)
{
	for (size_t i = 0; i < review->findings.nr; i++) {
		const struct pm_finding *f = &review->findings.item[i];
		enum pm_weight weight = pm_finding_weight(f);
		struct pm_review_part *part =
			find_part(review, review->nr, f->id);

		/* Something stands in the place of a whole folder. */
		if (!part && weight < PM_WEIGHS_NOTICE)
			part = find_part(review, review->nr, "");
		if (!part)
			continue;
		review->sum[weight]++;
		add_finding(&part->finding[weight], f);
	}
}

/* --- what the next status asks for --- */

static void choose_next(struct pm_review_part *part)
{
	const struct pm_record *record;
	enum pm_status now;

	if (!part->postmortem || part->is_removed ||
	    !part->postmortem->record.path)
		return;
	record = &part->postmortem->record;
	now = pm_record_status(record);
	if (!record->is_unreadable && now < PM_CLOSED)
		part->next = now + 1;
}

static bool is_told(const struct pm_review_part *part,
		    const struct pm_finding *need)
{
	const struct pm_review_findings *told =
		&part->finding[PM_WEIGHS_ERROR];

	for (size_t i = 0; i < told->nr; i++)
		if (told->item[i]->rule == need->rule &&
		    !strcmp(told->item[i]->id, need->id) &&
		    !strcmp(told->item[i]->subject, need->subject))
			return true;
	return false;
}

static void share_needs(struct pm_review *review)
{
	const struct pm_findings *needs = &review->needs;

	for (size_t i = 0; i < needs->nr; i++) {
		const struct pm_finding *f = &needs->item[i];

		struct pm_review_part *part;

		if (f->level != PM_ERROR_LEVEL)
			continue;
		part = find_part(review, review->nr, f->id);
		if (part && !is_told(part, f))
			add_finding(&part->need, f);
	}
}

static int find_needs(struct pm_review *review, pm_date today,
		      struct pm_error *err)
{
	const struct pm_check check = {
		.policy = &review->sides.judge,
		.out = &review->needs,
		.today = today,
		.boilerplate = &review->sides.boilerplate,
		.codeowners = &review->sides.codeowners,
		.asks_git = true,
	};
	const char *tip[] = { review->sides.head, NULL };
	int code;

	for (size_t i = 0; i < review->nr; i++) {
		struct pm_review_part *part = &review->part[i];

		choose_next(part);
		if (part->next != PM_STATUSES)
			pm_check_status(&check, part->postmortem, part->next);
	}
	code = pm_evidence_settle(&review->needs, review->repo,
				  &review->sides.judge, tip, err);
	if (code < 0)
		return code;
	pm_findings_sort(&review->needs);
	share_needs(review);
	return PM_OK;
}

/* --- all of it --- */

static int compare(struct pm_review *review, struct pm_error *err)
{
	struct pm_change_sides *sides = &review->sides;
	int code;

	pm_comparison_adopt(&review->comparison, &sides->before,
			    &sides->after, &sides->deltas, &sides->arena);
	code = pm_comparison_read(&review->comparison, NULL, err);
	if (code < 0)
		return code;
	add_differing(review);
	add_others(review);
	share_findings(review);
	for (size_t i = 0; i < review->nr; i++)
		review->postmortems += review->part[i].postmortem != NULL;
	return PM_OK;
}

int pm_review_read(struct pm_review *out, const struct pm_change_check *change,
		   struct pm_error *err)
{
	struct pm_change_check check = *change;
	int code;

	memset(out, 0, sizeof(*out));
	out->repo = change->repo;
	check.sides = &out->sides;
	check.wants_advice = true;
	code = pm_check_repo_change(&out->findings, NULL, &check, err);
	if (code >= 0)
		code = compare(out, err);
	if (code >= 0)
		code = find_needs(out, change->today, err);
	if (code >= 0) {
		pm_review_find_slips(out);
		pm_review_find_lengths(out);
	}
	if (code >= 0 && out->sides.policy_changed)
		pm_review_find_rules(out);
	return code;
}

void pm_review_release(struct pm_review *review)
{
	for (size_t i = 0; i < review->nr; i++) {
		for (size_t w = 0; w <= PM_WEIGHTS; w++)
			free(review->part[i].finding[w].item);
		free(review->part[i].need.item);
	}
	free(review->part);
	free(review->rule);
	pm_findings_release(&review->findings);
	pm_findings_release(&review->needs);
	pm_comparison_release(&review->comparison);
	pm_change_sides_release(&review->sides);
	pm_arena_release(&review->arena);
	memset(review, 0, sizeof(*review));
}

bool pm_review_touches(const struct pm_review *review,
		       const struct pm_review_part *part,
		       const struct pm_record *record)
{
	for (size_t i = 0; i < part->differences; i++) {
		const struct pm_difference *d =
			&review->comparison.item[part->difference + i];

		if (d->after == record || d->before == record)
			return true;
	}
	return false;
}

const char *pm_review_next(const struct pm_record *action, pm_date today)
{
	switch (pm_record_state(action)) {
	case PM_PROPOSED:
		return "accept or decline";
	case PM_ACCEPTED:
	case PM_IN_PROGRESS:
		if (pm_record_is_overdue(action, today))
			return "finish, move or decline";
		return pm_record_state(action) == PM_ACCEPTED ? "start" :
								"finish";
	default:
		return "";
	}
}

/* SPDX-License-Identifier: MIT */
#include "report/digest.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/map.h"

/* --- what waits --- */

/* A draft is its owner's until it is in review, and closing is for the day on
 * which somebody looks. */
static bool is_told(enum pm_attention_kind kind)
{
	return kind != PM_TO_WRITE && kind != PM_TO_CLOSE;
}

static void find_attention(struct pm_digest *out,
			   const struct pm_snapshot *snapshot)
{
	size_t kept = 0;

	pm_attention_find(&out->attention, snapshot, NULL, out->today);
	for (size_t i = 0; i < out->attention.nr; i++) {
		if (is_told(out->attention.item[i].kind))
			out->attention.item[kept++] = out->attention.item[i];
	}
	out->attention.nr = kept;
}

/* --- what has changed --- */

static void add_change(struct pm_digest *out, struct pm_digest_change change)
{
	PM_GROW(out->change, out->changes, out->change_alloc);
	out->change[out->changes++] = change;
}

/* Another name or wording asks nobody for anything. */
static bool is_news(enum pm_outcome_kind kind)
{
	return kind != PM_OUTCOME_EDITED && kind != PM_OUTCOME_RENAMED;
}

static void find_outcomes(struct pm_digest *out,
			  const struct pm_comparison *comparison)
{
	for (size_t i = 0; i < comparison->nr; i++) {
		const struct pm_difference *d = &comparison->item[i];

		for (size_t k = 0; k < d->outcomes.nr; k++) {
			enum pm_outcome_kind kind = d->outcomes.item[k].kind;

			if (!is_news(kind) ||
			    (k && d->outcomes.item[k - 1].kind == kind))
				continue;
			add_change(out, (struct pm_digest_change){
						.postmortem = d->postmortem,
						.record = d->after ? d->after :
								     d->before,
						.difference = d,
						.outcome = k });
		}
	}
}

static const struct pm_difference *
find_difference(const struct pm_comparison *comparison,
		const struct pm_record *after)
{
	for (size_t i = 0; i < comparison->nr; i++) {
		if (comparison->item[i].after == after)
			return &comparison->item[i];
	}
	return NULL;
}

static bool was_overdue(const struct pm_digest_options *options,
			const struct pm_record *action)
{
	const struct pm_difference *d =
		find_difference(options->comparison, action);
	const struct pm_record *before = d ? d->before : action;

	return before && pm_record_is_overdue(before, options->since);
}

static void find_newly_overdue(struct pm_digest *out,
			       const struct pm_digest_options *options)
{
	for (size_t i = 0; i < out->attention.nr; i++) {
		const struct pm_attention *a = &out->attention.item[i];

		if (a->kind == PM_OVERDUE && !was_overdue(options, a->action))
			add_change(out, (struct pm_digest_change){
						.postmortem = a->postmortem,
						.record = a->action });
	}
}

static enum pm_outcome_kind kind_of(const struct pm_digest_change *change)
{
	return change->difference ?
		       change->difference->outcomes.item[change->outcome].kind :
		       PM_OUTCOMES;
}

/* As "diff" tells them, and what time alone did last. */
static int by_postmortem(const void *a, const void *b)
{
	const struct pm_digest_change *x = a, *y = b;
	int order = strcmp(x->postmortem->id, y->postmortem->id);

	if (!order)
		order = (int)x->record->kind - (int)y->record->kind;
	if (!order)
		order = (int)kind_of(x) - (int)kind_of(y);
	return order ? order : strcmp(x->record->id, y->record->id);
}

static void find_changes(struct pm_digest *out,
			 const struct pm_digest_options *options)
{
	if (!options->comparison)
		return;
	out->since = options->since;
	find_outcomes(out, options->comparison);
	find_newly_overdue(out, options);
	if (out->changes)
		qsort(out->change, out->changes, sizeof(*out->change),
		      by_postmortem);
}

/* --- whose it is --- */

static const char *owner_of(const struct pm_record *record)
{
	return record && record->path ? pm_record_text(record, PM_F_OWNER) :
					NULL;
}

/* What nobody owns is for who owns the post-mortem that it came out of. */
static const char *addressee(const struct pm_attention *a)
{
	const char *owner = owner_of(a->action);

	return owner ? owner : owner_of(&a->postmortem->record);
}

/* The owner, who it was before, and who owns the post-mortem. */
#define CONCERNED 3

static size_t concerned(const char *out[CONCERNED],
			const struct pm_digest_change *change)
{
	const char *all[CONCERNED] = {
		owner_of(change->record),
		change->difference ? owner_of(change->difference->before) :
				     NULL,
		owner_of(&change->postmortem->record),
	};
	size_t nr = 0;

	for (size_t i = 0; i < CONCERNED; i++) {
		if (all[i])
			out[nr++] = all[i];
	}
	return nr;
}

/* People, each once, and which of them a text means. */
struct people {
	const struct pm_policy *policy;
	const char **item; /* as they are grouped by */
	size_t nr;
	size_t alloc;
	struct pm_map known;
};

static size_t find_person(struct people *people, const char *who)
{
	size_t at;

	if (pm_map_get(&people->known, who, &at))
		return at;
	for (at = 0; at < people->nr; at++) {
		if (pm_policy_same_person(people->policy, people->item[at],
					  who))
			break;
	}
	if (at == people->nr) {
		PM_GROW(people->item, people->nr, people->alloc);
		people->item[people->nr++] =
			pm_policy_who(people->policy, who);
	}
	pm_map_add(&people->known, who, at, NULL);
	return at;
}

/* Parts while they are filled. */
struct sharing {
	struct pm_digest *out; /* a part for each of `people` */
	const struct pm_digest_options *options;
	struct people people;
	struct pm_digest_part rest; /* of all, of the one who was asked for, or
				     * of what nobody owns */
};

/* NULL: it is not asked for. */
static struct pm_digest_part *part_of(struct sharing *s, const char *who)
{
	const struct pm_digest_options *o = s->options;
	struct pm_digest *out = s->out;
	size_t at;

	if (!who || (!o->owner && !o->each_owner))
		return o->owner ? NULL : &s->rest;
	if (o->owner)
		return pm_policy_same_person(s->people.policy, o->owner, who) ?
			       &s->rest :
			       NULL;
	at = find_person(&s->people, who);
	PM_GROW(out->part, at, out->part_alloc);
	if (at == out->parts)
		out->part[out->parts++] = (struct pm_digest_part){
			.owner = s->people.item[at]
		};
	return &out->part[at];
}

static void share_attention(struct sharing *s, const struct pm_attention *a)
{
	struct pm_digest_part *part = part_of(s, addressee(a));

	if (!part)
		return;
	PM_GROW(part->attention, part->attentions, part->attention_alloc);
	part->attention[part->attentions++] = a;
}

static void add_to_part(struct pm_digest_part *part,
			const struct pm_digest_change *change)
{
	if (!part || (part->changes &&
		      part->change[part->changes - 1] == change))
		return;
	PM_GROW(part->change, part->changes, part->change_alloc);
	part->change[part->changes++] = change;
}

static void share_change(struct sharing *s,
			 const struct pm_digest_change *change)
{
	const char *who[CONCERNED] = { NULL };
	size_t nr = concerned(who, change);

	for (size_t i = 0; i < nr || !i; i++)
		add_to_part(part_of(s, who[i]), change);
}

static int by_owner(const void *a, const void *b)
{
	const struct pm_digest_part *x = a, *y = b;
	int order = strcasecmp(x->owner, y->owner);

	return order ? order : strcmp(x->owner, y->owner);
}

static void share_out(struct pm_digest *out, const struct pm_policy *policy,
		      const struct pm_digest_options *options)
{
	struct sharing s = { .out = out, .options = options,
			     .people = { .policy = policy },
			     .rest = { .owner = options->owner } };

	for (size_t i = 0; i < out->attention.nr; i++)
		share_attention(&s, &out->attention.item[i]);
	for (size_t i = 0; i < out->changes; i++)
		share_change(&s, &out->change[i]);
	if (out->parts)
		qsort(out->part, out->parts, sizeof(*out->part), by_owner);
	if (s.rest.attentions || s.rest.changes) {
		PM_GROW(out->part, out->parts, out->part_alloc);
		out->part[out->parts++] = s.rest;
	}
	free(s.people.item);
	pm_map_release(&s.people.known);
}

void pm_digest_make(struct pm_digest *out, const struct pm_snapshot *snapshot,
		    const struct pm_digest_options *options)
{
	memset(out, 0, sizeof(*out));
	out->is_for_each = options->each_owner;
	out->today = options->today;
	out->since = PM_NO_DATE;
	find_attention(out, snapshot);
	find_changes(out, options);
	share_out(out, &snapshot->policy, options);
}

void pm_digest_release(struct pm_digest *digest)
{
	for (size_t i = 0; i < digest->parts; i++) {
		free(digest->part[i].attention);
		free(digest->part[i].change);
	}
	free(digest->part);
	free(digest->change);
	pm_attention_release(&digest->attention);
	memset(digest, 0, sizeof(*digest));
}

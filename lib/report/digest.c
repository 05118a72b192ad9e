/* SPDX-License-Identifier: MIT */
#include "report/digest.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strlist.h"

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

/* Whom a part is for, while it is filled. */
struct reader {
	const struct pm_policy *policy;
	const char *owner;
	bool is_everybody;
};

static bool is_for(const struct reader *reader, const char *const *who,
		   size_t nr)
{
	if (reader->is_everybody || (!reader->owner && !nr))
		return true;
	for (size_t i = 0; i < nr && reader->owner; i++) {
		if (pm_policy_same_person(reader->policy, reader->owner,
					  who[i]))
			return true;
	}
	return false;
}

/* Nothing is added where there is nothing to say. */
static void add_part(struct pm_digest *out, const struct reader *reader)
{
	struct pm_digest_part part = {
		.owner = reader->owner,
		.attention = pm_xcalloc(out->attention.nr + 1,
					sizeof(*part.attention)),
		.change = pm_xcalloc(out->changes + 1, sizeof(*part.change)),
	};
	const char *who[CONCERNED];

	for (size_t i = 0; i < out->attention.nr; i++) {
		who[0] = addressee(&out->attention.item[i]);
		if (is_for(reader, who, who[0] != NULL))
			part.attention[part.attentions++] =
				&out->attention.item[i];
	}
	for (size_t i = 0; i < out->changes; i++) {
		if (is_for(reader, who, concerned(who, &out->change[i])))
			part.change[part.changes++] = &out->change[i];
	}
	if (part.attentions || part.changes) {
		out->part = pm_xrealloc(out->part, (out->parts + 1) *
							   sizeof(*out->part));
		out->part[out->parts++] = part;
		return;
	}
	free(part.attention);
	free(part.change);
}

/* People as they are grouped by, each once. */
struct people {
	const struct pm_policy *policy;
	const char **item;
	size_t nr;
	size_t alloc;
};

static void add_person(struct people *people, const char *who)
{
	who = who ? pm_policy_who(people->policy, who) : NULL;
	for (size_t i = 0; who && i < people->nr; i++) {
		if (pm_policy_same_person(people->policy, people->item[i],
					  who))
			return;
	}
	if (!who)
		return;
	PM_GROW(people->item, people->nr, people->alloc);
	people->item[people->nr++] = who;
}

static int by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;
	int order = strcasecmp(*x, *y);

	return order ? order : strcmp(*x, *y);
}

static void add_part_for_each(struct pm_digest *out,
			      const struct pm_policy *policy)
{
	struct people people = { .policy = policy };
	struct reader reader = { .policy = policy };
	const char *who[CONCERNED];

	for (size_t i = 0; i < out->attention.nr; i++)
		add_person(&people, addressee(&out->attention.item[i]));
	for (size_t i = 0; i < out->changes; i++) {
		size_t nr = concerned(who, &out->change[i]);

		for (size_t k = 0; k < nr; k++)
			add_person(&people, who[k]);
	}
	if (people.nr)
		qsort(people.item, people.nr, sizeof(*people.item), by_name);
	for (size_t i = 0; i < people.nr; i++) {
		reader.owner = people.item[i];
		add_part(out, &reader);
	}
	reader.owner = NULL;
	add_part(out, &reader);
	free(people.item);
}

void pm_digest_make(struct pm_digest *out, const struct pm_snapshot *snapshot,
		    const struct pm_digest_options *options)
{
	const struct reader reader = { .policy = &snapshot->policy,
				       .owner = options->owner,
				       .is_everybody = !options->owner };

	memset(out, 0, sizeof(*out));
	out->is_for_each = options->each_owner;
	out->today = options->today;
	out->since = PM_NO_DATE;
	find_attention(out, snapshot);
	find_changes(out, options);
	if (options->each_owner)
		add_part_for_each(out, &snapshot->policy);
	else
		add_part(out, &reader);
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

/* SPDX-License-Identifier: MIT */
#include "history/filter.h"

#include <stdlib.h>
#include <string.h>

static bool is_owner(const struct pm_history_filter *filter,
		     const struct pm_record *record)
{
	return record &&
	       pm_policy_same_person(filter->policy, filter->owner,
				     pm_record_text(record, PM_F_OWNER));
}

static bool fits(const struct pm_history_filter *filter,
		 const struct pm_change *change)
{
	return !filter->by_field || (change->kind == PM_CHANGE_FIELD &&
				     filter->field[change->field]);
}

static bool fits_event(const struct pm_history_filter *filter,
		       enum pm_kind kind, const struct pm_ledger_event *event)
{
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++) {
		enum pm_field field = pm_ledger_field(kind, f);

		if (event->set[f] && field != PM_FIELDS &&
		    filter->field[field])
			return true;
	}
	return !filter->by_field;
}

/* In place: nobody asks for the others again. */
static void pass_gained(struct pm_event_record *out,
			const struct pm_history_filter *filter)
{
	size_t kept = 0;

	for (size_t i = 0; i < out->gains; i++) {
		if (fits_event(filter, out->kind, out->gained[i]))
			out->gained[kept++] = out->gained[i];
	}
	out->gains = kept;
}

static bool pass_record(struct pm_event_record *out,
			const struct pm_history_filter *filter,
			const struct pm_event_record *record)
{
	*out = *record;
	out->changes = (struct pm_changes){ 0 };
	if (filter->owner && !is_owner(filter, record->before) &&
	    !is_owner(filter, record->after))
		return false;
	for (size_t i = 0; i < record->changes.nr; i++) {
		if (fits(filter, &record->changes.item[i]))
			pm_changes_add(&out->changes, record->changes.item[i]);
	}
	pass_gained(out, filter);
	/* An entry about layout has no change; it is none of any field. */
	return out->changes.nr || !filter->by_field;
}

bool pm_history_pass(struct pm_event *out,
		     const struct pm_history_filter *filter,
		     const struct pm_event *event)
{
	*out = *event;
	out->record = NULL;
	out->records = out->alloc = 0;
	for (size_t i = 0; i < event->records; i++) {
		struct pm_event_record record;

		if (!pass_record(&record, filter, &event->record[i])) {
			pm_changes_release(&record.changes);
			continue;
		}
		PM_GROW(out->record, out->records, out->alloc);
		out->record[out->records++] = record;
	}
	/* What a commit says changes no field. */
	if (filter->by_field)
		out->mentions = 0;
	return out->records > 0 || out->mentions > 0;
}

void pm_history_pass_release(struct pm_event *out)
{
	for (size_t i = 0; i < out->records; i++)
		pm_changes_release(&out->record[i].changes);
	free(out->record);
	memset(out, 0, sizeof(*out));
}

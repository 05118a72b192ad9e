/* SPDX-License-Identifier: MIT */
#include "model/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/record.h"

/* Letters and digits alone: a formatter may have changed the rest. */
static bool same_letters(const char *a, const char *b)
{
	char *x, *y;
	const char *p, *q;
	bool same;

	a = a ? a : "";
	b = b ? b : "";
	if (!strcmp(a, b))
		return true;
	x = pm_text_normal(a, strlen(a));
	y = pm_text_normal(b, strlen(b));
	for (p = x, q = y;; p++, q++) {
		p += strspn(p, " ");
		q += strspn(q, " ");
		if (*p != *q || !*p)
			break;
	}
	same = *p == *q;
	free(x);
	free(y);
	return same;
}

static bool same_value(const struct pm_policy *policy,
		       enum pm_ledger_field field, const char *a,
		       const char *b)
{
	if (!a || !b)
		return a == b;
	if (!*a || !*b)
		return !*a && !*b;
	if (field == PM_L_OWNER)
		return pm_policy_same_person(policy, a, b);
	return field == PM_L_EVIDENCE ? same_letters(a, b) : !strcmp(a, b);
}

bool pm_ledger_same_changes(const struct pm_policy *policy,
			    const struct pm_ledger_event *a,
			    const struct pm_ledger_event *b)
{
	if (a->day != b->day ||
	    !pm_policy_same_person(policy, a->who, b->who))
		return false;
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++)
		if (!same_value(policy, f, a->set[f], b->set[f]))
			return false;
	return true;
}

bool pm_ledger_same(const struct pm_policy *policy,
		    const struct pm_ledger_event *a,
		    const struct pm_ledger_event *b)
{
	return pm_ledger_same_changes(policy, a, b) &&
	       same_letters(a->why, b->why);
}

bool pm_ledger_is_value(const struct pm_policy *policy,
			const struct pm_ledger_event *event,
			enum pm_ledger_field field, const char *text)
{
	return same_value(policy, field, event->set[field], text ? text : "");
}

bool pm_ledger_difference(struct pm_ledger_event *out,
			  const struct pm_policy *policy,
			  const struct pm_record *before,
			  const struct pm_record *after)
{
	enum pm_kind kind = after->kind;
	const char *const *name = kind == PM_ACTION ? pm_state_name :
						      pm_status_name;
	int was = !before	   ? -1 :
		  kind == PM_ACTION ? (int)pm_record_state(before) :
				      (int)pm_record_status(before);
	bool any;

	out->step = kind == PM_ACTION ? (int)pm_record_state(after) :
					(int)pm_record_status(after);
	/* A word that is none has no name. */
	out->set[PM_L_STEP] = out->step != was ? name[out->step] : NULL;
	out->due = pm_record_date(after, PM_F_DUE);
	any = out->set[PM_L_STEP] != NULL;
	for (enum pm_ledger_field f = PM_L_OWNER; f < PM_L_FIELDS; f++) {
		enum pm_field field = pm_ledger_field(kind, f);
		const char *old = NULL, *now = NULL;

		if (field != PM_FIELDS) {
			old = before ? pm_record_text(before, field) : NULL;
			now = pm_record_text(after, field);
		}
		out->set[f] = NULL;
		if (f == PM_L_DUE && now && out->due == PM_NO_DATE)
			continue;
		if (!same_value(policy, f, old ? old : "", now ? now : ""))
			out->set[f] = now ? now : "";
		any = any || out->set[f];
	}
	return any;
}

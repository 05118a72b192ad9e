/* SPDX-License-Identifier: MIT */
#include "model/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

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

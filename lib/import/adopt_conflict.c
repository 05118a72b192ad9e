/* SPDX-License-Identifier: MIT */
#include "import/adopt_document.h"

#include <ctype.h>
#include <string.h>

/* "10:20" of a value: where it begins, NULL where no time is said. */
static const char *clock_of(const char *value)
{
	for (const char *s = value; *s; s++) {
		size_t digits = strspn(s, "0123456789");

		if ((digits == 1 || digits == 2) && s[digits] == ':' &&
		    isdigit((unsigned char)s[digits + 1]) &&
		    isdigit((unsigned char)s[digits + 2]))
			return s;
		if (digits)
			s += digits - 1;
	}
	return NULL;
}

/* Two ways of writing one value are none that differ, as far as it is told. */
static bool differ(struct adoption *a, const struct fact *one,
		   const struct fact *other)
{
	const char *x = clock_of(one->value), *y = clock_of(other->value);

	switch (one->label.meaning) {
	case M_STATUS:
	case M_SEVERITY:
	case M_OWNER:
		return strcmp(pm_adopt_normal(a, one->value,
					      strlen(one->value)),
			      pm_adopt_normal(a, other->value,
					      strlen(other->value))) != 0;
	case M_STARTED:
	case M_DETECTED:
	case M_MITIGATED:
	case M_RESOLVED:
		return x && y && strncmp(x, y, strspn(x, "0123456789:")) != 0;
	default:
		return false;
	}
}

void pm_adopt_conflicts(struct adoption *a)
{
	for (size_t i = 1; i < a->facts; i++) {
		const struct fact *later = &a->fact[i];
		const struct fact *first =
			pm_adopt_fact(a, later->label.meaning);

		if (first == later || first->is_front || later->is_prose ||
		    first->is_prose || !differ(a, first, later))
			continue;
		pm_adopt_remark(a, later->line,
				"\"%s\" is said otherwise in line %zu, which "
				"is taken",
				later->value, first->line);
	}
}

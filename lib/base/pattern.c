/* SPDX-License-Identifier: MIT */
#include "base/pattern.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

/* One character of what is matched: a set of bytes, as written. */
struct atom {
	const char *set;
	size_t len;
	bool negated, any, skips, repeats;
};

struct pattern {
	struct atom atom[PM_MAX_PATTERN];
	size_t nr;
};
_Static_assert(PM_MAX_PATTERN < 64, "a place in it is a bit of a set");

static bool has(const struct atom *atom, char c)
{
	bool found = false;

	if (atom->any)
		return true;
	for (size_t i = 0; i < atom->len && !found; i++) {
		if (i + 2 < atom->len && atom->set[i + 1] == '-') {
			found = (unsigned char)atom->set[i] <=
					(unsigned char)c &&
				(unsigned char)c <=
					(unsigned char)atom->set[i + 2];
			i += 2;
		} else {
			found = atom->set[i] == c;
		}
	}
	return found != atom->negated;
}

/* One character's worth; what stands behind it, or NULL. */
static const char *read_atom(struct atom *out, const char *at)
{
	const char *end;

	*out = (struct atom){ .set = at, .len = 1 };
	if (*at == '.') {
		out->any = true;
		return at + 1;
	}
	if (*at == '\\') {
		out->set++;
		return at[1] ? at + 2 : NULL;
	}
	if (*at != '[')
		return strchr("?*+{}()|^$]", *at) ? NULL : at + 1;
	out->negated = at[1] == '^';
	out->set += 1 + out->negated;
	/* A bracket that comes first is one of the set. */
	end = *out->set ? strchr(out->set + 1, ']') : NULL;
	out->len = end ? (size_t)(end - out->set) : 0;
	return end ? end + 1 : NULL;
}

/* How often; what stands behind it, or NULL. *most < 0: any number. */
static const char *read_times(const char *at, int *least, int *most)
{
	char *end;

	*least = *at == '?' || *at == '*' ? 0 : 1;
	*most = *at == '*' || *at == '+' ? -1 : 1;
	if (*at != '{')
		return *at && strchr("?*+", *at) ? at + 1 : at;
	*least = (int)strtol(at + 1, &end, 10);
	*most = *least;
	if (*end == ',' && end[1] == '}') {
		*most = -1;
		end++;
	} else if (*end == ',') {
		*most = (int)strtol(end + 1, &end, 10);
	}
	if (*end != '}' || *least < 0 || *least > PM_MAX_PATTERN ||
	    *most > PM_MAX_PATTERN || (*most >= 0 && *most < *least) || !*most)
		return NULL;
	return end + 1;
}

static const char *add_times(struct pattern *out, struct atom atom, int least,
			     int most)
{
	int places = most < 0 ? least + !least : most;

	for (int i = 0; i < places; i++) {
		if (out->nr == PM_MAX_PATTERN)
			return "is too long";
		atom.skips = i >= least;
		atom.repeats = most < 0 && i + 1 == places;
		out->atom[out->nr++] = atom;
	}
	return NULL;
}

static const char *compile(struct pattern *out, const char *pattern)
{
	const char *problem = NULL;

	out->nr = 0;
	for (const char *at = pattern; *at && !problem;) {
		struct atom atom;
		int least, most;

		at = read_atom(&atom, at);
		if (at)
			at = read_times(at, &least, &most);
		if (!at)
			return "is not a form";
		problem = add_times(out, atom, least, most);
	}
	return !problem && !out->nr ? "is empty" : problem;
}

const char *pm_pattern_problem(const char *pattern)
{
	struct pattern compiled;

	return compile(&compiled, pattern);
}

#define BIT(i) (UINT64_C(1) << (i))

/* Also the places that are reached without a character. */
static uint64_t with_skipped(const struct pattern *p, uint64_t places)
{
	for (size_t i = 0; i < p->nr; i++)
		if ((places & BIT(i)) && p->atom[i].skips)
			places |= BIT(i + 1);
	return places;
}

bool pm_pattern_matches(const char *pattern, const char *s, size_t len)
{
	struct pattern p;
	uint64_t places;

	if (compile(&p, pattern))
		return false;
	places = with_skipped(&p, BIT(0));
	for (size_t k = 0; k < len && places; k++) {
		uint64_t next = 0;

		for (size_t i = 0; i < p.nr; i++) {
			if (!(places & BIT(i)) || !has(&p.atom[i], s[k]))
				continue;
			next |= BIT(i + 1);
			if (p.atom[i].repeats)
				next |= BIT(i);
		}
		places = with_skipped(&p, next);
	}
	return places & BIT(p.nr);
}

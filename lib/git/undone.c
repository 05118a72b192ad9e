/* SPDX-License-Identifier: MIT */
#include "git/claims.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "git/lineage.h"

/* Reverts of reverts of reverts; abbreviations might even name in circles. */
#define MAX_DEPTH 50
/* As many digits an abbreviation has at least. */
#define SHORTEST_ID 7

/* The reverts among some claims, by what they revert. */
struct reverts {
	const struct pm_claim **item;
	size_t nr;
};

static int by_value(const void *a, const void *b)
{
	return strcmp((*(const struct pm_claim *const *)a)->value,
		      (*(const struct pm_claim *const *)b)->value);
}

static void collect(struct reverts *out, const struct pm_claims *claims)
{
	out->item = pm_xmalloc((claims->nr + 1) * sizeof(*out->item));
	out->nr = 0;
	for (size_t i = 0; i < claims->nr; i++)
		if (claims->item[i].kind == PM_CLAIM_REVERTS)
			out->item[out->nr++] = &claims->item[i];
	qsort(out->item, out->nr, sizeof(*out->item), by_value);
}

/* Whether this revert names the commit: an abbreviation is its beginning. */
static bool names(const struct pm_claim *claim, const char *commit)
{
	return !strncmp(claim->value, commit, strcspn(claim->value, " ")) &&
	       strcmp(claim->commit, commit) != 0;
}

static const char *find_revert(const struct reverts *reverts,
			       const char *commit, int depth)
{
	size_t low = 0, high = reverts->nr;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strncmp(reverts->item[middle]->value, commit,
			    SHORTEST_ID) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < reverts->nr && depth < MAX_DEPTH; low++) {
		const struct pm_claim *claim = reverts->item[low];

		if (strncmp(claim->value, commit, SHORTEST_ID) != 0)
			break;
		if (names(claim, commit) &&
		    !find_revert(reverts, claim->commit, depth + 1))
			return claim->commit;
	}
	return NULL;
}

/* The reverts of merges that hold, and are not older than what they could
 * have undone. */
static void keep_merges(struct reverts *out, const struct reverts *reverts,
			int64_t oldest)
{
	out->item = pm_xmalloc((reverts->nr + 1) * sizeof(*out->item));
	out->nr = 0;
	for (size_t i = 0; i < reverts->nr; i++) {
		const struct pm_claim *claim = reverts->item[i];

		if (strchr(claim->value, ' ') && claim->time >= oldest &&
		    !find_revert(reverts, claim->commit, 0))
			out->item[out->nr++] = claim;
	}
}

/* A merge undone is all undone that it has, and the side that was gone back
 * to has not. */
static int undo_merges(const char **by, const char *const *commit, size_t nr,
		       const struct reverts *merges, int64_t oldest,
		       struct pm_error *err)
{
	size_t *number = pm_xmalloc((nr + 1) * sizeof(*number));
	bool *undone = pm_xmalloc((nr + 1) * sizeof(*undone));
	struct pm_lineage lineage;
	struct pm_strlist tips = { 0 };
	int code;

	for (size_t i = 0; i < merges->nr; i++)
		pm_strlist_add(&tips, merges->item[i]->commit);
	code = pm_lineage_read(&lineage, &tips, NULL, oldest, err);
	for (size_t i = 0; i < nr && code >= 0; i++)
		number[i] = pm_lineage_find(&lineage, commit[i],
					    strlen(commit[i]));
	for (size_t m = 0; m < merges->nr && code >= 0; m++) {
		const char *value = merges->item[m]->value;
		size_t len = strcspn(value, " ");
		const char *side = value + len + 1;

		pm_lineage_between(undone, &lineage, number, nr,
				   pm_lineage_find(&lineage, value, len),
				   pm_lineage_find(&lineage, side,
						   strlen(side)));
		for (size_t i = 0; i < nr; i++)
			if (undone[i] && !by[i])
				by[i] = merges->item[m]->commit;
	}
	pm_lineage_release(&lineage);
	pm_strlist_release(&tips);
	free(number);
	free(undone);
	return code;
}

int pm_undone_find(const char **by, const char *const *commit, size_t nr,
		   int64_t oldest, const struct pm_claims *claims,
		   struct pm_error *err)
{
	struct reverts reverts, merges;
	int code = PM_OK;

	collect(&reverts, claims);
	keep_merges(&merges, &reverts, oldest);
	for (size_t i = 0; i < nr; i++)
		by[i] = find_revert(&reverts, commit[i], 0);
	if (nr && merges.nr)
		code = undo_merges(by, commit, nr, &merges, oldest, err);
	free(reverts.item);
	free(merges.item);
	return code;
}

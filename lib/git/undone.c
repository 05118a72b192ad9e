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
	bool *is_undone; /* each came in with a merge that was reverted */
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
	out->is_undone = pm_xcalloc(out->nr + 1, sizeof(*out->is_undone));
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
		if (!reverts->is_undone[low] && names(claim, commit) &&
		    !find_revert(reverts, claim->commit, depth + 1))
			return claim->commit;
	}
	return NULL;
}

/* The revert of a merge. */
struct undoing {
	size_t revert; /* its number among the reverts */
	size_t commit; /* who reverts, among the lineage */
};

struct undoings {
	struct undoing *item;
	size_t nr;
};

static int by_commit(const void *a, const void *b)
{
	const struct undoing *x = a, *y = b;

	return (x->commit > y->commit) - (x->commit < y->commit);
}

/* Those that are not older than what they could have undone. */
static void keep_merges(struct undoings *out, struct pm_strlist *tips,
			const struct reverts *reverts, int64_t oldest)
{
	out->item = pm_xmalloc((reverts->nr + 1) * sizeof(*out->item));
	out->nr = 0;
	for (size_t i = 0; i < reverts->nr; i++) {
		const struct pm_claim *claim = reverts->item[i];

		if (!strchr(claim->value, ' ') || claim->time < oldest)
			continue;
		out->item[out->nr++].revert = i;
		pm_strlist_add(tips, claim->commit);
	}
}

/* The commits that are asked about, then those that revert, as numbers of the
 * lineage. */
static size_t *number_all(const struct pm_lineage *lineage,
			  const char *const *commit, size_t nr,
			  const struct reverts *reverts)
{
	size_t *number = pm_xmalloc((nr + reverts->nr + 1) * sizeof(*number));

	for (size_t i = 0; i < nr; i++)
		number[i] = pm_lineage_find(lineage, commit[i],
					    strlen(commit[i]));
	for (size_t i = 0; i < reverts->nr; i++) {
		const char *id = reverts->item[i]->commit;

		number[nr + i] = pm_lineage_find(lineage, id, strlen(id));
	}
	return number;
}

/* A merge undone is all undone that it has, and the side that was gone back
 * to has not: what undid something there, too. The newest are first, since
 * only a newer one can have undone a revert. */
static void undo(const char **by, const size_t *number, size_t nr,
		 struct reverts *reverts, const struct undoings *merges,
		 struct pm_lineage *lineage)
{
	size_t all = nr + reverts->nr;
	bool *undone = pm_xmalloc((all + 1) * sizeof(*undone));

	for (size_t m = 0; m < merges->nr; m++) {
		size_t i = merges->item[m].revert;
		const struct pm_claim *claim = reverts->item[i];
		size_t len = strcspn(claim->value, " ");
		const char *side = claim->value + len + 1;

		if (reverts->is_undone[i] ||
		    find_revert(reverts, claim->commit, 0))
			continue;
		pm_lineage_between(undone, lineage, number, all,
				   pm_lineage_find(lineage, claim->value, len),
				   pm_lineage_find(lineage, side,
						   strlen(side)));
		for (size_t c = 0; c < nr; c++)
			if (undone[c] && !by[c])
				by[c] = claim->commit;
		for (size_t r = 0; r < reverts->nr; r++)
			reverts->is_undone[r] |= undone[nr + r];
	}
	free(undone);
}

static int undo_merges(const char **by, const char *const *commit, size_t nr,
		       struct reverts *reverts, int64_t oldest,
		       struct pm_error *err)
{
	struct pm_strlist tips = { 0 };
	struct pm_lineage lineage = { 0 };
	struct undoings merges;
	size_t *number;
	int code = PM_OK;

	keep_merges(&merges, &tips, reverts, oldest);
	if (merges.nr)
		code = pm_lineage_read(&lineage, &tips, NULL, oldest, err);
	if (merges.nr && code >= 0) {
		for (size_t i = 0; i < merges.nr; i++)
			merges.item[i].commit =
				pm_lineage_find(&lineage, tips.item[i],
						strlen(tips.item[i]));
		qsort(merges.item, merges.nr, sizeof(*merges.item),
		      by_commit);
		number = number_all(&lineage, commit, nr, reverts);
		undo(by, number, nr, reverts, &merges, &lineage);
		free(number);
	}
	pm_lineage_release(&lineage);
	pm_strlist_release(&tips);
	free(merges.item);
	return code;
}

int pm_undone_find(const char **by, const char *const *commit, size_t nr,
		   int64_t oldest, const struct pm_claims *claims,
		   struct pm_error *err)
{
	struct reverts reverts;
	int code = PM_OK;

	memset(by, 0, nr * sizeof(*by));
	collect(&reverts, claims);
	if (nr)
		code = undo_merges(by, commit, nr, &reverts, oldest, err);
	for (size_t i = 0; i < nr && code >= 0; i++) {
		const char *direct = find_revert(&reverts, commit[i], 0);

		by[i] = direct ? direct : by[i];
	}
	free(reverts.item);
	free(reverts.is_undone);
	return code;
}

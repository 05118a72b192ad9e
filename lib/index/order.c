/* SPDX-License-Identifier: MIT */
#include "index/order.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "index/span.h"

static int by_date(const void *a, const void *b)
{
	const struct pm_index_node *x = a, *y = b;

	if (x->commit_time != y->commit_time)
		return x->commit_time > y->commit_time ? -1 : 1;
	if (x->chain != y->chain)
		return x->chain < y->chain ? -1 : 1;
	return (x->pos < y->pos) - (x->pos > y->pos);
}

static bool leads_to(const struct pm_index_span *span,
		     const struct pm_index_node *node)
{
	return pm_index_span_has(span, node->chain, node->pos);
}

/* 1, or 0 when one of them is before a descendant. From the last on, all that
 * they lead to is put together. */
static int is_in_order(const struct pm_index_node *node, size_t nr,
		       struct pm_index *index, struct pm_error *err)
{
	struct pm_index_span span = { 0 };
	int code = 1;

	for (size_t i = nr; i-- && code > 0;) {
		if (leads_to(&span, &node[i]))
			code = 0;
		else if (pm_index_span(&span, index, node[i].id, err) < 0)
			code = PM_ERROR;
	}
	pm_index_span_release(&span);
	return code;
}

/* Each time the first that no other leads to. */
static void arrange(struct pm_index_node *node, size_t nr,
		    const struct pm_index_span *span)
{
	struct pm_index_node *was = pm_xcalloc(nr, sizeof(*was));
	size_t *above = pm_xcalloc(nr, sizeof(*above));
	bool *is_taken = pm_xcalloc(nr, sizeof(*is_taken));

	memcpy(was, node, nr * sizeof(*was));
	for (size_t i = 0; i < nr; i++) {
		for (size_t j = 0; j < nr; j++)
			above[j] += i != j && leads_to(&span[i], &was[j]);
	}
	for (size_t done = 0; done < nr; done++) {
		size_t i = 0;

		while (i < nr - 1 && (is_taken[i] || above[i]))
			i++;
		is_taken[i] = true;
		node[done] = was[i];
		for (size_t j = 0; j < nr; j++)
			above[j] -= i != j && leads_to(&span[i], &was[j]);
	}
	free(was);
	free(above);
	free(is_taken);
}

int pm_index_order(struct pm_index_node *node, size_t nr,
		   struct pm_index *index, struct pm_error *err)
{
	struct pm_index_span *span;
	int code;

	if (nr < 2)
		return PM_OK;
	qsort(node, nr, sizeof(*node), by_date);
	code = is_in_order(node, nr, index, err);
	if (code)
		return code < 0 ? code : PM_OK;
	span = pm_xcalloc(nr, sizeof(*span));
	for (size_t i = 0; i < nr && code >= 0; i++)
		code = pm_index_span(&span[i], index, node[i].id, err);
	if (code >= 0)
		arrange(node, nr, span);
	for (size_t i = 0; i < nr; i++)
		pm_index_span_release(&span[i]);
	free(span);
	return code < 0 ? code : PM_OK;
}

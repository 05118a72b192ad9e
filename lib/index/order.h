/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_ORDER_H
#define PM_INDEX_ORDER_H

#include "index/node.h"

/*
 * Newest commit date first, but none before what descends from it, also where
 * clocks ran backwards or stood still. Where none did, this looks once at the
 * branches that lie below the nodes.
 */
int pm_index_order(struct pm_index_node *node, size_t nr,
		   struct pm_index *index, struct pm_error *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_FACTS_H
#define PM_INDEX_FACTS_H

#include "base/alloc.h"
#include "base/date.h"
#include "base/map.h"
#include "index/index.h"
#include "model/policy.h"
#include "model/record.h"

/*
 * What versions of action items say of their promise, by the blob. A blob is
 * read once and then never again: that is what makes a sum over all versions
 * of all items quick.
 */
struct pm_fact {
	enum pm_state state;
	pm_date due;	   /* PM_NO_DATE: none */
	const char *owner; /* or NULL */
	bool is_known;	   /* false: it could not be read */
};

struct pm_facts {
	struct pm_arena arena;
	struct pm_map by_oid;
	struct pm_fact *item;
	size_t nr;
	size_t alloc;
};

/* A fact about a record that was read. Its owner is borrowed. */
struct pm_fact pm_fact_of(const struct pm_record *record);
/* Have the facts of all these blobs (full hex, borrowed); some may be there
 * twice. */
int pm_facts_read(struct pm_facts *out, struct pm_index *index,
		  const struct pm_policy *policy, const char *const *oid,
		  size_t nr, struct pm_error *err);
/* All that the index has, for who looks at it. */
int pm_facts_load(struct pm_facts *out, struct pm_index *index,
		  struct pm_error *err);
/* Of one of them. */
const struct pm_fact *pm_facts_find(const struct pm_facts *facts,
				    const char *oid);
void pm_facts_release(struct pm_facts *facts);

#endif

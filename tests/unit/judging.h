/* SPDX-License-Identifier: MIT */
#ifndef PM_TEST_JUDGING_H
#define PM_TEST_JUDGING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strlist.h"
#include "check/check.h"

/*
 * Post-mortems made of text, for the tests of the rules: start() with a
 * policy, make() what is judged, find() what was said, let_go() of it all.
 */

#define TODAY pm_date_make(2026, 12, 2)

/* Fields that leave nothing to be said of a draft, then of a review. */
#define FIELDS "title: Slow\nseverity: minor\nowner: alice@example.com\n"
#define TIMES                                                        \
	"started: 2026-11-21T14:00Z\ndetected: 2026-11-21T14:10Z\n" \
	"mitigated: 2026-11-21T14:30Z\nresolved: 2026-11-21T15:00Z\n"
#define REST                                                             \
	"## Contributing factors\nCold caches.\n## Response\nWaiting.\n" \
	"## Lessons learned\nWarm them.\n## Open questions\nNone left.\n" \
	"## Action items\nN/A: nothing to do\n"
#define BODY "## Summary\nIt was slow.\n## Impact\nSome.\n"         \
	     "## Timeline\n- 14:00 slow\n" REST
#define ITEM "title: Warm the cache\nowner: alice@example.com\ntype: prevent\n"

struct judged {
	struct pm_arena arena;
	struct pm_policy policy;
	struct pm_findings found;
	struct pm_strlist boilerplate;
	struct pm_check check;
};

static inline void start(struct judged *j, const char *policy)
{
	memset(j, 0, sizeof(*j));
	pm_policy_read(&j->policy, policy, policy ? strlen(policy) : 0);
	assert_int_equal(j->policy.problems.nr, 0);
	j->check = (struct pm_check){ .policy = &j->policy,
				      .out = &j->found,
				      .today = TODAY,
				      .boilerplate = &j->boilerplate };
}

static inline void let_go(struct judged *j)
{
	pm_findings_release(&j->found);
	pm_strlist_release(&j->boilerplate);
	pm_policy_release(&j->policy);
	pm_arena_release(&j->arena);
}

static inline void read_record(struct judged *j, struct pm_record *record,
			enum pm_kind kind, const char *id, const char *front,
			const char *body)
{
	const char *text = pm_arena_printf(&j->arena, "---\n%s---\n%s", front,
					   body);

	*record = (struct pm_record){
		.kind = kind, .id = id,
		.path = pm_arena_printf(&j->arena, "%s.md", id),
		/* What differs is another blob. */
		.oid = text,
	};
	pm_record_read(record, &j->arena, text, strlen(text), &j->policy,
		       PM_READ_BODY);
}

/* `item` is the front matter of one action item, or NULL. */
static inline struct pm_postmortem *make(struct judged *j, const char *front,
				  const char *body, const char *item)
{
	struct pm_postmortem *pm = pm_arena_alloc(&j->arena, sizeof(*pm));

	pm->id = "2026-11-21-slow";
	pm->folder = "postmortems/2026-11-21-slow";
	read_record(j, &pm->record, PM_POSTMORTEM, pm->id, front, body);
	if (item) {
		pm->action = pm_arena_alloc(&j->arena, sizeof(*pm->action));
		pm->actions = 1;
		read_record(j, pm->action, PM_ACTION, "2026-11-21-slow/warm",
			    item, "");
	}
	return pm;
}

static inline const struct pm_finding *find(const struct judged *j, const char *rule)
{
	for (size_t i = 0; i < j->found.nr; i++) {
		if (!strcmp(j->found.item[i].rule->id, rule))
			return &j->found.item[i];
	}
	return NULL;
}

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_TEST_LIVING_H
#define PM_TEST_LIVING_H

#include "tests/unit/support.h"

#include <stdlib.h>

#include "base/buf.h"
#include "history/life.h"

/* Lives in words, and histories that they are read from. */

static inline void add_day(struct pm_buf *out, int64_t time)
{
	int year, month, day;

	if (!time) {
		pm_buf_addch(out, '?');
		return;
	}
	pm_date_split(pm_life_day(time), &year, &month, &day);
	pm_buf_addf(out, "%d", day);
}

static inline void add_due(struct pm_buf *out, pm_date date)
{
	int year, month, day = 0;

	if (date != PM_NO_DATE)
		pm_date_split(date, &year, &month, &day);
	pm_buf_addf(out, "%d", day);
}

/* "born 1 proposed answered 3 declined; promise 3-9 kept for 5 then 8 moved
 * 1; gone 9" */
static inline char *describe(const struct pm_life *life)
{
	static const char *const end[] = { "open", "kept", "declined",
					   "withdrawn", "removed" };
	struct pm_buf out = { 0 };

	pm_buf_addstr(&out, "born ");
	add_day(&out, life->born);
	if (life->was_proposed)
		pm_buf_addstr(&out, " proposed");
	if (life->answer != PM_PROPOSED) {
		pm_buf_addf(&out, " %s ", pm_state_name[life->answer]);
		add_day(&out, life->answered);
	}
	for (size_t i = 0; i < life->promises; i++) {
		const struct pm_promise *p = &life->promise[i];

		pm_buf_addstr(&out, "; ");
		add_day(&out, p->made);
		pm_buf_addf(&out, " %s ", end[p->end]);
		add_day(&out, p->ended);
		pm_buf_addstr(&out, " for ");
		add_due(&out, p->first);
		pm_buf_addstr(&out, " then ");
		add_due(&out, p->due);
		if (p->moves)
			pm_buf_addf(&out, " moved %zu", p->moves);
	}
	if (life->is_gone) {
		pm_buf_addstr(&out, "; gone ");
		add_day(&out, life->gone);
	}
	return pm_buf_detach(&out);
}

static inline void item(const char *name, const char *words)
{
	sh("mkdir -p postmortems/pm/actions && "
	   "printf -- '---\\ntitle: Some words\\n%s\\n---\\n' >"
	   "postmortems/pm/actions/%s.md", words, name);
}

static inline void commit(int day)
{
	sh("git add -A && GIT_AUTHOR_DATE=2026-01-%02dT12:00:00Z "
	   "GIT_COMMITTER_DATE=2026-01-%02dT12:00:00Z "
	   "git commit -q --allow-empty -m 'on %d'", day, day, day);
}

static inline void merge(int day, const char *words)
{
	sh("GIT_AUTHOR_DATE=2026-01-%02dT12:00:00Z "
	   "GIT_COMMITTER_DATE=2026-01-%02dT12:00:00Z git merge -q -m m %s",
	   day, day, words);
}

/* The lives at HEAD, "name: life" each. */
static inline void expect(const char *expected)
{
	struct pm_snapshot snapshot = { 0 };
	struct pm_source source = { 0 };
	struct pm_lives lives = { 0 };
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };
	struct pm_buf told = { 0 };

	open_repo(&repo);
	assert_ok(pm_source_commit(&source, &repo, "HEAD", &err), &err);
	assert_ok(pm_snapshot_load(&snapshot, &source, PM_ACTION,
				   PM_READ_FIELDS, &err), &err);
	assert_ok(pm_lives_read(&lives, &repo, &snapshot.policy, &snapshot,
				&err), &err);
	for (size_t i = 0; i < lives.nr; i++) {
		char *life = describe(&lives.item[i]);

		pm_buf_addf(&told, "%s: %s\n", lives.item[i].id, life);
		free(life);
		if (i < lives.there)
			assert_ptr_equal(pm_lives_find(&lives,
						       lives.item[i].id),
					 &lives.item[i]);
	}
	assert_null(pm_lives_find(&lives, "pm/never"));
	assert_string_equal(pm_buf_str(&told), expected);
	pm_buf_release(&told);
	pm_lives_release(&lives);
	pm_snapshot_release(&snapshot);
	pm_repo_release(&repo);
}

static inline void begin(void)
{
	sh("git init -q -b main .");
}

/* In a clone that knows so many commits of each way. */
static inline void expect_shallow(int depth, const char *expected)
{
	sh("git clone -q --depth %d \"file://$PWD\" shallow", depth);
	enter("shallow");
	expect(expected);
	enter("..");
	sh("rm -rf shallow");
}

#endif

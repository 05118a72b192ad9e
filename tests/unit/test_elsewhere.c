/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "snapshot/elsewhere.h"

#define ITEM "postmortems/pm/actions/alarm.md"

static void write_item(const char *state)
{
	sh("mkdir -p postmortems/pm/actions && printf -- "
	   "'---\\ntitle: Alarm\\n%s\\nowner: alice\\n---\\n' >" ITEM
	   " && git add -A && git commit -q -m 'Set'", state);
}

/* "[state: branch branch] ... =same" */
static void expect(const char *here, const char *expected)
{
	struct pm_record record = { .kind = PM_ACTION, .id = "pm/alarm",
				    .path = ITEM };
	struct pm_elsewhere elsewhere = { 0 };
	struct pm_policy policy = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };
	struct pm_buf told = { 0 };

	open_repo(&repo);
	pm_policy_read(&policy, NULL, 0);
	pm_record_read(&record, &arena, here, strlen(here), &policy,
		       PM_READ_FIELDS);
	assert_ok(pm_elsewhere_read(&elsewhere, &repo, &policy, &record,
				    "postmortems/pm", &err), &err);
	for (size_t i = 0; i < elsewhere.nr; i++) {
		const struct pm_elsewhere_group *group = &elsewhere.group[i];
		const char *state = group->record ?
					    pm_elsewhere_value(group->record,
							       PM_F_STATE) :
					    "-";

		pm_buf_addf(&told, "[%s:", state ? state : "?");
		for (size_t b = 0; b < group->nr; b++)
			pm_buf_addf(&told, " %s", group->branch[b]->name);
		pm_buf_addstr(&told, "] ");
	}
	pm_buf_addf(&told, "=%zu", elsewhere.same);
	assert_string_equal(pm_buf_str(&told), expected);
	pm_elsewhere_release(&elsewhere);
	pm_policy_release(&policy);
	pm_arena_release(&arena);
	pm_repo_release(&repo);
	pm_buf_release(&told);
}

static void branches_are_grouped_by_what_stands_there(void **state)
{
	static const char proposed[] = "---\ntitle: A\nowner: alice\n---\n";
	static const char other[] = "---\nstate: done\nowner: bob\n---\n";

	(void)state;
	sh("git init -q -b main");
	expect(proposed, "=0");
	sh("git commit -q --allow-empty -m Begin && git branch old");
	write_item("state: proposed");
	sh("git checkout -q -b a");
	write_item("state: accepted");
	sh("git branch b && git update-ref refs/remotes/origin/c a && "
	   "git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/c "
	   "&& git tag t && git checkout -q main && git branch same");
	/* A default stands for what is written; the title does not count. */
	expect(proposed, "[accepted: a b origin/c] =2");
	expect(other, "[accepted: a b origin/c] [proposed: main same] =0");
	sh("git checkout -q -b d && git rm -q -r postmortems && "
	   "git commit -q -m Remove && git checkout -q -b e old && "
	   "mkdir -p postmortems/pm && echo >postmortems/pm/README.md && "
	   "git add -A && git commit -q -m Other && git checkout -q -b f && "
	   "mkdir postmortems/pm/actions && echo x >" ITEM " && git add -A && "
	   "git commit -q -m Break && git checkout -q main");
	expect("---\nstate: proposed\nowner: alice\n---\n",
	       "[accepted: a b origin/c] [-: d e] [?: f] =2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(branches_are_grouped_by_what_stands_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

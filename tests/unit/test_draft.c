/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/draft.h"

#define TODAY pm_date_make(2026, 12, 2)

static void an_item_has_only_what_is_known(void **state)
{
	struct pm_policy policy;
	struct pm_draft draft;
	struct pm_error err = { 0 };

	(void)state;
	pm_policy_read(&policy, NULL, 0);
	pm_draft_init(&draft, PM_ACTION, &policy, TODAY, NULL);
	assert_int_equal(pm_draft_set(&draft, PM_F_TITLE, "Fix: it #1", &err),
			 0);
	assert_int_equal(pm_draft_set(&draft, PM_F_OWNER, "@alice", &err), 0);
	assert_int_equal(pm_draft_set(&draft, PM_F_DUE, "+1w", &err), 0);
	assert_int_equal(pm_draft_set(&draft, PM_F_TYPE, NULL, &err), 0);
	assert_int_equal(pm_draft_set(&draft, PM_F_TEAM, "", &err), 0);
	assert_string_equal(pm_buf_str(&draft.text),
			    "---\n"
			    "title: \"Fix: it #1\"\n"
			    "state: proposed\n"
			    "due: 2026-12-09\n"
			    "owner: \"@alice\"\n"
			    "---\n");
	pm_draft_release(&draft);
	pm_policy_release(&policy);
}

static void each_field_of_a_kind_is_written_once(void **state)
{
	static const enum pm_kind kinds[] = { PM_POSTMORTEM, PM_ACTION };

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		enum pm_field written[PM_FIELDS];
		const char *keys[PM_FIELDS + 1];
		size_t nr = pm_fields_written(written, kinds[k]);

		for (enum pm_field f = 0; f < PM_FIELDS; f++) {
			size_t times = 0;

			for (size_t i = 0; i < nr; i++)
				times += written[i] == f;
			assert_int_equal(times, (pm_field_def(f)->kinds &
						 kinds[k]) != 0);
		}
		pm_field_keys(keys, kinds[k], PM_FIELDS);
		assert_string_equal(keys[nr - 1],
				    pm_field_def(written[nr - 1])->key);
		assert_null(keys[nr]);
		pm_field_keys(keys, kinds[k], written[2]);
		assert_string_equal(keys[1], pm_field_def(written[1])->key);
		assert_null(keys[2]);
	}
}

static void a_post_mortem_shows_what_may_be_filled_in(void **state)
{
	struct pm_policy policy;
	struct pm_draft draft;
	struct pm_strlist teams = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	pm_policy_read(&policy, NULL, 0);
	pm_draft_init(&draft, PM_POSTMORTEM, &policy, TODAY, "## Summary");
	pm_strlist_add(&teams, "web");
	pm_strlist_add(&teams, "a, b");
	assert_int_equal(pm_draft_set(&draft, PM_F_TITLE, "Slow", &err), 0);
	assert_int_equal(pm_draft_set_list(&draft, PM_F_TEAMS, &teams, &err),
			 0);
	assert_int_equal(pm_draft_set(&draft, PM_F_DEBRIEF_DATE, "today",
				      &err), 0);
	assert_non_null(strstr(draft.text.ptr, "---\ntitle: Slow\n"));
	assert_non_null(strstr(draft.text.ptr, "\nlead:\n"));
	assert_non_null(strstr(draft.text.ptr, "teams: [web, \"a, b\"]\n"));
	assert_non_null(strstr(draft.text.ptr, "  date: 2026-12-02\n"));
	assert_non_null(strstr(draft.text.ptr, "---\n\n## Summary\n"));
	pm_strlist_release(&teams);
	pm_draft_release(&draft);
	pm_policy_release(&policy);
}

static void front_matter_of_a_template_keeps_its_defaults_and_comments(
	void **state)
{
	static const char body[] = "---\n"
				   "# ours\n"
				   "severity: major # mostly\n"
				   "---\n"
				   "## Summary\n";
	struct pm_policy policy;
	struct pm_draft draft;
	struct pm_error err = { 0 };

	(void)state;
	pm_policy_read(&policy, NULL, 0);
	pm_draft_init(&draft, PM_POSTMORTEM, &policy, TODAY, body);
	assert_int_equal(pm_draft_set(&draft, PM_F_TITLE, "Slow", &err), 0);
	assert_int_equal(pm_draft_set(&draft, PM_F_OWNER, "bob", &err), 0);
	assert_non_null(strstr(draft.text.ptr, "title: Slow\n"));
	assert_non_null(strstr(draft.text.ptr, "# ours\n"));
	assert_non_null(strstr(draft.text.ptr,
			       "severity: major # mostly\nowner: bob\n"));
	pm_draft_release(&draft);
	pm_policy_release(&policy);
}

static void a_value_that_its_field_cannot_hold_is_refused(void **state)
{
	static const struct pm_field_text bad[] = {
		{ PM_F_SEVERITY, "huge" },
		{ PM_F_OWNER, "a and b" },
		{ PM_F_STARTED, "soon" },
		{ PM_F_TITLE, "\x1b[31m" },
	};
	struct pm_policy policy;

	(void)state;
	pm_policy_read(&policy, NULL, 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct pm_draft draft;
		struct pm_error err = { 0 };

		pm_draft_init(&draft, PM_POSTMORTEM, &policy, TODAY, NULL);
		assert_int_equal(pm_draft_fill(&draft, &bad[i], 1, &err),
				 PM_EINVALID);
		assert_non_null(strstr(err.message,
				       pm_field_def(bad[i].field)->key));
		pm_draft_release(&draft);
	}
	pm_policy_release(&policy);
}

static void the_template_of_a_severity_comes_before_the_default(void **state)
{
	struct pm_strlist names = { 0 };

	(void)state;
	pm_template_names(&names, "minor");
	assert_int_equal(names.nr, 2);
	assert_string_equal(names.item[0], "minor.md");
	assert_string_equal(names.item[1], "default.md");
	pm_strlist_clear(&names);
	pm_template_names(&names, NULL);
	assert_int_equal(names.nr, 1);
	pm_strlist_release(&names);
	assert_non_null(strstr(pm_template_builtin("default.md"),
			       "## Contributing factors"));
	assert_null(pm_template_builtin("major.md"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_item_has_only_what_is_known),
		cmocka_unit_test(each_field_of_a_kind_is_written_once),
		cmocka_unit_test(a_post_mortem_shows_what_may_be_filled_in),
		cmocka_unit_test(
			front_matter_of_a_template_keeps_its_defaults_and_comments),
		cmocka_unit_test(a_value_that_its_field_cannot_hold_is_refused),
		cmocka_unit_test(
			the_template_of_a_severity_comes_before_the_default),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

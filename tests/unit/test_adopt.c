/* SPDX-License-Identifier: MIT */
#include "tests/unit/adopting.h"

#include "base/limits.h"

/* --- what it is called --- */

static void a_title_and_a_folder_are_found_in_every_shape(void **state)
{
	static const struct {
		const char *path, *text, *title, *folder;
	} row[] = {
		{ "docs/2021-03-04-x.md", "# Queue stuck\n\n## Summary\n",
		  "Queue stuck", "2021-03-04-queue-stuck" },
		{ "x.md", "Queue stuck\n===========\n\nDate: 4 December 2019\n"
			  "\nSummary\n-------\n",
		  "Queue stuck", "2019-12-04-queue-stuck" },
		{ "x.md", "# Postmortem: Queue stuck\n\n**Date:** Dec 4, 2019\n"
			  "\n## Summary\n",
		  "Queue stuck", "2019-12-04-queue-stuck" },
		{ "x.md", "# Queue stuck (2019-12-04)\n\n## Summary\n",
		  "Queue stuck", "2019-12-04-queue-stuck" },
		{ "20191204_queue_stuck.md", "# Postmortem\n\n## Summary\n",
		  "queue stuck", "2019-12-04-queue-stuck" },
		{ "a/2019-12-04 Queue stuck/README.md",
		  "## Summary\n\nx\n\n## Impact\n\nx\n", "Queue stuck",
		  "queue-stuck" },
		{ "x.md", "# Summary\n\nOn 04.12.2019 it stopped.\n\n"
			  "# Impact\n\n# Timeline\n",
		  "x", "2019-12-04-x" },
		{ "x.md", "# Stau in der Queue\n\n## Zeitachse\n\n"
			  "- 2019/12/04 10:00 kaputt\n",
		  "Stau in der Queue", "2019-12-04-stau-in-der-queue" },
		{ "x.md", "---\ntitle: 'Queue: stuck'\ndate: 2019-12-04\n---\n"
			  "# Other\n\n## Summary\n",
		  "Queue: stuck", "2019-12-04-queue-stuck" },
		{ "x.md", "| Title | Queue stuck |\n|---|---|\n"
			  "| Date | 2019-12-04 |\n\n## Summary\n",
		  "Queue stuck", "2019-12-04-queue-stuck" },
		{ "OPS-12 - queue.md", "# Incident report\n\n## Summary\n",
		  "OPS-12 - queue", "ops-12-queue" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct adopting t;

		adopt(&t, row[i].path, row[i].text);
		assert_string_equal(t.adopted.title, row[i].title);
		folder_is(&t, row[i].folder);
		done(&t);
	}
}

static void the_body_stays_byte_for_byte(void **state)
{
	static const char text[] = "# A\r\n\r\n## Summary \r\n\r\n\tx  \r\n"
				   "<!-- c -->\r\n* y\r\n\r\n\r\n";
	struct adopting t;
	const char *body;

	(void)state;
	adopt(&t, "a.md", text);
	body = t.adopted.readme.ptr + t.adopted.body_start;
	assert_string_equal(body, text);
	assert_non_null(strstr(t.adopted.readme.ptr, "title: A\r\n"));
	done(&t);
}

static void a_byte_order_mark_stays_in_front(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md", "\xef\xbb\xbf# A\n\n## Summary\n");
	assert_memory_equal(t.adopted.readme.ptr, "\xef\xbb\xbf---\n", 7);
	has_field(&t, PM_F_TITLE, "A");
	done(&t);
}

static void the_day_falls_back_on_the_first_commit(void **state)
{
	struct adopting t = { 0 };

	(void)state;
	t.source.first_day = pm_date_make(2020, 2, 3);
	assert_ok(adopt_with(&t, "a.md", "# A\n\n## Summary\n", NULL),
		  &t.err);
	folder_is(&t, "2020-02-03-a");
	assert_true(t.adopted.day_from_commit);
	done(&t);
}

static void the_year_of_the_file_name_chooses_the_day(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "PM2022-006 - A.md",
	      "# A\n\n## Timeline\n\n| Time | Event |\n|---|---|\n"
	      "| 2020-12-21 10:00 | a script is written |\n"
	      "| 2022-05-25 11:00 | it runs |\n");
	folder_is(&t, "2022-05-25-a");
	has_field(&t, PM_F_INCIDENT, "PM2022-006");
	done(&t);
}

/* --- front matter that is there --- */

static void front_matter_is_kept_and_completed(void **state)
{
	struct adopting t;
	const char *text;

	(void)state;
	adopt(&t, "a.md",
	      "---\nlayout: post # site\ntitle: \"A: b\"\nseverity: P1\n"
	      "incident_commander: carol\ntags: [x, y]\nowner: [d, e]\n"
	      "---\n\n## Summary\n\nx\n");
	text = t.adopted.readme.ptr;
	assert_non_null(strstr(text, "layout: post # site\n"));
	assert_non_null(strstr(text, "tags: [x, y]\n"));
	assert_non_null(strstr(text, "# owner: [d, e]\n"));
	assert_null(strstr(text, "incident_commander"));
	has_field(&t, PM_F_TITLE, "A: b");
	has_field(&t, PM_F_SEVERITY, "critical");
	has_field(&t, PM_F_LEAD, "carol");
	assert_int_equal(t.adopted.foreigners, 2);
	assert_string_equal(t.adopted.foreign[0], "layout");
	assert_string_equal(t.adopted.foreign[1], "tags");
	assert_true(has_remark(&t, "\"owner\" has a value"));
	done(&t);
}

static void a_rule_at_the_top_is_no_front_matter(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md", "---\n\n# A\n\n## Summary\n\nx\n\n---\n\ny\n");
	has_field(&t, PM_F_TITLE, "A");
	done(&t);
}

/* --- what is refused --- */

static void what_is_no_post_mortem_is_refused(void **state)
{
	static const struct {
		const char *path, *text;
		size_t len;
		const char *why;
	} row[] = {
		{ "a.md", "", 0, "is empty" },
		{ "a.md", "# A\0b", 5, "NUL" },
		{ "a.md", "\xff\xfe#\0 \0", 6, "NUL" },
		{ "LICENSE", "MIT License\n\nPermission is granted.\n", 0,
		  "--force" },
		{ "README.md", "# postmortems\n\nOur postmortems.\n", 0,
		  "--force" },
		{ "notes.md", "# Shopping\n\n- milk\n", 0, "--force" },
		{ "a.md", "# A\n\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> b\n",
		  0, "a.md:3:" },
		{ "a.md", "---\nowner: @alice\n---\n# A\n", 0, "a.md:2:" },
		{ "a.md", "---\ntitle: a\ntitle: b\n---\n# A\n", 0,
		  "a.md:3:" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct adopting t = { 0 };
		int code;

		t.source.len = row[i].len;
		code = adopt_with(&t, row[i].path, row[i].text, NULL);
		assert_failed(code, PM_EINVALID, &t.err, row[i].why);
		done(&t);
	}
}

static void force_takes_what_has_no_shape(void **state)
{
	struct adopting t = { 0 };

	(void)state;
	t.source.force = true;
	assert_ok(adopt_with(&t, "notes.md", "# Shopping\n\n- milk\n", NULL),
		  &t.err);
	has_field(&t, PM_F_TITLE, "Shopping");
	done(&t);
}

static void a_document_that_is_too_large_is_refused(void **state)
{
	struct adopting t = { 0 };
	struct pm_buf text = { 0 };

	(void)state;
	while (text.len <= PM_MAX_DOCUMENT)
		pm_buf_addstr(&text, "# A\n\n## Summary\n");
	assert_failed(adopt_with(&t, "a.md", text.ptr, NULL), PM_EINVALID,
		      &t.err, "a.md:1: ");
	pm_buf_release(&text);
	done(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_title_and_a_folder_are_found_in_every_shape),
		cmocka_unit_test(the_body_stays_byte_for_byte),
		cmocka_unit_test(a_byte_order_mark_stays_in_front),
		cmocka_unit_test(the_day_falls_back_on_the_first_commit),
		cmocka_unit_test(the_year_of_the_file_name_chooses_the_day),
		cmocka_unit_test(front_matter_is_kept_and_completed),
		cmocka_unit_test(a_rule_at_the_top_is_no_front_matter),
		cmocka_unit_test(what_is_no_post_mortem_is_refused),
		cmocka_unit_test(force_takes_what_has_no_shape),
		cmocka_unit_test(a_document_that_is_too_large_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

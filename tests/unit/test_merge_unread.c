/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "tests/unit/merging.h"

static void what_cannot_be_merged_by_field_is_one_thing(void **state)
{
	static const struct {
		const char *base, *ours, *theirs, *merged;
		bool has_conflict;
	} row[] = {
		/* Not a key on a line, or other line ends: all fields. */
		{ "---\n{title: T, team: a}\n---\nx\n",
		  "---\n{title: U, team: a}\n---\nx\n",
		  "---\n{title: T, team: b}\n---\nx\n",
		  "---\n<<<<<<< ours\n{title: U, team: a}\n=======\n"
		  "{title: T, team: b}\n>>>>>>> theirs\n---\nx\n", true },
		{ "---\n{title: T, team: a}\n---\nx\n",
		  "---\n{title: U, team: a}\n---\nx\n",
		  "---\n{title: T, team: a}\n---\ny\n",
		  "---\n{title: U, team: a}\n---\ny\n", false },
		{ "---\ntitle: T\n---\n", "---\r\ntitle: T\r\n---\r\n",
		  "---\ntitle: U\n---\n",
		  "---\r\n<<<<<<< ours\r\ntitle: T\r\n=======\r\ntitle: U\n"
		  ">>>>>>> theirs\r\n---\r\n", true },
		/* Their comment would become a line of our text. */
		{ "---\ntitle: T\nowner: a\n---\n",
		  "---\ntitle: |\n  T\nowner: a\n---\n",
		  "---\ntitle: T\n  # x\nowner: a\n---\n",
		  "---\n<<<<<<< ours\ntitle: |\n  T\nowner: a\n=======\n"
		  "title: T\n  # x\nowner: a\n>>>>>>> theirs\n---\n", true },
		/* Unreadable on one side: the same, */
		{ "---\ntitle: T\nteam: a\n---\nx\n",
		  "---\ntitle: T\nteam: a\ntitle: U\n---\nx\n",
		  "---\ntitle: V\nteam: a\n---\ny\n",
		  "---\n<<<<<<< ours\ntitle: T\nteam: a\ntitle: U\n=======\n"
		  "title: V\nteam: a\n>>>>>>> theirs\n---\ny\n", true },
		/* and without front matter, all of the file by text. */
		{ "a\n", "b\n", "c\n", "<ours>b\n<=>c\n<theirs>", true },
		{ "---\ntitle: T\n---\n", "---\ntitle: T\n", "---\ntitle: V\n---\n",
		  "<ours>---\ntitle: T\n<=>---\ntitle: V\n---\n<theirs>", true },
		/* Both mended what could not be read. */
		{ "---\ntitle: @\n---\n", "---\ntitle: T\n---\n",
		  "---\ntitle: V\n---\n",
		  "---\n<<<<<<< ours\ntitle: T\n=======\ntitle: V\n"
		  ">>>>>>> theirs\n---\n", true },
		/* One side alone has changed it. */
		{ "a\n", "a\n", "\377\n", "\377\n", false },
		{ "a\n", "b\n", "a\n", "b\n", false },
		{ "", "a\n", "a\n", "a\n", false },
		/* A BOM, and a last line without an end, as in one of them. */
		{ "---\ntitle: T\n---\n", "\xef\xbb\xbf---\ntitle: T\n---\n",
		  "---\ntitle: U\n---\n", "\xef\xbb\xbf---\ntitle: U\n---\n",
		  false },
		{ "---\ntitle: T\n---", "---\ntitle: U\n---",
		  "---\ntitle: T\n---\n\nText", "---\ntitle: U\n---\n\nText",
		  false },
		{ "---\ntitle: T\n---", "---\ntitle: T\n---\n\nText",
		  "---\ntitle: U\n---", "---\ntitle: U\n---\n\nText", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct pm_merged merged = { 0 };

		merge(&merged, row[i].base, row[i].ours, row[i].theirs);
		if (strcmp(pm_buf_str(&merged.text), row[i].merged))
			fail_msg("row %zu is\n%s", i,
				 pm_buf_str(&merged.text));
		assert_int_equal(merged.has_conflict, row[i].has_conflict);
		pm_merged_release(&merged);
	}
}

/* Text in which only different lines have changed. */
static int merge_without_conflict(struct pm_buf *out,
				  const struct pm_text_merge *text,
				  struct pm_error *err)
{
	if (pm_bytes_are_binary(&text->side[PM_OURS]))
		return pm_fail(err, PM_ERROR, "this is no text");
	pm_buf_add(out, text->side[PM_OURS].ptr, text->side[PM_OURS].len);
	return 0;
}

static void text_decides_no_field_that_cannot_be_read(void **state)
{
	struct pm_policy policy = { 0 };
	struct pm_merge in = {
		.policy = &policy,
		.kind = PM_ACTION,
		.text.side = { { "---\na: x\nb: y\n---\n", 18 },
			       { "---\na: z\nb: y\n---\n", 18 },
			       { "---\na: x\nb: w", 13 } },
		.text.label = { "base", "ours", "theirs" },
		.text.marker_size = 7,
		.merge_text = merge_without_conflict,
	};
	struct pm_merged merged = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	pm_policy_read(&policy, NULL, 0);
	assert_ok(pm_record_merge(&merged, &in, &err), &err);
	pm_policy_release(&policy);
	assert_true(merged.has_conflict);
	assert_string_equal(merged.text.ptr,
			    "<<<<<<< ours\n---\na: z\nb: y\n---\n=======\n"
			    "---\na: x\nb: w\n>>>>>>> theirs\n");
	pm_merged_release(&merged);
}

/* In a file that is text to git, whose body alone would be none. */
static void a_nul_makes_it_text(void **state)
{
	struct pm_buf text[PM_MERGE_SIDES] = { { 0 } };
	struct pm_policy policy = { 0 };
	struct pm_merge in = {
		.policy = &policy,
		.kind = PM_ACTION,
		.text.label = { "base", "ours", "theirs" },
		.text.marker_size = 7,
		.merge_text = merge_without_conflict,
	};
	struct pm_merged merged = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		pm_buf_addf(&text[i], "---\ntitle: T\n# %08000d\n---\n", 0);
		pm_buf_addch(&text[i], '\0');
		pm_buf_addf(&text[i], "\n%d\n", i);
		in.text.side[i] = (struct pm_bytes){ text[i].ptr, text[i].len };
	}
	pm_policy_read(&policy, NULL, 0);
	assert_ok(pm_record_merge(&merged, &in, &err), &err);
	pm_policy_release(&policy);
	assert_int_equal(merged.text.len, text[PM_OURS].len);
	pm_merged_release(&merged);
	for (int i = 0; i < PM_MERGE_SIDES; i++)
		pm_buf_release(&text[i]);
}

static void what_is_no_text_is_left_alone(void **state)
{
	struct pm_policy policy = { 0 };
	struct pm_merge in = {
		.policy = &policy,
		.kind = PM_ACTION,
		.text.side = { { "a\0b", 3 }, { "a\0c", 3 }, { "a", 1 } },
		.text.label = { "base", "ours", "theirs" },
		.text.marker_size = 7,
		.merge_text = conflict_whole,
	};
	struct pm_merged merged = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	pm_policy_read(&policy, NULL, 0);
	assert_ok(pm_record_merge(&merged, &in, &err), &err);
	pm_policy_release(&policy);
	assert_true(merged.has_conflict);
	assert_true(merged.is_binary);
	assert_int_equal(merged.text.len, 3);
	assert_memory_equal(merged.text.ptr, "a\0c", 3);
	pm_merged_release(&merged);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_merged_by_field_is_one_thing),
		cmocka_unit_test(text_decides_no_field_that_cannot_be_read),
		cmocka_unit_test(a_nul_makes_it_text),
		cmocka_unit_test(what_is_no_text_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

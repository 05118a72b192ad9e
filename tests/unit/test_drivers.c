/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "git/drivers.h"
#include "model/field.h"
#include "snapshot/snapshot.h"

static void read_attributes(struct pm_attributes *item, const char *root,
			    bool shared)
{
	struct pm_error err = { 0 };
	struct pm_repo repo;

	for (size_t i = 0; i < PM_RECORD_PATTERNS; i++)
		item[i].pattern = pm_record_pattern[i];
	open_repo(&repo);
	assert_ok(pm_attributes_read(item, PM_RECORD_PATTERNS, &repo, root,
				     shared, &err), &err);
	pm_repo_release(&repo);
}

/* The lines that `root`/.gitattributes lacks. */
static char *lines(const char *root)
{
	struct pm_attributes item[PM_RECORD_PATTERNS] = { 0 };
	struct pm_buf out = { 0 };

	read_attributes(item, root, true);
	for (size_t i = 0; i < PM_RECORD_PATTERNS; i++)
		pm_attributes_line(&out, &item[i]);
	pm_attributes_release(item, PM_RECORD_PATTERNS);
	return pm_buf_detach(&out);
}

static void lines_are_what_nothing_decides_yet(void **state)
{
	static const struct {
		const char *root, *setup, *lines;
	} row[] = {
		{ "pm", "true",
		  "*/README.md diff=postmortem merge=postmortem\n"
		  "*/actions/*.md diff=postmortem merge=postmortem\n" },
		{ ".", "true",
		  "*/README.md diff=postmortem merge=postmortem\n"
		  "*/actions/*.md diff=postmortem merge=postmortem\n" },
		{ "pm", "echo '*.md diff=markdown' >.gitattributes",
		  "*/README.md merge=postmortem\n"
		  "*/actions/*.md merge=postmortem\n" },
		{ "a b/pm", "mkdir -p 'a b/pm';"
		  "echo '*/actions/*.md -merge' >'a b/pm/.gitattributes'",
		  "*/README.md diff=postmortem merge=postmortem\n"
		  "*/actions/*.md diff=postmortem\n" },
		{ "pm", "mkdir -p pm; printf '*.md merge=postmortem\\n"
		  "*.md diff=postmortem' >pm/.gitattributes", "" },
		{ ".", "echo 'x/README.md merge=union' >.gitattributes",
		  "*/README.md diff=postmortem\n"
		  "*/actions/*.md diff=postmortem merge=postmortem\n" },
		/* One's own taste is not the team's decision. */
		{ "pm", "echo '*.md diff=markdown' >../taste;"
		  "git config core.attributesFile ../taste",
		  "*/README.md diff=postmortem merge=postmortem\n"
		  "*/actions/*.md diff=postmortem merge=postmortem\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		char *got;

		sh("rm -rf r; git init -q r");
		enter("r");
		sh("%s", row[i].setup);
		got = lines(row[i].root);
		assert_string_equal(got, row[i].lines);
		free(got);
		enter("..");
	}
}

static void attributes_are_those_that_git_applies(void **state)
{
	struct pm_attributes item[PM_RECORD_PATTERNS] = { 0 };

	(void)state;
	sh("git init -q r; cd r; mkdir -p pm deep/er;"
	   "printf '*/README.md diff=postmortem merge=postmortem\\n"
	   "*/actions/*.md diff merge=ours\\n' >pm/.gitattributes;"
	   "echo '*.md diff=mine' >../taste;"
	   "git config core.attributesFile ../taste");
	/* Wherever we stand. */
	enter("r/deep/er");
	read_attributes(item, "pm", false);
	assert_true(pm_attribute_is_ours(item[0].diff));
	assert_true(pm_attribute_is_ours(item[0].merge));
	assert_string_equal(item[1].diff, "set");
	assert_string_equal(item[1].merge, "ours");
	assert_false(pm_attribute_is_ours(item[1].merge));
	pm_attributes_release(item, PM_RECORD_PATTERNS);
	read_attributes(item, "other", false);
	assert_string_equal(item[0].diff, "mine");
	assert_null(item[0].merge);
	assert_false(pm_attribute_is_ours(item[0].merge));
	pm_attributes_release(item, PM_RECORD_PATTERNS);
}

static const char *const older[] = { "^older # x", NULL };
static const struct pm_driver_text x = { "^x", older, "sign" };
/* As a later version has it. */
static const char *const older_y[] = { "^x", "^older # x", NULL };
static const struct pm_driver_text y = { "^y", older_y, "sign" };

static void drivers_are_configured_once(void **state)
{
	struct pm_drivers drivers = { 0 }, again = { 0 };
	struct pm_error err = { 0 };
	bool changed = false;
	char *said;

	(void)state;
	sh("git init -q .");
	assert_ok(pm_drivers_find(&drivers, &x, &err), &err);
	assert_false(pm_drivers_are_set(&drivers));
	assert_ok(pm_drivers_configure(&drivers, &changed, &err), &err);
	assert_true(changed);
	assert_true(pm_drivers_are_set(&drivers));
	said = sh_out("git config merge.postmortem.driver");
	assert_string_equal(said, drivers.merge);
	free(said);
	said = sh_out("git config diff.postmortem.xfuncname");
	assert_string_equal(said, "^x");
	free(said);

	changed = false;
	assert_ok(pm_drivers_find(&again, &y, &err), &err);
	assert_string_equal(again.merge, drivers.merge);
	assert_int_equal(again.merge_state, PM_DRIVER_OURS);
	assert_int_equal(again.diff_state, PM_DRIVER_OLDER);
	assert_ok(pm_drivers_configure(&again, &changed, &err), &err);
	assert_true(changed);
	assert_string_equal(again.diff, "^y");
	changed = false;
	assert_ok(pm_drivers_configure(&again, &changed, &err), &err);
	assert_false(changed);
	pm_drivers_release(&drivers);
	pm_drivers_release(&again);
}

static void a_value_of_ones_own_stays(void **state)
{
	struct pm_drivers drivers = { 0 };
	struct pm_error err = { 0 };
	enum pm_driver_start start;
	char *said;

	(void)state;
	sh("git init -q .; git config merge.postmortem.driver './mine %%A';"
	   "git config -f .git/taste diff.postmortem.xfuncname ^mine; git config "
	   "include.path taste");
	assert_ok(pm_drivers_find(&drivers, &x, &err), &err);
	assert_true(pm_drivers_are_set(&drivers));
	assert_ok(pm_drivers_configure(&drivers, NULL, &err), &err);
	assert_ok(pm_driver_start(&start, &drivers, &err), &err);
	assert_int_equal(start, PM_DRIVER_UNKNOWN);
	said = sh_out("git config --get-all merge.postmortem.driver;"
		      "git config --get-all diff.postmortem.xfuncname");
	assert_string_equal(said, "./mine %A\n^mine");
	free(said);
	pm_drivers_release(&drivers);
}

static void what_an_earlier_version_set_is_brought_up_to_date(void **state)
{
	struct pm_drivers drivers = { 0 };
	struct pm_error err = { 0 };
	bool changed = false;
	char *said;

	(void)state;
	sh("git init -q .; for i in 1 2; do git config --add "
	   "merge.postmortem.driver 'git postmortem merge-driver %%O %%A %%B "
	   "%%L %%P %%S %%X %%Y';"
	   "done; git config diff.postmortem.xfuncname '^x'");
	assert_ok(pm_drivers_find(&drivers, &x, &err), &err);
	assert_false(pm_drivers_are_set(&drivers));
	assert_ok(pm_drivers_configure(&drivers, &changed, &err), &err);
	assert_true(changed);
	said = sh_out("git config --get-all merge.postmortem.driver");
	assert_non_null(strstr(said, "git merge-file"));
	assert_null(strchr(said, '\n'));
	free(said);
	pm_drivers_release(&drivers);
}

static void what_lost_its_quotes_is_spoilt_and_set_anew(void **state)
{
	/* Cut at a comment, quoted twice, and a call of somebody's making. */
	static const char *const command[] = {
		"git postmortem merge-driver -- %O %A %B %L %P %S %X %Y || { "
		"test $? = 1 && git postmortem merge-driver -h >/dev/null "
		"2>&1 && exit 1",
		"\"git postmortem merge-driver %O %A %B %L %P %S %X %Y\"",
		"git-postmortem merge-driver %O %A",
	};
	static const char *const headings[] = { "^older ", "\"^sign", "^" };

	(void)state;
	sh("git init -q .");
	for (size_t i = 0; i < 3; i++) {
		struct pm_drivers drivers = { 0 };
		struct pm_error err = { 0 };

		sh("git config merge.postmortem.driver '%s'; git config "
		   "diff.postmortem.xfuncname '%s'", command[i], headings[i]);
		assert_ok(pm_drivers_find(&drivers, &x, &err), &err);
		assert_int_equal(drivers.merge_state, PM_DRIVER_SPOILT);
		assert_int_equal(drivers.diff_state, PM_DRIVER_SPOILT);
		assert_false(pm_drivers_are_set(&drivers));
		assert_ok(pm_drivers_configure(&drivers, NULL, &err), &err);
		assert_true(pm_drivers_are_set(&drivers));
		assert_string_equal(drivers.diff, "^x");
		pm_drivers_release(&drivers);
	}
}

/* A ; a # a quote or a backslash would be quoted, and other programs that
 * write the file anew lose or double that. */
static void no_configured_value_needs_quotes(void **state)
{
	struct pm_drivers drivers = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	sh("git init -q .");
	assert_ok(pm_drivers_find(&drivers, &pm_record_headings, &err), &err);
	assert_ok(pm_drivers_configure(&drivers, NULL, &err), &err);
	assert_null(strpbrk(drivers.name, ";#\"\\\n\t"));
	assert_null(strpbrk(drivers.merge, ";#\"\\\n\t"));
	assert_null(strpbrk(drivers.diff, ";#\"\\\n\t"));
	pm_drivers_release(&drivers);
}

static void a_driver_that_git_cannot_start_is_told(void **state)
{
	struct pm_drivers drivers = { 0 };
	struct pm_error err = { 0 };
	enum pm_driver_start start;

	(void)state;
	sh("git init -q .; mkdir bin; printf '#!/bin/sh\\nexit 0' >bin/git-"
	   "postmortem; chmod +x bin/git-postmortem");
	assert_ok(pm_drivers_find(&drivers, &x, &err), &err);
	assert_ok(pm_drivers_configure(&drivers, NULL, &err), &err);
	/* One that knows no such command answers the same way. */
	sh("printf '#!/bin/sh\\nexit 129' >bin/git-postmortem");
	setenv("PATH", "bin:/usr/bin:/bin", 1);
	assert_ok(pm_driver_start(&start, &drivers, &err), &err);
	assert_int_equal(start, PM_DRIVER_FAILS);
	sh("printf '#!/bin/sh\\nexit 0' >bin/git-postmortem");
	assert_ok(pm_driver_start(&start, &drivers, &err), &err);
	assert_int_equal(start, PM_DRIVER_STARTS);
	pm_drivers_release(&drivers);
}

static void headings_name_every_field(void **state)
{
	(void)state;
	for (enum pm_field f = 0; f < PM_FIELDS; f++) {
		const char *key = pm_field_def(f)->key;
		const char *dot = strchr(key, '.');
		const char *word = dot ? dot + 1 : key;
		const char *at = strstr(pm_record_headings.now, word);

		/* Between bars, or the ends of such a list. */
		while (at && !(strchr("|(", at[-1]) &&
			       strchr("|)", at[strlen(word)])))
			at = strstr(at + 1, word);
		if (!at)
			fail_msg("no heading for %s", key);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(lines_are_what_nothing_decides_yet),
		SANDBOXED(attributes_are_those_that_git_applies),
		SANDBOXED(drivers_are_configured_once),
		SANDBOXED(a_value_of_ones_own_stays),
		SANDBOXED(what_an_earlier_version_set_is_brought_up_to_date),
		SANDBOXED(what_lost_its_quotes_is_spoilt_and_set_anew),
		SANDBOXED(no_configured_value_needs_quotes),
		SANDBOXED(a_driver_that_git_cannot_start_is_told),
		cmocka_unit_test(headings_name_every_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

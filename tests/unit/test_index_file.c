/* SPDX-License-Identifier: MIT */
#include "tests/unit/indexing.h"

#define FILE_NAME ".git/postmortem/index.sqlite"

/* Somebody else's database. */
static void make_foreign(const char *text)
{
	sqlite3 *sql;

	sh("rm -rf .git/postmortem && mkdir .git/postmortem");
	assert_int_equal(sqlite3_open(FILE_NAME, &sql), SQLITE_OK);
	assert_int_equal(sqlite3_exec(sql, text, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(sql);
}

static void a_database_of_other_tables_is_no_index(void **state)
{
	static const char *const text[] = {
		"CREATE TABLE x(a); INSERT INTO x VALUES(1)",
		"CREATE TABLE node(a); INSERT INTO node VALUES(1)",
		"CREATE TABLE x(a); PRAGMA user_version = 3",
		"CREATE TABLE x(a); PRAGMA application_id = 77",
		"PRAGMA user_version = 1; PRAGMA application_id = 0x67706d69;"
		" CREATE TABLE space(id INTEGER PRIMARY KEY)",
		"PRAGMA user_version = 1; PRAGMA application_id = 0x67706d69;"
		" CREATE TABLE space(id INTEGER PRIMARY KEY, key, root);"
		" CREATE TABLE node(id INTEGER PRIMARY KEY);",
	};
	struct fixture f;

	(void)state;
	forked();
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++) {
		make_foreign(text[i]);
		open_index(&f, "in");
		expect_walk(&f, "main", "in/a", INT64_MIN, "four two one");
		assert_false(f.index.db.in_memory);
		close_index(&f, "");
	}
}

static void expect_found(size_t differences, const char *told)
{
	struct pm_index_check check = { 0 };
	struct pm_index index;
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };
	bool is_told = false;
	int format;

	open_repo(&repo);
	assert_int_equal(pm_index_look(&index, &format, &repo, "in", &err), 1);
	assert_ok(pm_index_check(&check, &index, &err), &err);
	if (!differences && check.differences)
		fail_msg("%s", check.told.item[0]);
	assert_true(check.differences >= differences);
	for (size_t i = 0; i < check.told.nr; i++)
		is_told |= strstr(check.told.item[i], told) != NULL;
	if (differences && !is_told)
		fail_msg("'%s' is not in '%s'", told, check.told.item[0]);
	assert_true(check.told.nr <= PM_INDEX_TOLD);
	pm_index_check_release(&check);
	pm_index_close(&index);
	pm_repo_release(&repo);
}

static void what_is_not_as_git_tells_is_found(void **state)
{
	static const struct {
		const char *text, *told;
	} table[] = {
		{ "UPDATE node SET commit_time = 5 WHERE pos = 2", "dates" },
		{ "UPDATE node SET sides = 2 WHERE pos = 5", "2 parents" },
		{ "UPDATE chain SET base = 1 WHERE id = 2", "parent 1 is" },
		{ "UPDATE side SET parent = 1", "parent 2 is" },
		{ "DELETE FROM side", "parent 2 is none" },
		{ "UPDATE delta SET new_oid = old_oid"
		  " WHERE old_oid IS NOT NULL", "its changes" },
		{ "DELETE FROM delta", "its changes" },
		{ "UPDATE path SET name = 'in/x' WHERE name = 'in/a'",
		  "its changes" },
		{ "UPDATE tip SET node = 1", "the nearest commit" },
		{ "UPDATE tip SET node = NULL", "the nearest commit is none" },
		{ "DELETE FROM node WHERE pos = 1 AND chain = 2",
		  "is missing" },
		{ "DELETE FROM claim", "the claims" },
		{ "UPDATE claim SET value = 'p/z'", "the claims" },
	};
	struct fixture f;

	(void)state;
	forked();
	claim("six", "p/a");
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sh("rm -rf .git/postmortem");
		open_index(&f, "in");
		cover(&f, "main");
		expect_claims(&f, "main", "p/a");
		expect_found(0, "");
		run(&f, table[i].text);
		expect_found(1, table[i].told);
		close_index(&f, "");
	}
}

static void who_has_a_removed_file_open_keeps_it(void **state)
{
	struct fixture f, other;
	struct pm_error err = { 0 };

	(void)state;
	forked();
	open_index(&f, "in");
	cover(&f, "two");
	open_index(&other, "in");
	assert_ok(pm_db_renew(&other.index.db, &other.repo, &err), &err);
	other.index.space = 0;
	/* So much that a journal of the new file is beside the old one. */
	run(&other, "PRAGMA cache_size = 5; BEGIN IMMEDIATE;"
		    " CREATE TABLE more(a); WITH RECURSIVE n(i) AS"
		    " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)"
		    " INSERT INTO more SELECT randomblob(500) FROM n");
	assert_true(pm_db_has_moved(&f.index.db));
	assert_int_equal(number(&f, "SELECT count(*) FROM node"), 2);
	run(&other, "COMMIT");
	expect_walk(&f, "main", "in/a", INT64_MIN, "four two one");
	assert_true(f.index.db.in_memory);
	close_index(&f, "");
	close_index(&other, "");
}

static void what_is_read_together_is_one_state_of_the_file(void **state)
{
	struct fixture f, other;
	struct pm_error err = { 0 };
	int64_t before;

	(void)state;
	forked();
	open_index(&f, "in");
	cover(&f, "two");
	before = number(&f, "SELECT count(*) FROM node");
	open_index(&other, "in");
	/* Ending what did not begin is fine. */
	pm_db_end_reading(&f.index.db);
	assert_ok(pm_db_begin_reading(&f.index.db, &err), &err);
	assert_int_equal(number(&f, "SELECT count(*) FROM node"), before);
	sqlite3_busy_timeout(other.index.db.sql, 0);
	assert_int_equal(sqlite3_exec(other.index.db.sql, "DELETE FROM node",
				      NULL, NULL, NULL), SQLITE_BUSY);
	assert_int_equal(number(&f, "SELECT count(*) FROM node"), before);
	pm_db_end_reading(&f.index.db);
	run(&other, "DELETE FROM node");
	assert_int_equal(number(&f, "SELECT count(*) FROM node"), 0);
	close_index(&other, "");
	close_index(&f, "");
}

static void without_the_right_to_write_memory_serves(void **state)
{
	struct fixture f;

	(void)state;
	forked();
	open_index(&f, "in");
	cover(&f, "two");
	close_index(&f, "");
	sh("chmod -R a+rX . && chmod a-w .git/postmortem " FILE_NAME);
	/* Another one owns it now. */
	setenv("GIT_CONFIG_COUNT", "1", 1);
	setenv("GIT_CONFIG_KEY_0", "safe.directory", 1);
	setenv("GIT_CONFIG_VALUE_0", "*", 1);
	lose_power();
	open_index(&f, "in");
	assert_false(f.index.db.in_memory);
	cover(&f, "two");
	assert_false(f.index.db.in_memory);
	expect_walk(&f, "main", "in/a", INT64_MIN, "four two one");
	assert_true(f.index.db.in_memory);
	close_index(&f, "cannot keep an index of the history: ");
	regain_power();
	unsetenv("GIT_CONFIG_COUNT");
	sh("chmod -R u+w .git");
	expect_found(0, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(a_database_of_other_tables_is_no_index),
		SANDBOXED(what_is_not_as_git_tells_is_found),
		SANDBOXED(who_has_a_removed_file_open_keeps_it),
		SANDBOXED(what_is_read_together_is_one_state_of_the_file),
		SANDBOXED(without_the_right_to_write_memory_serves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "snapshot/snapshot.h"

/* A snapshot of paths that were listed somewhere; nothing is read. */
static void fill(struct pm_snapshot *snapshot, const char *policy,
		 const struct pm_entry *entry, size_t nr)
{
	struct pm_source source = { 0 };
	struct pm_entries list = { 0 };

	pm_snapshot_init(snapshot, &source, policy,
			 policy ? strlen(policy) : 0);
	for (size_t i = 0; i < nr; i++)
		pm_entries_add(&list, entry[i].path, entry[i].mode, NULL);
	pm_entries_sort(&list);
	pm_snapshot_fill(snapshot, &list);
	pm_entries_release(&list);
}

#define FILES(...)                                              \
	(const struct pm_entry[]){ __VA_ARGS__ },               \
		sizeof((const struct pm_entry[]){ __VA_ARGS__ }) / \
			sizeof(struct pm_entry)
#define FILE(p) { .path = p, .mode = PM_MODE_FILE }

static void records_are_found_by_where_they_lie(void **state)
{
	struct pm_snapshot s;

	(void)state;
	fill(&s, NULL,
	     FILES(FILE("postmortems/b/README.md"),
		   FILE("postmortems/b/actions/two.md"),
		   FILE("postmortems/b/actions/one.md"),
		   FILE("postmortems/b/actions/note.txt"),
		   FILE("postmortems/b/actions/.hidden.md"),
		   FILE("postmortems/b/actions/deep/three.md"),
		   FILE("postmortems/b/actions/.md"),
		   FILE("postmortems/b/graph.png"),
		   FILE("postmortems/a-b/README.md"),
		   FILE("postmortems/a/README.md"),
		   FILE("postmortems/c/notes.md"),
		   FILE("postmortems/README.md"),
		   FILE("postmortems/.github/README.md"),
		   FILE("postmortemsx/d/README.md"),
		   FILE("README.md")));
	assert_int_equal(s.nr, 3);
	/* By id, whatever the order of paths. */
	assert_string_equal(s.item[0].id, "a");
	assert_string_equal(s.item[1].id, "a-b");
	assert_string_equal(s.item[2].id, "b");
	assert_string_equal(s.item[2].folder, "postmortems/b");
	assert_string_equal(s.item[2].record.path, "postmortems/b/README.md");
	assert_int_equal(s.item[2].actions, 2);
	assert_string_equal(s.item[2].action[0].id, "b/one");
	assert_ptr_equal(pm_snapshot_find(&s, "a-b"), &s.item[1]);
	assert_null(pm_snapshot_find(&s, "c"));
	assert_string_equal(pm_postmortem_action(&s.item[2], "two")->path,
			    "postmortems/b/actions/two.md");
	assert_null(pm_postmortem_action(&s.item[2], "three"));
	assert_int_equal(s.odds, 0);
	pm_snapshot_release(&s);
}

static void items_without_a_document_are_kept(void **state)
{
	struct pm_snapshot s;

	(void)state;
	fill(&s, NULL, FILES(FILE("postmortems/a/actions/x.md")));
	assert_int_equal(s.nr, 1);
	assert_null(s.item[0].record.path);
	assert_int_equal(s.item[0].actions, 1);
	pm_snapshot_release(&s);
}

static void the_root_may_be_the_top(void **state)
{
	struct pm_snapshot s;

	(void)state;
	fill(&s, "root: .\n",
	     FILES(FILE("README.md"), FILE("a/README.md"),
		   FILE(".postmortem/templates/x.md"),
		   FILE(".git/README.md"), FILE("src/main.c")));
	assert_int_equal(s.nr, 1);
	assert_string_equal(s.item[0].folder, "a");
	pm_snapshot_release(&s);
}

static void what_is_no_file_or_has_an_unsound_name_is_odd(void **state)
{
	static const struct {
		struct pm_entry entry[2];
		const char *path;
		const char *why;
	} cases[] = {
		{ { { .path = "postmortems", .mode = PM_MODE_LINK } },
		  "postmortems", "is a symbolic link" },
		{ { { .path = "postmortems/a", .mode = PM_MODE_GITLINK } },
		  "postmortems/a", "is a submodule" },
		{ { { .path = "postmortems/a/README.md",
		      .mode = PM_MODE_LINK } },
		  "postmortems/a/README.md", "is a symbolic link" },
		{ { { .path = "postmortems/a/actions",
		      .mode = PM_MODE_LINK } },
		  "postmortems/a/actions", "is a symbolic link" },
		{ { { .path = "postmortems/a/actions/x.md",
		      .mode = PM_MODE_OTHER } },
		  "postmortems/a/actions/x.md", "is not a regular file" },
		{ { FILE("postmortems/a/actions") }, "postmortems/a/actions",
		  "is a file where the folder" },
		{ { FILE("postmortems/a/README.md/x") },
		  "postmortems/a/README.md", "is a folder" },
		{ { FILE("postmortems/a\x1b/README.md") },
		  "postmortems/a\x1b/README.md", "its folder's name" },
		{ { FILE("postmortems/a/actions/-x.md") },
		  "postmortems/a/actions/-x.md", "its name" },
		{ { FILE("postmortems/a/README.md"),
		    FILE("postmortems/A/README.md") },
		  "postmortems/", "only in case" },
		{ { FILE("postmortems/a/actions/x.md"),
		    FILE("postmortems/a/actions/X.md") },
		  "postmortems/a/actions/", "only in case" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_snapshot s;
		size_t nr = cases[i].entry[1].path ? 2 : 1;

		fill(&s, NULL, cases[i].entry, nr);
		if (s.odds != 1 || !s.odd[0].fix ||
		    !strstr(s.odd[0].why, cases[i].why) ||
		    strncmp(s.odd[0].path, cases[i].path,
			    strlen(cases[i].path)))
			fail_msg("%zu oddities: %s %s", s.odds,
				 s.odds ? s.odd[0].path : cases[i].path,
				 s.odds ? s.odd[0].why : "");
		pm_snapshot_release(&s);
	}
}

static void a_path_and_an_id_name_the_same_record(void **state)
{
	static const struct {
		const char *policy;
		const char *path;
		const char *id; /* NULL: it belongs to none */
		const char *item;
		bool is_record;
	} cases[] = {
		{ NULL, "postmortems/a/README.md", "a", "", true },
		{ NULL, "postmortems/a/actions/x.md", "a", "x", true },
		{ NULL, "postmortems/a/graph.png", "a", "", false },
		{ NULL, "postmortems/a/actions/x.txt", "a", "", false },
		{ NULL, "postmortems/a/sub/README.md", "a", "", false },
		{ NULL, "postmortems/.x/README.md", NULL, NULL, false },
		{ NULL, "other/a/README.md", NULL, NULL, false },
		{ "root: x/y\n", "x/y/a/README.md", "a", "", true },
		{ "root: x/y\n", "x/ya/README.md", NULL, NULL, false },
		{ "root: .\n", "a/actions/x.md", "a", "x", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_policy policy;
		struct pm_buf id = { 0 }, item = { 0 }, path = { 0 };

		pm_policy_read(&policy, cases[i].policy,
			       cases[i].policy ? strlen(cases[i].policy) : 0);
		assert_int_equal(pm_path_to_id(&id, &item, &policy,
					       cases[i].path),
				 cases[i].id != NULL);
		assert_int_equal(pm_path_is_record(&policy, cases[i].path,
						   PM_MODE_FILE),
				 cases[i].is_record);
		if (cases[i].id) {
			assert_string_equal(pm_buf_str(&id), cases[i].id);
			assert_string_equal(pm_buf_str(&item), cases[i].item);
		}
		if (cases[i].is_record) {
			pm_id_to_path(&path, &policy, pm_buf_str(&id),
				      item.len ? pm_buf_str(&item) : NULL);
			assert_string_equal(pm_buf_str(&path), cases[i].path);
		}
		pm_buf_release(&id);
		pm_buf_release(&item);
		pm_buf_release(&path);
		pm_policy_release(&policy);
	}
}

/* --- at real places --- */

/* A committed, a staged and a written version of one post-mortem. */
static void three_versions(void)
{
	sh("git init -q && mkdir -p postmortems/a/actions .postmortem &&"
	   "echo 'keys: [x]' >.postmortem/policy.yaml;"
	   "put() { printf -- '---\\ntitle: %%s\\n---\\n' \"$1\" >\"$2\"; };"
	   "put committed postmortems/a/README.md;"
	   "put one postmortems/a/actions/one.md;"
	   "git add . && git commit -q -m one;"
	   "put staged postmortems/a/README.md;"
	   "put two postmortems/a/actions/two.md;"
	   "git rm -q --cached postmortems/a/actions/one.md;"
	   "git add postmortems/a/README.md postmortems/a/actions/two.md;"
	   "put written postmortems/a/README.md");
}

static void each_place_gives_its_own_version(void **state)
{
	static const struct {
		enum pm_place place;
		const char *title;
		const char *items; /* names, joined */
	} cases[] = {
		{ PM_WORKTREE, "written", "one two " },
		{ PM_INDEX, "staged", "two " },
		{ PM_COMMIT, "committed", "one " },
	};
	struct pm_repo repo;
	struct pm_error err = { 0 };

	(void)state;
	three_versions();
	open_repo(&repo);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_source source = { 0 };
		struct pm_snapshot s = { 0 };
		struct pm_buf items = { 0 };
		int code;

		if (cases[i].place == PM_WORKTREE)
			code = pm_source_worktree(&source, &repo, &err);
		else if (cases[i].place == PM_INDEX)
			code = pm_source_index(&source, &repo, NULL, &err);
		else
			code = pm_source_commit(&source, &repo, "HEAD", &err);
		assert_ok(code, &err);
		assert_ok(pm_snapshot_load(&s, &source,
					   PM_POSTMORTEM | PM_ACTION,
					   PM_READ_FIELDS, &err), &err);
		assert_true(s.policy.has_file);
		assert_int_equal(s.policy.keys, 1);
		assert_int_equal(s.nr, 1);
		assert_string_equal(pm_record_title(&s.item[0].record),
				    cases[i].title);
		for (size_t a = 0; a < s.item[0].actions; a++)
			pm_buf_addf(&items, "%s ",
				    pm_record_title(&s.item[0].action[a]));
		assert_string_equal(pm_buf_str(&items), cases[i].items);
		pm_buf_release(&items);
		pm_snapshot_release(&s);
	}
	pm_repo_release(&repo);
}

static void a_listing_may_be_limited_to_some_post_mortems(void **state)
{
	static const char *const wanted[] = { "b" };
	struct pm_repo repo;
	struct pm_source source = { 0 };
	struct pm_snapshot s = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	sh("git init -q && for n in a b bb; do mkdir -p postmortems/$n &&"
	   "echo x >postmortems/$n/README.md; done");
	open_repo(&repo);
	assert_ok(pm_source_worktree(&source, &repo, &err), &err);
	assert_ok(pm_snapshot_open(&s, &source, &err), &err);
	assert_ok(pm_snapshot_list(&s, wanted, 1, &err), &err);
	assert_int_equal(s.nr, 1);
	assert_string_equal(s.item[0].id, "b");
	assert_false(s.item[0].record.is_read);
	assert_ok(pm_postmortem_read(&s, &s.item[0], PM_READ_BODY, &err),
		  &err);
	assert_true(s.item[0].record.is_read);
	/* No front matter is a problem of the record, not a failure. */
	assert_int_equal(s.item[0].record.problems.nr, 1);
	pm_snapshot_release(&s);
	pm_repo_release(&repo);
}

static void a_malformed_policy_fails_to_load_and_says_where(void **state)
{
	struct pm_repo repo;
	struct pm_source source = { 0 };
	struct pm_snapshot s = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	sh("git init -q && mkdir .postmortem &&"
	   "echo 'soak-days: x' >.postmortem/policy.yaml");
	open_repo(&repo);
	assert_ok(pm_source_worktree(&source, &repo, &err), &err);
	assert_failed(pm_snapshot_load(&s, &source, PM_ACTION, PM_READ_FIELDS,
				       &err),
		      PM_EINVALID, &err, ".postmortem/policy.yaml:1: soak");
	pm_repo_release(&repo);
}

static void many_records_are_read_the_same_by_any_number_of_threads(
	void **state)
{
	struct pm_repo repo;
	struct pm_source source = { 0 };
	struct pm_snapshot s = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	sh("git init -q && mkdir postmortems && cd postmortems &&"
	   "for n in $(seq 1000 1500); do mkdir $n &&"
	   "printf -- '---\\ntitle: t%%s\\n---\\n' $n >$n/README.md; done");
	open_repo(&repo);
	assert_ok(pm_source_worktree(&source, &repo, &err), &err);
	assert_ok(pm_snapshot_load(&s, &source, PM_POSTMORTEM, PM_READ_FIELDS,
				   &err), &err);
	assert_int_equal(s.nr, 501);
	for (size_t i = 0; i < s.nr; i++)
		assert_string_equal(pm_record_title(&s.item[i].record) + 1,
				    s.item[i].id);
	pm_snapshot_release(&s);
	pm_repo_release(&repo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_found_by_where_they_lie),
		cmocka_unit_test(items_without_a_document_are_kept),
		cmocka_unit_test(the_root_may_be_the_top),
		cmocka_unit_test(what_is_no_file_or_has_an_unsound_name_is_odd),
		cmocka_unit_test(a_path_and_an_id_name_the_same_record),
		SANDBOXED(each_place_gives_its_own_version),
		SANDBOXED(a_listing_may_be_limited_to_some_post_mortems),
		SANDBOXED(a_malformed_policy_fails_to_load_and_says_where),
		SANDBOXED(
			many_records_are_read_the_same_by_any_number_of_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

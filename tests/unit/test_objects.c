/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "git/objects.h"

#define LIMIT 100000

static struct pm_repo repo;
static struct pm_error err;
static struct pm_buf out;

/* NULL: as git-postmortem chooses by itself. */
static const char *const backends[] = {
#ifndef PM_WITHOUT_LIBGIT2
	"libgit2",
#endif
	"cat-file", NULL,
};
#define BACKENDS (sizeof(backends) / sizeof(*backends))

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	unsetenv("GIT_POSTMORTEM_OBJECTS");
	sh("git init -q -b main repo");
	enter("repo");
	sh("mkdir d; echo one >d/one; : >empty; printf 'a\\0b\\n\\n' >nul;"
	   "git add .; git commit -q -m one");
	return 0;
}

static int teardown(void **state)
{
	pm_repo_release(&repo);
	pm_buf_release(&out);
	return sandbox_teardown(state);
}

#define READ(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

static void start(size_t backend)
{
	pm_repo_release(&repo);
	if (backends[backend])
		setenv("GIT_POSTMORTEM_OBJECTS", backends[backend], 1);
	else
		unsetenv("GIT_POSTMORTEM_OBJECTS");
	open_repo(&repo);
	pm_objects_expect(&repo, PM_OBJECTS_MANY);
}

/* Read the object that `name` names, by its id. */
static int read_name(const char *name, size_t *size)
{
	char *oid = sh_out("git rev-parse '%s'", name);
	int code = pm_object_read(&out, size, &repo, oid, LIMIT, &err);

	free(oid);
	return code;
}

static void assert_content(const char *name, const char *bytes, size_t len)
{
	size_t size = 12345;

	assert_ok(read_name(name, &size), &err);
	assert_int_equal(size, len);
	assert_int_equal(out.len, len);
	if (len)
		assert_memory_equal(out.ptr, bytes, len);
}

static void assert_all_there(void)
{
	assert_content("HEAD:d/one", "one\n", 4);
	assert_content("HEAD:empty", "", 0);
	assert_content("HEAD:nul", "a\0b\n\n", 5);
	assert_content("HEAD:d/one", "one\n", 4);
}

static void bytes_come_back_as_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < BACKENDS; i++) {
		start(i);
		assert_all_there();
	}
	sh("git gc -q");
	for (size_t i = 0; i < BACKENDS; i++) {
		start(i);
		assert_all_there();
	}
}

static void the_index_and_old_blobs_are_objects_too(void **state)
{
	(void)state;
	sh("seq 2000 >long; git add .; git commit -q -m two;"
	   "echo end >>long; git commit -q -a -m three; git gc -q;"
	   "echo staged >d/one; git add d");
	for (size_t i = 0; i < BACKENDS; i++) {
		size_t old, new;

		start(i);
		assert_content(":d/one", "staged\n", 7);
		assert_ok(read_name("HEAD~1:long", &old), &err);
		assert_ok(read_name("HEAD:long", &new), &err);
		assert_int_equal(new, old + 4);
		assert_int_equal(out.len, new);
	}
}

static void what_is_too_large_is_told_and_not_read(void **state)
{
	(void)state;
	sh("head -c 30000000 /dev/zero >large; head -c 100000 /dev/zero >edge;"
	   "head -c 100001 /dev/zero >over; git add .");
	for (size_t i = 0; i < BACKENDS; i++) {
		size_t size = 0;

		start(i);
		assert_ok(read_name(":large", &size), &err);
		assert_int_equal(size, 30000000);
		assert_int_equal(out.len, 0);
		assert_ok(read_name(":edge", &size), &err);
		assert_int_equal(out.len, LIMIT);
		assert_ok(read_name(":over", &size), &err);
		assert_int_equal(size, LIMIT + 1);
		assert_int_equal(out.len, 0);
		assert_content(":d/one", "one\n", 4);
		/* Nobody has to ask for the size. */
		assert_ok(read_name(":edge", NULL), &err);
	}
}

static void what_is_no_blob_is_refused_by_its_kind(void **state)
{
	static const struct {
		const char *name, *kind;
	} row[] = {
		{ "HEAD", "is a commit" },
		{ "HEAD:d", "is a tree" },
		{ "v1", "is a tag" },
	};

	(void)state;
	sh("git tag -a -m v1 v1");
	for (size_t i = 0; i < BACKENDS; i++) {
		start(i);
		for (size_t j = 0; j < sizeof(row) / sizeof(*row); j++) {
			assert_failed(read_name(row[j].name, NULL),
				      PM_EINVALID, &err, row[j].kind);
			assert_int_equal(out.len, 0);
		}
		assert_all_there();
	}
}

static void what_is_missing_is_a_failure(void **state)
{
	static const char missing[] =
		"1234567890123456789012345678901234567890";
	static const char *const bad[] = {
		"", "HEAD", "1234", "HEAD:d/one", "-h",
		"1234567890123456789012345678901234567890\n",
		"123456789012345678901234567890123456789X",
		("1234567890123456789012345678901234567890"
		 "123456789012345678901234"),
	};

	(void)state;
	for (size_t i = 0; i < BACKENDS; i++) {
		start(i);
		assert_failed(pm_object_read(&out, NULL, &repo, missing, LIMIT,
					     &err), PM_ERROR, &err, missing);
		for (size_t j = 0; j < sizeof(bad) / sizeof(*bad); j++)
			assert_int_equal(pm_object_read(&out, NULL, &repo,
							bad[j], LIMIT, &err),
					 PM_EINVALID);
		assert_all_there();
	}
}

static void a_damaged_object_is_a_failure(void **state)
{
	(void)state;
	for (size_t i = 0; i < BACKENDS; i++) {
		char *oid = sh_out("git rev-parse HEAD:d/one");

		start(i);
		assert_all_there();
		sh("file=.git/objects/%.2s/%s; chmod +w $file;"
		   "cp $file ../saved; printf damaged >$file", oid, oid + 2);
		assert_failed(pm_object_read(&out, NULL, &repo, oid, LIMIT,
					     &err), PM_ERROR, &err, oid);
		assert_failed(pm_object_read_path(&out, NULL, NULL, &repo,
						  "HEAD", "d/one", LIMIT,
						  &err), PM_ERROR, &err, oid);
		sh("cp ../saved .git/objects/%.2s/%s", oid, oid + 2);
		assert_all_there();
		free(oid);
	}
}

static void borrowed_objects_are_found(void **state)
{
	(void)state;
	sh("git clone -q --shared . ../borrower");
	enter("../borrower");
	for (size_t i = 0; i < BACKENDS; i++) {
		start(i);
		assert_all_there();
	}
}

static void a_linked_worktree_reads_the_common_objects(void **state)
{
	(void)state;
	sh("git worktree add -q ../linked");
	enter("../linked/d");
	for (size_t i = 0; i < BACKENDS; i++) {
		start(i);
		assert_all_there();
	}
}

static void objects_in_quarantine_are_found(void **state)
{
	static const char *const main_objects[] = { "%s/repo/.git/objects",
						    ".git/objects" };
	char path[4096], *id;

	(void)state;
	sh("mkdir -p .git/quarantine; echo new >new;"
	   "GIT_OBJECT_DIRECTORY=.git/quarantine git hash-object -w new"
	   " >../id");
	id = sh_out("cat ../id");
	for (size_t j = 0; j < 2; j++)
		for (size_t i = 0; i < BACKENDS; i++) {
			snprintf(path, sizeof(path), main_objects[j],
				 sandbox());
			setenv("GIT_OBJECT_DIRECTORY", ".git/quarantine", 1);
			setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", path, 1);
			start(i);
			assert_all_there();
			assert_ok(pm_object_read(&out, NULL, &repo, id, LIMIT,
						 &err), &err);
			assert_string_equal(out.ptr, "new\n");
			unsetenv("GIT_OBJECT_DIRECTORY");
			unsetenv("GIT_ALTERNATE_OBJECT_DIRECTORIES");
		}
	free(id);
}

static void a_partial_clone_fetches_what_it_lacks(void **state)
{
	(void)state;
	sh("git config uploadpack.allowFilter true;"
	   "git config uploadpack.allowAnySHA1InWant true;"
	   "echo two >d/one; git commit -q -a -m two; oid=$(git rev-parse"
	   " HEAD~1:d/one); echo $oid >../id");
	for (size_t i = 0; i < BACKENDS; i++) {
		enter(sandbox());
		sh("rm -rf partial; git clone -q --filter=blob:none"
		   " \"file://$PWD/repo\" partial;"
		   "! git -C partial rev-list --objects --missing=print --all |"
		   " grep -q \"^?$(cat id)\" && exit 1; true");
		enter("partial");
		start(i);
		assert_content("HEAD~1:d/one", "one\n", 4);
		assert_content("HEAD:d/one", "two\n", 4);
	}
}

static void a_replacement_is_read_as_git_shows_it(void **state)
{
	(void)state;
	sh("git replace $(git rev-parse HEAD:d/one) $(echo other |"
	   " git hash-object -w --stdin)");
	for (size_t i = 0; i < BACKENDS; i++) {
		start(i);
		if (backends[i] && !strcmp(backends[i], "libgit2"))
			assert_failed(read_name("HEAD:d/one", NULL), PM_ERROR,
				      &err, "replace");
		else
			assert_content("HEAD:d/one", "other\n", 6);
	}
}

static void sha256_is_read_through_git(void **state)
{
	(void)state;
	sh("git init -q --object-format=sha256 ../long; cp -r d empty nul"
	   " ../long; cd ../long; git add .; git commit -q -m one");
	enter("../long");
	for (size_t i = 0; i < BACKENDS; i++) {
		start(i);
		if (backends[i] && !strcmp(backends[i], "libgit2"))
			assert_failed(read_name("HEAD:d/one", NULL), PM_ERROR,
				      &err, "sha256");
		else
			assert_all_there();
	}
}

static void a_tree_that_is_missing_is_not_a_path_that_is_not_there(void **state)
{
	char *oid = sh_out("git rev-parse HEAD:d");

	(void)state;
	sh("rm -f .git/objects/%.2s/%s", oid, oid + 2);
	open_repo(&repo);
	assert_int_equal(pm_object_read_path(&out, NULL, NULL, &repo, "HEAD",
					     "d/one", LIMIT, &err), PM_ERROR);
	assert_int_equal(pm_object_read_path(&out, NULL, NULL, &repo, "HEAD",
					     "none", LIMIT, &err),
			 PM_ENOTFOUND);
	free(oid);
}

static void a_submodule_is_no_file(void **state)
{
	(void)state;
	sh("git init -q ../mod && git -C ../mod commit -q --allow-empty -m x;"
	   "git -c protocol.file.allow=always submodule -q add ../mod mod;"
	   "git commit -q -m mod");
	open_repo(&repo);
	assert_failed(pm_object_read_path(&out, NULL, NULL, &repo, "HEAD",
					  "mod", LIMIT, &err), PM_EINVALID,
		      &err, "submodule");
}

static void an_unknown_backend_is_refused(void **state)
{
	(void)state;
	open_repo(&repo);
	setenv("GIT_POSTMORTEM_OBJECTS", "magic", 1);
	assert_failed(read_name("HEAD:d/one", NULL), PM_EINVALID, &err,
		      "'magic'");
}

static void a_path_in_a_revision_is_read_with_its_id(void **state)
{
	char *expected = sh_out("git rev-parse HEAD:d/one"), *oid = NULL;
	size_t size = 0;

	(void)state;
	open_repo(&repo);
	enter("d");
	assert_ok(pm_object_read_path(&out, &size, &oid, &repo, "HEAD",
				      "d/one", LIMIT, &err), &err);
	assert_string_equal(oid, expected);
	assert_string_equal(out.ptr, "one\n");
	assert_int_equal(size, 4);
	free(oid);
	free(expected);
	oid = NULL;
	assert_int_equal(pm_object_read_path(&out, NULL, &oid, &repo, "HEAD",
					     "d/none", LIMIT, &err),
			 PM_ENOTFOUND);
	assert_int_equal(pm_object_read_path(&out, NULL, NULL, &repo, "nope",
					     "d/one", LIMIT, &err), PM_ERROR);
	assert_int_equal(pm_object_read_path(&out, NULL, NULL, &repo,
					     pm_repo_empty_tree(&repo),
					     "d/one", LIMIT, &err),
			 PM_ENOTFOUND);
	assert_failed(pm_object_read_path(&out, NULL, NULL, &repo, "HEAD",
					  "d", LIMIT, &err), PM_EINVALID, &err,
		      "tree");
	assert_ok(pm_object_read_path(&out, &size, &oid, &repo, "HEAD",
				      "d/one", 3, &err), &err);
	assert_int_equal(out.len, 0);
	assert_int_equal(size, 4);
	free(oid);
}

static void a_path_may_hold_whatever_a_path_can(void **state)
{
	static const char *const name[] = {
		"a b", "line\nname", "x missing", "\xff", "\"q\"", ":", "*",
	};
	static const char *const absent[] = {
		"no\nname", "y missing",
		"1234567890123456789012345678901234567890 blob 3",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++) {
		FILE *file = fopen(name[i], "w");

		assert_non_null(file);
		fprintf(file, "%zu\n", i);
		fclose(file);
	}
	sh("git add . && git commit -q -m names");
	open_repo(&repo);
	for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++) {
		assert_ok(pm_object_read_path(&out, NULL, NULL, &repo, "HEAD",
					      name[i], LIMIT, &err), &err);
		assert_int_equal(out.ptr[0], '0' + (int)i);
	}
	for (size_t i = 0; i < sizeof(absent) / sizeof(*absent); i++)
		assert_int_equal(pm_object_read_path(&out, NULL, NULL, &repo,
						     "HEAD", absent[i], LIMIT,
						     &err), PM_ENOTFOUND);
}

static void quoted_alternates_are_read_through_git(void **state)
{
	char path[4096];

	(void)state;
	sh("mv .git/objects '.git/o:b'; mkdir .git/objects");
	snprintf(path, sizeof(path), "\"%s/repo/.git/o:b\"", sandbox());
	setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", path, 1);
	for (size_t i = 0; i < BACKENDS; i++) {
		start(i);
		if (backends[i] && !strcmp(backends[i], "libgit2"))
			assert_failed(read_name("HEAD:d/one", NULL), PM_ERROR,
				      &err, "quoted");
		else
			assert_all_there();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		READ(bytes_come_back_as_they_are),
		READ(the_index_and_old_blobs_are_objects_too),
		READ(what_is_too_large_is_told_and_not_read),
		READ(what_is_no_blob_is_refused_by_its_kind),
		READ(what_is_missing_is_a_failure),
		READ(a_damaged_object_is_a_failure),
		READ(borrowed_objects_are_found),
		READ(a_linked_worktree_reads_the_common_objects),
		READ(objects_in_quarantine_are_found),
		READ(a_partial_clone_fetches_what_it_lacks),
		READ(a_replacement_is_read_as_git_shows_it),
		READ(sha256_is_read_through_git),
		READ(a_tree_that_is_missing_is_not_a_path_that_is_not_there),
		READ(a_submodule_is_no_file),
		READ(an_unknown_backend_is_refused),
		READ(a_path_in_a_revision_is_read_with_its_id),
		READ(a_path_may_hold_whatever_a_path_can),
		READ(quoted_alternates_are_read_through_git),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

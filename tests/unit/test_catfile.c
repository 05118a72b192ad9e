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

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	setenv("GIT_POSTMORTEM_OBJECTS", "cat-file", 1);
	sh("git init -q -b main repo");
	enter("repo");
	sh("mkdir d; echo one >d/one; : >empty; git add .;"
	   "git commit -q -m one");
	return 0;
}

static int teardown(void **state)
{
	pm_repo_release(&repo);
	pm_buf_release(&out);
	return sandbox_teardown(state);
}

#define ASKED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

static int read_name(const char *name, size_t *size)
{
	char *oid = sh_out("git rev-parse '%s'", name);
	int code = pm_object_read(&out, size, &repo, oid, LIMIT, &err);

	free(oid);
	return code;
}

static void assert_all_there(void)
{
	size_t size = 12345;

	assert_ok(read_name("HEAD:empty", &size), &err);
	assert_int_equal(size, 0);
	assert_int_equal(out.len, 0);
	assert_ok(read_name("HEAD:d/one", &size), &err);
	assert_int_equal(size, 4);
	assert_string_equal(out.ptr, "one\n");
}

/* A "git" that acts before the real one does. */
static void shadow_git(const char *script)
{
	char *path = sh_out("command -v git");
	char *search = getenv("PATH"), both[8192];
	FILE *file;

	sh("mkdir -p ../bin");
	file = fopen("../bin/git", "w");
	assert_non_null(file);
	fprintf(file, "#!/bin/sh\n%s\nexec '%s' \"$@\"\n", script, path);
	fclose(file);
	sh("chmod +x ../bin/git");
	snprintf(both, sizeof(both), "%s/bin:%s", sandbox(), search);
	search = strdup(search);
	setenv("PATH", both, 1);
	setenv("PM_OLD_PATH", search, 1);
	free(search);
	free(path);
}

static void unshadow_git(void)
{
	setenv("PATH", getenv("PM_OLD_PATH"), 1);
}

static void a_git_without_batch_command_is_asked_the_old_way(void **state)
{
	size_t size;

	(void)state;
	sh("head -c 30000000 /dev/zero >large; git add large");
	shadow_git("case \"$*\" in *--batch-command*)\n"
		   "echo \"error: unknown option \\`batch-command'\" >&2\n"
		   "exit 129;; esac");
	open_repo(&repo);
	assert_all_there();
	assert_ok(read_name(":large", &size), &err);
	assert_int_equal(size, 30000000);
	assert_int_equal(out.len, 0);
	assert_int_equal(read_name("HEAD:d", NULL), PM_EINVALID);
	assert_all_there();
	unshadow_git();
}

static void a_git_that_misbehaves_is_a_failure(void **state)
{
	static const char *const script[] = {
		"exit 1",
		"echo 'fatal: it broke' >&2; exit 128",
		"read -r x; echo nonsense; exit 0",
		"read -r x; echo 'abc blob 4'; exit 0",
		"read -r x; echo \"${x#info } blob -4\"; exit 0",
		"read -r x; echo \"${x#info } blob 99999999999999999999999\"",
		"read -r x; echo \"${x#info } blob 4\"; exit 0",
		"read -r x; echo \"${x#info } blob 4\"; read -r y;"
		" echo \"${x#info } blob 4\"; printf on; exit 0",
		"read -r x; echo \"${x#info } blob 4\"; read -r y;"
		" echo \"${x#info } blob 4\"; echo oneXX",
		"read -r x; echo \"${x#info } blob 4\"; read -r y;"
		" echo \"${x#info } blob 5\"; echo oneX",
		"read -r x; echo \"${x#info } blob 4\"; read -r y;"
		" echo \"${x#info } missing\"",
		"kill -KILL $$",
	};
	char text[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(script) / sizeof(*script); i++) {
		snprintf(text, sizeof(text), "case \"$1\" in cat-file)\n%s\n"
			 "exit 0;; esac", script[i]);
		shadow_git(text);
		open_repo(&repo);
		err.message[0] = '\0';
		assert_int_equal(read_name("HEAD:d/one", NULL), PM_ERROR);
		assert_true(err.message[0]);
		assert_int_equal(out.len, 0);
		unshadow_git();
		/* And it can be asked again. */
		assert_all_there();
		pm_repo_release(&repo);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(a_git_without_batch_command_is_asked_the_old_way),
		ASKED(a_git_that_misbehaves_is_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

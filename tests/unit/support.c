/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/strlist.h"
#include "git/process.h"

extern char **environ;

static char place[PATH_MAX];

/* GIT_EXEC_PATH says which git is tested, and stays. */
static void clear_git_variables(void)
{
	struct pm_strlist names = { 0 };

	for (char **entry = environ; entry && *entry; entry++)
		if (!strncmp(*entry, "GIT_", 4) &&
		    strncmp(*entry, "GIT_EXEC_PATH", 13) != 0)
			pm_strlist_addn(&names, *entry, strcspn(*entry, "="));
	for (size_t i = 0; i < names.nr; i++)
		unsetenv(names.item[i]);
	pm_strlist_release(&names);
}

static void set_variables(void)
{
	static const char *const fixed[][2] = {
		{ "GIT_CONFIG_NOSYSTEM", "1" },
		{ "GIT_AUTHOR_NAME", "Alice" },
		{ "GIT_AUTHOR_EMAIL", "alice@example.com" },
		{ "GIT_AUTHOR_DATE", "1767225600 +0100" },
		{ "GIT_COMMITTER_NAME", "Bob" },
		{ "GIT_COMMITTER_EMAIL", "bob@example.com" },
		{ "GIT_COMMITTER_DATE", "1767229200 +0000" },
		{ "GIT_TERMINAL_PROMPT", "0" },
		{ "LC_ALL", "C" },
		{ "TZ", "UTC" },
	};

	clear_git_variables();
	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
		setenv(fixed[i][0], fixed[i][1], 1);
	/* Not GIT_CONFIG_GLOBAL=/dev/null: a "git config --global" of a test
	 * would put a file in the place of the device. */
	setenv("HOME", place, 1);
	setenv("XDG_CONFIG_HOME", place, 1);
	setenv("GIT_CEILING_DIRECTORIES", place, 1);
	unsetenv("LANGUAGE");
}

int sandbox_setup(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char name[PATH_MAX];

	(void)state;
	snprintf(name, sizeof(name), "%s/pm-unit-XXXXXX",
		 tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(name) || chdir(name) < 0 || !getcwd(place, sizeof(place)))
		return -1;
	set_variables();
	return 0;
}

int sandbox_teardown(void **state)
{
	(void)state;
	if (chdir("/") < 0)
		return -1;
	sh("chmod -R u+rwx '%s' && rm -rf '%s'", place, place);
	return 0;
}

const char *sandbox(void)
{
	return place;
}

static void run(struct pm_buf *out, const char *fmt, va_list ap)
{
	struct pm_buf script = { 0 }, said = { 0 };
	struct pm_error err = { 0 };
	const char *argv[] = { "sh", "-ec", NULL, NULL };
	struct pm_run child = { .argv = argv };
	int status;

	pm_buf_vaddf(&script, fmt, ap);
	argv[2] = script.ptr;
	status = pm_run(&child, out, &said, &err);
	if (status != 0)
		fail_msg("'%s' ended with %d: %s%s", script.ptr, status,
			 pm_buf_str(&said), err.message);
	pm_buf_release(&script);
	pm_buf_release(&said);
}

void sh(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	run(NULL, fmt, ap);
	va_end(ap);
}

char *sh_out(const char *fmt, ...)
{
	struct pm_buf out = { 0 };
	va_list ap;

	va_start(ap, fmt);
	run(&out, fmt, ap);
	va_end(ap);
	pm_buf_rtrim(&out);
	return pm_buf_detach(&out);
}

void enter(const char *folder)
{
	if (chdir(folder) < 0)
		fail_msg("cannot enter '%s'", folder);
}

#define NOBODY 65534

void lose_power(void)
{
	if (geteuid() == 0 && seteuid(NOBODY) < 0)
		fail_msg("cannot do without the rights of root");
}

void regain_power(void)
{
	if (geteuid() == NOBODY && seteuid(0) < 0)
		fail_msg("cannot have the rights of root again");
}

void open_repo(struct pm_repo *repo)
{
	struct pm_error err = { 0 };

	if (pm_repo_open(repo, &err) != 0)
		fail_msg("%s", err.message);
}

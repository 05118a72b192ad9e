/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "syntax/codeowners.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool look(void *payload, const char *owner)
{
	(void)payload;
	/* "@@role" is GitLab's alone. */
	if (!pm_codeowner_is_name(owner) && strncmp(owner, "@@", 2))
		abort();
	return false;
}

/* The pattern of a path matches it, and is one word. */
static void check_path(const char *path)
{
	struct pm_buf line = { 0 };
	struct pm_codeowners owners;

	if (*path && *path != '/' && !strstr(path, "//") &&
	    path[strlen(path) - 1] != '/' &&
	    pm_codeowners_add_path(&line, path)) {
		if (!pm_codeowners_match(pm_buf_str(&line), path))
			abort();
		pm_buf_addstr(&line, " @alice\n");
		pm_codeowners_parse(&owners, pm_buf_str(&line), line.len);
		if (owners.nr != 1 || owners.line[0].owners != 1)
			abort();
		pm_codeowners_release(&owners);
	}
	pm_buf_release(&line);
}

/* What is written twice stands there once, and takes nothing along. */
static void check_replace(const char *text, size_t size)
{
	struct pm_buf once = { 0 }, twice = { 0 };
	struct pm_error err;

	pm_buf_add(&once, text, size);
	if (pm_codeowners_replace(&once, "/a/ @a\n", &err) >= 0) {
		pm_buf_add(&twice, once.ptr, once.len);
		if (pm_codeowners_replace(&twice, "/a/ @a\n", &err) < 0 ||
		    once.len != twice.len ||
		    memcmp(once.ptr, twice.ptr, once.len))
			abort();
		if (pm_codeowners_replace(&twice, "", &err) < 0)
			abort();
	}
	pm_buf_release(&once);
	pm_buf_release(&twice);
}

/* The first line is a path, the others a CODEOWNERS. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pm_codeowners owners;
	struct pm_buf all = { 0 };
	char *rest;

	pm_buf_add(&all, (const char *)data, size);
	pm_buf_addstr(&all, "\n");
	rest = memchr(all.ptr, '\n', all.len);
	*rest++ = '\0';
	check_path(all.ptr);
	pm_codeowners_parse(&owners, rest,
			    all.len - (size_t)(rest - all.ptr));
	pm_codeowners_any(&owners, all.ptr, look, NULL);
	pm_codeowners_any(&owners, NULL, look, NULL);
	pm_codeowners_release(&owners);
	check_replace(rest, all.len - (size_t)(rest - all.ptr));
	pm_buf_release(&all);
	return 0;
}

/* SPDX-License-Identifier: MIT */
#include "git/grep.h"

#include "git/plumbing.h"
#include "git/process.h"

#define NOTHING_FOUND 1 /* the exit code of git grep */

int pm_grep_files(struct pm_strlist *out, const char *pattern,
		  const char *const *word, size_t nr, struct pm_error *err)
{
	static const char *const words[] = {
		"git", "grep",	      "-l",	     "-z",
		"-I",  "-F",	      "--full-name", "--no-recurse-submodules",
		"-f",  "-",	      "--",	     NULL,
	};
	struct pm_strlist argv = { 0 };
	struct pm_buf in = { 0 }, found = { 0 }, why = { 0 };
	struct pm_run run = { .env = pm_git_env };
	char *p, *field;
	int code = 0;

	for (size_t i = 0; i < nr; i++)
		pm_buf_addf(&in, "%s\n", word[i]);
	pm_strlist_add_all(&argv, words);
	pm_strlist_addf(&argv, ":(top)%s", pattern);
	run.argv = (const char *const *)argv.item;
	run.in = pm_buf_str(&in);
	run.in_len = in.len;
	if (nr)
		code = pm_run(&run, &found, &why, err);
	if (code > NOTHING_FOUND)
		code = pm_fail(err, PM_ERROR, "git grep: %s", pm_buf_str(&why));
	p = found.ptr;
	while (code >= 0 && p &&
	       (field = pm_git_field(&p, found.ptr + found.len)))
		pm_strlist_add(out, field);
	pm_strlist_release(&argv);
	pm_buf_release(&in);
	pm_buf_release(&found);
	pm_buf_release(&why);
	return code < 0 ? code : PM_OK;
}

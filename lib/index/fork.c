/* SPDX-License-Identifier: MIT */
#include "index/fork.h"

#include "git/plumbing.h"
#include "git/process.h"

/* Whether all of the fork is in the history of one commit. */
static int holds(bool *out, const struct pm_strlist *fork, const char *commit,
		 struct pm_error *err)
{
	static const char *const argv[] = {
		"git", "rev-list", "--max-count=1", "--stdin", NULL
	};
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf in = { 0 }, text = { 0 };
	int code;

	for (size_t i = 0; i < fork->nr; i++)
		pm_buf_addf(&in, "%s\n", fork->item[i]);
	pm_buf_addf(&in, "^%s\n", commit);
	run.in = pm_buf_str(&in);
	run.in_len = in.len;
	code = pm_run_ok(&run, &text, err);
	*out = code >= 0 && !text.len;
	pm_buf_release(&in);
	pm_buf_release(&text);
	return code;
}

int pm_fork_base(size_t *base, const struct pm_strlist *fork,
		 const struct pm_strlist *known, struct pm_error *err)
{
	*base = known->nr;
	for (size_t i = 0; i < known->nr; i++) {
		/* With one known commit it is what held all of it back. */
		bool found = fork->nr == 1 || known->nr == 1;
		int code = PM_OK;

		if (!pm_strlist_has(fork, known->item[i]))
			continue;
		if (!found)
			code = holds(&found, fork, known->item[i], err);
		if (code < 0)
			return code;
		if (found) {
			*base = i;
			return PM_OK;
		}
	}
	return PM_OK;
}

int pm_fork_find(struct pm_strlist *fork, const char *tip,
		 const struct pm_strlist *known, struct pm_error *err)
{
	static const char *const words[] = {
		"git", "rev-list", "--boundary", "--ignore-missing", NULL
	};
	struct pm_strlist argv = { 0 }, line = { 0 };
	struct pm_buf out = { 0 };
	int code;

	pm_strlist_add_all(&argv, words);
	pm_strlist_add(&argv, tip);
	pm_strlist_add(&argv, "--not");
	for (size_t i = 0; i < known->nr; i++)
		pm_strlist_add(&argv, known->item[i]);
	pm_strlist_add(&argv, "--");
	code = pm_git(&argv, &out, err);
	if (code >= 0)
		pm_strlist_split(&line, pm_buf_str(&out), "\n");
	for (size_t i = 0; i < line.nr; i++) {
		if (*line.item[i] == '-')
			pm_strlist_add(fork, line.item[i] + 1);
	}
	if (code >= 0 && !line.nr)
		pm_strlist_add(fork, tip);
	pm_strlist_release(&argv);
	pm_strlist_release(&line);
	pm_buf_release(&out);
	return code < 0 ? code : PM_OK;
}

/* SPDX-License-Identifier: MIT */
#include "git/mailmap.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "git/plumbing.h"
#include "git/process.h"

/* In a bare repository only git knows. */
static bool may_have_one(struct pm_repo *repo)
{
	struct stat st;

	return repo->is_bare ||
	       (repo->top && !fstatat(repo->top_fd, ".mailmap", &st,
				      AT_SYMLINK_NOFOLLOW)) ||
	       pm_repo_config(repo, "mailmap.file") ||
	       pm_repo_config(repo, "mailmap.blob");
}

/* git ends at what it takes for no contact, and all the others with it. */
static bool is_contact(const char *contact)
{
	const char *open = strchr(contact, '<');

	return open && open[1] && open[1] != '>' &&
	       strchr(open, '>') == contact + strlen(contact) - 1 &&
	       !strpbrk(contact, "\n\r");
}

static int ask(struct pm_strlist *out, const struct pm_buf *in,
	       struct pm_error *err)
{
	static const char *const argv[] = { "git", "check-mailmap", "--stdin",
					    NULL };
	const struct pm_run run = { .argv = argv, .env = pm_git_env,
				    .in = pm_buf_str(in), .in_len = in->len };
	struct pm_buf got = { 0 };
	int code = pm_run_ok(&run, &got, err);

	for (char *line = got.ptr; code >= 0 && line && *line;) {
		char *end = line + strcspn(line, "\n");

		pm_strlist_addn(out, line, (size_t)(end - line));
		line = *end ? end + 1 : end;
	}
	pm_buf_release(&got);
	return code;
}

int pm_mailmap(struct pm_repo *repo, const struct pm_strlist *contacts,
	       struct pm_strlist *out, struct pm_error *err)
{
	struct pm_strlist got = { 0 };
	struct pm_buf in = { 0 };
	size_t asked = 0, next = 0;
	int code = PM_OK;

	if (!contacts->nr || !may_have_one(repo))
		return PM_OK;
	for (size_t i = 0; i < contacts->nr; i++) {
		if (!is_contact(contacts->item[i]))
			continue;
		pm_buf_addf(&in, "%s\n", contacts->item[i]);
		asked++;
	}
	if (asked)
		code = ask(&got, &in, err);
	if (code >= 0 && got.nr != asked)
		code = pm_fail(err, PM_ERROR, "cannot understand what 'git "
					      "check-mailmap' printed");
	for (size_t i = 0; i < contacts->nr && code >= 0; i++)
		pm_strlist_add(out, is_contact(contacts->item[i]) ?
					    got.item[next++] :
					    contacts->item[i]);
	pm_strlist_release(&got);
	pm_buf_release(&in);
	return code;
}

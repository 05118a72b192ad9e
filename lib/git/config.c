/* SPDX-License-Identifier: MIT */
#include "git/repo.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "git/plumbing.h"
#include "git/process.h"

#define SECTIONS "^(postmortem|user|color|core|commit|pager|extensions|remote)\\."

/*
 * A status of 1 is "nothing matched". Anything else that goes wrong leaves
 * nothing set: git has read the same configuration when the repository was
 * opened and would have refused it then.
 */
static void read_config(struct pm_repo *repo)
{
	static const char *const argv[] = {
		"git", "config", "-z", "--get-regexp", SECTIONS, NULL
	};
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_error err = { 0 };
	struct pm_buf out = { 0 };
	char *p, *entry;

	repo->config_read = true;
	if (pm_run(&run, &out, NULL, &err) == 0) {
		p = out.ptr;
		while ((entry = pm_git_field(&p, out.ptr + out.len)))
			pm_strlist_add(&repo->config, entry);
	}
	pm_buf_release(&out);
}

const char *pm_repo_config(struct pm_repo *repo, const char *key)
{
	size_t len = strlen(key);

	if (!repo->config_read)
		read_config(repo);
	for (size_t i = repo->config.nr; i--;) {
		const char *entry = repo->config.item[i];

		if (strncmp(entry, key, len))
			continue;
		if (entry[len] == '\n')
			return entry + len + 1;
		if (!entry[len])
			return "true";
	}
	return NULL;
}

bool pm_repo_config_bool(struct pm_repo *repo, const char *key, bool fallback)
{
	static const char *const yes[] = { "true", "yes", "on" };
	static const char *const no[] = { "false", "no", "off", "" };
	const char *value = pm_repo_config(repo, key);
	char *end;
	long number;

	if (!value)
		return fallback;
	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		if (!strcasecmp(value, yes[i]))
			return true;
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		if (!strcasecmp(value, no[i]))
			return false;
	number = strtol(value, &end, 10);
	return *end ? fallback : number != 0;
}

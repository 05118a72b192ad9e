/* SPDX-License-Identifier: MIT */
#include "git/config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "git/plumbing.h"
#include "git/process.h"

#define SECTIONS                                                            \
	"^(postmortem|user|color|core|commit|pager|extensions|remote|branch|"   \
	"init|receive|mailmap|i18n)\\."

void pm_config_begin(struct pm_repo *repo)
{
	static const char *const argv[] = {
		"git", "config", "-z", "--get-regexp", SECTIONS, NULL
	};
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_error err;

	if (pm_stream_open(&repo->config_ahead, &run, &err) < 0)
		repo->config_ahead = NULL;
}

void pm_config_end(struct pm_repo *repo)
{
	struct pm_error err;

	pm_stream_close(repo->config_ahead, &err);
	repo->config_ahead = NULL;
}

/*
 * A status of 1 is "nothing matched". Anything else that goes wrong leaves
 * nothing set: git has read the same configuration when the repository was
 * opened and would have refused it then.
 */
static void read_config(struct pm_repo *repo)
{
	char *entry;

	repo->config_read = true;
	if (!repo->config_ahead)
		pm_config_begin(repo);
	while (repo->config_ahead &&
	       (entry = pm_stream_next(repo->config_ahead, '\0', NULL)))
		pm_strlist_add(&repo->config, entry);
	pm_config_end(repo);
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

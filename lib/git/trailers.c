/* SPDX-License-Identifier: MIT */
#include "git/log.h"

#include <string.h>
#include <strings.h>

#include "git/process.h"

/* Whether a line starts with the key and a colon: without one there is no
 * need to ask git, which most messages spare. */
static bool may_hold(const char *message, const char *key)
{
	size_t len = strlen(key);

	for (const char *line = message; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncasecmp(line, key, len) &&
		    line[len + strspn(line + len, " \t")] == ':')
			return true;
	}
	return false;
}

static void take(struct pm_strlist *out, char *line, const char *key)
{
	size_t len = strlen(key);
	struct pm_buf value = { 0 };

	if (strncasecmp(line, key, len) != 0 || line[len] != ':')
		return;
	line += len + 1;
	pm_buf_addstr(&value, line + strspn(line, " \t"));
	pm_buf_rtrim(&value);
	pm_strlist_add(out, pm_buf_str(&value));
	pm_buf_release(&value);
}

int pm_trailers(struct pm_strlist *out, struct pm_repo *repo,
		const char *message, const char *key, struct pm_error *err)
{
	static const char *const argv[] = {
		"git", "interpret-trailers", "--parse", "--no-divider", NULL
	};
	/* A key that one reader's configuration renames would make history
	 * differ from reader to reader. */
	static const char *const env[] = {
		"GIT_DIR=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_PARAMETERS",
		"GIT_CONFIG_COUNT", "HOME=/dev/null",
		"XDG_CONFIG_HOME=/dev/null", NULL
	};
	struct pm_run run = { .argv = argv, .env = env };
	struct pm_buf text = { 0 };
	char *line, *end;
	int code;

	(void)repo;
	if (!may_hold(message, key))
		return 0;
	run.in = message;
	run.in_len = strlen(message);
	code = pm_run_ok(&run, &text, err);
	for (line = text.ptr; code == 0 && line && *line; line = end) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = '\0';
		take(out, line, key);
	}
	pm_buf_release(&text);
	return code;
}

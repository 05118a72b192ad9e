/* SPDX-License-Identifier: MIT */
#include "history/wanted.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "git/plumbing.h"

static int set_author(struct pm_wanted *out, const char *pattern,
		      struct pm_error *err)
{
	char why[100];
	int failed;

	if (!pattern)
		return PM_OK;
	failed = regcomp(&out->author, pattern, REG_NOSUB);
	if (failed) {
		regerror(failed, &out->author, why, sizeof(why));
		return pm_fail(err, PM_EINVALID,
			       "--author: \"%s\" is not a pattern: %s",
			       pattern, why);
	}
	out->has_author = true;
	return PM_OK;
}

/* git alone knows what "last friday" means. */
static int set_date(int64_t *out, const char *option, const char *answer,
		    const char *date, struct pm_error *err)
{
	struct pm_strlist argv = { 0 };
	struct pm_buf text = { 0 };
	int code;

	if (!date)
		return PM_OK;
	pm_strlist_add(&argv, "git");
	pm_strlist_add(&argv, "rev-parse");
	pm_strlist_addf(&argv, "%s=%s", option, date);
	code = pm_git(&argv, &text, err);
	if (code >= 0 && strncmp(pm_buf_str(&text), answer, strlen(answer)))
		code = pm_fail(err, PM_EINVALID, "%s: \"%s\" is not a date",
			       option, date);
	if (code >= 0)
		*out = strtoll(text.ptr + strlen(answer), NULL, 10);
	pm_strlist_release(&argv);
	pm_buf_release(&text);
	return code;
}

int pm_wanted_read(struct pm_wanted *out,
		   const struct pm_history_options *options,
		   struct pm_error *err)
{
	int code;

	out->since = INT64_MIN;
	out->until = INT64_MAX;
	code = set_author(out, options->author, err);
	if (code >= 0)
		code = set_date(&out->since, "--since", "--max-age=",
				options->since, err);
	if (code >= 0)
		code = set_date(&out->until, "--until", "--min-age=",
				options->until, err);
	return code;
}

bool pm_wanted_has(const struct pm_wanted *wanted,
		   const struct pm_commit_info *commit)
{
	struct pm_buf who = { 0 };
	bool is_theirs;

	if (commit->commit_time.epoch > wanted->until)
		return false;
	if (!wanted->has_author)
		return true;
	pm_buf_addf(&who, "%s <%s>", commit->author_name,
		    commit->author_email);
	is_theirs = !regexec(&wanted->author, pm_buf_str(&who), 0, NULL, 0);
	pm_buf_release(&who);
	return is_theirs;
}

void pm_wanted_release(struct pm_wanted *wanted)
{
	if (wanted->has_author)
		regfree(&wanted->author);
}

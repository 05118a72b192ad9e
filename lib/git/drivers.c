/* SPDX-License-Identifier: MIT */
#include "git/drivers.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "git/plumbing.h"
#include "git/process.h"

#define MERGE_KEY "merge." PM_DRIVER ".driver"
#define NAME_KEY "merge." PM_DRIVER ".name"
#define DIFF_KEY "diff." PM_DRIVER ".xfuncname"

#define NAME "post-mortems and action items, field by field"
#define PROGRAM "git postmortem merge-driver"
/*
 * The last three are the words behind the markers. A git before 2.44 does not
 * know them and hands them over as they stand, which the driver expects.
 *
 * A status of 1 is a conflict, and also what git says when it finds no such
 * command. Then, and when the program fails, nobody has merged anything, but
 * git would keep ours as if it were all there is: text is better.
 *
 * Nothing in it is quoted in a configuration file, as ; # " and \ are: other
 * programs that write the file anew lose such quotes, or double them.
 */
#define CALL PROGRAM " -- %O %A %B %L %P %S %X %Y"
#define COMMAND \
	CALL " || ( test $? = 1 && " PROGRAM " -h >/dev/null 2>&1 && exit 1 " \
	"|| git merge-file --marker-size=%L -L ours -L base -L theirs " \
	"%A %O %B )"

/* What earlier versions wrote, the latest first. */
static const char *const older_command[] = {
	CALL " || { test $? = 1 && " PROGRAM " -h >/dev/null 2>&1 && exit 1; "
	"git merge-file --marker-size=%L -L ours -L base -L theirs "
	"%A %O %B; }",
	CALL,
	PROGRAM " %O %A %B %L %P %S %X %Y",
	NULL
};
static const struct pm_driver_text command_text = {
	.now = COMMAND, .older = older_command, .sign = "postmortem merge-driver"
};

/* ---- attributes ------------------------------------------------------- */

/* A file that the pattern stands for; it need not exist. */
static void add_example(struct pm_buf *out, const char *root,
			const char *pattern)
{
	struct pm_buf name = { 0 };

	for (; *pattern; pattern++)
		pm_buf_addch(&name, *pattern == '*' ? 'x' : *pattern);
	pm_path_join(out, root, pm_buf_str(&name));
	pm_buf_addch(out, '\0');
	pm_buf_release(&name);
}

static void set_value(char **slot, const char *value)
{
	free(*slot);
	*slot = strcmp(value, "unspecified") ? pm_xstrdup(value) : NULL;
}

/* <path> NUL <attribute> NUL <value> NUL, in the order asked for. */
static int take_values(struct pm_attributes *item, size_t nr,
		       const struct pm_buf *said, struct pm_error *err)
{
	char *p = said->ptr;
	const char *end = p + said->len;

	for (size_t i = 0; i < nr; i++)
		for (int k = 0; k < 2; k++) {
			const char *name, *value;

			pm_git_field(&p, end);
			name = pm_git_field(&p, end);
			value = pm_git_field(&p, end);
			if (!name || !value)
				return pm_fail(err, PM_ERROR, "cannot read "
					       "what git check-attr says");
			set_value(strcmp(name, "diff") ? &item[i].merge :
							 &item[i].diff, value);
		}
	return 0;
}

int pm_attributes_read(struct pm_attributes *item, size_t nr,
		       struct pm_repo *repo, const char *root, bool shared,
		       struct pm_error *err)
{
	static const char *const all[] = {
		"git", "check-attr", "-z", "--stdin", "diff", "merge", NULL
	};
	static const char *const without_user[] = {
		"git", "-c", "core.attributesFile=/dev/null", "check-attr",
		"-z", "--stdin", "diff", "merge", NULL
	};
	struct pm_buf git_dir = { 0 }, work_tree = { 0 };
	struct pm_buf in = { 0 }, said = { 0 };
	const char *env[4] = { NULL };
	size_t envs = 0;
	struct pm_run run = { .argv = shared ? without_user : all, .env = env,
			      .dir = repo->top };
	int code;

	/* Paths count from where git runs, and that may be a hook. */
	pm_buf_addf(&git_dir, "GIT_DIR=%s", repo->git_dir);
	env[envs++] = git_dir.ptr;
	if (repo->top) {
		pm_buf_addf(&work_tree, "GIT_WORK_TREE=%s", repo->top);
		env[envs++] = work_tree.ptr;
	}
	if (shared)
		env[envs++] = "GIT_ATTR_NOSYSTEM=1";
	for (size_t i = 0; i < nr; i++)
		add_example(&in, root, item[i].pattern);
	run.in = pm_buf_str(&in);
	run.in_len = in.len;
	code = pm_run_ok(&run, &said, err);
	if (!code)
		code = take_values(item, nr, &said, err);
	pm_buf_release(&git_dir);
	pm_buf_release(&work_tree);
	pm_buf_release(&in);
	pm_buf_release(&said);
	return code;
}

void pm_attributes_release(struct pm_attributes *item, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		free(item[i].diff);
		free(item[i].merge);
		item[i].diff = item[i].merge = NULL;
	}
}

bool pm_attribute_is_ours(const char *value)
{
	return value && !strcmp(value, PM_DRIVER);
}

bool pm_attributes_line(struct pm_buf *out, const struct pm_attributes *item)
{
	if (item->diff && item->merge)
		return false;
	pm_buf_addf(out, "%s%s%s\n", item->pattern,
		    item->diff ? "" : " diff=" PM_DRIVER,
		    item->merge ? "" : " merge=" PM_DRIVER);
	return true;
}

/* ---- configuration ---------------------------------------------------- */

static void take_setting(struct pm_drivers *out, const char *entry)
{
	static const struct {
		const char *key;
		size_t offset;
	} keys[] = {
		{ NAME_KEY, offsetof(struct pm_drivers, name) },
		{ MERGE_KEY, offsetof(struct pm_drivers, merge) },
		{ DIFF_KEY, offsetof(struct pm_drivers, diff) },
	};
	const char *value = strchr(entry, '\n');

	for (size_t i = 0; value && i < sizeof(keys) / sizeof(*keys); i++) {
		size_t len = strlen(keys[i].key);
		char **slot = (char **)((char *)out + keys[i].offset);

		/* git gives section and key in lower case. The last counts. */
		if ((size_t)(value - entry) != len ||
		    strncmp(entry, keys[i].key, len))
			continue;
		free(*slot);
		*slot = pm_xstrdup(value + 1);
	}
}

static enum pm_driver_state state_of(const char *value,
				     const struct pm_driver_text *text)
{
	if (!value)
		return PM_DRIVER_ABSENT;
	if (!strcmp(value, text->now))
		return PM_DRIVER_OURS;
	for (size_t i = 0; text->older[i]; i++)
		if (!strcmp(value, text->older[i]))
			return PM_DRIVER_OLDER;
	/* What is left of a value behind a lost quote. */
	for (size_t i = 0; text->older[i]; i++)
		if (!strncmp(value, text->older[i], strlen(value)))
			return PM_DRIVER_SPOILT;
	return strstr(value, text->sign) ? PM_DRIVER_SPOILT : PM_DRIVER_OWN;
}

static void judge(struct pm_drivers *drivers)
{
	drivers->merge_state = state_of(drivers->merge, &command_text);
	drivers->diff_state = state_of(drivers->diff, drivers->headings);
}

int pm_drivers_find(struct pm_drivers *out,
		    const struct pm_driver_text *headings,
		    struct pm_error *err)
{
	static const char *const argv[] = {
		"git", "config", "-z", "--get-regexp",
		"^(merge|diff)\\." PM_DRIVER "\\.", NULL
	};
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf said = { 0 }, words = { 0 };
	char *p, *entry;
	int code = pm_run(&run, &said, &words, err);

	/* A status of 1 is "nothing matched". */
	if (code > 1)
		code = pm_fail(err, PM_ERROR, "git config cannot be read: %s",
			       pm_buf_str(&words));
	p = said.ptr;
	while (code == 0 && (entry = pm_git_field(&p, said.ptr + said.len)))
		take_setting(out, entry);
	out->headings = headings;
	judge(out);
	pm_buf_release(&said);
	pm_buf_release(&words);
	return code < 0 ? code : 0;
}

void pm_drivers_release(struct pm_drivers *drivers)
{
	free(drivers->name);
	free(drivers->merge);
	free(drivers->diff);
	*drivers = (struct pm_drivers){ 0 };
}

static bool is_due(enum pm_driver_state state)
{
	return state != PM_DRIVER_OURS && state != PM_DRIVER_OWN;
}

bool pm_drivers_are_set(const struct pm_drivers *drivers)
{
	return !is_due(drivers->merge_state) && !is_due(drivers->diff_state);
}

static int set(char **slot, const char *key, const char *value, bool *changed,
	       struct pm_error *err)
{
	const char *argv[] = { "git", "config", "--replace-all", key, value,
			       NULL };
	struct pm_run run = { .argv = argv };
	int code = pm_run_ok(&run, NULL, err);

	if (code < 0)
		return pm_error_wrap(err, "cannot set %s", key);
	free(*slot);
	*slot = pm_xstrdup(value);
	if (changed)
		*changed = true;
	return 0;
}

int pm_drivers_configure(struct pm_drivers *drivers, bool *changed,
			 struct pm_error *err)
{
	int code = 0;

	if (!drivers->name)
		code = set(&drivers->name, NAME_KEY, NAME, changed, err);
	if (code >= 0 && is_due(drivers->merge_state))
		code = set(&drivers->merge, MERGE_KEY, COMMAND, changed, err);
	if (code >= 0 && is_due(drivers->diff_state))
		code = set(&drivers->diff, DIFF_KEY, drivers->headings->now,
			   changed, err);
	judge(drivers);
	return code;
}

int pm_driver_start(enum pm_driver_start *out,
		    const struct pm_drivers *drivers, struct pm_error *err)
{
	static const char *const argv[] = { "git", "postmortem",
					    "merge-driver", "-h", NULL };
	struct pm_run run = { .argv = argv };
	struct pm_buf words = { 0 };
	int code;

	*out = PM_DRIVER_UNKNOWN;
	if (drivers->merge_state != PM_DRIVER_OURS &&
	    drivers->merge_state != PM_DRIVER_OLDER)
		return 0;
	code = pm_run(&run, NULL, &words, err);
	pm_buf_release(&words);
	if (code < 0)
		return code;
	*out = code ? PM_DRIVER_FAILS : PM_DRIVER_STARTS;
	return 0;
}

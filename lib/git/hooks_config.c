/* SPDX-License-Identifier: MIT */
#include "git/hooks_config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "git/hooks_text.h"
#include "git/plumbing.h"
#include "git/process.h"

#define OURS "postmortem-" /* and the hook's name */
#define SINCE_MAJOR 2
#define SINCE_MINOR 54

/* hook.<section>.<name> = <value>, in git's order. */
struct setting {
	const char *section, *name, *value;
	bool is_local;
};

struct settings {
	struct pm_buf text; /* what the items point into */
	struct setting *item;
	size_t nr, alloc;
};

static void settings_release(struct settings *all)
{
	pm_buf_release(&all->text);
	free(all->item);
}

/* "hook.<section>.<name>\n<value>"; one without a section is no hook. */
static void take(struct settings *all, const char *scope, char *entry)
{
	char *value = strchr(entry, '\n');
	char *section = strchr(entry, '.'), *name;

	if (value)
		*value++ = '\0';
	name = strrchr(entry, '.');
	if (!section || name == section)
		return;
	*section++ = *name++ = '\0';
	PM_GROW(all->item, all->nr, all->alloc);
	all->item[all->nr++] = (struct setting){
		.section = section,
		.name = name,
		.value = value ? value : "true",
		.is_local = !strcmp(scope, "local"),
	};
}

static int settings_read(struct settings *all, struct pm_error *err)
{
	static const char *const argv[] = { "git", "config", "-z",
					    "--show-scope", "--get-regexp",
					    "^hook\\.", NULL };
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf words = { 0 };
	char *p, *end, *scope, *entry;
	int code = pm_run(&run, &all->text, &words, err);

	/* A status of 1 is "nothing matched". */
	if (code > 1)
		code = pm_fail(err, PM_ERROR, "git config cannot be read: %s",
			       pm_buf_str(&words));
	pm_buf_release(&words);
	p = all->text.ptr;
	end = p ? p + all->text.len : p;
	while (code == 0 && (scope = pm_git_field(&p, end)) &&
	       (entry = pm_git_field(&p, end)))
		take(all, scope, entry);
	return code < 0 ? code : PM_OK;
}

static const struct setting *last(const struct settings *all,
				  const char *section, const char *name)
{
	for (size_t i = all->nr; i--;)
		if (!strcmp(all->item[i].section, section) &&
		    !strcmp(all->item[i].name, name))
			return &all->item[i];
	return NULL;
}

static bool is_off(const struct settings *all, const char *section)
{
	static const char *const no[] = { "false", "no", "off", "0", "" };
	const struct setting *enabled = last(all, section, "enabled");

	for (size_t i = 0; enabled && i < sizeof(no) / sizeof(*no); i++)
		if (!strcasecmp(enabled->value, no[i]))
			return true;
	return false;
}

static bool has_event(const struct settings *all, const char *section,
		      const char *event)
{
	bool has = false;

	for (size_t i = 0; i < all->nr; i++) {
		const struct setting *item = &all->item[i];

		if (strcmp(item->section, section) ||
		    strcmp(item->name, "event"))
			continue;
		if (!*item->value)
			has = false;
		else if (!strcmp(item->value, event))
			has = true;
	}
	return has;
}

static bool runs_us(const struct setting *command, const char *name)
{
	struct pm_buf call = { 0 }, text = { 0 };
	bool runs;

	pm_buf_addf(&call, PM_HOOK_CALL " %s", name);
	pm_buf_addstr(&text, command->value);
	runs = pm_hook_text_says(&text, call.ptr);
	pm_buf_release(&call);
	pm_buf_release(&text);
	return runs;
}

static void look(struct pm_hook *hook, const struct settings *all)
{
	struct pm_buf ours = { 0 };

	pm_buf_addf(&ours, OURS "%s", hook->name);
	for (size_t i = 0; i < all->nr; i++) {
		const struct setting *item = &all->item[i];

		if (item->is_local && !strcmp(item->section, ours.ptr))
			hook->has_section = true;
		if (hook->configured_runs ||
		    item != last(all, item->section, "command") ||
		    !runs_us(item, hook->name) ||
		    !has_event(all, item->section, hook->name))
			continue;
		free(hook->configured);
		hook->configured = pm_xstrdup(item->section);
		hook->configured_runs = !is_off(all, item->section) &&
					!is_off(all, hook->name);
	}
	pm_buf_release(&ours);
}

int pm_hooks_config_works(struct pm_error *err)
{
	static const char *const argv[] = { "git", "version", NULL };
	struct pm_run run = { .argv = argv, .out_limit = 4096 };
	struct pm_buf out = { 0 };
	int major = 0, minor = 0;
	int code = pm_run_ok(&run, &out, err);

	pm_buf_rtrim(&out);
	if (code == PM_OK &&
	    (sscanf(pm_buf_str(&out), "git version %d.%d", &major, &minor) !=
		     2 ||
	     major < SINCE_MAJOR ||
	     (major == SINCE_MAJOR && minor < SINCE_MINOR)))
		code = pm_fail(err, PM_EINVALID,
			       "git reads hooks from its configuration since "
			       "version %d.%d, and this is %s; without "
			       "--config they are installed where every git "
			       "looks for them",
			       SINCE_MAJOR, SINCE_MINOR, pm_buf_str(&out));
	pm_buf_release(&out);
	return code;
}

int pm_hooks_config_find(struct pm_hooks *hooks, struct pm_error *err)
{
	struct settings all = { 0 };
	struct pm_error old = { 0 };
	bool any = false;
	int code = settings_read(&all, err);

	for (size_t i = 0; i < hooks->nr && code == PM_OK; i++) {
		look(&hooks->hook[i], &all);
		any = any || hooks->hook[i].configured;
	}
	settings_release(&all);
	hooks->config_is_read = any && pm_hooks_config_works(&old) == PM_OK;
	for (size_t i = 0; i < hooks->nr; i++)
		if (!hooks->config_is_read)
			hooks->hook[i].configured_runs = false;
	return code;
}

static int config(const char *what, const char *key, const char *value,
		  struct pm_error *err)
{
	const char *argv[] = { "git", "config", "--local", what, key, value,
			       NULL };
	struct pm_run run = { .argv = argv };
	int code = pm_run_ok(&run, NULL, err);

	return code < 0 ? pm_error_wrap(err, "cannot change %s in git's "
					"configuration", key)
			: PM_OK;
}

int pm_hook_config_set(const struct pm_hook *hook, struct pm_error *err)
{
	struct pm_buf key = { 0 }, command = { 0 };
	int code = PM_OK;

	/* It may be there and say that it is not to be run. */
	if (hook->has_section)
		code = pm_hook_config_unset(hook, err);
	pm_buf_addf(&command, "git " PM_HOOK_CALL " %s", hook->name);
	pm_buf_addf(&key, "hook." OURS "%s.command", hook->name);
	if (code == PM_OK)
		code = config("--replace-all", key.ptr, command.ptr, err);
	pm_buf_reset(&key);
	pm_buf_addf(&key, "hook." OURS "%s.event", hook->name);
	if (code == PM_OK)
		code = config("--replace-all", key.ptr, hook->name, err);
	pm_buf_release(&key);
	pm_buf_release(&command);
	return code;
}

int pm_hook_config_unset(const struct pm_hook *hook, struct pm_error *err)
{
	struct pm_buf key = { 0 };
	int code;

	pm_buf_addf(&key, "hook." OURS "%s", hook->name);
	code = config("--remove-section", key.ptr, NULL, err);
	pm_buf_release(&key);
	return code;
}

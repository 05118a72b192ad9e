/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"
#include "git/plumbing.h"
#include "git/process.h"

/*
 * git takes any key and any value without a word; what reads them mostly falls
 * back to its default. So a mistake in one shows only here.
 */
enum kind { TEXT, BOOLEAN, NUMBER, WHEN, FORGE };

static const struct {
	const char *key; /* as it is written */
	enum kind kind;
} known[] = {
	{ "postmortem.user", TEXT },
	{ "postmortem.hints", BOOLEAN },
	{ "postmortem.lockTimeout", NUMBER },
	{ "postmortem.commit", BOOLEAN },
	{ "postmortem.commitPrefix", TEXT },
	{ "color.postmortem", WHEN },
	{ "postmortem.forge", FORGE },
	{ "pager.postmortem", TEXT }, /* a boolean, or a command */
};
#define KNOWN (sizeof(known) / sizeof(*known))

static bool is_one_of(const char *value, const char *const *words)
{
	for (; *words; words++) {
		if (!strcasecmp(value, *words))
			return true;
	}
	return false;
}

static bool is_number(const char *value)
{
	char *end;

	strtol(value, &end, 10);
	return *value && !*end;
}

static bool is_boolean(const char *value)
{
	static const char *const words[] = { "true", "yes", "on", "false",
					     "no", "off", "", NULL };

	return is_one_of(value, words) || is_number(value);
}

/* What the value should have been, or NULL when it is. */
static const char *expected(enum kind kind, const char *value)
{
	static const char *const when[] = { "always", "never", "auto", NULL };
	static const char *const forge[] = { "github", "gitlab", "gitea",
					     "none", NULL };

	switch (kind) {
	case BOOLEAN:
		return is_boolean(value) ? NULL : "true or false";
	case NUMBER:
		return is_number(value) ? NULL : "a number of milliseconds";
	case WHEN:
		return is_boolean(value) || is_one_of(value, when) ?
			       NULL :
			       "always, never or auto";
	case FORGE:
		return is_one_of(value, forge) ? NULL :
			       "github, gitlab, gitea or none";
	default:
		return NULL;
	}
}

/* One setting, with where it is made: "local", "global", ... */
struct setting {
	const char *scope, *key, *value;
};

/* The command that takes it out; NULL where none can. */
static bool add_unset(struct pm_buf *out, const struct setting *s)
{
	if (!strcmp(s->scope, "command"))
		return false;
	pm_buf_addf(out, "git config --%s --unset-all ", s->scope);
	pm_shell_quote(out, s->key);
	return true;
}

static void tell_unknown(struct pm_doctor *doctor, const struct setting *s)
{
	const char *names[KNOWN];
	const char *near;
	struct pm_buf remedy = { 0 };

	for (size_t i = 0; i < KNOWN; i++)
		names[i] = known[i].key;
	near = pm_nearest(s->key, names, KNOWN);
	if (near && strcmp(s->scope, "command")) {
		pm_buf_addf(&remedy, "git config --%s %s ", s->scope, near);
		pm_shell_quote(&remedy, s->value);
		pm_buf_addstr(&remedy, " && ");
	}
	add_unset(&remedy, s);
	pm_note(doctor, "configuration", "key-unknown", PM_NOTE_WARNING,
		remedy.len ? pm_buf_str(&remedy) : NULL,
		"nothing reads %s (%s)%s%s%s", s->key, s->scope,
		near ? "; did you mean " : "", near ? near : "",
		near ? "?" : "");
	pm_buf_release(&remedy);
}

static void look_at(struct pm_doctor *doctor, const struct setting *s)
{
	struct pm_buf remedy = { 0 };
	const char *right;
	size_t i = 0;

	while (i < KNOWN && strcasecmp(known[i].key, s->key))
		i++;
	if (i == KNOWN) {
		tell_unknown(doctor, s);
		return;
	}
	right = expected(known[i].kind, s->value);
	if (right) {
		add_unset(&remedy, s);
		pm_note(doctor, "configuration", "value-bad", PM_NOTE_WARNING,
			remedy.len ? pm_buf_str(&remedy) : NULL,
			"%s is \"%s\" (%s), which nothing understands; it "
			"takes %s", known[i].key, s->value, s->scope, right);
	}
	pm_buf_release(&remedy);
}

static void look_at_user(struct pm_doctor *doctor)
{
	const char *user = pm_repo_config(doctor->repo, "postmortem.user");
	const struct pm_policy *policy = &doctor->snapshot.policy;

	if (user && *user && doctor->has_policy && policy->people &&
	    !pm_policy_person(policy, user))
		pm_note(doctor, "configuration", "user-unknown", PM_NOTE_HINT,
			pm_note_edit(doctor, PM_POLICY_PATH),
			"postmortem.user is \"%s\", whom the policy does not "
			"list", user);
}

/* With -z: scope, NUL, key, line feed, value, NUL; a key alone is "true". */
static void read_all(struct pm_doctor *doctor, struct pm_buf *text)
{
	char *p = text->ptr, *end = text->ptr + text->len;
	char *scope, *entry, *line;

	while (p && p < end) {
		scope = pm_git_field(&p, end);
		entry = scope ? pm_git_field(&p, end) : NULL;
		if (!entry)
			return;
		line = strchr(entry, '\n');
		if (line)
			*line = '\0';
		look_at(doctor, &(struct setting){ scope, entry,
						   line ? line + 1 : "true" });
	}
}

void pm_look_at_configuration(struct pm_doctor *doctor)
{
	static const char *const argv[] = {
		"git", "config", "-z", "--show-scope", "--get-regexp",
		"^(postmortem\\..*|(color|pager)\\.postmortem)$", NULL
	};
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf text = { 0 }, said = { 0 };
	struct pm_error err = { 0 };
	size_t before = doctor->nr;
	int status = pm_run(&run, &text, &said, &err);

	/* 1: nothing matched. */
	if (status > 1)
		pm_fail(&err, PM_ERROR, "'git config' failed: %s",
			pm_buf_str(&said));
	if (status < 0 || status > 1)
		pm_note_failure(doctor, "configuration", &err);
	else
		read_all(doctor, &text);
	look_at_user(doctor);
	if (doctor->nr == before)
		pm_note(doctor, "configuration", "configuration", PM_NOTE_OK,
			NULL, "every setting of git postmortem is read");
	pm_buf_release(&text);
	pm_buf_release(&said);
}

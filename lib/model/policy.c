/* SPDX-License-Identifier: MIT */
#include "model/policy.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/path.h"
#include "base/portable.h"
#include "base/pattern.h"
#include "base/text.h"
#include "model/policy_default.h"
#include "model/policy_read.h"
#include "syntax/codeowners.h"
#include "syntax/scan.h"

const char *const pm_codeowners_use_name[PM_CODEOWNERS_USES + 1] = {
	"off", "anywhere", "path", NULL,
};

static void add_problem(struct pm_policy *policy, const struct pm_yaml *node,
			const char *fix, const char *what)
{
	pm_problem_add(&policy->problems, PM_PROBLEM_BAD_VALUE,
		       node->key ? node->key_line : node->line, 0, fix, "%s%s%s",
		       node->key ? node->key : "", node->key ? ": " : "", what);
}

void pm_policy_problem(struct pm_policy *policy, const struct pm_yaml *node,
		       const char *fix, const char *what)
{
	if (!policy->requires)
		add_problem(policy, node, fix, what);
}

void pm_policy_strange(struct pm_policy *policy, const struct pm_yaml *node,
		       const char *what)
{
	if (!policy->requires)
		pm_problem_add(&policy->strange, PM_PROBLEM_STRANGE_KEY,
			       node->key_line, 0, PM_MAY_BE_NEWER, "%s \"%s\"",
			       what, node->key);
}

void pm_policy_unknown(struct pm_policy *policy, const struct pm_yaml *node,
		       const char *const *known, size_t nr)
{
	const char *meant = pm_near_miss(node->key, known, nr);
	struct pm_buf fix = { 0 };

	if (!meant)
		pm_policy_strange(policy, node, "unknown key");
	if (!meant || policy->requires)
		return;
	pm_buf_addf(&fix, "did you mean \"%s\"?", meant);
	pm_problem_add(&policy->problems, PM_PROBLEM_UNKNOWN_KEY,
		       node->key_line, 0, pm_buf_str(&fix),
		       "unknown key \"%s\"", node->key);
	pm_buf_release(&fix);
}

static bool holds_text(const struct pm_yaml *node)
{
	return node->kind == PM_YAML_SCALAR && !pm_yaml_is_null(node) &&
	       strlen(node->text) == node->len;
}

static bool is_text(struct pm_policy *policy, const struct pm_yaml *node,
		    const char *fix)
{
	if (holds_text(node))
		return true;
	pm_policy_problem(policy, node, fix, "is not a text");
	return false;
}

bool pm_policy_is_map(struct pm_policy *policy, const struct pm_yaml *node,
		      const char *fix)
{
	if (node->kind == PM_YAML_MAP)
		return true;
	if (!pm_yaml_is_null(node))
		pm_policy_problem(policy, node, fix, "is not a map");
	return false;
}

int pm_policy_number(struct pm_policy *policy, const struct pm_yaml *node,
		       int max, int otherwise)
{
	char *end;
	long number;

	if (node->kind == PM_YAML_SCALAR && node->len) {
		number = strtol(node->text, &end, 10);
		if (!*end && number >= 0 && number <= max)
			return (int)number;
	}
	pm_policy_problem(policy, node, "write a whole number",
			  "is not a number in range");
	return otherwise;
}

const char **pm_policy_names(struct pm_policy *policy,
			     const struct pm_yaml *node, size_t *nr)
{
	const char **out = pm_arena_alloc(&policy->arena,
					  (node->nr + 1) * sizeof(*out));

	*nr = 0;
	if (node->kind == PM_YAML_SCALAR) {
		if (!pm_yaml_is_null(node))
			out[(*nr)++] = node->text;
		return out;
	}
	if (node->kind == PM_YAML_MAP) {
		pm_policy_problem(policy, node, "write a list of names",
				  "is not a list");
		return out;
	}
	for (size_t i = 0; i < node->nr; i++) {
		if (is_text(policy, &node->child[i], "write a list of names"))
			out[(*nr)++] = node->child[i].text;
	}
	return out;
}

/* What is git's own on some machine, or ours: git's folder in any case, with
 * what a file system passes over, and by its short name on Windows. */
static bool is_reserved(const char *path)
{
	static const char *const name[] = { ".git", "git~1" };
	char *seen = pm_path_seen(path);
	bool reserved = pm_path_is_within(seen, ".postmortem");

	for (const char *part = seen; *part && !reserved;) {
		size_t len = strcspn(part, "/\\");
		/* What stands behind a colon is a stream of that file. */
		size_t own = strcspn(part, "/\\:");

		for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++)
			reserved |= own == strlen(name[i]) &&
				    !strncmp(part, name[i], own);
		part += len + (part[len] != '\0');
	}
	free(seen);
	return reserved;
}

/* Also a newer program's: without it no record is found. */
static void read_root(struct pm_policy *policy, const struct pm_yaml *node)
{
	struct pm_buf clean = { 0 };

	if (!holds_text(node))
		add_problem(policy, node,
			    "write a folder, as in \"postmortems\"",
			    "is not a text");
	else if (node->text[0] == '/' ||
		 !pm_path_from_prefix(&clean, "", node->text) ||
		 is_reserved(pm_buf_str(&clean)))
		add_problem(policy, node,
			    "name a folder inside the repository, or \".\"",
			    "is not a folder of this repository");
	else
		policy->root = pm_arena_strdup(&policy->arena,
					       pm_buf_str(&clean));
	pm_buf_release(&clean);
}

enum pm_status pm_policy_status(struct pm_policy *policy,
				const struct pm_yaml *node)
{
	enum pm_status status = node->kind == PM_YAML_SCALAR ?
					pm_status_parse(node->text) :
					PM_STATUSES;

	if (status == PM_STATUSES)
		pm_policy_problem(policy, node,
				  "use draft, in-review, reviewed or closed",
				  "is not a status");
	return status;
}

static void read_forge_name(struct pm_policy *policy,
			    struct pm_person *person,
			    const struct pm_yaml *node)
{
	static const char fix[] = "write a name in quotes, as in "
				  "\"@alice\", or an address";

	if (!is_text(policy, node, fix))
		return;
	if (pm_codeowner_is_name(node->text))
		person->forge = node->text;
	else
		pm_policy_problem(policy, node, fix,
				  "is not what a forge calls anybody");
}

static void read_codeowners(struct pm_policy *policy,
			    const struct pm_yaml *node)
{
	for (int i = 0; node->kind == PM_YAML_SCALAR && i < PM_CODEOWNERS_USES;
	     i++) {
		if (!strcmp(node->text, pm_codeowners_use_name[i])) {
			policy->codeowners = (enum pm_codeowners_use)i;
			return;
		}
	}
	pm_policy_problem(policy, node, "use off, anywhere or path",
			  "is none of the uses");
}

static void read_person(struct pm_policy *policy, struct pm_person *person,
			const struct pm_yaml *node)
{
	static const char *const keys[] = { "name", "email", "teams",
					    "forge" };

	person->handle = node->key[0] == '@' ? node->key + 1 : node->key;
	if (node->kind == PM_YAML_SCALAR && !pm_yaml_is_null(node)) {
		person->email = pm_policy_names(policy, node, &person->emails);
		return;
	}
	if (!pm_policy_is_map(policy, node, "write \"{name: ..., email: ...}\""))
		return;
	for (size_t i = 0; i < node->nr; i++) {
		const struct pm_yaml *child = &node->child[i];

		if (!strcmp(child->key, "name")) {
			if (is_text(policy, child, "write the person's name"))
				person->name = child->text;
		} else if (!strcmp(child->key, "email")) {
			person->email =
				pm_policy_names(policy, child, &person->emails);
		} else if (!strcmp(child->key, "teams")) {
			person->team =
				pm_policy_names(policy, child, &person->teams);
		} else if (!strcmp(child->key, "forge")) {
			read_forge_name(policy, person, child);
		} else {
			pm_policy_unknown(policy, child, keys, 4);
		}
	}
}

static void read_people(struct pm_policy *policy, const struct pm_yaml *node)
{
	if (!pm_policy_is_map(policy, node, "write one line for each person"))
		return;
	policy->person = pm_arena_alloc(&policy->arena,
					node->nr * sizeof(*policy->person));
	policy->people = node->nr;
	for (size_t i = 0; i < node->nr; i++)
		read_person(policy, &policy->person[i], &node->child[i]);
}

static void read_soak(struct pm_policy *policy, const struct pm_yaml *node)
{
	policy->soak_days =
		pm_policy_number(policy, node, PM_MAX_DAYS, policy->soak_days);
}

static void read_keys(struct pm_policy *policy, const struct pm_yaml *node)
{
	policy->key = pm_policy_names(policy, node, &policy->keys);
}

static void read_tickets(struct pm_policy *policy, const struct pm_yaml *node)
{
	size_t nr;
	const char **form = pm_policy_names(policy, node, &nr);
	struct pm_buf what = { 0 };

	for (size_t i = 0; i < nr; i++) {
		const char *problem = pm_pattern_problem(form[i]);

		if (!problem)
			continue;
		pm_buf_reset(&what);
		pm_buf_addf(&what, "\"%s\" %s", form[i], problem);
		pm_policy_problem(policy, node,
				  "write it as in \"[A-Z]+-[0-9]+\", several "
				  "as a list",
				  pm_buf_str(&what));
	}
	pm_buf_release(&what);
	policy->ticket = form;
	policy->tickets = nr;
}

/* First for which program it is, which weighs what is wrong with the others;
 * severities before the settings of rules, which refer to them. */
static const struct {
	const char *key;
	void (*read)(struct pm_policy *policy, const struct pm_yaml *node);
} readers[] = {
	{ "requires", pm_policy_read_requires },
	{ "root", read_root },
	{ "severities", pm_policy_read_severities },
	{ "sections", pm_policy_read_sections },
	{ "rules", pm_policy_read_rules },
	{ "people", read_people },
	{ "codeowners", read_codeowners },
	{ "soak-days", read_soak },
	{ "tickets", read_tickets },
	{ "keys", read_keys },
	{ "push", pm_policy_read_push },
};
#define READERS (sizeof(readers) / sizeof(*readers))

static void read_map(struct pm_policy *policy, const struct pm_yaml *map)
{
	const char *keys[READERS];

	for (size_t i = 0; i < READERS; i++) {
		const struct pm_yaml *node = pm_yaml_get(map, readers[i].key);

		keys[i] = readers[i].key;
		if (node && !pm_yaml_is_null(node))
			readers[i].read(policy, node);
	}
	for (size_t i = 0; i < map->nr; i++) {
		size_t k = 0;

		while (k < READERS && strcmp(keys[k], map->child[i].key))
			k++;
		if (k == READERS)
			pm_policy_unknown(policy, &map->child[i], keys, READERS);
	}
}

void pm_policy_read(struct pm_policy *policy, const char *text, size_t len)
{
	const struct pm_yaml *map;

	memset(policy, 0, sizeof(*policy));
	policy->problems.arena = &policy->arena;
	policy->strange.arena = &policy->arena;
	policy->known = pm_known_new();
	policy->root = PM_DEFAULT_ROOT;
	policy->soak_days = PM_DEFAULT_SOAK_DAYS;
	policy->ticket = pm_default_ticket;
	policy->tickets = pm_default_tickets;
	pm_policy_default_severities(policy);
	pm_policy_default_sections(policy);
	pm_policy_default_push(policy);
	if (!text && !len)
		return;

	policy->has_file = true;
	if (!text || len > PM_MAX_POLICY) {
		pm_problem_add(&policy->problems, PM_PROBLEM_TOO_LARGE, 1, 0,
			       "move people or sections out of it",
			       "the policy has %zu bytes; at most %u are read",
			       len, PM_MAX_POLICY);
		return;
	}
	if (pm_scan_is_utf16(text, len)) {
		pm_problem_add(&policy->problems, PM_PROBLEM_FRONT_MATTER, 1, 0,
			       "save it as UTF-8", "the file is UTF-16 text");
		return;
	}
	map = pm_yaml_parse(&policy->arena, text, 0, len, 1,
			    &policy->problems);
	if (map && pm_policy_is_map(policy, map, "write \"key: value\" lines"))
		read_map(policy, map);
}

void pm_policy_release(struct pm_policy *policy)
{
	pm_known_free(policy->known);
	pm_arena_release(&policy->arena);
	memset(policy, 0, sizeof(*policy));
}

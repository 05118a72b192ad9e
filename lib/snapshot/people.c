/* SPDX-License-Identifier: MIT */
#include "snapshot/people.h"

#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "git/mailmap.h"
#include "git/plumbing.h"
#include "git/process.h"
#include "snapshot/codeowners.h"

/* Without an answer people are who they say they are. */
static void ask_git(void *payload, const struct pm_strlist *contacts,
		    struct pm_strlist *out)
{
	struct pm_error ignored = { 0 };

	if (pm_mailmap(payload, contacts, out, &ignored) < 0)
		pm_strlist_clear(out);
}

void pm_people_use_mailmap(const struct pm_policy *policy,
			   struct pm_repo *repo)
{
	if (repo)
		pm_policy_set_mailmap(policy, ask_git, repo);
}

static void know_owner(const struct pm_policy *policy,
		       const struct pm_record *record)
{
	const struct pm_value *owner =
		record->is_read ? pm_record_get(record, PM_F_OWNER) : NULL;

	if (owner && owner->is_valid)
		pm_policy_know(policy, owner->text);
}

void pm_people_know_owners(const struct pm_policy *policy,
			   const struct pm_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		know_owner(policy, &pm->record);
		for (size_t a = 0; a < pm->actions; a++)
			know_owner(policy, &pm->action[a]);
	}
}

/* --- whom nothing that was read has told of --- */

int pm_people_authors(struct pm_strlist *out, const char *const *tips,
		      struct pm_error *err)
{
	static const char *const words[] = {
		"git", "log", "--use-mailmap", "--no-show-signature",
		"--no-notes", "--no-color", "--encoding=UTF-8",
		"--format=%aN <%aE>", NULL
	};
	struct pm_strlist argv = { 0 };
	struct pm_map seen = { 0 };
	struct pm_buf text = { 0 };
	int code;

	pm_strlist_add_all(&argv, words);
	pm_strlist_addf(&argv, "--max-count=%u", PM_MAX_AUTHORS_LOG);
	pm_strlist_add(&argv, "--end-of-options");
	pm_strlist_add_all(&argv, tips);
	pm_strlist_add(&argv, "--");
	code = pm_git(&argv, &text, err);
	for (char *line = text.ptr; code >= 0 && line && *line;) {
		char *end = line + strcspn(line, "\n");
		char *next = *end ? end + 1 : end;

		*end = '\0';
		if (pm_map_add(&seen, line, 0, NULL))
			pm_strlist_add(out, line);
		line = next;
	}
	pm_map_release(&seen);
	pm_strlist_release(&argv);
	pm_buf_release(&text);
	return code;
}

static bool know_codeowner(void *payload, const char *owner)
{
	const struct pm_policy *policy = payload;

	/* "@org/team" is nobody. */
	if (!strchr(owner, '/'))
		pm_policy_know(policy, owner);
	return false;
}

static void ask_codeowners(const struct pm_people_search *search)
{
	struct pm_codeowners owners = { 0 };
	struct pm_error ignored = { 0 };
	const char *path;

	if (pm_codeowners_load(&owners, &path, search->source, &ignored) >= 0)
		pm_codeowners_any(&owners, NULL, know_codeowner,
				  (void *)search->policy);
	pm_codeowners_release(&owners);
}

/* The empty tree stands for no commit yet. */
static bool is_commit(const struct pm_people_search *search,
		      const char *commit)
{
	return commit &&
	       strcmp(commit, pm_repo_empty_tree(search->source->repo)) != 0;
}

static void ask_log(const struct pm_people_search *search)
{
	const char *const tips[] = { search->tip, search->other, NULL };
	struct pm_strlist authors = { 0 };
	struct pm_error ignored = { 0 };

	if (is_commit(search, search->tip))
		pm_people_authors(&authors, tips, &ignored);
	for (size_t i = 0; i < authors.nr; i++)
		pm_policy_know(search->policy, authors.item[i]);
	pm_strlist_release(&authors);
}

static void ask_records(const struct pm_people_search *search)
{
	struct pm_source source = { 0 };
	struct pm_snapshot snapshot = { 0 };
	struct pm_error ignored = { 0 };

	if (is_commit(search, search->records) &&
	    pm_source_commit(&source, search->source->repo, search->records,
			     &ignored) >= 0 &&
	    pm_snapshot_load(&snapshot, &source, PM_POSTMORTEM | PM_ACTION,
			     PM_READ_FIELDS, &ignored) >= 0)
		pm_people_know_owners(search->policy, &snapshot);
	pm_snapshot_release(&snapshot);
}

/* The cheapest first. What cannot be read knows nobody. */
static void (*const steps[])(const struct pm_people_search *search) = {
	ask_codeowners,
	ask_log,
	ask_records,
};
#define STEPS ((int)(sizeof(steps) / sizeof(*steps)))

bool pm_people_find(void *payload, const char *who)
{
	struct pm_people_search *search = payload;
	bool found = pm_policy_knows(search->policy, who);

	while (!found && search->asked < STEPS) {
		steps[search->asked++](search);
		found = pm_policy_knows(search->policy, who);
	}
	return found;
}

void pm_people_find_all(struct pm_people_search *search)
{
	while (search->asked < STEPS)
		steps[search->asked++](search);
}

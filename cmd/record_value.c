/* SPDX-License-Identifier: MIT */
#include "cmd/record_edit.h"

#include <stdlib.h>
#include <string.h>

#include "check/evidence.h"
#include "git/mainline.h"
#include "git/reach.h"
#include "model/rule.h"

#define SHOWN_ID 10

static bool looks_like_commit(const char *value)
{
	size_t len = strlen(value);

	return len >= 7 && strspn(value, "0123456789abcdef") == len;
}

char *record_value_lasting(struct record_edit *edit, const char *value)
{
	struct pm_error ignored = { 0 };
	char *id = NULL;

	if (!*value || strstr(value, "://") || strpbrk(value, " \t"))
		return NULL;
	if (pm_repo_resolve(&edit->ctx->repo, value, &id, &ignored) < 0) {
		if (looks_like_commit(value))
			command_warn("this repository has no commit %s", value);
		return NULL;
	}
	pm_strlist_add(&edit->evidence, id);
	/* An abbreviation that was typed is the one people recognise. */
	if (!strncmp(id, value, strlen(value))) {
		free(id);
		return NULL;
	}
	return id;
}

static void warn_of(const struct pm_reach *item, size_t nr, const char *name)
{
	struct pm_buf ids = { 0 };
	size_t told = 0;

	for (size_t i = 0; i < nr; i++) {
		if (!item[i].id || item[i].is_reached)
			continue;
		pm_buf_addf(&ids, "%s%.*s", told ? ", " : "", SHOWN_ID,
			    item[i].id);
		told++;
	}
	if (told)
		command_warn("evidence %s: not on %s yet, and will not survive "
			     "a squash: " PM_EVIDENCE_LASTS, pm_buf_str(&ids),
			     name);
	pm_buf_release(&ids);
}

void record_value_warn(const struct record_edit *edit)
{
	struct pm_repo *repo = &edit->ctx->repo;
	struct pm_strlist tips = { 0 }, commits = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_error ignored = { 0 };
	struct pm_reach *item;
	char *name = NULL;

	if (!edit->evidence.nr || repo->is_shallow ||
	    pm_mainline_tips(&tips, &name, repo, &ignored) < 0)
		goto out;
	pm_strlist_add_all(&commits,
			   (const char *const *)edit->evidence.item);
	pm_strlist_sort_unique(&commits);
	item = pm_xcalloc(commits.nr, sizeof(*item));
	for (size_t i = 0; i < commits.nr; i++)
		item[i].name = commits.item[i];
	if (tips.nr && pm_reach_find(item, commits.nr, &arena,
				     (const char *const *)tips.item,
				     &ignored) >= 0)
		warn_of(item, commits.nr, name);
	free(item);
out:
	pm_arena_release(&arena);
	pm_strlist_release(&tips);
	pm_strlist_release(&commits);
	free(name);
}

static bool will_be_promise(const struct record_edit *edit)
{
	struct pm_record now = { .kind = edit->record->kind,
				 .id = edit->record->id,
				 .path = edit->record->path };
	struct pm_arena arena = { 0 };
	bool is;

	pm_record_read(&now, &arena, pm_buf_str(&edit->text), edit->text.len,
		       &edit->snapshot.policy, PM_READ_FIELDS);
	is = pm_state_is_promise(pm_record_state(&now));
	pm_arena_release(&arena);
	return is;
}

int record_value_refuse_past(const struct record_edit *edit, const char *value,
			     struct pm_error *err)
{
	const struct pm_rule *rule = pm_rule_find("due-past");
	const struct pm_record *pm = &edit->postmortem->record;
	const struct pm_policy *policy = &edit->snapshot.policy;
	struct pm_error ignored = { 0 };
	char day[PM_DATE_LEN];
	pm_date due;

	if (!*value || pm_date_parse_human(&due, value, edit->ctx->today,
					   &ignored) < 0 ||
	    due >= edit->ctx->today)
		return PM_OK;
	pm_date_format(day, due);
	if (will_be_promise(edit) && !pm_record_waiver(pm, rule->id) &&
	    pm_rule_level(rule, policy, pm_record_severity(pm, policy),
			  pm_record_status(pm)) == PM_ERROR_LEVEL)
		return pm_fail(err, PM_EINVALID,
			       "%s: due %s has passed already; promise it for "
			       "a day to come",
			       edit->record->id, day);
	command_warn("%s: due %s has passed already", edit->record->id, day);
	return PM_OK;
}

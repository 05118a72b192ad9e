/* SPDX-License-Identifier: MIT */
#include "cmd/record_edit.h"

#include <stdlib.h>
#include <string.h>

#include "model/rule.h"

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
	/* An abbreviation that was typed is the one people recognise. */
	if (!strncmp(id, value, strlen(value))) {
		free(id);
		return NULL;
	}
	return id;
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

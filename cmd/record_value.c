/* SPDX-License-Identifier: MIT */
#include "cmd/record_edit.h"

#include <stdlib.h>
#include <string.h>

#include "check/evidence.h"
#include "git/listing.h"
#include "git/mainline.h"
#include "git/reach.h"
#include "model/answer.h"
#include "model/rule.h"
#include "snapshot/here.h"

#define SHOWN_ID 10

static bool looks_like_commit(const char *value)
{
	size_t len = strlen(value);

	return len >= 7 && strspn(value, "0123456789abcdef") == len;
}

/* Where the default branch stands; false where nobody can tell. */
static bool has_mainline(struct record_edit *edit)
{
	struct pm_error ignored = { 0 };

	if (!edit->has_mainline && !edit->ctx->repo.is_shallow)
		pm_mainline_tips(&edit->mainline, &edit->mainline_name,
				 &edit->ctx->repo, &ignored);
	edit->has_mainline = true;
	return edit->mainline.nr > 0;
}

static bool leads_to(const char *commit, const char *const *tip)
{
	struct pm_reach item = { .name = commit };
	struct pm_arena arena = { 0 };
	struct pm_error ignored = { 0 };
	bool is = pm_reach_find(&item, 1, &arena, tip, &ignored) >= 0 &&
		  item.is_reached;

	pm_arena_release(&arena);
	return is;
}

/*
 * Whether a commit is of this branch alone, and so will come to the default
 * one together with the event. One of another branch is to be warned of.
 */
static bool is_of_branch(struct record_edit *edit, const char *commit)
{
	const char *tip[] = { NULL, NULL };
	struct pm_error ignored = { 0 };
	char *head = NULL;
	bool is;

	if (!has_mainline(edit) ||
	    leads_to(commit, (const char *const *)edit->mainline.item))
		return false;
	pm_repo_head(&edit->ctx->repo, &head, &ignored);
	tip[0] = head;
	is = head && leads_to(commit, tip);
	pm_strlist_add(is ? &edit->here : &edit->lost, commit);
	free(head);
	return is;
}

char *record_value_lasting(struct record_edit *edit, const char *value)
{
	struct pm_error ignored = { 0 };
	char *id = NULL;

	if (!*value || !strcmp(value, PM_EVIDENCE_HERE) ||
	    strstr(value, "://") || strpbrk(value, " \t"))
		return NULL;
	if (pm_repo_resolve(&edit->ctx->repo, value, &id, &ignored) < 0) {
		if (looks_like_commit(value))
			command_warn("this repository has no commit %s", value);
		return NULL;
	}
	if (is_of_branch(edit, id)) {
		free(id);
		return pm_xstrdup(PM_EVIDENCE_HERE);
	}
	/* An abbreviation that was typed is the one people recognise. */
	if (!strncmp(id, value, strlen(value))) {
		free(id);
		return NULL;
	}
	return id;
}

static bool any_work(struct record_edit *edit, const struct pm_deltas *deltas)
{
	return !pm_deltas_are_clerical(&edit->snapshot.policy, deltas->item,
				       deltas->nr);
}

/* What a squash of this branch would bring. */
static int branch_has_work(struct record_edit *edit, const char *head,
			   struct pm_error *err)
{
	struct pm_repo *repo = &edit->ctx->repo;
	struct pm_arena arena = { 0 };
	bool has = has_mainline(edit);
	int code = PM_OK;

	for (size_t i = 0; i < edit->mainline.nr && has && code >= 0; i++) {
		struct pm_deltas deltas = { 0 };
		struct pm_error ignored = { 0 };
		char *base = NULL;

		has = pm_merge_base(&base, repo, edit->mainline.item[i], head,
				    edit->mainline_name, "HEAD",
				    &ignored) >= 0;
		if (has)
			code = pm_diff_trees(&deltas, &arena, repo, base, head,
					     NULL, 0, false, err);
		has = has && any_work(edit, &deltas);
		pm_deltas_release(&deltas);
		free(base);
	}
	pm_arena_release(&arena);
	return code < 0 ? code : has;
}

int record_value_has_work(struct record_edit *edit, bool commit,
			  struct pm_error *err)
{
	struct pm_repo *repo = &edit->ctx->repo;
	struct pm_deltas deltas = { 0 };
	struct pm_arena arena = { 0 };
	char *head = NULL;
	int code = pm_repo_head(repo, &head, err);

	if (code >= 0 && head)
		code = branch_has_work(edit, head, err);
	if (code == 0 && (!commit || has_mainline(edit))) {
		code = pm_diff_index(&deltas, &arena, repo,
				     head ? head : pm_repo_empty_tree(repo),
				     NULL, 0, err);
		if (code >= 0)
			code = any_work(edit, &deltas);
	}
	pm_deltas_release(&deltas);
	pm_arena_release(&arena);
	free(head);
	return code;
}

/* "1a2b3c4d5e, ..." */
static void add_ids(struct pm_buf *out, struct pm_strlist *ids)
{
	pm_strlist_sort_unique(ids);
	for (size_t i = 0; i < ids->nr; i++)
		pm_buf_addf(out, "%s%.*s", i ? ", " : "", SHOWN_ID,
			    ids->item[i]);
}

void record_value_warn(struct record_edit *edit)
{
	struct pm_buf lost = { 0 }, here = { 0 };

	add_ids(&lost, &edit->lost);
	add_ids(&here, &edit->here);
	if (lost.len)
		command_warn("evidence %s: not on %s yet, and will not survive "
			     "a squash: " PM_EVIDENCE_LASTS, lost.ptr,
			     edit->mainline_name);
	if (here.len)
		command_hint(edit->ctx,
			     "evidence %s: not on %s yet, so it is \""
			     PM_EVIDENCE_HERE "\", the change that brings "
			     "it, also after a squash",
			     here.ptr, edit->mainline_name);
	pm_buf_release(&lost);
	pm_buf_release(&here);
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

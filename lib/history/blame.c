/* SPDX-License-Identifier: MIT */
#include "history/blame.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "git/objects.h"
#include "history/steps.h"

/* A field whose setter is looked for. */
struct quest {
	struct pm_blame_line *line;
	const char *value; /* at the tip */
	struct pm_steps steps;
	bool is_settled;
};

struct blame {
	struct pm_blame *out;
	struct quest *quest;
	size_t nr;
	struct quest *due; /* of an action item, followed on for its moves */
	bool knows_slips;
	struct pm_error *err;
};

/* The record as the tip has it; without any field when it has none. */
static int read_tip(struct pm_record *tip, struct pm_blame *blame,
		    struct pm_repo *repo, const struct pm_policy *policy,
		    const char *revision, struct pm_error *err)
{
	size_t limit = tip->kind == PM_ACTION ? PM_MAX_ACTION :
						PM_MAX_DOCUMENT;
	struct pm_buf text = { 0 };
	struct pm_error own = { 0 };
	size_t size;
	int code;

	code = pm_object_read_path(&text, &size, NULL, repo, revision,
				   tip->path, limit, &own);
	if (code < 0 && code != PM_ENOTFOUND)
		*err = own;
	if (code >= 0)
		pm_record_read(tip, &blame->arena,
			       size > limit ? NULL : pm_buf_str(&text), size,
			       policy, PM_READ_FIELDS);
	pm_buf_release(&text);
	return code == PM_ENOTFOUND ? PM_OK : code;
}

static void begin(struct blame *b, const struct pm_record *record,
		  const struct pm_record *tip)
{
	struct pm_blame *out = b->out;

	out->record = record;
	out->line = pm_arena_alloc(&out->arena,
				   PM_FIELDS * sizeof(*out->line));
	b->quest = pm_xcalloc(PM_FIELDS, sizeof(*b->quest));
	for (enum pm_field f = 0; f < PM_FIELDS; f++) {
		struct pm_blame_line *line = &out->line[out->nr];
		struct quest *quest = &b->quest[b->nr];
		const char *committed = pm_record_text(tip, f);

		line->value = pm_record_get(record, f);
		if (!line->value)
			continue;
		out->nr++;
		line->by = committed && !strcmp(committed, line->value->text) ?
				   PM_BLAMED_BEYOND :
				   PM_BLAMED_NOBODY;
		quest->line = line;
		quest->value = committed;
		quest->steps.field = f;
		quest->steps.path = tip->path;
		quest->is_settled = line->by == PM_BLAMED_NOBODY;
		if (committed && f == PM_F_DUE)
			b->due = quest;
		if (!quest->is_settled || b->due == quest)
			b->nr++;
	}
}

static int settle(struct blame *b, struct quest *quest, bool at_end)
{
	struct pm_setter setter;
	int code = pm_steps_find(&setter, &quest->steps, 0, quest->value,
				 at_end, b->err);

	if (code > 0) {
		quest->is_settled = true;
		quest->line->by = PM_BLAMED_COMMIT;
		quest->line->commit = quest->steps.item[setter.step].commit;
	}
	return code;
}

static int settle_slips(struct blame *b, bool at_end)
{
	int code = pm_slips_find(&b->out->slips, &b->out->arena,
				 &b->due->steps, b->due->value, at_end,
				 b->err);

	b->knows_slips = code > 0;
	return code;
}

/* Whether anything is still looked for. */
static bool is_open(const struct blame *b)
{
	for (size_t i = 0; i < b->nr; i++) {
		if (!b->quest[i].is_settled)
			return true;
	}
	return b->due && !b->knows_slips;
}

static int settle_all(struct blame *b, bool at_end)
{
	int code = PM_OK;

	for (size_t i = 0; i < b->nr && code >= 0; i++) {
		if (!b->quest[i].is_settled)
			code = settle(b, &b->quest[i], at_end);
	}
	if (code >= 0 && b->due && !b->knows_slips)
		code = settle_slips(b, at_end);
	return code;
}

static int take_event(const struct pm_event *event, void *payload)
{
	struct blame *b = payload;
	const struct pm_commit_info *commit =
		pm_commit_keep(&b->out->arena, &event->commit);
	bool any = false;
	int code = PM_OK;

	for (size_t i = 0; i < b->nr; i++) {
		struct quest *quest = &b->quest[i];

		if (!quest->is_settled || quest == b->due)
			any |= pm_steps_add(&quest->steps, &b->out->arena,
					    event, commit);
	}
	if (any)
		code = settle_all(b, false);
	if (code < 0)
		return code;
	return is_open(b) ? 0 : 1;
}

static int walk(struct blame *b, struct pm_repo *repo,
		const struct pm_policy *policy, const char *revision)
{
	const struct pm_record *record = b->out->record;
	const char *slash = strchr(record->id, '/');
	char *id = pm_xstrndup(record->id, strcspn(record->id, "/"));
	const struct pm_history_options options = {
		.id = id,
		.item = slash ? slash + 1 : NULL,
		.revision = revision,
	};
	int code = PM_OK;

	if (is_open(b))
		code = pm_history_walk(repo, policy, &options, take_event, b,
				       b->err);
	if (code == 0 && is_open(b))
		code = settle_all(b, true);
	free(id);
	return code < 0 ? code : PM_OK;
}

int pm_blame(struct pm_blame *out, struct pm_repo *repo,
	     const struct pm_policy *policy, const struct pm_record *record,
	     const char *revision, struct pm_error *err)
{
	struct pm_record tip = { .kind = record->kind, .id = record->id,
				 .path = record->path };
	struct blame b = { .out = out, .err = err };
	char *head = NULL;
	int code = PM_OK;

	if (!revision)
		code = pm_repo_head(repo, &head, err);
	if (!revision)
		revision = head;
	if (code >= 0 && revision)
		code = read_tip(&tip, out, repo, policy, revision, err);
	if (code >= 0) {
		begin(&b, record, &tip);
		code = walk(&b, repo, policy, revision);
	}
	for (size_t i = 0; i < b.nr; i++)
		pm_steps_release(&b.quest[i].steps);
	free(b.quest);
	free(head);
	if (code < 0)
		pm_blame_release(out);
	return code;
}

void pm_blame_release(struct pm_blame *blame)
{
	pm_arena_release(&blame->arena);
	memset(blame, 0, sizeof(*blame));
}

/* SPDX-License-Identifier: MIT */
#include "snapshot/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/path.h"
#include "git/objects.h"
#include "snapshot/people.h"

void pm_snapshot_init(struct pm_snapshot *out, struct pm_source *source,
		      const char *text, size_t len)
{
	memset(out, 0, sizeof(*out));
	out->source = *source;
	memset(source, 0, sizeof(*source));
	pm_policy_read(&out->policy, text, len);
	pm_people_use_mailmap(&out->policy, out->source.repo);
}

int pm_snapshot_open(struct pm_snapshot *out, struct pm_source *source,
		     struct pm_error *err)
{
	struct pm_buf text = { 0 };
	size_t size = 0;
	int code;

	memset(out, 0, sizeof(*out));
	out->source = *source;
	memset(source, 0, sizeof(*source));
	code = pm_source_read_path(&text, &size, &out->source, PM_POLICY_PATH,
				   PM_MAX_POLICY, err);
	if (code == PM_ENOTFOUND)
		pm_policy_read(&out->policy, NULL, 0);
	else if (code >= 0)
		pm_policy_read(&out->policy,
			       size > PM_MAX_POLICY ? NULL : pm_buf_str(&text),
			       size);
	pm_buf_release(&text);
	if (code < 0 && code != PM_ENOTFOUND) {
		pm_snapshot_release(out);
		return code;
	}
	pm_people_use_mailmap(&out->policy, out->source.repo);
	return PM_OK;
}

int pm_snapshot_policy_ok(const struct pm_snapshot *snapshot,
			  struct pm_error *err)
{
	const struct pm_problem *p = snapshot->policy.problems.item;

	if (!snapshot->policy.problems.nr)
		return PM_OK;
	return pm_fail(err, PM_EINVALID, "%s:%zu: %s%s%s", PM_POLICY_PATH,
		       p->line, p->message, p->fix ? "; " : "",
		       p->fix ? p->fix : "");
}

void pm_snapshot_release(struct pm_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->nr; i++)
		free(snapshot->item[i].action);
	free(snapshot->item);
	free(snapshot->odd);
	pm_policy_release(&snapshot->policy);
	pm_source_release(&snapshot->source);
	pm_arena_release(&snapshot->arena);
	memset(snapshot, 0, sizeof(*snapshot));
}

int pm_snapshot_list(struct pm_snapshot *snapshot, const char *const *id,
		     size_t nr, struct pm_error *err)
{
	struct pm_entries entries = { 0 };
	struct pm_strlist paths = { 0 };
	struct pm_buf path = { 0 };
	int code;

	for (size_t i = 0; i < nr; i++) {
		pm_buf_reset(&path);
		pm_path_join(&path, snapshot->policy.root, id[i]);
		pm_strlist_add(&paths, pm_buf_str(&path));
	}
	if (!nr && *snapshot->policy.root)
		pm_strlist_add(&paths, snapshot->policy.root);
	code = pm_source_list(&entries, &snapshot->arena, &snapshot->source,
			      (const char *const *)paths.item, paths.nr, err);
	if (code >= 0)
		pm_snapshot_fill(snapshot, &entries);
	pm_entries_release(&entries);
	pm_strlist_release(&paths);
	pm_buf_release(&path);
	return code;
}

int pm_record_load(struct pm_record *record, struct pm_arena *arena,
		   const struct pm_source *source,
		   const struct pm_policy *policy, enum pm_read what,
		   struct pm_error *err)
{
	const struct pm_entry entry = { .path = record->path,
					.oid = record->oid };
	size_t limit = record->kind == PM_ACTION ? PM_MAX_ACTION :
						   PM_MAX_DOCUMENT;
	struct pm_buf text = { 0 };
	size_t size = 0;
	int code;

	code = pm_source_read(&text, &size, source, &entry, limit, err);
	if (code >= 0)
		pm_record_read(record, arena,
			       size > limit ? NULL : pm_buf_str(&text), size,
			       policy, what);
	pm_buf_release(&text);
	return code;
}

int pm_postmortem_read(struct pm_snapshot *snapshot,
		       struct pm_postmortem *postmortem, enum pm_read what,
		       struct pm_error *err)
{
	int code = PM_OK;

	if (postmortem->record.path)
		code = pm_record_load(&postmortem->record, &snapshot->arena,
				      &snapshot->source, &snapshot->policy,
				      what, err);
	for (size_t i = 0; i < postmortem->actions && code >= 0; i++)
		code = pm_record_load(&postmortem->action[i], &snapshot->arena,
				      &snapshot->source, &snapshot->policy,
				      what, err);
	return code;
}

int pm_snapshot_load(struct pm_snapshot *out, struct pm_source *source,
		     unsigned kinds, enum pm_read what, struct pm_error *err)
{
	int code = pm_snapshot_open(out, source, err);

	if (code < 0)
		return code;
	code = pm_snapshot_policy_ok(out, err);
	if (code >= 0)
		code = pm_snapshot_list(out, NULL, 0, err);
	if (code >= 0)
		code = pm_snapshot_read(out, kinds, what, err);
	if (code < 0)
		pm_snapshot_release(out);
	return code;
}

static int by_id(const void *key, const void *item)
{
	return strcmp(key, ((const struct pm_postmortem *)item)->id);
}

struct pm_postmortem *pm_snapshot_find(const struct pm_snapshot *snapshot,
				       const char *id)
{
	if (!snapshot->nr)
		return NULL;
	return bsearch(id, snapshot->item, snapshot->nr,
		       sizeof(*snapshot->item), by_id);
}

const struct pm_oddity *pm_snapshot_oddity(const struct pm_snapshot *snapshot,
					   const char *id)
{
	for (size_t i = 0; i < snapshot->odds; i++) {
		if (!strcmp(snapshot->odd[i].id, id))
			return &snapshot->odd[i];
	}
	return NULL;
}

int pm_oddity_fail(const struct pm_oddity *oddity, struct pm_error *err)
{
	struct pm_buf path = { 0 };
	int code;

	pm_path_quote(&path, oddity->path);
	code = pm_fail(err, PM_EINVALID, "%s: %s; %s", pm_buf_str(&path),
		       oddity->why, oddity->fix);
	pm_buf_release(&path);
	return code;
}

struct pm_record *pm_postmortem_action(const struct pm_postmortem *postmortem,
				       const char *name)
{
	for (size_t i = 0; i < postmortem->actions; i++) {
		if (!strcmp(pm_record_name(&postmortem->action[i]), name))
			return &postmortem->action[i];
	}
	return NULL;
}

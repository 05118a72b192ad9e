/* SPDX-License-Identifier: MIT */
#include "snapshot/elsewhere.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "git/objects.h"
#include "git/plumbing.h"
#include "snapshot/snapshot.h"

enum place {
	RECORD,
	FOLDER,
	PLACES,
};

/* A version of the record, found by its blob. */
struct version {
	const char *oid;
	struct pm_record record;
};

struct reader {
	struct pm_elsewhere *out;
	const struct pm_source *source;
	const struct pm_policy *policy;
	const struct pm_record *here;
	struct version **version;
	size_t nr;
	size_t alloc;
};

const enum pm_field *pm_elsewhere_fields(enum pm_kind kind)
{
	static const enum pm_field action[PM_ELSEWHERE_FIELDS] = {
		PM_F_STATE, PM_F_OWNER, PM_F_DUE
	};
	static const enum pm_field postmortem[PM_ELSEWHERE_FIELDS] = {
		PM_F_STATUS, PM_F_SEVERITY, PM_F_OWNER
	};

	return kind == PM_ACTION ? action : postmortem;
}

const char *pm_elsewhere_value(const struct pm_record *record,
			       enum pm_field field)
{
	const char *text = pm_record_text(record, field);

	if (text || record->is_unreadable)
		return text;
	if (field == PM_F_STATE)
		return pm_state_name[pm_record_state(record)];
	if (field == PM_F_STATUS)
		return pm_status_name[pm_record_status(record)];
	return NULL;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* Of two that cannot be read, nothing differs that could be told. */
static bool is_same(const struct pm_record *a, const struct pm_record *b)
{
	const enum pm_field *field;

	if (!a || !b || a->is_unreadable != b->is_unreadable)
		return a == b;
	field = pm_elsewhere_fields(a->kind);
	for (size_t i = 0; i < PM_ELSEWHERE_FIELDS; i++)
		if (!same_text(pm_elsewhere_value(a, field[i]),
			       pm_elsewhere_value(b, field[i])))
			return false;
	return true;
}

static int read_version(const struct pm_record **out, struct reader *r,
			const char *oid, struct pm_error *err)
{
	struct version *v;
	int code;

	for (size_t i = 0; i < r->nr; i++) {
		if (strcmp(r->version[i]->oid, oid) != 0)
			continue;
		*out = &r->version[i]->record;
		return PM_OK;
	}
	v = pm_arena_alloc(&r->out->arena, sizeof(*v));
	v->oid = oid;
	v->record = (struct pm_record){ .kind = r->here->kind,
					.id = r->here->id,
					.path = r->here->path, .oid = oid };
	code = pm_record_load(&v->record, &r->out->arena, r->source,
			      r->policy, PM_READ_FIELDS, err);
	/* A folder in its place is no record that could be read. */
	if (code == PM_EINVALID) {
		v->record.is_unreadable = true;
		code = PM_OK;
	}
	PM_GROW(r->version, r->nr, r->alloc);
	r->version[r->nr++] = v;
	*out = &v->record;
	return code;
}

static void put(struct reader *r, const struct pm_branch *branch,
		const struct pm_record *record)
{
	struct pm_elsewhere *out = r->out;
	struct pm_elsewhere_group *group = NULL;

	if (record && is_same(record, r->here)) {
		out->same++;
		return;
	}
	for (size_t i = 0; i < out->nr && !group; i++)
		if (is_same(out->group[i].record, record))
			group = &out->group[i];
	if (!group) {
		PM_GROW(out->group, out->nr, out->alloc);
		group = &out->group[out->nr++];
		*group = (struct pm_elsewhere_group){ .record = record };
	}
	PM_GROW(group->branch, group->nr, group->alloc);
	group->branch[group->nr++] = branch;
}

/* Branches that once had it: those that hold the last commit that added it. */
static int find_former(bool **out, struct pm_elsewhere *elsewhere,
		       struct pm_repo *repo, const char *path,
		       struct pm_error *err)
{
	const struct pm_branches *branches = &elsewhere->branches;
	struct pm_strlist argv = { 0 };
	struct pm_buf text = { 0 };
	int code = PM_OK;

	*out = pm_arena_alloc(&elsewhere->arena, branches->nr * sizeof(**out));
	pm_strlist_add(&argv, "git");
	pm_strlist_add(&argv, "log");
	pm_strlist_add(&argv, "-1");
	pm_strlist_add(&argv, "--diff-filter=A");
	pm_strlist_add(&argv, "--no-renames");
	pm_strlist_add(&argv, "--no-show-signature");
	pm_strlist_add(&argv, "--format=%H");
	pm_strlist_add(&argv, "HEAD");
	pm_strlist_add(&argv, "--");
	pm_git_path_here(&argv, repo, path);
	/* An unborn branch has added nothing. */
	if (pm_git(&argv, &text, &(struct pm_error){ 0 }) >= 0)
		pm_buf_rtrim(&text);
	if (pm_is_oid(pm_buf_str(&text)))
		code = pm_branches_contain(*out, branches, pm_buf_str(&text),
					   err);
	pm_strlist_release(&argv);
	pm_buf_release(&text);
	return code;
}

static int sort_out(struct reader *r, struct pm_error *err)
{
	struct pm_elsewhere *out = r->out;
	bool *had = NULL;
	int code = PM_OK;

	pm_objects_expect(r->source->repo, out->branches.nr);
	for (size_t i = 0; i < out->branches.nr && code >= 0; i++) {
		const struct pm_branch *branch = &out->branches.item[i];
		const struct pm_record *record = NULL;

		if (branch->oid[RECORD])
			code = read_version(&record, r, branch->oid[RECORD],
					    err);
		else if (!branch->oid[FOLDER] && !had)
			code = find_former(&had, out, r->source->repo,
					   r->here->path, err);
		if (code >= 0 &&
		    (record || branch->oid[FOLDER] || (had && had[i])))
			put(r, branch, record);
	}
	return code;
}

int pm_elsewhere_read(struct pm_elsewhere *out, struct pm_repo *repo,
		      const struct pm_policy *policy,
		      const struct pm_record *here, const char *folder,
		      struct pm_error *err)
{
	const char *path[PLACES] = { [RECORD] = here->path,
				     [FOLDER] = folder };
	const struct pm_source source = { .repo = repo, .place = PM_COMMIT };
	struct reader reader = { .out = out, .source = &source,
				 .policy = policy, .here = here };
	int code;

	memset(out, 0, sizeof(*out));
	code = pm_branches_read(&out->branches, &out->arena, path, PLACES,
				err);
	if (code >= 0)
		code = sort_out(&reader, err);
	free(reader.version);
	return code;
}

void pm_elsewhere_release(struct pm_elsewhere *elsewhere)
{
	for (size_t i = 0; i < elsewhere->nr; i++)
		free(elsewhere->group[i].branch);
	free(elsewhere->group);
	pm_branches_release(&elsewhere->branches);
	pm_arena_release(&elsewhere->arena);
	memset(elsewhere, 0, sizeof(*elsewhere));
}

int pm_elsewhere_has(bool *out, const struct pm_policy *policy,
		     const char *id, unsigned kinds, struct pm_error *err)
{
	size_t len = strcspn(id, "/");
	const char *item = id[len] ? id + len + 1 : NULL;
	struct pm_branches branches = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_buf path = { 0 };
	const char *where;
	int code = PM_OK;

	*out = false;
	if (pm_name_problem(id, len) ||
	    (item && pm_name_problem(item, strlen(item))) ||
	    !(kinds & (item ? PM_ACTION : PM_POSTMORTEM)))
		return PM_OK;
	pm_id_to_path(&path, policy, pm_arena_strndup(&arena, id, len), item);
	where = pm_buf_str(&path);
	code = pm_branches_read(&branches, &arena, &where, 1, err);
	for (size_t i = 0; code >= 0 && i < branches.nr && !*out; i++)
		*out = branches.item[i].oid[0];
	pm_branches_release(&branches);
	pm_arena_release(&arena);
	pm_buf_release(&path);
	return code;
}

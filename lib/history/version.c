/* SPDX-License-Identifier: MIT */
#include "history/version.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "git/objects.h"

struct pm_version {
	struct pm_version *next; /* in the list of retired ones */
	struct pm_arena arena;
	struct pm_record record; /* with its body */
	size_t event;		 /* the last that used it */
};

static void free_version(struct pm_version *version)
{
	if (!version)
		return;
	pm_arena_release(&version->arena);
	free(version);
}

static void free_retired(struct pm_versions *versions)
{
	while (versions->retired) {
		struct pm_version *next = versions->retired->next;

		free_version(versions->retired);
		versions->retired = next;
	}
}

void pm_versions_next(struct pm_versions *versions)
{
	versions->event++;
	free_retired(versions);
	pm_arena_release(&versions->arena);
}

void pm_versions_release(struct pm_versions *versions)
{
	for (size_t i = 0; i < PM_VERSIONS_KEPT; i++)
		free_version(versions->slot[i]);
	free_retired(versions);
	pm_arena_release(&versions->arena);
	memset(versions, 0, sizeof(*versions));
}

/* FNV-1a. */
static size_t slot_of(const char *path, const char *oid)
{
	uint32_t hash = 2166136261u;

	for (; *path; path++)
		hash = (hash ^ (unsigned char)*path) * 16777619u;
	for (; *oid; oid++)
		hash = (hash ^ (unsigned char)*oid) * 16777619u;
	return hash % PM_VERSIONS_KEPT;
}

static int read_record(struct pm_record *record, struct pm_arena *arena,
		       struct pm_versions *versions, enum pm_read what,
		       struct pm_error *err)
{
	size_t limit = record->kind == PM_ACTION ? PM_MAX_ACTION :
						   PM_MAX_DOCUMENT;
	struct pm_buf text = { 0 };
	size_t size = 0;
	int code;

	code = pm_object_read(&text, &size, versions->repo, record->oid, limit,
			      err);
	if (code >= 0)
		pm_record_read(record, arena,
			       size > limit ? NULL : pm_buf_str(&text), size,
			       versions->policy, what);
	else
		pm_error_wrap(err, "%s", record->path);
	pm_buf_release(&text);
	return code;
}

static void set_record(struct pm_record *record, struct pm_arena *arena,
		       enum pm_kind kind, const char *id, const char *path,
		       const char *oid)
{
	record->kind = kind;
	record->id = pm_arena_strdup(arena, id);
	record->path = pm_arena_strdup(arena, path);
	record->oid = pm_arena_strdup(arena, oid);
}

static bool is_same(const struct pm_record *record, enum pm_kind kind,
		    const char *id, const char *path, const char *oid)
{
	return record->kind == kind && !strcmp(record->oid, oid) &&
	       !strcmp(record->path, path) && !strcmp(record->id, id);
}

int pm_version_get(const struct pm_record **out, struct pm_versions *versions,
		   enum pm_kind kind, const char *id, const char *path,
		   const char *oid, enum pm_read what, struct pm_error *err)
{
	struct pm_version **slot = &versions->slot[slot_of(path, oid)];
	struct pm_version *version = *slot;
	struct pm_record *record;
	int code;

	if (version && is_same(&version->record, kind, id, path, oid)) {
		version->event = versions->event;
		*out = &version->record;
		return PM_OK;
	}
	if (!(what & PM_READ_BODY)) {
		record = pm_arena_alloc(&versions->arena, sizeof(*record));
		set_record(record, &versions->arena, kind, id, path, oid);
		code = read_record(record, &versions->arena, versions, what,
				   err);
		*out = record;
		return code;
	}
	if (version && version->event == versions->event) {
		version->next = versions->retired;
		versions->retired = version;
	} else {
		free_version(version);
	}
	*slot = version = pm_xcalloc(1, sizeof(*version));
	version->event = versions->event;
	set_record(&version->record, &version->arena, kind, id, path, oid);
	code = read_record(&version->record, &version->arena, versions, what,
			   err);
	if (code < 0) {
		free_version(version);
		*slot = NULL;
		return code;
	}
	*out = &version->record;
	return PM_OK;
}

/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <string.h>

#include "base/path.h"

/* An item's file keeps its name where it lies; a document's is any README. */
static bool is_its_name(const struct pm_check *check,
			const struct pm_record *old, const char *path)
{
	/* Another record is not this one. */
	return old->kind == PM_ACTION &&
	       pm_path_is_within(path, check->policy->root) &&
	       !pm_path_is_record(check->policy, path, PM_MODE_FILE) &&
	       !strcmp(pm_path_base(path), pm_path_base(old->path));
}

/* Where a record belongs lies another one, whatever it is like. */
static bool is_in_place(const struct pm_check *check, const char *path)
{
	struct pm_buf id = { 0 }, item = { 0 }, document = { 0 };
	bool is = pm_path_to_id(&id, &item, check->policy, path);

	if (is)
		pm_id_to_path(&document, check->policy, pm_buf_str(&id), NULL);
	is = is && (item.len || !strcmp(pm_buf_str(&document), path));
	pm_buf_release(&id);
	pm_buf_release(&item);
	pm_buf_release(&document);
	return is;
}

const char *pm_misplaced(const struct pm_check *check,
			 const struct pm_record *old)
{
	const char *by_name = NULL;

	if (!old->path)
		return NULL;
	for (size_t i = 0; check->deltas && i < check->deltas->nr; i++) {
		const struct pm_delta *delta = &check->deltas->item[i];

		if (delta->old_oid || !delta->new_oid)
			continue;
		if (is_in_place(check, delta->path))
			continue;
		if (old->oid && !strcmp(delta->new_oid, old->oid))
			return delta->path;
		if (!by_name && is_its_name(check, old, delta->path))
			by_name = delta->path;
	}
	return by_name;
}

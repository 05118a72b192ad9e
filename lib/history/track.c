/* SPDX-License-Identifier: MIT */
#include "history/track.h"

#include <string.h>

#include "base/path.h"
#include "snapshot/snapshot.h"

void pm_track_add(struct pm_track *track, const char *path, const char *id)
{
	if (pm_strlist_has(&track->path, path))
		return;
	pm_strlist_add(&track->path, path);
	pm_strlist_add(&track->id, id);
}

void pm_track_release(struct pm_track *track)
{
	pm_strlist_release(&track->path);
	pm_strlist_release(&track->id);
}

bool pm_path_identify(struct pm_buf *id, enum pm_kind *kind,
		       const struct pm_policy *policy, const char *path)
{
	struct pm_buf item = { 0 }, whole = { 0 };
	bool is_record;

	pm_buf_reset(id);
	is_record = pm_path_to_id(id, &item, policy, path);
	if (is_record) {
		/* An attachment belongs to a post-mortem but is no record. */
		pm_id_to_path(&whole, policy, pm_buf_str(id),
			      item.len ? pm_buf_str(&item) : NULL);
		is_record = !strcmp(pm_buf_str(&whole), path);
		*kind = item.len ? PM_ACTION : PM_POSTMORTEM;
	}
	if (is_record && item.len)
		pm_buf_addf(id, "/%s", pm_buf_str(&item));
	pm_buf_release(&item);
	pm_buf_release(&whole);
	return is_record;
}

bool pm_track_follows(const struct pm_track *track, const char *path)
{
	if (!track->path.nr)
		return true;
	for (size_t i = 0; i < track->path.nr; i++) {
		if (pm_path_is_within(path, track->path.item[i]))
			return true;
	}
	return false;
}

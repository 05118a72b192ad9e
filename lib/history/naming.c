/* SPDX-License-Identifier: MIT */
#include "history/naming.h"

#include <string.h>
#include <strings.h>

#include "history/history.h"
#include "snapshot/resolve.h"

int pm_naming_open(struct pm_naming *out, struct pm_repo *repo,
		   const char *tip, struct pm_error *err)
{
	struct pm_source source = { .repo = repo, .place = PM_COMMIT,
				    .base = pm_xstrdup(tip) };
	int code;

	memset(out, 0, sizeof(*out));
	out->tip = pm_arena_strdup(&out->arena, tip);
	code = pm_snapshot_open(&out->snapshot, &source, err);
	if (code >= 0)
		code = pm_snapshot_list(&out->snapshot, NULL, 0, err);
	return code;
}

static void set(struct pm_meant *out, struct pm_postmortem *pm,
		struct pm_record *action)
{
	*out = (struct pm_meant){
		.kind = action ? PM_ACTION : PM_POSTMORTEM,
		.id = action ? action->id : pm->id,
		.record = action ? action : &pm->record,
	};
}

static bool find_whole(struct pm_meant *out, struct pm_naming *naming,
		       const char *id, unsigned kinds)
{
	const char *slash = strchr(id, '/');
	char *folder = pm_arena_strndup(&naming->arena, id,
					strcspn(id, "/"));
	struct pm_postmortem *pm = pm_snapshot_find(&naming->snapshot, folder);
	struct pm_record *action;

	if (!pm || !(kinds & (slash ? PM_ACTION : PM_POSTMORTEM)))
		return false;
	action = slash ? pm_postmortem_action(pm, slash + 1) : NULL;
	if (slash && !action)
		return false;
	set(out, pm, action);
	return true;
}

static int read_former(struct pm_naming *naming, struct pm_error *err)
{
	if (naming->has_former)
		return PM_OK;
	naming->has_former = true;
	return pm_former_read(&naming->former, &naming->arena,
			      naming->snapshot.source.repo,
			      &naming->snapshot.policy, naming->tip, err);
}

static int find_gone(struct pm_meant *out, struct pm_naming *naming,
		     const char *id, unsigned kinds, struct pm_error *err)
{
	bool is_item = strchr(id, '/') != NULL;
	int code = PM_OK;

	if (!naming->has_gone)
		code = pm_history_find_gone(&naming->gone,
					    naming->snapshot.source.repo,
					    &naming->snapshot.policy,
					    naming->tip, "", NULL, err);
	naming->has_gone = true;
	for (size_t i = 0; i < naming->gone.nr && code >= 0; i++) {
		if (strcasecmp(naming->gone.item[i], id) != 0 ||
		    !(kinds & (is_item ? PM_ACTION : PM_POSTMORTEM)))
			continue;
		*out = (struct pm_meant){
			.kind = is_item ? PM_ACTION : PM_POSTMORTEM,
			.id = naming->gone.item[i],
		};
	}
	return code;
}

/* From name to name, until one stands at the tip. Else *last is the last of
 * them. */
static bool find_renamed(struct pm_meant *out, struct pm_naming *naming,
			 const char *id, unsigned kinds, const char **last)
{
	/* As many steps as there are renames: more lead round in circles. */
	for (size_t i = 0; id && i <= naming->former.nr; i++) {
		*last = id;
		if (find_whole(out, naming, id, kinds))
			return true;
		id = pm_former_next(&naming->former, id);
	}
	return false;
}

/* Whether words are a part of an id, "part/part" of each half. */
static bool is_part(const char *id, const char *words)
{
	size_t folder = strcspn(id, "/"), len = strcspn(words, "/");

	if (!words[len])
		return strcasestr(id[folder] ? id + folder + 1 : id, words);
	for (size_t i = 0; id[folder] && i + len <= folder; i++)
		if (!strncasecmp(id + i, words, len))
			return strcasestr(id + folder + 1, words + len + 1);
	return false;
}

/* The one record that a part of a former id leads to. */
static void find_former_part(struct pm_meant *out, struct pm_naming *naming,
			     const char *words, unsigned kinds)
{
	const struct pm_former *former = &naming->former;
	struct pm_meant found = { 0 }, meant;
	const char *last;

	for (size_t i = 0; i < former->nr; i++) {
		const char *from = former->item[i].from;
		bool is_item = strchr(from, '/') != NULL;

		if (!(kinds & (is_item ? PM_ACTION : PM_POSTMORTEM)) ||
		    !is_part(from, words) ||
		    !find_renamed(&meant, naming, from, kinds, &last))
			continue;
		if (found.id && strcmp(found.id, meant.id) != 0)
			return;
		found = meant;
	}
	*out = found;
}

int pm_naming_find(struct pm_meant *out, struct pm_naming *naming,
		   const char *words, unsigned kinds, struct pm_error *err)
{
	struct pm_named named = { 0 };
	struct pm_error why = { 0 };
	const char *last = words;
	int code;

	*out = (struct pm_meant){ 0 };
	if (find_whole(out, naming, words, kinds))
		return PM_OK;
	code = read_former(naming, err);
	if (code < 0)
		return code;
	if (find_renamed(out, naming, words, kinds, &last))
		return PM_OK;
	code = pm_resolve(&named, &naming->snapshot, words, "", kinds, &why);
	if (code >= 0) {
		set(out, named.postmortem, named.action);
		return PM_OK;
	}
	if (code == PM_EAMBIGUOUS)
		return PM_OK;
	find_former_part(out, naming, words, kinds);
	return out->id ? PM_OK :
			 find_gone(out, naming, last, kinds, err);
}

void pm_naming_release(struct pm_naming *naming)
{
	pm_snapshot_release(&naming->snapshot);
	pm_former_release(&naming->former);
	pm_strlist_release(&naming->gone);
	pm_arena_release(&naming->arena);
}

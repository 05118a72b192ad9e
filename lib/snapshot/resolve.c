/* SPDX-License-Identifier: MIT */
#include "snapshot/resolve.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"

/* How well a name fits, from best to worst. */
enum fit {
	FIT_WHOLE,
	FIT_START,
	FIT_PART,
	FIT_NONE,
};

#define CANDIDATES_SHOWN 8

static enum fit fit(const char *id, const char *name, size_t len)
{
	if (!strncasecmp(id, name, len))
		return id[len] ? FIT_START : FIT_WHOLE;
	for (; *id; id++) {
		if (!strncasecmp(id, name, len))
			return FIT_PART;
	}
	return FIT_NONE;
}

/* An id is dated: what follows the date is as good a beginning. */
static enum fit fit_postmortem(const char *id, const char *name, size_t len)
{
	enum fit best = fit(id, name, len);
	const char *title = id;
	pm_date date;
	char day[PM_DATE_LEN] = { 0 };

	if (best != FIT_PART || strlen(id) < PM_DATE_LEN)
		return best;
	memcpy(day, id, PM_DATE_LEN - 1);
	if (!pm_date_parse(&date, day) || id[PM_DATE_LEN - 1] != '-')
		return best;
	title += PM_DATE_LEN;
	if (!strncasecmp(title, name, len))
		return FIT_START;
	return best;
}

struct search {
	struct pm_named found[CANDIDATES_SHOWN + 1];
	size_t nr;
	enum fit best;
};

static void offer(struct search *search, enum fit how,
		  struct pm_postmortem *pm, struct pm_record *action)
{
	if (how == FIT_NONE || how > search->best)
		return;
	if (how < search->best)
		search->nr = 0;
	search->best = how;
	if (search->nr <= CANDIDATES_SHOWN)
		search->found[search->nr] = (struct pm_named){ pm, action };
	search->nr++;
}

static void search_postmortems(struct search *search,
			       const struct pm_snapshot *snapshot,
			       const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < snapshot->nr; i++)
		offer(search, fit_postmortem(snapshot->item[i].id, name, len),
		      &snapshot->item[i], NULL);
}

static enum fit worse(enum fit a, enum fit b)
{
	return a > b ? a : b;
}

static void search_actions(struct search *search,
			   const struct pm_snapshot *snapshot,
			   const char *name)
{
	const char *slash = strchr(name, '/');
	const char *item = slash ? slash + 1 : name;
	size_t item_len = strlen(item);

	for (size_t i = 0; i < snapshot->nr; i++) {
		struct pm_postmortem *pm = &snapshot->item[i];
		enum fit outer = FIT_WHOLE;

		if (slash)
			outer = fit_postmortem(pm->id, name,
					       (size_t)(slash - name));
		for (size_t a = 0; outer != FIT_NONE && a < pm->actions; a++) {
			struct pm_record *action = &pm->action[a];

			offer(search,
			      worse(outer, fit(pm_record_name(action), item,
					       item_len)),
			      pm, action);
		}
	}
}

/* A path of a record, or of its folder. */
static bool find_path(struct pm_named *out, const struct pm_snapshot *snapshot,
		      const char *name, const char *prefix, unsigned kinds)
{
	struct pm_buf path = { 0 }, id = { 0 }, item = { 0 };
	struct pm_postmortem *pm = NULL;
	struct pm_record *action = NULL;
	bool found = false;

	if (pm_path_from_prefix(&path, prefix, name) &&
	    pm_path_to_id(&id, &item, &snapshot->policy, pm_buf_str(&path)))
		pm = pm_snapshot_find(snapshot, pm_buf_str(&id));
	if (pm && item.len)
		action = pm_postmortem_action(pm, pm_buf_str(&item));
	if (action)
		found = kinds & PM_ACTION;
	else if (pm && (kinds & PM_POSTMORTEM))
		found = !strcmp(pm_buf_str(&path), pm->folder) ||
			(pm->record.path &&
			 !strcmp(pm_buf_str(&path), pm->record.path));
	if (found)
		*out = (struct pm_named){ pm, action };
	pm_buf_release(&path);
	pm_buf_release(&id);
	pm_buf_release(&item);
	return found;
}

static const char *id_of(const struct pm_named *named)
{
	return named->action ? named->action->id : named->postmortem->id;
}

static const char *what(unsigned kinds)
{
	switch (kinds) {
	case PM_POSTMORTEM:
		return "post-mortem";
	case PM_ACTION:
		return "action item";
	default:
		return "post-mortem or action item";
	}
}

static int ambiguous(const struct search *search, const char *name,
		     unsigned kinds, struct pm_error *err)
{
	struct pm_buf list = { 0 };
	size_t shown = search->nr < CANDIDATES_SHOWN ? search->nr :
						       CANDIDATES_SHOWN;
	int code;

	for (size_t i = 0; i < shown; i++)
		pm_buf_addf(&list, "\n  %s", id_of(&search->found[i]));
	if (search->nr > shown)
		pm_buf_addf(&list, "\n  and %zu more", search->nr - shown);
	code = pm_fail(err, PM_EAMBIGUOUS,
		       "\"%s\" fits more than one %s:%s", name, what(kinds),
		       pm_buf_str(&list));
	pm_buf_release(&list);
	return code;
}

static int not_found(const struct pm_snapshot *snapshot, const char *name,
		     unsigned kinds, struct pm_error *err)
{
	const struct pm_oddity *root = pm_snapshot_oddity(snapshot, "");
	size_t nr = 0, all = 0;
	const char **names, *near;
	int code;

	if (root)
		return pm_fail(err, PM_EINVALID, "%s: %s; %s", root->path,
			       root->why, root->fix);
	for (size_t i = 0; i < snapshot->nr; i++)
		all += 1 + snapshot->item[i].actions;
	names = pm_xmalloc((all + 1) * sizeof(*names));
	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		if (kinds & PM_POSTMORTEM)
			names[nr++] = pm->id;
		for (size_t a = 0; (kinds & PM_ACTION) && a < pm->actions; a++)
			names[nr++] = strchr(name, '/') ?
					      pm->action[a].id :
					      pm_record_name(&pm->action[a]);
	}
	near = pm_nearest(name, names, nr);
	if (near)
		code = pm_fail(err, PM_ENOTFOUND,
			       "no %s \"%s\"; did you mean \"%s\"?",
			       what(kinds), name, near);
	else
		code = pm_fail(err, PM_ENOTFOUND, "no %s \"%s\"", what(kinds),
			       name);
	free(names);
	return code;
}

int pm_resolve(struct pm_named *out, const struct pm_snapshot *snapshot,
	       const char *name, const char *prefix, unsigned kinds,
	       struct pm_error *err)
{
	struct search search = { .best = FIT_NONE };

	if (!*name)
		return pm_fail(err, PM_EINVALID, "an empty name names nothing");
	if (find_path(out, snapshot, name, prefix, kinds))
		return PM_OK;
	if ((kinds & PM_POSTMORTEM) && !strchr(name, '/'))
		search_postmortems(&search, snapshot, name);
	if ((kinds & PM_ACTION) &&
	    (search.best > FIT_START || !(kinds & PM_POSTMORTEM)))
		search_actions(&search, snapshot, name);
	if (search.nr == 1) {
		*out = search.found[0];
		return PM_OK;
	}
	if (search.nr)
		return ambiguous(&search, name, kinds, err);
	return not_found(snapshot, name, kinds, err);
}

/* SPDX-License-Identifier: MIT */
#include "snapshot/resolve.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"
#include "git/user_path.h"

/* How well a name fits, from best to worst. */
enum fit {
	FIT_SAME, /* also in case */
	FIT_WHOLE,
	FIT_START,
	FIT_PART,
	FIT_NONE,
};

#define CANDIDATES_SHOWN 8

static enum fit fit(const char *id, const char *name, size_t len)
{
	if (!strncmp(id, name, len) && !id[len])
		return FIT_SAME;
	if (!strncasecmp(id, name, len))
		return id[len] ? FIT_START : FIT_WHOLE;
	for (; *id; id++) {
		if (!strncasecmp(id, name, len))
			return FIT_PART;
	}
	return FIT_NONE;
}

const char *pm_id_without_date(const char *id)
{
	char day[PM_DATE_LEN] = { 0 };
	pm_date date;

	if (strlen(id) < PM_DATE_LEN || id[PM_DATE_LEN - 1] != '-')
		return id;
	memcpy(day, id, PM_DATE_LEN - 1);
	return pm_date_parse(&date, day) ? id + PM_DATE_LEN : id;
}

static enum fit fit_postmortem(const char *id, const char *name, size_t len)
{
	enum fit best = fit(id, name, len);
	enum fit undated = fit(pm_id_without_date(id), name, len);

	/* The same words may stand behind two dates. */
	if (undated == FIT_SAME)
		undated = FIT_WHOLE;
	return undated < best ? undated : best;
}

struct search {
	struct pm_named found[CANDIDATES_SHOWN + 1];
	size_t nr;
	enum fit best;
	enum fit best_item; /* where several are the best */
};

/* `item`: how well the item's own name fits, where a folder was named too. */
static void offer(struct search *search, enum fit how, enum fit item,
		  struct pm_postmortem *pm, struct pm_record *action)
{
	if (how == FIT_NONE || how > search->best ||
	    (how == search->best && item > search->best_item))
		return;
	/* A post-mortem goes before an item that fits no better. */
	if (how == search->best && action && search->nr &&
	    !search->found[0].action)
		return;
	if (how < search->best || item < search->best_item)
		search->nr = 0;
	search->best = how;
	search->best_item = item;
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
		      FIT_SAME, &snapshot->item[i], NULL);
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
		enum fit outer = FIT_SAME;

		if (slash)
			outer = fit_postmortem(pm->id, name,
					       (size_t)(slash - name));
		for (size_t a = 0; outer != FIT_NONE && a < pm->actions; a++) {
			struct pm_record *action = &pm->action[a];
			enum fit inner = fit(pm_record_name(action), item,
					     item_len);

			offer(search, worse(outer, inner),
			      slash ? inner : FIT_SAME, pm, action);
		}
	}
}

/* A path of a record, or of its folder. */
static bool find_path(struct pm_named *out, const struct pm_snapshot *snapshot,
		      const char *name, const char *prefix, unsigned kinds)
{
	const struct pm_repo *repo = snapshot->source.repo;
	struct pm_buf path = { 0 }, id = { 0 }, item = { 0 };
	struct pm_postmortem *pm = NULL;
	struct pm_record *action = NULL;
	bool found = false;

	if (pm_user_path(&path, repo, prefix, name) &&
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

/* Words that may have been meant, and the id that each stands for. */
struct guesses {
	struct pm_arena arena;
	const char **word;
	const char **id;
	size_t nr, alloc, id_alloc;
	size_t typed; /* bytes of what was typed */
	bool cut;     /* beginnings instead of whole names */
};

static void add_guess(struct guesses *g, const char *word, const char *id)
{
	PM_GROW(g->word, g->nr, g->alloc);
	if (g->id_alloc < g->alloc) {
		g->id_alloc = g->alloc;
		g->id = pm_xrealloc(g->id, g->id_alloc * sizeof(*g->id));
	}
	g->word[g->nr] = word;
	g->id[g->nr++] = id;
}

/* People type the beginning of a name: cut to about that length, only their
 * mistakes count. */
static void add_name(struct guesses *g, const char *name, const char *id)
{
	size_t len = strlen(name);

	if (!g->cut)
		add_guess(g, name, id);
	for (size_t cut = g->typed - 1; g->cut && cut <= g->typed + 1; cut++) {
		if (cut && cut < len)
			add_guess(g, pm_arena_strndup(&g->arena, name, cut),
				  id);
	}
}

static void collect_guesses(struct guesses *g,
			    const struct pm_snapshot *snapshot,
			    unsigned kinds, bool with_folder)
{
	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		if ((kinds & PM_POSTMORTEM) && !with_folder) {
			add_name(g, pm->id, pm->id);
			add_name(g, pm_id_without_date(pm->id), pm->id);
		}
		for (size_t a = 0; (kinds & PM_ACTION) && a < pm->actions;
		     a++) {
			const struct pm_record *action = &pm->action[a];

			if (with_folder) {
				add_name(g, action->id, action->id);
				add_name(g, pm_id_without_date(action->id),
					 action->id);
			} else {
				add_name(g, pm_record_name(action),
					 pm_record_name(action));
			}
		}
	}
}

static const char *guess(struct guesses *g, const struct pm_snapshot *snapshot,
			 const char *name, unsigned kinds)
{
	const char *near;

	g->nr = 0;
	collect_guesses(g, snapshot, kinds, strchr(name, '/'));
	near = pm_nearest(name, g->word, g->nr);
	for (size_t i = 0; near && i < g->nr; i++) {
		if (g->word[i] == near)
			return g->id[i];
	}
	return NULL;
}

/* The one record of the other kind that the name would fit. */
static const char *other_kind(const struct pm_snapshot *snapshot,
			      const char *name, unsigned kinds)
{
	struct search search = { .best = FIT_NONE, .best_item = FIT_NONE };

	if (kinds == PM_POSTMORTEM)
		search_actions(&search, snapshot, name);
	else if (kinds == PM_ACTION && !strchr(name, '/'))
		search_postmortems(&search, snapshot, name);
	return search.nr == 1 ? id_of(&search.found[0]) : NULL;
}

static int not_found(const struct pm_snapshot *snapshot, const char *name,
		     unsigned kinds, struct pm_error *err)
{
	const struct pm_oddity *root = pm_snapshot_oddity(snapshot, "");
	struct guesses g = { .typed = strlen(name) };
	const char *id;
	int code;

	if (root)
		return pm_oddity_fail(root, err);
	id = other_kind(snapshot, name, kinds);
	if (id)
		return pm_fail(err, PM_ENOTFOUND, "no %s \"%s\"; \"%s\" is %s",
			       what(kinds), name, id,
			       kinds == PM_ACTION ? "a post-mortem" :
						    "an action item");
	id = guess(&g, snapshot, name, kinds);
	if (!id) {
		g.cut = true;
		id = guess(&g, snapshot, name, kinds);
	}
	code = pm_fail(err, PM_ENOTFOUND, "no %s \"%s\"%s%s%s", what(kinds),
		       name, id ? "; did you mean \"" : "", id ? id : "",
		       id ? "\"?" : "");
	free(g.word);
	free(g.id);
	pm_arena_release(&g.arena);
	return code;
}

int pm_resolve(struct pm_named *out, const struct pm_snapshot *snapshot,
	       const char *name, const char *prefix, unsigned kinds,
	       struct pm_error *err)
{
	struct search search = { .best = FIT_NONE,
				 .best_item = FIT_NONE };

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

/* SPDX-License-Identifier: MIT */
#include "snapshot/snapshot.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/path.h"
#include "base/text.h"
#include "git/drivers.h"

/* How files lie in a repository: <root>/<folder>/README.md and
 * <root>/<folder>/actions/<item>.md. Everything else there is the authors'. */
#define DOCUMENT "README.md"
#define ACTIONS "actions"
#define ENDING ".md"

const char *const pm_record_pattern[PM_RECORD_PATTERNS + 1] = {
	"*/" DOCUMENT, "*/" ACTIONS "/*" ENDING, NULL,
};

#define FIELDS                                                               \
	"(title|status|state|severity|owner|lead|team|teams|services|incident|" \
	"started|detected|mitigated|resolved|debrief|type|priority|due|"      \
	"ticket|evidence|reason|waivers|formerly|imported):.*|"
#define DEBRIEF "(date|facilitator|attendees|recording):.*)$"
static const char *const older_headings[] = {
	"^(##+[ \t].*|---[ \t]*|" FIELDS "[ \t]+" DEBRIEF, NULL
};
/* A # would have to be quoted (git/drivers.c): it is what is nothing else. */
const struct pm_driver_text pm_record_headings = {
	.now = "^([^][:alnum:][:space:]!$%&'()*+,./:<=>?@^_`{|}~-]{2,} .*|"
	       "--- *|" FIELDS " +" DEBRIEF,
	.older = older_headings,
	.sign = "(title|status|state|severity|owner|",
};

struct place {
	const char *folder; /* the part that names the post-mortem, and */
	size_t folder_len;
	const char *rest; /* what stands behind its slash; NULL: nothing */
	const char *item; /* an action item's name, and */
	size_t item_len;
	bool is_document;
	bool is_below_document; /* the document is a folder */
	bool is_actions; /* the actions folder itself */
	const char *meant; /* a name of ours that it has but for the case */
};

/* What git takes for another name, and people, forges and many machines for
 * ours. */
static const char *find_meant(const struct place *place)
{
	const char *rest = place->rest;
	size_t len = strlen(rest), skip = strlen(ACTIONS "/");

	if (place->is_document || place->item)
		return NULL;
	if (!strcasecmp(rest, DOCUMENT))
		return DOCUMENT;
	if (!strncasecmp(rest, ACTIONS "/", skip) && rest[skip] != '.' &&
	    !strchr(rest + skip, '/') && len > skip + strlen(ENDING) &&
	    !strcasecmp(rest + len - strlen(ENDING), ENDING))
		return ACTIONS "/<item>" ENDING;
	return NULL;
}

/* False for a path outside of the root or directly in it. */
static bool find_place(struct place *out, const char *root, const char *path)
{
	size_t skip = strlen(root);
	const char *slash;

	memset(out, 0, sizeof(*out));
	if (skip) {
		if (strncmp(path, root, skip) || path[skip] != '/')
			return false;
		path += skip + 1;
	}
	/* .git, .postmortem, .github and the like are never post-mortems. */
	if (*path == '.' || !*path)
		return false;
	slash = strchr(path, '/');
	out->folder = path;
	out->folder_len = slash ? (size_t)(slash - path) : strlen(path);
	if (!slash)
		return true;
	out->rest = slash + 1;
	out->is_document = !strcmp(out->rest, DOCUMENT);
	out->is_below_document =
		!strncmp(out->rest, DOCUMENT "/", strlen(DOCUMENT "/"));
	out->is_actions = !strcmp(out->rest, ACTIONS);
	if (!strncmp(out->rest, ACTIONS "/", strlen(ACTIONS "/"))) {
		const char *name = out->rest + strlen(ACTIONS "/");
		size_t len = strlen(name);

		if (!strchr(name, '/') && *name != '.' &&
		    len > strlen(ENDING) &&
		    !strcmp(name + len - strlen(ENDING), ENDING)) {
			out->item = name;
			out->item_len = len - strlen(ENDING);
		}
	}
	out->meant = find_meant(out);
	return true;
}

bool pm_path_to_id(struct pm_buf *id, struct pm_buf *item,
		   const struct pm_policy *policy, const char *path)
{
	struct place place;

	if (!find_place(&place, policy->root, path))
		return false;
	pm_buf_add(id, place.folder, place.folder_len);
	if (item && place.item)
		pm_buf_add(item, place.item, place.item_len);
	return true;
}

bool pm_path_is_record(const struct pm_policy *policy, const char *path,
		       unsigned mode)
{
	struct place place;
	bool is_file = mode == PM_MODE_FILE || mode == PM_MODE_EXEC;

	if (*policy->root && !strcmp(path, policy->root))
		return true;
	if (!find_place(&place, policy->root, path))
		return false;
	return place.is_document || place.is_below_document || place.item ||
	       place.is_actions || place.meant || (!place.rest && !is_file);
}

void pm_id_to_path(struct pm_buf *path, const struct pm_policy *policy,
		   const char *id, const char *item)
{
	pm_path_join(path, policy->root, id);
	if (item)
		pm_buf_addf(path, "/" ACTIONS "/%s" ENDING, item);
	else
		pm_buf_addstr(path, "/" DOCUMENT);
}

static void odd(struct pm_snapshot *snapshot, const char *path, const char *id,
		const char *why, const char *fix)
{
	struct pm_oddity *oddity;

	PM_GROW(snapshot->odd, snapshot->odds, snapshot->odd_alloc);
	oddity = &snapshot->odd[snapshot->odds++];
	oddity->path = path;
	oddity->id = id;
	oddity->why = why;
	oddity->fix = fix;
}

/* A record must be a file: what a link points to is not in the commit. */
static bool is_file(struct pm_snapshot *snapshot, const struct pm_entry *entry,
		    const char *id)
{
	switch (entry->mode) {
	case PM_MODE_FILE:
	case PM_MODE_EXEC:
		return true;
	case PM_MODE_LINK:
		odd(snapshot, entry->path, id, "is a symbolic link",
		    "replace it by the file or folder itself");
		return false;
	case PM_MODE_GITLINK:
		odd(snapshot, entry->path, id, "is a submodule",
		    "keep post-mortems in this repository");
		return false;
	default:
		odd(snapshot, entry->path, id, "is not a regular file",
		    "replace it by a file");
		return false;
	}
}

static struct pm_postmortem *current(struct pm_snapshot *snapshot,
				     const struct place *place)
{
	struct pm_postmortem *last =
		snapshot->nr ? &snapshot->item[snapshot->nr - 1] : NULL;
	struct pm_buf folder = { 0 };

	if (last && strlen(last->id) == place->folder_len &&
	    !strncmp(last->id, place->folder, place->folder_len))
		return last;
	PM_GROW(snapshot->item, snapshot->nr, snapshot->alloc);
	last = &snapshot->item[snapshot->nr++];
	memset(last, 0, sizeof(*last));
	last->id = pm_arena_strndup(&snapshot->arena, place->folder,
				    place->folder_len);
	pm_path_join(&folder, snapshot->policy.root, last->id);
	last->folder = pm_arena_strdup(&snapshot->arena, pm_buf_str(&folder));
	pm_buf_release(&folder);
	return last;
}

/* A folder's place taken by something else. */
static void add_intruder(struct pm_snapshot *snapshot,
			 const struct pm_entry *entry,
			 const struct place *place, struct pm_postmortem *pm)
{
	pm->actions_are_odd = true;
	if (!place->rest)
		pm->document_is_odd = true;
	if (is_file(snapshot, entry, pm->id))
		odd(snapshot, entry->path, pm->id,
		    "is a file where the folder of action items belongs",
		    "give it another name");
}

static void add_below_document(struct pm_snapshot *snapshot,
			       struct pm_postmortem *pm)
{
	/* Once, however much lies in it. */
	if (!pm->document_is_odd)
		odd(snapshot,
		    pm_arena_printf(&snapshot->arena, "%s/" DOCUMENT,
				    pm->folder),
		    pm->id, "is a folder", "replace it by a file");
	pm->document_is_odd = true;
}

static void set_record(struct pm_record *record, enum pm_kind kind,
		       const char *id, const struct pm_entry *entry)
{
	memset(record, 0, sizeof(*record));
	record->kind = kind;
	record->id = id;
	record->path = entry->path;
	record->oid = entry->oid;
}

/* There are thousands: formatted printing would take most of the time. */
static const char *action_id(struct pm_arena *arena,
			     const struct pm_postmortem *pm,
			     const struct place *place)
{
	size_t len = strlen(pm->id);
	char *id = pm_arena_alloc(arena, len + 1 + place->item_len + 1);

	memcpy(id, pm->id, len);
	id[len] = '/';
	memcpy(id + len + 1, place->item, place->item_len);
	return id;
}

static void add_entry(struct pm_snapshot *snapshot,
		      const struct pm_entry *entry, const struct place *place)
{
	struct pm_postmortem *pm = current(snapshot, place);
	const char *bad;

	if (!place->rest || place->is_actions) {
		add_intruder(snapshot, entry, place, pm);
		return;
	}
	if (place->is_below_document)
		add_below_document(snapshot, pm);
	if (place->meant) {
		pm->document_is_odd |= !strcmp(place->meant, DOCUMENT);
		pm->actions_are_odd |= strcmp(place->meant, DOCUMENT) != 0;
		odd(snapshot, entry->path, pm->id,
		    pm_arena_printf(&snapshot->arena,
				    "its name differs from \"%s\" only in "
				    "case", place->meant),
		    "rename it");
	}
	if (!place->is_document && !place->item)
		return;
	if (!is_file(snapshot, entry, pm->id)) {
		pm->document_is_odd |= place->is_document;
		pm->actions_are_odd |= !place->is_document;
		return;
	}
	if (place->is_document) {
		bad = pm_name_problem(pm->id, strlen(pm->id));
		if (bad)
			odd(snapshot, entry->path, pm->id,
			    pm_arena_printf(&snapshot->arena,
					    "its folder's name %s", bad),
			    "rename the folder");
		set_record(&pm->record, PM_POSTMORTEM, pm->id, entry);
		return;
	}
	bad = pm_name_problem(place->item, place->item_len);
	if (bad)
		odd(snapshot, entry->path, pm->id,
		    pm_arena_printf(&snapshot->arena, "its name %s", bad),
		    "rename the file");
	PM_GROW(pm->action, pm->actions, pm->action_alloc);
	set_record(&pm->action[pm->actions++], PM_ACTION,
		   action_id(&snapshot->arena, pm, place), entry);
}

/* Names that differ only in case are one file on many machines. */
static void check_case(struct pm_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->nr; i++) {
		struct pm_postmortem *pm = &snapshot->item[i];

		for (size_t a = 1; a < pm->actions; a++) {
			/* Sorted bytewise, so that a pair may be apart. */
			for (size_t b = 0; b < a && pm->actions <=
							    PM_MAX_ACTIONS;
			     b++) {
				if (strcasecmp(pm->action[a].id,
					       pm->action[b].id))
					continue;
				odd(snapshot, pm->action[a].path, pm->id,
				    pm_arena_printf(&snapshot->arena,
						    "its name differs from "
						    "\"%s\" only in case",
						    pm->action[b].path),
				    "rename one of the two");
			}
		}
		if (pm->actions > PM_MAX_ACTIONS)
			odd(snapshot, pm->folder, pm->id,
			    "holds more than 1000 action items",
			    "split the post-mortem");
	}
}

static int by_folded_id(const void *a, const void *b)
{
	return strcasecmp((*(struct pm_postmortem *const *)a)->id,
			  (*(struct pm_postmortem *const *)b)->id);
}

static void check_folder_case(struct pm_snapshot *snapshot)
{
	struct pm_postmortem **order;

	if (snapshot->nr < 2)
		return;
	order = pm_xmalloc(snapshot->nr * sizeof(*order));
	for (size_t i = 0; i < snapshot->nr; i++)
		order[i] = &snapshot->item[i];
	qsort(order, snapshot->nr, sizeof(*order), by_folded_id);
	for (size_t i = 1; i < snapshot->nr; i++) {
		if (strcasecmp(order[i - 1]->id, order[i]->id))
			continue;
		odd(snapshot, order[i]->folder, order[i]->id,
		    pm_arena_printf(&snapshot->arena,
				    "its name differs from \"%s\" only in case",
				    order[i - 1]->folder),
		    "rename one of the two");
	}
	free(order);
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct pm_postmortem *)a)->id,
		      ((const struct pm_postmortem *)b)->id);
}

/* A folder with neither a document nor items is not a post-mortem, unless
 * something stands in the place of one. */
static void drop_others(struct pm_snapshot *snapshot)
{
	size_t kept = 0;

	for (size_t i = 0; i < snapshot->nr; i++) {
		struct pm_postmortem *pm = &snapshot->item[i];

		if (pm->record.path || pm->actions || pm->document_is_odd ||
		    pm->actions_are_odd)
			snapshot->item[kept++] = *pm;
		else
			free(pm->action);
	}
	snapshot->nr = kept;
}

void pm_snapshot_fill(struct pm_snapshot *snapshot,
		      const struct pm_entries *entries)
{
	const char *root = snapshot->policy.root;
	struct place place;

	for (size_t i = 0; i < entries->nr; i++) {
		const struct pm_entry *entry = &entries->item[i];

		if (*root && !strcmp(entry->path, root)) {
			if (is_file(snapshot, entry, ""))
				odd(snapshot, entry->path, "",
				    "is a file where the folder of the "
				    "post-mortems belongs",
				    "give it another name");
		} else if (find_place(&place, root, entry->path) &&
			 (place.rest || (entry->mode != PM_MODE_FILE &&
					 entry->mode != PM_MODE_EXEC))) {
			add_entry(snapshot, entry, &place);
		}
	}
	drop_others(snapshot);
	/* "a-b/x" sorts before "a/x", the folder "a" before "a-b". */
	if (snapshot->nr)
		qsort(snapshot->item, snapshot->nr, sizeof(*snapshot->item),
		      by_id);
	check_case(snapshot);
	check_folder_case(snapshot);
}

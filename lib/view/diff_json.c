/* SPDX-License-Identifier: MIT */
#include "view/diff_json.h"

#include <string.h>

#include "view/json.h"

static json_t *place_of(const struct pm_source *source)
{
	static const char *const name[] = {
		[PM_WORKTREE] = "work-tree",
		[PM_INDEX] = "index",
		[PM_COMMIT] = "commit",
	};
	json_t *object = json_object();
	bool is_empty = source->base && !strcmp(source->base,
						pm_repo_empty_tree(
							source->repo));

	json_object_set_new(object, "place", json_string(name[source->place]));
	if (source->place == PM_COMMIT)
		json_object_set_new(object, "commit",
				    pm_json_text(is_empty ? NULL :
							    source->base));
	return object;
}

static json_t *outcomes_of(const struct pm_outcomes *outcomes)
{
	json_t *list = json_array();

	for (size_t i = 0; i < outcomes->nr; i++) {
		const struct pm_outcome *outcome = &outcomes->item[i];
		json_t *object;

		if (i && outcomes->item[i - 1].kind == outcome->kind)
			continue;
		object = json_object();
		json_object_set_new(object, "kind",
				    json_string(pm_outcome_name[outcome->kind]));
		if (outcome->days)
			json_object_set_new(object, "days",
					    json_integer(outcome->days));
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *changes_of(const struct pm_changes *changes)
{
	json_t *list = json_array();

	for (size_t i = 0; i < changes->nr; i++) {
		const struct pm_change *c = &changes->item[i];

		if (c->kind != PM_CHANGE_ADDED && c->kind != PM_CHANGE_REMOVED)
			json_array_append_new(list, pm_json_change(c));
	}
	return list;
}

json_t *pm_diff_json_record(const struct pm_difference *d)
{
	const struct pm_record *last = d->after ? d->after : d->before;
	const char *title = pm_record_text(last, PM_F_TITLE);
	json_t *object = json_object();

	json_object_set_new(object, "id", pm_json_text(d->id));
	if (d->was)
		json_object_set_new(object, "was", pm_json_text(d->was));
	json_object_set_new(object, "kind", pm_json_kind(d->kind));
	json_object_set_new(object, "path", pm_json_text(d->path));
	if (title)
		json_object_set_new(object, "title", pm_json_text(title));
	json_object_set_new(object, "change",
			    json_string(!d->before ? "added" :
					!d->after  ? "removed" :
						     "changed"));
	json_object_set_new(object, "outcomes", outcomes_of(&d->outcomes));
	json_object_set_new(object, "changes", changes_of(&d->changes));
	return object;
}

json_t *pm_diff_json_sum(const struct pm_comparison *comparison)
{
	struct pm_outcome_count sum[PM_OUTCOMES];
	json_t *sums = json_object();

	pm_comparison_count(sum, comparison);
	for (enum pm_outcome_kind kind = 0; kind < PM_OUTCOMES; kind++) {
		size_t nr = sum[kind].postmortems + sum[kind].actions;

		if (nr)
			json_object_set_new(sums, pm_outcome_name[kind],
					    json_integer((json_int_t)nr));
	}
	return sums;
}

void pm_diff_json(struct pm_buf *out, const struct pm_comparison *comparison)
{
	json_t *root = json_object(), *list = json_array();

	for (size_t i = 0; i < comparison->nr; i++)
		json_array_append_new(
			list, pm_diff_json_record(&comparison->item[i]));
	json_object_set_new(root, "before",
			    place_of(&comparison->before.source));
	json_object_set_new(root, "after",
			    place_of(&comparison->after.source));
	json_object_set_new(root, "sum", pm_diff_json_sum(comparison));
	json_object_set_new(root, "records", list);
	pm_json_write(out, root);
}

/* SPDX-License-Identifier: MIT */
#include "view/elsewhere_json.h"

#include "view/json.h"

static void set_values(json_t *object, const struct pm_record *record)
{
	const enum pm_field *field = pm_elsewhere_fields(record->kind);

	for (size_t i = 0; i < PM_ELSEWHERE_FIELDS; i++) {
		const char *text = pm_elsewhere_value(record, field[i]);

		if (text)
			json_object_set_new(object,
					    pm_field_def(field[i])->key,
					    pm_json_text(text));
	}
}

static json_t *branch_of(const struct pm_branch *branch)
{
	json_t *object = json_object();
	char date[PM_TIME_LEN];

	pm_time_format_full(date, branch->time);
	json_object_set_new(object, "name", pm_json_text(branch->name));
	json_object_set_new(object, "ref", pm_json_text(branch->ref));
	json_object_set_new(object, "commit", json_string(branch->tip));
	json_object_set_new(object, "date", json_string(date));
	return object;
}

static json_t *group_of(const struct pm_elsewhere_group *group)
{
	json_t *object = json_object(), *list = json_array();

	json_object_set_new(object, "there", json_boolean(group->record));
	if (group->record)
		set_values(object, group->record);
	for (size_t i = 0; i < group->nr; i++)
		json_array_append_new(list, branch_of(group->branch[i]));
	json_object_set_new(object, "branches", list);
	return object;
}

json_t *pm_json_elsewhere(const struct pm_record *here,
			  const struct pm_elsewhere *elsewhere)
{
	json_t *object = json_object(), *values = json_object();
	json_t *list = json_array();

	set_values(values, here);
	for (size_t i = 0; i < elsewhere->nr; i++)
		json_array_append_new(list, group_of(&elsewhere->group[i]));
	json_object_set_new(object, "id", pm_json_text(here->id));
	json_object_set_new(object, "kind", pm_json_kind(here->kind));
	json_object_set_new(object, "here", values);
	json_object_set_new(object, "same",
			    json_integer((json_int_t)elsewhere->same));
	json_object_set_new(object, "groups", list);
	return object;
}

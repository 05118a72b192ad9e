/* SPDX-License-Identifier: MIT */
#include "view/history_json.h"

#include "history/mention.h"
#include "view/json.h"

static const char *change_of(const struct pm_event_record *record)
{
	if (record->is_import)
		return "imported";
	if (!record->before)
		return "added";
	return record->after ? "changed" : "removed";
}

static json_t *record_of(const struct pm_event_record *record)
{
	json_t *object = json_object();
	json_t *changes = json_array(), *events = json_array();

	json_object_set_new(object, "id", pm_json_text(record->id));
	json_object_set_new(object, "kind", pm_json_kind(record->kind));
	json_object_set_new(object, "path", pm_json_text(record->path));
	json_object_set_new(object, "change", json_string(change_of(record)));
	for (size_t i = 0; i < record->changes.nr; i++) {
		const struct pm_change *c = &record->changes.item[i];

		if (c->kind != PM_CHANGE_ADDED && c->kind != PM_CHANGE_REMOVED)
			json_array_append_new(changes, pm_json_change(c));
	}
	json_object_set_new(object, "changes", changes);
	for (size_t i = 0; i < record->gains; i++)
		json_array_append_new(events,
				      pm_json_event(record->gained[i],
						    record->kind));
	if (record->gains)
		json_object_set_new(object, "events", events);
	else
		json_decref(events);
	return object;
}

void pm_json_set_mention(json_t *object, const struct pm_mention *mention)
{
	json_object_set_new(object, "claim",
			    json_string(pm_mention_name[mention->kind]));
	if (mention->undone_by)
		json_object_set_new(object, "reverted_by",
				    json_string(mention->undone_by));
}

static json_t *mentions_of(const struct pm_event *event)
{
	json_t *list = json_array();

	for (size_t i = 0; i < event->mentions; i++) {
		const struct pm_mention *m = event->mention[i];
		json_t *object = json_object();

		json_object_set_new(object, "id", pm_json_text(m->id));
		json_object_set_new(object, "kind", pm_json_kind(m->record));
		pm_json_set_mention(object, m);
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *event_of(const struct pm_event *event, const char *patch)
{
	json_t *object = json_object();
	json_t *records = json_array();

	for (size_t i = 0; i < event->records; i++)
		json_array_append_new(records, record_of(&event->record[i]));
	pm_json_set_commit(object, &event->commit);
	json_object_set_new(object, "records", records);
	if (event->mentions)
		json_object_set_new(object, "mentions", mentions_of(event));
	if (patch)
		json_object_set_new(object, "patch", pm_json_text(patch));
	return object;
}

void pm_history_json_begin(struct pm_buf *out, bool is_complete)
{
	pm_buf_addf(out, "{\"version\": %d, \"complete\": %s, \"entries\": [",
		    PM_JSON_VERSION, is_complete ? "true" : "false");
}

void pm_history_json_event(struct pm_buf *out, const struct pm_event *event,
			   size_t nr, const char *patch)
{
	pm_buf_addstr(out, nr ? ",\n" : "\n");
	pm_json_add(out, event_of(event, patch));
}

void pm_history_json_end(struct pm_buf *out, size_t nr)
{
	pm_buf_addstr(out, nr ? "\n]}\n" : "]}\n");
}

/* SPDX-License-Identifier: MIT */
#include "view/annotate_json.h"

#include "view/json.h"

static json_t *line_of(const struct pm_annotate_line *line,
		       enum pm_kind kind, const struct pm_here *here)
{
	json_t *object = json_object();
	const char *key = pm_field_def(line->value->field)->key;

	json_object_set_new(object, "field", json_string(key));
	json_object_set_new(object, "value", pm_json_value(line->value));
	json_object_set_new(object, "committed",
			    json_boolean(line->by != PM_ANNOTATED_NOBODY));
	if (line->commit)
		pm_json_set_commit(object, line->commit);
	if (here && line->value->field == PM_F_EVIDENCE)
		pm_json_set_here(object, here);
	if (line->event)
		json_object_set_new(object, "event",
				    pm_json_event(line->event, kind));
	return object;
}

json_t *pm_annotate_json_move(const struct pm_slip *slip)
{
	json_t *move = json_object();

	json_object_set_new(move, "from", pm_json_text(slip->from));
	json_object_set_new(move, "to", pm_json_text(slip->to));
	json_object_set_new(move, "days", json_integer(slip->days));
	if (slip->commit)
		pm_json_set_commit(move, slip->commit);
	else
		json_object_set_new(move, "event",
				    slip->event ? pm_json_event(slip->event,
								PM_ACTION) :
						  json_null());
	return move;
}

static json_t *slips_of(const struct pm_slips *slips)
{
	json_t *object = json_object();
	json_t *moves = json_array();

	for (size_t i = 0; i < slips->nr; i++)
		json_array_append_new(moves,
				      pm_annotate_json_move(&slips->move[i]));
	json_object_set_new(object, "first", pm_json_text(slips->first));
	json_object_set_new(object, "days", json_integer(slips->days));
	json_object_set_new(object, "moves", moves);
	return object;
}

void pm_annotate_json(struct pm_buf *out, const struct pm_annotate *annotate,
		      const struct pm_here *here, bool is_complete)
{
	const struct pm_record *record = annotate->record;
	json_t *root = json_object();
	json_t *fields = json_array();

	for (size_t i = 0; i < annotate->nr; i++)
		json_array_append_new(fields, line_of(&annotate->line[i],
						      record->kind, here));
	json_object_set_new(root, "id", pm_json_text(record->id));
	json_object_set_new(root, "kind", pm_json_kind(record->kind));
	json_object_set_new(root, "path", pm_json_text(record->path));
	json_object_set_new(root, "complete", json_boolean(is_complete));
	json_object_set_new(root, "fields", fields);
	if (annotate->slips.nr)
		json_object_set_new(root, "slips", slips_of(&annotate->slips));
	pm_json_write(out, root);
}

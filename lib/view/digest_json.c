/* SPDX-License-Identifier: MIT */
#include "view/digest_json.h"

#include "view/attention_words.h"
#include "view/json.h"

static json_t *attention_of(const struct pm_attention *a, pm_date today)
{
	json_t *value = json_object();

	json_object_set_new(value, "why",
			    json_string(pm_attention_words[a->kind].name));
	json_object_set_new(value, "record",
			    pm_json_record(a->action ? a->action :
						       &a->postmortem->record,
					   today));
	return value;
}

static json_t *change_of(const struct pm_digest_change *change, pm_date today)
{
	json_t *value = json_object();

	if (change->difference) {
		const struct pm_outcome *outcome =
			&change->difference->outcomes.item[change->outcome];

		json_object_set_new(value, "what",
				    json_string(pm_outcome_name[outcome->kind]));
		if (outcome->days)
			json_object_set_new(value, "days",
					    json_integer(outcome->days));
	} else {
		json_object_set_new(value, "what", json_string("overdue"));
	}
	json_object_set_new(value, "record",
			    pm_json_record(change->record, today));
	return value;
}

static json_t *part_of(const struct pm_digest *digest,
		       const struct pm_digest_part *part)
{
	json_t *value = json_object(), *attention = json_array();
	json_t *changes = json_array();

	for (size_t i = 0; i < part->attentions; i++)
		json_array_append_new(attention,
				      attention_of(part->attention[i],
						   digest->today));
	for (size_t i = 0; i < part->changes; i++)
		json_array_append_new(changes, change_of(part->change[i],
							 digest->today));
	json_object_set_new(value, "owner", pm_json_text(part->owner));
	json_object_set_new(value, "attention", attention);
	json_object_set_new(value, "changes", changes);
	return value;
}

static json_t *day_of(pm_date date)
{
	char day[PM_DATE_LEN];

	if (date == PM_NO_DATE)
		return json_null();
	pm_date_format(day, date);
	return json_string(day);
}

void pm_digest_json(struct pm_buf *out, const struct pm_digest *digest)
{
	json_t *root, *list;

	if (!digest->parts)
		return;
	root = json_object();
	list = json_array();
	for (size_t i = 0; i < digest->parts; i++)
		json_array_append_new(list,
				      part_of(digest, &digest->part[i]));
	json_object_set_new(root, "day", day_of(digest->today));
	json_object_set_new(root, "since", day_of(digest->since));
	json_object_set_new(root, "digests", list);
	pm_json_write(out, root);
}

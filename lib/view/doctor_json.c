/* SPDX-License-Identifier: MIT */
#include "view/doctor_json.h"

#include "model/rule.h"
#include "view/json.h"

static json_t *note_json(const struct pm_note *note)
{
	json_t *value = json_object();

	json_object_set_new(value, "about", json_string(note->about));
	json_object_set_new(value, "id", json_string(note->id));
	json_object_set_new(value, "state",
			    json_string(pm_note_state_name[note->state]));
	json_object_set_new(value, "text", pm_json_text(note->text));
	if (note->remedy)
		json_object_set_new(value, "remedy",
				    pm_json_text(note->remedy));
	json_object_set_new(value, "fixable", json_boolean(note->is_fixable));
	if (note->fixed)
		json_object_set_new(value, "fixed", json_string(note->fixed));
	return value;
}

static json_t *texts_json(const char *const *text, size_t nr)
{
	json_t *list = json_array();

	for (size_t i = 0; i < nr; i++)
		json_array_append_new(list, pm_json_text(text[i]));
	return list;
}

static json_t *severities_json(const struct pm_policy *policy)
{
	json_t *list = json_array();

	for (size_t i = 0; i < policy->severities; i++) {
		const struct pm_severity *s = &policy->severity[i];
		json_t *value = json_object();

		json_object_set_new(value, "name", pm_json_text(s->name));
		json_object_set_new(value, "debrief",
				    json_boolean(s->debrief));
		json_object_set_new(value, "due-days",
				    json_integer(s->due_days));
		json_object_set_new(value, "max-actions",
				    json_integer(s->max_actions));
		json_object_set_new(value, "aliases",
				    texts_json(s->alias, s->aliases));
		json_array_append_new(list, value);
	}
	return list;
}

static json_t *sections_json(const struct pm_policy *policy)
{
	json_t *list = json_array();

	for (size_t i = 0; i < policy->sections; i++) {
		const struct pm_section_def *s = &policy->section[i];
		json_t *value = json_object();

		json_object_set_new(value, "name", pm_json_text(s->name));
		json_object_set_new(value, "required",
				    json_boolean(s->required));
		json_object_set_new(value, "filled",
				    s->filled == PM_STATUSES ?
					    json_null() :
					    json_string(pm_status_name
								[s->filled]));
		json_array_append_new(list, value);
	}
	return list;
}

static json_t *people_json(const struct pm_policy *policy)
{
	json_t *list = json_array();

	for (size_t i = 0; i < policy->people; i++) {
		const struct pm_person *p = &policy->person[i];
		json_t *value = json_object();

		json_object_set_new(value, "handle", pm_json_text(p->handle));
		if (p->name)
			json_object_set_new(value, "name",
					    pm_json_text(p->name));
		json_object_set_new(value, "email",
				    texts_json(p->email, p->emails));
		json_object_set_new(value, "teams",
				    texts_json(p->team, p->teams));
		json_array_append_new(list, value);
	}
	return list;
}

static void set_level(json_t *value, const struct pm_rule *rule,
		      const struct pm_policy *policy, const char *severity)
{
	enum pm_status from;
	enum pm_level level = pm_rule_setting(rule, policy, severity, &from);

	json_object_set_new(value, "level", json_string(pm_level_name[level]));
	json_object_set_new(value, "from", json_string(pm_status_name[from]));
}

/* "severities" only where one differs from the others. */
static json_t *rule_json(const struct pm_rule *rule,
			 const struct pm_policy *policy)
{
	json_t *value = json_object(), *own = json_object();

	json_object_set_new(value, "id", json_string(rule->id));
	set_level(value, rule, policy, NULL);
	for (size_t i = 0; i < policy->severities; i++) {
		const char *name = policy->severity[i].name;
		enum pm_status from, usual;
		json_t *level;

		if (pm_rule_setting(rule, policy, name, &from) ==
			    pm_rule_setting(rule, policy, NULL, &usual) &&
		    from == usual)
			continue;
		level = json_object();
		set_level(level, rule, policy, name);
		json_object_set_new(own, name, level);
	}
	if (json_object_size(own))
		json_object_set(value, "severities", own);
	json_decref(own);
	return value;
}

static json_t *policy_json(const struct pm_policy *policy)
{
	json_t *value = json_object(), *rules = json_array();

	for (size_t i = 0; i < pm_rules; i++)
		json_array_append_new(rules, rule_json(&pm_rule[i], policy));
	json_object_set_new(value, "file", json_boolean(policy->has_file));
	json_object_set_new(value, "root",
			    pm_json_text(*policy->root ? policy->root : "."));
	json_object_set_new(value, "soak-days",
			    json_integer(policy->soak_days));
	json_object_set_new(value, "severities", severities_json(policy));
	json_object_set_new(value, "sections", sections_json(policy));
	json_object_set_new(value, "people", people_json(policy));
	json_object_set_new(value, "tickets",
			    texts_json(policy->ticket, policy->tickets));
	json_object_set_new(value, "keys",
			    texts_json(policy->key, policy->keys));
	json_object_set_new(value, "rules", rules);
	return value;
}

void pm_doctor_json(struct pm_buf *out, const struct pm_doctor *doctor)
{
	json_t *root = json_object(), *notes = json_array();
	const size_t *count = doctor->count;

	for (size_t i = 0; i < doctor->nr; i++)
		json_array_append_new(notes, note_json(&doctor->note[i]));
	json_object_set_new(root, "notes", notes);
	json_object_set_new(root, "errors",
			    json_integer((json_int_t)count[PM_NOTE_ERROR]));
	json_object_set_new(root, "warnings",
			    json_integer((json_int_t)count[PM_NOTE_WARNING]));
	json_object_set_new(root, "hints",
			    json_integer((json_int_t)count[PM_NOTE_HINT]));
	json_object_set_new(root, "fixed",
			    json_integer((json_int_t)doctor->fixed));
	json_object_set_new(root, "commits",
			    json_integer((json_int_t)doctor->looked));
	if (doctor->oldest)
		json_object_set_new(root, "oldest",
				    json_string(doctor->oldest));
	if (doctor->has_policy)
		json_object_set_new(root, "policy",
				    policy_json(&doctor->snapshot.policy));
	pm_json_write(out, root);
}

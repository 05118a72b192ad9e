/* SPDX-License-Identifier: MIT */
#include "model/record.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "model/answer.h"
#include "model/value.h"

struct reader {
	struct pm_record *record;
	struct pm_arena *arena;
	const struct pm_policy *policy;
	size_t alloc;
	bool is_imported;
};

static void add_problem(struct reader *r, enum pm_problem_kind kind,
			const struct pm_yaml *node, const char *key,
			const char *text, const char *why, const char *fix)
{
	pm_problem_add(&r->record->problems, kind, node->line, node->column,
		       r->policy->requires ? PM_MAY_BE_NEWER : fix,
		       "%s: \"%s\" %s", key, text, why);
}

static void bad_value(struct reader *r, const struct pm_yaml *node,
		      const char *key, const char *text, const char *why,
		      const char *fix)
{
	add_problem(r, PM_PROBLEM_BAD_VALUE, node, key, text, why, fix);
}

/* Many small records are read: the array is sized for most of them at once. */
static struct pm_value *add_value(struct reader *r, enum pm_field field,
				  const struct pm_yaml *node)
{
	struct pm_record *record = r->record;
	struct pm_value *value;

	if (record->values == r->alloc) {
		size_t alloc = r->alloc ? r->alloc * 2 : 8;
		struct pm_value *grown = pm_arena_alloc(
			r->arena, alloc * sizeof(*record->value));

		if (record->values)
			memcpy(grown, record->value,
			       record->values * sizeof(*grown));
		record->value = grown;
		r->alloc = alloc;
	}
	value = &record->value[record->values++];
	value->field = field;
	value->line = node->line;
	value->column = node->column;
	record->slot[field] = (uint8_t)record->values;
	return value;
}

static void check(struct reader *r, struct pm_value *value,
		  const struct pm_yaml *node, const char *text)
{
	struct pm_buf why = { 0 }, fix = { 0 };

	pm_value_check(value, text, r->policy, &why, &fix);
	if (!value->is_valid)
		add_problem(r,
			    value->field == PM_F_SEVERITY ?
				    PM_PROBLEM_UNKNOWN_VALUE :
				    PM_PROBLEM_BAD_VALUE,
			    node, pm_field_def(value->field)->key, text,
			    pm_buf_str(&why), pm_buf_str(&fix));
	pm_buf_release(&why);
	pm_buf_release(&fix);
}

static void read_list(struct reader *r, enum pm_field field,
		      const struct pm_yaml *node)
{
	struct pm_value *value = add_value(r, field, node);
	struct pm_buf joined = { 0 };
	bool all_valid = true;

	value->item = pm_arena_alloc(r->arena,
				     (node->nr + 1) * sizeof(*value->item));
	for (size_t i = 0; i < node->nr; i++) {
		const struct pm_yaml *part = &node->child[i];

		if (part->kind != PM_YAML_SCALAR) {
			bad_value(r, part, pm_field_def(field)->key, "...",
				  "is not a name",
				  "write a list of names, as in [a, b]");
			all_valid = false;
			continue;
		}
		if (pm_yaml_is_null(part))
			continue;
		check(r, value, part, part->text);
		all_valid = all_valid && value->is_valid;
		value->item[value->nr++] =
			pm_arena_strndup(r->arena, part->text, part->len);
		pm_buf_addf(&joined, "%s%s", joined.len ? ", " : "",
			    part->text);
	}
	value->is_valid = all_valid;
	value->text = pm_arena_strdup(r->arena, pm_buf_str(&joined));
	pm_buf_release(&joined);
}

static void read_reasons(struct reader *r, enum pm_field field,
			 const struct pm_yaml *node)
{
	struct pm_value *value;
	struct pm_buf joined = { 0 };

	if (node->kind != PM_YAML_MAP) {
		bad_value(r, node, pm_field_def(field)->key,
			  node->kind == PM_YAML_SCALAR ? node->text : "...",
			  "is not a map",
			  "write one line for each rule: \"  <rule>: <reason>\"");
		return;
	}
	value = add_value(r, field, node);
	value->is_valid = true;
	value->item = pm_arena_alloc(
		r->arena, (2 * node->nr + 1) * sizeof(*value->item));
	for (size_t i = 0; i < node->nr; i++) {
		const struct pm_yaml *part = &node->child[i];

		bool is_text = part->kind == PM_YAML_SCALAR;
		const char *text = is_text && !pm_yaml_is_null(part) ?
					   part->text :
					   "";

		if (!is_text) {
			pm_problem_add(&r->record->problems,
				       PM_PROBLEM_BAD_VALUE, part->key_line, 0,
				       "write \"<rule>: <reason>\"",
				       "the waiver of %s is not a text",
				       part->key);
			value->is_valid = false;
			continue;
		}
		value->item[value->nr++] = pm_arena_strdup(r->arena, part->key);
		value->item[value->nr++] = pm_arena_strdup(r->arena, text);
		pm_buf_addf(&joined, "%s%s: %s", joined.len ? "; " : "",
			    part->key, text);
	}
	value->text = pm_arena_strdup(r->arena, pm_buf_str(&joined));
	pm_buf_release(&joined);
}

static void read_scalar(struct reader *r, enum pm_field field,
			const struct pm_yaml *node)
{
	struct pm_value *value = add_value(r, field, node);

	value->text = pm_arena_strndup(r->arena, node->text, node->len);
	if (pm_field_is_list(field)) {
		value->item = pm_arena_alloc(r->arena,
					     2 * sizeof(*value->item));
		value->item[value->nr++] = value->text;
	}
	check(r, value, node, value->text);
}

/* The field of this kind that a key is a slip of the pen for, or NULL; of the
 * keys of a map ("debrief.when"), one of the same map. */
static const char *meant_by(enum pm_kind kind, const char *key)
{
	const char *names[PM_FIELDS + 1], *same[PM_FIELDS];
	const char *dot = strchr(key, '.');
	size_t outer = dot ? (size_t)(dot - key) + 1 : 0;
	const char *meant;
	size_t nr = 0;

	pm_field_keys(names, kind, PM_FIELDS);
	for (size_t i = 0; names[i]; i++) {
		if (!strncmp(names[i], key, outer))
			same[nr++] = names[i] + outer;
	}
	meant = pm_near_miss(key + outer, same, nr);
	return meant ? meant - outer : NULL;
}

static bool has_other_kind(const char *key)
{
	return pm_field_find(PM_POSTMORTEM, key) != PM_FIELDS ||
	       pm_field_find(PM_ACTION, key) != PM_FIELDS;
}

static void unknown_key(struct reader *r, const struct pm_yaml *node,
			const char *key)
{
	const char *meant = meant_by(r->record->kind, key);
	bool is_strange = !meant && !has_other_kind(key);
	char fix[200] = PM_MAY_BE_NEWER "; one of your own is listed under "
			"\"keys\" in the policy";

	for (size_t i = 0; i < r->policy->keys; i++) {
		if (!strcmp(r->policy->key[i], key))
			return;
	}
	/* An imported document keeps the fields that it had: a site generator
	 * may live on them. A slip of the pen is one all the same. */
	if (r->policy->requires || (r->is_imported && !meant))
		return;
	if (meant)
		snprintf(fix, sizeof(fix), "did you mean \"%s\"?", meant);
	else if (!is_strange)
		snprintf(fix, sizeof(fix), "only %s has it",
			 r->record->kind == PM_ACTION ? "a post-mortem" :
							"an action item");
	pm_problem_add(&r->record->problems,
		       is_strange ? PM_PROBLEM_STRANGE_KEY :
				    PM_PROBLEM_UNKNOWN_KEY,
		       node->key_line, 1, fix, "unknown key \"%s\"", key);
}

/* Present all the same: it must not be told as missing, too. */
static void read_misshapen(struct reader *r, enum pm_field field,
			   const struct pm_yaml *node, const char *key)
{
	bool person = pm_field_def(field)->type == PM_T_PERSON;
	bool list = node->kind == PM_YAML_LIST;
	struct pm_value *value = add_value(r, field, node);
	struct pm_buf joined = { 0 };

	for (size_t i = 0; list && i < node->nr; i++)
		pm_buf_addf(&joined, "%s%s", joined.len ? ", " : "",
			    node->child[i].kind == PM_YAML_SCALAR ?
				    node->child[i].text :
				    "...");
	value->text = pm_arena_strdup(r->arena,
				      list ? pm_buf_str(&joined) : "{...}");
	pm_buf_release(&joined);
	bad_value(r, node, key, list ? "[...]" : "{...}",
		  person && list ? "names more than one person" :
				   "is not a single value",
		  person ? "name the one person who answers for it" :
			   pm_field_def(field)->help);
}

static void read_node(struct reader *r, const struct pm_yaml *node,
		      const char *key)
{
	enum pm_field field = pm_field_find(r->record->kind, key);

	if (field == PM_FIELDS) {
		unknown_key(r, node, key);
		return;
	}
	/* A duplicate was reported where the file was read; the first holds. */
	if (r->record->slot[field])
		return;
	if (pm_yaml_is_null(node) ||
	    (node->kind == PM_YAML_LIST && !node->nr)) {
		r->record->empty_line[field] = (uint16_t)node->key_line;
		return;
	}
	if (pm_field_def(field)->type == PM_T_REASONS) {
		read_reasons(r, field, node);
	} else if (node->kind == PM_YAML_SCALAR) {
		read_scalar(r, field, node);
	} else if (node->kind == PM_YAML_LIST && pm_field_is_list(field)) {
		read_list(r, field, node);
	} else {
		read_misshapen(r, field, node, key);
	}
}

static void no_debrief(struct reader *r, const struct pm_yaml *node)
{
	if (!pm_yaml_is_null(node) && !r->is_imported)
		bad_value(r, node, "debrief",
			  node->kind == PM_YAML_SCALAR ? node->text : "...",
			  "is not a map",
			  "write \"debrief: {date: ..., facilitator: ...}\"");
}

static void read_map(struct reader *r, const struct pm_yaml *map)
{
	for (size_t i = 0; i < map->nr; i++) {
		const struct pm_yaml *node = &map->child[i];
		char key[64];

		if (strcmp(node->key, "debrief") ||
		    r->record->kind != PM_POSTMORTEM) {
			read_node(r, node, node->key);
			continue;
		}
		if (node->kind != PM_YAML_MAP) {
			no_debrief(r, node);
			continue;
		}
		for (size_t j = 0; j < node->nr; j++) {
			snprintf(key, sizeof(key), "debrief.%.40s",
				 node->child[j].key);
			read_node(r, &node->child[j], key);
		}
	}
}

/* A section of that name without events is one like others, and so is one
 * that something follows. */
static size_t body_end(const struct pm_ledger *ledger, size_t len)
{
	return ledger->nr && ledger->end == len ? ledger->start : len;
}

void pm_record_read(struct pm_record *record, struct pm_arena *arena,
		    const char *text, size_t len,
		    const struct pm_policy *policy, enum pm_read what)
{
	struct pm_arena scratch = { 0 };
	struct reader r = { .record = record, .arena = arena,
			    .policy = policy };
	size_t limit = record->kind == PM_ACTION ? PM_MAX_ACTION :
						   PM_MAX_DOCUMENT;
	bool body = what & PM_READ_BODY;
	struct pm_front front = { 0 };

	record->problems.arena = arena;
	record->is_read = true;
	if (body && text) {
		record->text = pm_arena_strndup(arena, text, len);
		record->len = len;
		text = record->text;
	}
	pm_front_read(&front, body ? arena : &scratch, text, len, limit,
		      &record->problems);
	record->is_unreadable = !front.map;
	if (front.map) {
		r.is_imported = pm_yaml_get(front.map, "imported") != NULL;
		read_map(&r, front.map);
	}
	if (what != PM_READ_FIELDS && text && len <= limit)
		pm_ledger_read(&record->ledger, arena, policy, record->kind,
			       text, front.body_start, len, front.body_line);
	if (body) {
		record->front = front;
		record->body_end = body_end(&record->ledger, record->len);
		if (text && len <= limit) {
			pm_markdown_parse(&record->body, arena, text,
					  front.body_start, record->body_end,
					  front.body_line, &record->problems);
			pm_markdown_sections(&record->sections, arena,
					     &record->body);
		}
	}
	/* The arena may be a thread's own, which is about to be absorbed. */
	record->problems.arena = NULL;
	pm_arena_release(&scratch);
}

const struct pm_value *pm_record_get(const struct pm_record *record,
				     enum pm_field field)
{
	return record->slot[field] ? &record->value[record->slot[field] - 1] :
				     NULL;
}

const char *pm_record_text(const struct pm_record *record,
			   enum pm_field field)
{
	const struct pm_value *value = pm_record_get(record, field);

	return value ? value->text : NULL;
}

const char *pm_record_severity(const struct pm_record *record,
			       const struct pm_policy *policy)
{
	return pm_policy_severity_name(policy,
				       pm_record_text(record, PM_F_SEVERITY));
}

size_t pm_record_line(const struct pm_record *record, enum pm_field field)
{
	const struct pm_value *value = pm_record_get(record, field);

	if (value)
		return value->line;
	return record->empty_line[field] ? record->empty_line[field] : 1;
}

enum pm_status pm_record_status(const struct pm_record *record)
{
	const struct pm_value *value = pm_record_get(record, PM_F_STATUS);

	if (!value)
		return record->is_unreadable ? PM_STATUSES : PM_DRAFT;
	return value->is_valid ? (enum pm_status)value->as.choice :
				 PM_STATUSES;
}

enum pm_state pm_record_state(const struct pm_record *record)
{
	const struct pm_value *value = pm_record_get(record, PM_F_STATE);

	if (!value)
		return record->is_unreadable ? PM_STATES : PM_PROPOSED;
	return value->is_valid ? (enum pm_state)value->as.choice : PM_STATES;
}

const char *pm_record_standing(const struct pm_record *record)
{
	bool is_action = record->kind == PM_ACTION;
	const char *text = pm_record_text(record, is_action ? PM_F_STATE :
							      PM_F_STATUS);

	if (text)
		return text;
	if (record->is_unreadable)
		return "?";
	return is_action ? pm_state_name[PM_PROPOSED] :
			   pm_status_name[PM_DRAFT];
}

pm_date pm_record_date(const struct pm_record *record, enum pm_field field)
{
	const struct pm_value *value = pm_record_get(record, field);

	return value && value->is_valid ? value->as.date : PM_NO_DATE;
}

bool pm_record_is_overdue(const struct pm_record *record, pm_date today)
{
	pm_date due = pm_record_date(record, PM_F_DUE);

	return due != PM_NO_DATE && due < today &&
	       pm_state_is_promise(pm_record_state(record));
}

const char *pm_record_waiver(const struct pm_record *record, const char *rule)
{
	const struct pm_value *value = pm_record_get(record, PM_F_WAIVERS);

	for (size_t i = 0; value && i < value->nr; i += 2) {
		if (!strcmp(value->item[i], rule))
			return pm_is_reason(value->item[i + 1], rule) ?
				       value->item[i + 1] :
				       NULL;
	}
	return NULL;
}

const char *pm_record_title(const struct pm_record *record)
{
	const char *title = pm_record_text(record, PM_F_TITLE);

	return title ? title : record->id;
}

const char *pm_record_name(const struct pm_record *record)
{
	const char *slash = strrchr(record->id, '/');

	return slash ? slash + 1 : record->id;
}

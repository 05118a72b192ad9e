/* SPDX-License-Identifier: MIT */
#include "view/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */
#define FIRST_ASTRAL 0x10000u
#define OUTER_MAX 32 /* bytes of a key that holds an object */

void pm_json_init(void)
{
	json_set_alloc_funcs(pm_xmalloc, free);
}

static json_t *text_of(const char *s, size_t len)
{
	struct pm_buf fixed = { 0 };
	json_t *value = json_stringn(s, len);
	size_t used;
	uint32_t c;

	if (value)
		return value;
	for (size_t i = 0; i < len; i += used ? used : 1) {
		used = pm_utf8_decode(s + i, len - i, &c);
		if (used)
			pm_buf_add(&fixed, s + i, used);
		else
			pm_buf_addstr(&fixed, REPLACEMENT);
	}
	value = json_stringn(pm_buf_str(&fixed), fixed.len);
	pm_buf_release(&fixed);
	return value;
}

json_t *pm_json_text(const char *s)
{
	return s ? text_of(s, strlen(s)) : json_null();
}

static json_t *list_of(const struct pm_value *value)
{
	json_t *list = json_array();

	for (size_t i = 0; i < value->nr; i++)
		json_array_append_new(list, pm_json_text(value->item[i]));
	return list;
}

/* json_object_set_new() refuses a key that is not UTF-8. */
static void set_any_key(json_t *object, const char *key, json_t *value)
{
	json_t *fixed = pm_json_text(key);

	json_object_set_new(object, json_string_value(fixed), value);
	json_decref(fixed);
}

static json_t *reasons_of(const struct pm_value *value)
{
	json_t *map = json_object();

	for (size_t i = 0; i + 1 < value->nr; i += 2)
		set_any_key(map, value->item[i],
			    pm_json_text(value->item[i + 1]));
	return map;
}

json_t *pm_json_value(const struct pm_value *value)
{
	if (pm_field_def(value->field)->type == PM_T_REASONS)
		return reasons_of(value);
	return pm_field_is_list(value->field) ? list_of(value) :
						pm_json_text(value->text);
}

/* "debrief.date" goes into the object "debrief", as in the front matter. */
static void set_field(json_t *object, const char *key, json_t *value)
{
	const char *dot = strchr(key, '.');
	char outer[OUTER_MAX];
	json_t *inner;

	if (!dot || (size_t)(dot - key) >= sizeof(outer)) {
		json_object_set_new(object, key, value);
		return;
	}
	memcpy(outer, key, (size_t)(dot - key));
	outer[dot - key] = '\0';
	inner = json_object_get(object, outer);
	if (!inner) {
		inner = json_object();
		json_object_set_new(object, outer, inner);
	}
	json_object_set_new(inner, dot + 1, value);
}

/* What holds where the file says nothing. */
static const char *default_of(const struct pm_record *record,
			      enum pm_field field)
{
	if (record->is_unreadable)
		return NULL;
	if (field == PM_F_STATUS && record->kind == PM_POSTMORTEM)
		return pm_status_name[PM_DRAFT];
	if (field == PM_F_STATE && record->kind == PM_ACTION)
		return pm_state_name[PM_PROPOSED];
	return NULL;
}

static json_t *problems_of(const struct pm_record *record)
{
	json_t *list = json_array();

	for (size_t i = 0; i < record->problems.nr; i++) {
		const struct pm_problem *p = &record->problems.item[i];
		json_t *object = json_object();

		json_object_set_new(object, "line",
				    json_integer((json_int_t)p->line));
		json_object_set_new(object, "message",
				    pm_json_text(p->message));
		if (p->fix)
			json_object_set_new(object, "fix",
					    pm_json_text(p->fix));
		json_array_append_new(list, object);
	}
	return list;
}

json_t *pm_json_event(const struct pm_ledger_event *event, enum pm_kind kind)
{
	json_t *object = json_object();
	char day[PM_DATE_LEN];

	pm_date_format(day, event->day);
	json_object_set_new(object, "day", json_string(day));
	json_object_set_new(object, "person", pm_json_text(event->who));
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++) {
		const char *text = event->set[f];

		if (text)
			json_object_set_new(
				object,
				pm_field_def(pm_ledger_field(kind, f))->key,
				*text ? pm_json_text(text) : json_null());
	}
	if (event->why)
		json_object_set_new(object, "reason",
				    pm_json_text(event->why));
	return object;
}

static json_t *history_of(const struct pm_record *record)
{
	json_t *list = json_array();

	for (size_t i = 0; i < record->ledger.nr; i++)
		json_array_append_new(list,
				      pm_json_event(&record->ledger.event[i],
						    record->kind));
	return list;
}

json_t *pm_json_record(const struct pm_record *record, pm_date today)
{
	json_t *object = json_object();

	json_object_set_new(object, "id", pm_json_text(record->id));
	json_object_set_new(object, "kind", pm_json_kind(record->kind));
	json_object_set_new(object, "path", pm_json_text(record->path));
	for (enum pm_field f = 0; f < PM_FIELDS; f++) {
		const struct pm_value *value = pm_record_get(record, f);
		const char *text = default_of(record, f);

		if (value)
			set_field(object, pm_field_def(f)->key,
				  pm_json_value(value));
		else if (text)
			set_field(object, pm_field_def(f)->key,
				  pm_json_text(text));
	}
	if (record->kind == PM_ACTION)
		json_object_set_new(
			object, "overdue",
			json_boolean(pm_record_is_overdue(record, today)));
	if (record->ledger.nr)
		json_object_set_new(object, "history", history_of(record));
	/* What could not be read must not look like what is not there. */
	if (record->problems.nr)
		json_object_set_new(object, "problems", problems_of(record));
	return object;
}

json_t *pm_json_kind(enum pm_kind kind)
{
	return json_string(kind == PM_ACTION ? "action" : "post-mortem");
}

static const char *const change_name[] = {
	[PM_CHANGE_ADDED] = "added",
	[PM_CHANGE_REMOVED] = "removed",
	[PM_CHANGE_MOVED] = "moved",
	[PM_CHANGE_FIELD] = "field",
	[PM_CHANGE_SECTION] = "section",
	[PM_CHANGE_BODY] = "body",
	[PM_CHANGE_UNREADABLE] = "unreadable",
};

json_t *pm_json_change(const struct pm_change *change)
{
	json_t *object = json_object();

	json_object_set_new(object, "kind",
			    json_string(change_name[change->kind]));
	switch (change->kind) {
	case PM_CHANGE_FIELD:
		json_object_set_new(
			object, "field",
			json_string(pm_field_def(change->field)->key));
		break;
	case PM_CHANGE_MOVED:
		json_object_set_new(object, "field", json_string("path"));
		break;
	case PM_CHANGE_SECTION:
		json_object_set_new(object, "section",
				    pm_json_text(change->section));
		break;
	default:
		return object;
	}
	json_object_set_new(object, "before", pm_json_text(change->before));
	json_object_set_new(object, "after", pm_json_text(change->after));
	return object;
}

void pm_json_set_here(json_t *object, const struct pm_here *here)
{
	json_object_set_new(object, "evidence_commit",
			    here->found == PM_HERE_COMMIT ?
				    pm_json_text(here->commit->id) :
				    json_null());
}

void pm_json_set_commit(json_t *object, const struct pm_commit_info *commit)
{
	json_t *author = json_object();
	char date[PM_TIME_LEN];

	pm_time_format_full(date, commit->author_time);
	json_object_set_new(author, "name", pm_json_text(commit->author_name));
	json_object_set_new(author, "email",
			    pm_json_text(commit->author_email));
	json_object_set_new(object, "commit", json_string(commit->id));
	json_object_set_new(object, "abbrev", json_string(commit->abbrev));
	json_object_set_new(object, "author", author);
	json_object_set_new(object, "date", json_string(date));
	json_object_set_new(object, "subject", pm_json_text(commit->subject));
	if (commit->reason)
		json_object_set_new(object, "reason",
				    pm_json_text(commit->reason));
}

static const char *const excuse_name[] = {
	[PM_NOT_EXCUSED] = NULL,
	[PM_WAIVED] = "waived",
	[PM_WAS_SO] = "was-so",
	[PM_IMPORTED] = "imported",
};

static void set_text(json_t *object, const char *key, const char *text)
{
	if (text)
		json_object_set_new(object, key, pm_json_text(text));
}

json_t *pm_json_finding(const struct pm_finding *finding)
{
	json_t *object = json_object();

	set_text(object, "path", finding->path);
	if (finding->line)
		json_object_set_new(object, "line",
				    json_integer((json_int_t)finding->line));
	if (finding->column)
		json_object_set_new(object, "column",
				    json_integer((json_int_t)finding->column));
	set_text(object, "id", finding->id);
	set_text(object, "rule", finding->rule->id);
	set_text(object, "level", pm_level_name[finding->level]);
	if (finding->more)
		json_object_set_new(object, "more",
				    json_integer((json_int_t)finding->more));
	set_text(object, "subject", finding->subject);
	set_text(object, "message", finding->message);
	set_text(object, "fix", finding->fix);
	set_text(object, "excuse", excuse_name[finding->excuse]);
	set_text(object, "excuse_text", finding->excuse_text);
	return object;
}

static void add_escape(struct pm_buf *out, uint32_t c)
{
	if (c < FIRST_ASTRAL) {
		pm_buf_addf(out, "\\u%04X", (unsigned)c);
		return;
	}
	c -= FIRST_ASTRAL;
	pm_buf_addf(out, "\\u%04X\\u%04X", 0xd800u | (unsigned)(c >> 10),
		    0xdc00u | (unsigned)(c & 0x3ff));
}

/*
 * JSON may be looked at on a terminal too: what hides or reorders text is
 * escaped. jansson does so below U+0020 only; what is left of it can stand
 * nowhere but in a string. Nor can "##[", which a runner of GitHub's workflows
 * would take for a command.
 */
static void add_visible(struct pm_buf *out, const char *text, size_t len)
{
	size_t used;
	uint32_t c;

	for (size_t i = 0; i < len; i += used) {
		used = pm_utf8_decode(text + i, len - i, &c);
		if (!used)
			return;
		if (pm_hidden_character(c) ||
		    (c == '[' && i >= 2 && !memcmp(text + i - 2, "##", 2)))
			add_escape(out, c);
		else
			pm_buf_add(out, text + i, used);
	}
}

static int add_piece(const char *text, size_t len, void *payload)
{
	pm_buf_add(payload, text, len);
	return 0;
}

static void add_value(struct pm_buf *out, const json_t *value, size_t flags)
{
	struct pm_buf text = { 0 };

	json_dump_callback(value, add_piece, &text,
			   flags | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY);
	add_visible(out, pm_buf_str(&text), text.len);
	pm_buf_release(&text);
}

void pm_json_add(struct pm_buf *out, json_t *value)
{
	add_value(out, value, JSON_COMPACT);
	json_decref(value);
}

void pm_json_write(struct pm_buf *out, json_t *root)
{
	json_t *versioned = json_pack("{s:i}", "version", PM_JSON_VERSION);

	json_object_update(versioned, root);
	add_value(out, versioned, JSON_INDENT(2));
	pm_buf_addch(out, '\n');
	json_decref(versioned);
	json_decref(root);
}

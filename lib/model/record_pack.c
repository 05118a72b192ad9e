/* SPDX-License-Identifier: MIT */
#include "model/record.h"

#include <string.h>

#include "model/value.h"

/* Of a value: its field, and in two bytes each its line, its column and the
 * length of its text, which follows. */
#define HEAD 7
#define MOST UINT16_MAX

static void add_number(struct pm_buf *out, size_t number)
{
	pm_buf_addch(out, (char)(number & 0xff));
	pm_buf_addch(out, (char)(number >> 8));
}

static size_t number_at(const unsigned char *at)
{
	return at[0] | (size_t)at[1] << 8;
}

static bool is_simple(const struct pm_record *record,
		      const struct pm_policy *policy)
{
	if (!record->is_read || record->is_unreadable || record->problems.nr ||
	    record->text || policy->keys || policy->requires)
		return false;
	for (size_t i = 0; i < PM_FIELDS; i++) {
		if (record->empty_line[i])
			return false;
	}
	for (size_t i = 0; i < record->values; i++) {
		const struct pm_value *v = &record->value[i];

		if (v->item || !v->is_valid || v->line > MOST ||
		    v->column > MOST || strlen(v->text) > MOST ||
		    pm_field_def(v->field)->type == PM_T_SEVERITY)
			return false;
	}
	return true;
}

bool pm_record_pack(struct pm_buf *out, const struct pm_record *record,
		    const struct pm_policy *policy)
{
	if (!is_simple(record, policy))
		return false;
	pm_buf_addch(out, (char)record->values);
	for (size_t i = 0; i < record->values; i++) {
		const struct pm_value *v = &record->value[i];
		size_t len = strlen(v->text);

		pm_buf_addch(out, (char)v->field);
		add_number(out, v->line);
		add_number(out, v->column);
		add_number(out, len);
		pm_buf_add(out, v->text, len);
	}
	return true;
}

/* The value at the head of `at`: its length with that, 0 for none. */
static size_t unpack(struct pm_value *value, enum pm_kind kind,
		     struct pm_arena *arena, const unsigned char *at,
		     size_t left, const struct pm_policy *policy)
{
	struct pm_buf why = { 0 }, fix = { 0 };
	size_t len;

	if (left < HEAD || at[0] >= PM_FIELDS ||
	    !(pm_field_def(at[0])->kinds & kind))
		return 0;
	len = number_at(at + 5);
	if (left - HEAD < len)
		return 0;
	*value = (struct pm_value){
		.field = at[0],
		.line = number_at(at + 1),
		.column = number_at(at + 3),
		.text = pm_arena_strndup(arena, (const char *)at + HEAD, len),
	};
	pm_value_check(value, value->text, policy, &why, &fix);
	pm_buf_release(&why);
	pm_buf_release(&fix);
	return value->is_valid ? HEAD + len : 0;
}

bool pm_record_unpack(struct pm_record *record, struct pm_arena *arena,
		      const void *data, size_t len,
		      const struct pm_policy *policy)
{
	struct pm_record read = *record;
	const unsigned char *at = data, *end = at + len;
	size_t nr = len ? *at++ : PM_FIELDS + 1;

	if (nr > PM_FIELDS)
		return false;
	read.value = pm_arena_alloc(arena, (nr + 1) * sizeof(*read.value));
	for (read.values = 0; read.values < nr;) {
		struct pm_value *value = &read.value[read.values++];
		size_t used = unpack(value, record->kind, arena, at,
				     (size_t)(end - at), policy);

		if (!used || read.slot[value->field])
			return false;
		read.slot[value->field] = (uint8_t)read.values;
		at += used;
	}
	if (at != end)
		return false;
	read.is_read = true;
	*record = read;
	return true;
}

/* SPDX-License-Identifier: MIT */
#include "import/adopt_document.h"

#include <string.h>

#include "model/value.h"
#include "syntax/scan.h"

/* Which of our fields a label of this meaning is another name for. */
static const enum pm_field field_of[M_MEANINGS] = {
	[M_NONE] = PM_FIELDS,
	[M_TITLE] = PM_F_TITLE,
	[M_DATE] = PM_FIELDS,
	[M_LENGTH] = PM_FIELDS,
	[M_STATUS] = PM_F_STATUS,
	[M_SEVERITY] = PM_F_SEVERITY,
	[M_PRIORITY] = PM_FIELDS,
	[M_OWNER] = PM_F_OWNER,
	[M_AUTHOR] = PM_F_OWNER,
	[M_LEAD] = PM_F_LEAD,
	[M_TEAMS] = PM_F_TEAMS,
	[M_SERVICES] = PM_F_SERVICES,
	[M_INCIDENT] = PM_F_INCIDENT,
	[M_STARTED] = PM_F_STARTED,
	[M_DETECTED] = PM_F_DETECTED,
	[M_MITIGATED] = PM_F_MITIGATED,
	[M_RESOLVED] = PM_F_RESOLVED,
	[M_TO_DETECT] = PM_FIELDS,
	[M_TO_MITIGATE] = PM_FIELDS,
	[M_TO_RESOLVE] = PM_FIELDS,
	[M_ATTENDEES] = PM_F_DEBRIEF_ATTENDEES,
	[M_DEBRIEF_DATE] = PM_F_DEBRIEF_DATE,
	[M_FACILITATOR] = PM_F_DEBRIEF_FACILITATOR,
	[M_RECORDING] = PM_F_DEBRIEF_RECORDING,
	[M_KNOWN] = PM_FIELDS,
};

/* --- what it says --- */

static bool is_valid(struct adoption *a, enum pm_field field,
		     const struct pm_yaml *node)
{
	struct pm_value value = { .field = field };
	struct pm_buf why = { 0 }, fix = { 0 };
	bool valid = true;

	if (node->kind == PM_YAML_MAP)
		return field == PM_F_WAIVERS;
	if (node->kind == PM_YAML_LIST)
		valid = pm_field_is_list(field);
	for (size_t i = 0; node->kind == PM_YAML_LIST && i < node->nr; i++)
		valid &= node->child[i].kind == PM_YAML_SCALAR;
	if (node->kind == PM_YAML_SCALAR && !pm_yaml_is_null(node)) {
		pm_value_check(&value, node->text, a->policy, &why, &fix);
		valid = value.is_valid &&
			!(field == PM_F_TITLE &&
			  pm_adopt_is_placeholder(a, node->text));
	}
	pm_buf_release(&why);
	pm_buf_release(&fix);
	return valid;
}

static void keep(struct adoption *a, enum pm_field field,
		 const struct pm_yaml *node)
{
	if (node->kind == PM_YAML_SCALAR && !pm_yaml_is_null(node))
		pm_adopt_give(a, field, node->text);
	for (size_t i = 0; node->kind == PM_YAML_LIST && i < node->nr; i++)
		pm_adopt_give(a, field, node->child[i].text);
	/* A key that is there but empty is to be filled. */
	a->given[field].kept =
		a->given[field].nr > 0 || node->kind == PM_YAML_MAP;
}

static void as_fact(struct adoption *a, enum meaning meaning,
		    const struct pm_yaml *node)
{
	struct pm_buf text = { 0 };
	size_t before = a->facts;

	if (node->kind == PM_YAML_SCALAR && !pm_yaml_is_null(node))
		pm_buf_addstr(&text, node->text);
	for (size_t i = 0; node->kind == PM_YAML_LIST && i < node->nr; i++) {
		if (node->child[i].kind == PM_YAML_SCALAR)
			pm_buf_addf(&text, "%s%s", text.len ? "; " : "",
				    node->child[i].text);
	}
	pm_adopt_add_fact(a, &(struct label){ .meaning = meaning },
			  pm_buf_str(&text), text.len, node->line, false);
	if (a->facts > before)
		a->fact[before].is_front = true;
	pm_buf_release(&text);
}

static struct front_key *add_key(struct adoption *a, const char *name,
				 size_t line)
{
	struct front_key *key = &a->key[a->keys++];

	*key = (struct front_key){ .name = pm_arena_strdup(a->arena, name),
				   .field = PM_FIELDS,
				   .line = line };
	return key;
}

static bool is_allowed(const struct pm_policy *policy, const char *name)
{
	for (size_t i = 0; i < policy->keys; i++) {
		if (!strcmp(policy->key[i], name))
			return true;
	}
	return false;
}

static void read_node(struct adoption *a, const struct pm_yaml *node,
		      const char *name)
{
	enum pm_field field = pm_field_find(PM_POSTMORTEM, name);
	enum meaning meaning = pm_label_meaning(
		pm_adopt_normal(a, node->key, strlen(node->key)));
	struct front_key *key;

	if (field != PM_FIELDS && is_valid(a, field, node)) {
		keep(a, field, node);
		return;
	}
	key = add_key(a, name, node->key_line);
	as_fact(a, meaning, node);
	if (field != PM_FIELDS) {
		key->aside = true;
		key->field = field;
	} else if (field_of[meaning] != PM_FIELDS) {
		key->field = field_of[meaning];
	} else if (!is_allowed(a->policy, name)) {
		a->out->foreign[a->out->foreigners++] = key->name;
	}
}

void pm_adopt_front(struct adoption *a)
{
	const struct pm_yaml *map = a->front.map;
	size_t nr = 0;

	if (!map || map->kind != PM_YAML_MAP)
		return;
	for (size_t i = 0; i < map->nr; i++)
		nr += 1 + map->child[i].nr;
	a->key = pm_arena_alloc(a->arena, (nr + 1) * sizeof(*a->key));
	a->out->foreign =
		pm_arena_alloc(a->arena, (nr + 1) * sizeof(*a->out->foreign));
	for (size_t i = 0; i < map->nr; i++) {
		const struct pm_yaml *node = &map->child[i];

		if (strcmp(node->key, "debrief") || node->kind != PM_YAML_MAP) {
			read_node(a, node, node->key);
			continue;
		}
		for (size_t k = 0; k < node->nr; k++)
			read_node(a, &node->child[k],
				  pm_arena_printf(a->arena, "debrief.%s",
						  node->child[k].key));
	}
}

/* --- writing --- */

static const char *line_end(const char *text, size_t len)
{
	const char *lf = memchr(text, '\n', len);

	return lf && lf > text && lf[-1] == '\r' ? "\r\n" : "\n";
}

/* Turn the lines of one key into a comment, so that nothing is lost. */
static void set_aside(struct adoption *a, struct pm_buf *file,
		      const struct front_key *key)
{
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	struct pm_front front;
	const struct pm_yaml *node;
	size_t at, end;

	pm_front_read(&front, &arena, file->ptr, file->len, file->len,
		      &problems);
	node = front.map ? pm_yaml_get(front.map, key->name) : NULL;
	if (node) {
		at = node->key_start;
		while (at && file->ptr[at - 1] != '\n')
			at--;
		end = node->end;
		while (at < end) {
			size_t unused;

			pm_buf_splice(file, at, at, "# ", 2);
			end += 2;
			at = pm_scan_next_line(file->ptr, at, file->len,
					       &unused);
		}
		pm_adopt_remark(a, key->line,
				"\"%s\" has a value that it cannot have: it "
				"is kept as a comment",
				key->name);
	}
	pm_arena_release(&arena);
}

static int settle_keys(struct adoption *a, struct pm_buf *file,
		       struct pm_error *err)
{
	int code = PM_OK;

	for (size_t i = 0; i < a->keys && code >= 0; i++) {
		const struct front_key *key = &a->key[i];
		bool given =
			key->field != PM_FIELDS && a->given[key->field].nr > 0;

		if (key->aside && !given && !strchr(key->name, '.'))
			set_aside(a, file, key);
		else if (key->aside ? !given : given)
			code = pm_front_unset(file, key->name, err);
		else if (key->field != PM_FIELDS && !key->aside)
			pm_adopt_remark(a, key->line,
					"the field \"%s\" stays as it is: no "
					"%s could be read from it",
					key->name,
					pm_field_def(key->field)->key);
	}
	return code;
}

static void note_missing(struct adoption *a)
{
	static const enum pm_field wanted[] = {
		PM_F_SEVERITY, PM_F_OWNER,     PM_F_STARTED,
		PM_F_DETECTED, PM_F_MITIGATED, PM_F_RESOLVED,
	};

	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		if (!a->given[wanted[i]].nr)
			a->out->missing |= 1ul << wanted[i];
	}
}

int pm_adopt_write(struct adoption *a, struct pm_error *err)
{
	const struct pm_adopt_source *source = a->source;
	const char *eol = line_end(source->text, source->len);
	struct pm_buf *file = &a->out->readme;
	const char *before[PM_FIELDS + 1];
	int code = PM_OK;

	if (a->front.present) {
		pm_buf_add(file, source->text, source->len);
	} else {
		pm_buf_add(file, source->text, a->front.body_start);
		pm_buf_addf(file, "---%s---%s%s", eol, eol, eol);
		pm_buf_add(file, source->text + a->front.body_start,
			   source->len - a->front.body_start);
	}
	for (enum pm_field f = 0; f < PM_FIELDS && code >= 0; f++) {
		const struct given *given = &a->given[f];

		if (given->kept || !given->nr)
			continue;
		pm_field_keys(before, PM_POSTMORTEM, f);
		code = pm_front_set(file, pm_field_def(f)->key, given->text,
				    given->nr, pm_field_is_list(f), before,
				    err);
	}
	if (code >= 0)
		code = settle_keys(a, file, err);
	if (code < 0)
		pm_error_wrap(err, "%s", source->path);
	a->out->body_start = file->len - (source->len - a->front.body_start);
	a->out->body_line = a->front.body_line;
	note_missing(a);
	return code;
}

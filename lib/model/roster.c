/* SPDX-License-Identifier: MIT */
#include "model/roster.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/text.h"
#include "model/known.h"
#include "syntax/codeowners.h"
#include "syntax/yaml.h"

#define MAX_EMAILS 8 /* of one person; nobody reads more */

/* --- who is one --- */

/* What commits by itself and calls itself so. */
static bool is_bot(const struct pm_naming_parts *parts)
{
	static const char *const bots[] = {
		"github-actions", "dependabot", "renovate", "greenkeeper",
		"jenkins",	  "noreply",	"no-reply", "root",
		"actions",	  "action",	"ci",	    "github",
	};
	const char *handle = parts->handle ? parts->handle : "";
	size_t len = strlen(handle);

	for (size_t i = 0; i < sizeof(bots) / sizeof(*bots); i++) {
		if (!strcmp(handle, bots[i]))
			return true;
	}
	return strstr(handle, "[bot]") || (len > 4 && !strcmp(handle + len - 4,
							       "-bot")) ||
	       (parts->name && strstr(parts->name, "[bot]"));
}

bool pm_is_bot(const char *contact)
{
	struct pm_naming_parts parts;
	struct pm_arena arena = { 0 };
	bool is;

	pm_naming_take_apart(&parts, &arena, contact);
	is = is_bot(&parts);
	pm_arena_release(&arena);
	return is;
}

static bool has_email(const struct pm_person *person, const char *email)
{
	for (size_t i = 0; i < person->emails; i++) {
		if (!strcasecmp(person->email[i], email))
			return true;
	}
	return false;
}

/* A first name alone is many people's. */
static bool is_full_name(const char *name)
{
	return name && strchr(name, ' ');
}

static struct pm_person *find(struct pm_roster *roster, const char *name,
			      const struct pm_naming_parts *parts)
{
	for (size_t i = 0; i < roster->nr; i++) {
		struct pm_person *p = &roster->item[i];

		if (has_email(p, parts->shown) ||
		    (is_full_name(name) && p->name &&
		     !strcasecmp(p->name, name)))
			return p;
	}
	return NULL;
}

/* The name as it was written in front of the address. */
static const char *name_of(struct pm_roster *roster, const char *contact)
{
	size_t len = strcspn(contact, "<");

	while (len && strchr(" \t", contact[len - 1]))
		len--;
	return len ? pm_arena_strndup(&roster->arena, contact, len) : NULL;
}

/* --- what they are called --- */

/* What stands before the "@", or else the name, as one word. */
static const char *make_handle(struct pm_roster *roster, const char *from)
{
	struct pm_buf out = { 0 };
	const char *handle;

	for (; *from && *from != '+'; from++) {
		if (*from == ' ')
			pm_buf_addch(&out, '-');
		else if (strchr("._-", *from) || (*from & 0x80) ||
			 (*from >= '0' && *from <= '9') ||
			 (*from >= 'a' && *from <= 'z'))
			pm_buf_addch(&out, *from);
	}
	handle = pm_arena_strdup(&roster->arena, pm_buf_str(&out));
	pm_buf_release(&out);
	return handle;
}

static bool is_free(const struct pm_roster *roster,
		    const struct pm_policy *policy, const char *handle)
{
	enum pm_who form = pm_policy_who_form(policy, handle);

	for (size_t i = 0; i < roster->nr; i++) {
		if (!strcasecmp(roster->item[i].handle, handle))
			return false;
	}
	return form == PM_WHO_WORD;
}

static const char *choose_handle(struct pm_roster *roster,
				 const struct pm_policy *policy,
				 const struct pm_naming_parts *parts)
{
	const char *handle = make_handle(roster, parts->handle), *named;
	enum pm_who form = pm_policy_who_form(policy, handle);

	if (is_free(roster, policy, handle))
		return handle;
	named = parts->name ? make_handle(roster, parts->name) : handle;
	if (is_free(roster, policy, named))
		return named;
	/* "tbd" is nobody, nor is "tbd-2". */
	for (int i = 2; i < 100 && form == PM_WHO_WORD; i++) {
		named = pm_arena_printf(&roster->arena, "%s-%d", handle, i);
		if (is_free(roster, policy, named))
			return named;
	}
	return NULL;
}

static void take_address(struct pm_roster *roster, struct pm_person *person,
			 const struct pm_naming_parts *parts)
{
	const char *login = pm_arena_printf(&roster->arena, "@%s",
					    parts->handle);

	if (parts->is_login && pm_codeowner_is_name(login)) {
		person->forge = person->forge ? person->forge : login;
		return;
	}
	if (person->emails < MAX_EMAILS && !has_email(person, parts->shown))
		person->email[person->emails++] =
			pm_arena_strdup(&roster->arena, parts->shown);
}

static const char *fold(struct pm_roster *roster, const char *name)
{
	return pm_naming_fold(&roster->arena, name, strlen(name));
}

/* Under which full names those commit whom the policy lists. */
static void take_names(struct pm_roster *roster, const struct pm_policy *policy,
		       const struct pm_strlist *contacts)
{
	for (size_t i = 0; policy->people && i < contacts->nr; i++) {
		const struct pm_person *person =
			pm_policy_person(policy, contacts->item[i]);
		const char *name = name_of(roster, contacts->item[i]);

		if (person && is_full_name(name))
			pm_map_add(&roster->names, fold(roster, name),
				   (size_t)(person - policy->person), NULL);
	}
}

static void add(struct pm_roster *roster, const struct pm_policy *policy,
		const char *contact, bool logins)
{
	struct pm_naming_parts parts;
	const char *name = name_of(roster, contact), *handle;
	struct pm_person *person;
	size_t at;

	pm_naming_take_apart(&parts, &roster->arena, contact);
	if (parts.is_login != logins)
		return;
	if (!parts.address || is_bot(&parts)) {
		roster->bots++;
		return;
	}
	if (pm_policy_person(policy, contact)) {
		roster->listed++;
		return;
	}
	if (is_full_name(name) &&
	    pm_map_get(&roster->names, fold(roster, name), &at)) {
		pm_strlist_addf(&roster->lacking, "%s lacks %s",
				policy->person[at].handle, parts.shown);
		return;
	}
	person = find(roster, name, &parts);
	handle = person ? NULL : choose_handle(roster, policy, &parts);
	if (!person && (!handle || roster->nr >= PM_MAX_ROSTER)) {
		*(handle ? &roster->others : &roster->bots) += 1;
		return;
	}
	if (!person) {
		PM_GROW(roster->item, roster->nr, roster->alloc);
		person = &roster->item[roster->nr++];
		*person = (struct pm_person){
			.handle = handle,
			.name = name,
			.email = pm_arena_alloc(
				&roster->arena,
				MAX_EMAILS * sizeof(*person->email)),
		};
	}
	take_address(roster, person, &parts);
}

static int by_handle(const void *a, const void *b)
{
	const struct pm_person *x = a, *y = b;

	return strcmp(x->handle, y->handle);
}

void pm_roster_make(struct pm_roster *out, const struct pm_policy *policy,
		    const struct pm_strlist *contacts)
{
	memset(out, 0, sizeof(*out));
	take_names(out, policy, contacts);
	/* Better called after an address than after a forge's name. */
	for (int logins = 0; logins < 2; logins++)
		for (size_t i = 0; i < contacts->nr; i++)
			add(out, policy, contacts->item[i], logins);
	if (out->nr)
		qsort(out->item, out->nr, sizeof(*out->item), by_handle);
}

void pm_roster_release(struct pm_roster *roster)
{
	free(roster->item);
	pm_map_release(&roster->names);
	pm_strlist_release(&roster->lacking);
	pm_arena_release(&roster->arena);
	memset(roster, 0, sizeof(*roster));
}

/* --- how they are written --- */

static void add_key(struct pm_buf *out, bool *first, const char *key,
		    const char *value)
{
	if (!value)
		return;
	pm_buf_addf(out, "%s%s: ", *first ? "" : ", ", key);
	pm_yaml_quote(out, value, true);
	*first = false;
}

static void add_line(struct pm_buf *out, const struct pm_person *p,
		     size_t indent, const char *eol)
{
	bool first = true;

	for (size_t i = 0; i < indent; i++)
		pm_buf_addch(out, ' ');
	pm_yaml_quote(out, p->handle, false);
	pm_buf_addstr(out, ": {");
	add_key(out, &first, "name", p->name);
	if (p->emails == 1)
		add_key(out, &first, "email", p->email[0]);
	if (p->emails > 1)
		pm_buf_addf(out, "%semail: [", first ? "" : ", ");
	for (size_t i = 0; p->emails > 1 && i < p->emails; i++) {
		pm_buf_addstr(out, i ? ", " : "");
		pm_yaml_quote(out, p->email[i], true);
	}
	if (p->emails > 1) {
		pm_buf_addch(out, ']');
		first = false;
	}
	add_key(out, &first, "forge", p->forge);
	pm_buf_addf(out, "}%s", eol);
}

static void add_lines(struct pm_buf *out, const struct pm_roster *roster,
		      size_t indent, const char *eol)
{
	for (size_t i = 0; i < roster->nr; i++)
		add_line(out, &roster->item[i], indent, eol);
}

/* Where the next line begins; `text` ends in one. */
static size_t next_line(const struct pm_buf *text, size_t at)
{
	return at + strcspn(text->ptr + at, "\n") +
	       (text->ptr[at + strcspn(text->ptr + at, "\n")] != '\0');
}

/* Behind the template's example of them, which stays, or else at the end. */
static size_t place_of_new(const struct pm_buf *text)
{
	size_t at = 0;

	while (at < text->len && strncmp(text->ptr + at, "#people:", 8))
		at = next_line(text, at);
	while (at < text->len && text->ptr[at] == '#')
		at = next_line(text, at);
	return at;
}

/* Behind the last of those who are there, with what it says beside. */
static size_t place_of_more(const struct pm_buf *text,
			    const struct pm_yaml *people, size_t *indent)
{
	const struct pm_yaml *last = people;
	size_t line;

	if (people->nr) {
		last = &people->child[people->nr - 1];
		line = last->key_start;
		while (line && text->ptr[line - 1] != '\n')
			line--;
		*indent = last->key_start - line;
	}
	while (last->kind == PM_YAML_MAP && !last->flow && last->nr)
		last = &last->child[last->nr - 1];
	if (!people->nr)
		return next_line(text, people->key_start);
	return text->ptr[last->end - 1] == '\n' ? last->end :
						  next_line(text, last->end);
}

/* What came out must be what was meant. */
static int verify(const struct pm_buf *text, const struct pm_roster *roster,
		  struct pm_error *err)
{
	struct pm_policy policy;
	int code = PM_OK;

	pm_policy_read(&policy, pm_buf_str(text), text->len);
	if (policy.problems.nr)
		code = pm_fail(err, PM_EINVALID, "%s:%zu: %s", PM_POLICY_PATH,
			       policy.problems.item[0].line,
			       policy.problems.item[0].message);
	for (size_t i = 0; i < roster->nr && code >= 0; i++) {
		if (!pm_policy_lists(&policy, roster->item[i].handle))
			code = pm_fail(err, PM_EINVALID,
				       "%s: \"people\" cannot be added to line "
				       "by line; write it as a block, one "
				       "person a line", PM_POLICY_PATH);
	}
	pm_policy_release(&policy);
	return code;
}

/* A block, or nothing yet. */
static bool can_add_to(const struct pm_yaml *people)
{
	return pm_yaml_is_null(people) ||
	       (people->kind == PM_YAML_MAP && (!people->flow || !people->nr));
}

int pm_roster_write(struct pm_buf *text, const struct pm_roster *roster,
		    struct pm_error *err)
{
	const char *eol = strstr(pm_buf_str(text), "\r\n") ? "\r\n" : "\n";
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	const struct pm_yaml *map, *people;
	struct pm_buf lines = { 0 };
	size_t at, indent = 2;
	int code;

	if (text->len && text->ptr[text->len - 1] != '\n')
		pm_buf_addstr(text, eol);
	map = pm_yaml_parse(&arena, pm_buf_str(text), 0, text->len, 1,
			    &problems);
	people = map ? pm_yaml_get(map, "people") : NULL;
	if (people && !can_add_to(people)) {
		code = pm_fail(err, PM_EINVALID,
			       "%s:%zu: \"people\" is no block; write one person "
			       "a line",
			       PM_POLICY_PATH, people->key_line);
		goto out;
	}
	/* "people: {}" */
	if (people && !people->nr && people->end > people->start)
		pm_buf_splice(text, people->start - 1, people->end, "", 0);
	at = people ? place_of_more(text, people, &indent) :
		      place_of_new(text);
	if (!people)
		pm_buf_addf(&lines, "people:%s", eol);
	add_lines(&lines, roster, indent, eol);
	pm_buf_splice(text, at, at, pm_buf_str(&lines), lines.len);
	code = verify(text, roster, err);
out:
	pm_buf_release(&lines);
	pm_arena_release(&arena);
	return code;
}

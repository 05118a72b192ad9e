/* SPDX-License-Identifier: MIT */
#include "import/adopt_document.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "model/person.h"

#define MAX_NAME_BYTES 80 /* a longer one is a sentence */
#define MAX_NAME_WORDS 5
#define MAX_INITIALS 4
#define MAX_PEOPLE 500

static size_t words_in(const char *s)
{
	size_t nr = 0;

	for (; *s; s += strcspn(s, " "), nr++)
		s += strspn(s, " ");
	return nr;
}

static bool are_initials(const char *s)
{
	size_t len = 0, words = 0;

	for (; *s; s++) {
		if (*s == ' ') {
			words += len > 0;
			len = 0;
		} else if (!isupper((unsigned char)*s) ||
			   ++len > MAX_INITIALS) {
			return false;
		}
	}
	return words + (len > 0) > 1;
}

/* How long the word for "and" at `s` is; 0 if none stands there. */
static size_t conjunction(const char *s)
{
	static const char *const words[] = {
		" and ", " & ", " und ", " et ", " og ", " + ",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (!strncasecmp(s, words[i], strlen(words[i])))
			return strlen(words[i]);
	}
	return 0;
}

static size_t divider(const char *s, bool initials)
{
	size_t n = conjunction(s);

	if (n)
		return n;
	if (strchr(",;\n\t", *s) || (*s == '/' && s[1] != '/'))
		return 1;
	return initials && *s == ' ' ? 1 : 0;
}

void pm_adopt_split_people(struct pm_strlist *out, const char *text)
{
	bool initials = are_initials(text);
	const char *start = text;
	size_t depth = 0;

	for (const char *p = text;; p++) {
		size_t n = *p && !depth ? divider(p, initials) : 0;

		if (*p == '(' || *p == '<')
			depth++;
		else if ((*p == ')' || *p == '>') && depth)
			depth--;
		if (*p && !n)
			continue;
		while (start < p && *start == ' ')
			start++;
		if (p > start)
			pm_strlist_addn(out, start, (size_t)(p - start));
		if (!*p)
			break;
		start = p + n;
		p += n - 1;
	}
}

/* An address in "Alice Adams <alice@example.com>" or alone. */
static bool find_address(struct pm_buf *out, const char *s)
{
	const char *at = strchr(s, '@');
	const char *start = at, *end = at;

	if (!at || at == s)
		return false;
	while (start > s &&
	       (isalnum((unsigned char)start[-1]) || strchr("._+-", start[-1])))
		start--;
	while (isalnum((unsigned char)end[1]) ||
	       (end[1] && strchr(".-", end[1])))
		end++;
	while (*end == '.')
		end--;
	if (start == at || !memchr(at, '.', (size_t)(end - at)))
		return false;
	pm_buf_add(out, start, (size_t)(end - start + 1));
	return true;
}

/* The name alone: without a role in brackets or behind a dash, @, a full
 * stop, quotes. */
static void bare_name(struct pm_buf *out, const char *s)
{
	static const char *const ends[] = {
		" (", " [", " <", " - ", " – ", " — ", ": ", ":\n",
	};
	size_t len = strlen(s);

	while (len && strchr(" \t-*•.:;\"'", *s)) {
		s++;
		len--;
	}
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		const char *end = strstr(s, ends[i]);

		if (end && end > s && (size_t)(end - s) < len)
			len = (size_t)(end - s);
	}
	while (len && strchr(" \t.,;:\"'*", s[len - 1]))
		len--;
	if (len && *s == '@') {
		s++;
		len--;
	}
	if (len > 1 && *s == '[' && s[len - 1] == ']') {
		s++;
		len -= 2;
	}
	pm_buf_add(out, s, len);
}

/* The policy's person of that first name, if there is one only. */
static const struct pm_person *by_first_name(const struct pm_policy *policy,
					     const char *name)
{
	const struct pm_person *found = NULL;
	size_t len = strlen(name);

	for (size_t i = 0; i < policy->people; i++) {
		const struct pm_person *person = &policy->person[i];

		if (!person->name || strncasecmp(person->name, name, len) ||
		    person->name[len] != ' ')
			continue;
		if (found)
			return NULL;
		found = person;
	}
	return found;
}

/* By its form: no ":pushpin:", no team, no "TBD". */
static bool may_be_person(const struct adoption *a, const char *text,
			  const char *who)
{
	size_t len = strlen(text);

	if (len > 2 && text[0] == ':' && text[len - 1] == ':')
		return false;
	switch (pm_policy_who_form(a->policy, who)) {
	case PM_WHO_NOBODY:
	case PM_WHO_TEAM:
	case PM_WHO_NO_NAME:
		return false;
	default:
		return true;
	}
}

const char *pm_adopt_person(struct adoption *a, const char *text, bool *several)
{
	const struct pm_person *person = NULL;
	struct pm_buf address = { 0 }, name = { 0 };
	struct pm_strlist names = { 0 };
	const char *result = NULL;

	*several = false;
	if (pm_words_are_empty(text))
		return NULL;
	person = pm_policy_person(a->policy, text);
	if (!person)
		pm_adopt_split_people(&names, text);
	if (names.nr > 1) {
		*several = true;
		goto out;
	}
	bare_name(&name, text);
	if (!person && find_address(&address, text))
		person = pm_policy_person(a->policy, address.ptr);
	if (!person)
		person = pm_policy_person(a->policy, pm_buf_str(&name));
	if (!person)
		person = by_first_name(a->policy, pm_buf_str(&name));
	if (person)
		result = person->handle;
	else if (address.len)
		result = pm_arena_strdup(a->arena, address.ptr);
	else if (pm_text_letters(pm_buf_str(&name), name.len) &&
		 name.len <= MAX_NAME_BYTES &&
		 words_in(name.ptr) <= MAX_NAME_WORDS &&
		 !pm_words_are_empty(name.ptr) && !strpbrk(name.ptr, ",;&/"))
		result = pm_arena_strdup(a->arena, name.ptr);
	if (result && !may_be_person(a, text, result))
		result = NULL;
out:
	pm_buf_release(&address);
	pm_buf_release(&name);
	pm_strlist_release(&names);
	return result;
}

static bool names_same(const char *known, const char *name)
{
	size_t len = strlen(name);

	/* The first name will do: who else of that name was there? */
	return !strncasecmp(known, name, len) &&
	       (!known[len] || known[len] == ' ');
}

bool pm_adopt_is_known(struct adoption *a, const char *name)
{
	struct pm_buf bare = { 0 };
	bool known = false;

	bare_name(&bare, name);
	if (bare.len > 1) {
		known = pm_policy_person(a->policy, bare.ptr) ||
			by_first_name(a->policy, bare.ptr);
		for (size_t i = 0; i < a->people.nr && !known; i++)
			known = names_same(a->people.item[i], bare.ptr);
	}
	pm_buf_release(&bare);
	return known;
}

static void add_person(struct adoption *a, const char *text, bool attends)
{
	struct pm_buf name = { 0 };
	bool several;
	const char *who = pm_adopt_person(a, text, &several);

	if (!who || a->people.nr >= MAX_PEOPLE)
		return;
	if (!pm_strlist_has(&a->people, who))
		pm_strlist_add(&a->people, who);
	/* "Alice Adams <alice@...>" is known by her name as well. */
	bare_name(&name, text);
	if (name.len && !pm_strlist_has(&a->people, name.ptr))
		pm_strlist_add(&a->people, name.ptr);
	pm_buf_release(&name);
	if (!attends)
		return;
	for (size_t i = 0; i < a->given[PM_F_DEBRIEF_ATTENDEES].nr; i++) {
		if (!strcmp(a->given[PM_F_DEBRIEF_ATTENDEES].text[i], who))
			return;
	}
	pm_adopt_give(a, PM_F_DEBRIEF_ATTENDEES, who);
}

static void add_people(struct adoption *a, const char *text, bool attends)
{
	struct pm_strlist names = { 0 };

	pm_adopt_split_people(&names, text);
	for (size_t i = 0; i < names.nr; i++)
		add_person(a, names.item[i], attends);
	pm_strlist_release(&names);
}

/* "In attendance: no" */
static bool was_absent(const struct pm_cells *row)
{
	for (size_t i = 1; i < row->nr; i++) {
		if (pm_words_have("no|absent|declined|n", row->cell[i]) ||
		    !strcasecmp(row->cell[i], "No"))
			return true;
	}
	return false;
}

static void read_attendees(struct adoption *a, const struct pm_section *section)
{
	for (size_t i = section->first; i < section->own_end; i++) {
		const struct pm_block *block = &a->md.block[i];

		if (block->kind == PM_BLOCK_PARAGRAPH ||
		    block->kind == PM_BLOCK_ITEM)
			add_people(a, block->text, true);
		if (block->kind != PM_BLOCK_TABLE)
			continue;
		for (size_t r = 0; r < block->rows; r++) {
			if (block->row[r].nr && !was_absent(&block->row[r]))
				add_person(a, block->row[r].cell[0], true);
		}
	}
}

/* "Attendees", with the slips of the pen that headings have. */
static bool is_attendees(const struct pm_section *section)
{
	static const char *const names[] = { "attendees", "participants" };

	return pm_label_meaning(section->normal) == M_ATTENDEES ||
	       pm_nearest(section->normal, names, 2);
}

static void give_person(struct adoption *a, enum pm_field field,
			enum meaning meaning)
{
	const struct fact *fact = pm_adopt_fact(a, meaning);
	bool several;
	const char *who;

	if (!fact || a->given[field].kept)
		return;
	who = pm_adopt_person(a, fact->value, &several);
	if (who)
		pm_adopt_give(a, field, who);
	else if (several)
		pm_adopt_remark(a, fact->line,
				"\"%s\" are several people: no %s taken",
				fact->value, pm_field_def(field)->key);
}

void pm_adopt_people(struct adoption *a)
{
	static const enum meaning named[] = {
		M_OWNER,
		M_AUTHOR,
		M_LEAD,
		M_FACILITATOR,
	};

	give_person(a, PM_F_LEAD, M_LEAD);
	give_person(a, PM_F_DEBRIEF_FACILITATOR, M_FACILITATOR);
	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++) {
		const struct fact *fact = pm_adopt_fact(a, named[i]);

		if (fact && strlen(fact->value) <= MAX_NAME_BYTES * 2)
			add_people(a, fact->value, false);
	}
	for (size_t i = 0; i < a->facts; i++) {
		if (a->fact[i].label.meaning == M_ATTENDEES)
			add_people(a, a->fact[i].value, true);
	}
	for (size_t i = 0; i < a->sections.nr; i++) {
		if (is_attendees(&a->sections.item[i]))
			read_attendees(a, &a->sections.item[i]);
	}
}

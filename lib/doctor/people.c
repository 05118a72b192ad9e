/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/map.h"
#include "base/path.h"
#include "base/text.h"
#include "model/roster.h"
#include "snapshot/people.h"

/* A name as records write it. */
struct naming {
	const char *name;
	const struct pm_record *first; /* that names it; an open one if any */
	enum pm_field field;	       /* there */
	size_t records;
	bool is_open; /* some record that names it is not settled */
};

struct namings {
	struct naming *item;
	size_t nr;
	size_t alloc;
	struct pm_map by_name;
};

static void add(struct namings *list, const char *name,
		const struct pm_record *record, enum pm_field field,
		bool is_open)
{
	struct naming *n;
	size_t at;

	if (pm_map_add(&list->by_name, name, list->nr, &at)) {
		PM_GROW(list->item, list->nr, list->alloc);
		at = list->nr++;
		list->item[at] = (struct naming){ .name = name,
						  .first = record,
						  .field = field };
	}
	n = &list->item[at];
	if (is_open && !n->is_open) {
		n->first = record;
		n->field = field;
		n->is_open = true;
	}
	n->records++;
}

static void add_field(struct namings *list, const struct pm_record *record,
		      enum pm_field field, bool is_open)
{
	const struct pm_value *value = pm_record_get(record, field);

	if (!value || !value->is_valid)
		return;
	if (!pm_field_is_list(field))
		add(list, value->text, record, field, is_open);
	for (size_t i = 0; pm_field_is_list(field) && i < value->nr; i++)
		add(list, value->item[i], record, field, is_open);
}

static void collect(struct namings *people, struct namings *teams,
		    const struct pm_snapshot *s)
{
	for (size_t i = 0; i < s->nr; i++) {
		const struct pm_postmortem *pm = &s->item[i];
		bool open = pm_record_status(&pm->record) != PM_CLOSED;

		add_field(people, &pm->record, PM_F_OWNER, open);
		add_field(people, &pm->record, PM_F_LEAD, open);
		add_field(teams, &pm->record, PM_F_TEAMS, open);
		for (size_t a = 0; a < pm->actions; a++) {
			const struct pm_record *item = &pm->action[a];
			bool todo = open &&
				    pm_state_is_open(pm_record_state(item));

			add_field(people, item, PM_F_OWNER, todo);
			add_field(teams, item, PM_F_TEAM, todo);
		}
	}
}

/* Of an item the command that corrects it, of a document its file. */
static const char *correct(struct pm_doctor *doctor, const struct naming *n,
			   const char *option, const char *right)
{
	struct pm_buf command = { 0 };
	const char *kept;

	if (!doctor->repo->top)
		return NULL;
	if (n->first->kind != PM_ACTION || !right)
		return pm_note_edit(doctor, n->first->path);
	pm_buf_addstr(&command, "git postmortem action set ");
	pm_shell_quote(&command, n->first->id);
	pm_buf_addf(&command, " %s ", option);
	pm_shell_quote(&command, right);
	kept = pm_arena_strdup(&doctor->arena, pm_buf_str(&command));
	pm_buf_release(&command);
	return kept;
}

static void tell_unknown(struct pm_doctor *doctor, const struct naming *n,
			 const char *near)
{
	const char *remedy = near && n->is_open ?
			correct(doctor, n, "--owner", near) :
			pm_note_edit(doctor, PM_POLICY_PATH);

	/* Whoever has left is still named by what they did. */
	pm_note(doctor, "people", "person-unknown",
		n->is_open ? PM_NOTE_WARNING : PM_NOTE_HINT, remedy,
		"the policy lists no \"%s\", whom %s names as %s%s%s%s", n->name,
		n->first->id, pm_field_def(n->field)->key,
		near ? "; did you mean \"" : "", near ? near : "",
		near ? "\"?" : "");
}

static void compare_with_policy(struct pm_doctor *doctor,
				const struct namings *people)
{
	const struct pm_policy *policy = &doctor->snapshot.policy;
	const char *names[200];
	size_t nr = 0, open = 0, settled = 0;

	for (; nr < policy->people && nr < sizeof(names) / sizeof(*names); nr++)
		names[nr] = policy->person[nr].handle;
	for (size_t i = 0; i < people->nr; i++) {
		const struct naming *n = &people->item[i];
		const char *bare = n->name[0] == '@' ? n->name + 1 : n->name;

		if (pm_policy_person(policy, n->name))
			continue;
		if (!n->is_open)
			settled++;
		else if (open++ < PM_DOCTOR_TOLD)
			tell_unknown(doctor, n, pm_nearest(bare, names, nr));
	}
	pm_note_more(doctor, "people", "person-unknown", PM_NOTE_WARNING, open,
		     "people whom the policy does not list");
	if (settled)
		pm_note(doctor, "people", "person-former", PM_NOTE_OK, NULL,
			"%zu %s named only by what is settled, and not listed "
			"by the policy", settled,
			settled == 1 ? "person is" : "people are");
	if (!open)
		pm_note(doctor, "people", "people", PM_NOTE_OK, NULL,
			"everybody who is named is one of the %zu people of "
			"the policy", policy->people);
}

#define TOLD 5 /* by their handles */

/* What a list would bring: names of several words, one person under each of
 * several addresses, and a finding for whoever is mistyped. */
static void tell_unlisted(struct pm_doctor *doctor)
{
	struct pm_strlist authors = { 0 };
	struct pm_roster roster = { 0 };
	struct pm_buf handles = { 0 };
	struct pm_error ignored = { 0 };
	const char *tips[] = { "HEAD", NULL };

	if (pm_people_authors(&authors, tips, &ignored) >= 0)
		pm_roster_make(&roster, &doctor->snapshot.policy, &authors);
	for (size_t i = 0; i < roster.nr && i < TOLD; i++)
		pm_buf_addf(&handles, "%s%s", i ? ", " : "",
			    roster.item[i].handle);
	if (roster.nr > TOLD)
		pm_buf_addf(&handles, " and %zu more", roster.nr - TOLD);
	if (roster.nr > 1)
		pm_note(doctor, "people", "no-people", PM_NOTE_HINT,
			"git postmortem init --people",
			"the policy lists no people; from the log it would "
			"know %s", pm_buf_str(&handles));
	pm_buf_release(&handles);
	pm_roster_release(&roster);
	pm_strlist_release(&authors);
}

/* "alice", "@Alice" and "alice@example.com" are mostly one. */
static char *likeness(const char *name)
{
	size_t len;
	char *key;

	name += *name == '@';
	len = strcspn(name, "@");
	key = pm_text_normal(name, len ? len : strlen(name));
	return key;
}

struct spelling {
	char *key;
	const struct naming *naming;
};

static int by_key(const void *a, const void *b)
{
	const struct spelling *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	if (order)
		return order;
	return x->naming->records < y->naming->records ? 1 :
	       x->naming->records > y->naming->records ? -1 :
				strcmp(x->naming->name, y->naming->name);
}

/* Ways of naming one person are no spellings of theirs. */
static bool is_known_as(const struct pm_doctor *doctor, const char *about,
			const char *a, const char *b)
{
	return !strcmp(about, "people") &&
	       pm_policy_same_person(&doctor->snapshot.policy, a, b);
}

/* Without a list of people only the spelling tells who is who. */
static void compare_with_each_other(struct pm_doctor *doctor,
				    const struct namings *list,
				    const char *about, const char *option)
{
	struct spelling *all = pm_xcalloc(list->nr + 1, sizeof(*all));
	size_t told = 0;

	for (size_t i = 0; i < list->nr; i++)
		all[i] = (struct spelling){ likeness(list->item[i].name),
					    &list->item[i] };
	qsort(all, list->nr, sizeof(*all), by_key);
	for (size_t i = 1; i < list->nr; i++) {
		const struct naming *n = all[i].naming, *usual;
		size_t first = i - 1;

		while (first && !strcmp(all[first - 1].key, all[i].key))
			first--;
		usual = all[first].naming;
		if (!*all[i].key || strcmp(all[i].key, all[first].key) ||
		    is_known_as(doctor, about, n->name, usual->name) ||
		    told++ >= PM_DOCTOR_TOLD)
			continue;
		pm_note(doctor, about, "spelling", PM_NOTE_HINT,
			correct(doctor, n, option, usual->name),
			"\"%s\" in %s%s is probably the \"%s\" of %zu other "
			"record%s", n->name, n->first->id,
			n->records > 1 ? " and others" : "",
			usual->name, usual->records,
			usual->records == 1 ? "" : "s");
	}
	pm_note_more(doctor, about, "spelling", PM_NOTE_HINT, told,
		     "such spellings");
	for (size_t i = 0; i < list->nr; i++)
		free(all[i].key);
	free(all);
}

static bool has_team(const struct pm_policy *policy, const char *name)
{
	for (size_t i = 0; i < policy->people; i++) {
		for (size_t t = 0; t < policy->person[i].teams; t++) {
			if (!strcasecmp(policy->person[i].team[t], name))
				return true;
		}
	}
	return false;
}

/* Nothing refuses an unknown team: it only goes missing from reports. */
static void compare_teams(struct pm_doctor *doctor,
			  const struct namings *teams)
{
	const struct pm_policy *policy = &doctor->snapshot.policy;
	struct pm_strlist listed = { 0 };
	size_t told = 0;

	for (size_t i = 0; i < policy->people; i++) {
		for (size_t t = 0; t < policy->person[i].teams; t++)
			pm_strlist_add(&listed, policy->person[i].team[t]);
	}
	pm_strlist_sort_unique(&listed);
	for (size_t i = 0; listed.nr && i < teams->nr; i++) {
		const struct naming *n = &teams->item[i];
		const char *near;

		if (has_team(policy, n->name) || told++ >= PM_DOCTOR_TOLD)
			continue;
		near = pm_nearest(n->name, (const char *const *)listed.item,
				  listed.nr);
		pm_note(doctor, "people", "team-unknown",
			near ? PM_NOTE_WARNING : PM_NOTE_HINT,
			near ? correct(doctor, n, "--team", near) :
			       pm_note_edit(doctor, PM_POLICY_PATH),
			"nobody of the policy is in the team \"%s\" that %s "
			"names%s%s%s", n->name, n->first->id,
			near ? "; did you mean \"" : "", near ? near : "",
			near ? "\"?" : "");
	}
	pm_note_more(doctor, "people", "team-unknown", PM_NOTE_HINT, told,
		     "teams that nobody is in");
	pm_strlist_release(&listed);
}

void pm_look_at_people(struct pm_doctor *doctor)
{
	struct namings people = { 0 }, teams = { 0 };

	collect(&people, &teams, &doctor->snapshot);
	if (doctor->snapshot.policy.people)
		compare_with_policy(doctor, &people);
	else
		compare_with_each_other(doctor, &people, "people", "--owner");
	if (!doctor->snapshot.policy.people)
		tell_unlisted(doctor);
	compare_teams(doctor, &teams);
	compare_with_each_other(doctor, &teams, "teams", "--team");
	pm_map_release(&people.by_name);
	pm_map_release(&teams.by_name);
	free(people.item);
	free(teams.item);
}

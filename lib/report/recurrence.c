/* SPDX-License-Identifier: MIT */
#include "report/part.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/map.h"
#include "base/text.h"
#include "report/likeness.h"

/* The name of the section, also where a team calls it otherwise. */
#define FACTORS "Contributing factors"

static int compare_days(pm_date a, pm_date b)
{
	return (a > b) - (a < b);
}

static int by_day(const void *a, const void *b)
{
	const struct pm_postmortem *x = *(struct pm_postmortem *const *)a;
	const struct pm_postmortem *y = *(struct pm_postmortem *const *)b;
	int order = compare_days(pm_postmortem_day(x), pm_postmortem_day(y));

	return order ? order : strcmp(x->id, y->id);
}

/* Post-mortems of the period, the oldest first. */
static const struct pm_postmortem **choose(struct pm_report *report,
					   size_t *nr)
{
	const struct pm_postmortem **list =
		pm_report_room(report, report->postmortems,
			       sizeof(struct pm_postmortem *));

	*nr = 0;
	for (size_t i = 0; i < report->postmortems; i++) {
		const struct pm_postmortem *pm = report->postmortem[i];

		if (pm_report_is_in_period(report, pm_postmortem_day(pm)))
			list[(*nr)++] = pm;
	}
	if (*nr)
		qsort(list, *nr, sizeof(struct pm_postmortem *), by_day);
	return list;
}

/* --- services --- */

static int by_frequency(const void *a, const void *b)
{
	const struct pm_report_service *x = a, *y = b;

	if (x->postmortems != y->postmortems)
		return x->postmortems > y->postmortems ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* One post-mortem may name a service twice; case does not matter. */
static void count_services(struct pm_report *report,
			   const struct pm_postmortem *const *pm, size_t nr)
{
	struct pm_report_recurrence *out = &report->recurrence;
	struct pm_map known = { 0 };
	size_t most = 0, *last;

	for (size_t i = 0; i < nr; i++) {
		const struct pm_value *v =
			pm_record_get(&pm[i]->record, PM_F_SERVICES);

		most += v ? v->nr : 0;
	}
	out->service = pm_report_room(report, most, sizeof(*out->service));
	last = pm_xcalloc(most + 1, sizeof(*last));
	for (size_t i = 0; i < nr; i++) {
		const struct pm_value *v =
			pm_record_get(&pm[i]->record, PM_F_SERVICES);

		for (size_t s = 0; v && s < v->nr; s++) {
			char *key = pm_text_normal(v->item[s],
						   strlen(v->item[s]));
			size_t at = out->services;

			if (pm_map_add(&known,
				       pm_arena_strdup(&report->arena, key),
				       at, &at))
				out->service[out->services++].name =
					v->item[s];
			if (last[at] != i + 1)
				out->service[at].postmortems++;
			last[at] = i + 1;
			free(key);
		}
	}
	if (out->services)
		qsort(out->service, out->services, sizeof(*out->service),
		      by_frequency);
	pm_map_release(&known);
	free(last);
}

/* --- contributing factors --- */

struct lines {
	struct pm_line *item;
	size_t nr;
	size_t alloc;
};

static bool is_about_factors(const struct pm_policy *policy,
			     const struct pm_section *section,
			     const char *factors)
{
	const struct pm_section_def *def =
		pm_policy_section(policy, section->normal);

	for (size_t i = 0; def && i < def->normals; i++) {
		if (!strcmp(def->normal[i], factors))
			return true;
	}
	return !strcmp(section->normal, factors);
}

static void add_factor(struct lines *out, const struct pm_block *block,
		       size_t group)
{
	/* "N/A: <reason>" says that there is none. */
	if (!block->letters || !strncasecmp(block->text, "n/a", 3))
		return;
	PM_GROW(out->item, out->nr, out->alloc);
	out->item[out->nr++] = (struct pm_line){ .text = block->text,
						 .group = group };
}

/* The items of its lists, at their first level: a paragraph tells a story. */
static void read_factors(struct lines *out, const struct pm_record *record,
			 const struct pm_policy *policy, const char *factors,
			 size_t group)
{
	const struct pm_markdown *body = &record->body;

	for (size_t i = 0; i < record->sections.nr; i++) {
		const struct pm_section *s = &record->sections.item[i];

		if (!is_about_factors(policy, s, factors))
			continue;
		for (size_t b = s->first; b < s->end; b++) {
			if (body->block[b].kind == PM_BLOCK_ITEM &&
			    body->block[b].level == 1)
				add_factor(out, &body->block[b], group);
		}
	}
}

static int by_recurrence(const void *a, const void *b)
{
	const struct pm_report_factor *x = a, *y = b;

	if (x->postmortems != y->postmortems)
		return x->postmortems > y->postmortems ? -1 : 1;
	return strcmp(x->text, y->text);
}

/* Lines are in the order of their post-mortems, and each points to an earlier
 * one: what leads to the same first line is one factor. */
static void group_factors(struct pm_report *report, const struct lines *lines,
			  const struct pm_postmortem *const *pm)
{
	struct pm_report_recurrence *out = &report->recurrence;
	size_t *first = pm_xcalloc(lines->nr + 1, sizeof(*first));
	struct pm_report_factor *all =
		pm_report_room(report, lines->nr, sizeof(*all));

	out->factor = all;
	pm_likeness_find(first, lines->item, lines->nr);
	for (size_t i = 0; i < lines->nr; i++)
		first[i] = first[i] == PM_UNLIKE ? i : first[first[i]];
	for (size_t i = 0; i < lines->nr; i++)
		all[first[i]].postmortems++;
	for (size_t i = 0; i < lines->nr; i++) {
		struct pm_report_factor *f = &all[i];

		if (f->postmortems)
			f->postmortem = pm_report_room(
				report, f->postmortems,
				sizeof(struct pm_postmortem *));
		f->postmortems = 0;
	}
	for (size_t i = 0; i < lines->nr; i++) {
		struct pm_report_factor *f = &all[first[i]];
		const struct pm_postmortem *whose = pm[lines->item[i].group];

		f->text = lines->item[i].text;
		if (!f->postmortems ||
		    f->postmortem[f->postmortems - 1] != whose)
			f->postmortem[f->postmortems++] = whose;
	}
	for (size_t i = 0; i < lines->nr; i++) {
		if (all[i].postmortems > 1)
			out->factor[out->factors++] = all[i];
	}
	if (out->factors)
		qsort(out->factor, out->factors, sizeof(*out->factor),
		      by_recurrence);
	free(first);
}

static void count_factors(struct pm_report *report,
			  const struct pm_postmortem *const *pm, size_t nr)
{
	char *factors = pm_text_normal(FACTORS, strlen(FACTORS));
	struct lines lines = { 0 };

	for (size_t i = 0; i < nr; i++)
		read_factors(&lines, &pm[i]->record, &report->snapshot->policy,
			     factors, i);
	report->recurrence.factors_read = lines.nr;
	group_factors(report, &lines, pm);
	free(lines.item);
	free(factors);
}

/* --- items that were proposed before --- */

static int by_first_day(const void *a, const void *b)
{
	const struct pm_report_item *x = *(struct pm_report_item *const *)a;
	const struct pm_report_item *y = *(struct pm_report_item *const *)b;
	int order = compare_days(x->day, y->day);

	return order ? order : strcmp(x->action->id, y->action->id);
}

/* What can still be answered comes first. */
static int by_use(const void *a, const void *b)
{
	const struct pm_report_repeat *x = a, *y = b;
	bool open = pm_state_is_open(x->item->state);

	if (open != pm_state_is_open(y->item->state))
		return open ? -1 : 1;
	if (x->item->day != y->item->day)
		return x->item->day > y->item->day ? -1 : 1;
	return strcmp(x->item->action->id, y->item->action->id);
}

static void find_repeats(struct pm_report *report,
			 const struct pm_report_item **item,
			 const struct pm_line *line, size_t nr)
{
	struct pm_report_recurrence *out = &report->recurrence;
	size_t *like = pm_xcalloc(nr + 1, sizeof(*like));
	size_t *times = pm_xcalloc(nr + 1, sizeof(*times));

	pm_likeness_find(like, line, nr);
	out->repeat = pm_report_room(report, nr, sizeof(*out->repeat));
	for (size_t i = 0; i < nr; i++) {
		if (like[i] == PM_UNLIKE)
			continue;
		times[i] = times[like[i]] + 1;
		if (!pm_report_is_in_period(report, item[i]->day))
			continue;
		out->repeat[out->repeats++] = (struct pm_report_repeat){
			.item = item[i],
			.before = item[like[i]],
			.times = times[i],
		};
	}
	if (out->repeats)
		qsort(out->repeat, out->repeats, sizeof(*out->repeat), by_use);
	free(like);
	free(times);
}

static void count_repeats(struct pm_report *report)
{
	const struct pm_report_item **item =
		pm_report_room(report, report->items,
			       sizeof(struct pm_report_item *));
	struct pm_line *line = pm_xcalloc(report->items + 1, sizeof(*line));
	struct pm_map group = { 0 };
	size_t nr = 0;

	for (size_t i = 0; i < report->items; i++) {
		if (pm_record_text(report->item[i].action, PM_F_TITLE))
			item[nr++] = &report->item[i];
	}
	if (nr)
		qsort(item, nr, sizeof(struct pm_report_item *), by_first_day);
	for (size_t i = 0; i < nr; i++) {
		const char *id = item[i]->action->id;

		line[i].text = pm_record_text(item[i]->action, PM_F_TITLE);
		line[i].group = i;
		pm_map_add(&group,
			   pm_arena_strndup(&report->arena, id,
					    strcspn(id, "/")),
			   i, &line[i].group);
	}
	find_repeats(report, item, line, nr);
	pm_map_release(&group);
	free(line);
}

void pm_report_count_recurrence(struct pm_report *report)
{
	const struct pm_postmortem **pm;
	size_t nr;

	pm = choose(report, &nr);
	count_services(report, pm, nr);
	count_factors(report, pm, nr);
	count_repeats(report);
}

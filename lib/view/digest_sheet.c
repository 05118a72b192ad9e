/* SPDX-License-Identifier: MIT */
#include "view/digest_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "model/ledger_sum.h"
#include "view/attention_words.h"
#include "view/outcome_text.h"

static void add_line(struct pm_digest_group *group,
		     struct pm_digest_line line)
{
	PM_GROW(group->line, group->lines, group->alloc);
	group->line[group->lines++] = line;
}

static bool is_about_days(enum pm_attention_kind kind)
{
	return kind == PM_OVERDUE || kind == PM_DUE_SOON;
}

/* Since when a proposal waits says its history, and nothing else does. */
static const char *since_of(struct pm_digest_sheet *sheet,
			    const struct pm_record *action, pm_date today)
{
	char day[PM_DATE_LEN], distance[40];
	struct pm_ledger_sum sum;

	pm_ledger_sum_make(&sum, &sheet->arena, action);
	if (sum.proposed == PM_NO_DATE)
		return "";
	pm_date_format(day, sum.proposed);
	pm_date_relative(distance, sum.proposed, today);
	return pm_arena_printf(&sheet->arena, "%s, %s", day, distance);
}

static const char *when_of(struct pm_digest_sheet *sheet,
			   const struct pm_attention *a, pm_date today)
{
	pm_date due = a->action ? pm_record_date(a->action, PM_F_DUE) :
				  PM_NO_DATE;
	char day[PM_DATE_LEN], distance[40];

	if (a->kind == PM_TO_ANSWER)
		return since_of(sheet, a->action, today);
	if (due == PM_NO_DATE)
		return "";
	pm_date_format(day, due);
	if (!is_about_days(a->kind))
		return pm_arena_strdup(&sheet->arena, day);
	pm_date_relative(distance, due, today);
	return pm_arena_printf(&sheet->arena, "%s, %s", day, distance);
}

static void add_attention(struct pm_digest_sheet *sheet,
			  struct pm_digest_group *group,
			  const struct pm_attention *a, pm_date today)
{
	const struct pm_record *r = a->action ? a->action :
						&a->postmortem->record;

	add_line(group, (struct pm_digest_line){
				.when = when_of(sheet, a, today),
				.title = pm_record_text(r, PM_F_TITLE),
				.id = r->id,
				.who = pm_record_text(r, PM_F_OWNER) });
}

static struct pm_digest_group *begin_group(struct pm_digest_sheet *sheet,
					   enum pm_attention_kind kind)
{
	const struct pm_attention_words *words = &pm_attention_words[kind];
	bool is_item = kind <= PM_NOBODY;

	sheet->group[sheet->groups] = (struct pm_digest_group){
		.title = words->title, .ask = words->ask, .next = words->next,
		.column = { kind == PM_TO_ANSWER ? "SINCE" : "DUE", is_item ? "ITEM" : "POST-MORTEM", "OWNER",
			    "TITLE" },
		.style = words->style,
	};
	return &sheet->group[sheet->groups++];
}

static void add_attentions(struct pm_digest_sheet *sheet,
			   const struct pm_digest_part *part, pm_date today)
{
	struct pm_digest_group *group = NULL;

	for (size_t i = 0; i < part->attentions; i++) {
		const struct pm_attention *a = part->attention[i];

		if (!i || part->attention[i - 1]->kind != a->kind)
			group = begin_group(sheet, a->kind);
		add_attention(sheet, group, a, today);
	}
}

/* --- what has changed --- */

static void became_overdue(struct pm_digest_sheet *sheet,
			   struct pm_digest_line *line,
			   const struct pm_record *action)
{
	line->when = "became overdue";
	line->how = pm_arena_printf(&sheet->arena, "due %s",
				    pm_record_text(action, PM_F_DUE));
}

static void put_words(struct pm_digest_sheet *sheet,
		      struct pm_digest_line *line,
		      const struct pm_digest_change *change)
{
	const struct pm_difference *d = change->difference;
	enum pm_outcome_kind kind = d->outcomes.item[change->outcome].kind;
	struct pm_buf text = { 0 };

	pm_outcome_word(&text, kind);
	line->when = pm_arena_strdup(&sheet->arena, pm_buf_str(&text));
	pm_buf_reset(&text);
	pm_outcome_words(&text, d, change->outcome, pm_buf_addstr);
	if (text.len)
		line->how = pm_arena_strdup(&sheet->arena, text.ptr);
	/* Its title is among these words. */
	if (kind == PM_OUTCOME_OPENED && d->kind == PM_ACTION)
		line->title = NULL;
	pm_buf_release(&text);
}

static void add_changes(struct pm_digest_sheet *sheet,
			const struct pm_digest *digest,
			const struct pm_digest_part *part)
{
	struct pm_digest_group *group = &sheet->group[sheet->groups];
	char day[PM_DATE_LEN];

	if (!part->changes)
		return;
	sheet->groups++;
	pm_date_format(day, digest->since);
	*group = (struct pm_digest_group){
		.title = pm_arena_printf(&sheet->arena, "Changed since %s",
					 day),
		.column = { "WHAT", "RECORD", "HOW", "TITLE" },
	};
	for (size_t i = 0; i < part->changes; i++) {
		const struct pm_digest_change *change = part->change[i];
		struct pm_digest_line line = {
			.title = pm_record_text(change->record, PM_F_TITLE),
			.id = change->record->id,
		};

		if (change->difference)
			put_words(sheet, &line, change);
		else
			became_overdue(sheet, &line, change->record);
		add_line(group, line);
	}
}

void pm_digest_sheet_make(struct pm_digest_sheet *out,
			  const struct pm_digest *digest,
			  const struct pm_digest_part *part)
{
	char day[PM_DATE_LEN];

	memset(out, 0, sizeof(*out));
	pm_date_format(day, digest->today);
	out->title = pm_arena_printf(&out->arena, "Post-mortems on %s", day);
	out->owner = part->owner;
	out->about = part->owner ? "For" :
		     digest->is_for_each ?
			     "What nobody owns yet." :
			     "What waits for an answer or a next step.";
	add_attentions(out, part, digest->today);
	add_changes(out, digest, part);
	for (size_t i = 0; i < out->groups; i++) {
		if (out->group[i].lines > out->longest)
			out->longest = out->group[i].lines;
	}
}

void pm_digest_sheet_release(struct pm_digest_sheet *sheet)
{
	for (size_t i = 0; i < sheet->groups; i++)
		free(sheet->group[i].line);
	pm_arena_release(&sheet->arena);
	memset(sheet, 0, sizeof(*sheet));
}

/* --- what fits --- */

size_t pm_digest_sheet_fit(const struct pm_digest_sheet *sheet, size_t bound,
			   bool (*fits)(void *payload, size_t most),
			   void *payload)
{
	size_t least = 0;
	size_t beyond = (sheet->longest < bound ? sheet->longest : bound) + 1;

	if (fits(payload, beyond - 1))
		return beyond - 1;
	while (least + 1 < beyond) {
		size_t most = least + (beyond - least) / 2;

		*(fits(payload, most) ? &least : &beyond) = most;
	}
	return least;
}

void pm_digest_sheet_more(struct pm_buf *out,
			  const struct pm_digest_group *group, size_t most)
{
	if (group->lines > most)
		pm_buf_addf(out, "and %zu more", group->lines - most);
}

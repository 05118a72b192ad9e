/* SPDX-License-Identifier: MIT */
#include "view/review_comment.h"

#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "view/code_span.h"
#include "view/diff_markdown.h"
#include "view/review_words.h"

#define ERRORS_SHOWN 5	/* of one post-mortem, when there is little room */

void pm_comment_code(struct pm_buf *out, const char *text)
{
	struct pm_buf fit = { 0 };

	pm_review_clip(&fit, text);
	pm_code_span(out, pm_buf_str(&fit));
	pm_buf_release(&fit);
}

void pm_comment_sentence(struct pm_buf *out, const char *text)
{
	struct pm_buf fit = { 0 };

	pm_review_clip(&fit, text);
	pm_code_sentence(out, pm_buf_str(&fit));
	pm_buf_release(&fit);
}

static void put_link(struct pm_buf *out, const char *text,
		     const struct pm_buf *url)
{
	if (!url->len) {
		pm_comment_code(out, text);
		return;
	}
	pm_buf_addch(out, '[');
	pm_comment_code(out, text);
	pm_buf_addf(out, "](%s)", url->ptr);
}

void pm_comment_file(const struct pm_comment *c, const char *text,
		     const char *path, size_t line)
{
	struct pm_buf url = { 0 };

	pm_forge_file(&url, c->forge, c->review->sides.head, path, line);
	put_link(c->out, text, &url);
	pm_buf_release(&url);
}

/* "**3 warnings are not shown.**", where there is none of them. */
void pm_comment_count(const struct pm_comment *c, size_t nr, const char *noun,
		      const char *which)
{
	if (!nr)
		return;
	pm_buf_addstr(c->out, "\n*");
	pm_review_count(c->out, nr, noun);
	pm_buf_addf(c->out, "%s %s not shown.*\n", which,
		    nr == 1 ? "is" : "are");
}

static void add_title(const struct pm_comment *c, const char *title)
{
	pm_buf_addf(c->out, "\n**%s**\n\n", title);
}

/* --- findings --- */

/* Where a link leads to the whole path, the part of it below the folder of
 * the post-mortem will do. */
static void add_place(const struct pm_comment *c,
		      const struct pm_review_part *part,
		      const struct pm_finding *f)
{
	const char *folder = part->postmortem ? part->postmortem->folder : "";
	const char *path = f->path;
	struct pm_buf text = { 0 };

	if (c->forge->base && *folder && strcmp(path, folder) &&
	    pm_path_is_within(path, folder))
		path += strlen(folder) + 1;
	pm_buf_addstr(&text, path);
	if (f->line)
		pm_buf_addf(&text, ":%zu", f->line);
	/* What is gone cannot be linked to. */
	if (part->is_removed)
		pm_comment_code(c->out, pm_buf_str(&text));
	else
		pm_comment_file(c, pm_buf_str(&text), f->path, f->line);
	pm_buf_release(&text);
}

static void add_finding(const struct pm_comment *c,
			const struct pm_review_part *part,
			const struct pm_finding *f, const char *bullet,
			bool with_fix)
{
	pm_buf_addstr(c->out, bullet);
	add_place(c, part, f);
	pm_buf_addstr(c->out, ": ");
	pm_comment_sentence(c->out, f->message);
	if (f->more)
		pm_buf_addf(c->out, ", and %zu more", f->more);
	if (with_fix && f->fix && f->excuse != PM_WAIVED) {
		pm_buf_addstr(c->out, "; *fix:* ");
		pm_comment_sentence(c->out, f->fix);
	}
	if (f->excuse == PM_WAIVED && f->excuse_text) {
		pm_buf_addstr(c->out, "; *waived:* ");
		pm_comment_code(c->out, f->excuse_text);
	}
	pm_buf_addf(c->out, " (`%s`)\n", f->rule->id);
}

static void add_findings(const struct pm_comment *c,
			 const struct pm_review_part *part,
			 const struct pm_review_findings *list, size_t most,
			 const char *bullet)
{
	for (size_t i = 0; i < list->nr && i < most; i++)
		add_finding(c, part, list->item[i], bullet, true);
}

static void add_errors(const struct pm_comment *c,
		       const struct pm_review_part *part)
{
	const struct pm_review_findings *list =
		&part->finding[PM_WEIGHS_ERROR];
	size_t most = c->detail >= PM_SOME_ERRORS ? ERRORS_SHOWN : list->nr;

	if (!list->nr)
		return;
	add_title(c, list->nr == 1 ? "Error" : "Errors");
	add_findings(c, part, list, most, "- ");
	pm_comment_count(c, list->nr > most ? list->nr - most : 0, "more error", "");
}

static void add_warnings(const struct pm_comment *c,
			 const struct pm_review_part *part)
{
	const struct pm_review_findings *list =
		&part->finding[PM_WEIGHS_WARNING];

	if (c->detail >= PM_NO_WARNINGS) {
		pm_comment_count(c, list->nr, "warning", "");
	} else if (list->nr) {
		add_title(c, list->nr == 1 ? "Warning" : "Warnings");
		add_findings(c, part, list, list->nr, "- ");
	}
}

/* Nothing that this change has to answer for: folded. */
static void add_folded(const struct pm_comment *c,
		       const struct pm_review_part *part,
		       enum pm_weight weight, const char *which)
{
	const struct pm_review_findings *list = &part->finding[weight];

	if (c->detail >= PM_NO_OLD) {
		pm_comment_count(c, list->nr, "finding", which);
		return;
	}
	if (!list->nr)
		return;
	pm_buf_addstr(c->out, "\n<details><summary>");
	pm_review_count(c->out, list->nr, "finding");
	pm_buf_addf(c->out, "%s</summary>\n\n", which);
	add_findings(c, part, list, list->nr, "- ");
	pm_buf_addstr(c->out, "\n</details>\n");
}

static void add_needs(const struct pm_comment *c,
		      const struct pm_review_part *part)
{
	struct pm_buf errors = { 0 };

	if (part->next == PM_STATUSES)
		return;
	pm_review_errors_above(&errors, part);
	pm_buf_addf(c->out, "\n**To become %s**%s\n",
		    pm_status_name[part->next],
		    part->need.nr || errors.len ?
			    "\n" : ": nothing, ready to advance");
	if (errors.len)
		pm_buf_addf(c->out, "- [ ] %s\n", errors.ptr);
	pm_buf_release(&errors);
	if (c->detail >= PM_NO_NEEDS && part->need.nr) {
		pm_buf_addstr(c->out, "- [ ] ");
		pm_review_count(c->out, part->need.nr, "more thing");
		pm_buf_addf(c->out, ", not shown\n");
		return;
	}
	for (size_t i = 0; i < part->need.nr; i++)
		add_finding(c, part, part->need.item[i], "- [ ] ",
			    c->detail < PM_NO_FIXES);
	if (c->detail == PM_NO_FIXES && part->need.nr)
		pm_buf_addf(c->out, "\n*How to do %s is not shown.*\n",
			    part->need.nr == 1 ? "this" : "these");
}

/* --- what changed --- */

static void sum_part(struct pm_buf *out, const struct pm_comment *c,
		     const struct pm_review_part *part)
{
	struct pm_outcome_count sum[PM_OUTCOMES] = { { 0 } };

	for (size_t i = 0; i < part->differences; i++) {
		const struct pm_difference *d =
			&c->review->comparison.item[part->difference + i];

		pm_outcomes_count(sum, d->kind, &d->outcomes);
	}
	pm_outcome_sum(out, sum);
}

static void add_changes(const struct pm_comment *c,
			const struct pm_review_part *part)
{
	struct pm_outcome_lines lines = { 0 };

	if (!part->differences)
		return;
	add_title(c, "What changed");
	if (c->detail >= PM_NO_CHANGES) {
		pm_buf_addstr(c->out, "- ");
		sum_part(c->out, c, part);
		pm_buf_addch(c->out, '\n');
		return;
	}
	pm_outcome_lines(&lines, &c->review->comparison, part->difference);
	for (size_t i = 0; i < lines.nr; i++)
		pm_diff_markdown_line(c->out, &lines.item[i], pm_comment_code);
	pm_outcome_lines_release(&lines);
}

static void add_slip(const struct pm_comment *c,
		     const struct pm_review_slip *slip)
{
	struct pm_buf sum = { 0 };

	for (size_t i = 0; i < slip->nr; i++) {
		const struct pm_slip *move = &slip->move[i];
		char day[PM_DATE_LEN];

		pm_buf_addstr(c->out, "- ");
		pm_comment_code(c->out, pm_record_name(slip->action));
		pm_buf_addstr(c->out, ": ");
		pm_review_move(c->out, slip, i, pm_comment_code);
		if (move->day != PM_NO_DATE) {
			pm_date_format(day, move->day);
			pm_buf_addf(c->out, " on %s", day);
		}
		pm_buf_addstr(c->out, ": ");
		if (move->why)
			pm_comment_code(c->out, move->why);
		else
			pm_buf_addstr(c->out, "**no reason was given**");
		pm_buf_addch(c->out, '\n');
	}
	pm_review_slip_sum(&sum, slip, pm_comment_code);
	if (slip->nr && sum.len)
		pm_buf_addf(c->out, "  - %s\n", sum.ptr);
	pm_buf_release(&sum);
}

static void add_slips(const struct pm_comment *c,
		      const struct pm_review_part *part)
{
	size_t moves = 0;

	for (size_t i = 0; i < part->slips; i++)
		moves += part->slip[i].nr;
	if (c->detail >= PM_NO_CHANGES) {
		pm_comment_count(c, moves, "reason", " why a due date moved");
		return;
	}
	if (!moves)
		return;
	add_title(c, "What slipped, and why");
	for (size_t i = 0; i < part->slips; i++)
		add_slip(c, &part->slip[i]);
}

static void add_items(const struct pm_comment *c,
		      const struct pm_review_part *part)
{
	struct pm_page page = { 0 };
	size_t left_out = pm_review_items(&page, c->review, part,
					  c->detail >= PM_SOME_ITEMS, c->today);
	const struct pm_page_part *table = &page.part[0];

	if (c->detail >= PM_NO_ITEMS) {
		pm_comment_count(c, part->is_removed ? 0 : part->postmortem->actions,
			  "item", "");
	} else {
		if (table->cells) {
			pm_buf_addch(c->out, '\n');
			pm_page_markdown_table(c->out, table);
		}
		pm_comment_count(c, left_out, "item", " that did not change");
	}
	pm_page_release(&page);
}

/* --- the whole part --- */

static void put_postmortem(const struct pm_comment *c,
			   const struct pm_review_part *part,
			   const char *text)
{
	const struct pm_postmortem *pm = part->postmortem;

	if (part->is_removed)
		pm_comment_code(c->out, text);
	else
		pm_comment_file(c, text, pm->record.path ? pm->record.path :
						    pm->folder, 0);
}

void pm_comment_line(const struct pm_comment *c,
		     const struct pm_review_part *part)
{
	size_t errors = part->finding[PM_WEIGHS_ERROR].nr;
	struct pm_buf sum = { 0 };

	pm_buf_addstr(c->out, "- ");
	if (part->postmortem)
		put_postmortem(c, part, part->postmortem->id);
	else
		pm_buf_addstr(c->out, "what belongs to none of them");
	sum_part(&sum, c, part);
	if (sum.len)
		pm_buf_addf(c->out, ": %s", sum.ptr);
	if (errors) {
		pm_buf_addstr(c->out, sum.len ? "; **" : ": **");
		pm_review_count(c->out, errors, "error");
		pm_buf_addstr(c->out, "**");
	}
	pm_buf_addch(c->out, '\n');
	pm_buf_release(&sum);
}

static void add_length(const struct pm_comment *c,
		       const struct pm_review_part *part)
{
	struct pm_buf words = { 0 };

	if (c->detail < PM_NO_CHANGES)
		pm_review_length(&words, part, pm_comment_code);
	if (words.len)
		pm_buf_addf(c->out, "\n%s\n", words.ptr);
	pm_buf_release(&words);
}

void pm_comment_part(const struct pm_comment *c,
		     const struct pm_review_part *part)
{
	const char *title;

	if (part->postmortem) {
		title = pm_record_title(&part->postmortem->record);
		pm_buf_addstr(c->out, "\n### ");
		put_postmortem(c, part,
			       part->postmortem->record.path ?
				       title : part->postmortem->id);
		pm_buf_addstr(c->out, part->is_removed ? " (removed)\n\n" :
							 "\n\n");
		pm_comment_code(c->out, part->postmortem->id);
		pm_buf_addstr(c->out, ": ");
		pm_review_about(c->out, part, pm_comment_code);
		pm_buf_addch(c->out, '\n');
		add_length(c, part);
	}
	add_errors(c, part);
	add_changes(c, part);
	add_slips(c, part);
	if (part->postmortem)
		add_items(c, part);
	add_needs(c, part);
	add_warnings(c, part);
	add_folded(c, part, PM_WEIGHS_ADVICE, " no more than advice");
	add_folded(c, part, PM_WEIGHS_NOTICE, " older than this change");
	add_folded(c, part, PM_WEIGHS_NOTHING, " waived");
}

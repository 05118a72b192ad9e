/* SPDX-License-Identifier: MIT */
#include "view/review_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "view/diff_text.h"
#include "view/finding_text.h"
#include "view/review_ask.h"
#include "view/review_words.h"

#define SHOWN_ID 12

static void add_title(const struct pm_view *view, const char *title)
{
	pm_buf_addch(view->out, '\n');
	pm_view_printf(view, PM_STYLE_BOLD, "%s\n", title);
}

static void add_heading(const struct pm_view *view,
			const struct pm_review_part *part)
{
	struct pm_buf about = { 0 };
	size_t start;

	pm_buf_addch(view->out, '\n');
	pm_diff_text_heading(view, part->postmortem,
			     part->is_removed ? "  (removed)" : "");
	start = view->out->len;
	pm_review_about(&about, part, pm_buf_addstr);
	pm_view_text(view, PM_STYLE_DIM, pm_buf_str(&about));
	pm_view_end_line(view, start, 4);
	pm_buf_reset(&about);
	pm_review_length(&about, part, pm_buf_addstr);
	start = view->out->len;
	if (about.len) {
		pm_view_text(view, PM_STYLE_DIM, about.ptr);
		pm_view_end_line(view, start, 4);
	}
	pm_buf_release(&about);
}

static void add_changes(const struct pm_view *view,
			const struct pm_review *review,
			const struct pm_review_part *part)
{
	struct pm_outcome_lines lines = { 0 };

	if (!part->differences)
		return;
	add_title(view, "What changed");
	pm_outcome_lines(&lines, &review->comparison, part->difference);
	for (size_t i = 0; i < lines.nr; i++)
		pm_diff_text_line(view, &lines.item[i]);
	pm_outcome_lines_release(&lines);
}

static void add_findings(const struct pm_view *view, const char *title,
			 const struct pm_review_findings *list,
			 const char *prefix)
{
	struct pm_findings some = { .nr = list->nr };

	if (!list->nr)
		return;
	add_title(view, title);
	some.item = pm_xcalloc(list->nr, sizeof(*some.item));
	for (size_t i = 0; i < list->nr; i++)
		some.item[i] = *list->item[i];
	pm_findings_text(view, &some, prefix);
	free(some.item);
}

static void add_slip(const struct pm_view *view,
		     const struct pm_review_slip *slip)
{
	struct pm_buf words = { 0 };
	size_t start = view->out->len;
	char day[PM_DATE_LEN];

	pm_buf_addstr(view->out, "  ");
	pm_view_text(view, PM_STYLE_ID, pm_record_name(slip->action));
	pm_review_slip_sum(&words, slip, pm_buf_addstr);
	pm_buf_addstr(view->out, words.len ? ": " : "");
	pm_view_text(view, PM_STYLE_PLAIN, pm_buf_str(&words));
	pm_view_end_line(view, start, 4);
	for (size_t i = 0; i < slip->nr; i++) {
		start = view->out->len;
		pm_buf_addstr(view->out, "    ");
		pm_buf_reset(&words);
		if (slip->move[i].day != PM_NO_DATE) {
			pm_date_format(day, slip->move[i].day);
			pm_buf_addf(&words, "%s ", day);
		}
		pm_review_move(&words, slip, i, pm_buf_addstr);
		pm_view_text(view, PM_STYLE_PLAIN, words.ptr);
		pm_buf_addstr(view->out, ": ");
		pm_view_text(view, PM_STYLE_PLAIN,
			     slip->move[i].why ? slip->move[i].why :
						 "no reason was given");
		pm_view_end_line(view, start, 8);
	}
	pm_buf_release(&words);
}

static bool has_slips(const struct pm_review_part *part)
{
	for (size_t i = 0; i < part->slips; i++)
		if (part->slip[i].nr)
			return true;
	return false;
}

static void add_slips(const struct pm_view *view,
		      const struct pm_review_part *part)
{
	if (!has_slips(part))
		return;
	add_title(view, "What slipped, and why");
	for (size_t i = 0; i < part->slips; i++)
		if (part->slip[i].nr)
			add_slip(view, &part->slip[i]);
}

static void add_items(const struct pm_view *view,
		      const struct pm_review *review,
		      const struct pm_review_part *part)
{
	struct pm_page page = { 0 };

	pm_review_items(&page, review, part, false, view->today);
	if (page.part[0].cells)
		pm_buf_addch(view->out, '\n');
	pm_page_text(view, &page);
	pm_page_release(&page);
}

/* Where it is and what it says, on one line that is not ended. */
static void add_brief(const struct pm_view *view, const struct pm_finding *f,
		      const char *prefix)
{
	struct pm_buf seen = { 0 }, path = { 0 };

	pm_path_to_prefix(&seen, prefix, f->path);
	pm_path_quote(&path, pm_buf_str(&seen));
	pm_view_text(view, PM_STYLE_PLAIN, pm_buf_str(&path));
	if (f->line)
		pm_buf_addf(view->out, ":%zu", f->line);
	pm_buf_addstr(view->out, ": ");
	pm_view_text(view, PM_STYLE_PLAIN, f->message);
	pm_view_printf(view, PM_STYLE_DIM, " [%s]", f->rule->id);
	pm_buf_release(&seen);
	pm_buf_release(&path);
}

static void add_need(const struct pm_view *view, const struct pm_finding *f,
		     const char *prefix)
{
	size_t start = view->out->len;

	pm_buf_addstr(view->out, "  [ ] ");
	add_brief(view, f, prefix);
	pm_view_end_line(view, start, 6);
	if (!f->fix)
		return;
	start = view->out->len;
	pm_buf_addstr(view->out, "      fix: ");
	pm_view_text(view, PM_STYLE_PLAIN, f->fix);
	pm_view_end_line(view, start, 11);
}

/* Nobody is asked to mend these here, and what the next status asks for has
 * most of them with their fix already. */
static void add_older(const struct pm_view *view,
		      const struct pm_review_findings *list,
		      const char *prefix)
{
	if (!list->nr)
		return;
	add_title(view, "Older than this change");
	for (size_t i = 0; i < list->nr; i++) {
		size_t start = view->out->len;

		pm_buf_addstr(view->out, "  ");
		add_brief(view, list->item[i], prefix);
		pm_view_end_line(view, start, 4);
	}
}

static void add_needs(const struct pm_view *view,
		      const struct pm_review_part *part, const char *prefix)
{
	struct pm_buf title = { 0 }, words = { 0 };

	if (part->next == PM_STATUSES)
		return;
	pm_buf_addf(&title, "To become %s", pm_status_name[part->next]);
	add_title(view, title.ptr);
	pm_review_errors_above(&words, part);
	if (words.len)
		pm_buf_addf(view->out, "  [ ] %s\n", words.ptr);
	for (size_t i = 0; i < part->need.nr; i++)
		add_need(view, part->need.item[i], prefix);
	if (!words.len && !part->need.nr)
		pm_view_printf(view, PM_STYLE_GOOD,
			       "  nothing, ready to advance\n");
	pm_buf_release(&title);
	pm_buf_release(&words);
}

static void add_policy(const struct pm_view *view,
		       const struct pm_review *review)
{
	struct pm_buf words = { 0 };

	if (!review->sides.policy_changed)
		return;
	add_title(view, "The policy changed: " PM_POLICY_PATH);
	if (!review->rules)
		pm_buf_addstr(view->out, "  no rule asks for more or less than "
			      "before\n");
	for (size_t i = 0; i < review->rules; i++) {
		pm_buf_reset(&words);
		pm_review_rule(&words, &review->rule[i], pm_buf_addstr);
		pm_buf_addstr(view->out, "  ");
		pm_view_text(view, PM_STYLE_PLAIN, words.ptr);
		pm_buf_addch(view->out, '\n');
	}
	pm_buf_release(&words);
}

static void add_part(const struct pm_view *view,
		     const struct pm_review *review,
		     const struct pm_review_part *part, const char *prefix)
{
	if (part->postmortem)
		add_heading(view, part);
	add_findings(view, "Errors", &part->finding[PM_WEIGHS_ERROR], prefix);
	add_changes(view, review, part);
	add_slips(view, part);
	if (part->postmortem)
		add_items(view, review, part);
	add_needs(view, part, prefix);
	add_findings(view, "Warnings", &part->finding[PM_WEIGHS_WARNING],
		     prefix);
	add_findings(view, "Advice", &part->finding[PM_WEIGHS_ADVICE], prefix);
	add_older(view, &part->finding[PM_WEIGHS_NOTICE], prefix);
	add_findings(view, "Waived", &part->finding[PM_WEIGHS_NOTHING], prefix);
}

void pm_review_text(const struct pm_view *view, const struct pm_review *review,
		    const char *prefix)
{
	struct pm_buf words = { 0 };
	size_t start = view->out->len;

	pm_review_sum(&words, review);
	if (review->nr || review->sides.policy_changed) {
		pm_buf_addstr(&words, "; ");
		pm_review_verdict(&words, review);
	} else {
		pm_buf_addf(&words, " (%.*s..%.*s)", SHOWN_ID,
			    review->sides.base, SHOWN_ID, review->sides.head);
	}
	pm_view_printf(view, review->sum[PM_WEIGHS_ERROR] ? PM_STYLE_ERROR :
							    PM_STYLE_PLAIN,
		       "%s", words.ptr);
	pm_view_end_line(view, start, 4);
	pm_review_asks_text(view, review);
	add_policy(view, review);
	for (size_t i = 0; i < review->nr; i++)
		add_part(view, review, &review->part[i], prefix);
	pm_buf_release(&words);
}

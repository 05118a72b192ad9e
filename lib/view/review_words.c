/* SPDX-License-Identifier: MIT */
#include "view/review_words.h"

#include <string.h>

#include "base/text.h"
#include "view/outcome_text.h"

#define ARROW " \xe2\x86\x92 " /* U+2192 */
#define SHOWN_ID 12
#define CLIP 300 /* columns of one text out of a file */

void pm_review_clip(struct pm_buf *out, const char *text)
{
	struct pm_buf safe = { 0 };

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	pm_text_defuse(&safe, 0);
	pm_text_fit(out, pm_buf_str(&safe), CLIP, false);
	pm_buf_release(&safe);
}

void pm_review_count(struct pm_buf *out, size_t nr, const char *noun)
{
	pm_buf_addf(out, "%zu %s%s", nr, noun, nr == 1 ? "" : "s");
}

void pm_review_sum(struct pm_buf *out, const struct pm_review *review)
{
	struct pm_outcome_count sum[PM_OUTCOMES];
	struct pm_buf words = { 0 };

	if (!review->postmortems) {
		pm_buf_addstr(out, "no post-mortem is touched");
		return;
	}
	pm_review_count(out, review->postmortems, "post-mortem");
	pm_buf_addstr(out, review->postmortems == 1 ? " is touched" :
						      " are touched");
	pm_comparison_count(sum, &review->comparison);
	pm_outcome_sum(&words, sum);
	if (words.len)
		pm_buf_addf(out, ": %s", words.ptr);
	pm_buf_release(&words);
}

void pm_review_verdict(struct pm_buf *out, const struct pm_review *review)
{
	size_t errors = review->sum[PM_WEIGHS_ERROR];
	size_t warnings = review->sum[PM_WEIGHS_WARNING];
	size_t old = review->sum[PM_WEIGHS_NOTICE];

	if (errors)
		pm_review_count(out, errors, "error");
	else
		pm_buf_addstr(out, "no errors");
	if (warnings) {
		pm_buf_addstr(out, old ? ", " : " and ");
		pm_review_count(out, warnings, "warning");
	}
	if (old) {
		pm_buf_addstr(out, " and ");
		pm_review_count(out, old, "older finding");
	}
}

void pm_review_about(struct pm_buf *out, const struct pm_review_part *part,
		     pm_change_put *put)
{
	const struct pm_record *record = &part->postmortem->record;
	const char *severity = pm_record_text(record, PM_F_SEVERITY);
	const char *owner = pm_record_text(record, PM_F_OWNER);
	enum pm_status status = pm_record_status(record);

	if (!record->path || record->is_unreadable) {
		pm_buf_addstr(out, record->path ?
					   "its front matter cannot be read" :
					   "it has no README.md");
		return;
	}
	if (severity) {
		pm_buf_addstr(out, "severity ");
		put(out, severity);
	} else {
		pm_buf_addstr(out, "without a severity");
	}
	pm_buf_addstr(out, ", ");
	pm_buf_addstr(out, part->is_removed ? "was " : "");
	if (status == PM_STATUSES)
		put(out, pm_record_text(record, PM_F_STATUS));
	else
		pm_buf_addstr(out, pm_status_name[status]);
	pm_buf_addstr(out, owner ? ", owner " : ", without an owner");
	if (owner)
		put(out, owner);
}

void pm_review_length(struct pm_buf *out, const struct pm_review_part *part,
		      pm_change_put *put)
{
	if (!part->lengths && !part->words)
		return;
	pm_review_count(out, part->words, "word");
	for (size_t i = 0; i < part->lengths; i++) {
		pm_buf_addstr(out, i ? ", " : ": ");
		put(out, part->length[i].section->title);
		pm_buf_addf(out, " %zu", part->length[i].words);
	}
}

void pm_review_move(struct pm_buf *out, const struct pm_review_slip *slip,
		    size_t i, pm_change_put *put)
{
	const struct pm_slip *move = &slip->move[i];
	const struct pm_change change = { .kind = PM_CHANGE_FIELD,
					  .field = PM_F_DUE,
					  .before = move->from,
					  .after = move->to };

	pm_change_words(out, &change, put);
	if (move->who) {
		pm_buf_addstr(out, ", by ");
		put(out, move->who);
	}
}

void pm_review_slip_sum(struct pm_buf *out, const struct pm_review_slip *slip,
			pm_change_put *put)
{
	char distance[40];

	if (slip->moves < 2)
		return;
	pm_date_distance(distance, 0, slip->days);
	pm_buf_addf(out, "moved %zu times since it was first promised for ",
		    slip->moves);
	put(out, slip->first);
	pm_buf_addf(out, ", %s in all", distance);
}

void pm_review_errors_above(struct pm_buf *out,
			    const struct pm_review_part *part)
{
	size_t errors = part->finding[PM_WEIGHS_ERROR].nr;

	if (errors == 1)
		pm_buf_addstr(out, "mend the error above");
	else if (errors)
		pm_buf_addf(out, "mend the %zu errors above", errors);
}

static void add_setting(struct pm_buf *out, enum pm_level level,
			enum pm_status from)
{
	pm_buf_addstr(out, pm_level_name[level]);
	if (level != PM_OFF && from != PM_DRAFT)
		pm_buf_addf(out, " from %s", pm_status_name[from]);
}

void pm_review_rule(struct pm_buf *out, const struct pm_review_rule *rule,
		    pm_change_put *put)
{
	put(out, rule->rule->id);
	if (rule->severity) {
		pm_buf_addstr(out, " for ");
		put(out, rule->severity);
	}
	pm_buf_addstr(out, ": ");
	add_setting(out, rule->before, rule->from_before);
	pm_buf_addstr(out, ARROW);
	add_setting(out, rule->after, rule->from_after);
}

static bool is_any_overdue(const struct pm_postmortem *pm, pm_date today)
{
	for (size_t i = 0; i < pm->actions; i++)
		if (pm_record_is_overdue(&pm->action[i], today))
			return true;
	return false;
}

static void add_foreign(struct pm_page *page, enum pm_style style,
			const char *text)
{
	struct pm_buf clipped = { 0 };

	if (text) {
		pm_review_clip(&clipped, text);
		text = pm_arena_strdup(&page->arena, pm_buf_str(&clipped));
	}
	pm_page_foreign(page, style, text);
	pm_buf_release(&clipped);
}

static void add_item(struct pm_page *page, const struct pm_record *action,
		     bool any_overdue, pm_date today)
{
	enum pm_state state = pm_record_state(action);
	bool is_overdue = pm_record_is_overdue(action, today);
	enum pm_style style = is_overdue ? PM_STYLE_ERROR : PM_STYLE_PLAIN;
	int days = is_overdue ? today - pm_record_date(action, PM_F_DUE) : 0;

	add_foreign(page, PM_STYLE_ID, pm_record_name(action));
	add_foreign(page, PM_STYLE_PLAIN, pm_record_text(action, PM_F_OWNER));
	pm_page_cell(page, PM_STYLE_PLAIN, "%s",
		     state == PM_STATES ? "(unreadable)" :
					  pm_state_name[state]);
	add_foreign(page, style, pm_record_text(action, PM_F_DUE));
	pm_page_cell(page, PM_STYLE_PLAIN, "%s",
		     pm_review_next(action, today));
	if (any_overdue && is_overdue)
		pm_page_cell(page, style, "%d day%s", days,
			     days == 1 ? "" : "s");
	else if (any_overdue)
		pm_page_cell(page, style, "%s", "");
}

size_t pm_review_items(struct pm_page *page, const struct pm_review *review,
		       const struct pm_review_part *part, bool only_some,
		       pm_date today)
{
	static const struct pm_page_column columns[] = {
		{ .title = "Item", .stretch = true },
		{ .title = "Owner", .most = 30 },
		{ .title = "State" },
		{ .title = "Due" },
		{ .title = "Next", .leaves = 1 },
		{ .title = "Overdue", .right = true },
	};
	const size_t nr = sizeof(columns) / sizeof(*columns);
	size_t left_out = 0;
	bool any_overdue;

	pm_page_part(page, "Items");
	if (!part->postmortem || part->is_removed)
		return 0;
	any_overdue = is_any_overdue(part->postmortem, today);
	pm_page_table(page, columns, any_overdue ? nr : nr - 1);
	for (size_t i = 0; i < part->postmortem->actions; i++) {
		const struct pm_record *action = &part->postmortem->action[i];

		if (only_some && !pm_record_is_overdue(action, today) &&
		    !pm_review_touches(review, part, action))
			left_out++;
		else
			add_item(page, action, any_overdue, today);
	}
	return left_out;
}

void pm_review_command(struct pm_buf *out, const struct pm_review *review)
{
	pm_buf_addf(out, "git postmortem review %.*s..%.*s", SHOWN_ID,
		    review->sides.base, SHOWN_ID, review->sides.head);
}

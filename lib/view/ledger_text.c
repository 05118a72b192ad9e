/* SPDX-License-Identifier: MIT */
#include "view/ledger_text.h"

#define LABEL_WIDTH 13

static void add_change(struct pm_buf *out, size_t begin, const char *name,
		       const char *text)
{
	if (!text)
		return;
	pm_buf_addf(out, "%s%s%s%s%s", out->len > begin ? ", " : "",
		    *text ? "" : "no ", name, *text && *name ? " " : "", text);
}

void pm_ledger_words(struct pm_buf *out, const struct pm_ledger_event *event)
{
	size_t begin = out->len;

	add_change(out, begin, "", event->set[PM_L_STEP]);
	add_change(out, begin, "owner", event->set[PM_L_OWNER]);
	add_change(out, begin, "due", event->set[PM_L_DUE]);
	add_change(out, begin, "evidence", event->set[PM_L_EVIDENCE]);
	if (event->why)
		pm_buf_addf(out, ": %s", event->why);
}

void pm_ledger_line(struct pm_buf *out, const struct pm_ledger_event *event)
{
	char day[PM_DATE_LEN];

	pm_date_format(day, event->day);
	pm_buf_addf(out, "%s %s: ", day, event->who);
	pm_ledger_words(out, event);
}

void pm_view_ledger(const struct pm_view *view, const struct pm_record *record)
{
	const struct pm_ledger *ledger = &record->ledger;
	struct pm_buf words = { 0 };

	if (ledger->nr)
		pm_view_printf(view, PM_STYLE_BOLD, "\nHistory\n");
	for (size_t i = 0; i < ledger->nr; i++) {
		const struct pm_ledger_event *event = &ledger->event[i];
		size_t start = view->out->len;
		char day[PM_DATE_LEN];

		pm_date_format(day, event->day);
		pm_view_printf(view, PM_STYLE_DIM, "%-*s", LABEL_WIDTH, day);
		pm_view_text(view, PM_STYLE_PLAIN, event->who);
		pm_buf_reset(&words);
		pm_buf_addstr(&words, ": ");
		pm_ledger_words(&words, event);
		pm_view_text(view, PM_STYLE_PLAIN, pm_buf_str(&words));
		pm_view_end_line(view, start, LABEL_WIDTH);
	}
	pm_buf_release(&words);
}

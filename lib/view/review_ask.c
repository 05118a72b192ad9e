/* SPDX-License-Identifier: MIT */
#include "view/review_ask.h"

#include <string.h>

#include "view/change_text.h"
#include "view/review_words.h"

#define SHOWN 5 /* when there is little room */

static const char *const what_name[] = {
	[PM_ASK_TOLD] = "history", [PM_ASK_MOVE] = "move",
	[PM_ASK_PROMISE] = "promise", [PM_ASK_DECLINE] = "decline",
	[PM_ASK_DONE] = "done",
};

/* "Approving, @bob promises Page before expiry by 2027-01-24". */
static void add_words(struct pm_buf *out, const struct pm_ask *ask,
		      pm_change_put *put)
{
	static const char *const before[] = {
		[PM_ASK_TOLD] = " stands by what is told of them in ",
		[PM_ASK_MOVE] = " moves ",
		[PM_ASK_PROMISE] = " promises ",
		[PM_ASK_DECLINE] = " declines ",
		[PM_ASK_DONE] = " says that this is done: ",
	};
	const char *day = ask->what == PM_ASK_PROMISE ? " by " :
			  ask->what == PM_ASK_MOVE    ? " to " :
							NULL;

	pm_buf_addstr(out, ask->is_given ? "Having approved, " :
					   "Approving, ");
	put(out, ask->name);
	pm_buf_addstr(out, before[ask->what]);
	put(out, pm_record_title(ask->record));
	if (day && ask->due) {
		pm_buf_addstr(out, day);
		put(out, ask->due);
	}
}

static const char *title_of(const struct pm_asks *asks)
{
	for (size_t i = 0; i < asks->nr; i++)
		if (!asks->item[i].is_given)
			return "Whose answer is awaited";
	return "Who has answered";
}

void pm_review_asks_text(const struct pm_view *view,
			 const struct pm_review *review)
{
	const struct pm_asks *asks = &review->sides.asks;
	struct pm_buf words = { 0 };

	if (!asks->nr)
		return;
	pm_buf_addch(view->out, '\n');
	pm_view_printf(view, PM_STYLE_BOLD, "%s\n", title_of(asks));
	for (size_t i = 0; i < asks->nr; i++) {
		const struct pm_ask *ask = &asks->item[i];
		size_t start = view->out->len;

		pm_buf_reset(&words);
		add_words(&words, ask, pm_buf_addstr);
		if (ask->why)
			pm_buf_addf(&words, " (who %s)", ask->why);
		pm_buf_addf(view->out, "  [%c] ", ask->is_given ? 'x' : ' ');
		pm_view_text(view, PM_STYLE_PLAIN, words.ptr);
		pm_view_end_line(view, start, 6);
	}
	pm_buf_release(&words);
}

void pm_review_asks_markdown(const struct pm_comment *c)
{
	const struct pm_asks *asks = &c->review->sides.asks;
	size_t most = c->detail >= PM_SOME_ERRORS ? SHOWN : asks->nr;

	if (!asks->nr)
		return;
	pm_buf_addf(c->out, "\n**%s**\n\n", title_of(asks));
	for (size_t i = 0; i < asks->nr && i < most; i++) {
		const struct pm_ask *ask = &asks->item[i];

		pm_buf_addf(c->out, "- [%c] ", ask->is_given ? 'x' : ' ');
		add_words(c->out, ask, pm_comment_code);
		if (ask->why && c->detail < PM_SOME_ERRORS) {
			pm_buf_addstr(c->out, " (who ");
			pm_comment_sentence(c->out, ask->why);
			pm_buf_addch(c->out, ')');
		}
		pm_buf_addch(c->out, '\n');
	}
	if (asks->nr > most)
		pm_comment_count(c, asks->nr - most, "more answer", "");
}

json_t *pm_review_asks_json(const struct pm_review *review)
{
	const struct pm_asks *asks = &review->sides.asks;
	json_t *list = json_array();

	for (size_t i = 0; i < asks->nr; i++) {
		const struct pm_ask *ask = &asks->item[i];
		json_t *object = json_object(), *events = json_array();

		for (size_t e = 0; e < ask->events; e++)
			json_array_append_new(
				events,
				pm_json_event(&ask->record->ledger
						       .event[ask->event[e]],
					      ask->record->kind));
		json_object_set_new(object, "person", pm_json_text(ask->who));
		json_object_set_new(object, "forge", *ask->name == '@' ?
				    pm_json_text(ask->name) : json_null());
		json_object_set_new(object, "id",
				    pm_json_text(ask->record->id));
		json_object_set_new(object, "title",
				    pm_json_text(pm_record_title(ask->record)));
		json_object_set_new(object, "what",
				    json_string(what_name[ask->what]));
		json_object_set_new(object, "due", pm_json_text(ask->due));
		json_object_set_new(object, "given",
				    json_boolean(ask->is_given));
		json_object_set_new(object, "why", pm_json_text(ask->why));
		json_object_set_new(object, "events", events);
		json_array_append_new(list, object);
	}
	return list;
}

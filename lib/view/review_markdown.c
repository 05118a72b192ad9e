/* SPDX-License-Identifier: MIT */
#include "view/review_markdown.h"

#include "base/text.h"
#include "view/review_ask.h"
#include "view/review_comment.h"
#include "view/review_words.h"

/* Those with errors come first, so that these are the last to go. */
static void add_lines(const struct pm_comment *c)
{
	const struct pm_review *review = c->review;
	size_t shown = 0;

	pm_buf_addch(c->out, '\n');
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < review->nr && shown < c->most; i++) {
			const struct pm_review_part *part = &review->part[i];

			if ((!part->finding[PM_WEIGHS_ERROR].nr) != pass)
				continue;
			pm_comment_line(c, part);
			shown += part->postmortem != NULL;
		}
	}
	pm_comment_count(c, review->postmortems - shown, "more post-mortem",
			 "");
	pm_buf_addstr(c->out, "\n*Of each only one line is shown, without its "
		      "errors, changes and items.*\n");
}

static void add_policy(const struct pm_comment *c)
{
	const struct pm_review *review = c->review;

	if (!review->sides.policy_changed)
		return;
	pm_buf_addstr(c->out, "\n### ");
	pm_comment_file(c, PM_POLICY_PATH, PM_POLICY_PATH, 0);
	pm_buf_addstr(c->out, "\n\nThe policy changed");
	if (!review->rules) {
		pm_buf_addstr(c->out, "; no rule asks for more or less than "
			      "before.\n");
		return;
	}
	if (c->detail >= PM_ONE_LINE) {
		pm_buf_addstr(c->out, " in what ");
		pm_review_count(c->out, review->rules, "rule");
		pm_buf_addstr(c->out, review->rules == 1 ? " asks for.\n" :
							   " ask for.\n");
		return;
	}
	pm_buf_addstr(c->out, " what these rules ask for:\n\n");
	for (size_t i = 0; i < review->rules; i++) {
		pm_buf_addstr(c->out, "- ");
		pm_review_rule(c->out, &review->rule[i], pm_comment_code);
		pm_buf_addch(c->out, '\n');
	}
}

static void add_end(const struct pm_comment *c)
{
	struct pm_buf command = { 0 };

	pm_review_command(&command, c->review);
	if (c->detail == PM_DETAIL_ALL)
		pm_buf_addf(c->out, "\n<sub>`%s`</sub>\n", command.ptr);
	else
		pm_buf_addf(c->out, "\nThis was shortened to fit into %zu "
			    "characters. `%s --format=markdown --limit=0` shows all that "
			    "is left out.\n", c->limit, command.ptr);
	pm_buf_release(&command);
}

/* Our sentences begin in lower case elsewhere. */
static void add_capital(struct pm_buf *out, const char *text)
{
	pm_buf_addch(out, (char)(*text >= 'a' && *text <= 'z' ?
					 *text - 'a' + 'A' : *text));
	pm_buf_addstr(out, text + 1);
}

static void add_head(const struct pm_comment *c)
{
	struct pm_buf words = { 0 };

	pm_buf_addstr(c->out, PM_REVIEW_MARK "\n## Post-mortem review\n\n");
	pm_review_sum(&words, c->review);
	add_capital(c->out, words.ptr);
	pm_buf_addch(c->out, '.');
	if (c->review->nr || c->review->sides.policy_changed) {
		pm_buf_reset(&words);
		pm_review_verdict(&words, c->review);
		pm_buf_addstr(c->out, " **");
		add_capital(c->out, words.ptr);
		pm_buf_addstr(c->out, ".**");
	}
	pm_buf_addch(c->out, '\n');
	pm_buf_release(&words);
}

static void render(struct pm_comment *c)
{
	const struct pm_review *review = c->review;

	pm_buf_reset(c->out);
	add_head(c);
	pm_review_asks_markdown(c);
	add_policy(c);
	if (c->detail == PM_ONE_LINE)
		add_lines(c);
	for (size_t i = 0; i < review->nr && c->detail != PM_ONE_LINE; i++)
		pm_comment_part(c, &review->part[i]);
	add_end(c);
	/* Always, so that a job writes what is read at home. */
	pm_text_defuse(c->out, 0);
}

static size_t count_characters(const struct pm_buf *text)
{
	const unsigned char first = 0xc0, continued = 0x80, astral = 0xf0;
	size_t nr = 0;

	for (size_t i = 0; i < text->len; i++) {
		unsigned char byte = (unsigned char)text->ptr[i];

		nr += ((byte & first) != continued) + (byte >= astral);
	}
	return nr;
}

static bool fits(struct pm_comment *c)
{
	render(c);
	return !c->limit || count_characters(c->out) <= c->limit;
}

void pm_review_markdown(struct pm_buf *out, const struct pm_review *review,
			const struct pm_forge *forge, pm_date today,
			size_t limit)
{
	static const struct pm_forge nowhere = { 0 };
	struct pm_buf text = { 0 };
	struct pm_comment c = { .out = &text, .review = review, .forge = forge,
			     .today = today, .limit = limit };
	size_t least = 0, most;

	c.most = review->postmortems;
	for (c.detail = PM_DETAIL_ALL; c.detail < PM_DETAILS; c.detail++)
		if (fits(&c))
			goto out;
	/* As many as fit; long links are not worth one of them. */
	c.detail = PM_ONE_LINE;
	c.forge = &nowhere;
	for (most = review->postmortems + 1; least + 1 < most;) {
		c.most = least + (most - least) / 2;
		*(fits(&c) ? &least : &most) = c.most;
	}
	c.most = least;
	render(&c);
out:
	pm_buf_add(out, pm_buf_str(&text), text.len);
	pm_buf_release(&text);
}

/* SPDX-License-Identifier: MIT */
#include "view/digest_chat.h"

#include "base/limits.h"
#include "view/digest_sheet.h"
#include "view/json.h"

#define LINE_MIN 100 /* bytes of a line with an id */

/* Our own words, in which nothing is Markdown. */
static json_t *block_of(const char *text, const char *size)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:b}", "type", "TextBlock",
			 "text", text, "size", size, "weight", "Bolder",
			 "wrap", 1);
}

/* A run of a paragraph; foreign text is Default, ours in between Lighter. */
static void add_run(json_t *inlines, const char *text, const char *weight)
{
	json_array_append_new(inlines,
			      json_pack("{s:s, s:s, s:s}", "type", "TextRun",
					"text", text, "weight", weight));
}

static void add_foreign(json_t *inlines, const char *before, const char *text,
			const char *weight)
{
	struct pm_buf safe = { 0 };

	if (!text || !*text)
		return;
	if (*before)
		add_run(inlines, before, "Default");
	pm_digest_chat_text(&safe, text, NULL);
	add_run(inlines, pm_buf_str(&safe), weight);
	pm_buf_release(&safe);
}

static void end_paragraph(json_t *body, json_t *inlines)
{
	json_array_append_new(body, json_pack("{s:s, s:o}", "type",
					      "RichTextBlock", "inlines",
					      inlines));
}

static void add_words(json_t *body, const char *words)
{
	json_t *inlines = json_array();

	add_run(inlines, words, "Default");
	end_paragraph(body, inlines);
}

static void add_line(json_t *body, const struct pm_digest_line *line)
{
	json_t *inlines = json_array();
	const char *comma = *line->when ? ": " : "";

	if (*line->when)
		add_run(inlines, line->when, "Default");
	add_foreign(inlines, comma, line->title, "Bolder");
	add_foreign(inlines, line->title ? " " : comma, line->id, "Lighter");
	add_foreign(inlines, ", ", line->how, "Default");
	add_foreign(inlines, ", ", line->who, "Default");
	end_paragraph(body, inlines);
}

static void add_group(json_t *body, const struct pm_digest_group *group,
		      size_t most)
{
	struct pm_buf more = { 0 };

	json_array_append_new(body, block_of(group->title, "Default"));
	if (group->ask)
		add_words(body, group->ask);
	for (size_t i = 0; i < group->lines && i < most; i++)
		add_line(body, &group->line[i]);
	pm_digest_sheet_more(&more, group, most);
	if (more.len)
		add_words(body, more.ptr);
	pm_buf_release(&more);
}

static json_t *make(const struct pm_digest_sheet *sheet, size_t most)
{
	json_t *body = json_array(), *about = json_array(), *card;

	json_array_append_new(body, block_of(sheet->title, "Medium"));
	add_run(about, sheet->about, "Default");
	add_foreign(about, " ", sheet->owner, "Bolder");
	end_paragraph(body, about);
	for (size_t i = 0; i < sheet->groups; i++)
		add_group(body, &sheet->group[i], most);
	card = json_pack("{s:s, s:s, s:s, s:o, s:{s:s}}", "$schema",
			 "http://adaptivecards.io/schemas/adaptive-card.json",
			 "type", "AdaptiveCard", "version", "1.4", "body",
			 body, "msteams", "width", "Full");
	return json_pack("{s:s, s:[{s:s, s:n, s:o}]}", "type", "message",
			 "attachments", "contentType",
			 "application/vnd.microsoft.card.adaptive",
			 "contentUrl", "content", card);
}

static bool fits(void *payload, size_t most)
{
	struct pm_buf text = { 0 };
	bool does;

	pm_json_add(&text, make(payload, most));
	does = text.len <= PM_MAX_TEAMS_ALL;
	pm_buf_release(&text);
	return does;
}

void pm_digest_teams(struct pm_buf *out, const struct pm_digest *digest,
		     const struct pm_digest_part *part)
{
	struct pm_digest_sheet sheet;
	size_t most;

	pm_digest_sheet_make(&sheet, digest, part);
	most = pm_digest_sheet_fit(&sheet, PM_MAX_TEAMS_ALL / LINE_MIN, fits,
				   &sheet);
	pm_json_add(out, make(&sheet, most));
	pm_buf_addch(out, '\n');
	pm_digest_sheet_release(&sheet);
}

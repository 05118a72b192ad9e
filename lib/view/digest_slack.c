/* SPDX-License-Identifier: MIT */
#include "view/digest_chat.h"

#include "base/limits.h"
#include "view/digest_sheet.h"
#include "view/json.h"

#define BACKTICK "\xcb\x8b" /* U+02CB, which looks like one */
#define LINE_MIN 10 /* bytes of a line with an id */
#define BULLET "\xe2\x80\xa2"

/* The three that Slack asks for, and what would end code. */
static const char *escape(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '`':
		return BACKTICK;
	default:
		return NULL;
	}
}

static void add_code(struct pm_buf *out, const char *before, const char *text)
{
	if (!text || !*text)
		return;
	pm_buf_addf(out, "%s`", before);
	pm_digest_chat_text(out, text, escape);
	pm_buf_addch(out, '`');
}

static json_t *text_object(const char *type, const char *text)
{
	json_t *object = json_object();

	json_object_set_new(object, "type", json_string(type));
	json_object_set_new(object, "text", json_string(text));
	return object;
}

/* A section; the buffer is empty again. */
static void end_section(json_t *blocks, struct pm_buf *text)
{
	json_t *block = json_object(), *object;

	if (!text->len)
		return;
	object = text_object("mrkdwn", text->ptr);
	/* No address or name in it becomes a link. */
	json_object_set_new(object, "verbatim", json_true());
	json_object_set_new(block, "type", json_string("section"));
	json_object_set_new(block, "text", object);
	json_array_append_new(blocks, block);
	pm_buf_reset(text);
}

static void add_line(struct pm_buf *out, const struct pm_digest_line *line)
{
	pm_buf_addf(out, "%s %s", BULLET, line->when);
	if (line->title) {
		add_code(out, *line->when ? ": " : "", line->title);
		add_code(out, " ", line->id);
	} else {
		add_code(out, *line->when ? ": " : "", line->id);
	}
	add_code(out, ", ", line->how);
	add_code(out, ", ", line->who);
}

static void add_group(json_t *blocks, const struct pm_digest_group *group,
		      size_t most)
{
	struct pm_buf section = { 0 }, line = { 0 };

	pm_buf_addf(&section, "*%s*", group->title);
	if (group->ask)
		pm_buf_addf(&section, "\n%s", group->ask);
	for (size_t i = 0; i <= group->lines && i <= most; i++) {
		pm_buf_reset(&line);
		if (i < group->lines && i < most)
			add_line(&line, &group->line[i]);
		else
			pm_digest_sheet_more(&line, group, most);
		if (section.len + line.len + 1 > PM_MAX_SLACK_TEXT)
			end_section(blocks, &section);
		if (line.len)
			pm_buf_addf(&section, "%s%s", section.len ? "\n" : "",
				    line.ptr);
	}
	end_section(blocks, &section);
	pm_buf_release(&section);
	pm_buf_release(&line);
}

static json_t *header_of(const struct pm_digest_sheet *sheet)
{
	json_t *block = json_object();
	json_t *object = text_object("plain_text", sheet->title);

	json_object_set_new(object, "emoji", json_false());
	json_object_set_new(block, "type", json_string("header"));
	json_object_set_new(block, "text", object);
	return block;
}

static json_t *make(const struct pm_digest_sheet *sheet, size_t most)
{
	json_t *root = json_object(), *blocks = json_array();
	struct pm_buf text = { 0 };

	pm_buf_addf(&text, "%s. %s", sheet->title, sheet->about);
	add_code(&text, " ", sheet->owner);
	json_object_set_new(root, "text", json_string(text.ptr));
	pm_buf_reset(&text);
	pm_buf_addstr(&text, sheet->about);
	add_code(&text, " ", sheet->owner);
	json_array_append_new(blocks, header_of(sheet));
	end_section(blocks, &text);
	for (size_t i = 0; i < sheet->groups; i++)
		add_group(blocks, &sheet->group[i], most);
	json_object_set_new(root, "blocks", blocks);
	pm_buf_release(&text);
	return root;
}

static bool fits(void *payload, size_t most)
{
	json_t *root = make(payload, most);
	size_t blocks = json_array_size(json_object_get(root, "blocks"));
	struct pm_buf text = { 0 };
	bool does;

	pm_json_add(&text, root);
	does = blocks <= PM_MAX_SLACK_BLOCKS && text.len <= PM_MAX_SLACK_ALL;
	pm_buf_release(&text);
	return does;
}

void pm_digest_slack(struct pm_buf *out, const struct pm_digest *digest,
		     const struct pm_digest_part *part)
{
	struct pm_digest_sheet sheet;
	size_t most;

	pm_digest_sheet_make(&sheet, digest, part);
	most = pm_digest_sheet_fit(&sheet, PM_MAX_SLACK_ALL / LINE_MIN, fits,
				   &sheet);
	pm_json_add(out, make(&sheet, most));
	pm_buf_addch(out, '\n');
	pm_digest_sheet_release(&sheet);
}

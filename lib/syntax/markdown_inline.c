/* SPDX-License-Identifier: MIT */
#include "syntax/markdown_inline.h"

#include <cmark.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"

#define CHECKBOX_LEN 3 /* "[ ]" */

struct reading {
	struct pm_arena *arena;
	struct pm_buf *text;
	size_t letters;
	size_t images; /* how many are open */
	bool item;
	cmark_node *strong; /* that is open */
	size_t strong_start;
	struct pm_inline *out;
};

/* -1, 0 or 1; a checkbox is followed by a blank or by nothing. */
static int checkbox(const char *text)
{
	if (text[0] != '[' || !text[1] || text[2] != ']' ||
	    (text[CHECKBOX_LEN] && text[CHECKBOX_LEN] != ' '))
		return -1;
	if (text[1] == ' ')
		return 0;
	return text[1] == 'x' || text[1] == 'X' ? 1 : -1;
}

static bool is_blank(const char *text)
{
	return !text[strspn(text, " ")];
}

/* Whether nothing but a checkbox stands before. */
static bool is_at_start(const struct reading *r)
{
	const char *text = pm_buf_str(r->text);

	if (r->item && checkbox(text) >= 0)
		text += CHECKBOX_LEN;
	return is_blank(text);
}

static void add_text(struct reading *r, const char *text)
{
	pm_buf_addstr(r->text, text);
	if (!r->images)
		r->letters += pm_text_letters(text, strlen(text));
}

static void add_blank(struct reading *r)
{
	if (r->text->len && r->text->ptr[r->text->len - 1] != ' ')
		pm_buf_addch(r->text, ' ');
}

static void enter(struct reading *r, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		add_text(r, literal ? literal : "");
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		add_blank(r);
		break;
	case CMARK_NODE_HTML_INLINE:
		if (literal && !strncasecmp(literal, "<br", 3))
			add_blank(r);
		break;
	case CMARK_NODE_STRONG:
	case CMARK_NODE_EMPH:
		if (!r->strong && !r->out->strong && is_at_start(r)) {
			r->strong = node;
			r->strong_start = r->text->len;
		}
		break;
	case CMARK_NODE_LINK:
		if (!r->out->link)
			r->out->link = pm_arena_strdup(
				r->arena, cmark_node_get_url(node));
		break;
	case CMARK_NODE_IMAGE:
		r->images++;
		r->letters++;
		break;
	default:
		break;
	}
}

static void leave(struct reading *r, cmark_node *node)
{
	if (node == r->strong) {
		r->out->strong = pm_arena_strdup(
			r->arena, pm_buf_str(r->text) + r->strong_start);
		r->strong = NULL;
	}
	if (cmark_node_get_type(node) == CMARK_NODE_IMAGE)
		r->images--;
}

/* An address that is no link in CommonMark but becomes one on a forge. */
static const char *bare_link(struct pm_arena *arena, const char *text)
{
	const char *at = strstr(text, "http");
	size_t len;

	while (at && strncmp(at, "http://", 7) && strncmp(at, "https://", 8))
		at = strstr(at + 1, "http");
	if (!at)
		return NULL;
	len = strcspn(at, " <>\"");
	while (len && strchr(".,;:!?)'*_", at[len - 1]))
		len--;
	return pm_arena_strndup(arena, at, len);
}

/* What is code is no checkbox, whatever it looks like. */
static bool begins_with_text(cmark_node *block)
{
	cmark_node *first = cmark_node_first_child(block);

	return first && cmark_node_get_type(first) == CMARK_NODE_TEXT;
}

void pm_inline_read(struct pm_inline *out, struct pm_arena *arena,
		    struct pm_buf *buf, cmark_node *block, bool item)
{
	struct reading r = { .arena = arena, .text = buf, .item = item,
			     .out = out };
	cmark_iter *iter = cmark_iter_new(block);
	cmark_event_type event;
	const char *text;

	memset(out, 0, sizeof(*out));
	out->checkbox = -1;
	pm_buf_reset(buf);
	item = item && begins_with_text(block);
	r.item = item;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);

		if (event == CMARK_EVENT_ENTER)
			enter(&r, node);
		else
			leave(&r, node);
	}
	cmark_iter_free(iter);

	pm_buf_rtrim(buf);
	text = pm_buf_str(buf);
	if (item) {
		out->checkbox = checkbox(text);
		if (out->checkbox >= 0)
			text += CHECKBOX_LEN;
		if (out->checkbox == 1)
			r.letters--; /* the x */
	}
	text += strspn(text, " ");
	out->text = pm_arena_strdup(arena, text);
	out->letters = r.letters;
	if (!out->link)
		out->link = bare_link(arena, text);
}

/* What stands behind `close`, or the end of the text. */
static const char *behind(const char *s, const char *close)
{
	const char *end = strcasestr(s, close);

	return end ? end + strlen(close) : s + strlen(s);
}

size_t pm_html_letters(const char *html)
{
	size_t letters = 0;

	while (*html) {
		size_t len = strcspn(html, "<&");

		letters += pm_text_letters(html, len);
		html += len;
		if (!*html)
			break;
		if (*html == '&') {
			/* An entity; one that is a letter is too rare. */
			size_t name = strspn(html + 1, "#abcdefghijklmnopqrst"
						       "uvwxyzABCDEFGHIJKLMNO"
						       "PQRSTUVWXYZ0123456789");

			html += html[1 + name] == ';' ? name + 2 : 1;
		} else if (!strncmp(html, "<!--", 4)) {
			html = behind(html + 4, "-->");
		} else if (!strncasecmp(html, "<script", 7)) {
			html = behind(html, "</script>");
		} else if (!strncasecmp(html, "<style", 6)) {
			html = behind(html, "</style>");
		} else {
			letters += !strncasecmp(html, "<img", 4);
			html = behind(html, ">");
		}
	}
	return letters;
}

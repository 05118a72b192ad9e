/* SPDX-License-Identifier: MIT */
#include "view/style.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

static const char *const escape[] = {
	[PM_STYLE_PLAIN] = "",
	[PM_STYLE_BOLD] = "\033[1m",
	[PM_STYLE_DIM] = "\033[2m",
	[PM_STYLE_GOOD] = "\033[32m",
	[PM_STYLE_WARNING] = "\033[33m",
	[PM_STYLE_ERROR] = "\033[1;31m",
	[PM_STYLE_COMMIT] = "\033[33m",
	[PM_STYLE_ID] = "\033[36m",
};
#define RESET "\033[m"

/* Append what `text` holds, all of it, in a style. */
static void add_styled(const struct pm_view *view, enum pm_style style,
		       const char *text, size_t len)
{
	bool dressed = view->color && style != PM_STYLE_PLAIN && len;

	if (dressed)
		pm_buf_addstr(view->out, escape[style]);
	pm_buf_add(view->out, text, len);
	if (dressed)
		pm_buf_addstr(view->out, RESET);
}

void pm_view_text(const struct pm_view *view, enum pm_style style,
		  const char *text)
{
	struct pm_buf safe = { 0 };

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	add_styled(view, style, pm_buf_str(&safe), safe.len);
	pm_buf_release(&safe);
}

void pm_view_fit(const struct pm_view *view, enum pm_style style,
		 const char *text, size_t width, bool pad)
{
	struct pm_buf safe = { 0 }, fit = { 0 };

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	pm_text_fit(&fit, pm_buf_str(&safe), width, pad);
	add_styled(view, style, pm_buf_str(&fit), fit.len);
	pm_buf_release(&safe);
	pm_buf_release(&fit);
}

void pm_view_printf(const struct pm_view *view, enum pm_style style,
		    const char *fmt, ...)
{
	struct pm_buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	pm_buf_vaddf(&text, fmt, ap);
	va_end(ap);
	add_styled(view, style, pm_buf_str(&text), text.len);
	pm_buf_release(&text);
}

/* The last sequence of s[0..len) that sets colours, where it does not merely
 * end them; "" for none. */
static const char *colour_at_end(const char *s, size_t len, int *n)
{
	size_t i = len;

	*n = 0;
	while (i && s[i - 1] != '\033')
		i--;
	if (!i || !strncmp(s + i - 1, RESET, strlen(RESET)))
		return "";
	*n = (int)(strcspn(s + i, "m") + 2);
	return s + i - 1;
}

void pm_view_wrap(const struct pm_view *view, size_t start, size_t indent)
{
	struct pm_buf *out = view->out;
	size_t len = out->len - start, next, used, width = view->width;
	const char *s, *colour;
	char *line;
	int n;

	if (!width || pm_text_break(pm_buf_str(out) + start, len, width,
				    &next) == len)
		return;
	if (indent > width / 2)
		indent = width / 2;
	line = pm_xstrndup(out->ptr + start, len);
	pm_buf_splice(out, start, out->len, "", 0);
	for (s = line;; s += next, len -= next) {
		used = pm_text_break(s, len, width, &next);
		pm_buf_add(out, s, used);
		if (next == len)
			break;
		/* A pager colours each line by itself. */
		colour = colour_at_end(line, (size_t)(s - line) + used, &n);
		pm_buf_addf(out, "%s\n%*s%.*s", n ? RESET : "", (int)indent,
			    "", n, colour);
		width = view->width - indent;
	}
	free(line);
}

void pm_view_end_line(const struct pm_view *view, size_t start,
		      size_t indent)
{
	pm_view_wrap(view, start, indent);
	pm_buf_addch(view->out, '\n');
}

/* Where the text of a line begins: behind blanks, and the mark of a list. */
static size_t text_column(const char *line, size_t len)
{
	size_t i = strspn(line, " "), mark = i;

	if (i + 1 < len && strchr("-*+>", line[i]) && line[i + 1] == ' ')
		return i + 2;
	while (mark < len && line[mark] >= '0' && line[mark] <= '9')
		mark++;
	if (mark > i && mark + 1 < len && strchr(".)", line[mark]) &&
	    line[mark + 1] == ' ')
		return mark + 2;
	return i;
}

void pm_view_block(const struct pm_view *view, size_t indent, const char *text)
{
	struct pm_buf safe = { 0 };
	const char *line, *end;
	size_t start;

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_TEXT);
	pm_buf_rtrim(&safe);
	for (line = pm_buf_str(&safe); *line; line = *end ? end + 1 : end) {
		end = strchrnul(line, '\n');
		start = view->out->len;
		/* An empty line needs no blanks at its end. */
		if (end > line)
			pm_buf_addf(view->out, "%*s", (int)indent, "");
		pm_buf_add(view->out, line, (size_t)(end - line));
		pm_view_wrap(view, start,
			     indent + text_column(line, (size_t)(end - line)));
		pm_buf_addch(view->out, '\n');
	}
	pm_buf_release(&safe);
}

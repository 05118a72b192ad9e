/* SPDX-License-Identifier: MIT */
#include "view/style.h"

#include <stdarg.h>
#include <string.h>

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

void pm_view_block(const struct pm_view *view, size_t indent, const char *text)
{
	struct pm_buf safe = { 0 };
	const char *line, *end;

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_TEXT);
	pm_buf_rtrim(&safe);
	for (line = pm_buf_str(&safe); *line; line = *end ? end + 1 : end) {
		end = strchrnul(line, '\n');
		/* An empty line needs no blanks at its end. */
		if (end > line)
			pm_buf_addf(view->out, "%*s", (int)indent, "");
		pm_buf_add(view->out, line, (size_t)(end - line));
		pm_buf_addch(view->out, '\n');
	}
	pm_buf_release(&safe);
}

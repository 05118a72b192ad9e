/* SPDX-License-Identifier: MIT */
#include "view/finding_text.h"

#include <string.h>

#include "base/path.h"
#include "base/text.h"

#define INDENT 4u

static void add_place(const struct pm_view *view,
		      const struct pm_finding *finding, const char *prefix)
{
	struct pm_buf seen = { 0 }, path = { 0 };

	pm_path_to_prefix(&seen, prefix, finding->path);
	pm_path_quote(&path, pm_buf_str(&seen));
	pm_view_text(view, PM_STYLE_BOLD, pm_buf_str(&path));
	if (finding->line)
		pm_view_printf(view, PM_STYLE_BOLD, ":%zu", finding->line);
	pm_buf_addstr(view->out, ": ");
	pm_buf_release(&seen);
	pm_buf_release(&path);
}

static void add_level(const struct pm_view *view,
		      const struct pm_finding *finding)
{
	if (finding->level == PM_ERROR_LEVEL)
		pm_view_printf(view, PM_STYLE_ERROR, "error:");
	else if (finding->level == PM_WARNING)
		pm_view_printf(view, PM_STYLE_WARNING, "warning:");
	else if (finding->level == PM_ADVICE)
		pm_view_printf(view, PM_STYLE_DIM, "advice:");
	else
		pm_view_printf(view, PM_STYLE_DIM, "waived:");
	pm_buf_addch(view->out, ' ');
}

/* "    fix: ...", broken below its own beginning where there is a width. */
static void add_below(const struct pm_view *view, const char *label,
		      const char *text)
{
	struct pm_buf safe = { 0 };
	size_t indent = INDENT + strlen(label);

	pm_buf_addf(view->out, "%*s%s", (int)INDENT, "", label);
	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	if (view->width > 2 * indent)
		pm_text_wrap(view->out, pm_buf_str(&safe), view->width,
			     indent);
	else
		pm_buf_addstr(view->out, pm_buf_str(&safe));
	pm_buf_addch(view->out, '\n');
	pm_buf_release(&safe);
}

const char *pm_finding_note(const struct pm_finding *finding)
{
	switch (finding->excuse) {
	case PM_WAS_SO:
		return "it was so before this change";
	case PM_IMPORTED:
		return "the document was imported; this is an error once "
		       "somebody advances it";
	case PM_NOT_EXCUSED:
	case PM_WAIVED:
		break;
	}
	return NULL;
}

const char *pm_finding_reason(const struct pm_finding *finding)
{
	return finding->excuse_text ? finding->excuse_text : "none was given";
}

static void add_excuse(const struct pm_view *view,
		       const struct pm_finding *finding)
{
	const char *note = pm_finding_note(finding);

	if (note)
		add_below(view, "note: ", note);
	else if (finding->excuse == PM_WAIVED)
		add_below(view, "reason: ", pm_finding_reason(finding));
}

static void add_finding(const struct pm_view *view,
			const struct pm_finding *finding, const char *prefix)
{
	add_place(view, finding, prefix);
	add_level(view, finding);
	pm_view_text(view, PM_STYLE_PLAIN, finding->message);
	if (finding->more)
		pm_buf_addf(view->out, ", and %zu more", finding->more);
	pm_buf_addch(view->out, ' ');
	pm_view_printf(view, PM_STYLE_DIM, "[%s]", finding->rule->id);
	pm_buf_addch(view->out, '\n');
	if (finding->fix && finding->excuse != PM_WAIVED)
		add_below(view, "fix: ", finding->fix);
	add_excuse(view, finding);
}

static bool is_new_file(const struct pm_findings *findings, size_t i)
{
	return i && strcmp(findings->item[i].path, findings->item[i - 1].path);
}

void pm_findings_text(const struct pm_view *view,
		      const struct pm_findings *findings, const char *prefix)
{
	for (size_t i = 0; i < findings->nr; i++) {
		if (is_new_file(findings, i))
			pm_buf_addch(view->out, '\n');
		add_finding(view, &findings->item[i], prefix);
	}
}

static void add_count(struct pm_buf *out, size_t nr, const char *what)
{
	pm_buf_addf(out, "%zu %s%s", nr, what, nr == 1 ? "" : "s");
}

void pm_findings_sum(struct pm_buf *out, const struct pm_findings *findings)
{
	size_t files = 0, errors = 0, warnings = 0;
	const char *file = NULL;

	for (size_t i = 0; i < findings->nr; i++) {
		const struct pm_finding *finding = &findings->item[i];

		if (finding->level != PM_ERROR_LEVEL &&
		    finding->level != PM_WARNING)
			continue;
		*(finding->level == PM_WARNING ? &warnings : &errors) += 1;
		files += !file || strcmp(file, finding->path) != 0;
		file = finding->path;
	}
	if (!files) {
		pm_buf_addstr(out, "no findings");
		return;
	}
	if (errors)
		add_count(out, errors, "error");
	if (errors && warnings)
		pm_buf_addstr(out, " and ");
	if (warnings)
		add_count(out, warnings, "warning");
	pm_buf_addstr(out, " in ");
	add_count(out, files, "file");
}

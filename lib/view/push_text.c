/* SPDX-License-Identifier: MIT */
#include "view/push_text.h"

#include <string.h>

#include "base/limits.h"
#include "base/path.h"
#include "base/text.h"
#include "view/finding_text.h"

#define ID_LEN 10
#define INDENT 4u

/* `label`, then `text` broken below itself. */
static void add_wrapped(const struct pm_view *view, size_t indent,
			enum pm_style style, const char *label,
			const char *text)
{
	struct pm_buf safe = { 0 };

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	pm_buf_addf(view->out, "%*s", (int)indent, "");
	if (*label) {
		pm_view_printf(view, style, "%s", label);
		pm_buf_addch(view->out, ' ');
		indent += strlen(label) + 1;
	}
	pm_text_wrap(view->out, pm_buf_str(&safe), view->width, indent);
	pm_buf_addch(view->out, '\n');
	pm_buf_release(&safe);
}

void pm_push_paragraph(const struct pm_view *view, const char *text)
{
	add_wrapped(view, 0, PM_STYLE_PLAIN, "", text);
}

static void add_place(const struct pm_view *view,
		      const struct pm_finding *finding)
{
	struct pm_buf path = { 0 };

	pm_path_quote(&path, finding->path);
	pm_view_text(view, PM_STYLE_BOLD, pm_buf_str(&path));
	if (finding->line)
		pm_view_printf(view, PM_STYLE_BOLD, ":%zu", finding->line);
	pm_buf_addch(view->out, '\n');
	pm_buf_release(&path);
}

static void add_finding(const struct pm_view *view,
			const struct pm_finding *finding)
{
	bool is_error = finding->level == PM_ERROR_LEVEL;
	struct pm_buf text = { 0 };

	add_place(view, finding);
	pm_buf_addf(&text, "%s [%s]", finding->message, finding->rule->id);
	add_wrapped(view, INDENT, is_error ? PM_STYLE_ERROR : PM_STYLE_WARNING,
		    is_error ? "error:" : "warning:", pm_buf_str(&text));
	if (finding->fix)
		add_wrapped(view, INDENT, PM_STYLE_PLAIN, "fix:",
			    finding->fix);
	pm_buf_release(&text);
}

static void add_heading(const struct pm_view *view,
			const struct pm_push_verdict *verdict)
{
	struct pm_buf text = { 0 };

	for (size_t i = 0; i < verdict->refs.nr; i++)
		pm_buf_addf(&text, "%s%s", i ? ", " : "",
			    verdict->refs.item[i]);
	pm_buf_addf(&text, ": commit %.*s: ", ID_LEN, verdict->commit);
	pm_findings_sum(&text, &verdict->findings);
	pm_push_paragraph(view, pm_buf_str(&text));
	pm_buf_release(&text);
}

/* Both parts on a line, or the second on the next one, as sh reads it. */
static void add_command(const struct pm_view *view, const char *command,
			const char *rest)
{
	size_t len = 2 + strlen(command) + 1 + strlen(rest);

	pm_buf_addf(view->out, "  %s%s%s\n", command,
		    !*rest		    ? "" :
		    len > view->width ? " \\\n    " :
					      " ",
		    rest);
}

/* An id is enough: whoever pushes has the commit, and mostly its base. */
static void add_commands(const struct pm_view *view,
			 const struct pm_push_verdict *verdict,
			 const char *policy_at, bool from_nothing)
{
	struct pm_buf command = { 0 }, rest = { 0 };

	pm_buf_addstr(&command, "git postmortem check ");
	if (from_nothing)
		pm_buf_addf(&command, "--at %.*s", ID_LEN, verdict->commit);
	else
		pm_buf_addf(&command, "%.*s..%.*s", ID_LEN, verdict->base,
			    ID_LEN, verdict->commit);
	if (policy_at && !from_nothing)
		pm_buf_addf(&rest, "--policy-at %.*s", ID_LEN, policy_at);
	add_command(view, pm_buf_str(&command), pm_buf_str(&rest));
	pm_buf_release(&command);
	pm_buf_release(&rest);
}

static bool is_new_file(const struct pm_findings *findings, size_t i)
{
	return !i ||
	       strcmp(findings->item[i].path, findings->item[i - 1].path);
}

static size_t add_verdict(const struct pm_view *view,
			  const struct pm_push_verdict *verdict, size_t room)
{
	size_t nr = verdict->findings.nr < room ? verdict->findings.nr : room;

	add_heading(view, verdict);
	for (size_t i = 0; i < nr; i++) {
		if (is_new_file(&verdict->findings, i))
			pm_buf_addch(view->out, '\n');
		add_finding(view, &verdict->findings.item[i]);
	}
	if (nr < verdict->findings.nr) {
		struct pm_buf text = { 0 };

		pm_buf_addf(&text, "%zu more are left out here.",
			    verdict->findings.nr - nr);
		pm_buf_addch(view->out, '\n');
		pm_push_paragraph(view, pm_buf_str(&text));
		pm_buf_release(&text);
	}
	pm_buf_addch(view->out, '\n');
	return nr;
}

static const char *first_error(const struct pm_push_result *result)
{
	for (size_t v = 0; v < result->nr; v++) {
		const struct pm_findings *list = &result->item[v].findings;

		for (size_t i = 0; i < list->nr; i++)
			if (list->item[i].level == PM_ERROR_LEVEL)
				return list->item[i].rule->id;
	}
	return NULL;
}

static void add_all_commands(const struct pm_view *view,
			     const struct pm_push_result *result)
{
	for (size_t i = 0; i < result->nr; i++)
		add_commands(view, &result->item[i], result->policy_at,
			     result->item[i].is_whole);
}

void pm_push_text(const struct pm_view *view,
		  const struct pm_push_result *result)
{
	const char *rule = first_error(result);
	size_t room = PM_MAX_PUSH_TOLD;
	struct pm_buf text = { 0 };

	/* As of a commit: see cmd/hook_run.c. */
	pm_buf_addf(&text, "error: push refused: %zu error%s", result->errors,
		    result->errors == 1 ? "" : "s");
	pm_push_paragraph(view, pm_buf_str(&text));
	pm_buf_addch(view->out, '\n');
	pm_buf_reset(&text);
	for (size_t i = 0; i < result->nr; i++)
		room -= add_verdict(view, &result->item[i], room);
	pm_push_paragraph(view, "Correct that, commit it and push again. To "
			  "see this in your clone:");
	add_all_commands(view, result);
	if (rule) {
		pm_buf_addf(&text, "\"git postmortem rules %s\" says why.",
			    rule);
		pm_push_paragraph(view, pm_buf_str(&text));
	}
	pm_buf_release(&text);
}

void pm_push_error_text(const struct pm_view *view, const char *why)
{
	pm_push_paragraph(view, "error: push refused: its post-mortems cannot "
			  "be checked");
	add_wrapped(view, INDENT, PM_STYLE_PLAIN, "", why);
}

void pm_push_count_text(const struct pm_view *view,
			const struct pm_push_result *result)
{
	struct pm_buf text = { 0 };

	if (!result->warnings)
		return;
	pm_buf_addf(&text, "post-mortems: %zu warning%s; to see %s:",
		    result->warnings, result->warnings == 1 ? "" : "s",
		    result->warnings == 1 ? "it" : "them");
	pm_push_paragraph(view, pm_buf_str(&text));
	add_all_commands(view, result);
	pm_buf_release(&text);
}

void pm_push_mark(struct pm_buf *out, const char *mark, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		if (len)
			pm_buf_addf(out, "%s%.*s", mark, (int)len, text);
		pm_buf_addch(out, '\n');
		text += len + (text[len] == '\n');
	}
}

/* SPDX-License-Identifier: MIT */
#include "view/annotation.h"

#include <string.h>

#include "view/code_span.h"
#include "view/finding_text.h"

/* Kept free for the line that counts what did not fit. */
#define LAST_LINE 160u

static void add_entry(struct pm_buf *out, const struct pm_finding *finding)
{
	static const char *const word[] = {
		[PM_WEIGHS_ERROR] = "**error**",
		[PM_WEIGHS_WARNING] = "warning",
		[PM_WEIGHS_NOTICE] = "warning",
		[PM_WEIGHS_NOTHING] = "waived",
	};

	pm_buf_addstr(out, "- ");
	if (finding->line)
		pm_buf_addf(out, "line %zu: ", finding->line);
	pm_buf_addf(out, "%s [%s] ", word[pm_finding_weight(finding)],
		    finding->rule->id);
	pm_finding_tell_code(out, finding, "<br>");
	if (finding->excuse == PM_WAIVED) {
		pm_buf_addstr(out, "<br>reason: ");
		pm_code_span(out, pm_finding_reason(finding));
	}
	pm_buf_addch(out, '\n');
}

void pm_annotation_summary(struct pm_buf *out,
			   const struct pm_findings *findings, size_t room)
{
	size_t start = out->len;
	const char *file = NULL;

	pm_buf_addstr(out, "### Post-mortems: ");
	pm_findings_sum(out, findings);
	pm_buf_addstr(out, "\n");
	for (size_t i = 0; i < findings->nr; i++) {
		const struct pm_finding *finding = &findings->item[i];
		size_t before = out->len;

		if (!file || strcmp(file, finding->path)) {
			file = finding->path;
			pm_buf_addstr(out, "\n");
			pm_code_span(out, file);
			pm_buf_addstr(out, "\n\n");
		}
		add_entry(out, finding);
		if (out->len - start + LAST_LINE <= room)
			continue;
		out->len = before;
		pm_buf_addf(out, "\n... and %zu more, for which there is no "
			    "room here; the log of the step lists them all\n",
			    findings->nr - i);
		break;
	}
	if (out->len - start > room)
		out->len = start;
}

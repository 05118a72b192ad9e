/* SPDX-License-Identifier: MIT */
#include "view/annotation.h"

#include <string.h>

#include "view/xml.h"

static const char *const severity[PM_WEIGHTS] = {
	[PM_WEIGHS_ERROR] = "error",
	[PM_WEIGHS_WARNING] = "warning",
	[PM_WEIGHS_NOTICE] = "info",
};

static void add_error(struct pm_buf *out, const struct pm_finding *finding)
{
	struct pm_buf text = { 0 };

	pm_buf_addf(out, "<error line=\"%zu\"", pm_finding_line(finding));
	if (finding->column16)
		pm_buf_addf(out, " column=\"%zu\"", finding->column16);
	pm_buf_addf(out, " severity=\"%s\"",
		    severity[pm_finding_weight(finding)]);
	pm_finding_tell_code(&text, finding, "\n");
	pm_xml_attribute(out, "message", pm_buf_str(&text));
	pm_buf_addf(out, " source=\"git-postmortem.%s\"/>\n",
		    finding->rule->id);
	pm_buf_release(&text);
}

void pm_annotation_checkstyle(struct pm_buf *out,
			      const struct pm_findings *findings,
			      size_t examined)
{
	const char *file = NULL;

	(void)examined;
	pm_buf_addstr(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			   "<checkstyle version=\"4.3\">\n");
	for (size_t i = 0; i < findings->nr; i++) {
		const struct pm_finding *finding = &findings->item[i];

		if (pm_finding_weight(finding) == PM_WEIGHS_NOTHING)
			continue;
		if (!file || strcmp(file, finding->path)) {
			pm_buf_addf(out, "%s<file", file ? "</file>\n" : "");
			pm_xml_attribute(out, "name", finding->path);
			pm_buf_addstr(out, ">\n");
			file = finding->path;
		}
		add_error(out, finding);
	}
	pm_buf_addf(out, "%s</checkstyle>\n", file ? "</file>\n" : "");
}

/* SPDX-License-Identifier: MIT */
#include "view/annotation.h"

#include "view/json.h"

/* https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 * knows info, minor, major, critical and blocker. */
static const char *const severity[PM_WEIGHTS] = {
	[PM_WEIGHS_ERROR] = "major",
	[PM_WEIGHS_WARNING] = "minor",
	[PM_WEIGHS_NOTICE] = "info",
};

static json_t *issue_of(const struct pm_finding *finding,
			struct pm_fingerprints *prints)
{
	struct pm_buf text = { 0 };
	json_t *issue;

	pm_finding_tell(&text, finding);
	issue = json_pack("{s:o, s:s, s:s, s:s, s:{s:o, s:{s:I}}}",
			  "description", pm_json_text(pm_buf_str(&text)),
			  "check_name", finding->rule->id,
			  "fingerprint", pm_fingerprint(prints, finding),
			  "severity", severity[pm_finding_weight(finding)],
			  "location",
			  "path", pm_json_text(finding->path),
			  "lines",
			  "begin", (json_int_t)pm_finding_line(finding));
	pm_buf_release(&text);
	return issue;
}

void pm_annotation_gitlab(struct pm_buf *out,
			  const struct pm_findings *findings, size_t examined)
{
	struct pm_fingerprints prints = { 0 };
	json_t *list = json_array();

	(void)examined;
	for (size_t i = 0; i < findings->nr; i++) {
		const struct pm_finding *finding = &findings->item[i];

		if (pm_finding_weight(finding) != PM_WEIGHS_NOTHING)
			json_array_append_new(list,
					      issue_of(finding, &prints));
	}
	pm_json_add(out, list);
	pm_buf_addch(out, '\n');
	pm_fingerprints_release(&prints);
}

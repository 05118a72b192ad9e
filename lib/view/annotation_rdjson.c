/* SPDX-License-Identifier: MIT */
#include "view/annotation.h"

#include "view/json.h"

/* reviewdog, proto/rdf/reviewdog.proto */
static const char *const severity[PM_WEIGHTS] = {
	[PM_WEIGHS_ERROR] = "ERROR",
	[PM_WEIGHS_WARNING] = "WARNING",
	[PM_WEIGHS_NOTICE] = "INFO",
};

static json_t *source(void)
{
	return json_pack("{s:s}", "name", "git-postmortem");
}

/* Without a column the whole line is meant, without a line the file. */
static json_t *location_of(const struct pm_finding *finding)
{
	json_t *location = json_pack("{s:o}", "path",
				     pm_json_text(finding->path));
	json_t *start;

	if (!finding->line)
		return location;
	start = json_pack("{s:I}", "line", (json_int_t)finding->line);
	if (finding->column)
		json_object_set_new(start, "column",
				    json_integer((json_int_t)finding->column));
	json_object_set_new(location, "range",
			    json_pack("{s:o}", "start", start));
	return location;
}

static json_t *diagnostic_of(const struct pm_finding *finding)
{
	struct pm_buf text = { 0 };
	json_t *diagnostic;

	pm_finding_tell_code(&text, finding, "\n\n");
	diagnostic = json_pack("{s:o, s:o, s:s, s:o, s:{s:s}}",
			       "message", pm_json_text(pm_buf_str(&text)),
			       "location", location_of(finding),
			       "severity",
			       severity[pm_finding_weight(finding)],
			       "source", source(),
			       "code",
			       "value", finding->rule->id);
	pm_buf_release(&text);
	return diagnostic;
}

static json_t *diagnostics_of(const struct pm_findings *findings)
{
	json_t *list = json_array();

	for (size_t i = 0; i < findings->nr; i++) {
		const struct pm_finding *finding = &findings->item[i];

		if (pm_finding_weight(finding) != PM_WEIGHS_NOTHING)
			json_array_append_new(list, diagnostic_of(finding));
	}
	return list;
}

void pm_annotation_rdjson(struct pm_buf *out,
			  const struct pm_findings *findings, size_t examined)
{
	(void)examined;
	pm_json_add(out, json_pack("{s:o, s:o}", "source", source(),
				   "diagnostics", diagnostics_of(findings)));
	pm_buf_addch(out, '\n');
}

void pm_annotation_rdjsonl(struct pm_buf *out,
			   const struct pm_findings *findings, size_t examined)
{
	json_t *list = diagnostics_of(findings);

	(void)examined;
	for (size_t i = 0; i < json_array_size(list); i++) {
		pm_json_add(out, json_incref(json_array_get(list, i)));
		pm_buf_addch(out, '\n');
	}
	json_decref(list);
}

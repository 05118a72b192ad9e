/* SPDX-License-Identifier: MIT */
#include "view/annotation.h"

#include <string.h>

#include "view/finding_text.h"
#include "view/json.h"

/*
 * Sections are those of "Static Analysis Results Interchange Format (SARIF)
 * Version 2.1.0", OASIS Standard. What GitHub reads of it is in its "SARIF
 * support for code scanning".
 */
#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static const char *level_name(enum pm_level level)
{
	return level == PM_ERROR_LEVEL ? "error" :
	       level == PM_WARNING     ? "warning" :
	       level == PM_ADVICE      ? "note" :
					 "none";
}

/* Braces are doubled (3.11.5); a blank keeps "](" from being a link
 * (3.11.6). */
static json_t *message_of(const char *text)
{
	struct pm_buf escaped = { 0 };
	json_t *message;

	for (const char *s = text; *s; s++) {
		if (*s == '{' || *s == '}')
			pm_buf_addch(&escaped, *s);
		if (*s == '(' && s > text && s[-1] == ']')
			pm_buf_addch(&escaped, ' ');
		pm_buf_addch(&escaped, *s);
	}
	message = json_pack("{s:o}", "text",
			    pm_json_text(pm_buf_str(&escaped)));
	pm_buf_release(&escaped);
	return message;
}

/* RFC 3986: all but the unreserved is encoded, each byte by itself. */
static json_t *uri_of(const char *path)
{
	struct pm_buf uri = { 0 };
	json_t *value;

	for (const unsigned char *p = (const unsigned char *)path; *p; p++) {
		if ((*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') ||
		    (*p >= 'A' && *p <= 'Z') || strchr("-._~/", *p))
			pm_buf_addch(&uri, (char)*p);
		else
			pm_buf_addf(&uri, "%%%02X", *p);
	}
	value = json_string(pm_buf_str(&uri));
	pm_buf_release(&uri);
	return value;
}

static json_t *rule_of(const struct pm_rule *rule)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:{s:s}, s:{s:[s, s]}}",
			 "id", rule->id,
			 "shortDescription", message_of(rule->summary),
			 "fullDescription", message_of(rule->help),
			 "help", message_of(rule->help),
			 "defaultConfiguration",
			 "level", level_name(rule->level),
			 "properties",
			 "tags", "postmortem", rule->group);
}

/* The rules that found something, and where each stands among them. */
static json_t *rules_of(const struct pm_findings *findings,
			struct pm_map *index)
{
	json_t *rules = json_array();

	for (size_t i = 0; i < findings->nr; i++) {
		const struct pm_rule *rule = findings->item[i].rule;

		if (pm_map_add(index, rule->id, json_array_size(rules), NULL))
			json_array_append_new(rules, rule_of(rule));
	}
	return rules;
}

static json_t *location_of(const struct pm_finding *finding)
{
	json_t *region = json_pack("{s:I}", "startLine",
				   (json_int_t)pm_finding_line(finding));

	if (finding->column16)
		json_object_set_new(
			region, "startColumn",
			json_integer((json_int_t)finding->column16));
	return json_pack("{s:{s:{s:o}, s:o}}", "physicalLocation",
			 "artifactLocation", "uri", uri_of(finding->path),
			 "region", region);
}

/* The waiver stands in the document itself: "inSource" (3.35.2). */
static json_t *suppression_of(const struct pm_finding *finding)
{
	return json_pack("{s:s, s:s, s:o}", "kind", "inSource", "status",
			 "accepted", "justification",
			 pm_json_text(pm_finding_reason(finding)));
}

static json_t *result_of(const struct pm_finding *finding,
			 const struct pm_map *index,
			 struct pm_fingerprints *prints)
{
	enum pm_weight weight = pm_finding_weight(finding);
	struct pm_buf text = { 0 };
	size_t rule = 0;
	json_t *result;

	pm_map_get(index, finding->rule->id, &rule);
	pm_finding_tell(&text, finding);
	result = json_pack("{s:s, s:I, s:s, s:o, s:[o], s:{s:s}}",
			   "ruleId", finding->rule->id,
			   "ruleIndex", (json_int_t)rule,
			   "level",
			   weight == PM_WEIGHS_ERROR   ? "error" :
			   weight == PM_WEIGHS_WARNING ? "warning" :
							 "note",
			   "message", message_of(pm_buf_str(&text)),
			   "locations", location_of(finding),
			   "partialFingerprints", "primaryLocationLineHash",
			   pm_fingerprint(prints, finding));
	if (weight == PM_WEIGHS_NOTHING)
		json_object_set_new(result, "suppressions",
				    json_pack("[o]", suppression_of(finding)));
	pm_buf_release(&text);
	return result;
}

void pm_annotation_sarif(struct pm_buf *out, const struct pm_findings *findings,
			 size_t examined)
{
	struct pm_fingerprints prints = { 0 };
	struct pm_map index = { 0 };
	json_t *rules = rules_of(findings, &index), *results = json_array();

	(void)examined;
	for (size_t i = 0; i < findings->nr; i++)
		json_array_append_new(results,
				      result_of(&findings->item[i], &index,
						&prints));
	pm_json_add(out,
		    json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:s, "
			      "s:{s:s}, s:[{s:b}], s:o}]}",
			      "$schema", SCHEMA, "version", "2.1.0", "runs",
			      "tool", "driver",
			      "name", "git-postmortem",
			      "semanticVersion", PM_VERSION,
			      "rules", rules,
			      "columnKind", "utf16CodeUnits",
			      "automationDetails", "id", "git-postmortem/",
			      "invocations", "executionSuccessful", 1,
			      "results", results));
	pm_buf_addch(out, '\n');
	pm_map_release(&index);
	pm_fingerprints_release(&prints);
}

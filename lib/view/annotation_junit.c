/* SPDX-License-Identifier: MIT */
#include "view/annotation.h"

#include <string.h>

#include "base/text.h"
#include "view/finding_text.h"
#include "view/xml.h"

/* "owner", "section-empty: Impact"; two cases of one name would be taken for
 * one. */
static void add_name(struct pm_buf *out, const struct pm_finding *finding,
		     const char *print)
{
	struct pm_buf name = { 0 };
	const char *nr = strchr(print, ':') + 1;

	pm_buf_addstr(&name, finding->rule->id);
	if (*finding->subject) {
		pm_buf_addstr(&name, ": ");
		pm_text_safe(&name, finding->subject,
			     strlen(finding->subject), PM_SAFE_LINE);
	}
	if (strcmp(nr, "1"))
		pm_buf_addf(&name, " (%s)", nr);
	pm_xml_attribute(out, "name", pm_buf_str(&name));
	pm_buf_release(&name);
}

static void add_safe(struct pm_buf *out, const char *name, const char *text)
{
	struct pm_buf safe = { 0 };

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	pm_xml_attribute(out, name, pm_buf_str(&safe));
	pm_buf_release(&safe);
}

/* JUnit has no warning: what does not fail is said in a case that passes. */
static void add_verdict(struct pm_buf *out, const struct pm_finding *finding)
{
	enum pm_weight weight = pm_finding_weight(finding);
	struct pm_buf text = { 0 };

	if (weight == PM_WEIGHS_NOTHING) {
		pm_buf_addstr(out, "<skipped");
		add_safe(out, "message", pm_finding_reason(finding));
		pm_buf_addstr(out, "/>");
	}
	/* The place as text, which is all that readers show of it. */
	pm_text_safe(&text, finding->path, strlen(finding->path),
		     PM_SAFE_LINE);
	if (finding->line)
		pm_buf_addf(&text, ":%zu", finding->line);
	pm_buf_addf(&text, ": %s: ",
		    weight == PM_WEIGHS_ERROR	? "error" :
		    weight == PM_WEIGHS_NOTHING ? "waived" :
						  "warning");
	pm_finding_tell(&text, finding);
	if (weight == PM_WEIGHS_ERROR) {
		pm_buf_addf(out, "<failure type=\"%s\"", finding->rule->id);
		add_safe(out, "message", finding->message);
		pm_buf_addch(out, '>');
	} else {
		pm_buf_addstr(out, "<system-out>");
	}
	pm_xml_text(out, pm_buf_str(&text));
	pm_buf_addstr(out, weight == PM_WEIGHS_ERROR ? "</failure>" :
						       "</system-out>");
	pm_buf_release(&text);
}

static void add_case(struct pm_buf *out, const struct pm_finding *finding,
		     struct pm_fingerprints *prints)
{
	pm_buf_addstr(out, "<testcase");
	pm_xml_attribute(out, "classname", finding->path);
	add_name(out, finding, pm_fingerprint(prints, finding));
	pm_buf_addch(out, '>');
	add_verdict(out, finding);
	pm_buf_addstr(out, "</testcase>\n");
}

static void add_counts(struct pm_buf *out, size_t tests, size_t failures)
{
	pm_buf_addf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\"",
		    tests, failures);
}

/* The findings of one file; returns how many. */
static size_t add_suite(struct pm_buf *out, const struct pm_findings *findings,
			size_t first, struct pm_fingerprints *prints)
{
	const struct pm_finding *item = &findings->item[first];
	size_t nr, failures = 0, skipped = 0;

	for (nr = 0; first + nr < findings->nr &&
		     !strcmp(item[nr].path, item->path);
	     nr++) {
		failures += pm_finding_weight(&item[nr]) == PM_WEIGHS_ERROR;
		skipped += pm_finding_weight(&item[nr]) == PM_WEIGHS_NOTHING;
	}
	pm_buf_addstr(out, "<testsuite");
	pm_xml_attribute(out, "name", item->path);
	pm_xml_attribute(out, "file", item->path);
	add_counts(out, nr, failures);
	pm_buf_addf(out, " skipped=\"%zu\">\n", skipped);
	for (size_t i = 0; i < nr; i++)
		add_case(out, &item[i], prints);
	pm_buf_addstr(out, "</testsuite>\n");
	return nr;
}

/* A report without a case is a failure to most readers. */
static void add_check(struct pm_buf *out, const struct pm_findings *findings,
		      size_t examined)
{
	pm_buf_addstr(out, "<testsuite name=\"git postmortem\"");
	add_counts(out, 1, 0);
	pm_buf_addf(out, " skipped=\"0\">\n<testcase "
		    "classname=\"git postmortem\" name=\"check\">"
		    "<system-out>%zu post-mortem%s checked: ",
		    examined, examined == 1 ? "" : "s");
	pm_findings_sum(out, findings);
	pm_buf_addstr(out, "</system-out></testcase>\n</testsuite>\n");
}

void pm_annotation_junit(struct pm_buf *out, const struct pm_findings *findings,
			 size_t examined)
{
	struct pm_fingerprints prints = { 0 };

	pm_buf_addstr(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			   "<testsuites name=\"git postmortem\"");
	add_counts(out, findings->nr + 1, findings->errors);
	pm_buf_addstr(out, ">\n");
	add_check(out, findings, examined);
	for (size_t i = 0; i < findings->nr;)
		i += add_suite(out, findings, i, &prints);
	pm_buf_addstr(out, "</testsuites>\n");
	pm_fingerprints_release(&prints);
}

/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

static void ask_for_severity(const struct subject *subject)
{
	const struct pm_policy *policy = subject->check->policy;
	const struct pm_record *record = &subject->pm->record;
	struct pm_buf fix = { 0 };

	pm_buf_addstr(&fix, "add \"severity:\" and one of");
	for (size_t i = 0; i < policy->severities; i++)
		pm_buf_addf(&fix, "%s %s", i ? "," : "",
			    policy->severity[i].name);
	pm_say(subject, "severity", record,
	       pm_record_line(record, PM_F_SEVERITY), 0, "severity",
	       pm_buf_str(&fix), "the post-mortem has no severity");
	pm_buf_release(&fix);
}

void pm_check_document(const struct subject *subject)
{
	const struct pm_record *record = &subject->pm->record;

	/* A field that is there but wrong was reported as such. */
	if (!pm_record_get(record, PM_F_TITLE))
		pm_say(subject, "title", record,
		       pm_record_line(record, PM_F_TITLE), 0, "title",
		       "add \"title:\" and one line that says what happened",
		       "the post-mortem has no title");
	if (!pm_record_get(record, PM_F_OWNER))
		pm_say(subject, "owner", record,
		       pm_record_line(record, PM_F_OWNER), 0, "owner",
		       "add \"owner:\" and the one person who sees it through",
		       "the post-mortem has no owner");
	if (!pm_record_get(record, PM_F_SEVERITY))
		ask_for_severity(subject);
}

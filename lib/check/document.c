/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

void pm_check_document(const struct subject *subject)
{
	const struct pm_record *record = &subject->pm->record;

	/* A field that is there but wrong was reported as such. */
	if (!pm_record_get(record, PM_F_TITLE))
		pm_say(subject, "title", record, 1, 0, "title",
		       "add \"title:\" and one line that says what happened",
		       "the post-mortem has no title");
	if (!pm_record_get(record, PM_F_OWNER))
		pm_say(subject, "owner", record,
		       pm_record_line(record, PM_F_OWNER), 0, "owner",
		       "add \"owner:\" and the one person who sees it through",
		       "the post-mortem has no owner");
	if (!pm_record_get(record, PM_F_SEVERITY))
		pm_say(subject, "severity", record, 1, 0, "severity",
		       "add \"severity:\" and one of the policy's severities",
		       "the post-mortem has no severity");
}

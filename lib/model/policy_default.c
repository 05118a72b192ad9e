/* SPDX-License-Identifier: MIT */
#include "model/policy_default.h"

const struct pm_severity pm_default_severity[] = {
	{ "critical", true, 15, 10, NULL, 0 },
	{ "major", true, 30, 7, NULL, 0 },
	{ "minor", false, 60, 4, NULL, 0 },
};
const size_t pm_default_severities =
	sizeof(pm_default_severity) / sizeof(*pm_default_severity);

/* The aliases are the names that public templates and real documents use. */
const struct pm_section_default pm_default_section[] = {
	{ "Summary",
	  "Executive Summary|Issue Summary|Incident Summary|Overview|"
	  "Brief Description|Summary of Impact|Synopsis|TL;DR|Abstract",
	  NULL, true, PM_IN_REVIEW, false, false, false },
	{ "Impact",
	  "Customer Impact|User Impact|Business Impact|Affected Users|"
	  "Outage Description|Scope|Effects",
	  NULL, true, PM_IN_REVIEW, false, false, false },
	{ "Timeline",
	  "Incident Timeline|Chain of Events|What Happened|Sequence of Events|"
	  "Chronology|Timeline of Events",
	  NULL, true, PM_IN_REVIEW, false, true, false },
	{ "Contributing factors",
	  "Contributing Factors (findings)|Contributing Factor|Contributors|"
	  "Contributing Conditions|Contributing Conditions Analysis|"
	  "Root Cause|Root Causes|Root Cause(s)|Cause|Causes|Trigger|"
	  "Root Cause Analysis|What Caused the Incident?|Analysis|"
	  "Root Cause and Mitigation|Fault|Findings",
	  NULL, true, PM_REVIEWED, false, false, false },
	{ "Response",
	  "Resolution|Resolution and Recovery|Recovery|Mitigation|Mitigators|"
	  "Mitigation & Resolution|Mitigation and Resolution|"
	  "Incident Response|Remediation",
	  NULL, true, PM_REVIEWED, false, false, false },
	{ "Lessons learned",
	  "Lessons Learnt|Lessons|Learnings|Takeaways|Retrospective|"
	  "How Did We Do|How'd We Do",
	  NULL, true, PM_REVIEWED, false, false, false },
	{ "What went well", "What Went Right|Went Well", "Lessons learned",
	  false, PM_STATUSES, false, false, false },
	{ "What went poorly",
	  "What Went Wrong|What Went Badly|What Didn't Go Well|"
	  "What Could Have Gone Better|Went Poorly",
	  "Lessons learned", false, PM_STATUSES, false, false, false },
	{ "Where we got lucky", "Where Did We Get Lucky|Luck",
	  "Lessons learned", false, PM_STATUSES, false, false, false },
	{ "Open questions", "Questions|Parked Questions|Unanswered Questions",
	  NULL, true, PM_REVIEWED, false, false, false },
	{ "Action items",
	  "Actions|Action Item|Action Items & Followups|Follow-ups|Followups|"
	  "Follow-up Items|Follow-up Actions|Next Steps|Corrective Actions|"
	  "Corrective and Preventative Measures|"
	  "Corrective and Preventive Measures|Remediation Items|"
	  "Recommendations|To Do|Todo|Tasks|Improvements",
	  NULL, true, PM_STATUSES, true, false, false },
	{ "History", "", NULL, false, PM_STATUSES, false, false, true },
};
const size_t pm_default_sections =
	sizeof(pm_default_section) / sizeof(*pm_default_section);

/* As trackers and forges write them: PAY-12; #12, !12, group/project#12. */
const char *pm_default_ticket[] = {
	"[A-Z][A-Z0-9_]+-[0-9]+",
	"[A-Za-z0-9._/-]*[#!][0-9]+",
};
const size_t pm_default_tickets =
	sizeof(pm_default_ticket) / sizeof(*pm_default_ticket);

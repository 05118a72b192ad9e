/* SPDX-License-Identifier: MIT */
#ifndef PM_POLICY_DEFAULT_H
#define PM_POLICY_DEFAULT_H

#include "model/policy.h"

/*
 * What holds without a policy file.
 *
 * Due days: 15 for the worst and 30 for the next severity are the limits of
 * PagerDuty's public post-mortem guide; 60 continues the series. Items per
 * post-mortem: the 39 real documents of github.com/dfds/postmortems hold 3.4
 * on average and 10 at most; a longer list was made in the heat of a meeting.
 */

/* One section and, separated by '|', the other names it goes by. */
struct pm_section_default {
	const char *name;
	const char *aliases;
	const char *parent;
	bool required;
	enum pm_status filled;
	bool lists_actions;
	bool is_timeline;
	bool is_history;
};

extern const struct pm_severity pm_default_severity[];
extern const size_t pm_default_severities;
extern const struct pm_section_default pm_default_section[];
extern const size_t pm_default_sections;
extern const char *pm_default_ticket[];
extern const size_t pm_default_tickets;

#define PM_DEFAULT_ROOT "postmortems"
/* Working days; Etsy's debriefing guide calls it soak time. */
#define PM_DEFAULT_SOAK_DAYS 2

#endif

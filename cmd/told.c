/* SPDX-License-Identifier: MIT */
#include "cmd/told.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define VARIABLE "GIT_POSTMORTEM_TOLD"
#define NEWER VARIABLE "_NEWER"
#define LONGEST 100000 /* a variable that is longer would stop git */

static void add_line(struct pm_buf *out, const struct pm_finding *finding)
{
	pm_buf_addf(out, "%s:%zu:%s\n", finding->rule->id, finding->line,
		    finding->path);
}

void told_remember(const struct pm_findings *findings)
{
	struct pm_buf all = { 0 };

	pm_buf_addch(&all, '\n');
	for (size_t i = 0; i < findings->nr; i++)
		add_line(&all, &findings->item[i]);
	if (all.len < LONGEST)
		setenv(VARIABLE, all.ptr, 1);
	pm_buf_release(&all);
}

static bool is_told(const char *told, const struct pm_finding *finding)
{
	struct pm_buf line = { 0 };
	bool is;

	pm_buf_addch(&line, '\n');
	add_line(&line, finding);
	is = strstr(told, line.ptr);
	pm_buf_release(&line);
	return is;
}

void told_drop(struct pm_findings *findings)
{
	const char *told = getenv(VARIABLE);
	size_t kept = 0;

	if (!told)
		return;
	for (size_t i = 0; i < findings->nr; i++) {
		if (findings->item[i].level == PM_ERROR_LEVEL ||
		    !is_told(told, &findings->item[i]))
			findings->item[kept++] = findings->item[i];
	}
	findings->nr = kept;
	pm_findings_count(findings);
}

bool told_newer(void)
{
	bool told = getenv(NEWER) != NULL;

	setenv(NEWER, "1", 1);
	return told;
}

/* SPDX-License-Identifier: MIT */
#include "view/annotation.h"

#include <string.h>

#include "base/text.h"

#define SHOWN_MAX 10 /* of one level in one step */

/* actions/runner, ActionCommand.cs: a value ends at a colon or a comma, what
 * is said at the end of the line. */
static void add_escaped(struct pm_buf *out, const char *text, bool is_value)
{
	const char *special = is_value ? "%\r\n:," : "%\r\n";

	for (; *text; text++) {
		if (strchr(special, *text))
			pm_buf_addf(out, "%%%02X", (unsigned)*text);
		else
			pm_buf_addch(out, *text);
	}
}

static void add_path(struct pm_buf *out, const char *path)
{
	struct pm_buf safe = { 0 };

	pm_text_safe(&safe, path, strlen(path), PM_SAFE_LINE);
	add_escaped(out, pm_buf_str(&safe), true);
	pm_buf_release(&safe);
}

static void add_command(struct pm_buf *out, const char *level,
			const struct pm_finding *finding)
{
	struct pm_buf text = { 0 };

	pm_buf_addf(out, "::%s file=", level);
	add_path(out, finding->path);
	pm_buf_addf(out, ",line=%zu", pm_finding_line(finding));
	if (finding->column16)
		pm_buf_addf(out, ",col=%zu", finding->column16);
	pm_buf_addf(out, ",title=git postmortem%%3A %s::", finding->rule->id);
	pm_finding_tell(&text, finding);
	add_escaped(out, pm_buf_str(&text), false);
	pm_buf_addch(out, '\n');
	pm_buf_release(&text);
}

void pm_annotation_github(struct pm_buf *out,
			  const struct pm_findings *findings, size_t examined)
{
	static const char *const level[PM_WEIGHTS] = {
		[PM_WEIGHS_ERROR] = "error",
		[PM_WEIGHS_WARNING] = "warning",
		[PM_WEIGHS_NOTICE] = "notice",
	};
	size_t nr[PM_WEIGHTS + 1] = { 0 };

	(void)examined;
	for (size_t i = 0; i < findings->nr; i++)
		nr[pm_finding_weight(&findings->item[i])]++;
	for (enum pm_weight w = 0; w < PM_WEIGHTS; w++) {
		size_t room = nr[w] > SHOWN_MAX ? SHOWN_MAX - 1 : nr[w];
		size_t left = nr[w] - room;

		for (size_t i = 0; room && i < findings->nr; i++) {
			if (pm_finding_weight(&findings->item[i]) != w)
				continue;
			add_command(out, level[w], &findings->item[i]);
			room--;
		}
		if (left)
			pm_buf_addf(out, "::%s title=git postmortem::and %zu "
				    "more of this kind; the log of this "
				    "step lists them all\n",
				    level[w], left);
	}
}

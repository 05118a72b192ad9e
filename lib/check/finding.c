/* SPDX-License-Identifier: MIT */
#include "check/finding.h"

#include <stdlib.h>
#include <string.h>

enum pm_weight pm_finding_weight(const struct pm_finding *finding)
{
	if (finding->level == PM_OFF)
		return PM_WEIGHS_NOTHING;
	if (finding->level == PM_ERROR_LEVEL)
		return PM_WEIGHS_ERROR;
	if (finding->level == PM_ADVICE)
		return PM_WEIGHS_ADVICE;
	return finding->excuse == PM_NOT_EXCUSED ? PM_WEIGHS_WARNING :
						   PM_WEIGHS_NOTICE;
}

void pm_findings_add(struct pm_findings *list, struct pm_finding finding)
{
	PM_GROW(list->item, list->nr, list->alloc);
	list->item[list->nr++] = finding;
}

static const char *keep(struct pm_findings *list, const char *text)
{
	return text ? pm_arena_strdup(&list->arena, text) : NULL;
}

void pm_findings_copy(struct pm_findings *list,
		      const struct pm_finding *finding)
{
	struct pm_finding copy = *finding;

	copy.path = keep(list, finding->path);
	copy.id = keep(list, finding->id);
	copy.subject = keep(list, finding->subject);
	copy.message = keep(list, finding->message);
	copy.fix = keep(list, finding->fix);
	copy.commit = finding->commit ? copy.subject : NULL;
	copy.excuse_text = keep(list, finding->excuse_text);
	pm_findings_add(list, copy);
}

static int compare(const void *a, const void *b)
{
	const struct pm_finding *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	if (order)
		return order;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	order = strcmp(x->rule->id, y->rule->id);
	return order ? order : strcmp(x->message, y->message);
}

void pm_findings_sort(struct pm_findings *list)
{
	if (list->nr)
		qsort(list->item, list->nr, sizeof(*list->item), compare);
}

void pm_findings_count(struct pm_findings *list)
{
	list->errors = list->warnings = list->waived = 0;
	for (size_t i = 0; i < list->nr; i++) {
		if (list->item[i].level == PM_ERROR_LEVEL)
			list->errors++;
		else if (list->item[i].level == PM_WARNING)
			list->warnings++;
		else if (list->item[i].level == PM_OFF)
			list->waived++;
	}
}

void pm_findings_release(struct pm_findings *list)
{
	free(list->item);
	pm_arena_release(&list->arena);
	memset(list, 0, sizeof(*list));
}

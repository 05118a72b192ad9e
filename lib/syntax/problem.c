/* SPDX-License-Identifier: MIT */
#include "syntax/problem.h"

#include <stdarg.h>
#include <string.h>

/* The old array stays in the arena: problems are few, or the file is lost. */
static void grow(struct pm_problems *problems)
{
	size_t alloc = problems->alloc ? problems->alloc * 2 : 8;
	struct pm_problem *item;

	item = pm_arena_alloc(problems->arena, alloc * sizeof(*item));
	if (problems->nr)
		memcpy(item, problems->item, problems->nr * sizeof(*item));
	problems->item = item;
	problems->alloc = alloc;
}

void pm_problem_add(struct pm_problems *problems, enum pm_problem_kind kind,
		    size_t line, size_t column, const char *fix,
		    const char *fmt, ...)
{
	struct pm_problem *problem;
	va_list ap;

	if (problems->nr == problems->alloc)
		grow(problems);
	problem = &problems->item[problems->nr++];
	problem->kind = kind;
	problem->line = line;
	problem->column = column;
	problem->fix = fix ? pm_arena_strdup(problems->arena, fix) : NULL;
	va_start(ap, fmt);
	problem->message = pm_arena_vprintf(problems->arena, fmt, ap);
	va_end(ap);
}

/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "syntax/front.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every node lies in the file, and inside the node that holds it. */
static void check_node(const struct pm_yaml *node, size_t start, size_t end)
{
	if (node->start < start || node->end < node->start || node->end > end)
		abort();
	for (size_t i = 0; i < node->nr; i++)
		check_node(&node->child[i], node->start,
			   node->end > node->start ? node->end : end);
}

/* A value that could be set reads back, and setting it again is no change. */
static void check_edit(const char *text, size_t size, const char *key,
		       bool list)
{
	static const char *const value[] = { "@x: y", "z #1" };
	static const char *const before[] = { "title", "m.a", NULL };
	size_t nr = list ? 2 : 1;
	struct pm_error err = { 0 };
	struct pm_buf file = { 0 };
	struct pm_buf again = { 0 };

	pm_buf_add(&file, text, size);
	if (!pm_front_set(&file, key, value, nr, list, before, &err)) {
		pm_buf_add(&again, file.ptr, file.len);
		if (pm_front_set(&again, key, value, nr, list, before, &err) ||
		    again.len != file.len ||
		    memcmp(again.ptr, file.ptr, file.len))
			abort();
		pm_front_unset(&file, key, &err);
	} else if (file.len != size || memcmp(file.ptr, text, size)) {
		abort();
	}
	pm_buf_release(&file);
	pm_buf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	struct pm_front front;

	pm_front_read(&front, &arena, text, size, PM_MAX_ACTION, &problems);
	if (front.body_start > size || front.yaml_end < front.yaml_start ||
	    (!front.map && !problems.nr))
		abort();
	if (front.map) {
		check_node(front.map, front.yaml_start, front.yaml_end);
		check_edit(text, size, "title", false);
		check_edit(text, size, "teams", true);
		check_edit(text, size, "m.a", false);
	}
	pm_arena_release(&arena);
	return 0;
}

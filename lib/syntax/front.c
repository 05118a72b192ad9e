/* SPDX-License-Identifier: MIT */
#include "syntax/front.h"

#include <string.h>

#include "base/limits.h"
#include "syntax/scan.h"

#define BOM "\xef\xbb\xbf"
#define BOM_LEN (sizeof(BOM) - 1)
#define FENCE "---"
#define FENCE_END "..."
#define FENCE_LEN (sizeof(FENCE) - 1)

/* Whether the line [at, end) is `fence`, blanks behind it aside. */
static bool is_fence(const char *text, size_t at, size_t end,
		     const char *fence)
{
	if (end - at < FENCE_LEN || memcmp(text + at, fence, FENCE_LEN))
		return false;
	for (at += FENCE_LEN; at < end; at++)
		if (text[at] != ' ' && text[at] != '\t')
			return false;
	return true;
}

static void tell_missing(const char *text, size_t at, size_t len,
			 struct pm_problems *problems)
{
	size_t end, next;
	size_t line = 1;

	if (at == len) {
		pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, 1, 0,
			       "start it with a line of ---, the fields, and "
			       "another line of ---",
			       "the file is empty");
		return;
	}
	for (; at < len && strchr(" \t\r\n", text[at]) && text[at]; line++)
		at = pm_scan_next_line(text, at, len, &end);
	next = pm_scan_next_line(text, at, len, &end);
	if (line > 1 && next > at && is_fence(text, at, end, FENCE))
		pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, 1, 0,
			       "remove what stands above the first ---",
			       "the front matter must begin in line 1");
	else
		pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, 1, 0,
			       "start the file with a line of ---, the "
			       "fields, and another line of ---",
			       "no front matter: the first line is not ---");
}

/* Find the closing line; false when there is none. */
static bool find_end(struct pm_front *out, const char *text, size_t len)
{
	size_t at = out->yaml_start;
	size_t line = 2;
	size_t end, next;

	for (; at < len; at = next, line++) {
		next = pm_scan_next_line(text, at, len, &end);
		if (is_fence(text, at, end, FENCE) ||
		    is_fence(text, at, end, FENCE_END)) {
			out->yaml_end = at;
			out->body_start = next;
			out->body_line = line + 1;
			return true;
		}
	}
	out->yaml_end = len;
	out->body_start = len;
	out->body_line = line;
	return false;
}

static void read_yaml(struct pm_front *out, struct pm_arena *arena,
		      const char *text, struct pm_problems *problems)
{
	if (out->yaml_end - out->yaml_start > PM_MAX_FRONT_MATTER) {
		pm_problem_add(problems, PM_PROBLEM_TOO_LARGE, 1, 0,
			       "keep long text in the body",
			       "the front matter is larger than %u bytes",
			       PM_MAX_FRONT_MATTER);
		return;
	}
	out->map = pm_yaml_parse(arena, text, out->yaml_start, out->yaml_end,
				 2, problems);
}

void pm_front_read(struct pm_front *out, struct pm_arena *arena,
		   const char *text, size_t len, size_t limit,
		   struct pm_problems *problems)
{
	struct pm_front front = { .body_line = 1 };
	struct pm_scan scan;
	size_t start = 0;
	size_t unread, end;

	front.body_start = len;
	*out = front;
	if (len > limit) {
		pm_problem_add(problems, PM_PROBLEM_TOO_LARGE, 1, 0,
			       "attach long logs as files of their own",
			       "the file has %zu bytes; the limit is %zu", len,
			       limit);
		return;
	}
	if (pm_scan_is_utf16(text, len)) {
		pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, 1, 0,
			       "save it as UTF-8", "the file is UTF-16 text");
		return;
	}
	if (len >= BOM_LEN && !memcmp(text, BOM, BOM_LEN))
		start = BOM_LEN;
	out->yaml_start = pm_scan_next_line(text, start, len, &end);
	out->present = is_fence(text, start, end, FENCE);
	if (!out->present) {
		out->yaml_start = out->yaml_end = out->body_start = start;
		tell_missing(text, start, len, problems);
		unread = start;
	} else if (find_end(out, text, len)) {
		read_yaml(out, arena, text, problems);
		unread = out->body_start;
	} else {
		/* Nothing tells fields from body here: there is neither. */
		pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, 1, 0,
			       "add a line of --- below the last field",
			       "the front matter that begins here is never "
			       "closed");
		unread = out->yaml_start;
	}
	pm_scan_text(&scan, text, unread, len,
		     unread == out->body_start ? out->body_line : 2,
		     PM_PROBLEM_HIDDEN_PROSE, problems);
}

/* SPDX-License-Identifier: MIT */
#include "git/merge_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "git/file.h"
#include "git/plumbing.h"
#include "git/process.h"

#define LOOKED_AT 8000	  /* git's FIRST_FEW_BYTES */
#define MAX_CONFLICTS 127 /* git merge-file counts no further */

bool pm_bytes_are_binary(const struct pm_bytes *bytes)
{
	size_t len = bytes->len < LOOKED_AT ? bytes->len : LOOKED_AT;

	return len && memchr(bytes->ptr, '\0', len);
}

bool pm_bytes_same(const struct pm_bytes *a, const struct pm_bytes *b)
{
	return a->len == b->len && (!a->len || !memcmp(a->ptr, b->ptr, a->len));
}

/* In a folder for such files: git merge-file reads nothing else. */
static int write_temp(struct pm_buf *path, const struct pm_bytes *bytes,
		      struct pm_error *err)
{
	const char *dir = getenv("TMPDIR");
	int code = 0;
	int fd;

	pm_buf_addf(path, "%s/postmortem-merge.XXXXXX",
		    dir && *dir ? dir : "/tmp");
	fd = mkstemp(path->ptr);
	if (fd < 0) {
		code = pm_fail_errno(err, "%s: cannot be written", path->ptr);
		pm_buf_reset(path);
		return code;
	}
	if (pm_fd_write(fd, bytes->ptr, bytes->len) < 0)
		code = pm_fail_errno(err, "%s: cannot be written", path->ptr);
	close(fd);
	return code;
}

static int run_merge(struct pm_buf *out, const struct pm_text_merge *merge,
		     const struct pm_buf path[PM_MERGE_SIDES],
		     struct pm_error *err)
{
	char size[40];
	const char *argv[] = {
		"git", "merge-file", "-p", "-q", size,
		"-L", merge->label[PM_OURS], "-L", merge->label[PM_BASE],
		"-L", merge->label[PM_THEIRS], "--", path[PM_OURS].ptr,
		path[PM_BASE].ptr, path[PM_THEIRS].ptr, NULL
	};
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf said = { 0 };
	int code;

	snprintf(size, sizeof(size), "--marker-size=%d", merge->marker_size);
	code = pm_run(&run, out, &said, err);
	if (code > MAX_CONFLICTS)
		code = pm_fail(err, PM_ERROR, "git merge-file failed: %s",
			       pm_buf_str(&said));
	pm_buf_release(&said);
	return code > 0 ? 1 : code;
}

int pm_text_merge(struct pm_buf *out, const struct pm_text_merge *merge,
		  struct pm_error *err)
{
	struct pm_buf path[PM_MERGE_SIDES] = { { 0 } };
	int code = 0;

	for (int i = 0; i < PM_MERGE_SIDES && code >= 0; i++)
		code = write_temp(&path[i], &merge->side[i], err);
	if (code >= 0)
		code = run_merge(out, merge, path, err);
	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		if (path[i].len)
			unlink(path[i].ptr);
		pm_buf_release(&path[i]);
	}
	return code;
}

int pm_conflicts_show_base(bool *out, struct pm_error *err)
{
	static const char *const argv[] = { "git", "config", "--get",
					    "merge.conflictStyle", NULL };
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf said = { 0 };
	int code = pm_run(&run, &said, NULL, err);

	pm_buf_rtrim(&said);
	/* "diff3" and "zdiff3"; a status of 1 is "not set". */
	*out = code == 0 && strstr(pm_buf_str(&said), "diff3");
	pm_buf_release(&said);
	return code < 0 ? code : 0;
}

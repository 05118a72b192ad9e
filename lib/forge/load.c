/* SPDX-License-Identifier: MIT */
#include "forge/pull.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "git/file.h"

static int load(struct pm_answer *out, struct pm_arena *arena,
		const char *path, struct pm_error *err)
{
	bool is_stdin = !strcmp(path, "-");
	struct pm_buf text = { 0 };
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int code = PM_OK;

	*out = (struct pm_answer){ .name = is_stdin ? "standard input" : path };
	if (fd < 0 || pm_file_read_fd(&text, fd, PM_MAX_ANSWER) < 0)
		code = errno == EFBIG ?
			       pm_fail(err, PM_EINVALID,
				       "%s: is larger than %u bytes", out->name,
				       PM_MAX_ANSWER) :
			       pm_fail_errno(err, "cannot read %s", out->name);
	out->text = pm_arena_strndup(arena, pm_buf_str(&text), text.len);
	out->len = text.len;
	if (fd >= 0 && !is_stdin)
		close(fd);
	pm_buf_release(&text);
	return code;
}

int pm_pull_load(struct pm_pull *out, struct pm_arena *arena,
		 const char *const *paths, size_t nr, struct pm_error *err)
{
	struct pm_answer *answer = pm_arena_alloc(arena,
						  nr * sizeof(*answer));
	int code = PM_OK;

	for (size_t i = 0; i < nr && code >= 0; i++)
		code = load(&answer[i], arena, paths[i], err);
	return code < 0 ? code : pm_pull_read(out, arena, answer, nr, err);
}

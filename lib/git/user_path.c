/* SPDX-License-Identifier: MIT */
#include "git/user_path.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"

/* What stands behind the first of its folders that lies in the work tree, and
 * that folder's place there. */
static bool find_inside(struct pm_buf *out, const char *top, char *path)
{
	size_t start = out->len;
	bool found = false;

	for (size_t at = 1; !found; at++) {
		char end = path[at];
		char *real;

		if (end && end != '/')
			continue;
		path[at] = '\0';
		real = realpath(path, NULL);
		path[at] = end;
		if (real && pm_path_is_within(real, top)) {
			const char *below = real + strlen(top);
			struct pm_buf base = { 0 };

			pm_buf_addstr(&base, below + strspn(below, "/"));
			found = pm_path_from_prefix(out, pm_buf_str(&base),
						    path + at +
						    strspn(path + at, "/"));
			pm_buf_release(&base);
		}
		free(real);
		if (!end || !path[at + 1])
			break;
	}
	if (!found && out->len > start)
		pm_buf_splice(out, start, out->len, "", 0);
	return found;
}

bool pm_user_path(struct pm_buf *out, const struct pm_repo *repo,
		  const char *prefix, const char *path)
{
	const char *top = repo ? repo->top : NULL;
	struct pm_buf whole = { 0 };
	char *real;
	bool found;

	if (pm_path_from_user(out, top, prefix, path))
		return true;
	real = top ? realpath(top, NULL) : NULL;
	if (!real)
		return false;
	if (*path == '/')
		pm_buf_addstr(&whole, path);
	else
		pm_buf_addf(&whole, "%s/%s%s", top, prefix, path);
	found = find_inside(out, real, whole.ptr);
	free(real);
	pm_buf_release(&whole);
	return found;
}

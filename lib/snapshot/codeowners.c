/* SPDX-License-Identifier: MIT */
#include "snapshot/codeowners.h"

#include "base/limits.h"

const char *const pm_codeowners_path[] = {
	".github/CODEOWNERS", PM_CODEOWNERS_DEFAULT, "docs/CODEOWNERS",
	".gitlab/CODEOWNERS", NULL,
};

int pm_codeowners_find(const char **path, struct pm_buf *text,
		       const struct pm_source *source, struct pm_error *err)
{
	struct pm_error why = { 0 };
	size_t size = 0;
	int code = PM_ENOTFOUND;

	*path = NULL;
	for (size_t i = 0; pm_codeowners_path[i] && code == PM_ENOTFOUND; i++) {
		pm_buf_reset(text);
		code = pm_source_read_path(text, &size, source,
					   pm_codeowners_path[i],
					   PM_MAX_CODEOWNERS, &why);
		if (code >= 0)
			*path = pm_codeowners_path[i];
	}
	if (code == PM_ENOTFOUND)
		return PM_OK;
	if (code >= 0 && size > PM_MAX_CODEOWNERS)
		return pm_fail(err, PM_EINVALID,
			       "%s: has %zu bytes; GitHub reads nothing of one "
			       "with more than %u", *path, size,
			       PM_MAX_CODEOWNERS);
	if (code < 0)
		*err = why;
	return code;
}

int pm_codeowners_load(struct pm_codeowners *out, const char **path,
		       const struct pm_source *source, struct pm_error *err)
{
	struct pm_buf text = { 0 };
	int code = pm_codeowners_find(path, &text, source, err);

	if (code >= 0)
		pm_codeowners_parse(out, pm_buf_str(&text), text.len);
	pm_buf_release(&text);
	return code;
}

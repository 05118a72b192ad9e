/* SPDX-License-Identifier: MIT */
#include "cmd/init.h"

#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "git/drivers.h"
#include "snapshot/snapshot.h"

#define MAX_ATTRIBUTES (1u << 20) /* far more than git would read quickly */

/* What the repository says already, and not as we would. */
static void tell_kept(struct context *ctx, const char *root,
		      const struct pm_attributes *item)
{
	const char *value[] = { item->diff, item->merge };
	const char *name[] = { "diff", "merge" };
	struct pm_buf path = { 0 }, safe = { 0 };

	pm_path_join(&path, root, item->pattern);
	for (int i = 0; i < 2; i++) {
		if (!value[i] || pm_attribute_is_ours(value[i]))
			continue;
		pm_buf_reset(&safe);
		pm_text_safe(&safe, value[i], strlen(value[i]), PM_SAFE_LINE);
		fprintf(ctx->out, "kept   %s: its attribute %s is %s\n",
			pm_buf_str(&path), name[i], pm_buf_str(&safe));
	}
	pm_buf_release(&path);
	pm_buf_release(&safe);
}

/* What is there, ready for another line; false when there is nothing. */
static int read_lines(struct pm_buf *text, bool *is_there,
		      struct context *ctx, const char *path,
		      struct pm_error *err)
{
	size_t size;
	int code = pm_worktree_read(text, &size, &ctx->repo, path,
				    MAX_ATTRIBUTES, err);

	*is_there = code >= 0;
	if (code == PM_ENOTFOUND)
		return 0;
	if (code >= 0 && size > MAX_ATTRIBUTES)
		code = pm_fail(err, PM_EINVALID, "%s: is larger than %u bytes",
			       path, MAX_ATTRIBUTES);
	if (text->len && text->ptr[text->len - 1] != '\n')
		pm_buf_addch(text, '\n');
	return code;
}

static int write_lines(struct context *ctx, struct pm_edit *edit,
		       const char *root, const struct pm_buf *lines,
		       struct pm_error *err)
{
	struct pm_buf path = { 0 }, text = { 0 };
	bool is_there;
	int code;

	pm_path_join(&path, root, ".gitattributes");
	code = read_lines(&text, &is_there, ctx, pm_buf_str(&path), err);
	if (code < 0)
		goto out;
	if (!lines->len) {
		if (is_there)
			fprintf(ctx->out, "kept   %s\n", pm_buf_str(&path));
		goto out;
	}
	pm_buf_addstr(&text, "# git postmortem init sets up this driver in a "
			     "clone.\n");
	pm_buf_addstr(&text, pm_buf_str(lines));
	pm_edit_write(edit, pm_buf_str(&path), text.ptr, text.len, !is_there);
	fprintf(ctx->out, is_there ? "wrote  %s (lines were added)\n"
				   : "wrote  %s\n", pm_buf_str(&path));
out:
	pm_buf_release(&path);
	pm_buf_release(&text);
	return code;
}

int init_attributes(struct context *ctx, struct pm_edit *edit,
		    const char *root, struct pm_error *err)
{
	struct pm_attributes item[PM_RECORD_PATTERNS] = { 0 };
	struct pm_buf lines = { 0 };
	int code;

	for (size_t i = 0; i < PM_RECORD_PATTERNS; i++)
		item[i].pattern = pm_record_pattern[i];
	code = pm_attributes_read(item, PM_RECORD_PATTERNS, &ctx->repo, root,
				  true, err);
	for (size_t i = 0; code >= 0 && i < PM_RECORD_PATTERNS; i++) {
		tell_kept(ctx, root, &item[i]);
		pm_attributes_line(&lines, &item[i]);
	}
	if (code >= 0)
		code = write_lines(ctx, edit, root, &lines, err);
	pm_attributes_release(item, PM_RECORD_PATTERNS);
	pm_buf_release(&lines);
	return code;
}

int init_drivers(struct context *ctx, struct pm_error *err)
{
	struct pm_drivers drivers = { 0 };
	bool changed = false;
	int code = pm_drivers_find(&drivers, &pm_record_headings, err);

	if (code >= 0)
		code = pm_drivers_configure(&drivers, &changed, err);
	if (code >= 0)
		fprintf(ctx->out, "driver %s: merge and diff, %s\n", PM_DRIVER,
			changed ? "now configured in this clone"
				: "configured already");
	pm_drivers_release(&drivers);
	if (code < 0)
		return pm_error_wrap(err, "the files are written, but the "
					  "drivers are not configured "
					  "(--skip-drivers leaves them out)");
	return code;
}

/* SPDX-License-Identifier: MIT */
#include "git/edit.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void pm_edit_init(struct pm_edit *edit, struct pm_repo *repo)
{
	*edit = (struct pm_edit){ .repo = repo };
}

static struct pm_edit_step *add(struct pm_edit *edit, enum pm_edit_kind kind,
				const char *path)
{
	struct pm_edit_step *step;

	PM_GROW(edit->step, edit->nr, edit->alloc);
	step = &edit->step[edit->nr++];
	*step = (struct pm_edit_step){ .kind = kind };
	step->path = pm_xstrdup(path);
	return step;
}

static struct pm_edit_step *find_write(const struct pm_edit *edit,
				       const char *path)
{
	for (size_t i = edit->nr; i--;)
		if (edit->step[i].kind == PM_EDIT_WRITE &&
		    !strcmp(edit->step[i].path, path))
			return &edit->step[i];
	return NULL;
}

void pm_edit_write(struct pm_edit *edit, const char *path, const char *bytes,
		   size_t len, bool create)
{
	struct pm_edit_step *step = find_write(edit, path);
	char *old = NULL;

	/* The bytes may be those of the step that they replace. */
	if (step) {
		old = step->bytes;
		create = create || step->create;
	} else {
		step = add(edit, PM_EDIT_WRITE, path);
	}
	step->bytes = pm_xmalloc(len + 1);
	if (len)
		memcpy(step->bytes, bytes, len);
	step->bytes[len] = '\0';
	step->len = len;
	step->create = create;
	free(old);
}

void pm_edit_move(struct pm_edit *edit, const char *from, const char *to)
{
	add(edit, PM_EDIT_MOVE, from)->to = pm_xstrdup(to);
}

void pm_edit_remove(struct pm_edit *edit, const char *path)
{
	add(edit, PM_EDIT_REMOVE, path);
}

void pm_edit_executable(struct pm_edit *edit, const char *path)
{
	struct pm_edit_step *step = find_write(edit, path);

	if (step)
		step->executable = true;
}

void pm_edit_paths(const struct pm_edit *edit, struct pm_strlist *out)
{
	for (size_t i = 0; i < edit->nr; i++) {
		pm_strlist_add(out, edit->step[i].path);
		if (edit->step[i].to)
			pm_strlist_add(out, edit->step[i].to);
	}
	pm_strlist_sort_unique(out);
}

const char *pm_edit_bytes(const struct pm_edit *edit, const char *path,
			  size_t *len)
{
	const struct pm_edit_step *step =
		find_write(edit, path);

	if (!step)
		return NULL;
	*len = step->len;
	return step->bytes;
}

static bool is_moved_to(const struct pm_edit *edit, const char *path)
{
	for (size_t i = 0; i < edit->nr; i++)
		if (edit->step[i].to && !strcmp(edit->step[i].to, path))
			return true;
	return false;
}

int pm_edit_reverse(struct pm_edit *out, const struct pm_edit *edit,
		    struct pm_error *err)
{
	struct pm_buf bytes = { 0 };
	int code = 0;

	pm_edit_init(out, edit->repo);
	for (size_t i = 0; code >= 0 && i < edit->nr; i++) {
		const struct pm_edit_step *step = &edit->step[i];
		size_t size = 0;

		if (step->kind == PM_EDIT_MOVE)
			pm_edit_move(out, step->to, step->path);
		else if (is_moved_to(edit, step->path))
			continue;
		code = pm_worktree_read(&bytes, &size, edit->repo, step->path,
					SIZE_MAX - 1, err);
		if (code >= 0) {
			pm_edit_write(out, step->path, pm_buf_str(&bytes),
				      bytes.len, false);
		} else if (code == PM_ENOTFOUND) {
			pm_edit_remove(out, step->path);
			code = 0;
		}
	}
	pm_buf_release(&bytes);
	return code < 0 ? code : 0;
}

void pm_edit_release(struct pm_edit *edit)
{
	for (size_t i = 0; i < edit->nr; i++) {
		free(edit->step[i].path);
		free(edit->step[i].to);
		free(edit->step[i].bytes);
		free(edit->step[i].folder);
		free(edit->step[i].to_folder);
		free(edit->step[i].temp);
		free(edit->step[i].old);
	}
	free(edit->step);
	*edit = (struct pm_edit){ 0 };
}

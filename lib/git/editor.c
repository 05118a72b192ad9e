/* SPDX-License-Identifier: MIT */
#include "git/worktree.h"

#include <string.h>

#include "base/path.h"
#include "git/plumbing.h"
#include "git/process.h"

/*
 * The editor is a piece of shell by git's definition ("code --wait"), and
 * runs as git runs it. The file is an argument and not part of that.
 */
static int run_editor(const char *editor, const char *file,
		      struct pm_error *err)
{
	struct pm_buf script = { 0 };
	const char *argv[] = { "sh", "-c", NULL, editor, file, NULL };
	struct pm_run run = { .argv = argv, .interactive = true };
	int code;

	pm_buf_addf(&script, "%s \"$@\"", editor);
	argv[2] = script.ptr;
	code = pm_run(&run, NULL, NULL, err);
	if (code > 0)
		code = pm_fail(err, PM_ERROR,
			       "the editor '%s' failed with status %d",
			       editor, code);
	pm_buf_release(&script);
	return code;
}

int pm_edit_file(struct pm_repo *repo, const char *path, struct pm_error *err)
{
	static const char *const words[] = { "git", "var", "GIT_EDITOR",
					     NULL };
	struct pm_strlist argv = { 0 };
	struct pm_buf editor = { 0 }, file = { 0 };
	int code;

	if (!repo->top)
		return pm_fail(err, PM_ERROR, "there is no work tree here");
	pm_strlist_add_all(&argv, words);
	code = pm_git(&argv, &editor, err);
	if (code < 0)
		goto out;
	pm_buf_rtrim(&editor);
	pm_path_join(&file, repo->top, path);
	/* ":" is git's name for no editor at all. */
	if (editor.len && strcmp(editor.ptr, ":") != 0)
		code = run_editor(editor.ptr, file.ptr, err);

out:
	pm_strlist_release(&argv);
	pm_buf_release(&editor);
	pm_buf_release(&file);
	return code;
}

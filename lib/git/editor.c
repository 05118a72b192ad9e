/* SPDX-License-Identifier: MIT */
#include "git/worktree.h"

#include <string.h>

#include "base/path.h"
#include "git/child.h"
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

/* A newer git does not say why it has none. */
static int find_editor(struct pm_buf *out, struct pm_error *err)
{
	static const char *const argv[] = { "git", "var", "GIT_EDITOR", NULL };
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf said = { 0 }, words = { 0 };
	int code = pm_run(&run, out, &said, err);

	pm_child_words(&words, pm_buf_str(&said));
	if (code > 0)
		code = pm_fail(err, PM_ERROR, "%s", words.len ? words.ptr :
			       "there is no editor: the terminal is dumb, and "
			       "EDITOR unset");
	pm_buf_rtrim(out);
	pm_buf_release(&said);
	pm_buf_release(&words);
	return code;
}

int pm_edit_file(struct pm_repo *repo, const char *path, struct pm_error *err)
{
	struct pm_buf editor = { 0 }, file = { 0 };
	int code;

	if (!repo->top)
		return pm_fail(err, PM_ERROR, "there is no work tree here");
	code = find_editor(&editor, err);
	if (code < 0)
		goto out;
	pm_path_join(&file, repo->top, path);
	/* ":" is git's name for no editor at all. */
	if (editor.len && strcmp(editor.ptr, ":") != 0)
		code = run_editor(editor.ptr, file.ptr, err);

out:
	pm_buf_release(&editor);
	pm_buf_release(&file);
	return code;
}

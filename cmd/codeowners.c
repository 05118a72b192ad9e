/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <string.h>

#include "base/limits.h"
#include "cmd/place.h"
#include "cmd/record_edit.h"
#include "report/codeowners.h"
#include "snapshot/codeowners.h"

struct codeowners_options {
	bool write;
	struct opt_choice commit;
};

static const struct opt opts[] = {
	{ OPT_BOOL, 'w', "write", offsetof(struct codeowners_options, write),
	  NULL, "keep the lines in a part of CODEOWNERS of their own", NULL },
	{ OPT_CHOICE, 0, "commit", offsetof(struct codeowners_options, commit),
	  NULL, "commit what was written; implies --write", NULL },
	{ 0 },
};

extern const struct command cmd_codeowners;

static void warn(const struct pm_codeowner_lines *lines)
{
	for (size_t i = 0; i < lines->omitted.nr; i++)
		command_warn("left out: %s", lines->omitted.item[i]);
}

/* GitLab reads the lines of a section for themselves. */
static bool has_sections(const struct pm_buf *text)
{
	struct pm_codeowners owners;
	bool answer;

	pm_codeowners_parse(&owners, pm_buf_str(text), text->len);
	answer = owners.sections > 0;
	pm_codeowners_release(&owners);
	return answer;
}

static int print_lines(struct context *ctx, struct pm_error *err)
{
	struct pm_snapshot snapshot = { 0 };
	struct pm_codeowner_lines lines = { 0 };
	int code = place_load(ctx, NULL, &snapshot, PM_POSTMORTEM | PM_ACTION,
			      PM_READ_FIELDS, err);

	if (code >= 0) {
		place_warn(&snapshot);
		pm_codeowner_lines_make(&lines, &snapshot, false);
		fputs(pm_buf_str(&lines.text), ctx->out);
		fflush(ctx->out);
		warn(&lines);
	}
	pm_codeowner_lines_release(&lines);
	pm_snapshot_release(&snapshot);
	return code;
}

/* A file that held nothing but our part goes with it. */
static int write_file(struct record_edit *edit, const char *path,
		      const struct pm_buf *text, bool commit,
		      struct pm_error *err)
{
	static const char message[] =
		"codeowners: owners of open post-mortems\n";
	struct writing writing;
	bool is_new = !path;
	int code;

	path = path ? path : PM_CODEOWNERS_DEFAULT;
	if (text->len > PM_MAX_CODEOWNERS)
		return pm_fail(err, PM_EINVALID,
			       "%s: would have %zu bytes; GitHub reads nothing "
			       "of one with more than %u", path, text->len,
			       PM_MAX_CODEOWNERS);
	if (text->len)
		pm_edit_write(&edit->files, path, text->ptr, text->len,
			      is_new);
	else
		pm_edit_remove(&edit->files, path);
	code = writing_begin(&writing, edit->ctx, &edit->files, commit, err);
	if (code >= 0)
		pm_buf_addf(&writing.told, "%s  %s\n",
			    text->len ? "wrote" : "removed", path);
	if (code >= 0)
		code = writing_finish(&writing, message, err);
	writing_release(&writing);
	return code;
}

static int keep_lines(struct context *ctx, bool commit, struct pm_error *err)
{
	struct record_edit edit;
	struct pm_codeowner_lines lines = { 0 };
	struct pm_buf text = { 0 }, before = { 0 };
	const char *path = NULL;
	int code = record_edit_begin(&edit, ctx, err);

	if (code >= 0)
		code = pm_snapshot_read(&edit.snapshot,
					PM_POSTMORTEM | PM_ACTION,
					PM_READ_FIELDS, err);
	if (code >= 0)
		code = pm_codeowners_find(&path, &text, &edit.snapshot.source,
					  err);
	if (code < 0)
		goto out;
	place_warn(&edit.snapshot);
	pm_buf_add(&before, pm_buf_str(&text), text.len);
	pm_codeowner_lines_make(&lines, &edit.snapshot, has_sections(&text));
	code = pm_codeowners_replace(&text, pm_buf_str(&lines.text), err);
	if (code < 0) {
		pm_error_wrap(err, "%s", path);
		goto out;
	}
	warn(&lines);
	if (before.len == text.len &&
	    !memcmp(pm_buf_str(&before), pm_buf_str(&text), text.len))
		fprintf(ctx->out, text.len ? "%s is as it should be\n" :
					     "there are no lines for %s\n",
			path ? path : PM_CODEOWNERS_DEFAULT);
	else
		code = write_file(&edit, path, &text, commit, err);
out:
	pm_codeowner_lines_release(&lines);
	pm_buf_release(&text);
	pm_buf_release(&before);
	record_edit_release(&edit);
	return code;
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct codeowners_options *o = options;
	struct pm_error err = { 0 };
	int code;

	if (argc)
		return command_usage_error(&cmd_codeowners,
					   "unexpected operand \"%s\"", argv[0]);
	code = o->write || o->commit.value ?
		       keep_lines(ctx, wants_commit(ctx, &o->commit), &err) :
		       print_lines(ctx, &err);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_codeowners = {
	.name = "codeowners",
	.usage = "",
	.summary = "lines of CODEOWNERS for post-mortems that are not closed",
	.options = opts,
	.options_size = sizeof(struct codeowners_options),
	.run = run,
	.acts = true,
};

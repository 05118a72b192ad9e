/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "git/file.h"
#include "snapshot/merge.h"

/*
 * What git runs for a file whose attribute says merge=postmortem. A status
 * above 128 tells a git of 2.42 or later to give up the merge, where any lower
 * one would leave ours behind as if it were the result, without a marker.
 */
#define EXIT_NO_MERGE 255
#define USUAL_MARKER 7 /* git's; it is longer when bases are merged */
#define MAX_MARKER 1000

enum operand {
	BASE,
	OURS,
	THEIRS,
	MARKER,
	PATH,
	BASE_LABEL,
	OURS_LABEL,
	THEIRS_LABEL,
	OPERANDS,
};

extern const struct command cmd_merge_driver;

static int fail(const struct pm_error *err)
{
	command_fail(err);
	return EXIT_NO_MERGE;
}

/* A git before 2.44 hands over "%S" itself. */
static const char *label(int argc, char **argv, int which,
			 const char *otherwise)
{
	if (which >= argc || (argv[which][0] == '%' && strlen(argv[which]) == 2))
		return otherwise;
	return argv[which];
}

static int read_side(struct pm_buf *text, const char *path,
		     struct pm_bytes *out, struct pm_error *err)
{
	if (pm_file_read(text, path, PM_MAX_MERGE) < 0)
		return pm_fail_errno(err, "%s: cannot be read", path);
	*out = (struct pm_bytes){ pm_buf_str(text), text->len };
	return 0;
}

/* git itself only names the file. */
static void tell(const struct pm_merged *merged, const char *path)
{
	struct pm_buf line = { 0 };

	if (merged->is_binary)
		pm_buf_addstr(&line, "is no text; ours is left as it was");
	for (size_t i = 0; i < merged->fields.nr; i++)
		pm_buf_addf(&line, "%s%s", i ? ", " : "conflict in ",
			    merged->fields.item[i]);
	if (merged->is_promise)
		pm_buf_addstr(&line, "; together "
			      "they say who promises what");
	if (line.len && merged->has_events)
		pm_buf_addstr(&line, "; its history has the events of both: "
			      "the last one has to say what you decide on");
	if (line.len)
		command_warn("%s: %s", path, pm_buf_str(&line));
	pm_buf_release(&line);
}

static int read_size(int *out, const char *text, struct pm_error *err)
{
	char *end;
	long size = strtol(text, &end, 10);

	if (end == text || *end || size < 1 || size > MAX_MARKER)
		return pm_fail(err, PM_EINVALID, "\"%s\" is no size of a "
			       "conflict marker", text);
	*out = (int)size;
	return 0;
}

/* git runs this at the top of the work tree, where ours still stands; in a
 * bare repository there is none. A policy that is no policy has no say. */
static void read_policy(struct pm_policy *policy)
{
	struct pm_buf text = { 0 };

	if (pm_file_read(&text, PM_POLICY_PATH, PM_MAX_POLICY) < 0)
		pm_buf_reset(&text);
	pm_policy_read(policy, text.len ? text.ptr : NULL, text.len);
	if (policy->problems.nr) {
		pm_policy_release(policy);
		pm_policy_read(policy, NULL, 0);
	}
	pm_buf_release(&text);
}

static enum pm_kind kind_of(const char *path)
{
	static const char folder[] = "/actions/";
	const char *name = strrchr(path, '/');
	size_t len = sizeof(folder) - 1;

	return name && (size_t)(name + 1 - path) >= len &&
			       !memcmp(name + 1 - len, folder, len) ?
		       PM_ACTION : PM_POSTMORTEM;
}

static int merge(struct pm_merged *out, int *size, int argc, char **argv,
		 struct pm_error *err)
{
	struct pm_policy policy = { 0 };
	struct pm_merge in = {
		.policy = &policy,
		.kind = kind_of(argv[PATH]),
		.text.label = { label(argc, argv, BASE_LABEL, "base"),
				label(argc, argv, OURS_LABEL, "ours"),
				label(argc, argv, THEIRS_LABEL, "theirs") },
		.merge_text = pm_text_merge,
		.show_base = pm_conflicts_show_base,
	};
	struct pm_buf text[PM_MERGE_SIDES] = { { 0 } };
	int code = read_size(size, argv[MARKER], err);

	read_policy(&policy);
	in.text.marker_size = *size;
	for (int i = 0; code >= 0 && i < PM_MERGE_SIDES; i++)
		code = read_side(&text[i], argv[i], &in.text.side[i], err);
	if (code >= 0)
		code = pm_record_merge(out, &in, err);
	if (code >= 0 &&
	    !pm_bytes_same(&in.text.side[PM_OURS],
			   &(struct pm_bytes){ pm_buf_str(&out->text),
					       out->text.len }) &&
	    pm_file_replace(argv[OURS], pm_buf_str(&out->text),
			    out->text.len) < 0)
		code = pm_fail_errno(err, "%s: cannot be written",
				     argv[OURS]);
	for (int i = 0; i < PM_MERGE_SIDES; i++)
		pm_buf_release(&text[i]);
	pm_policy_release(&policy);
	return code;
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	struct pm_merged merged = { 0 };
	struct pm_error err = { 0 };
	int size = 0;
	int status;

	(void)options;
	ctx->has_acted = true;
	if (argc <= PATH || argc > OPERANDS)
		return command_usage_error(&cmd_merge_driver, "git runs this, "
					   "with these operands");
	if (merge(&merged, &size, argc, argv, &err) < 0) {
		pm_error_wrap(&err, "%s was not merged by field",
			      argv[PATH]);
		status = fail(&err);
	} else {
		if (merged.has_conflict && size <= USUAL_MARKER)
			tell(&merged, argv[PATH]);
		status = merged.has_conflict ? EXIT_FINDINGS : EXIT_OK;
	}
	pm_merged_release(&merged);
	return status;
}

const struct command cmd_merge_driver = {
	.name = "merge-driver",
	.usage = "<base> <ours> <theirs> <marker size> <path> [<label>...]",
	.summary = "merge a record by field; git runs it",
	.run = run,
	.acts = true,
	.needs_no_repo = true,
};

/* SPDX-License-Identifier: MIT */
#include "cmd/comment.h"

#include <string.h>

#include "base/buf.h"
#include "model/record.h"

#define BIT(state) (1u << (state))
#define PROMISED (BIT(PM_ACCEPTED) | BIT(PM_IN_PROGRESS))
#define BLANKS " \t\r"
#define INDENTED 4 /* columns: a block of code */
#define FENCE 3

enum {
	ACCEPT,
	DECLINE,
	DONE,
	MOVE,
	STEPS,
};

static const struct comment_step steps[STEPS] = {
	[ACCEPT] = { "accept", BIT(PM_PROPOSED) },
	[DECLINE] = { "decline", BIT(PM_PROPOSED) | PROMISED },
	[DONE] = { "done", PROMISED },
	[MOVE] = { "move", PROMISED },
};

const struct comment_step *comment_find_step(const char *line,
					     const char **rest)
{
	for (size_t i = 0; *line == '/' && i < STEPS; i++) {
		size_t len = strlen(steps[i].name);

		if (strncmp(line + 1, steps[i].name, len) != 0 ||
		    (line[1 + len] && !strchr(BLANKS, line[1 + len])))
			continue;
		*rest = line + 1 + len + strspn(line + 1 + len, BLANKS);
		return &steps[i];
	}
	return NULL;
}

/* How many of the character that begins a fence; 0 where none does. */
static size_t fence_of(const char *line)
{
	char mark[] = { *line, '\0' };
	size_t nr = *line == '`' || *line == '~' ? strspn(line, mark) : 0;

	return nr >= FENCE ? nr : 0;
}

void comment_steps(struct pm_strlist *out, const char *text)
{
	size_t fence = 0;
	char mark = '\0';

	while (*text) {
		size_t len = strcspn(text, "\n"), end = len;
		size_t indent = strspn(text, " ");
		const char *line = text + indent, *rest;
		size_t nr = indent < INDENTED ? fence_of(line) : 0;

		while (end > indent && strchr(BLANKS, text[end - 1]))
			end--;
		if (fence && nr >= fence && *line == mark &&
		    nr == end - indent) {
			fence = 0;
		} else if (!fence && nr) {
			fence = nr;
			mark = *line;
		} else if (!fence && indent < INDENTED && end > indent) {
			struct pm_buf copy = { 0 };

			pm_buf_add(&copy, line, end - indent);
			if (comment_find_step(pm_buf_str(&copy), &rest))
				pm_strlist_add(out, pm_buf_str(&copy));
			pm_buf_release(&copy);
		}
		text += len + (text[len] == '\n');
	}
}

static int fail_form(const char *form, struct pm_error *err)
{
	return pm_fail(err, PM_EINVALID, "write it as: %s", form);
}

static bool is_word(const char *text)
{
	return !text[strcspn(text, BLANKS)];
}

/* A value stands behind "=": it cannot be an option. */
int comment_argv(struct pm_strlist *out, const struct comment_step *step,
		 const char *id, const char *rest, struct pm_error *err)
{
	static const char *const git[] = { "git", "postmortem", "action",
					   NULL };
	size_t day = strcspn(rest, BLANKS);
	const char *reason = rest + day + strspn(rest + day, BLANKS);

	pm_strlist_add_all(out, git);
	pm_strlist_add(out, step == &steps[MOVE] ? "set" : step->name);
	pm_strlist_add(out, id);
	if (step == &steps[DECLINE]) {
		if (!*rest)
			return fail_form("/decline [<item>] <reason>", err);
		pm_strlist_addf(out, "--reason=%s", rest);
	} else if (step == &steps[MOVE]) {
		if (!*reason)
			return fail_form("/move [<item>] <day> <reason>", err);
		pm_strlist_addf(out, "--due=%.*s", (int)day, rest);
		pm_strlist_addf(out, "--reason=%s", reason);
	} else if (!is_word(rest)) {
		return fail_form(step == &steps[DONE] ?
					 "/done [<item>] [<evidence>]" :
					 "/accept [<item>] [<day>]",
				 err);
	} else if (*rest) {
		pm_strlist_addf(out, "--%s=%s", step == &steps[DONE] ?
				"evidence" : "due", rest);
	}
	return PM_OK;
}

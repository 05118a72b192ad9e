/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define MOST_NAMES 64

/* Words from git and other programs, for what has no command of ours; each
 * answer follows a semicolon. */
static const struct {
	const char *tried, *answer;
} elsewhere[] = {
	{ "revert", "\"git revert <commit>\" takes a commit back, \"git "
		    "postmortem action reopen\" takes an item up again" },
	{ "undo", "\"git revert <commit>\" takes a commit back, \"git "
		  "postmortem action reopen\" takes an item up again" },
	{ "search", "\"git grep -i <words> -- postmortems\" searches them" },
	{ "grep", "\"git grep -i <words> -- postmortems\" searches them" },
	{ "find", "\"git grep -i <words> -- postmortems\" searches them" },
	{ "status", "\"git postmortem\" alone says what needs attention, \"git "
		    "postmortem list\" how each stands" },
	{ "todo", "\"git postmortem\" alone says what needs attention" },
	{ "overdue", "\"git postmortem action list --overdue\" lists what is" },
	{ "mv", "\"git mv <from> <to>\" is enough, the log follows" },
	{ "move", "\"git mv <from> <to>\" is enough, the log follows" },
	{ "rename", "\"git mv <from> <to>\" is enough, the log follows" },
	{ "rm", "\"git postmortem action decline\" settles an item; \"git rm "
		"-r <path>\" takes away what was a mistake" },
	{ "remove", "\"git postmortem action decline\" settles an item; \"git "
		    "rm -r <path>\" takes away what was a mistake" },
	{ "delete", "\"git postmortem action decline\" settles an item; \"git "
		    "rm -r <path>\" takes away what was a mistake" },
	{ "export", "--format=json behind \"list\", \"show\" or \"report\" "
		    "is for other programs" },
	{ "version", "\"git postmortem --version\" says it" },
	{ "publish", "\"git postmortem advance\" takes it on to the next "
		     "status, \"git push\" to the others" },
	{ "template", "templates are files: .postmortem/templates" },
	{ "templates", "templates are files: .postmortem/templates" },
	{ "config", "the policy is a file: .postmortem/policy.yaml; \"git "
		    "config postmortem.<name>\" is for this clone" },
	{ "policy", "the policy is a file: .postmortem/policy.yaml" },
	{ "commit", "\"git commit\" is enough, and so is --commit behind a "
		    "command that changes something" },
};

static const char *last_word(const struct command *command)
{
	const char *space = strrchr(command->name, ' ');

	return space ? space + 1 : command->name;
}

/* Words from other programs, which are too far from ours to be guessed. */
static const char *meant_by(const char *word, const char *const *names,
			    size_t nr, bool at_top)
{
	static const struct {
		const char *tried, *ours;
	} table[] = {
		{ "create", "new" },   { "create", "add" },
		{ "add", "new" },      { "open", "new" },
		{ "new", "add" },      { "propose", "add" },
		{ "close", "advance" }, { "close", "done" },
		{ "finish", "done" },  { "reject", "decline" },
		{ "cancel", "decline" }, { "ls", "list" },
		{ "view", "show" },    { "cat", "show" },
		{ "lint", "check" },   { "validate", "check" },
		{ "verify", "check" }, { "history", "log" },
		{ "adopt", "import" }, { "pr", "review" },
		{ "repair", "doctor" }, { "health", "doctor" },
		{ "owners", "codeowners" }, { "setup", "init" },
		{ "compare", "diff" }, { "changes", "diff" },
		{ "stats", "report" }, { "metrics", "report" },
		{ "assign", "action set --owner" },
		{ "postpone", "action set --due" },
		{ "branches", "show <item> --branches" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		/* A whole command, not a word of this list. */
		if (at_top && strchr(table[i].ours, ' ') &&
		    !strcmp(table[i].tried, word))
			return table[i].ours;
		for (size_t k = 0; k < nr; k++) {
			if (!strcmp(table[i].tried, word) &&
			    !strcmp(table[i].ours, names[k]))
				return names[k];
		}
	}
	return NULL;
}

/* "accept" for "action accept". */
static const char *nested_by(const struct command *const *list,
			     const char *word)
{
	for (; list && *list; list++) {
		const struct command *const *c = (*list)->nested;

		for (; c && *c; c++)
			if (!(*c)->is_hidden && !strcmp(last_word(*c), word))
				return (*c)->name;
	}
	return NULL;
}

static const char *answer_to(const char *word)
{
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(*elsewhere); i++)
		if (!strcmp(elsewhere[i].tried, word))
			return elsewhere[i].answer;
	return NULL;
}

/* Behind "action": what another command does, or one of it with an option. */
static const char *answer_within(const char *word)
{
	static const struct {
		const char *tried, *answer;
	} table[] = {
		{ "edit", "\"git postmortem edit <item>\" opens it" },
		{ "log", "\"git postmortem log <item>\" tells its history" },
		{ "annotate", "\"git postmortem annotate <item>\" tells what "
			      "set its fields" },
		{ "blame", "\"git postmortem annotate <item>\" tells what set "
			   "its fields" },
		{ "assign", "\"git postmortem action set <item> --owner=<person>"
			    "\" hands it over" },
		{ "postpone", "\"git postmortem action set <item> --due=<day>\" "
			      "moves it" },
		{ "due", "\"git postmortem action set <item> --due=<day>\" moves "
			 "it" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (!strcmp(table[i].tried, word))
			return table[i].answer;
	return NULL;
}

int command_unknown(const struct command *const *list, const char *prefix,
		    const char *word)
{
	const char *names[MOST_NAMES];
	const char *near, *answer, *blank = *prefix ? " " : "";
	struct pm_buf safe = { 0 };
	size_t nr = 0;

	for (const struct command *const *c = list; c && *c && nr < MOST_NAMES;
	     c++)
		if (!(*c)->is_hidden)
			names[nr++] = last_word(*c);
	near = meant_by(word, names, nr, !*prefix);
	answer = near ? NULL : answer_to(word);
	if (!near && !answer && *prefix)
		answer = answer_within(word);
	if (!near && !answer)
		near = nested_by(list, word);
	if (!near && !answer)
		near = pm_nearest(word, names, nr);
	pm_text_safe(&safe, word, strlen(word), PM_SAFE_LINE);
	fprintf(stderr, "error: \"%s\" is not a git postmortem%s%s command; ",
		pm_buf_str(&safe), blank, prefix);
	if (near)
		fprintf(stderr, "did you mean \"%s\"?\n", near);
	else if (answer)
		fprintf(stderr, "%s\n", answer);
	else
		fprintf(stderr, "\"git postmortem%s%s -h\" lists them\n",
			blank, prefix);
	pm_buf_release(&safe);
	return EXIT_USAGE;
}

/* SPDX-License-Identifier: MIT */
#include "git/hooks_text.h"

#include <stdio.h>
#include <string.h>

#include "base/embedded.h"

#define MARKER "# git-postmortem hook: "
#define BLOCK_START "# >>> git-postmortem"
#define BLOCK_END "# <<< git-postmortem\n"

struct span {
	const char *ptr;
	size_t len;
};

static bool is_same(const struct span *a, const char *ptr, size_t len)
{
	return a->len == len && !memcmp(a->ptr, ptr, len);
}

/* At the start of a line, from `at` on; NULL if nowhere. */
static const char *find_line(const char *at, const char *line)
{
	size_t len = strlen(line);

	while (at && strncmp(at, line, len)) {
		at = strchr(at, '\n');
		if (at)
			at++;
	}
	return at;
}

/* The block of husky.sh, or the whole of any other shim. */
static struct span cut(const struct pm_embedded *file, bool block)
{
	struct span all = { file->text, file->len };
	const char *start = find_line(file->text, BLOCK_START);

	if (block && start)
		all = (struct span){ start,
				     file->len - (size_t)(start - file->text) };
	return all;
}

/* Number 0 is the text that this version installs, 1 and up are those that
 * earlier versions did. */
static bool known_text(struct span *out, const char *name, unsigned number,
		       bool block)
{
	char file[64];
	const struct pm_embedded *found;

	if (number)
		snprintf(file, sizeof(file), "%s.%u.sh", name, number);
	else
		snprintf(file, sizeof(file), "%s.sh", name);
	found = pm_embedded_find(file);
	if (found)
		*out = cut(found, block);
	return found != NULL;
}

static enum pm_hook_state compare(const char *name, const char *ptr,
				  size_t len, bool block)
{
	struct span text;

	for (unsigned i = 0; known_text(&text, name, i, block); i++)
		if (is_same(&text, ptr, len))
			return i ? PM_HOOK_OLDER : PM_HOOK_OURS;
	return PM_HOOK_EDITED;
}

enum pm_hook_state pm_hook_text_state(const char *name,
				      const struct pm_buf *text)
{
	enum pm_hook_state state =
		compare(name, pm_buf_str(text), text->len, false);

	if (state == PM_HOOK_EDITED && !find_line(pm_buf_str(text), MARKER))
		state = PM_HOOK_FOREIGN;
	return state;
}

/* Has standard input, which is read once. */
static bool is_push(const char *name)
{
	return !strcmp(name, "pre-push");
}

static const char *block_file(const char *name)
{
	return is_push(name) ? "husky-pre-push" : "husky";
}

/* --- where the block stands --- */

static const char *next_line(const char *line)
{
	const char *end = strchr(line, '\n');

	return end ? end + 1 : line + strlen(line);
}

/* The next command from `at`, with the lines that its backslashes join, or
 * NULL; *end is behind it. */
static const char *next_command(const char *at, const char **end)
{
	while (*at && strchr("#\n", at[strspn(at, " \t\r")]))
		at = next_line(at);
	if (!*at)
		return NULL;
	*end = next_line(at);
	while (**end && *end - at >= 2 && (*end)[-2] == '\\')
		*end = next_line(*end);
	return at;
}

static bool begins_leaving(const char *command)
{
	command += strspn(command, " \t");
	return (!strncmp(command, "exit", 4) || !strncmp(command, "exec", 4)) &&
	       (!command[4] || strchr(" \t\r\n;", command[4]));
}

/* "exit", "npx lint-staged; exit $?": nothing behind it is reached. */
static bool leaves(const char *command)
{
	const char *end = command + strcspn(command, "\n");
	const char *last = memrchr(command, ';', (size_t)(end - command));

	return begins_leaving(command) || (last && begins_leaving(last + 1));
}

/* Only what leaves the script stands behind the block. */
static bool is_last(const char *behind)
{
	const char *command = next_command(behind, &behind);

	return !command || (leaves(command) && !next_command(behind, &behind));
}

size_t pm_hook_block_place(const char *name, const struct pm_buf *text)
{
	const char *all = pm_buf_str(text), *last = NULL, *command;
	const char *at = all;

	if (is_push(name))
		return strncmp(all, "#!", 2) ? 0 :
					       (size_t)(next_line(all) - all);
	while ((command = next_command(at, &at)))
		last = command;
	return last && leaves(last) ? (size_t)(last - all) : text->len;
}

enum pm_hook_state pm_hook_block_state(const char *name,
				       const struct pm_buf *text,
				       size_t *start, size_t *end)
{
	const char *all = pm_buf_str(text);
	const char *from = find_line(all, BLOCK_START);
	const char *to = from ? find_line(from, BLOCK_END) : NULL;
	enum pm_hook_state state;

	if (!from)
		return PM_HOOK_ABSENT;
	*start = (size_t)(from - all);
	*end = to ? (size_t)(to - all) + strlen(BLOCK_END) : *start;
	state = compare(block_file(name), from, *end - *start, true);
	if (state == PM_HOOK_OURS && !is_push(name) && !is_last(all + *end))
		state = PM_HOOK_OLDER;
	return state;
}

void pm_hook_add_shim(struct pm_buf *out, const char *name)
{
	struct span text;

	if (known_text(&text, name, 0, false))
		pm_buf_add(out, text.ptr, text.len);
}

void pm_hook_add_block(struct pm_buf *out, const char *name)
{
	struct span text;

	if (known_text(&text, block_file(name), 0, true))
		pm_buf_add(out, text.ptr, text.len);
}

static bool ends_a_word(char c)
{
	return !(c >= 'a' && c <= 'z') && c != '-' && c != '_';
}

bool pm_hook_text_says(const struct pm_buf *text, const char *words)
{
	const char *at = pm_buf_str(text);

	while ((at = strstr(at, words))) {
		const char *line = at;

		while (line > text->ptr && line[-1] != '\n')
			line--;
		line += strspn(line, " \t");
		at += strlen(words);
		if (*line != '#' && ends_a_word(*at))
			return true;
	}
	return false;
}

bool pm_hook_text_runs_parts(const struct pm_buf *text)
{
	const char *all = pm_buf_str(text);

	return strstr(all, ".d\"") || strstr(all, ".d/") ||
	       strstr(all, ".d'") || strstr(all, ".d;");
}

bool pm_hook_text_asks_its_name(const struct pm_buf *text)
{
	const char *all = pm_buf_str(text);

	return strstr(all, "${0##") || strstr(all, "argv[0]") ||
	       strstr(all, "PROGRAM_NAME") ||
	       (strstr(all, "basename") && strstr(all, "$0"));
}

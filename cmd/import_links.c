/* SPDX-License-Identifier: MIT */
#include "cmd/import.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/path.h"
#include "git/grep.h"
#include "git/worktree.h"

/* The longest part of a file's name that every link has as it stands, whatever
 * characters it writes as %20. */
static const char *search_word(struct pm_arena *arena, const char *path)
{
	const char *name = pm_path_base(path), *best = name;
	size_t best_len = 0;

	while (*name) {
		size_t len = 0;

		while (isalnum((unsigned char)name[len]) ||
		       (name[len] && strchr("-_.", name[len])))
			len++;
		if (len > best_len) {
			best = name;
			best_len = len;
		}
		name += len + (name[len] != '\0');
	}
	return best_len ? pm_arena_strndup(arena, best, best_len) : NULL;
}

static bool is_imported(const struct import *import, const char *path)
{
	for (size_t i = 0; i < import->nr; i++) {
		if (!strcmp(import->file[i].from, path))
			return true;
	}
	return false;
}

/* What cannot be read has no link that we could tell. */
static void look_into(struct import *import, const char *path,
		      const struct pm_move *move, size_t nr)
{
	struct pm_buf text = { 0 };
	struct pm_error ignored = { 0 };
	struct import_link link = { .path = path };
	size_t size;

	if (pm_worktree_read(&text, &size, &import->ctx->repo, path,
			     PM_MAX_DOCUMENT, &ignored) >= 0)
		link.nr = pm_adopt_links_in(path, pm_buf_str(&text), text.len,
					    move, nr, &link.line);
	if (link.nr)
		import->link[import->links++] = link;
	pm_buf_release(&text);
}

int import_find_links(struct import *import, const struct pm_move *move,
		      size_t nr, struct pm_error *err)
{
	const char **word = pm_xcalloc(nr + 1, sizeof(*word));
	struct pm_strlist found = { 0 };
	size_t words = 0;
	int code;

	for (size_t i = 0; i < nr; i++) {
		word[words] = strcmp(move[i].from, move[i].to)
				      ? search_word(&import->arena,
						    move[i].from)
				      : NULL;
		words += word[words] != NULL;
	}
	code = pm_grep_files(&found, "*.md", word, words, err);
	import->link = pm_xcalloc(found.nr + 1, sizeof(*import->link));
	for (size_t i = 0; i < found.nr && code >= 0; i++) {
		const char *path =
			pm_arena_strdup(&import->arena, found.item[i]);

		if (!is_imported(import, path))
			look_into(import, path, move, nr);
	}
	pm_strlist_release(&found);
	free(word);
	return code;
}

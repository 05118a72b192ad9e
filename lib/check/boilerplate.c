/* SPDX-License-Identifier: MIT */
#include "check/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/strlist.h"
#include "base/text.h"
#include "git/beneath.h"
#include "git/objects.h"

static void add_text(struct pm_strlist *out, const char *text, size_t len)
{
	char *normal = pm_text_normal(text, len);

	if (*normal)
		pm_strlist_add(out, normal);
	free(normal);
}

static void add_template(struct pm_strlist *out, const char *text, size_t len)
{
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	struct pm_markdown md = { 0 };

	pm_markdown_parse(&md, &arena, text, 0, len, 1, &problems);
	for (size_t i = 0; i < md.nr; i++) {
		const struct pm_block *block = &md.block[i];

		if (block->kind == PM_BLOCK_HTML)
			add_text(out, text + block->start,
				 block->end - block->start);
		else if (block->kind != PM_BLOCK_HEADING)
			add_text(out, block->text, strlen(block->text));
		for (size_t r = 0;
		     block->kind == PM_BLOCK_TABLE && r < block->rows; r++) {
			for (size_t c = 0; c < block->row[r].nr; c++)
				add_text(out, block->row[r].cell[c],
					 strlen(block->row[r].cell[c]));
		}
	}
	pm_arena_release(&arena);
}

/* Mostly there are none, which the folder around them says at once. */
static bool are_none(struct pm_arena *arena, const struct pm_source *source)
{
	struct pm_entries around = { 0 };
	char *parent = pm_path_parent(PM_TEMPLATE_DIR);
	bool none = pm_object_entries(&around, arena, source->repo,
				      source->base, parent) &&
		    !pm_entries_find(&around, PM_TEMPLATE_DIR);

	pm_entries_release(&around);
	free(parent);
	return none;
}

static int list_templates(struct pm_entries *out, struct pm_arena *arena,
			  const struct pm_source *source, struct pm_error *err)
{
	static const char *const folder[] = { PM_TEMPLATE_DIR };
	bool nested = false;

	if (source->place == PM_COMMIT && are_none(arena, source))
		return PM_OK;
	if (source->place != PM_COMMIT ||
	    !pm_object_entries(out, arena, source->repo, source->base,
			       PM_TEMPLATE_DIR))
		nested = true;
	for (size_t i = 0; i < out->nr; i++)
		nested = nested || out->item[i].mode == PM_MODE_TREE;
	if (!nested)
		return PM_OK;
	out->nr = 0;
	return pm_source_list(out, arena, source, folder, 1, err);
}

int pm_boilerplate_read(struct pm_strlist *out,
			const struct pm_source *source, struct pm_error *err)
{
	struct pm_arena arena = { 0 };
	struct pm_entries entries = { 0 };
	struct pm_buf text = { 0 };
	size_t size = 0;
	int code;

	code = list_templates(&entries, &arena, source, err);
	for (size_t i = 0; i < entries.nr && code >= 0; i++) {
		const struct pm_entry *entry = &entries.item[i];

		if (entry->mode != PM_MODE_FILE && entry->mode != PM_MODE_EXEC)
			continue;
		code = pm_source_read(&text, &size, source, entry,
				      PM_MAX_TEMPLATE, err);
		if (code >= 0 && size <= PM_MAX_TEMPLATE)
			add_template(out, pm_buf_str(&text), text.len);
	}
	pm_strlist_sort_unique(out);
	pm_buf_release(&text);
	pm_entries_release(&entries);
	pm_arena_release(&arena);
	return code;
}

/* SPDX-License-Identifier: MIT */
#include "git/graph_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "git/file.h"
#include "git/plumbing.h"

#define HEADER 8
#define CHUNK 12 /* bytes of an entry of the table: a name and an offset */
#define MOST (HEADER + 256 * CHUNK)
#define MAX_CHAIN (1u << 16) /* bytes of the list of files */

/* The first bytes tell, however large the file is. */
static bool read_head(struct pm_buf *out, const char *path)
{
	pm_buf_reset(out);
	return (pm_file_read(out, path, MOST) == 0 || errno == EFBIG) &&
	       out->len >= HEADER && !memcmp(out->ptr, "CGPH", 4);
}

static bool has_chunk(const struct pm_buf *head, const char *name)
{
	size_t chunks = (unsigned char)head->ptr[6];

	for (size_t i = 0; i < chunks; i++) {
		size_t at = HEADER + i * CHUNK;

		if (at + CHUNK <= head->len &&
		    !memcmp(head->ptr + at, name, 4))
			return true;
	}
	return false;
}

static void look_at_chain(struct pm_graph_file *out, const char *info)
{
	struct pm_buf path = { 0 }, list = { 0 }, head = { 0 };
	struct pm_strlist names = { 0 };

	pm_buf_addf(&path, "%s/commit-graphs/commit-graph-chain", info);
	if (pm_file_read(&list, pm_buf_str(&path), MAX_CHAIN) == 0)
		pm_strlist_split(&names, pm_buf_str(&list), "\n");
	out->is_there = out->has_filters = names.nr > 0;
	for (size_t i = 0; i < names.nr; i++) {
		pm_buf_reset(&path);
		pm_buf_addf(&path, "%s/commit-graphs/graph-%s.graph", info,
			    names.item[i]);
		out->has_filters &= read_head(&head, pm_buf_str(&path)) &&
				    has_chunk(&head, "BIDX");
	}
	pm_strlist_release(&names);
	pm_buf_release(&path);
	pm_buf_release(&list);
	pm_buf_release(&head);
}

static int count_objects(size_t *out, struct pm_error *err)
{
	struct pm_strlist argv = { 0 };
	struct pm_buf text = { 0 };
	const char *found;
	int code;

	pm_strlist_add(&argv, "git");
	pm_strlist_add(&argv, "count-objects");
	pm_strlist_add(&argv, "-v");
	code = pm_git(&argv, &text, err);
	found = strstr(pm_buf_str(&text), "in-pack: ");
	*out = found ? strtoul(found + strlen("in-pack: "), NULL, 10) : 0;
	pm_strlist_release(&argv);
	pm_buf_release(&text);
	return code;
}

int pm_graph_file_look(struct pm_graph_file *out, struct pm_repo *repo,
		       struct pm_error *err)
{
	struct pm_buf info = { 0 }, path = { 0 }, head = { 0 };
	int code;

	*out = (struct pm_graph_file){ 0 };
	pm_buf_addf(&info, "%s/objects/info", repo->common_dir);
	pm_buf_addf(&path, "%s/commit-graph", pm_buf_str(&info));
	if (read_head(&head, pm_buf_str(&path))) {
		out->is_there = true;
		out->has_filters = has_chunk(&head, "BIDX");
	} else {
		look_at_chain(out, pm_buf_str(&info));
	}
	code = count_objects(&out->objects, err);
	pm_buf_release(&info);
	pm_buf_release(&path);
	pm_buf_release(&head);
	return code;
}

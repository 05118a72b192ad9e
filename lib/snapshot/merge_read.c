/* SPDX-License-Identifier: MIT */
#include "snapshot/merge_plan.h"

#include <string.h>

#include "base/limits.h"

#define MARKER_LEN 7 /* markers of a merge of bases are longer */

static char find_eol(const char *text, size_t len)
{
	char eol = '-';

	for (size_t i = 0; i < len; i++) {
		char here;

		if (text[i] != '\n' && text[i] != '\r')
			continue;
		here = text[i] == '\n' ? 'n'
		     : i + 1 < len && text[i + 1] == '\n' ? 'r' : 'x';
		i += here == 'r';
		if (here == 'x' || (eol != '-' && eol != here))
			return 'x';
		eol = here;
	}
	return eol;
}

/* ---- a base that is itself the result of a merge with conflicts -------- */

static bool is_marker(const char *line, size_t len, char c)
{
	size_t n = 0;

	while (n < len && line[n] == c)
		n++;
	return n >= MARKER_LEN &&
	       (n == len || line[n] == ' ' || line[n] == '\r');
}

/* "  date: x" is "date"; empty for a line that begins no key. */
static size_t key_of(const char *line, size_t len, size_t *indent)
{
	size_t at = 0;
	size_t end;

	while (at < len && line[at] == ' ')
		at++;
	*indent = at;
	if (at == len || strchr("#-\"'[{", line[at]))
		return 0;
	for (end = at; end < len && line[end] != ':'; end++)
		;
	return end < len ? end - at : 0;
}

/*
 * What was contested when the bases were merged is known of neither: those
 * keys are noted, and left out with the markers around them. Everything else
 * was agreed upon then.
 */
static void leave_out_conflicts(struct merge *merge, struct merge_side *side)
{
	struct pm_buf kept = { 0 };
	size_t at = side->front.yaml_start;
	size_t next, indent, n;
	int depth = 0;
	const char *top = NULL; /* the key at the left that lines belong to */

	pm_buf_add(&kept, side->text, at);
	for (; at < side->front.yaml_end; at = next) {
		const char *line = side->text + at;
		const char *end = memchr(line, '\n', side->len - at);
		size_t len = end ? (size_t)(end - line) : side->len - at;

		next = at + len + (end != NULL);
		if (is_marker(line, len, '<')) {
			depth++;
			continue;
		}
		if (depth && is_marker(line, len, '>')) {
			depth--;
			continue;
		}
		n = key_of(line, len, &indent);
		if (n && !indent)
			top = pm_arena_strndup(&merge->arena, line, n);
		if (!depth)
			pm_buf_add(&kept, line, next - at);
		else if (top && len && !is_marker(line, len, '=') &&
			 !is_marker(line, len, '|') && line[0] != '#')
			pm_strlist_add(&merge->contested, top);
	}
	pm_strlist_sort_unique(&merge->contested);
	pm_buf_add(&kept, side->text + side->front.yaml_end,
		   side->len - side->front.yaml_end);
	side->text = pm_arena_strndup(&merge->arena, pm_buf_str(&kept),
				      kept.len);
	side->len = kept.len;
	pm_buf_release(&kept);
}

/* ---- the three sides --------------------------------------------------- */

static bool is_sound(const struct pm_problems *problems)
{
	for (size_t i = 0; i < problems->nr; i++)
		if (problems->item[i].kind == PM_PROBLEM_DUPLICATE_KEY)
			return false;
	return true;
}

static void read_front(struct merge *merge, struct merge_side *side)
{
	struct pm_problems problems = { .arena = &merge->arena };

	pm_front_read(&side->front, &merge->arena, side->text, side->len,
		      PM_MAX_MERGE, &problems);
	side->is_record = side->front.map && is_sound(&problems);
}

static bool cut_lines(struct merge *merge, struct merge_side *side)
{
	const struct pm_yaml *map = side->front.map;
	size_t size = (map->nr + 1) * sizeof(*side->lines);

	side->lines = pm_arena_alloc(&merge->arena, size);
	side->tail = side->front.yaml_start;
	if (!pm_front_lines(side->lines, side->text, side->front.yaml_end, map,
			    side->tail))
		return false;
	if (map->nr)
		side->tail = side->lines[map->nr - 1].end;
	return true;
}

static void read_side(struct merge *merge, enum pm_merge_side which)
{
	struct merge_side *side = &merge->side[which];

	side->text = merge->in->text.side[which].ptr;
	side->len = merge->in->text.side[which].len;
	if (!side->len)
		side->text = "";
	read_front(merge, side);
	if (which == PM_BASE && !side->is_record && side->front.present) {
		leave_out_conflicts(merge, side);
		read_front(merge, side);
	}
	side->eol = find_eol(side->text, side->front.body_start);
	side->is_cut = side->is_record && cut_lines(merge, side);
}

bool merge_read(struct merge *merge)
{
	bool has_nul = false;

	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		struct merge_side *side = &merge->side[i];

		read_side(merge, (enum pm_merge_side)i);
		has_nul = has_nul || memchr(side->text, '\0', side->len);
	}
	return !has_nul && merge->side[PM_OURS].is_record &&
	       merge->side[PM_THEIRS].is_record;
}

/* SPDX-License-Identifier: MIT */
#include "snapshot/change.h"

#include <stdlib.h>
#include <string.h>

void pm_changes_add(struct pm_changes *list, struct pm_change change)
{
	PM_GROW(list->item, list->nr, list->alloc);
	list->item[list->nr++] = change;
}

void pm_changes_release(struct pm_changes *list)
{
	free(list->item);
	memset(list, 0, sizeof(*list));
}

static void compare_fields(struct pm_changes *out,
			   const struct pm_record *before,
			   const struct pm_record *after)
{
	for (enum pm_field f = 0; f < PM_FIELDS; f++) {
		const char *a = before ? pm_record_text(before, f) : NULL;
		const char *b = after ? pm_record_text(after, f) : NULL;

		if ((!a && !b) || (a && b && !strcmp(a, b)))
			continue;
		pm_changes_add(out, (struct pm_change){
					    .kind = PM_CHANGE_FIELD,
					    .field = f,
					    .before = a,
					    .after = b,
				    });
	}
}

/* Blank lines at the end are none of it: one stands there when another section
 * or the ledger comes to follow. */
static size_t without_blanks(const struct pm_record *record, size_t start,
			     size_t end)
{
	while (end > start && strchr(" \t\r\n", record->text[end - 1]))
		end--;
	return end;
}

/* Bytes [*start, *end) of the section's own text, without its heading. */
static void own_text(const struct pm_record *record,
		     const struct pm_section *section, size_t *start,
		     size_t *end)
{
	const struct pm_markdown *md = &record->body;

	*start = *end = record->body_end;
	if (section->first < md->nr)
		*start = md->block[section->first].start;
	if (section->own_end < md->nr)
		*end = md->block[section->own_end].start;
	if (section->first >= section->own_end)
		*start = *end;
	*end = without_blanks(record, *start, *end);
}

static const struct pm_section *find_section(const struct pm_record *record,
					     const struct pm_section *like)
{
	for (size_t i = 0; i < record->sections.nr; i++) {
		const struct pm_section *s = &record->sections.item[i];

		if (!strcmp(s->normal, like->normal))
			return s;
	}
	return NULL;
}

/* Past the CR of a line's end: a checkout may write what is stored as LF. */
static size_t skip_cr(const struct pm_record *record, size_t at, size_t end)
{
	return at + (at + 1 < end && record->text[at] == '\r' &&
		     record->text[at + 1] == '\n');
}

static bool same_bytes(const struct pm_record *a, size_t a_start, size_t a_end,
		       const struct pm_record *b, size_t b_start, size_t b_end)
{
	if (a_end - a_start == b_end - b_start &&
	    !memcmp(a->text + a_start, b->text + b_start, a_end - a_start))
		return true;
	for (; a_start < a_end && b_start < b_end; a_start++, b_start++) {
		a_start = skip_cr(a, a_start, a_end);
		b_start = skip_cr(b, b_start, b_end);
		if (a->text[a_start] != b->text[b_start])
			return false;
	}
	return a_start == a_end && b_start == b_end;
}

bool pm_record_same_text(const struct pm_record *a, const struct pm_record *b)
{
	return a->text && b->text &&
	       same_bytes(a, 0, a->len, b, 0, b->len);
}

static bool same_section(const struct pm_record *before,
			 const struct pm_section *old,
			 const struct pm_record *after,
			 const struct pm_section *new)
{
	size_t a, a_end, b, b_end;

	own_text(before, old, &a, &a_end);
	own_text(after, new, &b, &b_end);
	return same_bytes(before, a, a_end, after, b, b_end);
}

static size_t preamble_end(const struct pm_record *record)
{
	size_t end = record->body_end;

	for (size_t i = 0; i < record->body.nr; i++) {
		const struct pm_block *block = &record->body.block[i];

		if (block->kind == PM_BLOCK_HEADING && !block->depth) {
			end = block->start;
			break;
		}
	}
	return without_blanks(record, record->front.body_start, end);
}

/* A section of events that something follows, or one that has events only on
 * the other side. */
static bool is_ledger(const struct pm_record *record,
		      const struct pm_section *section,
		      const struct pm_record *other)
{
	return (record->ledger.nr || other->ledger.nr) &&
	       section->line == record->ledger.line;
}

static bool is_told(const struct pm_changes *changes, size_t first,
		    enum pm_kind kind)
{
	for (size_t i = first; i < changes->nr; i++) {
		const struct pm_change *c = &changes->item[i];

		for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++)
			if (c->kind == PM_CHANGE_FIELD &&
			    c->field == pm_ledger_field(kind, f))
				return true;
	}
	return false;
}

/* Events beside the fields that they set say nothing new. */
static void compare_ledgers(struct pm_changes *out, size_t first,
			    const struct pm_record *before,
			    const struct pm_record *after)
{
	const struct pm_ledger *old = &before->ledger, *new = &after->ledger;

	if ((!old->nr && !new->nr) || is_told(out, first, after->kind) ||
	    same_bytes(before, old->start, old->nr ? old->end : old->start,
		       after, new->start, new->nr ? new->end : new->start))
		return;
	pm_changes_add(out, (struct pm_change){
				    .kind = PM_CHANGE_SECTION,
				    .section = "History",
				    .before = old->line ? "History" : NULL,
				    .after = new->line ? "History" : NULL });
}

static void compare_bodies(struct pm_changes *out,
			   const struct pm_record *before,
			   const struct pm_record *after)
{
	if (!same_bytes(before, before->front.body_start, preamble_end(before),
			after, after->front.body_start, preamble_end(after)))
		pm_changes_add(out, (struct pm_change){
					    .kind = PM_CHANGE_BODY });
	for (size_t i = 0; i < after->sections.nr; i++) {
		const struct pm_section *new = &after->sections.item[i];
		const struct pm_section *old = find_section(before, new);

		if (is_ledger(after, new, before))
			continue;
		if (old && same_section(before, old, after, new))
			continue;
		pm_changes_add(out, (struct pm_change){
					    .kind = PM_CHANGE_SECTION,
					    .section = new->title,
					    .before = old ? old->title : NULL,
					    .after = new->title,
				    });
	}
	for (size_t i = 0; i < before->sections.nr; i++) {
		const struct pm_section *old = &before->sections.item[i];

		if (!find_section(after, old) &&
		    !is_ledger(before, old, after))
			pm_changes_add(out, (struct pm_change){
						    .kind = PM_CHANGE_SECTION,
						    .section = old->title,
						    .before = old->title,
					    });
	}
}

void pm_record_compare(struct pm_changes *out, const struct pm_record *before,
		       const struct pm_record *after)
{
	size_t first = out->nr;

	if (!before || !after)
		pm_changes_add(out, (struct pm_change){
					    .kind = before ? PM_CHANGE_REMOVED :
							     PM_CHANGE_ADDED });
	if (before && after && strcmp(before->path, after->path))
		pm_changes_add(out, (struct pm_change){
					    .kind = PM_CHANGE_MOVED,
					    .before = before->path,
					    .after = after->path });
	if ((before && before->is_unreadable) ||
	    (after && after->is_unreadable)) {
		pm_changes_add(out, (struct pm_change){
					    .kind = PM_CHANGE_UNREADABLE });
	} else if (after) {
		compare_fields(out, before, after);
	}
	if (before && after && before->text && after->text) {
		compare_bodies(out, before, after);
		compare_ledgers(out, first, before, after);
	}
}

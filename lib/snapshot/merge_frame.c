/* SPDX-License-Identifier: MIT */
#include "snapshot/merge_plan.h"

#include <string.h>

#include "syntax/scan.h"

/* Whose section the events of a merged ledger are written into. */

bool merge_is_blank(const char *text, size_t from, size_t to)
{
	while (from < to && strchr(" \t\r\n", text[from]))
		from++;
	return from == to;
}

/* The lines of a section that are neither blank nor of an event. */
static void read_prose(struct pm_buf *out, const struct merge *merge,
		       enum pm_merge_side side)
{
	const struct pm_ledger *l = &merge->ledger.side[side];
	const char *text = merge->side[side].text;
	size_t next = 0, at, end;

	if (!l->line)
		return;
	at = pm_scan_next_line(text, l->start, l->end, &end);
	while (at < l->end) {
		size_t start = at;

		if (next < l->nr && at == l->event[next].start) {
			at = l->event[next++].end;
			continue;
		}
		at = pm_scan_next_line(text, at, l->end, &end);
		if (merge_is_blank(text, start, end))
			continue;
		pm_buf_add(out, text + start, end - start);
		pm_buf_addch(out, '\n');
	}
}

static struct pm_bytes heading(const struct merge *merge,
			       enum pm_merge_side side)
{
	const struct pm_ledger *l = &merge->ledger.side[side];
	size_t end = l->start;

	if (l->line)
		pm_scan_next_line(merge->side[side].text, l->start, l->end,
				  &end);
	return merge_bytes(merge, side, l->start, end);
}

/* Whether a side laid out anew what stands in the base. */
static bool has_new_layout(const struct merge *merge, enum pm_merge_side side)
{
	const struct merge_ledger *l = &merge->ledger;
	struct pm_bytes then = heading(merge, PM_BASE);
	struct pm_bytes now = heading(merge, side);

	if (!l->side[PM_BASE].line || !l->side[side].line)
		return false;
	if (!pm_bytes_same(&then, &now))
		return true;
	for (size_t i = 0; i < l->side[PM_BASE].nr; i++) {
		const struct pm_ledger_event *old = &l->side[PM_BASE].event[i];
		size_t k = l->is[PM_BASE][side][i];

		if (k == MERGE_NONE ||
		    !pm_ledger_same(merge->in->policy, old,
				    &l->side[side].event[k]))
			continue;
		then = merge_bytes(merge, PM_BASE, old->start, old->end);
		now = merge_bytes(merge, side, l->side[side].event[k].start,
				  l->side[side].event[k].end);
		if (!pm_bytes_same(&then, &now))
			return true;
	}
	return false;
}

enum pm_merge_side merge_frame(const struct merge *merge)
{
	struct pm_buf prose[PM_MERGE_SIDES] = { { 0 } };
	const struct pm_ledger *side = merge->ledger.side;
	bool ours, theirs, same;

	for (int i = 0; i < PM_MERGE_SIDES; i++)
		read_prose(&prose[i], merge, (enum pm_merge_side)i);
	ours = strcmp(pm_buf_str(&prose[PM_OURS]), pm_buf_str(&prose[PM_BASE]));
	theirs = strcmp(pm_buf_str(&prose[PM_THEIRS]),
			pm_buf_str(&prose[PM_BASE]));
	same = !strcmp(pm_buf_str(&prose[PM_OURS]),
		       pm_buf_str(&prose[PM_THEIRS]));
	for (int i = 0; i < PM_MERGE_SIDES; i++)
		pm_buf_release(&prose[i]);
	if (!same && ours && theirs)
		return PM_BASE;
	if (!same)
		return ours ? PM_OURS : PM_THEIRS;
	if (!side[PM_OURS].line || !side[PM_THEIRS].line)
		return side[PM_OURS].line ? PM_OURS : PM_THEIRS;
	return !has_new_layout(merge, PM_OURS) &&
			       has_new_layout(merge, PM_THEIRS) ?
		       PM_THEIRS : PM_OURS;
}

bool merge_section_is_gone(const struct merge *merge, enum pm_merge_side frame,
			   size_t events)
{
	const struct pm_ledger *side = merge->ledger.side;
	struct pm_buf prose = { 0 };
	bool is;

	if (events || (side[PM_OURS].line && side[PM_THEIRS].line))
		return false;
	read_prose(&prose, merge, frame);
	is = !prose.len;
	pm_buf_release(&prose);
	return is;
}

/* SPDX-License-Identifier: MIT */
#include "snapshot/merge_plan.h"

#include <string.h>

#include "syntax/scan.h"

/*
 * One side's section is the frame: its heading, its prose, its marks and its
 * blank lines stay, and events of the other side are put among its own.
 */
struct frame {
	struct merge *merge;
	enum pm_merge_side side;
	const char *text;
	const struct pm_ledger *own;
	const char *eol;
	bool is_loose; /* a blank line stands between its entries */
	bool is_begun; /* it had no entry, and has one now */
	bool has_conflict;
	size_t at; /* bytes of `text` before it are written */
	struct pm_buf *out;
};

static const struct pm_ledger_event *event_of(const struct merge *merge,
					      enum pm_merge_side side,
					      size_t at)
{
	return &merge->ledger.side[side].event[at];
}

static struct pm_bytes bytes_of(const struct merge *merge,
				const struct merge_event *event,
				enum pm_merge_side side)
{
	const struct pm_ledger_event *e;

	if (event->at[side] == MERGE_NONE)
		return (struct pm_bytes){ "", 0 };
	e = event_of(merge, side, event->at[side]);
	return merge_bytes(merge, side, e->start, e->end);
}

/* ---- what is written of an event --------------------------------------- */

/* The columns of the mark and its indent in the frame's way. */
static void add_mark(struct frame *f)
{
	const struct pm_ledger *own = f->own;
	const char *first = own->nr ? f->text + own->event[0].start : "-";
	size_t lead = strspn(first, " \t");

	pm_buf_add(f->out, first, lead + 1);
}

static void end_line(struct frame *f)
{
	if (f->out->len && f->out->ptr[f->out->len - 1] != '\n')
		pm_buf_addstr(f->out, f->eol);
}

/* With the mark and the line ends of the frame. */
static void add_foreign(struct frame *f, const struct pm_bytes *bytes)
{
	size_t at = 0, end;

	while (at < bytes->len && strchr(" \t", bytes->ptr[at]))
		at++;
	add_mark(f);
	for (at++; at < bytes->len;) {
		size_t start = at;

		at = pm_scan_next_line(bytes->ptr, at, bytes->len, &end);
		pm_buf_add(f->out, bytes->ptr + start, end - start);
		pm_buf_addstr(f->out, f->eol);
	}
}

static void add_bytes(struct frame *f, const struct pm_bytes *bytes,
		      enum pm_merge_side from)
{
	if (from == f->side)
		pm_buf_add(f->out, bytes->ptr, bytes->len);
	else
		add_foreign(f, bytes);
	end_line(f);
}

static void add_conflict(struct frame *f, const struct merge_event *event)
{
	const char *const *label = f->merge->in->text.label;
	struct pm_bytes side[PM_MERGE_SIDES];

	for (int i = 0; i < PM_MERGE_SIDES; i++)
		side[i] = bytes_of(f->merge, event, (enum pm_merge_side)i);
	merge_marker(f->out, f->merge, '<', label[PM_OURS], f->eol);
	add_bytes(f, &side[PM_OURS], PM_OURS);
	if (f->merge->shows_base) {
		merge_marker(f->out, f->merge, '|', label[PM_BASE], f->eol);
		add_bytes(f, &side[PM_BASE], PM_BASE);
	}
	merge_marker(f->out, f->merge, '=', NULL, f->eol);
	add_bytes(f, &side[PM_THEIRS], PM_THEIRS);
	merge_marker(f->out, f->merge, '>', label[PM_THEIRS], f->eol);
	f->has_conflict = true;
}

/* Of one that both have: the side that changed the words, or else the bytes;
 * PM_BASE when both have other words. */
static enum pm_merge_side version(const struct merge *merge,
				  enum pm_merge_side frame,
				  const struct merge_event *event)
{
	const struct pm_policy *policy = merge->in->policy;
	const struct pm_ledger_event *ours, *theirs, *base;

	if (event->at[PM_OURS] == MERGE_NONE)
		return PM_THEIRS;
	if (event->at[PM_THEIRS] == MERGE_NONE)
		return PM_OURS;
	ours = event_of(merge, PM_OURS, event->at[PM_OURS]);
	theirs = event_of(merge, PM_THEIRS, event->at[PM_THEIRS]);
	if (event->at[PM_BASE] == MERGE_NONE ||
	    pm_ledger_same(policy, ours, theirs))
		return frame;
	base = event_of(merge, PM_BASE, event->at[PM_BASE]);
	if (pm_ledger_same(policy, theirs, base))
		return PM_OURS;
	return pm_ledger_same(policy, ours, base) ? PM_THEIRS : PM_BASE;
}

static void add_event(struct frame *f, const struct merge_event *event)
{
	enum pm_merge_side side = version(f->merge, f->side, event);
	struct pm_bytes bytes;

	if (side == PM_BASE) {
		add_conflict(f, event);
		return;
	}
	bytes = bytes_of(f->merge, event, side);
	add_bytes(f, &bytes, side);
}

/* ---- the section ------------------------------------------------------- */

static void copy_to(struct frame *f, size_t to)
{
	if (to > f->at) {
		pm_buf_add(f->out, f->text + f->at, to - f->at);
		f->at = to;
	}
}

/* Behind an entry and what is indented below it. */
static size_t behind(const struct frame *f, size_t nr)
{
	size_t to = nr + 1 < f->own->nr ? f->own->event[nr + 1].start :
					  f->own->end;
	size_t at = f->own->event[nr].end, look = at, end;

	while (look < to) {
		size_t start = look;

		look = pm_scan_next_line(f->text, look, to, &end);
		if (merge_is_blank(f->text, start, end))
			continue;
		if (!strchr(" \t", f->text[start]))
			break;
		at = look;
	}
	return at;
}

/* Behind the last line that is not blank. */
static size_t content_end(const char *text, size_t from, size_t to)
{
	size_t at = from, last = from, end;

	while (at < to) {
		size_t start = at;

		at = pm_scan_next_line(text, at, to, &end);
		if (!merge_is_blank(text, start, end))
			last = at;
	}
	return last;
}

/* An event of the other side, behind the one of the frame before it. */
static void put_foreign(struct frame *f, const struct merge_event *event,
			size_t before)
{
	const struct pm_ledger *own = f->own;
	bool is_above = own->nr && before == MERGE_NONE;

	if (before != MERGE_NONE)
		copy_to(f, behind(f, before));
	else
		copy_to(f, own->nr ? own->event[0].start :
				     content_end(f->text, own->start,
						 own->end));
	end_line(f);
	if ((f->is_loose || (!own->nr && !f->is_begun)) && !is_above)
		pm_buf_addstr(f->out, f->eol);
	add_event(f, event);
	if (f->is_loose && is_above)
		pm_buf_addstr(f->out, f->eol);
	f->is_begun = true;
}

static void put_own(struct frame *f, const struct merge_event *event)
{
	const struct pm_ledger_event *own =
		&f->own->event[event->at[f->side]];

	copy_to(f, own->start);
	if (version(f->merge, f->side, event) == f->side) {
		copy_to(f, own->end);
		return;
	}
	add_event(f, event);
	f->at = own->end;
}

static void put_section(struct frame *f, const struct merge_event *event,
			size_t nr)
{
	size_t next = 0, before = MERGE_NONE;

	for (size_t i = 0; i <= nr; i++) {
		size_t at = i < nr ? event[i].at[f->side] : f->own->nr;

		if (at == MERGE_NONE) {
			put_foreign(f, &event[i], before);
			continue;
		}
		/* Those between are in no merged ledger. */
		for (; next < at; next++) {
			copy_to(f, f->own->event[next].start);
			f->at = f->own->event[next].end;
		}
		if (i == nr)
			break;
		put_own(f, &event[i]);
		before = at;
		next = at + 1;
	}
	copy_to(f, f->own->end);
}

static bool has_blank_between(const struct frame *f)
{
	const struct pm_ledger *own = f->own;

	for (size_t i = 1; i < own->nr; i++)
		if (own->event[i - 1].end < own->event[i].start &&
		    merge_is_blank(f->text, own->event[i - 1].end,
			     own->event[i].start))
			return true;
	return false;
}

static void open_frame(struct frame *f, struct merge *merge,
		       enum pm_merge_side side, struct pm_buf *out)
{
	size_t end;

	*f = (struct frame){
		.merge = merge, .side = side, .out = out,
		.text = merge->side[side].text,
		.own = &merge->ledger.side[side],
	};
	pm_scan_next_line(f->text, f->own->start, f->own->end, &end);
	f->eol = end < f->own->end && f->text[end] == '\r' ? "\r\n" : "\n";
	f->is_loose = has_blank_between(f);
	f->at = content_end(f->text, merge->side[side].front.body_start,
			    f->own->start);
}

/* ---- what is around it ------------------------------------------------- */

/* Up to the section, which ends the last line there. */
static struct pm_bytes above(struct merge *merge, enum pm_merge_side which)
{
	const struct merge_side *side = &merge->side[which];
	const struct pm_ledger *l = &merge->ledger.side[which];
	size_t start = side->front.body_start;
	size_t end = content_end(side->text, start,
				 l->line ? l->start : side->len);
	const char *eol = side->eol == 'r' ? "\r\n" : "\n";
	size_t len = end - start;
	char *copy;

	if (!len || strchr("\r\n", side->text[end - 1]))
		return merge_bytes(merge, which, start, end);
	copy = pm_arena_alloc(&merge->arena, len + strlen(eol) + 1);
	memcpy(copy, side->text + start, len);
	memcpy(copy + len, eol, strlen(eol) + 1);
	return (struct pm_bytes){ copy, len + strlen(eol) };
}

static int merge_before(struct pm_merged *out, struct merge *merge,
			struct pm_error *err)
{
	struct pm_bytes part[PM_MERGE_SIDES];

	for (int i = 0; i < PM_MERGE_SIDES; i++)
		part[i] = above(merge, (enum pm_merge_side)i);
	return merge_text(out, merge->in, part, err);
}

static int merge_behind(struct pm_merged *out, struct merge *merge,
			struct pm_error *err)
{
	struct pm_bytes part[PM_MERGE_SIDES];

	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		const struct pm_ledger *l = &merge->ledger.side[i];
		size_t len = merge->side[i].len;

		part[i] = merge_bytes(merge, (enum pm_merge_side)i,
				      l->line ? l->end : len, len);
	}
	return merge_text(out, merge->in, part, err);
}

/* ---- all of it --------------------------------------------------------- */

/* Whether the frame's events stand in the frame's order. */
static bool is_in_order(const struct merge_event *event, size_t nr,
			enum pm_merge_side side)
{
	size_t last = MERGE_NONE;

	for (size_t i = 0; i < nr; i++) {
		size_t at = event[i].at[side];

		if (at == MERGE_NONE)
			continue;
		if (last != MERGE_NONE && at < last)
			return false;
		last = at;
	}
	return true;
}

static bool reads_back(struct merge *merge, const struct pm_buf *body,
		       const struct merge_event *event, size_t nr)
{
	const struct pm_policy *policy = merge->in->policy;
	struct pm_ledger got;

	pm_ledger_read(&got, &merge->arena, policy, merge->in->kind,
		       pm_buf_str(body), 0, body->len, 1);
	if (got.nr != nr)
		return false;
	for (size_t i = 0; i < nr; i++) {
		enum pm_merge_side side = version(merge, PM_OURS, &event[i]);

		if (!pm_ledger_same(policy, &got.event[i],
				    event_of(merge, side, event[i].at[side])))
			return false;
	}
	return true;
}

static int write_body(struct pm_merged *out, struct frame *f,
		      const struct merge_event *event, size_t nr,
		      struct pm_error *err)
{
	int code = merge_before(out, f->merge, err);

	if (code >= 0 && !merge_section_is_gone(f->merge, f->side, nr)) {
		put_section(f, event, nr);
		if (f->has_conflict)
			pm_strlist_add(&out->fields, "history");
		out->has_conflict = out->has_conflict || f->has_conflict;
	}
	return code < 0 ? code : merge_behind(out, f->merge, err);
}

static int ask_for_base(struct merge *merge, const struct merge_event *event,
			size_t nr, struct pm_error *err)
{
	for (size_t i = 0; i < nr; i++)
		if (version(merge, PM_OURS, &event[i]) == PM_BASE)
			return merge->in->show_base ?
				       merge->in->show_base(&merge->shows_base,
							    err) : 0;
	return 0;
}

static bool both_have_new(const struct merge_event *event, size_t nr)
{
	bool ours = false, theirs = false;

	for (size_t i = 0; i < nr; i++) {
		const size_t *at = event[i].at;

		if (at[PM_BASE] != MERGE_NONE)
			continue;
		ours = ours || at[PM_THEIRS] == MERGE_NONE;
		theirs = theirs || at[PM_OURS] == MERGE_NONE;
	}
	return ours && theirs;
}

int merge_section(struct pm_merged *out, struct merge *merge,
		  struct pm_error *err)
{
	struct pm_merged body = { 0 };
	struct merge_event *event;
	enum pm_merge_side side;
	struct frame f;
	size_t nr;
	int code;

	if (!merge->ledger.is_there)
		return 0;
	side = merge_frame(merge);
	event = merge_events(merge, &nr);
	if (side == PM_BASE || !is_in_order(event, nr, side))
		return 0;
	code = ask_for_base(merge, event, nr, err);
	open_frame(&f, merge, side, &body.text);
	if (code >= 0)
		code = write_body(&body, &f, event, nr, err);
	if (code >= 0 &&
	    (body.has_conflict || reads_back(merge, &body.text, event, nr))) {
		pm_buf_add(&out->text, pm_buf_str(&body.text), body.text.len);
		out->has_conflict = out->has_conflict || body.has_conflict;
		out->has_events = both_have_new(event, nr);
		for (size_t i = 0; i < body.fields.nr; i++)
			pm_strlist_add(&out->fields, body.fields.item[i]);
		code = 1;
	}
	pm_merged_release(&body);
	return code;
}

/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "model/ledger.h"
#include "tests/unit/merging.h"

/* Random ledgers, merged: what has to hold whatever the two sides did. */

#define EVENTS 14
#define BASE_EVENTS 5 /* the first ones; both sides may have the others */
#define ROUNDS 4000

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

/* Each event is another one, by its day. */
struct event {
	int state, due; /* 0: not set */
};

struct ledger {
	int nr[EVENTS]; /* which event */
	size_t len;
};

static const char *const state_name[] = { "", "accepted", "in-progress",
					  "done" };

static void make_events(struct event out[EVENTS], unsigned *seed)
{
	for (int i = 0; i < EVENTS; i++) {
		out[i].state = (int)(next_random(seed) % 4);
		out[i].due = (int)(next_random(seed) % 4);
		if (!out[i].state && !out[i].due)
			out[i].due = 1;
	}
	out[0] = (struct event){ 1, 1 };
}

static void add(struct ledger *out, int nr)
{
	out->nr[out->len++] = nr;
}

/* The base's, perhaps without the newest ones, and some of the others. */
static void make_side(struct ledger *out, const struct ledger *base,
		      unsigned kept, unsigned which)
{
	*out = (struct ledger){ 0 };
	for (size_t i = 0; i < base->len && i < kept; i++)
		add(out, base->nr[i]);
	for (int i = BASE_EVENTS; i < EVENTS; i++)
		if (which >> i & 1)
			add(out, i);
}

static int last(const struct ledger *l, const struct event *event, bool state)
{
	for (size_t i = l->len; i--;) {
		const struct event *e = &event[l->nr[i]];

		if (state ? e->state : e->due)
			return state ? e->state : e->due;
	}
	return 0;
}

static void write_record(struct pm_buf *out, const struct ledger *l,
			 const struct event *event, const char *mark)
{
	int state = last(l, event, true), due = last(l, event, false);

	pm_buf_reset(out);
	pm_buf_addstr(out, "---\ntitle: T\n");
	if (state)
		pm_buf_addf(out, "state: %s\n", state_name[state]);
	if (due)
		pm_buf_addf(out, "due: 2027-01-%02d\n", due);
	pm_buf_addstr(out, "---\n\nText.\n\n## History\n\n");
	for (size_t i = 0; i < l->len; i++) {
		const struct event *e = &event[l->nr[i]];

		pm_buf_addf(out, "%s 2026-12-%02d bob: ", mark, l->nr[i] + 1);
		if (e->state)
			pm_buf_addf(out, "%s%s", state_name[e->state],
				    e->due ? ", " : "");
		if (e->due)
			pm_buf_addf(out, "due 2027-01-%02d", e->due);
		pm_buf_addstr(out, "\n");
	}
}

static void read_ledger(struct ledger *out, const char *text)
{
	*out = (struct ledger){ 0 };
	for (const char *at = strstr(text, "2026-12-"); at;
	     at = strstr(at + 1, "2026-12-")) {
		assert_true(out->len < EVENTS);
		add(out, (at[8] - '0') * 10 + at[9] - '0' - 1);
	}
}

static size_t find(const struct ledger *l, int nr)
{
	size_t i = 0;

	while (i < l->len && l->nr[i] != nr)
		i++;
	return i;
}

static bool has(const struct ledger *l, int nr)
{
	return find(l, nr) < l->len;
}

/* Those that are in both stand in the same order. */
static void check_order(const struct ledger *got, const struct ledger *side)
{
	size_t at = 0;

	for (size_t i = 0; i < side->len; i++) {
		size_t here = find(got, side->nr[i]);

		if (here == got->len)
			continue;
		assert_true(here >= at);
		at = here;
	}
}

static void check_events(const struct ledger *got, const struct ledger *base,
			 const struct ledger *ours,
			 const struct ledger *theirs)
{
	for (int i = 0; i < EVENTS; i++) {
		bool both = has(ours, i) && has(theirs, i);
		bool either = has(ours, i) || has(theirs, i);

		if (both || (either && !has(base, i)))
			assert_true(has(got, i));
		if (!either)
			assert_false(has(got, i));
		/* Once. */
		for (size_t k = find(got, i) + 1; k < got->len; k++)
			assert_int_not_equal(got->nr[k], i);
	}
	check_order(got, ours);
	check_order(got, theirs);
}

struct round {
	struct event event[EVENTS];
	struct ledger base, ours, theirs;
	bool taken_back;
};

/* Whether any order that keeps those of both sides ends in these values. */
static bool can_be_told(const struct round *r, size_t i, size_t k, int state,
			int due, const int meant[2])
{
	const struct ledger *side[2] = { &r->ours, &r->theirs };
	const size_t at[2] = { i, k };

	if (i == r->ours.len && k == r->theirs.len)
		return state == meant[0] && due == meant[1];
	for (int s = 0; s < 2; s++) {
		const struct event *e;
		int nr;
		bool both;

		if (at[s] == side[s]->len)
			continue;
		nr = side[s]->nr[at[s]];
		both = has(side[!s], nr);
		e = &r->event[nr];
		if (both && (s || k == r->theirs.len || r->theirs.nr[k] != nr))
			continue;
		if (can_be_told(r, i + (both || !s), k + (both || s),
				e->state ? e->state : state,
				e->due ? e->due : due, meant))
			return true;
	}
	return false;
}

/* What the last event says stands in the front matter. */
static bool is_told(const struct round *r, const struct ledger *got,
		    const char *text)
{
	const char *due = strstr(text, "\ndue: 2027-01-0");
	int meant[2] = { 0, due ? due[15] - '0' : 0 };

	for (int i = 1; i < 4; i++) {
		const char *state = strstr(text, "\nstate: ");

		if (state && !strncmp(state + 8, state_name[i],
				      strlen(state_name[i])))
			meant[0] = i;
	}
	return (last(got, r->event, true) == meant[0] &&
		last(got, r->event, false) == meant[1]) ||
	       !can_be_told(r, 0, 0, 0, 0, meant);
}

static void make_round(struct round *r, unsigned *seed)
{
	unsigned all = (1u << EVENTS) - 1;
	unsigned kept[2] = { EVENTS, EVENTS };

	memset(r, 0, sizeof(*r));
	make_events(r->event, seed);
	for (int i = 0; i < BASE_EVENTS; i++)
		add(&r->base, i);
	for (int i = 0; i < 2; i++)
		if (next_random(seed) % 4 == 0)
			kept[i] = next_random(seed) % BASE_EVENTS + 1;
	r->taken_back = kept[0] < BASE_EVENTS || kept[1] < BASE_EVENTS;
	make_side(&r->ours, &r->base, kept[0],
		  next_random(seed) & next_random(seed) & all);
	make_side(&r->theirs, &r->base, kept[1],
		  next_random(seed) & next_random(seed) & all);
}

static void no_event_is_lost_and_the_order_of_each_side_stays(void **state)
{
	struct pm_buf text[3] = { { 0 } };
	unsigned seed = 1, told = 0, conflicts = 0;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		struct pm_merged merged = { 0 }, swapped = { 0 };
		struct ledger got, other;
		struct round r;

		make_round(&r, &seed);
		write_record(&text[0], &r.base, r.event, "-");
		write_record(&text[1], &r.ours, r.event, "-");
		write_record(&text[2], &r.theirs, r.event,
			     i % 3 ? "-" : "*");
		merge(&merged, text[0].ptr, text[1].ptr, text[2].ptr);
		read_ledger(&got, merged.text.ptr);
		check_events(&got, &r.base, &r.ours, &r.theirs);
		merge(&swapped, text[0].ptr, text[2].ptr, text[1].ptr);
		read_ledger(&other, swapped.text.ptr);
		if (!r.taken_back)
			assert_memory_equal(&got, &other, sizeof(got));
		assert_null(strstr(strstr(merged.text.ptr, "## History"),
				   "<<<<<<<"));
		conflicts += merged.has_conflict;
		if (!merged.has_conflict && !r.taken_back) {
			told++;
			if (!is_told(&r, &got, merged.text.ptr))
				fail_msg("round %d\n%s\n%s\nbecame\n%s", i,
					 text[1].ptr, text[2].ptr,
					 merged.text.ptr);
		}
		pm_merged_release(&merged);
		pm_merged_release(&swapped);
	}
	/* Enough of either. */
	assert_true(told > ROUNDS / 5);
	assert_true(conflicts > ROUNDS / 5);
	for (int i = 0; i < 3; i++)
		pm_buf_release(&text[i]);
}

/* Of events that only one side has the front matter learns nothing. */
static void fields_merge_as_they_do_without_a_ledger(void **state)
{
	struct pm_buf text[3] = { { 0 } };
	unsigned seed = 2;

	(void)state;
	for (int i = 0; i < ROUNDS / 4; i++) {
		struct pm_merged with = { 0 }, without = { 0 };
		unsigned which = next_random(&seed);
		struct round r;

		make_round(&r, &seed);
		make_side(&r.ours, &r.base, EVENTS, which);
		make_side(&r.theirs, &r.base, EVENTS, ~which & 0x1fff);
		write_record(&text[0], &r.base, r.event, "-");
		write_record(&text[1], &r.ours, r.event, "-");
		write_record(&text[2], &r.theirs, r.event, "-");
		merge(&with, text[0].ptr, text[1].ptr, text[2].ptr);
		for (int k = 0; k < 3; k++)
			memcpy(strstr(text[k].ptr, "History"), "Recordy", 7);
		merge(&without, text[0].ptr, text[1].ptr, text[2].ptr);
		assert_int_equal(with.fields.nr, without.fields.nr);
		assert_memory_equal(with.text.ptr, without.text.ptr,
				    strstr(with.text.ptr, "\n\nText.") -
					    with.text.ptr);
		pm_merged_release(&with);
		pm_merged_release(&without);
	}
	for (int i = 0; i < 3; i++)
		pm_buf_release(&text[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			no_event_is_lost_and_the_order_of_each_side_stays),
		cmocka_unit_test(fields_merge_as_they_do_without_a_ledger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

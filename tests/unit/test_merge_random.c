/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "tests/unit/merging.h"

#define FIELDS 9

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

/* Field number `i` as edit number `edit` leaves it; 0 is how it was. */
static void add_field(struct pm_buf *out, int i, unsigned edit, char side)
{
	static const char *const key[FIELDS] = {
		"title", "owner", "lead", "team", "incident", "type",
		"priority", "due", "ticket",
	};

	switch (edit) {
	case 0:
		pm_buf_addf(out, "%s: v%d\n", key[i], i);
		break;
	case 1:
		pm_buf_addf(out, "%s: '%c%d'  # %c\n", key[i], side, i, side);
		break;
	case 2:
		break; /* gone */
	case 3:
		pm_buf_addf(out, "# %c of %d\n\n%s: v%d\n", side, i, key[i],
			    i);
		break;
	case 4:
		pm_buf_addf(out, "%s: |-\n  %c\n\n  # no comment\n", key[i],
			    side);
		break;
	default:
		pm_buf_addf(out, "%s: v%d\nx%c%d: new\n", key[i], i, side, i);
	}
}

static void compose(struct pm_buf *out, const unsigned ours[FIELDS],
		    const unsigned theirs[FIELDS])
{
	pm_buf_reset(out);
	pm_buf_addstr(out, "---\n");
	for (int i = 0; i < FIELDS; i++)
		add_field(out, i, ours[i] ? ours[i] : theirs[i],
			  ours[i] ? 'o' : 't');
	pm_buf_addstr(out, "---\n\nText.\n");
}

static void edits_of_different_fields_are_all_there(void **state)
{
	static const unsigned none[FIELDS];
	struct pm_buf base = { 0 }, ours = { 0 }, theirs = { 0 }, both = { 0 };
	unsigned seed = 1;

	(void)state;
	compose(&base, none, none);
	for (int round = 0; round < 3000; round++) {
		unsigned mine[FIELDS] = { 0 }, other[FIELDS] = { 0 };
		struct pm_merged merged = { 0 }, swapped = { 0 };

		for (int i = 0; i < FIELDS; i++)
			(next_random(&seed) % 2 ? mine : other)[i] =
				next_random(&seed) % 6;
		compose(&ours, mine, none);
		compose(&theirs, none, other);
		compose(&both, mine, other);
		merge(&merged, base.ptr, ours.ptr, theirs.ptr);
		if (merged.has_conflict ||
		    strcmp(pm_buf_str(&merged.text), both.ptr))
			fail_msg("round %d\n%s\n%s\nbecame\n%s", round,
				 ours.ptr, theirs.ptr,
				 pm_buf_str(&merged.text));
		merge(&swapped, base.ptr, theirs.ptr, ours.ptr);
		assert_false(swapped.has_conflict);
		pm_merged_release(&merged);
		pm_merged_release(&swapped);
	}
	pm_buf_release(&base);
	pm_buf_release(&ours);
	pm_buf_release(&theirs);
	pm_buf_release(&both);
}

static void edits_of_one_field_conflict_in_it_alone(void **state)
{
	static const unsigned none[FIELDS];
	struct pm_buf base = { 0 }, ours = { 0 }, theirs = { 0 };
	unsigned seed = 2;

	(void)state;
	compose(&base, none, none);
	for (int round = 0; round < 300; round++) {
		unsigned mine[FIELDS] = { 0 }, other[FIELDS] = { 0 };
		struct pm_merged merged = { 0 };
		int contested = (int)(next_random(&seed) % FIELDS);

		for (int i = 0; i < FIELDS; i++)
			(next_random(&seed) % 2 ? mine : other)[i] =
				next_random(&seed) % 2;
		mine[contested] = 1;
		other[contested] = 4;
		compose(&ours, mine, none);
		pm_buf_reset(&theirs);
		pm_buf_addstr(&theirs, "---\n");
		for (int i = 0; i < FIELDS; i++)
			add_field(&theirs, i, other[i], 't');
		pm_buf_addstr(&theirs, "---\n\nText.\n");
		merge(&merged, base.ptr, ours.ptr, theirs.ptr);
		assert_true(merged.has_conflict);
		assert_int_equal(merged.fields.nr, 1);
		assert_non_null(strstr(merged.text.ptr, "<<<<<<< ours"));
		pm_merged_release(&merged);
	}
	pm_buf_release(&base);
	pm_buf_release(&ours);
	pm_buf_release(&theirs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edits_of_different_fields_are_all_there),
		cmocka_unit_test(edits_of_one_field_conflict_in_it_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

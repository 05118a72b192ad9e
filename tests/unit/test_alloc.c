/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"

static void what_an_arena_gives_is_zeroed_and_aligned(void **state)
{
	struct pm_arena arena = { 0 };

	(void)state;
	for (size_t size = 1; size < 5000; size += 7) {
		char *p = pm_arena_alloc(&arena, size);

		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 'x', size);
		pm_arena_strdup(&arena, "odd");
	}
	pm_arena_release(&arena);
	assert_null(arena.block);
}

static void a_large_piece_does_not_waste_the_room_that_is_left(void **state)
{
	struct pm_arena arena = { 0 };
	char *before, *large, *after;

	(void)state;
	before = pm_arena_alloc(&arena, 16);
	large = pm_arena_alloc(&arena, 3u << 20);
	after = pm_arena_alloc(&arena, 16);
	assert_ptr_equal(after, before + 16);
	memset(large, 1, 3u << 20);
	pm_arena_release(&arena);
}

static void strings_are_copied_with_their_end(void **state)
{
	struct pm_arena arena = { 0 };
	char long_text[20000];

	(void)state;
	assert_string_equal(pm_arena_strndup(&arena, "abcdef", 3), "abc");
	assert_string_equal(pm_arena_strndup(&arena, NULL, 0), "");
	assert_string_equal(pm_arena_printf(&arena, "%s-%d", "a", 7), "a-7");
	memset(long_text, 'y', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	assert_string_equal(pm_arena_printf(&arena, "%s", long_text),
			    long_text);
	pm_arena_release(&arena);
}

static void absorbing_keeps_what_both_held(void **state)
{
	struct pm_arena a = { 0 };
	struct pm_arena b = { 0 };
	struct pm_arena empty = { 0 };
	char *one, *two;

	(void)state;
	two = pm_arena_strdup(&b, "two");
	pm_arena_alloc(&b, 1u << 20);
	pm_arena_absorb(&a, &b);
	assert_null(b.block);
	one = pm_arena_strdup(&a, "one");
	pm_arena_strdup(&b, "again");
	pm_arena_absorb(&a, &b);
	pm_arena_absorb(&a, &empty);
	assert_string_equal(one, "one");
	assert_string_equal(two, "two");
	pm_arena_release(&a);
	pm_arena_release(&b);
}

static void what_grows_in_an_arena_keeps_its_bytes(void **state)
{
	struct pm_arena arena = { 0 };
	char *last, *first = NULL;

	(void)state;
	for (size_t size = 1; size < 100000; size *= 3) {
		size_t old = size / 3;

		first = pm_arena_realloc(&arena, first, old, size);
		memset(first + old, 'a', size - old);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(first[i], 'a');
	}
	last = pm_arena_strdup(&arena, "1234567");
	assert_ptr_equal(pm_arena_realloc(&arena, last, 8, 16), last);
	/* Something was handed out behind it. */
	pm_arena_strdup(&arena, "more");
	first = pm_arena_realloc(&arena, last, 16, 17);
	assert_ptr_not_equal(first, last);
	assert_string_equal(first, "1234567");
	pm_arena_release(&arena);
}

static void a_growing_array_keeps_its_items(void **state)
{
	int *item = NULL;
	size_t nr, alloc = 0;

	(void)state;
	for (nr = 0; nr < 1000; nr++) {
		PM_GROW(item, nr, alloc);
		item[nr] = (int)nr;
	}
	for (size_t i = 0; i < nr; i++)
		assert_int_equal(item[i], i);
	free(item);
}

static void sizes_of_zero_still_give_a_pointer(void **state)
{
	void *p[] = { pm_xmalloc(0), pm_xcalloc(0, 0), pm_xrealloc(NULL, 0),
		      pm_xstrndup(NULL, 0) };

	(void)state;
	for (size_t i = 0; i < sizeof(p) / sizeof(*p); i++) {
		assert_non_null(p[i]);
		free(p[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_an_arena_gives_is_zeroed_and_aligned),
		cmocka_unit_test(
			a_large_piece_does_not_waste_the_room_that_is_left),
		cmocka_unit_test(strings_are_copied_with_their_end),
		cmocka_unit_test(absorbing_keeps_what_both_held),
		cmocka_unit_test(what_grows_in_an_arena_keeps_its_bytes),
		cmocka_unit_test(a_growing_array_keeps_its_items),
		cmocka_unit_test(sizes_of_zero_still_give_a_pointer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

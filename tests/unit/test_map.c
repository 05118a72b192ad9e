/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include "base/alloc.h"
#include "base/map.h"

#define MANY 20000

static void an_empty_map_has_nothing(void **state)
{
	struct pm_map map = { 0 };
	size_t value = 7;

	(void)state;
	assert_false(pm_map_get(&map, "a", &value));
	assert_int_equal(value, 7);
	pm_map_release(&map);
	pm_map_release(&map);
}

static void the_first_value_of_a_key_stays(void **state)
{
	struct pm_map map = { 0 };
	size_t value = 0, there = 0;

	(void)state;
	assert_true(pm_map_add(&map, "a", 1, &there));
	assert_int_equal(there, 0);
	assert_false(pm_map_add(&map, "a", 2, &there));
	assert_int_equal(there, 1);
	assert_false(pm_map_add(&map, "a", 3, NULL));
	assert_true(pm_map_get(&map, "a", &value));
	assert_int_equal(value, 1);
	assert_int_equal(map.nr, 1);
	assert_true(pm_map_add(&map, "", 4, NULL));
	assert_true(pm_map_get(&map, "", &value));
	assert_int_equal(value, 4);
	pm_map_release(&map);
}

static void many_keys_are_all_found_again(void **state)
{
	struct pm_map map = { 0 };
	struct pm_arena arena = { 0 };
	size_t value = 0;

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		assert_true(pm_map_add(&map, pm_arena_printf(&arena, "k%zu", i),
				       i, NULL));
	assert_int_equal(map.nr, MANY);
	assert_true(map.alloc >= 2 * map.nr);
	assert_int_equal(map.alloc & (map.alloc - 1), 0);
	for (size_t i = 0; i < MANY; i++) {
		assert_true(pm_map_get(&map, pm_arena_printf(&arena, "k%zu", i),
				       &value));
		assert_int_equal(value, i);
	}
	assert_false(pm_map_get(&map, "k20000", &value));
	pm_map_release(&map);
	pm_arena_release(&arena);
}

static void a_hash_goes_on_from_another(void **state)
{
	(void)state;
	/* FNV-1a as it is published. */
	assert_true(pm_hash(PM_HASH_START, "") == PM_HASH_START);
	assert_true(pm_hash(PM_HASH_START, "a") == 0xaf63dc4c8601ec8cull);
	assert_true(pm_hash(PM_HASH_START, "foobar") == 0x85944171f73967e8ull);
	assert_true(pm_hash(pm_hash(PM_HASH_START, "foo"), "bar") ==
		    pm_hash(PM_HASH_START, "foobar"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_map_has_nothing),
		cmocka_unit_test(the_first_value_of_a_key_stays),
		cmocka_unit_test(many_keys_are_all_found_again),
		cmocka_unit_test(a_hash_goes_on_from_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

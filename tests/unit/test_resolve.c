/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "snapshot/resolve.h"
#include "snapshot/short_name.h"

#define BOTH (PM_POSTMORTEM | PM_ACTION)
#define CHECKOUT "2026-11-21-checkout-latency"

static void start(struct pm_snapshot *snapshot)
{
	static const char *const files[] = {
		"postmortems/" CHECKOUT "/README.md",
		"postmortems/" CHECKOUT "/actions/page-before-expiry.md",
		"postmortems/" CHECKOUT "/actions/warm-cache.md",
		"postmortems/2026-11-21-search/README.md",
		"postmortems/2026-11-21-search/actions/warm-cache.md",
		"postmortems/2026-11-21-search/actions/warm-cache-again.md",
		"postmortems/2026-10-01-search-outage/README.md",
		"postmortems/\xc3\xbcxberlast/README.md",
		"postmortems/page/README.md",
	};
	struct pm_source source = { 0 };
	struct pm_entries list = { 0 };

	pm_snapshot_init(snapshot, &source, NULL, 0);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		pm_entries_add(&list, files[i], PM_MODE_FILE, NULL);
	pm_entries_sort(&list);
	pm_snapshot_fill(snapshot, &list);
	pm_entries_release(&list);
}

static void any_unique_part_of_an_id_is_enough(void **state)
{
	static const struct {
		unsigned kinds;
		const char *prefix;
		const char *name;
		const char *id;
	} cases[] = {
		{ BOTH, "", CHECKOUT, CHECKOUT },
		{ BOTH, "", "2026-11-21-ch", CHECKOUT },
		{ BOTH, "", "checkout", CHECKOUT },
		{ BOTH, "", "CHECK", CHECKOUT },
		{ BOTH, "", "latency", CHECKOUT },
		{ BOTH, "", "2026-10", "2026-10-01-search-outage" },
		{ BOTH, "", "outage", "2026-10-01-search-outage" },
		/* The whole of one is more than the beginning of another. */
		{ BOTH, "", "2026-11-21-search", "2026-11-21-search" },
		{ BOTH, "", "search", "2026-11-21-search" },
		{ BOTH, "", "SEARCH", "2026-11-21-search" },
		{ PM_ACTION, "", "search/warm-cache",
		  "2026-11-21-search/warm-cache" },
		{ BOTH, "", "\xc3\xbcxberl", "\xc3\xbcxberlast" },
		/* A post-mortem comes before an item of the same beginning. */
		{ BOTH, "", "page", "page" },
		{ PM_ACTION, "", "page", CHECKOUT "/page-before-expiry" },
		{ BOTH, "", "expiry", CHECKOUT "/page-before-expiry" },
		{ BOTH, "", "checkout/page", CHECKOUT "/page-before-expiry" },
		{ PM_ACTION, "", "checkout/warm", CHECKOUT "/warm-cache" },
		/* So it is behind a part of its post-mortem's name. */
		{ BOTH, "", "2026-11-21-s/warm-cache",
		  "2026-11-21-search/warm-cache" },
		{ PM_ACTION, "", "2026-11-21-search/warm-cache",
		  "2026-11-21-search/warm-cache" },
		{ PM_ACTION, "", "2026-11-21-s/again",
		  "2026-11-21-search/warm-cache-again" },
		/* Paths. */
		{ BOTH, "", "postmortems/page", "page" },
		{ BOTH, "", "postmortems/page/", "page" },
		{ BOTH, "", "./postmortems//page/README.md", "page" },
		{ BOTH, "postmortems/page/", ".", "page" },
		{ BOTH, "postmortems/page/", "README.md", "page" },
		{ BOTH, "postmortems/page/", "../" CHECKOUT, CHECKOUT },
		{ BOTH, "postmortems/" CHECKOUT "/", "actions/warm-cache.md",
		  CHECKOUT "/warm-cache" },
		{ BOTH, "src/",
		  "../postmortems/" CHECKOUT "/actions/warm-cache.md",
		  CHECKOUT "/warm-cache" },
	};
	struct pm_snapshot s;

	(void)state;
	start(&s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_named named = { 0 };
		struct pm_error err = { 0 };

		if (pm_resolve(&named, &s, cases[i].name, cases[i].prefix,
			       cases[i].kinds, &err) < 0)
			fail_msg("%s: %s", cases[i].name, err.message);
		assert_string_equal(named.action ? named.action->id :
						   named.postmortem->id,
				    cases[i].id);
	}
	pm_snapshot_release(&s);
}

static void an_ambiguous_name_lists_what_it_fits(void **state)
{
	static const struct {
		unsigned kinds;
		const char *name;
		const char *listed[3];
	} cases[] = {
		{ BOTH, "sear",
		  { "2026-10-01-search-outage", "2026-11-21-search" } },
		{ PM_POSTMORTEM, "2026-11",
		  { "\n  " CHECKOUT, "\n  2026-11-21-search" } },
		{ PM_ACTION, "warm-cache",
		  { CHECKOUT "/warm-cache", "2026-11-21-search/warm-cache" } },
		{ PM_ACTION, "cache",
		  { "warm-cache-again" } },
	};
	struct pm_snapshot s;

	(void)state;
	start(&s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_named named = { 0 };
		struct pm_error err = { 0 };

		assert_int_equal(pm_resolve(&named, &s, cases[i].name, "",
					    cases[i].kinds, &err),
				 PM_EAMBIGUOUS);
		for (size_t k = 0; k < 3 && cases[i].listed[k]; k++) {
			if (!strstr(err.message, cases[i].listed[k]))
				fail_msg("%s", err.message);
		}
	}
	pm_snapshot_release(&s);
}

static void a_name_that_fits_nothing_may_be_nearly_one(void **state)
{
	static const struct {
		unsigned kinds;
		const char *name;
		const char *near; /* NULL: nothing is near */
	} cases[] = {
		{ BOTH, "2026-11-21-chekout-latency", CHECKOUT },
		{ BOTH, "chekout", CHECKOUT },
		{ PM_POSTMORTEM, "serach", "2026-11-21-search" },
		{ PM_ACTION, "wram-cache", "warm-cache" },
		{ PM_ACTION, "page-befroe", "page-before-expiry" },
		{ PM_ACTION, "checkout-latency/paeg",
		  CHECKOUT "/page-before-expiry" },
		{ BOTH, "zzz", NULL },
		{ BOTH, "postmortems/nothing/README.md", NULL },
	};
	struct pm_snapshot s;

	(void)state;
	start(&s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_named named = { 0 };
		struct pm_error err = { 0 };
		struct pm_buf near = { 0 };

		assert_int_equal(pm_resolve(&named, &s, cases[i].name, "",
					    cases[i].kinds, &err),
				 PM_ENOTFOUND);
		pm_buf_addf(&near, "did you mean \"%s\"?",
			    cases[i].near ? cases[i].near : "");
		if (!strstr(err.message, cases[i].near ? near.ptr :
							 cases[i].name) ||
		    (!cases[i].near && strstr(err.message, "did you mean")))
			fail_msg("%s", err.message);
		pm_buf_release(&near);
	}
	pm_snapshot_release(&s);
}

static void a_kind_that_is_not_meant_is_not_found(void **state)
{
	struct pm_snapshot s;
	struct pm_named named = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	start(&s);
	assert_failed(pm_resolve(&named, &s, "expiry", "", PM_POSTMORTEM,
				 &err),
		      PM_ENOTFOUND, &err, "no post-mortem \"expiry\"");
	assert_failed(pm_resolve(&named, &s, "latency", "", PM_ACTION, &err),
		      PM_ENOTFOUND, &err, "no action item \"latency\"");
	assert_failed(pm_resolve(&named, &s, "postmortems/page/README.md", "",
				 PM_ACTION, &err),
		      PM_ENOTFOUND, &err, "no action item");
	assert_failed(pm_resolve(&named, &s, "", "", BOTH, &err), PM_EINVALID,
		      &err, "empty name");
	pm_snapshot_release(&s);
}

static void a_short_name_is_the_fewest_words_that_are_enough(void **state)
{
	static const struct {
		const char *id, *name;
	} cases[] = {
		{ CHECKOUT, "checkout" },
		{ CHECKOUT "/page-before-expiry", "page-before" },
		/* A whole name goes before the beginning of another. */
		{ "2026-11-21-search", "search" },
		{ "2026-10-01-search-outage", "search-outage" },
		/* Two items have one name. */
		{ CHECKOUT "/warm-cache", "checkout/warm-cache" },
		{ "2026-11-21-search/warm-cache", "search/warm-cache" },
		{ "2026-11-21-search/warm-cache-again", "warm-cache-again" },
		{ "\xc3\xbcxberlast", "\xc3\xbcxberlast" },
		{ "page", "page" },
	};
	struct pm_snapshot s;
	struct pm_short_names names = { 0 };
	struct pm_named named;
	struct pm_error err = { 0 };

	(void)state;
	start(&s);
	pm_short_names_find(&names, &s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *name = pm_short_name(&names, cases[i].id);

		assert_string_equal(name, cases[i].name);
		assert_int_equal(pm_resolve(&named, &s, name, "", BOTH, &err),
				 PM_OK);
		assert_string_equal(named.action ? named.action->id :
						   named.postmortem->id,
				    cases[i].id);
	}
	/* Where none were looked for, it is the id. */
	pm_short_names_release(&names);
	assert_string_equal(pm_short_name(&names, CHECKOUT), CHECKOUT);
	pm_short_names_release(&names);
	pm_snapshot_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_unique_part_of_an_id_is_enough),
		cmocka_unit_test(an_ambiguous_name_lists_what_it_fits),
		cmocka_unit_test(a_name_that_fits_nothing_may_be_nearly_one),
		cmocka_unit_test(a_kind_that_is_not_meant_is_not_found),
		cmocka_unit_test(
			a_short_name_is_the_fewest_words_that_are_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

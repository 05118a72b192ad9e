/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "forge/pull.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Between two answers. */
#define CUT "%%\n"

static const char people[] =
	"people:\n"
	"  bob: {email: bob@example.com, forge: \"@bob-gh\"}\n";

/* What is read says the same in another order, and no consent comes of it but
 * from a review that says so. */
static void check(struct pm_answer *answer, size_t nr)
{
	struct pm_arena arena = { 0 };
	struct pm_policy policy;
	struct pm_consent consent[2];
	struct pm_pull pull[2];
	struct pm_error err;
	int code[2];

	pm_policy_read(&policy, people, sizeof(people) - 1);
	for (int turn = 0; turn < 2; turn++) {
		struct pm_answer first = answer[0];

		code[turn] = pm_pull_read(&pull[turn], &arena, answer, nr,
					  &err);
		answer[0] = answer[nr - 1];
		answer[nr - 1] = first;
		if (code[turn])
			continue;
		pm_pull_consent(&consent[turn], &arena, &pull[turn], &policy,
				"bob");
		if (consent[turn].is != PM_CONSENT_NONE &&
		    (!consent[turn].review ||
		     consent[turn].review->state != PM_REVIEW_APPROVED))
			abort();
	}
	if (!code[0] != !code[1] ||
	    (!code[0] && (consent[0].is != consent[1].is ||
			  consent[0].commits != consent[1].commits)))
		abort();
	pm_policy_release(&policy);
	pm_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const name[] = { "1", "2", "3", "4" };
	struct pm_answer answer[4];
	const char *at = (const char *)data, *end = at + size, *cut;
	size_t nr = 0;

	do {
		cut = nr < 3 && at < end ? memmem(at, (size_t)(end - at), CUT,
						  sizeof(CUT) - 1) :
					   NULL;
		answer[nr] = (struct pm_answer){
			name[nr], at, (size_t)((cut ? cut : end) - at)
		};
		nr++;
		at = cut ? cut + sizeof(CUT) - 1 : end;
	} while (cut);
	check(answer, nr);
	return 0;
}

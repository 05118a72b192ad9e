/* SPDX-License-Identifier: MIT */
#include "history/mention.h"

int pm_mention_claims(struct pm_claims *out, struct pm_arena *arena,
		      struct pm_repo *repo, const char *tip,
		      const char *without, const char *since,
		      struct pm_error *err)
{
	const char *const tips[] = { tip, NULL };
	const char *const excluded[] = { without, NULL };
	const struct pm_claims_options options = {
		.tip = tips,
		.without = excluded,
		.since = since,
		.kinds = PM_CLAIM_WORKS_ON | PM_CLAIM_CLOSES |
			 PM_CLAIM_REVERTS,
	};

	(void)repo;
	return pm_claims_read(out, arena, &options, err);
}

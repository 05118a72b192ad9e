/* SPDX-License-Identifier: MIT */
#ifndef PM_FIXES_H
#define PM_FIXES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strlist.h"

/*
 * What a commit message says it fixes in somebody's tracker, in the words that
 * GitHub, GitLab and Jira know: "Fixes #12", "closes: owner/repository#12 and
 * #13", "Resolved SHOP-93", "Implements https://...", "SHOP-93 #resolve". A
 * key may be of any tracker. The subject of a revert only quotes.
 */
struct pm_fixes {
	const char *at; /* start it as { .at = message } */
	const char *keyword;
	size_t keyword_len;
	bool in_list; /* another reference may follow the one before */
};

struct pm_fix {
	const char *keyword; /* into the message, as what follows; with its
			      * colon; "#resolve" where that comes behind */
	size_t keyword_len;
	const char *reference;
	size_t reference_len;
	bool is_behind; /* the keyword is */
};

/* False at the end. */
bool pm_fixes_next(struct pm_fix *out, struct pm_fixes *fixes);

/*
 * Append the forms by which a reference can be told to be another one, in lower
 * case: "key:shop-93", "issue:owner/repository#12", "url:...". `page` is that
 * of this repository (git/forge.h), to which "#12" belongs; "" is unknown.
 */
void pm_reference_forms(struct pm_strlist *out, const char *reference,
			size_t len, const char *page);

#endif

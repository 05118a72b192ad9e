/* SPDX-License-Identifier: MIT */
#ifndef PM_TEST_MERGING_H
#define PM_TEST_MERGING_H

#include <string.h>

#include "snapshot/merge.h"
#include "tests/unit/support.h"

/* A merge of three texts, for the tests of snapshot/merge.h. */

/* Text is not what this is about: both sides whole, as one conflict. */
static int conflict_whole(struct pm_buf *out, const struct pm_text_merge *text,
			  struct pm_error *err)
{
	(void)err;
	pm_buf_addf(out, "<%s>", text->label[PM_OURS]);
	pm_buf_add(out, text->side[PM_OURS].ptr, text->side[PM_OURS].len);
	pm_buf_addstr(out, "<=>");
	pm_buf_add(out, text->side[PM_THEIRS].ptr, text->side[PM_THEIRS].len);
	pm_buf_addf(out, "<%s>", text->label[PM_THEIRS]);
	return 1;
}

static bool with_base;

static int show_base(bool *out, struct pm_error *err)
{
	(void)err;
	*out = with_base;
	return 0;
}

static void merge(struct pm_merged *out, const char *base, const char *ours,
		  const char *theirs)
{
	struct pm_policy policy = { 0 };
	struct pm_merge in = {
		.policy = &policy,
		.kind = PM_ACTION,
		.text.side = { { base, strlen(base) }, { ours, strlen(ours) },
			       { theirs, strlen(theirs) } },
		.text.label = { "base", "ours", "theirs" },
		.text.marker_size = 7,
		.merge_text = conflict_whole,
		.show_base = show_base,
	};
	struct pm_error err = { 0 };

	pm_policy_read(&policy, NULL, 0);
	assert_ok(pm_record_merge(out, &in, &err), &err);
	pm_policy_release(&policy);
}

#endif

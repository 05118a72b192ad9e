/* SPDX-License-Identifier: MIT */
#include "view/here_text.h"

void pm_here_words(struct pm_buf *out, const struct pm_here *here)
{
	switch (here->found) {
	case PM_HERE_NOWHERE:
		pm_buf_addstr(out, "the change that is not committed yet");
		break;
	case PM_HERE_UNKNOWN:
		pm_buf_addstr(out, "before this clone begins");
		break;
	case PM_HERE_BEFORE:
		pm_buf_addf(out, "in or before %s %s", here->commit->abbrev,
			    here->commit->subject);
		break;
	case PM_HERE_COMMIT:
		pm_buf_addf(out, "%s %s", here->commit->abbrev,
			    here->commit->subject);
		break;
	}
}

/* SPDX-License-Identifier: MIT */
#ifndef PM_DIGEST_MBOX_H
#define PM_DIGEST_MBOX_H

#include "base/buf.h"
#include "base/date.h"
#include "model/policy.h"
#include "report/digest.h"

/*
 * A digest as mails in an mbox, one for each part (view/mail.h). A part of one
 * person goes to where model/address.h knows to write to them; one of
 * everybody names no recipient, who sends it does.
 */
struct pm_digest_mail {
	const struct pm_policy *policy;
	const char *from_name, *from_address; /* by pm_is_mail_address() */
	struct pm_time now;
};

/* False, and nothing is added, when there is no address for the part. */
bool pm_digest_mbox(struct pm_buf *out, const struct pm_digest *digest,
		    const struct pm_digest_part *part,
		    const struct pm_digest_mail *mail);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PM_ADDRESS_H
#define PM_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "model/policy.h"

/*
 * Where people can be written to.
 */

/*
 * Whether a text is an address that a header may hold as it is: the dot-atom
 * of RFC 5322 at a name of letters, digits and hyphens. Quoted, internationalised
 * and bracketed ones are not.
 */
bool pm_is_mail_address(const char *text, size_t len);
/*
 * Put the address of whom a record names into `address`, and their name, where
 * it is known, into `name`: the first that the policy's "people" has, else the
 * one that is written there. Private addresses of a forge are none. False when
 * there is none.
 */
bool pm_policy_mail(struct pm_buf *name, struct pm_buf *address,
		    const struct pm_policy *policy, const char *who);

#endif

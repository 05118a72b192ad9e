/* SPDX-License-Identifier: MIT */
#ifndef PM_ELSEWHERE_TEXT_H
#define PM_ELSEWHERE_TEXT_H

#include "snapshot/elsewhere.h"
#include "view/style.h"

/*
 * A record on the branches:
 *
 *	Page before expiry
 *	2026-11-30-expired-certificate/page-before-expiry
 *
 *	here: state accepted, owner alice, due 2026-12-16
 *
 *	state done, owner alice, due 2026-12-16
 *	  feature/alarm         2026-12-02
 *	  origin/feature/alarm  2026-12-02
 *
 *	the same on 3 branches
 */
void pm_view_elsewhere(const struct pm_view *view,
		       const struct pm_record *here,
		       const struct pm_elsewhere *elsewhere);

#endif

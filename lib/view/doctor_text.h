/* SPDX-License-Identifier: MIT */
#ifndef PM_DOCTOR_TEXT_H
#define PM_DOCTOR_TEXT_H

#include "doctor/doctor.h"
#include "view/style.h"

/* What a doctor saw: everything that is not fine, by its part, each with its
 * remedy on a line of its own, and one line about the rest. With `all`, also
 * what is fine and what the policy requires. */
void pm_doctor_text(const struct pm_view *view, const struct pm_doctor *doctor,
		    bool all);

#endif

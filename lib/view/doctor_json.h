/* SPDX-License-Identifier: MIT */
#ifndef PM_DOCTOR_JSON_H
#define PM_DOCTOR_JSON_H

#include "base/buf.h"
#include "doctor/doctor.h"

/* As git-postmortem(1), JSON, has it. */
void pm_doctor_json(struct pm_buf *out, const struct pm_doctor *doctor);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CMD_DOCTOR_HISTORIES_H
#define CMD_DOCTOR_HISTORIES_H

#include "cmd/command.h"

/* Give records without a history theirs from the log, in one commit; for
 * pm_doctor_options, with the context as payload. `done` receives what became
 * of it. */
int doctor_write_histories(void *payload, struct pm_buf *done,
			   struct pm_error *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CMD_BY_HAND_H
#define CMD_BY_HAND_H

#include "cmd/command.h"
#include "model/record.h"

/*
 * Open a record in git's editor. Others may write while its author thinks:
 * *lock is given up meanwhile and taken again (-1: taken then). What another
 * command made of the record meanwhile is kept beside what was typed; where
 * both changed the same, the file holds both between markers, and that is a
 * failure that says how to go on. What was typed gets its event in the
 * history of the record, whose kind, id and path are set.
 */
int edit_by_hand(struct context *ctx, int *lock,
		 const struct pm_policy *policy,
		 const struct pm_record *record, struct pm_error *err);

#endif

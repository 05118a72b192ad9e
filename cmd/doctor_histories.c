/* SPDX-License-Identifier: MIT */
#include "cmd/doctor_histories.h"

#include <stdlib.h>

#include "cmd/record_edit.h"
#include "doctor/ledgers.h"

#define MESSAGE                                                              \
	"doctor: histories from the log\n\nRecords from before there were "  \
	"histories get theirs: an event for\neach commit that set a field, " \
	"by its author and on its day.\n"

static int write(struct record_edit *edit, struct pm_ledgers *made,
		 struct pm_error *err)
{
	struct writing writing = { 0 };
	int code;

	for (size_t i = 0; i < made->nr; i++)
		pm_edit_write(&edit->files, made->item[i].path,
			      made->item[i].text, made->item[i].len, false);
	code = writing_begin(&writing, edit->ctx, &edit->files, true, err);
	if (code >= 0)
		code = writing_finish(&writing, MESSAGE, err);
	writing_release(&writing);
	return code;
}

int doctor_write_histories(void *payload, struct pm_buf *done,
			   struct pm_error *err)
{
	struct context *ctx = payload;
	struct record_edit edit;
	struct pm_ledgers made = { 0 };
	FILE *out = ctx->out;
	char *head = NULL;
	int code = record_edit_begin(&edit, ctx, err);

	if (code >= 0)
		code = pm_repo_head(&ctx->repo, &head, err);
	if (code >= 0)
		code = pm_snapshot_read(&edit.snapshot,
					PM_POSTMORTEM | PM_ACTION,
					PM_READ_BODY, err);
	if (code >= 0)
		code = pm_ledgers_from_log(&made, &ctx->repo, &edit.snapshot,
					   head, err);
	/* What git says of the commit is no part of what the doctor prints. */
	ctx->out = stderr;
	if (code >= 0 && made.nr)
		code = write(&edit, &made, err);
	ctx->out = out;
	pm_buf_addf(done, "written: %zu event%s of %zu record%s, in one commit",
		    made.events, made.events == 1 ? "" : "s", made.nr,
		    made.nr == 1 ? "" : "s");
	pm_ledgers_release(&made);
	record_edit_release(&edit);
	free(head);
	return code;
}

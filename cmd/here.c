/* SPDX-License-Identifier: MIT */
#include "cmd/here.h"

#include <stdlib.h>
#include <string.h>

#include "model/answer.h"

static bool says_here(const struct pm_record *record)
{
	const char *text = record->kind == PM_ACTION ?
				   pm_record_text(record, PM_F_EVIDENCE) :
				   NULL;

	return text && !strcmp(text, PM_EVIDENCE_HERE);
}

int heres_find(struct heres *out, struct context *ctx,
	       const struct pm_snapshot *snapshot,
	       const struct pm_record *record, size_t nr,
	       struct pm_error *err)
{
	const struct pm_source *source = &snapshot->source;
	char *head = NULL;
	int code = PM_OK;

	out->item = pm_arena_alloc(&out->arena, (nr + 1) * sizeof(*out->item));
	for (size_t i = 0; i < nr; i++)
		if (says_here(&record[i]))
			out->item[out->nr++].path = record[i].path;
	if (!out->nr)
		return PM_OK;
	if (source->place != PM_COMMIT)
		code = pm_repo_head(&ctx->repo, &head, err);
	if (code >= 0)
		code = pm_here_find(out->item, out->nr, &out->arena,
				    &ctx->repo, &snapshot->policy,
				    source->place == PM_COMMIT ? source->base :
								 head, err);
	free(head);
	return code;
}

const struct pm_here *heres_of(const struct heres *heres,
			       const struct pm_record *record)
{
	for (size_t i = 0; i < heres->nr; i++)
		if (!strcmp(heres->item[i].path, record->path))
			return &heres->item[i];
	return NULL;
}

void heres_release(struct heres *heres)
{
	pm_arena_release(&heres->arena);
	memset(heres, 0, sizeof(*heres));
}

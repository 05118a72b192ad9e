/* SPDX-License-Identifier: MIT */
#include "cmd/place.h"

#include <string.h>

static int open_source(struct context *ctx, const char *at,
		       struct pm_source *out, struct pm_error *err)
{
	return at ? pm_source_commit(out, &ctx->repo, at, err) :
		    pm_source_default(out, &ctx->repo, err);
}

int place_load(struct context *ctx, const char *at, struct pm_snapshot *out,
	       unsigned kinds, enum pm_read what, struct pm_error *err)
{
	struct pm_source source = { 0 };
	int code = open_source(ctx, at, &source, err);

	return code < 0 ? code :
			  pm_snapshot_load(out, &source, kinds, what, err);
}

int place_list(struct context *ctx, const char *at, struct pm_snapshot *out,
	       struct pm_error *err)
{
	return place_load(ctx, at, out, 0, PM_READ_FIELDS, err);
}

struct pm_view view_of(struct context *ctx, struct pm_buf *out)
{
	return (struct pm_view){ .out = out, .color = ctx->color,
				 .width = ctx->width, .today = ctx->today };
}

void view_print(struct context *ctx, struct pm_buf *out)
{
	fwrite(pm_buf_str(out), 1, out->len, ctx->out);
	pm_buf_release(out);
}

int format_is_json(const struct command *command, const char *format,
		   bool *json)
{
	*json = format && !strcmp(format, "json");
	if (*json || !format || !strcmp(format, "text"))
		return EXIT_OK;
	return command_usage_error(command, "--format is text or json, not "
					    "\"%s\"", format);
}

enum pm_style style_of_state(const struct pm_record *action, pm_date today)
{
	switch (pm_record_state(action)) {
	case PM_DONE:
		return PM_STYLE_GOOD;
	case PM_DECLINED:
		return PM_STYLE_DIM;
	case PM_PROPOSED:
		return PM_STYLE_WARNING;
	default:
		return pm_record_is_overdue(action, today) ? PM_STYLE_ERROR :
							     PM_STYLE_PLAIN;
	}
}

enum pm_style style_of_status(enum pm_status status)
{
	return status == PM_CLOSED ? PM_STYLE_GOOD :
	       status == PM_DRAFT  ? PM_STYLE_WARNING :
				     PM_STYLE_PLAIN;
}

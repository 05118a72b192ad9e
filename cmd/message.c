/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/* Every line behind a label, made safe: git's way of speaking on stderr. */
static void say(const char *label, const char *fmt, va_list ap)
{
	struct pm_buf raw = { 0 }, safe = { 0 };

	pm_buf_vaddf(&raw, fmt, ap);
	pm_text_safe(&safe, pm_buf_str(&raw), raw.len, PM_SAFE_TEXT);
	fflush(stdout);
	for (const char *line = pm_buf_str(&safe), *end; *line; line = end) {
		size_t len = strcspn(line, "\n");

		fprintf(stderr, "%s%.*s\n", label, (int)len, line);
		end = line + len + (line[len] == '\n');
		/* A list below the first line explains itself. */
		if (!strcmp(label, "fatal: ") || !strcmp(label, "error: "))
			label = "";
	}
	pm_buf_release(&raw);
	pm_buf_release(&safe);
}

static void say_fmt(const char *label, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void say_fmt(const char *label, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(label, fmt, ap);
	va_end(ap);
}

int command_usage_error(const struct command *command, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("error: ", fmt, ap);
	va_end(ap);
	options_usage(stderr, command);
	return EXIT_USAGE;
}

int command_fail(const struct pm_error *err)
{
	say_fmt("fatal: ", "%s", err->message);
	return EXIT_FATAL;
}

void command_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("warning: ", fmt, ap);
	va_end(ap);
}

void command_hint(struct context *ctx, const char *fmt, ...)
{
	va_list ap;

	if (ctx->quiet ||
	    !pm_repo_config_bool(&ctx->repo, "postmortem.hints", true))
		return;
	va_start(ap, fmt);
	say("hint: ", fmt, ap);
	va_end(ap);
}

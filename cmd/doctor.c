/* SPDX-License-Identifier: MIT */
#include "cmd/doctor_histories.h"
#include "cmd/place.h"

#include "doctor/doctor.h"
#include "view/doctor_json.h"
#include "view/doctor_text.h"

struct doctor_options {
	bool fix, verbose;
	struct opt_number commits;
	const char *format;
};

static const struct opt opts[] = {
	{ OPT_BOOL, 0, "fix", offsetof(struct doctor_options, fix), NULL,
	  "repair what is safe: hooks, drivers, our index, our left-overs; "
	  "histories from the log",
	  NULL },
	{ OPT_BOOL, 'v', "verbose", offsetof(struct doctor_options, verbose),
	  NULL, "also tell what is fine, and what the policy requires", NULL },
	{ OPT_NUMBER, 0, "commits", offsetof(struct doctor_options, commits),
	  "<n>", "how many commits to judge again (default 20; 0: none)",
	  NULL },
	{ OPT_STRING, 0, "format", offsetof(struct doctor_options, format),
	  "<format>", "text or json", "text json" },
	{ 0 },
};

extern const struct command cmd_doctor;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct doctor_options *o = options;
	struct pm_doctor_options wanted = { .fix = o->fix,
					    .write_histories =
						    doctor_write_histories,
					    .payload = ctx,
					    .commits = PM_DOCTOR_COMMITS,
					    .today = ctx->today };
	struct pm_doctor doctor;
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);
	bool json;
	int status = format_is_json(&cmd_doctor, o->format, &json);

	if (status != EXIT_OK)
		return status;
	if (argc)
		return command_usage_error(&cmd_doctor,
					   "unexpected operand \"%s\"", argv[0]);
	if (o->commits.is_given)
		wanted.commits = (size_t)o->commits.value;
	ctx->has_acted = o->fix;
	pm_doctor_look(&doctor, &ctx->repo, &wanted);
	if (json)
		pm_doctor_json(&out, &doctor);
	else
		pm_doctor_text(&view, &doctor, o->verbose);
	view_print(ctx, &out);
	if (doctor.count[PM_NOTE_ERROR] || doctor.count[PM_NOTE_WARNING])
		status = EXIT_FINDINGS;
	pm_doctor_release(&doctor);
	return status;
}

const struct command cmd_doctor = {
	.name = "doctor",
	.usage = "",
	.summary = "see what is wrong with this clone, and how to repair it",
	.options = opts,
	.options_size = sizeof(struct doctor_options),
	.run = run,
	.acts = true,
};

/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <string.h>

#include "report/codeowners.h"
#include "snapshot/codeowners.h"

#define WRITE "git postmortem codeowners --write"

static bool has_our_part(const struct pm_buf *text)
{
	return strstr(pm_buf_str(text), PM_CODEOWNERS_BEGIN);
}

/* A part that nobody keeps up to date asks the wrong people for a review. */
static int look_at_part(struct pm_doctor *doctor, const char *path,
			struct pm_buf *text, struct pm_error *err)
{
	struct pm_codeowners owners;
	struct pm_codeowner_lines lines = { 0 };
	struct pm_buf before = { 0 };
	int code;

	pm_buf_add(&before, pm_buf_str(text), text->len);
	pm_codeowners_parse(&owners, pm_buf_str(text), text->len);
	pm_codeowner_lines_make(&lines, &doctor->snapshot,
				owners.sections > 0);
	code = pm_codeowners_replace(text, pm_buf_str(&lines.text), err);
	if (code < 0)
		pm_error_wrap(err, "%s", path);
	else if (before.len != text->len ||
		 memcmp(pm_buf_str(&before), pm_buf_str(text), text->len))
		pm_note(doctor, "codeowners", "codeowners-old", PM_NOTE_HINT,
			doctor->repo->top ? WRITE : NULL,
			"the part of %s that is generated is not how the "
			"post-mortems stand", path);
	else
		pm_note(doctor, "codeowners", "codeowners", PM_NOTE_OK, NULL,
			"the part of %s that is generated is up to date", path);
	pm_codeowner_lines_release(&lines);
	pm_codeowners_release(&owners);
	pm_buf_release(&before);
	return code;
}

void pm_look_at_codeowners(struct pm_doctor *doctor)
{
	const struct pm_snapshot *s = &doctor->snapshot;
	struct pm_buf text = { 0 };
	struct pm_error err = { 0 };
	const char *path = NULL;
	int code = pm_codeowners_find(&path, &text, &s->source, &err);

	if (code >= 0 && !path &&
	    s->policy.codeowners != PM_CODEOWNERS_OFF)
		pm_note(doctor, "codeowners", "codeowners-none", PM_NOTE_ERROR,
			pm_note_edit(doctor, PM_CODEOWNERS_DEFAULT),
			"the policy wants owners whom CODEOWNERS names, and "
			"there is no CODEOWNERS");
	else if (code >= 0 && path && has_our_part(&text))
		code = look_at_part(doctor, path, &text, &err);
	if (code < 0)
		pm_note_failure(doctor, "codeowners", &err);
	pm_buf_release(&text);
}

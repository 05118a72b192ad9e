/* SPDX-License-Identifier: MIT */
#include "model/draft.h"

#include <string.h>

#include "base/embedded.h"
#include "syntax/front.h"

/* Empty values wait to be filled in; a list is shown as one. */
static const char postmortem_front[] =
	"---\n"
	"title:\n"
	"status: draft\n"
	"severity:\n"
	"owner:\n"
	"lead:\n"
	"teams: []\n"
	"services: []\n"
	"incident:\n"
	"started:\n"
	"detected:\n"
	"mitigated:\n"
	"resolved:\n"
	"debrief:\n"
	"  date:\n"
	"  facilitator:\n"
	"  attendees: []\n"
	"---\n";

static const char action_front[] =
	"---\n"
	"title:\n"
	"state: proposed\n"
	"owner:\n"
	"---\n";

static bool has_front(const char *body)
{
	return body && !strncmp(body, "---", 3) &&
	       (body[3] == '\n' || body[3] == '\r');
}

void pm_draft_init(struct pm_draft *draft, enum pm_kind kind,
		   const struct pm_policy *policy, pm_date today,
		   const char *body)
{
	*draft = (struct pm_draft){ .kind = kind, .policy = policy,
				    .today = today };
	if (!has_front(body))
		pm_buf_addstr(&draft->text, kind == PM_ACTION ?
						    action_front :
						    postmortem_front);
	if (!body || !*body)
		return;
	if (!has_front(body))
		pm_buf_addch(&draft->text, '\n');
	pm_buf_addstr(&draft->text, body);
	if (draft->text.ptr[draft->text.len - 1] != '\n')
		pm_buf_addch(&draft->text, '\n');
}

int pm_draft_set_list(struct pm_draft *draft, enum pm_field field,
		      const struct pm_strlist *values, struct pm_error *err)
{
	const char *before[PM_FIELDS + 1];
	struct pm_strlist parsed = { 0 };
	struct pm_buf value = { 0 };
	int code = PM_OK;

	for (size_t i = 0; i < values->nr && code >= 0; i++) {
		if (!*values->item[i])
			continue;
		pm_buf_reset(&value);
		code = pm_value_parse(&value, field, values->item[i],
				      draft->policy, draft->today, err);
		if (code >= 0)
			pm_strlist_add(&parsed, pm_buf_str(&value));
	}
	pm_field_keys(before, draft->kind, field);
	if (code >= 0 && parsed.nr)
		code = pm_front_set(&draft->text, pm_field_def(field)->key,
				    (const char *const *)parsed.item,
				    parsed.nr, pm_field_is_list(field),
				    before, err);
	pm_strlist_release(&parsed);
	pm_buf_release(&value);
	return code;
}

int pm_draft_set(struct pm_draft *draft, enum pm_field field,
		 const char *value, struct pm_error *err)
{
	struct pm_strlist one = { 0 };
	int code;

	if (!value)
		return PM_OK;
	pm_strlist_add(&one, value);
	code = pm_draft_set_list(draft, field, &one, err);
	pm_strlist_release(&one);
	return code;
}

int pm_draft_fill(struct pm_draft *draft, const struct pm_field_text *values,
		  size_t nr, struct pm_error *err)
{
	int code = PM_OK;

	for (size_t i = 0; i < nr && code >= 0; i++)
		code = pm_draft_set(draft, values[i].field, values[i].text,
				    err);
	return code;
}

void pm_draft_release(struct pm_draft *draft)
{
	pm_buf_release(&draft->text);
}

void pm_template_names(struct pm_strlist *out, const char *severity)
{
	if (severity)
		pm_strlist_addf(out, "%s.md", severity);
	pm_strlist_add(out, "default.md");
}

const char *pm_template_builtin(const char *name)
{
	const struct pm_embedded *file = pm_embedded_find(name);

	return file ? file->text : NULL;
}

/* SPDX-License-Identifier: MIT */
#include "report/codeowners.h"

#include "base/path.h"
#include "syntax/codeowners.h"

#define SECTION "[Post-mortems]\n"

static void omit(struct pm_codeowner_lines *out, const char *path,
		 const char *owner, bool is_named)
{
	if (is_named)
		pm_strlist_addf(&out->omitted,
				"%s: no pattern of CODEOWNERS can stand for "
				"this path", path);
	else
		pm_strlist_addf(&out->omitted,
				"%s: no forge knows \"%s\"; add \"forge:\" to "
				"them under \"people\" in %s, as in "
				"{forge: \"@alice\"}", path, owner,
				PM_POLICY_PATH);
}

static void add(struct pm_codeowner_lines *out, const struct pm_policy *policy,
		const char *path, bool is_folder, const char *owner)
{
	const char *name = pm_policy_forge_name(policy, owner);

	if (!name || !pm_codeowners_add_path(&out->text, path)) {
		omit(out, path, owner, name != NULL);
		return;
	}
	pm_buf_addf(&out->text, "%s %s\n", is_folder ? "/" : "", name);
}

static void add_items(struct pm_codeowner_lines *out,
		      const struct pm_policy *policy,
		      const struct pm_postmortem *pm, const char *owner)
{
	for (size_t i = 0; i < pm->actions; i++) {
		const struct pm_record *item = &pm->action[i];
		const struct pm_value *own = pm_record_get(item, PM_F_OWNER);

		if (own && own->is_valid &&
		    pm_state_is_open(pm_record_state(item)) &&
		    !pm_policy_same_person(policy, own->text, owner))
			add(out, policy, item->path, false, own->text);
	}
}

void pm_codeowner_lines_make(struct pm_codeowner_lines *out,
			     const struct pm_snapshot *snapshot, bool section)
{
	const struct pm_policy *policy = &snapshot->policy;

	*out = (struct pm_codeowner_lines){ 0 };
	if (section)
		pm_buf_addstr(&out->text, SECTION);
	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];
		const struct pm_value *owner =
			pm_record_get(&pm->record, PM_F_OWNER);

		/* One that cannot be read has no owner that is known. */
		if (pm_record_status(&pm->record) >= PM_CLOSED)
			continue;
		if (owner && owner->is_valid)
			add(out, policy, pm->folder, true, owner->text);
		add_items(out, policy, pm, owner ? owner->text : NULL);
	}
	if (section && out->text.len == sizeof(SECTION) - 1)
		pm_buf_reset(&out->text);
}

void pm_codeowner_lines_release(struct pm_codeowner_lines *lines)
{
	pm_buf_release(&lines->text);
	pm_strlist_release(&lines->omitted);
}

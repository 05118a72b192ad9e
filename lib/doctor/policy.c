/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/path.h"
#include "base/text.h"
#include "git/beneath.h"
#include "git/worktree.h"
#include "model/draft.h"
#include "model/rule.h"
#include "snapshot/moved.h"

static void look_at_problems(struct pm_doctor *doctor)
{
	const struct pm_problems *problems = &doctor->snapshot.policy.problems;
	const struct pm_problems *strange = &doctor->snapshot.policy.strange;
	const char *edit = pm_note_edit(doctor, PM_POLICY_PATH);

	for (size_t i = 0; i < problems->nr; i++) {
		const struct pm_problem *p = &problems->item[i];

		pm_note(doctor, "policy", "policy-broken", PM_NOTE_ERROR, edit,
			"%s:%zu: %s%s%s", PM_POLICY_PATH, p->line, p->message,
			p->fix ? "; " : "", p->fix ? p->fix : "");
	}
	for (size_t i = 0; i < strange->nr; i++) {
		const struct pm_problem *p = &strange->item[i];

		pm_note(doctor, "policy", "policy-unknown", PM_NOTE_WARNING,
			NULL, "%s:%zu: %s; %s", PM_POLICY_PATH, p->line,
			p->message, p->fix);
	}
	if (problems->nr)
		pm_note(doctor, "policy", "policy-broken", PM_NOTE_HINT, NULL,
			"people, files and history are not looked at before "
			"the policy can be read");
}

static void look_at_version(struct pm_doctor *doctor)
{
	struct pm_error err = { 0 };

	if (pm_policy_refuse_newer(&doctor->snapshot.policy, &err) < 0)
		pm_note(doctor, "policy", "program-old", PM_NOTE_ERROR, NULL,
			"%s; until then hooks here check nothing", err.message);
}

static void look_at_settings(struct pm_doctor *doctor)
{
	const struct pm_policy *policy = &doctor->snapshot.policy;

	for (size_t i = 0; i < policy->settings; i++) {
		const struct pm_rule_setting *s = &policy->setting[i];
		const struct pm_rule *rule = pm_rule_find(s->rule);
		char fix[120] = "remove the line";

		if (s->severity || (rule && !rule->is_fixed))
			continue;
		if (!rule)
			pm_rule_hint(fix, sizeof(fix), s->rule);
		pm_note(doctor, "policy", "policy-broken", PM_NOTE_ERROR,
			pm_note_edit(doctor, PM_POLICY_PATH),
			"%s:%zu: rules: %s \"%s\"; %s", PM_POLICY_PATH,
			s->line, rule ? "no policy changes" : "there is no rule",
			s->rule, fix);
	}
}

/* "major.md" and "default.md" of a policy that has "major". */
static bool is_asked_for(const struct pm_policy *policy, const char *name)
{
	struct pm_strlist names = { 0 };
	bool asked;

	pm_template_names(&names, NULL);
	for (size_t i = 0; i < policy->severities; i++)
		pm_template_names(&names, policy->severity[i].name);
	asked = pm_strlist_has(&names, name);
	pm_strlist_release(&names);
	return asked;
}

static void tell_unasked(struct pm_doctor *doctor, const char *path)
{
	const struct pm_policy *policy = &doctor->snapshot.policy;
	const char *name = pm_path_base(path);
	const char *names[100];
	const char *near;
	struct pm_buf remedy = { 0 }, right = { 0 };
	size_t len = strlen(name), nr = 0;
	char *stem = pm_xstrndup(name, len > 3 && !strcmp(name + len - 3, ".md") ?
					       len - 3 : len);

	for (; nr < policy->severities && nr < 100; nr++)
		names[nr] = policy->severity[nr].name;
	near = pm_nearest(stem, names, nr);
	if (near && doctor->repo->top) {
		pm_buf_addf(&right, "%s/%s.md", PM_TEMPLATE_DIR, near);
		pm_buf_addstr(&remedy, "git mv ");
		pm_note_path(&remedy, doctor, path);
		pm_buf_addch(&remedy, ' ');
		pm_note_path(&remedy, doctor, pm_buf_str(&right));
	}
	pm_note(doctor, "templates", "template-unused", PM_NOTE_HINT,
		remedy.len ? pm_buf_str(&remedy) : NULL,
		"%s is never used: \"%s\" is no severity of the policy%s%s%s",
		path, stem, near ? "; did you mean \"" : "", near ? near : "",
		near ? "\"?" : "");
	pm_buf_release(&remedy);
	pm_buf_release(&right);
	free(stem);
}

/* As `new` would read it: what it cannot, it refuses. */
static void look_at_template(struct pm_doctor *doctor,
			     const struct pm_entry *entry, struct pm_buf *text)
{
	const struct pm_snapshot *s = &doctor->snapshot;
	const char *edit = pm_note_edit(doctor, entry->path);
	struct pm_arena arena = { 0 };
	struct pm_record record = { .kind = PM_POSTMORTEM, .id = "",
				    .path = entry->path };
	struct pm_error err = { 0 };
	size_t size = 0;

	if (!pm_mode_is_file(entry->mode)) {
		pm_note(doctor, "templates", "template-unusable",
			PM_NOTE_WARNING, NULL, "%s is not a regular file",
			entry->path);
		return;
	}
	if (pm_source_read(text, &size, &s->source, entry, PM_MAX_TEMPLATE,
			   &err) < 0) {
		pm_note_failure(doctor, "templates", &err);
		return;
	}
	if (size > PM_MAX_TEMPLATE) {
		pm_note(doctor, "templates", "template-unusable",
			PM_NOTE_WARNING, edit,
			"%s has %zu bytes; at most %u are read", entry->path,
			size, PM_MAX_TEMPLATE);
		return;
	}
	/* Only front matter can be wrong in it. */
	if (!strncmp(pm_buf_str(text), "---\n", 4))
		pm_record_read(&record, &arena, pm_buf_str(text), text->len,
			       &s->policy, PM_READ_FIELDS);
	for (size_t i = 0; i < record.problems.nr; i++) {
		const struct pm_problem *p = &record.problems.item[i];

		if (p->kind == PM_PROBLEM_CUT_COMMENT)
			continue;
		pm_note(doctor, "templates", "template-unusable",
			PM_NOTE_WARNING, edit, "%s:%zu: %s%s%s", entry->path,
			p->line, p->message, p->fix ? "; " : "",
			p->fix ? p->fix : "");
	}
	pm_arena_release(&arena);
}

static void look_at_templates(struct pm_doctor *doctor)
{
	static const char *const folder[] = { PM_TEMPLATE_DIR };
	const struct pm_policy *policy = &doctor->snapshot.policy;
	struct pm_arena arena = { 0 };
	struct pm_entries entries = { 0 };
	struct pm_buf text = { 0 };
	struct pm_error err = { 0 };
	size_t before = doctor->nr;

	if (pm_source_list(&entries, &arena, &doctor->snapshot.source, folder,
			   1, &err) < 0)
		pm_note_failure(doctor, "templates", &err);
	for (size_t i = 0; i < entries.nr; i++) {
		const char *name = pm_path_base(entries.item[i].path);

		/* Ours that was left there is told with the files. */
		if (pm_edit_left(name))
			continue;
		if (is_asked_for(policy, name))
			look_at_template(doctor, &entries.item[i], &text);
		else
			tell_unasked(doctor, entries.item[i].path);
	}
	if (doctor->nr == before && entries.nr)
		pm_note(doctor, "templates", "templates", PM_NOTE_OK, NULL,
			"%zu template%s can be used", entries.nr,
			entries.nr == 1 ? "" : "s");
	pm_entries_release(&entries);
	pm_arena_release(&arena);
	pm_buf_release(&text);
}

/* The policy to the top, and where its records are now; NULL where a shell
 * would not take that as it stands. */
static const char *bring_back(struct pm_doctor *doctor,
			      const struct pm_moved *moved)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789._/-";
	struct pm_buf text = { 0 };
	const char *kept;
	char *folder;

	if (moved->root[strspn(moved->root, plain)])
		return NULL;
	if (!moved->policy) {
		pm_buf_addf(&text, "git postmortem init --root %s",
			    moved->root);
	} else {
		folder = pm_path_parent(moved->policy);
		pm_buf_addstr(&text, "git mv ");
		pm_note_path(&text, doctor, folder);
		pm_buf_addch(&text, ' ');
		pm_note_path(&text, doctor, ".postmortem");
		pm_buf_addf(&text, moved->says_root ?
				    " && sed -i 's|^root:.*|root: %s|' " :
				    " && printf '\\nroot: %s\\n' >>",
			    moved->root);
		pm_note_path(&text, doctor, PM_POLICY_PATH);
		free(folder);
	}
	kept = pm_arena_strdup(&doctor->arena, pm_buf_str(&text));
	pm_buf_release(&text);
	return kept;
}

static void look_for_moved(struct pm_doctor *doctor)
{
	struct pm_all_moved all = { 0 };
	struct pm_error err = { 0 };

	if (pm_moved_find(&all, &doctor->snapshot, true, &err) < 0)
		pm_note_failure(doctor, "policy", &err);
	for (size_t i = 0; i < all.nr; i++) {
		const struct pm_moved *moved = &all.item[i];

		/* That of a part that others keep is right where it is. */
		if (doctor->is_used)
			pm_note(doctor, "policy", "policy-second", PM_NOTE_HINT,
				NULL, "%s is not read, and the post-mortems in "
				"%s are checked by nobody: one policy, at the "
				"top, and one root are for all", moved->policy,
				moved->root);
		else
			pm_note(doctor, "policy", "records-moved",
				PM_NOTE_ERROR,
				all.nr == 1 && doctor->repo->top ?
					bring_back(doctor, moved) : NULL,
				"the post-mortems in %s are checked by nobody: "
				"%s is no longer the top of a repository, "
				"where a policy is looked for", moved->root,
				moved->folder);
	}
	pm_moved_release(&all);
}

void pm_look_at_policy(struct pm_doctor *doctor)
{
	const struct pm_policy *policy = &doctor->snapshot.policy;
	size_t before = doctor->nr;

	if (!doctor->snapshot.source.repo)
		return;
	if (doctor->has_records)
		look_for_moved(doctor);
	if (!doctor->is_used && doctor->nr > before)
		return;
	if (!doctor->is_used) {
		pm_note(doctor, "policy", "policy-none", PM_NOTE_HINT,
			doctor->repo->top ? "git postmortem init" : NULL,
			"no post-mortem is kept here yet");
		return;
	}
	before = doctor->nr;
	look_at_version(doctor);
	look_at_problems(doctor);
	if (!doctor->has_policy)
		return;
	look_at_settings(doctor);
	if (doctor->nr == before && policy->has_file)
		pm_note(doctor, "policy", "policy", PM_NOTE_OK, NULL,
			"%s is sound", PM_POLICY_PATH);
	else if (doctor->nr == before)
		pm_note(doctor, "policy", "policy-none", PM_NOTE_OK, NULL,
			"there is no %s: the built-in policy holds",
			PM_POLICY_PATH);
	look_at_templates(doctor);
}

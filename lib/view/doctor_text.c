/* SPDX-License-Identifier: MIT */
#include "view/doctor_text.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "model/rule.h"

#define INDENT "           " /* behind the longest state, "  warning  " */

static const enum pm_style style_of[PM_NOTE_STATES] = {
	[PM_NOTE_OK] = PM_STYLE_GOOD,
	[PM_NOTE_HINT] = PM_STYLE_DIM,
	[PM_NOTE_WARNING] = PM_STYLE_WARNING,
	[PM_NOTE_ERROR] = PM_STYLE_ERROR,
};

static void add_text(const struct pm_view *view, const char *text)
{
	struct pm_buf safe = { 0 };

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	pm_text_wrap(view->out, pm_buf_str(&safe),
		     view->width ? view->width : SIZE_MAX, strlen(INDENT));
	pm_buf_release(&safe);
}

/* Of several that one command mends, it stands behind the last. */
static bool has_same_remedy(const struct pm_note *note,
			    const struct pm_note *next)
{
	return note->remedy && next && next->remedy && !next->fixed &&
	       !strcmp(note->remedy, next->remedy);
}

static void render_note(const struct pm_view *view, const struct pm_note *note,
			const struct pm_note *next)
{
	const char *state = pm_note_state_name[note->state];

	pm_view_printf(view, PM_STYLE_PLAIN, "  ");
	pm_view_printf(view, note->fixed ? PM_STYLE_GOOD :
					   style_of[note->state],
		       "%-7s", note->fixed ? "fixed" : state);
	pm_view_printf(view, PM_STYLE_PLAIN, "  ");
	add_text(view, note->text);
	pm_view_printf(view, PM_STYLE_PLAIN, "\n");
	if (note->fixed) {
		pm_view_printf(view, PM_STYLE_PLAIN, INDENT);
		pm_view_printf(view, PM_STYLE_GOOD, "now %s\n", note->fixed);
	}
	if (!note->remedy || note->fixed || has_same_remedy(note, next))
		return;
	pm_view_printf(view, PM_STYLE_PLAIN, INDENT);
	pm_view_text(view, PM_STYLE_BOLD, note->remedy);
	pm_view_printf(view, PM_STYLE_PLAIN, "\n");
}

static bool is_shown(const struct pm_note *note, bool all)
{
	return all || note->state != PM_NOTE_OK;
}

/* Under one title, in the order in which the parts were looked at first. */
static void render_part(const struct pm_view *view,
			const struct pm_doctor *doctor, size_t first, bool all)
{
	const char *about = doctor->note[first].about;
	const struct pm_note *note = NULL;

	for (size_t i = 0; i < first; i++) {
		if (is_shown(&doctor->note[i], all) &&
		    !strcmp(doctor->note[i].about, about))
			return;
	}
	pm_view_printf(view, PM_STYLE_BOLD, "%s", about);
	pm_view_printf(view, PM_STYLE_PLAIN, "\n");
	for (size_t i = first; i < doctor->nr; i++) {
		if (!is_shown(&doctor->note[i], all) ||
		    strcmp(doctor->note[i].about, about))
			continue;
		if (note)
			render_note(view, note, &doctor->note[i]);
		note = &doctor->note[i];
	}
	render_note(view, note, NULL);
	pm_view_printf(view, PM_STYLE_PLAIN, "\n");
}

/* --- what the policy requires --- */

static void render_severities(const struct pm_view *view,
			      const struct pm_policy *policy)
{
	static const struct pm_column columns[] = {
		{ .title = "SEVERITY", .stretch = true },
		{ .title = "DEBRIEF" },
		{ .title = "DUE AFTER", .right = true },
		{ .title = "AT MOST", .right = true },
	};
	struct pm_table table = { .column = columns, .columns = 4 };
	struct pm_buf cell = { 0 };

	for (size_t i = 0; i < policy->severities; i++) {
		const struct pm_severity *s = &policy->severity[i];

		pm_table_add(&table, PM_STYLE_ID, s->name);
		pm_table_add(&table, PM_STYLE_PLAIN,
			     s->debrief ? "required" : "optional");
		pm_buf_reset(&cell);
		pm_buf_addf(&cell, "%d days", s->due_days);
		pm_table_add(&table, PM_STYLE_PLAIN, pm_buf_str(&cell));
		pm_buf_reset(&cell);
		pm_buf_addf(&cell, "%d items", s->max_actions);
		pm_table_add(&table, PM_STYLE_PLAIN, pm_buf_str(&cell));
	}
	pm_table_render(view, &table);
	pm_table_release(&table);
	pm_buf_release(&cell);
}

/* Rules that the policy has changed, as they are and as they were. */
static void render_rules(const struct pm_view *view,
			 const struct pm_policy *policy)
{
	size_t changed = 0;

	for (size_t i = 0; i < policy->settings; i++) {
		const struct pm_rule_setting *s = &policy->setting[i];
		const struct pm_rule *rule = pm_rule_find(s->rule);
		enum pm_status from;
		enum pm_level level;

		if (!rule || rule->is_fixed)
			continue;
		level = pm_rule_setting(rule, policy, s->severity, &from);
		if (level == rule->level && from == rule->from)
			continue;
		changed++;
		pm_view_printf(view, PM_STYLE_PLAIN, "  ");
		pm_view_text(view, PM_STYLE_ID, rule->id);
		if (s->severity) {
			pm_view_printf(view, PM_STYLE_PLAIN, " of ");
			pm_view_text(view, PM_STYLE_PLAIN, s->severity);
		}
		pm_view_printf(view, PM_STYLE_PLAIN, ": %s from %s, not %s "
			       "from %s\n", pm_level_name[level],
			       pm_status_name[from], pm_level_name[rule->level],
			       pm_status_name[rule->from]);
	}
	if (!changed)
		pm_view_printf(view, PM_STYLE_PLAIN,
			       "  every rule is as it is built in\n");
}

static void render_policy(const struct pm_view *view,
			  const struct pm_policy *policy)
{
	struct pm_buf table = { 0 };
	struct pm_view inner = *view;

	pm_view_printf(view, PM_STYLE_BOLD, "what is required");
	pm_view_printf(view, PM_STYLE_PLAIN, "\n  post-mortems are in ");
	pm_view_text(view, PM_STYLE_PLAIN, *policy->root ? policy->root : ".");
	pm_view_printf(view, PM_STYLE_PLAIN, "; an item is slept on for %d "
		       "working day%s; ", policy->soak_days,
		       policy->soak_days == 1 ? "" : "s");
	if (policy->people)
		pm_view_printf(view, PM_STYLE_PLAIN, "%zu %s listed\n",
			       policy->people,
			       policy->people == 1 ? "person is" :
						     "people are");
	else
		pm_view_printf(view, PM_STYLE_PLAIN, "anybody may be named\n");
	inner.out = &table;
	inner.width = view->width > 2 ? view->width - 2 : 0;
	render_severities(&inner, policy);
	for (const char *p = pm_buf_str(&table); *p;) {
		size_t len = strcspn(p, "\n");

		pm_buf_addstr(view->out, "  ");
		pm_buf_add(view->out, p, len);
		pm_buf_addch(view->out, '\n');
		p += len + (p[len] == '\n');
	}
	render_rules(view, policy);
	pm_view_printf(view, PM_STYLE_PLAIN, "\n");
	pm_buf_release(&table);
}

static void add_count(const struct pm_view *view, enum pm_style style,
		      size_t nr, const char *one, bool *any)
{
	if (!nr)
		return;
	if (*any)
		pm_view_printf(view, PM_STYLE_PLAIN, ", ");
	pm_view_printf(view, style, "%zu %s%s", nr, one, nr == 1 ? "" : "s");
	*any = true;
}

static void render_sum(const struct pm_view *view,
		       const struct pm_doctor *doctor, bool all)
{
	const size_t *count = doctor->count;
	bool any = false;

	add_count(view, PM_STYLE_ERROR, count[PM_NOTE_ERROR], "error", &any);
	add_count(view, PM_STYLE_WARNING, count[PM_NOTE_WARNING], "warning",
		  &any);
	add_count(view, PM_STYLE_PLAIN, count[PM_NOTE_HINT], "hint", &any);
	if (any)
		pm_view_printf(view, PM_STYLE_PLAIN, "; ");
	if (doctor->fixed)
		pm_view_printf(view, PM_STYLE_GOOD, "%zu fixed; ",
			       doctor->fixed);
	pm_view_printf(view, PM_STYLE_PLAIN, "%zu thing%s %s fine%s\n",
		       count[PM_NOTE_OK], count[PM_NOTE_OK] == 1 ? "" : "s",
		       count[PM_NOTE_OK] == 1 ? "is" : "are",
		       all ? "" : " (-v lists them)");
	if (doctor->fixable && !doctor->options.fix)
		pm_view_printf(view, PM_STYLE_PLAIN, "\"git postmortem doctor "
			       "--fix\" repairs %zu of these\n",
			       doctor->fixable);
}

void pm_doctor_text(const struct pm_view *view, const struct pm_doctor *doctor,
		    bool all)
{
	for (size_t i = 0; i < doctor->nr; i++) {
		if (is_shown(&doctor->note[i], all))
			render_part(view, doctor, i, all);
	}
	if (all && doctor->has_policy)
		render_policy(view, &doctor->snapshot.policy);
	render_sum(view, doctor, all);
}

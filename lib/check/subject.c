/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define UTF8_ASTRAL 4u /* bytes of what is beyond U+FFFF */

void pm_subject_init(struct subject *out, const struct pm_check *check,
		     const struct pm_postmortem *pm)
{
	const struct pm_record *record = &pm->record;
	const struct pm_value *imported = pm_record_get(record, PM_F_IMPORTED);

	out->check = check;
	out->pm = pm;
	out->status = pm_record_status(record);
	out->severity = pm_policy_severity(
		check->policy, pm_record_text(record, PM_F_SEVERITY));
	out->is_imported = imported && imported->is_valid &&
			   (enum pm_status)imported->as.choice == out->status;
	out->def = NULL;
	if (record->sections.nr)
		out->def = pm_xcalloc(record->sections.nr, sizeof(*out->def));
	for (size_t i = 0; i < record->sections.nr; i++)
		out->def[i] = pm_policy_section(
			check->policy, record->sections.item[i].normal);
}

void pm_subject_release(struct subject *subject)
{
	free(subject->def);
}

static enum pm_level level_of(const struct subject *subject,
			      const struct pm_rule *rule)
{
	return pm_rule_level(rule, subject->check->policy,
			     subject->severity ? subject->severity->name : NULL,
			     subject->status);
}

/* Who judges a change is not told what only readers are. */
static bool is_told(const struct subject *subject, enum pm_level level)
{
	return level > PM_ADVICE ||
	       (level == PM_ADVICE && subject->check->wants_advice);
}

bool pm_applies(const struct subject *subject, const char *id)
{
	return is_told(subject, level_of(subject, pm_rule_find(id)));
}

/* Advice is given once for a file, with how often it applies. */
static bool is_given(struct pm_findings *given,
		     const struct pm_finding *finding)
{
	for (size_t i = given->nr; i; i--) {
		struct pm_finding *f = &given->item[i - 1];

		if (f->level != PM_ADVICE || f->rule != finding->rule ||
		    strcmp(f->path, finding->path))
			continue;
		f->more++;
		return true;
	}
	return false;
}

bool pm_is_excusable(const struct pm_rule *rule)
{
	return !rule->is_form || !strcmp(rule->id, "unknown-key");
}

static void add(const struct subject *subject, const struct pm_rule *rule,
		struct pm_finding finding, const char *fix, const char *fmt,
		va_list ap)
{
	struct pm_findings *out = subject->check->out;
	const char *waiver = pm_rule_waiver(rule, &subject->pm->record);

	finding.rule = rule;
	if (!is_told(subject, finding.level) ||
	    (finding.level == PM_ADVICE && is_given(out, &finding)))
		return;
	finding.path = pm_arena_strdup(&out->arena, finding.path);
	finding.id = pm_arena_strdup(&out->arena, finding.id);
	finding.subject = pm_arena_strdup(&out->arena, finding.subject);
	finding.message = pm_arena_vprintf(&out->arena, fmt, ap);
	if (finding.commit)
		finding.commit = finding.subject;
	finding.fix = fix ? pm_arena_strdup(&out->arena, fix) : NULL;
	if (waiver && !rule->is_form) {
		finding.level = PM_OFF;
		finding.excuse = PM_WAIVED;
		finding.excuse_text = pm_arena_strdup(&out->arena, waiver);
	} else if (subject->is_imported && pm_is_excusable(rule) &&
		   !rule->needs_change && finding.level == PM_ERROR_LEVEL) {
		finding.level = PM_WARNING;
		finding.excuse = PM_IMPORTED;
	}
	pm_findings_add(out, finding);
}

/* Where a line begins, or NULL: it ends in LF, CR or both, as in YAML and in
 * Markdown. */
static const char *find_line(const struct pm_record *record, size_t line)
{
	const char *at = record->text;

	while (at && --line) {
		at += strcspn(at, "\r\n");
		if (!*at)
			return NULL;
		at += !strncmp(at, "\r\n", 2) ? 2 : 1;
	}
	return at;
}

/* What editors and forges count in; `column` counts bytes from 1. */
static size_t utf16_column(const struct pm_record *record, size_t line,
			   size_t column)
{
	const char *at = line && column ? find_line(record, line) : NULL;
	const char *end;
	size_t units = 1;
	uint32_t c;

	if (!at || column - 1 > record->len - (size_t)(at - record->text))
		return 0;
	for (end = at + column - 1; at < end;) {
		size_t used = pm_utf8_decode(at, (size_t)(end - at), &c);

		units += used == UTF8_ASTRAL ? 2 : 1;
		at += used ? used : 1;
	}
	return units;
}

void pm_say(const struct subject *subject, const char *id,
	    const struct pm_record *record, size_t line, size_t column,
	    const char *what, const char *fix, const char *fmt, ...)
{
	const struct pm_rule *rule = pm_rule_find(id);
	va_list ap;

	va_start(ap, fmt);
	add(subject, rule,
	    (struct pm_finding){
		    .level = level_of(subject, rule),
		    .path = record->path,
		    .id = record->id,
		    .line = line,
		    .column = column,
		    .column16 = utf16_column(record, line, column),
		    .subject = what,
	    },
	    fix, fmt, ap);
	va_end(ap);
}

void pm_say_mildly(const struct subject *subject, const char *id,
		   const struct pm_record *record, size_t line, size_t column,
		   const char *what, const char *fix, const char *fmt, ...)
{
	const struct pm_rule *rule = pm_rule_find(id);
	enum pm_level level = level_of(subject, rule);
	va_list ap;

	va_start(ap, fmt);
	add(subject, rule,
	    (struct pm_finding){
		    .level = level < PM_WARNING ? level : PM_WARNING,
		    .path = record->path,
		    .id = record->id,
		    .line = line,
		    .column = column,
		    .column16 = utf16_column(record, line, column),
		    .subject = what,
	    },
	    fix, fmt, ap);
	va_end(ap);
}

void pm_soften(const struct pm_check *check, size_t first)
{
	for (size_t i = first; i < check->out->nr; i++)
		if (check->out->item[i].level == PM_ERROR_LEVEL)
			check->out->item[i].level = PM_WARNING;
}

static void say(const struct subject *subject, const struct pm_rule *rule,
		struct pm_finding finding, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

static void say(const struct subject *subject, const struct pm_rule *rule,
		struct pm_finding finding, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(subject, rule, finding, NULL, fmt, ap);
	va_end(ap);
}

void pm_say_of_commit(const struct subject *subject, const char *id,
		      const struct pm_record *record, size_t line,
		      const char *commit)
{
	const struct pm_rule *rule = pm_rule_find(id);
	enum pm_level level = level_of(subject, rule);

	if (level == PM_ERROR_LEVEL && subject->status != PM_CLOSED)
		level = PM_WARNING;
	/* Other evidence is another finding. */
	say(subject, rule,
	    (struct pm_finding){
		    .level = level,
		    .path = record->path,
		    .id = record->id,
		    .line = line,
		    .subject = commit,
		    .commit = commit,
	    },
	    "%s", "");
}

void pm_say_path(const struct subject *subject, const char *id,
		 const char *path, const char *fix, const char *fmt, ...)
{
	const struct pm_rule *rule = pm_rule_find(id);
	va_list ap;

	va_start(ap, fmt);
	add(subject, rule,
	    (struct pm_finding){
		    .level = level_of(subject, rule),
		    .path = path,
		    .id = subject->pm->id,
		    .subject = "",
	    },
	    fix, fmt, ap);
	va_end(ap);
}

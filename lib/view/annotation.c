/* SPDX-License-Identifier: MIT */
#include "view/annotation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "view/code_span.h"
#include "view/finding_text.h"

#define LINE "line "
#define FINGERPRINT_LEN 17 /* 16 digits and the NUL */

size_t pm_finding_line(const struct pm_finding *finding)
{
	return finding->line ? finding->line : 1;
}

void pm_finding_tell(struct pm_buf *out, const struct pm_finding *finding)
{
	const char *note = pm_finding_note(finding);

	pm_text_safe(out, finding->message, strlen(finding->message),
		     PM_SAFE_LINE);
	if (finding->fix && finding->excuse != PM_WAIVED) {
		pm_buf_addstr(out, "\nfix: ");
		pm_text_safe(out, finding->fix, strlen(finding->fix),
			     PM_SAFE_LINE);
	}
	if (note)
		pm_buf_addf(out, "\nnote: %s", note);
}

void pm_finding_tell_code(struct pm_buf *out, const struct pm_finding *finding,
			  const char *separator)
{
	const char *note = pm_finding_note(finding);

	pm_code_span(out, finding->message);
	if (finding->fix && finding->excuse != PM_WAIVED) {
		pm_buf_addf(out, "%sfix: ", separator);
		pm_code_span(out, finding->fix);
	}
	if (note)
		pm_buf_addf(out, "%snote: %s", separator, note);
}

/* A subject may be a whole message, as "is set twice, in line 4 and ...": the
 * numbers go. */
static unsigned long long hash_subject(unsigned long long hash,
				       const char *subject)
{
	struct pm_buf stable = { 0 };

	while (*subject) {
		size_t len = strncmp(subject, LINE, sizeof(LINE) - 1) ?
				     1 :
				     sizeof(LINE) - 1;

		pm_buf_add(&stable, subject, len);
		subject += len;
		if (len > 1)
			subject += strspn(subject, "0123456789");
	}
	hash = pm_hash(hash, pm_buf_str(&stable));
	pm_buf_release(&stable);
	return hash;
}

const char *pm_fingerprint(struct pm_fingerprints *prints,
			   const struct pm_finding *finding)
{
	unsigned long long hash = PM_HASH_START;
	char name[FINGERPRINT_LEN];
	size_t at;

	hash = pm_hash(hash, *finding->id ? finding->id : finding->path);
	hash = pm_hash(hash, "\n");
	hash = pm_hash(hash, finding->rule->id);
	hash = pm_hash(hash, "\n");
	hash = hash_subject(hash, finding->subject);
	snprintf(name, sizeof(name), "%016llx", hash);
	if (pm_map_add(&prints->seen, pm_arena_strdup(&prints->arena, name),
		       prints->nr, &at)) {
		at = prints->nr;
		PM_GROW(prints->count, prints->nr, prints->alloc);
		prints->count[prints->nr++] = 0;
	}
	return pm_arena_printf(&prints->arena, "%s:%zu", name,
			       ++prints->count[at]);
}

void pm_fingerprints_release(struct pm_fingerprints *prints)
{
	pm_map_release(&prints->seen);
	pm_arena_release(&prints->arena);
	free(prints->count);
	memset(prints, 0, sizeof(*prints));
}

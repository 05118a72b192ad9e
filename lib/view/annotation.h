/* SPDX-License-Identifier: MIT */
#ifndef PM_ANNOTATION_H
#define PM_ANNOTATION_H

#include <stddef.h>

#include "base/buf.h"
#include "base/map.h"
#include "check/finding.h"

/*
 * Findings for the programs that show them beside the lines of a change: one
 * renderer in each annotation_*.c, all of one shape. The list must be sorted.
 * `examined` is how many post-mortems were looked at.
 *
 * An error is what makes the check fail. A finding that is excused because it
 * was so before, or because its document was imported, is told one step lower
 * than a warning, with its excuse. One that is waived is told only where a
 * format knows such a thing: SARIF as suppressed, JUnit as skipped.
 *
 * Nothing of a path, a title or a message can end the place where it stands:
 * each form quotes it, and what hides or reorders text is made visible. Where
 * messages are read as Markdown (rdjson, checkstyle, the summary) they are
 * code, in which no forge looks for mentions, links or HTML.
 *
 * A column is told in what the format counts: bytes for rdjson, UTF-16 code
 * units elsewhere. A finding without a line is told of line 1 where a line is
 * asked for.
 */

/* Commands of a GitHub workflow: "::error file=...::...". No more than ten of
 * a level are shown for a step (actions/toolkit, docs/problem-matchers.md);
 * the tenth then says how many there are besides, and where. */
void pm_annotation_github(struct pm_buf *out,
			  const struct pm_findings *findings, size_t examined);
/* GitLab's Code Quality report. */
void pm_annotation_gitlab(struct pm_buf *out,
			  const struct pm_findings *findings, size_t examined);
/* SARIF 2.1.0 (OASIS). */
void pm_annotation_sarif(struct pm_buf *out, const struct pm_findings *findings,
			 size_t examined);
/* Reviewdog's diagnostics: one document, and one on a line. */
void pm_annotation_rdjson(struct pm_buf *out,
			  const struct pm_findings *findings, size_t examined);
void pm_annotation_rdjsonl(struct pm_buf *out,
			   const struct pm_findings *findings, size_t examined);
void pm_annotation_checkstyle(struct pm_buf *out,
			      const struct pm_findings *findings,
			      size_t examined);
/* A suite for each file, a case for each finding, and one for the check
 * itself. */
void pm_annotation_junit(struct pm_buf *out, const struct pm_findings *findings,
			 size_t examined);

/* All findings as Markdown for the summary of a job, in at most `room` bytes;
 * what does not fit is counted at its end. */
void pm_annotation_summary(struct pm_buf *out,
			   const struct pm_findings *findings, size_t room);

/* --- what the renderers share --- */

/* Its line, or 1. */
size_t pm_finding_line(const struct pm_finding *finding);
/* Message, fix and note, each on its line and made safe. */
void pm_finding_tell(struct pm_buf *out, const struct pm_finding *finding);
/* The same as Markdown, foreign text as code; `separator` between them. */
void pm_finding_tell_code(struct pm_buf *out, const struct pm_finding *finding,
			  const char *separator);

/*
 * What names a finding from run to run: a hash of record, rule and subject,
 * which stays when lines move, and which of those it is that have the same.
 * No two of a list have the same. To be asked in the order of the list.
 */
struct pm_fingerprints {
	struct pm_arena arena;
	struct pm_map seen; /* hash to index in `count` */
	size_t *count;
	size_t nr;
	size_t alloc;
};

/* Borrowed from `prints`. */
const char *pm_fingerprint(struct pm_fingerprints *prints,
			   const struct pm_finding *finding);
void pm_fingerprints_release(struct pm_fingerprints *prints);

#endif

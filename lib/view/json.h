/* SPDX-License-Identifier: MIT */
#ifndef PM_JSON_H
#define PM_JSON_H

#include <jansson.h>

#include "base/buf.h"
#include "check/finding.h"
#include "git/log.h"
#include "model/record.h"
#include "snapshot/change.h"
#include "snapshot/here.h"
#include "snapshot/snapshot.h"

/*
 * The structures as JSON values. Each function returns a new reference.
 * Invalid UTF-8 becomes U+FFFD, so that no record can break the output.
 * Fields are named as in the front matter ("debrief" is an object, lists are
 * arrays, waivers an object); absent ones are left out, but for "status" and
 * "state", which then have their default; keys of objects keep the order of
 * the field table. A record begins with "id", "kind" ("post-mortem" or
 * "action") and "path"; an action item ends with "overdue". One that was read
 * with its ledger, and has one, has it as "history". A record with
 * something wrong in its form has "problems", each with "line", "message" and
 * mostly "fix"; one that could not be read has no status or state.
 */
#define PM_JSON_VERSION 1

/* Once, before any of these: without memory jansson would leave out what it
 * cannot hold. */
void pm_json_init(void);
json_t *pm_json_text(const char *s); /* null for NULL */
json_t *pm_json_kind(enum pm_kind kind);
/* As it stands in a record: a text, a list or an object. */
json_t *pm_json_value(const struct pm_value *value);
/* {"day", "person", "state" or "status", "owner", "due", "evidence",
 * "reason"}: what the event does not set is left out, what it removes null. */
json_t *pm_json_event(const struct pm_ledger_event *event, enum pm_kind kind);
json_t *pm_json_record(const struct pm_record *record, pm_date today);
/* {"kind": "field", "field", "before", "after"}, the texts null where there
 * is none; "kind" may also be "moved" ("field" is "path"), "section" (with
 * "section", "before", "after": the titles), "body", "added", "removed" or
 * "unreadable". */
json_t *pm_json_change(const struct pm_change *change);
/* Add "commit", "abbrev", "author": {"name", "email"}, "date" (the author's,
 * RFC 3339 with the zone), "subject" and, if the commit has one, "reason". */
void pm_json_set_commit(json_t *object, const struct pm_commit_info *commit);
/* Add "evidence_commit", the id that evidence "here" stands for; null where
 * nobody can say exactly. */
void pm_json_set_here(json_t *object, const struct pm_here *here);
/* path, line, column, id, rule, level, subject, message, fix, excuse
 * ("waived", "was-so" or "imported"), excuse_text; what it lacks left out. */
json_t *pm_json_finding(const struct pm_finding *finding);

/* Append one value in a compact form, without a newline; frees it. For
 * documents that are written as they come. */
void pm_json_add(struct pm_buf *out, json_t *value);
/* Write `root`, to which "version" is added, and a newline; frees it. */
void pm_json_write(struct pm_buf *out, json_t *root);

#endif

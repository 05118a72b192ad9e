/* SPDX-License-Identifier: MIT */
#include "check/evidence.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/pattern.h"
#include "base/text.h"
#include "check/subject.h"
#include "git/claims.h"
#include "git/plumbing.h"
#include "git/reach.h"
#include "model/answer.h"
#include "snapshot/here.h"

#define UNREACHABLE "evidence-unreachable"
#define REVERTED "evidence-reverted"

#define SHORTEST_ID 7
#define LONGEST_ID 64
#define SHOWN_ID 10
/* Clocks differ: a revert may seem to be older than what it reverts. */
#define CLOCK_SKEW (7 * 24 * 60 * 60)

bool pm_evidence_is_commit(const char *text)
{
	size_t len = strspn(text, "0123456789abcdefABCDEF");

	return !text[len] && len >= SHORTEST_ID && len <= LONGEST_ID;
}

/* "https://example.com", also as "[link](https://example.com)" */
static bool has_url(const char *word, size_t len)
{
	const char *colon = memmem(word, len, "://", 3);
	size_t before = colon ? (size_t)(colon - word) : 0;

	return before > 1 && isalpha((unsigned char)colon[-1]) &&
	       isalpha((unsigned char)colon[-2]) &&
	       pm_text_letters(colon, len - before) > 1;
}

bool pm_evidence_is_here(const char *text)
{
	return !strcmp(text, PM_EVIDENCE_HERE);
}

static bool is_ticket(const struct pm_policy *policy, const char *word,
		      size_t len)
{
	while (len && strchr("(<[\"'", *word)) {
		word++;
		len--;
	}
	while (len && strchr(".,;:!?)>]\"'", word[len - 1]))
		len--;
	for (size_t i = 0; i < policy->tickets; i++)
		if (pm_pattern_matches(policy->ticket[i], word, len))
			return true;
	return false;
}

bool pm_evidence_shows(const struct pm_policy *policy, const char *text)
{
	if (pm_evidence_is_commit(text) || pm_evidence_is_here(text))
		return true;
	for (size_t len; *text; text += len) {
		text += strspn(text, " \t\n");
		len = strcspn(text, " \t\n");
		if (len && (has_url(text, len) || is_ticket(policy, text, len)))
			return true;
	}
	return false;
}

void pm_check_evidence(const struct subject *subject,
		       const struct pm_record *action)
{
	const struct pm_value *value = pm_record_get(action, PM_F_EVIDENCE);

	if (!subject->check->asks_git || !value)
		return;
	if (pm_evidence_is_commit(value->text))
		pm_say_of_commit(subject, UNREACHABLE, action, value->line,
				 value->text);
	else if (!pm_evidence_is_here(value->text))
		return;
	pm_say_of_commit(subject, REVERTED, action, value->line, value->text);
}

/* What git was asked about the evidence of all findings. */
struct inquiry {
	struct pm_arena arena;
	struct pm_reach *item; /* sorted by name */
	const char **undone_by;
	size_t nr;
	bool is_shallow;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct pm_reach *)a)->name,
		      ((const struct pm_reach *)b)->name);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct pm_here *)a)->path,
		      ((const struct pm_here *)b)->path);
}

/* Which commits "here" names. Where that is not known, nothing is asked. */
static int resolve_here(struct inquiry *q, struct pm_findings *findings,
			struct pm_repo *repo, const struct pm_policy *policy,
			const char *tip, struct pm_error *err)
{
	struct pm_here *here = pm_arena_alloc(
		&q->arena, (findings->nr + 1) * sizeof(*here));
	size_t nr = 0, kept = 0;
	int code;

	for (size_t i = 0; i < findings->nr; i++) {
		const struct pm_finding *f = &findings->item[i];

		if (f->commit && pm_evidence_is_here(f->commit))
			here[nr++].path = f->path;
	}
	if (!nr)
		return PM_OK;
	qsort(here, nr, sizeof(*here), by_path);
	code = pm_here_find(here, nr, &q->arena, repo, policy, tip, err);
	for (size_t i = 0; i < findings->nr && code >= 0; i++) {
		struct pm_finding f = findings->item[i];
		const struct pm_here key = { .path = f.path };
		const struct pm_here *found;

		if (f.commit && pm_evidence_is_here(f.commit)) {
			found = bsearch(&key, here, nr, sizeof(key), by_path);
			if (found->found != PM_HERE_COMMIT)
				continue;
			f.commit = pm_arena_strdup(&findings->arena,
						   found->commit->id);
		}
		findings->item[kept++] = f;
	}
	if (code >= 0)
		findings->nr = kept;
	return code;
}

static void collect(struct inquiry *q, const struct pm_findings *findings)
{
	size_t nr = 0;

	q->item = pm_arena_alloc(&q->arena,
				 (findings->nr + 1) * sizeof(*q->item));
	for (size_t i = 0; i < findings->nr; i++)
		if (findings->item[i].commit)
			q->item[nr++].name = findings->item[i].commit;
	qsort(q->item, nr, sizeof(*q->item), by_name);
	for (size_t i = 0; i < nr; i++)
		if (!i || strcmp(q->item[q->nr - 1].name, q->item[i].name))
			q->item[q->nr++].name = q->item[i].name;
	q->undone_by = pm_arena_alloc(&q->arena,
				      (q->nr + 1) * sizeof(*q->undone_by));
}

/* Only a commit behind the oldest of them can have reverted one. */
static int find_reverts(struct inquiry *q, const char *const *tip,
			struct pm_error *err)
{
	struct pm_claims claims = { 0 };
	struct pm_claims_options options = { .tip = tip,
					     .kinds = PM_CLAIM_REVERTS };
	const char **commit = pm_arena_alloc(&q->arena, (q->nr + 1) *
							sizeof(*commit));
	const char **by = pm_arena_alloc(&q->arena,
					 (q->nr + 1) * sizeof(*by));
	int64_t oldest = INT64_MAX;
	size_t nr = 0;
	int code = PM_OK;

	for (size_t i = 0; i < q->nr; i++) {
		if (!q->item[i].is_reached)
			continue;
		commit[nr++] = q->item[i].id;
		if (q->item[i].time < oldest)
			oldest = q->item[i].time;
	}
	if (oldest > CLOCK_SKEW)
		options.since = pm_arena_printf(&q->arena, "@%lld",
						(long long)oldest -
							CLOCK_SKEW);
	if (nr)
		code = pm_claims_read(&claims, &q->arena, &options, err);
	if (nr && code >= 0)
		code = pm_undone_find(by, commit, nr, oldest, &claims, err);
	nr = 0;
	for (size_t i = 0; i < q->nr && code >= 0; i++)
		if (q->item[i].is_reached)
			q->undone_by[i] = by[nr++];
	pm_claims_release(&claims);
	return code;
}

/* A number that is no commit may be that of a ticket. */
static bool may_be_number(const char *name)
{
	return !name[strspn(name, "0123456789")] && !pm_is_oid(name);
}

static bool say_unreachable(struct pm_finding *f, struct pm_arena *arena,
			    const struct inquiry *q,
			    const struct pm_reach *item)
{
	if (item->is_reached || q->is_shallow ||
	    (!item->id && may_be_number(item->name)))
		return false;
	f->message = pm_arena_printf(arena,
				     item->id ?
					     "the commit that is evidence, "
					     "%.*s, is not part of this "
					     "history" :
					     "no one commit of this "
					     "repository is %.*s, which is "
					     "evidence",
				     LONGEST_ID, item->name);
	f->fix = "name the commit that brought the work here, since squashing, "
		 "rebasing and cherry-picking give it another id; where that "
		 "is still to come, " PM_EVIDENCE_LASTS;
	return true;
}

static bool say_reverted(struct pm_finding *f, struct pm_arena *arena,
			 const char *undone_by, const struct pm_reach *item)
{
	if (!undone_by)
		return false;
	if (pm_evidence_is_here(f->subject)) {
		f->message = pm_arena_printf(arena,
					     "the change that is evidence, "
					     "%.*s, was reverted by %.*s",
					     SHOWN_ID, item->name, SHOWN_ID,
					     undone_by);
		f->fix = "reopen the item, or name the commit that did it "
			 "again";
		return true;
	}
	f->message = pm_arena_printf(arena,
				     "the commit that is evidence, %.*s, was "
				     "reverted by %.*s",
				     LONGEST_ID, item->name, SHOWN_ID,
				     undone_by);
	f->fix = "reopen the item, or name the commit that did it again";
	return true;
}

static bool holds(struct pm_finding *f, struct pm_arena *arena,
		  const struct inquiry *q)
{
	const struct pm_reach key = { .name = f->commit };
	const struct pm_reach *item = bsearch(&key, q->item, q->nr,
					      sizeof(key), by_name);

	if (!strcmp(f->rule->id, UNREACHABLE))
		return say_unreachable(f, arena, q, item);
	return say_reverted(f, arena, q->undone_by[item - q->item], item);
}

bool pm_evidence_waits(const struct pm_findings *findings)
{
	for (size_t i = 0; i < findings->nr; i++)
		if (findings->item[i].commit)
			return true;
	return false;
}

void pm_evidence_drop_old(struct pm_findings *findings)
{
	size_t kept = 0;

	for (size_t i = 0; i < findings->nr; i++) {
		const struct pm_finding *f = &findings->item[i];

		if (f->commit && f->excuse == PM_WAS_SO)
			continue;
		findings->item[kept++] = *f;
	}
	findings->nr = kept;
}

int pm_evidence_settle(struct pm_findings *findings, struct pm_repo *repo,
		       const struct pm_policy *policy, const char *const *tip,
		       struct pm_error *err)
{
	struct inquiry q = { .is_shallow = repo->is_shallow };
	size_t kept = 0;
	int code;

	if (!pm_evidence_waits(findings))
		return PM_OK;
	code = resolve_here(&q, findings, repo, policy, *tip, err);
	if (code >= 0 && pm_evidence_waits(findings)) {
		collect(&q, findings);
		code = pm_reach_find(q.item, q.nr, &q.arena, tip, err);
	}
	if (code >= 0)
		code = find_reverts(&q, tip, err);
	for (size_t i = 0; i < findings->nr && code >= 0; i++) {
		struct pm_finding *f = &findings->item[i];

		if (f->commit && !holds(f, &findings->arena, &q))
			continue;
		findings->item[kept++] = *f;
	}
	if (code >= 0)
		findings->nr = kept;
	pm_arena_release(&q.arena);
	return code;
}

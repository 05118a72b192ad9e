/* SPDX-License-Identifier: MIT */
#ifndef PM_TEST_PULLING_H
#define PM_TEST_PULLING_H

#include "tests/unit/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "forge/pull.h"

#define DATA "tests/data/forge/"
#define A "1f0c111111111111111111111111111111111111"
#define B "2f0c222222222222222222222222222222222222"
#define C "3f0c333333333333333333333333333333333333"

#define PEOPLE                                                              \
	"people:\n"                                                         \
	"  alice: {email: alice@example.com, forge: \"@alice-gh\"}\n"       \
	"  bob: {email: bob@example.com, forge: \"@Bob-GH\"}\n"             \
	"  carol: {email: carol@example.com, forge: \"@carol-gh\"}\n"       \
	"  dave: {email: dave@example.com, forge: \"@dave-gh\"}\n"          \
	"  helper: {email: helper@example.com, forge: \"@helper\"}\n"

/* Answers of one test, and what they are read into. */
struct reading {
	struct pm_arena arena;
	struct pm_answer answer[8];
	size_t nr;
	struct pm_pull pull;
	struct pm_policy policy;
	struct pm_error err;
};

static inline void begin(struct reading *r, const char *people)
{
	*r = (struct reading){ 0 };
	pm_policy_read(&r->policy, people, strlen(people));
	assert_int_equal(r->policy.problems.nr, 0);
}

static inline void end(struct reading *r)
{
	pm_policy_release(&r->policy);
	pm_arena_release(&r->arena);
}

static inline void say(struct reading *r, const char *name, const char *text)
{
	r->answer[r->nr++] = (struct pm_answer){ name, text, strlen(text) };
}

static inline void load(struct reading *r, const char *name)
{
	char *path = pm_arena_printf(&r->arena, DATA "%s", name);
	char *text = pm_arena_alloc(&r->arena, 1 << 16);
	FILE *f = fopen(path, "rb");

	if (!f)
		fail_msg("%s cannot be read", path);
	text[fread(text, 1, (1 << 16) - 1, f)] = '\0';
	fclose(f);
	say(r, name, text);
}

static inline int read_all(struct reading *r)
{
	return pm_pull_read(&r->pull, &r->arena, r->answer, r->nr, &r->err);
}

static inline void sound(struct reading *r)
{
	assert_ok(read_all(r), &r->err);
}

/* In both orders; the message names the file. */
static inline void refused(struct reading *r, const char *what)
{
	assert_failed(read_all(r), PM_EINVALID, &r->err, what);
	for (size_t i = 0; i < r->nr / 2; i++) {
		struct pm_answer other = r->answer[i];

		r->answer[i] = r->answer[r->nr - 1 - i];
		r->answer[r->nr - 1 - i] = other;
	}
	assert_int_equal(read_all(r), PM_EINVALID);
}

/* What somebody consents to: "A B", newest first; "?" where it is unclear and
 * "" where it is nothing, with what then stands in the reason. */
static inline void consents(struct reading *r, const char *who,
			    const char *to, const char *why)
{
	struct pm_consent got;
	char said[8] = "";
	size_t len = 0;

	pm_pull_consent(&got, &r->arena, &r->pull, &r->policy, who);
	if (got.is == PM_CONSENT_UNCLEAR)
		said[len++] = '?';
	for (size_t i = 0; i < got.commits && len < sizeof(said) - 1; i++)
		said[len++] = !strcmp(got.commit[i], A) ? 'A' :
			      !strcmp(got.commit[i], B) ? 'B' :
							  'C';
	if (strcmp(said, to))
		fail_msg("%s consents to '%s', not '%s'", who, said, to);
	if (why && !(got.why && strstr(got.why, why)))
		fail_msg("'%s' is not in '%s'", why, got.why ? got.why : "");
	assert_int_equal(got.is == PM_CONSENT_GIVEN, got.why == NULL);
}

#define REVIEW(who, state, hour, commit)                                    \
	"{\"author\": {\"login\": \"" who "\"}, \"state\": \"" state        \
	"\", \"submittedAt\": \"2026-12-02T" hour ":00:00Z\", "             \
	"\"commit\": {\"oid\": \"" commit "\"}}"

#endif

/* SPDX-License-Identifier: MIT */
#include "git/claims.h"

#include <stdlib.h>
#include <string.h>

#include "git/fixes.h"
#include "git/plumbing.h"
#include "git/process.h"
#include "git/pulls.h"
#include "git/squash.h"
#include "git/trailers.h"

/* With -z another NUL ends it. */
#define FORMAT "--format=%H%x00%ct%x00%B"
#define REVERTS "This reverts commit "
/* In what git and each of the forges say. */
#define ANY_REVERT "reverts "
#define REVERSING "reversing changes made to "
#define HEX "0123456789abcdef"
#define SHORTEST_ID 7

enum field {
	ID,
	TIME,
	MESSAGE,
	FIELDS,
};

void pm_claims_add(struct pm_claims *claims, struct pm_claim claim)
{
	PM_GROW(claims->item, claims->nr, claims->alloc);
	claims->item[claims->nr++] = claim;
}

void pm_claims_release(struct pm_claims *claims)
{
	free(claims->item);
	memset(claims, 0, sizeof(*claims));
}

static void make_argv(struct pm_strlist *argv,
		      const struct pm_claims_options *options)
{
	static const char *const words[] = {
		"git", "log", "-s", "-z", "--no-notes",
		"--no-show-signature", "--no-decorate", "--no-mailmap",
		"--encoding=UTF-8", "-i", "-F", "--ignore-missing", FORMAT,
		NULL
	};
	/* Most messages are passed over by these; what is left is read with
	 * care. Plain words take git a fifth less than what would be exact. */
	static const char *const trailers[] = {
		"--grep=" PM_WORKS_ON_TRAILER, "--grep=" PM_CLOSES_TRAILER,
		NULL
	};

	pm_strlist_add_all(argv, words);
	if (options->kinds & (PM_CLAIM_WORKS_ON | PM_CLAIM_CLOSES))
		pm_strlist_add_all(argv, trailers);
	if (options->kinds & PM_CLAIM_REVERTS)
		pm_strlist_add(argv, "--grep=" ANY_REVERT);
	for (size_t i = 0; options->kinds & PM_CLAIM_FIXES &&
			   options->fixed && options->fixed[i]; i++)
		pm_strlist_addf(argv, "--grep=%s", options->fixed[i]);
	if (options->since)
		pm_strlist_addf(argv, "--since=%s", options->since);
	pm_strlist_add_all(argv, options->tip);
	if (options->without && *options->without) {
		pm_strlist_add(argv, "--not");
		pm_strlist_add_all(argv, options->without);
	}
	pm_strlist_add(argv, "--");
}

static void take_trailers(struct pm_claims *out, struct pm_arena *arena,
			  struct pm_claim claim, const char *message,
			  const char *key)
{
	struct pm_strlist values = { 0 };

	pm_trailers(&values, message, key);
	for (size_t i = 0; i < values.nr; i++) {
		claim.value = pm_arena_strdup(arena, values.item[i]);
		if (*claim.value)
			pm_claims_add(out, claim);
	}
	pm_strlist_release(&values);
}

/* Up to where the words stand, however the line was broken; or NULL. */
static const char *skip_words(const char *text, const char *words)
{
	for (; *words; words++) {
		if (*words != ' ') {
			if (*text++ != *words)
				return NULL;
			continue;
		}
		if (!strchr(" \n", *text))
			return NULL;
		text += strspn(text, " \n");
	}
	return text;
}

static const char *value_of_revert(struct pm_arena *arena, const char *at)
{
	size_t len = strspn(at, HEX), side_len;
	const char *side;

	if (len < SHORTEST_ID)
		return NULL;
	side = at[len] == ',' ? skip_words(at + len, ", " REVERSING) : NULL;
	side_len = side ? strspn(side, HEX) : 0;
	if (side_len < SHORTEST_ID)
		return pm_arena_strndup(arena, at, len);
	return pm_arena_printf(arena, "%.*s %.*s", (int)len, at,
			       (int)side_len, side);
}

static void take_reverts(struct pm_claims *out, struct pm_arena *arena,
			 struct pm_claim claim, const char *message)
{
	struct pm_buf number = { 0 };
	struct pm_squash squash;

	/* Most messages have none. */
	if (!strcasestr(message, ANY_REVERT))
		return;
	pm_squash_read(&squash, message);
	for (const char *line = message; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (line > squash.list)
			line += strspn(line, " \t");
		claim.value = NULL;
		pm_buf_reset(&number);
		if (!strncmp(line, REVERTS, sizeof(REVERTS) - 1))
			claim.value = value_of_revert(
				arena, line + sizeof(REVERTS) - 1);
		else if (pm_pull_reverted(&number, line))
			claim.value = pm_pull_revert(arena,
						     pm_buf_str(&number),
						     message);
		if (claim.value && !pm_squash_is_undone(&squash, line))
			pm_claims_add(out, claim);
	}
	pm_squash_release(&squash);
	pm_buf_release(&number);
}

static void take_fixes(struct pm_claims *out, struct pm_arena *arena,
		       struct pm_claim claim, const char *message)
{
	struct pm_fixes fixes = { .at = message };
	struct pm_fix fix;

	while (pm_fixes_next(&fix, &fixes)) {
		int reference = (int)fix.reference_len;
		int keyword = (int)fix.keyword_len;

		claim.value = fix.is_behind ?
			pm_arena_printf(arena, "%.*s\n%.*s %.*s", reference,
					fix.reference, reference,
					fix.reference, keyword, fix.keyword) :
			pm_arena_printf(arena, "%.*s\n%.*s %.*s", reference,
					fix.reference, keyword, fix.keyword,
					reference, fix.reference);
		pm_claims_add(out, claim);
	}
}

void pm_claims_take(struct pm_claims *out, struct pm_arena *arena,
		    struct pm_claim claim, const char *message,
		    unsigned kinds)
{
	claim.kind = PM_CLAIM_CLOSES;
	if (kinds & claim.kind)
		take_trailers(out, arena, claim, message, PM_CLOSES_TRAILER);
	claim.kind = PM_CLAIM_WORKS_ON;
	if (kinds & claim.kind)
		take_trailers(out, arena, claim, message, PM_WORKS_ON_TRAILER);
	claim.kind = PM_CLAIM_REVERTS;
	if (kinds & claim.kind)
		take_reverts(out, arena, claim, message);
	claim.kind = PM_CLAIM_FIXES;
	if (kinds & claim.kind)
		take_fixes(out, arena, claim, message);
}

static void take(struct pm_claims *out, struct pm_arena *arena,
		 char *const field[FIELDS], unsigned kinds)
{
	const struct pm_claim claim = {
		.commit = pm_arena_strdup(arena, field[ID]),
		.time = pm_git_seconds(field[TIME]),
	};

	pm_claims_take(out, arena, claim, field[MESSAGE], kinds);
}

/* 1 with the fields (to be freed), 0 at the end. */
static int read_fields(char *field[FIELDS], struct pm_stream *stream)
{
	for (int i = 0; i < FIELDS; i++) {
		const char *text = pm_stream_next(stream, '\0', NULL);

		if (!text)
			return 0;
		field[i] = pm_xstrdup(text);
	}
	return 1;
}

int pm_claims_read(struct pm_claims *out, struct pm_arena *arena,
		   const struct pm_claims_options *options,
		   struct pm_error *err)
{
	struct pm_strlist argv = { 0 };
	struct pm_run run = { .env = pm_git_env_for_all,
			      .gives_way = options->gives_way };
	struct pm_stream *stream = NULL;
	int code, more = 1;

	if (!*options->tip)
		return PM_OK;
	make_argv(&argv, options);
	run.argv = (const char *const *)argv.item;
	code = pm_stream_open(&stream, &run, err);
	while (code >= 0 && more) {
		char *field[FIELDS] = { 0 };

		more = read_fields(field, stream);
		if (more && !pm_is_oid(field[ID]))
			code = pm_fail(err, PM_ERROR, "cannot understand what "
				       "'git log' printed");
		else if (more)
			take(out, arena, field, options->kinds);
		for (int i = 0; i < FIELDS; i++)
			free(field[i]);
	}
	if (code < 0)
		pm_stream_close(stream, &(struct pm_error){ 0 });
	else
		code = pm_stream_close(stream, err);
	pm_strlist_release(&argv);
	return code < 0 ? code :
			  pm_pulls_resolve(out, arena, options->tip,
					   options->since, err);
}

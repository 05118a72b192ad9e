/* SPDX-License-Identifier: MIT */
#include "tests/unit/indexing.h"

#include "git/plumbing.h"
#include "index/fork.h"
#include "index/news.h"

/* The ids of some tags, "a b", or the words themselves where there is no such
 * tag; to be released. */
static void ids_of(struct pm_strlist *out, const char *tags)
{
	struct pm_strlist names = { 0 };

	pm_strlist_split(&names, tags, " ");
	for (size_t i = 0; i < names.nr; i++) {
		char *id = sh_out("git rev-parse -q --verify '%s'",
				  names.item[i]);

		pm_strlist_add(out, id);
		free(id);
	}
	pm_strlist_release(&names);
}

static void add_names(struct pm_buf *out, const struct pm_strlist *ids)
{
	for (size_t i = 0; i < ids->nr; i++) {
		char *tag = sh_out("git tag --points-at %s", ids->item[i]);

		pm_buf_addf(out, "%s%s", i ? " " : "", tag);
		free(tag);
	}
}

/* "tag[=same] changes, ..." of each row; then that git itself finds the same
 * fork and the same claims. */
static void expect_news(const char *tip, const char *known,
			const char *expected)
{
	struct pm_strlist since = { 0 }, tips = { 0 }, fork = { 0 },
			  gits_fork = { 0 };
	struct pm_claims claims = { 0 }, gits_claims = { 0 };
	struct pm_claims_options options = {
		.kinds = PM_CLAIM_ALL,
	};
	struct pm_buf told = { 0 }, ours = { 0 }, gits = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_news news = { 0 };
	struct pm_error err = { 0 };
	struct pm_repo repo = { 0 };

	open_repo(&repo);
	ids_of(&tips, tip);
	ids_of(&since, known);
	assert_int_equal(pm_news_list(&news, &repo, "in", tips.item[0], &since,
				      &err), 1);
	assert_ok(pm_news_end(&news, &err), &err);
	for (size_t i = 0; i < news.rows; i++) {
		const struct pm_news_row *row = &news.row[i];
		const struct pm_side *side = &row->commit.side[0];
		char *tag = sh_out("git tag --points-at %s", row->commit.id);
		char *same = row->same ? sh_out("git tag --points-at %s",
						row->same) : NULL;

		pm_buf_addf(&told, "%s%s%s%s", i ? ", " : "", tag,
			    same ? "=" : "", same ? same : "");
		for (size_t d = 0; d < side->deltas; d++)
			pm_buf_addf(&told, " %c%s", side->delta[d].status,
				    side->delta[d].path);
		free(tag);
		free(same);
	}
	assert_string_equal(pm_buf_str(&told), expected);
	pm_news_tell(&claims, &fork, &arena, &news, tips.item[0]);
	assert_ok(pm_fork_find(&gits_fork, tips.item[0], &since, &err), &err);
	pm_strlist_sort_unique(&gits_fork);
	add_names(&ours, &fork);
	add_names(&gits, &gits_fork);
	options.tip = (const char *const *)tips.item;
	options.without = (const char *const *)since.item;
	assert_ok(pm_claims_read(&gits_claims, &arena, &options, &err), &err);
	for (size_t i = 0; i < claims.nr; i++)
		pm_buf_addf(&ours, "; %d %s %lld %s", claims.item[i].kind,
			    claims.item[i].commit,
			    (long long)claims.item[i].time,
			    claims.item[i].value);
	for (size_t i = 0; i < gits_claims.nr; i++)
		pm_buf_addf(&gits, "; %d %s %lld %s", gits_claims.item[i].kind,
			    gits_claims.item[i].commit,
			    (long long)gits_claims.item[i].time,
			    gits_claims.item[i].value);
	assert_string_equal(pm_buf_str(&ours), pm_buf_str(&gits));
	pm_buf_release(&told);
	pm_buf_release(&ours);
	pm_buf_release(&gits);
	pm_claims_release(&claims);
	pm_claims_release(&gits_claims);
	pm_strlist_release(&since);
	pm_strlist_release(&tips);
	pm_strlist_release(&fork);
	pm_strlist_release(&gits_fork);
	pm_news_release(&news);
	pm_arena_release(&arena);
	pm_repo_release(&repo);
}

static void what_is_new_is_what_git_says(void **state)
{
	(void)state;
	forked();
	/* A branch that has nothing to do with the folder, merged. */
	sh("git checkout -q -b other four");
	claim("claimed", "p/a");
	put("out", "1");
	commit("elsewhere");
	sh("git checkout -q main");
	merge("again", "other");
	sh("git commit -q --allow-empty -m 'Revert \"one\"' "
	   "-m \"This reverts commit $(git rev-parse one).\" && "
	   "git tag reverted");
	expect_news("reverted", "two",
		    "reverted, again=five, elsewhere, claimed, five Ain/c,"
		    " merged, four Min/a, three Ain/b");
	expect_news("reverted", "five three",
		    "reverted, again=five, elsewhere, claimed");
	expect_news("reverted", "three four claimed",
		    "reverted, again=five, elsewhere, five Ain/c, merged");
	/* An older commit, and one with nothing in common. */
	expect_news("two", "five", "");
	sh("git checkout -q --orphan new && git rm -q -r -f . && "
	   "git commit -q --allow-empty -m root && git tag root");
	put("in/z", "1");
	commit("first");
	expect_news("first", "reverted", "first Ain/z, root");
	expect_news("five", "root",
		    "five Ain/c, merged, four Min/a, three Ain/b, two Min/a,"
		    " one Ain/a");
}

/* The listing of a tag, and how it and git ended. */
static int list(struct pm_news *news, const char *tag, const char *since,
		struct pm_error *err)
{
	struct pm_strlist known = { 0 };
	struct pm_repo repo = { 0 };
	char *tip = sh_out("git rev-parse '%s'", tag);
	int code, ended;

	open_repo(&repo);
	pm_strlist_add(&known, since);
	code = pm_news_list(news, &repo, "in", tip, &known, err);
	ended = pm_news_end(news, code < 0 ? &(struct pm_error){ 0 } : err);
	pm_strlist_release(&known);
	pm_repo_release(&repo);
	free(tip);
	return code < 0 || ended >= 0 ? code : ended;
}

static void a_known_commit_that_is_gone_does_not_count(void **state)
{
	struct pm_news news = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	forked();
	assert_int_equal(list(&news, "two",
			      "1234567890123456789012345678901234567890",
			      &err), 1);
	assert_int_equal(news.rows, 2);
	pm_news_release(&news);
}

/* What it told before is whole to look at. */
static void a_git_that_fails_at_its_end_is_a_failure(void **state)
{
	struct pm_news news = { 0 };
	struct pm_error err = { 0 };
	char *three;

	(void)state;
	forked();
	three = sh_out("git rev-parse three");
	sh("id=$(git rev-parse four) && "
	   "rm -f .git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)");
	assert_int_equal(list(&news, "five", three, &err), PM_ERROR);
	assert_true(*err.message);
	pm_news_release(&news);
	free(three);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(what_is_new_is_what_git_says),
		SANDBOXED(a_known_commit_that_is_gone_does_not_count),
		SANDBOXED(a_git_that_fails_at_its_end_is_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
#include "forge/pull.h"

#include "base/buf.h"
#include "forge/login.h"

/* What is known of one person, review after review. */
struct tally {
	size_t approvals; /* that stand; the commits of some are not told */
	bool changes, dismissed, commented;
};

static void take(struct pm_consent *out, struct tally *tally,
		 const struct pm_pull_review *review)
{
	switch (review->state) {
	case PM_REVIEW_APPROVED:
		tally->approvals++;
		tally->changes = false;
		if (review->commit)
			out->commit[out->commits++] = review->commit;
		break;
	case PM_REVIEW_CHANGES:
		tally->changes = true;
		tally->approvals = 0;
		out->commits = 0;
		break;
	case PM_REVIEW_DISMISSED:
		tally->dismissed = true;
		return;
	case PM_REVIEW_COMMENTED:
	case PM_REVIEW_STATES:
		tally->commented = true;
		return;
	}
	out->review = review;
}

static void turn_round(struct pm_consent *out)
{
	for (size_t i = 0; i < out->commits / 2; i++) {
		const char *other = out->commit[out->commits - 1 - i];

		out->commit[out->commits - 1 - i] = out->commit[i];
		out->commit[i] = other;
	}
}

static const char *why_unclear(struct pm_arena *arena,
			       const struct pm_pull *pull, int64_t at)
{
	const char *number = pull->number ? pull->number : "<number>";

	if (pull->forge != PM_FORGE_GITLAB)
		return pm_arena_printf(
			arena, "approved, but the answer does not tell which "
			       "commit; ask with \"gh api --paginate --slurp "
			       "repos/{owner}/{repo}/pulls/%s/reviews\", or let "
			       "them approve again", number);
	if (at == PM_MOMENT_UNKNOWN)
		return pm_arena_printf(
			arena, "approved, but GitLab does not tell when; ask "
			       "also with \"glab api projects/:id/"
			       "merge_requests/%s/notes\" and /versions, or, "
			       "where pushes reset approvals, with \"glab api "
			       "projects/:id/approvals\"", number);
	return pm_arena_printf(arena,
			       "approved, but the version that they saw is not "
			       "there; ask also with \"glab api --paginate "
			       "projects/:id/merge_requests/%s/versions\"",
			       number);
}

static const char *why_none(struct pm_arena *arena, const struct tally *tally,
			    const struct pm_pull *pull,
			    const struct pm_policy *policy, const char *person)
{
	static const char *const forge[PM_FORGES] = {
		"the forge", "GitHub", "GitLab", "Gitea",
	};
	struct pm_strlist logins = { 0 };
	size_t known;

	if (tally->changes)
		return "asked for changes";
	if (tally->dismissed)
		return "has no approval that was not dismissed";
	if (tally->commented)
		return "commented, and has not approved";
	pm_logins_of(&logins, pull, policy, person);
	known = logins.nr;
	pm_strlist_release(&logins);
	if (known)
		return "has not approved";
	return pm_arena_printf(arena,
			       "has not approved, as far as is known: \"people\" "
			       "in %s do not say what %s calls them (forge: "
			       "\"@name\")", PM_POLICY_PATH,
			       forge[pull->forge]);
}

void pm_pull_consent(struct pm_consent *out, struct pm_arena *arena,
		     const struct pm_pull *pull, const struct pm_policy *policy,
		     const char *person)
{
	struct tally tally = { 0 };

	*out = (struct pm_consent){ 0 };
	out->commit = pm_arena_alloc(arena, (pull->reviews + 1) *
						    sizeof(*out->commit));
	for (size_t i = 0; i < pull->reviews; i++)
		if (pm_login_is(&pull->review[i].by, pull, policy, person))
			take(out, &tally, &pull->review[i]);
	turn_round(out);
	out->is = out->commits	  ? PM_CONSENT_GIVEN :
		  tally.approvals ? PM_CONSENT_UNCLEAR :
				    PM_CONSENT_NONE;
	if (out->is == PM_CONSENT_NONE)
		out->why = why_none(arena, &tally, pull, policy, person);
	else if (out->is == PM_CONSENT_UNCLEAR)
		out->why = why_unclear(arena, pull, out->review->at);
}

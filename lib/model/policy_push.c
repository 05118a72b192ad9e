/* SPDX-License-Identifier: MIT */
#include "model/policy_read.h"

#include <fnmatch.h>
#include <string.h>

#include "base/buf.h"

static const char *default_ref[] = { "refs/heads/*" };

void pm_policy_default_push(struct pm_policy *policy)
{
	policy->push = (struct pm_push_policy){ .ref = default_ref,
						.refs = 1 };
}

static void read_check(struct pm_policy *policy, const struct pm_yaml *node)
{
	bool tip = node->kind == PM_YAML_SCALAR && !strcmp(node->text, "tip");
	bool each = node->kind == PM_YAML_SCALAR &&
		    !strcmp(node->text, "each");

	if (!tip && !each)
		pm_policy_problem(policy, node,
				  "write tip, or each for every new commit",
				  "is neither");
	else
		policy->push.each = each;
}

/* Characters that no name of a ref has, but for the star. */
static bool is_pattern(const char *text)
{
	size_t len = strlen(text);

	if (strncmp(text, "refs/", 5) || text[len - 1] == '/' ||
	    strstr(text, "..") || strstr(text, "//"))
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] <= ' ' || text[i] == 0x7f ||
		    strchr("~^:?[\\", text[i]))
			return false;
	return true;
}

static void read_refs(struct pm_policy *policy, const struct pm_yaml *node)
{
	size_t nr, included = 0;
	const char **ref = pm_policy_names(policy, node, &nr);

	for (size_t i = 0; i < nr; i++) {
		const char *name = ref[i] + (*ref[i] == '!');
		struct pm_buf fix = { 0 }, what = { 0 };

		included += name == ref[i];
		if (is_pattern(name))
			continue;
		if (strncmp(name, "refs/", 5))
			pm_buf_addf(&fix, "write \"%srefs/heads/%s\" if a "
				    "branch is meant",
				    name == ref[i] ? "" : "!", name);
		else
			pm_buf_addstr(&fix, "write as in \"refs/heads/*\"");
		pm_buf_addf(&what, "\"%s\" is no full name of refs", ref[i]);
		pm_policy_problem(policy, node, pm_buf_str(&fix),
				  pm_buf_str(&what));
		pm_buf_release(&fix);
		pm_buf_release(&what);
	}
	/* Whoever wants no check uninstalls the hook, and can see that. */
	if (!included) {
		pm_policy_problem(policy, node,
				  "name what is to be judged, as in "
				  "\"refs/heads/*\"",
				  "includes no ref");
		return;
	}
	policy->push.ref = ref;
	policy->push.refs = nr;
}

void pm_policy_read_push(struct pm_policy *policy, const struct pm_yaml *node)
{
	static const char *const keys[] = { "check", "refs" };

	if (!pm_policy_is_map(policy, node,
			      "write \"{check: tip, refs: [refs/heads/*]}\""))
		return;
	for (size_t i = 0; i < node->nr; i++) {
		const struct pm_yaml *child = &node->child[i];

		if (!strcmp(child->key, "check"))
			read_check(policy, child);
		else if (!strcmp(child->key, "refs"))
			read_refs(policy, child);
		else
			pm_policy_unknown(policy, child, keys, 2);
	}
}

bool pm_policy_judges_ref(const struct pm_policy *policy, const char *ref)
{
	const struct pm_push_policy *push = &policy->push;
	bool judged = false;

	for (size_t i = 0; i < push->refs; i++) {
		const char *pattern = push->ref[i];

		if (*pattern == '!' && !fnmatch(pattern + 1, ref, 0))
			return false;
		judged = judged || !fnmatch(pattern, ref, 0);
	}
	return judged;
}

/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include <string.h>

#include "base/limits.h"
#include "base/path.h"
#include "git/objects.h"
#include "snapshot/people.h"

/* A link in the place of the policy, or of its folder, would put the rules
 * out of force without a word. */
static int refuse_odd_policy(const struct pm_delta *delta,
			     struct pm_error *err)
{
	bool is_file = delta->new_mode == PM_MODE_FILE ||
		       delta->new_mode == PM_MODE_EXEC;

	if (!delta->new_mode ||
	    (is_file && !strcmp(delta->path, PM_POLICY_PATH)) ||
	    (!pm_path_is_within(PM_POLICY_PATH, delta->path) &&
	     !pm_path_is_within(delta->path, PM_POLICY_PATH)))
		return PM_OK;
	return pm_fail(err, PM_EINVALID,
		       "'%s' is %s; the policy is the file '%s'", delta->path,
		       delta->new_mode == PM_MODE_LINK ? "a symbolic link" :
							 "in its way",
		       PM_POLICY_PATH);
}

bool pm_check_moves_policy(const struct pm_deltas *deltas)
{
	for (size_t i = 0; i < deltas->nr; i++) {
		if (!strcmp(deltas->item[i].path, PM_POLICY_PATH))
			return true;
	}
	return false;
}

const char *pm_policy_text(const struct pm_policy_text *text)
{
	return text->exists && text->size <= PM_MAX_POLICY ?
		       pm_buf_str(&text->bytes) :
		       NULL;
}

static void parse(struct pm_policy *policy, const struct pm_policy_text *text,
		  const struct pm_check_run *run)
{
	pm_policy_read(policy, pm_policy_text(text), text->size);
	pm_people_use_mailmap(policy, run->change->repo);
}

static void copy(struct pm_policy_text *out, const struct pm_policy_text *from)
{
	pm_buf_add(&out->bytes, pm_buf_str(&from->bytes), from->bytes.len);
	out->size = from->size;
	out->exists = from->exists;
}

int pm_check_policy_at(struct pm_policy_text *out,
		       const struct pm_check_run *run, const char *commit,
		       struct pm_error *err)
{
	struct pm_source source = { .repo = run->change->repo,
				    .place = PM_COMMIT,
				    .base = pm_xstrdup(commit) };
	int code = pm_source_read_path(&out->bytes, &out->size, &source,
				       PM_POLICY_PATH, PM_MAX_POLICY, err);

	pm_source_release(&source);
	out->exists = code >= 0;
	if (code < 0)
		out->size = 0;
	return code == PM_ENOTFOUND ? PM_OK : code;
}

/* The changed one, or else the base's. */
static int read_result(struct pm_check_run *run, struct pm_error *err)
{
	const struct pm_delta *changed = NULL;
	int code = PM_OK;

	for (size_t i = 0; i < run->deltas.nr && code >= 0; i++) {
		code = refuse_odd_policy(&run->deltas.item[i], err);
		if (!strcmp(run->deltas.item[i].path, PM_POLICY_PATH))
			changed = &run->deltas.item[i];
	}
	if (code < 0 || (changed && !changed->new_mode))
		return code;
	if (!changed)
		return pm_check_policy_at(&run->text, run, run->base, err);
	run->text.exists = true;
	return pm_object_read(&run->text.bytes, &run->text.size,
			      run->change->repo, changed->new_oid,
			      PM_MAX_POLICY, err);
}

/* A change of the policy's root moves all records. */
static int read_old(struct pm_check_run *run, struct pm_error *err)
{
	int code;

	if (!pm_check_moves_policy(&run->deltas)) {
		copy(&run->old_text, &run->text);
		return PM_OK;
	}
	code = pm_check_policy_at(&run->old_text, run, run->base, err);
	/* A link, say: what takes its place must be able to. */
	return code == PM_EINVALID ? PM_OK : code;
}

static int read_judge(struct pm_check_run *run, struct pm_error *err)
{
	struct pm_policy_text *text = &run->judge_text;
	int code = PM_OK;

	if (run->policy_at && !strcmp(run->policy_at, run->base))
		copy(text, &run->old_text);
	else if (run->policy_at)
		code = pm_check_policy_at(text, run, run->policy_at, err);
	if (code < 0 && code != PM_EINVALID)
		return code;
	parse(&run->judge, text, run);
	run->judges_at = text->exists && !run->judge.problems.nr;
	if (run->judges_at)
		return PM_OK;
	pm_policy_release(&run->judge);
	pm_buf_reset(&text->bytes);
	copy(text, &run->text);
	parse(&run->judge, text, run);
	return PM_OK;
}

int pm_check_run_policies(struct pm_check_run *run, struct pm_error *err)
{
	int code = read_result(run, err);

	if (code >= 0)
		code = read_old(run, err);
	if (code >= 0)
		code = read_judge(run, err);
	parse(&run->policy, &run->text, run);
	parse(&run->old_policy, &run->old_text, run);
	return code;
}

int pm_check_run_refuse_newer(const struct pm_check_run *run,
			      struct pm_error *err)
{
	int code = PM_OK;

	/* What was lost in a merge of long ago is not for its policy of then
	 * to say. */
	if (!run->change->only_lost)
		code = pm_policy_refuse_newer(&run->policy, err);
	if (code >= 0 && !run->change->only_lost)
		code = pm_policy_refuse_newer(&run->judge, err);
	return code;
}

void pm_check_run_release_policies(struct pm_check_run *run)
{
	pm_policy_release(&run->policy);
	pm_policy_release(&run->old_policy);
	pm_policy_release(&run->judge);
	pm_buf_release(&run->text.bytes);
	pm_buf_release(&run->old_text.bytes);
	pm_buf_release(&run->judge_text.bytes);
}

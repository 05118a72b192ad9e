/* SPDX-License-Identifier: MIT */
#include "cmd/place.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "cmd/record_edit.h"
#include "cmd/told.h"
#include "git/mainline.h"
#include "git/user_path.h"
#include "model/value.h"
#include "snapshot/compare.h"
#include "snapshot/resolve.h"

#define MOST_TOLD 5 /* records, by a command that only reads */

int place_commit(struct context *ctx, const char *at, char **out,
		 pm_date *day, struct pm_error *err)
{
	struct pm_error ignored = { 0 };
	pm_date meant;
	int code = pm_repo_resolve(&ctx->repo, at, out, err);

	/* A branch or tag may be called like a day: it comes first. */
	if (code != PM_ENOTFOUND ||
	    pm_date_parse_human(&meant, at, ctx->today, &ignored) < 0)
		return code;
	if (day)
		*day = meant;
	return pm_repo_resolve_day(&ctx->repo, meant, out, err);
}

int place_source(struct context *ctx, const char *at, struct pm_source *out,
		 struct pm_error *err)
{
	char *commit = NULL;
	int code;

	if (!at)
		return pm_source_default(out, &ctx->repo, err);
	if (!strcmp(at, "HEAD"))
		return pm_source_commit(out, &ctx->repo, at, err);
	code = place_commit(ctx, at, &commit, &ctx->today, err);
	if (code >= 0)
		*out = (struct pm_source){ .repo = &ctx->repo,
					   .place = PM_COMMIT,
					   .base = commit };
	return code;
}

bool is_range(const char *word)
{
	const char *dots = strstr(word, "..");

	return dots && strcmp(word, "..") && (dots == word || dots[-1] != '/') &&
	       dots[2] != '/';
}

bool range_sides(const char *range, char **from, char **to)
{
	const char *dots = strstr(range, "..");
	bool symmetric = dots[2] == '.';

	*from = dots == range ? pm_xstrdup("HEAD") :
				pm_xstrndup(range, (size_t)(dots - range));
	dots += symmetric ? 3 : 2;
	*to = pm_xstrdup(*dots ? dots : "HEAD");
	return symmetric;
}

int place_parting(struct context *ctx, const char *from, const char *to,
		  char **base, char **head, struct pm_error *err)
{
	char *other = NULL;
	int code = place_commit(ctx, from, &other, NULL, err);

	if (code >= 0)
		code = place_commit(ctx, to, head, NULL, err);
	if (code >= 0)
		code = pm_merge_base(base, &ctx->repo, other, *head, from, to,
				     err);
	free(other);
	return code;
}

int place_range(struct context *ctx, const char *range, char **base,
		char **head, struct pm_error *err)
{
	char *from, *to;
	int code;

	if (range_sides(range, &from, &to)) {
		code = place_parting(ctx, from, to, base, head, err);
	} else {
		code = place_commit(ctx, from, base, NULL, err);
		if (code >= 0)
			code = place_commit(ctx, to, head, NULL, err);
	}
	free(from);
	free(to);
	return code;
}

int place_load(struct context *ctx, const char *at, struct pm_snapshot *out,
	       unsigned kinds, enum pm_read what, struct pm_error *err)
{
	struct pm_source source = { 0 };
	int code = place_source(ctx, at, &source, err);

	if (code >= 0)
		code = pm_snapshot_load(out, &source, kinds, what, err);
	if (code >= 0)
		place_tell_newer(&out->policy);
	return code;
}

void place_tell_newer(const struct pm_policy *policy)
{
	struct pm_error err = { 0 };

	if (pm_policy_refuse_newer(policy, &err) < 0 && !told_newer())
		command_warn("%s", err.message);
}

int place_policy_ok(const struct pm_snapshot *snapshot, struct pm_error *err)
{
	place_tell_newer(&snapshot->policy);
	return pm_snapshot_policy_ok(snapshot, err);
}

int place_policy(struct context *ctx, const char *at, struct pm_snapshot *out,
		 struct pm_error *err)
{
	struct pm_source source = { 0 };
	int code = place_source(ctx, at, &source, err);

	if (code >= 0)
		code = pm_snapshot_open(out, &source, err);
	return code < 0 ? code : place_policy_ok(out, err);
}

int place_list(struct context *ctx, const char *at, struct pm_snapshot *out,
	       struct pm_error *err)
{
	return place_load(ctx, at, out, 0, PM_READ_FIELDS, err);
}

bool place_path_id(struct pm_buf *out, struct context *ctx,
		   const struct pm_snapshot *snapshot, const char *name)
{
	struct pm_buf path = { 0 }, item = { 0 };
	bool found;

	found = pm_user_path(&path, &ctx->repo, ctx->repo.prefix, name) &&
		pm_path_to_id(out, &item, &snapshot->policy,
			      pm_buf_str(&path));
	if (found && item.len)
		pm_buf_addf(out, "/%s", pm_buf_str(&item));
	pm_buf_release(&path);
	pm_buf_release(&item);
	return found;
}

bool place_list_whole(struct context *ctx, const char *name,
		      struct pm_snapshot *snapshot, struct pm_buf *id)
{
	struct pm_error ignored;
	struct pm_named named;
	char *folder;
	bool found;

	if (!place_path_id(id, ctx, snapshot, name)) {
		pm_buf_reset(id);
		pm_buf_addstr(id, name);
	}
	folder = pm_xstrndup(pm_buf_str(id), strcspn(pm_buf_str(id), "/"));
	found = !pm_name_problem(folder, strlen(folder)) &&
		pm_snapshot_list(snapshot, (const char *const[]){ folder }, 1,
				 &ignored) >= 0 &&
		pm_resolve(&named, snapshot, name, ctx->repo.prefix,
			   PM_POSTMORTEM | PM_ACTION, &ignored) >= 0 &&
		!strcmp(named.action ? named.action->id : named.postmortem->id,
			pm_buf_str(id));
	free(folder);
	return found;
}

int place_list_for(struct context *ctx, const char *at, const char *name,
		   struct pm_snapshot *out, struct pm_error *err)
{
	struct pm_buf id = { 0 };
	bool found;
	struct pm_source source = { 0 };
	int code = place_source(ctx, at, &source, err);

	if (code >= 0)
		code = pm_snapshot_open(out, &source, err);
	if (code >= 0)
		code = place_policy_ok(out, err);
	found = code >= 0 && place_list_whole(ctx, name, out, &id);
	pm_buf_release(&id);
	if (found)
		return PM_OK;
	pm_snapshot_release(out);
	return code < 0 ? code : place_list(ctx, at, out, err);
}

int place_check_severity(const struct pm_snapshot *snapshot, const char *name,
			 struct pm_error *err)
{
	struct pm_value value = { .field = PM_F_SEVERITY };
	struct pm_buf why = { 0 }, fix = { 0 };
	int code = PM_OK;

	if (!name || pm_policy_severity(&snapshot->policy, name))
		return PM_OK;
	for (size_t i = 0; i < snapshot->policy.severities; i++) {
		if (!strcasecmp(snapshot->policy.severity[i].name, name))
			return PM_OK;
	}
	for (size_t i = 0; i < snapshot->nr; i++) {
		const char *used = pm_record_text(&snapshot->item[i].record,
						  PM_F_SEVERITY);

		if (used && !strcasecmp(used, name))
			return PM_OK;
	}
	pm_value_check(&value, name, &snapshot->policy, &why, &fix);
	code = pm_fail(err, PM_EINVALID, "--severity: \"%s\" %s; %s", name,
		       pm_buf_str(&why), pm_buf_str(&fix));
	pm_buf_release(&why);
	pm_buf_release(&fix);
	return code;
}

/* What only a reader of the body would miss is left to "check", and so is what
 * a newer program may understand. */
static bool is_worth_a_word(const struct pm_policy *policy,
			    enum pm_problem_kind kind)
{
	switch (kind) {
	case PM_PROBLEM_HIDDEN_PROSE:
	case PM_PROBLEM_MARKDOWN:
	case PM_PROBLEM_STRANGE_KEY:
		return false;
	case PM_PROBLEM_BAD_VALUE:
	case PM_PROBLEM_UNKNOWN_VALUE:
		return !policy->requires;
	default:
		return true;
	}
}

int place_fail_problem(const struct pm_record *record,
		       const struct pm_problem *problem,
		       struct pm_error *err)
{
	struct pm_buf path = { 0 };
	int code;

	pm_path_quote(&path, record->path);
	code = pm_fail(err, PM_EINVALID, "%s:%zu: %s%s%s", pm_buf_str(&path),
		       problem->line, problem->message,
		       problem->fix ? "; " : "",
		       problem->fix ? problem->fix : "");
	pm_buf_release(&path);
	return code;
}

/* Those of one record are told once; of many records, the first few. */
static void warn_record(const struct pm_policy *policy,
			const struct pm_record *record, size_t *told)
{
	struct pm_error err = { 0 };

	for (size_t i = 0; i < record->problems.nr; i++) {
		const struct pm_problem *p = &record->problems.item[i];

		if (!is_worth_a_word(policy, p->kind))
			continue;
		if (++*told > MOST_TOLD)
			return;
		place_fail_problem(record, p, &err);
		command_warn("%s", err.message);
		return;
	}
}

static void warn_of_more(size_t told)
{
	if (told > MOST_TOLD)
		command_warn("%zu more record%s so; \"git postmortem check\" "
			     "shows all", told - MOST_TOLD,
			     told == MOST_TOLD + 1 ? " is" : "s are");
}

static void warn_oddities(const struct pm_snapshot *snapshot, const char *id)
{
	struct pm_error err = { 0 };

	for (size_t i = 0; i < snapshot->odds; i++) {
		const struct pm_oddity *odd = &snapshot->odd[i];

		if (id && strcmp(odd->id, id))
			continue;
		pm_oddity_fail(odd, &err);
		command_warn("%s", err.message);
	}
}

void place_warn_actions(const struct pm_snapshot *snapshot,
			const struct pm_postmortem *postmortem)
{
	size_t told = 0;

	warn_oddities(snapshot, postmortem->id);
	for (size_t i = 0; i < postmortem->actions; i++)
		warn_record(&snapshot->policy, &postmortem->action[i], &told);
	warn_of_more(told);
}

void place_warn(const struct pm_snapshot *snapshot)
{
	struct pm_error err = { 0 };
	size_t told = 0;

	warn_oddities(snapshot, NULL);
	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		if (pm->record.path)
			warn_record(&snapshot->policy, &pm->record, &told);
		else if (place_fail_document(snapshot, pm, &err) < 0 &&
			 !pm->document_is_odd)
			command_warn("%s", err.message);
		for (size_t a = 0; a < pm->actions; a++)
			warn_record(&snapshot->policy, &pm->action[a], &told);
	}
	warn_of_more(told);
}

int place_fail_document(const struct pm_snapshot *snapshot,
			const struct pm_postmortem *postmortem,
			struct pm_error *err)
{
	const struct pm_oddity *odd =
		postmortem->document_is_odd ?
			pm_snapshot_oddity(snapshot, postmortem->id) :
			NULL;

	if (odd)
		return pm_oddity_fail(odd, err);
	return pm_fail(err, PM_EINVALID,
		       "%s: has no README.md; write one, or restore it with "
		       "\"git restore\"",
		       postmortem->folder);
}

int owner_wanted(struct context *ctx, const struct pm_policy *policy,
		 const char *owner, char **out, struct pm_error *err)
{
	*out = NULL;
	if (!owner)
		return PM_OK;
	*out = strcmp(owner, "me") ? pm_xstrdup(owner) :
				     current_user(ctx, policy);
	if (!*out)
		return pm_fail(err, PM_EINVALID,
			       "\"me\": git does not know who you are; set "
			       "user.email or postmortem.user");
	return PM_OK;
}

int owner_or_me(struct context *ctx, const struct pm_policy *policy,
		const char *owner, char **out, struct pm_error *err)
{
	if (owner)
		return owner_wanted(ctx, policy, owner, out, err);
	*out = current_user(ctx, policy);
	return PM_OK;
}

struct pm_view view_of(struct context *ctx, struct pm_buf *out)
{
	return (struct pm_view){ .out = out, .color = ctx->color,
				 .width = ctx->width, .today = ctx->today };
}

void view_print(struct context *ctx, struct pm_buf *out)
{
	fwrite(pm_buf_str(out), 1, out->len, ctx->out);
	pm_buf_release(out);
}

int format_is_json(const struct command *command, const char *format,
		   bool *json)
{
	*json = format && !strcmp(format, "json");
	if (*json || !format || !strcmp(format, "text"))
		return EXIT_OK;
	return command_usage_error(command, "--format is text or json, not "
					    "\"%s\"", format);
}

enum pm_style style_of_state(const struct pm_record *action, pm_date today)
{
	switch (pm_record_state(action)) {
	case PM_DONE:
		return PM_STYLE_GOOD;
	case PM_DECLINED:
		return PM_STYLE_DIM;
	case PM_PROPOSED:
		return PM_STYLE_WARNING;
	default:
		return pm_record_is_overdue(action, today) ? PM_STYLE_ERROR :
							     PM_STYLE_PLAIN;
	}
}

enum pm_style style_of_status(enum pm_status status)
{
	return status == PM_CLOSED ? PM_STYLE_GOOD :
	       status == PM_DRAFT  ? PM_STYLE_WARNING :
				     PM_STYLE_PLAIN;
}

bool place_was(struct context *ctx, const char *id, const char *item,
	       struct pm_buf *was)
{
	struct pm_comparison comparison = { 0 };
	struct pm_source head = { 0 }, here = { 0 };
	struct pm_error ignored = { 0 };
	struct pm_buf whole = { 0 };
	const char *folder = NULL;
	bool found = false;
	int code;

	pm_buf_addf(&whole, "%s%s%s", id, item ? "/" : "", item ? item : "");
	code = pm_source_commit(&head, &ctx->repo, "HEAD", &ignored);
	if (code >= 0)
		code = pm_source_worktree(&here, &ctx->repo, &ignored);
	if (code >= 0) {
		code = pm_comparison_open(&comparison, &head, &here, false,
					  &ignored);
		if (code >= 0)
			code = pm_comparison_read(&comparison, NULL,
						  &ignored);
	}
	for (size_t i = 0; code >= 0 && i < comparison.nr && !found; i++) {
		const struct pm_difference *d = &comparison.item[i];

		found = d->was && !strcmp(d->id, pm_buf_str(&whole));
		if (found)
			pm_buf_addstr(was, d->was);
		/* An item that moved with its folder differs in nothing. */
		else if (d->was && item && !strcmp(d->id, id))
			folder = d->was;
	}
	if (!found && folder) {
		found = true;
		pm_buf_addf(was, "%s/%s", folder, item);
	}
	pm_comparison_release(&comparison);
	pm_source_release(&head);
	pm_source_release(&here);
	pm_buf_release(&whole);
	return found;
}

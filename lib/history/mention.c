/* SPDX-License-Identifier: MIT */
#include "history/mention.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "git/plumbing.h"
#include "git/process.h"
#include "index/claims.h"
#include "history/naming.h"

/* How many commits are read at once: who asks for ten entries pays for few,
 * and who asks for all starts few processes. */
#define LOAD_AT_ONCE 100

const char *const pm_mention_name[PM_MENTION_KINDS] = {
	[PM_MENTION_WORKS_ON] = "works-on",
	[PM_MENTION_CLOSES] = "closes",
};

static bool is_wanted(const struct pm_mention_options *options,
		      const char *id)
{
	size_t len;

	if (!options->id)
		return id || options->with_unknown;
	len = strlen(options->id);
	return id && !strncmp(id, options->id, len) &&
	       (!id[len] || id[len] == '/');
}

/* Those that name nobody's record are dropped, too. */
static int is_owned(bool *out, struct pm_naming *naming,
		    const struct pm_meant *meant, const char *owner,
		    struct pm_error *err)
{
	struct pm_snapshot *s = &naming->snapshot;
	int code = PM_OK;

	*out = false;
	if (!meant->record || !meant->record->path)
		return PM_OK;
	if (!meant->record->is_read)
		code = pm_record_load(meant->record, &s->arena, &s->source,
				      &s->policy, PM_READ_FIELDS, err);
	if (code >= 0)
		*out = pm_policy_same_person(
			&s->policy, owner,
			pm_record_text(meant->record, PM_F_OWNER));
	return code;
}

/* The claims of the same words are asked for once. */
static int by_words(const void *a, const void *b)
{
	const struct pm_claim *x = *(const struct pm_claim *const *)a;
	const struct pm_claim *y = *(const struct pm_claim *const *)b;
	int diff = strcmp(x->value, y->value);

	return diff ? diff : (int)x->kind - (int)y->kind;
}

struct answer {
	bool is_wanted;
	struct pm_meant meant;
};

static int answer_one(struct answer *out, const struct pm_mentions *mentions,
		      struct pm_naming *naming, const struct pm_claim *claim,
		      struct pm_error *err)
{
	const struct pm_mention_options *options = &mentions->options;
	unsigned kinds = claim->kind == PM_CLAIM_CLOSES ?
				 PM_POSTMORTEM | PM_ACTION : PM_ACTION;
	int code = pm_naming_find(&out->meant, naming, claim->value, kinds,
				  err);

	out->is_wanted = code >= 0 && is_wanted(options, out->meant.id);
	if (out->is_wanted && options->owner)
		code = is_owned(&out->is_wanted, naming, &out->meant,
				options->owner, err);
	return code;
}

/* answer[i] belongs to claims->item[i]. */
static int answer_all(struct answer *answer,
		      const struct pm_mentions *mentions,
		      struct pm_naming *naming,
		      const struct pm_claims *claims, struct pm_error *err)
{
	const struct pm_claim **sorted =
		pm_xmalloc((claims->nr + 1) * sizeof(*sorted));
	const struct pm_claim *last = NULL;
	size_t nr = 0;
	int code = PM_OK;

	for (size_t i = 0; i < claims->nr; i++)
		if (claims->item[i].kind != PM_CLAIM_REVERTS)
			sorted[nr++] = &claims->item[i];
	qsort(sorted, nr, sizeof(*sorted), by_words);
	for (size_t i = 0; i < nr && code >= 0; i++) {
		struct answer *a = &answer[sorted[i] - claims->item];

		if (last && !by_words(&last, &sorted[i]))
			*a = answer[last - claims->item];
		else
			code = answer_one(a, mentions, naming, sorted[i], err);
		last = sorted[i];
	}
	free(sorted);
	return code;
}

/* Who claims to close a record works on it; and twice is once. */
static bool is_said_already(const struct pm_mentions *mentions,
			    const struct pm_mention *mention)
{
	for (size_t i = mentions->nr; i > 0; i--) {
		const struct pm_mention *m = &mentions->item[i - 1];

		if (strcmp(m->commit_id, mention->commit_id) != 0)
			return false;
		if (m->id && mention->id && !strcmp(m->id, mention->id))
			return true;
	}
	return false;
}

static void add(struct pm_mentions *out, const struct pm_claim *claim,
		const struct pm_meant *meant)
{
	struct pm_mention mention = {
		.commit_id = claim->commit,
		.time = claim->time,
		.kind = claim->kind == PM_CLAIM_CLOSES ? PM_MENTION_CLOSES :
							 PM_MENTION_WORKS_ON,
		.value = claim->value,
		.id = meant->id ? pm_arena_strdup(&out->arena, meant->id) :
				  NULL,
		.record = meant->kind,
		.is_gone = meant->id && !meant->record,
	};

	if (is_said_already(out, &mention))
		return;
	PM_GROW(out->item, out->nr, out->alloc);
	out->item[out->nr++] = mention;
}

int pm_mentions_find_undone(struct pm_mentions *out,
			    const struct pm_claims *claims,
			    struct pm_error *err)
{
	const char **commit = pm_xmalloc((out->nr + 1) * sizeof(*commit));
	const char **by = pm_xmalloc((out->nr + 1) * sizeof(*by));
	int64_t oldest = INT64_MAX;
	int code;

	for (size_t i = 0; i < out->nr; i++) {
		commit[i] = out->item[i].commit_id;
		if (out->item[i].time < oldest)
			oldest = out->item[i].time;
	}
	code = pm_undone_find(by, commit, out->nr, oldest, claims, err);
	for (size_t i = 0; i < out->nr && code >= 0; i++)
		out->item[i].undone_by = by[i];
	free(commit);
	free(by);
	return code;
}

static bool has_any(const struct pm_claims *claims)
{
	for (size_t i = 0; i < claims->nr; i++)
		if (claims->item[i].kind != PM_CLAIM_REVERTS)
			return true;
	return false;
}

static int understand(struct pm_mentions *out, struct pm_repo *repo,
		      const char *tip, const struct pm_claims *claims,
		      struct pm_error *err)
{
	struct pm_naming naming = { 0 };
	struct answer *answer = pm_xcalloc(claims->nr + 1, sizeof(*answer));
	int code = pm_naming_open(&naming, repo, tip, err);

	if (code >= 0)
		code = answer_all(answer, out, &naming, claims, err);
	for (size_t i = 0; i < claims->nr && code >= 0; i++)
		if (answer[i].is_wanted)
			add(out, &claims->item[i], &answer[i].meant);
	if (code >= 0)
		out->root = pm_arena_strdup(&out->arena,
					    naming.snapshot.policy.root);
	pm_naming_release(&naming);
	free(answer);
	return code;
}

/* From the log itself: not all of it is asked for, or there is nothing that
 * says where an index would be. */
static int read_log(struct pm_claims *out, struct pm_arena *arena,
		    const char *tip, const struct pm_mention_options *options,
		    struct pm_error *err)
{
	const char *const tips[] = { tip, NULL };
	const char *const without[] = { options->without, NULL };
	const struct pm_claims_options log = {
		.tip = tips,
		.without = without,
		.since = options->since,
		.kinds = PM_CLAIM_ALL,
	};

	return pm_claims_read(out, arena, &log, err);
}

static bool has_reverts(const struct pm_claims *claims)
{
	for (size_t i = 0; i < claims->nr; i++) {
		if (claims->item[i].kind == PM_CLAIM_REVERTS)
			return true;
	}
	return false;
}

/* What is said of an item that stands there can be told from the words alone
 * when it never had another name, and whoever means it wrote all of it. */
static int is_plain(struct pm_index *index, const struct pm_claims *claims,
		    const struct pm_mention_options *options,
		    struct pm_error *err)
{
	const char *slash = strchr(options->id, '/');
	struct pm_buf path = { 0 };
	char *folder;
	int renamed;

	for (size_t i = 0; i < claims->nr; i++) {
		if (strcmp(claims->item[i].value, options->id) != 0)
			return 0;
	}
	folder = pm_xstrndup(options->id, (size_t)(slash - options->id));
	pm_id_to_path(&path, options->policy, folder, slash + 1);
	renamed = pm_index_may_be_renamed(index, pm_buf_str(&path), err);
	pm_buf_release(&path);
	free(folder);
	return renamed < 0 ? renamed : !renamed;
}

static void take_plain(struct pm_mentions *out, const struct pm_claims *claims)
{
	const struct pm_meant meant = { .kind = PM_ACTION,
					.id = out->options.id,
					.record = &(struct pm_record){ 0 } };

	for (size_t i = 0; i < claims->nr; i++)
		add(out, &claims->item[i], &meant);
	out->root = pm_arena_strdup(&out->arena, out->options.policy->root);
}

/* 1 when that was all, 0 when the records have to be asked what is meant. */
static int read_about(struct pm_mentions *out, struct pm_index *index,
		      const char *tip, struct pm_error *err)
{
	const struct pm_claims_wanted wanted = {
		.kinds = PM_CLAIM_WORKS_ON | PM_CLAIM_CLOSES,
		.about = out->options.id,
	};
	const struct pm_claims_wanted reverts = { .kinds = PM_CLAIM_REVERTS };
	struct pm_claims claims = { 0 };
	int code = pm_index_some_claims(&claims, &out->arena, index, tip,
					&wanted, err);

	if (code >= 0)
		code = is_plain(index, &claims, &out->options, err);
	if (code > 0)
		take_plain(out, &claims);
	if (code > 0 && out->nr) {
		code = pm_index_some_claims(&claims, &out->arena, index, tip,
					    &reverts, err);
		if (code >= 0 && has_reverts(&claims))
			code = pm_mentions_find_undone(out, &claims, err);
		code = code < 0 ? code : 1;
	}
	pm_claims_release(&claims);
	return code;
}

static int read_all(struct pm_mentions *out, struct pm_index *index,
		    const char *tip, struct pm_error *err)
{
	struct pm_claims claims = { 0 };
	int code = index ? pm_index_claims(&claims, &out->arena, index, tip,
					   err) :
			   read_log(&claims, &out->arena, tip, &out->options,
				    err);

	if (code >= 0 && has_any(&claims))
		code = understand(out, out->repo, tip, &claims, err);
	if (code >= 0 && out->nr)
		code = pm_mentions_find_undone(out, &claims, err);
	pm_claims_release(&claims);
	return code;
}

int pm_mentions_read(struct pm_mentions *out, struct pm_repo *repo,
		     const struct pm_mention_options *options,
		     struct pm_error *err)
{
	struct pm_index *index = NULL;
	char *tip = NULL;
	int code = PM_OK;

	memset(out, 0, sizeof(*out));
	out->repo = repo;
	out->options = *options;
	/* What it asks of git, git answers beside. */
	if (options->policy && !options->without)
		code = pm_index_get(&index, repo, options->policy->root, err);
	if (code >= 0)
		code = options->revision ?
			       pm_repo_resolve(repo, options->revision, &tip,
					       err) :
			       pm_repo_head(repo, &tip, err);
	if (code >= 0 && tip) {
		int done = 0;

		if (index && options->is_there && !options->owner)
			done = read_about(out, index, tip, err);
		code = done ? done : read_all(out, index, tip, err);
	}
	out->options.id = out->options.owner = NULL; /* answered */
	out->options.policy = NULL;
	out->tip = tip;
	return code < 0 ? code : PM_OK;
}

void pm_mentions_release(struct pm_mentions *mentions)
{
	free(mentions->item);
	free(mentions->tip);
	pm_arena_release(&mentions->arena);
	memset(mentions, 0, sizeof(*mentions));
}

/* Give a commit to all that is said in it, from number `nr` up to `end`. */
static void keep(struct pm_mentions *mentions, size_t nr, size_t end,
		 const struct pm_commit_info *commit)
{
	const struct pm_commit_info *kept = NULL;

	for (size_t i = nr; i < end; i++) {
		struct pm_mention *m = &mentions->item[i];

		if (strcmp(m->commit_id, commit->id) != 0)
			continue;
		if (!kept)
			kept = pm_commit_keep(&mentions->arena, commit);
		m->commit = kept;
	}
}

int pm_mentions_load(struct pm_mentions *mentions, size_t nr,
		     struct pm_error *err)
{
	const char *commit[LOAD_AT_ONCE + 1] = { NULL };
	const struct pm_log_options options = {
		.commits = commit,
		.since = mentions->options.since,
		.until = mentions->options.until,
		.author = mentions->options.author,
	};
	struct pm_commit_info info;
	struct pm_arena arena = { 0 };
	struct pm_log *log = NULL;
	size_t commits = 0, end = nr;
	int code;

	if (nr >= mentions->nr || mentions->item[nr].is_loaded)
		return PM_OK;
	for (; end < mentions->nr && !mentions->item[end].is_loaded; end++) {
		struct pm_mention *m = &mentions->item[end];

		if (!commits || strcmp(commit[commits - 1], m->commit_id)) {
			if (commits == LOAD_AT_ONCE)
				break;
			commit[commits++] = m->commit_id;
		}
		m->is_loaded = true;
	}
	code = pm_log_open(&log, mentions->repo, &options, err);
	while (code >= 0 &&
	       (code = pm_log_next(&info, log, &arena, err)) > 0) {
		keep(mentions, nr, end, &info);
		pm_arena_release(&arena);
	}
	pm_log_close(log);
	pm_arena_release(&arena);
	return code;
}

/* What one commit changed, in git's answer: its id, then paths. */
static void judge_clerical(struct pm_mentions *mentions, char *text,
			   size_t len)
{
	char *at = text, *field;

	for (size_t i = 0; i < mentions->nr; i++)
		mentions->item[i].is_clerical = false;
	field = text ? pm_git_field(&at, text + len) : NULL;
	while (field) {
		const char *id = field;
		size_t within = 0, outside = 0;

		while ((field = pm_git_field(&at, text + len)) &&
		       !pm_is_oid(field)) {
			if (pm_path_is_within(field, mentions->root))
				within++;
			else
				outside++;
		}
		for (size_t i = 0; i < mentions->nr; i++) {
			struct pm_mention *m = &mentions->item[i];

			if (!strcmp(m->commit_id, id))
				/* What claims to close is told as such. */
				m->is_clerical = m->kind ==
						 PM_MENTION_WORKS_ON &&
						 within && !outside;
		}
	}
}

int pm_mentions_mark_clerical(struct pm_mentions *mentions,
			      struct pm_error *err)
{
	static const char *const argv[] = {
		"git", "diff-tree", "--stdin", "-r", "-z", "--root",
		"--name-only", "--no-renames", "--no-relative",
		"--ignore-submodules=none", NULL
	};
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf in = { 0 }, out = { 0 };
	int code;

	/* Where nothing but records is kept, that says nothing. */
	if (!mentions->nr || !*mentions->root)
		return PM_OK;
	for (size_t i = 0; i < mentions->nr; i++)
		pm_buf_addf(&in, "%s\n", mentions->item[i].commit_id);
	run.in = pm_buf_str(&in);
	run.in_len = in.len;
	code = pm_run_ok(&run, &out, err);
	if (code >= 0)
		judge_clerical(mentions, out.ptr, out.len);
	pm_buf_release(&in);
	pm_buf_release(&out);
	return code;
}

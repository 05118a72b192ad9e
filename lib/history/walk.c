/* SPDX-License-Identifier: MIT */
#include "history/history.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "git/objects.h"
#include "git/plumbing.h"
#include "history/event.h"
#include "history/index_log.h"
#include "history/track.h"
#include "snapshot/snapshot.h"

/* One log. A second is opened where a file turns out to have come from
 * another path; it goes on from that commit's parent. */
struct stream {
	struct pm_index_log *index; /* of paths below the root, or */
	struct pm_log *log;	    /* of any others; both NULL: at its end */
	struct pm_track track;
	struct pm_arena arena;	/* of `next` */
	struct pm_commit_info next;
	bool has_next;
};

struct history {
	struct pm_repo *repo;
	const struct pm_policy *policy;
	const struct pm_history_options *options;
	struct pm_tracer tracer;
	struct stream **stream;
	size_t streams;
	size_t stream_alloc;
	struct pm_strlist opened; /* "revision path" */
	struct pm_strlist told;	  /* "commit path" */
	struct pm_index *index; /* NULL: not asked for yet */
	regex_t author;
	bool has_author;
	int64_t since, until;
};

static int set_author(struct history *h, struct pm_error *err)
{
	const char *pattern = h->options->author;
	char why[100];
	int failed;

	if (!pattern)
		return PM_OK;
	failed = regcomp(&h->author, pattern, REG_NOSUB);
	if (failed) {
		regerror(failed, &h->author, why, sizeof(why));
		return pm_fail(err, PM_EINVALID,
			       "--author: \"%s\" is not a pattern: %s",
			       pattern, why);
	}
	h->has_author = true;
	return PM_OK;
}

/* git alone knows what "last friday" means. */
static int set_date(int64_t *out, const char *option, const char *answer,
		    const char *date, struct pm_error *err)
{
	struct pm_strlist argv = { 0 };
	struct pm_buf text = { 0 };
	int code;

	if (!date)
		return PM_OK;
	pm_strlist_add(&argv, "git");
	pm_strlist_add(&argv, "rev-parse");
	pm_strlist_addf(&argv, "%s=%s", option, date);
	code = pm_git(&argv, &text, err);
	if (code >= 0 && strncmp(pm_buf_str(&text), answer, strlen(answer)))
		code = pm_fail(err, PM_EINVALID, "%s: \"%s\" is not a date",
			       option, date);
	if (code >= 0)
		*out = strtoll(text.ptr + strlen(answer), NULL, 10);
	pm_strlist_release(&argv);
	pm_buf_release(&text);
	return code;
}

/*
 * Not left to git: the commit that renamed a record must be seen even when
 * it is not to be told, since what is to be told may lie beyond it.
 */
static bool is_wanted(const struct history *h,
		      const struct pm_commit_info *commit)
{
	struct pm_buf who = { 0 };
	bool wanted = true;

	if (commit->commit_time.epoch > h->until)
		return false;
	if (!h->has_author)
		return true;
	pm_buf_addf(&who, "%s <%s>", commit->author_name,
		    commit->author_email);
	wanted = !regexec(&h->author, pm_buf_str(&who), 0, NULL, 0);
	pm_buf_release(&who);
	return wanted;
}

static int open_git(struct stream *stream, struct history *h,
		    const char *revision, struct pm_error *err)
{
	const struct pm_log_options options = {
		.revision = revision,
		.path = (const char *const *)stream->track.path.item,
		.since = h->options->since,
		.full_history = h->options->is_gone,
		.whole_commits = true,
	};

	return pm_log_open(&stream->log, h->repo, &options, err);
}

/* The commit that a walk begins at, NULL on an unborn branch. */
static int find_tip(char **tip, int64_t *node, struct history *h,
		    const char *revision, struct pm_error *err)
{
	int code = 0;

	/* What the index knows is a commit, and git need not be asked. */
	if (revision && pm_is_oid(revision))
		code = pm_index_knows(node, h->index, revision, err);
	if (code > 0)
		*tip = pm_xstrdup(revision);
	else if (code == 0)
		code = revision ? pm_repo_resolve(h->repo, revision, tip,
						  err) :
				  pm_repo_head(h->repo, tip, err);
	return code < 0 ? code : PM_OK;
}

static int open_index(struct stream *stream, struct history *h,
		      const char *revision, struct pm_error *err)
{
	struct pm_strlist root = { 0 };
	struct pm_index_walk_options options = {
		.path = h->tracer.everything ? &root : &stream->track.path,
		.since = h->since,
		.is_full = h->options->is_gone,
	};
	char *tip = NULL;
	int code = PM_OK;

	pm_strlist_add(&root, h->policy->root);
	if (!h->index)
		code = pm_index_get(&h->index, h->repo, h->policy->root, err);
	if (code >= 0)
		code = find_tip(&tip, &options.node, h, revision, err);
	if (code >= 0 && tip)
		code = pm_index_cover(h->index, tip, &options.node, err);
	if (code >= 0)
		code = pm_index_log_open(&stream->index, h->index, &options,
					 err);
	pm_strlist_release(&root);
	free(tip);
	return code;
}

static bool is_indexed(const struct history *h, const struct pm_track *track)
{
	bool all = true;

	for (size_t i = 0; i < track->path.nr && all; i++)
		all = pm_path_is_within(track->path.item[i], h->policy->root);
	return all;
}

static void close_stream(struct stream *stream)
{
	pm_log_close(stream->log);
	pm_index_log_close(stream->index);
	stream->log = NULL;
	stream->index = NULL;
}

static int peek(struct stream *stream, struct pm_error *err)
{
	int code;

	if (stream->has_next || (!stream->log && !stream->index))
		return PM_OK;
	code = stream->index ?
		       pm_index_log_next(&stream->next, stream->index,
					 &stream->arena, err) :
		       pm_log_next(&stream->next, stream->log, &stream->arena,
				   err);
	stream->has_next = code > 0;
	if (!code)
		close_stream(stream);
	return code < 0 ? code : PM_OK;
}

static int open_stream(struct history *h, struct stream *stream,
		       const char *revision, struct pm_error *err)
{
	int code;

	if (!is_indexed(h, &stream->track))
		return open_git(stream, h, revision, err);
	code = open_index(stream, h, revision, err);
	/* It may have been on a branch that came to nothing, which the index
	 * passes by. */
	if (code >= 0 && h->options->is_gone)
		code = peek(stream, err);
	if (code >= 0 && h->options->is_gone && !stream->has_next)
		code = open_git(stream, h, revision, err);
	return code;
}

/* Takes over the track. */
static int add_stream(struct history *h, const char *revision,
		      struct pm_track *track, struct pm_error *err)
{
	struct stream *stream = pm_xcalloc(1, sizeof(*stream));

	stream->track = *track;
	memset(track, 0, sizeof(*track));
	PM_GROW(h->stream, h->streams, h->stream_alloc);
	h->stream[h->streams++] = stream;
	return open_stream(h, stream, revision, err);
}

/* Every stream leaves the commit that was told. */
static void consume(struct history *h, const struct stream *told)
{
	char *id = pm_xstrdup(told->next.id);

	for (size_t i = 0; i < h->streams; i++) {
		struct stream *s = h->stream[i];

		if (!s->has_next || strcmp(s->next.id, id))
			continue;
		s->has_next = false;
		pm_arena_release(&s->arena);
	}
	free(id);
}

/* The stream whose next commit is the newest; NULL when all have ended. */
static int choose(struct stream **out, struct history *h, struct pm_error *err)
{
	*out = NULL;
	for (size_t i = 0; i < h->streams; i++) {
		struct stream *s = h->stream[i];
		int code = peek(s, err);

		if (code < 0)
			return code;
		if (s->has_next &&
		    (!*out || s->next.commit_time.epoch >
				      (*out)->next.commit_time.epoch))
			*out = s;
	}
	return PM_OK;
}

static void release(struct history *h)
{
	for (size_t i = 0; i < h->streams; i++) {
		struct stream *s = h->stream[i];

		close_stream(s);
		pm_track_release(&s->track);
		pm_arena_release(&s->arena);
		free(s);
	}
	free(h->stream);
	pm_strlist_release(&h->opened);
	pm_strlist_release(&h->told);
	pm_tracer_release(&h->tracer);
	if (h->has_author)
		regfree(&h->author);
}

/* The same commit may be met on two streams. */
static void drop_told(struct history *h)
{
	struct pm_event *event = &h->tracer.event;
	size_t kept = 0;

	if (h->tracer.everything)
		return;
	for (size_t i = 0; i < event->records; i++) {
		struct pm_event_record *record = &event->record[i];
		struct pm_buf key = { 0 };
		bool known;

		pm_buf_addf(&key, "%s %s", event->commit.id, record->path);
		known = h->streams > 1 &&
			pm_strlist_has(&h->told, pm_buf_str(&key));
		if (known) {
			pm_changes_release(&record->changes);
		} else {
			pm_strlist_add(&h->told, pm_buf_str(&key));
			event->record[kept++] = *record;
		}
		pm_buf_release(&key);
	}
	event->records = kept;
}

/* With its items, a post-mortem that was renamed had a folder of its own. */
static void add_origin(struct pm_track *track, const struct history *h,
		       const struct pm_origin *origin, bool folders)
{
	struct pm_buf id = { 0 }, folder = { 0 };
	enum pm_kind kind;
	bool is_folder;

	is_folder = h->options->with_items &&
		    pm_path_identify(&id, &kind, h->policy, origin->path) &&
		    kind == PM_POSTMORTEM;
	if (is_folder)
		pm_path_join(&folder, h->policy->root, pm_buf_str(&id));
	if (is_folder && folders)
		pm_track_add(track, pm_buf_str(&folder), "");
	else if (!folders && (!track->path.nr ||
			      !pm_track_follows(track, origin->path)))
		pm_track_add(track, origin->path, origin->id);
	pm_buf_release(&id);
	pm_buf_release(&folder);
}

/* False when this has been opened before. */
static bool remember_opened(struct history *h, const char *revision,
			    const struct pm_track *track)
{
	bool news = false;

	for (size_t i = 0; i < track->path.nr; i++) {
		struct pm_buf key = { 0 };

		pm_buf_addf(&key, "%s %s", revision, track->path.item[i]);
		if (!pm_strlist_has(&h->opened, pm_buf_str(&key))) {
			pm_strlist_add(&h->opened, pm_buf_str(&key));
			news = true;
		}
		pm_buf_release(&key);
	}
	return news;
}

static int open_origins(struct history *h, struct pm_error *err)
{
	const struct pm_tracer *tracer = &h->tracer;
	size_t parents = tracer->origins ? tracer->event.commit.parents : 0;
	int code = PM_OK;

	for (size_t p = 1; p <= parents && code >= 0; p++) {
		struct pm_track track = { 0 };
		struct pm_buf revision = { 0 };

		for (size_t i = 0; i < 2 * tracer->origins; i++) {
			const struct pm_origin *origin =
				&tracer->origin[i % tracer->origins];

			if (origin->parent == p)
				add_origin(&track, h, origin,
					   i < tracer->origins);
		}
		pm_buf_addf(&revision, "%s^%zu", tracer->event.commit.id, p);
		if (track.path.nr &&
		    remember_opened(h, pm_buf_str(&revision), &track))
			code = add_stream(h, pm_buf_str(&revision), &track,
					  err);
		pm_track_release(&track);
		pm_buf_release(&revision);
	}
	return code;
}

static bool is_at(const struct stream *stream, const struct pm_commit_info *at)
{
	return stream->has_next && !strcmp(stream->next.id, at->id);
}

/* Streams that meet at one commit tell it together: all of them have the
 * whole of it, and each has its paths. */
static void join_tracks(struct pm_track *joined, const struct history *h,
			const struct stream *first)
{
	for (size_t i = 0; i < h->streams; i++) {
		const struct stream *s = h->stream[i];

		for (size_t p = 0; is_at(s, &first->next) &&
				   p < s->track.path.nr; p++)
			pm_track_add(joined, s->track.path.item[p],
				     s->track.id.item[p]);
	}
}

/* 1 when an event is ready. */
static int trace(struct history *h, const struct stream *stream,
		 struct pm_error *err)
{
	bool wanted = is_wanted(h, &stream->next);
	struct pm_track joined = { 0 };
	int code;

	if (!wanted && h->tracer.everything)
		return 0;
	if (h->streams > 1)
		join_tracks(&joined, h, stream);
	code = pm_trace(&h->tracer, h->streams > 1 ? &joined : &stream->track,
			&stream->next, err);
	h->tracer.event.commit.delta = NULL;
	h->tracer.event.commit.deltas = 0;
	pm_track_release(&joined);
	if (code < 0)
		return code;
	drop_told(h);
	code = open_origins(h, err);
	if (code < 0)
		return code;
	return wanted && h->tracer.event.records;
}

static int start(struct history *h, struct pm_error *err)
{
	const struct pm_history_options *options = h->options;
	struct pm_track track = { 0 };
	struct pm_buf path = { 0 };
	int code;

	if (!options->id)
		pm_buf_addstr(&path, h->policy->root);
	else if (options->with_items && !options->item)
		pm_path_join(&path, h->policy->root, options->id);
	else
		pm_id_to_path(&path, h->policy, options->id, options->item);
	if (path.len)
		pm_track_add(&track, pm_buf_str(&path), "");
	h->tracer.everything = !options->id;
	if (!options->id && !options->limit)
		pm_objects_expect(h->repo, PM_OBJECTS_MANY);
	code = add_stream(h, options->revision, &track, err);
	if (code >= 0)
		pm_objects_begin(h->repo);
	pm_track_release(&track);
	pm_buf_release(&path);
	return code;
}

int pm_history_walk(struct pm_repo *repo, const struct pm_policy *policy,
		    const struct pm_history_options *options,
		    pm_history_fn *fn, void *payload, struct pm_error *err)
{
	struct history h = {
		.repo = repo,
		.policy = policy,
		.options = options,
		.tracer = { .repo = repo, .policy = policy },
		.since = INT64_MIN,
		.until = INT64_MAX,
	};
	struct stream *stream = NULL;
	size_t told = 0;
	int code;

	h.tracer.versions.repo = repo;
	h.tracer.versions.policy = policy;
	code = set_author(&h, err);
	if (code >= 0)
		code = set_date(&h.since, "--since", "--max-age=",
				options->since, err);
	if (code >= 0)
		code = set_date(&h.until, "--until", "--min-age=",
				options->until, err);
	if (code >= 0)
		code = start(&h, err);
	while (code >= 0 && (!options->limit || told < options->limit)) {
		code = choose(&stream, &h, err);
		if (code < 0 || !stream)
			break;
		code = trace(&h, stream, err);
		if (code > 0) {
			code = fn(&h.tracer.event, payload);
			told++;
		}
		if (code)
			break;
		consume(&h, stream);
	}
	release(&h);
	return code;
}

/* SPDX-License-Identifier: MIT */
#include "history/mention.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The mentions on their way into the events. */
struct teller {
	struct pm_mentions *mentions;
	size_t *by_commit; /* numbers of mentions, sorted by their commits */
	bool *told;
	const struct pm_mention **group; /* of one event */
	size_t next;	   /* the first that was not looked at by date */
	pm_history_fn *fn;
	void *payload;
	struct pm_error *err;
};

static int compare_commits(const void *a, const void *b, void *payload)
{
	const struct pm_mentions *mentions = payload;

	return strcmp(mentions->item[*(const size_t *)a].commit_id,
		      mentions->item[*(const size_t *)b].commit_id);
}

static void init(struct teller *t)
{
	size_t nr = t->mentions->nr;

	t->by_commit = pm_xmalloc((nr + 1) * sizeof(*t->by_commit));
	t->told = pm_xcalloc(nr + 1, sizeof(*t->told));
	t->group = pm_xmalloc((nr + 1) * sizeof(*t->group));
	for (size_t i = 0; i < nr; i++)
		t->by_commit[i] = i;
	if (nr)
		qsort_r(t->by_commit, nr, sizeof(*t->by_commit),
			compare_commits, t->mentions);
}

static void release(struct teller *t)
{
	free(t->by_commit);
	free(t->told);
	free(t->group);
}

/* Where the mentions of a commit begin in by_commit, if it has any. */
static size_t find_commit(const struct teller *t, const char *id)
{
	size_t low = 0, high = t->mentions->nr;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct pm_mention *m =
			&t->mentions->item[t->by_commit[middle]];

		if (strcmp(m->commit_id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* By the id that it had then, which is what a trailer that a command wrote
 * says. */
static bool tells_record(const struct pm_event *event,
			 const struct pm_mention *mention)
{
	for (size_t i = 0; i < event->records; i++) {
		const char *id = event->record[i].id;

		if ((mention->id && !strcmp(id, mention->id)) ||
		    !strcasecmp(id, mention->value))
			return true;
	}
	return false;
}

/* Take up what this event's commit says; it is not told again. */
static void attach(struct teller *t, struct pm_event *event)
{
	size_t nr = 0;

	for (size_t i = find_commit(t, event->commit.id);
	     i < t->mentions->nr; i++) {
		size_t number = t->by_commit[i];
		const struct pm_mention *m = &t->mentions->item[number];

		if (strcmp(m->commit_id, event->commit.id) != 0)
			break;
		if (t->told[number])
			continue;
		t->told[number] = true;
		if (m->kind != PM_MENTION_WORKS_ON ||
		    !tells_record(event, m))
			t->group[nr++] = m;
	}
	event->mention = nr ? t->group : NULL;
	event->mentions = nr;
}

/* Tell what is newer than the time (of an event). */
static int tell_newer(struct teller *t, bool all, int64_t time)
{
	const struct pm_mentions *mentions = t->mentions;
	int code = PM_OK;

	while (!code && t->next < mentions->nr &&
	       (all || mentions->item[t->next].time > time)) {
		const struct pm_mention *m = &mentions->item[t->next];
		struct pm_event event = { 0 };

		if (!t->told[t->next])
			code = pm_mentions_load(t->mentions, t->next, t->err);
		if (code >= 0 && !t->told[t->next] && m->commit) {
			event.commit = *m->commit;
			attach(t, &event);
			code = t->fn(&event, t->payload);
		}
		t->next++;
	}
	return code;
}

static int take_event(const struct pm_event *event, void *payload)
{
	struct teller *t = payload;
	struct pm_event told = *event;
	int code = tell_newer(t, false, event->commit.commit_time.epoch);

	if (code)
		return code;
	attach(t, &told);
	return t->fn(&told, t->payload);
}

int pm_history_tell(struct pm_repo *repo, const struct pm_policy *policy,
		    const struct pm_history_options *options,
		    struct pm_mentions *mentions, pm_history_fn *fn,
		    void *payload, struct pm_error *err)
{
	struct teller t = { .mentions = mentions, .fn = fn,
			    .payload = payload, .err = err };
	int code;

	if (!mentions->nr)
		return pm_history_walk(repo, policy, options, fn, payload,
				       err);
	init(&t);
	code = pm_history_walk(repo, policy, options, take_event, &t, err);
	if (!code)
		code = tell_newer(&t, true, 0);
	release(&t);
	return code;
}

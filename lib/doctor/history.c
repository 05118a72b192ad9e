/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "history/history.h"
#include "model/rule.h"

/* A record that was deleted: the commit that did it, and the file. */
struct removal {
	const char *id;
	char *commit, *abbrev, *path, *author;
	char day[PM_DATE_LEN];
	enum pm_state state; /* of an item, before it */
	bool is_found;
};

/* A renamed record is not gone: then the event has it under both names. */
static int take(const struct pm_event *event, void *payload)
{
	struct removal *r = payload;

	for (size_t i = 0; i < event->records; i++) {
		const struct pm_event_record *record = &event->record[i];

		if (strcmp(record->id, r->id) || record->after)
			continue;
		r->is_found = true;
		r->commit = pm_xstrdup(event->commit.id);
		r->abbrev = pm_xstrdup(event->commit.abbrev);
		r->author = pm_xstrdup(event->commit.author_name);
		r->path = pm_xstrdup(record->path);
		r->state = record->kind == PM_ACTION && record->before ?
				   pm_record_state(record->before) :
				   PM_STATES;
		pm_date_format(r->day,
			       pm_time_date(event->commit.author_time));
	}
	return 1;
}

static int find(struct removal *out, struct pm_doctor *doctor, const char *id,
		struct pm_error *err)
{
	struct pm_history_options options = { .is_gone = true, .limit = 1 };
	char *folder = pm_xstrndup(id, strcspn(id, "/"));
	int code;

	*out = (struct removal){ .id = id };
	options.id = folder;
	options.item = id[strlen(folder)] ? id + strlen(folder) + 1 : NULL;
	code = pm_history_walk(doctor->repo, &doctor->snapshot.policy,
			       &options, take, out, err);
	free(folder);
	return code < 0 ? code : PM_OK;
}

static void removal_release(struct removal *r)
{
	free(r->commit);
	free(r->abbrev);
	free(r->path);
	free(r->author);
}

static const char *restore(struct pm_doctor *doctor, const struct removal *r,
			   const char *path)
{
	struct pm_buf command = { 0 };
	const char *kept;

	if (doctor->repo->top) {
		pm_buf_addf(&command, "git checkout %s^ -- ", r->abbrev);
		pm_note_path(&command, doctor, path);
	} else {
		pm_buf_addf(&command, "git show %s^:", r->abbrev);
		pm_shell_quote(&command, path);
	}
	kept = pm_arena_strdup(&doctor->arena, pm_buf_str(&command));
	pm_buf_release(&command);
	return kept;
}

static void tell_item(struct pm_doctor *doctor, const struct removal *r)
{
	pm_note(doctor, "history", "item-vanished", PM_NOTE_WARNING,
		restore(doctor, r, r->path),
		"the item %s vanished%s%s: %s of %s (%s) deleted it", r->id,
		r->state == PM_STATES ? "" : " while it was ",
		r->state == PM_STATES ? "" : pm_state_name[r->state],
		r->abbrev, r->day, r->author);
}

static void tell_postmortem(struct pm_doctor *doctor, const struct removal *r)
{
	char *folder = pm_xstrndup(r->path, strlen(r->path) -
				   strlen(pm_path_base(r->path)));

	pm_note(doctor, "history", "postmortem-vanished", PM_NOTE_WARNING,
		restore(doctor, r, folder),
		"the post-mortem %s vanished: %s of %s (%s) deleted it", r->id,
		r->abbrev, r->day, r->author);
	free(folder);
}

/* Whether the team has said that this may happen. */
static bool may_vanish(const struct pm_doctor *doctor, const char *rule,
		       const struct pm_postmortem *pm)
{
	const struct pm_policy *policy = &doctor->snapshot.policy;
	const char *severity =
		pm ? pm_record_severity(&pm->record, policy) : NULL;

	return pm_rule_level(pm_rule_find(rule), policy, severity,
			     PM_CLOSED) == PM_OFF ||
	       (pm && pm_rule_waiver(pm_rule_find(rule), &pm->record));
}

static bool is_there(const struct pm_snapshot *tip, const char *id)
{
	size_t len = strcspn(id, "/");
	char *folder = pm_xstrndup(id, len);
	const struct pm_postmortem *pm = pm_snapshot_find(tip, folder);

	free(folder);
	return id[len] ? pm && pm_postmortem_action(pm, id + len + 1) :
			 pm != NULL;
}

static int look_at_item(struct pm_doctor *doctor,
			const struct pm_snapshot *tip, const char *id,
			size_t *gone, struct pm_error *err)
{
	char *folder = pm_xstrndup(id, strcspn(id, "/"));
	const struct pm_postmortem *now =
		pm_snapshot_find(&doctor->snapshot, folder);
	struct removal r = { 0 };
	int code = PM_OK;

	/* With the whole post-mortem gone, that is what is told. */
	if (is_there(tip, folder) &&
	    !may_vanish(doctor, "action-removed", now))
		code = find(&r, doctor, id, err);
	if (r.is_found && r.state != PM_DECLINED &&
	    (*gone)++ < PM_DOCTOR_TOLD)
		tell_item(doctor, &r);
	removal_release(&r);
	free(folder);
	return code;
}

static int look_at_postmortem(struct pm_doctor *doctor, const char *id,
			      size_t *gone, struct pm_error *err)
{
	struct removal r = { 0 };
	int code = PM_OK;

	if (!may_vanish(doctor, "postmortem-removed", NULL))
		code = find(&r, doctor, id, err);
	if (r.is_found && (*gone)++ < PM_DOCTOR_TOLD)
		tell_postmortem(doctor, &r);
	removal_release(&r);
	return code;
}

static int look_at_gone(struct pm_doctor *doctor,
			const struct pm_snapshot *tip, size_t *items,
			size_t *postmortems, struct pm_error *err)
{
	struct pm_strlist ids = { 0 };
	int code = pm_history_find_gone(&ids, doctor->repo,
					&doctor->snapshot.policy, NULL, "",
					NULL, err);

	for (size_t i = 0; i < ids.nr && code >= 0; i++) {
		const char *id = ids.item[i];

		if (is_there(tip, id))
			continue;
		code = strchr(id, '/') ?
			       look_at_item(doctor, tip, id, items, err) :
			       look_at_postmortem(doctor, id, postmortems,
						  err);
	}
	pm_strlist_release(&ids);
	return code;
}

void pm_look_at_history(struct pm_doctor *doctor)
{
	struct pm_snapshot tip = { 0 };
	struct pm_source source = { .repo = doctor->repo, .place = PM_COMMIT };
	struct pm_error err = { 0 };
	size_t items = 0, postmortems = 0;
	int code = pm_repo_head(doctor->repo, &source.base, &err);

	if (code >= 0 && !source.base)
		return;
	if (code >= 0)
		code = pm_snapshot_open(&tip, &source, &err);
	if (code >= 0)
		code = pm_snapshot_list(&tip, NULL, 0, &err);
	if (code >= 0)
		code = look_at_gone(doctor, &tip, &items, &postmortems, &err);
	if (code < 0)
		pm_note_failure(doctor, "history", &err);
	pm_note_more(doctor, "history", "postmortem-vanished",
		     PM_NOTE_WARNING, postmortems, "post-mortems that vanished");
	pm_note_more(doctor, "history", "item-vanished", PM_NOTE_WARNING,
		     items, "items that vanished");
	if (code >= 0 && !items && !postmortems)
		pm_note(doctor, "history", "history", PM_NOTE_OK, NULL,
			"no post-mortem and no open item vanished%s",
			doctor->repo->is_shallow ?
				", as far as this shallow clone reaches" : "");
	pm_snapshot_release(&tip);
}

/* SPDX-License-Identifier: MIT */
#include "view/review_json.h"

#include "view/annotate_json.h"
#include "view/diff_json.h"
#include "view/json.h"
#include "view/review_ask.h"

struct job {
	const struct pm_review *review;
	const struct pm_forge *forge;
	pm_date today;
};

static void set_count(json_t *object, const char *key, size_t nr)
{
	json_object_set_new(object, key, json_integer((json_int_t)nr));
}

static void set_url(json_t *object, const struct job *job, const char *path,
		    size_t line)
{
	struct pm_buf url = { 0 };

	pm_forge_file(&url, job->forge, job->review->sides.head, path, line);
	if (url.len)
		json_object_set_new(object, "url", pm_json_text(url.ptr));
	pm_buf_release(&url);
}

static json_t *finding_of(const struct job *job, const struct pm_finding *f)
{
	json_t *object = pm_json_finding(f);

	set_url(object, job, f->path, f->line);
	return object;
}

static json_t *findings_of(const struct job *job,
			   const struct pm_review_findings *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->nr; i++)
		json_array_append_new(array, finding_of(job, list->item[i]));
	return array;
}

static json_t *slip_of(const struct pm_review_slip *slip)
{
	json_t *object = json_object(), *moves = json_array();

	for (size_t i = 0; i < slip->nr; i++) {
		json_t *move = pm_annotate_json_move(&slip->move[i]);

		json_object_set_new(move, "reason",
				    pm_json_text(slip->move[i].why));
		json_array_append_new(moves, move);
	}
	json_object_set_new(object, "id", pm_json_text(slip->action->id));
	json_object_set_new(object, "first", pm_json_text(slip->first));
	json_object_set_new(object, "days", json_integer(slip->days));
	set_count(object, "times", slip->moves);
	json_object_set_new(object, "moves", moves);
	return object;
}

static json_t *status_of(enum pm_status status)
{
	return status == PM_STATUSES ? json_null() :
				       json_string(pm_status_name[status]);
}

static json_t *lengths_of(const struct pm_review_part *part)
{
	json_t *list = json_array();

	for (size_t i = 0; i < part->lengths; i++) {
		const struct pm_review_length *l = &part->length[i];
		json_t *object = json_object();

		json_object_set_new(object, "title",
				    pm_json_text(l->section->title));
		set_count(object, "line", l->section->line);
		set_count(object, "words", l->words);
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *item_of(const struct pm_record *action, pm_date today)
{
	const char *next = pm_review_next(action, today);
	json_t *object = pm_json_record(action, today);

	if (*next)
		json_object_set_new(object, "next", json_string(next));
	return object;
}

static json_t *part_of(const struct job *job,
		       const struct pm_review_part *part)
{
	const struct pm_review *review = job->review;
	const struct pm_postmortem *pm = part->postmortem;
	json_t *object = json_object(), *records = json_array();
	json_t *items = json_array(), *slips = json_array();

	json_object_set_new(object, "id", pm_json_text(pm->id));
	json_object_set_new(object, "removed", json_boolean(part->is_removed));
	json_object_set_new(object, "post-mortem",
			    pm->record.path ?
				    pm_json_record(&pm->record, job->today) :
				    json_null());
	for (size_t i = 0; i < part->differences; i++)
		json_array_append_new(
			records, pm_diff_json_record(
					 &review->comparison
						  .item[part->difference + i]));
	for (size_t i = 0; !part->is_removed && i < pm->actions; i++)
		json_array_append_new(items, item_of(&pm->action[i],
						     job->today));
	for (size_t i = 0; i < part->slips; i++)
		if (part->slip[i].nr)
			json_array_append_new(slips, slip_of(&part->slip[i]));
	if (part->lengths || part->words) {
		set_count(object, "words", part->words);
		json_object_set_new(object, "sections", lengths_of(part));
	}
	json_object_set_new(object, "changes", records);
	json_object_set_new(object, "items", items);
	json_object_set_new(object, "slips", slips);
	json_object_set_new(object, "next", status_of(part->next));
	json_object_set_new(object, "needs", findings_of(job, &part->need));
	return object;
}

static json_t *setting_of(enum pm_level level, enum pm_status from)
{
	json_t *object = json_object();

	json_object_set_new(object, "level",
			    json_string(pm_level_name[level]));
	json_object_set_new(object, "from", status_of(from));
	return object;
}

static json_t *rules_of(const struct pm_review *review)
{
	json_t *list = json_array();

	for (size_t i = 0; i < review->rules; i++) {
		const struct pm_review_rule *r = &review->rule[i];
		json_t *object = json_object();

		json_object_set_new(object, "rule",
				    json_string(r->rule->id));
		json_object_set_new(object, "severity",
				    pm_json_text(r->severity));
		json_object_set_new(object, "before",
				    setting_of(r->before, r->from_before));
		json_object_set_new(object, "after",
				    setting_of(r->after, r->from_after));
		json_array_append_new(list, object);
	}
	return list;
}

void pm_review_json(struct pm_buf *out, const struct pm_review *review,
		    const struct pm_forge *forge, pm_date today)
{
	static const char *const key[PM_WEIGHTS + 1] = {
		[PM_WEIGHS_ERROR] = "errors",
		[PM_WEIGHS_WARNING] = "warnings",
		[PM_WEIGHS_NOTICE] = "old",
		[PM_WEIGHS_ADVICE] = "advice",
		[PM_WEIGHS_NOTHING] = "waived",
	};
	const struct job job = { review, forge, today };
	json_t *root = json_object(), *parts = json_array();

	json_object_set_new(root, "base", pm_json_text(review->sides.base));
	json_object_set_new(root, "head", pm_json_text(review->sides.head));
	json_object_set_new(root, "complete",
			    json_boolean(!review->repo->is_shallow));
	json_object_set_new(root, "sum",
			    pm_diff_json_sum(&review->comparison));
	json_object_set_new(root, "awaits", pm_review_asks_json(review));
	for (enum pm_weight w = 0; w <= PM_WEIGHTS; w++) {
		json_t *list = json_array();

		for (size_t p = 0; p < review->nr; p++) {
			json_t *some = findings_of(
				&job, &review->part[p].finding[w]);

			json_array_extend(list, some);
			json_decref(some);
		}
		json_object_set_new(root, key[w], list);
	}
	json_object_set_new(root, "policy-changed",
			    json_boolean(review->sides.policy_changed));
	json_object_set_new(root, "rules", rules_of(review));
	for (size_t p = 0; p < review->nr; p++)
		if (review->part[p].postmortem)
			json_array_append_new(parts,
					      part_of(&job, &review->part[p]));
	json_object_set_new(root, "post-mortems", parts);
	pm_json_write(out, root);
}

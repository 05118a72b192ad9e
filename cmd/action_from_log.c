/* SPDX-License-Identifier: MIT */
#include "cmd/action_state.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/place.h"
#include "git/reach.h"
#include "history/annotate.h"
#include "history/mention.h"

/*
 * "action done --from-log": what commits claim to close is closed, with the
 * newest commit whose claim holds as evidence. A claim holds when nobody
 * reverted its commit, and when the item's present state is older than it.
 */
struct closing {
	struct context *ctx;
	const struct from_log_options *options;
	char *base, *head; /* of the range, or NULL */
	struct pm_mentions mentions;
	struct record_edit edit;
	struct pm_buf left; /* what is said of those that are not closed */
};

static int read_claims(struct closing *c, struct pm_error *err)
{
	struct pm_mention_options options = { .with_unknown = true };
	int code = PM_OK;

	if (c->options->range)
		code = place_range(c->ctx, c->options->range, &c->base,
				   &c->head, err);
	/* Up to HEAD: behind the range, a commit of it may be reverted. */
	options.without = c->base;
	if (code >= 0)
		code = pm_mentions_read(&c->mentions, &c->ctx->repo, &options,
					err);
	return code;
}

/* Which of some commits lead to `tip`; item[i] belongs to mention[i]. */
static int find_reached(struct pm_reach *item, const struct closing *c,
			struct pm_arena *arena, const char *tip,
			struct pm_error *err)
{
	const char *tips[] = { tip, NULL };

	for (size_t i = 0; i < c->mentions.nr; i++)
		item[i].name = c->mentions.item[i].commit_id;
	return pm_reach_find(item, c->mentions.nr, arena, tips, err);
}

/* Claims to close alone, and of a range that ends before HEAD those in it. */
static int keep_claims(struct closing *c, struct pm_error *err)
{
	struct pm_mentions *m = &c->mentions;
	struct pm_reach *item = pm_xcalloc(m->nr + 1, sizeof(*item));
	struct pm_arena arena = { 0 };
	size_t kept = 0;
	int code = PM_OK;

	if (c->head && m->nr)
		code = find_reached(item, c, &arena, c->head, err);
	for (size_t i = 0; i < m->nr && code >= 0; i++) {
		if (m->item[i].kind == PM_MENTION_CLOSES &&
		    (!c->head || item[i].is_reached))
			m->item[kept++] = m->item[i];
	}
	m->nr = kept;
	pm_arena_release(&arena);
	free(item);
	return code;
}

static void say_left(struct closing *c, const char *id, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void say_left(struct closing *c, const char *id, const char *fmt, ...)
{
	const struct pm_view view = view_of(c->ctx, &c->left);
	struct pm_buf why = { 0 };
	va_list ap;

	va_start(ap, fmt);
	pm_buf_vaddf(&why, fmt, ap);
	va_end(ap);
	pm_buf_addstr(&c->left, "left ");
	pm_view_text(&view, PM_STYLE_ID, id);
	pm_buf_addstr(&c->left, ": ");
	pm_view_text(&view, PM_STYLE_PLAIN, pm_buf_str(&why));
	pm_buf_addch(&c->left, '\n');
	pm_buf_release(&why);
}

/* As long as git's own are here. */
static const char *abbrev(struct closing *c, const char *commit)
{
	const struct pm_commit_info *any = c->mentions.item[0].commit;

	return pm_arena_strndup(&c->mentions.arena, commit,
				any ? strlen(any->abbrev) : strlen(commit));
}

/* The commit since which the item is in its state; NULL when that is older
 * than what is here tells. `is_new`: it is in no commit yet. */
static int find_setter(char **out, bool *is_new, struct closing *c,
		       struct pm_error *err)
{
	struct pm_annotate annotate = { 0 };
	int code = pm_annotate(&annotate, &c->ctx->repo,
			       &c->edit.snapshot.policy, c->edit.record, NULL,
			       err);

	*out = NULL;
	*is_new = false;
	for (size_t i = 0; i < annotate.nr && code >= 0; i++) {
		const struct pm_annotate_line *line = &annotate.line[i];

		if (line->value->field != PM_F_STATE)
			continue;
		*is_new = line->by == PM_ANNOTATED_NOBODY;
		if (line->by == PM_ANNOTATED_COMMIT)
			*out = pm_xstrdup(line->commit->id);
	}
	pm_annotate_release(&annotate);
	return code;
}

/* The newest claim for an item that holds, or NULL after having said why
 * there is none. */
static int choose_claim(const struct pm_mention **out, struct closing *c,
			const char *id, struct pm_error *err)
{
	struct pm_mentions *m = &c->mentions;
	struct pm_reach *item = pm_xcalloc(m->nr + 1, sizeof(*item));
	const char *state = pm_state_name[pm_record_state(c->edit.record)];
	const struct pm_mention *stale = NULL, *undone = NULL;
	struct pm_arena arena = { 0 };
	char *setter;
	bool is_new;
	int code = find_setter(&setter, &is_new, c, err);

	*out = NULL;
	if (code >= 0 && setter)
		code = find_reached(item, c, &arena, setter, err);
	for (size_t i = 0; i < m->nr && code >= 0 && !*out; i++) {
		const struct pm_mention *claim = &m->item[i];

		if (!claim->id || strcmp(claim->id, id) != 0)
			continue;
		if (is_new || item[i].is_reached)
			stale = stale ? stale : claim;
		else if (claim->undone_by)
			undone = undone ? undone : claim;
		else
			*out = claim;
	}
	if (code >= 0 && !*out && undone)
		say_left(c, id, "%s claims to close it, but was reverted by "
			 "%s", abbrev(c, undone->commit_id),
			 abbrev(c, undone->undone_by));
	else if (code >= 0 && !*out && stale)
		say_left(c, id, "%s claims to close it, but it is %s since "
			 "%s", abbrev(c, stale->commit_id), state,
			 setter ? abbrev(c, setter) :
				  "a change that is not committed");
	pm_arena_release(&arena);
	free(setter);
	free(item);
	return code;
}

/* An item that somebody has given their word for. */
static int close_item(struct closing *c, const struct pm_mention *claim,
		      struct pm_error *err)
{
	const struct pm_mention *chosen;
	struct pm_error why = { 0 };
	int code = choose_claim(&chosen, c, claim->id, err);

	if (code < 0 || !chosen) {
		record_edit_drop(&c->edit);
	} else if (action_take_done(&c->edit, chosen->commit_id, &why) < 0) {
		say_left(c, claim->id, "%s", why.message);
		record_edit_drop(&c->edit);
	} else {
		record_edit_keep(&c->edit);
	}
	return code;
}

static int consider(struct closing *c, const struct pm_mention *claim,
		    struct pm_error *err)
{
	struct pm_error why = { 0 };
	enum pm_state state;

	if (!claim->id) {
		say_left(c, claim->value, "%s claims to close it, but no one "
			 "record is called so", abbrev(c, claim->commit_id));
		return PM_OK;
	}
	if (claim->is_gone)
		return PM_OK;
	if (record_edit_find(&c->edit, claim->id, claim->record, &why) < 0) {
		say_left(c, claim->id, "%s", why.message);
		return PM_OK;
	}
	if (claim->record == PM_POSTMORTEM) {
		record_edit_drop(&c->edit);
		if (pm_record_status(c->edit.record) != PM_CLOSED)
			say_left(c, claim->id, "\"git postmortem advance\" "
				 "closes a post-mortem");
		return PM_OK;
	}
	state = pm_record_state(c->edit.record);
	if (pm_state_is_promise(state))
		return close_item(c, claim, err);
	/* What is settled needs no word. */
	if (state == PM_PROPOSED || state == PM_STATES) {
		action_take_done(&c->edit, claim->commit_id, &why);
		say_left(c, claim->id, "%s claims to close it, but %s",
			 abbrev(c, claim->commit_id),
			 why.message + (strncmp(why.message, claim->id,
						strlen(claim->id)) ? 0 :
					strlen(claim->id) + 2));
	}
	record_edit_drop(&c->edit);
	return PM_OK;
}

static bool is_first(const struct pm_mentions *mentions, size_t nr)
{
	const struct pm_mention *m = &mentions->item[nr];

	for (size_t i = 0; i < nr; i++) {
		const struct pm_mention *other = &mentions->item[i];
		const char *a = m->id ? m->id : m->value;
		const char *b = other->id ? other->id : other->value;

		if (!m->id == !other->id && !strcmp(a, b))
			return false;
	}
	return true;
}

static int finish(struct closing *c, struct pm_error *err)
{
	size_t nr = c->edit.kept.nr;
	bool dry_run = c->options->dry_run;
	int code = PM_OK;

	if (dry_run) {
		record_value_warn(&c->edit);
		fwrite(pm_buf_str(&c->edit.said), 1, c->edit.said.len,
		       c->ctx->out);
	} else {
		code = record_edit_finish(&c->edit, c->options->commit, err);
	}
	view_print(c->ctx, &c->left);
	if (code >= 0 && !nr)
		fputs("nothing to close\n", c->ctx->out);
	else if (code >= 0 && dry_run)
		fprintf(c->ctx->out, "%zu item%s to close; nothing was "
			"written\n", nr, nr == 1 ? "" : "s");
	return code;
}

int action_done_from_log(struct context *ctx,
			 const struct from_log_options *options)
{
	struct closing c = { .ctx = ctx, .options = options };
	struct pm_error err = { 0 };
	int code;

	c.edit.lock = -1;
	code = record_edit_needs_files(&ctx->repo, &err);
	/* The log may be long: the lock waits until it was read. */
	if (code >= 0)
		code = read_claims(&c, &err);
	if (code >= 0)
		code = keep_claims(&c, &err);
	if (code >= 0)
		code = pm_mentions_load(&c.mentions, 0, &err);
	if (code >= 0)
		code = record_edit_begin(&c.edit, ctx, &err);
	for (size_t i = 0; i < c.mentions.nr && code >= 0; i++)
		if (is_first(&c.mentions, i))
			code = consider(&c, &c.mentions.item[i], &err);
	if (code >= 0)
		code = finish(&c, &err);
	pm_mentions_release(&c.mentions);
	record_edit_release(&c.edit);
	pm_buf_release(&c.left);
	free(c.base);
	free(c.head);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

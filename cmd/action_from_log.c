/* SPDX-License-Identifier: MIT */
#include "cmd/action_state.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/place.h"
#include "git/grep.h"
#include "git/reach.h"
#include "history/annotate.h"
#include "history/mention.h"
#include "history/ticket.h"

/*
 * "action done --from-log": what commits claim to close is closed, with the
 * newest commit whose claim holds as evidence. A claim holds when nobody
 * reverted its commit, and when the item's present state is older than it.
 * Who says that an item's ticket is fixed is told, and closes nothing.
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
static int find_reached(struct pm_reach *item, const struct pm_mentions *m,
			struct pm_arena *arena, const char *tip,
			struct pm_error *err)
{
	const char *tips[] = { tip, NULL };

	for (size_t i = 0; i < m->nr; i++)
		item[i].name = m->item[i].commit_id;
	return pm_reach_find(item, m->nr, arena, tips, err);
}

/* Claims to close alone, and of a range that ends before HEAD those in it. */
static int keep_claims(const struct closing *c, struct pm_mentions *m,
		       struct pm_error *err)
{
	struct pm_reach *item = pm_xcalloc(m->nr + 1, sizeof(*item));
	struct pm_arena arena = { 0 };
	size_t kept = 0;
	int code = PM_OK;

	if (c->head && m->nr)
		code = find_reached(item, m, &arena, c->head, err);
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
static const char *abbrev(struct pm_mentions *m, const char *commit)
{
	const struct pm_commit_info *any = m->item[0].commit;

	return pm_arena_strndup(&m->arena, commit,
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

/* What of those that name an item counts: the newest that holds, else one that
 * does not. */
struct choice {
	const struct pm_mention *holds, *undone, *stale;
	char *setter; /* the commit that the stale one is older than, or NULL */
};

/* Of the item in c->edit.record. */
static int choose(struct choice *out, struct closing *c, struct pm_mentions *m,
		  struct pm_error *err)
{
	const char *id = c->edit.record->id;
	struct pm_reach *item = pm_xcalloc(m->nr + 1, sizeof(*item));
	struct pm_arena arena = { 0 };
	bool is_new;
	int code;

	*out = (struct choice){ 0 };
	code = find_setter(&out->setter, &is_new, c, err);
	if (code >= 0 && out->setter)
		code = find_reached(item, m, &arena, out->setter,
				    err);
	for (size_t i = 0; i < m->nr && code >= 0 && !out->holds; i++) {
		const struct pm_mention *claim = &m->item[i];

		if (!claim->id || strcmp(claim->id, id) != 0)
			continue;
		if (is_new || item[i].is_reached)
			out->stale = out->stale ? out->stale : claim;
		else if (claim->undone_by)
			out->undone = out->undone ? out->undone : claim;
		else
			out->holds = claim;
	}
	pm_arena_release(&arena);
	free(item);
	return code;
}

/* The newest claim for an item that holds, or NULL after having said why
 * there is none. */
static int choose_claim(const struct pm_mention **out, struct closing *c,
			const char *id, struct pm_error *err)
{
	const char *state = pm_state_name[pm_record_state(c->edit.record)];
	struct pm_mentions *m = &c->mentions;
	struct choice choice;
	int code = choose(&choice, c, m, err);

	*out = choice.holds;
	if (code >= 0 && !*out && choice.undone)
		say_left(c, id, "%s claims to close it, but was reverted by "
			 "%s", abbrev(m, choice.undone->commit_id),
			 abbrev(m, choice.undone->undone_by));
	else if (code >= 0 && !*out && choice.stale)
		say_left(c, id, "%s claims to close it, but it is %s since "
			 "%s", abbrev(m, choice.stale->commit_id), state,
			 choice.setter ? abbrev(m, choice.setter) :
					 "a change that is not committed");
	free(choice.setter);
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
		code = record_edit_keep(&c->edit, err);
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
			 "record is called so", abbrev(&c->mentions, claim->commit_id));
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
			 abbrev(&c->mentions, claim->commit_id),
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

static bool is_claimed(const struct pm_mentions *mentions, const char *id)
{
	for (size_t i = 0; i < mentions->nr; i++)
		if (mentions->item[i].id && !strcmp(mentions->item[i].id, id))
			return true;
	return false;
}

static struct pm_record *find_item(const struct pm_snapshot *s,
				   const char *id, const char *path)
{
	for (size_t i = 0; i < s->nr; i++) {
		for (size_t a = 0; a < s->item[i].actions; a++) {
			struct pm_record *action = &s->item[i].action[a];

			if (id ? !strcmp(action->id, id) :
				 !strcmp(action->path, path))
				return action;
		}
	}
	return NULL;
}

/* The tickets of open items that no commit claims to close. Most items have
 * none, and are not read. */
static int list_tickets(struct pm_ticket **out, size_t *nr, struct closing *c,
			struct pm_error *err)
{
	static const char *const key[] = { "ticket:" };
	struct pm_snapshot *s = &c->edit.snapshot;
	struct pm_strlist files = { 0 };
	struct pm_buf pattern = { 0 };
	int code;

	/* A folder with such a name would be a pattern itself. */
	if (*s->policy.root && !strpbrk(s->policy.root, "*?[\\"))
		pm_buf_addf(&pattern, "%s/", s->policy.root);
	pm_buf_addstr(&pattern, "*.md");
	code = pm_grep_files(&files, pm_buf_str(&pattern), key, 1, err);
	*out = pm_xcalloc(files.nr + 1, sizeof(**out));
	*nr = 0;
	for (size_t i = 0; i < files.nr && code >= 0; i++) {
		struct pm_record *action = find_item(s, NULL, files.item[i]);
		const char *ticket;

		if (action && !action->is_read)
			code = pm_record_load(action, &s->arena, &s->source,
					      &s->policy, PM_READ_FIELDS, err);
		ticket = action && code >= 0 ?
				 pm_record_text(action, PM_F_TICKET) : NULL;
		if (ticket && pm_state_is_open(pm_record_state(action)) &&
		    !is_claimed(&c->mentions, action->id))
			(*out)[(*nr)++] = (struct pm_ticket){ action->id,
							      ticket };
	}
	pm_strlist_release(&files);
	pm_buf_release(&pattern);
	return code;
}

/* A ticket may be more than its item, or less: it is for somebody to say. */
static int say_candidate(struct closing *c, struct pm_mentions *m,
			 const char *id, struct pm_error *err)
{
	struct choice choice;
	const char *commit;
	int code;

	c->edit.record = find_item(&c->edit.snapshot, id, NULL);
	code = choose(&choice, c, m, err);
	if (code >= 0 && choice.holds) {
		commit = abbrev(m, choice.holds->commit_id);
		if (pm_record_state(c->edit.record) == PM_PROPOSED)
			say_left(c, id, "%s says \"%s\", its ticket, but it "
				 "is proposed; let its owner accept it first",
				 commit, choice.holds->value);
		else
			say_left(c, id, "%s says \"%s\", its ticket; close it "
				 "with \"git postmortem action done %s "
				 "--evidence %s\"", commit,
				 choice.holds->value, id, commit);
	}
	free(choice.setter);
	return code;
}

static int tell_tickets(struct closing *c, struct pm_error *err)
{
	const struct pm_mention_options options = { .without = c->base };
	struct pm_mentions found = { 0 };
	struct pm_ticket *ticket = NULL;
	size_t nr = 0;
	int code = list_tickets(&ticket, &nr, c, err);

	if (code >= 0)
		code = pm_tickets_find(&found, &c->ctx->repo, &options, ticket,
				       nr, err);
	if (code >= 0)
		code = keep_claims(c, &found, err);
	if (code >= 0)
		code = pm_mentions_load(&found, 0, err);
	for (size_t i = 0; i < found.nr && code >= 0; i++)
		if (is_first(&found, i))
			code = say_candidate(c, &found, found.item[i].id, err);
	pm_mentions_release(&found);
	free(ticket);
	return code;
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
		code = keep_claims(&c, &c.mentions, &err);
	if (code >= 0)
		code = pm_mentions_load(&c.mentions, 0, &err);
	if (code >= 0)
		code = record_edit_begin(&c.edit, ctx, &err);
	for (size_t i = 0; i < c.mentions.nr && code >= 0; i++)
		if (is_first(&c.mentions, i))
			code = consider(&c, &c.mentions.item[i], &err);
	if (code >= 0)
		code = tell_tickets(&c, &err);
	if (code >= 0)
		code = finish(&c, &err);
	pm_mentions_release(&c.mentions);
	record_edit_release(&c.edit);
	pm_buf_release(&c.left);
	free(c.base);
	free(c.head);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

/* SPDX-License-Identifier: MIT */
#include "report/attention.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "cmd/place.h"
#include "cmd/record_edit.h"
#include "git/hooks.h"
#include "git/listing.h"
#include "git/standing.h"
#include "snapshot/short_name.h"
#include "view/attention_words.h"
#include "view/json.h"

struct attention_options {
	const char *format, *at;
	bool all, exit_code;
};

static const struct opt opts[] = {
	{ OPT_BOOL, 'a', "all", offsetof(struct attention_options, all), NULL,
	  "everybody's in full, not only yours", NULL },
	{ OPT_BOOL, 0, "exit-code",
	  offsetof(struct attention_options, exit_code), NULL,
	  "exit with 1 when something is overdue", NULL },
	{ OPT_STRING, 0, "format", offsetof(struct attention_options, format),
	  "<format>", "text or json", "text json" },
	{ OPT_STRING, 0, "at", offsetof(struct attention_options, at),
	  "<revision>",
	  "as it stood at a revision or on a day", "revision" },
	{ 0 },
};

/* What others have is cut to a glance unless --all. */
#define OTHERS_SHOWN 5

static void render_item(const struct pm_attention *item,
			struct pm_table *table, pm_date today,
			struct pm_short_names *names)
{
	const struct pm_record *r = item->action ? item->action :
						   &item->postmortem->record;
	pm_date due = item->action ? pm_record_date(r, PM_F_DUE) : PM_NO_DATE;
	const char *severity = pm_record_text(r, PM_F_SEVERITY);
	char when[40] = "";

	if (due != PM_NO_DATE)
		pm_date_relative(when, due, today);
	pm_table_add(table, PM_STYLE_PLAIN, "  ");
	pm_table_add(table, pm_attention_words[item->kind].style,
		     *when ? when : severity ? severity : "");
	pm_table_add_brief(table, PM_STYLE_ID, r->id,
			   pm_short_name(names, r->id));
	pm_table_add_person(table, PM_STYLE_PLAIN,
			    pm_record_text(r, PM_F_OWNER));
	pm_table_add(table, PM_STYLE_PLAIN, pm_record_text(r, PM_F_TITLE));
}

/* Items [first, last) are of one kind and one side. */
static void render_group(const struct pm_view *view,
			 const struct pm_attentions *list, size_t first,
			 size_t last, bool all, struct pm_short_names *names)
{
	static const struct pm_column columns[] = {
		{ 0 }, { .leaves = 2 }, { 0 }, { .leaves = 1 },
		{ .stretch = true },
	};
	const struct pm_attention *head = &list->item[first];
	struct pm_table table = { .column = columns, .columns = 5 };
	size_t shown = last, start = view->out->len;

	if (!all && !head->mine && last - first > OTHERS_SHOWN)
		shown = first + OTHERS_SHOWN;
	pm_view_printf(view, PM_STYLE_BOLD, "%s", pm_attention_words[head->kind].title);
	pm_view_printf(view, PM_STYLE_DIM, " (git postmortem %s)",
		       pm_attention_words[head->kind].next);
	pm_view_end_line(view, start, 4);
	for (size_t i = first; i < shown; i++)
		render_item(&list->item[i], &table, view->today, names);
	pm_table_render(view, &table);
	pm_table_release(&table);
	if (shown < last)
		pm_view_printf(view, PM_STYLE_DIM,
			       "    and %zu more; --all shows them\n",
			       last - shown);
	pm_buf_addch(view->out, '\n');
}

/* --- not committed yet --- */

static const char *words_of(const struct pm_standing *st)
{
	if (st->unstaged == 'U')
		return "in conflict";
	if (st->unstaged == '?')
		return "new, not staged";
	if (st->unstaged == 'D')
		return "removed, not staged";
	if (st->unstaged != '.')
		return st->staged == '.' ? "not staged" : "staged in part";
	return st->staged == 'A' ? "new, staged" :
	       st->staged == 'D' ? "removed, staged" : "staged";
}

/* In the work tree alone: at a commit there is nothing else. */
static int find_uncommitted(struct pm_standings *out, struct pm_arena *arena,
			    struct context *ctx,
			    const struct pm_snapshot *snapshot,
			    struct pm_error *err)
{
	const char *root = snapshot->policy.root;
	size_t kept = 0;
	int code;

	if (!ctx->repo.top || snapshot->source.place != PM_WORKTREE)
		return PM_OK;
	code = pm_standings_read(out, arena, &ctx->repo, &root, 1, err);
	for (size_t i = 0; code >= 0 && i < out->nr; i++)
		if (out->item[i].unstaged != '!' &&
		    pm_path_is_record(&snapshot->policy, out->item[i].path,
				      PM_MODE_FILE))
			out->item[kept++] = out->item[i];
	out->nr = kept;
	return code;
}

static void render_uncommitted(const struct pm_view *view,
			       const struct pm_standings *list,
			       const char *prefix, bool all)
{
	static const struct pm_column columns[] = { { 0 }, { 0 },
						    { .stretch = true } };
	struct pm_table table = { .column = columns, .columns = 3 };
	size_t shown = all || list->nr <= OTHERS_SHOWN ? list->nr :
							 OTHERS_SHOWN;
	size_t start = view->out->len;

	if (!list->nr)
		return;
	pm_view_printf(view, PM_STYLE_BOLD, "Not committed yet");
	pm_view_printf(view, PM_STYLE_DIM, " (git add, git commit)");
	pm_view_end_line(view, start, 4);
	for (size_t i = 0; i < shown; i++) {
		struct pm_buf path = { 0 };

		pm_path_to_prefix(&path, prefix, list->item[i].path);
		pm_table_add(&table, PM_STYLE_PLAIN, "  ");
		pm_table_add(&table, PM_STYLE_WARNING,
			     words_of(&list->item[i]));
		pm_table_add(&table, PM_STYLE_PLAIN, pm_buf_str(&path));
		pm_buf_release(&path);
	}
	pm_table_render(view, &table);
	pm_table_release(&table);
	if (shown < list->nr)
		pm_view_printf(view, PM_STYLE_DIM,
			       "    and %zu more; --all shows them\n",
			       list->nr - shown);
	pm_buf_addch(view->out, '\n');
}

static void render_nothing(const struct pm_view *view,
			   const struct pm_snapshot *snapshot)
{
	if (snapshot->nr)
		pm_buf_addstr(view->out, "Nothing needs attention.");
	else if (!snapshot->odds)
		pm_buf_addf(view->out, "No post-mortem yet%s.",
			    snapshot->policy.has_file ?
				    "; begin one with \"git postmortem new "
				    "--severity <severity> <title>\"" :
				    "; \"git postmortem init\" sets this "
				    "repository up");
	if (!view->out->len)
		return;
	pm_view_end_line(view, 0, 0);
}

static void render_text(struct context *ctx, const struct pm_attentions *list,
			const struct pm_snapshot *snapshot,
			const struct pm_standings *uncommitted, bool all)
{
	struct pm_buf out = { 0 };
	const struct pm_view view = view_of(ctx, &out);
	struct pm_short_names names = { 0 };
	size_t first = 0;

	if (view.width)
		pm_short_names_find(&names, snapshot);
	for (size_t i = 1; i <= list->nr; i++) {
		if (i < list->nr && list->item[i].mine == list->item[first].mine &&
		    list->item[i].kind == list->item[first].kind)
			continue;
		if (!list->item[first].mine &&
		    (!first || list->item[first - 1].mine))
			pm_view_printf(&view, PM_STYLE_DIM, "%s\n\n",
				       first ? "-- others --" :
					       "Nothing waits for you. Others:");
		render_group(&view, list, first, i, all, &names);
		first = i;
	}
	if (!list->nr)
		render_nothing(&view, snapshot);
	if (!list->nr && out.len)
		pm_buf_addch(&out, '\n');
	render_uncommitted(&view, uncommitted, ctx->repo.prefix, all);
	if (out.len)
		out.len--;
	pm_short_names_release(&names);
	view_print(ctx, &out);
}

static void render_json(struct context *ctx, const struct pm_attentions *list,
			const struct pm_standings *uncommitted)
{
	json_t *root = json_object(), *items = json_array();
	json_t *paths = json_array();
	struct pm_buf out = { 0 };

	for (size_t i = 0; i < list->nr; i++) {
		const struct pm_attention *a = &list->item[i];
		json_t *value = json_object();

		json_object_set_new(value, "why",
				    json_string(pm_attention_words[a->kind].name));
		json_object_set_new(value, "mine", json_boolean(a->mine));
		json_object_set_new(value, "record",
				    pm_json_record(a->action ?
							   a->action :
							   &a->postmortem->record,
						   ctx->today));
		json_array_append_new(items, value);
	}
	for (size_t i = 0; i < uncommitted->nr; i++) {
		json_t *value = json_object();

		json_object_set_new(value, "path",
				    pm_json_text(uncommitted->item[i].path));
		json_object_set_new(value, "standing",
				    json_string(words_of(&uncommitted->item[i])));
		json_array_append_new(paths, value);
	}
	json_object_set_new(root, "attention", items);
	json_object_set_new(root, "uncommitted", paths);
	pm_json_write(&out, root);
	view_print(ctx, &out);
}

extern const struct command cmd_attention;

/* Hooks do not come with a clone, and who clones a repository that keeps
 * post-mortems learns of it nowhere else before a push is refused. */
static void hint_at_doctor(struct context *ctx, const struct pm_policy *policy)
{
	struct pm_hooks hooks = { 0 };
	struct pm_error ignored = { 0 };
	bool missing = false;

	if (!policy->has_file || ctx->repo.is_bare ||
	    pm_hooks_find(&hooks, &ctx->repo, PM_HOOKS_CLIENT, &ignored) < 0)
		return;
	for (size_t i = 0; i < hooks.nr; i++)
		missing |= pm_hook_is_missing(&hooks.hook[i]);
	pm_hooks_release(&hooks);
	if (missing)
		command_hint(ctx, "this clone lacks hooks that check what is "
			     "committed; \"git postmortem doctor --fix\" sets "
			     "it up");
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct attention_options *o = options;
	struct pm_snapshot snapshot = { 0 };
	struct pm_attentions list = { 0 };
	struct pm_standings uncommitted = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_error err = { 0 };
	char *me = NULL;
	bool json;
	int code, status = format_is_json(&cmd_attention, o->format, &json);

	if (status != EXIT_OK)
		return status;
	if (argc)
		return command_usage_error(&cmd_attention,
					   "\"%s\": a command stands before "
					   "its options",
					   argv[0]);
	code = place_load(ctx, o->at, &snapshot, PM_POSTMORTEM | PM_ACTION,
			  PM_READ_FIELDS, &err);
	if (code >= 0)
		code = find_uncommitted(&uncommitted, &arena, ctx, &snapshot,
					&err);
	if (code >= 0) {
		place_warn(&snapshot);
		me = current_user(ctx, &snapshot.policy);
		pm_attention_find(&list, &snapshot, me, ctx->today);
		if (json)
			render_json(ctx, &list, &uncommitted);
		else
			render_text(ctx, &list, &snapshot, &uncommitted,
				    o->all);
		if (!json && !o->at)
			hint_at_doctor(ctx, &snapshot.policy);
	}
	if (code >= 0 && o->exit_code) {
		bool overdue = false;

		code = pm_attention_overdue(&overdue, &snapshot, ctx->today,
					    &err);
		status = overdue ? EXIT_FINDINGS : EXIT_OK;
	}
	free(me);
	pm_standings_release(&uncommitted);
	pm_arena_release(&arena);
	pm_attention_release(&list);
	pm_snapshot_release(&snapshot);
	return code < 0 ? command_fail(&err) : status;
}

const struct command cmd_attention = {
	.name = "",
	.usage = "[<options>]",
	.summary = "what needs attention, yours first",
	.options = opts,
	.options_size = sizeof(struct attention_options),
	.run = run,
	.pages = true,
};

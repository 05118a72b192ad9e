/* SPDX-License-Identifier: MIT */
#include "cmd/place.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cmd/target.h"
#include "history/filter.h"
#include "history/mention.h"
#include "view/history_json.h"
#include "view/history_markdown.h"
#include "view/history_text.h"

extern const struct command cmd_log;

struct log_options {
	const char *since, *until, *author, *owner, *format, *at;
	struct pm_strlist fields;
	struct opt_number limit;
	bool patch;
};

static const struct opt opts[] = {
	{ OPT_NUMBER, 'n', "max-count", offsetof(struct log_options, limit),
	  "<number>", "only so many entries", NULL },
	{ OPT_STRING, 0, "since", offsetof(struct log_options, since),
	  "<date>", "only commits after this date, as in git log", NULL },
	{ OPT_STRING, 0, "until", offsetof(struct log_options, until),
	  "<date>", "only commits before this date", NULL },
	{ OPT_STRING, 0, "author", offsetof(struct log_options, author),
	  "<pattern>", "only commits whose author's name or address matches",
	  NULL },
	{ OPT_STRING, 'o', "owner", offsetof(struct log_options, owner),
	  "<person>", "only records this person owns or owned; \"me\" is you",
	  "owner" },
	{ OPT_LIST, 0, "field", offsetof(struct log_options, fields),
	  "<field>", "only changes of this field; may be given again",
	  "field" },
	{ OPT_BOOL, 'p', "patch", offsetof(struct log_options, patch), NULL,
	  "show what changed in the files, too", NULL },
	{ OPT_STRING, 0, "format", offsetof(struct log_options, format),
	  "<format>", "text, json or markdown", "text json markdown" },
	{ OPT_STRING, 0, "at", offsetof(struct log_options, at),
	  "<revision>", "begin at this revision or day", "revision" },
	{ 0 },
};

enum format {
	TEXT,
	JSON,
	MARKDOWN,
};

struct output {
	struct context *ctx;
	struct pm_error *err;
	const struct pm_history_filter *filter;
	enum pm_history_scope scope;
	enum format format;
	bool patch;
	size_t limit; /* 0: none */
	size_t nr;
};

static int render(struct output *o, struct pm_buf *out,
		  const struct pm_event *event)
{
	struct pm_view view = view_of(o->ctx, out);
	struct pm_buf patch = { 0 };
	const char *text = NULL;
	int code = PM_OK;

	if (o->patch) {
		code = pm_history_patch(&patch, event, o->err);
		text = pm_buf_str(&patch);
	}
	if (code >= 0 && o->format == JSON)
		pm_history_json_event(out, event, o->nr, text);
	else if (code >= 0 && o->format == MARKDOWN)
		pm_history_markdown(out, event, o->scope, text);
	else if (code >= 0)
		pm_history_text(&view, event, o->scope, text);
	pm_buf_release(&patch);
	return code;
}

static int print_event(const struct pm_event *event, void *payload)
{
	struct output *o = payload;
	struct pm_buf out = { 0 };
	struct pm_event passed;
	int code = PM_OK;

	if (pm_history_pass(&passed, o->filter, event)) {
		code = render(o, &out, &passed);
		o->nr++;
	}
	view_print(o->ctx, &out);
	pm_history_pass_release(&passed);
	/* Nobody reads any more; main() says so. */
	if (code >= 0 && (ferror(o->ctx->out) || (o->limit && o->nr == o->limit)))
		code = 1;
	return code;
}

static int explain_nothing(struct context *ctx, const struct log_options *o,
			   const struct target *target, struct pm_error *err)
{
	char *head = NULL;
	int code = o->at ? PM_OK : pm_repo_head(&ctx->repo, &head, err);

	if (code >= 0 && !o->at && !head)
		code = pm_fail(err, PM_ENOTFOUND,
			       "the current branch has no commits yet");
	else if (code >= 0 && target->id && !o->since && !o->until &&
		 !o->author && !o->owner && !o->fields.nr &&
		 !ctx->repo.is_shallow)
		command_hint(ctx, "\"%s%s%s\" has not been committed yet",
			     target->id, target->item ? "/" : "",
			     target->item ? target->item : "");
	free(head);
	return code;
}

/* Commits that name what is asked for; a question about fields has none. */
static int read_mentions(struct pm_mentions *out, struct context *ctx,
			 const struct pm_policy *policy,
			 const struct pm_history_options *o,
			 const struct pm_history_filter *filter,
			 struct pm_error *err)
{
	struct pm_buf id = { 0 };
	struct pm_mention_options options = {
		.policy = policy,
		.is_there = o->item && !o->is_gone,
		.revision = o->revision,
		.owner = filter->owner,
		.since = o->since,
		.until = o->until,
		.author = o->author,
	};
	int code;

	if (o->id) {
		pm_buf_addf(&id, "%s%s%s", o->id, o->item ? "/" : "",
			    o->item ? o->item : "");
		options.id = pm_buf_str(&id);
	}
	code = filter->by_field ? PM_OK :
				  pm_mentions_read(out, &ctx->repo, &options,
						   err);
	pm_buf_release(&id);
	return code;
}

static int walk_one(struct context *ctx, const struct pm_policy *policy,
		    const struct pm_history_options *options,
		    struct output *output, struct pm_error *err)
{
	struct pm_mentions mentions = { 0 };
	struct pm_history_options from = *options;
	int code = read_mentions(&mentions, ctx, policy, options,
				 output->filter, err);

	/* Both begin at the same commit, also when HEAD moves meanwhile. */
	if (mentions.tip)
		from.revision = mentions.tip;
	if (code >= 0)
		code = pm_history_tell(&ctx->repo, policy, &from, &mentions,
				       print_event, output, err);
	pm_mentions_release(&mentions);
	return code;
}

/* A record that was renamed but not committed has the history of its old
 * name. */
static int walk(struct context *ctx, const struct pm_policy *policy,
		struct pm_history_options *options, struct output *output,
		struct pm_error *err)
{
	struct pm_buf was = { 0 };
	char *slash;
	int code = walk_one(ctx, policy, options, output, err);

	if (code < 0 || output->nr || !options->id || options->revision ||
	    options->is_gone ||
	    !place_was(ctx, options->id, options->item, &was))
		return code;
	slash = strchr(was.ptr, '/');
	if (slash)
		*slash = '\0';
	options->id = was.ptr;
	options->item = slash ? slash + 1 : NULL;
	code = walk_one(ctx, policy, options, output, err);
	pm_buf_release(&was);
	return code;
}

static int print_history(struct context *ctx, const struct log_options *o,
			 const struct pm_history_filter *filter,
			 const struct pm_policy *policy,
			 const struct target *target, enum format format,
			 struct pm_error *err)
{
	bool filtered = filter->owner || filter->by_field;
	struct pm_history_options options = {
		.id = target->id,
		.item = target->item,
		.with_items = true,
		.is_gone = target->is_gone,
		.revision = o->at,
		.since = o->since,
		.until = o->until,
		.author = o->author,
		.limit = filtered ? 0 : (size_t)o->limit.value,
	};
	struct output output = {
		.ctx = ctx,
		.err = err,
		.filter = filter,
		.scope = !target->id   ? PM_HISTORY_ALL :
			 !target->item ? PM_HISTORY_POSTMORTEM :
					 PM_HISTORY_RECORD,
		.format = format,
		.patch = o->patch,
		.limit = (size_t)o->limit.value,
	};
	struct pm_buf out = { 0 };
	int code;

	if (ctx->repo.is_shallow)
		command_warn("this clone is shallow, so the history is "
			     "incomplete; \"git fetch --unshallow\" gets the "
			     "rest");
	if (format == JSON)
		pm_history_json_begin(&out, !ctx->repo.is_shallow);
	view_print(ctx, &out);
	if (o->limit.is_given && !o->limit.value)
		code = PM_OK;
	else
		code = walk(ctx, policy, &options, &output, err);
	if (code >= 0 && format == JSON)
		pm_history_json_end(&out, output.nr);
	view_print(ctx, &out);
	if (code >= 0 && !output.nr && !o->limit.is_given)
		code = explain_nothing(ctx, o, target, err);
	return code;
}

static int read_format(enum format *out, const char *word)
{
	static const char *const names[] = {
		[TEXT] = "text", [JSON] = "json", [MARKDOWN] = "markdown",
	};

	for (*out = TEXT; word && *out <= MARKDOWN; ++*out) {
		if (!strcmp(word, names[*out]))
			return EXIT_OK;
	}
	if (!word)
		return EXIT_OK;
	return command_usage_error(&cmd_log, "--format is text, json or "
					     "markdown, not \"%s\"", word);
}

/* "debrief" is every field of it, as it is one key of the front matter. */
static int read_fields(struct pm_history_filter *filter,
		       const struct pm_strlist *names)
{
	const char *keys[PM_FIELDS];
	const char *near;

	for (size_t i = 0; i < names->nr; i++) {
		const char *name = names->item[i];
		size_t len = strlen(name);
		bool known = false;

		for (enum pm_field f = 0; f < PM_FIELDS; f++) {
			keys[f] = pm_field_def(f)->key;
			if (strncmp(keys[f], name, len) || !len ||
			    (keys[f][len] && keys[f][len] != '.'))
				continue;
			filter->field[f] = filter->by_field = known = true;
		}
		if (known)
			continue;
		near = pm_nearest(name, keys, PM_FIELDS);
		return command_usage_error(&cmd_log,
					   "--field: \"%s\" is not a field%s"
					   "%s%s", name,
					   near ? "; did you mean \"" : "",
					   near ? near : "",
					   near ? "\"?" : "");
	}
	return EXIT_OK;
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	struct log_options *o = options;
	struct pm_snapshot snapshot = { 0 };
	struct pm_history_filter filter = { .policy = &snapshot.policy };
	struct target target = { 0 };
	struct pm_error err = { 0 };
	enum format format;
	char *owner = NULL;
	int code;

	if (argc > 1)
		return command_usage_error(&cmd_log, "name one post-mortem or "
						     "action item, or none");
	if (read_format(&format, o->format) != EXIT_OK ||
	    read_fields(&filter, &o->fields) != EXIT_OK)
		return EXIT_USAGE;
	code = target_open(ctx, o->at, &snapshot, &err);
	/* A day has become a commit; from here on it is that. */
	if (code >= 0 && o->at)
		o->at = snapshot.source.base;
	if (code >= 0 && argc)
		code = target_find(&target, ctx, &snapshot, o->at, argv[0],
				   &err);
	if (code >= 0)
		code = owner_wanted(ctx, &snapshot.policy, o->owner, &owner,
				    &err);
	filter.owner = owner;
	if (code >= 0)
		code = print_history(ctx, o, &filter, &snapshot.policy,
				     &target, format, &err);
	pm_snapshot_release(&snapshot);
	free(owner);
	target_release(&target);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_log = {
	.name = "log",
	.usage = "[<post-mortem>|<item>]",
	.summary = "what changed, when, by whom, in which commit",
	.options = opts,
	.options_size = sizeof(struct log_options),
	.run = run,
	.pages = true,
	.complete = "either",
};

/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strlist.h"
#include "base/text.h"
#include "cmd/place.h"
#include "cmd/told.h"
#include "git/hooks.h"
#include "git/process.h"
#include "model/roster.h"
#include "model/rule.h"
#include "snapshot/people.h"
#include "snapshot/resolve.h"

/*
 * "git postmortem complete <what>": what shells offer, one on a line. Hidden:
 * for completion scripts, which stay small and never go stale.
 *
 *	commands                 name TAB summary
 *	commands <command>       the nested ones likewise; or, of a command
 *				 that has none, TAB and what its operands are
 *	options [<command>...]   word TAB what its value is TAB help; a word
 *				 that ends in "=", and a letter, has a value
 *	<what> [<word>]          the words of that kind that begin with <word>
 *
 * What a value is, is such a kind, or several words that are the values, or
 * "file", or nothing that is known.
 */

static void print_lines(struct context *ctx, const struct pm_strlist *list)
{
	struct pm_buf out = { 0 };

	for (size_t i = 0; i < list->nr; i++) {
		const char *line = list->item[i];

		/* The tabs are ours; whatever else comes out of a file. */
		for (size_t len; *line; line += len + (line[len] == '\t')) {
			len = strcspn(line, "\t");
			pm_text_safe(&out, line, len, PM_SAFE_LINE);
			if (line[len])
				pm_buf_addch(&out, '\t');
		}
		pm_buf_addch(&out, '\n');
	}
	view_print(ctx, &out);
}

/* --- the words of a repository --- */

struct wanted {
	const char *word; /* what stands there already */
	struct pm_strlist *out;
	struct pm_strlist parts; /* of ids: what is enough to name one */
};

static void offer(struct wanted *w, const char *text)
{
	if (text && !strncasecmp(text, w->word, strlen(w->word)))
		pm_strlist_add(w->out, text);
}

static void offer_all(struct wanted *w, const char *const *names)
{
	for (; *names; names++)
		offer(w, *names);
}

static void offer_hooks(struct wanted *w)
{
	offer_all(w, pm_hook_name[PM_HOOKS_CLIENT]);
	offer_all(w, pm_hook_name[PM_HOOKS_SERVER]);
}

static void offer_value(struct wanted *w, const struct pm_record *record,
			enum pm_field field)
{
	const struct pm_value *value = pm_record_get(record, field);

	if (!value)
		return;
	for (size_t i = 0; pm_field_is_list(field) && i < value->nr; i++)
		offer(w, value->item[i]);
	if (!pm_field_is_list(field))
		offer(w, value->text);
}

static void offer_field(struct wanted *w, const struct pm_snapshot *s,
			enum pm_field field)
{
	for (size_t i = 0; i < s->nr; i++) {
		offer_value(w, &s->item[i].record, field);
		for (size_t a = 0; a < s->item[i].actions; a++)
			offer_value(w, &s->item[i].action[a], field);
	}
}

/* Whole ids; when none begins like that, parts of them that are enough, since
 * nobody remembers the date that an id begins with. */
static void offer_id(struct wanted *w, const char *id, const char *part)
{
	offer(w, id);
	if (*w->word &&
	    !strncasecmp(part, w->word, strlen(w->word)))
		pm_strlist_add(&w->parts, part);
}

/* Which records a kind is about, and in which states, as bits. */
struct records {
	unsigned states, statuses;
};

#define BIT(n) (1u << (n))
#define ANY (~0u)
#define PROMISED (BIT(PM_ACCEPTED) | BIT(PM_IN_PROGRESS))

/* Records were read unless any state will do. */
static bool has_state(const struct pm_record *action, unsigned states)
{
	return states == ANY || (states & BIT(pm_record_state(action)));
}

static bool has_status(const struct pm_record *record, unsigned statuses)
{
	return statuses == ANY || (statuses & BIT(pm_record_status(record)));
}

static void offer_ids(struct wanted *w, const struct pm_snapshot *s,
		      const struct records *records)
{
	for (size_t i = 0; i < s->nr; i++) {
		const struct pm_postmortem *pm = &s->item[i];

		if (has_status(&pm->record, records->statuses))
			offer_id(w, pm->id, pm_id_without_date(pm->id));
		for (size_t a = 0; records->states && a < pm->actions; a++) {
			const char *id = pm->action[a].id;

			if (!has_state(&pm->action[a], records->states))
				continue;
			offer_id(w, id, pm_record_name(&pm->action[a]));
			/* "checkout/page" is on its way to an item. */
			if (strchr(w->word, '/'))
				offer_id(w, id, pm_id_without_date(id));
		}
	}
	if (w->out->nr)
		return;
	for (size_t i = 0; i < w->parts.nr; i++)
		pm_strlist_add(w->out, w->parts.item[i]);
}

struct people {
	struct wanted *w;
	const struct pm_policy *policy;
};

/* One spelling of a person is enough, unless another was begun. */
static void offer_person(void *payload, const char *who)
{
	const struct people *people = payload;
	struct wanted *w = people->w;
	const char *usual = pm_policy_who(people->policy, who);
	size_t before = w->out->nr;

	if (pm_is_bot(who))
		return;
	offer(w, usual);
	if (w->out->nr == before && !strchr(who, ' '))
		offer(w, who);
}

/* Whom the policy, the records, CODEOWNERS and the log know. */
static int offer_people(struct wanted *w, const struct pm_snapshot *s,
			struct pm_error *err)
{
	struct people people = { .w = w, .policy = &s->policy };
	struct pm_people_search search = { .policy = &s->policy,
					   .source = &s->source };
	char *head = NULL;
	int code = pm_repo_head(s->source.repo, &head, err);

	for (size_t i = 0; i < s->policy.people; i++)
		offer(w, s->policy.person[i].handle);
	offer_field(w, s, PM_F_LEAD);
	search.tip = head;
	pm_people_find_all(&search);
	pm_policy_each_known(&s->policy, offer_person, &people);
	free(head);
	return code;
}

static void offer_teams(struct wanted *w, const struct pm_snapshot *s)
{
	for (size_t i = 0; i < s->policy.people; i++)
		for (size_t t = 0; t < s->policy.person[i].teams; t++)
			offer(w, s->policy.person[i].team[t]);
	offer_field(w, s, PM_F_TEAM);
	offer_field(w, s, PM_F_TEAMS);
}

static int offer_revisions(struct wanted *w, struct pm_error *err)
{
	static const char *const argv[] = {
		"git", "for-each-ref", "--format=%(refname:short)",
		"refs/heads", "refs/tags", "refs/remotes", NULL,
	};
	const struct pm_run run = { .argv = argv };
	struct pm_strlist names = { 0 };
	struct pm_buf out = { 0 };
	int code = pm_run_ok(&run, &out, err);

	if (code >= 0)
		pm_strlist_split(&names, pm_buf_str(&out), "\n");
	offer(w, "HEAD");
	for (size_t i = 0; i < names.nr; i++)
		offer(w, names.item[i]);
	pm_strlist_release(&names);
	pm_buf_release(&out);
	return code;
}

/* What "a.." goes on with: a revision behind the dots. */
static int offer_range(struct wanted *w, struct pm_error *err)
{
	const char *dots = strstr(w->word, "..");
	struct pm_strlist ends = { 0 };
	struct wanted end = { .word = dots + strspn(dots, "."), .out = &ends };
	int code = offer_revisions(&end, err);

	for (size_t i = 0; i < ends.nr; i++)
		pm_strlist_addf(w->out, "%.*s%s", (int)(end.word - w->word),
				w->word, ends.item[i]);
	pm_strlist_release(&ends);
	return code;
}

static const struct kind {
	const char *what;
	bool reads;		/* fields, not only names */
	struct records records; /* whose ids it is */
} kinds[] = {
	{ "id", false, { 0, ANY } },
	{ "action", false, { ANY, 0 } },
	{ "either", false, { ANY, ANY } },
	/* What a command can take: accept, start, done, decline, reopen. */
	{ "proposed", true, { BIT(PM_PROPOSED), 0 } },
	{ "accepted", true, { BIT(PM_ACCEPTED), 0 } },
	{ "promised", true, { PROMISED, 0 } },
	{ "open", true, { BIT(PM_PROPOSED) | PROMISED, 0 } },
	{ "settled", true, { BIT(PM_DONE) | BIT(PM_DECLINED), 0 } },
	/* And advance. */
	{ "unclosed", true,
	  { 0, BIT(PM_DRAFT) | BIT(PM_IN_REVIEW) | BIT(PM_REVIEWED) } },
	{ "owner", true, { 0 } },
	{ "team", true, { 0 } },
	{ "service", true, { 0 } },
	{ "severity", false, { 0 } },
	{ "rule", false, { 0 } },
	{ "status", false, { 0 } },
	{ "state", false, { 0 } },
	{ "hook", false, { 0 } },
	{ "revision", false, { 0 } },
	{ "field", false, { 0 } },
	{ "range", false, { 0 } },
	/* A revision, a range, or a record. */
	{ "any", false, { ANY, ANY } },
};

static int offer_revisions_or_range(struct wanted *w, struct pm_error *err)
{
	return strstr(w->word, "..") ? offer_range(w, err) :
				       offer_revisions(w, err);
}

static int offer_kind(struct wanted *w, const struct kind *kind,
		      const struct pm_snapshot *s, struct pm_error *err)
{
	const char *what = kind->what;
	bool is_any = !strcmp(what, "any");

	if ((kind->records.states || kind->records.statuses) &&
	    !(is_any && strstr(w->word, "..")))
		offer_ids(w, s, &kind->records);
	if (is_any || !strcmp(what, "range"))
		return offer_revisions_or_range(w, err);
	if (!strcmp(what, "revision"))
		return offer_revisions(w, err);
	if (!strcmp(what, "owner"))
		return offer_people(w, s, err);
	else if (!strcmp(what, "team"))
		offer_teams(w, s);
	else if (!strcmp(what, "service"))
		offer_field(w, s, PM_F_SERVICES);
	else if (!strcmp(what, "severity"))
		for (size_t i = 0; i < s->policy.severities; i++)
			offer(w, s->policy.severity[i].name);
	else if (!strcmp(what, "rule"))
		for (size_t i = 0; i < pm_rules; i++)
			offer(w, pm_rule[i].id);
	else if (!strcmp(what, "status"))
		offer_all(w, pm_status_name);
	else if (!strcmp(what, "state"))
		offer_all(w, pm_state_name);
	else if (!strcmp(what, "hook"))
		offer_hooks(w);
	else if (!strcmp(what, "field"))
		for (enum pm_field f = 0; f < PM_FIELDS; f++)
			offer(w, pm_field_def(f)->key);
	return PM_OK;
}

static int complete_kind(struct context *ctx, const struct kind *kind,
			 const char *word, struct pm_strlist *out)
{
	struct wanted w = { .word = word, .out = out };
	struct pm_snapshot snapshot = { 0 };
	struct pm_error err = { 0 };
	int code = pm_repo_open(&ctx->repo, &err);

	told_newer();
	if (code >= 0)
		code = place_load(ctx, NULL, &snapshot,
				  kind->reads ? PM_POSTMORTEM | PM_ACTION : 0,
				  PM_READ_FIELDS, &err);
	if (code >= 0)
		code = offer_kind(&w, kind, &snapshot, &err);
	pm_strlist_sort_unique(out);
	pm_strlist_release(&w.parts);
	pm_snapshot_release(&snapshot);
	return code;
}

/* --- the words of the program --- */

static void list_commands(struct pm_strlist *out, const struct command *of)
{
	const struct command *const *c = of ? of->nested : commands;

	if (!c && of->complete)
		pm_strlist_addf(out, "\t%s", of->complete);
	for (; c && *c; c++) {
		const char *space = strrchr((*c)->name, ' ');

		if (!(*c)->is_hidden)
			pm_strlist_addf(out, "%s\t%s",
					space ? space + 1 : (*c)->name,
					(*c)->summary);
	}
}

static void list_options(struct pm_strlist *out, const struct command *of)
{
	for (const struct opt *o = of->options; o && o->name; o++) {
		const char *value = o->complete ? o->complete : "";

		if (o->type == OPT_BOOL || o->type == OPT_CHOICE) {
			pm_strlist_addf(out, "--%s\t\t%s", o->name, o->help);
			pm_strlist_addf(out, "--no-%s\t\tnot so: %s", o->name,
					o->help);
			continue;
		}
		pm_strlist_addf(out, "--%s=\t%s\t%s", o->name, value, o->help);
		if (o->letter)
			pm_strlist_addf(out, "-%c\t%s\t%s", o->letter, value,
					o->help);
	}
	pm_strlist_add(out, "--help\t\tthe options of this command");
	pm_strlist_add(out, "--color=\talways never auto\tcoloured or not");
}

extern const struct command cmd_attention, cmd_complete;

static void complete_words(struct pm_strlist *out, bool options, int argc,
			   char **argv)
{
	int used;
	const struct command *of = command_find(argc, argv, &used);

	if (argc && !of)
		return;
	if (options)
		list_options(out, of ? of : &cmd_attention);
	else
		list_commands(out, of);
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	struct pm_strlist list = { 0 };
	size_t k = 0, nr = sizeof(kinds) / sizeof(*kinds);
	int status = EXIT_OK;

	(void)options;
	if (!argc)
		return command_usage_error(&cmd_complete, "complete what?");
	while (k < nr && strcmp(kinds[k].what, argv[0]))
		k++;
	/* Outside of a repository, or in a broken one, a shell offers
	 * nothing; it must not print errors into the line. */
	if (!strcmp(argv[0], "commands") || !strcmp(argv[0], "options"))
		complete_words(&list, *argv[0] == 'o', argc - 1, argv + 1);
	else if (k == nr)
		status = command_usage_error(&cmd_complete,
					     "no completion of \"%s\"",
					     argv[0]);
	else if (complete_kind(ctx, &kinds[k], argc > 1 ? argv[1] : "",
			       &list) < 0)
		status = EXIT_FATAL;
	print_lines(ctx, &list);
	pm_strlist_release(&list);
	return status;
}

const struct command cmd_complete = {
	.name = "complete",
	.usage = "<what> [<word>]",
	.summary = "the words that shells offer",
	.run = run,
	.needs_no_repo = true,
	.is_hidden = true,
};

/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <string.h>

#include "base/strlist.h"
#include "base/text.h"
#include "check/rule.h"
#include "cmd/place.h"

/*
 * "git postmortem complete <what>": the words that shells offer, one on a
 * line. Hidden: for completion scripts, which stay small and never go stale.
 */

static void print_names(struct context *ctx, const struct pm_strlist *list)
{
	struct pm_buf out = { 0 };

	for (size_t i = 0; i < list->nr; i++) {
		pm_text_safe(&out, list->item[i], strlen(list->item[i]),
			     PM_SAFE_LINE);
		pm_buf_addch(&out, '\n');
	}
	view_print(ctx, &out);
}

static void add_all(struct pm_strlist *out, const char *const *names)
{
	for (; *names; names++)
		pm_strlist_add(out, *names);
}

static void add_ids(struct pm_strlist *out, const struct pm_snapshot *s,
		    bool postmortems, bool actions)
{
	for (size_t i = 0; i < s->nr; i++) {
		if (postmortems)
			pm_strlist_add(out, s->item[i].id);
		for (size_t a = 0; actions && a < s->item[i].actions; a++)
			pm_strlist_add(out, s->item[i].action[a].id);
	}
}

static void add_owner(struct pm_strlist *out, const struct pm_record *record)
{
	const char *owner = pm_record_text(record, PM_F_OWNER);
	const char *lead = pm_record_text(record, PM_F_LEAD);

	if (owner)
		pm_strlist_add(out, owner);
	if (lead)
		pm_strlist_add(out, lead);
}

static void add_people(struct pm_strlist *out, const struct pm_snapshot *s)
{
	for (size_t i = 0; i < s->policy.people; i++)
		pm_strlist_add(out, s->policy.person[i].handle);
	for (size_t i = 0; i < s->nr; i++) {
		add_owner(out, &s->item[i].record);
		for (size_t a = 0; a < s->item[i].actions; a++)
			add_owner(out, &s->item[i].action[a]);
	}
}

static void add_teams(struct pm_strlist *out, const struct pm_snapshot *s)
{
	for (size_t i = 0; i < s->policy.people; i++)
		for (size_t t = 0; t < s->policy.person[i].teams; t++)
			pm_strlist_add(out, s->policy.person[i].team[t]);
	for (size_t i = 0; i < s->nr; i++) {
		const struct pm_value *teams =
			pm_record_get(&s->item[i].record, PM_F_TEAMS);

		for (size_t t = 0; teams && t < teams->nr; t++)
			pm_strlist_add(out, teams->item[t]);
		for (size_t a = 0; a < s->item[i].actions; a++) {
			const char *team = pm_record_text(
				&s->item[i].action[a], PM_F_TEAM);

			if (team)
				pm_strlist_add(out, team);
		}
	}
}

/* Every option of a command, and what it offers: "--owner=\towner". */
static void add_options(struct pm_strlist *out, const struct command *command)
{
	for (const struct opt *o = command->options; o && o->name; o++) {
		pm_strlist_addf(out, "--%s%s%s%s", o->name,
				o->type == OPT_BOOL ? "" : "=",
				o->complete ? "\t" : "",
				o->complete ? o->complete : "");
		if (o->type == OPT_BOOL)
			pm_strlist_addf(out, "--no-%s", o->name);
	}
}

static int complete_command(struct context *ctx, int argc, char **argv,
			    bool options)
{
	struct pm_strlist list = { 0 };
	int used;
	const struct command *command = command_find(argc, argv, &used);
	const struct command *const *c = argc ? NULL : commands;

	if (options && command) {
		add_options(&list, command);
	} else if (options) {
		return EXIT_OK;
	} else if (argc) {
		c = command ? command->nested : NULL;
		if (command && !c && command->complete)
			pm_strlist_addf(&list, "\t%s", command->complete);
	}
	for (; c && *c; c++) {
		const char *space = strrchr((*c)->name, ' ');

		if (!(*c)->is_hidden)
			pm_strlist_add(&list, space ? space + 1 : (*c)->name);
	}
	print_names(ctx, &list);
	pm_strlist_release(&list);
	return EXIT_OK;
}

/* False: not a list of words that we have. */
static bool add_words(struct pm_strlist *list, const char *what,
		      const struct pm_snapshot *s)
{
	if (!strcmp(what, "id"))
		add_ids(list, s, true, false);
	else if (!strcmp(what, "action"))
		add_ids(list, s, false, true);
	else if (!strcmp(what, "either"))
		add_ids(list, s, true, true);
	else if (!strcmp(what, "owner"))
		add_people(list, s);
	else if (!strcmp(what, "team"))
		add_teams(list, s);
	else if (!strcmp(what, "severity"))
		for (size_t i = 0; i < s->policy.severities; i++)
			pm_strlist_add(list, s->policy.severity[i].name);
	else if (!strcmp(what, "rule"))
		for (size_t i = 0; i < pm_rules; i++)
			pm_strlist_add(list, pm_rule[i].id);
	else if (!strcmp(what, "status"))
		add_all(list, pm_status_name);
	else if (!strcmp(what, "state"))
		add_all(list, pm_state_name);
	else
		return false;
	pm_strlist_sort_unique(list);
	return true;
}

extern const struct command cmd_complete;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	struct pm_snapshot snapshot = { 0 };
	struct pm_strlist list = { 0 };
	struct pm_error err = { 0 };
	bool fields;
	int code = PM_OK, status = EXIT_OK;

	(void)options;
	if (!argc)
		return command_usage_error(&cmd_complete, "complete what?");
	if (!strcmp(argv[0], "commands") || !strcmp(argv[0], "options"))
		return complete_command(ctx, argc - 1, argv + 1,
					!strcmp(argv[0], "options"));
	/* Outside of a repository, or in a broken one, a shell offers
	 * nothing; it must not print errors into the line. */
	if (pm_repo_open(&ctx->repo, &err) < 0)
		return EXIT_FATAL;
	fields = !strcmp(argv[0], "owner") || !strcmp(argv[0], "team");
	code = place_load(ctx, NULL, &snapshot,
			  fields ? PM_POSTMORTEM | PM_ACTION : 0,
			  PM_READ_FIELDS, &err);
	if (code < 0)
		return EXIT_FATAL;
	if (add_words(&list, argv[0], &snapshot))
		print_names(ctx, &list);
	else
		status = command_usage_error(&cmd_complete,
					     "no completion of \"%s\"",
					     argv[0]);
	pm_strlist_release(&list);
	pm_snapshot_release(&snapshot);
	return status;
}

const struct command cmd_complete = {
	.name = "complete",
	.usage = "<what>",
	.summary = "the words that shells offer",
	.run = run,
	.needs_no_repo = true,
	.is_hidden = true,
};

/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/strlist.h"
#include "base/text.h"

/* getopt_long() answers with these; letters stay below. */
enum {
	VALUE_HELP = 0x1000,
	VALUE_COLOR,
	VALUE_SET = 0x2000,   /* + index into the table */
	VALUE_UNSET = 0x3000, /* + index, for --no-<name> */
};

#define MOST_NUMBER 1000000000L

struct parser {
	const struct command *command;
	char *base; /* the command's option struct */
	struct common_options *common;
	struct option *option;
	struct pm_buf letters;
	struct pm_strlist names; /* keeps "no-<name>" alive */
	size_t nr;
};

static void add(struct parser *p, const char *name, bool argument, int value)
{
	p->option[p->nr++] = (struct option){
		.name = name,
		.has_arg = argument ? required_argument : no_argument,
		.val = value,
	};
}

static bool is_switch(const struct opt *opt)
{
	return opt->type == OPT_BOOL || opt->type == OPT_CHOICE;
}

static void build(struct parser *p)
{
	const struct opt *opt = p->command->options;
	size_t nr = 0;

	while (opt && opt[nr].name)
		nr++;
	/* Each may have a negation; help, color and the end come besides. */
	p->option = pm_xcalloc(2 * nr + 4, sizeof(*p->option));
	pm_buf_addstr(&p->letters, ":h");
	for (size_t i = 0; i < nr; i++)
		if (is_switch(&opt[i]))
			pm_strlist_addf(&p->names, "no-%s", opt[i].name);
	for (size_t i = 0, no = 0; i < nr; i++) {
		bool argument = !is_switch(&opt[i]);

		add(p, opt[i].name, argument, VALUE_SET + (int)i);
		if (!argument)
			add(p, p->names.item[no++], false,
			    VALUE_UNSET + (int)i);
		if (opt[i].letter)
			pm_buf_addf(&p->letters, "%c%s", opt[i].letter,
				    argument ? ":" : "");
	}
	add(p, "help", false, VALUE_HELP);
	add(p, "color", true, VALUE_COLOR);
}

static int set_number(struct parser *p, const struct opt *opt)
{
	char *end;
	long number = strtol(optarg, &end, 10);

	if (!*optarg || *end || number < 0 || number > MOST_NUMBER)
		return command_usage_error(
			p->command, "option `%s' expects a whole number, "
				    "not \"%s\"", opt->name, optarg);
	*(struct opt_number *)(p->base + opt->offset) =
		(struct opt_number){ (int)number, true };
	return EXIT_OK;
}

static int set(struct parser *p, const struct opt *opt, bool on)
{
	void *target = p->base + opt->offset;

	switch (opt->type) {
	case OPT_BOOL:
		*(bool *)target = on;
		break;
	case OPT_CHOICE:
		*(struct opt_choice *)target = (struct opt_choice){ on, true };
		break;
	case OPT_STRING:
		*(const char **)target = optarg;
		break;
	case OPT_LIST:
		pm_strlist_add(target, optarg);
		break;
	case OPT_NUMBER:
		return set_number(p, opt);
	}
	return EXIT_OK;
}

static int set_color(struct parser *p)
{
	if (strcmp(optarg, "always") && strcmp(optarg, "never") &&
	    strcmp(optarg, "auto"))
		return command_usage_error(p->command,
					   "option `color' expects always, "
					   "never or auto, not \"%s\"",
					   optarg);
	p->common->color = optarg;
	return EXIT_OK;
}

static int set_letter(struct parser *p, int letter)
{
	for (const struct opt *opt = p->command->options; opt && opt->name;
	     opt++) {
		if (opt->letter == letter)
			return set(p, opt, true);
	}
	return command_usage_error(p->command, "unknown switch `%c'", letter);
}

static bool has_option(const struct parser *p, const char *name)
{
	for (size_t i = 0; i < p->nr; i++) {
		if (!strcmp(p->option[i].name, name))
			return true;
	}
	return false;
}

/* Options of other programs, too far from ours to be guessed, and what the
 * command has instead. */
static const char *meant_by(const struct parser *p, const char *name)
{
	static const struct {
		const char *tried, *option, *ours;
	} table[] = {
		{ "json", "format", "format=json" },
		{ "markdown", "format", "format=markdown" },
		{ "csv", "format", "format=csv" },
		{ "assignee", "owner", "owner" },
		{ "user", "owner", "owner" },
		{ "mine", "owner", "owner=me" },
		{ "deadline", "due", "due" },
		{ "message", "reason", "reason" },
		{ "why", "reason", "reason" },
		{ "url", "evidence", "evidence" },
		{ "proof", "evidence", "evidence" },
		{ "state", "status", "status" },
		{ "status", "state", "state" },
		{ "level", "severity", "severity" },
		{ "sev", "severity", "severity" },
		{ "rev", "at", "at" },
		{ "revision", "at", "at" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if (!strcmp(table[i].tried, name) &&
		    has_option(p, table[i].option))
			return table[i].ours;
	}
	return NULL;
}

static int unknown_option(const struct parser *p, const char *word)
{
	char *name = pm_xstrndup(word, strcspn(word, "="));
	const char **names = pm_xcalloc(p->nr, sizeof(*names));
	const char *near = meant_by(p, name);
	int status;

	for (size_t i = 0; i < p->nr; i++)
		names[i] = p->option[i].name;
	if (!near)
		near = pm_nearest(name, names, p->nr);
	status = near ? command_usage_error(p->command,
					    "unknown option `%s'; did you "
					    "mean `--%s'?", name, near) :
			command_usage_error(p->command,
					    "unknown option `%s'", name);
	free(names);
	free(name);
	return status;
}

/* getopt leaves the word that it did not like just before optind. */
static int complain(struct parser *p, int value, char **argv)
{
	const char *word = argv[optind - 1];

	if (value == ':') {
		if (!strncmp(word, "--", 2))
			return command_usage_error(p->command,
						   "option `%s' requires a "
						   "value", word + 2);
		return command_usage_error(p->command,
					   "switch `%c' requires a value",
					   optopt);
	}
	if (optopt && optopt < VALUE_HELP)
		return command_usage_error(p->command, "unknown switch `%c'",
					   optopt);
	if (optopt)
		return command_usage_error(p->command,
					   "option `%s' takes no value",
					   word + 2);
	return unknown_option(p, strncmp(word, "--", 2) ? word : word + 2);
}

static int take(struct parser *p, int value, char **argv)
{
	const struct opt *opt = p->command->options;

	if (value == '?' || value == ':')
		return complain(p, value, argv);
	if (value == 'h' || value == VALUE_HELP)
		p->common->help = true;
	else if (value == VALUE_COLOR)
		return set_color(p);
	else if (value >= VALUE_UNSET)
		return set(p, &opt[value - VALUE_UNSET], false);
	else if (value >= VALUE_SET)
		return set(p, &opt[value - VALUE_SET], true);
	else
		return set_letter(p, value);
	return EXIT_OK;
}

/* getopt_long() puts operands behind "--" wherever they stood. */
static int count_named(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--"))
			return argc - i - 1;
	return -1;
}

int options_parse(const struct command *command, void *options,
		  struct common_options *common, int *argc, char ***argv)
{
	struct parser p = { .command = command, .base = options,
			    .common = common };
	int status = EXIT_OK, value;

	common->named = count_named(*argc, *argv);
	build(&p);
	opterr = 0;
	optind = 0; /* GNU: start anew, options and operands in any order */
	while (status == EXIT_OK &&
	       (value = getopt_long(*argc, *argv, pm_buf_str(&p.letters),
				    p.option, NULL)) != -1)
		status = take(&p, value, *argv);
	*argc -= optind;
	*argv += optind;
	free(p.option);
	pm_buf_release(&p.letters);
	pm_strlist_release(&p.names);
	return status;
}

void options_release(const struct command *command, void *options)
{
	for (const struct opt *opt = command->options; opt && opt->name; opt++)
		if (opt->type == OPT_LIST)
			pm_strlist_release((struct pm_strlist *)(
				(char *)options + opt->offset));
}

#define HELP_COLUMN 26
#define HELP_WIDTH 80

static void print_option(FILE *out, const struct opt *opt)
{
	struct pm_buf help = { 0 };
	int width = 4;

	fputs("    ", out);
	if (opt->letter)
		width += fprintf(out, "-%c, ", opt->letter);
	width += fprintf(out, "--%s%s", is_switch(opt) ? "[no-]" : "",
			 opt->name);
	if (opt->argument)
		width += fprintf(out, " %s", opt->argument);
	if (width > HELP_COLUMN - 2) {
		fputc('\n', out);
		width = 0;
	}
	pm_text_wrap(&help, opt->help, HELP_WIDTH, HELP_COLUMN);
	fprintf(out, "%*s%s\n", HELP_COLUMN - width, "", help.ptr);
	pm_buf_release(&help);
}

void options_list(FILE *out, const struct command *command)
{
	for (const struct opt *opt = command->options; opt && opt->name; opt++)
		print_option(out, opt);
}

void options_usage(FILE *out, const struct command *command)
{
	fprintf(out, "usage: git postmortem%s%s%s%s\n",
		*command->name ? " " : "", command->name,
		command->usage && *command->usage ? " " : "",
		command->usage ? command->usage : "");
	for (const struct command *const *c = command->nested; c && *c; c++) {
		if (!(*c)->is_hidden)
			fprintf(out, "   or: git postmortem %s%s%s\n",
				(*c)->name, *(*c)->usage ? " " : "",
				(*c)->usage);
	}
	fprintf(out, "\n    %s\n", command->summary);
	if (command->options && command->options->name)
		fputc('\n', out);
	options_list(out, command);
}

/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "cmd/progress.h"
#include "git/objects.h"
#include "view/json.h"

extern const struct command cmd_attention, cmd_init, cmd_new, cmd_edit,
	cmd_show, cmd_list, cmd_advance, cmd_check, cmd_action, cmd_log,
	cmd_annotate, cmd_diff, cmd_review, cmd_report, cmd_digest, cmd_hook,
	cmd_index, cmd_rules, cmd_import, cmd_doctor, cmd_codeowners,
	cmd_ci, cmd_comment, cmd_merge_driver, cmd_complete;

/* As -h shows them. */
const struct command *const commands[] = {
	&cmd_init, &cmd_import, &cmd_hook, &cmd_doctor, &cmd_codeowners,
	&cmd_new, &cmd_edit, &cmd_action, &cmd_advance,
	&cmd_check, &cmd_review, &cmd_rules,
	&cmd_list, &cmd_show, &cmd_log, &cmd_annotate, &cmd_diff, &cmd_report,
	&cmd_digest,
	&cmd_index, &cmd_ci, &cmd_comment, &cmd_merge_driver, &cmd_complete, NULL,
};

/* What stands above a command of that list. */
static const struct {
	const struct command *first;
	const char *title;
} groups[] = {
	{ &cmd_init, "set up, and keep it working" },
	{ &cmd_new, "write, and promise" },
	{ &cmd_check, "find what is missing" },
	{ &cmd_list, "ask" },
	{ &cmd_index, "beneath" },
};

static void print_commands(FILE *out)
{
	size_t group = 0;

	for (const struct command *const *c = commands; *c; c++) {
		if (group < sizeof(groups) / sizeof(*groups) &&
		    groups[group].first == *c)
			fprintf(out, "\n%s\n", groups[group++].title);
		if (!(*c)->is_hidden)
			fprintf(out, "    %-14s%s\n", (*c)->name,
				(*c)->summary);
	}
}

static void print_usage(FILE *out)
{
	fputs("usage: git postmortem [<command>] [<options>] [<operands>]\n\n"
	      "    Keep post-mortems and their action items in this repository. "
	      "Without a\n    command: what needs attention, yours first.\n",
	      out);
	print_commands(out);
	fputs("\n    -h, --help            this help, or that of a command\n"
	      "    --version             the version\n"
	      "    --color <when>        always, never or auto\n"
	      "\nWithout a command:\n\n",
	      out);
	options_list(out, &cmd_attention);
	fputs("\n\"git postmortem <command> -h\" lists a command's options; "
	      "\"git help postmortem\"\nexplains everything.\n",
	      out);
}

static bool is_last_word(const char *name, const char *word)
{
	const char *space = strrchr(name, ' ');

	return !strcmp(space ? space + 1 : name, word);
}

static const struct command *find(const struct command *const *list,
				  const char *word)
{
	for (; list && *list; list++) {
		if (is_last_word((*list)->name, word) ||
		    ((*list)->former && !strcmp((*list)->former, word)))
			return *list;
	}
	return NULL;
}

const struct command *command_find(int argc, char **argv, int *used)
{
	const struct command *command, *nested;

	*used = 0;
	if (argc < 1)
		return NULL;
	command = find(commands, argv[0]);
	if (!command)
		return NULL;
	*used = 1;
	nested = argc > 1 ? find(command->nested, argv[1]) : NULL;
	if (nested)
		*used = 2;
	return nested ? nested : command;
}

bool context_wants_color(struct context *ctx, const char *when)
{
	const char *term = getenv("TERM");
	const char *no_color = getenv("NO_COLOR");
	const char *set;

	if (when && strcmp(when, "auto"))
		return !strcmp(when, "always");
	set = when ? NULL : pm_repo_config(&ctx->repo, "color.postmortem");
	if (!set && !when && no_color && *no_color)
		return false;
	if (!set && !when)
		set = pm_repo_config(&ctx->repo, "color.ui");
	if (set && !strcmp(set, "always"))
		return true;
	if (set && (!strcmp(set, "never") || !strcmp(set, "false") ||
		    !strcmp(set, "no") || !strcmp(set, "off") ||
		    !strcmp(set, "0")))
		return false;
	return (isatty(STDOUT_FILENO) || getenv("GIT_PAGER_IN_USE")) && term &&
	       strcmp(term, "dumb");
}

static size_t terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;

	if (isatty(STDOUT_FILENO) && !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) &&
	    size.ws_col)
		return size.ws_col;
	if ((isatty(STDOUT_FILENO) || getenv("GIT_PAGER_IN_USE")) && columns)
		return strtoul(columns, NULL, 10);
	return 0;
}

static int open_context(struct context *ctx, const struct command *command,
			const struct common_options *common)
{
	struct pm_error err = { 0 };

	ctx->out = stdout;
	ctx->named = common->named;
	ctx->repo.top_fd = -1;
	if (!pm_now_is_valid()) {
		pm_fail(&err, PM_EINVALID,
			"GIT_POSTMORTEM_NOW is \"%s\", which is neither a day "
			"nor a time with its zone; write it as 2026-12-02 or "
			"2026-12-02T12:00:00Z, or unset it",
			getenv("GIT_POSTMORTEM_NOW"));
		return command_fail(&err);
	}
	ctx->today = pm_today();
	ctx->width = terminal_width();
	if (!command->needs_no_repo && pm_repo_open(&ctx->repo, &err) < 0)
		return command_fail(&err);
	if (command->needs_no_repo) {
		ctx->color = common->color && !strcmp(common->color, "always");
		return EXIT_OK;
	}
	ctx->color = context_wants_color(ctx, common->color);
	if (command->pages)
		pager_start(ctx);
	return EXIT_OK;
}

static bool is_reader_gone(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO };

	return poll(&out, 1, 0) > 0 && (out.revents & POLLERR);
}

/*
 * An answer that a full disk or a closed pipe took must not look like one;
 * but what was done is not undone because nobody heard of it.
 */
static int finish_output(int status, bool has_acted)
{
	bool failed = fflush(stdout) || ferror(stdout);

	pager_finish();
	if (!failed || (status != EXIT_OK && status != EXIT_FINDINGS))
		return status;
	if (has_acted) {
		if (!is_reader_gone())
			command_warn("cannot write the output");
		return status;
	}
	if (is_reader_gone()) {
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	fputs("fatal: cannot write the output\n", stderr);
	return EXIT_FATAL;
}

/*
 * Whoever closed one of the standard three would find the next file that is
 * opened in its place, and our words in it. What is written to this one
 * fails, as it would have.
 */
static void hold_standard_files(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDONLY);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

static int run(const struct command *command, int argc, char **argv)
{
	struct common_options common = { 0 };
	struct context ctx = { 0 };
	void *options = pm_xcalloc(1, command->options_size + 1);
	int status;

	if (command->acts)
		signal(SIGPIPE, SIG_IGN);
	status = options_parse(command, options, &common, &argc, &argv);
	if (status == EXIT_OK && common.help) {
		options_usage(stdout, command);
	} else if (status == EXIT_OK && !command->run) {
		status = argc ? command_unknown(command->nested,
						command->name, argv[0]) :
				command_usage_error(command,
						    "say which one");
	} else if (status == EXIT_OK) {
		status = open_context(&ctx, command, &common);
		ctx.repo.watch = progress_watch(&ctx);
		if (status == EXIT_OK)
			status = command->run(&ctx, options, argc, argv);
		progress_finish();
		pm_repo_release(&ctx.repo);
	}
	options_release(command, options);
	free(options);
	return finish_output(status, ctx.has_acted);
}

/* "git postmortem help [<command>]", as people try it. */
static bool is_help(const char *word)
{
	return !strcmp(word, "-h") || !strcmp(word, "--help");
}

static int help(int argc, char **argv)
{
	int used;
	const struct command *command;

	if (argc && is_help(argv[0]))
		argc = 0;
	command = command_find(argc, argv, &used);
	if (argc && !command)
		return command_unknown(commands, "", argv[0]);
	if (command)
		options_usage(stdout, command);
	else
		print_usage(stdout);
	return finish_output(EXIT_OK, false);
}

/* Options that stand before the command, as git's own do: how many words of
 * them there are. */
static int count_leading(int argc, char **argv)
{
	static const char color[] = "--color";
	const size_t len = sizeof(color) - 1;
	int nr = 1;

	while (nr < argc && !strncmp(argv[nr], color, len)) {
		if (argv[nr][len] == '=')
			nr++;
		else if (!argv[nr][len] && nr + 1 < argc)
			nr += 2;
		else
			break;
	}
	return nr - 1;
}

/* Then they are put behind its name, where options_parse() reads them. */
static void put_behind(char **argv, int leading, int used)
{
	char **kept = pm_xcalloc((size_t)leading + 1, sizeof(*kept));

	memcpy(kept, argv + 1, (size_t)leading * sizeof(*kept));
	memmove(argv + 1, argv + 1 + leading, (size_t)used * sizeof(*kept));
	memcpy(argv + 1 + used, kept, (size_t)leading * sizeof(*kept));
	free(kept);
}

int main(int argc, char **argv)
{
	const struct command *command;
	int used, leading = count_leading(argc, argv);
	char **word = argv + 1 + leading;
	int words = argc - 1 - leading;

	hold_standard_files();
	pm_json_init();
	setlocale(LC_ALL, "C");
	if (words > 0 && is_help(*word)) {
		print_usage(stdout);
		return finish_output(EXIT_OK, false);
	}
	if (words > 0 && !strcmp(*word, "--version")) {
		puts("git-postmortem " PM_VERSION);
		return finish_output(EXIT_OK, false);
	}
	if (words > 0 && **word != '-') {
		command = command_find(words, word, &used);
		if (!command && !strcmp(*word, "help"))
			return help(words - 1, word + 1);
		if (!command)
			return command_unknown(commands, "", *word);
		put_behind(argv, leading, used);
		/* getopt_long() takes the word before the options for the
		 * program's name. */
		return run(command, argc - used, argv + used);
	}
	return run(&cmd_attention, argc, argv);
}

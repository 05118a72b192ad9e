/* SPDX-License-Identifier: MIT */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/date.h"
#include "base/error.h"
#include "git/repo.h"

/*
 * What a command is. Each is one `const struct command` in its own file; the
 * table in main.c lists them. Dispatch, usage errors, -h and completion read
 * the same record, and a test holds the man page to it.
 */

enum exit_status {
	EXIT_OK = 0,
	EXIT_FINDINGS = 1, /* or: nothing matched where that is a question */
	EXIT_FATAL = 128,  /* could not do it */
	EXIT_USAGE = 129,
};

enum opt_type {
	OPT_BOOL,   /* bool; --no-<name> sets it false */
	OPT_CHOICE, /* struct opt_choice; the same, and whether it was given */
	OPT_STRING, /* const char * */
	OPT_LIST,   /* struct pm_strlist; may be given more than once */
	OPT_NUMBER, /* struct opt_number, 0 or more */
};

struct opt_choice {
	bool value;
	bool is_given;
};

struct opt_number {
	int value;
	bool is_given;
};

struct opt {
	enum opt_type type;
	char letter;	     /* 0: none */
	const char *name;
	size_t offset;	     /* into the command's own option struct */
	const char *argument; /* "<name>", for -h; NULL with OPT_BOOL */
	const char *help;
	/* What completion offers behind it: one of the words that complete.c
	 * knows ("owner", "revision"), the values themselves ("text json"),
	 * "file", or NULL for nothing. */
	const char *complete;
};

/* Handed to every command. */
struct context {
	struct pm_repo repo; /* open unless the command says needs_no_repo */
	pm_date today;
	FILE *out;	     /* data; paged or not */
	bool color;	     /* escape sequences may go to `out` */
	size_t width;	     /* columns of `out`; 0: unlimited (a pipe) */
	bool quiet;
	bool has_acted;	     /* what was asked for is done, whether or not
			      * anybody can be told */
	int named;	     /* how many operands stood behind "--"; -1: there
			      * was none */
};

struct command {
	const char *name;    /* "action add" for a nested one */
	const char *former;  /* what it was called once, which goes on working
			      * and is not listed; or NULL */
	const char *usage;   /* what follows the name, "<title>" */
	const char *summary; /* one line */
	const struct opt *options; /* ends in { 0 } */
	size_t options_size; /* of the option struct */
	int (*run)(struct context *ctx, void *options, int argc,
		   char **argv);
	bool needs_no_repo;
	bool acts; /* it is run for what it does, and so goes on when nobody
		    * reads what it says */
	bool pages; /* long output goes through git's pager on a terminal */
	const struct command *const *nested; /* "action", "hook"; NULL-ended */
	const char *complete; /* operands: as for an option */
	bool is_hidden;	/* not listed; for hooks and completion */
};

/* Print "error: ..." and the usage line to stderr; returns EXIT_USAGE. */
int command_usage_error(const struct command *command, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Print "fatal: <message>", made safe, to stderr; returns EXIT_FATAL. */
int command_fail(const struct pm_error *err);
/* Print "warning: ..." to stderr, made safe. */
void command_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Print "hint: ..." to stderr, made safe, unless advice is off. */
void command_hint(struct context *ctx, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Whether stdout is to be coloured. `when` is what --color said, or NULL:
 * then git's settings decide, which are read now. */
bool context_wants_color(struct context *ctx, const char *when);

/* What every command understands. */
struct common_options {
	bool help;	   /* -h, --help */
	const char *color; /* --color: "always", "never" or "auto" */
	int named;	   /* operands behind "--"; -1: there was none */
};

/*
 * Parse options into `options` (zeroed, options_size bytes). Options and
 * operands may be mixed; "--" ends options. *argc and *argv are left with
 * the operands. Returns EXIT_OK, or EXIT_USAGE after the error was printed.
 */
int options_parse(const struct command *command, void *options,
		  struct common_options *common, int *argc, char ***argv);
void options_release(const struct command *command, void *options);
/* What -h prints. */
void options_usage(FILE *out, const struct command *command);
/* Its lines about options alone. */
void options_list(FILE *out, const struct command *command);

extern const struct command *const commands[]; /* NULL-ended */
/* Print that `word` is none of a list, below a command ("" at the top), and
 * what was probably meant; returns EXIT_USAGE. */
int command_unknown(const struct command *const *list, const char *prefix,
		    const char *word);
/* The command that argv begins with ("action add"); *used is how many words
 * it took. NULL when there is none; a command with nested ones is returned
 * for itself when no nested one follows. */
const struct command *command_find(int argc, char **argv, int *used);

/*
 * Send what follows on stdout through git's pager, where the user's settings
 * and the terminal ask for one; ctx->out keeps writing to stdout.
 */
void pager_start(struct context *ctx);
/* Let the reader finish; safe when none was started. */
void pager_finish(void);

#endif

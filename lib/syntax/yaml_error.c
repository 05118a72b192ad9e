/* SPDX-License-Identifier: MIT */
#include "syntax/yaml_error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "syntax/scan.h"
#include "syntax/yaml.h"

#define LONGEST_PREFIX 60 /* of a line that a fix repeats */

static size_t line_start(const char *text, size_t start, size_t at)
{
	while (at > start && text[at - 1] != '\n' && text[at - 1] != '\r')
		at--;
	return at;
}

static size_t line_end(const char *text, size_t at, size_t end)
{
	size_t stop;

	pm_scan_next_line(text, at, end, &stop);
	return stop;
}

static size_t skip_blanks(const char *text, size_t at, size_t end)
{
	while (at < end && (text[at] == ' ' || text[at] == '\t'))
		at++;
	return at;
}

/* Where the value that begins at `at` ends as its author meant it. */
static size_t value_end(const char *text, size_t at, size_t stop, bool flow)
{
	size_t end = at;

	for (; end < stop; end++) {
		if (flow && strchr(",]}", text[end]))
			break;
		if (text[end] == '#' && end > at && text[end - 1] == ' ')
			break;
	}
	while (end > at && (text[end - 1] == ' ' || text[end - 1] == '\t'))
		end--;
	return end;
}

/* "quote it: owner: "@alice"" */
static void suggest_quotes(struct pm_buf *fix, const char *text, size_t start,
			   size_t end, size_t at)
{
	size_t first = line_start(text, start, at);
	size_t stop = line_end(text, at, end);
	struct pm_buf value = { 0 };
	bool flow = false;

	first = skip_blanks(text, first, at);
	for (size_t i = first; i < at; i++)
		flow |= text[i] == '[' || text[i] == '{';
	stop = value_end(text, at, stop, flow);
	pm_buf_addstr(fix, "quote it: ");
	if (!flow && at - first <= LONGEST_PREFIX)
		pm_buf_add(fix, text + first, at - first);
	pm_buf_add(&value, text + at, stop - at);
	pm_yaml_quote(fix, pm_buf_str(&value), flow);
	pm_buf_release(&value);
}

static size_t column(const char *text, size_t start, size_t at)
{
	return at - line_start(text, start, at) + 1;
}

void pm_yaml_tell_quote(const char *text, size_t start, size_t end, size_t at,
			size_t line, struct pm_problems *problems,
			const char *fmt, ...)
{
	struct pm_buf message = { 0 };
	struct pm_buf fix = { 0 };
	va_list ap;

	va_start(ap, fmt);
	pm_buf_vaddf(&message, fmt, ap);
	va_end(ap);
	suggest_quotes(&fix, text, start, end, at);
	pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, line,
		       column(text, start, at), pm_buf_str(&fix), "%s",
		       pm_buf_str(&message));
	pm_buf_release(&message);
	pm_buf_release(&fix);
}

static void tell_start(const struct pm_yaml_error *e, const char *text,
		       struct pm_problems *problems)
{
	char c = e->at < e->end ? text[e->at] : ' ';

	if (c == '\t')
		pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->line,
			       column(text, e->start, e->at),
			       "indent with spaces",
			       "a tab cannot indent YAML");
	else
		pm_yaml_tell_quote(text, e->start, e->end, e->at, e->line,
				   problems, "a value cannot start with '%c'",
				   c);
}

/* The byte behind "key: " of the line at `first`, or `stop`. */
static size_t first_value(const char *text, size_t first, size_t stop)
{
	size_t at = first;

	while (at + 1 < stop && !(text[at] == ':' && text[at + 1] == ' '))
		at++;
	if (at + 1 >= stop)
		return stop;
	return skip_blanks(text, at + 1, stop);
}

/* "title: a: b" */
static void tell_colon(const struct pm_yaml_error *e, const char *text,
		       struct pm_problems *problems)
{
	size_t first = line_start(text, e->start, e->at);
	size_t value = first_value(text, first, line_end(text, e->at, e->end));

	if (value < e->at)
		pm_yaml_tell_quote(text, e->start, e->end, value, e->line,
				   problems, "a second ': ' in one line");
	else
		pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->line,
			       column(text, e->start, e->at),
			       "start it in the same column as the other "
			       "keys, and write the line above as \"key: "
			       "value\"",
			       "a key cannot stand here");
}

/* What stands before byte `at` on its line, blanks left out. */
static char before(const char *text, size_t start, size_t at)
{
	size_t first = line_start(text, start, at);

	while (at > first && (text[at - 1] == ' ' || text[at - 1] == '\t'))
		at--;
	return at > first ? text[at - 1] : '\0';
}

static void tell_missing_key(const struct pm_yaml_error *e, const char *text,
			     struct pm_problems *problems)
{
	char quote = before(text, e->start, e->at);
	size_t at = column(text, e->start, e->at);

	if (quote == '\'')
		pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->line, at,
			       "write an apostrophe twice inside single "
			       "quotes, or use double quotes",
			       "text behind the closing quote");
	else if (quote == '"')
		pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->line, at,
			       "put the whole value in quotes, and write \\\" "
			       "for a quote inside",
			       "text behind the closing quote");
	else
		pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->line, at,
			       "start it in the same column as the keys "
			       "above, written as \"key: value\"",
			       "this line is neither a key nor part of a "
			       "value");
}

static void tell_escape(const struct pm_yaml_error *e, const char *text,
			struct pm_problems *problems)
{
	pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->line,
		       column(text, e->start, e->at),
		       "write \\\\ for a backslash, or use single quotes",
		       "an escape in double quotes that YAML does not know");
}

static void tell_unclosed_quote(const struct pm_yaml_error *e,
				const char *text, struct pm_problems *problems)
{
	char quote = e->context_at < e->end ? text[e->context_at] : '"';

	pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->context_line,
		       column(text, e->start, e->context_at),
		       quote == '\'' ? "put ' at the end of the value"
				     : "put \" at the end of the value",
		       "the quote that opens here is never closed");
}

static void tell_unclosed_flow(const struct pm_yaml_error *e, const char *text,
			       struct pm_problems *problems)
{
	bool map = e->context_at < e->end && text[e->context_at] == '{';

	pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->context_line,
		       column(text, e->start, e->context_at),
		       map ? "put } behind the last entry, and commas between "
			     "the entries"
			   : "put ] behind the last entry, and commas between "
			     "the entries",
		       "the %s that opens here is not closed",
		       map ? "{" : "[");
}

/* libyaml blames what stands where the value should: mostly the line behind. */
static void tell_no_node(const struct pm_yaml_error *e, const char *text,
			 struct pm_problems *problems)
{
	size_t line = e->line;
	size_t at = e->at;
	char fix[80], c;

	while (at > e->start && strchr(" \t\r\n", text[at - 1]))
		line -= text[--at] == '\n';
	c = at > e->start ? text[at - 1] : ':';
	if (c == '[' || c == '{')
		snprintf(fix, sizeof(fix), "close it: %s",
			 c == '[' ? "[a, b], or [] for none"
				  : "{a: b}, or {} for none");
	else
		snprintf(fix, sizeof(fix),
			 "write the value, or remove the '%c'", c);
	pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, line,
		       at > e->start ? column(text, e->start, at - 1) : 1, fix,
		       "a value is missing behind '%c'", c);
}

static void tell_directive(const struct pm_yaml_error *e, const char *text,
			   struct pm_problems *problems)
{
	(void)text;
	pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->line, 0,
		       "remove the line",
		       "a line that starts with '%%' is no field");
}

static void tell_alias(const struct pm_yaml_error *e, const char *text,
		       struct pm_problems *problems)
{
	size_t at = e->context_line ? e->context_at : e->at;
	char c = at < e->end ? text[at] : '*';

	pm_yaml_tell_quote(text, e->start, e->end, at,
			   e->context_line ? e->context_line : e->line,
			   problems, "a value cannot start with '%c'", c);
}

static void tell_no_colon(const struct pm_yaml_error *e, const char *text,
			  struct pm_problems *problems)
{
	(void)text;
	pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER,
		       e->context_line ? e->context_line : e->line, 0,
		       "write it as \"key: value\", or indent it if it "
		       "belongs to the value above",
		       "this line has no key");
}

static void tell_list_here(const struct pm_yaml_error *e, const char *text,
			   struct pm_problems *problems)
{
	pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->line,
		       column(text, e->start, e->at),
		       "put each \"- item\" on a line of its own below the "
		       "key, or write [a, b]",
		       "a list cannot start here");
}

static void tell_list_end(const struct pm_yaml_error *e, const char *text,
			  struct pm_problems *problems)
{
	pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->line,
		       column(text, e->start, e->at),
		       "indent the items, or start this line with \"- \"",
		       "this line is not part of the list above");
}

static void tell_block_header(const struct pm_yaml_error *e, const char *text,
			      struct pm_problems *problems)
{
	size_t at = e->context_line ? e->context_at : e->at;

	pm_yaml_tell_quote(text, e->start, e->end, at, e->line, problems,
			   "text on the same line as '%c'",
			   at < e->end ? text[at] : '>');
}

static void tell_indent(const struct pm_yaml_error *e, const char *text,
			struct pm_problems *problems)
{
	pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->line,
		       column(text, e->start, e->at),
		       "start every key of one level in the same column",
		       "this line is indented less than the keys above it");
}

void pm_yaml_tell_error(const struct pm_yaml_error *e, const char *text,
			struct pm_problems *problems)
{
	static const struct {
		const char *words; /* a part of libyaml's */
		void (*tell)(const struct pm_yaml_error *error,
			     const char *text, struct pm_problems *problems);
	} known[] = {
		{ "cannot start any token", tell_start },
		{ "mapping values are not allowed", tell_colon },
		{ "could not find expected ':'", tell_no_colon },
		{ "found unexpected end of stream", tell_unclosed_quote },
		{ "found unexpected document indicator", tell_unclosed_quote },
		{ "expected ',' or ']'", tell_unclosed_flow },
		{ "expected ',' or '}'", tell_unclosed_flow },
		{ "block sequence entries are not allowed", tell_list_here },
		{ "did not find expected key", tell_missing_key },
		{ "did not find expected '-' indicator", tell_list_end },
		{ "found unknown escape character", tell_escape },
		{ "did not find expected hexdecimal number", tell_escape },
		{ "expected comment or line break", tell_block_header },
		{ "expected alphabetic or numeric character", tell_alias },
		{ "expected <document start>", tell_indent },
		{ "did not find expected node content", tell_no_node },
		{ "incompatible YAML document", tell_directive },
		{ "directive", tell_directive },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (strstr(e->problem, known[i].words)) {
			known[i].tell(e, text, problems);
			return;
		}
	}
	pm_problem_add(problems, PM_PROBLEM_FRONT_MATTER, e->line,
		       column(text, e->start, e->at),
		       "put the value in double quotes",
		       "not the YAML that is read here: %s", e->problem);
}

void pm_yaml_tell_character(const struct pm_yaml_error *e, const char *text,
			    unsigned c, struct pm_problems *problems)
{
	size_t line = e->line;
	size_t at = e->start;
	size_t next, stop;

	for (; at < e->at && at < e->end; at = next, line++) {
		next = pm_scan_next_line(text, at, e->end, &stop);
		if (next > e->at)
			break;
	}
	pm_problem_add(problems, PM_PROBLEM_HIDDEN, line,
		       column(text, e->start, e->at), "remove it",
		       "the character U+%04X cannot stand in YAML", c);
}

void pm_yaml_tell_cut(const char *text, const struct pm_yaml *node, size_t end,
		      struct pm_problems *problems)
{
	size_t at = skip_blanks(text, node->end, end);
	size_t first = node->start - (node->column - 1);
	size_t line = node->line;
	size_t next, stop;

	if (at + 1 >= end || text[at] != '#' ||
	    strchr(" \t\r\n#", text[at + 1]))
		return;
	for (;; first = next, line++) {
		next = pm_scan_next_line(text, first, end, &stop);
		if (stop > at)
			break;
	}
	pm_problem_add(problems, PM_PROBLEM_CUT_COMMENT, line, at - first + 1,
		       "put the whole value in double quotes, or a blank "
		       "behind the #",
		       "\"%.*s\" is taken for a comment", (int)(stop - at),
		       text + at);
}

/* SPDX-License-Identifier: MIT */
#include "syntax/markdown_guard.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "syntax/scan.h"

#define COMMENT "<!--"
#define COMMENT_END "-->"
#define SHORTEST_FENCE 3
#define SHORTEST_RULE 3
#define DEEPEST_HEADING 6
#define LONGEST_NUMBER 9 /* digits of an item of an ordered list */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* "* * *": markers that make no list but a rule. */
static bool is_rule(const char *text, size_t at, size_t end)
{
	char c = at < end ? text[at] : '\0';
	size_t n = 0;

	if (c != '-' && c != '*' && c != '_')
		return false;
	for (; at < end; at++) {
		if (text[at] == c)
			n++;
		else if (!is_blank(text[at]))
			return false;
	}
	return n >= SHORTEST_RULE;
}

/* The bytes of a quote or list marker at `at`, or 0. */
static size_t marker(const char *text, size_t at, size_t end)
{
	size_t digits = 0;
	size_t len;

	if (text[at] == '>')
		return 1;
	if (strchr("-*+", text[at])) {
		len = 1;
	} else {
		while (at + digits < end && digits <= LONGEST_NUMBER &&
		       text[at + digits] >= '0' && text[at + digits] <= '9')
			digits++;
		if (!digits || digits > LONGEST_NUMBER || at + digits == end ||
		    (text[at + digits] != '.' && text[at + digits] != ')'))
			return 0;
		len = digits + 1;
	}
	return at + len == end || is_blank(text[at + len]) ? len : 0;
}

static size_t containers(const char *text, size_t at, size_t end)
{
	size_t nr = 0;
	size_t len;

	for (;;) {
		while (at < end && is_blank(text[at]))
			at++;
		if (at == end || !text[at] || is_rule(text, at, end))
			return nr;
		len = marker(text, at, end);
		if (!len)
			return nr;
		nr++;
		at += len;
	}
}

bool pm_markdown_guard(const char *text, size_t start, size_t len, size_t line,
		       struct pm_problems *problems)
{
	size_t end, next;

	for (size_t at = start; at < len; at = next, line++) {
		next = pm_scan_next_line(text, at, len, &end);
		if (end - at > PM_MAX_CONTAINERS &&
		    containers(text, at, end) > PM_MAX_CONTAINERS) {
			pm_problem_add(problems, PM_PROBLEM_MARKDOWN_HIDES,
				       line, 1,
				       "nest fewer quotes and lists, or put "
				       "the text into a code block with a "
				       "letter at the start of the line",
				       "this line nests more than %d quotes "
				       "and lists, so nothing of the file "
				       "was read", PM_MAX_CONTAINERS);
			return false;
		}
	}
	return true;
}

/* Whether the line is "# ...": up to three blanks, one to six marks. */
static bool is_heading(const char *line, size_t len)
{
	size_t at = strspn(line, " ");
	size_t marks = strspn(line + at, "#");

	at += marks;
	return at <= len && at - marks <= 3 && marks &&
	       marks <= DEEPEST_HEADING && (at == len || is_blank(line[at]));
}

static size_t count_headings(const char *text, size_t len)
{
	size_t nr = 0;
	size_t end, next;

	for (size_t at = 0; at < len; at = next) {
		next = pm_scan_next_line(text, at, len, &end);
		nr += is_heading(text + at, end - at);
	}
	return nr;
}

static void tell_unclosed(const char *what, const char *close, size_t hidden,
			  size_t line, struct pm_problems *problems)
{
	char fix[40];

	snprintf(fix, sizeof(fix), "close it with %s", close);
	if (hidden)
		pm_problem_add(problems, PM_PROBLEM_MARKDOWN_HIDES, line, 1,
			       fix,
			       "the %s that begins here is never closed and "
			       "hides %zu %s below it", what, hidden,
			       hidden == 1 ? "heading" : "headings");
	else
		pm_problem_add(problems, PM_PROBLEM_MARKDOWN, line, 1, fix,
			       "the %s that begins here is never closed and "
			       "hides everything below it", what);
}

/* Elements that reach to their end, blank lines or not; any of the ends
 * closes any of them. */
static void check_element(const char *start, size_t line,
			  struct pm_problems *problems)
{
	static const char *const name[] = { "pre", "script", "style",
					    "textarea" };
	const size_t nr = sizeof(name) / sizeof(*name);
	char word[16];

	for (size_t i = 0; i < nr; i++) {
		snprintf(word, sizeof(word), "</%s>", name[i]);
		if (strcasestr(start, word))
			return;
	}
	for (size_t i = 0; i < nr; i++) {
		size_t len = strlen(name[i]);

		if (strncasecmp(start + 1, name[i], len) ||
		    !memchr(" \t\r\n>", start[1 + len], 6))
			continue;
		snprintf(word, sizeof(word), "</%s>", name[i]);
		tell_unclosed(name[i], word,
			      count_headings(start, strlen(start)), line,
			      problems);
	}
}

void pm_markdown_check_html(const char *html, size_t line,
			    struct pm_problems *problems)
{
	const char *start = html + strspn(html, " \t");
	const char *end, *inner;
	size_t hidden;

	if (start[0] == '<' && start[1] != '!')
		check_element(start, line, problems);
	if (strncmp(start, COMMENT, sizeof(COMMENT) - 1))
		return;
	start += sizeof(COMMENT) - 1;
	end = strstr(start, COMMENT_END);
	hidden = count_headings(start, end ? (size_t)(end - start)
					   : strlen(start));
	if (!end) {
		tell_unclosed("comment", COMMENT_END, hidden, line, problems);
		return;
	}
	inner = strstr(start, COMMENT);
	if (inner && inner < end && hidden)
		pm_problem_add(problems, PM_PROBLEM_MARKDOWN_HIDES, line, 1,
			       "close the comment with --> before the next "
			       "one begins",
			       "the comment that begins here reaches into a "
			       "later one and hides %zu %s", hidden,
			       hidden == 1 ? "heading" : "headings");
}

/* How many ` or ~ stand at `at`, or 0 when it is no fence. */
static size_t fence_len(const char *text, size_t at, size_t end)
{
	size_t len = 0;

	while (at + len < end && text[at + len] == text[at])
		len++;
	return len >= SHORTEST_FENCE && (text[at] == '`' || text[at] == '~')
		       ? len
		       : 0;
}

/* Whether [at, end) is a fence of `c` of at least that length. */
static bool is_closing(const char *text, size_t at, size_t end, char c,
		       size_t len)
{
	size_t own;

	while (at < end && (is_blank(text[at]) || text[at] == '>'))
		at++;
	if (at == end || text[at] != c)
		return false;
	own = fence_len(text, at, end);
	if (own < len)
		return false;
	for (at += own; at < end; at++)
		if (!is_blank(text[at]))
			return false;
	return true;
}

/* The line of `content` that opens a fence of its own; 0 when none does. */
static size_t inner_fence(const char *content, char c, size_t len)
{
	size_t size = strlen(content);
	size_t line = 1;
	size_t end, next, own;

	for (size_t at = 0; at < size; at = next, line++) {
		next = pm_scan_next_line(content, at, size, &end);
		if (content[at] != c)
			continue;
		own = fence_len(content, at, end);
		if (own >= len && at + own < end &&
		    !memchr(content + at + own, '`', end - at - own))
			return line;
	}
	return 0;
}

void pm_markdown_check_fence(const char *content, const char *text,
			     size_t fence, size_t behind, size_t len,
			     size_t line, struct pm_problems *problems)
{
	size_t open = fence_len(text, fence, len);
	size_t hidden = count_headings(content, strlen(content));
	size_t inner, end;

	if (!open)
		return;
	/* Code by indentation shows the line itself: no fence of its own. */
	pm_scan_next_line(text, fence, len, &end);
	if (!strncmp(content, text + fence, end - fence))
		return;
	pm_scan_next_line(text, behind, len, &end);
	if (!is_closing(text, behind, end, text[fence], open)) {
		if (behind < len && !hidden)
			return; /* ended with the list item it stands in */
		tell_unclosed("code", text[fence] == '`' ? "```" : "~~~",
			      hidden, line, problems);
		return;
	}
	inner = inner_fence(content, text[fence], open);
	if (inner && hidden)
		pm_problem_add(problems, PM_PROBLEM_MARKDOWN_HIDES, line, 1,
			       "close the code before the next begins",
			       "the code that begins here is not closed "
			       "before other code begins in line %zu",
			       line + inner);
}

/* SPDX-License-Identifier: MIT */
#include "git/message.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "git/file.h"

/* What git tries one after the other under core.commentChar=auto. */
#define AUTO_CHARACTERS "#;@!$%^&|:"
#define SCISSORS " ------------------------ >8 ------------------------\n"

struct comment {
	const char *ptr;
	size_t len;
};

struct line {
	const char *ptr;
	size_t len; /* with its LF */
};

static bool next_line(struct line *out, const char **at, const char *end)
{
	const char *stop;

	if (*at >= end)
		return false;
	stop = memchr(*at, '\n', (size_t)(end - *at));
	stop = stop ? stop + 1 : end;
	*out = (struct line){ *at, (size_t)(stop - *at) };
	*at = stop;
	return true;
}

static bool is_comment(const struct line *line, const struct comment *comment)
{
	return comment->len && line->len >= comment->len &&
	       !memcmp(line->ptr, comment->ptr, comment->len);
}

static bool is_scissors(const struct line *line, const struct comment *comment)
{
	return is_comment(line, comment) &&
	       line->len == comment->len + strlen(SCISSORS) &&
	       !memcmp(line->ptr + comment->len, SCISSORS, strlen(SCISSORS));
}

static struct line last_line(const char *text, const char *end)
{
	struct line line, last = { 0 };

	while (next_line(&line, &text, end))
		if (line.ptr[0] != '\n')
			last = line;
	return last;
}

/* git's own comments stand last, above the scissors or at the end, so under
 * "auto" they show what it chose. */
static struct comment comment_of(struct pm_repo *repo, const char *text,
				 const char *end)
{
	const char *set = pm_repo_config(repo, "core.commentstring");
	struct line line;

	if (!set)
		set = pm_repo_config(repo, "core.commentchar");
	if (!set || !*set)
		return (struct comment){ "#", 1 };
	if (strcmp(set, "auto"))
		return (struct comment){ set, strlen(set) };
	for (const char *at = text; next_line(&line, &at, end);) {
		struct comment first = { line.ptr, 1 };

		if (strchr(AUTO_CHARACTERS, *line.ptr) &&
		    is_scissors(&line, &first))
			return first;
	}
	line = last_line(text, end);
	if (line.len && strchr(AUTO_CHARACTERS, *line.ptr))
		return (struct comment){ line.ptr, 1 };
	return (struct comment){ "#", 1 };
}

/* "# ", "#" or "#<TAB>", as git writes them; not "#42". */
static bool is_gits_comment(const struct line *line,
			    const struct comment *comment)
{
	return is_comment(line, comment) &&
	       (line->len == comment->len ||
		strchr(" \t\n", line->ptr[comment->len]));
}

/*
 * Whether git will take comments out. Without commit.cleanup it does so only
 * when an editor was open; git tells hooks that there is none by the editor
 * ":", which some people set themselves. Then git's own comments at the end
 * give the editor away.
 */
static bool strips_comments(struct pm_repo *repo,
			    const struct comment *comment, const char *text,
			    const char *end)
{
	const char *cleanup = pm_repo_config(repo, "commit.cleanup");
	const char *editor = getenv("GIT_EDITOR");
	struct line last = last_line(text, end);

	if (cleanup && !strcmp(cleanup, "strip"))
		return true;
	/* Above its scissors git writes no comments, and takes none out. */
	if (cleanup && (!strcmp(cleanup, "verbatim") ||
			!strcmp(cleanup, "whitespace") ||
			!strcmp(cleanup, "scissors")))
		return false;
	if (editor && !strcmp(editor, ":") &&
	    !is_gits_comment(&last, comment))
		return false;
	return true;
}

/* Where the scissors are, or the end. */
static const char *cut(const struct comment *comment, const char *text,
		       const char *end)
{
	struct line line;

	while (next_line(&line, &text, end))
		if (is_scissors(&line, comment))
			return line.ptr;
	return end;
}

/* A line without the blanks at its end; empty ones count only between
 * others, and once. */
static void add_line(struct pm_buf *out, size_t start, const struct line *line,
		     bool *gap)
{
	size_t len = line->len;

	while (len && isspace((unsigned char)line->ptr[len - 1]))
		len--;
	if (!len) {
		*gap = out->len > start;
		return;
	}
	if (*gap)
		pm_buf_addch(out, '\n');
	*gap = false;
	pm_buf_add(out, line->ptr, len);
	pm_buf_addch(out, '\n');
}

void pm_message_clean(struct pm_buf *out, struct pm_repo *repo,
		      const char *text, size_t len)
{
	struct comment comment = comment_of(repo, text, text + len);
	const char *end = cut(&comment, text, text + len);
	bool strip = strips_comments(repo, &comment, text, end);
	size_t start = out->len;
	struct line line;
	bool gap = false;

	while (next_line(&line, &text, end))
		if (!strip || !is_comment(&line, &comment))
			add_line(out, start, &line, &gap);
	pm_buf_add(out, "", 0);
}

/* The encoding that git will say a commit has; NULL: UTF-8. */
static const char *encoding_of(struct pm_repo *repo)
{
	const char *set = pm_repo_config(repo, "i18n.commitencoding");

	return pm_text_is_utf8_name(set) ? NULL : set;
}

/* What is not in its encoding is read as it is: git records it so, too. */
static void decode(struct pm_buf *text, struct pm_repo *repo)
{
	const char *encoding = encoding_of(repo);
	struct pm_buf utf8 = { 0 };

	if (!encoding || !pm_text_recode(&utf8, pm_buf_str(text), text->len,
					 encoding, "UTF-8"))
		return;
	pm_buf_release(text);
	*text = utf8;
}

/* No NUL, which would end an argument: of UTF-16 git knows nothing. */
static bool encode(struct pm_buf *out, const char *message,
		   const char *encoding)
{
	size_t start = out->len;

	if (pm_text_recode(out, message, strlen(message), "UTF-8", encoding) &&
	    strlen(out->ptr + start) == out->len - start)
		return true;
	if (out->len > start)
		pm_buf_splice(out, start, out->len, "", 0);
	return false;
}

bool pm_message_encode(struct pm_buf *out, struct pm_repo *repo,
		       const char *message)
{
	static const char arrow[] = "\u2192";
	const char *encoding = encoding_of(repo), *from = message, *at;
	struct pm_buf plain = { 0 };
	bool done;

	done = encoding && encode(out, message, encoding);
	if (encoding && !done) {
		for (; (at = strstr(from, arrow)); from = at + strlen(arrow)) {
			pm_buf_add(&plain, from, (size_t)(at - from));
			pm_buf_addstr(&plain, "->");
		}
		pm_buf_addstr(&plain, from);
		done = encode(out, pm_buf_str(&plain), encoding);
		pm_buf_release(&plain);
	}
	if (!done)
		pm_buf_addstr(out, message);
	return done || !encoding;
}

int pm_message_read(struct pm_buf *out, struct pm_repo *repo,
		    const char *path, struct pm_error *err)
{
	struct pm_buf text = { 0 };
	struct comment comment;
	const char *start, *end;
	int code = PM_OK;

	if (pm_file_read(&text, path, PM_MAX_COMMIT_MESSAGE) < 0) {
		start = pm_buf_str(&text);
		end = start + text.len;
		if (errno != EFBIG) {
			code = pm_fail_errno(err, "cannot read the commit "
					     "message '%s'", path);
			goto out;
		}
		comment = comment_of(repo, start, end);
		if (cut(&comment, start, end) == end) {
			code = pm_fail(err, PM_EINVALID,
				       "the commit message is longer than %u "
				       "bytes", PM_MAX_COMMIT_MESSAGE);
			goto out;
		}
	}
	decode(&text, repo);
	pm_message_clean(out, repo, pm_buf_str(&text), text.len);

out:
	pm_buf_release(&text);
	return code;
}

/* SPDX-License-Identifier: MIT */
#include "git/objects_backend.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "git/plumbing.h"
#include "git/process.h"

/*
 * Size before contents: "info" and "contents" of --batch-command (git 2.36),
 * else a process for each of the two questions.
 */
struct pm_catfile {
	struct pm_stream *info;
	struct pm_stream *contents; /* may be the same */
	bool is_old; /* this git does not know --batch-command */
};

struct answer {
	char *oid, *type; /* borrowed from the stream */
	size_t size;
};

struct pm_catfile *pm_catfile_new(void)
{
	return pm_xcalloc(1, sizeof(struct pm_catfile));
}

static int open_stream(struct pm_stream **out, const char *mode,
		       struct pm_error *err)
{
	const char *argv[] = { "git", "cat-file", mode, NULL };
	struct pm_run run = { .argv = argv, .env = pm_git_env };

	return pm_stream_open(out, &run, err);
}

/* The next question starts anew; the failure is git's, or else ours. */
static int give_up(struct pm_catfile *cat, const char *why,
		   struct pm_error *err)
{
	struct pm_stream *info = cat->info, *contents = cat->contents;
	int code = 0;

	cat->info = NULL;
	cat->contents = NULL;
	if (info)
		code = pm_stream_close(info, err);
	if (contents && contents != info) {
		struct pm_error other;

		if (pm_stream_close(contents, code ? &other : err) < 0 &&
		    !code)
			code = err->code;
	}
	return code ? code : pm_fail(err, PM_ERROR, "git cat-file %s", why);
}

static int open_both(struct pm_catfile *cat, struct pm_error *err)
{
	int code;

	if (cat->info)
		return 0;
	if (!cat->is_old) {
		code = open_stream(&cat->info, "--batch-command", err);
		cat->contents = cat->info;
		return code;
	}
	code = open_stream(&cat->info, "--batch-check", err);
	if (code == 0)
		code = open_stream(&cat->contents, "--batch", err);
	if (code < 0 && cat->info) {
		pm_stream_close(cat->info, &(struct pm_error){ 0 });
		cat->info = NULL;
	}
	return code;
}

void pm_catfile_begin(struct pm_catfile *cat)
{
	open_both(cat, &(struct pm_error){ 0 });
}

/* One question and its line of answer; NULL when there is none. */
static char *ask(struct pm_catfile *cat, bool contents, const char *name)
{
	struct pm_stream *stream = contents ? cat->contents : cat->info;
	struct pm_buf question = { 0 };
	struct pm_error err;
	int code;

	if (!cat->is_old)
		pm_buf_addstr(&question, contents ? "contents " : "info ");
	pm_buf_addstr(&question, name);
	pm_buf_addch(&question, '\n');
	code = pm_stream_write(stream, question.ptr, question.len, &err);
	pm_buf_release(&question);
	if (code == 0)
		return pm_stream_next(stream, '\n', NULL);
	/* To its end, so that closing it tells why. */
	while (pm_stream_next(stream, '\n', NULL))
		;
	return NULL;
}

static bool ends_in(const char *s, const char *suffix)
{
	size_t len = strlen(s), tail = strlen(suffix);

	return len >= tail && !strcmp(s + len - tail, suffix);
}

/* "<id> <type> <size>" */
static bool parse(struct answer *out, char *line)
{
	char *blank = strchr(line, ' '), *end;
	unsigned long long size;

	if (!blank)
		return false;
	*blank = '\0';
	out->oid = line;
	out->type = blank + 1;
	blank = strchr(out->type, ' ');
	if (!blank || !pm_is_oid(out->oid))
		return false;
	*blank = '\0';
	errno = 0;
	size = strtoull(blank + 1, &end, 10);
	out->size = (size_t)size;
	/* strtoull() would take a sign. */
	return blank[1] >= '0' && blank[1] <= '9' && !*end && !errno &&
	       out->size == size;
}

static int read_info(struct answer *out, struct pm_catfile *cat,
		     const char *name, struct pm_error *err)
{
	int code = open_both(cat, err);
	char *line;

	if (code < 0)
		return code;
	line = ask(cat, false, name);
	if (!line && !cat->is_old) {
		code = give_up(cat, "did not answer", err);
		if (!strstr(err->message, "batch-command"))
			return code;
		cat->is_old = true;
		code = open_both(cat, err);
		if (code < 0)
			return code;
		line = ask(cat, false, name);
	}
	if (!line)
		return give_up(cat, "did not answer", err);
	if (ends_in(line, " missing"))
		return pm_fail(err, PM_ENOTFOUND, "there is no '%s'", name);
	if (ends_in(line, " ambiguous"))
		return pm_fail(err, PM_EAMBIGUOUS,
			       "'%s' fits more than one object", name);
	if (ends_in(line, " submodule"))
		return pm_fail(err, PM_EINVALID, "'%s' is a submodule, not "
			       "a file", name);
	if (!parse(out, line))
		return give_up(cat, "gave an answer that makes no sense", err);
	return 0;
}

static int read_contents(struct pm_buf *out, struct pm_catfile *cat,
			 const char *oid, size_t size, struct pm_error *err)
{
	struct answer answer;
	char *line = ask(cat, true, oid);
	char *bytes;

	if (!line)
		return give_up(cat, "did not answer", err);
	if (!parse(&answer, line) || answer.size != size ||
	    strcmp(answer.oid, oid) != 0)
		return give_up(cat, "gave an answer that makes no sense", err);
	bytes = pm_stream_read(cat->contents, size + 1);
	if (!bytes || bytes[size] != '\n')
		return give_up(cat, "gave only a part of an object", err);
	pm_buf_add(out, bytes, size);
	return 0;
}

int pm_catfile_read(struct pm_buf *out, size_t *size, char **oid,
		    struct pm_catfile *cat, const char *name, size_t limit,
		    struct pm_error *err)
{
	struct answer answer;
	char *id;
	int code = read_info(&answer, cat, name, err);

	if (code == 0 && strcmp(answer.type, "blob") != 0)
		code = pm_fail(err, PM_EINVALID, "'%s' is a %s, not a file",
			       name, answer.type);
	if (code < 0)
		return code;
	/* The stream's next line goes over it. */
	id = pm_xstrdup(answer.oid);
	if (answer.size <= limit)
		code = read_contents(out, cat, id, answer.size, err);
	if (code == 0 && size)
		*size = answer.size;
	if (code == 0 && oid)
		*oid = id;
	else
		free(id);
	return code;
}

int pm_catfile_folder(char **oid, struct pm_catfile *cat, const char *name,
		      struct pm_error *err)
{
	struct answer answer;
	int code = read_info(&answer, cat, name, err);

	if (code == PM_ENOTFOUND || code == PM_EAMBIGUOUS ||
	    code == PM_EINVALID)
		return 0;
	if (code < 0 || strcmp(answer.type, "tree") != 0)
		return code;
	*oid = pm_xstrdup(answer.oid);
	return 1;
}

bool pm_catfile_tree(struct pm_buf *out, struct pm_catfile *cat,
		     const char *name, size_t limit)
{
	struct answer answer;
	struct pm_error why;
	char *id;
	bool read;

	if (!cat->info || strchr(name, '\n') ||
	    read_info(&answer, cat, name, &why) < 0 ||
	    strcmp(answer.type, "tree") != 0 || answer.size > limit)
		return false;
	id = pm_xstrdup(answer.oid);
	read = read_contents(out, cat, id, answer.size, &why) == 0;
	free(id);
	return read;
}

char *pm_catfile_commit(struct pm_catfile *cat, const char *name)
{
	struct answer answer;
	struct pm_error why;

	if (!cat->info || strchr(name, '\n') ||
	    read_info(&answer, cat, name, &why) < 0 ||
	    strcmp(answer.type, "commit") != 0)
		return NULL;
	return pm_xstrdup(answer.oid);
}

void pm_catfile_free(struct pm_catfile *cat)
{
	struct pm_error err;

	if (!cat)
		return;
	if (cat->contents && cat->contents != cat->info)
		pm_stream_close(cat->contents, &err);
	if (cat->info)
		pm_stream_close(cat->info, &err);
	free(cat);
}
